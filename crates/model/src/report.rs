//! One published text, as read, and what was noticed while reading.

use crate::{ReportId, Span};
use jiff::civil::Date;

/// One published text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// Its index in the story.
    pub id: ReportId,
    /// Path or name as the user gave it (`-` for standard input).
    pub path: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline, from metadata or the text's own first line.
    pub title: Option<String>,
    /// Address it was published at; shown, never followed.
    pub url: Option<String>,
    /// Publication date as the input says (metadata, front matter, `--published`); never concluded.
    pub published: Option<Date>,
    /// The whole decoded text of the file, unchanged: every span slices this.
    pub text: String,
    /// The part of `text` that is the report (front matter left out).
    pub body: Span,
    /// What was noticed while reading it.
    pub notices: Vec<Notice>,
}

/// Something a reader of the result should know, with a stable code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Notice {
    /// Stable code such as `P011`; every code is explained in `docs/reference/notices.md`.
    pub code: &'static str,
    /// What it is about (a path, a report).
    pub subject: String,
    /// What was noticed, in a sentence without full stop.
    pub message: String,
    /// What the user can do.
    pub help: Option<String>,
}
