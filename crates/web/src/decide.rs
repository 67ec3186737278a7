//! What the user decides: forms on the pages of events, entities and reports, the review queue, and the list of decisions.

use crate::page::{Page, Query};
use crate::review::{self, Ask};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{Change, Field, StatementRef, Target};
use parallax_store::{Act, Decision, holding};
use parallax_tell::words::cut;
use parallax_tell::{letter, printable};

/// The list of decisions, oldest first, each with a way back.
pub(crate) fn page(view: &View) -> Markup {
    let holding = holding(&view.decisions);
    let lost: Vec<&str> = view
        .story
        .notices
        .iter()
        .filter(|n| n.code == "P060")
        .filter_map(|n| n.subject.strip_prefix("correction "))
        .collect();
    html! {
        h1 { "Corrections" }
        p { "Your decisions override the program's and are applied again whenever the story is told again, with new reports too. Nothing is taken out of the list: undoing adds a line." }
        @if view.decisions.is_empty() { p.notice { "No decisions yet." @if !view.in_file() { " Decide in the " a href=(view.href(Page::Review)) { "review queue" } ", or on the page of an event, a person or a report." } } }
        @else {
            div.scroll tabindex="0" role="region" aria-label="Decisions" {
                table {
                    thead { tr { th scope="col" { "no." } th scope="col" { "when" } th scope="col" { "decision" } th scope="col" { "note" } th scope="col" { "state" } } }
                    tbody { @for d in &view.decisions {
                        @let holds = holding.contains(&d);
                        @let name = format!("c{}", d.id);
                        tr id=(name) {
                            th scope="row" { (name) }
                            td { time datetime=(d.at) { (d.at.replace('T', " ").trim_end_matches('Z')) } }
                            td { (told(view, d)) }
                            td { (cut(&d.note, 300)) }
                            td {
                                @if holds && lost.contains(&name.as_str()) { span.tag { "finds nothing now" } " " }
                                @if holds { (form(view, Page::Corrections, "undo", html! { input type="hidden" name="value" value=(d.id); }, html! { "Undo" span.hidden { " " (name) } }, More::Nothing)) }
                                @else if matches!(d.act, Act::Change(_)) { span.dim { "undone" } }
                            }
                        }
                    } }
                }
            }
        }
        @if let (Some(token), false) = (&view.token, view.in_file()) {
            h2 { "Hand on, take over" }
            p { a href={ (view.href(Page::Corrections)) ".jsonl" } download { "corrections.jsonl" } " has all of them, a line each; they are in every JSON and HTML export too." }
            form.filter method="post" action={ (view.href(Page::Corrections)) ".jsonl" } enctype="multipart/form-data" {
                input type="hidden" name="token" value=(token);
                label { "A list of decisions " input type="file" name="file" accept=".jsonl,application/jsonl" required; }
                button { "Take over" }
            }
        }
        (crate::pages::twins(view, Page::Corrections, true))
    }
}

/// A decision as a sentence, with links to what it is about.
fn told(view: &View, decision: &Decision) -> Markup {
    let change = match &decision.act {
        Act::Undo(id) => return html! { "undone: " a href={ "#c" (id) } { "c" (id) } },
        Act::Change(change) => change,
    };
    let name = |n: &str| html! { "“" bdi { (cut(n, 80)) } "”" };
    let all = |list: &[Target]| html! { @for (k, t) in list.iter().take(4).enumerate() { @if k > 0 { " · " } (target(view, t)) } @if list.len() > 4 { " and " (list.len() - 4) " more" } };
    match change {
        Change::SameName(a, b) => html! { (name(a)) " and " (name(b)) " are the same" },
        Change::DifferentName(a, b) => html! { (name(a)) " and " (name(b)) " are not the same" },
        Change::Rename(a, b) => html! { (name(a)) " is called " (name(b)) },
        Change::SameEvent(a, b) => html! { "one event: " (all(a)) @if !b.is_empty() { " and " (all(b)) } },
        Change::DifferentEvent(a, b) => html! { "two events: " (all(a)) " | " (all(b)) },
        Change::NotAnEvent(a) => html! { "no event: " (all(a)) },
        Change::Set(a, field, value) => {
            html! { (field.name()) " is " @if value.is_empty() { "not said" } @else { (name(value)) } ": " (all(a)) }
        }
        Change::SetPublished(a, day) => {
            html! { (target(view, a)) " was published on " (parallax_tell::words::date(*day)) }
        }
        Change::SameOrigin(a, b) => html! { "one origin: " (target(view, a)) " and " (target(view, b)) },
        Change::DifferentOrigin(a, b) => html! { "two origins: " (target(view, a)) " and " (target(view, b)) },
        Change::Accept(a) => html! { "read rightly: " (all(a)) },
        Change::Note(a) => html! { "note on " (all(a)) },
    }
}

