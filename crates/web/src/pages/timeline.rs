//! Events by day: an ordered list first, a strip above it for the eye.

use crate::page::{Lanes, Page, Query};
use crate::view::View;
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use parallax_model::{EntityId, Event, RelationKind, State, When};
use parallax_tell::events;
use parallax_tell::letter;
use parallax_tell::words::cut;
use std::collections::BTreeMap;

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let story = view.story;
    let fits = |i: &usize| {
        query.state.is_none_or(|s| s == events::state(story, *i))
            && query.report.is_none_or(|r| events::tellers(&story.events[*i]).contains(&r))
            // An event of unknown day may have been on any: it is left out only where days are asked for.
            && (query.days == (None, None)
                || story.events[*i].when.is_some_and(|w| {
                    query.days.0.is_none_or(|from| w.end >= from) && query.days.1.is_none_or(|to| w.start <= to)
                }))
    };
    let all: Vec<usize> = (0..story.events.len()).filter(fits).collect();
    let mut address = format!("{}?", view.href(Page::Timeline));
    query.state.iter().for_each(|s| address.push_str(&format!("state={}&", s.name())));
    query.report.iter().for_each(|&r| address.push_str(&format!("report={}&", letter(r))));
    query.days.0.iter().for_each(|d| address.push_str(&format!("from={d}&")));
    query.days.1.iter().for_each(|d| address.push_str(&format!("to={d}&")));
    let (shown, parts) = super::part(view, &all, query, address.trim_end_matches(['&', '?']));
    // What was concluded is said once where it holds for a whole day, else beside each event.
    let mut concluded: BTreeMap<Option<(Date, Date)>, bool> = BTreeMap::new();
    for event in shown.iter().filter_map(|&i| story.events.get(i)) {
        let this = event.when.map(|w| (w.start, w.end));
        *concluded.entry(this).or_insert(true) &= event.when.is_some_and(|w| w.inferred);
    }
    let mut day = None;
    html! {
        h1 { "Timeline" }
        p { "Days as the reports give them. " span.tag { "concluded" } " marks what no report says in so many words; a span of days is said as one." }
        @if !view.in_file() { (filter(view, query)) }
        (strip(view, &all, query.lanes))
        (parts)
        @if shown.is_empty() { p.notice { "No event fits. Drop a filter." } }
        ol.timeline {
            @for &i in shown {
                @let event = &story.events[i];
                @let this = event.when.map(|w| (w.start, w.end));
                @if day.replace(this) != Some(this) {
                    @let whole = event.when.map(|w| When { inferred: concluded[&this], ..w });
                    li.day { h2 { (view.when(whole.as_ref())) } }
                }
                li.entry id={ "t-" (event.id) } {
                    (view.event(i)) " " (view.status_of(event)) " "
                    @if event.when.is_some_and(|w| w.inferred) && !concluded[&this] { (view.concluded()) " " }
                    @if let Some(p) = &event.place { span.dim { (view.name(p.entity)) } " " }
                    (view.tellers(event)) " " (view.state_of(i))
                    @for (words, other) in relations(view, i).into_iter().take(2) { div.relation { (words) " " (view.event(other)) } }
                }
            }
        }
        (parts)
        (super::twins(view, Page::Timeline, true))
    }
}

/// The choice of a state.
pub(super) fn states(view: &View, query: &Query) -> Markup {
    html! {
        label { "State "
            select name="state" {
                option value="" { "all" }
                @for s in [State::Corroborated, State::Single, State::Contradicted, State::Unclear] {
                    option value=(s.name()) selected[query.state == Some(s)] { (events::sign(s).1) " (" (events::count(view.story, s)) ")" }
                }
            }
        }
    }
}

/// The choice of days.
pub(super) fn days(query: &Query) -> Markup {
    html! {
        label { "From " input type="date" name="from" value=[query.days.0]; }
        label { "to " input type="date" name="to" value=[query.days.1]; }
    }
}

