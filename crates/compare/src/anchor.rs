//! Whether two statements of one event are plainly about the same thing apart from the field compared.
//!
//! Linking errs; a difference between two statements that agree in nothing else is likelier two happenings than two
//! accounts. So a difference is told only where the statements are anchored in each other by other fields.

use crate::told::{Telling, Told};
use parallax_model::{EntityId, FieldKind, Mention, MentionForm, Upos};
use std::collections::BTreeSet;

/// How firmly two tellings are anchored in each other, the field compared left out.
#[derive(Clone, Copy)]
pub(crate) struct Anchor {
    /// About 1 for each field they share.
    pub all: f32,
    /// The same without the act, and without days and places that only their surroundings give: two happenings of one
    /// kind share all these ("arrested", "said no").
    pub own: f32,
}

/// How firmly two tellings are anchored in each other, the field compared left out.
pub(crate) fn anchor(told: Told, a: &Telling, b: &Telling, except: FieldKind) -> Anchor {
    let mut sum = 0.0;
    if except != FieldKind::Actor {
        sum += role(told, a, b, &a.statement.actors, &b.statement.actors);
    }
    if except != FieldKind::Recipient {
        sum += role(told, a, b, &a.statement.recipients, &b.statement.recipients);
    }
    if except != FieldKind::Number && one_number(a, b) {
        sum += 1.0;
    }
    sum += 0.25 * shared_words(told, a, b).min(4) as f32;
    let (mut own, mut around) = (sum, 0.0);
    for (met, firm) in [
        days_meet(told, a, b).filter(|_| except != FieldKind::Date),
        one_place(told, a, b).filter(|_| except != FieldKind::Place),
    ]
    .into_iter()
    .flatten()
    {
        let weight = if met { 0.5 } else { 0.0 };
        if firm {
            own += weight;
        } else {
            around += weight;
        }
    }
    let acts = if matches!(except, FieldKind::Manner | FieldKind::Naming) { 0.0 } else { act(told, a, b) };
    Anchor { all: own + around + acts, own }
}

/// The act: one sense counts 1, near senses half; the same word a little more.
fn act(told: Told, a: &Telling, b: &Telling) -> f32 {
    let sense = match (&a.statement.code, &b.statement.code) {
        (Some(x), Some(y)) if x.sense == y.sense => 1.0,
        (Some(x), Some(y)) if told.world.lexicon.events.near(&x.sense, &y.sense) => 0.5,
        _ => 0.0,
    };
    let word = a.statement.predicate == b.statement.predicate;
    sense + if word { 0.5 } else { 0.0 }
}

/// One role: someone shared counts 1, the same common noun or bodies of one country half.
fn role(told: Told, a: &Telling, b: &Telling, of_a: &[usize], of_b: &[usize]) -> f32 {
    let entities = |t: &Telling, mentions: &[usize]| -> BTreeSet<EntityId> {
        mentions.iter().flat_map(|&m| told.world.entities(t.report, m).iter().copied()).collect()
    };
    let (x, y) = (entities(a, of_a), entities(b, of_b));
    if !x.is_disjoint(&y) {
        return 1.0;
    }
    let heads = |t: &Telling, mentions: &[usize]| -> BTreeSet<String> {
        mentions.iter().filter_map(|&m| told.world.mention(t.report, m)).map(head).filter(|h| !h.is_empty()).collect()
    };
    let country = |set: &BTreeSet<EntityId>| -> BTreeSet<String> {
        set.iter().filter_map(|&e| told.world.entity(e)?.country.clone()).collect()
    };
    let alike = !heads(a, of_a).is_disjoint(&heads(b, of_b)) || !country(&x).is_disjoint(&country(&y));
    if alike { 0.5 } else { 0.0 }
}

/// Whether each names those who do it, and names none in common.
pub(crate) fn strangers(told: Told, a: &Telling, b: &Telling) -> bool {
    let named = |t: &Telling| -> BTreeSet<EntityId> {
        let entities = t.statement.actors.iter().flat_map(|&m| told.world.entities(t.report, m)).copied();
        let is_named = |e: &EntityId| {
            let mentions = told.world.entity(*e).map_or(&[][..], |e| &e.mentions);
            mentions.iter().any(|m| told.world.at(m).is_some_and(|m| m.form == MentionForm::Name))
        };
        entities.filter(is_named).collect()
    };
    let (x, y) = (named(a), named(b));
    !x.is_empty() && !y.is_empty() && role(told, a, b, &a.statement.actors, &b.statement.actors) == 0.0
}

/// The head word of a mention in a form that compares.
pub(crate) fn head(mention: &Mention) -> String {
    mention.lemma.to_lowercase()
}

/// Signs that the statement's own words give its day or place.
const OWN: [&str; 5] = ["clause", "governor", "setting", "sentence", "correction"];

/// Whether the days overlap, and whether both are given by the statements' own words.
fn days_meet(told: Told, a: &Telling, b: &Telling) -> Option<(bool, bool)> {
    let when = |t: &Telling| told.world.cast.when.get(t.report)?.get(t.index)?.as_ref().map(|d| (d.when, d.how));
    let ((x, p), (y, q)) = when(a).zip(when(b))?;
    Some((x.start <= y.end && y.start <= x.end, OWN.contains(&p) && OWN.contains(&q)))
}

/// Whether the places are one, and whether both are given by the statements' own words.
fn one_place(told: Told, a: &Telling, b: &Telling) -> Option<(bool, bool)> {
    let place = |t: &Telling| told.world.cast.place.get(t.report)?.get(t.index)?.as_ref().map(|p| (p.entity, p.how));
    let ((x, p), (y, q)) = place(a).zip(place(b))?;
    Some((x == y, OWN.contains(&p) && OWN.contains(&q)))
}

fn one_number(a: &Telling, b: &Telling) -> bool {
    let (x, y) = (&a.statement.quantities, &b.statement.quantities);
    x.iter().any(|p| y.iter().any(|q| p.of == q.of && p.low == q.low && p.high == q.high))
}

/// Content words of both clauses, their triggers left out.
fn shared_words(told: Told, a: &Telling, b: &Telling) -> usize {
    let words = |t: &Telling| -> BTreeSet<String> {
        told.world
            .tokens(t.report, t.statement.sentence, t.statement.clause)
            .filter(|w| {
                matches!(w.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb)
                    && !t.statement.trigger.overlaps(w.span)
            })
            .map(|w| w.lemma.to_lowercase())
            .collect()
    };
    words(a).intersection(&words(b)).count()
}
