//! Time expressions against the TEI dates of GUM: spans, and whether the days are the right ones.
//!
//! GUM annotates absolute and some relative dates, unevenly; durations, repeated times, vague references and times
//! without a day are mostly left out. Counted as found are therefore expressions whose days are known.
//! A span is found when it overlaps (relaxed) or equals (strict) the gold span. The value is right when every bound that
//! gold gives (`when`, `from`, `to`, `notBefore`, `notAfter`) agrees at gold's own granularity, bounds of stretches
//! within one unit; an expression with a modifier ("early 1990s") counts by its days or by its TIMEX3 value, since gold has
//! now one, now the other. Gold spells some years and months out as days ("by 1900" is 1900-01-01, "the 1960s" run from
//! 1960-01-01 to 1969-01-01): an expression that names no day is compared by months, one that names no month by years.

use crate::quality::Row;
use anyhow::Context;
use jiff::civil::Date;
use parallax_model::{Report, ReportId, Span, TimeMention};
use parallax_parse::Reader;
use parallax_resolve::time;
use std::path::Path;

/// Relaxed and strict F1 and value accuracy on GUM dev.
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let path = data.join("timex/gum/dev.jsonl");
    if !path.exists() {
        return Ok(None);
    }
    let (mut gold_count, mut found_count, mut relaxed, mut strict, mut judged, mut right) = (0, 0, 0, 0, 0, 0);
    for line in std::fs::read_to_string(path)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line).context("a line is no JSON")?;
        let report = report(&record);
        let document = parallax_parse::document(&report, Reader::bundled());
        let found: Vec<TimeMention> =
            time::mentions(&report, &document).into_iter().filter(|m| m.when.is_some()).collect();
        let offsets: Vec<usize> = report.text.char_indices().map(|(i, _)| i).chain([report.text.len()]).collect();
        let at = |value: &serde_json::Value| offsets.get(value.as_u64().unwrap_or(0) as usize).copied().unwrap_or(0);
        found_count += found.len();
        let mut used = vec![false; found.len()];
        for gold in record["timex"].as_array().into_iter().flatten() {
            gold_count += 1;
            let span = Span::new(at(&gold["start"]), at(&gold["end"]));
            let best = (0..found.len())
                .filter(|&i| !used[i] && found[i].span.overlaps(span))
                .max_by_key(|&i| found[i].span.overlap(span));
            let Some(mention) = best.and_then(|i| found.get(i)) else { continue };
            used[best.unwrap_or(0)] = true;
            relaxed += 1;
            strict += usize::from(mention.span == span);
            if let Some(fits) = value_fits(gold, mention) {
                judged += 1;
                right += usize::from(fits);
            }
        }
    }
    let row = |measure: &str, value: f64, of: usize, note: &str| Row {
        set: "GUM dev, dates, raw text".into(),
        measure: measure.into(),
        value: 100.0 * value,
        of,
        note: note.into(),
    };
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    Ok(Some(vec![
        row("precision, relaxed", share(relaxed, found_count), found_count, ""),
        row("recall, relaxed", share(relaxed, gold_count), gold_count, ""),
        row("F1, relaxed", share(2 * relaxed, found_count + gold_count), gold_count, "spans overlap"),
        row("F1, strict", share(2 * strict, found_count + gold_count), gold_count, "spans equal"),
        row(
            "value accuracy",
            share(right, judged),
            judged,
            "of the expressions found; some gold values follow a wrong day of writing",
        ),
    ]))
}

fn report(record: &serde_json::Value) -> Report {
    let text = record["text"].as_str().unwrap_or("").to_string();
    Report {
        id: ReportId(0),
        path: record["doc"].as_str().unwrap_or("").to_string(),
        outlet: None,
        title: None,
        url: None,
        published: record["dct"].as_str().and_then(|day| day.parse().ok()),
        body: Span::new(0, text.len()),
        text,
        notices: Vec::new(),
    }
}

