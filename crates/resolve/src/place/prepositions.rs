//! What a preposition before a place's name says of it: `data/places/prepositions.tsv`.

use super::spots::{COUNTRY, Stand};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How a place of any other kind, one within a country, and a country stand behind it.
static PREPOSITIONS: LazyLock<BTreeMap<&str, [Stand; 3]>> = LazyLock::new(|| {
    let lines = include_str!("../../../../data/places/prepositions.tsv").lines();
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let preposition = cells.next()?;
        let first = named(cells.next()?)?;
        let mut next = || cells.next().and_then(named).unwrap_or(first);
        Some((preposition, [first, next(), next()]))
    };
    lines.filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

fn named(cell: &str) -> Option<Stand> {
    Some(match cell {
        "local" => Stand::Local,
        "directed" => Stand::Directed,
        "from" => Stand::From,
        "loose" => Stand::Loose,
        _ => return None,
    })
}

/// How a place of that rank stands behind a preposition, in lower case: "strikes *on* Aleppo" go there, a site *on* the coast
/// lies there, sanctions *on* Iran do neither.
pub(super) fn stand(preposition: &str, rank: u8) -> Stand {
    let Some([other, within, country]) = PREPOSITIONS.get(preposition) else { return Stand::Loose };
    match rank {
        1..=4 => *within,
        COUNTRY => *country,
        _ => *other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::spots::SITE;

    #[test]
    fn a_preposition_depends_on_what_stands_behind_it() {
        const TOWN: u8 = 1;
        for (preposition, rank, expected) in [
            ("in", TOWN, Stand::Local),
            ("in", COUNTRY, Stand::Local),
            ("on", SITE, Stand::Local),
            ("on", TOWN, Stand::Directed),
            ("on", COUNTRY, Stand::Loose),
            ("from", COUNTRY, Stand::From),
            ("despite", TOWN, Stand::Loose),
        ] {
            assert_eq!(stand(preposition, rank), expected, "{preposition} before rank {rank}");
        }
    }
}
