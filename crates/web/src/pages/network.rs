//! Who is said to have acted on whom: a drawing, and the same as a table.

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, State};
use parallax_tell::events;
use parallax_tell::words::{cut, date};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

/// Most nodes drawn: labels on a circle of more would overlap.
const NODES: usize = 22;

/// What one entity is said to have done to another.
pub(crate) struct Edge {
    pub from: EntityId,
    pub to: EntityId,
    /// The events, in story order.
    pub events: Vec<usize>,
}

/// All edges, those between names first, then those of most events.
pub(crate) fn edges(view: &View) -> Vec<Edge> {
    edges_of(view, |_| true)
}

fn edges_of(view: &View, wanted: impl Fn(usize) -> bool) -> Vec<Edge> {
    let mut found: BTreeMap<(EntityId, EntityId), Vec<usize>> = BTreeMap::new();
    for (i, event) in view.story.events.iter().enumerate().filter(|(i, _)| wanted(*i)) {
        for &from in &event.actors {
            for &to in event.recipients.iter().filter(|&&to| to != from) {
                found.entry((from, to)).or_default().push(i);
            }
        }
    }
    let mut edges: Vec<Edge> = found.into_iter().map(|((from, to), events)| Edge { from, to, events }).collect();
    edges.sort_by_cached_key(|e| Reverse((named(view, e), e.events.len())));
    edges
}

/// How many of an edge's two ends are called by name.
fn named(view: &View, edge: &Edge) -> usize {
    usize::from(view.is_named(edge.from)) + usize::from(view.is_named(edge.to))
}

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let story = view.story;
    let fits = |i: usize| {
        query.state.is_none_or(|s| s == events::state(story, i))
            && (query.days == (None, None)
                || story.events[i].when.is_some_and(|w| {
                    query.days.0.is_none_or(|from| w.end >= from) && query.days.1.is_none_or(|to| w.start <= to)
                }))
    };
    let edges = edges_of(view, fits);
    let (names, others): (Vec<&Edge>, Vec<&Edge>) = edges.iter().partition(|e| named(view, e) == 2);
    let most = if view.in_file() { 300 } else { 100 };
    html! {
        h1 { "Network" }
        p { "Edges are reported acts, not proven relations. " span.key-peace { "—" } " cooperation, " span.key-conflict { "—" } " conflict, dashed where one account alone tells it; wider where more events are told." }
        @if !view.in_file() { (filter(view, query)) }
        @if edges.is_empty() { p.notice { "No event with both an actor and a recipient was found." @if query.state.is_some() || query.days != (None, None) { " Drop a filter." } } }
        @else if names.is_empty() { (drawing(view, &edges.iter().collect::<Vec<_>>())) }
        @else { (drawing(view, &names)) }
        @if !names.is_empty() { section { h2 { "Between those called by name" } (table(view, &names, most, "Reported acts between names")) } }
        @if !others.is_empty() {
            details open[names.is_empty()] { summary { h2 { "With others: groups, things, people without a name (" (others.len()) ")" } } (table(view, &others, most, "Other reported acts")) }
        }
        @if names.len().max(others.len()) > most { p.dim { "At most " (most) " rows of each; all " (edges.len()) " are in the data." } }
        (super::twins(view, Page::Network, true))
    }
}

fn filter(view: &View, query: &Query) -> Markup {
    html! {
        form.filter action=(view.href(Page::Network)) {
            (super::timeline::states(view, query))
            (super::timeline::days(query))
            button { "Show" }
        }
    }
}

fn table(view: &View, edges: &[&Edge], most: usize, name: &str) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(name) {
            table.stack {
                thead { tr { th scope="col" { "from" } th scope="col" { "to" } th.n scope="col" { "events" } th scope="col" { "acts" } th scope="col" { "when" } th scope="col" { "accounts" } } }
                tbody {
                    @for edge in edges.iter().take(most) {
                        @let tellers: BTreeSet<usize> = edge.events.iter().flat_map(|&i| events::tellers(&view.story.events[i])).collect();
                        tr {
                            td { (view.entity(edge.from)) } td data-name="→" { (view.entity(edge.to)) } td.n data-name="events" { (edge.events.len()) }
                            td.wide { @for (n, &i) in edge.events.iter().take(4).enumerate() { @if n > 0 { "; " } (view.event(i)) } @if edge.events.len() > 4 { span.dim { " and " (edge.events.len() - 4) " more" } } }
                            td { (period(view, edge)) }
                            td { (view.chips(&tellers.into_iter().collect::<Vec<_>>())) }
                        }
                    }
                }
            }
        }
    }
}

/// First and last day of an edge's events.
fn period(view: &View, edge: &Edge) -> String {
    let days = || edge.events.iter().filter_map(|&i| view.story.events[i].when);
    match (days().map(|w| w.start).min(), days().map(|w| w.end).max()) {
        (Some(a), Some(b)) if a == b => date(a),
        (Some(a), Some(b)) => format!("{} – {}", date(a), date(b)),
        _ => String::new(),
    }
}

