//! Walks in the tree: what stands under what, what a place's name hangs on, and for which clauses it holds.

use super::nouns;
use parallax_model::Sentence;

/// Whether word `word` stands under `top` in the tree, or is it.
pub(super) fn below(sentence: &Sentence, word: usize, top: usize) -> bool {
    let mut at = word;
    for _ in 0..sentence.tokens.len() {
        if at == top {
            return true;
        }
        match sentence.tokens.get(at).and_then(|token| token.head) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// The word that a place's name tells the place of, through words of kind ("the city of X"): what its phrase hangs on.
pub(super) fn attached(sentence: &Sentence, head: usize) -> Option<usize> {
    let mut word = head;
    loop {
        let upper = sentence.tokens.get(word)?.head?;
        let through = matches!(sentence.tokens[word].relation(), "nmod" | "appos" | "conj" | "flat" | "compound")
            && (nouns::kind(sentence, upper).is_some() || sentence.tokens[word].relation() == "flat");
        if !through {
            return Some(upper);
        }
        word = upper;
    }
}

/// Whether a place at word `spot` holds for the clause of word `head` too: it hangs on the same clause, on one above, or
/// on a clause beside, but not inside what is told of someone or what someone says.
pub(super) fn reaches(sentence: &Sentence, spot: usize, head: usize) -> bool {
    let above = |mut word: usize| {
        let mut path = vec![word];
        while let Some(upper) = sentence.tokens.get(word).and_then(|token| token.head) {
            if path.len() > sentence.tokens.len() {
                break;
            }
            path.push(upper);
            word = upper;
        }
        path
    };
    let mine = above(head);
    let path = above(spot);
    let Some(meeting) = path.iter().position(|word| mine.contains(word)) else { return false };
    let crosses = |words: &[usize], closed: &[&str]| {
        words.iter().filter_map(|&w| sentence.tokens.get(w)).any(|token| closed.contains(&token.relation()))
    };
    let up = mine.iter().position(|word| *word == path[meeting]).unwrap_or(0);
    !crosses(&path[..meeting], &["acl", "ccomp", "parataxis"])
        && !mine[..up]
            .iter()
            .any(|&w| sentence.tokens.get(w).is_some_and(|t| t.deprel == "acl:relcl" || t.relation() == "parataxis"))
}