/// What a decision is about: its words, leading to their event where the story still has it.
fn target(view: &View, target: &Target) -> Markup {
    let words = if target.quote.is_empty() { &target.id } else { &target.quote };
    let event = event_at(view, &target.id);
    html! { @if let Some(event) = event { a.quote href=(view.href(Page::Event(event))) { q dir="auto" { (cut(words, 70)) } } } @else { q dir="auto" { (cut(words, 70)) } } }
}

/// The event that the statement of that id tells, whatever the event's own id is now.
pub(crate) fn event_at(view: &View, id: &str) -> Option<usize> {
    let story = view.story;
    story.accounts.iter().enumerate().find_map(|(r, account)| {
        let report = story.reports.get(r)?;
        let found = account
            .statements
            .iter()
            .position(|s| parallax_link::is_statement_id(id, report, story.documents.get(r), s))?;
        view.event_of(r, found)
    })
}

/// What was decided about an event, newest last.
pub(crate) fn history(view: &View, index: usize) -> Markup {
    let Some(event) = view.story.events.get(index) else { return html! {} };
    let ids: Vec<String> = event.statements.iter().filter_map(|&at| id(view, at)).collect();
    let about = |d: &&Decision| {
        let parts = d.act.parts();
        parts.a.iter().chain(&parts.b).any(|t| ids.contains(&t.id))
    };
    let own: Vec<&Decision> = view.decisions.iter().filter(about).collect();
    let holding = holding(&view.decisions);
    html! {
        @if !own.is_empty() {
            section { h2 { "Your decisions here" }
                ul.plain { @for d in own { li { (told(view, d)) @if !d.note.is_empty() { " — " (cut(&d.note, 300)) } " " span.dim { (d.at.get(..10).unwrap_or("")) @if !holding.contains(&d) { ", undone" } } } } }
            }
        }
    }
}

/// Events that might be this one and were kept apart.
pub(crate) fn near(view: &View, index: usize) -> Markup {
    let found = review::near(view.story, index);
    html! {
        @if !found.is_empty() {
            section { h2 { "Near events not linked" }
                ul.plain { @for doubt in found.iter().take(8) {
                    @let other = if doubt.event == Some(index) { &doubt.yes.b } else { &doubt.yes.a };
                    @if let Some(event) = event_at(view, other) {
                        li { (view.event(event)) " " (view.tellers(&view.story.events[event])) " " span.dim { (cut(&doubt.why, 200)) }
                            (form(view, Page::Event(index), "same_event", html! { input type="hidden" name="a" value=(view.story.events[index].id); input type="hidden" name="b" value=(view.story.events[event].id); }, html! { "Same event" }, More::Nothing)) }
                    }
                } }
            }
        }
    }
}

/// What can be decided about an event.
pub(crate) fn event_forms(view: &View, index: usize) -> Markup {
    let Some(event) = view.story.events.get(index).filter(|_| view.token.is_some()) else { return html! {} };
    let page = Page::Event(index);
    let own = || html! { input type="hidden" name="a" value=(event.id); };
    // Only what could be it: the same accounts would make a list of hundreds, so the nearest in the story's order.
    let near = (0..view.story.events.len()).filter(|&i| i != index && i.abs_diff(index) <= 60);
    html! {
        details.decide {
            summary data-key="e" { h2 { "Put it right" } }
            (form(view, page, "same_event", html! { (own()) label { "The same event as " select name="b" { @for i in near { option value=(view.story.events[i].id) { (i + 1) " " (cut(&view.story.events[i].label, 70)) } } } } }, html! { "Same event" }, More::Note))
            (form(view, page, "not_an_event", own(), html! { "This is no event" }, More::Note))
            (set_form(view, page, &event.id, "All its statements"))
            (form(view, page, "note", own(), html! { "Keep the note" }, More::Note))
            (form(view, page, "accept", own(), html! { "Rightly read" }, More::Nothing))
            (statement_form(view, index))
        }
    }
}

