//! The pages, one module each: a view of a story in, the page's own part out.

mod compare;
mod differences;
mod event;
mod export;
mod ledger;
mod map;
mod method;
mod network;
mod only;
mod overview;
mod patterns;
mod people;
mod report;
mod search;
mod stories;
mod timeline;

pub(crate) use compare::busiest as busiest_pairs;
pub(crate) use differences::kind_named;
pub(crate) use map::points;
pub(crate) use method::{QUALITY, measured_fields};
pub(crate) use network::edges;
pub(crate) use patterns::patterns;
pub(crate) use people::busiest;
pub(crate) use search::search;
pub(crate) use stories::{stories, stories_json};

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};

/// Most rows of a list on one page of the server: keeps every page under 200 kB.
const ROWS: usize = 120;

/// A page's own part: what stands in `main`.
pub fn page(view: &View, page: Page, query: &Query) -> Markup {
    match page {
        Page::Overview => overview::page(view),
        Page::Timeline => timeline::page(view, query),
        Page::Event(i) => event::page(view, i),
        Page::Compare(a, b, c) => compare::page(view, &[a, b].into_iter().chain(c).collect::<Vec<_>>()),
        Page::Differences => differences::page(view, query),
        Page::Only => only::page(view, query),
        Page::People => people::list(view, query),
        Page::Entity(i) => people::entity(view, i),
        Page::Network => network::page(view, query),
        Page::Map => map::page(view),
        Page::Reports => report::list(view),
        Page::Report(i) => report::page(view, i, query),
        Page::Search => search::page(view, query),
        Page::Ledger => ledger::page(view, query),
        Page::Export => export::page(view),
        Page::Corrections => crate::decide::page(view),
        Page::Review => crate::decide::review(view, query),
        Page::Method => method::page(),
    }
}

/// The part of a long list that is asked for, and links to the other parts; in one file everything.
fn part<'a, T>(view: &View, rows: &'a [T], query: &Query, address: &str) -> (&'a [T], Markup) {
    if view.in_file() || rows.len() <= ROWS {
        return (rows, html! {});
    }
    let parts = rows.len().div_ceil(ROWS);
    let this = query.part.min(parts - 1);
    let shown = rows.get(this * ROWS..((this + 1) * ROWS).min(rows.len())).unwrap_or(rows);
    let mark = if address.contains('?') { '&' } else { '?' };
    let links = html! {
        nav.parts aria-label="Parts of the list" {
            @for i in 0..parts {
                a href={ (address) (mark) "part=" (i + 1) } aria-current=[(i == this).then_some("page")] { (i * ROWS + 1) "–" (((i + 1) * ROWS).min(rows.len())) }
                " "
            }
        }
    };
    (shown, links)
}

/// Links to the same list as data.
pub(crate) fn twins(view: &View, page: Page, csv: bool) -> Markup {
    html! {
        @if !view.in_file() {
            p.twins { "As data: " a href={ (view.href(page)) ".json" } { "JSON" } @if csv { " · " a href={ (view.href(page)) ".csv" } { "CSV" } } }
        }
    }
}
