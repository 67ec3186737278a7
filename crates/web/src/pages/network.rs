//! Who is said to have acted on whom: a drawing, and the same as a table.

use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, State};
use parallax_tell::events;
use parallax_tell::words::cut;
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

/// All edges, those of most events first.
pub(crate) fn edges(view: &View) -> Vec<Edge> {
    let mut found: BTreeMap<(EntityId, EntityId), Vec<usize>> = BTreeMap::new();
    for (i, event) in view.story.events.iter().enumerate() {
        for &from in &event.actors {
            for &to in event.recipients.iter().filter(|&&to| to != from) {
                found.entry((from, to)).or_default().push(i);
            }
        }
    }
    let mut edges: Vec<Edge> = found.into_iter().map(|((from, to), events)| Edge { from, to, events }).collect();
    edges.sort_by_key(|e| std::cmp::Reverse(e.events.len()));
    edges
}

pub(super) fn page(view: &View) -> Markup {
    let edges = edges(view);
    let most = if view.in_file() { 300 } else { 100 };
    html! {
        h1 { "Network" }
        p { "Edges are reported acts, not proven relations. " span.key-peace { "—" } " cooperation, " span.key-conflict { "—" } " conflict, dashed where one account alone tells it; wider where more events are told." }
        @if edges.is_empty() { p.notice { "No event with both an actor and a recipient was found." } } @else { (drawing(view, &edges)) }
        div.scroll tabindex="0" role="region" aria-label="Reported acts" {
            table {
                thead { tr { th scope="col" { "from" } th scope="col" { "to" } th scope="col" { "events" } th scope="col" { "acts" } th scope="col" { "accounts" } } }
                tbody {
                    @for edge in edges.iter().take(most) {
                        @let tellers: BTreeSet<usize> = edge.events.iter().flat_map(|&i| events::tellers(&view.story.events[i])).collect();
                        tr {
                            td { (view.entity(edge.from)) } td { (view.entity(edge.to)) } td.n { (edge.events.len()) }
                            td { @for (n, &i) in edge.events.iter().take(4).enumerate() { @if n > 0 { "; " } (view.event(i)) } @if edge.events.len() > 4 { span.dim { " and " (edge.events.len() - 4) " more" } } }
                            td { (view.chips(&tellers.into_iter().collect::<Vec<_>>())) }
                        }
                    }
                }
            }
        }
        @if edges.len() > most { p.dim { "The " (most) " of most events; all " (edges.len()) " are in the data." } }
        (super::twins(view, Page::Network, true))
    }
}

/// Nodes on a circle: the place of each depends on the story alone, and no label hides another.
fn drawing(view: &View, edges: &[Edge]) -> Markup {
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
        edges.iter().filter_map(|e| Some((e, *place.get(&e.from)?, *place.get(&e.to)?))).collect();
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
                        title { (view.name(edge.from)) " → " (view.name(edge.to)) ": " (edge.events.len()) " events" }
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
fn order(edges: &[Edge]) -> Vec<EntityId> {
    let mut weight: BTreeMap<EntityId, usize> = BTreeMap::new();
    for edge in edges {
        *weight.entry(edge.from).or_default() += edge.events.len();
        *weight.entry(edge.to).or_default() += edge.events.len();
    }
    let mut rest: Vec<EntityId> = weight.keys().copied().collect();
    rest.sort_by_key(|e| std::cmp::Reverse(weight.get(e).copied()));
    rest.truncate(NODES);
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
