//! The gazetteer: cities, divisions and countries of the world from GeoNames (CC BY 4.0), seas and regions of our own.
//!
//! Cities stay packed as `data/places/build.py` wrote them and are read where they lie; the few thousand other places are
//! indexed at start.

mod front;

use crate::table::rows;
use front::{Front, number, signed};
use parallax_model::PlacePrecision;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A place of the gazetteer.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// GeoNames id; 0 where it is not known (regions, some divisions).
    pub id: u32,
    /// Its name in the gazetteer.
    pub name: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-3; empty for seas and for regions of several countries.
    pub country: String,
    /// First-level division code, where known.
    pub admin1: String,
    /// Inhabitants, 0 where unknown.
    pub population: u32,
    /// How fine.
    pub precision: PlacePrecision,
}

/// A first-level division.
struct Division {
    country: String,
    code: String,
}

/// A word of kind around a proper name ("region", "city of", "northern").
struct Generic {
    words: String,
    before: bool,
    precision: Option<PlacePrecision>,
    part: bool,
}

/// The gazetteer.
pub struct Gazetteer {
    index: Front,
    names: Front,
    divisions: Vec<Division>,
    /// All places but cities.
    areas: Vec<Place>,
    /// Those of our own table, which the news speaks of.
    noted: std::ops::Range<usize>,
    /// Folded names → areas: countries, then regions, divisions and districts.
    area_names: HashMap<String, Vec<usize>>,
    /// Abbreviations of divisions, as written.
    abbreviations: HashMap<String, usize>,
    neighbours: HashMap<String, Vec<String>>,
    /// Capitals of states, folded, with the country.
    capitals: HashSet<(String, String)>,
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
            names: Front::new(NAMES, false),
            divisions: Vec::new(),
            areas: Vec::new(),
            noted: 0..0,
            area_names: HashMap::new(),
            abbreviations: HashMap::new(),
            neighbours: HashMap::new(),
            capitals: HashSet::new(),
            generics: rows(GENERIC)
                .map(|row| Generic {
                    words: row.cell(0).to_string(),
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
            self.neighbours.insert(code.to_string(), row.list(5, ';').into_iter().map(str::to_string).collect());
            if names.cell(2) == "state" {
                self.capitals.insert((fold(names.cell(4)), code.to_string()));
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
            let (country, code, name) = (row.cell(0).to_string(), row.cell(1).to_string(), row.cell(2).to_string());
            if !name.is_empty() {
                let place = Place {
                    id: row.cell(3).parse().unwrap_or(0),
                    admin1: code.clone(),
                    population: row.cell(6).parse().unwrap_or(0),
                    ..area(&name, row.cell(4), row.cell(5), &country, PlacePrecision::Province)
                };
                let folded = fold(&name);
                // "Henan Sheng" is called Henan, but "Eastern Province" is not called Eastern.
                let bare = self
                    .generics
                    .iter()
                    .find_map(|g| g.off(&folded))
                    .filter(|bare| !self.generics.iter().any(|g| g.part && g.words == *bare));
                let bare = bare.unwrap_or(&folded).to_string();
                let mut names = vec![name.as_str(), bare.as_str()];
                names.extend(row.list(7, ';'));
                self.add(place, &names);
            }
            self.divisions.push(Division { country, code });
        }
        for row in rows(DISTRICTS) {
            let division = row.cell(1).parse().ok().and_then(|i: usize| self.divisions.get(i));
            let place = Place {
                id: row.cell(6).parse().unwrap_or(0),
                admin1: division.map(|d| d.code.clone()).unwrap_or_default(),
                population: row.cell(5).parse().unwrap_or(0),
                ..area(row.cell(2), row.cell(3), row.cell(4), row.cell(0), PlacePrecision::District)
            };
            self.add(place, &[row.cell(2)]);
        }
        for row in rows(ABBREVIATIONS) {
            let found = self.area_names.get(&fold(row.cell(1))).into_iter().flatten().copied().find(|&i| {
                self.areas.get(i).is_some_and(|p| p.country == row.cell(2) && p.precision == PlacePrecision::Province)
            });
            if let Some(index) = found {
                self.abbreviations.insert(row.cell(0).to_string(), index);
            }
        }
    }

    fn add(&mut self, place: Place, names: &[&str]) {
        // Our table of regions names some divisions again, with better coordinates: what it does not know is filled in.
        if place.precision == PlacePrecision::Province
            && let Some(&known) = names.iter().find_map(|name| {
                let same = |i: &&usize| {
                    self.areas.get(**i).is_some_and(|other| {
                        other.country == place.country && other.precision == place.precision && other.admin1.is_empty()
                    })
                };
                self.area_names.get(&fold(name))?.iter().find(same)
            })
            && let Some(other) = self.areas.get_mut(known)
        {
            (other.id, other.population) = (place.id, place.population);
            other.admin1.clone_from(&place.admin1);
        }
        for name in names {
            let known = self.area_names.entry(fold(name)).or_default();
            let again = known.iter().filter_map(|&i| self.areas.get(i)).any(|other| {
                other.country == place.country
                    && other.precision == place.precision
                    && other.precision != PlacePrecision::District
            });
            if !again && known.last() != Some(&self.areas.len()) {
                known.push(self.areas.len());
            }
        }
        self.areas.push(place);
    }

    /// All places of that name (or alternate name), case- and diacritics-insensitive, most populous first.
    ///
    /// A country comes before all else, then a capital, a region of several countries or of our own table; a division that
    /// is called after a city in it ("Kursk") comes after that city. A name with a word of kind or part around it ("Kursk region",
    /// "city of Lyon", "northern Iraq") that is not itself in the gazetteer gives the places of the bare name, those of that kind first.
    pub fn named(&self, name: &str) -> Vec<Place> {
        let name = name.trim();
        if name.contains('.')
            && let Some(division) = self.abbreviated(name)
        {
            return vec![division.clone()];
        }
        let folded = fold(name);
        if name.len() <= LONGEST_ACRONYM && name.chars().all(char::is_uppercase) {
            // "EU" is not the town of Eu, but "NSW" and "UK" are places.
            let areas = self.areas_named(&folded).next().or_else(|| self.abbreviated(name));
            return areas.cloned().into_iter().collect();
        }
        let mut left = folded.strip_prefix("the ").unwrap_or(&folded);
        // "the North" is a part of something, not the town of North.
        if self.generics.iter().any(|g| g.part && g.words == left) {
            return Vec::new();
        }
        let (mut kind, mut part) = (None, false);
        // One word of kind is taken off after another: "northern province of Kandahar".
        for _ in 0..MOST_GENERICS {
            let mut found = self.bare(left);
            // Only a country or region has parts that are told of so: "West Ham" is not a part of Ham.
            found.retain(|p| !part || !matches!(p.precision, PlacePrecision::City | PlacePrecision::District));
            if !found.is_empty() {
                found.sort_by_key(|place| kind.is_some_and(|kind| !is_called(kind, place.precision)));
                return found;
            }
            let Some((generic, rest)) = self.generics.iter().find_map(|g| Some((g, g.off(left)?))) else { break };
            (left, kind, part) = (rest, kind.or(generic.precision), part || generic.part);
        }
        Vec::new()
    }

    fn areas_named(&self, folded: &str) -> impl Iterator<Item = &Place> {
        self.area_names.get(folded).into_iter().flatten().filter_map(|&i| self.areas.get(i))
    }

    /// Places of a folded name.
    fn bare(&self, folded: &str) -> Vec<Place> {
        let areas = self.areas_named(folded).cloned();
        let found: Vec<Place> = areas.chain(self.index.find(folded).filter_map(|i| self.city(i))).collect();
        let noted = |place: &Place| {
            let known = self.area_names.get(folded).into_iter().flatten();
            known.filter(|i| self.noted.contains(i)).filter_map(|&i| self.areas.get(i)).any(|area| area == place)
        };
        if found.len() < 2 {
            return found;
        }
        let rank = |place: &Place| match place.precision {
            PlacePrecision::Country => 0,
            PlacePrecision::Region | PlacePrecision::Point => 2,
            PlacePrecision::Province if noted(place) => 2,
            PlacePrecision::City if self.is_seat(folded, place) => 1,
            _ => 3,
        };
        let ranks: Vec<(u8, Reverse<u32>)> = found
            .iter()
            .map(|place| {
                (
                    rank(place),
                    Reverse(namesake(&found, place, folded).map_or(place.population, |n| n.saturating_sub(1))),
                )
            })
            .collect();
        let mut sorted: Vec<_> = ranks.into_iter().zip(found).collect();
        sorted.sort_by_key(|(rank, _)| *rank);
        sorted.into_iter().map(|(_, place)| place).collect()
    }

    /// The city at that place of the packed list.
    fn city(&self, index: usize) -> Option<Place> {
        let record = CITIES.get(RECORD * index..RECORD * (index + 1))?;
        let (id, rest) = record.split_at_checked(3)?;
        let (lat, rest) = rest.split_at_checked(3)?;
        let (lon, rest) = rest.split_at_checked(3)?;
        let (division, people) = rest.split_at_checked(2)?;
        let (division, people) = (self.divisions.get(number(division))?, number(people) as u32);
        Some(Place {
            id: number(id) as u32,
            name: self.names.word(index)?,
            lat: f64::from(signed(lat)) / 1e4,
            lon: f64::from(signed(lon)) / 1e4,
            country: division.country.clone(),
            admin1: division.code.clone(),
            population: (people & 0x7FF) << (people >> 11),
            precision: PlacePrecision::City,
        })
    }

    /// Whether the gazetteer has any place of that name, without a word of kind around it.
    pub fn knows(&self, name: &str) -> bool {
        let folded = fold(name.trim());
        self.area_names.contains_key(&folded) || self.index.find(&folded).next().is_some()
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
        self.areas_named(&fold(name)).next().cloned()
    }
    /// Whether a place is the capital of a state.
    pub fn is_capital(&self, place: &Place) -> bool {
        place.precision == PlacePrecision::City && self.is_seat(&fold(&place.name), place)
    }
    fn is_seat(&self, folded: &str, place: &Place) -> bool {
        place.population >= GREAT_CAPITAL && self.capitals.contains(&(folded.to_string(), place.country.clone()))
    }
    /// Alpha-3 codes of the countries that border on that one by land.
    pub fn neighbours(&self, code: &str) -> &[String] {
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
        self.areas.get(*self.abbreviations.get(abbreviation)?)
    }
}

/// Whether a word for a place of kind `kind` may mean one of `precision`: "district" is a province in some countries.
fn is_called(kind: PlacePrecision, precision: PlacePrecision) -> bool {
    kind == precision || kind == PlacePrecision::District && precision == PlacePrecision::Province
}

/// Inhabitants of the most populous city among `found` that `place`, a division, is called after.
fn namesake(found: &[Place], place: &Place, folded: &str) -> Option<u32> {
    let inside = |p: &&Place| {
        let same = p.country == place.country && p.admin1 == place.admin1;
        let name = fold(&p.name);
        let called = name == folded || p.name == place.name || name.strip_suffix(" city") == Some(folded);
        p.precision == PlacePrecision::City && same && called
    };
    let cities = found.iter().filter(inside).map(|p| p.population);
    cities.max().filter(|_| place.precision == PlacePrecision::Province)
}

impl Generic {
    /// The name without these words; `None` where they do not stand there.
    fn off<'n>(&self, name: &'n str) -> Option<&'n str> {
        let bare = match self.before {
            true => name.strip_prefix(self.words.as_str())?.strip_prefix(' '),
            false => name.strip_suffix(self.words.as_str())?.strip_suffix(' '),
        };
        bare.filter(|rest| !rest.is_empty())
    }
}

fn area(name: &str, lat: &str, lon: &str, country: &str, precision: PlacePrecision) -> Place {
    Place {
        id: 0,
        name: name.to_string(),
        lat: lat.parse().unwrap_or(0.0),
        lon: lon.parse().unwrap_or(0.0),
        country: country.to_string(),
        admin1: String::new(),
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
        let kept = name.chars().filter(|c| !matches!(c, '\'' | '`' | '.'));
        folded.extend(kept.map(|c| if matches!(c, '-' | '_') { ' ' } else { c.to_ascii_lowercase() }));
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

#[cfg(test)]
mod tests;
