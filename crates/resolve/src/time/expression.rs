//! What a time expression means before anything is known of the day it was written on.

use super::calendar::Unit;
use super::rules::{Captures, Value};

/// A time expression's meaning.
#[derive(Clone, PartialEq, Debug)]
pub enum Expression {
    /// Swallowed: looks like a time and is none.
    Nothing,
    /// A year, month, day, as far as given; the weekday only confirms.
    Calendar { year: Option<i16>, month: Option<i8>, day: Option<i8>, weekday: Option<i8> },
    /// Days or months from … to.
    Range(Box<Expression>, Box<Expression>),
    /// A month or day of the year so many years from the anchor's.
    Within(Box<Expression>, i64, From),
    /// A month or day, the last before the anchor or the next after it: "12 October last".
    Nearest(Box<Expression>, Which),
    /// A weekday.
    Weekday(i8, Which),
    /// A month by name alone.
    Month(i8, Which),
    /// A season (TIMEX3 code).
    Season(String, Option<i16>, Which),
    /// A quarter of a year.
    Quarter(i8, Option<i16>),
    /// A half of a year.
    Half(i8, i16),
    /// Ten years from; of an unnamed century when below 100.
    Decade(i16),
    /// A century, counted; negative before Christ.
    Century(i16),
    /// A feast, by row.
    Feast(usize, Option<i16>, Which),
    /// A named period, by row.
    Period(usize),
    /// So many units from the anchor; `None` for an uncounted number.
    Shift { unit: Unit, n: Option<i64>, from: From, fine: bool },
    /// A stretch of so many units that ends (`sign` −1) or begins (+1) at the anchor.
    Span { unit: Unit, n: Option<i64>, sign: i64 },
    /// So many units before (−1) or after (+1) what the next words tell.
    Offset { unit: Unit, n: Option<i64>, sign: i64 },
    /// A part of another expression.
    Edge(Edge, Box<Expression>),
    /// A part of the day (TIMEX3 code).
    Part(String, Option<Box<Expression>>),
    /// A time of day, minutes after midnight, with its zone.
    Clock { minutes: i64, fine: bool, zone: Option<String>, day: Option<Box<Expression>> },
    /// A length of time.
    Duration(Vec<(Option<i64>, Unit)>, bool),
    /// A repeated time, as a TIMEX3 value.
    Set(String),
    /// PRESENT_REF, PAST_REF or FUTURE_REF.
    Reference(&'static str),
}

impl Expression {
    /// Whether it gives a day with its month and year, which no anchor can change.
    pub fn is_spelled_out(&self) -> bool {
        match self {
            Expression::Calendar { year, month, day, .. } => year.is_some() && month.is_some() && day.is_some(),
            Expression::Clock { day: Some(day), .. } | Expression::Part(_, Some(day)) => day.is_spelled_out(),
            _ => false,
        }
    }
}

/// Which of several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Which {
    Plain,
    Last,
    This,
    Next,
    Coming,
    LastWeek,
    NextWeek,
    /// Before the narrative's day.
    Before,
    /// After the narrative's day.
    After,
}

/// What a shift counts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// The day of publication.
    Publication,
    /// The day the narrative last spoke of.
    Narrative,
}

/// Which part of a stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Edge {
    Early,
    Middle,
    Late,
    Start,
    End,
    FirstHalf,
    SecondHalf,
    /// "earlier this week": from its start to the anchor.
    Sofar,
    /// "later this week": from the anchor to its end.
    Still,
}

/// The TIMEX3 types, and expressions that grammar may build on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Kind {
    Date,
    Time,
    Duration,
    Set,
    /// PRESENT_REF and the like: a DATE nothing is built on.
    Reference,
    None,
}

