//! What is said: the words that a cue introduces, and what they themselves say of their truth.

use super::Scene;
use crate::phrase;
use crate::slots::Slot;
use crate::status::{is_negated, modality};
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::cues::ReportingCue;
use parallax_lexicon::events::Pos;
use parallax_model::{Quote, Span, Status, Upos};

/// What stands under a reporting verb.
pub(super) fn under_verb(scene: &Scene, tree: &Tree, word: usize, cue: &ReportingCue, slots: &[Slot]) -> Option<Span> {
    // "Prices, he said, did not rise": the reported clause is above.
    let clause_below = tree.kids_in(word, &["ccomp"]).next();
    if clause_below.is_none()
        && tree.rel(word) == "parataxis"
        && let Some(head) = tree.head(word)
    {
        let words = tree.below(head, |k| k != word);
        let span = tree.tight(&words);
        if words.len() > 1 {
            return Some(span);
        }
    }
    // "As the ministry says, the road is closed": the content is the clause around.
    if clause_below.is_none()
        && tree.rel(word) == "advcl"
        && tree.kids_in(word, &["mark"]).any(|m| tree.low(m) == "as")
        && let Some(around) = tree.head(word)
    {
        return Some(tree.tight(&tree.below(around, |k| k != word)));
    }
    // "called the trial a farce"
    if let Some(predicate) = tree.kids_in(word, &["xcomp"]).find(|&k| tree.kid(k, "mark").is_none() && !tree.is_verb(k))
        && cue.status == Status::Alleged
    {
        return Some(complement(tree, word, predicate));
    }
    for place in &cue.content {
        let content = match place.as_str() {
            "ccomp" | "that" => clause_below.map(|k| reported(tree, word, k)),
            "xcomp" => tree.kids_in(word, &["xcomp"]).next().map(|k| complement(tree, word, k)),
            "obj" => object(scene, tree, word, slots),
            name => named_slot(tree, word, name, slots),
        };
        if let Some(span) = content.filter(|s| !s.is_empty()) {
            return Some(span);
        }
    }
    // "a claim Moscow has not confirmed": the content is what the clause hangs on.
    let antecedent = tree.head(word).filter(|&h| {
        tree.deprel(word) == "acl:relcl" && tree.kid(word, "nsubj").is_some() && tree.upos(h) == Upos::Noun
    });
    let infinitive = || tree.kids_in(word, &["xcomp"]).find(|&k| tree.kid(k, "mark").is_some() || tree.is_ing(k));
    clause_below
        .or_else(infinitive)
        .map(|k| reported(tree, word, k))
        .or_else(|| antecedent.map(|h| phrase::span(tree, h)))
}

/// A reported clause, the reporting verb's own words left out.
fn reported(tree: &Tree, verb: usize, clause: usize) -> Span {
    let words = tree.below(clause, |k| k != verb);
    tree.tight(&words)
}

/// "called the trial a farce", "described them as militants": object and predicate together.
fn complement(tree: &Tree, verb: usize, predicate: usize) -> Span {
    let mut span = tree.tight(&tree.below(predicate, |_| true));
    if let Some(object) = tree.kid(verb, "obj").filter(|&o| o > verb && o < predicate) {
        span = span.cover(phrase::span(tree, object));
    }
    span
}

fn object(scene: &Scene, tree: &Tree, verb: usize, slots: &[Slot]) -> Option<Span> {
    let object = slots.iter().find(|s| s.name == "obj" && s.word > verb && tree.head(s.word) == Some(verb))?.word;
    // Somebody is not something said, unless words of his are quoted or a charge follows.
    let somebody =
        tree.upos(object) != Upos::Noun || scene.lexicon.actors.is_person_noun(tree.lemma(phrase::core(tree, object)));
    // "told stories", "said goodbye": a bare noun that tells nothing is no content.
    let bare = tree.kids(object).is_empty() && scene.lexicon.events.frames(tree.lemma(object), Pos::Noun).is_empty();
    if (somebody || bare) && scene.lexicon.cues.links(tree.lemma(verb)).iter().all(|l| l.a != "obj") {
        return None;
    }
    let words = tree.below(object, |k| tree.deprel(k) != "acl:relcl" && !matches!(tree.rel(k), "appos" | "parataxis"));
    let span = tree.tight(&words);
    // "blamed the crash *on* the crew", "attributed the fire *to* arson"
    let beyond = scene
        .lexicon
        .cues
        .links(tree.lemma(verb))
        .iter()
        .filter(|l| l.a == "obj")
        .find_map(|l| slots.iter().find(|s| s.name == l.b && s.word > object).map(|s| s.word));
    Some(beyond.map_or(span, |w| {
        span.cover(tree.tight(&tree.below(w, |k| tree.deprel(k) != "acl:relcl" && tree.rel(k) != "appos")))
    }))
}

/// "of killing them", "for the attack", "as terrorists": with the object before it, if there is one.
fn named_slot(tree: &Tree, verb: usize, name: &str, slots: &[Slot]) -> Option<Span> {
    let found = slots.iter().find(|s| s.name == name && s.word > verb)?.word;
    let words = tree.below(found, |k| tree.deprel(k) != "acl:relcl" && tree.rel(k) != "parataxis");
    let span = tree.tight(&words);
    match tree.kid(verb, "obj").filter(|&o| o > verb && o < found) {
        Some(object) => Some(span.cover(phrase::span(tree, object))),
        None => Some(span),
    }
}

/// A quotation in the verb's own sentence, when the tree gives the verb no content.
pub(super) fn quoted_beside(scene: &Scene, tree: &Tree, word: usize) -> Option<Span> {
    let at = tree.token(word).span;
    let inside = |q: &&Quote| q.span.overlaps(tree.sentence.span) && !q.span.contains(at) && q.span.len() > 8;
    scene
        .document
        .quotes
        .iter()
        .filter(inside)
        .map(|q| q.span)
        .min_by_key(|s| if s.start >= at.end { s.start - at.end } else { at.start.saturating_sub(s.end) })
}

/// The status of a content, given that of its cue: what is said to be otherwise is denied, what may be is possible.
pub(super) fn status(tree: &Tree, content: Span, status: Status) -> Status {
    if !matches!(status, Status::Asserted | Status::Alleged) {
        return status;
    }
    let inside: Vec<usize> = (0..tree.len()).filter(|&w| content.contains(tree.token(w).span)).collect();
    let top = inside.iter().copied().find(|&w| tree.head(w).is_none_or(|h| !inside.contains(&h)));
    if let Some(top) = top
        && status == Status::Asserted
    {
        let clause = tree.is_verb(top) || tree.kid(top, "cop").is_some();
        if Tables::get().denies(tree.lemma(top))
            || (clause && is_negated(tree, top) && tree.kid(top, "aux").is_none_or(|a| tree.low(a) != "will"))
        {
            return Status::Denied;
        }
        if modality(tree, top) == Some(Status::Possible)
            && tree.kids_in(top, &["aux"]).any(|k| matches!(tree.low(k).as_str(), "may" | "might" | "could"))
        {
            return Status::Possible;
        }
    }
    status
}
