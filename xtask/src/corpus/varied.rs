//! A corpus made of a few given reports by varying their names, figures and days.

use super::chance::Chance;
use super::made::A_DAY;
use anyhow::{Context, bail};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

const BEGIN: Date = date(2020, 1, 1);
/// Syllables of made-up names.
const SYLLABLES: [&str; 24] = [
    "ba", "den", "fi", "gor", "hal", "ka", "lin", "mar", "ne", "or", "pel", "ri", "san", "tol", "ul", "va", "wen",
    "yar", "zo", "bren", "dal", "ves", "lo", "mi",
];
/// Words with capitals that are no names to be varied.
const FIXED: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Writes `count` reports of about `words` words (0: each as long as its sample) as JSON Lines.
pub fn write(samples: &[String], count: usize, words: usize, out: &Path) -> anyhow::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(out).with_context(|| out.display().to_string())?);
    for i in 0..count {
        let day = BEGIN.checked_add(((i / A_DAY) as i64).days())?;
        let text = varied(&sample(samples, i, words).context("no sample reports")?, &mut Chance::of(i, 0));
        let line =
            serde_json::json!({"id": i, "text": text, "date": day.to_string(), "outlet": format!("Paper {}", i % 40)});
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// The paragraphs of report `i` and, where it is too short, of those after it, until they have `words` words.
fn sample(samples: &[String], i: usize, words: usize) -> Option<String> {
    let at = |i: usize| samples.get(i % samples.len().max(1));
    if words == 0 {
        return at(i).cloned();
    }
    let (mut text, mut count) = (String::new(), 0);
    for next in i..i + 50 {
        for paragraph in at(next)?.lines().filter(|l| !l.trim().is_empty()) {
            text.push_str(paragraph);
            text.push_str("\n\n");
            count += paragraph.split_whitespace().count();
            if count >= words {
                return Some(text);
            }
        }
    }
    Some(text)
}

/// The text with half of its names made up anew, each the same throughout, and its figures changed.
fn varied(text: &str, chance: &mut Chance) -> String {
    let mut names: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let rest = &piece[word.len()..];
        let capital = word.chars().next().is_some_and(char::is_uppercase) && word.chars().count() > 2;
        if word.len() < 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) {
            let number: usize = word.parse().unwrap_or(1);
            // Days of a month stay days of a month.
            let _ = write!(out, "{}", if number <= 28 { 1 + chance.below(28) } else { number + chance.below(number) });
        } else if capital && !begins && !FIXED.contains(&word) {
            let name = names.entry(word).or_insert_with(|| {
                if chance.below(2) == 0 {
                    return word.to_string();
                }
                let made: String = (0..2 + chance.below(2)).map(|_| SYLLABLES[chance.below(SYLLABLES.len())]).collect();
                made[..1].to_uppercase() + &made[1..]
            });
            out.push_str(name);
        } else {
            out.push_str(word);
        }
        out.push_str(rest);
        begins = if word.is_empty() { begins } else { false };
        begins |= rest.contains(['.', '!', '?', '\n', '“', '"']);
    }
    out
}

/// All texts below a folder, in order of their paths.
pub fn samples(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut next = vec![folder.to_path_buf()];
    while let Some(at) = next.pop() {
        for entry in std::fs::read_dir(&at).with_context(|| at.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                next.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") {
                files.push(path);
            }
        }
    }
    files.sort();
    let texts: Vec<String> = files.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?;
    if texts.is_empty() {
        bail!("no .txt below {}", folder.display());
    }
    Ok(texts)
}
