//! Chores of the project.
#![warn(missing_docs)]

mod affair;
mod coref;
mod coref_net;
mod coref_spans;
mod coref_train;
mod corpus;
mod crossdoc;
mod crossdoc_entities;
mod gazetteer;
mod gsr;
mod html;
mod metrics;
mod names;
mod pages;
mod perf;
mod petrarch;
mod published;
mod quality;
mod readme;
mod sources;
mod splitter;
mod stages;
mod stories;
mod tidy;
mod timelines;
mod timex;
mod toponyms;
mod treebank;

pub use quality::Row;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Chore {
    #[command(flatten)]
    Known(Known),
}

#[derive(Subcommand)]
enum Known {
    /// Measures every stage against gold data and writes docs/quality.md.
    Quality {
        /// Folder of the gold data (not part of the project; what is missing is skipped).
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// Only the scorer of this name; docs/quality.md is left alone.
        #[arg(long)]
        only: Option<String>,
    },
    /// Measures speed and writes docs/performance.md.
    Perf {
        /// Folder of the gold data: its news articles are what the stages are timed on.
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// Only the table of pages, printed; docs/performance.md is left alone.
        #[arg(long)]
        pages: bool,
    },
    /// Fits the antecedent ranker: data/coref/ranker.tsv.
    CorefRanker {
        /// Folder of the gold data.
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// Only say how well two thirds of the training texts teach the last; the table is left alone.
        #[arg(long)]
        held_out: bool,
    },
    /// Writes made-up corpora, measures how fast they are coded, or how well their events are linked.
    Corpus {
        /// Folder of reports to vary; without it, corpora are made of our own sentences.
        #[arg(long)]
        texts: Option<PathBuf>,
        /// Sizes of the corpora, in reports.
        #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
        reports: Vec<usize>,
        /// Length of the reports, in words.
        #[arg(long, value_delimiter = ',', default_value = "600")]
        words: Vec<usize>,
        /// Threads to measure with.
        #[arg(long, value_delimiter = ',', default_value = "1,2")]
        threads: Vec<usize>,
        /// Only write the (first) corpus to this file.
        #[arg(long)]
        out: Option<PathBuf>,
        /// Only score which events of several reports are found to be one.
        #[arg(long)]
        links: bool,
        /// Put the table into docs/performance.md.
        #[arg(long)]
        write: bool,
    },
    /// Checks the invariants that ARCHITECTURE.md promises and a program can see.
    Tidy,
    /// Puts the real output of the sample story into README.md.
    Readme {
        /// Only fail when README.md shows something else.
        #[arg(long)]
        check: bool,
    },
    /// Writes what training/splitter.py learns from: features and answers for every gap between words.
    SplitterData {
        /// Folder of the gold data.
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// Folder to write to.
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let Chore::Known(chore) = Chore::parse();
    match chore {
        Known::Quality { data, only } => quality::run(&data, only.as_deref()),
        Known::Perf { data, pages: true } => {
            let mut table = String::new();
            pages::write(&mut table, &root(), &data)?;
            println!("{table}");
            Ok(())
        }
        Known::Perf { data, .. } => perf::run(&root(), &data),
        Known::CorefRanker { data, held_out: true } => coref_train::held_out(&data),
        Known::CorefRanker { data, .. } => {
            Ok(std::fs::write(root().join("data/coref/ranker.tsv"), coref_train::train(&data)?)?)
        }
        Known::Corpus { texts, reports, words, threads, out, links, write } => corpus::run(
            &root(),
            &corpus::Source::new(texts.as_deref())?,
            &corpus::Plan { reports, words, threads, out, links, write },
        ),
        Known::Tidy => tidy::run(&root()),
        Known::Readme { check } => readme::run(&root(), check),
        Known::SplitterData { data, out } => splitter::write(&data, &out),
    }
}

/// The repository: the folder above this crate.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_default()
}
