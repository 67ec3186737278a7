//! `parallax code`: any number of reports → event data.

use crate::args::{Code, CodeFormat, Common, ProfileName};
use crate::ontology::{self, Ontology};
use crate::{End, fetch, output, progress};
use anyhow::{Context, bail};
use parallax::extract::petrarch::Switches;
use parallax::read::{self, Options};
use parallax::{World, code_line, code_report, petrarch_line};
use parallax_corpus::{Kind, Step};
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Lines coded at a time: bounds memory, and keeps all threads busy.
const BATCH: usize = 256;

pub(crate) fn run(options: &Code, common: &Common) -> anyhow::Result<End> {
    let fetch = Some(fetch::fetcher(options.reading, common));
    let read = Options { published: options.reading.published, map: options.map.clone(), fetch };
    let (ontology, whole) = options
        .ontology
        .as_deref()
        .map_or(Ok((None, true)), |folder| ontology::read(folder).map(|(ontology, whole)| (Some(ontology), whole)))?;
    let database = options.output.as_deref().and_then(Path::to_str).filter(|o| parallax_postgres::is_address(o));
    if database.is_some() && (options.to.is_some() || !options.profile.is_empty()) {
        bail!("a database takes the own tables, as they are: leave --to and --profile out");
    }
    if database.is_none() && (options.run.is_some() || options.work.is_some()) {
        bail!("--run and --work are for runs that go into a database: -o postgres://…");
    }
    let is_folder = |o: &&Path| o.extension().is_none() && *o != Path::new("-") && !output::is_stream(o);
    let folder = options.output.as_deref().filter(is_folder);
    let kind = match (options.to, folder) {
        (Some(CodeFormat::Jsonl), _) | (None, None) => {
            let end = lines(options, &read, ontology, common)?;
            return Ok(if whole { end } else { End::Skipped });
        }
        (None | Some(CodeFormat::Parquet), _) => Kind::Parquet,
        (Some(CodeFormat::Csv), _) => Kind::Csv,
        (Some(CodeFormat::Tsv), _) => Kind::Tsv,
    };
    let world = match ontology {
        None => World::bundled(),
        Some(Ontology::Own(world)) => world,
        Some(Ontology::Petrarch(_)) => bail!("PETRARCH's dictionaries code lines: add --to jsonl"),
    };
    let Some(out) = options.output.clone() else { bail!("say where the tables go: -o FOLDER") };
    if let Some(address) = database {
        let end = into_database(options, read, &world, address, common)?;
        return Ok(if whole { end } else { End::Skipped });
    }
    let profile = |name: &ProfileName| -> &'static [&'static str] {
        match name {
            ProfileName::Polecat => &["polecat"],
            ProfileName::Gdelt => &["gdelt", "mentions"],
            ProfileName::Icews => &["icews"],
            ProfileName::Phoenix => &["phoenix"],
        }
    };
    let profiles = options.profile.iter().flat_map(profile).map(|p| p.to_string()).collect();
    let again =
        format!("stopped; go on with: parallax code {} -o {} --resume", options.inputs.join(" "), out.display());
    crate::when_stopped(again);
    let run = parallax_corpus::Options {
        inputs: options.inputs.clone(),
        read,
        ontology: options.ontology.as_deref().map(parallax_corpus::digest).transpose()?,
        out,
        kind,
        profiles,
        resume: options.resume,
    };
    let (bar, begun) = (progress::Bar::new(common.progress, common.quiet, 0), Instant::now());
    let summary = parallax_corpus::run(&run, &world, &|step| show(&bar, step))?;
    bar.end();
    if !common.quiet {
        let list = run.out.join("skipped.jsonl").display().to_string();
        eprint!("{}", told(&summary, begun.elapsed().as_secs_f64(), &list));
    }
    Ok(if whole && summary.skipped.is_empty() { End::Done } else { End::Skipped })
}

fn show(bar: &progress::Bar, step: Step) {
    match step {
        Step::Coded(reports, skipped) => bar.count("coding", reports, 0, skipped),
        Step::Written(done, all) => bar.count("writing days", done, all, 0),
    }
}

