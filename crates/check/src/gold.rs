//! Hand-coded files: CSV, TSV and JSON Lines, one event of one report a row, and the gold of whole stories (`gold.json`).

use crate::same::numbers;
use crate::{FIELDS, Row, Rows, Texts, Value};
use anyhow::{Context, bail};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Columns beside the fields.
const PLACES: [&str; 5] = ["report", "start", "end", "quote", "event"];
/// Between several values of a field.
const PARTED: char = ';';
/// Between the names that one value goes by.
const OR: char = '|';

/// Reads hand-coded events; `texts` are the reports, for rows that say where they stand by a quote.
///
/// # Errors
/// Names file and line of what cannot be read: no such column, a day or number that is none, a quote that its report does
/// not hold.
pub fn read(file: &Path, texts: &Texts) -> anyhow::Result<Rows> {
    let name = file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    match file.extension().and_then(|e| e.to_str()) {
        _ if file.is_dir() => story(&file.join("gold.json")),
        Some("csv") => table(file, &name, b',', texts),
        Some("tsv") => table(file, &name, b'\t', texts),
        Some("jsonl") => lines(file, &name, texts),
        Some("json") => story(file),
        _ => bail!(
            "{} is no file of coded events: give .csv, .tsv, .jsonl, or a story's gold.json or folder",
            file.display()
        ),
    }
}

fn table(file: &Path, name: &str, by: u8, texts: &Texts) -> anyhow::Result<Rows> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(by)
        .from_path(file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let heads: Vec<String> = reader
        .headers()
        .with_context(|| format!("{name}:1"))?
        .iter()
        .map(|head| head.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let mut rows = Rows { notes: unread(heads.iter().map(String::as_str)), ..Rows::default() };
    if !heads.iter().any(|head| head == "report") {
        bail!("{name}:1: there is no column “report” (there are: {})", heads.join(", "));
    }
    for row in reader.records() {
        let row = row.with_context(|| format!("{name} cannot be read on"))?;
        let from = format!("{name}:{}", row.position().map_or(0, csv::Position::line));
        let cells: BTreeMap<&str, &str> = heads.iter().map(String::as_str).zip(row.iter().map(str::trim)).collect();
        let column = |key: &str| cells.get(key).map(|text| cell(key, text));
        rows.rows.push(coded(from, &column, texts)?);
    }
    some(rows, name)
}

fn lines(file: &Path, name: &str, texts: &Texts) -> anyhow::Result<Rows> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let (mut rows, mut keys) = (Rows::default(), BTreeSet::new());
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let from = format!("{name}:{}", number + 1);
        let row: Json = serde_json::from_str(line).with_context(|| format!("{from}: it is not JSON"))?;
        let Json::Object(row) = row else { bail!("{from}: it is no object") };
        keys.extend(row.keys().cloned());
        let field = |key: &str| -> Option<Vec<Value>> {
            Some(match row.get(key)? {
                Json::Null => Vec::new(),
                Json::Array(values) => values.iter().flat_map(|v| cell(key, &plain(v))).collect(),
                other => cell(key, &plain(other)),
            })
        };
        rows.rows.push(coded(from, &field, texts)?);
    }
    rows.notes = unread(keys.iter().map(String::as_str));
    some(rows, name)
}

fn some(rows: Rows, name: &str) -> anyhow::Result<Rows> {
    if rows.rows.is_empty() {
        bail!("{name} holds no coded event");
    }
    Ok(rows)
}

