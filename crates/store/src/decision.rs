//! What the user has decided, a line each.

use parallax_model::Correction;

/// One line of the list of decisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Grows with time.
    pub id: i64,
    /// When, in UTC.
    pub at: String,
    /// What was decided.
    pub op: Op,
    /// The first name or event id; for [`Op::Undo`] the id of the decision undone.
    pub a: String,
    /// The second; empty where there is none.
    pub b: String,
}

/// What can be decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names say it; see Correction")]
pub enum Op {
    SameName,
    DifferentName,
    SameEvent,
    DifferentEvent,
    Undo,
}

impl Op {
    /// All of them.
    pub const ALL: [Op; 5] = [Op::SameName, Op::DifferentName, Op::SameEvent, Op::DifferentEvent, Op::Undo];
    /// Its name in the library and the formats.
    pub fn name(self) -> &'static str {
        ["same_name", "different_name", "same_event", "different_event", "undo"][self as usize]
    }
    /// The operation of that name.
    pub fn named(name: &str) -> Option<Op> {
        Op::ALL.into_iter().find(|op| op.name() == name)
    }
}

impl Decision {
    /// As the stages take it; `None` for an undoing.
    pub fn correction(&self) -> Option<Correction> {
        let (a, b) = (self.a.clone(), self.b.clone());
        Some(match self.op {
            Op::SameName => Correction::SameName(a, b),
            Op::DifferentName => Correction::DifferentName(a, b),
            Op::SameEvent => Correction::SameEvent(a, b),
            Op::DifferentEvent => Correction::DifferentEvent(a, b),
            Op::Undo => return None,
        })
    }
}

/// The decisions that were not undone, oldest first.
pub(crate) fn holding(all: &[Decision]) -> Vec<&Decision> {
    let undone = |d: &Decision| all.iter().any(|u| u.op == Op::Undo && u.a == d.id.to_string());
    all.iter().filter(|d| d.op != Op::Undo && !undone(d)).collect()
}
