//! A corpus coded and linked in pieces, for programs that spread work over machines.
//!
//! Each step is a function from rows to rows; between two steps the program only has to bring the rows of one key together,
//! in the order of their places, and what it carries is opaque to it. The steps are those of a run, and so is what comes
//! out, event ids included:
//!
//! | step | rows come together by | what it does |
//! |---|---|---|
//! | [`Piece::new`] | – | codes a report |
//! | [`Sources`] | all, in order | whose origin a copy shares |
//! | [`Piece::waiting`] | – | its events, by type |
//! | [`Links`] | type, in order | which events are one |
//! | [`Piece::rows`] | report | its rows of a table |
//! | [`Merged`] | day, in order | actors and places, once a day |
//!
//! Events of two types never meet ([`crate::link`]), so that linking type by type is exact. What a step keeps in mind is
//! bounded by three days of its reports, or by one day's things.

use crate::coded::{Coded, Signal};
use crate::gather::{Things, known, own, rename, told_first};
use crate::link::{Known, Linker, Outcome};
use crate::origins::Origins;
use parallax::World;
use parallax::lexicon::Lexicon;
use parallax::model::Report;
use parallax_tables::{Cell, Sheet, profile};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::sync::Arc;

/// Bytes that a step hands to a later one.
pub trait Carried: Serialize + DeserializeOwned {
    /// As bytes.
    ///
    /// # Errors
    /// When there is no memory for it.
    fn pack(&self) -> anyhow::Result<Vec<u8>> {
        Ok(postcard::to_stdvec(self)?)
    }
    /// From bytes.
    ///
    /// # Errors
    /// When they come from elsewhere, or from another version.
    fn unpack(bytes: &[u8]) -> anyhow::Result<Self> {
        Ok(postcard::from_bytes(bytes)?)
    }
}

/// Bytes that sort as a run orders its reports: by day, those without one last; by the path of their file; by their number
/// in it.
pub fn place(day: Option<i32>, path: &str) -> Vec<u8> {
    let numbered = path.rsplit_once('#').and_then(|(file, n)| Some((file, n.parse::<u64>().ok()?)));
    let (file, number) = numbered.unwrap_or((path, 0));
    let mut place = vec![u8::from(day.is_none())];
    // With the sign's bit turned round, negative numbers come before the others.
    place.extend((day.unwrap_or(0) as u32 ^ 1 << 31).to_be_bytes());
    for part in Path::new(file).components() {
        // As the components of paths are ordered, each ended by what is less than any byte of a name.
        let kind = match part {
            Component::Prefix(_) | Component::RootDir => 1,
            Component::CurDir => 2,
            Component::ParentDir => 3,
            Component::Normal(_) => 4,
        };
        place.push(kind);
        place.extend(part.as_os_str().as_encoded_bytes());
        place.push(0);
    }
    place.push(0);
    place.extend(number.to_be_bytes());
    place
}

/// One report coded.
#[derive(Serialize, Deserialize)]
pub struct Piece {
    path: String,
    coded: Coded,
}

impl Carried for Piece {
    fn pack(&self) -> anyhow::Result<Vec<u8>> {
        Ok(zstd::bulk::compress(&postcard::to_stdvec(self)?, 1)?)
    }
    fn unpack(bytes: &[u8]) -> anyhow::Result<Piece> {
        Ok(postcard::from_bytes(&zstd::stream::decode_all(bytes)?)?)
    }
}

impl Piece {
    /// Codes a report.
    pub fn new(report: Report, world: &World) -> Piece {
        Piece { path: report.path.clone(), coded: Coded::new(report, world) }
    }

    /// Its id.
    pub fn id(&self) -> String {
        self.known(None).id.to_string()
    }

    /// Day of publication, given or concluded, as days since 1970.
    pub fn day(&self) -> Option<i32> {
        self.coded.day
    }

    /// Where it stands among all reports.
    pub fn place(&self) -> Vec<u8> {
        place(self.coded.day, &self.path)
    }

    /// Takes out the sample of its shingles, by which copies are found.
    pub fn sketch(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.coded.sketch)
    }

    fn known(&self, origin: Option<&str>) -> Known {
        known(&self.coded, |id| origin.map_or_else(|| id.clone(), Arc::from))
    }

    /// Its events by type; `origin` is the report whose origin it shares, `None` where it copies no other.
    pub fn waiting(self, origin: Option<&str>) -> BTreeMap<String, Waiting> {
        let known = self.known(origin);
        let text = |text: &Option<Arc<str>>| text.as_deref().map(str::to_string);
        let none = || Waiting {
            report: known.id.to_string(),
            day: known.day,
            origin: known.origin.to_string(),
            outlet: text(&known.outlet),
            url: text(&known.url),
            events: Vec::new(),
        };
        let mut waiting: BTreeMap<String, Waiting> = BTreeMap::new();
        for signal in self.coded.signals {
            let statements = known.statements.get(&signal.event).copied().unwrap_or(0);
            waiting.entry(signal.kind.clone()).or_insert_with(none).events.push((signal, statements));
        }
        waiting
    }

    /// Its rows of an own table or profile, as linking left them; `links` are all that [`Links`] found of its events.
    pub fn rows(mut self, origin: Option<&str>, links: Vec<Link>, table: &str, lexicon: &Lexicon) -> Vec<Vec<Cell>> {
        let (mut joined, mut counted) = (BTreeMap::new(), BTreeMap::new());
        for link in links {
            match link.found {
                Found::Is(event) => drop(joined.insert(link.event, event)),
                Found::Counted(cells) => drop(counted.insert(link.event, cells)),
            }
        }
        if matches!(table, "events" | "gdelt" | "phoenix") {
            let events = told_first(&mut self.coded, &joined, |id| counted.get(id).cloned());
            let none = Sheet::new("reports", Vec::new());
            let profile = profile::rows(table, &none, &none, &events, lexicon);
            return profile.unwrap_or(events.rows);
        }
        let origin = self.known(origin).origin;
        rename(&mut self.coded, &origin, &joined);
        self.coded.rows(table, lexicon)
    }

    /// Its rows of `actors` or `places`, which [`Merged`] puts together.
    pub fn things(mut self, table: &str) -> Named {
        Named(std::mem::take(&mut self.coded.rows[own(table)]))
    }
}

