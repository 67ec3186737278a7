//! One event: the question grid, why its statements were taken together, and what it is related to.

use crate::grid::{self, Cell, Row};
use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{Event, EventId, RelationKind, StatementRef};
use parallax_tell::{events, letter};

pub(super) fn page(view: &View, index: usize) -> Markup {
    let Some(event) = view.story.events.get(index) else { return html! {} };
    let tellers = events::tellers(event);
    let silent: Vec<usize> = (0..view.story.reports.len()).filter(|r| !tellers.contains(r)).collect();
    html! {
        h1 { span.no { (index + 1) } " " (parallax_tell::words::cut(&event.label, 200)) " " (view.here(&view.href(Page::Event(index)), "this event")) }
        p.summary {
            (view.when(event.when.as_ref()))
            @if let Some(p) = &event.place { " · " (view.entity(p.entity)) }
            @if let Some(kind) = crate::spelt::kind(event.code.as_ref()) { " · " (kind) }
            " · " (view.state_of(index)) " " (view.status_of(event))
        }
        @if !silent.is_empty() && !tellers.is_empty() { p.dim { "Not mentioned in " (view.chips(&silent)) } }
        (table(view, index, event, &tellers))
        (neighbours(view, index))
        (crate::decide::near(view, index))
        @if event.statements.len() > 1 { (linked(view, event)) }
        (told(view, event))
        (crate::decide::history(view, index))
        (crate::decide::event_forms(view, index))
        (super::twins(view, Page::Event(index), true))
    }
}

/// Most accounts that have a column each.
const COLUMNS: usize = 6;

fn table(view: &View, index: usize, event: &Event, tellers: &[usize]) -> Markup {
    let rows = grid::rows(view, index, event);
    let (said, unsaid): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|r| !r.is_empty());
    if tellers.len() > COLUMNS {
        return grouped(view, &said, &unsaid, tellers);
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label="Fields by account" {
            // On narrow screens the table is laid out as blocks; the roles keep it a table for those who hear it.
            table.grid role="table" {
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "field" }
                    @if tellers.len() > 1 { th scope="col" role="columnheader" { "together" } }
                    @for &r in tellers { th scope="col" role="columnheader" { (view.chip(r)) " " (view.outlet(r)) } }
                } }
                tbody role="rowgroup" { @for row in said { (line(view, row, tellers)) } }
            }
        }
        (nobody(&unsaid))
    }
}

fn nobody(unsaid: &[&Row]) -> Markup {
    html! { @if !unsaid.is_empty() { p.dim { "Not said by anyone: " (unsaid.iter().map(|r| r.name).collect::<Vec<_>>().join(", ")) "." } } }
}

/// Many accounts: a row a field, and in it each value once, with all who give it.
fn grouped(view: &View, said: &[&Row], unsaid: &[&Row], tellers: &[usize]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Fields by value" {
            table.grid role="table" {
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "field" } th scope="col" role="columnheader" { "together" } th scope="col" role="columnheader" { "who gives what" }
                } }
                tbody role="rowgroup" { @for row in said {
                    @let values = groups(view, row, tellers);
                    @let silent: Vec<usize> = tellers.iter().zip(&row.cells).filter(|(_, c)| c.is_empty()).map(|(&r, _)| r).collect();
                    tr role="row" class=[class(row)] {
                        th scope="row" role="rowheader" { (row.name) }
                        td.together role="cell" { (together(view, row, tellers)) }
                        td role="cell" { ul.groups {
                            @for (reports, cell) in &values { li { (view.chips(reports)) " " @if let Some(&first) = reports.first() { (value(view, first, cell)) } } }
                            @if !silent.is_empty() { li { (view.chips(&silent)) " " span.dim { "— not said" } } }
                        } }
                    }
                } }
            }
        }
        (nobody(unsaid))
    }
}

/// The values of a field, those of most accounts first, each with the accounts that give it.
fn groups<'r>(view: &View, row: &'r Row, tellers: &[usize]) -> Vec<(Vec<usize>, &'r Cell)> {
    let mut found: Vec<(String, Vec<usize>, &Cell)> = Vec::new();
    for (cells, &r) in row.cells.iter().zip(tellers) {
        for cell in cells {
            let words = || cell.words.map_or(String::new(), |w| w.of(view.text(r)).to_lowercase());
            let key = if cell.value.is_empty() { words() } else { cell.value.to_lowercase() };
            match found.iter_mut().find(|(k, ..)| *k == key) {
                Some((_, reports, _)) if !reports.contains(&r) => reports.push(r),
                Some(_) => {}
                None => found.push((key, vec![r], cell)),
            }
        }
    }
    found.sort_by_key(|(_, reports, _)| std::cmp::Reverse(reports.len()));
    found.into_iter().map(|(_, reports, cell)| (reports, cell)).collect()
}

