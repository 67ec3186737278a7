//! From meaning to TIMEX3 value and days, given the day of writing, the narrative's day and the verb's tense.
//!
//! Values follow TIMEX3 (ISO 24617-1, Guidelines of TempEval-3): ISO 8601 with `X` for what is not known, `SU`, `Q3`,
//! `TMO` and the like.

use super::calendar::{self, Days, Unit, days, shift};
use super::expression::{Edge, Expression, From, clock_mark};
use super::named::{choose_year, feast, named_month, narrative_day, nearest, season, weekday};
use super::tables::Tables;
use jiff::civil::Date;
use parallax_model::{Precision, Tense};

/// What an expression is seen from.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Anchor {
    /// Day of publication.
    pub publication: Option<Date>,
    /// The days the text last spoke of.
    pub narrative: Option<Days>,
    /// The year the text is speaking of, where it has named one that is not the publication's.
    pub year: Option<i16>,
    /// Tense of the verb the expression stands with.
    pub tense: Tense,
}

/// A normalised expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Normal {
    /// TIMEX3 type.
    pub kind: &'static str,
    /// TIMEX3 value.
    pub value: String,
    /// The days, where they can be known.
    pub days: Option<Days>,
    /// Whether the day of publication went into it.
    pub relative: bool,
}

impl Normal {
    pub(super) fn date(value: impl Into<String>, days: Option<Days>, relative: bool) -> Normal {
        Normal { kind: "DATE", value: value.into(), days, relative }
    }
    pub(super) fn unknown(value: impl Into<String>) -> Normal {
        Normal::date(value, None, true)
    }
}

/// The value of `expression` seen from `anchor`.
pub fn normalise(expression: &Expression, anchor: &Anchor) -> Normal {
    match expression {
        Expression::Nothing => Normal::unknown(""),
        Expression::Calendar { year, month, day, .. } => calendar_date(*year, *month, *day, anchor),
        Expression::Range(a, b) => range(a, b, anchor),
        Expression::Nearest(inner, which) => nearest(inner, *which, anchor),
        Expression::Within(inner, n, from) => {
            let seen_from = match from {
                From::Publication => anchor.publication,
                From::Narrative => anchor.narrative.map(|days| days.start),
            };
            let year = seen_from.and_then(|date| shift(date, Unit::Year, *n));
            match (&**inner, year) {
                (Expression::Calendar { month, day, .. }, Some(date)) => {
                    Normal { relative: true, ..calendar_date(Some(date.year()), *month, *day, anchor) }
                }
                (Expression::Month(month, _), Some(date)) => {
                    Normal { relative: true, ..calendar_date(Some(date.year()), Some(*month), None, anchor) }
                }
                (Expression::Season(code, ..), Some(date)) => {
                    let days = calendar::season(date.year(), code);
                    Normal::date(format!("{:04}-{code}", date.year()), days, true)
                }
                _ => normalise(inner, &Anchor { publication: None, ..*anchor }),
            }
        }
        Expression::Weekday(n, which) => weekday(*n, *which, anchor),
        Expression::Month(month, which) => named_month(*month, *which, anchor),
        Expression::Season(code, year, which) => season(code, *year, *which, anchor),
        Expression::Quarter(n, year) => {
            let known = year.or_else(|| {
                let publication = anchor.publication?;
                let this = calendar::quarter(publication.year(), *n)?;
                let ahead = this.start > publication && anchor.tense != Tense::Future;
                Some(publication.year() - i16::from(ahead))
            });
            let value = known.map_or_else(|| format!("XXXX-Q{n}"), |year| format!("{year:04}-Q{n}"));
            Normal::date(value, known.and_then(|year| calendar::quarter(year, *n)), year.is_none())
        }
        Expression::Half(n, year) => {
            let half = calendar::quarter(*year, n * 2 - 1).zip(calendar::quarter(*year, n * 2));
            let days = half.map(|(a, b)| Days::span(a.start, b.end, Precision::Season));
            Normal::date(format!("{year:04}-H{n}"), days, false)
        }
        Expression::Decade(first) => {
            // "the 90s" are the last nineties that have begun.
            let (first, relative) = match (*first, anchor.publication) {
                (short @ 0..=99, Some(publication)) => {
                    let this = publication.year() / 100 * 100 + short;
                    (if this > publication.year() { this - 100 } else { this }, true)
                }
                (short @ 0..=99, None) => (if short < 30 { 2000 + short } else { 1900 + short }, true),
                (full, _) => (full, false),
            };
            Normal::date(format!("{:03}", first / 10), calendar::years(first, 10), relative)
        }
        Expression::Century(n) if *n > 0 => {
            Normal::date(format!("{:02}", n - 1), calendar::years((n - 1) * 100, 100), false)
        }
        Expression::Century(n) => Normal::date(format!("BC{:02}", -n - 1), calendar::years(n * 100 + 1, 100), false),
        Expression::Feast(row, year, which) => feast(*row, *year, *which, anchor),
        Expression::Period(row) => period(*row),
        Expression::Shift { unit, n, from, fine } => shifted(*unit, *n, *from, *fine, anchor),
        Expression::Span { unit, n, sign } => spanned(*unit, *n, *sign, anchor),
        Expression::Offset { unit, n, .. } => {
            Normal { kind: "DURATION", value: length(&[(*n, *unit)], false), days: None, relative: false }
        }
        Expression::Edge(edge, inner) => edged(*edge, inner, anchor),
        Expression::Part(code, day) => timed(day.as_deref(), code, anchor),
        Expression::Clock { minutes, fine, zone, day } => {
            let clock =
                if *fine { format!("{:02}:{:02}", minutes / 60, minutes % 60) } else { format!("{:02}", minutes / 60) };
            let zone = match zone.as_deref() {
                Some("+00:00") => "Z",
                Some(zone) => zone,
                None => "",
            };
            timed(day.as_deref(), &format!("{clock}{zone}"), anchor)
        }
        Expression::Duration(parts, half) => {
            Normal { kind: "DURATION", value: length(parts, *half), days: None, relative: false }
        }
        Expression::Set(value) => Normal { kind: "SET", value: value.clone(), days: None, relative: false },
        Expression::Reference(value) => Normal { relative: true, ..Normal::date(*value, None, true) },
    }
}

