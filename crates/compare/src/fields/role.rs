//! Who did it, and to whom.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, EntityId, EntityKind, FieldKind, Finding, MentionForm, Statement};
use std::collections::BTreeSet;

/// The finding on who did it.
pub(crate) fn actor(told: Told) -> Option<Finding> {
    finding(told, FieldKind::Actor, "actor", |s| &s.actors)
}

/// The finding on whom it was done to.
pub(crate) fn recipient(told: Told) -> Option<Finding> {
    finding(told, FieldKind::Recipient, "recipient", |s| &s.recipients)
}

/// Everyone a report puts into the role of the event.
type Cast = BTreeSet<EntityId>;

fn finding(told: Told, kind: FieldKind, attribute: &str, role: impl Fn(&Statement) -> &[usize]) -> Option<Finding> {
    let world = told.world;
    let mut heard: Vec<Heard<Cast>> = Vec::new();
    for telling in told.tellings {
        // Everyone the report names in this role anywhere: a report that says "police" once and "the FSB" once says both.
        let everyone: Cast = told
            .tellings
            .iter()
            .filter(|t| t.report == telling.report)
            .flat_map(|t| role(t.statement).iter().flat_map(move |&m| world.entities(t.report, m)))
            .copied()
            .collect();
        for &m in role(telling.statement) {
            let Some(mention) = world.mention(telling.report, m).filter(|m| m.form != MentionForm::Pronoun) else { continue };
            if !world.entities(telling.report, m).is_empty() {
                heard.extend(told.heard_words(telling, everyone.clone(), mention.span));
            }
        }
    }
    settle(told, Field { kind, attribute: attribute.to_string(), heard }, |a, b| stand(told, a, b))
}

fn stand(told: Told, a: &Cast, b: &Cast) -> Stand {
    if !a.is_disjoint(b) {
        return Stand::Same;
    }
    let pairs = || a.iter().flat_map(|&x| b.iter().map(move |&y| (x, y)));
    let (mut named_apart, mut alike) = (true, false);
    for (x, y) in pairs() {
        let (Some(x), Some(y)) = (told.world.entity(x), told.world.entity(y)) else { continue };
        let individual = |k: EntityKind| matches!(k, EntityKind::Person | EntityKind::Organisation | EntityKind::Place);
        named_apart &= individual(x.kind) && individual(y.kind);
        alike |= x.country.is_some() && x.country == y.country;
    }
    match (named_apart, alike) {
        (true, false) => Stand::Differs(Compatibility::No, 0.8),
        (true, true) => Stand::Differs(Compatibility::Unknown, 0.4),
        (false, _) => Stand::Differs(Compatibility::Vaguer, 0.2),
    }
}
