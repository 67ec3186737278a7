//! How it happened: the manner told, or acts of different kinds told for one happening ("died", "were beaten to death").

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, DetailKind, FieldKind, Finding};

/// The finding on how an event happened. What is compared is the sense of the predicate.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard: Vec<Heard<&str>> = Vec::new();
    for telling in told.tellings {
        let Some(code) = &telling.statement.code else { continue };
        let manner =
            telling.statement.details.iter().find(|d| matches!(d.kind, DetailKind::Manner | DetailKind::Instrument));
        let span = manner.map_or(telling.statement.trigger, |d| d.span.cover(telling.statement.trigger));
        heard.extend(told.heard_words(telling, code.sense.as_str(), span));
    }
    settle(told, Field { kind: FieldKind::Manner, attribute: "manner".to_string(), heard }, |a, b| {
        if a == b { Stand::Same } else { Stand::Differs(Compatibility::Vaguer, 0.3) }
    })
}
