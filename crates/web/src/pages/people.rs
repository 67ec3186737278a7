//! People and organisations: spellings, roles, what they did and had done to them.

use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{EntityId, EntityKind, MentionForm, MentionRef, ReportId};
use parallax_tell::letter;
use parallax_tell::words::cut;
use std::cmp::Reverse;
use std::collections::BTreeMap;

pub(super) fn list(view: &View, query: &Query) -> Markup {
    // Those called by name first: what reports call "the girls" or "a man" is rarely looked for.
    let (mut all, others): (Vec<usize>, Vec<usize>) =
        busiest(view).into_iter().partition(|&i| view.is_named(EntityId(i)));
    let named = all.len();
    all.extend(others);
    let (shown, parts) = super::part(view, &all, query, &view.href(Page::People));
    let reports = view.story.reports.len();
    html! {
        h1 { "People and organisations" }
        p { "Those who act, are acted upon, are cited, or are called by name. Pronouns count as mentions and are never listed." }
        (parts)
        div.scroll tabindex="0" role="region" aria-label="People and organisations" {
            table.stack {
                thead { tr {
                    th scope="col" { "name" } th scope="col" { "kind" } th scope="col" { "also written" }
                    @for r in 0..reports.min(8) { th.n scope="col" { (view.chip(r)) } }
                    th.n scope="col" { "did" } th.n scope="col" { "had done to them" }
                } }
                tbody {
                    @for &i in shown {
                        @if all.get(named) == Some(&i) { tr.part { th scope="rowgroup" colspan=(5 + reports.min(8)) { "Not called by name" } } }
                        @let entity = &view.story.cast.entities[i];
                        tr {
                            th scope="row" { (view.entity(EntityId(i))) }
                            td.dim { (view.what(entity, 2)) }
                            td.dim { (entity.names.iter().filter(|n| **n != entity.name).take(3).map(|n| cut(n, 40)).collect::<Vec<_>>().join(" · ")) }
                            @for r in 0..reports.min(8) { td.n data-name=(letter(r)) { (entity.mentions.iter().filter(|m| m.report == ReportId(r)).count()) } }
                            td.n data-name="did" { (view.story.events.iter().filter(|e| e.actors.contains(&EntityId(i))).count()) }
                            td.n data-name="had done to them" { (view.story.events.iter().filter(|e| e.recipients.contains(&EntityId(i))).count()) }
                        }
                    }
                }
            }
        }
        (parts)
        (super::twins(view, Page::People, true))
    }
}

pub(super) fn entity(view: &View, index: usize) -> Markup {
    let Some(entity) = view.story.cast.entities.get(index) else { return html! {} };
    let id = EntityId(index);
    html! {
        h1 { (cut(&entity.name, 120)) }
        p.summary {
            (view.what(entity, 5))
            @if let Some(at) = &entity.location { " · " (at.name) ", " (crate::spelt::country(&at.country)) " (" (at.precision.name()) ")" }
            " · mentioned " (crate::spelt::times(entity.mentions.len()))
        }
        (spellings(view, index))
        @for (title, role) in [("Did", true), ("Had done to them", false)] {
            @let told: Vec<usize> = (0..view.story.events.len()).filter(|&i| { let e = &view.story.events[i]; if role { &e.actors } else { &e.recipients }.contains(&id) }).collect();
            @if !told.is_empty() {
                section {
                    h2 { (title) }
                    ol.plain { @for i in told { @let e = &view.story.events[i]; li { (view.event(i)) " " (view.status_of(e)) " " span.dim { (view.when(e.when.as_ref())) } " " (view.tellers(e)) } } }
                }
            }
        }
        (cited(view, id))
        section {
            h2 { "Every mention" }
            ul.mentions { @for m in entity.mentions.iter().take(200) { @if let Some(span) = mention(view, m).map(|x| x.span) { li { (view.chip(m.report.0)) " " (view.quote(m.report.0, span, 80)) } } } }
        }
        @if !entity.merges.is_empty() {
            details {
                summary { h2 { "Why these were taken for the same" } }
                ul { @for merge in entity.merges.iter().take(60) {
                    li {
                        @for (n, m) in [merge.a, merge.b].iter().enumerate() { @if n > 0 { " and " } @if let Some(x) = mention(view, m) { (view.chip(m.report.0)) " " (view.quote(m.report.0, x.span, 60)) } }
                        span.dim { ": " (merge.rule) " (" (format!("{:.2}", merge.score)) ")" }
                    }
                } }
            }
        }
        (crate::decide::entity_forms(view, index))
        (super::twins(view, Page::Entity(index), false))
    }
}

