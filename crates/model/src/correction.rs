//! What the user has decided: it overrides the program's reading, and is applied again on every run.

use jiff::civil::Date;

/// One decision of the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// Its name in the list of decisions ("c17").
    pub id: String,
    /// When it was taken, in UTC; empty where nobody keeps time.
    pub at: String,
    /// What is decided.
    pub change: Change,
    /// Why, in the user's words.
    pub note: String,
}

/// What a decision is about: an id, and words by which it is found again when the id no longer fits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Target {
    /// A statement's whole id, an event's id (it stands for the event's first statement), or a report's id.
    pub id: String,
    /// The clause of the statement; empty where the id alone must do.
    pub quote: String,
}

/// The kinds of decisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// Two names are of one entity.
    SameName(String, String),
    /// Two names are of two entities.
    DifferentName(String, String),
    /// The entity of the first name is to be called by the second.
    Rename(String, String),
    /// All these statements tell one event.
    SameEvent(Vec<Target>, Vec<Target>),
    /// None of the first statements tells the event of any of the second.
    DifferentEvent(Vec<Target>, Vec<Target>),
    /// These statements tell nothing that happened.
    NotAnEvent(Vec<Target>),
    /// A field of these statements is to be read like this.
    Set(Vec<Target>, Field, String),
    /// The report was published that day.
    SetPublished(Target, Date),
    /// Two reports rest on one origin.
    SameOrigin(Target, Target),
    /// Two reports rest on two origins.
    DifferentOrigin(Target, Target),
    /// The program's reading is right as it is.
    Accept(Vec<Target>),
    /// Only the note: nothing changes.
    Note(Vec<Target>),
}

/// The fields of a statement that can be set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Field {
    Actor,
    Recipient,
    Type,
    Date,
    Place,
    Number,
    Manner,
    Cause,
    Charge,
    Demand,
    Instrument,
    Source,
    Status,
}

impl Field {
    /// All of them, in the order in which a reader asks.
    pub const ALL: [Field; 13] = [
        Field::Actor,
        Field::Recipient,
        Field::Type,
        Field::Date,
        Field::Place,
        Field::Number,
        Field::Manner,
        Field::Cause,
        Field::Charge,
        Field::Demand,
        Field::Instrument,
        Field::Source,
        Field::Status,
    ];
    /// Its name in the formats ("actor").
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 13] = [
            "actor",
            "recipient",
            "type",
            "date",
            "place",
            "number",
            "manner",
            "cause",
            "charge",
            "demand",
            "instrument",
            "source",
            "status",
        ];
        NAMES[self as usize]
    }
    /// The field of that name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// A decision taken apart, the same for every kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Its kind ("same_event").
    pub op: &'static str,
    /// The first side: statements, a name, a report.
    pub a: Vec<Target>,
    /// The second side, where there are two.
    pub b: Vec<Target>,
    /// The field set.
    pub field: &'static str,
    /// The value, the new name, the day.
    pub value: String,
}

impl Change {
    /// Its name in the library and the formats ("same_event").
    pub fn name(&self) -> &'static str {
        self.parts().op
    }

    /// What every form of the decision is written from.
    pub fn parts(&self) -> Parts {
        let of = |op, a: Vec<Target>, b: Vec<Target>| Parts { op, a, b, ..Parts::default() };
        let name = |n: &str| vec![Target::from(n)];
        let one = |t: &Target| vec![t.clone()];
        match self {
            Change::SameName(a, b) => of("same_name", name(a), name(b)),
            Change::DifferentName(a, b) => of("different_name", name(a), name(b)),
            Change::Rename(a, new) => Parts { value: new.clone(), ..of("rename", name(a), vec![]) },
            Change::SameEvent(a, b) => of("same_event", a.clone(), b.clone()),
            Change::DifferentEvent(a, b) => of("different_event", a.clone(), b.clone()),
            Change::NotAnEvent(a) => of("not_an_event", a.clone(), vec![]),
            Change::Set(a, field, value) => {
                Parts { field: field.name(), value: value.clone(), ..of("set_field", a.clone(), vec![]) }
            }
            Change::SetPublished(a, day) => Parts { value: day.to_string(), ..of("set_published", one(a), vec![]) },
            Change::SameOrigin(a, b) => of("same_origin", one(a), one(b)),
            Change::DifferentOrigin(a, b) => of("different_origin", one(a), one(b)),
            Change::Accept(a) => of("accept", a.clone(), vec![]),
            Change::Note(a) => of("note", a.clone(), vec![]),
        }
    }
}

impl From<Change> for Correction {
    fn from(change: Change) -> Correction {
        Correction { id: String::new(), at: String::new(), change, note: String::new() }
    }
}

impl From<&str> for Target {
    fn from(id: &str) -> Target {
        Target { id: id.to_string(), quote: String::new() }
    }
}
