//! The small word lists of `data/extract/`, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What a number word stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct NumberWord {
    pub low: f64,
    /// `None`: open above.
    pub high: Option<f64>,
    pub kind: NumberKind,
}

/// How a number word combines with others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NumberKind {
    /// one … nineteen
    Unit,
    /// twenty … ninety
    Tens,
    /// hundred, thousand …: multiplies what stands before it
    Power,
    /// "dozens", "several"
    Vague,
    /// "half", "a third": a part of the noun after "of"
    Part,
}

/// An expression that bounds the number after it ("more than").
pub(crate) struct Bound {
    pub words: Vec<&'static str>,
    /// Factor of the least value; `None`: open below.
    pub low: Option<f64>,
    /// Factor of the greatest value; `None`: open above.
    pub high: Option<f64>,
}

/// The lists.
pub(crate) struct Tables {
    feasts: Vec<Vec<String>>,
    feast_words: BTreeSet<String>,
    counts: BTreeSet<&'static str>,
    witnessing: BTreeSet<&'static str>,
    charges: BTreeSet<&'static str>,
    count_moves: BTreeSet<&'static str>,
    units: BTreeMap<&'static str, &'static str>,
    numbers: BTreeMap<&'static str, NumberWord>,
    /// Longest first.
    pub bounds: Vec<Bound>,
    still: BTreeSet<&'static str>,
    calling: BTreeSet<&'static str>,
    partitives: BTreeSet<&'static str>,
    object_control: BTreeSet<&'static str>,
    undergoers: BTreeMap<&'static str, &'static str>,
    accusing: BTreeSet<&'static str>,
    denials: BTreeSet<&'static str>,
    edges: BTreeSet<&'static str>,
    ahead: BTreeSet<&'static str>,
    convened: BTreeSet<&'static str>,
}

