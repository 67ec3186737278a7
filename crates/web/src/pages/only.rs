//! What one account alone tells, and what one account alone does not mention.

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_tell::events;

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let story = view.story;
    let count = story.reports.len();
    let alone: Vec<(usize, usize)> = {
        let mut found: Vec<(usize, usize)> = story
            .events
            .iter()
            .enumerate()
            .filter_map(|(i, e)| match events::tellers(e).as_slice() {
                [one] => Some((*one, i)),
                _ => None,
            })
            .collect();
        found.sort_unstable();
        found
    };
    let (shown, parts) = super::part(view, &alone, query, &view.href(Page::Only));
    html! {
        h1 { "Only one account" }
        p { "That one account alone tells something means only that the other reports here do not mention it." }
        (parts)
        @for report in 0..count {
            @let own: Vec<usize> = shown.iter().filter(|(r, _)| *r == report).map(|(_, i)| *i).collect();
            @if !own.is_empty() {
                section {
                    h2 { "Only in " (view.chip(report)) " " (view.outlet(report)) " (" (alone.iter().filter(|(r, _)| *r == report).count()) ")" }
                    ul.plain {
                        @for i in own {
                            @let event = &story.events[i];
                            li.entry {
                                (view.event(i)) " " (view.status_of(event)) " " span.dim { (view.when(event.when.as_ref())) }
                                @if let Some(s) = event.statements.first().and_then(|&s| view.statement(s)) { div { (view.quote(report, s.clause, 160)) } }
                            }
                        }
                    }
                }
            }
        }
        @if count > 2 {
            @for report in 0..count {
                @let missed = events::left_out(story, report);
                @if !missed.is_empty() {
                    section {
                        h2 { "In all but " (view.chip(report)) " " (view.outlet(report)) }
                        ul.plain { @for i in missed { li { (view.event(i)) " " span.dim { "not mentioned in " (parallax_tell::letter(report)) } } } }
                    }
                }
            }
        }
        (parts)
        (super::twins(view, Page::Only, true))
    }
}