/// A date given by its parts.
pub(super) fn calendar_date(year: Option<i16>, month: Option<i8>, day: Option<i8>, anchor: &Anchor) -> Normal {
    let known = |year: i16| match (month, day) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok().map(Days::day),
        (Some(month), None) => calendar::month(year, month),
        _ => calendar::year(year),
    };
    let rest = match (month, day) {
        (Some(month), Some(day)) => format!("-{month:02}-{day:02}"),
        (Some(month), None) => format!("-{month:02}"),
        (None, Some(day)) => format!("-XX-{day:02}"),
        _ => String::new(),
    };
    if let Some(year) = year {
        let written = if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - year) };
        return Normal::date(written + &rest, known(year), false);
    }
    if month.is_none() {
        // "Friday the 13th", "the 5th": the month is not said.
        return Normal::unknown(format!("XXXX{rest}"));
    }
    match choose_year(&known, anchor) {
        Some(days) => Normal::date(format!("{:04}{rest}", days.start.year()), Some(days), true),
        None => Normal::unknown(format!("XXXX{rest}")),
    }
}

fn range(a: &Expression, b: &Expression, anchor: &Anchor) -> Normal {
    let (a, b) = (normalise(a, anchor), normalise(b, anchor));
    let days = a.days.zip(b.days).map(|(a, b)| Days::span(a.start, b.end, Precision::Span));
    Normal::date(format!("{}/{}", a.value, b.value), days, a.relative)
}

/// First and last day of a date written as year, month or day, possibly before Christ.
pub fn written(date: &str) -> Option<Days> {
    let (sign, rest) = date.strip_prefix('-').map_or((1, date), |rest| (-1, rest));
    let parts: Vec<&str> = rest.split('-').collect();
    let year = parts.first()?.parse::<i16>().ok()? * sign;
    match (parts.get(1).and_then(|m| m.parse().ok()), parts.get(2).and_then(|d| d.parse().ok())) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok().map(Days::day),
        (Some(month), None) => calendar::month(year, month),
        _ => calendar::year(year),
    }
}

fn period(row: usize) -> Normal {
    let Some((from, to)) = Tables::get().periods.get(row) else { return Normal::unknown("") };
    let days = written(from).zip(written(to)).map(|(a, b)| Days::span(a.start, b.end, Precision::Span));
    let value = if from == to { from.clone() } else { format!("{from}/{to}") };
    Normal::date(value, days, false)
}

/// So many units from the publication or the narrative's day.
fn shifted(unit: Unit, n: Option<i64>, from: From, fine: bool, anchor: &Anchor) -> Normal {
    let base = match from {
        From::Publication => anchor.publication,
        From::Narrative => anchor.narrative.filter(|days| coarse_enough(days, unit)).map(|days| days.start),
    };
    let relative = from == From::Publication;
    let kind = if unit.is_clock() { "TIME" } else { "DATE" };
    let Some(base) = base else {
        let value = match (n, from) {
            (_, From::Narrative) => "XXXX-XX-XX".to_string(),
            (Some(n), _) if n < 0 => "PAST_REF".to_string(),
            (None, _) => "PAST_REF".to_string(),
            (Some(0), _) => "PRESENT_REF".to_string(),
            _ => "FUTURE_REF".to_string(),
        };
        return Normal { kind, ..Normal::unknown(value) };
    };
    let Some(n) = n else {
        // "years ago": before today, nobody knows when.
        return Normal::unknown(if fine { "PAST_REF" } else { "FUTURE_REF" });
    };
    let Some(mut date) = shift(base, unit, n) else { return Normal::unknown("") };
    // "this weekend was …", written early in a week, is the one just over.
    if unit == Unit::Weekend && n == 0 && anchor.tense == Tense::Past && base.weekday().to_monday_zero_offset() < 4 {
        date = days(date, -7);
    }
    // "a decade ago" names a year.
    let unit = if unit == Unit::Decade && fine { Unit::Year } else { unit };
    let whole = calendar::unit_around(date, unit);
    let days_of = match unit {
        // "two weeks ago" leaves some days to either side.
        Unit::Week | Unit::Fortnight if fine => Some(Days::span(days(date, -3), days(date, 3), Precision::Week)),
        _ => whole,
    };
    let value = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => format!("{base}TXX"),
        Unit::Day => date.to_string(),
        Unit::Weekend => format!("{}-WE", iso_week(date)),
        Unit::Week | Unit::Fortnight => iso_week(date),
        Unit::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Unit::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
        Unit::Year => format!("{:04}", date.year()),
        Unit::Decade => format!("{:03}", date.year() / 10),
        Unit::Century => format!("{:02}", date.year() / 100),
        Unit::Millennium => format!("{:01}", date.year() / 1000),
    };
    Normal { kind, value, days: days_of, relative }
}

