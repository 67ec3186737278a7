//! The whole of Parallax in one call: reports in, story out.
//!
//! read → parse → extract → resolve → link → compare → tell
//!
//! ```no_run
//! use parallax::{World, read, reconstruct, tell};
//! let input = read::reports(&["examples/harbour".into()], &read::Options::default());
//! let story = reconstruct(input.reports, &World::bundled(), &|_| ());
//! print!("{}", tell::text(&story, &tell::Selection::default()));
//! ```
#![warn(missing_docs)]

mod code;
pub mod corrections;
mod petrarch;
mod title;

pub use code::{code_line, code_report};
pub use petrarch::petrarch_line;

pub use parallax_compare as compare;
pub use parallax_extract as extract;
pub use parallax_lexicon as lexicon;
pub use parallax_link as link;
pub use parallax_model as model;
pub use parallax_parse as parse;
pub use parallax_read as read;
pub use parallax_resolve as resolve;
pub use parallax_tell as tell;

use parallax_lexicon::Lexicon;
use parallax_model::{Account, Correction, Document, Notice, Report, ReportId, Story};
use parallax_parse::Reader;
use rayon::prelude::*;

/// What Parallax brings to the reports: its reader, what it knows beforehand, and what the user has corrected.
pub struct World {
    /// The English reader.
    pub reader: &'static Reader,
    /// Verbs, names, places.
    pub lexicon: &'static Lexicon,
    /// The user's decisions; they override the program's.
    pub corrections: Vec<Correction>,
}

impl World {
    /// What comes with Parallax, without corrections.
    pub fn bundled() -> World {
        World { reader: Reader::bundled(), lexicon: Lexicon::bundled(), corrections: Vec::new() }
    }
}

/// A step of the work, for progress.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// A report was parsed and its statements extracted.
    Read,
    /// Who is who, where and when is being settled.
    Resolve,
    /// Statements are being linked to events and compared.
    Compare,
}

/// One report read: all that needs no other report.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The report.
    pub report: Report,
    /// Its grammar.
    pub document: Document,
    /// What it states.
    pub account: Account,
}

impl Reading {
    /// Reads one report: the slow part of the work, and the same whatever the other reports and the corrections are.
    pub fn new(report: Report, world: &World) -> Reading {
        let document = parallax_parse::document(&report, world.reader);
        let account = parallax_extract::account(&report, &document, world.lexicon);
        Reading { report, document, account }
    }
}

/// Rebuilds the story that `reports` tell. Cannot fail: hard text gives fewer fields and a notice.
///
/// Reports are put in the order of their paths, so that the same reports give the same story in whatever order they come.
/// Uses the threads of the current rayon pool; their number does not change the result.
pub fn reconstruct(reports: Vec<Report>, world: &World, progress: &(dyn Fn(Step) + Sync)) -> Story {
    let read = |report| {
        let reading = Reading::new(report, world);
        progress(Step::Read);
        reading
    };
    weave(reports.into_par_iter().map(read).collect(), world, progress)
}

/// The story of reports already read, under the world's corrections.
pub fn weave(mut readings: Vec<Reading>, world: &World, progress: &(dyn Fn(Step) + Sync)) -> Story {
    readings.sort_by(|a, b| (&a.report.path, &a.report.text).cmp(&(&b.report.path, &b.report.text)));
    let (mut reports, mut documents, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
    for (i, mut reading) in readings.into_iter().enumerate() {
        reading.report.id = ReportId(i);
        reading.account.report = ReportId(i);
        reports.push(reading.report);
        documents.push(reading.document);
        accounts.push(reading.account);
    }
    progress(Step::Resolve);
    let corrections = corrections::settled(&world.corrections);
    let mut lost = corrections::before(&mut reports, &documents, &mut accounts, &corrections);
    let mut cast = parallax_resolve::cast(&reports, &documents, &accounts, world.lexicon, &corrections);
    lost.extend(corrections::after(&reports, &documents, &accounts, &mut cast, &corrections));
    progress(Step::Compare);
    let linked = parallax_link::events(&reports, &documents, &accounts, &cast, world.lexicon, &corrections);
    let mut origins = parallax_compare::origins(&reports, &documents);
    corrections::origins(&reports, &mut origins, &corrections);
    let copies = parallax_compare::copies(&reports, &documents, &accounts, &origins, world.lexicon);
    let compared = parallax_compare::findings(
        &reports,
        &documents,
        &accounts,
        &cast,
        &linked.events,
        &linked.relations,
        &origins,
        world.lexicon,
    );
    let mut notices = notices(&reports, &cast);
    notices.extend(lost);
    let title = title::of(&accounts, &cast, &linked.events);
    Story {
        title,
        documents,
        accounts,
        cast,
        events: linked.events,
        relations: linked.relations,
        findings: compared.findings,
        states: compared.states,
        origins,
        copies,
        notices,
        reports,
        corrections,
    }
}

/// What a reader must know of each report, beside what reading it said.
fn notices(reports: &[Report], cast: &parallax_model::Cast) -> Vec<Notice> {
    let undated = |(report, known): (&Report, &parallax_model::Publication)| {
        if report.body.is_empty() {
            return None;
        }
        let (code, message) = match (known.given, known.inferred) {
            (Some(_), _) => return None,
            (None, Some(day)) => ("P012", format!("has no publication date; the texts lead to {day}")),
            (None, None) => ("P011", "has no publication date; words like “Tuesday” stay without a date".to_string()),
        };
        let help = Some("give one with --published 2025-07-01, reports.json or NAME.meta.toml".to_string());
        Some(Notice { code, subject: report.path.clone(), message, help })
    };
    reports.iter().zip(&cast.published).filter_map(undated).collect()
}
