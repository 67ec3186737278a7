//! Two reports in full beside each other: one number an event in both margins, and a sign on what stands in one only.

use crate::annotate::{self, Manner};
use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_tell::{events, letter};

pub(super) fn page(view: &View, left: usize, right: usize) -> Markup {
    let count = view.story.reports.len();
    if count < 2 {
        return html! { h1 { "Side by side" } p.notice { "One account. Add another report to lay beside it." } };
    }
    let shared = shared(view, left, right);
    html! {
        h1 { "Side by side: " (view.outlet(left)) " and " (view.outlet(right)) }
        p {
            "The same event has the same number in both margins (" (shared) " in both); "
            span.alone { "◐" } " marks a sentence whose events the other does not tell. Words said by a source are underlined."
        }
        @if !view.in_file() && count > 2 {
            form.filter action=(view.href(Page::Compare(left, right))) {
                @for (name, words, chosen) in [("a", "Left ", left), ("b", "Right ", right)] {
                    label { (words) select name=(name) { @for r in 0..count { option value=(letter(r)) selected[r == chosen] { (letter(r)) " " (view.outlet(r)) } } } }
                }
                button { "Show" }
            }
        }
        @if shared == 0 { p.notice { "These two reports do not seem to tell of the same events." } }
        div.beside {
            @for (report, other) in [(left, right), (right, left)] {
                section aria-label={ "Report " (letter(report)) } {
                    h2 { (view.chip(report)) " " (view.outlet(report)) }
                    (annotate::report(view, report, &Manner { mark: None, beside: Some(other), prefix: format!("{}{}-", letter(left), letter(right)) }))
                }
            }
        }
        (super::twins(view, Page::Compare(left, right), false))
    }
}

/// How many events two reports both tell.
fn shared(view: &View, a: usize, b: usize) -> usize {
    view.story.events.iter().map(events::tellers).filter(|t| t.contains(&a) && t.contains(&b)).count()
}

/// The pairs of reports that share most events, at most `most` of them.
pub(crate) fn busiest(view: &View, most: usize) -> Vec<(usize, usize)> {
    let count = view.story.reports.len();
    let mut pairs: Vec<(usize, usize)> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
    pairs.sort_by_cached_key(|&(a, b)| std::cmp::Reverse(shared(view, a, b)));
    pairs.truncate(most);
    pairs.sort_unstable();
    pairs
}
