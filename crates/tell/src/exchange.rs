//! Act and answer: what two sides are told to have done to each other, step by step.

use crate::events::{self, tellers};
use crate::words::letter;
use parallax_model::{
    Entity, EntityId, EntityKind, Event, Evidence, PlacePrecision, Quad, RelationKind, ReportId, State, Statement,
    Status, Story,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Sectors of those who act for themselves, whatever country they belong to: `data/actors/own_side.txt`.
static OWN_SIDE: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/actors/own_side.txt").lines();
    lines.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_whitespace().next()).collect()
});
/// Steps from which on two sides are told of as an exchange.
const LEAST: usize = 3;

/// What two sides are told to have done to each other.
#[derive(Clone, PartialEq, Debug)]
pub struct Exchange {
    /// The two sides by name: countries with all who act for them or belong to them, groups that act for themselves, others.
    pub sides: [String; 2],
    /// Dated steps in order of time, then those without a day.
    pub steps: Vec<Step>,
    /// `(report, step)`: with which dated step each report that tells one begins.
    pub begins: Vec<(ReportId, usize)>,
}

/// One act of one side towards the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Index of the event.
    pub event: usize,
    /// Which side acts, 0 or 1.
    pub by: usize,
    /// Words or deeds, of cooperation or of conflict.
    pub quad: Quad,
    /// The earlier steps it is told to answer, and in which words.
    pub answers: Vec<(usize, Evidence)>,
}

impl Exchange {
    /// With which step each report begins, in words, where they differ in which side acts first.
    pub fn begins_otherwise(&self) -> Option<String> {
        let by = |&(report, k): &(ReportId, usize)| Some((report, k, self.steps.get(k)?.by));
        let begins: Vec<(ReportId, usize, usize)> = self.begins.iter().filter_map(by).collect();
        let line = |(report, k, by): (ReportId, usize, usize)| {
            format!("{} with {} ({})", letter(report.0), k + 1, self.sides[by])
        };
        (begins.iter().any(|b| b.2 != begins[0].2))
            .then(|| begins.into_iter().map(line).collect::<Vec<_>>().join(" · "))
    }
}

/// The exchanges of a story in which both sides act, those of most steps first.
pub fn exchanges(story: &Story) -> Vec<Exchange> {
    let sides: Vec<Option<String>> = (0..story.cast.entities.len()).map(|e| side(story, EntityId(e))).collect();
    let of = |entities: &[EntityId], other: Option<&String>| {
        // Of several who are acted on, a country's say more of two sides than a man of no known one.
        let all = entities.iter().filter_map(|e| Some((sides.get(e.0)?.as_ref()?, story.cast.entities.get(e.0)?)));
        let mut others = all.filter(|(side, _)| Some(*side) != other);
        let first = others.clone().next();
        others.find(|(_, e)| e.country.is_some()).or(first).map(|(side, _)| side.clone())
    };
    let mut pairs: BTreeMap<[String; 2], Vec<Step>> = BTreeMap::new();
    for (i, event) in story.events.iter().enumerate().filter(|(i, e)| happened(story, *i, e)) {
        let Some(quad) = event.code.as_ref().and_then(|c| c.quad()) else { continue };
        let Some(from) = of(&event.actors, None) else { continue };
        // "Chile condemned the expulsion": aimed at whoever did what it answers.
        let answered = || {
            let acts = story.relations.iter().filter(|r| r.kind == RelationKind::Response && r.from.0 == i);
            acts.filter_map(|r| story.events.get(r.to.0)).find_map(|act| of(&act.actors, Some(&from)))
        };
        let Some(to) = of(&event.recipients, Some(&from)).or_else(answered) else { continue };
        let by = usize::from(from > to);
        let pair = if by == 0 { [from, to] } else { [to, from] };
        pairs.entry(pair).or_default().push(Step { event: i, by, quad, answers: Vec::new() });
    }
    let mut found: Vec<Exchange> = pairs
        .into_iter()
        .filter(|(_, steps)| steps.len() >= LEAST && (0..2).all(|side| steps.iter().any(|s| s.by == side)))
        .map(|(sides, steps)| exchange(story, sides, steps))
        .collect();
    found.sort_by_key(|e| Reverse(e.steps.len()));
    found
}

/// Story order is by time, undated last.
fn exchange(story: &Story, sides: [String; 2], mut steps: Vec<Step>) -> Exchange {
    let number: BTreeMap<usize, usize> = steps.iter().enumerate().map(|(k, s)| (s.event, k)).collect();
    for relation in &story.relations {
        let (answer, act) = match relation.kind {
            RelationKind::Response => (relation.from.0, relation.to.0),
            RelationKind::Cause => (relation.to.0, relation.from.0),
            _ => continue,
        };
        let (Some(&answer), Some(&act)) = (number.get(&answer), number.get(&act)) else { continue };
        if steps[answer].by != steps[act].by && steps[answer].answers.iter().all(|(k, _)| *k != act) {
            steps[answer].answers.push((act, relation.evidence));
        }
    }
    let dated = |s: &&(usize, &Step)| story.events.get(s.1.event).is_some_and(|e| e.when.is_some());
    let first = |report: usize| {
        let tells = |s: &&(usize, &Step)| story.events.get(s.1.event).is_some_and(|e| tellers(e).contains(&report));
        let step = steps.iter().enumerate().collect::<Vec<_>>().iter().filter(dated).find(tells)?.0;
        Some((story.reports.get(report)?.id, step))
    };
    let begins = (0..story.reports.len()).filter_map(first).collect();
    Exchange { sides, steps, begins }
}

/// Whether someone tells that it happened.
fn happened(story: &Story, i: usize, event: &Event) -> bool {
    let told = |s: &Statement| !matches!(s.status, Status::Denied | Status::Planned | Status::Possible);
    events::state(story, i) != State::Unclear
        && event
            .statements
            .iter()
            .any(|at| story.accounts.get(at.report.0).and_then(|a| a.statements.get(at.index)).is_some_and(told))
}

/// The side an entity is on: its country, or itself where it acts for itself or belongs to none.
fn side(story: &Story, id: EntityId) -> Option<String> {
    let entity = story.cast.entities.get(id.0)?;
    let own = entity.sectors.iter().any(|s| OWN_SIDE.contains(s.0.as_str()));
    match entity.country.as_ref().filter(|_| !own) {
        Some(code) => Some(country(story, code)),
        None if matches!(entity.kind, EntityKind::Place | EntityKind::Other) => None,
        None => entity.name.starts_with(char::is_uppercase).then(|| entity.name.clone()),
    }
}

/// A country by the name the reports give it, else by its usual one.
fn country(story: &Story, code: &str) -> String {
    let is =
        |e: &&Entity| e.location.as_ref().is_some_and(|l| l.precision == PlacePrecision::Country && l.country == code);
    let rows = || include_str!("../../../data/actors/countries.tsv").lines().filter(|l| !l.starts_with('#'));
    let usual = || {
        let mut cells = rows().map(|row| row.split('\t')).find(|cells| cells.clone().next() == Some(code))?.skip(1);
        cells.nth(2).map(str::to_string)
    };
    let named = story.cast.entities.iter().find(is).map(|e| e.name.clone());
    named.or_else(usual).unwrap_or_else(|| code.to_string())
}