fn unread<'h>(heads: impl Iterator<Item = &'h str>) -> Vec<String> {
    let known = |head: &&str| PLACES.contains(head) || FIELDS.contains(head);
    let others: Vec<&str> = heads.filter(|head| !known(head)).collect();
    if others.is_empty() { Vec::new() } else { vec![format!("columns that were not read: {}", others.join(", "))] }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// `Anna Berg|Berg; the mayor` as two values, the first of two names. Where something stands is taken as it is: a quote may
/// hold what parts values elsewhere.
fn cell(key: &str, text: &str) -> Vec<Value> {
    if PLACES.contains(&key) {
        return if text.is_empty() { Vec::new() } else { vec![vec![text.to_string()]] };
    }
    let names = |value: &str| value.split(OR).map(str::trim).filter(|n| !n.is_empty()).map(str::to_string).collect();
    text.split(PARTED).map(names).filter(|v: &Value| !v.is_empty()).collect()
}

/// One row, out of its columns.
fn coded(from: String, column: &dyn Fn(&str) -> Option<Vec<Value>>, texts: &Texts) -> anyhow::Result<Row> {
    let whole = |key: &str| column(key)?.into_iter().flatten().next();
    let report = whole("report").with_context(|| format!("{from}: no report is named"))?;
    let number = |key: &str| -> anyhow::Result<Option<usize>> {
        let Some(text) = whole(key) else { return Ok(None) };
        Ok(Some(text.parse().with_context(|| format!("{from}: {key} “{text}” is no whole number"))?))
    };
    let quote = whole("quote").unwrap_or_default();
    let spans = match (number("start")?, number("end")?) {
        (Some(start), Some(end)) if start < end => vec![(start, end)],
        (Some(start), Some(end)) => bail!("{from}: it ends at {end}, before it begins at {start}"),
        (None, None) if quote.is_empty() => Vec::new(),
        (None, None) => find(&from, &report, &quote, texts)?,
        _ => bail!("{from}: start and end must both be given"),
    };
    let mut fields = BTreeMap::new();
    for field in FIELDS {
        let Some(values) = column(field) else { continue };
        for value in values.iter().flatten() {
            if field == "date" && !is_day(value) {
                bail!("{from}: date “{value}” is not 2025, 2025-03 or 2025-03-04");
            }
            if field == "number" && numbers(value).is_none() {
                bail!("{from}: number “{value}” is not 7 or 7-9");
            }
        }
        fields.insert(field, values);
    }
    Ok(Row { report, spans, quote, event: whole("event"), fields, from })
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let lengths = [4, 2, 2];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() <= 3 && parts.iter().zip(lengths).all(|(part, n)| digits(part, n))
}

/// Every place of a quote in its report; none where the report is not at hand.
fn find(from: &str, report: &str, quote: &str, texts: &Texts) -> anyhow::Result<Vec<(usize, usize)>> {
    let Some((_, text)) = texts.iter().find(|(name, _)| crate::same_report(name, report)) else {
        return Ok(Vec::new());
    };
    let length = quote.chars().count();
    let place = |(at, _): (usize, &str)| {
        let start = text[..at].chars().count();
        (start, start + length)
    };
    let places: Vec<(usize, usize)> = text.match_indices(quote).map(place).collect();
    if places.is_empty() {
        let some: String = quote.chars().take(60).collect();
        bail!("{from}: {report} does not hold the words “{some}”");
    }
    Ok(places)
}

/// The gold of a whole story: one row for each piece of evidence of each event.
fn story(file: &Path) -> anyhow::Result<Rows> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let gold: Json = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
    let events = gold["events"].as_array().with_context(|| format!("{} holds no “events”", file.display()))?;
    let names: Vec<Value> = gold["names"].as_array().into_iter().flatten().map(texts_of).collect();
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut rows = Rows::default();
    for event in events {
        let id = event["id"].as_str().unwrap_or("?");
        let from = format!("gold.json, event {id}");
        let Some(evidence) = event["evidence"].as_object() else { bail!("{from}: no “evidence”") };
        let values = |key: &str, more: &str| -> Vec<Value> {
            let given: Vec<String> = [&event[key], &event[more]].into_iter().flat_map(texts_of).collect();
            given.iter().map(|name| alike(name, &names)).collect()
        };
        let mut fields = BTreeMap::new();
        for (field, key) in [("actor", "actors"), ("recipient", "recipients")] {
            fields.insert(field, values(key, ""));
        }
        // Here a list holds what a reader may say instead: one value by several names.
        for field in ["type", "date", "place"] {
            let any: Value = values(field, &format!("{field}_also")).concat();
            fields.insert(field, if any.is_empty() { Vec::new() } else { vec![any] });
        }
        for (report, quotes) in evidence {
            let text = std::fs::read_to_string(folder.join(report))
                .with_context(|| format!("{from}: cannot read {report}"))?;
            let texts = Texts::from([(report.clone(), text)]);
            for quote in texts_of(quotes) {
                let spans = find(&from, report, &quote, &texts)?;
                let (report, event, from) = (report.clone(), Some(id.to_string()), from.clone());
                rows.rows.push(Row { report, spans, quote, event, fields: fields.clone(), from });
            }
        }
    }
    some(rows, "gold.json")
}

/// A text, or a list of texts.
fn texts_of(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => vec![text.clone()],
        Json::Array(list) => list.iter().filter_map(Json::as_str).map(str::to_string).collect(),
        _ => Vec::new(),
    }
}

/// A name with the other names of the same thing.
fn alike(name: &str, names: &[Value]) -> Value {
    let others = names.iter().filter(|group| group.iter().any(|n| n.eq_ignore_ascii_case(name))).flatten();
    std::iter::once(name).chain(others.map(String::as_str).filter(|n| *n != name)).map(str::to_string).collect()
}
