//! What one report's words say about the day it was written on.

use super::expression::{Expression, From, Which};
use super::{Tagged, alignment};
use jiff::civil::{Date, Weekday};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report, Tense};
use std::collections::BTreeSet;

/// What one report says about the day it was written on.
#[derive(Default)]
pub struct Clues {
    pub given: Option<Date>,
    pub url: Option<Date>,
    pub dateline: Option<MonthDay>,
    /// Full dates, with tense; whether it is the stamp of a picture or message.
    pub dates: Vec<(Date, Tense, String, bool)>,
    /// Months with days and no year.
    pub month_days: Vec<(MonthDay, Tense, String)>,
    /// Weekdays without a date.
    pub weekdays: Vec<(Weekday, Tense, String)>,
    /// Years of the past, also from dates.
    pub years: Vec<i16>,
    /// Happenings told with a day, for alignment with other reports.
    pub told: Vec<Told>,
}

/// A happening told with its day.
pub struct Told {
    pub sense: String,
    /// Names and countries that take part.
    pub who: BTreeSet<String>,
    pub expression: Expression,
    pub tense: Tense,
}

/// A day of the year, with its year and weekday where these are named.
#[derive(Clone, Copy)]
pub struct MonthDay {
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    pub weekday: Option<Weekday>,
}

/// What a report says about the day it was written on.
pub fn clues(report: &Report, document: &Document, account: &Account, tagged: &[Tagged], lexicon: &Lexicon) -> Clues {
    let mut clues =
        Clues { given: report.published, url: report.url.as_deref().and_then(url_date), ..Clues::default() };
    for time in tagged {
        let words = time.span.of(&report.text).split_whitespace().collect::<Vec<_>>().join(" ");
        // A stamp under a picture or message is no future, whatever the sentence before it says.
        let stamp = is_stamp(report, time);
        let tense = if stamp { Tense::Past } else { time.tense };
        collect(&mut clues, &time.expression, tense, words, stamp);
        if clues.dateline.is_none()
            && let Expression::Calendar { year, month: Some(month), day: Some(day), .. } = time.expression
            && in_dateline(report, document, time)
        {
            clues.dateline = Some(MonthDay { year, month, day, weekday: None });
        }
    }
    clues.told = alignment::told(document, account, tagged, lexicon);
    clues
}

/// Whether a date stands for itself, at a line's end behind a bracket or dash or alone on its line: a picture's or
/// message's day.
fn is_stamp(report: &Report, time: &Tagged) -> bool {
    let before = report.text.get(..time.span.start).unwrap_or("").trim_end_matches([' ', '\t']);
    before.ends_with([')', '—', '–', '|', '\n', ']'])
}

fn collect(clues: &mut Clues, expression: &Expression, tense: Tense, words: String, stamp: bool) {
    match expression {
        Expression::Calendar { year, month: Some(month), day: Some(day), weekday } => {
            let weekday = weekday.and_then(|n| Weekday::from_monday_one_offset(n).ok());
            match year.and_then(|year| Date::new(year, *month, *day).ok()) {
                Some(date) => {
                    if tense != Tense::Future {
                        clues.years.push(date.year());
                    }
                    clues.dates.push((date, tense, words, stamp));
                }
                None => {
                    clues.month_days.push((MonthDay { year: None, month: *month, day: *day, weekday }, tense, words))
                }
            }
        }
        Expression::Calendar { year: Some(year), .. } if tense != Tense::Future && (1900..2200).contains(year) => {
            clues.years.push(*year);
        }
        Expression::Weekday(n, Which::Plain | Which::This) => {
            if let Ok(weekday) = Weekday::from_monday_one_offset(*n) {
                clues.weekdays.push((weekday, tense, words));
            }
        }
        Expression::Part(_, Some(inner)) | Expression::Clock { day: Some(inner), .. } | Expression::Edge(_, inner)
            // "last night" tells no weekday; "Tuesday evening" does.
            if !matches!(**inner, Expression::Shift { from: From::Publication, .. }) => {
                collect(clues, inner, tense, words, stamp);
            }
        _ => {}
    }
}

/// "/2025/07/01/", "2025-07-01", "/20250701/" in an address.
fn url_date(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split(|c: char| !c.is_ascii_digit()).collect();
    let year = |part: &str| part.parse().ok().filter(|y: &i16| part.len() == 4 && (1990..2100).contains(y));
    let small = |part: &str| part.parse::<i8>().ok().filter(|_| part.len() <= 2);
    parts.windows(3).find_map(|w| Date::new(year(w[0])?, small(w[1])?, small(w[2])?).ok()).or_else(|| {
        let eight = |part: &&&str| part.len() == 8;
        parts.iter().filter(eight).find_map(|p| {
            let (y, rest) = p.split_at_checked(4)?;
            let (m, d) = rest.split_at_checked(2)?;
            Date::new(year(y)?, m.parse().ok()?, d.parse().ok()?).ok()
        })
    })
}

/// Whether a date stands in a dateline: in the first lines, before "(Agency)" or a dash, after a place in capitals.
fn in_dateline(report: &Report, document: &Document, time: &Tagged) -> bool {
    let Some(sentence) = document.sentences.get(time.sentence).filter(|_| time.sentence < 4) else { return false };
    let before = parallax_model::Span::new(sentence.span.start, time.span.start).of(&report.text);
    let after = report.text.get(time.span.end..).unwrap_or("").trim_start();
    let capitals = before.split([',', ' ']).next().is_some_and(|w| w.len() > 2 && w.chars().all(|c| !c.is_lowercase()));
    before.len() < 60 && capitals && after.starts_with(['(', '—', '–', '-', ':', ']'])
}