/// Codes into a PostgreSQL database; unfinished work lies in a folder of this machine.
fn into_database(options: &Code, read: Options, world: &World, address: &str, common: &Common) -> anyhow::Result<End> {
    // The address may hold a password, and is not repeated.
    let at = parallax_postgres::shown(address);
    // The same inputs are the same run, from wherever they are named.
    let whole = |input: &String| std::path::absolute(input).map_or(input.clone(), |p| p.to_string_lossy().into_owned());
    let place = |input: &String| if input == "-" || read::is_address(input) { input.clone() } else { whole(input) };
    let mut run = parallax_corpus::Options {
        inputs: options.inputs.iter().map(place).collect(),
        read,
        ontology: options.ontology.as_deref().map(parallax_corpus::digest).transpose()?,
        out: PathBuf::new(),
        kind: Kind::Parquet,
        profiles: Vec::new(),
        resume: options.resume,
    };
    let name = options.run.clone().unwrap_or_else(|| run.name());
    run.inputs = options.inputs.clone();
    run.out = match &options.work {
        Some(folder) => folder.clone(),
        None => {
            let folders = directories::ProjectDirs::from("", "", "parallax");
            let folders = folders.context("no folder for unfinished work is known for this user; say --work DIR")?;
            folders.cache_dir().join("runs").join(parallax_corpus::short(&[&at, &name]))
        }
    };
    // A database that cannot be written is told before the reports are read, not after.
    parallax_postgres::Database::open(address)?.prepare().with_context(|| format!("cannot write into {at}"))?;
    crate::when_stopped(format!("stopped, and nothing is in {at} yet; the same command with --resume goes on"));
    let (bar, begun) = (progress::Bar::new(common.progress, common.quiet, 0), Instant::now());
    let load = parallax_postgres::Load::new(address, &name);
    let summary = parallax_corpus::run_into(&run, world, &load, &|step| show(&bar, step))?;
    bar.end();
    if !common.quiet {
        eprint!("{}", told(&summary, begun.elapsed().as_secs_f64(), "parallax.runs.skipped"));
        eprintln!("kept as run {name}: parallax open {at}");
    }
    Ok(if summary.skipped.is_empty() { End::Done } else { End::Skipped })
}

fn told(summary: &parallax_corpus::Summary, seconds: f64, list: &str) -> String {
    if summary.reports == 0 {
        return "nothing left to do: the run is finished\n".to_string();
    }
    let rows = |table: &str| summary.rows.get(table).copied().unwrap_or(0);
    let fresh = (summary.reports - summary.resumed) as f64;
    let mut text = format!(
        "{} reports ({} from the run before), {} statements, {} events ({} told by several reports), {} copies\n",
        summary.reports,
        summary.resumed,
        rows("statements"),
        rows("events"),
        summary.shared,
        summary.copies
    );
    for (code, number) in &summary.skipped {
        text.push_str(&format!("{number} skipped with {code}; see {list}\n"));
    }
    text.push_str(&format!(
        "{:.1} reports/s{}\n",
        fresh / seconds.max(1e-9),
        peak().map_or(String::new(), |mb| format!(", at most {mb} MB of memory"))
    ));
    text
}

/// Most memory this process has held, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}

/// One line a text, in order, in bounded memory.
fn lines(options: &Code, read: &Options, ontology: Option<Ontology>, common: &Common) -> anyhow::Result<End> {
    let coder = Coder::new(ontology);
    let mut out = Out::new(options.output.as_deref())?;
    let mut count = (0, 0);
    for input in &options.inputs {
        let plain = read.map.is_empty()
            && !read::is_address(input)
            && (input == "-" || [".jsonl", ".jsonl.gz", ".jsonl.zst"].iter().any(|e| input.ends_with(e)));
        let mut batch: Vec<(String, Work)> = Vec::new();
        let mut failed = None;
        let mut go = |name: String, work: Work| -> bool {
            batch.push((name, work));
            if batch.len() >= BATCH {
                failed = flush(&mut batch, &coder, &mut out, &mut count).err();
            }
            failed.is_none()
        };
        if plain {
            let whole = read::lines(input, &mut |number, line| {
                go(format!("{input} line {number}"), line.map_or_else(Work::Nothing, Work::Line))
            });
            // What came before the damage is coded all the same.
            if let Err(why) = whole {
                go(input.clone(), Work::Nothing(format!("cannot be read on: {why}")));
            }
        } else {
            read::stream(std::slice::from_ref(input), read, &mut |item| match item {
                Ok(report) => go(report.path.clone(), Work::Report(Box::new(report))),
                Err(why) => go(parallax::tell::printable(&why.subject), Work::Nothing(why.message)),
            });
        }
        if let Some(error) = failed {
            return Err(error);
        }
        flush(&mut batch, &coder, &mut out, &mut count)?;
    }
    if count.1 > 0 && count.0 == count.1 {
        bail!("nothing could be coded from {}", options.inputs.join(" "));
    }
    out.finish()?;
    let (all, skipped) = count;
    if !common.quiet && skipped > 0 {
        eprintln!("{skipped} of {all} texts skipped");
    }
    Ok(if skipped == 0 { End::Done } else { End::Skipped })
}

