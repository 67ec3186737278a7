//! Holds an output against what people coded by hand: precision, recall and F1 of every field, and what was missed.
//!
//! Hand-coded files ([`gold`]) and outputs ([`told`]) become the same rows, one event as one report tells it ([`Row`]).
//! Rows of one report are paired by where they stand ([`pair`]), and of each pair every field that was coded is compared
//! ([`score`]).
//!
//! ```
//! use parallax_check::{gold, score, told};
//! # let dir = tempfile::tempdir().unwrap();
//! let file = dir.path().join("gold.csv");
//! std::fs::write(&file, "report,start,end,type,actor\na.txt,0,40,COERCE,Harbour Police|the police\n").unwrap();
//! let lines = dir.path().join("events.jsonl");
//! std::fs::write(&lines, r#"{"id": "a.txt", "events": [{"type": "COERCE", "start": 0, "end": 40}]}"#).unwrap();
//! let gold = gold::read(&file, &Default::default()).unwrap();
//! let told = told::read(&lines).unwrap().unwrap();
//! let score = score(&gold, &told);
//! assert_eq!(score.of("type").unwrap().right, 1);
//! assert_eq!(score.of("actor").unwrap().recall(), Some(0.0));
//! ```
#![warn(missing_docs)]

mod cells;
pub mod gold;
mod pair;
mod same;
mod score;
pub mod told;

pub use score::{Count, Miss, Score, score};

use std::collections::BTreeMap;

/// Texts of reports by their names, to find quotes in.
pub type Texts = BTreeMap<String, String>;

/// What is coded of an event, besides where it is told.
pub const FIELDS: [&str; 10] =
    ["type", "mode", "cameo", "status", "date", "place", "actor", "recipient", "number", "source"];

/// One event as one report tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The report: its file, or its id.
    pub report: String,
    /// Where it is told, in code points: every place where the coder's words stand.
    pub spans: Vec<(usize, usize)>,
    /// The words that tell it; empty where only the place is known.
    pub quote: String,
    /// What it is called; rows of one name tell of one event.
    pub event: Option<String>,
    /// Field → its values. A field that is not there was not coded; one without values was coded as none.
    pub fields: BTreeMap<&'static str, Vec<Value>>,
    /// Where the row itself stands: `gold.csv:4`.
    pub from: String,
}

/// One value, by all names it goes by.
pub type Value = Vec<String>;

/// Rows of one side.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The rows in their order.
    pub rows: Vec<Row>,
    /// What a reader must know of the file, such as columns that were not read.
    pub notes: Vec<String>,
}

/// Whether two names are of one report: the same, or the same file in different folders.
pub(crate) fn same_report(a: &str, b: &str) -> bool {
    let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or("").to_string();
    a == b || file(a) == file(b)
}
