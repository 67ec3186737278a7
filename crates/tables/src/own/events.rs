//! `events`: one row an event, with counts by report, origin and outlet.

use super::{View, quad, sectors, tellers};
use crate::cell::Cell;
use parallax_model::{EntityId, Event, RelationKind, State};
use std::collections::BTreeSet;

/// Sentences from the top in which an event counts as what the report is about.
const LEAD: usize = 3;

pub(super) fn rows(view: &View) -> Vec<Vec<Cell>> {
    view.story.events.iter().enumerate().map(|(i, event)| row(view, i, event)).collect()
}

fn row(view: &View, i: usize, event: &Event) -> Vec<Cell> {
    let code = event.code.as_ref();
    let place = event.place.as_ref().and_then(|p| view.entity(p.entity));
    let location = place.and_then(|e| e.location.as_ref());
    let mut cells: Vec<Cell> = vec![
        view.event(i).into(),
        event.label.as_str().into(),
        code.and_then(|c| c.plover).map(|p| p.name()).into(),
        code.and_then(|c| c.mode.clone()).into(),
        code.and_then(|c| c.cameo.clone()).into(),
        code.map(|c| c.sense.as_str()).into(),
        quad(code).into(),
        event.when.map(|w| w.start).into(),
        event.when.map(|w| w.end).into(),
        event.when.map(|w| w.precision.name()).into(),
        event.when.map(|w| w.inferred).into(),
        event.place.as_ref().and_then(|p| view.entity_id(p.entity)).into(),
        place.map(|e| e.name.as_str()).into(),
        location.map(|l| l.country.as_str()).into(),
        location.and_then(|l| l.geonames_id).into(),
        location.map(|l| l.lat).into(),
        location.map(|l| l.lon).into(),
        location.map(|l| l.precision.name()).into(),
    ];
    cells.extend(party(view, &event.actors));
    cells.extend(party(view, &event.recipients));
    cells.extend(told(view, i, event));
    cells
}

fn party(view: &View, all: &[EntityId]) -> [Cell; 4] {
    let first = all.first().and_then(|&e| view.entity(e));
    let names: Vec<String> = all.iter().filter_map(|&e| Some(view.entity(e)?.name.clone())).collect();
    [
        all.iter().filter_map(|&e| view.entity_id(e)).collect::<Vec<_>>().into(),
        names.into(),
        first.and_then(|e| e.country.clone()).into(),
        sectors(first).into(),
    ]
}

fn told(view: &View, i: usize, event: &Event) -> Vec<Cell> {
    let reports = tellers(event);
    let each = |f: &dyn Fn(&parallax_model::Report) -> Option<String>| -> Vec<String> {
        let all = reports.iter().filter_map(|&r| f(view.story.reports.get(r)?));
        all.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let origins: BTreeSet<&str> = reports.iter().filter_map(|&r| view.ids.origins.get(r)).map(String::as_str).collect();
    let outlets = each(&|r| r.outlet.clone());
    let days: BTreeSet<_> = reports.iter().filter_map(|&r| view.published(r)).collect();
    let differing = view.story.findings.iter().filter(|f| f.event.0 == i && f.state == State::Contradicted).count();
    let lead = event.statements.first().copied();
    let words = lead.and_then(|at| view.words(at.report.0, view.statement(at).map(|s| s.clause)));
    let near_top = lead.is_some_and(|at| {
        let sentence = view.statement(at).map_or(usize::MAX, |s| s.sentence);
        let title =
            view.story.documents.get(at.report.0).and_then(|d| d.sentences.get(sentence)).is_some_and(|s| s.title);
        title || sentence < LEAD
    });
    let whole = view.story.relations.iter().find(|r| r.kind == RelationKind::PartOf && r.from.0 == i);
    vec![
        event.statements.len().into(),
        reports.len().into(),
        origins.len().into(),
        outlets.len().into(),
        outlets.into(),
        each(&|r| r.url.clone()).into(),
        view.story.states.get(i).map(|s| s.name()).into(),
        differing.into(),
        days.first().copied().into(),
        days.last().copied().into(),
        lead.and_then(|at| view.statement_id(at)).into(),
        words.into(),
        near_top.into(),
        whole.and_then(|r| view.event(r.to.0)).into(),
    ]
}
