//! According to whom: the sources given for the same happening.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{EntityId, FieldKind, Finding};
use std::collections::BTreeSet;

/// The finding on the sources of an event. Two sources for one thing are support, not a difference: it is never contradicted.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let world = told.world;
    let mut heard: Vec<Heard<BTreeSet<EntityId>>> = Vec::new();
    for telling in told.tellings {
        let Some(account) = world.accounts.get(telling.report) else { continue };
        let Some(attribution) = telling.statement.said_by.and_then(|i| account.attributions.get(i)) else { continue };
        let (Some(source), Some(span)) = (attribution.source, attribution.source_span) else { continue };
        let who = world.entities(telling.report, source).iter().copied().collect();
        heard.extend(told.heard_words(telling, who, span));
    }
    settle(told, Field { kind: FieldKind::Attribution, attribute: "attribution".to_string(), heard }, |a, b| {
        if a.is_disjoint(b) { Stand::Beside } else { Stand::Same }
    })
}
