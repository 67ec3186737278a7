//! How fast and how large the pages are, on a story of twenty reports made of the sample's own sentences.

use anyhow::{Context, Result};
use parallax::model::{Report, Story};
use parallax::read::{self, Meta};
use parallax::{World, reconstruct};
use parallax_store::Library;
use parallax_web::server::Shelf;
use parallax_web::{Page, Place, Query, View, document};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

/// Reports of the story.
const REPORTS: usize = 20;
/// Every page is timed so many times, and the quickest counts: other programs can only slow it down.
const RUNS: usize = 3;
/// What experience asks for: milliseconds and bytes of a page, milliseconds to the start.
const LIMIT: (f64, usize, f64) = (100.0, 200_000, 1000.0);

/// Adds the table of pages; says which page is over its limit.
pub fn write(page: &mut String, root: &Path) -> Result<()> {
    let story = reconstruct(reports(root)?, &World::bundled(), &|_| ());
    let start = start(&story)?;
    writeln!(page, "\n## Pages\n")?;
    writeln!(
        page,
        "A story of {REPORTS} reports made of the sample's sentences ({} events, {} entities). From opening the library to \
         the server's readiness: {start:.0} ms (limit {:.0} ms).\n",
        story.events.len(),
        story.cast.entities.len(),
        LIMIT.2
    )?;
    writeln!(page, "| page | slowest, ms | largest, kB |\n|---|---:|---:|")?;
    let mut over = Vec::new();
    for (name, list) in kinds(&story) {
        let (mut slowest, mut largest) = (0f64, 0usize);
        for one in list {
            let (milliseconds, bytes) = measure(&story, one);
            slowest = slowest.max(milliseconds);
            largest = largest.max(bytes);
            if milliseconds > LIMIT.0 || bytes > LIMIT.1 {
                over.push(format!("{} of {milliseconds:.0} ms and {} kB", one.path(&story), bytes / 1000));
            }
        }
        writeln!(page, "| {name} | {slowest:.1} | {:.0} |", largest as f64 / 1000.0)?;
    }
    let limits = format!("{:.0} ms and {} kB", LIMIT.0, LIMIT.1 / 1000);
    if over.is_empty() {
        writeln!(page, "\nNo page is over {limits}.")?;
    } else {
        writeln!(page, "\nOver {limits}: {}.", over.join(", "))?;
    }
    Ok(())
}

/// The pages by kind; of events, entities and reports every one.
fn kinds(story: &Story) -> Vec<(&'static str, Vec<Page>)> {
    let mut all: Vec<(&str, Vec<Page>)> = Page::HEADER.into_iter().map(|p| (p.name(), vec![p])).collect();
    all.push(("Side by side, three", vec![Page::Compare(0, 1, Some(2))]));
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

/// Milliseconds until the server could answer: the library opened, the story's reports found, a port listened on.
fn start(story: &Story) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("library.sqlite");
    let mut library = Library::open(&file)?;
    let id = library.add("twenty")?;
    library.put(id, &story.reports.iter().map(parallax_web::server::kept).collect::<Vec<_>>())?;
    drop(library);
    let begin = Instant::now();
    let library = Library::open(&file)?;
    library.find("twenty")?.context("the story is gone")?;
    let rebuild = Box::new(|_: &[parallax_store::Kept], _| Story::default());
    let shelf = Shelf::new(library, rebuild, Box::new(|_, _| Err(String::new()))).map_err(anyhow::Error::msg)?;
    let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
    let router = parallax_web::server::router(std::sync::Arc::new(shelf), listener.local_addr()?.port());
    drop(router);
    Ok(begin.elapsed().as_secs_f64() * 1e3)
}

/// Twenty reports of the sample's sentences: each begins elsewhere and leaves some out, so that much is told by many,
/// some by few, and all pages are full.
fn reports(root: &Path) -> Result<Vec<Report>> {
    let mut sentences = Vec::new();
    for name in ["courier", "tribune", "wire"] {
        let file = root.join("examples/harbour").join(name).with_extension("txt");
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        sentences.extend(text.split("\n\n").map(str::trim).filter(|s| !s.is_empty()).map(str::to_string));
    }
    let report = |i: usize| {
        let kept = sentences.iter().enumerate().filter(|(n, _)| (n + i) % 4 != 0).map(|(_, s)| s.as_str());
        let mut all: Vec<&str> = kept.collect();
        let turn = (i * 3) % all.len().max(1);
        all.rotate_left(turn);
        let mut meta = Meta::published("2025-03-05".parse().ok());
        meta.outlet = Some(format!("Outlet {}", i + 1));
        read::report(&format!("{i:02}.txt"), all.join("\n\n").as_bytes(), &meta).ok()
    };
    Ok((0..REPORTS).filter_map(report).collect())
}
