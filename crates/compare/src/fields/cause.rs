//! Why it happened: causes told as part of the clause, and other events told as its cause or occasion.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, DetailKind, EventId, FieldKind, Finding, Quad, RelationKind};
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
    let mut seen = BTreeSet::new();
    for relation in world.relations {
        let cause = match relation.kind {
            RelationKind::Cause if relation.to == told.id => relation.from,
            RelationKind::Response if relation.from == told.id => relation.to,
            _ => continue,
        };
        let Some(report) = world.reports.iter().position(|r| r.id == relation.evidence.report()) else { continue };
        let Some(telling) = told.tellings.iter().find(|t| t.report == report) else { continue };
        // What words are about ("investigated the theft") is their matter, not their cause.
        let quad = telling.statement.code.as_ref().and_then(|c| c.quad());
        let matter = relation.kind == RelationKind::Response
            && matches!(quad, Some(Quad::VerbalCooperation | Quad::VerbalConflict));
        if matter || !seen.insert((report, cause)) {
            continue;
        }
        let value = Cause { events: BTreeSet::from([cause]), words: BTreeSet::new() };
        // The cause in the words that tell it there; the words of the relation hold both.
        let told_there = world.events.get(cause.0).into_iter().flat_map(|e| &e.statements).filter_map(|&at| {
            world.telling(at).filter(|t| t.report == report && relation.evidence.span().contains(t.statement.trigger))
        });
        let span = told_there.map(|t| t.statement.clause).next().unwrap_or(relation.evidence.span());
        heard.extend(told.heard_words(telling, value, span));
    }
    settle(told, Field { kind: FieldKind::Cause, attribute: "cause".to_string(), heard }, |a, b| {
        let shared = !a.events.is_disjoint(&b.events) || !a.words.is_disjoint(&b.words);
        if shared || a == b { Stand::Same } else { Stand::Differs(Compatibility::Vaguer, 0.3) }
    })
}
