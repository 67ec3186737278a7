//! Attachments that the parser gets wrong again and again, put right before anything is read off the tree.

use crate::tables::Tables;
use parallax_model::{Sentence, Token, Upos};
use std::borrow::Cow;

/// A word, the head it belongs to, and its relation to it.
type Attachment = (usize, usize, &'static str);

/// The sentence with what is read wrongly put right.
pub(crate) fn repaired(sentence: &Sentence) -> Cow<'_, Sentence> {
    let wrong: Vec<Attachment> =
        (0..sentence.tokens.len()).filter_map(|i| accused(sentence, i).or_else(|| object(sentence, i))).collect();
    if wrong.is_empty() {
        return Cow::Borrowed(sentence);
    }
    let mut right = sentence.clone();
    for (word, head, relation) in wrong {
        if let Some(token) = right.tokens.get_mut(word) {
            token.head = Some(head);
            token.deprel = relation.into();
        }
    }
    Cow::Owned(right)
}

/// "The court accused the man *of beating* a guard": the act belongs to the accusing, not to the man.
fn accused(sentence: &Sentence, act: usize) -> Option<Attachment> {
    let token = |i: usize| sentence.tokens.get(i);
    let word = token(act).filter(|t| t.relation() == "acl" && t.xpos == "VBG" && t.upos == Upos::Verb)?;
    let object = word.head.filter(|&o| o < act)?;
    let verb = token(object).filter(|t| t.relation() == "obj")?.head?;
    let marked = sentence.children(act).any(|c| {
        token(c).is_some_and(|t| {
            matches!(t.relation(), "mark" | "case") && matches!(t.lemma.as_str(), "of" | "for" | "with" | "over")
        })
    });
    let accuses = token(verb).is_some_and(|t| Tables::get().accuses(&t.lemma.to_lowercase()));
    (marked && accuses).then_some((act, verb, "advcl"))
}

/// "Killing two and *wounding dozens* of others": what follows the second verb is its own object, not the first one's.
fn object(sentence: &Sentence, noun: usize) -> Option<Attachment> {
    let token = |i: usize| sentence.tokens.get(i);
    let is = |t: &Token, of: &[Upos]| of.contains(&t.upos);
    let word = token(noun).filter(|t| is(t, &[Upos::Noun, Upos::Propn, Upos::Num]))?;
    let is_object = |i: usize| token(i).is_some_and(|t| t.relation() == "obj");
    let first = match word.relation() {
        // An object after several verbs of which none has one before is theirs together ("beating and kicking a guard").
        "obj" => word.head.filter(|&first| sentence.children(first).any(|c| c < noun && is_object(c)))?,
        "conj" => token(word.head.filter(|&o| is_object(o))?)?.head?,
        _ => return None,
    };
    // The noun's own words ("several", "at least") stand between it and the verb, and nothing else.
    let above = |i: &usize| token(*i).and_then(|t| t.head);
    let own = |i: usize| std::iter::successors(Some(i), above).take(sentence.tokens.len()).any(|a| a == noun);
    let verb = (0..noun).rev().find(|&i| !own(i))?;
    let second = token(verb).filter(|t| t.head == Some(first) && t.relation() == "conj" && is(t, &[Upos::Verb]))?;
    let alike = token(first).is_some_and(|t| t.xpos == second.xpos);
    let open =
        !sentence.children(verb).any(|c| token(c).is_some_and(|t| matches!(t.relation(), "obj" | "ccomp" | "xcomp")));
    (alike && open && verb > first).then_some((noun, verb, "obj"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Span;

    /// A sentence of words written "form/UPOS/xpos/head/relation", heads counted from 1.
    fn sentence(words: &str) -> Sentence {
        let tokens = words.split(' ').enumerate().map(|(i, word)| {
            let cells: Vec<&str> = word.split('/').collect();
            Token {
                span: Span::new(i * 20, i * 20 + cells[0].len()),
                lemma: cells[0].to_string(),
                upos: Upos::named(cells[1]),
                xpos: cells[2].to_string(),
                feats: "_".to_string(),
                head: cells[3].parse::<usize>().unwrap().checked_sub(1),
                deprel: cells[4].to_string(),
            }
        });
        Sentence { tokens: tokens.collect(), ..Sentence::default() }
    }

    #[test]
    fn the_second_verb_keeps_its_object() {
        for (words, wanted) in [
            (
                "killing/VERB/VBG/0/root two/NUM/CD/1/obj and/CCONJ/CC/4/cc wounding/VERB/VBG/1/conj scores/NOUN/NNS/1/obj",
                4,
            ),
            (
                "killed/VERB/VBD/0/root two/NUM/CD/1/obj and/CCONJ/CC/4/cc wounded/VERB/VBD/1/conj many/ADJ/JJ/6/amod dozens/NOUN/NNS/2/conj",
                4,
            ),
            // It is the object of both.
            ("beating/VERB/VBG/0/root and/CCONJ/CC/3/cc kicking/VERB/VBG/1/conj guards/NOUN/NNS/1/obj", 1),
            // It has one of its own; it is told otherwise; it stands first.
            (
                "killing/VERB/VBG/0/root two/NUM/CD/1/obj and/CCONJ/CC/4/cc wounding/VERB/VBG/1/conj ten/NUM/CD/4/obj men/NOUN/NNS/1/obj",
                1,
            ),
            (
                "killed/VERB/VBD/0/root two/NUM/CD/1/obj and/CCONJ/CC/4/cc wounding/VERB/VBG/1/conj scores/NOUN/NNS/1/obj",
                1,
            ),
            ("killed/VERB/VBD/0/root two/NUM/CD/1/obj and/CCONJ/CC/4/cc three/NUM/CD/2/conj", 2),
        ] {
            let given = sentence(words);
            let found = repaired(&given);
            assert_eq!(found.tokens.last().and_then(|t| t.head), Some(wanted - 1), "{words}");
        }
    }
}
