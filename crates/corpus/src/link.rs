//! Which events of a corpus's reports are one event.
//!
//! Reports come in order of publication. What was published within a few days is kept in mind, blocked by type, names and
//! place; a new report's event joins the group that speaks most for it, or begins one (first-story detection as in Petrović
//! et al. 2010, with the constraints of `link` in place of hashing). Memory is bounded by those days, not by the corpus.
//! A story's own linking weighs far more; here a link is only made where it is sure, for a wrong one cannot be seen among millions.

use crate::coded::Signal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Days after which a report is no longer joined to.
pub(crate) const WINDOW: i32 = 3;
/// Days after which a group takes nothing more in, even where it is fed each day: what is told day after day for longer is a
/// standing matter, and as long as a group is open nothing since its first day can be written and forgotten.
const LIFE: i32 = 14;
/// Score from which on two events are one. By hand, on the development stories.
const THRESHOLD: f32 = 1.0;
/// Members of a group that a new event is held against.
const COMPARED: usize = 4;
/// Groups of a block that are tried, the latest first: bounds the time that one report takes.
const TRIED: usize = 200;

/// What is known of an event that several reports tell, counted over all of them.
#[derive(Clone, Default)]
pub(crate) struct Outcome {
    /// The report that told it first.
    pub first: Arc<str>,
    pub reports: usize,
    pub statements: usize,
    pub origins: BTreeSet<Arc<str>>,
    pub outlets: BTreeSet<Arc<str>>,
    pub urls: BTreeSet<Arc<str>>,
    pub last_published: Option<i32>,
}

/// What of a report linking needs beside its signals.
pub(crate) struct Known {
    pub id: Arc<str>,
    /// Day of publication.
    pub day: Option<i32>,
    /// The report whose origin it shares: itself unless it copies.
    pub origin: Arc<str>,
    pub outlet: Option<Arc<str>>,
    pub url: Option<Arc<str>>,
    /// Statements of each of its events.
    pub statements: BTreeMap<String, usize>,
}

/// A signal as it is kept in mind: names and places as hashes, for days of events are held at once.
struct Mark {
    sense: u64,
    days: Option<(i32, i32)>,
    place: Option<u64>,
    land: Option<u64>,
    recipients: Box<[u64]>,
    names: Box<[u64]>,
    figures: Box<[(u64, f64, f64)]>,
    meaning: Box<[i8]>,
}

impl Mark {
    fn of(signal: &Signal) -> Mark {
        let hashes = |names: &BTreeSet<String>| names.iter().map(|n| hash([n.as_str()])).collect();
        Mark {
            sense: hash([signal.sense.as_str()]),
            days: signal.days,
            place: signal.place.as_deref().map(|p| hash([p])),
            land: signal.land.as_deref().map(|p| hash([p])),
            recipients: hashes(&signal.recipients),
            names: hashes(&signal.names),
            figures: signal.figures.iter().map(|(of, low, high)| (hash([of.as_str()]), *low, *high)).collect(),
            meaning: signal.meaning.clone().into_boxed_slice(),
        }
    }
}

/// A report that tells a group's event.
struct Teller {
    report: u64,
    statements: u32,
    origin: Arc<str>,
    outlet: Option<Arc<str>>,
    url: Option<Arc<str>>,
}

struct Group {
    event: Box<str>,
    /// The first report that tells it.
    first: Arc<str>,
    /// Day on which the first report was published.
    began: Option<i32>,
    /// When the last was: groups end some days after.
    last: Option<i32>,
    marks: Vec<Mark>,
    tellers: Vec<Teller>,
}

/// The days kept in mind.
#[derive(Default)]
pub(crate) struct Linker {
    groups: BTreeMap<u64, Group>,
    next: u64,
    blocks: BTreeMap<u64, Vec<u64>>,
    reports: u64,
    /// Day of the first report → event → what was counted, for events of several reports.
    pub outcomes: BTreeMap<Option<i32>, BTreeMap<String, Outcome>>,
    /// Day → events of that day's reports → the earlier event that each is.
    pub absorbed: BTreeMap<Option<i32>, BTreeMap<String, String>>,
}

