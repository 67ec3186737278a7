//! Whole stories against their gold: runs the pipeline, then the scorer that comes with the stories.

use crate::Row;
use anyhow::{Context, Result};
use parallax::{World, read, reconstruct, tell};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Measures shown in the table, by the scorer's own names.
const SHOWN: [&str; 24] = [
    "event mentions",
    "event mentions tight",
    "linking precision",
    "linking recall",
    "linking F1",
    "type all",
    "date all",
    "place hit",
    "actors hit",
    "actors all",
    "recipients hit",
    "recipients all",
    "actors precision",
    "recipients precision",
    "disagreements incompatible",
    "disagreements all",
    "disagreement precision",
    "disagreement attribute",
    "attributions",
    "attribution status",
    "links",
    "names",
    "names precision",
    "story score",
];

/// Scores all stories of `data/../stories`; `None` when they or Python are not there.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let stories = data.join("../stories");
    let scorer = stories.join("score_story.py");
    if !scorer.is_file() || Command::new("python3").arg("--version").output().is_err() {
        return Ok(None);
    }
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&stories)?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.join("gold.json").is_file())
        .collect();
    folders.sort();
    let mut rows = mean(&scorer, &folders, false)?;
    // The same reports with no metadata: what the texts alone let one conclude of their dates.
    let bare = mean(&scorer, &folders, true)?;
    rows.extend(
        bare.into_iter()
            .filter(|r| r.measure == "publication date")
            .map(|r| Row { measure: "publication date, metadata removed".into(), ..r }),
    );
    Ok(Some(rows))
}

fn mean(scorer: &Path, folders: &[PathBuf], bare: bool) -> Result<Vec<Row>> {
    let out = tempfile::tempdir()?;
    for folder in folders {
        let mut input = read::reports(&[folder.to_string_lossy().into_owned()], &read::Options::default());
        if bare {
            input.reports.iter_mut().for_each(|r| (r.published, r.url) = (None, None));
        }
        let story = reconstruct(input.reports, &World::bundled(), &|_| ());
        let name = folder.file_name().context("a story's folder has a name")?.to_string_lossy().into_owned();
        std::fs::write(out.path().join(format!("{name}.json")), tell::json(&story))?;
    }
    let run = Command::new("python3").arg(scorer).arg(out.path()).args(folders).arg("--json").output()?;
    let text = String::from_utf8_lossy(&run.stdout);
    anyhow::ensure!(run.status.success(), "the scorer failed: {}", String::from_utf8_lossy(&run.stderr));
    let json: serde_json::Value =
        serde_json::from_str(text.lines().last().unwrap_or("")).context("the scorer's JSON")?;
    let shown = SHOWN.iter().chain(&["publication date"]);
    Ok(shown
        .filter_map(|measure| {
            let value = json["mean"][measure].as_f64()?;
            Some(Row {
                set: "stories".into(),
                measure: (*measure).into(),
                value: 100.0 * value,
                of: folders.len(),
                note: "mean over the stories".into(),
            })
        })
        .collect())
}
