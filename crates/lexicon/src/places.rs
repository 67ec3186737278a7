//! The gazetteer: cities, divisions and countries of the world from GeoNames (CC BY 4.0), seas and regions of our own.
//!
//! Cities stay packed as `data/places/build.py` wrote them, already in order of prominence under each name, and are read
//! where they lie; the few thousand other places are indexed at start. A look-up makes no strings and asks for no memory.

mod front;
mod named;
mod rank;

use crate::table::rows;
use front::Front;
pub use named::Named;
use parallax_model::PlacePrecision;
use std::borrow::Cow;
use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A place of the gazetteer; its name is read when asked for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    /// GeoNames id; 0 where it is not known (regions, some divisions).
    pub id: u32,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-3; empty for seas and for regions of several countries.
    pub country: &'static str,
    /// First-level division code, where known.
    pub admin1: &'static str,
    /// Inhabitants, 0 where unknown.
    pub population: u32,
    /// How fine.
    pub precision: PlacePrecision,
    name: Name,
}

/// Where a place's name stands.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Name {
    /// In a table.
    Written(&'static str),
    /// At that place of the packed list of cities.
    Packed(u32),
}

impl Place {
    /// Its name in the gazetteer.
    pub fn name(&self) -> Cow<'static, str> {
        match self.name {
            Name::Written(name) => Cow::Borrowed(name),
            Name::Packed(index) => Cow::Owned(Front::new(NAMES, false).word(index as usize).unwrap_or_default()),
        }
    }
}

/// A first-level division.
struct Division {
    country: &'static str,
    code: &'static str,
}

/// A word of kind around a proper name ("region", "city of", "northern").
struct Generic {
    words: &'static str,
    before: bool,
    precision: Option<PlacePrecision>,
    part: bool,
}

/// Who bears a name that an area bears; numbers up to the count of areas are theirs, then come the cities.
#[derive(Default)]
struct Bearers {
    /// Countries, then regions, divisions and districts.
    areas: Vec<u32>,
    /// All, cities among them, in order of prominence.
    ranked: Box<[u32]>,
}

/// The gazetteer.
pub struct Gazetteer {
    index: Front,
    divisions: Vec<Division>,
    /// All places but cities.
    areas: Vec<Place>,
    /// Those of our own table, which the news speaks of.
    noted: std::ops::Range<usize>,
    /// Folded names that areas bear → all places of that name, in order of prominence.
    area_names: HashMap<String, Bearers>,
    /// Abbreviations of divisions, as written.
    abbreviations: HashMap<&'static str, u32>,
    neighbours: HashMap<&'static str, Vec<&'static str>>,
    /// Country → folded name of its capital, for states.
    capitals: HashMap<&'static str, String>,
    generics: Vec<Generic>,
    /// Folded adjectives of regions and divisions → the name of the place.
    adjectives: HashMap<String, &'static str>,
}

const CITIES: &[u8] = include_bytes!("../../../data/places/cities.bin");
const NAMES: &[u8] = include_bytes!("../../../data/places/names.bin");
const INDEX: &[u8] = include_bytes!("../../../data/places/index.bin");
const DIVISIONS: &str = include_str!("../../../data/places/divisions.tsv");
const DISTRICTS: &str = include_str!("../../../data/places/districts.tsv");
const COUNTRIES: &str = include_str!("../../../data/places/countries.tsv");
const REGIONS: &str = include_str!("../../../data/places/regions.tsv");
const GENERIC: &str = include_str!("../../../data/places/generic.tsv");
const ABBREVIATIONS: &str = include_str!("../../../data/places/abbreviations.tsv");
const ADJECTIVES: &str = include_str!("../../../data/places/adjectives.tsv");
const STATES: &str = include_str!("../../../data/actors/countries.tsv");
/// Bytes of a record of `cities.bin`: id 3, north 3, east 3, division 2, inhabitants 2.
const RECORD: usize = 13;
/// Words of kind that are taken off a name at most.
const MOST_GENERICS: usize = 4;
/// Longest word in capitals that is taken for an acronym, not for a town.
const LONGEST_ACRONYM: usize = 3;
/// Inhabitants from which a capital comes before other places of its name: Washington, but not Victoria.
const GREAT_CAPITAL: u32 = 100_000;

