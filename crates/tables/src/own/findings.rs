//! `fields`, `findings` and `relations`: who gives which value, how the values stand to each other, how events relate.

use super::View;
use crate::cell::Cell;
use parallax_model::{Evidence, Finding, State, StatementRef};
use std::collections::BTreeSet;

pub(super) fn fields(view: &View) -> Vec<Vec<Cell>> {
    let mut found: Vec<&Finding> = view.story.findings.iter().collect();
    // By event, not by weight: this is the grid, to be read row by row.
    found.sort_by(|a, b| (a.event, a.kind, &a.attribute).cmp(&(b.event, b.kind, &b.attribute)));
    let mut rows = Vec::new();
    for finding in found {
        for value in &finding.values {
            for evidence in &value.evidence {
                rows.push(vec![
                    view.event(finding.event.0).into(),
                    finding.kind.name().into(),
                    finding.attribute.as_str().into(),
                    value.text.as_str().into(),
                    statement(view, finding, evidence).and_then(|at| view.statement_id(at)).into(),
                    view.report(evidence.report().0).into(),
                    evidence.span().start.into(),
                    evidence.span().end.into(),
                    view.words(evidence.report().0, Some(evidence.span())).into(),
                ]);
            }
        }
    }
    rows
}

/// The statement of the event whose clause holds the words, else the event's first in that report.
fn statement(view: &View, finding: &Finding, evidence: &Evidence) -> Option<StatementRef> {
    let event = view.story.events.get(finding.event.0)?;
    let mut own = event.statements.iter().copied().filter(|s| s.report == evidence.report());
    let holds = |at: &StatementRef| view.statement(*at).is_some_and(|s| s.clause.contains(evidence.span()));
    own.clone().find(holds).or_else(|| own.next())
}

pub(super) fn findings(view: &View) -> Vec<Vec<Cell>> {
    let row = |f: &Finding| {
        let mut reports: Vec<usize> = Vec::new();
        for evidence in f.values.iter().flat_map(|v| &v.evidence) {
            if !reports.contains(&evidence.report().0) {
                reports.push(evidence.report().0);
            }
        }
        let origins: BTreeSet<_> = reports.iter().filter_map(|&r| view.ids.origins.get(r)).collect();
        let compatible = Some(f.compatible.name()).filter(|_| f.state == State::Contradicted);
        vec![
            f.id.as_str().into(),
            view.event(f.event.0).into(),
            f.kind.name().into(),
            f.attribute.as_str().into(),
            f.state.name().into(),
            compatible.into(),
            f.values.iter().map(|v| v.text.clone()).collect::<Vec<_>>().into(),
            reports.iter().filter_map(|&r| view.report(r)).collect::<Vec<_>>().into(),
            origins.len().into(),
            f64::from(f.weight).into(),
        ]
    };
    view.story.findings.iter().map(row).collect()
}

pub(super) fn relations(view: &View) -> Vec<Vec<Cell>> {
    let row = |r: &parallax_model::Relation| {
        let (report, span) = (r.evidence.report().0, r.evidence.span());
        vec![
            view.event(r.from.0).into(),
            view.event(r.to.0).into(),
            r.kind.name().into(),
            view.report(report).into(),
            span.start.into(),
            span.end.into(),
            view.words(report, Some(span)).into(),
        ]
    };
    view.story.relations.iter().map(row).collect()
}
