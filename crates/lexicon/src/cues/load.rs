//! Reads `data/cues/*.tsv`. Rows that cannot be read are left out and named; a test asserts that there are none.

use super::{Connective, Cues, Governor, LinkWord, Naming, NumberKind, NumberWord, ReportingCue, Way};
use crate::table::{Row, rows};
use parallax_model::{RelationKind, Status};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/cues/", $name))
    };
}

/// The bundled tables, and what was wrong with them.
pub(super) fn cues() -> (Cues, Vec<String>) {
    let mut bad = Vec::new();
    let (negations, modals) = modality(table!("modality.tsv"), &mut bad);
    let cues = Cues {
        verbs: reporting("reporting_verbs.tsv", table!("reporting_verbs.tsv"), "ccomp,obj", "subj,by", &mut bad),
        nouns: reporting("reporting_nouns.tsv", table!("reporting_nouns.tsv"), "acl,of", "poss,by,of,from", &mut bad),
        hedges: hedges(table!("hedges.tsv"), &mut bad),
        sources: sources(table!("sources.tsv"), &mut bad),
        governors: governors(table!("governors.tsv"), &mut bad),
        connectives: connectives(table!("connectives.tsv"), &mut bad),
        links: links(table!("links.tsv"), &mut bad),
        negations,
        modals,
        numbers: numbers(table!("quantities.tsv"), &mut bad),
        attributes: attributes(table!("attributes.tsv"), &mut bad),
        namings: namings(table!("namings.tsv"), &mut bad),
        ways: ways(table!("ways.tsv"), &mut bad),
    };
    (cues, bad)
}

/// Puts every word of the row's first cell (`|` between them) into the map under one value.
fn put<V: Clone>(map: &mut BTreeMap<String, V>, file: &str, row: &Row, value: &V, bad: &mut Vec<String>) {
    let words = row.list(0, '|');
    if words.is_empty() {
        bad.push(format!("{file}:{}: no word", row.line));
    }
    for word in words {
        if map.insert(word.to_string(), value.clone()).is_some() {
            bad.push(format!("{file}:{}: {word} twice", row.line));
        }
    }
}

fn slots(cell: &str, default: &str) -> Vec<String> {
    let cell = if cell.is_empty() { default } else { cell };
    cell.split(',').map(|slot| slot.trim().to_string()).filter(|slot| !slot.is_empty() && slot != "-").collect()
}

fn status(cell: &str) -> Option<Status> {
    use Status::*;
    [Asserted, Alleged, Denied, Planned, Possible, Quoted].into_iter().find(|status| status.name() == cell)
}

fn relation(cell: &str) -> Option<RelationKind> {
    use RelationKind::*;
    [Cause, Response, PartOf, Before].into_iter().find(|kind| kind.name() == cell)
}

/// `ab` or `ba`: which way the relation goes.
fn reversed(cell: &str) -> Option<bool> {
    match cell {
        "ab" => Some(false),
        "ba" => Some(true),
        _ => None,
    }
}

/// Columns: lemmas, status, `factive`, content, source.
fn reporting(
    file: &str,
    table: &'static str,
    content: &str,
    source: &str,
    bad: &mut Vec<String>,
) -> BTreeMap<String, ReportingCue> {
    let mut map: BTreeMap<String, ReportingCue> = BTreeMap::new();
    for row in rows(table) {
        let Some(status) = status(row.cell(1)).filter(|_| ["", "factive"].contains(&row.cell(2))) else {
            bad.push(format!("{file}:{}: status {:?} or factive {:?}", row.line, row.cell(1), row.cell(2)));
            continue;
        };
        let cue = ReportingCue {
            lemma: String::new(),
            status,
            factive: row.cell(2) == "factive",
            content: slots(row.cell(3), content),
            source: slots(row.cell(4), source),
        };
        put(&mut map, file, &row, &cue, bad);
    }
    for (lemma, cue) in &mut map {
        cue.lemma.clone_from(lemma);
    }
    map
}

