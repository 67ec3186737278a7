//! The command line: every flag in one place.

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use parallax::model::{FieldKind, State};
use std::path::PathBuf;

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
    Show(Inspect),
    /// Why an event, entity or date is as it is: rules, scores, reasons
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
    Doctor,
}

#[derive(Args)]
pub(crate) struct Input {
    /// Files, folders (.txt .text .md .html, with reports.json as metadata), globs, addresses of pages and feeds
    /// (https://…), - for standard input, or a story kept
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// Publication date of reports that carry none (2025-07-01)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    /// A folder with your own types, verbs, actors and agents (docs/reference/ontology.md)
    #[arg(long, value_name = "DIR")]
    pub(crate) ontology: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
}

/// What is fetched where an input is an address.
#[derive(Args, Clone, Copy)]
pub(crate) struct Fetching {
    /// Fetch addresses of this machine and of networks that are not public too
    #[arg(long)]
    pub(crate) allow_private: bool,
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
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Date>,
    /// Only events on or before this day; undated ones are left out
    #[arg(long, value_name = "DATE")]
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
    pub(crate) fetching: Fetching,
    /// Publication date of reports that carry none (2025-07-01)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
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
#[command(
    after_help = "Events, statements, reports and entities are named as `parallax show` names them: e3m9, A or r1 or a.txt, \"Anna Berg\".\n\nExamples:\n  parallax correct harbour                                 the list\n  parallax correct harbour same e3m9 e7k2\n  parallax correct harbour merge \"Harbor Authority\" \"Harbour Authority\" --note \"two spellings\"\n  parallax correct harbour set e3m9 number \"arrested: at least 9\"\n  parallax correct harbour published B 2025-03-05\n  parallax correct harbour undo\n  parallax correct harbour export > decisions.jsonl"
)]
pub(crate) struct Correct {
    /// Name of a story kept
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// What is decided; nothing for the list
    #[command(subcommand)]
    pub(crate) decision: Option<Decide>,
    /// Why, kept with the decision
    #[arg(long, global = true, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
}

