//! Calendar arithmetic: shifts that never fail, weeks, months, feasts.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Duration, ToSpan};
use parallax_model::Precision;

/// A stretch of days, both ends included, and how fine it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How fine.
    pub precision: Precision,
}

impl Days {
    /// One day.
    pub fn day(date: Date) -> Days {
        Days { start: date, end: date, precision: Precision::Day }
    }
    /// From `start` to `end`; the ends are swapped where they come in the wrong order.
    pub fn span(start: Date, end: Date, precision: Precision) -> Days {
        Days { start: start.min(end), end: start.max(end), precision }
    }
}

/// Units that time is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    /// The unit of that name in `words.tsv`.
    pub fn named(name: &str) -> Option<Unit> {
        use Unit::*;
        [Second, Minute, Hour, Day, Weekend, Week, Fortnight, Month, Quarter, Year, Decade, Century, Millennium]
            .into_iter()
            .find(|unit| format!("{unit:?}").eq_ignore_ascii_case(name))
    }
    /// Number of TIMEX3's base units and their letter ("2" and "W" for a fortnight).
    pub fn letter(self) -> (i64, &'static str) {
        match self {
            Unit::Second => (1, "S"),
            Unit::Minute => (1, "M"),
            Unit::Hour => (1, "H"),
            Unit::Day => (1, "D"),
            Unit::Weekend => (1, "WE"),
            Unit::Week => (1, "W"),
            Unit::Fortnight => (2, "W"),
            Unit::Month => (1, "M"),
            Unit::Quarter => (1, "Q"),
            Unit::Year => (1, "Y"),
            Unit::Decade => (1, "DE"),
            Unit::Century => (1, "CE"),
            Unit::Millennium => (1, "ML"),
        }
    }
    /// Whether it is shorter than a day.
    pub fn is_clock(self) -> bool {
        self < Unit::Day
    }
}

/// `date` moved by `n` units; `None` outside the years −9999 to 9999.
pub fn shift(date: Date, unit: Unit, n: i64) -> Option<Date> {
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
        Unit::Day => Duration::new().try_days(n).ok()?,
        Unit::Weekend | Unit::Week => Duration::new().try_weeks(n).ok()?,
        Unit::Fortnight => Duration::new().try_weeks(n.checked_mul(2)?).ok()?,
        Unit::Month => Duration::new().try_months(n).ok()?,
        Unit::Quarter => Duration::new().try_months(n.checked_mul(3)?).ok()?,
        Unit::Year => Duration::new().try_years(n).ok()?,
        Unit::Decade => Duration::new().try_years(n.checked_mul(10)?).ok()?,
        Unit::Century => Duration::new().try_years(n.checked_mul(100)?).ok()?,
        Unit::Millennium => Duration::new().try_years(n.checked_mul(1000)?).ok()?,
    };
    date.checked_add(span).ok()
}

/// `date` moved by `n` days, staying where the calendar ends.
pub fn days(date: Date, n: i64) -> Date {
    shift(date, Unit::Day, n).unwrap_or(date)
}

/// Days from `a` to `b` (negative when `b` is earlier).
pub fn between(a: Date, b: Date) -> i64 {
    a.until(b).map_or(0, |span| i64::from(span.get_days()))
}

/// The calendar unit of that kind that holds `date`; weeks begin on Monday (ISO 8601).
pub fn unit_around(date: Date, unit: Unit) -> Option<Days> {
    let monday = days(date, -i64::from(date.weekday().to_monday_zero_offset()));
    Some(match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Days::day(date),
        Unit::Weekend => Days::span(days(monday, 5), days(monday, 6), Precision::Week),
        Unit::Week => Days::span(monday, days(monday, 6), Precision::Week),
        Unit::Fortnight => Days::span(monday, days(monday, 13), Precision::Span),
        Unit::Month => month(date.year(), date.month())?,
        Unit::Quarter => quarter(date.year(), (date.month() - 1) / 3 + 1)?,
        Unit::Year => year(date.year())?,
        Unit::Decade => years(date.year().div_euclid(10) * 10, 10)?,
        Unit::Century => years(date.year().div_euclid(100) * 100, 100)?,
        Unit::Millennium => years(date.year().div_euclid(1000) * 1000, 1000)?,
    })
}

/// A month.
pub fn month(year: i16, month: i8) -> Option<Days> {
    let start = Date::new(year, month, 1).ok()?;
    Some(Days { start, end: start.last_of_month(), precision: Precision::Month })
}

/// A quarter, 1 to 4.
pub fn quarter(year: i16, n: i8) -> Option<Days> {
    let first = month(year, n * 3 - 2)?;
    Some(Days { start: first.start, end: month(year, n * 3)?.end, precision: Precision::Season })
}

/// A year.
pub fn year(year: i16) -> Option<Days> {
    Some(Days { precision: Precision::Year, ..years(year, 1)? })
}

/// `n` years from `first`.
pub fn years(first: i16, n: i16) -> Option<Days> {
    let last = first.checked_add(n.checked_sub(1)?)?;
    Some(Days { start: Date::new(first, 1, 1).ok()?, end: Date::new(last, 12, 31).ok()?, precision: Precision::Span })
}

/// A season by its TIMEX3 code, in whole months as the northern hemisphere's news reckons them; a winter belongs to the
/// year it begins in.
pub fn season(first: i16, code: &str) -> Option<Days> {
    let (from, to) = match code {
        "SP" => ((first, 3), (first, 5)),
        "SU" => ((first, 6), (first, 8)),
        "FA" => ((first, 9), (first, 11)),
        "WI" => ((first, 12), (first.checked_add(1)?, 2)),
        _ => return None,
    };
    Some(Days { start: month(from.0, from.1)?.start, end: month(to.0, to.1)?.end, precision: Precision::Season })
}

