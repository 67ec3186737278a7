//! The days that names of weekdays, months, seasons, feasts and periods mean, and the year of what is named without one.

use super::calendar::{self, Days, Direction, days};
use super::expression::{Expression, Which};
use super::normalise::{Anchor, Normal, calendar_date, normalise};
use super::tables::Tables;
use jiff::civil::{Date, Weekday};
use parallax_model::{Precision, Tense};

/// Days back that a date under a future verb may lie: the verb tells of a stretch that has begun.
const JUST_BEGUN: i64 = 10;
/// Days ahead from which the coming date of that name is too far to be meant instead.
const FAR_AHEAD: i64 = 300;

/// The year of a month or day named without one: that of the narrative, the coming one under a future verb, else the
/// latest that is not after the publication (by more than a day: papers carry tomorrow's date).
pub(super) fn choose_year(known: &dyn Fn(i16) -> Option<Days>, anchor: &Anchor) -> Option<Days> {
    if let Some(days) = anchor.year.and_then(known) {
        return Some(days);
    }
    let publication = anchor.publication?;
    let years = (-4..=4).filter_map(|n: i16| known(publication.year().checked_add(n)?));
    match anchor.tense {
        Tense::Future => {
            let all: Vec<Days> = years.collect();
            let ahead = all.iter().find(|days| days.end >= publication).copied();
            // "is to run from 3 to 30 May", said on the 5th: what began just now is nearer than next year's.
            let begun = all.iter().rfind(|days| days.end < publication).copied();
            let near = begun.filter(|days| calendar::between(days.end, publication) <= JUST_BEGUN);
            near.filter(|_| ahead.is_none_or(|days| calendar::between(publication, days.start) > FAR_AHEAD)).or(ahead)
        }
        Tense::Past => years.filter(|days| days.start <= calendar::days(publication, 1)).last(),
        // Without a tense the nearer year, the past one unless the day is close ahead.
        _ => {
            let all: Vec<Days> = years.collect();
            let past = all.iter().rfind(|days| days.start <= calendar::days(publication, 1)).copied();
            let ahead = all.iter().find(|days| days.start > publication).copied();
            match (past, ahead) {
                (Some(past), Some(ahead)) => {
                    let (back, forth) =
                        (calendar::between(past.end, publication), calendar::between(publication, ahead.start));
                    Some(if forth < 45 && back > 120 { ahead } else { past })
                }
                (past, ahead) => past.or(ahead),
            }
        }
    }
}

/// "12 October last", "1 February next": in a text that keeps to a time long past, seen from the day it last spoke of.
pub(super) fn nearest(inner: &Expression, which: Which, anchor: &Anchor) -> Normal {
    let told = anchor.narrative.filter(|_| anchor.year.is_some()).map(|days| days.start);
    let seen_from = told.or(anchor.publication);
    let (Expression::Calendar { month, day, .. }, Some(date)) = (inner, seen_from) else {
        return normalise(inner, anchor);
    };
    let in_year = |year: i16| calendar_date(Some(year), *month, *day, anchor);
    let fits = |normal: &Normal| {
        normal.days.is_some_and(|days| if which == Which::Last { days.end < date } else { days.start > date })
    };
    let mut years = (date.year().saturating_sub(1)..=date.year().saturating_add(1)).map(in_year).filter(fits);
    let found = if which == Which::Last { years.next_back() } else { years.next() };
    found.map_or_else(|| normalise(inner, anchor), |normal| Normal { relative: true, ..normal })
}

/// The day a weekday's name means.
pub(super) fn weekday(n: i8, which: Which, anchor: &Anchor) -> Normal {
    let Ok(name) = Weekday::from_monday_one_offset(n) else { return Normal::unknown("XXXX-WXX") };
    let unknown = || Normal::unknown(format!("XXXX-WXX-{n}"));
    let seen_from =
        if matches!(which, Which::Before | Which::After) { narrative_day(anchor) } else { anchor.publication };
    let Some(date) = seen_from else { return unknown() };
    let day = match (which, anchor.tense) {
        (Which::Last | Which::Before, _) => calendar::weekday(date, name, Direction::Before),
        (Which::Next | Which::After, _) => calendar::weekday(date, name, Direction::After),
        (Which::Coming, _) => calendar::weekday(date, name, Direction::On),
        (Which::LastWeek, _) => calendar::weekday(days(date, -7), name, Direction::Week),
        (Which::NextWeek, _) => calendar::weekday(days(date, 7), name, Direction::Week),
        (Which::This, Tense::Past) | (Which::Plain, Tense::Past | Tense::Present | Tense::None) => {
            calendar::weekday(date, name, Direction::Back)
        }
        (Which::This | Which::Plain, Tense::Future) => calendar::weekday(date, name, Direction::On),
        (Which::This, _) => calendar::weekday(date, name, Direction::Week),
    };
    Normal::date(day.to_string(), Some(Days::day(day)), true)
}

