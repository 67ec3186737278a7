//! Which statement an expression tells the time of.

use super::Tagged;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Sentence, Statement, Upos};
use std::collections::BTreeMap;

/// (sentence, head word) → statements, in text order.
pub(super) type Places = BTreeMap<(usize, usize), Vec<usize>>;

/// Where each statement stands.
pub(super) fn places(account: &Account) -> Places {
    let mut places = Places::new();
    for (index, statement) in account.statements.iter().enumerate() {
        places.entry((statement.sentence, statement.head)).or_default().push(index);
    }
    places
}

/// For each expression the statement whose time it tells.
pub fn attachments(document: &Document, account: &Account, tagged: &[Tagged], lexicon: &Lexicon) -> Vec<Option<usize>> {
    let places = places(account);
    tagged.iter().map(|time| attach(document, &places, account, time, lexicon)).collect()
}

/// The word that another hangs on. Where a verb stands between the two and above both, the word is that verb's: readers hang it
/// on the clause that they have just left ("the firm that *built* the tower *said* on Friday").
fn above(sentence: &Sentence, word: usize) -> Option<usize> {
    let token = sentence.tokens.get(word)?;
    let head = token.head?;
    if !matches!(token.relation(), "obl" | "advmod") {
        return Some(head);
    }
    let upper = |w: &usize| sentence.tokens.get(*w)?.head;
    let between = std::iter::successors(Some(head), upper)
        .take(sentence.tokens.len())
        .skip(1)
        .find(|&w| head < w && w < word && sentence.tokens.get(w).is_some_and(|t| t.upos == Upos::Verb));
    between.or(Some(head))
}

/// Whether an expression tells when something was said ("police said Wednesday that …").
pub fn of_saying(document: &Document, time: &Tagged, lexicon: &Lexicon) -> bool {
    let governor = || {
        let sentence = document.sentences.get(time.sentence)?;
        sentence.tokens.get(above(sentence, time.head?)?)
    };
    governor().is_some_and(|token| lexicon.cues.reporting_verb(&token.lemma).is_some())
}

/// The statement whose time an expression tells: the first above it in the tree.
fn attach(document: &Document, places: &Places, account: &Account, time: &Tagged, lexicon: &Lexicon) -> Option<usize> {
    let sentence = document.sentences.get(time.sentence)?;
    // A modifier the extractor gave to a statement.
    let modifies = |statement: &Statement| {
        statement.sentence == time.sentence && statement.modifiers.iter().any(|m| m.span.contains(time.span))
    };
    let mut word = time.head?;
    // "organizers of the *New Year's Eve* party": the day is the party's, wherever that stands.
    let described = sentence
        .tokens
        .get(word)
        .filter(|token| matches!(token.relation(), "compound" | "amod") || token.deprel == "nmod:poss")
        .and_then(|token| token.head);
    for _ in 0..sentence.tokens.len() {
        if let Some(statement) = places.get(&(time.sentence, word)).and_then(|list| list.first()) {
            return within_subject(sentence, places, time, word).or(Some(*statement));
        }
        let token = sentence.tokens.get(word)?;
        // "police said on Wednesday that …": the day is that of the saying.
        if Some(word) != time.head && token.upos == Upos::Verb && lexicon.cues.reporting_verb(&token.lemma).is_some() {
            return None;
        }
        // "the war that began *in 1950*": the day of what is told there, though that is no statement.
        if token.deprel == "acl:relcl" {
            return None;
        }
        if Some(word) == described && token.relation() == "nmod" {
            return None;
        }
        word = match above(sentence, word) {
            Some(head) => head,
            None => break,
        };
    }
    account.statements.iter().position(modifies)
}

/// "The girls taken two years ago have been freed": the present perfect takes no day of the past, so one that stands before it
/// belongs to the participle inside its subject, however the sentence was parsed.
fn within_subject(sentence: &Sentence, places: &Places, time: &Tagged, verb: usize) -> Option<usize> {
    let perfect = sentence.children(verb).find(|&c| {
        let token = &sentence.tokens[c];
        token.relation() == "aux" && token.lemma == "have" && matches!(token.xpos.as_str(), "VBP" | "VBZ")
    })?;
    let head = time.head.filter(|&head| head < perfect)?;
    let inside = (0..head).rev().find(|&w| {
        let token = &sentence.tokens[w];
        token.relation() == "acl" && token.upos == Upos::Verb
    })?;
    places.get(&(time.sentence, inside)).and_then(|list| list.first()).copied()
}
