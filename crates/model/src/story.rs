//! The whole: reports, what they state, who is who, what happened, and where they differ.

use crate::{Account, Cast, Correction, Document, Event, Finding, Notice, Relation, Report, Span, State};

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
    /// `[report]` → what it has in common with the report it is closest to, where it shares an origin with an earlier one.
    pub copies: Vec<Option<Shared>>,
    /// What a reader should know, report by report.
    pub notices: Vec<Notice>,
    /// The user's decisions that hold, oldest first; already applied to all of the above.
    pub corrections: Vec<Correction>,
}

/// How one report stands to another of the same origin, sentence by sentence.
#[derive(Clone, PartialEq, Debug)]
pub struct Shared {
    /// Index of the other report.
    pub with: usize,
    /// Share of its words, 0 to 1, in sentences that stand in the other word for word or nearly so.
    pub share: f32,
    /// Its sentences that the other lacks.
    pub added: Vec<Span>,
    /// The other's sentences that it lacks.
    pub left_out: Vec<Span>,
    /// Figures that stand otherwise in the other, in sentences that both have; in text order.
    pub changed: Vec<Changed>,
}

/// A figure that two reports of one origin give differently in what is otherwise one sentence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Changed {
    /// In the report itself.
    pub here: Figure,
    /// In the other one.
    pub there: Figure,
}

/// A figure and the sentence around it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Figure {
    /// Its words ("at least 12").
    pub words: Span,
    /// Its sentence.
    pub sentence: Span,
}
