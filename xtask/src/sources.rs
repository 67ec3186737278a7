//! One report read well: attribution clauses (GUM), source and target spans (CAMEO), who did it to whom (MUC-4).

use crate::Row;
use crate::treebank::report;
use anyhow::{Context, Result};
use parallax::model::{Account, Plover, Span};
use parallax::{World, extract, parse};
use serde_json::Value;
use std::path::Path;

/// Right, predicted, gold.
#[derive(Default)]
struct Tally(usize, usize, usize);

impl Tally {
    fn rows(&self, set: &str, what: &str, note: &str) -> Vec<Row> {
        let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        let row = |measure: String, value: f64| Row { set: set.into(), measure, value, of: self.2, note: note.into() };
        vec![
            row(format!("{what}, precision"), share(self.0, self.1)),
            row(format!("{what}, recall"), share(self.0, self.2)),
            row(format!("{what}, F1"), 100.0 * 2.0 * self.0 as f64 / (self.1 + self.2).max(1) as f64),
        ]
    }
}

/// Scores all three sets; those whose data is absent are left out, `None` when all are.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let mut rows = Vec::new();
    if let Some(lines) = lines(&data.join("attribution/gum_rst/dev.jsonl"))? {
        rows.extend(attribution(&lines));
    }
    if let Some(lines) = lines(&data.join("events/cameo_source_target/train.jsonl"))? {
        rows.extend(spans(&lines));
    }
    if let Some(lines) = lines(&data.join("events/muc4/dev.jsonl"))? {
        rows.extend(muc(&lines));
    }
    Ok((!rows.is_empty()).then_some(rows))
}

fn lines(path: &Path) -> Result<Option<Vec<Value>>> {
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path)?;
    Ok(Some(
        text.lines().map(serde_json::from_str).collect::<Result<_, _>>().with_context(|| path.display().to_string())?,
    ))
}

fn account(text: &str) -> Account {
    let world = World::bundled();
    let report = report(text.to_string());
    let document = parse::document(&report, world.reader);
    extract::account(&report, &document, world.lexicon)
}

