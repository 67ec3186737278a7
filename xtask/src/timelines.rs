//! Timelines of actors over many reports against gold: SemEval-2015 task 4 (Minard et al. 2015), gold event words given.
//!
//! Each set is given as one story. An actor's timeline is every event in which he has a part, at the day Parallax gives it;
//! only words that the gold marks as events count. Scored as the task describes it, by temporal awareness (UzZaman and Allen
//! 2011): a timeline is a graph of event words and days; the relations of one side's shortest graph (word at day, words of one
//! event, one event before the next) are looked up in what follows from the other's. Events without a place in time are left
//! out on both sides, as in the task. The scorer is our own, so figures compare with published ones only roughly.

use crate::Row;
use crate::crossdoc::{lines, report};
use anyhow::{Context, Result};
use parallax::model::{EntityId, Story, When};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The sets: 30 reports each.
const SETS: [&str; 2] = ["corpus1_airbus", "trial_apple"];

/// Scores the sets; empty when they are not there.
pub fn score(data: &Path) -> Result<Vec<Row>> {
    let folder = data.join("crossdoc/semeval2015t4_timelines");
    let (mut sums, mut actors) = ((0.0, 0.0, 0.0, 0.0), 0);
    for set in SETS {
        let Some(docs) = lines(&folder.join(format!("{set}.docs.jsonl")))? else { continue };
        let Some(timelines) = lines(&folder.join(format!("{set}.timelines.jsonl")))? else { continue };
        let words = event_words(&docs)?;
        let text = |d: &Value, key: &str| d[key].as_str().unwrap_or("").to_string();
        let given = docs.iter().enumerate();
        let reports = given.map(|(i, d)| report(i, text(d, "doc"), text(d, "text"), d["dct"].as_str())).collect();
        let story = parallax::reconstruct(reports, &parallax::World::bundled(), &|_| ());
        for timeline in &timelines {
            let name = timeline["entity"].as_str().context("an actor's name")?;
            let gold = Timeline::of_gold(timeline)?;
            let ours = Timeline::of_story(&story, name, &words);
            actors += 1;
            let (found, right) = (ours.relations(), gold.relations());
            sums.0 += found.iter().filter(|r| gold.holds(r)).count() as f64;
            sums.1 += found.len() as f64;
            sums.2 += right.iter().filter(|r| ours.holds(r)).count() as f64;
            sums.3 += right.len() as f64;
        }
    }
    if actors == 0 {
        return Ok(Vec::new());
    }
    let share = |a: f64, b: f64| if b > 0.0 { a / b } else { 0.0 };
    let (precision, recall) = (share(sums.0, sums.1), share(sums.2, sums.3));
    let row = |measure: &str, value: f64| Row {
        set: "crossdoc/semeval2015t4_timelines".into(),
        measure: measure.into(),
        value: 100.0 * value,
        of: actors,
        note: "gold event words; published systems of the task reach about 25".into(),
    };
    Ok(vec![
        row("timelines of actors, precision of relations", precision),
        row("timelines of actors, recall of relations", recall),
        row("timelines of actors, micro-F1", share(2.0 * precision * recall, precision + recall)),
    ])
}

/// `[report's name]` → the gold's event words as (start, end, id "report-line-word").
fn event_words(docs: &[Value]) -> Result<BTreeMap<String, Vec<(usize, usize, String)>>> {
    let mut found = BTreeMap::new();
    for doc in docs {
        let (name, text) = (doc["doc"].as_str().context("doc")?, doc["text"].as_str().context("text")?);
        // Where the headline is left out of the text, lines are counted as if it stood there.
        let left_out = usize::from(!text.starts_with(doc["title"].as_str().unwrap_or("")));
        // Offsets count characters; spans count bytes.
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let words = doc["events"].as_array().context("events")?.iter().filter_map(|event| {
            let at = |key: &str| bytes.get(event[key].as_u64()? as usize).copied();
            let (start, end) = (at("start")?, at("end")?);
            let line = text.get(..start)?.matches('\n').count() + left_out;
            Some((start, end, format!("{name}-{line}-{}", text.get(start..end)?.replace(' ', "_"))))
        });
        found.insert(name.to_string(), words.collect());
    }
    Ok(found)
}

/// Event words in groups of one event each, with their days, in order of time.
struct Timeline {
    events: Vec<(usize, String, BTreeSet<String>)>,
    /// Word → (place in the order, day).
    place: BTreeMap<String, (usize, String)>,
}