/// The names each account uses, with counts, and the titles it gives.
fn spellings(view: &View, index: usize) -> Markup {
    let mut names: BTreeMap<(usize, String), (usize, MentionRef)> = BTreeMap::new();
    for m in &view.story.cast.entities[index].mentions {
        let Some(x) = mention(view, m).filter(|x| x.form != MentionForm::Pronoun) else { continue };
        let words =
            if x.form == MentionForm::Name { cut(&x.name, 80) } else { cut(x.span.of(view.text(m.report.0)), 80) };
        names.entry((m.report.0, words)).or_insert((0, *m)).0 += 1;
    }
    let titled = names.values().any(|(_, first)| mention(view, first).is_some_and(|x| x.title.is_some()));
    html! {
        section {
            h2 { "As each account calls it" }
            table.narrow {
                thead { tr { th scope="col" { "account" } th scope="col" { "words" } @if titled { th scope="col" { "title" } } th.n scope="col" { "times" } } }
                tbody {
                    @for ((report, words), (count, first)) in names.iter().take(80) {
                        @let title = mention(view, first).and_then(|x| x.title);
                        tr { td { (view.chip(*report)) } td { bdi { (words) } } @if titled { td { @if let Some(t) = title { (view.quote(*report, t, 80)) } } } td.n { (count) } }
                    }
                }
            }
        }
    }
}

/// Where it is cited as a source.
fn cited(view: &View, id: EntityId) -> Markup {
    let mut found = Vec::new();
    for account in &view.story.accounts {
        for a in &account.attributions {
            let who = a.source.and_then(|m| view.story.cast.of_mention.get(account.report.0)?.get(m));
            if who.is_some_and(|w| w.contains(&id)) {
                found.push((account.report.0, a));
            }
        }
    }
    html! {
        @if !found.is_empty() {
            section {
                h2 { "Cited as a source (" (found.len()) ")" }
                ul.plain { @for (r, a) in found.iter().take(60) { li { (view.chip(*r)) " " (view.status(a.status)) " " (view.quote(*r, a.content, 200)) } } }
            }
        }
    }
}

fn mention<'s>(view: &View<'s>, at: &MentionRef) -> Option<&'s parallax_model::Mention> {
    view.story.accounts.get(at.report.0)?.mentions.get(at.index)
}

/// Entities worth a line, the most mentioned first.
pub(crate) fn busiest(view: &View) -> Vec<usize> {
    let mut acts = vec![false; view.story.cast.entities.len()];
    for event in &view.story.events {
        for e in event.actors.iter().chain(&event.recipients) {
            if let Some(slot) = acts.get_mut(e.0) {
                *slot = true;
            }
        }
    }
    let named = |i: usize| {
        view.story.cast.entities[i]
            .mentions
            .iter()
            .any(|m| mention(view, m).is_some_and(|x| x.form == MentionForm::Name))
    };
    let kinds = [EntityKind::Person, EntityKind::Organisation];
    let mut all: Vec<usize> = (0..view.story.cast.entities.len())
        .filter(|&i| acts[i] || (named(i) && kinds.contains(&view.story.cast.entities[i].kind)))
        .collect();
    all.sort_by_key(|&i| Reverse(view.story.cast.entities[i].mentions.len()));
    all
}