fn class(row: &Row) -> Option<&'static str> {
    let differs = row.findings.iter().any(|f| events::field_sign(f) == "✕");
    if differs { Some("differs") } else { (!row.findings.is_empty()).then_some("varies") }
}

fn line(view: &View, row: &Row, tellers: &[usize]) -> Markup {
    html! {
        tr role="row" class=[class(row)] {
            th scope="row" role="rowheader" { (row.name) }
            @if tellers.len() > 1 { td.together role="cell" { (together(view, row, tellers)) } }
            @for (cells, &r) in row.cells.iter().zip(tellers) {
                td role="cell" data-account=(letter(r)) { @if cells.is_empty() { span.dim { "— not said" } } @for cell in cells { (value(view, r, cell)) } }
            }
        }
    }
}

/// What the accounts come to: the findings, or which of them say it at all.
fn together(view: &View, row: &Row, tellers: &[usize]) -> Markup {
    if !row.findings.is_empty() {
        return html! { @for f in &row.findings { @let id = view.finding_id(f); p id=(id) { @if f.attribute != f.kind.name() { span.dim { (parallax_tell::words::cut(&f.attribute, 40)) } " " } (view.found(f)) " " (view.here(&format!("#{id}"), "this finding")) } } };
    }
    let says: Vec<usize> = tellers.iter().zip(&row.cells).filter(|(_, c)| !c.is_empty()).map(|(&r, _)| r).collect();
    html! { @if says.len() < tellers.len() { span.dim { "only " } (view.chips(&says)) } @else { span.dim { "no difference found" } } }
}

fn value(view: &View, report: usize, cell: &Cell) -> Markup {
    html! {
        div.value {
            @if !cell.value.is_empty() { b { (parallax_tell::words::cut(&cell.value, 80)) } " " }
            @if let Some(words) = cell.words { (view.quote(report, words, 120)) " " }
            @if cell.words.is_none() || !cell.how.is_empty() { span.tag title={ "from: " (cell.how) } { "concluded" } }
            @if let Some(words) = cell.words { (view.in_place(report, words)) }
        }
    }
}

/// Why statements were taken together, pair by pair, for and against.
fn linked(view: &View, event: &Event) -> Markup {
    let words = |at: StatementRef| view.statement(at).map(|s| s.trigger);
    html! {
        details {
            summary { h2 { "Why these were linked" } }
            @if event.reasons.is_empty() { p { "No reasons were kept." } }
            ul {
                @for reason in event.reasons.iter().take(40) {
                    li {
                        @if let Some(span) = words(reason.a) { (view.chip(reason.a.report.0)) " " (view.quote(reason.a.report.0, span, 60)) }
                        " and "
                        @if let Some(span) = words(reason.b) { (view.chip(reason.b.report.0)) " " (view.quote(reason.b.report.0, span, 60)) }
                        ": score " (format!("{:+.2}", reason.score)) span.dim { " · " (parallax_tell::printable(&reason.because.join(" · "))) }
                    }
                }
            }
        }
    }
}

/// Every sentence that tells the event, in full.
fn told(view: &View, event: &Event) -> Markup {
    html! {
        section {
            h2 { "In the reports' words" }
            ul.plain {
                @for &at in &event.statements {
                    @if let Some(statement) = view.statement(at) {
                        li { (view.chip(at.report.0)) " " (view.status(statement.status)) " " (view.quote(at.report.0, statement.clause, 300)) }
                    }
                }
            }
        }
    }
}

fn neighbours(view: &View, index: usize) -> Markup {
    let related: Vec<_> = view
        .story
        .relations
        .iter()
        .filter(|r| r.kind != RelationKind::Before && (r.from.0 == index || r.to.0 == index))
        .collect();
    let words = |kind: RelationKind, from: bool| match (kind, from) {
        (RelationKind::Cause, true) => "brings about",
        (RelationKind::Cause, false) => "because of",
        (RelationKind::Response, true) => "in response to",
        (RelationKind::Response, false) => "answered by",
        (RelationKind::PartOf, true) => "part of",
        (RelationKind::PartOf, false) => "includes",
        (RelationKind::Before, true) => "before",
        (RelationKind::Before, false) => "after",
    };
    html! {
        @if !related.is_empty() {
            section {
                h2 { "Relations, as told" }
                ul.plain {
                    @for r in related.iter().take(30) {
                        @let EventId(other) = if r.from.0 == index { r.to } else { r.from };
                        li { (words(r.kind, r.from.0 == index)) " " (view.event(other)) " — " (view.evidence(&r.evidence, 120)) }
                    }
                }
            }
        }
        nav.steps aria-label="Neighbouring events" {
            @if index > 0 { a rel="prev" href=(view.href(Page::Event(index - 1))) data-key="[" { "← event before" } " " }
            @if index + 1 < view.story.events.len() { a rel="next" href=(view.href(Page::Event(index + 1))) data-key="]" { "event after →" } }
        }
    }
}