/// Finds copies: reports are given all, in the order of their places.
#[derive(Default)]
pub struct Sources {
    origins: Origins,
    today: Option<i32>,
}

impl Sources {
    /// The report whose origin a report shares; `None` where it copies no other.
    pub fn take(&mut self, id: &str, day: Option<i32>, sketch: &[u64]) -> Option<String> {
        if let Some(today) = day.filter(|_| day != self.today) {
            self.origins.forget(today);
            self.today = day;
        }
        let origin = self.origins.report(&id.into(), day, sketch);
        (*origin != *id).then(|| origin.to_string())
    }
}

/// Events of one report and type that are to be linked.
#[derive(Serialize, Deserialize)]
pub struct Waiting {
    report: String,
    day: Option<i32>,
    origin: String,
    outlet: Option<String>,
    url: Option<String>,
    /// Each with how many statements tell it.
    events: Vec<(Signal, usize)>,
}
impl Carried for Waiting {}

/// What linking found of an event of a report.
#[derive(Serialize, Deserialize)]
pub struct Link {
    /// The report.
    pub report: String,
    event: String,
    found: Found,
}
impl Carried for Link {}

#[derive(Serialize, Deserialize)]
enum Found {
    /// The earlier event that it is.
    Is(String),
    /// It is the first of several; this was counted over all of them.
    Counted(Vec<Cell>),
}

/// Links events type by type: those of one type are given all, in the order of the places of their reports.
#[derive(Default)]
pub struct Links {
    kind: String,
    linker: Linker,
    today: Option<i32>,
}

impl Links {
    /// Takes a report's events of a type; says what is sure by now. `last` is the last day of the corpus: reports without a
    /// day are read when it is over.
    pub fn take(&mut self, kind: &str, waiting: Waiting, last: Option<i32>) -> Vec<Link> {
        let mut links = if self.kind == kind { Vec::new() } else { self.finish() };
        self.kind = kind.to_string();
        let today = waiting.day.or(last);
        if today != self.today {
            if let Some(day) = today {
                let closed = self.linker.forget(day);
                let open = self.linker.outcomes.split_off(&Some(closed + 1));
                links.extend(counted(std::mem::replace(&mut self.linker.outcomes, open)));
            }
            self.today = today;
        }
        let shared = |text: Option<String>| text.map(Arc::from);
        let (signals, statements): (Vec<Signal>, Vec<usize>) = waiting.events.into_iter().unzip();
        let known = Known {
            id: waiting.report.as_str().into(),
            day: waiting.day,
            origin: waiting.origin.into(),
            outlet: shared(waiting.outlet),
            url: shared(waiting.url),
            statements: signals.iter().map(|s| s.event.clone()).zip(statements).collect(),
        };
        let joined = self.linker.report(&signals, &known);
        self.linker.absorbed.clear();
        links.extend(joined.into_iter().map(|(event, is)| Link {
            report: waiting.report.clone(),
            event,
            found: Found::Is(is),
        }));
        links
    }

    /// What is sure when nothing more of the type comes.
    pub fn finish(&mut self) -> Vec<Link> {
        counted(std::mem::take(self).linker.outcomes)
    }
}

/// What was counted of events that several reports tell.
fn counted(outcomes: BTreeMap<Option<i32>, BTreeMap<String, Outcome>>) -> Vec<Link> {
    let link = |(event, outcome): (String, Outcome)| Link {
        report: outcome.first.to_string(),
        event,
        found: Found::Counted(outcome.cells()),
    };
    outcomes.into_values().flatten().map(link).collect()
}

/// Rows of `actors` or `places` of one report.
#[derive(Serialize, Deserialize)]
pub struct Named(Vec<Vec<Cell>>);
impl Carried for Named {}

/// Puts actors or places of one day together, each once: rows are given day by day, in the order of their reports' places.
pub struct Merged {
    day: Option<i32>,
    things: Things,
}

impl Merged {
    /// Nothing yet.
    pub fn new(table: &str) -> Merged {
        Merged { day: None, things: Things::new(table) }
    }

    /// Takes a report's rows; gives the day before where a new one begins.
    pub fn take(&mut self, day: Option<i32>, named: Named) -> Option<(Option<i32>, Vec<Vec<Cell>>)> {
        let done = (day != self.day).then(|| self.finish());
        self.day = day;
        self.things.take(named.0);
        done
    }

    /// The last day.
    pub fn finish(&mut self) -> (Option<i32>, Vec<Vec<Cell>>) {
        (self.day, self.things.rows())
    }
}

#[cfg(test)]
mod tests;
