//! Countries, nationalities, roles, titles, organisations and given names.
//!
//! Tables: `data/actors/`. Sector codes are PLOVER's primary codes (manual 0.7, "Sector Primary Codes"), which differ
//! from CAMEO in two places: journalists are `JRN` and medical people `MED` (CAMEO: `MED` and `HLH`).

mod own;

use crate::places::fold;
use crate::table::{Row, rows};
use parallax_model::{Gender, NameKind, Sector};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A country or territory.
#[derive(Clone, PartialEq, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub code: String,
    /// ISO 3166-1 alpha-2.
    pub alpha2: String,
    /// Whether it is a state of its own, not a dependent territory.
    pub state: bool,
    /// Usual English name.
    pub name: String,
    /// English name of its capital; empty where it has none.
    pub capital: String,
    /// Further English names.
    pub names: Vec<String>,
    /// Its usual adjective ("Russian"); empty where it has none.
    pub adjective: String,
}

/// What a common noun says of a person or body ("prosecutor", "police", "rebel", "journalist").
#[derive(Clone, PartialEq, Debug)]
pub struct Role {
    /// Sectors, most specific first; empty for nouns that name no actor ("airport").
    pub sectors: Vec<Sector>,
    /// Person, organisation or (for "crowd", "people") group → `Person`.
    pub kind: NameKind,
    /// Gender, where the word tells ("spokeswoman").
    pub gender: Gender,
}

/// A people, faith or inhabitants of a region, which is not a nation with a state.
#[derive(Clone, PartialEq, Debug)]
pub struct People {
    /// Its usual name ("Kurds").
    pub name: String,
    /// ISO 3166-1 alpha-3 of the country a report means when it names none; `None` where there is no such country.
    pub country: Option<String>,
}

/// A lasting organisation.
struct Organisation {
    name: String,
    code: String,
    sectors: Vec<Sector>,
    kind: NameKind,
}

/// Countries, nationalities, roles, titles, organisations and given names.
pub struct Actors {
    countries: Vec<Country>,
    /// Exact names, and folded ones of four letters or more ("us" must not be the country).
    country_names: HashMap<String, usize>,
    country_codes: HashMap<String, usize>,
    nationalities: HashMap<String, usize>,
    peoples: HashMap<String, People>,
    seats: HashMap<String, (String, Sector)>,
    roles: HashMap<String, Role>,
    /// Words before an office that its bearer holds no longer.
    former: HashSet<&'static str>,
    /// The same offices as `roles`, held no longer.
    past_roles: HashMap<String, Role>,
    titles: BTreeSet<String>,
    title_prefixes: Vec<String>,
    organisations: Vec<Organisation>,
    organisation_names: HashMap<String, usize>,
    given_names: HashMap<String, Gender>,
    surname_endings: Vec<Ending>,
    /// Forms of address that tell gender.
    polite: HashMap<&'static str, Gender>,
}

/// An ending of surnames that tells gender.
struct Ending {
    letters: &'static str,
    gender: Gender,
    /// Surnames with that ending that do not tell.
    not: Vec<&'static str>,
}

const COUNTRIES: &str = include_str!("../../../data/actors/countries.tsv");
const PEOPLES: &str = include_str!("../../../data/actors/groups.tsv");
const SEATS: &str = include_str!("../../../data/actors/seats.tsv");
const ROLES: &str = include_str!("../../../data/actors/roles.tsv");
const FORMER: &str = include_str!("../../../data/actors/former.txt");
const POLITE: &str = include_str!("../../../data/actors/polite.tsv");
const SURNAMES: &str = include_str!("../../../data/actors/surname_endings.tsv");
const TITLES: &str = include_str!("../../../data/actors/titles.txt");
const ORGANISATIONS: &str = include_str!("../../../data/actors/organisations.tsv");
const GIVEN: &str = include_str!("../../../data/actors/given.tsv");
const GIVEN_USA: &str = include_str!("../../../data/actors/given_usa.tsv");

