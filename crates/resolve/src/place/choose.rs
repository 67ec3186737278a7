//! Which of its candidates a place's name means, in the light of all the others of the story.
//!
//! Prominence (inhabitants, capital, country) speaks first; then what the text itself says: a division or country named
//! right behind ("Paris, Texas"), the countries and divisions the story is about, and places near one another. One name
//! has one meaning in a report unless its own words say otherwise. The weights are set by hand; the kinds of evidence are
//! those of Leidner (2007), *Toponym Resolution in Text*, and of Mordecai 3 (Halterman 2023).

mod surroundings;

use super::candidates;
use parallax_lexicon::Lexicon;
use parallax_lexicon::places::Place;
use parallax_model::{Location, PlacePrecision, Span};
use std::collections::{BTreeMap, HashMap};
use surroundings::Ties;

/// A place's name in a report, with its candidates.
pub struct Toponym {
    report: usize,
    span: Span,
    name: String,
    key: String,
    /// Whether the next name stands right behind a comma or in brackets: "Paris, Texas".
    followed: bool,
    /// What ties it to the name behind it and the one before.
    ties: Ties,
    candidates: Vec<Place>,
    /// How likely each candidate is meant when nothing else is known.
    prior: Vec<f64>,
}

impl Toponym {
    /// The name at `span` of a report.
    pub fn new(report: usize, span: Span, name: &str, text: &str, lexicon: &Lexicon) -> Toponym {
        let rest = text.get(span.end..).unwrap_or("");
        let followed = rest.starts_with(", ") || rest.starts_with(" (");
        let candidates = candidates::of(name, lexicon);
        let prior = priors(&candidates, lexicon);
        let ties = Ties::of(span, text);
        Toponym { report, span, name: name.to_string(), key: name.to_lowercase(), followed, ties, candidates, prior }
    }
    /// A mention of a nation, which only weighs for others.
    pub fn country(report: usize, span: Span, code: &str, lexicon: &Lexicon) -> Toponym {
        let candidates: Vec<Place> = candidates::country_place(code, lexicon).into_iter().collect();
        let prior = priors(&candidates, lexicon);
        let (name, ties) = (String::new(), Ties::default());
        Toponym { report, span, name, key: code.to_string(), followed: false, ties, candidates, prior }
    }
}

/// The places chosen; the list must be in order of report and text within each report for neighbours to count.
pub fn all(toponyms: &[Toponym], lexicon: &Lexicon) -> Vec<Option<Location>> {
    let containers: Vec<Option<&Place>> = (0..toponyms.len()).map(|i| container(toponyms, i)).collect();
    // First by prominence alone, then twice in the light of what the others came to.
    let mut chosen: Vec<Option<usize>> = toponyms.iter().map(|t| best(t, |_| 0.0)).collect();
    for _ in 0..2 {
        let context = Context::new(toponyms, &chosen);
        chosen = toponyms
            .iter()
            .enumerate()
            .map(|(i, t)| best(t, |place| context.support(toponyms, i, place) + within(place, containers[i]) * 6.0))
            .collect();
        unite(toponyms, &containers, &mut chosen);
    }
    surroundings::fill(toponyms, &chosen, lexicon)
}

/// What being the gazetteer's first answer is worth: what its name usually means.
const FIRST: f64 = 0.3;
/// What being a capital is worth beyond its inhabitants.
const CAPITAL: f64 = 0.5;
/// A city with this part of its division's inhabitants is what their common name means.
const MOST: u32 = 3;
/// How far a division stands behind the city in it that it is called after.
const NAMESAKE: f64 = 0.3;

/// The candidate that its prior and what `context` says of it make the likeliest.
fn best(toponym: &Toponym, context: impl Fn(&Place) -> f64) -> Option<usize> {
    let mut winner: Option<(usize, f64)> = None;
    for (i, (place, prior)) in toponym.candidates.iter().zip(&toponym.prior).enumerate() {
        let score = prior + context(place);
        if winner.is_none_or(|(_, old)| score > old) {
            winner = Some((i, score));
        }
    }
    winner.map(|(i, _)| i)
}