impl Gazetteer {
    /// The bundled gazetteer.
    pub fn bundled() -> Gazetteer {
        let mut gazetteer = Gazetteer {
            index: Front::new(INDEX, true),
            divisions: Vec::new(),
            areas: Vec::new(),
            noted: 0..0,
            area_names: HashMap::new(),
            abbreviations: HashMap::new(),
            neighbours: HashMap::new(),
            capitals: HashMap::new(),
            generics: rows(GENERIC)
                .map(|row| Generic {
                    words: row.cell(0),
                    before: row.cell(1) == "before",
                    precision: precision(row.cell(2)),
                    part: row.cell(3) == "part",
                })
                .collect(),
            adjectives: rows(ADJECTIVES).map(|row| (fold(row.cell(0)), row.cell(1))).collect(),
        };
        gazetteer.read_countries();
        gazetteer.read_regions();
        gazetteer.read_divisions();
        gazetteer.rank_areas();
        gazetteer
    }

    fn read_countries(&mut self) {
        let names: HashMap<&str, crate::table::Row> = rows(STATES).map(|row| (row.cell(0), row)).collect();
        for row in rows(COUNTRIES) {
            let (code, Some(names)) = (row.cell(0), names.get(row.cell(0))) else { continue };
            let name = names.cell(3);
            let further = names.list(5, ';').into_iter().chain([name]).collect::<Vec<_>>();
            let place = Place {
                id: row.cell(1).parse().unwrap_or(0),
                population: row.cell(4).parse().unwrap_or(0),
                ..area(name, row.cell(2), row.cell(3), code, PlacePrecision::Country)
            };
            self.add(place, &further);
            self.neighbours.insert(code, row.list(5, ';'));
            if names.cell(2) == "state" {
                self.capitals.insert(code, fold(names.cell(4)));
            }
        }
    }

    fn read_regions(&mut self) {
        self.noted.start = self.areas.len();
        for row in rows(REGIONS) {
            let precision = precision(row.cell(4)).unwrap_or(PlacePrecision::Region);
            let names = row.list(5, ';').into_iter().chain([row.cell(0)]).collect::<Vec<_>>();
            self.add(area(row.cell(0), row.cell(1), row.cell(2), row.cell(3), precision), &names);
        }
        self.noted.end = self.areas.len();
    }

    fn read_divisions(&mut self) {
        for row in rows(DIVISIONS) {
            let (country, code, name) = (row.cell(0), row.cell(1), row.cell(2));
            if !name.is_empty() {
                let place = Place {
                    id: row.cell(3).parse().unwrap_or(0),
                    admin1: code,
                    population: row.cell(6).parse().unwrap_or(0),
                    ..area(name, row.cell(4), row.cell(5), country, PlacePrecision::Province)
                };
                let folded = fold(name);
                // "Henan Sheng" is called Henan, but "Eastern Province" is not called Eastern.
                let bare = self
                    .generics
                    .iter()
                    .find_map(|g| g.off(&folded))
                    .filter(|bare| !self.generics.iter().any(|g| g.part && g.words == *bare));
                let bare = bare.unwrap_or(&folded).to_string();
                let mut names = vec![name, bare.as_str()];
                names.extend(row.list(7, ';'));
                self.add(place, &names);
            }
            self.divisions.push(Division { country, code });
        }
        for row in rows(DISTRICTS) {
            let division = row.cell(1).parse().ok().and_then(|i: usize| self.divisions.get(i));
            let place = Place {
                id: row.cell(6).parse().unwrap_or(0),
                admin1: division.map_or("", |d| d.code),
                population: row.cell(5).parse().unwrap_or(0),
                ..area(row.cell(2), row.cell(3), row.cell(4), row.cell(0), PlacePrecision::District)
            };
            self.add(place, &[row.cell(2)]);
        }
        for row in rows(ABBREVIATIONS) {
            let found =
                self.area_names.get(&fold(row.cell(1))).into_iter().flat_map(|b| &b.areas).copied().find(|&i| {
                    self.area(i).is_some_and(|p| p.country == row.cell(2) && p.precision == PlacePrecision::Province)
                });
            if let Some(index) = found {
                self.abbreviations.insert(row.cell(0), index);
            }
        }
    }

    fn add(&mut self, place: Place, names: &[&str]) {
        // Our table of regions names some divisions again, with better coordinates: what it does not know is filled in.
        if place.precision == PlacePrecision::Province
            && let Some(&known) = names.iter().find_map(|name| {
                let same = |i: &&u32| {
                    self.area(**i).is_some_and(|other| {
                        other.country == place.country && other.precision == place.precision && other.admin1.is_empty()
                    })
                };
                self.area_names.get(&fold(name))?.areas.iter().find(same)
            })
            && let Some(other) = self.areas.get_mut(known as usize)
        {
            (other.id, other.population, other.admin1) = (place.id, place.population, place.admin1);
        }
        let number = self.areas.len() as u32;
        for name in names {
            let known = &mut self.area_names.entry(fold(name)).or_default().areas;
            let again = known.iter().filter_map(|&i| self.areas.get(i as usize)).any(|other| {
                other.country == place.country
                    && other.precision == place.precision
                    && other.precision != PlacePrecision::District
            });
            if !again && known.last() != Some(&number) {
                known.push(number);
            }
        }
        self.areas.push(place);
    }

