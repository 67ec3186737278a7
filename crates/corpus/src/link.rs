//! Which reports of a corpus have one origin, and which of their events are one event.
//!
//! Reports come in order of publication. What was published within a few days is kept in mind, blocked by meaning, names and
//! place; a new report's event joins the group that speaks most for it, or begins one (first-story detection as in Petrović
//! et al. 2010, with the constraints of `link` in place of hashing). Memory is bounded by those days, not by the corpus.
//! A story's own linking weighs far more; here a link is only made where it is sure, for a wrong one cannot be seen among millions.

use crate::coded::{Coded, Signal};
use std::collections::{BTreeMap, BTreeSet};

/// Days after which a report is no longer joined to.
pub(crate) const WINDOW: i32 = 3;
/// Share of the shorter report's shingles that stand in the other, from which on they have one origin (as in `compare`).
const COPIED: f32 = 0.45;
/// Score from which on two events are one. By hand, on the development stories.
const THRESHOLD: f32 = 1.0;
/// Members of a group that a new event is held against.
const COMPARED: usize = 4;
/// Groups of a block that are tried, the latest first: bounds the time that one report takes.
const TRIED: usize = 200;
/// Reports that share a shingle which are tried: a phrase that all agencies use is no sign of copying.
const SHARED: usize = 50;

/// What is known of an event that several reports tell, counted over all of them.
#[derive(Clone, Default)]
pub(crate) struct Outcome {
    pub reports: usize,
    pub statements: usize,
    pub origins: BTreeSet<String>,
    pub outlets: BTreeSet<String>,
    pub urls: BTreeSet<String>,
    pub last_published: Option<i32>,
}

/// What of a report linking needs beside its signals.
pub(crate) struct Known {
    pub id: String,
    pub outlet: Option<String>,
    pub url: Option<String>,
    /// Statements of each of its events.
    pub statements: BTreeMap<String, usize>,
}

/// What linking said of one report.
pub(crate) struct Linked {
    /// The report whose origin it shares: its own id unless it copies.
    pub origin: String,
    /// Its events that are told before → the event they are.
    pub joined: BTreeMap<String, String>,
}

struct Group {
    event: String,
    /// Day on which the first report was published.
    began: Option<i32>,
    /// When the last was: groups end some days after.
    last: Option<i32>,
    signals: Vec<Signal>,
    reports: BTreeSet<String>,
    outcome: Outcome,
}

/// The days kept in mind.
#[derive(Default)]
pub(crate) struct Linker {
    groups: BTreeMap<u64, Group>,
    next: u64,
    blocks: BTreeMap<String, Vec<u64>>,
    origins: BTreeMap<u64, (Option<i32>, String, usize)>,
    shingles: BTreeMap<u64, Vec<u64>>,
    reports: u64,
    /// Day of the first report → event → what was counted, for events of several reports.
    pub outcomes: BTreeMap<Option<i32>, BTreeMap<String, Outcome>>,
    /// Day → events of that day's reports → the earlier event that each is.
    pub absorbed: BTreeMap<Option<i32>, BTreeMap<String, String>>,
    /// Reports that copy an earlier one.
    pub copies: usize,
}

impl Linker {
    /// Takes a report in. Reports must come in order of their days, those without a day last.
    pub(crate) fn report(&mut self, coded: &Coded, known: &Known) -> Linked {
        let origin = self.origin(coded, &known.id);
        let mut joined = BTreeMap::new();
        for signal in &coded.signals {
            let keys = keys(signal);
            let home = self.home(signal, &keys, &known.id);
            let number = home.unwrap_or_else(|| {
                self.next += 1;
                let group = Group {
                    event: signal.event.clone(),
                    began: coded.day,
                    last: coded.day,
                    signals: Vec::new(),
                    reports: BTreeSet::new(),
                    outcome: Outcome::default(),
                };
                self.groups.insert(self.next, group);
                self.next
            });
            for key in keys {
                let block = self.blocks.entry(key).or_default();
                if block.last() != Some(&number) {
                    block.push(number);
                }
            }
            let Some(group) = self.groups.get_mut(&number) else { continue };
            group.take(signal, coded.day, &origin, known);
            if group.event != signal.event {
                joined.insert(signal.event.clone(), group.event.clone());
                self.absorbed.entry(coded.day).or_default().insert(signal.event.clone(), group.event.clone());
                self.outcomes.entry(group.began).or_default().insert(group.event.clone(), group.outcome.clone());
            }
        }
        Linked { origin, joined }
    }