impl Actors {
    /// The bundled tables with the user's laid over them, and the user's rows that could not be read.
    pub(crate) fn with(tables: &crate::own::Tables) -> (Actors, Vec<String>) {
        let mut actors = Actors::bundled();
        let bad = own::lay(&mut actors, tables);
        (actors, bad)
    }

    fn bundled() -> Actors {
        let mut actors = Actors {
            countries: Vec::new(),
            country_names: HashMap::new(),
            country_codes: HashMap::new(),
            nationalities: HashMap::new(),
            peoples: HashMap::new(),
            seats: HashMap::new(),
            roles: rows(ROLES).filter_map(|row| Some((row.cell(0).to_string(), role(&row)?))).collect(),
            former: rows(FORMER).map(|row| row.cell(0)).collect(),
            past_roles: HashMap::new(),
            titles: BTreeSet::new(),
            title_prefixes: Vec::new(),
            organisations: Vec::new(),
            organisation_names: HashMap::new(),
            surname_endings: rows(SURNAMES)
                .map(|row| Ending { letters: row.cell(0), gender: gender(row.cell(1)), not: row.list(2, ';') })
                .collect(),
            polite: rows(POLITE).map(|row| (row.cell(0), gender(row.cell(1)))).collect(),
            given_names: [GIVEN_USA, GIVEN]
                .into_iter()
                .flat_map(rows)
                .map(|row| (fold(row.cell(0)), gender(row.cell(1))))
                .collect(),
        };
        for (noun, role) in rows(ROLES).filter_map(|row| Some((row.cell(0), role(&row)?))) {
            if role.kind == NameKind::Person && role.sectors.iter().any(|s| OFFICES.contains(&s.0.as_str())) {
                let sectors = [Sector("ELI".to_string())].into_iter().chain(role.sectors).collect();
                actors.past_roles.insert(noun.to_string(), Role { sectors, ..role });
            }
        }
        actors.read_countries();
        actors.read_organisations();
        for row in rows(PEOPLES) {
            let people =
                People { name: row.cell(1).to_string(), country: row.list(2, ';').first().map(|c| c.to_string()) };
            for word in inflected(&row, 0) {
                actors.peoples.entry(word).or_insert_with(|| people.clone());
            }
        }
        for row in rows(SEATS) {
            let sector = Sector(row.cell(2).to_string());
            actors.seats.insert(row.cell(0).to_string(), (row.cell(1).to_string(), sector));
        }
        for row in rows(TITLES) {
            match row.cell(0).strip_suffix(" …") {
                Some(prefix) => actors.title_prefixes.push(prefix.to_string()),
                None => _ = actors.titles.insert(row.cell(0).to_string()),
            }
        }
        actors
    }

    fn read_countries(&mut self) {
        for row in rows(COUNTRIES) {
            let index = self.countries.len();
            let nation = inflected(&row, 6);
            let country = Country {
                code: row.cell(0).to_string(),
                alpha2: row.cell(1).to_string(),
                state: row.cell(2) == "state",
                name: row.cell(3).to_string(),
                capital: row.cell(4).to_string(),
                names: row.list(5, ';').into_iter().map(str::to_string).collect(),
                adjective: nation.first().cloned().unwrap_or_default(),
            };
            for name in country.names.iter().chain([&country.name]) {
                self.country_names.entry(name.clone()).or_insert(index);
                if name.chars().count() >= SHORTEST_FOLDED && !name.contains('.') {
                    self.country_names.entry(fold(name)).or_insert(index);
                }
            }
            // Towns such as Hamilton or Douglas stand for a territory's government too seldom to be read so.
            if country.state && !country.capital.is_empty() && !self.country_names.contains_key(&country.capital) {
                self.seats.insert(country.capital.clone(), (country.code.clone(), Sector("GOV".to_string())));
            }
            for word in nation {
                self.nationalities.entry(word).or_insert(index);
            }
            self.country_codes.insert(country.code.clone(), index);
            self.countries.push(country);
        }
    }

