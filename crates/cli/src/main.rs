//! The `parallax` command: flags, progress, exit codes, nothing else.

mod args;
mod check;
mod code;
mod compare;
mod correct;
mod doctor;
mod export;
mod fetch;
mod form;
mod formats;
mod input;
mod inspect;
mod kept;
mod ontology;
mod open;
mod output;
mod progress;
mod read;

use args::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// How a run ended; see `parallax help` for the exit codes.
pub(crate) enum End {
    /// All done.
    Done,
    /// Done, and what `--fail-on` names was met.
    Met,
    /// Done, but some inputs were skipped.
    Skipped,
}

/// What is said on Ctrl-C and the exit code, where it is not to begin again.
static STOPPED: std::sync::OnceLock<(String, i32)> = std::sync::OnceLock::new();

/// Sets what is said on Ctrl-C, in work that was interrupted by it.
pub(crate) fn when_stopped(said: String) {
    let _ = STOPPED.set((said, 130));
}

/// Ctrl-C is how this command ends: nothing was interrupted.
pub(crate) fn ends_when_stopped() {
    let _ = STOPPED.set((String::new(), 0));
}

fn main() -> ExitCode {
    // A second Ctrl-C ends at once; the first does too while nothing is half written: output files appear whole or not at all.
    let _ = ctrlc::set_handler(|| {
        let again = ("nothing was written; run the same command again".to_string(), 130);
        let (said, code) = STOPPED.get().unwrap_or(&again);
        eprintln!("{}{said}", if said.is_empty() { "" } else { "\n" });
        std::process::exit(*code);
    });
    let arguments = Arguments::parse();
    input::threads(arguments.common.threads);
    let common = &arguments.common;
    let end = match &arguments.command {
        Command::Compare(options) => compare::run(options, common),
        Command::Read(options) => read::run(options, common),
        Command::Code(options) => code::run(options, common),
        Command::Check(options) => check::run(options, common),
        Command::Show(options) => inspect::run(options, common, parallax::tell::show),
        Command::Explain(options) => inspect::run(options, common, parallax::tell::explain),
        Command::Export(options) => export::run(options, common),
        Command::Formats(options) => formats::run(options),
        Command::Open(options) => open::run(options, common),
        Command::Correct(options) => correct::run(options, common),
        Command::Doctor => doctor::run(common),
    };
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Met) => ExitCode::from(1),
        Ok(End::Skipped) => ExitCode::from(3),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
