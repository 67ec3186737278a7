//! One screen: what happened, where accounts differ, what only one tells, who, what nobody says, what was read.

use crate::page::Page;
use crate::spelt::{count, times};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, EntityKind, Event, EventId, Finding, State};
use parallax_tell::events;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Most lines of a list.
const TOP: usize = 6;

pub(super) fn page(view: &View) -> Markup {
    let story = view.story;
    html! {
        h1 { (parallax_tell::words::cut(&story.title, 120)) }
        (summary(view))
        @if story.reports.len() == 1 {
            p.notice { "One account. Nothing to compare yet: what it tells is here, with who said it. Add another report." }
        } @else if !story.events.iter().any(|e| events::tellers(e).len() > 1) {
            p.notice { "These reports do not seem to tell of the same events." @if !view.in_file() { " The " a href=(view.href(Page::Review)) { "review" } " asks about those that come nearest." } }
        }
        div.columns {
            section aria-labelledby="happened" {
                h2 #happened { "What happened" }
                @let best = best(view);
                @if best.is_empty() { p { "No event was found in these reports." } }
                ol.plain { @for i in best { (line(view, i)) } }
                p { a href=(view.href(Page::Timeline)) { "All " (story.events.len()) " events by day" } }
            }
            @if story.reports.len() > 1 {
                section aria-labelledby="differ" {
                    h2 #differ { "Where accounts differ" }
                    @let differing = differing(view);
                    @if differing.is_empty() { p { "No field was found that accounts give differently." } }
                    ul.plain { @for f in differing.iter().take(TOP) { (difference(view, f, None, html! {})) } }
                    p { a href=(view.href(Page::Differences)) { "All " (differing.len()) " differences by kind" } }
                }
                section aria-labelledby="alone" {
                    h2 #alone { "Only one account tells" }
                    @let alone = alone(view);
                    ul.plain { @for &i in alone.iter().take(TOP) { (line(view, i)) } }
                    p { a href=(view.href(Page::Only)) { "All " (alone.len()) ", account by account" } }
                }
            }
            section aria-labelledby="who" {
                h2 #who { "Who" }
                ul.plain {
                    @for i in super::people::busiest(view).into_iter().filter(|&i| someone(view, i)).take(8) {
                        @let e = &story.cast.entities[i];
                        li { (view.entity(EntityId(i))) " " span.dim { (view.what(e, 1)) ", mentioned " (times(e.mentions.len())) } }
                    }
                }
                p { a href=(view.href(Page::People)) { "All people and organisations" } }
            }
            section aria-labelledby="unsaid" {
                h2 #unsaid { "What nobody says" }
                @let unsaid = events::unsaid(view.story);
                @if unsaid.is_empty() { p { "Of the events that several accounts tell, each is said to be by someone, somewhere, some day." } }
                ul.plain { @for (i, fields) in unsaid.iter().take(TOP) { li { (view.event(*i)) span.dim { ": " (fields.join(", ")) " not said" } } } }
            }
        }
        section aria-labelledby="read" {
            h2 #read { "What was read" }
            (super::report::table(view))
        }
    }
}

/// The first line: counts and the days they span.
fn summary(view: &View) -> Markup {
    let story = view.story;
    let origins = story.origins.iter().collect::<BTreeSet<_>>().len();
    html! {
        p.summary {
            (count(story.reports.len(), "report")) " · " (count(origins, "origin")) " · " (count(story.events.len(), "event"))
            @if let Some(period) = events::period(story) { " · " (period) }
        }
        ul.states {
            @for state in [State::Corroborated, State::Single, State::Contradicted, State::Unclear] {
                @let number = events::count(story, state);
                li { (view.state(state)) " " @if view.in_file() { b { (number) } } @else { a href={ (view.href(Page::Timeline)) "?state=" (state.name()) } { b { (number) } span.hidden { " events, " (events::sign(state).1) } } } }
            }
        }
    }
}

/// One event with its state and who tells it.
fn line(view: &View, i: usize) -> Markup {
    let event = &view.story.events[i];
    html! { li { (view.event(i)) " " (view.status_of(event)) " " span.dim { (view.when(event.when.as_ref())) } " " (view.tellers(event)) " " (view.state_of(i)) } }
}

/// One field that accounts give differently: both quotes.
pub(super) fn difference(view: &View, finding: &Finding, id: Option<&str>, more: Markup) -> Markup {
    let EventId(i) = finding.event;
    html! {
        li id=[id] {
            (view.event(i)) " " (view.found(finding)) " " (more)
            ul.values {
                @for value in &finding.values {
                    @let words = value.evidence.first().map_or(String::new(), |e| e.span().of(view.text(e.report().0)).to_lowercase());
                    @let text = parallax_tell::words::cut(&crate::spelt::value(&value.text), 60);
                    li {
                        @let reports: BTreeSet<usize> = value.evidence.iter().map(|e| e.report().0).collect();
                        (view.chips(&reports.into_iter().collect::<Vec<_>>())) " "
                        @if !words.contains(&text.to_lowercase()) { b { (text) } " " }
                        @if let Some(e) = value.evidence.first() { (view.quote(e.report().0, e.span(), 140)) }
                    }
                }
            }
        }
    }
}

/// The events told by most origins, in story order.
fn best(view: &View) -> Vec<usize> {
    let origins =
        |e: &Event| events::tellers(e).iter().filter_map(|&r| view.story.origins.get(r)).collect::<BTreeSet<_>>().len();
    let fields = |e: &Event| {
        usize::from(!e.actors.is_empty())
            + usize::from(!e.recipients.is_empty())
            + usize::from(e.place.is_some())
            + usize::from(e.when.is_some())
    };
    let mut ranked: Vec<usize> = (0..view.story.events.len()).collect();
    ranked.sort_by_key(|&i| {
        let event = &view.story.events[i];
        (Reverse(origins(event)), Reverse(fields(event)), Reverse(event.statements.len()))
    });
    ranked.truncate(TOP + 1);
    ranked.sort_unstable();
    ranked
}

/// Findings that differ, those that cannot both hold first, then the weightiest.
pub(super) fn differing<'s>(view: &View<'s>) -> Vec<&'s Finding> {
    let mut found: Vec<&Finding> = view.story.findings.iter().filter(|f| f.state == State::Contradicted).collect();
    found.sort_by(|a, b| {
        (events::field_sign(a) != "✕").cmp(&(events::field_sign(b) != "✕")).then(b.weight.total_cmp(&a.weight))
    });
    found
}

/// Events that one account tells, those with most fields first.
fn alone(view: &View) -> Vec<usize> {
    let mut alone: Vec<usize> =
        (0..view.story.events.len()).filter(|&i| events::tellers(&view.story.events[i]).len() == 1).collect();
    alone.sort_by_key(|&i| {
        let e = &view.story.events[i];
        let coded = e.code.as_ref().is_some_and(|c| c.plover.is_some());
        Reverse(
            usize::from(coded) * 2
                + e.actors.len().min(1)
                + e.recipients.len().min(1)
                + usize::from(e.place.is_some())
                + usize::from(e.when.is_some()),
        )
    });
    alone
}

/// Whether an entity is a person or a body spoken of by name.
fn someone(view: &View, i: usize) -> bool {
    let kind = view.story.cast.entities[i].kind;
    kind != EntityKind::Place && kind != EntityKind::Other && view.is_named(EntityId(i))
}
