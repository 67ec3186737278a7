//! Relations between statements as the text tells them: "in response to", "after", "prompting", "because of", "led to".
//!
//! A connective is found by its words; what it joins is found in the tree: the happening under the phrase or clause it
//! opens, and the nearest happening above it (cf. the Penn Discourse Treebank's two arguments, Prasad et al. 2008).

use crate::slots::{self, Slot};
use crate::statements::Draft;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::cues::Connective;
use parallax_model::{Plover, RelationKind, Span, StatedRelation, Upos};

/// All stated relations; `drafts` are in text order over the whole report.
pub(crate) fn find(trees: &[Tree], drafts: &[Draft], lexicon: &Lexicon) -> Vec<StatedRelation> {
    let mut found: Vec<StatedRelation> = Vec::new();
    for tree in trees {
        let here: Vec<usize> = (0..drafts.len()).filter(|&i| drafts[i].statement.sentence == tree.index).collect();
        if here.is_empty() {
            continue;
        }
        let mut taken = vec![false; tree.len()];
        for connective in lexicon.cues.connectives() {
            let words: Vec<&str> = connective.words.split(' ').collect();
            for start in 0..tree.len() {
                let Some(end) = matches_at(tree, start, &words) else { continue };
                if (start..end).any(|w| taken[w]) {
                    continue;
                }
                if let Some(relation) = joined(tree, start, end, connective, drafts, &here)
                    && !found.iter().any(|r| r.from == relation.from && r.to == relation.to)
                {
                    (start..end).for_each(|w| taken[w] = true);
                    found.push(relation);
                }
            }
        }
        for relation in reactions(tree, drafts, &here) {
            if !found.iter().any(|r| r.from == relation.from && r.to == relation.to) {
                found.push(relation);
            }
        }
        for word in 0..tree.len() {
            if let Some(relation) = linked(tree, word, drafts, &here, lexicon)
                && !found.iter().any(|r| r.from == relation.from && r.to == relation.to)
            {
                found.push(relation);
            }
        }
        for &i in &here {
            if let Some(whole) = drafts[i].statement.part_of {
                found.push(StatedRelation {
                    from: i,
                    to: whole,
                    kind: RelationKind::PartOf,
                    evidence: drafts[i].statement.clause,
                });
            }
        }
    }
    found.sort_by_key(|r| (r.evidence, r.from, r.to, r.kind));
    found
}

/// Acts of words or of law that are about a happening answer it: "condemned the *raid*", "condolences over the *deaths*", "an
/// inquiry into the *fire*"; what somebody is charged or punished *for* is the cause.
fn reactions(tree: &Tree, drafts: &[Draft], here: &[usize]) -> Vec<StatedRelation> {
    let mut found = Vec::new();
    for &i in here {
        let outer = &drafts[i];
        let Some(plover) = outer.statement.code.as_ref().and_then(|c| c.plover) else { continue };
        let answers = matches!(plover, Plover::Accuse | Plover::Support | Plover::Reject | Plover::Protest);
        let punishes = matches!(plover, Plover::Accuse | Plover::Coerce | Plover::Sanction);
        for &j in here.iter().filter(|&&j| j != i) {
            let inner = &drafts[j].statement;
            let Some(link) = std::iter::once(inner.head)
                .chain(tree.above(inner.head))
                .take_while(|&w| w != outer.statement.head && w != outer.anchor)
                .last()
            else {
                continue;
            };
            if !matches!(tree.head(link), Some(h) if h == outer.statement.head || h == outer.anchor)
                || inner.head == outer.anchor
            {
                continue;
            }
            let mark = tree.kids_in(link, &["mark"]).map(|m| tree.low(m)).next().unwrap_or_default();
            let case = tree.case(link);
            let about = inner.nominal && inner.head == link || case == "over" || case == "into";
            let kind = match tree.rel(link) {
                "obj" if answers && about => RelationKind::Response,
                "obl" | "nmod"
                    if answers
                        && matches!(case.as_str(), "over" | "into" | "at" | "against" | "for")
                        && inner.nominal =>
                {
                    RelationKind::Response
                }
                "advcl" | "acl" if punishes && mark == "for" => RelationKind::Cause,
                _ => continue,
            };
            let (from, to) = if kind == RelationKind::Cause { (j, i) } else { (i, j) };
            found.push(StatedRelation { from, to, kind, evidence: outer.statement.clause.cover(inner.clause) });
        }
    }
    found
}