    /// The group that speaks most for a signal; the earliest of equals.
    fn home(&self, signal: &Signal, keys: &[String], report: &str) -> Option<u64> {
        let tried: BTreeSet<u64> =
            keys.iter().filter_map(|k| self.blocks.get(k)).flat_map(|b| b.iter().rev().take(TRIED)).copied().collect();
        let mut best: Option<(f32, u64)> = None;
        for number in tried {
            let Some(group) = self.groups.get(&number).filter(|g| !g.reports.contains(report)) else { continue };
            // Every member must allow it; those that speak for it are averaged.
            let scores: Option<Vec<f32>> = group.signals.iter().map(|other| score(signal, other)).collect();
            let Some(scores) = scores else { continue };
            let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
            if mean >= THRESHOLD && best.is_none_or(|(b, _)| mean > b) {
                best = Some((mean, number));
            }
        }
        best.map(|(_, number)| number)
    }

    fn origin(&mut self, coded: &Coded, id: &str) -> String {
        let mut shared: BTreeMap<u64, usize> = BTreeMap::new();
        for shingle in &coded.sketch {
            for &report in self.shingles.get(shingle).into_iter().flatten().take(SHARED) {
                *shared.entry(report).or_insert(0) += 1;
            }
        }
        let copied = shared.iter().find_map(|(report, n)| {
            let (_, origin, length) = self.origins.get(report)?;
            let shorter = (*length).min(coded.sketch.len()).max(1);
            (*n as f32 / shorter as f32 >= COPIED).then(|| origin.clone())
        });
        self.copies += usize::from(copied.is_some());
        let origin = copied.unwrap_or_else(|| id.to_string());
        self.reports += 1;
        self.origins.insert(self.reports, (coded.day, origin.clone(), coded.sketch.len()));
        for &shingle in &coded.sketch {
            self.shingles.entry(shingle).or_default().push(self.reports);
        }
        origin
    }

    /// Forgets what was published too long before `day`, and says up to which day nothing can change any more.
    pub(crate) fn forget(&mut self, day: i32) -> i32 {
        let old = |last: Option<i32>| last.is_some_and(|last| last < day - WINDOW);
        self.groups.retain(|_, group| !old(group.last));
        let groups = &self.groups;
        self.blocks.retain(|_, block| {
            block.retain(|number| groups.contains_key(number));
            !block.is_empty()
        });
        self.origins.retain(|_, (published, ..)| !old(*published));
        let origins = &self.origins;
        self.shingles.retain(|_, reports| {
            reports.retain(|report| origins.contains_key(report));
            !reports.is_empty()
        });
        // A group that is still fed keeps the day on which it began open.
        self.groups.values().filter_map(|g| g.began).min().unwrap_or(day) - 1
    }
}

impl Group {
    fn take(&mut self, signal: &Signal, day: Option<i32>, origin: &str, known: &Known) {
        if self.signals.len() < COMPARED {
            self.signals.push(signal.clone());
        }
        self.last = self.last.max(day);
        self.reports.insert(known.id.clone());
        let counted = &mut self.outcome;
        counted.reports += 1;
        counted.statements += known.statements.get(&signal.event).copied().unwrap_or(0);
        counted.origins.insert(origin.to_string());
        counted.outlets.extend(known.outlet.clone());
        counted.urls.extend(known.url.clone());
        counted.last_published = counted.last_published.max(day);
    }
}

/// The blocks of a signal: its sense with each name and with its place.
fn keys(signal: &Signal) -> Vec<String> {
    let names = signal.actors.iter().chain(&signal.recipients).map(|n| format!("{} {n}", signal.sense));
    names.chain(signal.place.as_ref().map(|p| format!("{} @{p}", signal.sense))).collect()
}

