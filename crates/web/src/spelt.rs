//! Codes as words: what a reader is shown where the data have `NGA`, `REB` or `2016-10-10/2016-10-16`.

use jiff::civil::Date;
use parallax::lexicon::Lexicon;
use parallax_model::Code;
use parallax_tell::words::date;

/// Sectors and non-state codes in words (`data/actors/ORIGIN.md`).
const WORDS: &str = include_str!("../../../data/actors/words.tsv");

/// A country, or what stands for one, by its code; an unknown code stays as it is.
pub(crate) fn country(code: &str) -> String {
    Lexicon::bundled().actors.country_by_code(code).map_or_else(|| sector(code), |c| c.name.clone())
}

/// A sector by its code; an unknown code stays as it is.
pub(crate) fn sector(code: &str) -> String {
    let rows = WORDS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    rows.into_iter().find(|(c, _)| *c == code).map_or(code, |(_, words)| words).to_string()
}

/// A type and mode of events as words: `assault: abduct`.
pub(crate) fn kind(code: Option<&Code>) -> Option<String> {
    let code = code?;
    let name = code.plover?.name().to_lowercase();
    Some(code.mode.as_deref().map_or(name.clone(), |mode| format!("{name}: {}", mode.replace('_', " "))))
}

/// A value of a finding, days written as a reader would write them.
pub(crate) fn value(text: &str) -> String {
    days(text)
        .map_or_else(|| text.to_string(), |(a, b)| if a == b { date(a) } else { format!("{} – {}", date(a), date(b)) })
}

/// How many of something: `1 event`, `3 events`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// How often: `once`, `3 times`.
pub(crate) fn times(n: usize) -> String {
    if n == 1 { "once".to_string() } else { format!("{n} times") }
}

/// The first and last day of a value that is a day or a span of days.
pub(crate) fn days(text: &str) -> Option<(Date, Date)> {
    // A bare year is a number too.
    let day = |t: &str| t.parse::<Date>().ok().filter(|_| t.len() == 10);
    match text.split_once('/') {
        Some((a, b)) => Some((day(a)?, day(b)?)),
        None => day(text).map(|d| (d, d)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_days_become_words_and_everything_else_stays() {
        assert_eq!([country("NGA"), country("IGO"), country("XYZ")], ["Nigeria", "intergovernmental", "XYZ"]);
        assert_eq!([sector("REB"), sector("QQQ")], ["armed group", "QQQ"]);
        assert_eq!(value("2016-10-10/2016-10-16"), "10 Oct 2016 – 16 Oct 2016");
        assert_eq!([value("2016-10-13"), value("at least 9"), value("2016")], ["13 Oct 2016", "at least 9", "2016"]);
    }
}
