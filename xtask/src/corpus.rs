//! A corpus made of a few reports by varying their names, figures and days, and how fast and in how much memory it is coded.

use anyhow::{Context, bail};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Reports published on one day: a corpus grows by days, as news does.
const A_DAY: usize = 500;
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

/// A small generator of our own (xorshift): the same corpus on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// Writes `count` reports as JSON Lines.
pub fn generate(samples: &[String], count: usize, out: &Path) -> anyhow::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(out).with_context(|| out.display().to_string())?);
    for i in 0..count {
        let sample = samples.get(i % samples.len().max(1)).context("no sample reports")?;
        let day = BEGIN.checked_add(((i / A_DAY) as i64).days())?;
        let text =
            varied(sample, &mut Chance(0x9e37_79b9_7f4a_7c15 ^ (i as u64 + 1).wrapping_mul(0xff51_afd7_ed55_8ccd)));
        let line =
            serde_json::json!({"id": i, "text": text, "date": day.to_string(), "outlet": format!("Paper {}", i % 40)});
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
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

/// Codes corpora of several sizes with the command of the same build and prints a row for each.
pub fn measure(samples: &[String], sizes: &[usize], threads: &[usize]) -> anyhow::Result<()> {
    let command = std::env::current_exe()?.with_file_name("parallax");
    let place = std::env::temp_dir().join(format!("parallax-corpus-{}", std::process::id()));
    std::fs::create_dir_all(&place)?;
    println!("| reports | words | threads | reports/s | words/s | most memory |\n|---|---|---|---|---|---|");
    for &size in sizes {
        let input = place.join("corpus.jsonl");
        generate(samples, size, &input)?;
        for &n in threads {
            let out = place.join("out");
            let _ = std::fs::remove_dir_all(&out);
            let begun = std::time::Instant::now();
            let run = Command::new(&command)
                .arg("code")
                .arg(&input)
                .arg("-o")
                .arg(&out)
                .args(["--progress", "never", "-j", &n.to_string()])
                .output();
            let run =
                run.with_context(|| format!("{}: build it first (cargo build -p parallax-cli)", command.display()))?;
            let seconds = begun.elapsed().as_secs_f64();
            let told: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("run.json"))?)?;
            let words = told["words"].as_f64().unwrap_or(0.0);
            let said = String::from_utf8_lossy(&run.stderr);
            let memory =
                said.split("at most ").nth(1).and_then(|s| s.split(" of").next()).unwrap_or("unknown").to_string();
            println!(
                "| {size} | {words:.0} | {n} | {:.1} | {:.0} | {memory} |",
                size as f64 / seconds,
                words / seconds
            );
        }
    }
    Ok(std::fs::remove_dir_all(&place)?)
}
