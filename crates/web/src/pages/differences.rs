//! Every field that accounts give differently, by kind.

use super::overview::{difference, differing};
use crate::page::{Page, Query};
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{FieldKind, Finding};

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

pub(super) fn page(view: &View, query: &Query) -> Markup {
    let all = differing(view);
    let mut sorted: Vec<&Finding> = Vec::new();
    for (kind, _) in KINDS {
        sorted.extend(all.iter().copied().filter(|f| f.kind == kind));
    }
    let (shown, parts) = super::part(view, &sorted, query, &view.href(Page::Differences));
    html! {
        h1 { "Differences" }
        p { span.state.contradicted { span.sign { "✕" } " cannot both hold as written" } " stands before " span.state.compatible { span.sign { "≈" } " may fit together" } "; Parallax does not say who is right." }
        @if all.is_empty() { p.notice { "No field was found that accounts give differently." } }
        @if sorted.len() > 8 {
            ul.jump { @for (kind, name) in KINDS { @let n = all.iter().filter(|f| f.kind == kind).count(); @if n > 0 { li { (name) " " b { (n) } } } }
            }
        }
        (parts)
        @for (kind, name) in KINDS {
            @if shown.iter().any(|f| f.kind == kind) {
                section {
                    h2 { (name) }
                    ul.plain.differences { @for finding in shown.iter().filter(|f| f.kind == kind) { (difference(view, finding)) } }
                }
            }
        }
        (parts)
        (super::twins(view, Page::Differences, true))
    }
}
