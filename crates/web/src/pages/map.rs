//! Where it happened: points for towns, whole countries listed beside, on an outline that comes with Parallax.

use crate::page::Page;
use crate::spelt::count;
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

/// Places of events that stand in no gazetteer, with their events, those of most first.
fn unknown(view: &View) -> Vec<(EntityId, Vec<usize>)> {
    let mut found: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    for (i, event) in view.story.events.iter().enumerate() {
        let place = event.place.as_ref().map(|p| p.entity);
        let known = |e: &EntityId| view.story.cast.entities.get(e.0).is_some_and(|e| e.location.is_some());
        if let Some(place) = place.filter(|e| !known(e)) {
            found.entry(place).or_default().push(i);
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, events)| std::cmp::Reverse(events.len()));
    found
}

/// The first of these events, and how many more there are.
fn some(view: &View, events: &[usize]) -> Markup {
    html! {
        ul {
            @for &i in events.iter().take(5) { li { (view.event(i)) " " (view.tellers(&view.story.events[i])) } }
            @if events.len() > 5 { li.dim { "and " (events.len() - 5) " more" } }
        }
    }
}

pub(super) fn page(view: &View) -> Markup {
    let points = points(view);
    let (fine, coarse): (Vec<&Point>, Vec<&Point>) =
        points.iter().partition(|p| p.at.precision <= PlacePrecision::District);
    let unknown = unknown(view);
    let nowhere = view.story.events.iter().filter(|e| e.place.is_none()).count();
    html! {
        h1 { "Map" }
        p { "A point only where a report names a town or something finer; a country or province is listed, and a country shaded, since a point in its middle would say more than the reports do." }
        @if points.is_empty() { p.notice { "No place that these events are told of could be found on the map." } } @else { (drawing(view, &fine, &coarse)) }
        div.columns {
            @if !fine.is_empty() { section { h2 { "Towns and finer" } (list(view, &fine)) } }
            @if !coarse.is_empty() { section { h2 { "Provinces, countries, regions" } (list(view, &coarse)) } }
            @if !unknown.is_empty() {
                section {
                    h2 { "Named, and not found on the map" }
                    ul.plain { @for (entity, events) in unknown.iter().take(60) { li { (view.entity(*entity)) (some(view, events)) } } }
                }
            }
        }
        p.dim { "Of " (nowhere) " of " (count(view.story.events.len(), "event")) " it is not told where they happened." }
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
                    (some(view, &point.events))
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
        figure.map tabindex="0" role="group" aria-label="Places of the events, drawn" {
            svg viewBox={ (format!("{left:.0} {top:.0} {width:.0} {height:.0}")) } role="img" aria-label="Places of the events; the lists below say the same" {
                @for (code, path) in WORLD.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
                    path class={ "land" @if shaded.contains(&code) { " told" } } d=(path) stroke-width={ (format!("{:.2}", unit)) } {}
                }
                @let names = names(view, fine, unit, right);
                @for (point, name) in fine.iter().zip(names) {
                    @let (x, y) = xy(point.at);
                    @let size = size(point, unit);
                    a href=(view.href(Page::Entity(point.entity.0))) {
                        circle class="node" cx={ (format!("{x:.1}")) } cy={ (format!("{y:.1}")) } r={ (format!("{size:.1}")) } stroke-width={ (format!("{:.1}", unit * 1.5)) } {
                            title { (view.name(point.entity)) ": " (count(point.events.len(), "event")) ", told by " (tellers(view, point)) }
                        }
                        @if let Some(name) = name {
                            text text-anchor=[name.ends.then_some("end")] x={ (format!("{:.1}", name.x)) } y={ (format!("{:.1}", name.y + 5.0 * unit)) } font-size={ (format!("{:.1}", 16.0 * unit)) } { (view.name(point.entity)) }
                        }
                    }
                }
            }
        }
    }
}