/// Columns: words, status.
fn hedges(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, Status> {
    let mut map = BTreeMap::new();
    for row in rows(table) {
        match status(row.cell(1)) {
            Some(status) => put(&mut map, "hedges.tsv", &row, &status, bad),
            None => bad.push(format!("hedges.tsv:{}: no status {:?}", row.line, row.cell(1))),
        }
    }
    map
}

/// One expression a row.
fn sources(table: &'static str, bad: &mut Vec<String>) -> Vec<String> {
    let set: BTreeSet<&str> = rows(table).map(|row| row.cell(0)).collect();
    if set.len() != rows(table).count() {
        bad.push("sources.tsv: an expression twice".to_string());
    }
    let mut list: Vec<String> = set.into_iter().map(str::to_string).collect();
    list.sort_by_key(|words| Reverse(words.len()));
    list
}

/// Columns: lemmas, effect, effect when negated.
fn governors(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, (Governor, Governor)> {
    let named = |cell: &str| match cell {
        "holds" => Some(Governor::Holds),
        "fails" => Some(Governor::Fails),
        "planned" => Some(Governor::Planned),
        "possible" => Some(Governor::Possible),
        _ => None,
    };
    let mut map = BTreeMap::new();
    for row in rows(table) {
        match (named(row.cell(1)), named(row.cell(2))) {
            (Some(plain), Some(negated)) => put(&mut map, "governors.tsv", &row, &(plain, negated), bad),
            _ => bad.push(format!("governors.tsv:{}: effect missing", row.line)),
        }
    }
    map
}

/// Columns: words, relation, direction.
fn connectives(table: &'static str, bad: &mut Vec<String>) -> Vec<Connective> {
    let mut map: BTreeMap<String, (RelationKind, bool)> = BTreeMap::new();
    for row in rows(table) {
        match (relation(row.cell(1)), reversed(row.cell(2))) {
            (Some(kind), Some(reversed)) => put(&mut map, "connectives.tsv", &row, &(kind, reversed), bad),
            _ => bad.push(format!("connectives.tsv:{}: relation or direction", row.line)),
        }
    }
    let mut list: Vec<Connective> =
        map.into_iter().map(|(words, (kind, reversed))| Connective { words, kind, reversed }).collect();
    list.sort_by_key(|connective| Reverse(connective.words.len()));
    list
}

/// Columns: lemmas, slot of A, slot of B, relation, direction.
fn links(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, Vec<LinkWord>> {
    let mut map: BTreeMap<String, Vec<LinkWord>> = BTreeMap::new();
    for row in rows(table) {
        let (a, b) = (row.cell(1).to_string(), row.cell(2).to_string());
        let (Some(kind), Some(reversed), false) = (relation(row.cell(3)), reversed(row.cell(4)), b.is_empty()) else {
            bad.push(format!("links.tsv:{}: slot, relation or direction", row.line));
            continue;
        };
        for lemma in row.list(0, '|') {
            let list = map.entry(lemma.to_string()).or_default();
            if list.iter().any(|link| link.a == a && link.b == b) {
                bad.push(format!("links.tsv:{}: {lemma} twice", row.line));
            }
            list.push(LinkWord { lemma: lemma.to_string(), a: a.clone(), b: b.clone(), kind, reversed });
        }
    }
    map
}

/// Columns: words, `negation` or the status that a modal gives.
fn modality(table: &'static str, bad: &mut Vec<String>) -> (BTreeSet<String>, BTreeMap<String, Status>) {
    let mut all: BTreeMap<String, Option<Status>> = BTreeMap::new();
    for row in rows(table) {
        match (row.cell(1), status(row.cell(1))) {
            ("negation", _) => put(&mut all, "modality.tsv", &row, &None, bad),
            (_, Some(status)) => put(&mut all, "modality.tsv", &row, &Some(status), bad),
            (other, None) => bad.push(format!("modality.tsv:{}: no status {other:?}", row.line)),
        }
    }
    let negations = all.iter().filter(|(_, status)| status.is_none()).map(|(word, _)| word.clone()).collect();
    let modals = all.into_iter().filter_map(|(word, status)| Some((word, status?))).collect();
    (negations, modals)
}

/// Columns: words, kind, low, high; `-` leaves an end open.
fn numbers(table: &'static str, bad: &mut Vec<String>) -> Vec<NumberWord> {
    let end = |cell: &str| match cell {
        "-" => Ok(None),
        number => number.parse::<f64>().map(Some),
    };
    let mut map: BTreeMap<String, NumberWord> = BTreeMap::new();
    for row in rows(table) {
        let kind = match row.cell(1) {
            "value" => NumberKind::Value,
            "multiplier" => NumberKind::Multiplier,
            "vague" => NumberKind::Vague,
            "bound" => NumberKind::Bound,
            other => {
                bad.push(format!("quantities.tsv:{}: no kind {other:?}", row.line));
                continue;
            }
        };
        let low = end(row.cell(2));
        // A single value is both ends.
        let high = if row.cell(3).is_empty() { low.clone() } else { end(row.cell(3)) };
        match (low, high) {
            (Ok(low), Ok(high)) if low.zip(high).is_none_or(|(low, high)| low <= high) => {
                put(&mut map, "quantities.tsv", &row, &NumberWord { words: String::new(), kind, low, high }, bad);
            }
            _ => bad.push(format!("quantities.tsv:{}: bounds", row.line)),
        }
    }
    let mut list: Vec<NumberWord> = map.into_iter().map(|(words, number)| NumberWord { words, ..number }).collect();
    list.sort_by_key(|number| Reverse(number.words.len()));
    list
}

/// Columns: senses or lemmas, attribute.
fn attributes(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for row in rows(table) {
        if row.cell(1).is_empty() {
            bad.push(format!("attributes.tsv:{}: no attribute", row.line));
        }
        put(&mut map, "attributes.tsv", &row, &row.cell(1).to_string(), bad);
    }
    map
}

/// Columns: words, set, tone.
fn namings(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, Naming> {
    let mut map: BTreeMap<String, Naming> = BTreeMap::new();
    for row in rows(table) {
        let set = row.cell(1).to_string();
        match row.cell(2).parse::<i8>() {
            Ok(tone) if (-2..=2).contains(&tone) && !set.is_empty() => {
                put(&mut map, "namings.tsv", &row, &Naming { word: String::new(), set, tone }, bad);
            }
            _ => bad.push(format!("namings.tsv:{}: set or tone", row.line)),
        }
    }
    for (word, naming) in &mut map {
        naming.word.clone_from(word);
    }
    map
}

/// Columns: predicates of one way, set.
fn ways(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, Way> {
    let mut map = BTreeMap::new();
    for row in rows(table) {
        let (set, name) =
            (row.cell(1).to_string(), row.list(0, '|').first().map_or(String::new(), ToString::to_string));
        if set.is_empty() {
            bad.push(format!("ways.tsv:{}: no set", row.line));
        }
        put(&mut map, "ways.tsv", &row, &Way { set, name }, bad);
    }
    map
}