/// Whether what was published on that day is forgotten on `today`.
pub(crate) fn old(published: Option<i32>, today: i32) -> bool {
    published.is_some_and(|day| day < today - WINDOW)
}

impl Linker {
    /// Takes a report in; its events that are told before → the event they are. Reports must come in order of their days,
    /// those without a day last.
    pub(crate) fn report(&mut self, signals: &[Signal], known: &Known) -> BTreeMap<String, String> {
        self.reports += 1;
        let report = self.reports;
        let mut joined = BTreeMap::new();
        for signal in signals {
            let (keys, mark) = (keys(signal), Mark::of(signal));
            let home = self.home(&mark, &keys, report);
            let number = home.unwrap_or_else(|| {
                self.next += 1;
                let group = Group {
                    event: signal.event.as_str().into(),
                    first: known.id.clone(),
                    began: known.day,
                    last: known.day,
                    marks: Vec::with_capacity(1),
                    tellers: Vec::with_capacity(1),
                };
                self.groups.insert(self.next, group);
                self.next
            });
            for key in keys {
                let block = self.blocks.entry(key).or_insert_with(|| Vec::with_capacity(1));
                if block.last() != Some(&number) {
                    block.push(number);
                }
            }
            let Some(group) = self.groups.get_mut(&number) else { continue };
            if group.marks.len() < COMPARED {
                group.marks.push(mark);
            }
            group.last = group.last.max(known.day);
            group.tellers.push(Teller {
                report,
                statements: known.statements.get(&signal.event).map_or(0, |&n| n as u32),
                origin: known.origin.clone(),
                outlet: known.outlet.clone(),
                url: known.url.clone(),
            });
            if *group.event != *signal.event {
                let event = group.event.to_string();
                joined.insert(signal.event.clone(), event.clone());
                self.absorbed.entry(known.day).or_default().insert(signal.event.clone(), event.clone());
                self.outcomes.entry(group.began).or_default().insert(event, group.outcome());
            }
        }
        joined
    }

    /// The group that speaks most for a signal; the earliest of equals.
    fn home(&self, mark: &Mark, keys: &[u64], report: u64) -> Option<u64> {
        let tried: BTreeSet<u64> =
            keys.iter().filter_map(|k| self.blocks.get(k)).flat_map(|b| b.iter().rev().take(TRIED)).copied().collect();
        let mut best: Option<(f32, u64)> = None;
        for number in tried {
            // Two events of one report are two: its own groups are the last that were fed.
            let group = self.groups.get(&number).filter(|g| g.tellers.last().is_none_or(|t| t.report != report));
            let Some(group) = group else { continue };
            // Every member must allow it; those that speak for it are averaged.
            let scores: Option<Vec<f32>> = group.marks.iter().map(|other| score(mark, other)).collect();
            let Some(scores) = scores else { continue };
            let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
            if mean >= THRESHOLD && best.is_none_or(|(b, _)| mean > b) {
                best = Some((mean, number));
            }
        }
        best.map(|(_, number)| number)
    }

    /// Forgets what was published too long before `day`, and says up to which day nothing can change any more.
    pub(crate) fn forget(&mut self, day: i32) -> i32 {
        self.groups.retain(|_, group| !old(group.last, day) && group.began.is_none_or(|began| began >= day - LIFE));
        let groups = &self.groups;
        self.blocks.retain(|_, block| {
            block.retain(|number| groups.contains_key(number));
            !block.is_empty()
        });
        // A group that is still fed keeps the day on which it began open.
        self.groups.values().filter_map(|g| g.began).min().unwrap_or(day) - 1
    }
}