/// Whether shifting by a unit says something of days so fine: "a day later" than a year says nothing.
fn coarse_enough(days: &Days, unit: Unit) -> bool {
    match days.precision {
        Precision::Day => true,
        Precision::Week => unit >= Unit::Week,
        Precision::Month | Precision::Season => unit >= Unit::Month,
        _ => unit >= Unit::Year,
    }
}

fn iso_week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// "the past three years", "the coming months".
fn spanned(unit: Unit, n: Option<i64>, sign: i64, anchor: &Anchor) -> Normal {
    // An uncounted plural ("recent weeks") is taken for a handful.
    let reach = n.unwrap_or(6) * sign;
    let days = anchor.publication.and_then(|date| {
        let far = shift(date, unit, reach)?;
        Some(Days::span(far.min(date), far.max(date), Precision::Span))
    });
    Normal { kind: "DURATION", value: length(&[(n, unit)], false), days, relative: true }
}

/// A TIMEX3 duration.
fn length(parts: &[(Option<i64>, Unit)], half: bool) -> String {
    if half && let [(Some(1), unit)] = parts {
        return match unit {
            Unit::Year => "P6M".to_string(),
            Unit::Hour => "PT30M".to_string(),
            Unit::Decade => "P5Y".to_string(),
            Unit::Century => "P50Y".to_string(),
            _ => format!("P{}0.5{}", clock_mark(*unit), unit.letter().1),
        };
    }
    let mut value = "P".to_string();
    let mut clock = false;
    for (n, unit) in parts {
        let (each, letter) = unit.letter();
        if unit.is_clock() && !clock {
            value.push('T');
            clock = true;
        }
        match n {
            Some(n) => value.push_str(&format!("{}{letter}", n * each)),
            None => value.push_str(&format!("X{letter}")),
        }
    }
    value
}

/// A part of a stretch: thirds for early, mid and late.
fn edged(edge: Edge, inner: &Expression, anchor: &Anchor) -> Normal {
    let whole = normalise(inner, anchor);
    let Some(outer) = whole.days else { return whole };
    let length = calendar::between(outer.start, outer.end) + 1;
    let third = |k: i64| days(outer.start, length * k / 3);
    let tenth = |k: i64| days(outer.start, length * k / 10);
    let (start, end) = match edge {
        Edge::Early => (outer.start, days(third(1), -1)),
        Edge::Middle => (third(1), days(third(2), -1)),
        Edge::Late => (third(2), outer.end),
        Edge::Start => (outer.start, tenth(2)),
        Edge::End => (tenth(8), outer.end),
        Edge::FirstHalf => (outer.start, days(outer.start, length / 2 - 1)),
        Edge::SecondHalf => (days(outer.start, length / 2), outer.end),
        Edge::Sofar => (outer.start, anchor.publication.unwrap_or(outer.end).min(outer.end)),
        Edge::Still => (anchor.publication.unwrap_or(outer.start).max(outer.start), outer.end),
    };
    let precision = match (outer.precision, edge) {
        (Precision::Day, _) => Precision::Day,
        (Precision::Month, _) => Precision::Week,
        (Precision::Year, _) => Precision::Season,
        _ => Precision::Span,
    };
    let inside = if length < 3 { outer } else { Days::span(start, end, precision) };
    Normal { days: Some(inside), ..whole }
}

/// A time of day, on its day where that is known.
fn timed(day: Option<&Expression>, clock: &str, anchor: &Anchor) -> Normal {
    let day = day.map(|day| normalise(day, anchor));
    let (value, found, relative) = match day {
        Some(Normal { value, days, relative, .. }) => (value, days, relative),
        // A time without a day belongs to the narrative's day in the value; it tells no day of its own.
        None => match narrative_day(anchor) {
            Some(date) => (date.to_string(), None, false),
            None => ("XXXX-XX-XX".to_string(), None, true),
        },
    };
    Normal { kind: "TIME", value: format!("{value}T{clock}"), days: found, relative }
}
