//! Events by day: an ordered list first, a strip above it for the eye.

use crate::page::{Page, Query};
use crate::view::View;
use jiff::civil::Date;
use maud::{Markup, html};
use parallax_model::{RelationKind, State, When};
use parallax_tell::events;
use parallax_tell::letter;
use std::collections::BTreeMap;

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let story = view.story;
    let fits = |i: &usize| {
        query.state.is_none_or(|s| s == events::state(story, *i))
            && query.report.is_none_or(|r| events::tellers(&story.events[*i]).contains(&r))
    };
    let all: Vec<usize> = (0..story.events.len()).filter(fits).collect();
    let mut address = format!("{}?", view.href(Page::Timeline));
    query.state.iter().for_each(|s| address.push_str(&format!("state={}&", s.name())));
    query.report.iter().for_each(|&r| address.push_str(&format!("report={}&", letter(r))));
    let (shown, parts) = super::part(view, &all, query, address.trim_end_matches(['&', '?']));
    let mut day = None;
    html! {
        h1 { "Timeline" }
        p { "Days as the reports give them. " span.tag { "concluded" } " marks what no report says in so many words; a span of days is said as one." }
        @if !view.in_file() { (filter(view, query)) }
        (strip(view, &all))
        (parts)
        @if shown.is_empty() { p.notice { "No event fits. Drop a filter." } }
        ol.timeline {
            @for &i in shown {
                @let event = &story.events[i];
                @let this = event.when.map(|w| (w.start, w.end));
                @if day.replace(this) != Some(this) {
                    li.day { h2 { (view.when(event.when.as_ref())) } }
                }
                li.entry id={ "t-" (event.id) } {
                    (view.event(i)) " " (view.status_of(event)) " "
                    @if let Some(p) = &event.place { span.dim { (view.name(p.entity)) } " " }
                    (view.tellers(event)) " " (view.state(events::state(story, i)))
                    @for (words, other) in relations(view, i).into_iter().take(2) { div.relation { (words) " " (view.event(other)) } }
                }
            }
        }
        (parts)
        (super::twins(view, Page::Timeline, true))
    }
}

fn filter(view: &View, query: &Query) -> Markup {
    let story = view.story;
    html! {
        form.filter action=(view.href(Page::Timeline)) {
            label { "State "
                select name="state" {
                    option value="" { "all" }
                    @for s in [State::Corroborated, State::Single, State::Contradicted, State::Unclear] {
                        option value=(s.name()) selected[query.state == Some(s)] { (events::sign(s).1) " (" (events::count(story, s)) ")" }
                    }
                }
            }
            label { "Account "
                select name="report" {
                    option value="" { "all" }
                    @for r in 0..story.reports.len() { option value=(letter(r)) selected[query.report == Some(r)] { (letter(r)) " " (view.outlet(r)) } }
                }
            }
            button { "Show" }
        }
    }
}

/// Relations that start from event `i`, in words.
pub(super) fn relations(view: &View, i: usize) -> Vec<(&'static str, usize)> {
    let from = view.story.relations.iter().filter(|r| r.kind != RelationKind::Before);
    let mut found: Vec<(&'static str, usize)> = from
        .filter_map(|r| match (r.kind, r.from.0 == i, r.to.0 == i) {
            (RelationKind::Response, true, _) => Some(("in response to", r.to.0)),
            (RelationKind::Cause, true, _) => Some(("brings about", r.to.0)),
            (RelationKind::Cause, _, true) => Some(("because of", r.from.0)),
            (RelationKind::PartOf, true, _) => Some(("part of", r.to.0)),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Days from which on a strip is too narrow for all of them.
const SQUEEZED: f64 = 60.0;

/// A lane an account, a dot an event known to the day, a band one known less finely.
fn strip(view: &View, shown: &[usize]) -> Markup {
    let dated: Vec<_> = shown.iter().filter_map(|&i| Some((i, view.story.events.get(i)?.when?))).collect();
    let days = |a: Date, b: Date| a.until(b).map_or(0.0, |s| f64::from(s.get_days()));
    let mut starts: Vec<Date> = dated.iter().map(|(_, w)| w.start).collect();
    starts.sort_unstable();
    let (Some(&oldest), Some(last)) = (starts.first(), dated.iter().map(|(_, w)| w.end).max()) else { return html! {} };
    // Old background would squeeze the days that the reports are about: then the strip begins after the first quarter of all events.
    let first = if days(oldest, last) > SQUEEZED { starts[starts.len() / 4] } else { oldest };
    let length = days(first, last).max(1.0) + 1.0;
    let x = |d: Date| 60.0 + days(first, d).max(-1.0) / length * 920.0;
    let lanes = view.story.reports.len();
    let height = lanes * 18 + 26;
    html! {
        figure.strip {
            svg viewBox={ "0 0 1000 " (height) } role="img" aria-label="Events by day, a lane for each account; the list below says the same in words" {
                @for r in 0..lanes {
                    @let y = r * 18 + 12;
                    text x="8" y=(y + 5) { (letter(r)) }
                    line class="lane" x1="40" x2="990" y1=(y) y2=(y) {}
                    @for ((start, end), (state, count)) in marks(view, &dated, r).into_iter().filter(|((_, end), _)| *end >= first) {
                        @let wide = days(start, end);
                        @let name = state.name();
                        @if wide < 1.0 { circle class=(name) cx={ (format!("{:.1}", x(start) + 460.0 / length)) } cy=(y) r={ (format!("{:.1}", (3.0 + (count as f64).sqrt()).min(8.5))) } { title { (count) " events" } } }
                        @else { rect class={ "band " (name) } x={ (format!("{:.1}", x(start.max(first)))) } y=(y - 3) width={ (format!("{:.1}", x(end) - x(start.max(first)) + 920.0 / length)) } height="6" rx="3" { title { (count) " events" } } }
                    }
                }
                text x="60" y=(height - 2) { (parallax_tell::words::date(first)) }
                text x="988" y=(height - 2) text-anchor="end" { (parallax_tell::words::date(last)) }
            }
        }
    }
}

/// What one account's lane shows: for each span of days how many events, and the state most worth looking at.
fn marks(view: &View, dated: &[(usize, When)], report: usize) -> BTreeMap<(Date, Date), (State, usize)> {
    let rank = |s: State| {
        [State::Contradicted, State::Corroborated, State::Single, State::Unclear].iter().position(|x| *x == s)
    };
    let mut marks: BTreeMap<(Date, Date), (State, usize)> = BTreeMap::new();
    for (i, when) in
        dated.iter().filter(|(i, _)| view.story.events.get(*i).is_some_and(|e| events::tellers(e).contains(&report)))
    {
        let state = events::state(view.story, *i);
        let mark = marks.entry((when.start, when.end)).or_insert((state, 0));
        mark.1 += 1;
        if rank(state) < rank(mark.0) {
            mark.0 = state;
        }
    }
    marks
}
