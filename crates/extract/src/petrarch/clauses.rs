//! A verb's upper and lower sequence, from the dependency tree.

use super::words::Words;
use crate::tree::Tree;
use parallax_model::Upos;

/// Whether PETRARCH would see a verb: verbs, auxiliaries and modals, by either tag set.
pub(super) fn is_verb(tree: &Tree, token: usize) -> bool {
    let xpos = tree.token(token).xpos.as_str();
    matches!(tree.upos(token), Upos::Verb | Upos::Aux) || xpos.starts_with("VB") || xpos == "MD"
}

/// What heads the clause that a word belongs to: the verb of an auxiliary, otherwise itself.
fn predicate(tree: &Tree, token: usize) -> usize {
    match tree.head(token) {
        Some(head) if matches!(tree.rel(token), "aux" | "cop") => head,
        _ => token,
    }
}

/// Whether the word heads a clause.
fn heads_clause(tree: &Tree, token: usize) -> bool {
    let clause = matches!(tree.rel(token), "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis" | "csubj" | "root");
    let joined = tree.rel(token) == "conj" && is_verb(tree, token);
    tree.head(token).is_none() || clause || joined
}

/// The nearest clause head at or above a word.
fn clause(tree: &Tree, token: usize) -> usize {
    if heads_clause(tree, token) {
        return token;
    }
    let up = tree.above(token);
    up.iter().copied().find(|&a| heads_clause(tree, a)).or(up.last().copied()).unwrap_or(token)
}

/// The words before the verb in its clause and in those above it, in text order. Clauses that end before the verb, and
/// what a clause set beside another ("…, an official said") stands beside, are left out.
pub(super) fn upper(tree: &Tree, words: &Words, verb: usize) -> Vec<usize> {
    let mut line = Vec::new();
    let mut at = clause(tree, predicate(tree, words.token(verb)));
    line.push(at);
    while let Some(head) = tree.head(at).filter(|_| tree.rel(at) != "parataxis") {
        let next = clause(tree, head);
        if line.contains(&next) {
            break;
        }
        line.push(next);
        at = next;
    }
    // A conjoined verb shares the subject of the first, not what stands in the first's verb phrase.
    let own = line.first().copied();
    let shared = |token: usize, of: usize| {
        own.is_none_or(|own| tree.rel(own) != "conj" || tree.head(own) != Some(of))
            || token < of
            || tree.dominates(own.unwrap_or(of), token)
    };
    (0..verb)
        .filter(|&w| {
            let token = words.token(w);
            let of = clause(tree, token);
            line.contains(&of) && shared(token, of)
        })
        .collect()
}

/// The words of the verb phrase after the verb, in text order.
pub(super) fn lower(tree: &Tree, words: &Words, verb: usize) -> Vec<usize> {
    let token = words.token(verb);
    let top = predicate(tree, token);
    let below = tree.below(top, |kid| {
        let beside = tree.rel(kid) == "parataxis"
            || (tree.rel(kid) == "conj" && tree.head(kid) == Some(top) && is_verb(tree, kid));
        !beside
    });
    (verb + 1..words.len()).filter(|&w| below.contains(&words.token(w))).collect()
}

/// The word that heads the by-phrase of a passive verb.
pub(super) fn agent(tree: &Tree, words: &Words, verb: usize) -> Option<usize> {
    let token = words.token(verb);
    let passive =
        tree.kid(token, "aux:pass").is_some() || tree.kid(token, "nsubj:pass").is_some() || tree.rel(token) == "acl";
    if !passive || !tree.is_participle(token) {
        return None;
    }
    let by = tree.kids(token).iter().copied().find(|&k| tree.rel(k) == "obl" && tree.case(k) == "by")?;
    (0..words.len()).find(|&w| words.token(w) == by)
}
