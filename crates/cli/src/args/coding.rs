//! Flags of `code` and `check`.

use super::{LibraryPlace, Reading};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
#[command(
    after_help = "Inputs: .txt .html .jsonl .json .csv .tsv .warc .eml, feeds (.xml .rss .atom), each also as .gz or .zst; folders and globs of them; addresses (https://…) of any of these.\nLines {\"id\", \"text\", \"date\"} give one line each, in order; with -o FOLDER the tables of a corpus are written, one partition a day of publication.\n\nExamples:\n  parallax code texts.jsonl > events.jsonl\n  parallax code texts.jsonl --ontology mine/\n  zcat texts.jsonl.gz | parallax code -\n  parallax code news/ -o events/ --to parquet --profile polecat\n  parallax code news/ -o events/ --to parquet --profile polecat --resume\n  parallax code https://post.example/feed.xml -o events/\n  parallax code news.csv -o events/ --map text=fulltext --map published=day\n  parallax code news/ -o postgres://anna@localhost/news"
)]
pub(crate) struct Code {
    /// Files, folders, globs, addresses (https://…), or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
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
    pub(crate) reading: Reading,
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
