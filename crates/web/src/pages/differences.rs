//! Every field that accounts give differently, by kind.

use super::overview::{difference, differing};
use super::report;
use crate::page::{Page, Query};
use crate::spelt;
use crate::view::View;
use jiff::civil::Date;
use maud::{Markup, html};
use parallax_model::{EntityId, FieldKind, Finding, Location};
use std::collections::BTreeSet;

/// The kinds in the order they are shown, and what they are called.
const KINDS: [(FieldKind, &str); 11] = [
    (FieldKind::Number, "Numbers"),
    (FieldKind::Date, "Dates"),
    (FieldKind::Time, "Times"),
    (FieldKind::Place, "Places"),
    (FieldKind::Actor, "Who"),
    (FieldKind::Recipient, "To whom"),
    (FieldKind::Manner, "How"),
    (FieldKind::Cause, "Why"),
    (FieldKind::Attribution, "According to whom"),
    (FieldKind::Status, "Told as: fact, allegation, plan"),
    (FieldKind::Naming, "Wording"),
];

/// The kind of that name.
pub(crate) fn kind_named(name: &str) -> Option<FieldKind> {
    KINDS.iter().map(|(kind, _)| *kind).find(|k| k.name() == name)
}

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let all = differing(view);
    let mut sorted: Vec<&Finding> = Vec::new();
    for (kind, _) in KINDS.into_iter().filter(|(k, _)| query.kind.is_none_or(|wanted| wanted == *k)) {
        sorted.extend(all.iter().copied().filter(|f| f.kind == kind));
    }
    let here = view.href(Page::Differences);
    let address = query.kind.map_or(here.clone(), |k| format!("{here}?kind={}", k.name()));
    let (shown, parts) = super::part(view, &sorted, query, &address);
    html! {
        h1 { "Differences" }
        p { span.state.contradicted { span.sign { "✕" } " cannot both hold as written" } ", or unclear whether they can, stands before " span.state.field.compatible { span.sign { "≈" } " may fit together" } "; Parallax does not say who is right." }
        @if all.is_empty() { p.notice { "No field was found that accounts give differently." } }
        @if all.len() > 8 && !view.in_file() {
            nav aria-label="Kinds of differences" { ul.jump {
                li { a href=(here) aria-current=[query.kind.is_none().then_some("page")] { "All" } " " (all.len()) }
                @for (kind, name) in KINDS {
                    @let n = all.iter().filter(|f| f.kind == kind).count();
                    @if n > 0 { li { a href={ (here) "?kind=" (kind.name()) } aria-current=[(query.kind == Some(kind)).then_some("page")] { (name) } " " (n) } }
                }
            } }
        }
        (parts)
        @for (kind, name) in KINDS {
            @if shown.iter().any(|f| f.kind == kind) {
                section {
                    h2 { (name) }
                    ul.plain.differences { @for finding in shown.iter().filter(|f| f.kind == kind) {
                        @let id = format!("diff-{}", view.finding_id(finding));
                        (difference(view, finding, Some(&id), about(view, finding, &id)))
                    } }
                }
            }
        }
        (parts)
        @if query.kind.is_none_or(|kind| kind == FieldKind::Number) { (in_copies(view)) }
        (super::twins(view, Page::Differences, true))
    }
}

/// Figures that copies of one text give differently: one origin, so that no account stands against another.
fn in_copies(view: &View) -> Markup {
    let changed = |r: &usize| view.story.copies.get(*r).and_then(Option::as_ref).is_some_and(|s| !s.changed.is_empty());
    let copies: Vec<usize> = (0..view.story.reports.len()).filter(changed).collect();
    html! {
        @if !copies.is_empty() {
            section aria-labelledby="copies" {
                h2 #copies { "Figures changed in copies" }
                p { "Reports of one origin that otherwise read alike: one figure may bring the other up to date." }
                @for report in copies { (report::changed(view, report)) }
            }
        }
    }
}

/// How far the values lie apart, which report is the later one, and a link to the difference itself.
fn about(view: &View, finding: &Finding, id: &str) -> Markup {
    let said: Vec<String> = apart(view, finding).into_iter().chain(later(view, finding)).collect();
    let event = view.story.events.get(finding.event.0).map_or(0, |_| finding.event.0);
    let field = format!("{}#{}", view.href(Page::Event(event)), view.finding_id(finding));
    html! {
        span.dim { (said.join(", ")) } " "
        (view.here(&format!("#{id}"), "this difference"))
        @if !view.in_file() { " " a.small href=(field) { "in its grid" } }
    }
}

/// Days between days, kilometres between places; numbers show it themselves.
fn apart(view: &View, finding: &Finding) -> Option<String> {
    match finding.kind {
        FieldKind::Date => {
            let days: Vec<(Date, Date)> = finding.values.iter().filter_map(|v| spelt::days(&v.text)).collect();
            let (first, last) = (days.iter().map(|d| d.1).min()?, days.iter().map(|d| d.0).max()?);
            let count = first.until(last).ok()?.get_days();
            (count > 0).then(|| format!("{count} day{} apart", if count == 1 { "" } else { "s" }))
        }
        FieldKind::Place => {
            let places: Vec<&Location> = finding.values.iter().filter_map(|v| located(view, v)).collect();
            let far = |a: &Location| places.iter().map(|b| kilometres(a, b)).fold(0.0, f64::max);
            let most = places.iter().map(|a| far(a)).fold(0.0, f64::max);
            (most >= 10.0).then(|| format!("{:.0} km apart", (most / 10.0).round() * 10.0))
        }
        _ => None,
    }
}

/// The report that was published after all others that give a value, where there is one.
fn later(view: &View, finding: &Finding) -> Option<String> {
    let reports: BTreeSet<usize> = finding.values.iter().flat_map(|v| &v.evidence).map(|e| e.report().0).collect();
    let day = |r: usize| view.story.cast.published.get(r).and_then(|p| p.date());
    let days: Vec<(Date, usize)> = reports.into_iter().map(|r| Some((day(r)?, r))).collect::<Option<_>>()?;
    let (last, report) = days.iter().max()?;
    let alone = days.iter().filter(|(d, _)| d == last).count() == 1 && days.len() > 1;
    alone.then(|| format!("{} is the later report", parallax_tell::letter(*report)))
}

/// Where the place is that a value names.
fn located<'s>(view: &View<'s>, value: &parallax_model::Value) -> Option<&'s Location> {
    let evidence = value.evidence.first()?;
    let report = evidence.report().0;
    let mentions = &view.story.accounts.get(report)?.mentions;
    let at = mentions.iter().position(|m| m.span == evidence.span())?;
    let &EntityId(entity) = view.story.cast.of_mention.get(report)?.get(at)?.first()?;
    view.story.cast.entities.get(entity)?.location.as_ref()
}

/// The great-circle distance (haversine formula).
fn kilometres(a: &Location, b: &Location) -> f64 {
    let (from, to) = (a.lat.to_radians(), b.lat.to_radians());
    let (up, along) = ((to - from) / 2.0, (b.lon - a.lon).to_radians() / 2.0);
    let h = up.sin().powi(2) + from.cos() * to.cos() * along.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
