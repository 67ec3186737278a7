//! A report's text with what was read in it: sentences as lines, events in the margin, statements and sources marked.

use crate::page::Page;
use crate::view::{Place, View};
use maud::{Markup, html};
use parallax_model::{Account, Code, Quad, Sentence, Span};
use parallax_tell::events;
use parallax_tell::words::{cut, harmless};
use std::collections::BTreeSet;

/// Longest quotation where whole texts are not given away, in characters.
const QUOTE: usize = 300;

/// How a report's text is shown.
pub(crate) struct Manner {
    /// The passage to be marked.
    pub mark: Option<Span>,
    /// The reports it is laid beside.
    pub beside: Vec<usize>,
    /// Passages whose words the reports beside it give differently, each with its finding (by index).
    pub differs: Vec<(Span, usize)>,
    /// Put before every id, since the same report may stand in one file several times.
    pub prefix: String,
}

/// The text of report `index`, a sentence a line.
pub(crate) fn report(view: &View, index: usize, manner: &Manner) -> Markup {
    let Some(document) = view.story.documents.get(index) else { return html! {} };
    let mut paragraph = None;
    html! {
        ol.report dir="auto" {
            @for (i, sentence) in document.sentences.iter().enumerate() {
                @let opens = paragraph.replace(sentence.paragraph) != Some(sentence.paragraph);
                (line(view, index, i, sentence, opens, manner))
            }
        }
    }
}

fn line(view: &View, index: usize, number: usize, sentence: &Sentence, opens: bool, manner: &Manner) -> Markup {
    let told = told(view, index, number);
    let shared = |&e: &usize| {
        let tellers = view.story.events.get(e).map_or(Vec::new(), events::tellers);
        manner.beside.iter().any(|other| tellers.contains(other))
    };
    let alone = !manner.beside.is_empty() && !told.is_empty() && !told.iter().any(shared);
    let id = format!("{}{}", manner.prefix, view.sentence_id(index, number));
    // The report's own words name it: the address outlives new reports in the story.
    let address = match (&view.place, manner.beside.is_empty()) {
        (Place::Server(base), true) => {
            view.story.reports.get(index).map(|r| format!("{base}/r/{}", parallax_link::report_id(r)))
        }
        _ => None,
    };
    let address = address.unwrap_or_default();
    // A sentence that tells nothing is left out where whole texts are not given away.
    let hidden = !view.full_text && told.is_empty();
    html! {
        li #(id) class=[(opens || sentence.title).then(|| if sentence.title { "opens heading" } else { "opens" })] {
            span.margin {
                a.number href={ (address) "#" (id) } title="link to this sentence" data-copy aria-label={ "Sentence " (number + 1) ", link" } { (number + 1) }
                @for &e in &told {
                    @let both = shared(&e);
                    " " a class={ "no" @if both { " shared" } } href=(view.href(Page::Event(e))) data-event=[both.then_some(e + 1)]
                        title=(view.story.events.get(e).map_or(String::new(), |e| cut(&e.label, 100))) { (e + 1) }
                }
                @if alone { " " span.alone title="only here" { "◐" span.hidden { " only here" } } }
            }
            @if hidden { p.gap { "[…]" } } @else { p { (words(view, index, sentence, number, manner)) } }
        }
    }
}

/// The events that a sentence tells.
fn told(view: &View, report: usize, sentence: usize) -> BTreeSet<usize> {
    let Some(account) = view.story.accounts.get(report) else { return BTreeSet::new() };
    let here = account.statements.iter().enumerate().filter(|(_, s)| s.sentence == sentence);
    here.filter_map(|(i, _)| view.event_of(report, i)).collect()
}

/// A stretch of a sentence over which all marks are the same.
struct Piece {
    span: Span,
    kind: &'static str,
    said: bool,
    event: Option<usize>,
    differs: Option<usize>,
    marked: bool,
}

