//! Tolls: how many there are in all, where a verb states the count or says that it changed ("the death toll rose to 12",
//! "the number of people arrested stands at 40", "a toll of 18").

use crate::clause;
use crate::numbers::Figure;
use crate::statements::Draft;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_model::{Quantity, Span};

/// Steps from a word for those counted up to the noun for their count ("number of people *killed*").
const REACH: usize = 3;

/// The count of those who underwent what the draft tells, named `of`, and the clause that states it.
pub(crate) fn of_draft(tree: &Tree, draft: &Draft, figures: &[Figure], of: &str) -> Option<(Quantity, Span)> {
    let count = counted_by(tree, draft.statement.head)?;
    let verb = tree.head(count).filter(|&v| {
        matches!(tree.deprel(count), "nsubj" | "nsubj:pass" | "obj") && Tables::get().moves_count(tree.lemma(v))
    });
    let states = |figure: &&Figure| {
        let last = figure.words.1 - 1;
        let (case, at) = match tree.rel(last) {
            // "to 20 people"
            "nummod" => tree.head(last).map_or((String::new(), last), |noun| (tree.case(noun), noun)),
            _ => (tree.case(last), last),
        };
        let above = tree.head(at);
        match case.as_str() {
            "to" | "at" => above.is_some() && (above == verb || above == Some(count)),
            "of" => above == Some(count) && tree.lemma(count) != "number",
            "" => above.is_some() && above == verb && matches!(tree.rel(at), "obj" | "xcomp") && at > count,
            _ => false,
        }
    };
    let figure = figures.iter().filter(|f| !f.part).find(states)?;
    let quantity = Quantity {
        of: of.to_string(),
        low: figure.low,
        high: figure.high,
        unit: None,
        span: tree.cover(&[figure.words.0, figure.words.1 - 1]),
    };
    let clause = verb.map_or(draft.statement.clause, |v| clause::of_predicate(tree, v));
    Some((quantity, clause.cover(draft.statement.clause)))
}

/// The noun for the count that a word belongs to: itself, or the one it hangs on.
fn counted_by(tree: &Tree, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..REACH {
        if Tables::get().is_count(tree.lemma(at)) {
            return Some(at);
        }
        at = tree.head(at).filter(|_| matches!(tree.rel(at), "acl" | "nmod" | "amod"))?;
    }
    None
}
