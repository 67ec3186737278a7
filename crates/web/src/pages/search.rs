//! Finds words in reports, names and events.

use crate::page::{Page, Query, report as by_letter, state};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, Event, Span};
use parallax_tell::events;
use std::collections::BTreeSet;

/// What was found.
pub(crate) struct Found {
    /// Events, by index.
    pub events: Vec<usize>,
    /// Entities, by index.
    pub entities: Vec<usize>,
    /// Sentences: report, and the words found in it.
    pub passages: Vec<(usize, Span)>,
}

/// Most hits of each kind.
const MOST: usize = 60;
/// Narrows events: `actor:police place:oslo type:arrest state:contradicted after:2025-06-01 before:2025-07-01 in:A`.
const OPERATORS: [&str; 7] = ["actor", "place", "type", "state", "before", "after", "in"];

/// Everything in which all words stand, whatever their case.
pub(crate) fn search(view: &View, words: &str) -> Found {
    let mut plain = Vec::new();
    let mut narrow: Vec<(&str, String)> = Vec::new();
    for word in words.split_whitespace().take(12) {
        match word.split_once(':').and_then(|(k, v)| Some((*OPERATORS.iter().find(|o| **o == k)?, v))) {
            Some((key, value)) if !value.is_empty() => narrow.push((key, value.to_lowercase())),
            _ => plain.push(word.to_lowercase()),
        }
    }
    if plain.is_empty() && narrow.is_empty() {
        return Found { events: Vec::new(), entities: Vec::new(), passages: Vec::new() };
    }
    let holds = |text: &str| {
        let text = text.to_lowercase();
        plain.iter().all(|w| text.contains(w))
    };
    let fits = |i: &usize| {
        let event = &view.story.events[*i];
        let told = || {
            event
                .statements
                .iter()
                .filter_map(|&s| Some((s, view.statement(s)?)))
                .any(|(s, x)| holds(x.clause.of(view.text(s.report.0))))
        };
        (holds(&event.label) || told()) && narrow.iter().all(|(k, v)| fits(view, *i, event, k, v))
    };
    let events = (0..view.story.events.len()).filter(fits).take(MOST).collect();
    if !narrow.is_empty() {
        return Found { events, entities: Vec::new(), passages: Vec::new() };
    }
    let entities = super::people::busiest(view)
        .into_iter()
        .filter(|&i| view.story.cast.entities[i].names.iter().any(|n| holds(n)))
        .take(MOST)
        .collect();
    let mut passages = Vec::new();
    for (r, document) in view.story.documents.iter().enumerate() {
        for sentence in &document.sentences {
            let text = sentence.span.of(view.text(r));
            if passages.len() < MOST && holds(text) {
                // The first word itself is marked where lower case has the same length, else the whole sentence.
                let at = plain.first().and_then(|w| {
                    text.to_ascii_lowercase()
                        .find(w.as_str())
                        .map(|at| Span::new(sentence.span.start + at, sentence.span.start + at + w.len()))
                });
                passages.push((r, at.filter(|s| !s.of(view.text(r)).is_empty()).unwrap_or(sentence.span)));
            }
        }
    }
    Found { events, entities, passages }
}

fn fits(view: &View, i: usize, event: &Event, key: &str, value: &str) -> bool {
    let named = |ids: &[EntityId]| {
        ids.iter().any(|&e| {
            view.story
                .cast
                .entities
                .get(e.0)
                .is_some_and(|e| e.names.iter().chain([&e.name]).any(|n| n.to_lowercase().contains(value)))
        })
    };
    let code = event.code.as_ref();
    match key {
        "actor" => named(&event.actors) || named(&event.recipients),
        "place" => event.place.as_ref().is_some_and(|p| named(&[p.entity])),
        "type" => code.is_some_and(|c| {
            c.plover.is_some_and(|p| p.name().eq_ignore_ascii_case(value))
                || c.mode.as_deref() == Some(value)
                || c.sense == value
        }),
        "state" => state(value) == Some(events::state(view.story, i)),
        "before" => event.when.is_some_and(|w| w.start.to_string().as_str() < value),
        "after" => event.when.is_some_and(|w| w.end.to_string().as_str() > value),
        "in" => by_letter(&value.to_uppercase(), view.story).is_some_and(|r| events::tellers(event).contains(&r)),
        _ => true,
    }
}

/// Most words suggested.
const SUGGESTED: usize = 5;