/// Whether the days agree with gold's; `None` where gold gives nothing to compare.
fn value_fits(gold: &serde_json::Value, mention: &TimeMention) -> Option<bool> {
    let unit = finest(gold["text"].as_str().unwrap_or(""));
    let found = mention.when.map(|when| (when.start, when.end));
    let judged = [found, days(mention)].map(|days| days.and_then(|(start, end)| bounds_fit(gold, start, end, unit)));
    judged.into_iter().flatten().reduce(|a, b| a || b)
}

fn bounds_fit(gold: &serde_json::Value, start: Date, end: Date, unit: usize) -> Option<bool> {
    let bound = |key: &str| gold[key].as_str();
    let mut judged = Vec::new();
    if let Some(when) = bound("when") {
        let same = |date: Date| granular(when, date, unit).map(|distance| distance == 0);
        judged.extend([same(start), same(end)]);
    }
    for (key, date) in [("from", start), ("notBefore", start), ("to", end), ("notAfter", end)] {
        judged.push(bound(key).and_then(|gold| granular(gold, date, unit)).map(|distance| distance.abs() <= 1));
    }
    let judged: Vec<bool> = judged.into_iter().flatten().collect();
    (!judged.is_empty()).then(|| judged.into_iter().all(|fits| fits))
}

/// Months by name; three letters and more may stand for one.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The finest parts of a date that an expression names: 1 years ("1900", "the 10th century"), 2 months ("May 1860"), 3 days,
/// and whatever is counted from another day ("yesterday").
fn finest(expression: &str) -> usize {
    let words: Vec<String> = expression
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let month = words.iter().any(|word| word.len() > 2 && MONTHS.iter().any(|month| month.starts_with(word.as_str())));
    let digits = |word: &String| word.trim_end_matches(|c: char| c.is_alphabetic()).len();
    let year = words.iter().any(|word| (3..=4).contains(&digits(word)));
    let century = words.iter().any(|word| matches!(word.as_str(), "century" | "decade"));
    match (month, year || century) {
        _ if words.iter().any(|word| (1..=2).contains(&digits(word))) && !century => 3,
        (true, true) => 2,
        (false, true) => 1,
        _ => 3,
    }
}

/// The days of the TIMEX3 value where it is a plain decade, century or year, else those found.
fn days(mention: &TimeMention) -> Option<(Date, Date)> {
    let when = mention.when?;
    let years = match (mention.value.parse::<i16>(), mention.value.len()) {
        (Ok(n), 2) => Some((n * 100, n * 100 + 99)),
        (Ok(n), 3) => Some((n * 10, n * 10 + 9)),
        (Ok(n), 4) => Some((n, n)),
        _ => None,
    };
    Some(match years.and_then(|(a, b)| Date::new(a, 1, 1).ok().zip(Date::new(b, 12, 31).ok())) {
        Some(days) => days,
        None => (when.start, when.end),
    })
}

/// Distance of a date from gold's, in gold's own unit (days, months or years; "-0508" is 508 BC) or in the coarser `unit`.
fn granular(gold: &str, date: Date, unit: usize) -> Option<i64> {
    let (before_christ, rest) = gold.strip_prefix('-').map_or((false, gold), |rest| (true, rest));
    let mut parts = rest.split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let year = if before_christ { 1 - year } else { year };
    let (month, day) = (parts.next().flatten().filter(|_| unit > 1), parts.next().flatten().filter(|_| unit > 2));
    Some(match (month, day) {
        (Some(month), Some(day)) => {
            let gold = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            i64::from(gold.until(date).ok()?.get_days())
        }
        (Some(month), None) => i64::from(date.year() - year) * 12 + i64::from(date.month()) - i64::from(month),
        _ => i64::from(date.year() - year),
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn expressions_name_years_months_or_days() {
        for (expression, unit) in [
            ("1900", 1),
            ("the 1960s", 1),
            ("the 10th century", 1),
            ("the past decade", 1),
            ("May 1860", 2),
            ("12 May 1860", 3),
            ("1860-05-12", 3),
            ("Monday", 3),
            ("last May", 3),
            ("Christmas", 3),
        ] {
            assert_eq!(super::finest(expression), unit, "{expression}");
        }
    }
}