impl Expression {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Expression::Nothing => Kind::None,
            Expression::Part(..) | Expression::Clock { .. } => Kind::Time,
            Expression::Edge(_, inner) => inner.kind(),
            Expression::Shift { unit, .. } | Expression::Offset { unit, .. } if unit.is_clock() => Kind::Time,
            Expression::Duration(..) | Expression::Span { .. } => Kind::Duration,
            Expression::Set(_) => Kind::Set,
            Expression::Reference(_) => Kind::Reference,
            _ => Kind::Date,
        }
    }
}

/// The meaning of a match: an operation of the grammar applied to what was captured. `None` where the values do not fit.
pub fn build(operation: &str, captures: &Captures) -> Option<Expression> {
    let int = |key: &str| match captures.get(key) {
        Some(Value::Int(n)) => Some(*n),
        _ => None,
    };
    let code = |key: &str| match captures.get(key) {
        Some(Value::Code(code)) => Some(code.as_str()),
        _ => None,
    };
    let node = |key: &str| match captures.get(key) {
        Some(Value::Node(node)) => Some(node.clone()),
        _ => None,
    };
    let small = |key: &str| int(key).and_then(|n| i8::try_from(n).ok());
    let year = |key: &str| int(key).and_then(|n| i16::try_from(n).ok());
    let unit = |key: &str| code(key).and_then(Unit::named);
    let which = which(code("which"));
    // "several" is a count nobody gave.
    let count = || match captures.get("n") {
        Some(Value::Int(n)) => Some(Some(*n)),
        Some(Value::Some) => Some(None),
        _ => None,
    };
    Some(match operation {
        "none" => Expression::Nothing,
        "calendar" => {
            let day = small("day").or(small("ord"));
            if day.is_some_and(|day| !(1..=31).contains(&day)) {
                return None;
            }
            let short = int("yy").and_then(|yy| i16::try_from(if yy < 40 { 2000 + yy } else { 1900 + yy }).ok());
            Expression::Calendar { year: year("year").or(short), month: small("month"), day, weekday: small("weekday") }
        }
        "days" => {
            let end =
                |day| Box::new(Expression::Calendar { year: year("year"), month: small("month"), day, weekday: None });
            (small("day")? < small("day2")?).then_some(())?;
            Expression::Range(end(small("day")), end(small("day2")))
        }
        "months" => {
            let end = |month| Box::new(Expression::Calendar { year: year("year"), month, day: None, weekday: None });
            (small("month")? < small("month2")?).then_some(())?;
            Expression::Range(end(small("month")), end(small("month2")))
        }
        "year" => {
            let bc = code("era").is_some();
            let plain = year("year").or(year("n"));
            let short = int("yy").and_then(|yy| i16::try_from(if yy < 40 { 2000 + yy } else { 1900 + yy }).ok());
            // Astronomical reckoning: 1 BC is the year 0.
            let year = plain.or(short).map(|year| if bc { 1 - year } else { year })?;
            (-9999..=9999).contains(&year).then_some(())?;
            Expression::Calendar { year: Some(year), month: None, day: None, weekday: None }
        }
        "years" => {
            let from = year("year")?;
            let to = year("year2").or_else(|| year("yy").map(|yy| from / 100 * 100 + yy))?;
            (from < to && to - from < 200).then_some(())?;
            let end = |year| Box::new(Expression::Calendar { year: Some(year), month: None, day: None, weekday: None });
            Expression::Range(end(from), end(to))
        }
        // "The 1700s" are a century; "the 1900s" and "the 2000s" may be ten years.
        "decade" => match year("decade")? {
            first @ 1000..1900 if first % 100 == 0 => Expression::Century(first / 100 + 1),
            first => Expression::Decade(first),
        },
        "decade-year" => Expression::Decade(year("year").filter(|year| year % 10 == 0)?),
        "century" => {
            let n = year("ord")?;
            (1..=30).contains(&n).then_some(())?;
            Expression::Century(if code("era").is_some() { -n } else { n })
        }
        "quarter" => {
            let n = small("ord").or(small("quarter"))?;
            (1..=4).contains(&n).then_some(Expression::Quarter(n, year("year")))?
        }
        "half" => {
            let n = small("ord")?;
            (1..=2).contains(&n).then_some(Expression::Half(n, year("year")?))?
        }
        "weekday" => Expression::Weekday(small("weekday")?, which),
        "month" => Expression::Month(small("month")?, which),
        "season" => Expression::Season(code("season")?.to_string(), year("year"), which),
        "holiday" => Expression::Feast(usize::try_from(int("holiday")?).ok()?, year("year"), which),
        "period" => Expression::Period(usize::try_from(int("period")?).ok()?),
        "shift" => shift(captures, unit("unit").or(code("part").map(|_| Unit::Day))?, count()?)?,
        // "the end of the year": of the one the report is written in.
        "unit-end" | "unit-start" => {
            let whole = Expression::Shift { unit: unit("unit")?, n: Some(0), from: From::Publication, fine: false };
            Expression::Edge(if operation == "unit-end" { Edge::End } else { Edge::Start }, Box::new(whole))
        }
        "span" => Expression::Span { unit: unit("unit")?, n: count()?, sign: int("sign")? },
        "offset" => Expression::Offset { unit: unit("unit")?, n: count()?, sign: int("sign")? },
        "recent" => Expression::Span { unit: unit("unit")?, n: None, sign: -1 },
        "duration" => {
            let mut parts = vec![(count()?, unit("unit")?)];
            match (int("n2"), unit("unit2")) {
                (Some(n), Some(unit)) if unit < parts[0].1 => parts.push((Some(n), unit)),
                (Some(_), Some(_)) => return None,
                _ => {}
            }
            Expression::Duration(parts, int("half").is_some())
        }
        "mod" => {
            let edge = edge(code("mod").or(code("edge"))?)?;
            let inner = node("date").or(node("time"))?;
            // "late Tuesday night" is one part of the day, "early today" no stretch that has an edge.
            match *inner {
                Expression::Edge(..) | Expression::Clock { .. } => return None,
                inner => Expression::Edge(edge, Box::new(inner)),
            }
        }
        "part" => Expression::Part(code("part").unwrap_or("DT").to_string(), node("date")),
        "clock" => clock(captures, None)?,
        "join" => join(*node("date")?, *node("time")?)?,
        "nearest" => match *node("date")? {
            inner @ Expression::Calendar { year: None, month: Some(_), .. } => {
                Expression::Nearest(Box::new(inner), which)
            }
            Expression::Month(month, Which::Plain) => Expression::Month(month, which),
            _ => return None,
        },
        "within" => within(*node("date")?, *node("date2")?)?,
        "set-unit" => {
            let (each, letter) = unit("unit")?.letter();
            Expression::Set(format!("P{}{}{letter}", clock_mark(unit("unit")?), each * count().flatten().unwrap_or(1)))
        }
        "set-weekday" => {
            let interval = if int("n") == Some(2) { "/P2W" } else { "" };
            Expression::Set(format!("XXXX-WXX-{}{interval}", small("weekday")?))
        }
        "set-part" => Expression::Set(format!("XXXX-XX-XXT{}", code("part")?)),
        "set-month" => Expression::Set(format!("XXXX-{:02}", small("month")?)),
        "set-season" => Expression::Set(format!("XXXX-{}", code("season")?)),
        "ref" => Expression::Reference(match code("value")? {
            "PRESENT_REF" => "PRESENT_REF",
            "PAST_REF" => "PAST_REF",
            _ => "FUTURE_REF",
        }),
        _ => return None,
    })
}

