//! Countries, nationalities, roles, titles, organisations and given names.
//!
//! Tables: `data/actors/`. Sector codes are PLOVER's primary codes (manual 0.7, "Sector Primary Codes"), which differ
//! from CAMEO in two places: journalists are `JRN` and medical people `MED` (CAMEO: `MED` and `HLH`).

use crate::places::fold;
use crate::table::{Row, rows};
use parallax_model::{Gender, NameKind, Sector};
use std::collections::{BTreeSet, HashMap};

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
    titles: BTreeSet<String>,
    title_prefixes: Vec<String>,
    organisations: Vec<Organisation>,
    organisation_names: HashMap<String, usize>,
    given_names: HashMap<String, Gender>,
}

const COUNTRIES: &str = include_str!("../../../data/actors/countries.tsv");
const PEOPLES: &str = include_str!("../../../data/actors/groups.tsv");
const SEATS: &str = include_str!("../../../data/actors/seats.tsv");
const ROLES: &str = include_str!("../../../data/actors/roles.tsv");
const TITLES: &str = include_str!("../../../data/actors/titles.txt");
const ORGANISATIONS: &str = include_str!("../../../data/actors/organisations.tsv");
const GIVEN: &str = include_str!("../../../data/actors/given.tsv");

impl Actors {
    /// The bundled tables.
    pub fn bundled() -> Actors {
        let mut actors = Actors {
            countries: Vec::new(),
            country_names: HashMap::new(),
            country_codes: HashMap::new(),
            nationalities: HashMap::new(),
            peoples: HashMap::new(),
            seats: HashMap::new(),
            roles: rows(ROLES).filter_map(|row| Some((row.cell(0).to_string(), role(&row)?))).collect(),
            titles: BTreeSet::new(),
            title_prefixes: Vec::new(),
            organisations: Vec::new(),
            organisation_names: HashMap::new(),
            given_names: rows(GIVEN).map(|row| (fold(row.cell(0)), gender(row.cell(1)))).collect(),
        };
        actors.read_countries();
        actors.read_organisations();
        for row in rows(PEOPLES) {
            let people = People { name: row.cell(1).to_string(), country: row.list(2, ';').first().map(|c| c.to_string()) };
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
            self.organisations.push(Organisation { name, code, sectors: sectors(&row, 3) });
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
    pub fn role(&self, lemma: &str) -> Option<&Role> {
        let lowered = lemma.to_lowercase();
        let mut words = lowered.as_str();
        loop {
            if let Some(role) = self.roles.get(words) {
                return Some(role);
            }
            words = words.split_once([' ', '-'])?.1;
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
        let words = words.strip_prefix("the ").unwrap_or(words);
        self.titles.contains(words)
            || self.title_prefixes.iter().any(|prefix| {
                words.strip_prefix(prefix.as_str()).is_some_and(|rest| self.is_title(rest.trim_start_matches(['-', ' '])))
            })
    }
    /// A well-known lasting organisation by full name or acronym (UN, NATO, IAEA, FSB): (canonical name, country or "IGO"-like code, sectors).
    ///
    /// Codes that are no country's are PLOVER's: `IGO` governmental, `NGO` not governmental, `MNC` companies, `IMG` armed groups of many lands.
    pub fn organisation(&self, name: &str) -> Option<(&str, &str, &[Sector])> {
        let index = self.organisation_names.get(article_off(name.trim()))?;
        let found = self.organisations.get(*index)?;
        Some((&found.name, &found.code, &found.sectors))
    }
    /// The usual gender of a given name; `Unknown` for names borne by both, `None` for names not in the table.
    pub fn given_name(&self, name: &str) -> Option<Gender> {
        let folded = fold(name);
        // "Jean-Claude", "Anna-Lena": the first part tells.
        self.given_names.get(&folded).or_else(|| self.given_names.get(folded.split(' ').next()?)).copied()
    }
}

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
mod tests {
    use super::*;

    fn actors() -> &'static Actors {
        &crate::Lexicon::bundled().actors
    }

    #[test]
    fn every_row_has_its_columns() {
        let tables = [(COUNTRIES, 7), (PEOPLES, 3), (SEATS, 3), (ROLES, 4), (TITLES, 1), (ORGANISATIONS, 4), (GIVEN, 2)];
        for (table, columns) in tables {
            for row in rows(table) {
                assert_eq!(row.len(), columns, "line {}: {}", row.line, row.cell(0));
                assert!(!row.cell(0).is_empty(), "line {}", row.line);
            }
        }
        assert!(rows(ROLES).all(|row| role(&row).is_some()));
        for row in rows(ROLES).chain(rows(ORGANISATIONS)) {
            for sector in sectors(&row, if row.cell(2).len() == 3 { 3 } else { 1 }) {
                assert!(SECTORS.contains(&sector.0.as_str()), "{}: {}", row.cell(0), sector.0);
            }
        }
    }

    /// PLOVER's primary sector codes.
    const SECTORS: [&str; 23] = [
        "GOV", "JUD", "LEG", "MIL", "COP", "OPP", "PTY", "REB", "PRM", "SPY", "UAF", "CVL", "ELI", "BUS", "EDU", "MED",
        "LAB", "AGR", "JRN", "REF", "REL", "SOC", "CRM",
    ];

    #[test]
    fn no_name_twice() {
        let mut seen = BTreeSet::new();
        for row in rows(ROLES) {
            assert!(seen.insert(row.cell(0)), "role twice: {}", row.cell(0));
        }
        let mut seen = BTreeSet::new();
        for row in rows(ORGANISATIONS) {
            for name in row.list(1, ';').into_iter().chain([row.cell(0)]) {
                assert!(seen.insert(name), "organisation twice: {name}");
            }
        }
        let mut seen = BTreeSet::new();
        for row in rows(COUNTRIES) {
            for name in row.list(5, ';').into_iter().chain([row.cell(3)]) {
                assert!(seen.insert(name), "country twice: {name}");
            }
        }
        assert_eq!(rows(COUNTRIES).count(), 250, "249 of ISO 3166-1 and Kosovo");
        let known = |code: &str| code == "IGO" || actors().country_by_code(code).is_some();
        assert!(rows(SEATS).all(|row| known(row.cell(1))));
        assert!(rows(PEOPLES).all(|row| row.cell(2).is_empty() || known(row.cell(2))));
        let others = ["NGO", "MNC", "IMG"];
        for row in rows(ORGANISATIONS) {
            assert!(known(row.cell(2)) || others.contains(&row.cell(2)), "{}", row.cell(0));
        }
    }

    #[test]
    fn countries_by_any_usual_name() {
        for (name, code) in [
            ("Russia", "RUS"), ("RUSSIA", "RUS"), ("the Russian Federation", "RUS"), ("U.S.", "USA"), ("US", "USA"),
            ("the United States", "USA"), ("Burma", "MMR"), ("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"),
            ("Turkiye", "TUR"), ("Kosovo", "XKX"), ("Soviet Union", "RUS"), ("Palestine", "PSE"), ("Taiwan", "TWN"),
        ] {
            assert_eq!(actors().country(name).map(|c| c.code.as_str()), Some(code), "{name}");
        }
        assert_eq!(actors().country("us"), None);
        assert_eq!(actors().country("Ruritania"), None);
        assert_eq!(actors().country_by_code("NER").map(|c| c.adjective.as_str()), Some("Nigerien"));
    }

    #[test]
    fn nationalities_and_peoples() {
        for (word, code) in [
            ("Russian", "RUS"), ("Russians", "RUS"), ("Azeri", "AZE"), ("Swiss", "CHE"), ("Briton", "GBR"), ("Thais", "THA"),
            ("Frenchman", "FRA"), ("Palestinians", "PSE"), ("RUSSIAN", "RUS"), ("U.S.", "USA"), ("South Korean", "KOR"),
        ] {
            assert_eq!(actors().nationality(word), Some(code), "{word}");
        }
        assert_eq!(actors().nationality("polish"), None);
        assert_eq!(actors().nationality("Kurdish"), None);
        assert_eq!(actors().people("Kurdish").map(|p| p.country.clone()), Some(None));
        assert_eq!(actors().people("Chechens").and_then(|p| p.country.as_deref()), Some("RUS"));
    }

    #[test]
    fn seats_stand_for_those_who_sit_there() {
        let seat = |name| actors().seat_of_power(name).map(|(country, sector)| format!("{country} {}", sector.0));
        assert_eq!(seat("the Kremlin").as_deref(), Some("RUS GOV"));
        assert_eq!(seat("Baku").as_deref(), Some("AZE GOV"));
        assert_eq!(seat("Kyiv"), seat("Kiev"));
        assert_eq!(seat("Pentagon").as_deref(), Some("USA MIL"));
        assert_eq!(seat("Singapore"), None, "the country itself");
        assert_eq!(seat("Hamilton"), None, "a territory's capital");
    }

    #[test]
    fn roles_titles_and_names() {
        let role = |noun| actors().role(noun).map(|r| (r.sectors.first().map_or("", |s| s.0.as_str()), r.kind, r.gender));
        use Gender::{Feminine, Unknown};
        use NameKind::{Organisation, Person, Place};
        assert_eq!(role("prosecutor"), Some(("JUD", Person, Unknown)));
        assert_eq!(role("spokeswoman"), Some(("GOV", Person, Feminine)));
        assert_eq!(role("security force"), Some(("COP", Organisation, Unknown)));
        assert_eq!(role("armed opposition group"), Some(("OPP", Organisation, Unknown)));
        assert_eq!(role("journalist"), Some(("JRN", Person, Unknown)));
        assert_eq!(role("Foreign Ministry"), Some(("GOV", Organisation, Unknown)));
        assert_eq!(role("airport"), Some(("", Place, Unknown)));
        assert_eq!(role("serendipity"), None);
        assert!(actors().is_person_noun("brother") && !actors().is_person_noun("embassy"));
        for title in ["president", "lt. gen.", "former foreign minister", "ex-president", "acting prime minister", "dr"] {
            assert!(actors().is_title(title), "{title}");
        }
        assert!(!actors().is_title("former") && !actors().is_title("blue"));
        assert_eq!(actors().given_name("OLGA"), Some(Feminine));
        assert_eq!(actors().given_name("Jean-Claude"), Some(Gender::Masculine));
        assert_eq!(actors().given_name("Sasha"), Some(Unknown));
        assert_eq!(actors().given_name("Zzyzx"), None);
    }

    #[test]
    fn organisations_by_name_or_acronym() {
        let found = |name| actors().organisation(name).map(|(name, code, _)| (name, code));
        assert_eq!(found("the UN"), Some(("United Nations", "IGO")));
        assert_eq!(found("U.N."), found("United Nations"));
        assert_eq!(found("FSB"), Some(("Federal Security Service", "RUS")));
        assert_eq!(found("Reuters"), Some(("Reuters", "GBR")));
        assert_eq!(found("who"), None);
    }
}
