//! Small cases for the tables and their look-ups.

use super::*;
use proptest::prelude::*;

fn places() -> &'static Gazetteer {
    &crate::Lexicon::bundled().places
}

fn first(name: &str) -> Option<String> {
    places().named(name).next().map(|p| format!("{} {} {}", p.name(), p.country, p.precision.name()))
}

#[test]
fn best_known_bearer_comes_first() {
    for (name, expected) in [
        ("Russia", "Russia RUS country"),
        ("USA", "United States USA country"),
        ("Georgia", "Georgia GEO country"),
        ("Washington", "Washington USA city"),
        ("Washington, D.C.", "Washington USA city"),
        ("Paris", "Paris FRA city"),
        ("Odessa", "Odesa UKR city"),
        ("Kiev", "Kyiv UKR city"),
        ("KYIV", "Kyiv UKR city"),
        ("Peking", "Beijing CHN city"),
        ("Bombay", "Mumbai IND city"),
        ("Burma", "Myanmar MMR country"),
        ("Rangoon", "Yangon MMR city"),
        ("Yekaterinburg", "Yekaterinburg RUS city"),
        ("Kursk", "Kursk RUS city"),
        ("Gaza", "Gaza Strip PSE province"),
        ("California", "California USA province"),
        ("Chechnya", "Chechnya RUS province"),
        ("Baku", "Baku AZE city"),
        ("Sana'a", "Sanaa YEM city"),
        ("St. Petersburg", "Saint Petersburg RUS city"),
        ("Middle East", "Middle East  region"),
        ("the Black Sea", "Black Sea  region"),
        ("Crimea", "Crimea UKR province"),
        ("São Paulo", "São Paulo BRA city"),
        ("Rostov-on-Don", "Rostov-on-Don RUS city"),
        ("Gdansk", "Gdańsk POL city"),
        ("Rhineland-Palatinate", "Rheinland-Pfalz DEU province"),
        ("Guangxi", "Guangxi Zhuangzu Zizhiqu CHN province"),
        ("White House", "White House USA point"),
    ] {
        assert_eq!(first(name).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(first("Quebec City").as_deref(), Some("Québec CAN city"));
    assert_eq!(first("the North"), None);
    assert_eq!(first("Xyzzyville"), None);
    assert_eq!(first(""), None);
}

#[test]
fn words_of_kind_choose_the_kind() {
    for (name, expected) in [
        ("Kursk region", "Kursk RUS province"),
        ("Kursk oblast", "Kursk RUS province"),
        ("city of Lyon", "Lyon FRA city"),
        ("Republic of Dagestan", "Dagestan RUS province"),
        ("northern Iraq", "Iraq IRQ country"),
        ("Calif.", "California USA province"),
        ("San Diego County", "San Diego County USA district"),
    ] {
        assert_eq!(first(name).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(places().by_adjective("Europeans").map(|p| p.name()), Some("Europe".into()));
    assert_eq!(places().by_adjective("Lisbon"), None);
    // Our own table has its middle, GeoNames its people and number.
    let england = places().named("England").next().unwrap();
    assert!(england.population > 40_000_000 && england.id == 6_269_131 && england.admin1 == "ENG", "{england:?}");
    assert_eq!(places().abbreviated("TX").map(|p| p.name()), Some("Texas".into()));
}

#[test]
fn coordinates_country_and_division() {
    let lyon = &places().named("Lyon").next().unwrap();
    assert!((lyon.lat - 45.75).abs() < 0.1 && (lyon.lon - 4.85).abs() < 0.1 && lyon.population > 300_000);
    assert_eq!(places().division("FRA", &lyon.admin1).map(|d| d.name()), Some("Auvergne-Rhône-Alpes".into()));
    let lima = &places().named("Lima").next().unwrap();
    assert!((lima.lat + 12.04).abs() < 0.1 && (lima.lon + 77.03).abs() < 0.1);
    let far = distance_km(lyon, lima);
    assert!((10_300.0..10_400.0).contains(&far), "{far}");
    assert!(places().neighbours("AZE").contains(&"ARM"));
    assert!(places().country("AZE").is_some_and(|p| p.name() == "Azerbaijan" && p.id > 0));
}

#[test]
fn every_city_can_be_read_and_found() {
    let cities = CITIES.len() / RECORD;
    assert!(cities > 100_000);
    for index in (0..cities).step_by(97) {
        let city = places().city(index).unwrap();
        assert!(city.lat.abs() <= 90.0 && city.lon.abs() <= 180.0 && city.country.len() == 3, "{city:?}");
        assert!(places().knows(&city.name()), "folded otherwise than in build.py: {}", city.name());
    }
    assert_eq!(places().city(cities), None);
}

#[test]
fn packed_names_stand_in_order_of_prominence() {
    let mut several = 0;
    for index in (0..CITIES.len() / RECORD).step_by(61) {
        let name = places().city(index).unwrap().name();
        let found: Vec<Place> = places().named(&name).filter(|p| p.precision == PlacePrecision::City).collect();
        let order = |p: &Place| (!places().is_seat(&fold(&name), p), std::cmp::Reverse(p.population));
        assert!(found.is_sorted_by_key(order), "build.py ranks otherwise: {name} {found:?}");
        several += usize::from(found.len() > 1);
    }
    assert!(several > 500, "{several}");
}

#[test]
fn tables_are_whole() {
    for (table, columns) in
        [(DIVISIONS, 8), (DISTRICTS, 7), (COUNTRIES, 6), (REGIONS, 6), (GENERIC, 4), (ABBREVIATIONS, 3)]
    {
        for row in rows(table) {
            assert_eq!(row.len(), columns, "line {}: {}", row.line, row.cell(0));
        }
    }
    assert_eq!(places().abbreviations.len(), rows(ABBREVIATIONS).count());
    assert_eq!(rows(COUNTRIES).count(), rows(STATES).count());
    for row in rows(ADJECTIVES) {
        assert!(places().by_adjective(row.cell(0)).is_some(), "no place for {}", row.cell(0));
    }
    for row in rows(REGIONS) {
        assert!(row.cell(3).is_empty() || places().country(row.cell(3)).is_some(), "{}", row.cell(0));
        assert!(precision(row.cell(4)).is_some(), "{}", row.cell(0));
    }
}

proptest! {
    #[test]
    fn whatever_is_found_lies_on_earth(name in "[A-Z][a-z]{2,7}( [A-Z][a-z]{2,5})?|San [A-Z][a-z]{3,6}|New [A-Z][a-z]{3,6}") {
        for place in places().named(&name) {
            prop_assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0, "{place:?}");
            prop_assert!(place.country.is_empty() || places().country(place.country).is_some(), "{place:?}");
            prop_assert!(!place.name().is_empty());
        }
    }

    #[test]
    fn any_words_may_be_asked_for(name in "\\PC{0,40}", extra in "(north |city of |the |Upper | region|-|'){0,6}") {
        let asked = format!("{extra}{name}{extra}");
        places().named(&asked).count();
        prop_assert_eq!(fold(&fold(&asked)), fold(&asked));
    }

    #[test]
    fn odd_bytes_give_fewer_entries(bytes in proptest::collection::vec(any::<u8>(), 0..600), word in "[a-z]{0,5}", numbered: bool) {
        let list = Front::new(Vec::leak(bytes), numbered);
        for index in 0..40 {
            list.word(index);
        }
        list.find(&word);
    }
}
