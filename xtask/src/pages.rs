//! How fast and how large the pages are: on a varied story of twenty reports made up for this, on the sample, and on the
//! stories beside the project where there are some.

use anyhow::{Context, Result};
use parallax::model::Story;
use parallax::read::{self, Options};
use parallax::{World, reconstruct};
use parallax_web::{Page, Place, Query, View, document};
use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Reports of the story made up, and its seed.
const REPORTS: usize = 20;
const SEED: u64 = 20_250_303;
/// Every page is timed so many times, and the quickest counts: other programs can only slow it down.
const RUNS: usize = 3;
/// What experience asks for: milliseconds and bytes of a page, milliseconds to the start.
const LIMIT: (f64, usize, f64) = (100.0, 200_000, 1000.0);

/// Adds the tables of pages; says which page is over its limit.
pub fn write(page: &mut String, root: &Path, data: &Path) -> Result<()> {
    let made = crate::affair::reports(REPORTS, SEED);
    let story = reconstruct(made.clone(), &World::bundled(), &|_| ());
    writeln!(page, "\n## Pages\n")?;
    writeln!(
        page,
        "A varied story of {REPORTS} reports made up for this (`xtask/src/affair.rs`: {} words, {} statements, {} events, {} entities).\n",
        made.iter().map(|r| r.text.split_whitespace().count()).sum::<usize>(),
        story.accounts.iter().map(|a| a.statements.len()).sum::<usize>(),
        story.events.len(),
        story.cast.entities.len(),
    )?;
    writeln!(page, "| page | slowest, ms | largest, kB |\n|---|---:|---:|")?;
    let mut over = Vec::new();
    for (name, list) in kinds(&story) {
        let (slowest, largest) = worst(&story, list, "", &mut over);
        writeln!(page, "| {name} | {slowest:.1} | {:.0} |", largest as f64 / 1000.0)?;
    }
    writeln!(
        page,
        "\n| story | reports | events | `parallax open` to its address, ms | to the first answer, ms | slowest page, ms | largest page, kB |\n|---|---:|---:|---:|---:|---:|---:|"
    )?;
    let folder = tempfile::tempdir()?;
    let mut stories: Vec<(String, PathBuf, Story)> = Vec::new();
    for report in &made {
        std::fs::write(folder.path().join(&report.path), &report.text)?;
    }
    stories.push(("made up".to_string(), folder.path().to_path_buf(), story));
    let beside = std::fs::read_dir(data.join("../stories")).map_or(Vec::new(), |d| {
        let mut all: Vec<PathBuf> = d.flatten().map(|e| e.path()).filter(|p| p.join("gold.json").is_file()).collect();
        all.sort();
        all
    });
    for place in std::iter::once(root.join("examples/harbour")).chain(beside) {
        let input = read::reports(&[place.to_string_lossy().into_owned()], &Options::default());
        let name = place.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
        stories.push((name, place, reconstruct(input.reports, &World::bundled(), &|_| ())));
    }
    for (name, place, story) in &stories {
        let (mut slowest, mut largest) = (0f64, 0);
        for (_, list) in kinds(story) {
            let (ms, bytes) = worst(story, list, name, &mut over);
            (slowest, largest) = (slowest.max(ms), largest.max(bytes));
        }
        let (address, answer) = start(place)?;
        if answer > LIMIT.2 {
            over.push(format!("start of {name} of {answer:.0} ms"));
        }
        writeln!(
            page,
            "| {name} | {} | {} | {address:.0} | {answer:.0} | {slowest:.1} | {:.0} |",
            story.reports.len(),
            story.events.len(),
            largest as f64 / 1000.0
        )?;
    }
    let limits = format!("{:.0} ms and {} kB a page, {:.0} ms to the start", LIMIT.0, LIMIT.1 / 1000, LIMIT.2);
    if over.is_empty() {
        writeln!(page, "\nNothing is over {limits}.")?;
    } else {
        writeln!(page, "\nOver {limits}: {}.", over.join(", "))?;
    }
    Ok(())
}

/// The slowest and the largest of these pages.
fn worst(story: &Story, list: Vec<Page>, name: &str, over: &mut Vec<String>) -> (f64, usize) {
    let (mut slowest, mut largest) = (0f64, 0usize);
    for one in list {
        let (milliseconds, bytes) = measure(story, one);
        slowest = slowest.max(milliseconds);
        largest = largest.max(bytes);
        if milliseconds > LIMIT.0 || bytes > LIMIT.1 {
            over.push(format!("{name} {} of {milliseconds:.0} ms and {} kB", one.path(story), bytes / 1000));
        }
    }
    (slowest, largest)
}

/// The pages by kind; of events, entities and reports every one.
fn kinds(story: &Story) -> Vec<(&'static str, Vec<Page>)> {
    let mut all: Vec<(&str, Vec<Page>)> = Page::HEADER.into_iter().map(|p| (p.name(), vec![p])).collect();
    all.push((
        "Side by side, three",
        if story.reports.len() > 2 { vec![Page::Compare(0, 1, Some(2))] } else { Vec::new() },
    ));
    all.push(("Event", (0..story.events.len()).map(Page::Event).collect()));
    all.push(("Person or organisation", (0..story.cast.entities.len()).map(Page::Entity).collect()));
    all.push(("Report", (0..story.reports.len()).map(Page::Report).collect()));
    all.push(("Search", vec![Page::Search]));
    all
}

/// Milliseconds and bytes of one page, as the server makes it.
fn measure(story: &Story, page: Page) -> (f64, usize) {
    let query = Query { words: "police".to_string(), ..Query::default() };
    let mut best = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let begin = Instant::now();
        let mut view = View::new(story, Place::Server("/s/1".to_string()));
        view.token = Some("0123456789abcdef0123456789abcdef".to_string());
        let text = document(&view, page, parallax_web::page(&view, page, &query)).into_string();
        best = (f64::min(best.0, begin.elapsed().as_secs_f64() * 1e3), text.len());
    }
    best
}

/// Milliseconds from the start of `parallax open` to its address, and to the first answer of the page there: the story,
/// or how far its reading is. The quickest of several, the command of the same build.
fn start(place: &Path) -> Result<(f64, f64)> {
    let command = std::env::current_exe()?.with_file_name("parallax");
    let mut best = (f64::INFINITY, f64::INFINITY);
    for _ in 0..RUNS {
        let begin = Instant::now();
        let mut child = Command::new(&command)
            .args(["open", "--no-browser", "-q"])
            .arg(place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{}: build it first (cargo build -p parallax-cli)", command.display()))?;
        let mut address = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut address)?;
        let told = begin.elapsed().as_secs_f64() * 1e3;
        let answered = first_answer(address.trim()).map(|()| begin.elapsed().as_secs_f64() * 1e3);
        child.kill()?;
        child.wait()?;
        best = (best.0.min(told), best.1.min(answered?));
    }
    Ok(best)
}

/// Asks for the page and waits for the first line of its answer.
fn first_answer(address: &str) -> Result<()> {
    use std::io::Write;
    let rest = address.strip_prefix("http://").context("no address")?;
    let (host, path) = rest.split_once('/').context("no path")?;
    let mut stream = std::net::TcpStream::connect(host)?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    anyhow::ensure!(line.contains("200"), "{address} answers {line}");
    Ok(())
}
