//! What all reports of a story tell of where things stand ("the bridge near Bonn") and where people spoke.

use super::nouns;
use super::spots::{BARE, Page, Spot, Stand, finest};
use super::tree::{attached, below};
use parallax_model::{EntityId, MentionForm, NameKind, Number};
use std::collections::BTreeMap;

/// What all reports tell of where things stand and people speak.
#[derive(Default)]
pub(super) struct Story {
    /// A thing ("the bridge") → the finest place it was said to be at.
    pub homes: BTreeMap<EntityId, Spot>,
    /// A person → where they are told to have spoken; `None` when at several places.
    pub speakers: BTreeMap<EntityId, Option<Spot>>,
}

impl Story {
    /// Takes in one report.
    pub fn learn(&mut self, page: &Page, spots: &[Spot]) {
        for (number, mention) in page.account.mentions.iter().enumerate() {
            let stands = page
                .document
                .sentences
                .get(mention.sentence)
                .is_some_and(|s| nouns::is_site(s, mention.head) || nouns::kind(s, mention.head).is_some());
            let mobile = !stands
                || matches!(mention.kind, Some(NameKind::Person | NameKind::Organisation))
                || page.lexicon.actors.is_person_noun(&mention.lemma)
                || mention.number != Number::Singular
                || mention.form == MentionForm::Pronoun;
            let Some(entity) = page.entity(number).filter(|_| !mobile) else { continue };
            let Some(sentence) = page.document.sentences.get(mention.sentence) else { continue };
            for spot in
                spots.iter().filter(|s| s.sentence == mention.sentence && s.how == Stand::Local && s.rank < BARE)
            {
                let inner = spot.head != mention.head && attached(sentence, spot.head) == Some(mention.head);
                if inner && self.homes.get(&entity).is_none_or(|known| spot.rank < known.rank) {
                    self.homes.insert(entity, spot.clone());
                }
            }
        }
        for attribution in &page.account.attributions {
            let Some(entity) = attribution.source.and_then(|m| page.entity(m)) else { continue };
            let person = attribution.source.and_then(|m| page.account.mentions.get(m)).and_then(|m| m.kind);
            let Some(sentence) = page.document.sentences.get(attribution.sentence) else { continue };
            let cue = (0..sentence.tokens.len()).find(|&word| attribution.cue.contains(sentence.tokens[word].span));
            let (Some(cue), Some(NameKind::Person)) = (cue, person) else { continue };
            let said = |spot: &&Spot| {
                spot.sentence == attribution.sentence
                    && spot.said
                    && spot.how == Stand::Local
                    && spot.rank <= 3
                    && below(sentence, spot.head, cue)
                    && attribution.source_span.is_none_or(|source| !source.contains(spot.span))
            };
            let Some(spot) = finest(spots.iter().filter(said)) else { continue };
            let known = self.speakers.entry(entity).or_insert_with(|| Some(spot.clone()));
            if known.as_ref().is_some_and(|known| known.entity != spot.entity) {
                *known = None;
            }
        }
    }
}
