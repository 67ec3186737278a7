//! Happenings linked across accounts, and how they relate.

use crate::{Code, EntityId, EventId, Evidence, Placed, StatementRef, When};

/// One happening, with every statement that tells it.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// A short id that stays the same while its statements do ("e3m9").
    pub id: String,
    /// A short sentence built from its fields.
    pub label: String,
    /// How it is coded (the surest of its statements' codes).
    pub code: Option<Code>,
    /// When.
    pub when: Option<When>,
    /// Where.
    pub place: Option<Placed>,
    /// Who did it.
    pub actors: Vec<EntityId>,
    /// To whom.
    pub recipients: Vec<EntityId>,
    /// The statements that tell it, by report and text order.
    pub statements: Vec<StatementRef>,
    /// Why statements were taken together, or kept apart.
    pub reasons: Vec<LinkReason>,
}

/// A reason for or against two statements being of one event.
#[derive(Clone, PartialEq, Debug)]
pub struct LinkReason {
    /// The one statement.
    pub a: StatementRef,
    /// The other.
    pub b: StatementRef,
    /// Score of the pair; above the threshold speaks for one event.
    pub score: f32,
    /// The features and their weights, readable ("same sense arrest +1.2", "dates two days apart −0.8").
    pub because: Vec<String>,
}

/// How one event relates to another, as the texts tell it. Reads from left to right.
#[derive(Clone, PartialEq, Debug)]
pub struct Relation {
    /// The event it starts from.
    pub from: EventId,
    /// The other event.
    pub to: EventId,
    /// Which relation.
    pub kind: RelationKind,
    /// The words that tell it.
    pub evidence: Evidence,
}

/// Kinds of relations between events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RelationKind {
    /// *from* brings about *to*.
    Cause,
    /// *from* answers *to*.
    Response,
    /// *from* is part of *to*.
    PartOf,
    /// *from* precedes *to*.
    Before,
}

impl RelationKind {
    /// Its name in the formats ("part_of").
    pub fn name(self) -> &'static str {
        ["cause", "response", "part_of", "before"][self as usize]
    }
}
