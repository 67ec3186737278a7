//! What a statement tells, as far as it bears on where that happened.

use super::spots::Spot;
use super::tree::below;
use parallax_model::{Plover, Sentence, Statement, Status, Tense};

/// Whether a statement tells of something during what word `head` tells ("wounded in the blast").
pub(super) fn occasion(statement: &Statement, head: usize) -> bool {
    let modifier = statement.modifiers.iter().find(|m| m.head == head);
    modifier.is_some_and(|m| matches!(m.preposition.as_str(), "at" | "in" | "during"))
}

/// Whether a statement tells of force or of people hurt by it, which is mostly told where it happened.
pub(super) fn is_harm(statement: &Statement) -> bool {
    let assault = statement.code.as_ref().and_then(|code| code.plover) == Some(Plover::Assault);
    let hurt = statement.quantities.iter().any(|q| matches!(q.of.as_str(), "killed" | "injured"));
    !matches!(statement.status, Status::Planned | Status::Possible) && (assault || hurt)
}

/// Whether a statement may be at a place that its sentence names in another clause: force, and what is done to something that
/// is there ("photographed ships that lay off Busan"). What else only shares a sentence with a place is mostly not there.
pub(super) fn is_beside(statement: &Statement, sentence: &Sentence, spot: &Spot) -> bool {
    let over = statement.tense == Tense::Past || statement.nominal;
    let holds = statement.tense == Tense::Past && below(sentence, spot.head, statement.head);
    let known = statement.code.is_some() && !matches!(statement.status, Status::Planned | Status::Possible);
    over && is_harm(statement) || known && holds
}

/// Whether a statement tells something done at a place, in the past; words are said anywhere.
pub(super) fn is_deed(statement: &Statement) -> bool {
    let plover = statement.code.as_ref().and_then(|code| code.plover);
    (statement.tense == Tense::Past || statement.nominal && plover == Some(Plover::Assault))
        && !matches!(statement.status, Status::Planned | Status::Possible)
        && plover.is_some_and(|plover| !plover.is_verbal())
}
