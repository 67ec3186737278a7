//! What each report tells of one event, laid out for the fields to be compared.

use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Cast, Document, Entity, EntityId, Event, EventId, Evidence, FieldKind, Mention, MentionRef, Relation,
    Report, Sentence, Span, Statement, StatementRef, Token,
};

/// Everything the comparison reads.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub reports: &'a [Report],
    pub documents: &'a [Document],
    pub accounts: &'a [Account],
    pub cast: &'a Cast,
    pub events: &'a [Event],
    pub relations: &'a [Relation],
    pub origins: &'a [usize],
    pub lexicon: &'a Lexicon,
}

/// One statement of an event with the index of its report.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    /// Its place among the event's tellings.
    pub order: usize,
    pub report: usize,
    pub index: usize,
    pub statement: &'a Statement,
}

/// One event with its tellings.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub world: World<'a>,
    pub id: EventId,
    pub tellings: &'a [Telling<'a>],
}

/// One value as one statement gives it.
#[derive(Clone, Debug)]
pub(crate) struct Heard<T> {
    /// The report's index.
    pub report: usize,
    /// Which of the event's tellings gives it.
    pub telling: usize,
    /// What is compared.
    pub value: T,
    /// How it is shown.
    pub text: String,
    /// Where it stands.
    pub evidence: Evidence,
}

/// A field before it is settled.
pub(crate) struct Field<T> {
    pub kind: FieldKind,
    pub attribute: String,
    pub heard: Vec<Heard<T>>,
}

impl<'a> World<'a> {
    /// The statement at a place, with its report's index.
    pub fn telling(self, at: StatementRef) -> Option<Telling<'a>> {
        let report = self.accounts.iter().position(|a| a.report == at.report)?;
        let statement = self.accounts.get(report)?.statements.get(at.index)?;
        Some(Telling { order: 0, report, index: at.index, statement })
    }
    /// The entities a mention speaks of.
    pub fn entities(self, report: usize, mention: usize) -> &'a [EntityId] {
        self.cast.of_mention.get(report).and_then(|m| m.get(mention)).map_or(&[], Vec::as_slice)
    }
    /// The entity of that id.
    pub fn entity(self, id: EntityId) -> Option<&'a Entity> {
        self.cast.entities.get(id.0)
    }
    /// The mention of that index.
    pub fn mention(self, report: usize, mention: usize) -> Option<&'a Mention> {
        self.accounts.get(report)?.mentions.get(mention)
    }
    /// The mention of an entity.
    pub fn at(self, mention: &MentionRef) -> Option<&'a Mention> {
        self.accounts.iter().find(|a| a.report == mention.report)?.mentions.get(mention.index)
    }
    /// The words of a span.
    pub fn words(self, report: usize, span: Span) -> &'a str {
        self.reports.get(report).map_or("", |r| span.of(&r.text))
    }
    /// The origin of a report.
    pub fn origin(self, report: usize) -> usize {
        self.origins.get(report).copied().unwrap_or(report)
    }
    /// A span of a report as evidence.
    pub fn evidence(self, report: usize, span: Span) -> Option<Evidence> {
        Evidence::new(self.reports.get(report)?, span)
    }
    /// A sentence.
    pub fn sentence(self, report: usize, sentence: usize) -> Option<&'a Sentence> {
        self.documents.get(report)?.sentences.get(sentence)
    }
    /// The words of a sentence that lie in a span.
    pub fn tokens(self, report: usize, sentence: usize, span: Span) -> impl Iterator<Item = &'a Token> {
        self.sentence(report, sentence).into_iter().flat_map(|s| &s.tokens).filter(move |t| span.contains(t.span))
    }
}

impl<'a> Told<'a> {
    /// A value heard in a span; `None` where the span does not slice its report.
    pub fn heard<T>(self, telling: &Telling, value: T, text: impl Into<String>, span: Span) -> Option<Heard<T>> {
        let evidence = self.world.evidence(telling.report, span)?;
        Some(Heard { report: telling.report, telling: telling.order, value, text: text.into(), evidence })
    }
    /// A value heard in a span, shown in the report's own words.
    pub fn heard_words<T>(self, telling: &Telling, value: T, span: Span) -> Option<Heard<T>> {
        self.heard(telling, value, one_line(self.world.words(telling.report, span)), span)
    }
}

/// Words with every run of white space as one space.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
