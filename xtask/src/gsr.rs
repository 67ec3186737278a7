//! PLOVER event coding against the gold standard records: codes every text, then runs the scorer that comes with them.

use crate::Row;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// Scores the records of `events/plover_gsr`; `None` when they or Python are not there.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let gold = data.join("events/plover_gsr/dev.jsonl");
    let scorer = data.join("../eval/score_gsr.py");
    if !gold.is_file() || !scorer.is_file() || Command::new("python3").arg("--version").output().is_err() {
        return Ok(None);
    }
    let out = tempfile::tempdir()?;
    let coded = out.path().join("coded.jsonl");
    let world = parallax::World::bundled();
    let lines: Vec<String> =
        std::fs::read_to_string(&gold)?.lines().filter_map(|l| parallax::code_line(l, &world).ok()).collect();
    std::fs::write(&coded, lines.join("\n"))?;
    let run = Command::new("python3").arg(&scorer).arg(&coded).arg(&gold).arg("--cw2016").output()?;
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    anyhow::ensure!(run.status.success(), "the scorer failed: {}", String::from_utf8_lossy(&run.stderr));
    let after = |name: &str, skip: usize| -> Option<f64> {
        let line = text.lines().find(|l| l.contains(name))?;
        line[line.find(name)? + name.len()..].split_whitespace().nth(skip)?.parse().ok()
    };
    let row = |measure: &str, value: Option<f64>| {
        Some(Row {
            set: "PLOVER gold".into(),
            measure: measure.into(),
            value: 100.0 * value?,
            of: lines.len(),
            note: "--cw2016".into(),
        })
    };
    let rows = [
        row("type recall", after("type_recall", 0)),
        row("type F1", after("type_F1", 5)),
        row("triple F1", after("triple_F1", 5)),
        row("source", after("source_acc strict", 0)),
        row("target", after("target_acc strict", 0)),
        row("sector", after("sector_acc", 0)),
        row("all correct", after("all_correct", 0)),
    ];
    Ok(Some(rows.into_iter().flatten().collect()))
}