/// Radius of a point, by how many events it stands for.
fn size(point: &Point, unit: f64) -> f64 {
    unit * (5.0 + 2.0 * (point.events.len() as f64).ln())
}

/// Where a place's name is written.
struct Name {
    x: f64,
    y: f64,
    /// Whether it ends there, and does not begin.
    ends: bool,
}

/// The name of each place beside its point, on the first side that is free; `None` where no side is: the lists say it.
fn names(view: &View, points: &[&Point], unit: f64, right: f64) -> Vec<Option<Name>> {
    /// What is taken: from, to, above, below.
    type Area = (f64, f64, f64, f64);
    let high = 17.0 * unit;
    let meet = |a: &Area, b: &Area| a.0 < b.1 && b.0 < a.1 && a.2 < b.3 && b.2 < a.3;
    let dot = |p: &&Point| {
        let ((x, y), r) = (xy(p.at), size(p, unit));
        (x - r, x + r, y - r, y + r)
    };
    let dots: Vec<Area> = points.iter().map(dot).collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut beside = |(i, point): (usize, &&Point)| {
        let ((x, y), gap) = (xy(point.at), size(point, unit) + 4.0 * unit);
        // About as wide as it is drawn.
        let wide = view.name(point.entity).chars().count() as f64 * 9.0 * unit;
        let sides = [0.0, -0.8, 0.8].into_iter().flat_map(|down| [(false, down), (true, down)]);
        let (name, area) = sides
            .map(|(ends, down)| {
                let name = Name { x: if ends { x - gap } else { x + gap }, y: y + down * high, ends };
                let from = if ends { name.x - wide } else { name.x };
                let area = (from, from + wide, name.y - high / 2.0, name.y + high / 2.0);
                (name, area)
            })
            .find(|(name, area)| {
                let others = dots.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, dot)| dot);
                (name.ends || area.1 < right) && !taken.iter().chain(others).any(|other| meet(other, area))
            })?;
        taken.push(area);
        Some(name)
    };
    points.iter().enumerate().map(|p| beside(p)).collect()
}

fn tellers(view: &View, point: &Point) -> String {
    let reports: std::collections::BTreeSet<usize> =
        point.events.iter().flat_map(|&i| events::tellers(&view.story.events[i])).collect();
    reports.into_iter().map(parallax_tell::letter).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Place;
    use parallax_model::{Cast, Entity, Story};

    #[test]
    fn names_keep_to_their_points_and_clear_of_one_another() {
        let at = |lat, lon| Location {
            name: String::new(),
            lat,
            lon,
            within: None,
            geonames_id: None,
            country: "DEU".into(),
            precision: PlacePrecision::City,
        };
        let spots = [(51.4, 6.8), (51.9, 4.5), (52.0, 5.9), (51.5, 6.8), (51.45, 6.8), (47.6, 7.6)];
        let entity = |(lat, lon)| Entity {
            name: "Rotterdam".into(),
            kind: parallax_model::EntityKind::Place,
            names: vec![],
            country: None,
            sectors: vec![],
            mentions: vec![],
            location: Some(at(lat, lon)),
            merges: vec![],
        };
        let cast = Cast { entities: spots.map(entity).to_vec(), ..Cast::default() };
        let story = Story { cast, ..Story::default() };
        let view = View::new(&story, Place::File);
        let located = story.cast.entities.iter().enumerate();
        let points: Vec<Point> = located
            .filter_map(|(i, e)| Some(Point { entity: EntityId(i), at: e.location.as_ref()?, events: vec![0] }))
            .collect();
        let shown: Vec<&Point> = points.iter().collect();
        let unit = 0.4;
        let names = names(&view, &shown, unit, 3600.0);
        assert!(names[0].is_some() && names[5].is_some() && names.iter().any(Option::is_none));
        for (name, point) in names.iter().zip(&points) {
            let Some(name) = name else { continue };
            assert!((name.y - xy(point.at).1).abs() < 17.0 * unit);
        }
    }
}
