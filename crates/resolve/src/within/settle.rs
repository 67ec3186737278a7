//! What a report as a whole tells of its names: the kind of each, and the gender of people called by a given name alone.

use crate::view::View;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Gender, MentionForm, NameKind};
use std::collections::{BTreeMap, BTreeSet};

/// One kind for all mentions of one name: the reader tags each sentence alone and errs in some. Most mentions decide; a
/// bare surname is the person's whose full name stands elsewhere.
pub fn kinds(views: &mut [View], lexicon: &Lexicon) {
    let mut votes: BTreeMap<Vec<String>, BTreeMap<NameKind, usize>> = BTreeMap::new();
    for v in views.iter().filter(|v| v.form == MentionForm::Name && v.pronoun.is_none()) {
        if let Some(kind) = v.kind {
            *votes.entry(v.words.clone()).or_default().entry(kind).or_insert(0) += 1;
        }
    }
    // Of equals the first of person, organisation, place, other.
    let most = |kinds: &BTreeMap<NameKind, usize>| {
        kinds
            .iter()
            .fold(
                None,
                |best: Option<(NameKind, usize)>, (&k, &n)| {
                    if best.is_none_or(|b| n > b.1) { Some((k, n)) } else { best }
                },
            )
            .map(|b| b.0)
    };
    let settled: BTreeMap<Vec<String>, NameKind> =
        votes.iter().filter_map(|(w, kinds)| Some((w.clone(), most(kinds)?))).collect();
    let surnames: BTreeSet<String> = settled
        .iter()
        .filter(|(w, k)| **k == NameKind::Person && w.len() > 1 && w.len() < 5)
        .filter_map(|(w, _)| w.last().cloned())
        .collect();
    for v in views.iter_mut().filter(|v| v.form == MentionForm::Name && v.pronoun.is_none()) {
        let kind = match v.words.as_slice() {
            [one]
                if surnames.contains(one)
                    && lexicon.actors.country(one).is_none()
                    && lexicon.actors.organisation(&one.to_uppercase()).is_none() =>
            {
                Some(NameKind::Person)
            }
            _ => settled.get(&v.words).copied(),
        };
        if kind.is_some() && kind != v.kind {
            v.kind = kind;
            v.animate = Some(kind == Some(NameKind::Person));
            if v.animate == Some(false) {
                v.gender = Gender::Neuter;
            } else if v.gender == Gender::Neuter {
                v.gender = Gender::Unknown;
            }
        }
    }
}

/// The gender of people called by one word: of a surname whose ending tells it, else what the word would be as a given
/// name, unless the report has it as the end of a longer name, too: then it is a surname ("Kelly" beside "Scott Kelly").
pub fn genders(views: &mut [View], account: &Account, lexicon: &Lexicon) {
    let person = |v: &View| v.form == MentionForm::Name && v.pronoun.is_none() && v.kind == Some(NameKind::Person);
    let surnames: BTreeSet<String> =
        views.iter().filter(|v| person(v) && v.words.len() > 1).filter_map(|v| v.words.last().cloned()).collect();
    for (v, m) in views.iter_mut().zip(&account.mentions) {
        let alone = person(v) && v.gender == Gender::Unknown && v.words.len() == 1 && m.title.is_none();
        if alone && !surnames.contains(&v.words[0]) {
            match lexicon.actors.given_name(&m.name) {
                Some(Gender::Feminine) => v.gender = Gender::Feminine,
                told => v.leaning = told.unwrap_or(Gender::Unknown),
            }
        }
    }
}
