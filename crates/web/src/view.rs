//! A story as the pages see it: links, letters, states and quotes are made here, so that they look the same everywhere.

use crate::page::Page;
use crate::spelt;
use maud::{Markup, html};
use parallax_model::{
    Correction, Entity, EntityId, Event, Evidence, Finding, MentionForm, MentionRef, ReportId, Sentence, Span, State,
    Statement, StatementRef, Status, Story, When,
};
use parallax_store::{Act, Decision};
use parallax_tell::events;
use parallax_tell::words::{self, cut, letter, printable};

/// Where the pages stand, which decides how they link to each other.
#[derive(Clone, PartialEq, Debug)]
pub enum Place {
    /// On a server, the story under this address (`/s/1`).
    Server(String),
    /// All in one file.
    File,
}

/// A story and how it is shown.
pub struct View<'s> {
    /// The story.
    pub story: &'s Story,
    /// Where its pages stand.
    pub place: Place,
    /// Needed with everything that changes something; `None` where nothing can be changed.
    pub token: Option<String>,
    /// Whether the reports' whole texts may be shown, not only the sentences quoted.
    pub full_text: bool,
    /// The user's decisions, newest last: those that hold, unless the library gave all.
    pub decisions: Vec<Decision>,
    /// The reports that the header's link lays side by side, where these are not the first two.
    pub pair: Option<(usize, usize)>,
    event_of: Vec<Vec<Option<usize>>>,
}

impl<'s> View<'s> {
    /// A view of `story`.
    pub fn new(story: &'s Story, place: Place) -> View<'s> {
        let mut event_of: Vec<Vec<Option<usize>>> =
            story.accounts.iter().map(|a| vec![None; a.statements.len()]).collect();
        for (i, event) in story.events.iter().enumerate() {
            for at in &event.statements {
                if let Some(slot) = event_of.get_mut(at.report.0).and_then(|r| r.get_mut(at.index)) {
                    *slot = Some(i);
                }
            }
        }
        let decisions = story.corrections.iter().filter_map(decision).collect();
        View { story, place, token: None, full_text: true, decisions, pair: None, event_of }
    }

    /// The event that a statement tells.
    pub fn event_of(&self, report: usize, statement: usize) -> Option<usize> {
        self.event_of.get(report)?.get(statement).copied().flatten()
    }

    /// Whether it is all in one file.
    pub fn in_file(&self) -> bool {
        self.place == Place::File
    }

    /// The address of a page.
    pub fn href(&self, page: Page) -> String {
        match &self.place {
            Place::Server(base) if page == Page::Overview => format!("{base}/"),
            Place::Server(base) => format!("{base}/{}", page.path(self.story)),
            Place::File => format!("#{}", anchor(page, self.story)),
        }
    }

    /// The address of a passage: the report's page, at the sentence, the words marked.
    pub fn passage(&self, report: usize, span: Span) -> String {
        match &self.place {
            Place::Server(base) => format!("{base}/r/r{}?t={}-{}#t", report + 1, span.start, span.end),
            Place::File => format!("#{}", self.sentence_id(report, self.sentence_at(report, span).unwrap_or(0))),
        }
    }

    /// The id of a sentence's element on its report's page.
    pub fn sentence_id(&self, report: usize, sentence: usize) -> String {
        match self.place {
            Place::Server(_) => format!("s{}", sentence + 1),
            Place::File => format!("r{}-s{}", report + 1, sentence + 1),
        }
    }

    /// The text of a report.
    pub fn text(&self, report: usize) -> &'s str {
        self.story.reports.get(report).map_or("", |r| r.text.as_str())
    }

    /// The index of the sentence in which a passage begins.
    pub fn sentence_at(&self, report: usize, span: Span) -> Option<usize> {
        let sentences = &self.story.documents.get(report)?.sentences;
        sentences.iter().position(|s| s.span.overlaps(span))
    }