impl Group {
    /// What is counted over all reports that tell it.
    fn outcome(&self) -> Outcome {
        Outcome {
            first: self.first.clone(),
            reports: self.tellers.len(),
            statements: self.tellers.iter().map(|t| t.statements as usize).sum(),
            origins: self.tellers.iter().map(|t| t.origin.clone()).collect(),
            outlets: self.tellers.iter().filter_map(|t| t.outlet.clone()).collect(),
            urls: self.tellers.iter().filter_map(|t| t.url.clone()).collect(),
            last_published: self.last,
        }
    }
}

/// The blocks of a signal: its type with each name and with its place.
fn keys(signal: &Signal) -> Vec<u64> {
    let names = signal.names.iter().map(|n| hash([&signal.kind, "", n]));
    names.chain(signal.place.as_ref().map(|p| hash([&signal.kind, "@", p]))).collect()
}

/// FNV-1a over the parts: names are few enough that 64 bits tell them apart.
fn hash<const N: usize>(parts: [&str; N]) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// How much speaks for two signals being of one event; `None` where something forbids it.
fn score(a: &Mark, b: &Mark) -> Option<f32> {
    let mut score = cosine(&a.meaning, &b.meaning);
    score += if a.sense == b.sense { 0.1 } else { 0.0 };
    if let (Some((start, end)), Some((from, to))) = (a.days, b.days) {
        let apart = (from - end).max(start - to).max(0);
        score += match apart {
            0 => 0.2,
            // A report of the next morning may count the night as its own day.
            1 => -0.2,
            _ => return None,
        };
    }
    match (a.place, b.place) {
        (Some(p), Some(q)) if p != q => return None,
        (Some(_), Some(_)) => score += 0.2,
        // One is only known to a country or a part of it.
        _ if a.land.is_some() && b.land.is_some() && a.land != b.land => score -= 0.5,
        _ => {}
    }
    // The one whom it befell may be named elsewhere in the other's clause.
    if !a.recipients.is_empty()
        && !b.recipients.is_empty()
        && disjoint(&a.recipients, &b.names)
        && disjoint(&b.recipients, &a.names)
    {
        return None;
    }
    if !a.names.is_empty() && !b.names.is_empty() {
        let shared = a.names.iter().filter(|n| b.names.contains(n)).count();
        score += [-0.4, 0.25, 0.4][shared.min(2)];
    }
    Some(score + figures(a, b))
}

/// A figure that is the same in both speaks for one event; one that is far from the other's speaks against it, a little:
/// reports of one event differ in figures, and that is worth seeing.
fn figures(a: &Mark, b: &Mark) -> f32 {
    let pairs = a.figures.iter().flat_map(|x| b.figures.iter().filter(|y| x.0 == y.0).map(move |y| (x, y)));
    let weight = |((_, low, high), (_, from, to)): (&(u64, f64, f64), &(u64, f64, f64))| {
        if low <= to && from <= high {
            // Two or three of something are found everywhere.
            if high.min(*to) > 3.0 { 0.15 } else { 0.0 }
        } else if low.max(*from) > 2.0 * high.min(*to) {
            -0.25
        } else {
            0.0
        }
    };
    pairs.map(weight).fold(0.0, |sum: f32, w| if w < sum || sum == 0.0 { w } else { sum })
}