/// How much speaks for two signals being of one event; `None` where something forbids it.
fn score(a: &Signal, b: &Signal) -> Option<f32> {
    let mut score = cosine(&a.meaning, &b.meaning);
    if let (Some((start, end)), Some((from, to))) = (a.days, b.days) {
        let apart = (from - end).max(start - to).max(0);
        score += match apart {
            0 => 0.2,
            // A report of the next morning may count the night as its own day.
            1 => -0.2,
            _ => return None,
        };
    }
    if let (Some(p), Some(q)) = (&a.place, &b.place) {
        if p != q {
            return None;
        }
        score += 0.2;
    }
    if !a.recipients.is_empty() && !b.recipients.is_empty() {
        if a.recipients.is_disjoint(&b.recipients) {
            return None;
        }
        score += 0.25;
    }
    if !a.actors.is_empty() && !b.actors.is_empty() {
        score += if a.actors.is_disjoint(&b.actors) { -0.3 } else { 0.2 };
    }
    Some(score)
}

fn cosine(a: &[i8], b: &[i8]) -> f32 {
    let product: i32 = a.iter().zip(b).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum();
    product as f32 / (127.0 * 127.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(event: &str, day: i32, place: &str, who: &str) -> Signal {
        let mut meaning = vec![0i8; 128];
        meaning[0] = 127;
        Signal {
            event: event.into(),
            sense: "arrest".into(),
            days: Some((day, day)),
            place: Some(place.into()),
            actors: BTreeSet::from(["police".to_string()]),
            recipients: if who.is_empty() { BTreeSet::new() } else { BTreeSet::from([who.to_string()]) },
            meaning,
        }
    }
    /// Takes in one report with one signal; says which event it tells.
    fn take(linker: &mut Linker, id: &str, day: i32, signal: Signal, sketch: &[u64]) -> (String, String) {
        let event = signal.event.clone();
        let coded = Coded { day: Some(day), rows: Vec::new(), signals: vec![signal], sketch: sketch.to_vec() };
        let known = Known {
            id: id.into(),
            outlet: Some(id.into()),
            url: None,
            statements: BTreeMap::from([(event.clone(), 1)]),
        };
        let linked = linker.report(&coded, &known);
        (linked.joined.get(&event).cloned().unwrap_or(event), linked.origin)
    }

    #[test]
    fn like_events_join_and_other_days_towns_and_people_do_not() {
        let mut linker = Linker::default();
        assert_eq!(take(&mut linker, "a", 10, signal("e1", 9, "oslo", "berg"), &[]).0, "e1");
        assert_eq!(take(&mut linker, "b", 11, signal("e2", 9, "oslo", "berg"), &[]).0, "e1");
        assert_eq!(take(&mut linker, "c", 11, signal("e3", 9, "bergen", "berg"), &[]).0, "e3");
        assert_eq!(take(&mut linker, "d", 11, signal("e4", 7, "oslo", "berg"), &[]).0, "e4");
        assert_eq!(take(&mut linker, "e", 11, signal("e5", 9, "oslo", "lie"), &[]).0, "e5");
        let counted = &linker.outcomes[&Some(10)]["e1"];
        assert_eq!((counted.reports, counted.origins.len()), (2, 2));
        assert_eq!(linker.absorbed[&Some(11)], BTreeMap::from([("e2".to_string(), "e1".to_string())]));
    }

    #[test]
    fn copies_have_one_origin_and_old_days_are_forgotten() {
        let mut linker = Linker::default();
        let wire: Vec<u64> = (0..100).collect();
        assert_eq!(take(&mut linker, "a", 10, signal("e1", 9, "oslo", "berg"), &wire).1, "a");
        assert_eq!(take(&mut linker, "b", 10, signal("e2", 9, "oslo", "berg"), &wire[40..]).1, "a");
        assert_eq!(linker.outcomes[&Some(10)]["e1"].origins.len(), 1);
        assert_eq!(linker.forget(14), 13, "nothing is open before day 14");
        assert!(linker.groups.is_empty() && linker.blocks.is_empty() && linker.shingles.is_empty());
        assert_eq!(take(&mut linker, "c", 14, signal("e3", 9, "oslo", "berg"), &wire).0, "e3");
    }
}
