//! When two values are one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that make no name.
const TRIVIAL: [&str; 4] = ["the", "a", "an", "of"];

/// Whether a told value is the coded one, in the way of their field.
pub(crate) fn same(field: &str, coded: &[String], told: &[String]) -> bool {
    let any = |alike: &dyn Fn(&str, &str) -> bool| coded.iter().any(|c| told.iter().any(|t| alike(c, t)));
    match field {
        "date" => any(&date),
        "number" => any(&|c, t| numbers(c).is_some() && numbers(c) == numbers(t)),
        "place" | "actor" | "recipient" | "source" => any(&named),
        _ => any(&|c, t| c.eq_ignore_ascii_case(t)),
    }
}

/// Told days are `start/end`. A coded day must lie within, and the two ends at most a day apart; a coded month or year must
/// hold both ends.
fn date(coded: &str, told: &str) -> bool {
    let (start, end) = told.split_once('/').unwrap_or((told, told));
    match coded.len() {
        10 => start <= coded && coded <= end && next(start) >= Some(end.to_string()),
        _ => start.starts_with(coded) && end.starts_with(coded),
    }
}

/// The day after `day`, or at least one that is later than all days of that month: it is only compared with.
fn next(day: &str) -> Option<String> {
    let (month, number) = (day.get(..8)?, day.get(8..10)?.parse::<u32>().ok()?);
    if number < 28 {
        return Some(format!("{month}{:02}", number + 1));
    }
    // A month's end: the first of the next is a day away, whichever of 28 to 31 it is.
    let (year, number) = (day.get(..4)?.parse::<u32>().ok()?, day.get(5..7)?.parse::<u32>().ok()?);
    Some(if number < 12 { format!("{year}-{:02}-01", number + 1) } else { format!("{}-01-01", year + 1) })
}

/// `7`, `7-9`, `7.0/9.0` as low and high.
pub(crate) fn numbers(text: &str) -> Option<(f64, f64)> {
    let (low, high) = text.split_once(['-', '/', '–']).unwrap_or((text, text));
    Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
}

/// One name holds all words of the other: "Berg" and "Anna Berg", "police" and "the Oslo police".
fn named(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !few.is_empty() && few.iter().all(|w| many.contains(w))
}

/// The words of a name without marks, case and articles.
pub(crate) fn words(name: &str) -> Vec<String> {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain.replace("'s ", " ").replace("’s ", " ").replace('.', "");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty() && !TRIVIAL.contains(w));
    words.map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_kind() {
        let cases = [
            ("type", "COERCE", "coerce", true),
            ("type", "COERCE", "ASSAULT", false),
            ("date", "2025-03-04", "2025-03-04/2025-03-04", true),
            ("date", "2025-03-04", "2025-03-03/2025-03-04", true),
            ("date", "2025-03-04", "2025-03-01/2025-03-07", false),
            ("date", "2025-02-28", "2025-02-28/2025-03-01", true),
            ("date", "2025-12-31", "2025-12-31/2026-01-01", true),
            ("date", "2025-03", "2025-03-01/2025-03-31", true),
            ("date", "2025", "2025-03-04/2025-03-04", true),
            ("date", "2025-04", "2025-03-31/2025-04-01", false),
            ("number", "7", "7.0/7.0", true),
            ("number", "7-9", "7/9", true),
            ("number", "7", "7/9", false),
            ("actor", "Berg", "Anna Berg", true),
            ("actor", "the Harbour Authority", "Harbour Authority’s", true),
            ("actor", "Orbán", "orban", true),
            ("actor", "Anna Berg", "Jonas Berg", false),
            ("actor", "the", "the", false),
        ];
        for (field, coded, told, wanted) in cases {
            assert_eq!(same(field, &[coded.into()], &[told.into()]), wanted, "{field}: {coded} / {told}");
        }
    }
}
