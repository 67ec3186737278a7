//! `statements`: one row per report and happening, the level of event reports.

use super::{View, quad, sectors};
use crate::cell::Cell;
use parallax_model::{Account, DetailKind, EntityId, PlacePrecision, Precision, Statement, StatementRef};

pub(super) fn rows(view: &View) -> Vec<Vec<Cell>> {
    let accounts = view.story.accounts.iter().enumerate();
    accounts.flat_map(|(r, account)| (0..account.statements.len()).map(move |i| row(view, r, account, i))).collect()
}

fn row(view: &View, r: usize, account: &Account, i: usize) -> Vec<Cell> {
    let statement = &account.statements[i];
    let at = StatementRef { report: account.report, index: i };
    let report = view.story.reports.get(r);
    let text = view.text(r);
    let sentence = view.story.documents.get(r).and_then(|d| d.sentences.get(statement.sentence));
    let (char_start, char_end) =
        view.offsets.get(r).map_or((statement.clause.start, statement.clause.end), |o| o.span(statement.clause));
    let code = statement.code.as_ref();
    let mut cells: Vec<Cell> = vec![
        view.statement_id(at).into(),
        view.event_of.get(&at).and_then(|&e| view.event(e)).into(),
        view.report(r).into(),
        view.ids.origins.get(r).cloned().into(),
        report.and_then(|r| r.outlet.clone()).into(),
        view.published(r).into(),
        (statement.sentence + 1).into(),
        sentence.is_some_and(|s| s.title).into(),
        statement.clause.start.into(),
        statement.clause.end.into(),
        char_start.into(),
        char_end.into(),
        statement.clause.of(text).into(),
        statement.trigger.of(text).into(),
        code.and_then(|c| c.plover).map(|p| p.name()).into(),
        code.and_then(|c| c.mode.clone()).into(),
        code.and_then(|c| c.cameo.clone()).into(),
        code.map(|c| c.sense.as_str()).into(),
        quad(code).into(),
        statement.status.name().into(),
    ];
    cells.extend(party(view, account, &statement.actors));
    cells.extend(party(view, account, &statement.recipients));
    cells.extend(when(view, r, i));
    cells.extend(place(view, r, i));
    cells.extend(details(statement, text));
    let said = statement.said_by.and_then(|a| account.attributions.get(a));
    let source = said.and_then(|a| a.source).and_then(|m| view.of_mention(account.report, m).first().copied());
    let whole = statement.part_of.and_then(|p| view.statement_id(StatementRef { index: p, ..at }));
    cells.extend([
        source.and_then(|e| view.entity_id(e)).into(),
        view.words(r, said.and_then(|a| a.source_span)).into(),
        whole.into(),
        code.map(|c| c.rule.as_str()).into(),
        code.map(|c| (f64::from(c.confidence) * 1000.0).round() / 1000.0).into(),
    ]);
    cells
}

/// Id, name, words, country, first sector, all sectors, all ids.
fn party(view: &View, account: &Account, mentions: &[usize]) -> [Cell; 7] {
    let all: Vec<EntityId> = mentions.iter().flat_map(|&m| view.of_mention(account.report, m)).copied().collect();
    let first = all.first().copied();
    let entity = first.and_then(|e| view.entity(e));
    let words = mentions.first().and_then(|&m| account.mentions.get(m)).map(|m| m.span);
    let sectors = sectors(entity);
    [
        first.and_then(|e| view.entity_id(e)).into(),
        entity.map(|e| e.name.as_str()).into(),
        view.words(account.report.0, words).into(),
        entity.and_then(|e| e.country.clone()).into(),
        sectors.first().cloned().into(),
        sectors.into(),
        all.iter().filter_map(|&e| view.entity_id(e)).collect::<Vec<_>>().into(),
    ]
}

fn when(view: &View, r: usize, i: usize) -> [Cell; 6] {
    let dated = view.story.cast.when.get(r).and_then(|w| w.get(i)?.as_ref());
    let rank = |precision: Precision| 6 - precision as i64;
    [
        dated.map(|d| d.when.start).into(),
        dated.map(|d| d.when.end).into(),
        dated.map(|d| d.when.precision.name()).into(),
        dated.map(|d| rank(d.when.precision)).into(),
        dated.map(|d| d.when.inferred).into(),
        view.words(r, dated.and_then(|d| d.evidence)).into(),
    ]
}

fn place(view: &View, r: usize, i: usize) -> [Cell; 9] {
    let placed = view.story.cast.place.get(r).and_then(|w| w.get(i)?.as_ref());
    let entity = placed.and_then(|p| view.entity(p.entity));
    let location = entity.and_then(|e| e.location.as_ref());
    let words = placed.and_then(|p| view.words(p.evidence.report().0, Some(p.evidence.span())));
    let rank = |precision: PlacePrecision| 6 - precision as i64;
    [
        placed.and_then(|p| view.entity_id(p.entity)).into(),
        entity.map(|e| e.name.as_str()).into(),
        words.into(),
        location.map(|l| l.country.as_str()).into(),
        location.and_then(|l| l.geonames_id).into(),
        location.map(|l| l.lat).into(),
        location.map(|l| l.lon).into(),
        location.map(|l| l.precision.name()).into(),
        location.map(|l| rank(l.precision)).into(),
    ]
}

/// The first number and the first words of each further field.
fn details(statement: &Statement, text: &str) -> [Cell; 10] {
    let number = statement.quantities.first();
    let words = |kind: DetailKind| statement.details.iter().find(|d| d.kind == kind).map(|d| d.span.of(text));
    [
        number.map(|q| q.of.as_str()).into(),
        number.and_then(|q| q.low).into(),
        number.and_then(|q| q.high).into(),
        number.and_then(|q| q.unit.clone()).into(),
        number.map(|q| q.span.of(text)).into(),
        words(DetailKind::Manner).into(),
        words(DetailKind::Charge).into(),
        words(DetailKind::Demand).into(),
        words(DetailKind::Cause).into(),
        words(DetailKind::Instrument).into(),
    ]
}
