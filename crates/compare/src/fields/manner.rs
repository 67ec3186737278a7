//! How it happened: acts of different kinds told for one happening ("died", "were beaten to death"), or one kind of act in
//! different ways ("punched", "slapped").

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_lexicon::cues::Way;
use parallax_model::{Compatibility, DetailKind, FieldKind, Finding};

/// The act as one statement tells it.
struct Act<'a> {
    /// Family of meaning of the predicate.
    sense: &'a str,
    /// In which way, where the predicate says so.
    way: Option<&'a Way>,
}

/// The finding on how an event happened.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard: Vec<Heard<Act>> = Vec::new();
    for telling in told.tellings {
        let Some(code) = &telling.statement.code else { continue };
        let manner =
            telling.statement.details.iter().find(|d| matches!(d.kind, DetailKind::Manner | DetailKind::Instrument));
        let span = manner.map_or(telling.statement.trigger, |d| d.span.cover(telling.statement.trigger));
        let way = told.world.lexicon.cues.way(&telling.statement.predicate.to_lowercase());
        heard.extend(told.heard_words(telling, Act { sense: &code.sense, way }, span));
    }
    settle(told, Field { kind: FieldKind::Manner, attribute: "manner".to_string(), heard }, stand)
}

fn stand(a: &Act, b: &Act) -> Stand {
    match (a.way, b.way) {
        (Some(x), Some(y)) if x == y => Stand::Same,
        (Some(x), Some(y)) if x.set == y.set => Stand::Differs(Compatibility::Unknown, 0.4),
        _ if a.sense == b.sense => Stand::Same,
        _ => Stand::Differs(Compatibility::Vaguer, 0.3),
    }
}
