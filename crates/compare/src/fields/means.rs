//! With what it was done: one account's truck is another's van, one's missile another's drone.
//!
//! Only things of one set are held against each other (`data/compare/means.tsv`): a raid may be flown by jets and by drones, and
//! be answered with rockets, but the vehicle that rammed a gate was of one kind.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Telling, Told};
use parallax_model::{Compatibility, FieldKind, Finding, Sentence};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The attribute of these findings.
pub(crate) const ATTRIBUTE: &str = "means";

/// A kind of thing that something is done with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Means {
    /// Its row in the table.
    row: usize,
    set: &'static str,
    /// The row of the kind it is one of.
    kind_of: Option<usize>,
    /// The set's own word ("vehicle"), which holds all others.
    general: bool,
}

/// The table: words to kinds, and the verbs whose object is what it is done with.
struct Table {
    means: BTreeMap<&'static str, Means>,
    wielding: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<Vec<&str>> = include_str!("../../../../data/compare/means.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
        .collect();
    let cell = |row: usize, at: usize| rows[row].get(at).copied().unwrap_or("");
    let of = |word: &str| (0..rows.len()).find(|&row| cell(row, 0).split('|').any(|w| w == word));
    let mut table = Table { means: BTreeMap::new(), wielding: Vec::new() };
    for row in 0..rows.len() {
        let words = cell(row, 0).split('|');
        match cell(row, 1) {
            "wielding" => table.wielding.extend(words),
            set => {
                let broader = cell(row, 2);
                let means = Means { row, set, kind_of: of(broader), general: broader == "*" };
                table.means.extend(words.map(|word| (word, means)));
            }
        }
    }
    table
});

/// One finding for each set of things that the accounts tell of.
pub(crate) fn findings(told: Told) -> Vec<Finding> {
    let mut sets: BTreeMap<&str, Vec<Heard<Means>>> = BTreeMap::new();
    for telling in told.tellings {
        let Some(sentence) = told.world.sentence(telling.report, telling.statement.sentence) else { continue };
        for word in wielded(told, telling, sentence) {
            let Some((means, first)) = means_at(sentence, word) else { continue };
            let span = sentence.cover(&[first, word]);
            sets.entry(means.set).or_default().extend(told.heard_words(telling, means, span));
        }
    }
    let fields =
        sets.into_values().map(|heard| Field { kind: FieldKind::Manner, attribute: ATTRIBUTE.to_string(), heard });
    fields.filter_map(|field| settle(told, field, stand)).collect()
}

/// The words of what a statement is done with: who acts where that is a thing ("a truck rammed the gate"), what a verb of
/// wielding has as its object ("fired two missiles"), "with a knife", "by a drone", and "*truck* bombing".
fn wielded(told: Told, telling: &Telling, sentence: &Sentence) -> Vec<usize> {
    let statement = telling.statement;
    let heads = |list: &[usize]| {
        let mentions = list.iter().filter_map(|&m| told.world.mention(telling.report, m));
        mentions.filter(|m| m.sentence == statement.sentence).map(|m| m.head).collect::<Vec<_>>()
    };
    let mut found = heads(&statement.actors);
    let verb = statement.predicate.to_lowercase();
    if TABLE.wielding.iter().any(|w| *w == verb) {
        found.extend(heads(&statement.recipients));
        let object = |&k: &usize| sentence.tokens[k].relation() == "obj";
        found.extend(sentence.children(statement.head).filter(object));
    }
    let with = |m: &&parallax_model::Modifier| matches!(m.preposition.as_str(), "with" | "by" | "using");
    found.extend(statement.modifiers.iter().filter(with).map(|m| m.head));
    if statement.nominal {
        let before = |&k: &usize| sentence.tokens[k].relation() == "compound";
        found.extend(sentence.children(statement.head).filter(before));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What kind of thing a word names, with the word before it where they name it together ("machine gun"); and its first word.
fn means_at(sentence: &Sentence, word: usize) -> Option<(Means, usize)> {
    let low = |w: usize| sentence.tokens.get(w).map(|t| t.lemma.to_lowercase());
    let own = low(word)?;
    let before = word.checked_sub(1).filter(|&b| sentence.tokens[b].head == Some(word));
    let pair = before.and_then(|b| Some((TABLE.means.get(format!("{} {own}", low(b)?).as_str()).copied()?, b)));
    pair.or_else(|| Some((TABLE.means.get(own.as_str()).copied()?, word)))
}

fn stand(a: &Means, b: &Means) -> Stand {
    if a.row == b.row {
        Stand::Same
    } else if a.general || b.general || a.kind_of == Some(b.row) || b.kind_of == Some(a.row) {
        Stand::Differs(Compatibility::Vaguer, 0.1)
    } else {
        // Several may have been used.
        Stand::Differs(Compatibility::Unknown, 0.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_things_stand_to_each_other() {
        let means = |word: &str| *TABLE.means.get(word).unwrap_or_else(|| panic!("{word} is not in the table"));
        for (a, b, wanted) in [
            ("truck", "lorry", Stand::Same),
            ("truck", "van", Stand::Differs(Compatibility::Unknown, 0.4)),
            ("pickup", "truck", Stand::Differs(Compatibility::Vaguer, 0.1)),
            ("vehicle", "van", Stand::Differs(Compatibility::Vaguer, 0.1)),
            ("rocket", "missile", Stand::Differs(Compatibility::Unknown, 0.4)),
        ] {
            assert_eq!(stand(&means(a), &means(b)), wanted, "{a} {b}");
        }
        assert_ne!(means("truck").set, means("drone").set);
        let broken = TABLE.means.values().filter(|m| m.kind_of.is_some_and(|k| k == m.row)).count();
        assert_eq!(broken, 0);
    }
}
