//! The word lists of comparing, from `data/compare/words.tsv`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static WORDS: LazyLock<BTreeSet<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/compare/words.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t')).collect()
});

/// Whether a lower-case word is of that kind ("beside", "rough", "lasting", "describing", "from", "to").
pub(crate) fn is(kind: &str, word: &str) -> bool {
    WORDS.contains(&(kind, word))
}
