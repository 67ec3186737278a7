//! Pairs of rows → counts for every field, and what was missed.

use crate::pair::pairs;
use crate::same::same;
use crate::{FIELDS, Row, Rows, Value, same_report};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a quote that are shown.
const SHOWN: usize = 70;

/// How often a field was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Values told as they were coded.
    pub right: usize,
    /// Values told, of events that were coded too.
    pub told: usize,
    /// Values coded.
    pub coded: usize,
}

impl Count {
    /// Of what was told the share that was coded.
    pub fn precision(&self) -> Option<f64> {
        (self.told > 0).then(|| self.right as f64 / self.told as f64)
    }
    /// Of what was coded the share that was told.
    pub fn recall(&self) -> Option<f64> {
        (self.coded > 0).then(|| self.right as f64 / self.coded as f64)
    }
    /// Their harmonic mean.
    pub fn f1(&self) -> Option<f64> {
        (self.told + self.coded > 0).then(|| 2.0 * self.right as f64 / (self.told + self.coded) as f64)
    }
}

/// Something that was coded and not told so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// `event`, `link`, or the field.
    pub field: String,
    /// Where it is coded: `gold.csv:4`.
    pub from: String,
    /// Where it stands in its report: `a.txt 12–40`.
    pub at: String,
    /// The words there, cut short.
    pub quote: String,
    /// What was coded.
    pub coded: String,
    /// What was told in its place; empty for nothing.
    pub told: String,
}

/// The outcome.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// `event`, each coded field, `link`: in the order in which they are shown.
    pub counts: Vec<(String, Count)>,
    /// What was missed, in the order of the coded rows.
    pub misses: Vec<Miss>,
    /// What a reader must know to read the counts.
    pub notes: Vec<String>,
}

/// Holds told rows against coded ones.
pub fn score(gold: &Rows, told: &Rows) -> Score {
    let coded_reports: BTreeSet<&str> = gold.rows.iter().map(|r| r.report.as_str()).collect();
    let read: BTreeSet<&str> = told.rows.iter().map(|r| r.report.as_str()).collect();
    let lost: Vec<&str> = coded_reports.iter().filter(|c| !read.iter().any(|t| same_report(c, t))).copied().collect();
    let mut score = Score { notes: [&gold.notes[..], &told.notes].concat(), ..Score::default() };
    if !lost.is_empty() {
        let some = lost.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        score.notes.push(format!("no event is told of {} coded reports: {some}", lost.len()));
    }
    let answers = pairs(&gold.rows, &told.rows);
    // Events of reports that nobody coded say nothing about the output.
    let within = told.rows.iter().filter(|t| coded_reports.iter().any(|c| same_report(c, &t.report))).count();
    let found = answers.iter().flatten().count();
    score.counts.push(("event".into(), Count { right: found, told: within, coded: gold.rows.len() }));
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for (row, answer) in gold.rows.iter().zip(&answers) {
        let answer = answer.map(|t| &told.rows[t]);
        if answer.is_none() {
            score.misses.push(miss("event", row, String::new(), String::new()));
        }
        for field in FIELDS {
            let Some(coded) = row.fields.get(field) else { continue };
            let said = answer.and_then(|a| a.fields.get(field)).cloned().unwrap_or_default();
            let right = matched(field, coded, &said);
            let count = counts.entry(field).or_default();
            count.right += right;
            count.told += said.len();
            count.coded += coded.len();
            if answer.is_some() && right < coded.len() {
                score.misses.push(miss(field, row, shown(coded), shown(&said)));
            }
        }
    }
    score.counts.extend(FIELDS.iter().filter_map(|f| Some((f.to_string(), *counts.get(f)?))));
    links(gold, told, &answers, &mut score);
    score
}

/// Coded values that some told value is, each told value used once.
fn matched(field: &str, coded: &[Value], said: &[Value]) -> usize {
    let mut left: Vec<&Value> = said.iter().collect();
    let took = |value: &&Value| match left.iter().position(|t| same(field, value, t)) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => false,
    };
    coded.iter().filter(took).count()
}

