//! The command line: every flag in one place.

mod coding;
mod correct;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use parallax::model::{FieldKind, State};
use std::path::PathBuf;

pub(crate) use coding::{Check, CheckFormat, Code, CodeFormat, ProfileName};
pub(crate) use correct::{Correct, Decide};

const EXAMPLES: &str = "\
Examples:
  parallax compare examples/harbour              three reports, one story, as a timeline
  parallax compare a.txt b.txt --format json -o story.json
  parallax compare a.txt https://post.example/1  a file and a page of the web
  parallax read a.txt --format conllu            one report with its grammar

Exit codes: 0 done · 1 done and --fail-on met · 2 nothing done · 3 done, some inputs skipped · 130 interrupted";

/// Several reports, one story: who did what to whom, when, where, and according to whom.
///
/// Parallax reads news reports of the same days, rebuilds the events they tell, and lays their accounts side by side.
/// It works offline, on your machine (only addresses that you give are fetched), and never decides who is right.
#[derive(Parser)]
#[command(name = "parallax", version, after_help = EXAMPLES, disable_help_subcommand = false, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Args)]
pub(crate) struct Common {
    /// Threads to use; the result does not depend on it [default: all cores]
    #[arg(short = 'j', long, global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Whether progress is shown on standard error
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) progress: Progress,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum Progress {
    Auto,
    Always,
    Never,
    Json,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Reports → a story: timeline, accounts side by side, where they differ
    Compare(Compare),
    /// One report annotated: sentences, grammar, events, sources
    Read(Read),
    /// Any number of reports → event data: tables of a corpus, or one line a text
    Code(Code),
    /// How right an output is, held against people's own coding: precision and recall of every field, and what was missed
    Check(Check),
    /// One event, entity or report of a story, with its sentences
    #[command(
        after_help = "Examples:\n  parallax show e3m9 a.txt b.txt\n  parallax show A reports/\n  parallax show \"Harbour Authority\" reports/\n  parallax show e3m9 harbour                  of a story kept"
    )]
    Show(Inspect),
    /// Why an event, entity or date is as it is: rules, scores, reasons
    #[command(
        after_help = "Examples:\n  parallax explain e3m9 a.txt b.txt\n  parallax explain A reports/                 how its day of publication was concluded\n  parallax explain Springfield reports/       which place of that name it was taken for"
    )]
    Explain(Inspect),
    /// A story in a form to be handed on: one HTML file, Markdown, tables, timeline, map, network
    Export(Export),
    /// The forms in which a story is written, and the columns of each table
    Formats(Formats),
    /// Pages on this machine: the story or the library, in the browser
    Open(Open),
    /// Your decisions about a story kept: list them, take one, undo the last
    Correct(Correct),
    /// Versions, data and a self-test
    #[command(after_help = "Examples:\n  parallax doctor")]
    Doctor,
}

#[derive(Args)]
pub(crate) struct Input {
    /// Files, folders (.txt .text .md .html, with reports.json as metadata), globs, addresses of pages and feeds
    /// (https://…), - for standard input, or a story kept
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// A folder with your own types, verbs, actors and agents (docs/reference/ontology.md)
    #[arg(long, value_name = "DIR")]
    pub(crate) ontology: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
}

/// A day as ISO 8601 writes it.
fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "that is no day; write it as 2025-07-01")
}

/// How inputs are read.
#[derive(Args, Clone, Copy)]
pub(crate) struct Reading {
    /// Fetch addresses of this machine and of networks that are not public too
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Publication date of reports that carry none (2025-07-01)
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) published: Option<Date>,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  parallax compare a.txt b.txt\n  parallax compare a.txt https://post.example/two-held\n  parallax compare reports/ --only contradicted\n  parallax compare reports/ --since 2025-06-27 --actor \"Harbour Authority\"\n  parallax compare reports/ --format csv --table events\n  parallax compare reports/ --format md -o story.md\n  parallax compare reports/ -o harbour                keeps the story; a second run adds reports to it\n  cat a.txt | parallax compare - b.txt --published 2025-07-01"
)]
pub(crate) struct Compare {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Only events of this state
    #[arg(long, value_enum)]
    pub(crate) only: Option<StateName>,
    /// Only events that differ in these kinds of fields
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    pub(crate) kind: Vec<KindName>,
    /// Only events on or after this day; undated ones are left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) since: Option<Date>,
    /// Only events on or before this day; undated ones are left out
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,
    /// Only events in which someone of this name does something, or something is done to them
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// List every event that only one account tells
    #[arg(long)]
    pub(crate) all: bool,
    /// Columns [default: those of the terminal]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// End with exit code 1 when an event is in this state
    #[arg(long, value_enum, value_name = "STATE")]
    pub(crate) fail_on: Option<StateName>,
}

