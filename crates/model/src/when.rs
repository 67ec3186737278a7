//! Days and spans of days.

use jiff::civil::Date;

/// How fine a date is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Precision {
    /// One day.
    Day,
    /// Some days within a week or so.
    Week,
    /// One month.
    Month,
    /// A quarter, a half-year or a season.
    Season,
    /// One year.
    Year,
    /// Any other span.
    Span,
}

impl Precision {
    /// Its name in the formats ("day").
    pub fn name(self) -> &'static str {
        ["day", "week", "month", "season", "year", "span"][self as usize]
    }
}

/// The days on which something happened: from `start` to `end`, both included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct When {
    /// First possible day.
    pub start: Date,
    /// Last possible day.
    pub end: Date,
    /// How fine it is known.
    pub precision: Precision,
    /// Whether a step of reasoning, not the report's own words or its given publication date, led to it.
    pub inferred: bool,
}