pub(super) fn named_month(month: i8, which: Which, anchor: &Anchor) -> Normal {
    if let (Which::Before | Which::After, Some(told)) = (which, anchor.narrative) {
        let date = told.start;
        let year = match which {
            Which::Before => date.year() - i16::from(month >= date.month()),
            _ => date.year() + i16::from(month <= date.month()),
        };
        return calendar_date(Some(year), Some(month), None, anchor);
    }
    let Some(date) = anchor.publication.filter(|_| which != Which::Plain) else {
        return calendar_date(None, Some(month), None, anchor);
    };
    let year = match which {
        // "last June", said in June, is a year back.
        Which::Last => date.year() - i16::from(month >= date.month()),
        Which::Next | Which::Coming => date.year() + i16::from(month <= date.month()),
        _ => date.year(),
    };
    Normal { relative: true, ..calendar_date(Some(year), Some(month), None, anchor) }
}

pub(super) fn season(code: &str, year: Option<i16>, which: Which, anchor: &Anchor) -> Normal {
    let known = |year: i16| calendar::season(year, code);
    let told = anchor.narrative.filter(|_| matches!(which, Which::Before | Which::After));
    let days = match (year, anchor.publication) {
        _ if told.is_some() => told.and_then(|told| {
            let mut near = (told.start.year() - 1..=told.start.year() + 1).filter_map(known);
            if which == Which::After {
                near.into_iter().find(|days| days.start > told.start)
            } else {
                near.rfind(|days| days.end < told.start)
            }
        }),
        // The winter of a year is the one that ends in it where the publication has not seen the other.
        (Some(year), _) => known(year),
        (None, None) => anchor.year.and_then(known),
        (None, Some(date)) => match which {
            Which::Plain => choose_year(&known, anchor),
            Which::Last => (date.year() - 2..=date.year()).filter_map(known).rfind(|days| days.end < date),
            Which::Next | Which::Coming => {
                (date.year()..=date.year() + 1).filter_map(known).find(|days| days.start > date)
            }
            _ => (date.year() - 1..=date.year()).filter_map(known).find(|days| days.end >= date),
        },
    };
    match days {
        Some(days) => Normal::date(format!("{:04}-{code}", days.start.year()), Some(days), year.is_none()),
        None => Normal::unknown(format!("XXXX-{code}")),
    }
}

pub(super) fn feast(row: usize, year: Option<i16>, which: Which, anchor: &Anchor) -> Normal {
    let Some(&(feast, length)) = Tables::get().feasts.get(row) else { return Normal::unknown("") };
    let known = |year: i16| {
        let start = feast.day(year)?;
        let precision = if length == 1 { Precision::Day } else { Precision::Span };
        Some(Days { start, end: days(start, length - 1), precision })
    };
    let days = match (year, anchor.publication, which) {
        (Some(year), ..) => known(year),
        (None, Some(date), Which::Last) => {
            (date.year() - 2..=date.year()).filter_map(known).rfind(|days| days.end < date)
        }
        (None, Some(date), Which::Next | Which::Coming) => {
            (date.year()..=date.year() + 1).filter_map(known).find(|days| days.start > date)
        }
        (None, Some(date), Which::This) => known(date.year()),
        _ => choose_year(&known, anchor),
    };
    match days {
        Some(days) => Normal::date(days.start.to_string(), Some(days), year.is_none()),
        None => Normal::unknown("XXXX-XX-XX"),
    }
}

pub(super) fn narrative_day(anchor: &Anchor) -> Option<Date> {
    anchor.narrative.filter(|days| days.start == days.end).map(|days| days.start)
}
