//! What a comparison of the accounts of one event found, field by field.

use crate::{EventId, Evidence};

/// One field of one event over all its accounts.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// A short id ("d1").
    pub id: String,
    /// The event.
    pub event: EventId,
    /// Which kind of field.
    pub kind: FieldKind,
    /// The attribute, finer than the kind ("killed", "arrested", "amount").
    pub attribute: String,
    /// What was found.
    pub state: State,
    /// For contradicted fields: whether and why the values may fit together.
    pub compatible: Compatibility,
    /// The values, each with its evidence.
    pub values: Vec<Value>,
    /// How much it matters, greater first: size of the difference, origins, how central the event is.
    pub weight: f32,
}

/// One value of a field and who gives it.
#[derive(Clone, PartialEq, Debug)]
pub struct Value {
    /// The value in a comparable form ("7", "2025-06-30") or in the report's words.
    pub text: String,
    /// Where it stands; never empty.
    pub evidence: Vec<Evidence>,
}

/// The fields that can differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum FieldKind {
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

impl FieldKind {
    /// Its name in the formats ("number").
    pub fn name(self) -> &'static str {
        ["number", "date", "time", "place", "actor", "recipient", "manner", "cause", "naming", "status", "attribution"]
            [self as usize]
    }
}

/// What the accounts of an event, or of one of its fields, come to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Told by several origins alike.
    Corroborated,
    /// Told by one origin.
    Single,
    /// Told differently.
    Contradicted,
    /// Cannot be weighed.
    Unclear,
}

impl State {
    /// Its name in the formats ("corroborated").
    pub fn name(self) -> &'static str {
        ["corroborated", "single", "contradicted", "unclear"][self as usize]
    }
}

/// Whether differing values can both hold as written, and why.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Compatibility {
    /// They cannot.
    No,
    /// One may be part of the other.
    PartWhole,
    /// They agree when rounded.
    Rounding,
    /// One is a range or bound that holds the other.
    Range,
    /// One is vaguer, or worded differently.
    Vaguer,
    /// A later report brings an earlier one up to date.
    Update,
    /// Not known.
    Unknown,
}

impl Compatibility {
    /// Its name in the formats ("part_whole").
    pub fn name(self) -> &'static str {
        // The contract has no word for "vaguer": what is vaguer holds what is sharper, as a range does.
        ["no", "part_whole", "rounding", "range", "range", "update", "unknown"][self as usize]
    }
}
