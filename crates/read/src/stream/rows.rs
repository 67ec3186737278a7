//! JSON Lines, JSON and CSV: one report a row, its fields under the names of `data/read/keys.tsv` or of `--map`.

use super::bytes::Source;
use super::{Give, LONGEST_RECORD, Place, Record};
use crate::words::KEYS;
use crate::{Meta, Options, notice};
use parallax_model::Notice;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

pub(super) fn lines(at: Place, source: &mut Source, options: &Options, give: Give) -> Result<(), String> {
    let mut number = 0;
    while let Some(line) = source.line(LONGEST_RECORD)? {
        number += 1;
        let name = at.number(number);
        let record = match line {
            Err(length) => Err(too_long(&name, length)),
            Ok(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(line) => match serde_json::from_slice::<Value>(&line) {
                Ok(Value::Object(row)) => from_object(at, name, &row, options),
                Ok(_) => Err(notice("P013", &name, "is no JSON object".into(), Some("give one object a line"))),
                Err(why) => Err(notice("P013", &name, format!("is not JSON: {why}"), Some("give one object a line"))),
            },
        };
        if !give(record) {
            break;
        }
    }
    Ok(())
}

/// One object, or an array of them.
pub(super) fn json(at: Place, bytes: &[u8], options: &Options, give: Give) -> Result<(), String> {
    let rows = match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Array(rows)) => rows,
        Ok(row) => {
            // A file of its own: its name needs no number.
            let record = match &row {
                Value::Object(row) => from_object(at, at.name.to_string(), row, options),
                _ => Err(notice(
                    "P013",
                    at.name,
                    "holds no JSON object".into(),
                    Some("give an object, or an array of them"),
                )),
            };
            give(record);
            return Ok(());
        }
        Err(why) => return Err(format!("it is not JSON: {why}")),
    };
    for (i, row) in rows.iter().enumerate() {
        let name = at.number(i + 1);
        let record = match row {
            Value::Object(row) => from_object(at, name, row, options),
            _ => Err(notice("P013", &name, "is no JSON object".into(), Some("give an array of objects"))),
        };
        if !give(record) {
            break;
        }
    }
    Ok(())
}

/// Stops a reader that has been given too much since the budget was last filled.
struct Budgeted<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Budgeted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        let left = self.left.get().checked_sub(n);
        self.left.set(left.ok_or_else(|| std::io::Error::other("a row has no end (an open quote?)"))?);
        Ok(n)
    }
}

pub(super) fn csv(at: Place, source: Source, by: u8, options: &Options, give: Give) -> Result<(), String> {
    let left = Rc::new(Cell::new(LONGEST_RECORD));
    let budgeted = Budgeted { inner: source, left: left.clone() };
    let mut reader = ::csv::ReaderBuilder::new().delimiter(by).flexible(true).from_reader(budgeted);
    let heads: Vec<String> = reader
        .byte_headers()
        .map_err(|e| e.to_string())?
        .iter()
        .map(|h| String::from_utf8_lossy(h).trim_start_matches('\u{feff}').trim().to_string())
        .collect();
    if !heads.iter().any(|head| keys("text", options).any(|key| key == head)) {
        let some: Vec<&str> = heads.iter().take(8).map(String::as_str).collect();
        return Err(format!("no column holds the text (there are: {}); say which: --map text=COLUMN", some.join(", ")));
    }
    let mut row = ::csv::ByteRecord::new();
    let mut number = 0;
    while reader.read_byte_record(&mut row).map_err(|e| e.to_string())? {
        left.set(LONGEST_RECORD);
        number += 1;
        let cells =
            heads.iter().zip(&row).map(|(h, c)| (h.clone(), Value::String(String::from_utf8_lossy(c).into_owned())));
        if !give(from_object(at, at.number(number), &cells.collect(), options)) {
            break;
        }
    }
    Ok(())
}

fn too_long(name: &str, length: u64) -> Notice {
    let message = format!("is {} MB long, more than any report; it was skipped", length / 1_000_000);
    notice("P014", name, message, Some("give one report a line"))
}

/// Keys under which a field may stand: the user's first.
fn keys<'k>(field: &'k str, options: &'k Options) -> impl Iterator<Item = &'k str> {
    let wished = options.map.iter().filter(move |(f, _)| f == field).map(|(_, key)| key.as_str());
    wished.chain(KEYS.get(field).into_iter().flatten().copied())
}

/// The report of an object.
fn from_object(at: Place, name: String, row: &Map<String, Value>, options: &Options) -> Result<Record, Notice> {
    let field = |field: &str| -> Option<String> { keys(field, options).find_map(|key| text(row.get(key)?)) };
    let Some(body) = field("text") else {
        let keys: Vec<&str> = row.keys().take(8).map(String::as_str).collect();
        let message = format!("has no text (its keys: {})", keys.join(", "));
        return Err(notice("P013", &name, message, Some("say where the text stands: --map text=KEY")));
    };
    let meta = Meta::of(field("title"), field("outlet"), field("url"), field("published"));
    Ok(at.record(name, body.into_bytes(), meta.or(at.meta.clone())))
}

/// A value as text: strings, numbers, and the name of an object that has one (`{"name": "Harbour Post"}`).
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Object(inner) => text(inner.get("name").or_else(|| inner.get("title"))?),
        _ => None,
    }
}