/// What is to be coded, or why there is nothing.
enum Work {
    Line(String),
    Report(Box<parallax::model::Report>),
    Nothing(String),
}

fn flush(
    batch: &mut Vec<(String, Work)>,
    coder: &Coder,
    out: &mut Out,
    count: &mut (usize, usize),
) -> anyhow::Result<()> {
    let code = |(name, work): (String, Work)| match work {
        Work::Line(line) => coder.line(&line).map_err(|why| (name, why)),
        Work::Report(report) => coder.report(&report).map_err(|why| (name, why)),
        Work::Nothing(why) => Err((name, why)),
    };
    let coded: Vec<Result<String, (String, String)>> = std::mem::take(batch).into_par_iter().map(code).collect();
    for line in coded {
        count.0 += 1;
        match line {
            Ok(line) => out.line(&line)?,
            Err((name, why)) => {
                count.1 += 1;
                eprintln!("error: {name}: {}", parallax::tell::printable(&why));
            }
        }
    }
    Ok(())
}

/// What codes: the bundled lexicon, the user's tables, or PETRARCH's dictionaries.
struct Coder {
    world: World,
    petrarch: Option<Box<parallax::lexicon::petrarch::Dictionaries>>,
}

impl Coder {
    fn new(ontology: Option<Ontology>) -> Coder {
        match ontology {
            None => Coder { world: World::bundled(), petrarch: None },
            Some(Ontology::Own(world)) => Coder { world, petrarch: None },
            Some(Ontology::Petrarch(own)) => Coder { world: World::bundled(), petrarch: Some(own) },
        }
    }
    fn line(&self, line: &str) -> Result<String, String> {
        match &self.petrarch {
            None => code_line(line, &self.world),
            Some(own) => petrarch_line(line, &self.world, own, Switches::default()),
        }
    }
    fn report(&self, report: &parallax::model::Report) -> Result<String, String> {
        match self.petrarch {
            None => Ok(code_report(report, &self.world)),
            Some(_) => Err("PETRARCH's dictionaries code .jsonl files".to_string()),
        }
    }
}

/// Standard output, a device or a pipe, or a file that appears whole or not at all.
struct Out {
    to: Box<dyn Write>,
    /// The file's part that is written, and the file.
    moved: Option<(PathBuf, PathBuf)>,
}

impl Out {
    fn new(file: Option<&Path>) -> anyhow::Result<Out> {
        let Some(file) = file.filter(|f| *f != Path::new("-")) else {
            return Ok(Out { to: Box::new(BufWriter::new(std::io::stdout())), moved: None });
        };
        let part = output::part_of(file);
        let path = part.as_deref().unwrap_or(file);
        // A pipe or a device is no file to create.
        let opened = std::fs::OpenOptions::new().write(true).create(part.is_some()).truncate(part.is_some()).open(path);
        let opened = opened.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Out { to: Box::new(BufWriter::new(opened)), moved: part.map(|part| (part, file.to_path_buf())) })
    }
    fn line(&mut self, line: &str) -> std::io::Result<()> {
        self.to.write_all(line.as_bytes())?;
        self.to.write_all(b"\n")
    }
    fn finish(mut self) -> anyhow::Result<()> {
        self.to.flush()?;
        drop(self.to);
        match self.moved {
            Some((part, file)) => {
                std::fs::rename(part, &file).with_context(|| format!("cannot write {}", file.display()))
            }
            None => Ok(()),
        }
    }
}