    fn read_organisations(&mut self) {
        for row in rows(ORGANISATIONS) {
            for name in row.list(1, ';').into_iter().chain([row.cell(0)]) {
                self.organisation_names.entry(article_off(name).to_string()).or_insert(self.organisations.len());
            }
            let (name, code) = (row.cell(0).to_string(), row.cell(2).to_string());
            self.organisations.push(Organisation {
                name,
                code,
                sectors: sectors(&row, 3),
                kind: NameKind::Organisation,
            });
        }
    }

    /// All countries and territories, by code.
    pub fn countries(&self) -> impl ExactSizeIterator<Item = &Country> {
        self.countries.iter()
    }
    /// The country of that name, in any usual English form ("Russia", "Russian Federation", "UK", "the United States").
    ///
    /// Names of four letters and more may be in any case ("RUSSIA"); shorter ones must be written as usual ("US", not "us").
    pub fn country(&self, name: &str) -> Option<&Country> {
        let name = article_off(name.trim());
        let index = self.country_names.get(name).or_else(|| {
            (name.chars().count() >= SHORTEST_FOLDED).then(|| self.country_names.get(&fold(name))).flatten()
        })?;
        self.countries.get(*index)
    }
    /// The country of that ISO alpha-3 code.
    pub fn country_by_code(&self, code: &str) -> Option<&Country> {
        self.countries.get(*self.country_codes.get(code)?)
    }
    /// The country whose adjective or people that word names ("Russian", "Russians", "Azerbaijani" → alpha-3), case-sensitive first letter.
    pub fn nationality(&self, word: &str) -> Option<&str> {
        let index = match self.nationalities.get(word) {
            Some(index) => index,
            // Headlines in capitals; two-letter words would read "US" into "us".
            None if word.len() > 3 && word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()) => {
                self.nationalities.get(&capitalised(word))?
            }
            None => return None,
        };
        Some(self.countries.get(*index)?.code.as_str())
    }
    /// The people, faith or inhabitants that word names ("Kurdish", "Chechens", "Gazans"), where it is not a nation with a state.
    pub fn people(&self, word: &str) -> Option<&People> {
        self.peoples.get(word)
    }
    /// The country whose government that name stands for when it acts: capitals ("Baku") and seats ("Kremlin", "White House", "Downing Street").
    pub fn seat_of_power(&self, name: &str) -> Option<(&str, Sector)> {
        let (country, sector) = self.seats.get(article_off(name.trim()))?;
        Some((country, sector.clone()))
    }
    /// What a common noun (lower-case lemma, or two words "security force") says of its bearer.
    ///
    /// A longer nominal is known by its end: "armed opposition group" → "opposition group", "deputy energy minister" → "energy minister".
    /// An office held no longer makes its bearer one of the elite: "former president" → ELI, GOV.
    pub fn role(&self, lemma: &str) -> Option<&Role> {
        let lowered = lemma.to_lowercase();
        let mut words = lowered.as_str();
        let mut past = false;
        loop {
            if let Some(role) = self.roles.get(words) {
                return self.past_roles.get(words).filter(|_| past).or(Some(role));
            }
            let (first, rest) = words.split_once([' ', '-'])?;
            past |= self.former.contains(first);
            words = rest;
        }
    }
    /// Whether that noun names people ("prosecutor", "crowd", "brother").
    pub fn is_person_noun(&self, lemma: &str) -> bool {
        self.ordinary_noun_kind(lemma) == Some(NameKind::Person)
    }
    /// What kind of thing that noun names, as far as the tables tell: people, bodies, places ("airport") or things ("drone").
    pub fn ordinary_noun_kind(&self, lemma: &str) -> Option<NameKind> {
        self.role(lemma).map(|role| role.kind)
    }
    /// Whether that lower-case word or phrase is a title that can stand before a name ("president", "foreign minister", "mr", "gen.").
    pub fn is_title(&self, words: &str) -> bool {
        let mut words = words.strip_prefix("the ").unwrap_or(words);
        while !self.titles.contains(words) {
            let rest = self.title_prefixes.iter().find_map(|prefix| words.strip_prefix(prefix.as_str()));
            let Some(rest) = rest.and_then(|rest| rest.strip_prefix([' ', '-'])) else { return false };
            words = rest;
        }
        true
    }
    /// A well-known lasting organisation by full name or acronym (UN, NATO, IAEA, FSB): (canonical name, country or "IGO"-like code, sectors).
    ///
    /// Codes that are no country's are PLOVER's: `IGO` governmental, `NGO` not governmental, `MNC` companies, `IMG` armed groups of many lands.
    pub fn organisation(&self, name: &str) -> Option<(&str, &str, &[Sector])> {
        let index = self.organisation_names.get(article_off(name.trim()))?;
        let found = self.organisations.get(*index)?;
        Some((&found.name, &found.code, &found.sectors))
    }
    /// The kind of what [`Actors::organisation`] finds: the user's table may name persons too.
    pub fn organisation_kind(&self, name: &str) -> Option<NameKind> {
        let index = self.organisation_names.get(article_off(name.trim()))?;
        self.organisations.get(*index).map(|found| found.kind)
    }
    /// The usual gender of a given name; `Unknown` for names borne by both, `None` for names not in the table.
    pub fn given_name(&self, name: &str) -> Option<Gender> {
        let folded = fold(name);
        // "Jean-Claude", "Anna-Lena": the first part tells.
        self.given_names.get(&folded).or_else(|| self.given_names.get(folded.split(' ').next()?)).copied()
    }
    /// The gender that a surname's form tells in languages that inflect them ("Ivanova", "Petrov", "Sigurdardóttir").
    pub fn surname_gender(&self, name: &str) -> Option<Gender> {
        let folded = fold(name);
        let letters = folded.chars().count();
        let tells = |e: &&Ending| {
            letters >= SHORTEST_SURNAME && folded.ends_with(e.letters) && !e.not.contains(&folded.as_str())
        };
        self.surname_endings.iter().find(tells).map(|ending| ending.gender)
    }
    /// The gender that a title tells ("mrs", "king", "spokeswoman").
    pub fn title_gender(&self, words: &str) -> Option<Gender> {
        let words = words.to_lowercase();
        let bare = words.trim_end_matches('.');
        let polite = self.polite.get(bare).copied();
        polite.or_else(|| self.role(bare).map(|role| role.gender)).filter(|gender| *gender != Gender::Unknown)
    }
}

