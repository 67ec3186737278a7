//! The whole: reports, what they state, who is who, what happened, and where they differ.

use crate::{Account, Cast, Correction, Document, Event, Finding, Notice, Relation, Report, State};

/// Everything rebuilt from a handful of reports.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Story {
    /// What the story is called.
    pub title: String,
    /// The reports, in the order of their ids.
    pub reports: Vec<Report>,
    /// `[report]` → its grammar.
    pub documents: Vec<Document>,
    /// `[report]` → what it states.
    pub accounts: Vec<Account>,
    /// Who, where and when.
    pub cast: Cast,
    /// What happened, in order of time, undated last.
    pub events: Vec<Event>,
    /// How events relate.
    pub relations: Vec<Relation>,
    /// Field by field: what is told by several, by one, differently.
    pub findings: Vec<Finding>,
    /// `[event]` → its state over all fields.
    pub states: Vec<State>,
    /// `[report]` → its origin (0-based): reports that copy one another share one.
    pub origins: Vec<usize>,
    /// What a reader should know, report by report.
    pub notices: Vec<Notice>,
    /// The user's decisions that hold, oldest first; already applied to all of the above.
    pub corrections: Vec<Correction>,
}
