//! Ties between mentions: appositions and predicates (the same thing), coordinations (groups), possessors (owners),
//! relative pronouns (their antecedents).
//!
//! Huddleston & Pullum 2002, ch. 5 §16 (apposition), ch. 15 §1 (coordination).

use crate::mentions::Mentions;
use crate::tree::Tree;
use parallax_model::{Gender, Mention, MentionForm, NameKind, Number, Upos};

/// Lays all ties; group mentions are added at the end of the list.
pub(crate) fn lay(trees: &[Tree], mentions: &mut Mentions) {
    for index in 0..mentions.all.len() {
        let (sentence, head) = (mentions.all[index].sentence, mentions.all[index].head);
        let Some(tree) = trees.get(sentence) else { continue };
        owner(tree, mentions, index, head);
        apposition(tree, mentions, index, head);
        predicate(tree, mentions, index, head);
        relative(tree, mentions, index, head);
    }
    for tree in trees {
        for word in 0..tree.len() {
            group(tree, mentions, word);
        }
    }
}

/// "*Ghana's* ambassador", "*their* release".
fn owner(tree: &Tree, mentions: &mut Mentions, index: usize, head: usize) {
    mentions.all[index].owner = tree.kid(head, "nmod:poss").and_then(|k| mentions.at(tree.index, k));
}

/// "Ferrer, *mayor of …*"; "two brothers, *A* and *B*" makes the named ones members.
fn apposition(tree: &Tree, mentions: &mut Mentions, index: usize, head: usize) {
    for k in tree.kids_in(head, &["appos"]) {
        let Some(other) = mentions.at(tree.index, k) else { continue };
        let members: Vec<usize> = tree.conjuncts(k).into_iter().filter_map(|w| mentions.at(tree.index, w)).collect();
        if members.len() > 1 && mentions.all[index].number == Number::Plural {
            mentions.all[index].members = members;
        } else if mentions.all[other].same_as.is_none() && other != index {
            // The later one points back, unless it is the name: a description points to the name it describes.
            let (from, to) = match (mentions.all[index].form, mentions.all[other].form) {
                (MentionForm::Nominal, MentionForm::Name) => (index, other),
                _ => (other, index),
            };
            if mentions.all[from].same_as.is_none() {
                mentions.all[from].same_as = Some(to);
            }
            lend(mentions, index, other);
            lend(mentions, other, index);
        }
    }
}

/// What the words of one tell of country, sector and gender holds for the other where its own words tell nothing.
fn lend(mentions: &mut Mentions, from: usize, to: usize) {
    let (countries, sectors, gender) = {
        let m = &mentions.all[from];
        (m.countries.clone(), m.sectors.clone(), m.gender)
    };
    let m = &mut mentions.all[to];
    if m.kind == Some(NameKind::Place) {
        return;
    }
    if m.countries.is_empty() {
        m.countries = countries;
    }
    if m.sectors.is_empty() {
        m.sectors = sectors;
    }
    if m.gender == Gender::Unknown {
        m.gender = gender;
    }
}

/// "Tamar is *a lawyer*": the predicate noun speaks of the subject. Not under negation or modals.
fn predicate(tree: &Tree, mentions: &mut Mentions, index: usize, head: usize) {
    if tree.kid(head, "cop").is_none()
        || !matches!(tree.upos(head), Upos::Noun | Upos::Propn)
        || tree.kid(head, "case").is_some()
    {
        return;
    }
    let hedged = tree.kids(head).iter().any(|&k| {
        (tree.rel(k) == "advmod" && matches!(tree.lemma(k), "not" | "never"))
            || (tree.rel(k) == "aux" && tree.token(k).xpos == "MD")
    });
    if let Some(subject) = tree.kid(head, "nsubj").and_then(|s| mentions.at(tree.index, s))
        && !hedged
        && subject != index
        && mentions.all[index].same_as.is_none()
    {
        mentions.all[index].same_as = Some(subject);
        lend(mentions, index, subject);
    }
}

/// "the men *who* fled": the relative pronoun speaks of the noun before it.
fn relative(tree: &Tree, mentions: &mut Mentions, index: usize, head: usize) {
    if !tree.token(head).has("PronType=Rel") {
        return;
    }
    let clause = tree.above(head).into_iter().find(|&w| tree.deprel(w).starts_with("acl"));
    if let Some(antecedent) = clause.and_then(|c| tree.head(c)).and_then(|noun| mentions.at(tree.index, noun))
        && antecedent != index
    {
        mentions.all[index].same_as = Some(antecedent);
        mentions.all[index].number = mentions.all[antecedent].number;
        mentions.all[index].kind = mentions.all[antecedent].kind;
    }
}

/// "Marko and Luka Horvat": one group over the members; a member without a surname takes that of the last.
fn group(tree: &Tree, mentions: &mut Mentions, word: usize) {
    if tree.rel(word) == "conj" || tree.kid(word, "conj").is_none() {
        return;
    }
    let Some(first) = mentions.at(tree.index, word) else { return };
    let heads = tree.conjuncts(word);
    let members: Vec<usize> = heads.iter().filter_map(|&w| mentions.at(tree.index, w)).collect();
    if members.len() < 2 {
        return;
    }
    let siblings = tree.rel(word) == "appos"
        && tree.head(word).is_some_and(|h| {
            matches!(tree.lemma(h), "brother" | "sister" | "twin" | "couple" | "sibling" | "cousin" | "spouse")
        });
    share_surname(mentions, &members, siblings);
    let span = members.iter().fold(mentions.all[first].span, |span, &m| span.cover(mentions.all[m].span));
    let model = &mentions.all[first];
    let group = Mention {
        sentence: tree.index,
        head: word,
        span,
        form: MentionForm::Group,
        kind: model.kind,
        name: span.of(tree.text).split_whitespace().collect::<Vec<_>>().join(" "),
        title: None,
        lemma: model.lemma.clone(),
        number: Number::Plural,
        gender: model.gender,
        definite: model.definite,
        countries: Vec::new(),
        sectors: Vec::new(),
        same_as: None,
        members,
        owner: None,
        count: None,
    };
    mentions.all.push(group);
}

fn share_surname(mentions: &mut Mentions, members: &[usize], siblings: bool) {
    let Some((&last, others)) = members.split_last() else { return };
    let person = |m: &Mention| m.form == MentionForm::Name && m.kind.is_none_or(|k| k == NameKind::Person);
    let full = &mentions.all[last];
    let words: Vec<&str> = full.name.split(' ').collect();
    if !person(full) || words.len() != 2 || full.kind.is_none() {
        return;
    }
    let surname = words[1].to_string();
    for &m in others {
        if person(&mentions.all[m])
            && !mentions.all[m].name.contains(' ')
            && mentions.all[m].title.is_none()
            && (siblings || mentions.all[m].gender != Gender::Unknown)
        {
            mentions.all[m].name = format!("{} {surname}", mentions.all[m].name);
        }
    }
}
