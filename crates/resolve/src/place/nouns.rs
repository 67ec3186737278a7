//! Common nouns of sites and of kinds of places: `data/places/sites.txt` and `data/places/kinds.tsv`.

use parallax_model::{Sentence, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static SITES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../../../data/places/sites.txt")).collect());
static KINDS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    lines(include_str!("../../../../data/places/kinds.tsv")).filter_map(|line| line.split_once('\t')).collect()
});

static BEYOND: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../../../data/places/beyond.txt")).collect());

/// Whether a name is that of a body or region of the sky ("Mars", "the Moon"), which is nowhere on the map.
pub(super) fn is_beyond(name: &str) -> bool {
    BEYOND.contains(name.trim_start_matches("the ").trim_start_matches("The ").trim().to_lowercase().as_str())
}

static CONTESTS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../../../data/places/contests.txt")).collect());

/// Whether a name is that of a contest ("the Harbour Cup").
pub(super) fn is_contest(name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| CONTESTS.contains(last.to_lowercase().as_str()))
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// Whether a word is a noun of a site ("prison", "airport").
pub(super) fn is_site(sentence: &Sentence, word: usize) -> bool {
    sentence.tokens.get(word).is_some_and(|token| SITES.contains(token.lemma.to_lowercase().as_str()))
}

/// Whether the last word of a name tells a site ("Prison", "Airport").
pub(super) fn names_site(word: &str) -> bool {
    SITES.contains(word.to_lowercase().as_str())
}

/// What kind of place a common noun tells of: "settlement", "area", "country", "part" or "waters".
pub(super) fn kind(sentence: &Sentence, word: usize) -> Option<&'static str> {
    let token = sentence.tokens.get(word).filter(|token| matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj))?;
    KINDS.get(token.lemma.to_lowercase().as_str()).copied()
}
