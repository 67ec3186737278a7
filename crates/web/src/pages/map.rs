//! Where it happened: points for towns, whole countries listed beside, on an outline that comes with Parallax.

use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, Location, PlacePrecision};
use parallax_tell::events;
use std::collections::BTreeMap;

/// Outlines of countries in tenths of a degree (`data/map/ORIGIN.md`).
const WORLD: &str = include_str!("../../../../data/map/countries.tsv");

/// A place and the events there.
pub(crate) struct Point<'s> {
    pub entity: EntityId,
    pub at: &'s Location,
    /// In story order.
    pub events: Vec<usize>,
}

/// Every place of the story's events, those of most events first.
pub(crate) fn points<'s>(view: &View<'s>) -> Vec<Point<'s>> {
    let mut found: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    for (i, event) in view.story.events.iter().enumerate() {
        if let Some(place) = &event.place {
            found.entry(place.entity).or_default().push(i);
        }
    }
    let located = found.into_iter().filter_map(|(entity, events)| {
        Some(Point { entity, at: view.story.cast.entities.get(entity.0)?.location.as_ref()?, events })
    });
    let mut points: Vec<Point> = located.collect();
    points.sort_by_key(|p| std::cmp::Reverse(p.events.len()));
    points
}

pub(super) fn page(view: &View) -> Markup {
    let points = points(view);
    let (fine, coarse): (Vec<&Point>, Vec<&Point>) =
        points.iter().partition(|p| p.at.precision <= PlacePrecision::District);
    let unplaced = view
        .story
        .events
        .iter()
        .filter(|e| {
            e.place.as_ref().and_then(|p| view.story.cast.entities.get(p.entity.0)?.location.as_ref()).is_none()
        })
        .count();
    html! {
        h1 { "Map" }
        p { "A point only where a report names a town or something finer; a country or province is listed, and a country shaded, since a point in its middle would say more than the reports do." }
        (drawing(view, &fine, &coarse))
        div.columns {
            section { h2 { "Towns and finer" } (list(view, &fine)) }
            section { h2 { "Provinces, countries, regions" } (list(view, &coarse)) }
        }
        p.dim { (unplaced) " of " (view.story.events.len()) " events have no place that could be found on the map." }
        (super::twins(view, Page::Map, true))
    }
}

fn list(view: &View, points: &[&Point]) -> Markup {
    html! {
        @if points.is_empty() { p.dim { "None." } }
        ul.plain {
            @for point in points.iter().take(60) {
                li {
                    (view.entity(point.entity)) " " span.dim { (gazetted(view, point)) }
                    ul { @for &i in point.events.iter().take(5) { li { (view.event(i)) " " (view.tellers(&view.story.events[i])) } } @if point.events.len() > 5 { li.dim { "and " (point.events.len() - 5) " more" } } }
                }
            }
        }
    }
}

/// What the gazetteer calls a place, where that says more than its name here.
fn gazetted(view: &View, point: &Point) -> String {
    let (name, country) = (view.name(point.entity), crate::spelt::country(&point.at.country));
    let mut parts = vec![point.at.name.clone(), country];
    parts.dedup();
    parts.retain(|p| !p.is_empty() && *p != name);
    format!("{} ({})", parts.join(", "), point.at.precision.name()).trim_start().to_string()
}

/// Position in tenths of a degree from 180° W and 90° N.
fn xy(at: &Location) -> (f64, f64) {
    ((at.lon + 180.0) * 10.0, (90.0 - at.lat) * 10.0)
}

fn drawing(view: &View, fine: &[&Point], coarse: &[&Point]) -> Markup {
    // Towns say where the story plays; a far country named in passing would make them small.
    let frame = if fine.is_empty() { coarse } else { fine };
    let all: Vec<(f64, f64)> = frame.iter().map(|p| xy(p.at)).filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    // At least 24° wide, so that the outline still tells where one is.
    let span = |of: fn(&(f64, f64)) -> f64, least: f64, most: f64| {
        let (low, high) = all.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        if low > high {
            return (0.0, most);
        }
        let pad = ((least - (high - low)) / 2.0).max((high - low) * 0.15).max(least * 0.2);
        ((low - pad).max(0.0), (high + pad).min(most))
    };
    let (left, right) = span(|p| p.0, 240.0, 3600.0);
    let (top, bottom) = span(|p| p.1, 120.0, 1800.0);
    let (width, height) = (right - left, bottom - top);
    // Sizes of signs and letters are given in the map's own units.
    let unit = width / 1000.0;
    let shaded: Vec<&str> =
        coarse.iter().filter(|p| p.at.precision == PlacePrecision::Country).map(|p| p.at.country.as_str()).collect();
    html! {
        figure.map {
            svg viewBox={ (format!("{left:.0} {top:.0} {width:.0} {height:.0}")) } role="img" aria-label="Places of the events; the lists below say the same" {
                @for (code, path) in WORLD.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
                    path class={ "land" @if shaded.contains(&code) { " told" } } d=(path) stroke-width={ (format!("{:.2}", unit)) } {}
                }
                @let lines = lines(fine, unit);
                @for (point, line) in fine.iter().zip(lines) {
                    @let (x, y) = xy(point.at);
                    @let size = unit * (5.0 + 2.0 * (point.events.len() as f64).ln());
                    // Names stand on the side that has room for them.
                    @let before = x > left + width * 0.8;
                    @let beside = if before { x - size - 4.0 * unit } else { x + size + 4.0 * unit };
                    a href=(view.href(Page::Entity(point.entity.0))) {
                        circle class="node" cx={ (format!("{x:.1}")) } cy={ (format!("{y:.1}")) } r={ (format!("{size:.1}")) } stroke-width={ (format!("{:.1}", unit * 1.5)) } {
                            title { (view.name(point.entity)) ": " (point.events.len()) " events, told by " (tellers(view, point)) }
                        }
                        text text-anchor=[before.then_some("end")] x={ (format!("{beside:.1}")) } y={ (format!("{:.1}", line + 5.0 * unit)) } font-size={ (format!("{:.1}", 16.0 * unit)) } { (view.name(point.entity)) }
                    }
                }
            }
        }
    }
}

/// The height at which each place's name stands: its own, or lower where another name is in the way.
fn lines(points: &[&Point], unit: f64) -> Vec<f64> {
    // About as wide and high as a name is drawn.
    let (wide, high) = (150.0 * unit, 17.0 * unit);
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for point in points {
        let (x, mut y) = xy(point.at);
        while taken.iter().any(|(a, b)| (a - x).abs() < wide && (b - y).abs() < high) {
            y += high / 2.0;
        }
        taken.push((x, y));
    }
    taken.into_iter().map(|(_, y)| y).collect()
}

fn tellers(view: &View, point: &Point) -> String {
    let reports: std::collections::BTreeSet<usize> =
        point.events.iter().flat_map(|&i| events::tellers(&view.story.events[i])).collect();
    reports.into_iter().map(parallax_tell::letter).collect::<Vec<_>>().join(", ")
}
