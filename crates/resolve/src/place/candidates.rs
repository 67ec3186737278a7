//! What a place's name may mean: the gazetteer under the name and its usual variants.

use parallax_lexicon::Lexicon;
use parallax_lexicon::places::Place;
use parallax_model::PlacePrecision;
use std::sync::LazyLock;

/// What may stand around a place's name without being part of it in the gazetteer (`data/places/around.tsv`), with the
/// space that parts it from the name.
struct Around {
    before: Vec<String>,
    behind: Vec<String>,
}

static AROUND: LazyLock<Around> = LazyLock::new(|| {
    let rows = || {
        let lines = include_str!("../../../../data/places/around.tsv").lines();
        lines.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
    };
    let of = |side: &'static str| rows().filter(move |(s, _)| *s == side).map(|(_, word)| word);
    // An owner's ending stands close to the name.
    let behind = |w: &str| if w.starts_with(char::is_alphabetic) { format!(" {w}") } else { w.to_string() };
    Around { before: of("before").map(|w| format!("{w} ")).collect(), behind: of("behind").map(behind).collect() }
});

/// Longest abbreviation of a state or province, without its full stop.
const LONGEST_ABBREVIATION: usize = 5;

/// The places a name may mean, the whole name first; with its variants only when the whole is unknown.
pub fn of(name: &str, lexicon: &Lexicon) -> Vec<Place> {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    if let Some(country) = lexicon.actors.nationality(name) {
        return country_place(country, lexicon).into_iter().collect();
    }
    let mut found = known(name, lexicon);
    let county = name.strip_suffix(" Co.").or_else(|| name.strip_suffix(" CO.")).or_else(|| name.strip_suffix(" Co"));
    if let Some(county) = county.filter(|_| found.is_empty()) {
        found = known(&format!("{county} County"), lexicon);
    }
    let mut left = name.to_string();
    // Peeled one by one: "the northern city of X", "X Province's".
    for _ in 0..4 {
        if !found.is_empty() {
            break;
        }
        let Some(shorter) = peeled(&left) else { break };
        found = known(&shorter, lexicon);
        left = shorter;
    }
    if found.is_empty() {
        found.extend(lexicon.places.by_adjective(name));
    }
    found
}

/// The gazetteer's place for a country's code.
pub fn country_place(code: &str, lexicon: &Lexicon) -> Option<Place> {
    let country = lexicon.actors.country_by_code(code)?;
    lexicon.places.named(&country.name).find(|p| p.precision == PlacePrecision::Country && p.country == code)
}

fn known(name: &str, lexicon: &Lexicon) -> Vec<Place> {
    let mut found: Vec<Place> = lexicon.places.named(name).collect();
    if found.is_empty() && name.contains('.') {
        // "U.S.", "U.K.", "St. Louis"
        found = lexicon.places.named(&name.replace('.', "")).collect();
    }
    if found.is_empty() && name.len() <= LONGEST_ABBREVIATION {
        // "Ky", which some papers print without its full stop.
        found.extend(lexicon.places.abbreviated(&format!("{name}.")).copied());
    }
    // Every usual form of a country's name, whether or not the gazetteer lists it.
    if !found.iter().any(|p| p.precision == PlacePrecision::Country)
        && let Some(country) = lexicon.actors.country(name)
        && let Some(place) = country_place(&country.code, lexicon)
    {
        found.insert(0, place);
    }
    found
}

fn peeled(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    // Lower-casing may change lengths outside ASCII: cut only where both agree.
    if lower.len() != name.len() {
        return None;
    }
    let leading =
        AROUND.before.iter().find(|word| lower.starts_with(word.as_str())).and_then(|word| name.get(word.len()..));
    let trailing = || {
        AROUND
            .behind
            .iter()
            .find(|word| lower.ends_with(word.as_str()))
            .and_then(|word| name.get(..name.len() - word.len()))
    };
    leading.or_else(trailing).map(|rest| rest.trim().to_string()).filter(|rest| !rest.is_empty())
}
