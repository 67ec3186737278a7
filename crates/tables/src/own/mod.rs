//! The own tables: everything in a story, one row per report, statement, event, field, finding, actor, place, relation,
//! correction.

mod cast;
mod corrections;
mod events;
mod findings;
mod reports;
mod statements;

use crate::cell::Sheet;
use crate::schema::OWN;
use parallax_model::{Code, Entity, EntityId, EntityKind, Event, Quad, ReportId, Span, Statement, StatementRef, Story};
use parallax_tell::Offsets;
use std::collections::BTreeMap;

/// What the things of a story are called in the tables.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// `[report]`.
    pub reports: Vec<String>,
    /// `[report]` → the name of its origin.
    pub origins: Vec<String>,
    /// `[event]`.
    pub events: Vec<String>,
    /// `[entity]`.
    pub entities: Vec<String>,
}

impl Ids {
    /// As the story's JSON names them: `r1`, `o1`, `e3m9`, `n1`.
    pub fn of(story: &Story) -> Ids {
        Ids {
            reports: (1..=story.reports.len()).map(|i| format!("r{i}")).collect(),
            origins: story.origins.iter().map(|o| format!("o{}", o + 1)).collect(),
            events: story.events.iter().map(|e| e.id.clone()).collect(),
            entities: (1..=story.cast.entities.len()).map(|i| format!("n{i}")).collect(),
        }
    }
}

/// All own tables of a story, in the order of [`OWN`].
pub fn sheets(story: &Story, ids: &Ids) -> Vec<Sheet> {
    let view = View::new(story, ids);
    let rows = [
        reports::rows(&view),
        statements::rows(&view),
        events::rows(&view),
        findings::fields(&view),
        findings::findings(&view),
        cast::actors(&view),
        cast::places(&view),
        findings::relations(&view),
        corrections::rows(story),
    ];
    OWN.into_iter().zip(rows).map(|(name, rows)| Sheet::new(name, rows)).collect()
}

/// A story with what the rows look up again and again.
struct View<'s> {
    story: &'s Story,
    ids: &'s Ids,
    offsets: Vec<Offsets<'s>>,
    event_of: BTreeMap<StatementRef, usize>,
}

impl<'s> View<'s> {
    fn new(story: &'s Story, ids: &'s Ids) -> View<'s> {
        let told = story.events.iter().enumerate();
        View {
            story,
            ids,
            offsets: story.reports.iter().map(|r| Offsets::new(&r.text)).collect(),
            event_of: told.flat_map(|(e, event)| event.statements.iter().map(move |&at| (at, e))).collect(),
        }
    }
    fn text(&self, report: usize) -> &'s str {
        self.story.reports.get(report).map_or("", |r| r.text.as_str())
    }
    fn words(&self, report: usize, span: Option<Span>) -> Option<String> {
        span.map(|s| s.of(self.text(report)).to_string())
    }
    fn report(&self, report: usize) -> Option<String> {
        self.ids.reports.get(report).cloned()
    }
    fn event(&self, event: usize) -> Option<String> {
        self.ids.events.get(event).cloned()
    }
    fn entity_id(&self, entity: EntityId) -> Option<String> {
        self.ids.entities.get(entity.0).cloned()
    }
    fn entity(&self, entity: EntityId) -> Option<&'s Entity> {
        self.story.cast.entities.get(entity.0)
    }
    fn statement(&self, at: StatementRef) -> Option<&'s Statement> {
        self.story.accounts.get(at.report.0)?.statements.get(at.index)
    }
    fn statement_id(&self, at: StatementRef) -> Option<String> {
        Some(format!("{}.{}", self.ids.reports.get(at.report.0)?, at.index + 1))
    }
    /// The entities a mention speaks of.
    fn of_mention(&self, report: ReportId, mention: usize) -> &'s [EntityId] {
        self.story.cast.of_mention.get(report.0).and_then(|m| m.get(mention)).map_or(&[], Vec::as_slice)
    }
    fn published(&self, report: usize) -> Option<jiff::civil::Date> {
        self.story.cast.published.get(report).and_then(|p| p.date())
    }
}

/// Sectors as text.
fn sectors(entity: Option<&Entity>) -> Vec<String> {
    entity.map_or(Vec::new(), |e| e.sectors.iter().map(|s| s.0.clone()).collect())
}

/// The quad class as event data number it.
pub(crate) fn quad(code: Option<&Code>) -> Option<i64> {
    code.and_then(Code::quad).map(Quad::number)
}

/// Whether the event is told by more than its own report: for counting.
fn tellers(event: &Event) -> std::collections::BTreeSet<usize> {
    event.statements.iter().map(|s| s.report.0).collect()
}

fn acts(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Place)
}
