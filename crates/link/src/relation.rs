//! How events relate: relations the reports state, lifted to the events, and parts found by day, place and kind.

use crate::clause;
use crate::event::Source;
use parallax_model::{Event, EventId, Evidence, Relation, RelationKind, Span, StatementRef};
use std::collections::{BTreeMap, BTreeSet};

/// Senses of which the left often is part of the right on the same day at the same place; see `data/link/ORIGIN.md`.
const PARTS: &str = include_str!("../../../data/link/parts.tsv");

/// Relations between events, in order of the events; each report's words for one relation once.
pub(crate) fn relations(source: &Source, events: &[Event]) -> Vec<Relation> {
    let mut of_statement: BTreeMap<StatementRef, usize> = BTreeMap::new();
    for (e, event) in events.iter().enumerate() {
        of_statement.extend(event.statements.iter().map(|&s| (s, e)));
    }
    let mut found: Vec<Relation> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut add = |from: usize, to: usize, kind: RelationKind, report: usize, span: Span| {
        let Some(evidence) = source.reports.get(report).and_then(|r| Evidence::new(r, span)) else { return };
        if from != to && seen.insert((from, to, kind, evidence.report())) {
            found.push(Relation { from: EventId(from), to: EventId(to), kind, evidence });
        }
    };
    for (r, account) in source.accounts.iter().enumerate() {
        let event = |index: usize| of_statement.get(&StatementRef { report: account.report, index }).copied();
        for relation in &account.relations {
            if let (Some(from), Some(to)) = (event(relation.from), event(relation.to)) {
                add(from, to, relation.kind, r, relation.evidence);
            }
        }
        for (i, statement) in account.statements.iter().enumerate() {
            if let (Some(from), Some(to)) = (event(i), statement.part_of.and_then(event)) {
                add(from, to, RelationKind::PartOf, r, statement.clause);
            }
        }
    }
    for (r, from, to, kind) in clause::relations(source) {
        let Some(account) = source.accounts.get(r) else { continue };
        let event = |index: usize| of_statement.get(&StatementRef { report: account.report, index }).copied();
        if let (Some(a), Some(b), Some(statement)) = (event(from), event(to), account.statements.get(from)) {
            add(a, b, kind, r, statement.clause);
        }
    }
    for (part, whole) in by_kind(source, events) {
        if let Some((r, span)) = events
            .get(part)
            .and_then(|e| e.statements.first())
            .and_then(|&s| source.statement(s))
            .map(|(r, s)| (r, s.clause))
        {
            add(part, whole, RelationKind::PartOf, r, span);
        }
    }
    found.sort_by_key(|r| (r.from, r.to, r.kind, r.evidence));
    found
}

/// Pairs of senses: part, whole.
pub(crate) fn parts() -> BTreeSet<(&'static str, &'static str)> {
    let rows = PARTS.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t').map(|(a, b)| (a.trim(), b.trim()))).collect()
}

/// Parts that no report states: a sense that is part of the other, one day, one place, and someone in common.
fn by_kind(source: &Source, events: &[Event]) -> Vec<(usize, usize)> {
    let parts = parts();
    let sense = |e: &Event| e.code.as_ref().map(|c| c.sense.clone());
    let mut by_day: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        if let Some(when) = event.when.filter(|w| w.start == w.end) {
            by_day.entry(when.start).or_default().push(i);
        }
    }
    let mut found = Vec::new();
    for same_day in by_day.values() {
        for &part in same_day {
            let mut wholes = same_day.iter().copied().filter(|&whole| {
                let (Some(a), Some(b)) = (events.get(part), events.get(whole)) else { return false };
                let (Some(x), Some(y)) = (sense(a), sense(b)) else { return false };
                part != whole
                    && parts.contains(&(x.as_str(), y.as_str()))
                    && one_place(a, b)
                    && someone_shared(source, a, b)
            });
            // Two possible wholes: nobody says which.
            if let (Some(whole), None) = (wholes.next(), wholes.next()) {
                found.push((part, whole));
            }
        }
    }
    found
}

fn one_place(a: &Event, b: &Event) -> bool {
    matches!((&a.place, &b.place), (Some(x), Some(y)) if x.entity == y.entity)
}

fn someone_shared(source: &Source, a: &Event, b: &Event) -> bool {
    let all = |e: &Event| e.actors.iter().chain(&e.recipients).copied().collect::<BTreeSet<_>>();
    let (x, y) = (all(a), all(b));
    x.iter().any(|&p| y.iter().any(|&q| p == q || source.people.alike(p, q)))
}