    fn area(&self, number: u32) -> Option<&Place> {
        self.areas.get(number as usize)
    }

    /// The country or territory of that ISO 3166-1 alpha-3 code, as a place.
    pub fn country(&self, code: &str) -> Option<&Place> {
        // Countries are read first, so the search ends within them.
        self.areas.iter().take(self.neighbours.len()).find(|place| place.country == code)
    }
    /// The region or division whose adjective or people that is ("European", "Chechens").
    pub fn by_adjective(&self, word: &str) -> Option<Place> {
        let folded = fold(word.trim());
        let name = self.adjectives.get(&folded).or_else(|| self.adjectives.get(folded.strip_suffix('s')?))?;
        self.area_names.get(&fold(name))?.areas.iter().find_map(|&i| self.area(i)).copied()
    }
    /// Alpha-3 codes of the countries that border on that one by land.
    pub fn neighbours(&self, code: &str) -> &[&'static str] {
        self.neighbours.get(code).map_or(&[], Vec::as_slice)
    }
    /// The first-level division that a place lies in, by the place's country and [`Place::admin1`].
    pub fn division(&self, country: &str, admin1: &str) -> Option<&Place> {
        self.areas
            .iter()
            .find(|p| p.precision == PlacePrecision::Province && p.country == country && p.admin1 == admin1)
    }
    /// The division that an abbreviation stands for after a city's name ("Calif.", "TX", "NSW"), written as usual.
    pub fn abbreviated(&self, abbreviation: &str) -> Option<&Place> {
        self.area(*self.abbreviations.get(abbreviation)?)
    }
}

impl Generic {
    /// The name without these words; `None` where they do not stand there.
    fn off<'n>(&self, name: &'n str) -> Option<&'n str> {
        let bare = match self.before {
            true => name.strip_prefix(self.words)?.strip_prefix(' '),
            false => name.strip_suffix(self.words)?.strip_suffix(' '),
        };
        bare.filter(|rest| !rest.is_empty())
    }
}

fn area(name: &'static str, lat: &str, lon: &str, country: &'static str, precision: PlacePrecision) -> Place {
    Place {
        id: 0,
        name: Name::Written(name),
        lat: lat.parse().unwrap_or(0.0),
        lon: lon.parse().unwrap_or(0.0),
        country,
        admin1: "",
        population: 0,
        precision,
    }
}

fn precision(name: &str) -> Option<PlacePrecision> {
    use PlacePrecision::{City, Country, District, Point, Province, Region};
    [Point, City, District, Province, Country, Region].into_iter().find(|precision| precision.name() == name)
}

/// Distance between two places along the surface, in kilometres (haversine formula on a sphere of 6,371 km).
pub fn distance_km(a: &Place, b: &Place) -> f64 {
    let (north, east) = ((b.lat - a.lat).to_radians() / 2.0, (b.lon - a.lon).to_radians() / 2.0);
    let h = north.sin().powi(2) + a.lat.to_radians().cos() * b.lat.to_radians().cos() * east.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().clamp(0.0, 1.0).asin()
}

/// A name without case, diacritics, apostrophes, full stops and hyphens, for look-ups: "Kraków" → "krakow",
/// "Sana'a" → "sanaa", "Port-au-Prince" → "port au prince", "St. Gallen" → "st gallen".
///
/// `data/places/build.py` folds in the same way.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    // Most names are ASCII, where letters need no taking apart.
    if name.is_ascii() {
        folded.extend(name.bytes().filter_map(fold_ascii).map(char::from));
        return folded;
    }
    for letter in name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match letter {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '.' => {}
            '-' | '‐' | '‑' | '–' | '_' => folded.push(' '),
            'ı' => folded.push('i'),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ə' => folded.push('a'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

/// An ASCII letter as [`fold`] leaves it.
fn fold_ascii(letter: u8) -> Option<u8> {
    match letter {
        b'\'' | b'`' | b'.' => None,
        b'-' | b'_' => Some(b' '),
        other => Some(other.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests;