    /// A sentence of a report.
    pub fn sentence(&self, report: usize, index: usize) -> Option<&'s Sentence> {
        self.story.documents.get(report)?.sentences.get(index)
    }

    /// A statement.
    pub fn statement(&self, at: StatementRef) -> Option<&'s Statement> {
        self.story.accounts.get(at.report.0)?.statements.get(at.index)
    }

    /// The statements of an event that one report makes.
    pub fn told_by<'a>(&'a self, event: &'a Event, report: usize) -> impl Iterator<Item = (usize, &'s Statement)> + 'a {
        event
            .statements
            .iter()
            .filter(move |s| s.report == ReportId(report))
            .filter_map(|&s| Some((s.index, self.statement(s)?)))
    }

    /// The letter of a report, with its outlet as a title.
    pub fn chip(&self, report: usize) -> Markup {
        let outlet = self.outlet(report);
        html! { a.chip href=(self.href(Page::Report(report))) title=(outlet) { (letter(report)) } }
    }

    /// The outlet of a report, else its file name, without folders: a page shows no path of the user's disk.
    pub fn outlet(&self, report: usize) -> String {
        let Some(report) = self.story.reports.get(report) else { return String::new() };
        report.outlet.as_deref().map_or_else(|| self.file_name(report.id.0), |o| cut(o, 60))
    }

    /// The last part of a report's path.
    pub fn file_name(&self, report: usize) -> String {
        let path = self.story.reports.get(report).map_or("", |r| r.path.as_str());
        cut(path.rsplit(['/', '\\']).next().unwrap_or(path), 60)
    }

    /// The letters of several reports.
    pub fn chips(&self, reports: &[usize]) -> Markup {
        html! { span.chips { @for &r in reports { (self.chip(r)) " " } } }
    }

    /// Sign and words of a state.
    pub fn state(&self, state: State) -> Markup {
        let (sign, name) = events::sign(state);
        html! { span class={ "state " (state.name()) } { span.sign aria-hidden="true" { (sign) } "\u{a0}" (name) } }
    }

    /// Sign and words of an event's state; reports that copy one another are several accounts of one origin.
    pub fn state_of(&self, event: usize) -> Markup {
        let state = events::state(self.story, event);
        let tellers = self.story.events.get(event).map_or(0, |e| events::tellers(e).len());
        if state != State::Single || tellers < 2 {
            return self.state(state);
        }
        html! { span class={ "state " (state.name()) } { span.sign aria-hidden="true" { (events::sign(state).0) } "\u{a0}only one origin" } }
    }

    /// Sign and words of what was found of one field.
    pub fn found(&self, finding: &Finding) -> Markup {
        if finding.state != State::Contradicted {
            return self.state(finding.state);
        }
        let open = events::field_sign(finding) == "✕";
        html! {
            span class={ "state field " (if open { "contradicted" } else { "compatible" }) } {
                span.sign aria-hidden="true" { (events::field_sign(finding)) } "\u{a0}" (finding.kind.name()) ": " (events::fit(finding.compatible))
            }
        }
    }

    /// A passage as a quotation that leads to its place.
    pub fn quote(&self, report: usize, span: Span, most: usize) -> Markup {
        html! { a.quote href=(self.passage(report, span)) { q dir="auto" { (unquoted(span.of(self.text(report)), most)) } } }
    }

    /// The same for a piece of evidence, with the report's letter before it.
    pub fn evidence(&self, evidence: &Evidence, most: usize) -> Markup {
        let report = evidence.report().0;
        html! { (self.chip(report)) " " (self.quote(report, evidence.span(), most)) }
    }

    /// The sentence around a passage, in place, the words marked: opens without leaving the page.
    pub fn in_place(&self, report: usize, span: Span) -> Markup {
        html! { details.sentence { summary { "sentence" } (self.around(report, span)) } }
    }

    /// The sentence around a passage, the words marked.
    pub fn around(&self, report: usize, span: Span) -> Markup {
        let text = self.text(report);
        let around =
            self.sentence_at(report, span).and_then(|s| self.sentence(report, s)).map_or(span, |s| s.span.cover(span));
        let before = Span::new(around.start, span.start).of(text);
        let after = Span::new(span.end, around.end).of(text);
        html! {
            blockquote dir="auto" { (cut_start(before, 300)) mark { (cut(span.of(text), 400)) } (cut_end(after, 300)) }
        }
    }

    /// What an entity is: kind, country, sectors, in words.
    pub fn what(&self, entity: &Entity, most: usize) -> String {
        let country = entity.country.as_deref().map(spelt::country);
        let sectors = entity.sectors.iter().map(|s| spelt::sector(&s.0));
        let mut all = vec![entity.kind.name().to_string()];
        for words in country.into_iter().chain(sectors.take(most)) {
            if !all.contains(&words) {
                all.push(words);
            }
        }
        all.join(" · ")
    }

    /// Whether an entity is ever called by a name.
    pub fn is_named(&self, id: EntityId) -> bool {
        let form = |m: &MentionRef| Some(self.story.accounts.get(m.report.0)?.mentions.get(m.index)?.form);
        let entity = self.story.cast.entities.get(id.0);
        entity.is_some_and(|e| e.mentions.iter().any(|m| form(m) == Some(MentionForm::Name)))
    }

    /// The anchor of a finding: made of its event, kind and attribute, so that it outlives other findings.
    pub fn finding_id(&self, finding: &Finding) -> String {
        let plain = |text: &str| -> String {
            text.chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
                .take(40)
                .collect()
        };
        let same = |f: &&Finding| {
            f.event == finding.event && f.kind == finding.kind && plain(&f.attribute) == plain(&finding.attribute)
        };
        let before = self.story.findings.iter().filter(same).position(|f| f.id == finding.id).unwrap_or(0);
        let event = self.story.events.get(finding.event.0).map_or("", |e| &e.id);
        let nth = if before > 0 { format!("-{}", before + 1) } else { String::new() };
        let (kind, attribute) = (plain(finding.kind.name()), plain(&finding.attribute));
        if kind == attribute { format!("{event}-{kind}{nth}") } else { format!("{event}-{kind}-{attribute}{nth}") }
    }

    /// A small link to the thing itself, to be copied and handed on.
    pub fn here(&self, address: &str, what: &str) -> Markup {
        html! { a.here href=(address) title={ "link to " (what) } data-copy { span aria-hidden="true" { "#" } span.hidden { "link to " (what) } } }
    }

    /// An event by its label, as a link.
    pub fn event(&self, index: usize) -> Markup {
        let label = self.story.events.get(index).map_or(String::new(), |e| cut(&e.label, 140));
        html! { a.event href=(self.href(Page::Event(index))) { (label) } }
    }

    /// An entity by its name, as a link.
    pub fn entity(&self, id: EntityId) -> Markup {
        html! { a.entity href=(self.href(Page::Entity(id.0))) { (self.name(id)) } }
    }

    /// The name of an entity.
    pub fn name(&self, id: EntityId) -> String {
        self.story.cast.entities.get(id.0).map_or(String::new(), |e| cut(&e.name, 80))
    }

    /// Several entities.
    pub fn entities(&self, ids: &[EntityId]) -> Markup {
        html! { @for (i, &id) in ids.iter().enumerate() { @if i > 0 { "; " } (self.entity(id)) } }
    }

    /// When, in words, for a machine too.
    pub fn when(&self, when: Option<&When>) -> Markup {
        let Some(when) = when else { return html! { span.unknown { "day unknown" } } };
        let start = when.start.to_string();
        html! {
            time datetime=(start) { (span_of_days(when)) }
            @if when.inferred { " " (self.concluded()) }
        }
    }

    /// The mark of a day that was concluded.
    pub fn concluded(&self) -> Markup {
        html! { span.tag title="no report says this date in so many words" { "concluded" } }
    }

    /// How a report puts a happening, where it does not simply say it.
    pub fn status(&self, status: Status) -> Markup {
        html! { @if status != Status::Asserted { span.tag { (status.name()) } } }
    }

    /// The status that all statements of an event share, unless they simply say it.
    pub fn status_of(&self, event: &Event) -> Markup {
        let mut all = event.statements.iter().filter_map(|&s| self.statement(s)).map(|s| s.status);
        let first = all.next().unwrap_or(Status::Asserted);
        html! { @if all.all(|s| s == first) { (self.status(first)) } }
    }

    /// The reports that tell of an event, as letters.
    pub fn tellers(&self, event: &Event) -> Markup {
        self.chips(&events::tellers(event))
    }
}