/// Nodes on a circle: the place of each depends on the story alone, and no label hides another.
fn drawing(view: &View, edges: &[&Edge]) -> Markup {
    let order = order(edges);
    let place: BTreeMap<EntityId, (f64, f64, f64)> = order
        .iter()
        .enumerate()
        .map(|(i, &e)| {
            let angle = TAU * (i as f64 + 0.5) / order.len() as f64 - TAU / 4.0;
            (e, (500.0 + 230.0 * angle.cos(), 300.0 + 230.0 * angle.sin(), angle))
        })
        .collect();
    let drawn: Vec<(&Edge, (f64, f64, f64), (f64, f64, f64))> =
        edges.iter().filter_map(|&e| Some((e, *place.get(&e.from)?, *place.get(&e.to)?))).collect();
    html! {
        figure.network {
            svg viewBox="0 0 1000 600" role="group" aria-label="Reported acts between the most named; the table below says the same" {
                defs {
                    @for kind in ["peace", "conflict"] {
                        marker id={ "arrow-" (kind) } class=(kind) viewBox="0 0 8 8" refX="12" refY="4" markerWidth="7" markerHeight="7" orient="auto" markerUnits="userSpaceOnUse" { path d="M0 0L8 4L0 8z" {} }
                    }
                }
                @for (edge, a, b) in &drawn {
                    @let kind = if conflict(view, edge) { "conflict" } else { "peace" };
                    @let single = edge.events.iter().all(|&i| events::state(view.story, i) == State::Single);
                    // Bent towards the middle, so that the two directions of a pair stay apart.
                    @let (mx, my) = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
                    @let (cx, cy) = (mx + (500.0 - mx) * 0.25 + (b.1 - a.1) * 0.08, my + (300.0 - my) * 0.25 - (b.0 - a.0) * 0.08);
                    path class={ "edge " (kind) @if single { " single" } } stroke-width={ (format!("{:.1}", 1.0 + (edge.events.len() as f64).ln())) }
                        marker-end={ "url(#arrow-" (kind) ")" } d={ (format!("M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}", a.0, a.1, cx, cy, b.0, b.1)) } {
                        title { (view.name(edge.from)) " → " (view.name(edge.to)) ": " (crate::spelt::count(edge.events.len(), "event")) }
                    }
                }
                @for (&id, &(x, y, angle)) in &place {
                    @let right = angle.cos() >= 0.0;
                    a href=(view.href(Page::Entity(id.0))) {
                        circle class="node" cx={ (format!("{x:.0}")) } cy={ (format!("{y:.0}")) } r="6" {}
                        text x={ (format!("{:.0}", x + if right { 12.0 } else { -12.0 })) } y={ (format!("{:.0}", y + 5.0 + 8.0 * angle.sin())) } text-anchor=(if right { "start" } else { "end" }) { (cut(&view.name(id), 30)) }
                    }
                }
            }
        }
    }
}

fn conflict(view: &View, edge: &Edge) -> bool {
    let is = |&&i: &&usize| view.story.events[i].code.as_ref().and_then(|c| c.plover).is_some_and(|p| p.is_conflict());
    edge.events.iter().filter(is).count() * 2 > edge.events.len()
}

/// The busiest entities in an order that puts neighbours beside each other: always the one most tied to the last.
fn order(edges: &[&Edge]) -> Vec<EntityId> {
    let mut weight: BTreeMap<EntityId, usize> = BTreeMap::new();
    for edge in edges {
        *weight.entry(edge.from).or_default() += edge.events.len();
        *weight.entry(edge.to).or_default() += edge.events.len();
    }
    let mut rest: Vec<EntityId> = weight.keys().copied().collect();
    rest.sort_by_key(|e| Reverse(weight.get(e).copied()));
    rest.truncate(NODES);
    // Whose neighbours are all left out would stand there without a line.
    let kept: BTreeSet<EntityId> = rest.iter().copied().collect();
    rest.retain(|e| {
        edges.iter().any(|x| (x.from == *e && kept.contains(&x.to)) || (x.to == *e && kept.contains(&x.from)))
    });
    let mut order: Vec<EntityId> = Vec::new();
    while !rest.is_empty() {
        let last = order.last().copied();
        let tie = |e: EntityId| {
            edges
                .iter()
                .filter(|x| Some(x.from) == last && x.to == e || Some(x.to) == last && x.from == e)
                .map(|x| x.events.len())
                .sum::<usize>()
        };
        let next = (0..rest.len()).max_by_key(|&i| (tie(rest[i]), rest.len() - i)).unwrap_or(0);
        order.push(rest.remove(next));
    }
    order
}