/// How likely each candidate is when nothing else is known; they stand in the gazetteer's order.
fn priors(candidates: &[Place], lexicon: &Lexicon) -> Vec<f64> {
    let own = |i: usize, place: &Place| {
        let usual = if i == 0 { FIRST } else { 0.0 };
        prominence(place) + usual + if lexicon.places.is_capital(place) { CAPITAL } else { 0.0 }
    };
    let mut priors: Vec<f64> = candidates.iter().enumerate().map(|(i, place)| own(i, place)).collect();
    for (i, place) in candidates.iter().enumerate().filter(|(_, p)| p.precision == PlacePrecision::Province) {
        // "New York" is the city unless something speaks for the state; "Quebec", most of whose people live elsewhere, is not.
        let city = candidates.iter().enumerate().take(i).find(|(_, city)| {
            city.precision == PlacePrecision::City
                && (city.country, city.admin1) == (place.country, place.admin1)
                && city.population >= place.population / MOST
        });
        if let Some((city, _)) = city {
            priors[i] = priors[i].min(priors[city] - NAMESAKE);
        }
    }
    priors
}

/// Size, as a decimal logarithm, of areas that are in our own tables because the news speaks of them.
const NOTED: f64 = 6.0;

/// How likely a place is meant when nothing else is known.
fn prominence(place: &Place) -> f64 {
    let size = match (place.population, place.precision) {
        (0, PlacePrecision::Region | PlacePrecision::Province | PlacePrecision::Point) => NOTED,
        (people, _) => (f64::from(people) + 1.0).log10(),
    };
    size + match place.precision {
        PlacePrecision::Country => 5.0,
        PlacePrecision::Region => 2.5,
        PlacePrecision::Province => 0.6,
        PlacePrecision::City => 1.0,
        PlacePrecision::District => 0.0,
        PlacePrecision::Point => 0.2,
    }
}

/// The country or division named right behind.
fn container(toponyms: &[Toponym], i: usize) -> Option<&Place> {
    let this = toponyms.get(i).filter(|t| t.followed)?;
    let next = toponyms.get(i + 1).filter(|next| next.report == this.report)?;
    let gap = next.span.start.checked_sub(this.span.end)?;
    if gap > 3 {
        return None;
    }
    // "France, Russia, China" is a list.
    let nation = this.candidates.iter().any(|place| place.precision == PlacePrecision::Country);
    next.candidates.iter().find(|place| {
        matches!(place.precision, PlacePrecision::Country | PlacePrecision::Province | PlacePrecision::Region)
            && !(nation && place.precision == PlacePrecision::Country)
            && this.candidates.iter().any(|inner| within(inner, Some(place)) > 0.0)
    })
}

/// 1 when the container holds the place, 0 without one, −0.5 when it holds it not.
fn within(place: &Place, container: Option<&Place>) -> f64 {
    let Some(container) = container else { return 0.0 };
    let same_country = place.country == container.country && !place.country.is_empty();
    let holds = match container.precision {
        PlacePrecision::Country => same_country && place.precision != PlacePrecision::Country,
        PlacePrecision::Province => {
            same_country && place.admin1 == container.admin1 && place.precision != PlacePrecision::Province
        }
        _ => kilometres(place, container) < 1500.0,
    };
    if holds { 1.0 } else { -0.5 }
}

/// What a story's names came to so far.
struct Context<'t> {
    /// Country → share of the mentions.
    countries: BTreeMap<&'static str, f64>,
    /// (Country, division) → share of the mentions.
    divisions: BTreeMap<(&'static str, &'static str), f64>,
    /// The place each mention came to.
    places: Vec<Option<Place>>,
    /// Name and country, and these with division → how many mentions of that name came to lie there.
    by_name: HashMap<(&'t str, &'static str), usize>,
    by_name_in: HashMap<(&'t str, &'static str, &'static str), usize>,
    /// `[report]` → its names.
    reports: Vec<std::ops::Range<usize>>,
}

