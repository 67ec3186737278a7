//! Act and answer between two sides, and every statement of every report, a row each: the level at which reports can be
//! counted.

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{ReportId, StatementRef};
use parallax_tell::Exchange;

/// Most exchanges shown, those of most steps.
const EXCHANGES: usize = 3;

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let all = rows(view);
    let (shown, parts) = super::part(view, &all, query, &view.href(Page::Ledger));
    html! {
        h1 { "Ledger" }
        @for exchange in parallax_tell::exchanges(view.story).iter().take(EXCHANGES) { (steps(view, exchange)) }
        h2 { "Every statement" }
        p { "One row for each statement of each report, linked or not: " (all.len()) " in all. Several rows of one event are several tellings, not several events." }
        (parts)
        div.scroll tabindex="0" role="region" aria-label="Statements" {
            table.small.stack {
                thead { tr { th scope="col" { "report" } th scope="col" { "words" } th scope="col" { "type" } th scope="col" { "when" } th scope="col" { "according to" } th scope="col" { "told as" } th scope="col" { "event" } } }
                tbody {
                    @for &at in shown {
                        @if let Some(s) = view.statement(at) {
                            @let r = at.report.0;
                            @let said = s.said_by.and_then(|a| view.story.accounts.get(r)?.attributions.get(a)).and_then(|a| a.source_span);
                            tr {
                                td { (view.chip(r)) }
                                td.wide { (view.quote(r, s.clause, 110)) }
                                td.word { (crate::spelt::kind(s.code.as_ref()).unwrap_or_else(|| "—".to_string())) }
                                td { @if let Some(d) = view.story.cast.when.get(r).and_then(|w| w.get(at.index)?.as_ref()) { (parallax_tell::words::when(&d.when)) } }
                                td data-name=[said.map(|_| "according to")] { @if let Some(span) = said { bdi { (parallax_tell::words::cut(span.of(view.text(r)), 50)) } } }
                                td.word { (s.status.name()) }
                                td data-name="event" { @if let Some(e) = view.event_of(r, at.index) { a href=(view.href(Page::Event(e))) { (e + 1) } } @else { span.dim { "—" } } }
                            }
                        }
                    }
                }
            }
        }
        (parts)
        (super::twins(view, Page::Ledger, true))
    }
}

/// Act and answer between two sides, a row a step.
fn steps(view: &View, exchange: &Exchange) -> Markup {
    let [a, b] = &exchange.sides;
    html! {
        h2 { "Act and answer: " bdi { (a) } " – " bdi { (b) } }
        div.scroll tabindex="0" role="region" aria-label={ "Act and answer: " (a) " – " (b) } {
            table.small.stack {
                thead { tr { th scope="col" { "step" } th scope="col" { "when" } th scope="col" { "who" } th scope="col" { "what" } th scope="col" { "kind" } th scope="col" { "told as an answer to" } th scope="col" { "told by" } } }
                tbody {
                    @for (k, step) in exchange.steps.iter().enumerate() {
                        @if let Some(event) = view.story.events.get(step.event) {
                            tr {
                                td.n { (k + 1) }
                                td { (view.when(event.when.as_ref())) }
                                td { bdi { (exchange.sides[step.by]) } }
                                td { (view.event(step.event)) }
                                td.word { (step.quad.words()) }
                                td data-name=[(!step.answers.is_empty()).then_some("told as an answer to")] { @for (act, said) in &step.answers { (act + 1) " " (view.quote(said.report().0, said.span(), 110)) " " } }
                                td { (view.tellers(event)) }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(begins) = exchange.begins_otherwise() { p { "Begins: " (begins) } }
    }
}

fn rows(view: &View) -> Vec<StatementRef> {
    view.story
        .accounts
        .iter()
        .enumerate()
        .flat_map(|(r, a)| (0..a.statements.len()).map(move |index| StatementRef { report: ReportId(r), index }))
        .collect()
}
