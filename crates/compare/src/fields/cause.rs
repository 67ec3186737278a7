//! Why it happened: causes told as part of the clause, and other events told as its cause or occasion.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, DetailKind, EventId, FieldKind, Finding, RelationKind};
use std::collections::BTreeSet;

/// What one report gives as cause: events, or only words.
#[derive(Clone, PartialEq, Debug)]
struct Cause {
    events: BTreeSet<EventId>,
    words: BTreeSet<String>,
}

/// The finding on why an event happened.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let world = told.world;
    let mut heard: Vec<Heard<Cause>> = Vec::new();
    for telling in told.tellings {
        for detail in telling.statement.details.iter().filter(|d| d.kind == DetailKind::Cause) {
            let words = world
                .tokens(telling.report, telling.statement.sentence, detail.span)
                .filter(|t| t.upos.is_nominal() && t.upos != parallax_model::Upos::Pron)
                .map(|t| t.lemma.to_lowercase())
                .collect();
            heard.extend(told.heard_words(telling, Cause { events: BTreeSet::new(), words }, detail.span));
        }
    }
    for relation in world.relations {
        let cause = match relation.kind {
            RelationKind::Cause if relation.to == told.id => relation.from,
            RelationKind::Response if relation.from == told.id => relation.to,
            _ => continue,
        };
        let Some(report) = world.reports.iter().position(|r| r.id == relation.evidence.report()) else { continue };
        let Some(telling) = told.tellings.iter().find(|t| t.report == report) else { continue };
        let text = crate::told::one_line(world.words(report, relation.evidence.span()));
        let value = Cause { events: BTreeSet::from([cause]), words: BTreeSet::new() };
        heard.push(Heard { report, telling: telling.order, value, text, evidence: relation.evidence });
    }
    settle(told, Field { kind: FieldKind::Cause, attribute: "cause".to_string(), heard }, |a, b| {
        let shared = !a.events.is_disjoint(&b.events) || !a.words.is_disjoint(&b.words);
        if shared || a == b { Stand::Same } else { Stand::Differs(Compatibility::Vaguer, 0.3) }
    })
}