/// Pairs of rows that are coded, or told, as one event.
fn links(gold: &Rows, told: &Rows, answers: &[Option<usize>], score: &mut Score) {
    if gold.rows.iter().all(|r| r.event.is_none()) || told.rows.iter().all(|r| r.event.is_none()) {
        return;
    }
    let mut count = Count::default();
    for (i, a) in gold.rows.iter().enumerate() {
        for (j, b) in gold.rows.iter().enumerate().skip(i + 1) {
            if same_report(&a.report, &b.report) {
                continue;
            }
            let coded = a.event.is_some() && a.event == b.event;
            let of = |answer: Option<usize>| answer.and_then(|t| told.rows[t].event.as_ref());
            let linked = of(answers[i]).is_some() && of(answers[i]) == of(answers[j]);
            count.right += usize::from(coded && linked);
            count.told += usize::from(linked);
            count.coded += usize::from(coded);
            // Where an event itself is missed, that has been said.
            if coded && !linked && answers[i].is_some() && answers[j].is_some() {
                let other = format!("one event with {} ({})", b.from, b.report);
                score.misses.push(miss("link", a, other, "two events".into()));
            }
        }
    }
    score.counts.push(("link".into(), count));
}

fn miss(field: &str, row: &Row, coded: String, told: String) -> Miss {
    let at = row.spans.first().map_or(row.report.clone(), |(a, b)| format!("{} {a}–{b}", row.report));
    let words = row.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut = words.chars().count() > SHOWN;
    let quote: String = words.chars().take(SHOWN).chain(cut.then_some('…')).collect();
    Miss { field: field.into(), from: row.from.clone(), at, quote, coded, told }
}

fn shown(values: &[Value]) -> String {
    values.iter().filter_map(|v| v.first()).cloned().collect::<Vec<_>>().join("; ")
}

impl Score {
    /// The count of `event`, `link` or a field.
    pub fn of(&self, field: &str) -> Option<Count> {
        self.counts.iter().find(|(name, _)| name == field).map(|(_, count)| *count)
    }

    /// As a table to be read, with at most `misses` of what was missed.
    pub fn text(&self, misses: usize) -> String {
        let percent = |share: Option<f64>| share.map_or("–".into(), |s| format!("{:.1}", 100.0 * s));
        let mut out = format!(
            "{:<10} {:>6} {:>6} {:>6} {:>10} {:>7} {:>7}\n",
            "field", "right", "told", "coded", "precision", "recall", "F1"
        );
        for (field, c) in &self.counts {
            out.push_str(&format!(
                "{field:<10} {:>6} {:>6} {:>6} {:>10} {:>7} {:>7}\n",
                c.right,
                c.told,
                c.coded,
                percent(c.precision()),
                percent(c.recall()),
                percent(c.f1())
            ));
        }
        self.notes.iter().for_each(|note| out.push_str(&format!("note: {note}\n")));
        if misses > 0 && !self.misses.is_empty() {
            out.push_str(&format!("\nMissed ({} of {}):\n", misses.min(self.misses.len()), self.misses.len()));
        }
        for miss in self.misses.iter().take(misses) {
            let told = if miss.told.is_empty() { "not told".into() } else { format!("told: {}", miss.told) };
            let coded = if miss.coded.is_empty() { String::new() } else { format!("{} · ", miss.coded) };
            out.push_str(&format!(
                "  {:<9} {coded}{told}\n            {} “{}” [{}]\n",
                miss.field, miss.at, miss.quote, miss.from
            ));
        }
        out
    }

    /// As JSON, `parallax-check/1`, with all that was missed.
    pub fn json(&self) -> Json {
        let count = |(field, c): &(String, Count)| {
            json!({"field": field, "right": c.right, "told": c.told, "coded": c.coded,
                "precision": c.precision(), "recall": c.recall(), "f1": c.f1()})
        };
        let miss = |m: &Miss| json!({"field": m.field, "coded_at": m.from, "at": m.at, "quote": m.quote, "coded": m.coded, "told": m.told});
        json!({
            "format": "parallax-check/1",
            "fields": self.counts.iter().map(count).collect::<Vec<_>>(),
            "misses": self.misses.iter().map(miss).collect::<Vec<_>>(),
            "notes": self.notes,
        })
    }
}