impl<'t> Context<'t> {
    fn new(toponyms: &'t [Toponym], chosen: &[Option<usize>]) -> Context<'t> {
        let places: Vec<Option<Place>> =
            toponyms.iter().zip(chosen).map(|(t, choice)| t.candidates.get((*choice)?).copied()).collect();
        let (mut countries, mut divisions) = (BTreeMap::new(), BTreeMap::new());
        let (mut by_name, mut by_name_in) = (HashMap::new(), HashMap::new());
        for (toponym, place) in toponyms.iter().zip(&places) {
            let Some(place) = place else { continue };
            *by_name.entry((toponym.key.as_str(), place.country)).or_insert(0) += 1;
            *by_name_in.entry((toponym.key.as_str(), place.country, place.admin1)).or_insert(0) += 1;
            // A name with few meanings says more of where the story is than one with many.
            let sure = 1.0 / (toponym.candidates.len() as f64).sqrt();
            *countries.entry(place.country).or_insert(0.0) += sure;
            if !place.admin1.is_empty() && place.precision != PlacePrecision::Country {
                *divisions.entry((place.country, place.admin1)).or_insert(0.0) += sure;
            }
        }
        let mut reports = vec![0..0; toponyms.last().map_or(0, |t| t.report + 1)];
        let mut start = 0;
        for of_report in toponyms.chunk_by(|a, b| a.report == b.report) {
            reports[of_report[0].report] = start..start + of_report.len();
            start += of_report.len();
        }
        Context { countries, divisions, places, by_name, by_name_in, reports }
    }

    /// How far the rest of the story speaks for a place.
    fn support(&self, toponyms: &[Toponym], i: usize, place: &Place) -> f64 {
        let Some(this) = toponyms.get(i) else { return 0.0 };
        let own = 1.0 / (this.candidates.len().max(1) as f64).sqrt();
        let mine = |other: &Option<Place>| other.as_ref().is_some_and(|o| o.id == place.id);
        // Its own mentions do not speak for it.
        let sum = |count: Option<&usize>| (0..count.copied().unwrap_or(0)).fold(0.0, |sum, _| sum + own);
        let same_country = sum(self.by_name.get(&(this.key.as_str(), place.country)));
        let same_division = sum(self.by_name_in.get(&(this.key.as_str(), place.country, place.admin1)));
        let country = (self.countries.get(place.country).copied().unwrap_or(0.0) - same_country).max(0.0);
        let division = self.divisions.get(&(place.country, place.admin1)).map_or(0.0, |n| (n - same_division).max(0.0));
        let report = self.reports.get(this.report).cloned().unwrap_or_default();
        let near: f64 = toponyms[report.clone()]
            .iter()
            .zip(&self.places[report])
            .filter(|(other, chosen)| !mine(chosen) && other.key != this.key)
            .filter_map(|(other, chosen)| {
                let chosen = chosen.as_ref().filter(|o| {
                    matches!(o.precision, PlacePrecision::City | PlacePrecision::District | PlacePrecision::Point)
                })?;
                let apart = kilometres(place, chosen);
                let words = other.span.start.abs_diff(this.span.start) as f64;
                Some((1.0 / (1.0 + apart / 60.0)) * (1.0 / (1.0 + words / 400.0)))
            })
            .sum();
        let fine = place.precision != PlacePrecision::Country;
        let weight = if fine { 1.0 } else { 0.3 };
        weight * (6.0 * country / (country + 2.0) + 1.5 * (1.0 + division).ln() + 1.4 * (1.0 + near).ln())
    }
}

/// One name, one meaning: the meaning most of its mentions came to, those with a container first.
fn unite(toponyms: &[Toponym], containers: &[Option<&Place>], chosen: &mut [Option<usize>]) {
    let mut votes: BTreeMap<(usize, &str), BTreeMap<usize, f64>> = BTreeMap::new();
    for ((toponym, container), choice) in toponyms.iter().zip(containers).zip(chosen.iter()) {
        let Some(choice) = choice else { continue };
        let weight = if container.is_some() { 3.0 } else { 1.0 };
        *votes.entry((toponym.report, &toponym.key)).or_default().entry(*choice).or_insert(0.0) += weight;
    }
    for ((toponym, container), choice) in toponyms.iter().zip(containers).zip(chosen.iter_mut()) {
        if container.is_some() {
            continue;
        }
        let vote = votes.get(&(toponym.report, toponym.key.as_str()));
        let most = vote.and_then(|v| {
            v.iter().fold(
                None,
                |best: Option<(usize, f64)>, (&i, &w)| {
                    if best.is_none_or(|b| w > b.1) { Some((i, w)) } else { best }
                },
            )
        });
        if let Some((winner, _)) = most {
            *choice = Some(winner);
        }
    }
}

/// Great-circle distance (haversine), Earth taken as a sphere of 6,371 km.
pub fn kilometres(a: &Place, b: &Place) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let (lat, lon) = ((b.lat - a.lat).to_radians() / 2.0, (b.lon - a.lon).to_radians() / 2.0);
    let h = lat.sin().powi(2) + lat_a.cos() * lat_b.cos() * lon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn location(place: &Place) -> Location {
    Location {
        name: place.name().into_owned(),
        within: None,
        lat: place.lat,
        lon: place.lon,
        geonames_id: (place.id > 0).then_some(place.id),
        country: place.country.to_string(),
        precision: place.precision,
    }
}