fn which(code: Option<&str>) -> Which {
    match code {
        Some("last") => Which::Last,
        Some("this") => Which::This,
        Some("next") => Which::Next,
        Some("coming") => Which::Coming,
        Some("lastweek") => Which::LastWeek,
        Some("nextweek") => Which::NextWeek,
        Some("before") => Which::Before,
        Some("after") => Which::After,
        _ => Which::Plain,
    }
}

fn edge(word: &str) -> Option<Edge> {
    Some(match word {
        "early" => Edge::Early,
        "mid" | "middle" | "midway" => Edge::Middle,
        "late" => Edge::Late,
        "start" => Edge::Start,
        "end" => Edge::End,
        "half1" => Edge::FirstHalf,
        "half2" => Edge::SecondHalf,
        _ => return None,
    })
}

/// `T` before units shorter than a day.
pub fn clock_mark(unit: Unit) -> &'static str {
    if unit.is_clock() { "T" } else { "" }
}

fn shift(captures: &Captures, unit: Unit, n: Option<i64>) -> Option<Expression> {
    let code = |key: &str| match captures.get(key) {
        Some(Value::Code(code)) => Some(code.as_str()),
        _ => None,
    };
    let direction = if matches!(code("dir"), Some("ago" | "earlier")) { -1 } else { 1 };
    let from = if code("from") == Some("narrative") { From::Narrative } else { From::Publication };
    // "two weeks ago" tells a week, "last week" does too: only days, and counted shifts, are as fine as they look.
    let moved = Expression::Shift { unit, n: n.map(|n| n * direction), from, fine: code("dir").is_some() };
    Some(match (code("part"), code("mod")) {
        (Some(part), _) => Expression::Part(part.to_string(), Some(Box::new(moved))),
        (_, Some("earlier")) => Expression::Edge(Edge::Sofar, Box::new(moved)),
        (_, Some("later")) => Expression::Edge(Edge::Still, Box::new(moved)),
        _ => moved,
    })
}

