//! How well `parallax code` finds that several reports tell of one happening, on a made-up corpus that knows it.
//!
//! Two tellings of different reports are linked when a statement of the one and a statement of the other stand under one
//! event. Pairs are counted: of all that are linked the share that tell of one happening (precision), of all that tell of one
//! happening the share that are linked (recall).

use super::made::{A_DAY, Texts, day, write};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};

/// Said above the table.
pub const ABOUT: &str = "A made-up corpus that knows which reports tell of one happening: other words, now and then another figure, and twins \
that differ only in the town, or in the day and the people. Two tellings of different reports are linked when a statement \
of the one and a statement of the other stand under one event; pairs are counted.\n\n";
/// Pairs of each kind that are shown.
const SHOWN: usize = 12;

struct Telling {
    happening: usize,
    text: String,
    /// What the statements within its words say, for a reader who looks for causes.
    said: String,
    events: BTreeSet<String>,
}

/// Two rows of a table, and examples of what went wrong on standard error.
pub fn score(reports: usize, words: usize) -> anyhow::Result<String> {
    let (texts, place) = (Texts::own(), tempfile::tempdir()?);
    let (input, out) = (place.path().join("corpus.jsonl"), place.path().join("out"));
    write(&texts, reports, words, &input)?;
    let command = std::env::current_exe()?.with_file_name("parallax");
    let run = Command::new(&command)
        .arg("code")
        .arg(&input)
        .arg("-o")
        .arg(&out)
        .args(["-q", "--to", "csv"])
        .stderr(Stdio::inherit())
        .status();
    run.with_context(|| format!("{}: build it first", command.display()))?;
    let tellings = tellings(&texts, reports, words, &out)?;
    let told = tellings.iter().filter(|t| !t.events.is_empty()).count();
    let mut together: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut happenings: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, telling) in tellings.iter().enumerate() {
        telling.events.iter().for_each(|event| together.entry(event).or_default().push(i));
        happenings.entry(telling.happening).or_default().push(i);
    }
    let (found, wanted) = (pairs(together.values()), pairs(happenings.values()));
    let right = found.intersection(&wanted).count();
    show("linked, but two happenings", found.difference(&wanted), &tellings);
    show("one happening, but not linked", wanted.difference(&found), &tellings);
    let share = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
    let (precision, recall) = (share(right, found.len()), share(right, wanted.len()));
    Ok(format!(
        "| tellings | with an event | pairs linked | precision | pairs of one happening | recall | F1 |\n|---:|---:|---:|---:|---:|---:|---:|\n\
         | {} | {:.1} % | {} | {precision:.1} % | {} | {recall:.1} % | {:.1} % |\n",
        tellings.len(),
        share(told, tellings.len()),
        found.len(),
        wanted.len(),
        2.0 * precision * recall / (precision + recall).max(1e-9)
    ))
}

fn pairs<'g>(groups: impl Iterator<Item = &'g Vec<usize>>) -> BTreeSet<(usize, usize)> {
    let of = |group: &'g Vec<usize>| {
        group.iter().enumerate().flat_map(|(i, &a)| group[i + 1..].iter().map(move |&b| (a, b)))
    };
    groups.flat_map(of).collect()
}

fn show<'p>(what: &str, pairs: impl Iterator<Item = &'p (usize, usize)>, tellings: &[Telling]) {
    let all: Vec<_> = pairs.collect();
    for (a, b) in all.iter().step_by((all.len() / SHOWN).max(1)) {
        eprintln!("{what}:");
        for telling in [&tellings[*a], &tellings[*b]] {
            eprintln!("    {}\n        {}", telling.text, telling.said);
        }
    }
}

/// All tellings of the corpus with the events that were found in them.
fn tellings(texts: &Texts, reports: usize, words: usize, out: &Path) -> anyhow::Result<Vec<Telling>> {
    let paths: BTreeMap<String, String> = rows(out, "reports")?
        .into_iter()
        .map(|row| (row["report_id"].clone(), row["path"].rsplit('#').next().unwrap_or("").to_string()))
        .collect();
    // Line → its statements.
    let mut stated: BTreeMap<usize, Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in rows(out, "statements")? {
        let line = paths.get(&row["report_id"]).and_then(|l| l.parse().ok()).unwrap_or(0usize);
        stated.entry(line).or_default().push(row);
    }
    let mut tellings = Vec::new();
    for index in 0..reports.div_ceil(A_DAY) {
        for (i, made) in day(texts, index, words)?.into_iter().enumerate().take(reports - index * A_DAY) {
            let none = Vec::new();
            let statements = stated.get(&(index * A_DAY + i + 1)).unwrap_or(&none);
            for telling in &made.tells {
                let number = |row: &BTreeMap<String, String>, key: &str| row[key].parse().unwrap_or(usize::MAX);
                let within = statements.iter().filter(|row| {
                    let (start, end) = (number(row, "char_start"), number(row, "char_end"));
                    start < telling.end && end > telling.start && !row["plover_type"].is_empty()
                });
                let within: Vec<_> = within.collect();
                let field = |row: &BTreeMap<String, String>| {
                    ["sense", "actor_name", "recipient_name", "place_name", "date_start", "date_end"]
                        .map(|k| row[k].clone())
                        .join(" · ")
                };
                tellings.push(Telling {
                    happening: telling.happening,
                    text: made.words(telling),
                    said: within.iter().map(|row| field(row)).collect::<Vec<_>>().join(" | "),
                    events: within.iter().map(|row| row["event_id"].clone()).collect(),
                });
            }
        }
    }
    Ok(tellings)
}

/// The rows of a table, all days together.
fn rows(out: &Path, table: &str) -> anyhow::Result<Vec<BTreeMap<String, String>>> {
    let mut files: Vec<_> =
        std::fs::read_dir(out.join(table))?.flatten().map(|d| d.path().join("part-0.csv")).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files {
        for row in csv::Reader::from_path(file)?.into_deserialize() {
            rows.push(row?);
        }
    }
    Ok(rows)
}
