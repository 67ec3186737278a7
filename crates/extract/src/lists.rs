//! Lists and membership: "the detainees include A, B and four others", "one of those detained was A", "among the dead was A".
//!
//! The members underwent what the whole underwent, so a sentence of membership tells the act of each of them.

use crate::clause;
use crate::frames;
use crate::mentions::Mentions;
use crate::phrase::{core, span};
use crate::slots::Slot;
use crate::statements::{Draft, bare};
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::Pos;
use parallax_model::Span;

/// Adds the acts told by lists of members to the sentence's statements.
pub(crate) fn add(tree: &Tree, mentions: &Mentions, lexicon: &Lexicon, drafts: &mut Vec<Draft>) {
    for word in 0..tree.len() {
        let Some((whole, members)) = membership(tree, word) else { continue };
        let found: Vec<usize> = members.iter().flat_map(|&m| frames::mentions_of(tree, mentions, m)).collect();
        let Some((verb, participle)) = undergone(tree, whole) else { continue };
        if found.is_empty() {
            continue;
        }
        let told = clause::of_predicate(tree, word);
        // "those *detained*" has told the act already: it now tells it of the members.
        if let Some(draft) = participle.and_then(|p| drafts.iter_mut().find(|d| d.statement.head == p)) {
            draft.statement.clause = draft.statement.clause.cover(told).cover(member_span(tree, &members));
            draft.statement.recipients = found;
            draft.by_membership = true;
            continue;
        }
        let slots: Vec<Slot> = members.iter().map(|&m| Slot { name: "obj".into(), word: m }).collect();
        let Some(frame) = frames::choose(tree, mentions, verb, Pos::Verb, &slots, lexicon) else { continue };
        let mut made = bare(tree, whole, word, told, slots);
        made.statement.code = Some(frames::code(frame));
        made.statement.predicate = verb.to_string();
        made.statement.recipients = found;
        made.by_membership = true;
        drafts.push(made);
    }
    drafts.sort_by_key(|d| (d.statement.trigger.start, d.statement.head));
}

/// The whole and the members, where `word` is the predicate of a membership.
fn membership(tree: &Tree, word: usize) -> Option<(usize, Vec<usize>)> {
    // "the detainees include A"
    if matches!(tree.lemma(word), "include" | "comprise") && tree.is_verb(word) {
        return Some((tree.kid(word, "nsubj")?, vec![tree.kid(word, "obj")?]));
    }
    let among = |w: usize| matches!(tree.case(w).as_str(), "among" | "amongst");
    // "among those killed was A"; the copula may be read as the participle's own
    if among(word)
        && let Some(subject) = tree.kid(word, "nsubj")
    {
        return Some((word, vec![subject]));
    }
    tree.kid(word, "cop")?;
    // "among the dead were three tourists", read from the other side
    if let Some(whole) = tree.kids_in(word, &["nmod", "obl"]).find(|&k| k < word && among(k)) {
        return Some((whole, vec![word]));
    }
    let subject = tree.kid(word, "nsubj")?;
    // "one of those detained was A"
    let part = core(tree, subject);
    (part != subject).then_some((part, vec![word]))
}

fn member_span(tree: &Tree, members: &[usize]) -> Span {
    let spans = members.iter().map(|&m| span(tree, m));
    spans.reduce(Span::cover).unwrap_or_default()
}

/// The verb that the whole underwent, and its participle if it stands in the text.
fn undergone<'t>(tree: &'t Tree, whole: usize) -> Option<(&'t str, Option<usize>)> {
    let inner = core(tree, whole);
    // "one of those *arrested*": the participle may hang on either word.
    let outer = tree.head(inner).filter(|_| tree.rel(inner) == "nmod");
    let participle = [Some(inner), outer]
        .into_iter()
        .flatten()
        .flat_map(|w| tree.kids_in(w, &["acl"]))
        .find(|&k| tree.is_verb(k) && !tree.is_ing(k));
    if let Some(p) = participle {
        return Some((tree.lemma(p), Some(p)));
    }
    Tables::get()
        .undergone(tree.lemma(inner))
        .or_else(|| Tables::get().undergone(&tree.low(inner)))
        .map(|verb| (verb, None))
}

/// A member's act is part of the nearest earlier act of the same sense told of several.
pub(crate) fn part_of(drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        if !drafts[i].by_membership {
            continue;
        }
        let sense = |d: &Draft| d.statement.code.as_ref().map(|c| c.sense.clone());
        let wanted = sense(&drafts[i]);
        drafts[i].statement.part_of =
            (0..i).rev().find(|&j| wanted.is_some() && sense(&drafts[j]) == wanted && !drafts[j].by_membership);
    }
}