/// The form in which a story is written.
#[derive(Args)]
pub(crate) struct Form {
    /// The form [default: by the ending of the output file; see `parallax formats`]
    #[arg(long, visible_alias = "to", value_enum)]
    pub(crate) format: Option<StoryFormat>,
    /// Which table, for csv, tsv and parquet; without it all own tables are written into the folder -o
    #[arg(long, value_name = "TABLE")]
    pub(crate) table: Option<String>,
    /// Write to this file (for all tables: to this folder) instead of standard output; with `compare`, a name without
    /// ending or folder keeps the story in the library, where `parallax open NAME` finds it
    #[arg(short, long, value_name = "FILE|NAME")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum StoryFormat {
    Text,
    Md,
    Html,
    Json,
    Timelinejs,
    Geojson,
    Graphml,
    Csv,
    Tsv,
    Parquet,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  parallax formats\n  parallax formats statements")]
pub(crate) struct Formats {
    /// A table: its columns, types, units and what they hold
    #[arg(value_name = "TABLE")]
    pub(crate) table: Option<String>,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  parallax read a.txt\n  parallax read https://post.example/feed.xml\n  parallax read a.txt --format conllu\n  parallax read gold.conllu --pretokenized --format conllu"
)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    /// What is printed
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ReadFormat,
    /// The input is CoNLL-U: keep its sentences and words
    #[arg(long)]
    pub(crate) pretokenized: bool,
    /// Say for every statement what decided (text format)
    #[arg(long)]
    pub(crate) explain: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum ReadFormat {
    Text,
    Json,
    Conllu,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  parallax export reports/ --to html -o story.html\n  parallax export a.txt b.txt -o story.md\n  parallax export reports/ -o story.geojson\n  parallax export reports/ --to parquet -o tables/\n  parallax export reports/ -o statements.csv"
)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) form: Form,
    /// Include the reports' whole texts, not only quotations (mind their copyright)
    #[arg(long)]
    pub(crate) full_text: bool,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  parallax open                      the stories kept\n  parallax open reports/             one story, not kept\n  parallax open a.txt b.txt --keep harbour\n  parallax open harbour\n  parallax open postgres://anna@localhost/news    what the reports kept there tell"
)]
pub(crate) struct Open {
    /// Name of a story kept, or files, folders, globs, addresses (https://…), or a database (postgres://…); nothing for the list of stories
    #[arg(value_name = "STORY|INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Keep the story in the library under this name; reports are added to a story of that name
    #[arg(long, value_name = "NAME")]
    pub(crate) keep: Option<String>,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
    /// Port of 127.0.0.1 [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Do not open the browser; only print the address
    #[arg(long)]
    pub(crate) no_browser: bool,
}

#[derive(Args, Clone)]
pub(crate) struct LibraryPlace {
    /// The library's file [default: $PARALLAX_LIBRARY, else in the user's data folder]
    #[arg(long, value_name = "FILE")]
    pub(crate) library: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Inspect {
    /// An event (e3m9), a report (its letter as `parallax compare` prints it, or its file), or a name in the reports; also
    /// r1 and n3, as JSON and the tables number reports and entities
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) input: Input,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum StateName {
    Corroborated,
    Single,
    Contradicted,
    Unclear,
}

impl From<StateName> for State {
    fn from(name: StateName) -> State {
        match name {
            StateName::Corroborated => State::Corroborated,
            StateName::Single => State::Single,
            StateName::Contradicted => State::Contradicted,
            StateName::Unclear => State::Unclear,
        }
    }
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum KindName {
    Number,
    Date,
    Time,
    Place,
    Actor,
    Recipient,
    Manner,
    Cause,
    Naming,
    Status,
    Attribution,
}

impl From<KindName> for FieldKind {
    fn from(name: KindName) -> FieldKind {
        match name {
            KindName::Number => FieldKind::Number,
            KindName::Date => FieldKind::Date,
            KindName::Time => FieldKind::Time,
            KindName::Place => FieldKind::Place,
            KindName::Actor => FieldKind::Actor,
            KindName::Recipient => FieldKind::Recipient,
            KindName::Manner => FieldKind::Manner,
            KindName::Cause => FieldKind::Cause,
            KindName::Naming => FieldKind::Naming,
            KindName::Status => FieldKind::Status,
            KindName::Attribution => FieldKind::Attribution,
        }
    }
}