impl Tables {
    /// The bundled lists.
    pub fn get() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(load)
    }
    /// Whether these words, in lower case, name a feast or another named day ("new", "year", "'s", "eve").
    pub fn is_feast(&self, words: &[String]) -> bool {
        self.feasts.iter().any(|feast| feast == words)
    }
    /// Whether a word, in lower case, stands in the name of any feast.
    pub fn in_feasts(&self, word: &str) -> bool {
        self.feast_words.contains(word)
    }
    /// The most words a feast's name has.
    pub fn longest_feast(&self) -> usize {
        self.feasts.iter().map(Vec::len).max().unwrap_or(0)
    }
    /// Whether the noun names how many there are in all ("toll").
    pub fn is_count(&self, lemma: &str) -> bool {
        self.counts.contains(lemma)
    }
    /// Whether the noun names what someone is accused of ("charge").
    pub fn is_charge(&self, lemma: &str) -> bool {
        self.charges.contains(lemma)
    }
    /// Whether the verb tells that someone saw or recorded what its participle tells ("filmed kicking").
    pub fn is_witnessing(&self, lemma: &str) -> bool {
        self.witnessing.contains(lemma)
    }
    /// Whether the verb states such a count or says that it changed ("rise", "stand").
    pub fn moves_count(&self, lemma: &str) -> bool {
        self.count_moves.contains(lemma)
    }
    /// The unit a word stands for ("tonne" → "t").
    pub fn unit(&self, word: &str) -> Option<&'static str> {
        self.units.get(word).copied()
    }
    pub fn number(&self, word: &str) -> Option<NumberWord> {
        self.numbers.get(word).copied()
    }
    /// Whether the verb tells a state and not a happening.
    pub fn is_still(&self, lemma: &str) -> bool {
        self.still.contains(lemma)
    }
    /// Whether the verb's participle behind a noun only says what it is called or that a picture shows it.
    pub fn is_calling(&self, lemma: &str) -> bool {
        self.calling.contains(lemma)
    }
    /// Whether the noun counts or parts the noun after "of".
    pub fn is_partitive(&self, lemma: &str) -> bool {
        self.partitives.contains(lemma)
    }
    /// The verb that tells what those named by the noun underwent ("detainee" → "detain").
    pub fn undergone(&self, noun: &str) -> Option<&'static str> {
        self.undergoers.get(noun).copied()
    }
    /// Whether the verb puts an act on its object.
    pub fn accuses(&self, lemma: &str) -> bool {
        self.accusing.contains(lemma)
    }
    /// Whether the word denies that of which it is said.
    pub fn denies(&self, lemma: &str) -> bool {
        self.denials.contains(lemma)
    }
    /// Whether the noun cuts a stretch of time before "of" ("end").
    pub fn is_edge(&self, lemma: &str) -> bool {
        self.edges.contains(lemma)
    }
    /// Whether the noun names what is called together or set a day for ("meeting").
    pub fn is_convened(&self, lemma: &str) -> bool {
        self.convened.contains(lemma)
    }
    /// Whether the sense only looks ahead to what its infinitive tells.
    pub fn is_ahead(&self, sense: &str) -> bool {
        self.ahead.contains(sense)
    }
    /// Whether the verb's object does what the infinitive under it says.
    pub fn object_controls(&self, lemma: &str) -> bool {
        self.object_control.contains(lemma)
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn words(text: &'static str) -> BTreeSet<&'static str> {
    lines(text).map(str::trim).collect()
}

fn load() -> Tables {
    let cell = |line: &'static str, i: usize| line.split('\t').nth(i).unwrap_or("").trim();
    let number = |line| {
        let kind = match cell(line, 3) {
            "unit" => NumberKind::Unit,
            "tens" => NumberKind::Tens,
            "power" => NumberKind::Power,
            "part" => NumberKind::Part,
            _ => NumberKind::Vague,
        };
        (
            cell(line, 0),
            NumberWord { low: cell(line, 1).parse().unwrap_or(0.0), high: cell(line, 2).parse().ok(), kind },
        )
    };
    let bound = |line| Bound {
        words: cell(line, 0).split(' ').collect(),
        low: cell(line, 1).parse().ok(),
        high: cell(line, 2).parse().ok(),
    };
    let mut bounds: Vec<Bound> = lines(include_str!("../../../data/extract/bounds.tsv")).map(bound).collect();
    let tolls = |kind: &'static str| {
        let rows = lines(include_str!("../../../data/extract/tolls.tsv"));
        rows.filter(move |l| cell(l, 0) == kind).map(move |l| cell(l, 1)).collect()
    };
    let feasts: Vec<Vec<String>> =
        lines(include_str!("../../../data/time/holidays.tsv")).flat_map(|l| cell(l, 0).split('|')).map(feast).collect();
    bounds.sort_by_key(|b| std::cmp::Reverse(b.words.len()));
    Tables {
        charges: words(include_str!("../../../data/extract/charges.txt")),
        witnessing: words(include_str!("../../../data/extract/witnessing.txt")),
        counts: tolls("count"),
        count_moves: tolls("move"),
        feast_words: feasts.iter().flatten().cloned().collect(),
        feasts,
        units: lines(include_str!("../../../data/extract/units.tsv")).map(|l| (cell(l, 0), cell(l, 1))).collect(),
        numbers: lines(include_str!("../../../data/extract/numbers.tsv")).map(number).collect(),
        bounds,
        still: words(include_str!("../../../data/extract/still.txt")),
        calling: words(include_str!("../../../data/extract/calling.txt")),
        partitives: words(include_str!("../../../data/extract/partitives.txt")),
        object_control: words(include_str!("../../../data/extract/object_control.txt")),
        undergoers: lines(include_str!("../../../data/extract/undergoers.tsv"))
            .map(|l| (cell(l, 0), cell(l, 1)))
            .collect(),
        accusing: words(include_str!("../../../data/extract/accusing.txt")),
        denials: words(include_str!("../../../data/extract/denials.txt")),
        edges: words(include_str!("../../../data/extract/edges.txt")),
        ahead: words(include_str!("../../../data/extract/ahead.txt")),
        convened: words(include_str!("../../../data/extract/convened.txt")),
    }
}

/// A feast's name as the reader splits it: the "'s" stands alone.
fn feast(name: &str) -> Vec<String> {
    name.to_lowercase().replace('\'', " '").split_whitespace().map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        let tables = Tables::get();
        assert!(tables.is_feast(&["new", "year", "'s", "eve"].map(str::to_string)));
        assert!(tables.is_still("belong") && tables.is_partitive("dozen"));
        assert_eq!(tables.unit("tonne"), Some("t"));
        assert_eq!(tables.number("dozens").map(|n| (n.low, n.high)), Some((24.0, Some(99.0))));
        assert_eq!(tables.bounds.first().map(|b| b.words.len()), Some(3));
    }
}