/// "the raid triggered protests", "the cause of the fire was a fault": a word that itself says how two happenings relate.
fn linked(tree: &Tree, word: usize, drafts: &[Draft], here: &[usize], lexicon: &Lexicon) -> Option<StatedRelation> {
    let uses = lexicon.cues.links(tree.lemma(word));
    if uses.is_empty() {
        return None;
    }
    let slots = match tree.upos(word) {
        Upos::Verb => slots::of_verb(tree, word),
        Upos::Noun => {
            let mut slots = slots::of_noun(tree, word);
            // "the cause of B was A", "A was a response to B": the other side of the copula.
            let other = slots::subject(tree, word)
                .or_else(|| tree.head(word).filter(|&h| tree.rel(word) == "nsubj" && tree.kid(h, "cop").is_some()));
            slots.extend(other.map(|w| Slot { name: "subj".into(), word: w }));
            slots
        }
        _ => return None,
    };
    let told = |name: &str| {
        slots.iter().filter(|s| s.name == name).find_map(|s| {
            let depth = |w: usize| tree.above(w).len();
            let under = tree.below(s.word, |k| tree.deprel(k) != "acl:relcl");
            here.iter()
                .copied()
                .filter(|&i| drafts[i].statement.head != word && under.contains(&drafts[i].statement.head))
                .min_by_key(|&i| (depth(drafts[i].statement.head), i))
        })
    };
    uses.iter().find_map(|link| {
        let (a, b) = (told(&link.a)?, told(&link.b)?);
        let (from, to) = if link.reversed { (b, a) } else { (a, b) };
        let evidence = tree.token(word).span.cover(drafts[a].statement.clause).cover(drafts[b].statement.clause);
        (a != b).then_some(StatedRelation { from, to, kind: link.kind, evidence })
    })
}

/// One past the last word of the connective that begins at `start`; one adjective may stand inside ("in direct response to").
fn matches_at(tree: &Tree, start: usize, words: &[&str]) -> Option<usize> {
    let mut at = start;
    for (n, word) in words.iter().enumerate() {
        if at < tree.len() && n > 0 && tree.upos(at) == Upos::Adj && tree.low(at) != *word {
            at += 1;
        }
        if at >= tree.len() || tree.low(at) != *word {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn joined(
    tree: &Tree,
    start: usize,
    end: usize,
    connective: &Connective,
    drafts: &[Draft],
    here: &[usize],
) -> Option<StatedRelation> {
    // The phrase or clause the connective opens: climb from the next word while the top stays right of the connective.
    let next = (end..tree.len()).find(|&w| tree.upos(w) != Upos::Punct)?;
    let top = tree.above(next).into_iter().take_while(|&h| h >= end).last().unwrap_or(next);
    let mut under = tree.below(top, |k| k >= end);
    // "…, prompting prosecutors to open an inquiry": what hangs on the connective itself.
    if tree.is_verb(end - 1) {
        under.extend(tree.below(end - 1, |k| k >= end));
    }
    let here: Vec<usize> =
        here.iter().copied().filter(|&i| !(start..end).contains(&drafts[i].statement.head)).collect();
    let depth = |w: usize| tree.above(w).len();
    let inner = here
        .iter()
        .copied()
        .filter(|&i| under.contains(&drafts[i].statement.head))
        .min_by_key(|&i| (depth(drafts[i].statement.head), i))?;
    let above = tree.above(drafts[inner].statement.head);
    if start == 0 && above.is_empty() {
        return None;
    }
    let outer = above
        .iter()
        .find_map(|&w| {
            here.iter().copied().find(|&i| i != inner && (drafts[i].anchor == w || drafts[i].statement.head == w))
        })
        .or_else(|| {
            // "the raid led to clashes": the other happening is the subject of the connecting verb.
            here.iter()
                .copied()
                .filter(|&i| i != inner && drafts[i].statement.head < start)
                .max_by_key(|&i| drafts[i].statement.head)
        })
        .or_else(|| {
            // "These actions appeared to be in response to …": what was told in the sentence before.
            (0..inner).rev().find(|&i| drafts[i].statement.sentence + 1 == tree.index)
        })?;
    let evidence = evidence(
        tree,
        start,
        end,
        drafts[inner].statement.clause,
        drafts[outer].statement.clause,
        drafts[outer].statement.sentence == tree.index,
    );
    let (from, to) = match (connective.kind, connective.reversed) {
        // kind's reading: Cause from→to, Response: from answers to, Before: from precedes to, PartOf: from is part of to.
        (_, false) => (outer, inner),
        (_, true) => (inner, outer),
    };
    Some(StatedRelation { from, to, kind: connective.kind, evidence })
}

fn evidence(tree: &Tree, start: usize, end: usize, inner: Span, outer: Span, same: bool) -> Span {
    let cue = tree.cover(&[start, end - 1]);
    if same { cue.cover(inner).cover(outer) } else { cue.cover(inner) }
}
