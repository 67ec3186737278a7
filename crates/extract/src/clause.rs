//! The clause that tells a happening, tight: without the clauses around and under it that tell others.

use crate::phrase;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_model::{Span, Upos};

/// The clause of a verb or predicate adjective.
pub(crate) fn of_predicate(tree: &Tree, top: usize) -> Span {
    let witnessed = Tables::get().is_witnessing(tree.lemma(top));
    let words = tree.below(top, |k| {
        let direct = tree.head(k) == Some(top);
        match tree.rel(k) {
            // "filmed kicking a guard", "spotted lorries carrying coal": what was seen is told by the participle.
            "xcomp" | "ccomp" | "acl" if witnessed && tree.token(k).xpos == "VBG" => false,
            "parataxis" | "discourse" | "vocative" | "list" => false,
            "conj" | "cc" if direct => false,
            "conj" => !(tree.is_verb(k) && tree.kid(k, "nsubj").is_some()),
            "advcl" => is_short(tree, k) && !direct,
            "appos" => false,
            "acl" => tree.deprel(k) != "acl:relcl" && !is_long(tree, k),
            "mark" if direct => false,
            "advmod" if direct => !is_connective(tree, k),
            _ => true,
        }
    });
    tree.tight(&around(tree, &words, top))
}

/// The phrase of a noun of happening with its complements.
pub(crate) fn of_noun(tree: &Tree, noun: usize) -> Span {
    let words = tree.below(noun, |k| {
        let direct = tree.head(k) == Some(noun);
        match tree.rel(k) {
            "conj" | "cc" | "case" | "cop" | "nsubj" | "aux" | "mark" | "obl" | "advcl" | "punct" | "advmod"
            | "ccomp" | "csubj" | "expl"
                if direct =>
            {
                false
            }
            "appos" | "parataxis" => false,
            "acl" => tree.deprel(k) != "acl:relcl" && !is_long(tree, k),
            _ => true,
        }
    });
    tree.tight(&around(tree, &words, noun))
}

/// The verb with its light noun: from the verb to the noun's complements, without the verb's subject clauses.
pub(crate) fn of_light(tree: &Tree, verb: usize) -> Span {
    of_predicate(tree, verb)
}

/// Cuts the words to the stretch that holds `top` where something not of the clause stands between (a long interruption).
fn around(tree: &Tree, words: &[usize], top: usize) -> Vec<usize> {
    let Some(at) = words.iter().position(|&w| w == top) else { return words.to_vec() };
    let gap = |a: usize, b: usize| b.saturating_sub(a + 1);
    let text_starts = dateline(tree).filter(|&d| d <= top).unwrap_or(0);
    let mut first = at;
    while first > 0 && words[first - 1] >= text_starts && gap(words[first - 1], words[first]) <= 25 {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < words.len() && gap(words[last], words[last + 1]) <= 12 {
        last += 1;
    }
    let kept = &words[first..=last];
    let trimmed: Vec<usize> = kept.to_vec();
    let start = trimmed.iter().position(|&w| tree.upos(w) != Upos::Punct).unwrap_or(0);
    trimmed[start..].to_vec()
}

/// Where the text begins after a dateline ("BERLIN, Jan 1 (Reuters) - Police said …"): the first word after its dash.
fn dateline(tree: &Tree) -> Option<usize> {
    let dash = (1..tree.len().min(16)).find(|&w| {
        matches!(tree.form(w), "—" | "–" | "--" | "-") && tree.token(w - 1).span.end < tree.token(w).span.start
    })?;
    let place = |w: usize| {
        matches!(tree.upos(w), Upos::Propn | Upos::Punct | Upos::Num) || tree.form(w).chars().all(|c| !c.is_lowercase())
    };
    (tree.upos(0) == Upos::Propn && (0..dash).all(place)).then_some(dash + 1)
}

fn is_short(tree: &Tree, clause: usize) -> bool {
    tree.below(clause, |_| true).len() <= 3
}

fn is_long(tree: &Tree, clause: usize) -> bool {
    tree.below(clause, |_| true).len() > 8
}

fn is_connective(tree: &Tree, adverb: usize) -> bool {
    matches!(
        tree.lemma(adverb),
        "however"
            | "meanwhile"
            | "moreover"
            | "furthermore"
            | "therefore"
            | "also"
            | "then"
            | "later"
            | "when"
            | "where"
            | "why"
            | "how"
    )
}

/// The phrase around a trigger, for happenings told by a modifier ("the *abducted* girls").
pub(crate) fn of_modifier(tree: &Tree, word: usize) -> Span {
    match tree.head(word) {
        Some(noun) => phrase::span(tree, noun),
        None => tree.token(word).span,
    }
}