/// A decision as the library's list has it.
fn decision(c: &Correction) -> Option<Decision> {
    let id = c.id.strip_prefix('c')?.parse().ok()?;
    Some(Decision { id, at: c.at.clone(), act: Act::Change(c.change.clone()), note: c.note.clone() })
}

/// The id of a page's section where all stand in one file.
pub(crate) fn anchor(page: Page, story: &Story) -> String {
    match page {
        Page::Overview => "overview".to_string(),
        page => page.path(story).replace('/', "-"),
    }
}

/// A span of days in words a reader would use.
fn span_of_days(when: &When) -> String {
    let text = words::when(&When { inferred: false, ..*when });
    match text.split_once(" – ") {
        Some((start, end)) => format!("between {start} and {end}"),
        None => text,
    }
}

/// Words without their own quotation marks, cut.
pub(crate) fn unquoted(text: &str, most: usize) -> String {
    cut(text.trim().trim_matches(['“', '”', '"']), most)
}

/// The last `most` characters, cut between words.
fn cut_start(text: &str, most: usize) -> String {
    let text = parallax_tell::words::harmless(text);
    let over = text.chars().count().saturating_sub(most);
    if over == 0 {
        return text;
    }
    let from = text.char_indices().nth(over).map_or(0, |(i, _)| i);
    format!("…{}", text.get(from..).unwrap_or(""))
}

/// The first `most` characters, the space before them kept.
fn cut_end(text: &str, most: usize) -> String {
    let space = if text.starts_with(char::is_whitespace) { " " } else { "" };
    format!("{space}{}", cut(text, most))
}

/// Whether `text` may stand as the address of a link: what a report gives as its own address could be anything.
pub(crate) fn is_web_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && text == printable(text)
}
