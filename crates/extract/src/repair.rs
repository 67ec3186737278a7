//! Attachments that the parser gets wrong again and again, put right before anything is read off the tree.

use crate::tables::Tables;
use parallax_model::{Sentence, Upos};
use std::borrow::Cow;

/// "The court accused the man *of beating* a guard": the act belongs to the accusing, not to the man.
pub(crate) fn repaired(sentence: &Sentence) -> Cow<'_, Sentence> {
    let token = |i: usize| sentence.tokens.get(i);
    let wrong = (0..sentence.tokens.len()).filter_map(|act| {
        let word = token(act).filter(|t| t.relation() == "acl" && t.xpos == "VBG" && t.upos == Upos::Verb)?;
        let object = word.head.filter(|&o| o < act)?;
        let verb = token(object).filter(|t| t.relation() == "obj")?.head?;
        let marked = sentence.children(act).any(|c| {
            token(c).is_some_and(|t| {
                matches!(t.relation(), "mark" | "case") && matches!(t.lemma.as_str(), "of" | "for" | "with" | "over")
            })
        });
        let accuses = token(verb).is_some_and(|t| Tables::get().accuses(&t.lemma.to_lowercase()));
        (marked && accuses).then_some((act, verb))
    });
    let wrong: Vec<(usize, usize)> = wrong.collect();
    if wrong.is_empty() {
        return Cow::Borrowed(sentence);
    }
    let mut right = sentence.clone();
    for (act, verb) in wrong {
        if let Some(token) = right.tokens.get_mut(act) {
            token.head = Some(verb);
            token.deprel = "advcl".into();
        }
    }
    Cow::Owned(right)
}