/// A clause-level attribution is right when its cue lies in the gold cue's clause and its content meets the gold content's
/// first clause, which is what the discourse annotation names.
fn attribution(lines: &[Value]) -> Vec<Row> {
    let (mut cues, mut both) = (Tally::default(), Tally::default());
    for line in lines {
        let text = line["text"].as_str().unwrap_or("");
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let span =
            |v: &Value| Some(Span::new(*bytes.get(v[0].as_u64()? as usize)?, *bytes.get(v[1].as_u64()? as usize)?));
        let gold: Vec<(Span, Span)> = line["attributions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|a| Some((span(&a["cue"])?, span(&a["content_head"])?)))
            .collect();
        let found = account(text).attributions;
        let cue = |g: &(Span, Span)| found.iter().any(|a| a.cue.overlaps(g.0));
        // The content may begin a word before or after the annotated clause ("that").
        let near = |a: Span, b: Span| a.overlaps(b) || a.start.abs_diff(b.end) <= 2;
        let whole = |g: &(Span, Span)| found.iter().any(|a| a.cue.overlaps(g.0) && near(a.content, g.1));
        cues.0 += gold.iter().filter(|g| cue(g)).count();
        both.0 += gold.iter().filter(|g| whole(g)).count();
        for tally in [&mut cues, &mut both] {
            tally.1 += found.len();
            tally.2 += gold.len();
        }
    }
    let note = "only clausal attributions are annotated: precision is understated";
    cues.rows("attribution/gum_rst dev", "cue clause", note)
        .into_iter()
        .chain(both.rows("attribution/gum_rst dev", "cue and content", note))
        .collect()
}

/// Source and target spans of the coded event, right when they overlap a gold span of that side.
fn spans(lines: &[Value]) -> Vec<Row> {
    let mut tallies = [Tally::default(), Tally::default()];
    for line in lines {
        let tokens: Vec<&str> = line["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let (mut text, mut at) = (String::new(), Vec::new());
        for token in &tokens {
            text.push_str(if text.is_empty() { "" } else { " " });
            at.push(Span::new(text.len(), text.len() + token.len()));
            text.push_str(token);
        }
        let told = account(&text);
        // The main event: the first coded statement of a verb, else the first coded one.
        let coded = |s: &&parallax::model::Statement| s.code.as_ref().is_some_and(|c| c.plover.is_some());
        let main =
            told.statements.iter().filter(coded).find(|s| !s.nominal).or_else(|| told.statements.iter().find(coded));
        for (side, kind) in ["S", "T"].into_iter().enumerate() {
            let gold: Vec<Span> = line["entities"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|e| e["type"] == kind)
                .filter_map(|e| {
                    let (a, b) = (e["start"].as_u64()? as usize, e["end"].as_u64()? as usize);
                    Some(at.get(a)?.cover(*at.get(b.checked_sub(1)?)?))
                })
                .collect();
            let mentions = main.map_or(&[][..], |s| if side == 0 { &s.actors[..] } else { &s.recipients[..] });
            let found: Vec<Span> = mentions.iter().filter_map(|&m| told.mentions.get(m)).map(|m| m.span).collect();
            tallies[side].0 += gold.iter().filter(|g| found.iter().any(|f| f.overlaps(**g))).count();
            tallies[side].1 += found.len();
            tallies[side].2 += gold.len();
        }
    }
    let set = "events/cameo_source_target";
    tallies[0]
        .rows(set, "source span (overlap)", "main event of a sentence")
        .into_iter()
        .chain(tallies[1].rows(set, "target span (overlap)", "main event of a sentence"))
        .collect()
}

/// Perpetrators and human targets of the attacks a message tells, matched by a shared word of four letters or more.
fn muc(lines: &[Value]) -> Vec<Row> {
    const PERPETRATOR: [&str; 2] = ["PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID"];
    const VICTIM: [&str; 2] = ["HUM TGT: NAME", "HUM TGT: DESCRIPTION"];
    let mut tallies = [Tally::default(), Tally::default()];
    for line in lines {
        let text = line["text"].as_str().unwrap_or("");
        let templates: Vec<&Value> = line["templates"].as_array().into_iter().flatten().collect();
        if templates.is_empty() {
            continue;
        }
        let told = account(text);
        let attacks = || {
            told.statements
                .iter()
                .filter(|s| s.code.as_ref().is_some_and(|c| matches!(c.plover, Some(Plover::Assault | Plover::Coerce))))
        };
        for (side, slots) in [PERPETRATOR, VICTIM].into_iter().enumerate() {
            let mut gold: Vec<Vec<String>> = Vec::new();
            for filler in
                templates.iter().flat_map(|t| slots.iter().filter_map(|s| t[*s].as_str())).flat_map(|f| f.split(" ;; "))
            {
                let set = words(filler);
                if !set.is_empty() && !gold.contains(&set) {
                    gold.push(set);
                }
            }
            let mentions = attacks().flat_map(|s| if side == 0 { &s.actors } else { &s.recipients });
            let mut found: Vec<Vec<String>> = mentions
                .filter_map(|&m| told.mentions.get(m))
                .map(|m| words(m.span.of(text)))
                .filter(|w| !w.is_empty())
                .collect();
            found.sort();
            found.dedup();
            let meet = |a: &[String], b: &[String]| a.iter().any(|w| b.contains(w));
            tallies[side].0 += gold.iter().filter(|g| found.iter().any(|f| meet(f, g))).count();
            tallies[side].1 += found.len();
            tallies[side].2 += gold.len();
        }
    }
    let note = "texts in capitals; a shared word counts";
    tallies[0]
        .rows("events/muc4 dev", "perpetrators", note)
        .into_iter()
        .chain(tallies[1].rows("events/muc4 dev", "human targets", note))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() >= 4).map(str::to_string).collect()
}
