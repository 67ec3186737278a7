//! Corpora for measuring: made up ([`made`]) or varied from given reports ([`varied`]); how fast and in how much memory they
//! are coded, and how well their events are linked ([`links`]).

mod chance;
mod links;
mod made;
mod measure;
mod varied;

use std::path::{Path, PathBuf};

/// Reports and words of the corpus on which links are scored for the page.
const LINKED: (usize, usize) = (1500, 120);

/// What corpora are made of.
pub enum Source {
    /// Our own sentences: [`made`].
    Own(made::Texts),
    /// Reports given by the user: [`varied`].
    Given(Vec<String>),
}

impl Source {
    /// From a folder of texts, or our own sentences.
    pub fn new(folder: Option<&Path>) -> anyhow::Result<Source> {
        Ok(match folder {
            None => Source::Own(made::Texts::own()),
            Some(folder) => Source::Given(varied::samples(folder)?),
        })
    }

    /// Writes `count` reports of about `words` words each.
    pub fn write(&self, count: usize, words: usize, out: &Path) -> anyhow::Result<()> {
        match self {
            Source::Own(texts) => made::write(texts, count, words, out),
            Source::Given(samples) => varied::write(samples, count, words, out),
        }
    }
}

/// What to do with corpora.
pub struct Plan {
    /// Sizes, in reports.
    pub reports: Vec<usize>,
    /// Lengths, in words a report.
    pub words: Vec<usize>,
    /// Numbers of threads.
    pub threads: Vec<usize>,
    /// Only write the first corpus to this file.
    pub out: Option<PathBuf>,
    /// Only score links.
    pub links: bool,
    /// Put the table into `docs/performance.md`.
    pub write: bool,
}

/// Writes, measures or scores.
pub fn run(root: &Path, source: &Source, plan: &Plan) -> anyhow::Result<()> {
    let first = |sizes: &[usize], or: usize| sizes.first().copied().unwrap_or(or);
    if let Some(out) = &plan.out {
        return source.write(first(&plan.reports, 1000), first(&plan.words, 600), out);
    }
    if plan.links {
        println!("{}", links::score(first(&plan.reports, LINKED.0), first(&plan.words, LINKED.1))?);
        return Ok(());
    }
    let mut table = measure::table(source, plan)?;
    if let Source::Own(_) = source {
        table.push_str("\n### Links across reports\n\n");
        table.push_str(links::ABOUT);
        table.push_str(&links::score(LINKED.0, LINKED.1)?);
    }
    if plan.write {
        let page = root.join("docs/performance.md");
        let text = std::fs::read_to_string(&page)?;
        std::fs::write(&page, measure::put(&text, &table))?;
    }
    println!("{table}");
    Ok(())
}

/// The part of `docs/performance.md` that [`run`] wrote; other measurements leave it as it is.
pub fn kept(page: &str) -> &str {
    measure::section(page).unwrap_or("")
}
