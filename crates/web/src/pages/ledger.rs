//! Every statement of every report, a row each: the level at which reports can be counted.

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{ReportId, StatementRef};

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let all = rows(view);
    let (shown, parts) = super::part(view, &all, query, &view.href(Page::Ledger));
    html! {
        h1 { "Ledger" }
        p { "One row for each statement of each report, linked or not: " (all.len()) " in all. Several rows of one event are several tellings, not several events." }
        (parts)
        div.scroll tabindex="0" role="region" aria-label="Statements" {
            table.small {
                thead { tr { th scope="col" { "report" } th scope="col" { "words" } th scope="col" { "type" } th scope="col" { "when" } th scope="col" { "according to" } th scope="col" { "told as" } th scope="col" { "event" } } }
                tbody {
                    @for &at in shown {
                        @if let Some(s) = view.statement(at) {
                            @let r = at.report.0;
                            @let said = s.said_by.and_then(|a| view.story.accounts.get(r)?.attributions.get(a)).and_then(|a| a.source_span);
                            tr {
                                td { (view.chip(r)) }
                                td { (view.quote(r, s.clause, 110)) }
                                td.word { (crate::spelt::kind(s.code.as_ref()).unwrap_or_else(|| "—".to_string())) }
                                td { @if let Some(d) = view.story.cast.when.get(r).and_then(|w| w.get(at.index)?.as_ref()) { (parallax_tell::words::when(&d.when)) } }
                                td { @if let Some(span) = said { bdi { (parallax_tell::words::cut(span.of(view.text(r)), 50)) } } }
                                td.word { (s.status.name()) }
                                td { @if let Some(e) = view.event_of(r, at.index) { a href=(view.href(Page::Event(e))) { (e + 1) } } @else { span.dim { "—" } } }
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

fn rows(view: &View) -> Vec<StatementRef> {
    view.story
        .accounts
        .iter()
        .enumerate()
        .flat_map(|(r, a)| (0..a.statements.len()).map(move |index| StatementRef { report: ReportId(r), index }))
        .collect()
}
