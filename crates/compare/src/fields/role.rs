//! Who did it, and to whom.

use crate::anchor;
use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use crate::words;
use parallax_model::{
    Compatibility, Entity, EntityId, EntityKind, FieldKind, Finding, MentionForm, MentionRef, Statement, Upos,
};
use std::collections::{BTreeMap, BTreeSet};

/// The finding on who did it.
pub(crate) fn actor(told: Told) -> Option<Finding> {
    finding(told, FieldKind::Actor, "actor", |s| &s.actors)
}

/// The finding on whom it was done to.
pub(crate) fn recipient(told: Told) -> Option<Finding> {
    finding(told, FieldKind::Recipient, "recipient", |s| &s.recipients)
}

/// Who stands in the role in one statement.
struct Who {
    /// Everyone its report puts into the role of the event: a report that says "police" once and "the FSB" once says both.
    everyone: BTreeSet<EntityId>,
    /// The entity meant here, and whether by name.
    entity: EntityId,
    by_name: bool,
    /// Content words of the phrase, the head among them.
    words: BTreeSet<String>,
    head: String,
}

fn finding(told: Told, kind: FieldKind, attribute: &str, role: impl Fn(&Statement) -> &[usize]) -> Option<Finding> {
    let world = told.world;
    let mut heard: Vec<Heard<Who>> = Vec::new();
    let mut of_report: BTreeMap<usize, BTreeSet<EntityId>> = BTreeMap::new();
    for telling in told.tellings {
        let all = role(telling.statement).iter().flat_map(|&m| world.entities(telling.report, m)).copied();
        of_report.entry(telling.report).or_default().extend(all);
    }
    for telling in told.tellings {
        let everyone = of_report.get(&telling.report).cloned().unwrap_or_default();
        for &m in role(telling.statement) {
            let Some(mention) = world.mention(telling.report, m).filter(|m| m.form != MentionForm::Pronoun) else {
                continue;
            };
            let Some(&entity) = world.entities(telling.report, m).first() else { continue };
            // How many they are is told by the numbers.
            let content = [Upos::Noun, Upos::Propn, Upos::Adj];
            let tokens =
                world.tokens(telling.report, mention.sentence, mention.span).filter(|t| content.contains(&t.upos));
            let words = tokens.map(|t| t.lemma.to_lowercase()).collect();
            // "No group has claimed the attack" names nobody.
            let mut all = world.tokens(telling.report, mention.sentence, mention.span);
            if all.next().is_some_and(|first| matches!(first.lemma.to_lowercase().as_str(), "no" | "none" | "nobody")) {
                continue;
            }
            let by_name = mention.form == MentionForm::Name;
            let who = Who { everyone: everyone.clone(), entity, by_name, words, head: anchor::head(mention) };
            heard.extend(told.heard_words(telling, who, mention.span));
        }
    }
    settle(told, Field { kind, attribute: attribute.to_string(), heard }, |a, b| stand(told, a, b))
}

fn stand(told: Told, a: &Who, b: &Who) -> Stand {
    // The same one, or the same words with more or fewer of them.
    if !a.everyone.is_disjoint(&b.everyone) || a.words.is_subset(&b.words) || b.words.is_subset(&a.words) {
        return Stand::Same;
    }
    // "The company" and "a security firm" say nothing against each other, nor does "no group".
    let bare = |who: &Who| who.words.len() < 2 && words::is("generic", &who.head);
    if bare(a) || bare(b) {
        return Stand::Beside;
    }
    // Words that compete for one kind of actor are told as naming.
    let set = |who: &Who| told.world.lexicon.cues.naming_set(&who.head);
    if set(a).is_some() && set(a) == set(b) {
        return Stand::Beside;
    }
    let (Some(x), Some(y)) = (told.world.entity(a.entity), told.world.entity(b.entity)) else { return Stand::Beside };
    // Things, not people or bodies: what fills such a role is more often misread than told differently.
    let someone = |e: &Entity| {
        e.kind != EntityKind::Other && (e.country.is_some() || !e.sectors.is_empty() || e.kind != EntityKind::Group)
    };
    if !someone(x) || !someone(y) {
        return Stand::Beside;
    }
    // Only who is called by name is surely someone else.
    let named = |e: &Entity| {
        let name = |m: &MentionRef| told.world.at(m).is_some_and(|m| m.form == MentionForm::Name);
        matches!(e.kind, EntityKind::Person | EntityKind::Organisation) && e.mentions.iter().any(name)
    };
    // A body and one of its people may both hold: an office raided, an editor taken from it.
    let one_kind = x.kind == y.kind;
    let one_country = x.country.is_some() && x.country == y.country;
    match (named(x) && named(y) && one_kind, one_country) {
        (true, false) if a.by_name && b.by_name => Stand::Differs(Compatibility::No, 0.8),
        (true, _) => Stand::Differs(Compatibility::Unknown, 0.4),
        (false, _) => Stand::Differs(Compatibility::Vaguer, 0.2),
    }
}