#[derive(Subcommand)]
pub(crate) enum Decide {
    /// All decisions, those undone too
    List,
    /// Two names are of one person, organisation or place
    #[command(visible_alias = "same-name")]
    Merge { a: String, b: String },
    /// Two names are of two
    #[command(visible_alias = "different-name")]
    Split { a: String, b: String },
    /// What a person, organisation or place is to be called
    Rename { name: String, new: String },
    /// Two events or more are one
    #[command(visible_alias = "same-event")]
    Same {
        #[arg(required = true, num_args = 2..)]
        events: Vec<String>,
    },
    /// Two events, or statements, are two
    #[command(visible_alias = "different-event")]
    Different { a: String, b: String },
    /// An event, or one statement of it, tells nothing that happened
    NotAnEvent { id: String },
    /// A field of an event's statements (actor, recipient, type, date, place, number, manner, cause, …); "" for none
    Set { id: String, field: String, value: String },
    /// The day a report was published
    Published { report: String, day: String },
    /// Two reports rest on one origin
    SameOrigin { a: String, b: String },
    /// Two reports rest on two origins
    DifferentOrigin { a: String, b: String },
    /// An event, or one statement of it, is right as it was read
    Accept { id: String },
    /// A note on an event, a report or a name
    Note { id: String, text: String },
    /// Undo the last decision that holds, or that of the number
    Undo { number: Option<String> },
    /// Take over a list of decisions: JSON Lines as `export` writes it, or a story as JSON
    Apply { file: PathBuf },
    /// Write the list of decisions as JSON Lines
    Export {
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// What is most worth deciding, the most doubtful and weightiest first
    Review {
        /// Most lines
        #[arg(default_value_t = 20)]
        most: usize,
    },
}

#[derive(Args)]
#[command(
    after_help = "Inputs: .txt .html .jsonl .json .csv .tsv .warc .eml, feeds (.xml .rss .atom), each also as .gz or .zst; folders and globs of them; addresses (https://…) of any of these.\nLines {\"id\", \"text\", \"date\"} give one line each, in order; with -o FOLDER the tables of a corpus are written, one partition a day of publication.\n\nExamples:\n  parallax code texts.jsonl > events.jsonl\n  parallax code texts.jsonl --ontology mine/\n  zcat texts.jsonl.gz | parallax code -\n  parallax code news/ -o events/ --to parquet --profile polecat\n  parallax code news/ -o events/ --to parquet --profile polecat --resume\n  parallax code https://post.example/feed.xml -o events/\n  parallax code news.csv -o events/ --map text=fulltext --map published=day\n  parallax code news/ -o postgres://anna@localhost/news"
)]
pub(crate) struct Code {
    /// Files, folders, globs, addresses (https://…), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// The format written [default: parquet into a folder, else jsonl]
    #[arg(long, value_enum)]
    pub(crate) to: Option<CodeFormat>,
    /// The folder (tables) or file (jsonl) to write, or a PostgreSQL database (postgres://USER@HOST/DATABASE,
    /// docs/reference/postgres.md)
    #[arg(short, long, value_name = "PATH|ADDRESS")]
    pub(crate) output: Option<PathBuf>,
    /// Name of the run in the database; a run of that name is replaced [default: made of inputs and options]
    #[arg(long, value_name = "NAME")]
    pub(crate) run: Option<String>,
    /// Where unfinished work lies while a database is written [default: in the user's cache folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
    /// Also write the tables of another format: polecat, gdelt (with mentions), icews, phoenix
    #[arg(long, value_enum, value_delimiter = ',', value_name = "NAME")]
    pub(crate) profile: Vec<ProfileName>,
    /// A folder with your own types, verbs, actors and agents, or with PETRARCH's dictionaries (docs/reference/ontology.md)
    #[arg(long, value_name = "DIR")]
    pub(crate) ontology: Option<PathBuf>,
    /// Go on with a run that was stopped
    #[arg(long)]
    pub(crate) resume: bool,
    /// Where JSON and CSV files hold a field: text, title, published, url or outlet
    #[arg(long, value_name = "FIELD=KEY", value_parser = field_and_key)]
    pub(crate) map: Vec<(String, String)>,
    /// Publication date of reports that carry none (2025-07-01)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum CodeFormat {
    Jsonl,
    Parquet,
    Csv,
    Tsv,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum ProfileName {
    Polecat,
    Gdelt,
    Icews,
    Phoenix,
}

fn field_and_key(text: &str) -> Result<(String, String), String> {
    let (field, key) = text.split_once('=').ok_or("write FIELD=KEY, such as text=maintext")?;
    let fields = ["text", "title", "published", "url", "outlet"];
    if !fields.contains(&field) {
        return Err(format!("the fields are {}", fields.join(", ")));
    }
    Ok((field.to_string(), key.to_string()))
}

#[derive(Args)]
#[command(
    after_help = "GOLD is a .csv, .tsv or .jsonl with one event of one report a row (columns: docs/reference/check.md), or a story's gold.json or folder.\nOUTPUT is a story's .json, statements.parquet, .csv or .tsv, the folder of such tables, or the lines of `parallax code`; anything else is read as reports and compared first. A folder of gold needs none: its own reports are read.\n\nExamples:\n  parallax check coded.csv reports/\n  parallax check coded.csv story.json --misses 50\n  parallax check coded.tsv events/ --format json -o score.json\n  parallax check coded.jsonl events.jsonl\n  parallax check stories/harbour"
)]
pub(crate) struct Check {
    /// The hand-coded events
    #[arg(value_name = "GOLD")]
    pub(crate) gold: PathBuf,
    /// What is held against them: an output, or reports that are compared first
    #[arg(value_name = "OUTPUT")]
    pub(crate) outputs: Vec<String>,
    #[command(flatten)]
    pub(crate) fetching: Fetching,
    /// How many of the misses are listed
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) misses: usize,
    /// What is printed
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: CheckFormat,
    /// The folder of the reports, to find the coded quotes in [default: that of GOLD]
    #[arg(long, value_name = "DIR")]
    pub(crate) texts: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Publication date of reports that carry none (2025-07-01)
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<Date>,
    /// A folder with your own types, verbs, actors and agents (docs/reference/ontology.md)
    #[arg(long, value_name = "DIR")]
    pub(crate) ontology: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
}

#[derive(Args)]
#[command(
    after_help = "Ids are those that `parallax compare` prints: events (e3m9), entities (n3), reports (r1).\n\nExamples:\n  parallax show e3m9 a.txt b.txt\n  parallax explain r1 reports/"
)]
pub(crate) struct Inspect {
    /// An event (e3m9), an entity (n3) or a report (r1)
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
