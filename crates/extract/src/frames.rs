//! The frame of a predicate: which row of the lexicon its slots satisfy, and who fills actor and recipient.

use crate::mentions::Mentions;
use crate::phrase::core;
use crate::slots::{Slot, can_take_part};
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::{Frame, Light, Need, Pos};
use parallax_model::{Code, MentionForm, NameKind, Upos};

/// The best frame for a predicate: of those whose needs are all met, the one with most needs (the table's order).
pub(crate) fn choose<'l>(
    tree: &Tree,
    mentions: &Mentions,
    lemma: &str,
    pos: Pos,
    slots: &[Slot],
    lexicon: &'l Lexicon,
) -> Option<&'l Frame> {
    let known = lexicon.events.frames(lemma, pos);
    let frames = if known.is_empty() && pos == Pos::Verb {
        respelt(lemma).iter().map(|l| lexicon.events.frames(l, pos)).find(|f| !f.is_empty()).unwrap_or(&[])
    } else {
        known
    };
    frames.iter().find(|frame| met(tree, mentions, &frame.needs, slots, lexicon))
}

/// Other dictionary forms that an inflected form may have: readers guess at silent e and doubled consonants ("expell", "boycot").
fn respelt(lemma: &str) -> Vec<String> {
    let mut forms = vec![format!("{lemma}e")];
    if let Some(last) = lemma.chars().next_back() {
        forms.push(format!("{lemma}{last}"));
        let shorter = &lemma[..lemma.len() - last.len_utf8()];
        if shorter.ends_with(last) {
            forms.push(shorter.to_string());
        }
    }
    forms
}

/// The light use of a verb whose noun tells a happening of the lexicon: the use and the noun.
pub(crate) fn light<'l>(
    tree: &Tree,
    mentions: &Mentions,
    verb: usize,
    slots: &[Slot],
    lexicon: &'l Lexicon,
) -> Option<(&'l Light, usize)> {
    lexicon
        .events
        .lights(tree.lemma(verb))
        .iter()
        .filter(|light| met(tree, mentions, &light.needs, slots, lexicon))
        .find_map(|light| {
            let noun =
                slots.iter().filter(|s| s.name == light.noun).map(|s| core(tree, s.word)).find(|&w| {
                    tree.upos(w) == Upos::Noun && !lexicon.events.frames(tree.lemma(w), Pos::Noun).is_empty()
                })?;
            Some((light, noun))
        })
}

/// Whether every need finds a word in its slot.
pub(crate) fn met(tree: &Tree, mentions: &Mentions, needs: &[Need], slots: &[Slot], lexicon: &Lexicon) -> bool {
    let told = |need: &Need| {
        (0..tree.len()).any(|w| tree.upos(w) == Upos::Noun && lexicon.events.satisfies(need, tree.lemma(w)))
    };
    needs.iter().all(|need| {
        if need.slot == "sentence" {
            return told(need);
        }
        slots
            .iter()
            .filter(|s| s.name == need.slot)
            .any(|s| words_for_needs(tree, mentions, s).iter().any(|w| lexicon.events.satisfies(need, w)))
    })
}

/// The lemmas under which a slot's word may satisfy a need: its own, and the counted noun's ("dozens of *troops*").
fn words_for_needs(tree: &Tree, mentions: &Mentions, slot: &Slot) -> Vec<String> {
    if slot.name == "case" {
        return vec![tree.case(slot.word)];
    }
    let inner = core(tree, slot.word);
    let mut words = vec![tree.lemma(slot.word).to_string(), tree.low(slot.word)];
    // Names stand under the placeholder of their kind, people called by what they are under one of their own.
    let of = mentions.at(tree.index, slot.word).map(|m| &mentions.all[m]);
    words.extend(of.and_then(|m| match (m.kind?, m.form) {
        (NameKind::Person, MentionForm::Name) => Some(":per".to_string()),
        (NameKind::Person, MentionForm::Nominal) => Some(":someone".to_string()),
        (NameKind::Organisation, MentionForm::Name) => Some(":org".to_string()),
        (NameKind::Place, MentionForm::Name) => Some(":loc".to_string()),
        _ => None,
    }));
    if inner != slot.word {
        words.push(tree.lemma(inner).to_string());
    }
    for k in tree.kids_in(inner, &["compound", "amod"]) {
        words.push(format!("{} {}", tree.low(k), tree.lemma(inner)));
    }
    words.extend(tree.conjuncts(slot.word).into_iter().skip(1).map(|c| tree.lemma(c).to_string()));
    words
}

/// Which need's slot a noun fills, so that the verb speaks for it ("held *talks*").
pub(crate) fn absorbed(
    tree: &Tree,
    mentions: &Mentions,
    frame: &Frame,
    slots: &[Slot],
    lexicon: &Lexicon,
) -> Vec<usize> {
    let mut words = Vec::new();
    for need in frame.needs.iter().filter(|n| !matches!(n.slot.as_str(), "prt" | "adv" | "comp")) {
        for s in slots.iter().filter(|s| s.name == need.slot) {
            let noun = core(tree, s.word);
            if words_for_needs(tree, mentions, s).iter().any(|w| lexicon.events.satisfies(need, w))
                && !need.words.iter().any(|w| w == "*")
            {
                words.push(noun);
            }
        }
    }
    words
}

/// The code of a frame.
pub(crate) fn code(frame: &Frame) -> Code {
    Code {
        plover: frame.plover,
        mode: frame.mode.clone(),
        cameo: frame.cameo.clone(),
        sense: frame.sense.clone(),
        rule: frame.id.clone(),
        confidence: if frame.needs.is_empty() { 0.7 } else { 0.9 },
    }
}

/// The mentions in the first of `wanted` that holds any, coordinations told member by member.
pub(crate) fn fill(tree: &Tree, mentions: &Mentions, slots: &[Slot], wanted: &[String], taken: &[usize]) -> Vec<usize> {
    for name in wanted {
        let mut found = Vec::new();
        for s in slots.iter().filter(|s| &s.name == name && can_take_part(tree, s.word)) {
            for m in mentions_of(tree, mentions, s.word) {
                if !found.contains(&m) && !taken.contains(&m) {
                    found.push(m);
                }
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The mention of a word and of its conjuncts.
pub(crate) fn mentions_of(tree: &Tree, mentions: &Mentions, word: usize) -> Vec<usize> {
    let heads = if tree.rel(word) == "conj" { vec![word] } else { tree.conjuncts(word) };
    let found: Vec<usize> = heads.into_iter().filter_map(|w| mentions.at(tree.index, w)).collect();
    debug_assert!(found.iter().all(|&m| mentions.all[m].form != MentionForm::Group));
    found
}