fn clock(captures: &Captures, day: Option<Box<Expression>>) -> Option<Expression> {
    let int = |key: &str| match captures.get(key) {
        Some(Value::Int(n)) => Some(*n),
        _ => None,
    };
    let zone = match captures.get("zone") {
        Some(Value::Code(zone)) if zone != "local" => Some(zone.clone()),
        _ => None,
    };
    let (mut hour, minute) = match int("hhmm") {
        Some(n) => (n / 100, n % 100),
        None => (int("hour")?, int("minute").unwrap_or(0)),
    };
    let afternoon =
        matches!(captures.get("part"), Some(Value::Code(part)) if matches!(part.as_str(), "AF" | "EV" | "NI"));
    match int("ampm") {
        Some(add) if (1..=12).contains(&hour) => hour = hour % 12 + add,
        Some(_) => return None,
        None if afternoon && hour < 12 => hour += 12,
        None => {}
    }
    (minute < 60 && hour <= 24).then_some(())?;
    let fine = int("minute").is_some() || int("hhmm").is_some();
    Some(Expression::Clock { minutes: hour * 60 + minute, fine, zone, day })
}

/// A day and a time of day taken together.
fn join(date: Expression, time: Expression) -> Option<Expression> {
    let day = Some(Box::new(date));
    match time {
        Expression::Clock { minutes, fine, zone, day: None } => Some(Expression::Clock { minutes, fine, zone, day }),
        Expression::Part(code, None) => Some(Expression::Part(code, day)),
        // "at 10 p.m. on Monday evening"
        Expression::Clock { .. } | Expression::Part(..) => None,
        _ => None,
    }
}

/// "June of last year": the second gives the first its year.
fn within(date: Expression, year: Expression) -> Option<Expression> {
    let (n, from) = match year {
        Expression::Shift { unit: Unit::Year, n: Some(n @ -2..=2), from, fine: false } => (n, from),
        _ => return None,
    };
    match date {
        Expression::Month(_, Which::Plain)
        | Expression::Calendar { year: None, .. }
        | Expression::Season(_, None, Which::Plain) => Some(Expression::Within(Box::new(date), n, from)),
        _ => None,
    }
}
