//! Which bearer of a name is the most prominent.
//!
//! Names that only cities bear stand in this order in `index.bin`; the others are put into it at start.

use super::front::number;
use super::{Bearers, GREAT_CAPITAL, Gazetteer, Place, fold};
use parallax_model::PlacePrecision;
use std::cmp::Reverse;

impl Gazetteer {
    /// Puts the bearers of each area's name into order, cities among them.
    pub(super) fn rank_areas(&mut self) {
        let mut names = std::mem::take(&mut self.area_names);
        // Each name by itself: the map's order does not reach the result.
        names.iter_mut().for_each(|(folded, bearers)| bearers.ranked = self.ranked(folded, bearers));
        self.area_names = names;
    }

    /// Handles of all places of a folded name.
    fn ranked(&self, folded: &str, bearers: &Bearers) -> Box<[u32]> {
        let first_city = self.areas.len() as u32;
        let cities = self.index.find(folded).chunks_exact(3).map(|city| first_city + number(city) as u32);
        let handles: Vec<u32> = bearers.areas.iter().copied().chain(cities).collect();
        if handles.len() < 2 {
            return handles.into();
        }
        let places: Vec<Place> = handles.iter().filter_map(|&handle| self.place(handle)).collect();
        let mut keyed: Vec<((u8, Reverse<u32>), u32)> = Vec::with_capacity(handles.len());
        for (&handle, place) in handles.iter().zip(&places) {
            let people = namesake(&places, place, folded).map_or(place.population, |n| n.saturating_sub(1));
            keyed.push(((self.rank(folded, place, handle), Reverse(people)), handle));
        }
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, handle)| handle).collect()
    }

    /// What comes before all inhabitants: `data/places/build.py` ranks cities in the same way.
    fn rank(&self, folded: &str, place: &Place, handle: u32) -> u8 {
        match place.precision {
            PlacePrecision::Country => 0,
            PlacePrecision::Region | PlacePrecision::Point => 2,
            PlacePrecision::Province if self.noted.contains(&(handle as usize)) => 2,
            PlacePrecision::City if self.is_seat(folded, place) => 1,
            _ => 3,
        }
    }

    /// Whether a place is the capital of a state.
    pub fn is_capital(&self, place: &Place) -> bool {
        place.precision == PlacePrecision::City && self.is_great(place) && self.is_seat(&fold(&place.name()), place)
    }

    pub(super) fn is_seat(&self, folded: &str, place: &Place) -> bool {
        self.is_great(place) && self.capitals.get(place.country).is_some_and(|capital| capital == folded)
    }

    fn is_great(&self, place: &Place) -> bool {
        place.population >= GREAT_CAPITAL
    }
}

/// Inhabitants of the most populous city among `found` that `place`, a division, is called after.
fn namesake(found: &[Place], place: &Place, folded: &str) -> Option<u32> {
    if place.precision != PlacePrecision::Province {
        return None;
    }
    let inside = |p: &&Place| {
        p.precision == PlacePrecision::City && (p.country, p.admin1) == (place.country, place.admin1) && {
            let name = p.name();
            let own = fold(&name);
            own == folded || name == place.name() || own.strip_suffix(" city") == Some(folded)
        }
    };
    found.iter().filter(inside).map(|p| p.population).max()
}
