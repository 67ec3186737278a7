//! Nouns that name stretches or points of time ("week", "Monday"): `data/extract/times.txt`.

use crate::table::rows;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static NOUNS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| rows(include_str!("../../../data/extract/times.txt")).map(|row| row.cell(0)).collect());

/// Whether a noun, by its lower-case lemma, names a stretch or point of time.
pub fn is_time(lemma: &str) -> bool {
    NOUNS.contains(lemma)
}