/// One relation of a timeline's shortest graph.
enum Tie<'a> {
    At(&'a str, &'a str),
    Together(&'a str, &'a str),
    Before(&'a str, &'a str),
}

impl Timeline {
    fn new(events: Vec<(usize, String, BTreeSet<String>)>) -> Timeline {
        let place =
            events.iter().flat_map(|(n, day, words)| words.iter().map(|w| (w.clone(), (*n, day.clone())))).collect();
        Timeline { events, place }
    }

    fn of_gold(timeline: &Value) -> Result<Timeline> {
        let mut events = Vec::new();
        for row in timeline["timeline"].as_array().context("timeline")? {
            let order = row["order"].as_u64().context("order")? as usize;
            let words = row["events"].as_array().context("events")?.iter().filter_map(Value::as_str);
            if order > 0 {
                let day = row["date"].as_str().unwrap_or("").trim_end_matches("-XX").to_string();
                events.push((order, day, words.map(str::to_string).collect()));
            }
        }
        Ok(Timeline::new(events))
    }

    fn of_story(story: &Story, name: &str, words: &BTreeMap<String, Vec<(usize, usize, String)>>) -> Timeline {
        let wanted = name.to_lowercase();
        let called = |e: &EntityId| {
            let names = story.cast.entities.get(e.0).into_iter().flat_map(|e| e.names.iter().chain([&e.name]));
            // "787 Dreamliner" is the Boeing 787 Dreamliner.
            names.into_iter().map(|n| n.to_lowercase()).any(|n| n == wanted || wanted.ends_with(&format!(" {n}")))
        };
        let mut dated: BTreeMap<(When, usize), BTreeSet<String>> = BTreeMap::new();
        for (n, event) in story.events.iter().enumerate() {
            let Some(when) = event.when else { continue };
            if !event.actors.iter().chain(&event.recipients).any(called) {
                continue;
            }
            let told = event.statements.iter().filter_map(|at| {
                let r = story.accounts.iter().position(|a| a.report == at.report)?;
                let trigger = story.accounts[r].statements.get(at.index)?.trigger;
                let word = words.get(&story.reports.get(r)?.path)?.iter();
                word.clone().find(|(start, end, _)| trigger.start < *end && *start < trigger.end)
            });
            let told: BTreeSet<String> = told.map(|word| word.2.clone()).collect();
            if !told.is_empty() {
                dated.insert((when, n), told);
            }
        }
        // Events of one day stand at one place of the order.
        let mut days: Vec<When> = dated.keys().map(|(when, _)| *when).collect();
        days.dedup();
        let events = dated.into_iter().map(|((when, _), words)| {
            let order = days.iter().position(|d| *d == when).unwrap_or(0) + 1;
            (order, day(&when), words)
        });
        Timeline::new(events.collect())
    }

    fn relations(&self) -> Vec<Tie<'_>> {
        let mut ties = Vec::new();
        for (_, day, words) in &self.events {
            ties.extend(words.iter().map(|w| Tie::At(w, day)));
            ties.extend(words.iter().zip(words.iter().skip(1)).map(|(a, b)| Tie::Together(a, b)));
        }
        for pair in self.events.windows(2) {
            let (Some(a), Some(b)) = (pair[0].2.first(), pair[1].2.first()) else { continue };
            ties.push(if pair[0].0 == pair[1].0 { Tie::Together(a, b) } else { Tie::Before(a, b) });
        }
        ties
    }

    /// Whether a relation follows from this timeline.
    fn holds(&self, tie: &Tie) -> bool {
        let place = |word: &str| self.place.get(word);
        match tie {
            Tie::At(word, day) => place(word).is_some_and(|p| p.1 == *day),
            Tie::Together(a, b) => place(a).zip(place(b)).is_some_and(|(x, y)| x.0 == y.0),
            Tie::Before(a, b) => place(a).zip(place(b)).is_some_and(|(x, y)| x.0 < y.0),
        }
    }
}

/// The day as the gold writes it: "2007-10-15", "2007-10", "2007".
fn day(when: &When) -> String {
    use parallax::model::Precision;
    // The gold knows no spans of a day or two: news of "the day or the day before" stands at the later.
    let whole = when.end.to_string();
    let brief = when.start.until(when.end).is_ok_and(|span| span.get_days() < 7);
    let length = match when.precision {
        _ if brief => 10,
        Precision::Month | Precision::Season => 7,
        Precision::Year | Precision::Span => 4,
        _ => 10,
    };
    whole.chars().take(length).collect()
}
