//! How it happened: the manner told, or acts of different kinds told for one happening ("died", "were beaten to death").

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, DetailKind, FieldKind, Finding};
use std::collections::BTreeSet;

/// How one report tells it: the senses of its predicates.
type Senses = BTreeSet<String>;

/// The finding on how an event happened.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let senses = |report: usize| -> Senses {
        told.tellings.iter().filter(|t| t.report == report).filter_map(|t| t.statement.code.as_ref()).map(|c| c.sense.clone()).collect()
    };
    let mut heard: Vec<Heard<Senses>> = Vec::new();
    for telling in told.tellings.iter().filter(|t| t.statement.code.is_some()) {
        let manner = telling.statement.details.iter().find(|d| matches!(d.kind, DetailKind::Manner | DetailKind::Instrument));
        let span = manner.map_or(telling.statement.trigger, |d| d.span.cover(telling.statement.trigger));
        heard.extend(told.heard_words(telling, senses(telling.report), span));
    }
    settle(told, Field { kind: FieldKind::Manner, attribute: "manner".to_string(), heard }, |a, b| {
        if a.is_disjoint(b) { Stand::Differs(Compatibility::Vaguer, 0.3) } else { Stand::Same }
    })
}
