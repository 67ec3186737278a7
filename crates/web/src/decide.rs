//! What the user decides: forms on the pages of events and entities, and the list of decisions.

use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_model::StatementRef;

/// The list of decisions, newest last, with a way back.
pub(crate) fn page(view: &View) -> Markup {
    html! {
        h1 { "Corrections" }
        p { "Your decisions override the program's and are applied again whenever the story is read again. Nothing is taken out of the list: undoing adds a line." }
        @if view.decisions.is_empty() { p.notice { "No decisions yet. Decide on the page of an event or of a person." } }
        ol { @for d in &view.decisions { li { (d) } } }
        @if !view.decisions.is_empty() { (form(view, Page::Corrections, "undo", html! {}, "Undo the last")) }
    }
}

/// What can be decided about an event.
pub(crate) fn event_forms(view: &View, index: usize) -> Markup {
    if view.token.is_none() {
        return html! {};
    }
    let Some(event) = view.story.events.get(index) else { return html! {} };
    let others = view.story.events.iter().enumerate().filter(|(i, _)| *i != index);
    html! {
        details.decide {
            summary { h2 { "Put it right" } }
            (form(view, Page::Event(index), "same_event", html! {
                input type="hidden" name="a" value=(event.id);
                label { "The same event as " select name="b" { @for (i, e) in others { option value=(e.id) { (i + 1) " " (parallax_tell::words::cut(&e.label, 70)) } } } }
            }, "Same event"))
            @if event.statements.len() > 1 {
                @for (k, &at) in event.statements.iter().enumerate() {
                    // Kept apart from the first statement, and the first from the second.
                    @let other = event.statements.get(usize::from(k == 0)).copied();
                    @if let (Some(one), Some(other), Some(statement)) = (id(view, at), other.and_then(|o| id(view, o)), view.statement(at)) {
                        (form(view, Page::Event(index), "different_event", html! {
                            input type="hidden" name="a" value=(other);
                            input type="hidden" name="b" value=(one);
                            span { (view.chip(at.report.0)) " " (view.quote(at.report.0, statement.clause, 90)) }
                        }, "Not this event"))
                    }
                }
            }
        }
    }
}

/// The name of a statement in decisions.
fn id(view: &View, at: StatementRef) -> Option<String> {
    let report = view.story.reports.get(at.report.0)?;
    Some(parallax_link::statement_id(report, view.story.documents.get(at.report.0), view.statement(at)?))
}

/// What can be decided about an entity.
pub(crate) fn entity_forms(view: &View, index: usize) -> Markup {
    if view.token.is_none() {
        return html! {};
    }
    let Some(entity) = view.story.cast.entities.get(index) else { return html! {} };
    let name = || html! { input type="hidden" name="a" value=(parallax_tell::printable(&entity.name)); };
    html! {
        details.decide {
            summary { h2 { "Put it right" } }
            (form(view, Page::Entity(index), "same_name", html! { (name()) label { "The same as " select name="b" {
                @for i in crate::pages::busiest(view) { @if i != index { option { (parallax_tell::printable(&view.story.cast.entities[i].name)) } } }
            } } }, "Merge"))
            @if entity.names.len() > 1 {
                (form(view, Page::Entity(index), "different_name", html! { (name()) label { "Not the same as " select name="b" {
                    @for n in entity.names.iter().filter(|n| **n != entity.name) { option { (parallax_tell::printable(n)) } }
                } } }, "Split"))
            }
        }
    }
}

/// One form that changes something: never without the token.
fn form(view: &View, back: Page, op: &str, fields: Markup, words: &str) -> Markup {
    html! {
        @if let Some(token) = &view.token {
            form.filter method="post" action=(view.href(Page::Corrections)) {
                input type="hidden" name="token" value=(token);
                input type="hidden" name="op" value=(op);
                input type="hidden" name="back" value=(back.path(view.story));
                (fields)
                button { (words) }
            }
        }
    }
}
