//! Small cases for the tables and their look-ups.

use super::*;

fn actors() -> &'static Actors {
    &crate::Lexicon::bundled().actors
}

#[test]
fn every_row_has_its_columns() {
    let tables = [
        (COUNTRIES, 7),
        (PEOPLES, 3),
        (SEATS, 3),
        (ROLES, 4),
        (TITLES, 1),
        (ORGANISATIONS, 4),
        (GIVEN, 2),
        (POLITE, 2),
        (SURNAMES, 3),
    ];
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
        ("Russia", "RUS"),
        ("RUSSIA", "RUS"),
        ("the Russian Federation", "RUS"),
        ("U.S.", "USA"),
        ("US", "USA"),
        ("the United States", "USA"),
        ("Burma", "MMR"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Turkiye", "TUR"),
        ("Kosovo", "XKX"),
        ("Soviet Union", "RUS"),
        ("Palestine", "PSE"),
        ("Taiwan", "TWN"),
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
        ("Russian", "RUS"),
        ("Russians", "RUS"),
        ("Azeri", "AZE"),
        ("Swiss", "CHE"),
        ("Briton", "GBR"),
        ("Thais", "THA"),
        ("Frenchman", "FRA"),
        ("Palestinians", "PSE"),
        ("RUSSIAN", "RUS"),
        ("U.S.", "USA"),
        ("South Korean", "KOR"),
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
    assert_eq!(role("ousted prime minister"), Some(("ELI", Person, Unknown)));
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
    // Counted in one country; a place's name is left out of that count.
    assert_eq!(actors().given_name("Maximus"), Some(Gender::Masculine));
    assert_eq!(actors().given_name("Paris"), None);
    assert_eq!(actors().surname_gender("Sidorova"), Some(Feminine));
    assert_eq!(actors().surname_gender("Sidorov"), Some(Gender::Masculine));
    assert_eq!(actors().surname_gender("Casanova"), None);
    assert_eq!(actors().surname_gender("Smith"), None);
    assert_eq!(actors().title_gender("Mrs."), Some(Feminine));
    assert_eq!(actors().title_gender("king"), Some(Gender::Masculine));
    assert_eq!(actors().title_gender("president"), None);
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
