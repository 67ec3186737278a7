//! Speed of the stages and of the whole command, for `docs/performance.md`.

use anyhow::{Context, Result};
use parallax::model::{Account, Document, Report, ReportId};
use parallax::read::{self, Meta};
use parallax::{World, compare, extract, link, parse, resolve};
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Seconds that each stage takes, one thread, for one story of these reports.
struct Times {
    parse: f64,
    extract: f64,
    resolve: f64,
    link: f64,
    compare: f64,
}

/// Adds the shares of the stages on 20 reports, growth with 25 to 200 reports, and whole commands.
pub fn write(page: &mut String, root: &Path, data: &Path) -> Result<()> {
    writeln!(page, "\n## Stages, one thread\n")?;
    match articles(data)? {
        None => writeln!(page, "Not measured: {} has no `crossdoc/news_cluster`.", data.display())?,
        Some(texts) => stages(page, &texts)?,
    }
    writeln!(page, "\n## Whole commands\n\n| command | wall | peak memory |\n|---|---|---|")?;
    let built =
        Command::new("cargo").args(["build", "--release", "--package", "parallax-cli"]).current_dir(root).status()?;
    anyhow::ensure!(built.success(), "the command does not build");
    // Built with the same settings as this program, it lies beside it.
    let binary = std::env::current_exe()?.with_file_name("parallax");
    let mut lines = vec![("parallax --help".to_string(), vec!["--help".to_string()])];
    lines.push((
        "parallax compare examples/harbour".into(),
        vec!["compare".into(), root.join("examples/harbour").to_string_lossy().into_owned()],
    ));
    let mut stories: Vec<_> = std::fs::read_dir(data.join("../stories"))
        .map(|d| d.flatten().map(|e| e.path()).filter(|p| p.join("gold.json").is_file()).collect())
        .unwrap_or_default();
    stories.sort_by_key(|p: &std::path::PathBuf| std::cmp::Reverse(std::fs::read_dir(p).map_or(0, |d| d.count())));
    if let Some(story) = stories.first() {
        let reports =
            std::fs::read_dir(story)?.flatten().filter(|e| e.path().extension().is_some_and(|x| x == "txt")).count();
        lines.push((
            format!("parallax compare, a story of {reports} reports, one thread"),
            vec!["compare".into(), "-j1".into(), story.to_string_lossy().into_owned()],
        ));
    }
    for (name, arguments) in lines {
        let (wall, memory) = whole(&binary, &arguments)?;
        writeln!(page, "| {name} | {:.0} ms | {} MB |", wall.as_secs_f64() * 1e3, memory / 1024)?;
    }
    Ok(())
}

fn stages(page: &mut String, texts: &[String]) -> Result<()> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(16 << 20).build()?;
    let t = pool.install(|| times(texts.get(..20).unwrap_or(texts)));
    let all = t.parse + t.extract + t.resolve + t.link + t.compare;
    writeln!(
        page,
        "20 news reports ({} words):\n\n| stage | ms | beside parsing | of the whole |\n|---|---:|---:|---:|",
        words(texts.get(..20).unwrap_or(texts))
    )?;
    for (name, s) in
        [("parse", t.parse), ("extract", t.extract), ("resolve", t.resolve), ("link", t.link), ("compare", t.compare)]
    {
        writeln!(page, "| {name} | {:.0} | {:.0} % | {:.0} % |", s * 1e3, 100.0 * s / t.parse, 100.0 * s / all)?;
    }
    writeln!(
        page,
        "\n| reports in one story | words | resolve ms | link ms | compare ms |\n|---:|---:|---:|---:|---:|"
    )?;
    for n in [25, 50, 100, 200].into_iter().filter(|&n| n <= texts.len()) {
        let t = pool.install(|| times(&texts[..n]));
        writeln!(
            page,
            "| {n} | {} | {:.0} | {:.0} | {:.0} |",
            words(&texts[..n]),
            t.resolve * 1e3,
            t.link * 1e3,
            t.compare * 1e3
        )?;
    }
    Ok(())
}

fn times(texts: &[String]) -> Times {
    let world = World::bundled();
    let made = |(i, text): (usize, &String)| {
        Some(Report { id: ReportId(i), ..read::report(&format!("{i}.txt"), text.as_bytes(), &Meta::default()).ok()? })
    };
    let mut reports: Vec<Report> = texts.iter().enumerate().filter_map(made).collect();
    reports.iter_mut().enumerate().for_each(|(i, r)| r.id = ReportId(i));
    let (documents, parse) =
        timed(|| reports.iter().map(|r| parse::document(r, world.reader)).collect::<Vec<Document>>());
    let (accounts, extract) = timed(|| {
        reports.iter().zip(&documents).map(|(r, d)| extract::account(r, d, world.lexicon)).collect::<Vec<Account>>()
    });
    let (cast, resolve) = timed(|| resolve::cast(&reports, &documents, &accounts, world.lexicon, &[]));
    let (linked, link) = timed(|| link::events(&reports, &documents, &accounts, &cast, world.lexicon, &[]));
    let (_, compare) = timed(|| {
        let origins = compare::origins(&reports, &documents);
        compare::findings(
            &reports,
            &documents,
            &accounts,
            &cast,
            &linked.events,
            &linked.relations,
            &origins,
            world.lexicon,
        )
    });
    Times { parse, extract, resolve, link, compare }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let made = work();
    (made, begin.elapsed().as_secs_f64())
}

fn words(texts: &[String]) -> usize {
    texts.iter().map(|t| t.split_whitespace().count()).sum()
}

/// News articles of the gold folder; `None` when it is not there.
fn articles(data: &Path) -> Result<Option<Vec<String>>> {
    let file = data.join("crossdoc/news_cluster/dev.jsonl");
    if !file.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(file)?;
    Ok(Some(
        text.lines()
            .filter_map(|l| Some(serde_json::from_str::<serde_json::Value>(l).ok()?["text"].as_str()?.to_string()))
            .collect(),
    ))
}

/// Best wall time of five runs, and the greatest memory seen (kB).
fn whole(binary: &Path, arguments: &[String]) -> Result<(Duration, u64)> {
    let mut best = Duration::MAX;
    let mut memory = 0;
    for _ in 0..5 {
        let begin = Instant::now();
        let mut child = Command::new(binary)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("the command does not start")?;
        while child.try_wait()?.is_none() {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let peak =
                status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
            memory = memory.max(peak.unwrap_or(0));
            std::thread::sleep(Duration::from_micros(500));
        }
        best = best.min(begin.elapsed());
    }
    Ok((best, memory))
}
