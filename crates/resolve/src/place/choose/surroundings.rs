//! Where a place lies that the gazetteer does not know: in what the words beside its name say.
//!
//! "Lima's Villa Azul", "the villages of Arda and Belfe in Zadar", "Arda, Croatia", and sites that are called after a known
//! place ("Porto Fish Market"). Nothing is concluded from the text at large: what is told of beside a place may lie
//! anywhere.

use super::{Toponym, location};
use crate::place::{candidates, nouns};
use parallax_lexicon::Lexicon;
use parallax_lexicon::places::Place;
use parallax_model::{Location, PlacePrecision, Span};

/// Words between a name and the next one, its holder; "the" may follow.
const HOLDING: [&str; 6] = [" in ", " in the ", " district of ", " area of ", " village in ", " town in "];
/// Words between the names of a list.
const JOINING: [&str; 4] = [" and ", ", ", ", and ", " or "];
/// Inhabitants from which a place is known well enough to be named beside one of another country.
const WELL_KNOWN: u32 = 50_000;
/// Names of a list that are passed over at most on the way to its holder.
const LONGEST_LIST: usize = 8;

/// How a name hangs together with those beside it, by the place in the text at which the other must begin or end.
#[derive(Clone, Copy, Default, Debug)]
pub struct Ties {
    /// It lies in the name that begins there: "X in Y".
    holder: Option<usize>,
    /// It stands in a list with the name that begins there: "X and Y".
    joined: [Option<usize>; JOINING.len()],
    /// The next name follows a comma or stands in brackets: "X, Y".
    comma: Option<usize>,
    /// It belongs to the name that ends there: "Y's X".
    owner: Option<usize>,
}

impl Ties {
    /// The ties of the name at `span`.
    pub fn of(span: Span, text: &str) -> Ties {
        let (before, rest) = (text.get(..span.start).unwrap_or(""), text.get(span.end..).unwrap_or(""));
        let behind = |words: &str| rest.starts_with(words).then_some(span.end + words.len());
        let clitic = ["'s ", "’s "].into_iter().find_map(|clitic| before.strip_suffix(clitic));
        Ties {
            // The longest fits best: "in the", not "in".
            holder: HOLDING.into_iter().filter_map(behind).max(),
            joined: JOINING.map(behind),
            comma: behind(", ").or_else(|| behind(" (")),
            owner: clitic.map(str::len),
        }
    }
}

/// The places chosen, and what the others lie in where that is said.
pub fn fill(toponyms: &[Toponym], chosen: &[Option<usize>], lexicon: &Lexicon) -> Vec<Option<Location>> {
    let places: Vec<Option<Place>> =
        toponyms.iter().zip(chosen).map(|(t, choice)| t.candidates.get((*choice)?).copied()).collect();
    let found = |i: usize| {
        let (toponym, place) = (toponyms.get(i)?, places.get(i)?);
        match place {
            Some(place) if !is_elsewhere(toponyms, &places, i, place) => Some(location(place)),
            _ if toponym.name.is_empty() => None,
            _ => {
                let holder = holder(toponyms, &places, i).or_else(|| named_after(toponyms, &places, i, lexicon))?;
                let within = Some(holder.name().into_owned());
                Some(Location { name: toponym.name.clone(), within, geonames_id: None, ..location(&holder) })
            }
        }
    };
    (0..toponyms.len()).map(found).collect()
}

/// Whether a town of that name is another than the one of the country said: "Lima's Salem" is not Salem in India.
fn is_elsewhere(toponyms: &[Toponym], places: &[Option<Place>], i: usize, place: &Place) -> bool {
    let small = matches!(place.precision, PlacePrecision::City | PlacePrecision::District);
    small
        && place.population < WELL_KNOWN
        && owner(toponyms, places, i)
            .is_some_and(|owner| owner.precision == PlacePrecision::City && owner.country != place.country)
}

/// The place whose name stands right before, owning: "Lima's".
fn owner(toponyms: &[Toponym], places: &[Option<Place>], i: usize) -> Option<Place> {
    let (this, before) = (toponyms.get(i)?, i.checked_sub(1)?);
    let other = toponyms.get(before).filter(|other| other.report == this.report)?;
    let whole = places.get(before).copied().flatten().filter(|_| Some(other.span.end) == this.ties.owner)?;
    (whole.precision != PlacePrecision::Region).then_some(whole)
}

/// What the words beside a name say it lies in.
fn holder(toponyms: &[Toponym], places: &[Option<Place>], i: usize) -> Option<Place> {
    if let Some(owner) = owner(toponyms, places, i) {
        return Some(owner);
    }
    let mut at = i;
    for _ in 0..LONGEST_LIST {
        let this = toponyms.get(at)?;
        // Nations ("Russian") have no name here: nothing lies in them.
        let next = toponyms.get(at + 1).filter(|next| next.report == this.report && !next.name.is_empty())?;
        let start = Some(next.span.start);
        let whole = places.get(at + 1).copied().flatten().filter(|p| p.precision != PlacePrecision::Region);
        if start == this.ties.holder {
            return whole;
        }
        let nation = whole.filter(|p| matches!(p.precision, PlacePrecision::Country | PlacePrecision::Province));
        // "Arda, Croatia" lies there; "Arda, Croatia and Italy" is a list.
        let listed = next.ties.joined.iter().any(Option::is_some) && next.ties.comma.is_none();
        if at == i && start == this.ties.comma && nation.is_some() && !listed {
            return nation;
        }
        if !this.ties.joined.contains(&start) {
            return None;
        }
        at += 1;
    }
    None
}

/// The place that a site is called after: where the story has it, else the best known of that name.
fn named_after(toponyms: &[Toponym], places: &[Option<Place>], i: usize, lexicon: &Lexicon) -> Option<Place> {
    let this = toponyms.get(i)?;
    let mut left = this.name.as_str();
    let (_, kind) = left.rsplit_once(' ')?;
    if !nouns::names_site(kind) {
        return None;
    }
    while let Some((shorter, _)) = left.rsplit_once(' ') {
        left = shorter;
        let key = left.to_lowercase();
        let told = toponyms.iter().zip(places).find(|(other, _)| other.report == this.report && other.key == key);
        let known = || candidates::of(left, lexicon).into_iter().next().filter(|p| p.population >= WELL_KNOWN);
        let place = told.and_then(|(_, place)| *place).or_else(known);
        if let Some(place) = place.filter(|p| p.precision != PlacePrecision::Region) {
            return Some(place);
        }
    }
    None
}
