//! Names of persons, organisations and places on the part of UNER-EWT that the weights were not trained on.

use crate::quality::Row;
use anyhow::Context;
use parallax_model::NameKind;
use parallax_parse::{Reader, conllu};
use std::path::Path;

/// A name by its first word, one past its last, and its type.
type Mention = (usize, usize, String);

/// Exact spans and types on gold words; the documents whose name's CRC-32 modulo 10 is 7 or more.
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let path = data.join("ner/uner_ewt/dev.jsonl");
    if !path.exists() {
        return Ok(None);
    }
    let (mut right, mut found, mut known, mut bounds) = (0, 0, 0, 0);
    for line in std::fs::read_to_string(path)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line).context("a line is no JSON")?;
        let id = record["id"].as_str().unwrap_or("");
        let document = id.rsplit_once('-').map_or(id, |(document, _)| document);
        if crc32fast::hash(document.as_bytes()) % 10 < 7 {
            continue;
        }
        let words: Vec<&str> = record["tokens"].as_array().into_iter().flatten().filter_map(|t| t.as_str()).collect();
        let gold: Vec<Mention> = record["entities"].as_array().into_iter().flatten().map(mention).collect();
        let system = names(&words);
        right += gold.iter().filter(|g| system.contains(g)).count();
        bounds += gold.iter().filter(|g| system.iter().any(|s| (s.0, s.1) == (g.0, g.1))).count();
        found += system.len();
        known += gold.len();
    }
    let row = |measure: &str, right: usize, of: usize| Row {
        set: "UNER-EWT dev, documents kept from training, gold words".into(),
        measure: measure.into(),
        value: 100.0 * right as f64 / of.max(1) as f64,
        of: known,
        note: "exact spans; PER, ORG, LOC".into(),
    };
    Ok(Some(vec![
        row("precision", right, found),
        row("recall", right, known),
        row("F1", 2 * right, found + known),
        row("F1 without types", 2 * bounds, found + known),
    ]))
}

fn mention(value: &serde_json::Value) -> Mention {
    let number = |key: &str| value[key].as_u64().unwrap_or(0) as usize;
    (number("start"), number("end"), value["type"].as_str().unwrap_or("").to_string())
}

fn names(words: &[&str]) -> Vec<Mention> {
    let lines = words.iter().enumerate().map(|(i, w)| format!("{}\t{w}\t_\t_\t_\t_\t_\t_\t_\t_\n", i + 1));
    let (_, document) = conllu::annotate_pretokenized(&lines.collect::<String>(), Reader::bundled());
    let names = document.names.iter().filter_map(|name| {
        let kind = match name.kind {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Place => "LOC",
            NameKind::Other => return None,
        };
        Some((name.tokens.0, name.tokens.1, kind.to_string()))
    });
    names.collect()
}