fn filter(view: &View, query: &Query) -> Markup {
    let story = view.story;
    html! {
        form.filter action=(view.href(Page::Timeline)) {
            (states(view, query))
            label { "Account "
                select name="report" {
                    option value="" { "all" }
                    @for r in 0..story.reports.len() { option value=(letter(r)) selected[query.report == Some(r)] { (letter(r)) " " (view.outlet(r)) } }
                }
            }
            (days(query))
            label { "Lanes by "
                select name="lanes" { @for (lanes, name) in Lanes::ALL { option value=(name) selected[query.lanes == lanes] { (name) } } }
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

/// Most lanes of places or actors.
const LANES: usize = 10;

/// A lane of the strip: its name, and the events that stand in it.
type Lane = (String, Vec<usize>);

/// What the lanes are: every account, or the places or actors of most events.
fn lanes(view: &View, shown: &[usize], by: Lanes) -> Vec<Lane> {
    let story = view.story;
    let of = |keep: &dyn Fn(&Event) -> bool| -> Vec<usize> {
        shown.iter().copied().filter(|&i| story.events.get(i).is_some_and(keep)).collect()
    };
    let entities = |event: &Event| -> Vec<EntityId> {
        match by {
            Lanes::Place => event.place.iter().map(|p| p.entity).collect(),
            _ => event.actors.clone(),
        }
    };
    if by == Lanes::Account {
        return (0..story.reports.len()).map(|r| (letter(r), of(&|e| events::tellers(e).contains(&r)))).collect();
    }
    let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
    for event in shown.iter().filter_map(|&i| story.events.get(i)) {
        entities(event).into_iter().for_each(|e| *counts.entry(e).or_insert(0) += 1);
    }
    let mut order: Vec<EntityId> = counts.keys().copied().collect();
    order.sort_by_key(|e| std::cmp::Reverse(counts[e]));
    order.truncate(LANES);
    order.into_iter().map(|id| (cut(&view.name(id), 22), of(&|e| entities(e).contains(&id)))).collect()
}

/// A dot an event known to the day, a band one known less finely.
fn strip(view: &View, shown: &[usize], by: Lanes) -> Markup {
    let dated: Vec<_> = shown.iter().filter_map(|&i| Some((i, view.story.events.get(i)?.when?))).collect();
    let days = |a: Date, b: Date| a.until(b).map_or(0.0, |s| f64::from(s.get_days()));
    let mut starts: Vec<Date> = dated.iter().map(|(_, w)| w.start).collect();
    starts.sort_unstable();
    let (Some(&oldest), Some(last)) = (starts.first(), dated.iter().map(|(_, w)| w.end).max()) else { return html! {} };
    // Old background would squeeze the days that the reports are about: then the strip begins after the first quarter of all events.
    let first = if days(oldest, last) > SQUEEZED { starts[starts.len() / 4] } else { oldest };
    let length = days(first, last).max(1.0) + 1.0;
    // Names need more room than letters.
    let left = if by == Lanes::Account { 60.0 } else { 200.0 };
    let room = 980.0 - left;
    let x = |d: Date| left + days(first, d).max(-1.0) / length * room;
    let lanes = lanes(view, shown, by);
    let height = lanes.len() * 18 + 26;
    html! {
        figure.strip tabindex="0" role="group" aria-label="Events by day, drawn" {
            svg viewBox={ "0 0 1000 " (height) } role="img" aria-label="Events by day, a lane for each account, place or actor; the list below says the same in words" {
                @for (n, (name, within)) in lanes.iter().enumerate() {
                    @let y = n * 18 + 12;
                    text x="8" y=(y + 5) { (name) }
                    line class="lane" x1=(left - 20.0) x2="990" y1=(y) y2=(y) {}
                    @for ((start, end), (state, count)) in marks(view, &dated, within).into_iter().filter(|((_, end), _)| *end >= first) {
                        @let wide = days(start, end);
                        @let name = state.name();
                        @if wide < 1.0 { circle class=(name) cx={ (format!("{:.1}", x(start) + 0.5 * room / length)) } cy=(y) r={ (format!("{:.1}", (3.0 + (count as f64).sqrt()).min(8.5))) } { title { (crate::spelt::count(count, "event")) } } }
                        @else { rect class={ "band " (name) } x={ (format!("{:.1}", x(start.max(first)))) } y=(y - 3) width={ (format!("{:.1}", x(end) - x(start.max(first)) + room / length)) } height="6" rx="3" { title { (crate::spelt::count(count, "event")) } } }
                    }
                }
                @for day in ticks(first, last) {
                    @let at = format!("{:.1}", x(day));
                    line class="tick" x1=(at) x2=(at) y1="4" y2=(height - 16) {}
                    @if x(day) > left + 110.0 && x(day) < 800.0 { text x=(at) y=(height - 2) { (tick(day, first, last)) } }
                }
                text x=(left) y=(height - 2) { (parallax_tell::words::date(first)) }
                text x="988" y=(height - 2) text-anchor="end" { (parallax_tell::words::date(last)) }
            }
            @if first > oldest {
                @let before = dated.iter().filter(|(_, w)| w.end < first).count();
                figcaption.dim { "The strip begins on " (parallax_tell::words::date(first)) "; " (before) " earlier events, back to " (parallax_tell::words::date(oldest)) ", are in the list." }
            }
        }
    }
}

/// Days at which the strip is marked: every day of a week or two, else firsts of months, else firsts of years; few in any case.
fn ticks(first: Date, last: Date) -> Vec<Date> {
    let length = first.until(last).map_or(0, |s| s.get_days());
    let step = match length {
        0..=14 => 1.day(),
        15..=60 => 7.days(),
        61..=400 => 1.month(),
        401..=1500 => 6.months(),
        _ => ((length / 365 / 8).max(1)).years(),
    };
    let start = match length {
        0..=60 => first,
        61..=400 => first.first_of_month(),
        _ => first.first_of_year(),
    };
    start.series(step).take_while(|d| *d <= last).skip(1).take(40).filter(|d| *d > first).collect()
}

/// What stands at a mark: as little as tells it from the others.
fn tick(day: Date, first: Date, last: Date) -> String {
    let whole = parallax_tell::words::date(day);
    let parts: Vec<&str> = whole.split(' ').collect();
    match (first.until(last).map_or(0, |s| s.get_days()), parts.as_slice()) {
        (0..=14, [d, ..]) => (*d).to_string(),
        (15..=60, [d, m, _]) => format!("{d} {m}"),
        (61..=1500, [_, m, y]) if day.month() == 1 => format!("{m} {y}"),
        (61..=1500, [_, m, _]) => (*m).to_string(),
        _ => day.year().to_string(),
    }
}

/// What one lane shows: for each span of days how many events, and the state most worth looking at.
fn marks(view: &View, dated: &[(usize, When)], within: &[usize]) -> BTreeMap<(Date, Date), (State, usize)> {
    let rank = |s: State| {
        [State::Contradicted, State::Corroborated, State::Single, State::Unclear].iter().position(|x| *x == s)
    };
    let mut marks: BTreeMap<(Date, Date), (State, usize)> = BTreeMap::new();
    for (i, when) in dated.iter().filter(|(i, _)| within.contains(i)) {
        let state = events::state(view.story, *i);
        let mark = marks.entry((when.start, when.end)).or_insert((state, 0));
        mark.1 += 1;
        if rank(state) < rank(mark.0) {
            mark.0 = state;
        }
    }
    marks
}
