//! Which told row answers which coded one.

use crate::same::{same, words};
use crate::{Row, same_report};
use std::collections::BTreeMap;

/// How much an agreeing field speaks for a pair beside where the two stand: it decides between rows of one sentence.
const FIELDS: [(&str, f64); 5] = [("type", 0.3), ("actor", 0.3), ("recipient", 0.3), ("date", 0.15), ("place", 0.15)];

/// For every coded row the told row that answers it. Each answers one; the best pairs are made first.
pub(crate) fn pairs(coded: &[Row], told: &[Row]) -> Vec<Option<usize>> {
    let mut reports: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    told.iter().enumerate().for_each(|(i, row)| reports.entry(&row.report).or_default().push(i));
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut scores: Vec<(f64, usize, usize)> = Vec::new();
    for (c, row) in coded.iter().enumerate() {
        let rows = found.entry(&row.report).or_insert_with(|| {
            let named = reports.iter().filter(|(name, _)| same_report(name, &row.report));
            named.flat_map(|(_, rows)| rows).copied().collect()
        });
        scores.extend(rows.iter().filter_map(|&t| Some((fit(row, &told[t])?, c, t))));
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut out, mut taken) = (vec![None; coded.len()], vec![false; told.len()]);
    for (_, c, t) in scores {
        if out[c].is_none() && !taken[t] {
            (out[c], taken[t]) = (Some(t), true);
        }
    }
    out
}

/// How well two rows of one report fit; `None` when they cannot be one.
fn fit(coded: &Row, told: &Row) -> Option<f64> {
    let agreeing: f64 = FIELDS.iter().filter(|(field, _)| agree(coded, told, field)).map(|(_, weight)| weight).sum();
    if !coded.spans.is_empty() && !told.spans.is_empty() {
        let best = coded.spans.iter().flat_map(|a| told.spans.iter().filter_map(move |b| overlap(*a, *b)));
        return best.max_by(f64::total_cmp).map(|share| share + agreeing);
    }
    if !coded.quote.is_empty() && !told.quote.is_empty() {
        let (a, b) = (words(&coded.quote), words(&told.quote));
        let shared = a.iter().filter(|w| b.contains(w)).count() as f64 / a.len().min(b.len()).max(1) as f64;
        return (shared >= 0.5).then_some(shared + agreeing);
    }
    // Nothing says where the coder found it: what it is must do.
    agree(coded, told, "type").then_some(agreeing)
}

/// Share of both together that two stretches have in common, where it is at least half of the shorter.
fn overlap(a: (usize, usize), b: (usize, usize)) -> Option<f64> {
    let common = a.1.min(b.1).checked_sub(a.0.max(b.0))? as f64;
    let (first, second) = ((a.1 - a.0) as f64, (b.1 - b.0) as f64);
    (common > 0.0 && common >= 0.5 * first.min(second)).then(|| common / (first + second - common))
}

fn agree(coded: &Row, told: &Row, field: &str) -> bool {
    let of = |row: &Row| row.fields.get(field).cloned().unwrap_or_default();
    of(coded).iter().any(|c| of(told).iter().any(|t| same(field, c, t)))
}
