//! The tense a time expression stands under, from the tree: "will meet on Friday" looks ahead, "met on Friday" back.

use super::tables::Tables;
use parallax_model::{Document, NameKind, Sentence, Span, Tense, Token, Upos};

/// Indices of the words of `sentence` that lie in `span`.
pub fn words(sentence: &Sentence, span: Span) -> Vec<usize> {
    sentence.tokens.iter().enumerate().filter(|(_, token)| token.span.overlaps(span)).map(|(i, _)| i).collect()
}

/// The word of `words` whose head lies outside them.
pub fn top(sentence: &Sentence, words: &[usize]) -> Option<usize> {
    let outside = |&&word: &&usize| {
        sentence
            .tokens
            .get(word)
            .is_some_and(|token| token.head.is_none_or(|head| !words.contains(&head)) && token.upos != Upos::Punct)
    };
    words.iter().find(outside).or(words.first()).copied()
}

/// Whether the words are part of a longer name ("Sunday Times", "May Day Hospital", "Theresa May").
pub fn is_name(document: &Document, sentence: &Sentence, index: usize, words: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    let digits = words.iter().any(|&w| sentence.tokens.get(w).is_some_and(|t| t.upos == Upos::Num));
    !digits
        && document.names.iter().any(|name| {
            name.sentence == index
                && name.kind != NameKind::Other
                && name.tokens.0 <= first
                && last < name.tokens.1
                && name.tokens.1 - name.tokens.0 > words.len()
        })
}

/// The tense of the verb that governs word `start`.
pub fn of(sentence: &Sentence, start: usize, text: &str) -> Tense {
    let mut word = start;
    // Trees are no deeper than their sentence is long; a damaged one ends the climb.
    for _ in 0..sentence.tokens.len() {
        let Some(token) = sentence.tokens.get(word) else { break };
        if word != start && matches!(token.upos, Upos::Verb | Upos::Aux)
            || sentence
                .children(word)
                .any(|c| sentence.tokens[c].relation() == "cop" || sentence.tokens[c].relation() == "aux")
        {
            let tense = of_verb(sentence, word, text);
            if tense != Tense::None {
                return tense;
            }
        }
        match token.head {
            Some(head) => word = head,
            None => break,
        }
    }
    Tense::None
}

fn of_verb(sentence: &Sentence, verb: usize, text: &str) -> Tense {
    let Some(token) = sentence.tokens.get(verb) else { return Tense::None };
    let auxiliaries: Vec<usize> =
        sentence.children(verb).filter(|&c| matches!(sentence.tokens[c].relation(), "aux" | "cop")).collect();
    let form = |word: usize| sentence.form(word, text).to_lowercase();
    if auxiliaries.iter().any(|&a| matches!(form(a).as_str(), "will" | "'ll" | "’ll" | "shall" | "wo" | "ll")) {
        return Tense::Future;
    }
    let infinitive = token.has("VerbForm=Inf") || sentence.children(verb).any(|c| sentence.tokens[c].xpos == "TO");
    let to = sentence.children(verb).any(|c| sentence.tokens[c].xpos == "TO");
    // "are to meet", "is expected to be held".
    let be_to = to
        && auxiliaries.iter().all(|&a| {
            let token = &sentence.tokens[a];
            token.lemma == "be" && (token.has("Tense=Pres") || token.has("VerbForm=Inf"))
        });
    if infinitive && (auxiliaries.is_empty() || be_to) || auxiliaries.iter().any(|&a| sentence.tokens[a].lemma == "to")
    {
        let governor = token.head.and_then(|head| sentence.tokens.get(head));
        // "Talks are to resume on Friday": the verb hangs on "are", or has it as its auxiliary.
        let arranged = |word: &Token| word.lemma == "be" && word.has("Tense=Pres");
        let own = auxiliaries.iter().any(|&a| arranged(&sentence.tokens[a]));
        return match governor {
            Some(governor) if Tables::get().says("ahead", &governor.lemma) || arranged(governor) => Tense::Future,
            _ if own => Tense::Future,
            _ => Tense::None,
        };
    }
    if auxiliaries.iter().any(|&a| sentence.tokens[a].lemma == "have" || sentence.tokens[a].has("Tense=Past"))
        || token.has("Tense=Past") && token.has("VerbForm=Fin")
    {
        return Tense::Past;
    }
    if auxiliaries.iter().any(|&a| sentence.tokens[a].has("Tense=Pres")) {
        // "is meeting on Friday" and "is due on Friday" look ahead, "was met" has been seen above.
        let ahead = token.has("VerbForm=Ger") || token.has("Tense=Pres") || Tables::get().says("ahead", &token.lemma);
        return if ahead { Tense::Future } else { Tense::Present };
    }
    if token.has("VerbForm=Part") && token.has("Tense=Past") {
        return Tense::Past;
    }
    if token.has("Tense=Pres") && token.has("VerbForm=Fin") { Tense::Present } else { Tense::None }
}