/// Fewest letters of a surname whose ending tells: "Eva" and "Lev" are none.
const SHORTEST_SURNAME: usize = 5;

/// Sectors whose people leave them with their office.
const OFFICES: [&str; 2] = ["GOV", "LEG"];

/// Fewest letters of a country's name that may be written in any case.
const SHORTEST_FOLDED: usize = 4;

/// The words of a nationality cell: "Afghan+s;Swiss" → Afghan, Afghans, Swiss.
fn inflected(row: &Row, column: usize) -> Vec<String> {
    let plural = |word: &str| match word.strip_suffix("+s") {
        Some(word) => vec![word.to_string(), format!("{word}s")],
        None => vec![word.to_string()],
    };
    row.list(column, ';').into_iter().flat_map(plural).collect()
}

fn sectors(row: &Row, column: usize) -> Vec<Sector> {
    row.list(column, ',').into_iter().map(|code| Sector(code.to_string())).collect()
}

fn gender(cell: &str) -> Gender {
    match cell {
        "f" => Gender::Feminine,
        "m" => Gender::Masculine,
        _ => Gender::Unknown,
    }
}

fn role(row: &Row) -> Option<Role> {
    let kind = match row.cell(2) {
        "person" => NameKind::Person,
        "organisation" => NameKind::Organisation,
        "place" => NameKind::Place,
        "other" => NameKind::Other,
        _ => return None,
    };
    Some(Role { sectors: sectors(row, 1), kind, gender: gender(row.cell(3)) })
}

fn article_off(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests;
