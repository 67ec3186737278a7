//! Chores of the project.
#![warn(missing_docs)]

mod names;
mod perf;
mod quality;
mod splitter;
mod treebank;

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
    Perf,
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
        Known::Perf => perf::run(),
        Known::SplitterData { data, out } => splitter::write(&data, &out),
    }
}
