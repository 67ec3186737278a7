//! Which pairs of statements are worth judging: those that share a sense, a predicate or someone told of, or whose words
//! mean the like.
//!
//! Blocking keeps the work in proportion to the reports (Papadakis et al. 2020, "Blocking and Filtering Techniques for
//! Entity Resolution"): a block that has grown too large is cut by what else its members share.

use crate::telling::{Telling, cosine, word_likeness};
use parallax_lexicon::Lexicon;
use std::collections::{BTreeMap, BTreeSet};

/// Members a block may have before it is cut.
const LARGE: usize = 250;
/// Neighbours on each side that a member of a block too large even when cut is paired with.
const WINDOW: usize = 60;
/// Statements of different senses that share someone are judged when their predicates mean the like.
const LIKE: f32 = 0.65;
/// Statements are judged whoever they tell of when their words by themselves mean the like.
const LIKE_WORDS: f32 = 0.5;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'t> {
    Sense(&'t str),
    Word(&'t str),
    Who(usize),
}

/// Pairs of indices into `tellings`, the lower first, sorted, none twice.
pub(crate) fn pairs(tellings: &[Telling], lexicon: &Lexicon) -> Vec<(usize, usize)> {
    let mut near: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sense in lexicon.events.senses() {
        for other in &sense.near {
            near.entry(sense.name.as_str()).or_default().push(other);
            near.entry(other).or_default().push(&sense.name);
        }
    }
    let like = like_words(tellings);
    let mut blocks: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (i, telling) in tellings.iter().enumerate() {
        let mut keys = BTreeSet::from([Key::Word(telling.predicate.as_str())]);
        // A word that means the like has this one as a guest.
        keys.extend(like.get(telling.predicate.as_str()).into_iter().flatten().map(|w| Key::Word(w)));
        if let Some(sense) = telling.sense {
            keys.insert(Key::Sense(sense));
            // A near sense's block has this one as a guest.
            keys.extend(near.get(sense).into_iter().flatten().map(|s| Key::Sense(s)));
        }
        // So has that of a sense its word can have.
        keys.extend(telling.senses.iter().map(|s| Key::Sense(s)));
        keys.extend(told_of(telling).map(Key::Who));
        for key in keys {
            blocks.entry(key).or_default().push(i);
        }
    }
    let mut found = BTreeSet::new();
    for (key, members) in &blocks {
        let keep = |a: usize, b: usize| match key {
            Key::Who(_) => alike(&tellings[a], &tellings[b]),
            _ => true,
        };
        for (a, b) in within(members, tellings) {
            if keep(a, b) {
                found.insert((a, b));
            }
        }
    }
    found.into_iter().collect()
}

/// Predicates → those whose words by themselves mean the like, where a sense is unknown: what senses are known tells more.
fn like_words<'t>(tellings: &'t [Telling]) -> BTreeMap<&'t str, Vec<&'t str>> {
    let words: BTreeMap<&str, &Telling> = tellings.iter().map(|t| (t.predicate.as_str(), t)).collect();
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (i, (a, x)) in words.iter().enumerate() {
        for (b, y) in words.iter().skip(i + 1) {
            let known = x.sense.is_some() && y.sense.is_some();
            if !known && word_likeness(x.word, y.word).is_some_and(|like| like >= LIKE_WORDS) {
                found.entry(a).or_default().push(b);
                found.entry(b).or_default().push(a);
            }
        }
    }
    found
}

/// Everyone in a statement, as numbers.
fn told_of<'t>(telling: &'t Telling) -> impl Iterator<Item = usize> + 't {
    let all: BTreeSet<usize> =
        telling.actors.iter().chain(&telling.recipients).chain(&telling.named).map(|e| e.0).collect();
    all.into_iter()
}

fn alike(a: &Telling, b: &Telling) -> bool {
    cosine(&a.trigger, &b.trigger).is_some_and(|like| like >= LIKE)
}

/// Pairs of a block: all of them, or those that share a further key where it is large.
fn within(members: &[usize], tellings: &[Telling]) -> Vec<(usize, usize)> {
    if members.len() <= LARGE {
        return all_pairs(members, members.len());
    }
    let mut parts: BTreeMap<(u8, usize), Vec<usize>> = BTreeMap::new();
    for &i in members {
        let telling = &tellings[i];
        let day = telling.when.map(|(when, _)| number(when.start));
        let keys = told_of(telling)
            .map(|e| (0, e))
            .chain(day.map(|d| (1, d)))
            .chain(telling.place.map(|(e, _)| (2, e.0)))
            .chain(telling.words.iter().map(|&w| (3, w as usize)));
        for key in keys {
            parts.entry(key).or_default().push(i);
        }
    }
    parts.values().flat_map(|part| all_pairs(part, if part.len() <= LARGE { part.len() } else { WINDOW })).collect()
}

/// Each member with the `reach` members after it.
fn all_pairs(members: &[usize], reach: usize) -> Vec<(usize, usize)> {
    let after = |k: usize| members.iter().skip(k + 1).take(reach);
    members.iter().enumerate().flat_map(|(k, &a)| after(k).map(move |&b| (a, b))).collect()
}

/// A day as a number that no other day has.
fn number(day: jiff::civil::Date) -> usize {
    ((i64::from(day.year()) + 10_000) * 400 + i64::from(day.day_of_year())).unsigned_abs() as usize
}