fn disjoint(a: &[u64], b: &[u64]) -> bool {
    !a.iter().any(|x| b.contains(x))
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
            kind: "COERCE".into(),
            sense: "arrest".into(),
            days: Some((day, day)),
            place: Some(place.into()),
            land: Some("NOR".into()),
            recipients: if who.is_empty() { BTreeSet::new() } else { BTreeSet::from([who.to_string()]) },
            names: if who.is_empty() { BTreeSet::new() } else { BTreeSet::from([who.to_string()]) },
            figures: Vec::new(),
            meaning,
        }
    }
    /// Takes in one report with one signal; says which event it tells.
    fn take(linker: &mut Linker, id: &str, day: i32, signal: Signal) -> String {
        let event = signal.event.clone();
        let known = Known {
            id: id.into(),
            day: Some(day),
            origin: id.into(),
            outlet: Some(id.into()),
            url: None,
            statements: BTreeMap::from([(event.clone(), 1)]),
        };
        linker.report(&[signal], &known).remove(&event).unwrap_or(event)
    }

    #[test]
    fn like_events_join_and_other_days_towns_and_people_do_not() {
        let mut linker = Linker::default();
        assert_eq!(take(&mut linker, "a", 10, signal("e1", 9, "oslo", "berg")), "e1");
        assert_eq!(take(&mut linker, "b", 11, signal("e2", 9, "oslo", "berg")), "e1");
        assert_eq!(take(&mut linker, "c", 11, signal("e3", 9, "bergen", "berg")), "e3");
        assert_eq!(take(&mut linker, "d", 11, signal("e4", 7, "oslo", "berg")), "e4");
        assert_eq!(take(&mut linker, "e", 11, signal("e5", 9, "oslo", "lie")), "e5");
        let counted = &linker.outcomes[&Some(10)]["e1"];
        assert_eq!((counted.reports, counted.origins.len()), (2, 2));
        assert_eq!(linker.absorbed[&Some(11)], BTreeMap::from([("e2".to_string(), "e1".to_string())]));
    }

    #[test]
    fn names_countries_and_figures_weigh() {
        let mark = |change: &dyn Fn(&mut Signal)| {
            let mut signal = signal("e", 9, "oslo", "");
            signal.names = BTreeSet::from(["kaorsan mining".to_string()]);
            change(&mut signal);
            Mark::of(&signal)
        };
        let plain = mark(&|_| ());
        let with = |change: &dyn Fn(&mut Signal)| score(&plain, &mark(change));
        let same = with(&|_| ()).unwrap();
        assert!(with(&|s| s.names = BTreeSet::from(["lind bank".into()])).unwrap() < same - 0.5);
        assert!(
            with(&|s| (s.place, s.land) = (None, Some("FIN".into()))).unwrap() < with(&|s| s.place = None).unwrap()
        );
        assert!(with(&|s| s.sense = "detain".into()).unwrap() < same);
        let counted = |n: f64| move |s: &mut Signal| s.figures = vec![("killed".into(), n, n)];
        let seven = mark(&counted(7.0));
        let beside = |n: f64| score(&seven, &mark(&counted(n))).unwrap();
        assert!(beside(7.0) > same && beside(9.0) == same && beside(40.0) < same);
    }

    #[test]
    fn old_days_are_forgotten() {
        let mut linker = Linker::default();
        assert_eq!(take(&mut linker, "a", 10, signal("e1", 9, "oslo", "berg")), "e1");
        assert_eq!(take(&mut linker, "b", 13, signal("e2", 9, "oslo", "berg")), "e1");
        assert_eq!(linker.forget(16), 9, "what began on day 10 is still fed");
        assert_eq!(linker.forget(17), 16, "nothing is open before day 17");
        assert!(linker.groups.is_empty() && linker.blocks.is_empty());
        assert_eq!(take(&mut linker, "c", 17, signal("e3", 9, "oslo", "berg")), "e3");
    }

    #[test]
    fn what_is_told_every_day_ends_too() {
        let mut linker = Linker::default();
        for day in 10..=24 {
            assert_eq!(linker.forget(day), 9);
            assert_eq!(
                take(&mut linker, &format!("r{day}"), day, signal(&format!("e{day}"), 9, "oslo", "berg")),
                "e10"
            );
        }
        assert_eq!(linker.forget(25), 24);
        assert_eq!(take(&mut linker, "r25", 25, signal("e25", 9, "oslo", "berg")), "e25");
        assert_eq!(linker.groups.len(), 1);
    }
}
