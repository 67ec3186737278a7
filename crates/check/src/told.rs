//! Outputs: a story's JSON, the table of statements, the lines of `parallax code`.

use crate::cells::{self, Cells};
use crate::{Row, Rows, Value};
use anyhow::Context;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Reads an output; `None` for a file or folder that is none: reports, perhaps.
///
/// # Errors
/// Names file and line of what cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Option<Rows>> {
    if path.is_dir() {
        return folder(path);
    }
    let name = path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    match path.extension().and_then(|e| e.to_str()) {
        Some("json") => {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let json: Json = serde_json::from_str(&text).with_context(|| format!("{name} is not JSON"))?;
            match json["format"].as_str() {
                Some("parallax-story/1") => Ok(Some(story(&json)?)),
                _ => Ok(None),
            }
        }
        Some("jsonl") => lines(path, &name),
        Some(ending) if cells::ENDINGS.contains(&ending) => table(&[path.to_path_buf()]),
        _ => Ok(None),
    }
}

/// The table of statements that `parallax code` or `parallax export` wrote into a folder.
fn folder(path: &Path) -> anyhow::Result<Option<Rows>> {
    let files = cells::files(path, "statements")?;
    if files.is_empty() {
        return Ok(None);
    }
    let mut rows = table(&files)?;
    if let Some(rows) = &mut rows {
        name_reports(path, &mut rows.rows)?;
    }
    Ok(rows)
}

/// Statements name their report by an id; the table beside them says which file that is.
fn name_reports(path: &Path, rows: &mut [Row]) -> anyhow::Result<()> {
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for file in cells::files(path, "reports")? {
        cells::each(&file, &mut |mut row, _| {
            if let (Some(id), Some(path)) = (row.remove("report_id"), row.remove("path")) {
                paths.insert(id, path);
            }
            Ok(())
        })?;
    }
    for row in rows {
        if let Some(path) = paths.get(&row.report) {
            row.report.clone_from(path);
        }
    }
    Ok(())
}

fn table(files: &[PathBuf]) -> anyhow::Result<Option<Rows>> {
    let mut rows = Rows::default();
    let mut other = false;
    for file in files {
        cells::each(file, &mut |row, from| {
            other |= !row.contains_key("statement_id");
            if !other {
                rows.rows.push(statement(&row, from)?);
            }
            Ok(())
        })?;
    }
    if other {
        return Ok(None);
    }
    rows.notes
        .push("tables name the first actor, recipient and source of a statement; a story's JSON names all".into());
    Ok(Some(rows))
}

fn statement(cells: &Cells, from: String) -> anyhow::Result<Row> {
    let cell = |key: &str| cells.get(key).map(String::as_str);
    let number = |key: &str| -> anyhow::Result<usize> {
        let text = cell(key).unwrap_or_default();
        text.parse().with_context(|| format!("{from}: {key} “{text}” is no whole number"))
    };
    let any = |keys: &[&str]| -> Vec<Value> {
        let names: Value = keys.iter().filter_map(|k| cell(k)).map(str::to_string).collect();
        if names.is_empty() { Vec::new() } else { vec![names] }
    };
    let range = |low: &str, high: &str, between: &str| -> Vec<Value> {
        let both = cell(low).zip(cell(high)).map(|(a, b)| vec![format!("{a}{between}{b}")]);
        both.into_iter().collect()
    };
    let fields = BTreeMap::from([
        ("type", any(&["plover_type"])),
        ("mode", any(&["plover_mode"])),
        ("cameo", any(&["cameo_code"])),
        ("status", any(&["status"])),
        ("date", range("date_start", "date_end", "/")),
        ("place", any(&["place_name", "place_text"])),
        ("actor", any(&["actor_name", "actor_text", "actor_country"])),
        ("recipient", any(&["recipient_name", "recipient_text", "recipient_country"])),
        ("number", range("n_low", "n_high", "/")),
        ("source", any(&["source_text"])),
    ]);
    Ok(Row {
        report: cell("report_id").unwrap_or_default().to_string(),
        spans: vec![(number("char_start")?, number("char_end")?)],
        quote: cell("quote").unwrap_or_default().to_string(),
        event: cell("event_id").map(str::to_string),
        fields,
        from,
    })
}