fn words(view: &View, report: usize, sentence: &Sentence, number: usize, manner: &Manner) -> Markup {
    let text = view.text(report);
    if !view.full_text {
        return html! { (cut(sentence.span.of(text), QUOTE)) };
    }
    let Some(account) = view.story.accounts.get(report) else { return html! { (readable(sentence.span.of(text))) } };
    let mut first = true;
    html! {
        @for piece in pieces(view, account, sentence, number, manner) {
            @let words = readable(piece.span.of(text));
            @let finding = piece.differs.and_then(|f| view.story.findings.get(f)).filter(|_| !words.trim().is_empty());
            @let class = format!("{}{}{}", piece.kind, if piece.said { " said" } else { "" }, if finding.is_some() { " differing" } else { "" });
            @let id = (piece.marked && std::mem::take(&mut first)).then_some("t");
            @if piece.marked { mark id=[id] { (words) } }
            @else if let Some(f) = finding { a class=(class) href={ (view.href(Page::Event(f.event.0))) @if !view.in_file() { "#" (view.finding_id(f)) } } title={ (f.kind.name()) ": " (events::fit(f.compatible)) } { (words) } }
            @else if let Some(e) = piece.event { a class={ "trigger " (class) } href=(view.href(Page::Event(e))) { (words) } }
            @else if class.is_empty() { (words) }
            @else { span class=(class) { (words) } }
        }
    }
}

fn pieces(view: &View, account: &Account, sentence: &Sentence, number: usize, manner: &Manner) -> Vec<Piece> {
    let statements: Vec<_> = account.statements.iter().enumerate().filter(|(_, s)| s.sentence == number).collect();
    let scopes: Vec<Span> =
        account.attributions.iter().map(|a| a.content).filter(|c| c.overlaps(sentence.span)).collect();
    let spans = statements
        .iter()
        .flat_map(|(_, s)| [s.clause, s.trigger])
        .chain(scopes.iter().copied())
        .chain(manner.mark)
        .chain(manner.differs.iter().map(|d| d.0));
    let inside = |at: usize| (sentence.span.start..=sentence.span.end).contains(&at);
    let mut cuts: Vec<usize> = spans
        .flat_map(|s| [s.start, s.end])
        .filter(|&at| inside(at))
        .chain([sentence.span.start, sentence.span.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let clause = statements.iter().filter(|(_, s)| s.clause.contains(span)).min_by_key(|(_, s)| s.clause.len());
        let trigger = statements.iter().find(|(_, s)| s.trigger.contains(span));
        Piece {
            span,
            kind: clause.map_or("", |(_, s)| quad(s.code.as_ref())),
            said: scopes.iter().any(|c| c.contains(span)),
            event: trigger.and_then(|(i, _)| view.event_of(account.report.0, *i)),
            differs: manner.differs.iter().find(|(s, _)| s.contains(span)).map(|&(_, f)| f),
            marked: manner.mark.is_some_and(|m| m.contains(span)),
        }
    };
    cuts.windows(2).map(piece).collect()
}

/// Longest word shown whole, in characters: browsers take minutes to lay out a word of a megabyte.
const WORD: usize = 120;

/// Text without what could steer a screen, words of absurd length cut.
fn readable(text: &str) -> String {
    let text = harmless(text);
    if !text.split(char::is_whitespace).any(|w| w.len() > WORD) {
        return text;
    }
    let word = |w: &str| {
        let (rest, length) = (w.trim_end(), w.trim_end().chars().count());
        match rest.char_indices().nth(WORD) {
            Some((at, _)) => {
                format!("{}… [{length} letters]{}", rest.get(..at).unwrap_or(""), w.get(rest.len()..).unwrap_or(""))
            }
            None => w.to_string(),
        }
    };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

/// The class that marks an act's family.
pub(crate) fn quad(code: Option<&Code>) -> &'static str {
    match code.and_then(Code::quad) {
        Some(Quad::VerbalCooperation) => "k peace-words",
        Some(Quad::MaterialCooperation) => "k peace-deeds",
        Some(Quad::VerbalConflict) => "k conflict-words",
        Some(Quad::MaterialConflict) => "k conflict-deeds",
        None => "k other",
    }
}
