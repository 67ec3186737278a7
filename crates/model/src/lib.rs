//! The nouns every stage of Parallax speaks: plain data, no algorithms, no I/O.
//!
//! Read the modules in the order of the pipeline and you have understood Parallax:
//! [`report`] → [`document`] → [`account`] → [`cast`] → [`event`] → [`finding`] → [`story`].
//!
//! No type here is serialised: wire forms live where they are written (`tell`), so that a change of a type is never
//! silently a change of a format.
#![warn(missing_docs)]

pub mod account;
pub mod cast;
pub mod code;
pub mod correction;
pub mod document;
pub mod event;
pub mod finding;
pub mod report;
pub mod span;
pub mod story;
pub mod when;

pub use account::{
    Account, Attribution, Detail, DetailKind, Gender, Mention, MentionForm, Modifier, Number, Quantity, StatedRelation,
    Statement, Status, Tense,
};
pub use cast::{Cast, Dated, Entity, EntityKind, Location, Merge, PlacePrecision, Placed, Publication, TimeMention};
pub use code::{Code, Plover, Quad, Sector};
pub use correction::{Change, Correction, Field, Target};
pub use document::{Document, Name, NameKind, Quote, Sentence, Token, Upos};
pub use event::{Event, LinkReason, Relation, RelationKind};
pub use finding::{Compatibility, FieldKind, Finding, State, Value};
pub use report::{Notice, Report};
pub use span::{Evidence, Span};
pub use story::{Changed, Figure, Shared, Story};
pub use when::{Precision, When};

/// Index of a report in its story (0-based; written `r1`, `r2` … outside).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ReportId(pub usize);

/// A mention, by report and by its index in [`Account::mentions`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MentionRef {
    /// The report.
    pub report: ReportId,
    /// Index in the report's [`Account::mentions`].
    pub index: usize,
}

/// A statement, by report and by its index in [`Account::statements`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StatementRef {
    /// The report.
    pub report: ReportId,
    /// Index in the report's [`Account::statements`].
    pub index: usize,
}

/// Index of an entity in [`Cast::entities`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(pub usize);

/// Index of an event in [`Story::events`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventId(pub usize);