/// The rows of a `parallax-story/1` object.
///
/// # Errors
/// When an event names a report or a place that the story does not have.
pub fn story(story: &Json) -> anyhow::Result<Rows> {
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let id = |value: &Json| value["id"].as_str().unwrap_or_default().to_string();
    let reports: BTreeMap<String, String> =
        list(&story["reports"]).iter().map(|r| (id(r), r["path"].as_str().unwrap_or_default().to_string())).collect();
    let entities: BTreeMap<String, Value> = list(&story["entities"]).iter().map(|e| (id(e), names(e))).collect();
    let mut rows = Rows::default();
    for event in list(&story["events"]) {
        let (name, text) = (id(&event), |key: &str| event[key].as_str().map(str::to_string));
        let one = |value: Option<String>| value.map(|v| vec![v]).into_iter().collect::<Vec<Value>>();
        let known = |value: &Json| value.as_str().and_then(|id| entities.get(id)).cloned();
        let date = &event["date"];
        let days = date["start"].as_str().zip(date["end"].as_str()).map(|(a, b)| format!("{a}/{b}"));
        for account in list(&event["accounts"]) {
            let report = account["report"].as_str().and_then(|r| reports.get(r)).cloned();
            let report = report.with_context(|| format!("event {name} names a report that the story does not have"))?;
            let number = |key: &str| account[key].as_u64().and_then(|n| usize::try_from(n).ok());
            let span = number("start")
                .zip(number("end"))
                .with_context(|| format!("event {name} has an account without a place"))?;
            let quantity = |q: &Json| Some(vec![format!("{}/{}", q["low"].as_f64()?, q["high"].as_f64()?)]);
            let fields = BTreeMap::from([
                ("type", one(text("type"))),
                ("mode", one(text("mode"))),
                ("cameo", one(text("cameo"))),
                ("status", one(account["status"].as_str().map(str::to_string))),
                ("date", one(days.clone())),
                ("place", one(event["place"]["name"].as_str().map(str::to_string))),
                ("actor", list(&event["actors"]).iter().filter_map(known).collect()),
                ("recipient", list(&event["recipients"]).iter().filter_map(known).collect()),
                ("number", list(&account["quantities"]).iter().filter_map(quantity).collect()),
                ("source", known(&account["said_by"]).into_iter().collect()),
            ]);
            rows.rows.push(Row {
                report,
                spans: vec![span],
                quote: String::new(),
                event: Some(name.clone()),
                fields,
                from: format!("event {name}"),
            });
        }
    }
    Ok(rows)
}

fn names(entity: &Json) -> Value {
    let all = entity["names"].as_array().into_iter().flatten().chain(std::iter::once(&entity["name"]));
    let mut names: Value =
        all.chain(std::iter::once(&entity["country"])).filter_map(Json::as_str).map(str::to_string).collect();
    names.dedup();
    names
}

/// The lines that `parallax code --to jsonl` writes.
fn lines(path: &Path, name: &str) -> anyhow::Result<Option<Rows>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut rows = Rows::default();
    for (number, line) in std::io::BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{name} cannot be read on"))?;
        let from = format!("{name}:{}", number + 1);
        let row: Json = serde_json::from_str(&line).with_context(|| format!("{from}: it is not JSON"))?;
        let Some(events) = row["events"].as_array() else {
            return Ok(None);
        };
        let report = row["id"].as_str().map_or_else(|| row["id"].to_string(), str::to_string);
        for event in events {
            let place = |key: &str| event[key].as_u64().and_then(|n| usize::try_from(n).ok());
            let text =
                |key: &str| -> Vec<Value> { event[key].as_str().map(|t| vec![t.to_string()]).into_iter().collect() };
            let who = |key: &str| -> Vec<Value> {
                let code = |who: &Json| Some(vec![who["code"].as_str()?.to_string()]);
                event[key].as_array().into_iter().flatten().filter_map(code).collect()
            };
            let fields = BTreeMap::from([
                ("type", text("type")),
                ("mode", text("mode")),
                ("cameo", text("cameo")),
                ("status", text("status")),
                ("actor", who("sources")),
                ("recipient", who("targets")),
            ]);
            rows.rows.push(Row {
                report: report.clone(),
                spans: place("start").zip(place("end")).into_iter().collect(),
                fields,
                from: from.clone(),
                ..Row::default()
            });
        }
    }
    Ok(Some(rows))
}