/// What can be decided about single statements of an event: those ticked. One form, however many there are.
fn statement_form(view: &View, index: usize) -> Markup {
    let (Some(token), Some(event)) = (&view.token, view.story.events.get(index)) else { return html! {} };
    let page = Page::Event(index);
    html! {
        h3 { "Statement by statement" }
        form method="post" action=(view.href(Page::Corrections)) {
            input type="hidden" name="token" value=(token);
            input type="hidden" name="back" value=(page.path(view.story));
            input type="hidden" name="b" value=(event.id);
            ul.plain.ticks { @for &at in &event.statements {
                @if let (Some(one), Some(statement)) = (id(view, at), view.statement(at)) {
                    li { label { input type="checkbox" name="a" value=(one); " " (letter(at.report.0)) " " q dir="auto" { (cut(statement.clause.of(view.text(at.report.0)), 110)) } } }
                }
            } }
            // The first button is what Enter in the field presses: the harmless one.
            p.filter {
                label { "Of those ticked, " select name="field" { @for f in Field::ALL { option { (f.name()) } } } }
                label { "is " input name="value" maxlength="300"; }
                button name="op" value="set_field" { "Set" }
            }
            p.filter {
                label { "Note " input name="note" maxlength="2000"; }
                @if event.statements.len() > 1 { button name="op" value="different_event" { "Not this event" } }
                button name="op" value="not_an_event" { "Tells no event" }
                button name="op" value="accept" { "Rightly read" }
            }
        }
    }
}

/// A field and a value for it.
fn set_form(view: &View, page: Page, id: &str, what: &str) -> Markup {
    form(
        view,
        page,
        "set_field",
        html! {
            input type="hidden" name="a" value=(id);
            label { (what) ": " select name="field" { @for f in Field::ALL { option { (f.name()) } } } }
            label { "is " input name="value" maxlength="300" placeholder="words of the report, 2025-03-04, arrested: 12"; }
        },
        html! { "Set" },
        More::Nothing,
    )
}

/// The name of a statement in decisions.
fn id(view: &View, at: StatementRef) -> Option<String> {
    let report = view.story.reports.get(at.report.0)?;
    Some(parallax_link::statement_id(report, view.story.documents.get(at.report.0), view.statement(at)?))
}

/// What can be decided about an entity. Names are those of the reports: a name given by the user finds nothing there.
pub(crate) fn entity_forms(view: &View, index: usize) -> Markup {
    let Some(entity) = view.story.cast.entities.get(index).filter(|_| view.token.is_some()) else { return html! {} };
    let Some(written) = entity.names.first() else { return html! {} };
    let page = Page::Entity(index);
    let name = || html! { input type="hidden" name="a" value=(written); };
    let first = |i: usize| view.story.cast.entities[i].names.first();
    html! {
        details.decide {
            summary data-key="e" { h2 { "Put it right" } }
            (form(view, page, "same_name", html! { (name()) label { "The same as " select name="b" {
                @for i in crate::pages::busiest(view).into_iter().take(200) { @if i != index { @if let Some(n) = first(i) { option value=(n) { (cut(n, 80)) } } } }
            } } }, html! { "Merge" }, More::Note))
            @if entity.names.len() > 1 {
                (form(view, page, "different_name", html! { (name()) label { "Not the same as " select name="b" {
                    @for n in entity.names.iter().skip(1).take(200) { option value=(n) { (cut(n, 80)) } }
                } } }, html! { "Split" }, More::Note))
            }
            (form(view, page, "rename", html! { (name()) label { "To be called " input name="value" maxlength="200" required; } }, html! { "Rename" }, More::Note))
        }
    }
}

/// What can be decided about a report.
pub(crate) fn report_forms(view: &View, index: usize) -> Markup {
    if view.token.is_none() {
        return html! {};
    }
    let page = Page::Report(index);
    let own = || html! { input type="hidden" name="a" value=(letter(index)); };
    let others: Vec<usize> = (0..view.story.reports.len()).filter(|&r| r != index).collect();
    let (together, apart): (Vec<usize>, Vec<usize>) =
        others.into_iter().partition(|&r| view.story.origins.get(r) == view.story.origins.get(index));
    let choice = |list: &[usize]| html! { select name="b" { @for &r in list { option value=(letter(r)) { (letter(r)) " " (view.outlet(r)) } } } };
    html! {
        details.decide {
            summary data-key="e" { h2 { "Put it right" } }
            (form(view, page, "set_published", html! { (own()) label { "Published on " input name="value" type="date" required; } }, html! { "Set the day" }, More::Note))
            @if !apart.is_empty() { (form(view, page, "same_origin", html! { (own()) label { "One origin with " (choice(&apart)) } }, html! { "Same origin" }, More::Note)) }
            @if !together.is_empty() { (form(view, page, "different_origin", html! { (own()) label { "Not of one origin with " (choice(&together)) } }, html! { "Own origin" }, More::Note)) }
            (form(view, page, "note", own(), html! { "Keep the note" }, More::Note))
        }
    }
}

