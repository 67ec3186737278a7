//! Days of publication, concluded from the words alone: the stories' reports without metadata, addresses and datelines.
//!
//! A day is right when it is the true one or a day beside it, as the stories' scorer has it: a text sent late in the
//! evening is dated the next day elsewhere. Where the texts leave the day open, an interval is stated; it holds the true
//! day or it does not.

use crate::quality::Row;
use anyhow::Context;
use jiff::civil::Date;
use parallax::{Reading, World, read, weave};
use parallax_model::{Report, ReportId, Story};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What became of the reports' days.
#[derive(Default)]
struct Tally {
    reports: usize,
    /// The true day, or one beside it.
    right: usize,
    /// Not so, or no day told, but the stated interval holds the true day.
    held: usize,
    /// A day or an interval was told, and neither fits.
    wrong: usize,
    /// Reports with an interval of more than a month.
    wide: usize,
    /// Reports of which a day or an interval was told, and those of them that show the reasons.
    concluded: usize,
    explained: usize,
}

/// Days of an interval that still tells when something was written.
const NARROW: i32 = 31;

/// Scores all stories of `data/../stories`; `None` when they are not there.
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let Ok(folders) = std::fs::read_dir(data.join("../stories")) else { return Ok(None) };
    let mut folders: Vec<PathBuf> =
        folders.flatten().map(|e| e.path()).filter(|p| p.join("reports.json").is_file()).collect();
    folders.sort();
    let (mut together, mut alone) = (Tally::default(), Tally::default());
    for folder in &folders {
        let days = days(folder)?;
        let world = World::bundled();
        let readings: Vec<Reading> = bare(folder)?.into_iter().map(|report| Reading::new(report, &world)).collect();
        for reading in &readings {
            alone.count(&weave(vec![reading.clone()], &world, &|_| ()), &days);
        }
        together.count(&weave(readings, &world, &|_| ()), &days);
    }
    let mut rows = together.rows("reports of the stories, each story together");
    rows.extend(alone.rows("reports of the stories, each by itself"));
    Ok((together.reports > 0).then_some(rows))
}

impl Tally {
    fn count(&mut self, story: &Story, days: &BTreeMap<String, Date>) {
        for (report, publication) in story.reports.iter().zip(&story.cast.published) {
            let Some(&day) = days.get(&report.path) else { continue };
            let near = |concluded: Date| (concluded - day).get_days().abs() <= 1;
            let right = publication.inferred.is_some_and(near);
            let held = publication.interval.is_some_and(|(first, last)| (first..=last).contains(&day));
            let long = publication.interval.is_some_and(|(first, last)| (last - first).get_days() > NARROW);
            let told = publication.inferred.is_some() || publication.interval.is_some();
            self.reports += 1;
            self.right += usize::from(right);
            self.held += usize::from(!right && held);
            self.wrong += usize::from(told && !right && !held);
            self.wide += usize::from(long);
            self.concluded += usize::from(told);
            self.explained += usize::from(told && !publication.reasons.is_empty());
        }
    }

    fn rows(&self, set: &str) -> Vec<Row> {
        let row = |measure: &str, share: usize, of: usize, note: String| Row {
            set: set.into(),
            measure: measure.into(),
            value: 100.0 * share as f64 / of.max(1) as f64,
            of,
            note,
        };
        let wide = format!("{} stated intervals are longer than {NARROW} days: the year stays open", self.wide);
        vec![
            row("right day", self.right, self.reports, "or the day beside it".into()),
            row("right day, or an interval that holds it", self.right + self.held, self.reports, wide),
            row("wrong", self.wrong, self.reports, "of the others, the words tell nothing".into()),
            row("conclusions with their reasons", self.explained, self.concluded, String::new()),
        ]
    }
}

/// File → the day it was published, by the metadata or, without any, by a reader of all the reports.
fn days(folder: &Path) -> anyhow::Result<BTreeMap<String, Date>> {
    let json = |name: &str| -> anyhow::Result<Value> {
        let text = std::fs::read_to_string(folder.join(name))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", folder.join(name).display()))
    };
    let mut days = BTreeMap::new();
    for report in json("reports.json")?.as_array().into_iter().flatten() {
        let day = report["published"].as_str().and_then(|day| day.parse().ok());
        days.extend(report["file"].as_str().map(str::to_string).zip(day));
    }
    if let Ok(gold) = json("gold.json") {
        for (file, day) in gold["published_concluded"].as_object().into_iter().flatten() {
            days.extend(day.as_str().and_then(|day| day.parse().ok()).map(|day| (file.clone(), day)));
        }
    }
    Ok(days)
}

/// A story's reports with nothing but their words, in order of their names.
fn bare(folder: &Path) -> anyhow::Result<Vec<Report>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|x| x == "txt"))
        .collect();
    files.sort();
    let mut reports = Vec::new();
    for file in files {
        let text: String =
            std::fs::read_to_string(&file)?.lines().map(|line| undated(line).to_string() + "\n").collect();
        let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        if let Ok(report) = read::report(&name, text.as_bytes(), &read::Meta::default()) {
            reports.push(Report { id: ReportId(reports.len()), path: name, ..report });
        }
    }
    Ok(reports)
}

/// Longest dateline, in bytes.
const DATELINE: usize = 90;

/// A paragraph without its dateline: "OSLO, May 3 (Agency) — ", "(Agency) ", "LIMA, Peru - ".
fn undated(line: &str) -> &str {
    let dash = [" — ", " – ", " - ", "— ", ") "].iter().filter_map(|dash| Some((line.find(dash)?, dash.len()))).min();
    let Some((at, length)) = dash.filter(|(at, _)| *at <= DATELINE) else { return line };
    let (dateline, rest) = line.split_at(at + length);
    let place = dateline.trim_start_matches(['(', '[']).split([',', ' ', ')']).next().unwrap_or("");
    let capitals = place.chars().filter(|c| c.is_uppercase()).count() > 1 && !place.chars().any(char::is_lowercase);
    let agency = dateline.contains('(') && dateline.split_whitespace().count() <= 8;
    if capitals || agency { rest.trim_start_matches([' ', '—', '–', '-']) } else { line }
}

#[cfg(test)]
mod tests {
    #[test]
    fn datelines_are_taken_off() {
        for (line, rest) in [
            ("OSLO, May 3 (Agency) — Ferries stood still.", "Ferries stood still."),
            ("LIMA, Peru - A bridge fell.", "A bridge fell."),
            ("West Harbour, Florida (Agency) The mayor left.", "The mayor left."),
            ("(Agency) The mayor left.", "The mayor left."),
            ("The mayor - a sailor - left.", "The mayor - a sailor - left."),
            ("Ferries stood still on May 3.", "Ferries stood still on May 3."),
        ] {
            assert_eq!(super::undated(line), rest);
        }
    }
}
