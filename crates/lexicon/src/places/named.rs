//! Look-up of a name: the places it may mean, in order of prominence, each read from the tables as it is asked for.

use super::front::{number, signed};
use super::{CITIES, Gazetteer, Generic, LONGEST_ACRONYM, MOST_GENERICS, Name, Place, RECORD, fold};
use parallax_model::PlacePrecision;
use std::ops::Deref;

/// Places of one name, the most prominent first; see [`Gazetteer::named`].
#[derive(Clone)]
pub struct Named<'g> {
    gazetteer: &'g Gazetteer,
    bearers: List<'g>,
    at: usize,
    /// The kind that a word around the name tells: its places come first.
    kind: Option<PlacePrecision>,
    /// Whether the name was of a part ("northern …"), which towns have none of that are told of so.
    part: bool,
    /// Whether those of the kind have all been given.
    rest: bool,
}

/// Who bears a name.
#[derive(Clone, Copy)]
enum List<'g> {
    /// Handles: see [`Gazetteer::place`].
    Ranked(&'g [u32]),
    /// Numbers of cities, three bytes each.
    Packed(&'static [u8]),
}

impl List<'_> {
    fn place(self, gazetteer: &Gazetteer, at: usize) -> Option<Place> {
        match self {
            List::Ranked(handles) => gazetteer.place(*handles.get(at)?),
            List::Packed(numbers) => gazetteer.city(number(numbers.get(3 * at..3 * at + 3)?)),
        }
    }
}

impl Iterator for Named<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        loop {
            let Some(place) = self.bearers.place(self.gazetteer, self.at) else {
                // Once more from the front, for those of another kind.
                if self.rest || self.kind.is_none() {
                    return None;
                }
                (self.rest, self.at) = (true, 0);
                continue;
            };
            self.at += 1;
            let apart = self.part && matches!(place.precision, PlacePrecision::City | PlacePrecision::District);
            let other = self.kind.is_some_and(|kind| !is_called(kind, place.precision));
            if !apart && other == self.rest {
                return Some(place);
            }
        }
    }
}

/// Whether a word for a place of kind `kind` may mean one of `precision`: "district" is a province in some countries.
fn is_called(kind: PlacePrecision, precision: PlacePrecision) -> bool {
    kind == precision || kind == PlacePrecision::District && precision == PlacePrecision::Province
}

impl Gazetteer {
    /// All places of that name (or alternate name), case- and diacritics-insensitive, most prominent first.
    ///
    /// A country comes before all else, then a capital, a region of several countries or of our own table, then whatever has
    /// the most inhabitants; a division that is called after a city in it ("Kursk") comes after that city. A name with a word
    /// of kind or part around it ("Kursk region", "city of Lyon", "northern Iraq") that is not itself in the gazetteer gives
    /// the places of the bare name, those of that kind first.
    pub fn named(&self, name: &str) -> Named<'_> {
        let name = name.trim();
        let named = |bearers| Named { gazetteer: self, bearers, at: 0, kind: None, part: false, rest: false };
        if name.contains('.')
            && let Some(division) = self.abbreviations.get(name)
        {
            return named(List::Ranked(std::slice::from_ref(division)));
        }
        let folded = Folded::new(name);
        if name.len() <= LONGEST_ACRONYM && name.chars().all(char::is_uppercase) {
            // "EU" is not the town of Eu, but "NSW" and "UK" are places.
            let area = self.area_names.get(&*folded).and_then(|bearers| bearers.areas.first());
            let area = area.or_else(|| self.abbreviations.get(name));
            return named(List::Ranked(area.map_or(&[], std::slice::from_ref)));
        }
        let mut left = folded.strip_prefix("the ").unwrap_or(&folded);
        // "the North" is a part of something, not the town of North.
        if self.generics.iter().any(|generic| generic.part && generic.words == left) {
            return named(List::Ranked(&[]));
        }
        let (mut kind, mut part) = (None, false);
        // One word of kind is taken off after another: "northern province of Kandahar".
        for _ in 0..MOST_GENERICS {
            // Only a country or region has parts that are told of so: "West Ham" is not a part of Ham.
            let found = Named { kind, part, ..named(self.bearers(left)) };
            if found.clone().next().is_some() {
                return found;
            }
            let off = |generic| Some((generic, Generic::off(generic, left)?));
            let Some((generic, rest)) = self.generics.iter().find_map(off) else { break };
            (left, kind, part) = (rest, kind.or(generic.precision), part || generic.part);
        }
        named(List::Ranked(&[]))
    }

    /// Whether the gazetteer has any place of that name, without a word of kind around it.
    pub fn knows(&self, name: &str) -> bool {
        let folded = Folded::new(name.trim());
        self.area_names.contains_key(&*folded) || !self.index.find(&folded).is_empty()
    }

    /// Who bears a folded name.
    fn bearers(&self, folded: &str) -> List<'_> {
        match self.area_names.get(folded) {
            Some(bearers) => List::Ranked(&bearers.ranked),
            None => List::Packed(self.index.find(folded)),
        }
    }

    /// The place of a handle: areas come first, then the packed cities.
    pub(super) fn place(&self, handle: u32) -> Option<Place> {
        let index = handle as usize;
        self.areas.get(index).copied().or_else(|| self.city(index - self.areas.len()))
    }

    /// The city at that place of the packed list.
    pub(super) fn city(&self, index: usize) -> Option<Place> {
        let record = CITIES.get(RECORD * index..RECORD * (index + 1))?;
        let (id, rest) = record.split_at_checked(3)?;
        let (lat, rest) = rest.split_at_checked(3)?;
        let (lon, rest) = rest.split_at_checked(3)?;
        let (division, people) = rest.split_at_checked(2)?;
        let (division, people) = (self.divisions.get(number(division))?, number(people) as u32);
        Some(Place {
            id: number(id) as u32,
            name: Name::Packed(index as u32),
            lat: f64::from(signed(lat)) / 1e4,
            lon: f64::from(signed(lon)) / 1e4,
            country: division.country,
            admin1: division.code,
            population: (people & 0x7FF) << (people >> 11),
            precision: PlacePrecision::City,
        })
    }
}

/// Bytes up to which a folded name needs no memory of its own.
const SHORT: usize = 64;

/// A folded name: on the stack where it is short and ASCII, as nearly all are.
enum Folded {
    Short([u8; SHORT], usize),
    Long(String),
}

impl Folded {
    fn new(name: &str) -> Folded {
        if name.len() > SHORT || !name.is_ascii() {
            return Folded::Long(fold(name));
        }
        let (mut short, mut length) = ([0; SHORT], 0);
        let letters = name.bytes().filter_map(super::fold_ascii);
        for (slot, letter) in short.iter_mut().zip(letters) {
            *slot = letter;
            length += 1;
        }
        Folded::Short(short, length)
    }
}

impl Deref for Folded {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Folded::Short(bytes, length) => {
                bytes.get(..*length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
            }
            Folded::Long(name) => name,
        }
    }
}
