//! Relations that the grammar of one sentence tells: what an act answers, and what happens in the course of what.
//!
//! - "condemned the *detention* of …", "condolences over the *deaths*": the act answers what its clause speaks of.
//! - "an operation, *in which* fifty were detained": part of the noun it hangs on.
//! - "raided the office, *detaining* two": a participle whose kind is part of the governing kind.
//! - "*during* a call with …, she reaffirmed …": part of what is named after "during".

use crate::event::Source;
use crate::relation::parts;
use parallax_model::{RelationKind, Sentence, Statement, Status};
use std::collections::BTreeSet;

/// Senses of acts that answer what their own clause speaks of; see `data/link/ORIGIN.md`.
const ANSWERS: &str = include_str!("../../../data/link/answers.tsv");

/// Report, from-statement, to-statement and kind of every relation, in text order.
pub(crate) fn relations(source: &Source) -> Vec<(usize, usize, usize, RelationKind)> {
    let answers: BTreeSet<&str> =
        ANSWERS.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let parts = parts();
    let mut found = Vec::new();
    for (r, account) in source.accounts.iter().enumerate() {
        for (i, a) in account.statements.iter().enumerate() {
            let Some(sentence) = source.documents.get(r).and_then(|d| d.sentences.get(a.sentence)) else { continue };
            // Statements stand in text order: those of one sentence are neighbours.
            let before =
                account.statements.iter().enumerate().take(i).rev().take_while(|(_, b)| b.sentence == a.sentence);
            let after = account.statements.iter().enumerate().skip(i + 1).take_while(|(_, b)| b.sentence == a.sentence);
            for (j, b) in before.chain(after) {
                if answers.contains(sense(a)) && answered(sentence, a, b) {
                    found.push((r, i, j, RelationKind::Response));
                } else if in_which(sentence, a, b)
                    || participle(sentence, a, b) && parts.contains(&(sense(a), sense(b)))
                    || during(a, b)
                {
                    found.push((r, i, j, RelationKind::PartOf));
                }
            }
        }
    }
    found
}

fn sense(statement: &Statement) -> &str {
    statement.code.as_ref().map_or("", |c| c.sense.as_str())
}

/// Whether word `below` hangs on word `above`, however far.
fn hangs_on(sentence: &Sentence, below: usize, above: usize) -> bool {
    let mut at = below;
    // A tree has no longer path than it has words; the bound guards against a broken one.
    for _ in 0..sentence.tokens.len() {
        match sentence.tokens.get(at).and_then(|t| t.head) {
            Some(head) if head == above => return true,
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// The nearest thing told inside the act's own clause, by a noun or as its charge or reason, that has happened.
fn answered(sentence: &Sentence, act: &Statement, inner: &Statement) -> bool {
    let happened = !matches!(inner.status, Status::Planned | Status::Possible);
    happened && act.clause.contains(inner.trigger) && hangs_on(sentence, inner.head, act.head)
}

/// "…, in which A": the clause begins so and hangs on the noun of the whole.
fn in_which(sentence: &Sentence, part: &Statement, whole: &Statement) -> bool {
    let hangs =
        sentence.tokens.get(part.head).is_some_and(|t| t.head == Some(whole.head) && t.deprel.starts_with("acl"));
    hangs
        && whole.nominal
        && sentence.children(part.head).any(|w| {
            let which = sentence.tokens.get(w).is_some_and(|t| t.lemma.eq_ignore_ascii_case("which"));
            which
                && sentence.children(w).any(|p| {
                    sentence.tokens.get(p).is_some_and(|t| matches!(t.lemma.to_lowercase().as_str(), "in" | "during"))
                })
        })
}

/// "…, detaining two": an adverbial participle of the verb of the whole.
fn participle(sentence: &Sentence, part: &Statement, whole: &Statement) -> bool {
    sentence
        .tokens
        .get(part.head)
        .is_some_and(|t| t.head == Some(whole.head) && t.relation() == "advcl" && t.xpos == "VBG")
}

/// "during a call, A": the whole stands in a modifier of the part.
fn during(part: &Statement, whole: &Statement) -> bool {
    whole.nominal && part.modifiers.iter().any(|m| m.preposition == "during" && m.span.contains(whole.trigger))
}