/// One question of the review queue, and those that follow.
pub(crate) fn review(view: &View, query: &Query) -> Markup {
    let queue = review::queue(view.story);
    let this = query.part.min(queue.len().saturating_sub(1));
    let address = |part: usize| format!("{}?part={}", view.href(Page::Review), part + 1);
    html! {
        h1 { "Review" }
        p { "The program's own doubts, the most doubtful and weightiest first. Every answer is kept at once, and can be undone." }
        @if let Some(doubt) = queue.get(this) {
            p.summary { (queue.len()) " doubts; this is number " (this + 1) ". " (view.story.corrections.len()) @if view.story.corrections.len() == 1 { " decision holds." } @else { " decisions hold." } }
            section.doubt aria-labelledby="question" {
                h2 #question { (printable(&doubt.question)) }
                @for e in &doubt.passages {
                    @let report = e.report().0;
                    div.passage { p { (view.chip(report)) " " (view.outlet(report)) } (view.around(report, e.span())) }
                }
                @if let Some(event) = doubt.event { p { "Event: " (view.event(event)) } }
                p.dim { (cut(&doubt.why, 300)) }
                div.answers {
                    (answer(view, this, &doubt.yes, "y", "Yes"))
                    (answer(view, this, &doubt.no, "n", "No"))
                    @if this + 1 < queue.len() { a.button href=(address(this + 1)) data-key="s" { "Skip " kbd { "s" } } }
                    @if view.decisions.iter().any(|d| matches!(d.act, Act::Change(_))) { (form(view, Page::Review, "undo", html! { input type="hidden" name="part" value=(this + 1); }, html! { "Undo the last " kbd { "u" } }, More::Key("u"))) }
                }
            }
            @if queue.len() > this + 1 {
                h2 { "Next" }
                ol.plain { @for (k, doubt) in queue.iter().enumerate().skip(this + 1).take(10) {
                    li { a href=(address(k)) { (printable(&doubt.question)) } " " @if let Some(e) = doubt.passages.first() { (view.chip(e.report().0)) " " q dir="auto" { (cut(e.span().of(view.text(e.report().0)), 90)) } } }
                } }
            }
        } @else { p.notice { "Nothing is in doubt that could be asked." } }
        p { a href=(view.href(Page::Corrections)) { "All decisions" } }
    }
}

fn answer(view: &View, part: usize, ask: &Ask, key: &'static str, words: &str) -> Markup {
    let (field, value) = ask.set.as_ref().map_or(("", ""), |(f, v)| (*f, v.as_str()));
    let fields = html! {
        input type="hidden" name="a" value=(ask.a);
        @if !ask.b.is_empty() { input type="hidden" name="b" value=(ask.b); }
        input type="hidden" name="field" value=(field);
        input type="hidden" name="value" value=(value);
        // The question answered leaves the queue: the same number is the next one.
        input type="hidden" name="part" value=(part + 1);
    };
    form(view, Page::Review, ask.op, fields, html! { (words) " " kbd { (key) } }, More::Key(key))
}

/// What a form has beside its fields.
#[derive(Clone, Copy, PartialEq)]
enum More {
    Nothing,
    /// A place for a note.
    Note,
    /// A key that sends it.
    Key(&'static str),
}

/// One form that changes something: never without the token.
fn form(view: &View, back: Page, op: &str, fields: Markup, words: Markup, more: More) -> Markup {
    html! {
        @if let Some(token) = view.token.as_ref().filter(|_| !view.in_file()) {
            form.filter method="post" action=(view.href(Page::Corrections)) {
                input type="hidden" name="token" value=(token);
                input type="hidden" name="op" value=(op);
                input type="hidden" name="back" value=(back.path(view.story));
                (fields)
                @if more == More::Note { label { "Note " input name="note" maxlength="2000"; } }
                button data-key=[if let More::Key(key) = more { Some(key) } else { None }] { (words) }
            }
        }
    }
}
