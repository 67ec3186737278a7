//! Runs of names that the reader took for one person's: a picture's credit before a name, a place or another name after it.
//!
//! Captions set names side by side without a comma. Where the report also names the parts, each by itself, they are two;
//! what is named only together stays one.

use parallax_model::{Name, NameKind, Sentence};
use std::collections::{BTreeMap, BTreeSet};

/// Letters from which on a word in capitals is no initials.
const NO_INITIALS: usize = 4;

/// The names, with runs of two taken apart and credits left out.
pub(crate) fn apart(text: &str, sentences: &[Sentence], names: Vec<Name>) -> Vec<Name> {
    let words = |name: &Name| -> Vec<&str> {
        let tokens = sentences.get(name.sentence).and_then(|s| s.tokens.get(name.tokens.0..name.tokens.1));
        tokens.unwrap_or_default().iter().map(|t| t.span.of(text)).collect()
    };
    let mut known: BTreeMap<Vec<&str>, BTreeSet<NameKind>> = BTreeMap::new();
    for name in &names {
        known.entry(words(name)).or_default().insert(name.kind);
    }
    let mut found = Vec::with_capacity(names.len());
    for name in &names {
        let all = words(name);
        let cut = (1..all.len()).filter(|_| name.kind == NameKind::Person).find_map(|at| {
            let (front, back) = all.split_at(at);
            let is = |part: &[&str], kind: NameKind| known.get(part).is_some_and(|kinds| kinds.contains(&kind));
            let person = |part: &[&str]| part.len() > 1 && is(part, NameKind::Person);
            let other = [NameKind::Place, NameKind::Organisation].into_iter().find(|&kind| is(back, kind));
            if person(front) && person(back) {
                Some((at, Some(NameKind::Person), NameKind::Person))
            } else if let Some(kind) = other.filter(|_| person(front) && !is(back, NameKind::Person)) {
                Some((at, Some(NameKind::Person), kind))
            } else if person(back) && front.iter().all(|w| in_capitals(w)) && !back.iter().any(|w| in_capitals(w)) {
                Some((at, None, NameKind::Person))
            } else {
                None
            }
        });
        let Some((at, front, back)) = cut else {
            found.push(name.clone());
            continue;
        };
        found.extend(front.and_then(|kind| part(sentences, name, 0, at, kind)));
        found.extend(part(sentences, name, at, all.len(), back));
    }
    found
}

fn in_capitals(word: &str) -> bool {
    word.chars().count() >= NO_INITIALS && !word.chars().any(char::is_lowercase)
}

/// The words `from..to` of a name as a name of their own.
fn part(sentences: &[Sentence], name: &Name, from: usize, to: usize, kind: NameKind) -> Option<Name> {
    let tokens = (name.tokens.0 + from, name.tokens.0 + to);
    let of = sentences.get(name.sentence)?.tokens.get(tokens.0..tokens.1)?;
    Some(Name { sentence: name.sentence, tokens, span: of.first()?.span.cover(of.last()?.span), kind })
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{Span, Token, Upos};

    /// Names given one a line as "kind words"; each line is a sentence of its own.
    fn shown(lines: &str) -> Vec<String> {
        let (mut sentences, mut names, mut at) = (Vec::new(), Vec::new(), 0);
        for (index, line) in lines.lines().enumerate() {
            let (mut tokens, mut from) = (Vec::new(), at);
            for word in line.split(' ') {
                let span = Span::new(from, from + word.len());
                let (lemma, xpos, feats, deprel) = (word.to_string(), String::new(), String::new(), String::new());
                tokens.push(Token { span, lemma, upos: Upos::Propn, xpos, feats, head: None, deprel });
                from += word.len() + 1;
            }
            let kind = match line.chars().next() {
                Some('p') => NameKind::Person,
                Some('l') => NameKind::Place,
                _ => NameKind::Organisation,
            };
            let span = Span::new(tokens[1].span.start, from - 1);
            names.push(Name { sentence: index, tokens: (1, tokens.len()), span, kind });
            sentences.push(Sentence { span, paragraph: index, title: false, tokens, vectors: Vec::new() });
            at += line.len() + 1;
        }
        apart(lines, &sentences, names).iter().map(|n| format!("{:?} {}", n.kind, n.span.of(lines))).collect()
    }

    #[test]
    fn runs_are_taken_apart_where_the_report_names_the_parts() {
        for (lines, wanted) in [
            ("p Osei Mensah\nl Accra\np Osei Mensah Accra", "Person Osei Mensah, Place Accra"),
            ("p Osei Mensah\np Ama Boateng\np Osei Mensah Ama Boateng", "Person Osei Mensah, Person Ama Boateng"),
            ("p Osei Mensah\np REUTERS Osei Mensah", "Person Osei Mensah"),
            // Named only together, or with a part that is the person's own: one.
            ("l Accra\np Osei Mensah Accra", "Person Osei Mensah Accra"),
            ("p Osei Kofi\np Mensah\np Osei Kofi Mensah", "Person Osei Kofi Mensah"),
            ("p Kofi Mensah\np Osei Kofi Mensah", "Person Osei Kofi Mensah"),
            ("p OSEI MENSAH\np KOFI OSEI MENSAH", "Person KOFI OSEI MENSAH"),
        ] {
            let before = lines.lines().count() - 1;
            assert_eq!(shown(lines)[before..].join(", "), wanted);
        }
    }
}
