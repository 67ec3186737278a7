//! Places against gold: recognition and resolution (TR-News, LGL, GeoVirus), and metonymy (ReLocaR).
//!
//! Resolution is judged on gold spans, as the field does: exact GeoNames id, within 161 km (100 miles), right country.
//! Nationality words ("Russian") are toponyms in these sets and mean their country; in a story they are no places.

use crate::quality::Row;
use anyhow::Context;
use parallax_lexicon::Lexicon;
use parallax_model::{Document, Location, NameKind, Report, ReportId, Span};
use parallax_parse::Reader;
use parallax_resolve::place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// File below the data folder, its name in the table, and whether its country field can be compared.
const SETS: [(&str, &str); 3] =
    [("geo/trnews/dev.jsonl", "TR-News part"), ("geo/lgl/all.jsonl", "LGL"), ("geo/geovirus/all.jsonl", "GeoVirus")];

/// Scores every set that is there.
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let mut rows = Vec::new();
    for (file, name) in SETS {
        if let Some(records) = records(&data.join(file))? {
            rows.extend(resolution(name, &records));
            // Only the small set is parsed whole: the others measure resolution.
            if name == "TR-News part" {
                rows.extend(recognition(name, &records));
            }
        }
    }
    if let Some(records) = records(&data.join("geo/relocar_metonymy/train.jsonl"))? {
        rows.push(metonymy(&records));
    }
    Ok((!rows.is_empty()).then_some(rows))
}

fn records(path: &Path) -> anyhow::Result<Option<Vec<Value>>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .map(|line| serde_json::from_str(line).context("a line is no JSON"))
        .collect::<anyhow::Result<_>>()
        .map(Some)
}

/// Byte spans of code-point offsets.
fn span(text: &str, value: &Value) -> Span {
    let byte =
        |key: &str| text.char_indices().nth(value[key].as_u64().unwrap_or(0) as usize).map_or(text.len(), |(i, _)| i);
    Span::new(byte("start"), byte("end"))
}

fn resolution(set: &str, records: &[Value]) -> Vec<Row> {
    let lexicon = Lexicon::bundled();
    let (mut all, mut exact, mut near, mut ids, mut countries, mut same_country) = (0, 0, 0, 0, 0, 0);
    for record in records {
        let text = record["text"].as_str().unwrap_or("");
        let toponyms: Vec<&Value> = record["toponyms"].as_array().into_iter().flatten().collect();
        let spans: Vec<Span> = toponyms.iter().map(|t| span(text, t)).collect();
        for (gold, found) in toponyms.iter().zip(place::locate(text, &spans, lexicon)) {
            let id = gold["geonameid"].as_str().and_then(|id| id.parse::<u32>().ok());
            let (Some(lat), Some(lon)) = (gold["lat"].as_f64(), gold["lon"].as_f64()) else { continue };
            if set != "GeoVirus" && id.is_none() {
                continue;
            }
            all += 1;
            near += usize::from(found.as_ref().is_some_and(|f| kilometres((f.lat, f.lon), (lat, lon)) <= 161.0));
            if let Some(id) = id {
                ids += 1;
                exact += usize::from(found.as_ref().is_some_and(|f| f.geonames_id == Some(id)));
            }
            if let Some(country) = gold["country"].as_str().and_then(|name| lexicon.actors.country(name)) {
                countries += 1;
                same_country += usize::from(found.as_ref().is_some_and(|f: &Location| f.country == country.code));
            }
        }
    }
    let row = |measure: &str, right: usize, of: usize| Row {
        set: format!("{set}, gold spans"),
        measure: measure.into(),
        value: 100.0 * right as f64 / of.max(1) as f64,
        of,
        note: String::new(),
    };
    let mut rows = vec![row("within 161 km", near, all)];
    if ids > 0 {
        rows.push(row("exact GeoNames id", exact, ids));
    }
    if countries > 0 {
        rows.push(row("country", same_country, countries));
    }
    rows
}

/// Great-circle distance on a sphere of 6,371 km.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64| (x.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(b.1 - a.1);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

fn read(text: &str) -> (Report, Document) {
    let report = Report {
        id: ReportId(0),
        path: String::new(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body: Span::new(0, text.len()),
        text: text.to_string(),
        notices: Vec::new(),
    };
    let document = parallax_parse::document(&report, Reader::bundled());
    (report, document)
}

/// Spans of names of places and of nationality words.
fn recognised(report: &Report, document: &Document) -> BTreeSet<Span> {
    let lexicon = Lexicon::bundled();
    let names = document.names.iter().filter(|name| name.kind == NameKind::Place).map(|name| name.span);
    let mut found: BTreeSet<Span> = names.collect();
    for token in document.sentences.iter().flat_map(|sentence| &sentence.tokens) {
        let national = lexicon.actors.nationality(token.span.of(&report.text)).is_some();
        if national && !found.iter().any(|name| name.overlaps(token.span)) {
            found.insert(token.span);
        }
    }
    found
}

fn recognition(set: &str, records: &[Value]) -> Vec<Row> {
    let (mut right, mut found, mut gold) = (0, 0, 0);
    for record in records {
        let (report, document) = read(record["text"].as_str().unwrap_or(""));
        let system = recognised(&report, &document);
        let known: BTreeSet<Span> =
            record["toponyms"].as_array().into_iter().flatten().map(|t| span(&report.text, t)).collect();
        right += system.intersection(&known).count();
        found += system.len();
        gold += known.len();
    }
    let row = |measure: &str, right: usize, of: usize| Row {
        set: format!("{set}, raw text"),
        measure: measure.into(),
        value: 100.0 * right as f64 / of.max(1) as f64,
        of: gold,
        note: "exact spans".into(),
    };
    vec![row("precision", right, found), row("recall", right, gold), row("F1", 2 * right, found + gold)]
}

fn metonymy(records: &[Value]) -> Row {
    let mut right = 0;
    for record in records {
        let (report, document) = read(record["text"].as_str().unwrap_or(""));
        let acts = place::is_metonym(&report, &document, span(&report.text, record));
        right += usize::from(acts == (record["reading"].as_str() != Some("lit")));
    }
    Row {
        set: "ReLocaR train, raw text".into(),
        measure: "metonymy accuracy".into(),
        value: 100.0 * right as f64 / records.len().max(1) as f64,
        of: records.len(),
        note: "mixed readings count as metonymic".into(),
    }
}