/// The nearest `weekday` to `date` in the direction: `Back` and `On` may be `date` itself, `Before` and `After` not.
pub fn weekday(date: Date, weekday: Weekday, direction: Direction) -> Date {
    let ahead = i64::from(date.weekday().until(weekday));
    match direction {
        Direction::Back => days(date, if ahead == 0 { 0 } else { ahead - 7 }),
        Direction::Before => days(date, ahead - 7),
        Direction::On => days(date, ahead),
        Direction::After => days(date, if ahead == 0 { 7 } else { ahead }),
        Direction::Week => {
            days(date, i64::from(weekday.to_monday_zero_offset()) - i64::from(date.weekday().to_monday_zero_offset()))
        }
    }
}

/// Where to look for a weekday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// On or before.
    Back,
    /// Strictly before.
    Before,
    /// On or after.
    On,
    /// Strictly after.
    After,
    /// In the same ISO week.
    Week,
}

/// How a feast's day is found: one row of `data/time/holidays.tsv`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Feast {
    /// The same day every year.
    Fixed(i8, i8),
    /// So many days after Western Easter Sunday.
    Easter(i64),
    /// So many days after Orthodox Easter Sunday.
    Orthodox(i64),
    /// The nth weekday of a month; −1 the last.
    Nth(i8, i8, i8),
    /// A day of the tabular Islamic calendar.
    Islamic(i64, i64),
    /// The Lunar New Year.
    Lunar,
}

impl Feast {
    /// Its first day in `year`.
    pub fn day(self, year: i16) -> Option<Date> {
        match self {
            Feast::Fixed(m, d) => Date::new(year, m, d).ok(),
            Feast::Easter(offset) => Some(days(easter(year)?, offset)),
            Feast::Orthodox(offset) => Some(days(orthodox_easter(year)?, offset)),
            Feast::Nth(m, n, weekday) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, m, 1).ok()?.nth_weekday_of_month(n, weekday).ok()
            }
            Feast::Islamic(m, d) => islamic(year, m, d),
            Feast::Lunar => lunar_new_year(year),
        }
    }
}

/// Western Easter Sunday: the anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, ch. 8).
pub fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let p = (h + l - 7 * m + 33 * n + 19) % 32;
    Date::new(year, i8::try_from(n).ok()?, i8::try_from(p).ok()?).ok()
}

/// Orthodox Easter Sunday (Meeus's Julian computus), given in the Gregorian calendar of 1900 to 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let n = d + e + 114;
    let julian = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    Some(days(julian, 13))
}

/// A day of the tabular Islamic calendar (30-year cycle, civil epoch of 16 July 622 Julian = 19 July Gregorian) in a
/// Gregorian year; the first of two where the year holds two. Sighting of the moon may move it by a day.
fn islamic(year: i16, month: i64, day: i64) -> Option<Date> {
    let epoch = Date::new(622, 7, 19).ok()?;
    let guess = (i64::from(year) - 622) * 33 / 32;
    (guess - 1..=guess + 2).find_map(|h| {
        let n = day - 1 + (59 * (month - 1) + 1) / 2 + (h - 1) * 354 + (3 + 11 * h) / 30;
        Some(days(epoch, n)).filter(|date| date.year() == year)
    })
}

/// The new moon between 21 January and 20 February, from the mean lunation (±1 day).
fn lunar_new_year(year: i16) -> Option<Date> {
    // Mean new moon of 6 January 2000, 18:14 UTC, and the synodic month, in China's day.
    let (epoch, synodic) = (Date::new(2000, 1, 6).ok()?, 29.530_588_861_f64);
    let first = Date::new(year, 1, 21).ok()?;
    let since = between(epoch, first) as f64 - 0.76 - 1.0 / 3.0;
    let n = (since / synodic).ceil();
    Some(days(epoch, (n * synodic + 0.76 + 1.0 / 3.0).floor() as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn feasts() {
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(easter(2025), Some(date(2025, 4, 20)));
        assert_eq!(orthodox_easter(2024), Some(date(2024, 5, 5)));
        assert_eq!(Feast::Nth(11, 4, 4).day(2023), Some(date(2023, 11, 23)));
        assert_eq!(Feast::Nth(5, -1, 1).day(2024), Some(date(2024, 5, 27)));
        assert!(between(date(2024, 3, 11), Feast::Islamic(9, 1).day(2024).unwrap()).abs() <= 1);
        assert!(between(date(2025, 3, 31), Feast::Islamic(10, 1).day(2025).unwrap()).abs() <= 1);
        assert!(between(date(2024, 2, 10), Feast::Lunar.day(2024).unwrap()).abs() <= 1);
        assert!(between(date(2023, 1, 22), Feast::Lunar.day(2023).unwrap()).abs() <= 1);
    }

    #[test]
    fn weekdays() {
        let tuesday = date(2025, 7, 1);
        assert_eq!(weekday(tuesday, Weekday::Tuesday, Direction::Back), tuesday);
        assert_eq!(weekday(tuesday, Weekday::Tuesday, Direction::Before), date(2025, 6, 24));
        assert_eq!(weekday(tuesday, Weekday::Monday, Direction::Back), date(2025, 6, 30));
        assert_eq!(weekday(tuesday, Weekday::Friday, Direction::On), date(2025, 7, 4));
        assert_eq!(weekday(tuesday, Weekday::Tuesday, Direction::After), date(2025, 7, 8));
        assert_eq!(weekday(tuesday, Weekday::Sunday, Direction::Week), date(2025, 7, 6));
    }
}
