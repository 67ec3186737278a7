//! Two or three reports in full beside each other: one number an event in all margins, and a sign on what stands in one only.

use crate::annotate::{self, Manner};
use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_model::{Span, State};
use parallax_tell::{events, letter};

/// Longest differing words that are boxed, in bytes.
const WORDS: usize = 80;

pub(super) fn page(view: &View, reports: &[usize]) -> Markup {
    let count = view.story.reports.len();
    let (Some(&left), Some(&right)) = (reports.first(), reports.get(1).filter(|_| count > 1)) else {
        return html! { h1 { "Side by side" } p.notice { "One account. Add another report to lay beside it." } };
    };
    let third = reports.get(2).copied();
    let shared = shared(view, left, right);
    let names: Vec<String> = reports.iter().map(|&r| view.outlet(r)).collect();
    let prefix: String = reports.iter().map(|&r| letter(r) + "-").collect();
    let this = Page::Compare(left, right, third);
    html! {
        h1 { "Side by side: " (names.join(" and ")) }
        p {
            "The same event has the same number in " @if third.is_some() { "all margins" } @else { "both margins (" (shared) " in both)" } "; "
            span.alone { "◐" } " marks a sentence whose events the other" @if third.is_some() { "s do not tell" } @else { " does not tell" } ". Words said by a source are underlined; " span.differing { "boxed words" } " are given differently there."
        }
        @if !view.in_file() { p.scripted { button type="button" #lock data-key="l" aria-pressed="false" hidden { "Scroll together " kbd { "l" } } } }
        @if !view.in_file() && count > 2 {
            form.filter action=(view.href(this)) {
                @for (name, words, chosen) in [("a", "Left ", Some(left)), ("b", if third.is_some() { "Middle " } else { "Right " }, Some(right)), ("c", if third.is_some() { "Right " } else { "and " }, third)] {
                    label { (words) select name=(name) {
                        @if name == "c" { option value="" selected[chosen.is_none()] { "no third" } }
                        @for r in 0..count { option value=(letter(r)) selected[Some(r) == chosen] { (letter(r)) " " (view.outlet(r)) } }
                    } }
                }
                button { "Show" }
            }
        }
        @if shared == 0 && third.is_none() { p.notice { "These two reports do not seem to tell of the same events." } }
        div class={ "beside" @if third.is_some() { " three" } } {
            @for &report in reports {
                @let others: Vec<usize> = reports.iter().copied().filter(|&r| r != report).collect();
                section aria-label={ "Report " (letter(report)) } {
                    h2 { (view.chip(report)) " " (view.outlet(report)) }
                    (annotate::report(view, report, &Manner { mark: None, differs: differing(view, report, &others), beside: others, prefix: prefix.clone() }))
                }
            }
        }
        (super::twins(view, this, false))
    }
}

/// The words of a report that one of the others gives differently, with the finding.
fn differing(view: &View, report: usize, others: &[usize]) -> Vec<(Span, usize)> {
    let findings = view.story.findings.iter().enumerate().filter(|(_, f)| f.state == State::Contradicted);
    let mut found = Vec::new();
    for (i, finding) in findings {
        let by = |r: usize| finding.values.iter().flat_map(|v| &v.evidence).filter(move |e| e.report().0 == r);
        if others.iter().any(|&r| by(r).next().is_some()) {
            // Whole clauses boxed would hide the words that matter.
            found.extend(by(report).map(|e| e.span()).filter(|s| s.len() <= WORDS).map(|s| (s, i)));
        }
    }
    found
}

/// How many events two reports both tell.
fn shared(view: &View, a: usize, b: usize) -> usize {
    view.story.events.iter().map(events::tellers).filter(|t| t.contains(&a) && t.contains(&b)).count()
}

/// The pairs of reports that share most events, at most `most` of them.
pub(crate) fn busiest(view: &View, most: usize) -> Vec<(usize, usize)> {
    let count = view.story.reports.len();
    let mut pairs: Vec<(usize, usize)> = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).collect();
    pairs.sort_by_cached_key(|&(a, b)| std::cmp::Reverse(shared(view, a, b)));
    pairs.truncate(most);
    pairs.sort_unstable();
    pairs
}
