//! Short ids that stay the same while an event's first statement does.

use parallax_model::{Document, Report, Statement};
use std::collections::BTreeSet;

/// A number made of the words that tell a statement, not of its place, so that the id outlives a changed file name or order.
pub(crate) fn stamp(report: &Report, document: Option<&Document>, statement: &Statement) -> u64 {
    let sentence = document.and_then(|d| d.sentences.get(statement.sentence)).map_or("", |s| s.span.of(&report.text));
    mixed([statement.trigger.of(&report.text), statement.clause.of(&report.text), sentence].into_iter())
}

/// A number made of these words in this order.
pub(crate) fn mixed<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    // FNV-1a, 64 bits, with a finishing mix: stable across platforms and versions, which std's hasher does not promise.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts.flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^= hash >> 32;
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// "e" and three base-32 characters of the stamp; more where `taken` has it already. Takes the id.
pub(crate) fn id(stamp: u64, taken: &mut BTreeSet<String>) -> String {
    let all = spelt(stamp);
    let mut short = (3..=all.len()).filter_map(|n| all.get(..n)).map(|s| format!("e{s}"));
    let free = short.find(|id| !taken.contains(id));
    // Two events told in the very same words: number them.
    let id =
        free.or_else(|| (2u32..).map(|n| format!("e{all}x{n}")).find(|id| !taken.contains(id))).unwrap_or_default();
    taken.insert(id.clone());
    id
}

/// The longest id of a stamp: no two statements of a story share it, unless they are told in the very same words.
pub(crate) fn whole(stamp: u64) -> String {
    format!("e{}", spelt(stamp))
}

/// Whether an id, however long, may stand for that stamp.
pub(crate) fn stands_for(id: &str, stamp: u64) -> bool {
    id.strip_prefix('e')
        .is_some_and(|rest| rest.len() >= 3 && spelt(stamp).starts_with(rest.split('x').next().unwrap_or(rest)))
}

/// Twelve characters of base 32 without i, l, o, u and x (Crockford's alphabet less x: easy to read aloud, and x parts off a number).
pub(crate) fn spelt(stamp: u64) -> String {
    const DIGITS: &[u8; 31] = b"0123456789abcdefghjkmnpqrstvwyz";
    let mut rest = stamp;
    (0..12)
        .map(|_| {
            let digit = DIGITS.get((rest % 31) as usize).copied().unwrap_or(b'0');
            rest /= 31;
            char::from(digit)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_until_they_are_free() {
        let mut taken = BTreeSet::new();
        let first = id(42, &mut taken);
        let second = id(42, &mut taken);
        assert_eq!(first.len(), 4);
        assert!(second.starts_with(&first) && second.len() == 5);
        assert!(stands_for(&first, 42) && stands_for(&second, 42));
        for _ in 0..20 {
            id(42, &mut taken);
        }
        assert_eq!(taken.len(), 22);
    }
}
