//! Quotations: a content that begins a quotation reaches to its end, and a quotation no cue claims goes to the speaker
//! of its neighbourhood.
//!
//! News style sets the speaker once and goes on quoting (Pareti 2015, ch. 3: sources of "bare" quotations stand in the
//! sentence before, seldom after).

use crate::attribution::Scene;
use crate::slots;
use crate::tree::Tree;
use parallax_model::{Attribution, Quote, Span, Status};

/// Extends contents over whole quotations, then settles the quotations left over.
pub(crate) fn settle(scene: &Scene, attributions: &mut Vec<Attribution>) {
    for quote in &scene.document.quotes {
        extend(scene, quote, attributions);
    }
    let mut bare = Vec::new();
    for quote in &scene.document.quotes {
        let claimed =
            attributions.iter().any(|a| a.source.is_some() && a.content.overlap(quote.span) * 2 >= quote.span.len());
        if claimed || !is_speech(scene, quote) {
            continue;
        }
        if let Some(made) = speaker(scene, quote, attributions, &bare) {
            bare.push(made);
        }
    }
    attributions.extend(bare);
    attributions.sort_by_key(|a| (a.content.start.min(a.cue.start), a.cue.start, a.content.end));
}

/// A quotation that begins inside a content and goes on over the sentence's end belongs to the same speaker.
fn extend(scene: &Scene, quote: &Quote, attributions: &mut [Attribution]) {
    for a in attributions.iter_mut().filter(|a| a.source.is_some() && a.content.overlaps(quote.span)) {
        let runs_on = scene.trees.get(a.sentence).is_some_and(|t| quote.span.end > t.sentence.span.end);
        if runs_on && a.content.overlap(quote.span) * 2 >= a.content.len() {
            a.content = a.content.cover(quote.span);
        }
    }
}

/// Speech, not a title or a scare quote: it holds a verb with its subject, or a whole sentence.
fn is_speech(scene: &Scene, quote: &Quote) -> bool {
    scene.trees.iter().filter(|t| t.sentence.span.overlaps(quote.span)).any(|tree| {
        let inside: Vec<usize> = (0..tree.len()).filter(|&w| quote.span.contains(tree.token(w).span)).collect();
        inside.len() >= 6 && inside.iter().any(|&w| tree.is_verb(w) || tree.rel(w) == "cop")
    })
}

/// The speaker set before, in the same sentence or the one before it, else right after.
fn speaker(scene: &Scene, quote: &Quote, attributions: &[Attribution], bare: &[Attribution]) -> Option<Attribution> {
    let first = scene.trees.iter().position(|t| t.sentence.span.overlaps(quote.span))?;
    let last = scene.trees.iter().rposition(|t| t.sentence.span.overlaps(quote.span))?;
    let known = |sentence: usize| {
        attributions
            .iter()
            .chain(bare)
            .filter(|a| a.sentence == sentence && a.source.is_some())
            .max_by_key(|a| (a.status == Status::Quoted, a.cue.start))
            .map(|a| (a.cue, a.sentence, a.source, a.source_span))
    };
    let found = known(first)
        .or_else(|| scene.trees.get(first).and_then(|t| introduced(scene, t, quote.span)))
        .or_else(|| {
            first.checked_sub(1).and_then(|i| scene.trees.get(i)).and_then(|t| introduced(scene, t, quote.span))
        })
        .or_else(|| first.checked_sub(1).and_then(known))
        .or_else(|| known(last + 1))?;
    let (cue, sentence, source, source_span) = found;
    Some(Attribution { sentence, cue, source, source_span, content: quote.span, status: Status::Quoted, within: None })
}

type Speaker = (Span, usize, Option<usize>, Option<Span>);

/// A reporting verb outside the quotation that lacks its content: "He added:".
fn introduced(scene: &Scene, tree: &Tree, quote: Span) -> Option<Speaker> {
    (0..tree.len()).rev().filter(|&w| tree.is_verb(w) && !quote.contains(tree.token(w).span)).find_map(|w| {
        scene.lexicon.cues.reporting_verb(tree.lemma(w))?;
        let source = slots::subject(tree, w).and_then(|s| scene.mentions.at(tree.index, s))?;
        Some((tree.token(w).span, tree.index, Some(source), scene.mentions.all.get(source).map(|m| m.span)))
    })
}