/// Nothing was found: which filter to drop, and which words of the reports are spelt nearly so.
fn instead(view: &View, words: &str) -> Markup {
    let all: Vec<&str> = words.split_whitespace().take(12).collect();
    let without =
        |i: usize| all.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, w)| *w).collect::<Vec<_>>().join(" ");
    let fewer: Vec<(String, usize)> = (0..all.len())
        .filter(|_| all.len() > 1)
        .map(|i| {
            let rest = without(i);
            let found = search(view, &rest);
            (rest, found.events.len() + found.entities.len() + found.passages.len())
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    let known = vocabulary(view);
    let nearly: Vec<(String, String)> = all
        .iter()
        .enumerate()
        .flat_map(|(i, word)| {
            let (filter, word) = word.split_once(':').map_or(("", *word), |(f, w)| (f, w));
            let colon = if filter.is_empty() { "" } else { ":" };
            nearest(&known, word).into_iter().map(move |near| (i, format!("{filter}{colon}{near}")))
        })
        .map(|(i, near)| {
            (
                all.iter()
                    .enumerate()
                    .map(|(k, w)| if k == i { near.as_str() } else { w })
                    .collect::<Vec<_>>()
                    .join(" "),
                near.clone(),
            )
        })
        .collect();
    let href = |words: &str| {
        let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
        format!("{}?{query}", view.href(Page::Search))
    };
    html! {
        div.notice {
            p { "Nothing found." @if nearly.is_empty() && fewer.is_empty() { " Try fewer words, a part of a word, or drop what stands before a colon." } }
            @if !nearly.is_empty() { p { "Spelt nearly so in the reports: " @for (k, (words, near)) in nearly.iter().enumerate() { @if k > 0 { ", " } a href=(href(words)) { (near) } } } }
            @if !fewer.is_empty() { p { "With fewer words: " @for (k, (words, n)) in fewer.iter().enumerate() { @if k > 0 { ", " } a href=(href(words)) { (words) } " (" (n) ")" } } }
        }
    }
}

/// Every word of the reports, in lower case.
fn vocabulary(view: &View) -> BTreeSet<String> {
    let tokens = view.story.documents.iter().enumerate().flat_map(|(r, d)| {
        d.sentences.iter().flat_map(|s| &s.tokens).map(move |t| t.span.of(view.text(r)).to_lowercase())
    });
    tokens.filter(|w| w.chars().count() > 2 && w.chars().count() < 40 && w.chars().any(char::is_alphabetic)).collect()
}

/// The words nearest to `word`: a letter in four may be wrong, missing, too many or turned round (Damerau 1964).
fn nearest(known: &BTreeSet<String>, word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if !(3..40).contains(&length) || known.contains(&word) {
        return Vec::new();
    }
    let most = (length / 4).max(1);
    let mut found: Vec<(usize, &String)> = known
        .iter()
        .filter(|k| k.chars().count().abs_diff(length) <= most)
        .map(|k| (strsim::osa_distance(k, &word), k))
        .filter(|(d, _)| *d <= most)
        .collect();
    found.sort();
    found.into_iter().take(SUGGESTED).map(|(_, k)| k.clone()).collect()
}

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let found = search(view, &query.words);
    let nothing = found.events.is_empty() && found.entities.is_empty() && found.passages.is_empty();
    html! {
        h1 { "Search" @if !query.words.is_empty() { ": " bdi { (parallax_tell::words::cut(&query.words, 80)) } } }
        form.filter action=(view.href(Page::Search)) {
            label { "Words " input type="search" name="q" maxlength="200" value=(parallax_tell::printable(&query.words)); }
            button { "Find" }
        }
        p.dim { "All words must be found. " @for o in OPERATORS { code { (o) ":" } " " } "narrow the events, as in " code { "state:contradicted in:A" } "." }
        @if nothing && !query.words.is_empty() { (instead(view, &query.words)) }
        @if !found.events.is_empty() { section { h2 { "Events (" (found.events.len()) ")" } ul.plain { @for &i in &found.events { li { (view.event(i)) " " (view.tellers(&view.story.events[i])) " " (view.state_of(i)) } } } } }
        @if !found.entities.is_empty() { section { h2 { "People and organisations (" (found.entities.len()) ")" } ul.plain { @for &i in &found.entities { li { (view.entity(EntityId(i))) " " span.dim { (view.story.cast.entities[i].kind.name()) } } } } } }
        @if !found.passages.is_empty() {
            section {
                h2 { "In the reports (" (found.passages.len()) @if found.passages.len() == MOST { ", the first" } ")" }
                ul.plain.hits { @for &(r, span) in &found.passages {
                    @let sentence = view.sentence_at(r, span).and_then(|s| view.sentence(r, s)).map_or(span, |s| s.span);
                    li { (view.chip(r)) " " a.quote href=(view.passage(r, span)) { q dir="auto" { (parallax_tell::words::cut(sentence.of(view.text(r)), 300)) } } }
                } }
            }
        }
    }
}
