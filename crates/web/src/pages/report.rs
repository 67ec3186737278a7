//! The reports, and one of them with everything that was read in it.

use crate::annotate::{self, Manner};
use crate::page::{Page, Query};
use crate::view::{View, is_web_address, unquoted};
use maud::{Markup, html};
use parallax_model::{Figure, Span};
use parallax_tell::words::{cut, date};
use parallax_tell::{events, letter};

pub(super) fn list(view: &View) -> Markup {
    html! {
        h1 { "Reports" }
        (table(view))
        (super::twins(view, Page::Reports, true))
    }
}

/// What was read, a row a report.
pub(super) fn table(view: &View) -> Markup {
    let story = view.story;
    let headed = story.reports.iter().any(|r| r.title.is_some());
    html! {
        div.scroll tabindex="0" role="region" aria-label="Reports" {
            table.stack {
                thead { tr {
                    th scope="col" { span.hidden { "letter" } } th scope="col" { "outlet" } @if headed { th scope="col" { "headline" } } th scope="col" { "published" } th.n scope="col" { "words" }
                    th.n scope="col" { "statements" } th.n scope="col" { "events" } th scope="col" { "origin" } th scope="col" { "notices" }
                } }
                tbody {
                    @for (i, report) in story.reports.iter().enumerate() {
                        @let words = story.documents.get(i).map_or(0, |d| d.sentences.iter().map(|s| s.tokens.len()).sum::<usize>());
                        tr {
                            td { (view.chip(i)) }
                            th scope="row" { a href=(view.href(Page::Report(i))) { (view.outlet(i)) } }
                            @if headed { td { (report.title.as_deref().map_or(String::new(), |t| cut(t, 90))) } }
                            td { (published(view, i)) }
                            td.n data-name="words" { (words) }
                            td.n data-name="statements" { (story.accounts.get(i).map_or(0, |a| a.statements.len())) }
                            td.n data-name="events" { (story.events.iter().filter(|e| events::tellers(e).contains(&i)).count()) }
                            td data-name="origin" { (origin(view, i, "own")) }
                            td.dim { @for n in notices(view, i) { p { (n) } } }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn page(view: &View, index: usize, query: &Query) -> Markup {
    let Some(report) = view.story.reports.get(index) else { return html! {} };
    html! {
        h1 { (view.chip(index)) " " (report.title.as_deref().map_or_else(|| view.outlet(index), |t| cut(t, 160))) }
        p.summary {
            (view.outlet(index)) " · " (published(view, index)) " · " (origin(view, index, "an origin of its own"))
            @if let Some(url) = report.url.as_deref() {
                @if is_web_address(url) { " · " a href=(url) rel="noreferrer noopener external" { "as published" } }
                @else { " · " span.dim { (cut(url, 100)) } }
            }
        }
        @for n in notices(view, index) { p.notice { (n) } }
        (shared(view, index))
        @if let Some(known) = view.story.cast.published.get(index).filter(|p| p.given.is_none() && !p.reasons.is_empty()) {
            details { summary { "How the date of publication was concluded" } ul { @for reason in &known.reasons { li { (cut(reason, 300)) } } } }
        }
        @if view.full_text { (legend(view)) } @else { p.dim { "Sentences that tell an event, as quotations; the whole text is in the report itself." } }
        @if let Some(mark) = query.mark.filter(|m| !m.of(&report.text).is_empty()) { (handed_on(view, index, mark)) }
        (annotate::report(view, index, &Manner { mark: query.mark, beside: Vec::new(), differs: Vec::new(), prefix: String::new() }))
        @if !view.in_file() {
            nav.steps aria-label="Lay beside" { @for other in (0..view.story.reports.len()).filter(|&o| o != index).take(12) { a href=(view.href(Page::Compare(index, other, None))) { "beside " (letter(other)) } " " } }
        }
        (crate::decide::report_forms(view, index))
        (super::twins(view, Page::Report(index), true))
    }
}

/// A passage to be handed on: its words, who published them and when, and where they stand.
fn handed_on(view: &View, index: usize, mark: Span) -> Markup {
    let Some(report) = view.story.reports.get(index) else { return html! {} };
    let words = unquoted(mark.of(&report.text), 300);
    let day =
        view.story.cast.published.get(index).and_then(|p| p.date()).map_or(String::new(), |d| format!(", {}", date(d)));
    let url = report.url.as_deref().filter(|u| is_web_address(u));
    let sentence = view.sentence_at(index, mark).map_or(String::new(), |s| format!(", sentence {}", s + 1));
    let citation =
        format!("“{words}” — {}{day}{sentence}{}", view.outlet(index), url.map_or(String::new(), |u| format!(", {u}")));
    // The start of the passage is enough for a browser to find it (W3C, "URL Fragment Text Directives").
    let start: Vec<&str> = mark.of(&report.text).split_whitespace().take(8).collect();
    let start: String = form_urlencoded::byte_serialize(start.join(" ").as_bytes())
        .collect::<String>()
        .replace('+', "%20")
        .replace('-', "%2D");
    html! {
        p.passage-note {
            a href="#t" { "To the words marked" }
            @if let Some(url) = url { " · " a href={ (url) "#:~:text=" (start) } rel="noreferrer noopener external" { "the words as published" } }
            span.scripted { " " button type="button" data-copy=(citation) hidden { "Copy quotation and source" } }
        }
    }
}

/// What the marks mean; each box takes its mark away, without any script.
fn legend(view: &View) -> Markup {
    let kinds = [
        ("conflict-deeds", "conflict, deeds"),
        ("conflict-words", "conflict, words"),
        ("peace-deeds", "cooperation, deeds"),
        ("peace-words", "cooperation, words"),
        ("other", "other"),
        ("said", "said by a source"),
    ];
    html! {
        fieldset.legend {
            legend { "Marked in the text" }
            @for (class, words) in kinds {
                label { @if !view.in_file() { input type="checkbox" class={ "show-" (class) } checked; } " " span class={ "k " (class) } { (words) } } " "
            }
        }
    }
}

fn published(view: &View, index: usize) -> Markup {
    let known = view.story.cast.published.get(index);
    html! {
        @match known.and_then(|p| Some((p.date()?, p.given.is_none()))) {
            Some((day, concluded)) => { time datetime=(day) { (date(day)) } @if concluded { " " span.tag { "concluded" } } }
            None => span.unknown { "day unknown" }
        }
    }
}

/// Which reports share its origin.
fn origin(view: &View, index: usize, own_words: &str) -> Markup {
    let own = view.story.origins.get(index);
    let others: Vec<usize> = (0..view.story.reports.len())
        .filter(|&i| i != index && own.is_some() && view.story.origins.get(i) == own)
        .collect();
    html! { @if others.is_empty() { (own_words) } @else { "one origin with " (view.chips(&others)) } }
}

/// What the report and an earlier one of its origin have in common, and the sentences that only one of them has.
fn shared(view: &View, index: usize) -> Markup {
    let Some(shared) = view.story.copies.get(index).and_then(Option::as_ref) else { return html! {} };
    let list = |title: String, report: usize, spans: &[Span]| {
        html! {
            @if !spans.is_empty() {
                details { summary { (title) } ul.plain { @for &span in spans { li { (view.quote(report, span, 300)) } } } }
            }
        }
    };
    html! {
        section aria-labelledby="shared" {
            h2 #shared { "Shared with " (view.chips(&[shared.with])) }
            p { (events::shared(shared)) "." }
            (changed(view, index))
            (list("Only here".to_string(), index, &shared.added))
            (list(format!("Only in {}", letter(shared.with)), shared.with, &shared.left_out))
        }
    }
}

/// The figures that a copy changed, each with both sentences, the earlier report's first.
pub(super) fn changed(view: &View, index: usize) -> Markup {
    let Some(shared) = view.story.copies.get(index).and_then(Option::as_ref) else { return html! {} };
    let told = |report: usize, figure: &Figure| {
        html! { li { (view.chip(report)) " " (view.quote(report, figure.words, 60)) (view.around(report, figure.words)) } }
    };
    html! {
        @if !shared.changed.is_empty() {
            ul.plain.differences { @for changed in &shared.changed {
                li { ul.values { (told(shared.with, &changed.there)) (told(index, &changed.here)) } }
            } }
        }
    }
}

/// What was noticed of a report, without the paths of this disk.
fn notices(view: &View, index: usize) -> Vec<String> {
    let Some(report) = view.story.reports.get(index) else { return Vec::new() };
    let all = report.notices.iter().chain(view.story.notices.iter().filter(|n| n.subject == report.path));
    all.map(|n| cut(&format!("{}: {}", n.code, n.message), 200)).collect()
}
