//! What the readable forms have in common: which events are told at length, their signs, fields and quotes.

use crate::words::{self, letter, quote};
use parallax_model::{
    Changed, Compatibility, Event, Evidence, FieldKind, Figure, Finding, Shared, State, Statement, Story,
};
use std::collections::BTreeSet;

/// Which part of a story is told.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only events and fields of this state.
    pub only: Option<State>,
    /// Only differences of these kinds; all when empty.
    pub kinds: Vec<FieldKind>,
    /// Only events that may have happened on or after this day.
    pub since: Option<jiff::civil::Date>,
    /// Only events that may have happened on or before this day.
    pub until: Option<jiff::civil::Date>,
    /// Only events in which someone with these words in a name does something, or something is done to them.
    pub actor: Option<String>,
    /// Every event told by one account, not only the first of each report.
    pub all: bool,
    /// Columns of the terminal; 0 where there is none.
    pub width: usize,
}

impl Selection {
    /// Whether no event is left out.
    pub fn is_whole(&self) -> bool {
        let days = self.since.is_none() && self.until.is_none();
        days && self.only.is_none() && self.kinds.is_empty() && self.actor.is_none()
    }
}

/// Sign and words of a state.
pub fn sign(state: State) -> (&'static str, &'static str) {
    match state {
        State::Corroborated => ("●", "told by several"),
        State::Single => ("◐", "only one account"),
        State::Contradicted => ("✕", "accounts differ"),
        State::Unclear => ("?", "unclear"),
    }
}

/// Sign of a field: values that cannot both hold are crossed out, those that may fit together are not.
pub fn field_sign(finding: &Finding) -> &'static str {
    match (finding.state, finding.compatible, finding.kind) {
        (State::Contradicted, _, FieldKind::Naming) => "≠",
        (State::Contradicted, Compatibility::No | Compatibility::Unknown, _) => "✕",
        (State::Contradicted, ..) => "≈",
        (state, ..) => sign(state).0,
    }
}

/// Why differing values may fit together, in words.
pub fn fit(compatible: Compatibility) -> &'static str {
    match compatible {
        Compatibility::No => "cannot both hold as written",
        Compatibility::PartWhole => "may be part of the whole",
        Compatibility::Rounding => "agree when rounded",
        Compatibility::Range => "one range holds the other",
        Compatibility::Vaguer => "one is vaguer, or worded differently",
        Compatibility::Update => "the later report may be an update",
        Compatibility::Unknown => "unclear whether both can hold",
    }
}

/// What a report has in common with another of its origin, in words.
pub fn shared(shared: &Shared) -> String {
    let n = |n: usize| format!("{n} sentence{}", if n == 1 { "" } else { "s" });
    let other = letter(shared.with);
    let (own, theirs) = (n(shared.added.len()), n(shared.left_out.len()));
    let changed = match shared.changed.len() {
        0 => String::new(),
        1 => "; 1 figure changed".to_string(),
        n => format!("; {n} figures changed"),
    };
    format!(
        "{:.0} % of its words also stand in {other}; {own} of its own, {theirs} of {other} left out{changed}",
        shared.share * 100.0
    )
}

/// A figure that copies give differently, as both give it, the earlier report first: `A at least 12 “At least 12 people died”`.
pub fn changed(story: &Story, report: usize, with: usize, changed: &Changed, most: usize) -> [String; 2] {
    let told = |report: usize, figure: &Figure| {
        let text = story.reports.get(report).map_or("", |r| r.text.as_str());
        let figures = words::printable(figure.words.of(text));
        format!("{} {figures} {}", letter(report), words::quote_around(text, figure.words, figure.sentence, most))
    };
    [told(with, &changed.there), told(report, &changed.here)]
}

/// State of event `i`.
pub fn state(story: &Story, i: usize) -> State {
    story.states.get(i).copied().unwrap_or(State::Unclear)
}

/// The reports that tell an event, in order.
pub fn tellers(event: &Event) -> Vec<usize> {
    event.statements.iter().map(|s| s.report.0).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Events that every report but this one tells; of two reports, that is only what the other alone tells.
pub fn left_out(story: &Story, report: usize) -> Vec<usize> {
    let others = story.reports.len().saturating_sub(1);
    let all_but_it = |event: &Event| {
        let told_by = tellers(event);
        told_by.len() == others && !told_by.contains(&report)
    };
    if others < 2 {
        return Vec::new();
    }
    (0..story.events.len()).filter(|&i| all_but_it(&story.events[i])).collect()
}

/// Events of several accounts of which a plain question stays open in all of them, with the questions.
pub fn unsaid(story: &Story) -> Vec<(usize, Vec<&'static str>)> {
    let several = story.events.iter().enumerate().filter(|(_, e)| tellers(e).len() > 1);
    let open = several.map(|(i, e)| {
        let fields = [("who", e.actors.is_empty()), ("when", e.when.is_none()), ("where", e.place.is_none())];
        (i, fields.into_iter().filter(|(_, empty)| *empty).map(|(name, _)| name).collect::<Vec<_>>())
    });
    open.filter(|(_, fields)| !fields.is_empty()).collect()
}

/// Findings about event `i` that the selection lets through, weightiest first, those that differ before the rest.
pub fn findings<'s>(story: &'s Story, i: usize, selection: &Selection) -> Vec<&'s Finding> {
    let wanted = |f: &&Finding| f.event.0 == i && (selection.kinds.is_empty() || selection.kinds.contains(&f.kind));
    let mut found: Vec<&Finding> = story.findings.iter().filter(wanted).collect();
    found.sort_by(|a, b| {
        (b.state == State::Contradicted).cmp(&(a.state == State::Contradicted)).then(b.weight.total_cmp(&a.weight))
    });
    found
}

/// Events to be told at length and events told by one account, each in story order.
pub fn chosen(story: &Story, selection: &Selection) -> (Vec<usize>, Vec<usize>) {
    let mut full = Vec::new();
    let mut single = Vec::new();
    for (i, event) in story.events.iter().enumerate() {
        let state = state(story, i);
        let kind_fits =
            selection.kinds.is_empty() || findings(story, i, selection).iter().any(|f| f.state == State::Contradicted);
        if selection.only.is_some_and(|only| only != state) || !kind_fits || !within(story, event, selection) {
            continue;
        }
        if tellers(event).len() > 1 || state == State::Contradicted { full.push(i) } else { single.push(i) }
    }
    (full, single)
}

/// Whether the event lies in the chosen days and has the chosen actor.
fn within(story: &Story, event: &Event, selection: &Selection) -> bool {
    let since = selection.since.is_none_or(|day| event.when.is_some_and(|w| w.end >= day));
    let until = selection.until.is_none_or(|day| event.when.is_some_and(|w| w.start <= day));
    let wanted = selection.actor.as_ref().map(|name| name.to_lowercase());
    let named = |wanted: &String| {
        let parties = event.actors.iter().chain(&event.recipients).filter_map(|e| story.cast.entities.get(e.0));
        parties.flat_map(|e| e.names.iter().chain([&e.name])).any(|name| name.to_lowercase().contains(wanted))
    };
    since && until && wanted.as_ref().is_none_or(named)
}

/// The words of a piece of evidence, as a quotation.
pub fn cited(story: &Story, evidence: &Evidence, most: usize) -> String {
    let text = story.reports.get(evidence.report().0).map_or("", |r| r.text.as_str());
    quote(evidence.span().of(text), most)
}

/// One value with the letters of those who give it: `A, C “seven Russian nationals”`.
pub fn value(story: &Story, value: &parallax_model::Value, most: usize) -> String {
    let letters: BTreeSet<usize> = value.evidence.iter().map(|e| e.report().0).collect();
    let letters: Vec<String> = letters.into_iter().map(letter).collect();
    let plain = words::printable(&value.text);
    // Words that show the value, else those that say most: a headline leaves out what stands below it.
    let shows = |e: &&Evidence| cited(story, e, usize::MAX).to_lowercase().contains(&plain.to_lowercase());
    let fullest = || value.evidence.iter().rev().max_by_key(|e| e.span().len().min(ENOUGH));
    let words = value.evidence.iter().find(shows).or_else(fullest).map(|e| cited(story, e, most)).unwrap_or_default();
    // A value that its quotation already shows is not said twice.
    let shown = words.to_lowercase().contains(&plain.to_lowercase()) || plain.is_empty() || plain.chars().count() > 40;
    format!("{} {}{words}", letters.join(", "), if shown { String::new() } else { format!("{plain} ") })
}

/// `27 Jun 2025  Yekaterinburg`.
pub fn heading(story: &Story, event: &Event) -> String {
    let when = event.when.as_ref().map_or("day unknown".to_string(), words::when);
    let place =
        event.place.as_ref().and_then(|p| story.cast.entities.get(p.entity.0)).map(|e| words::printable(&e.name));
    place.map_or(when.clone(), |place| format!("{when}  {place}"))
}

/// Bytes of a clause beyond which more words no longer speak for it.
const ENOUGH: usize = 120;

/// The quoted clauses of an event, each once, with the letters of the reports that tell it so.
pub(crate) fn told(story: &Story, event: &Event, most: usize) -> Vec<String> {
    let mut wordings: Vec<(String, Vec<String>)> = Vec::new();
    for report in tellers(event) {
        let Some(words) = wording(story, event, report, most) else { continue };
        match wordings.iter_mut().find(|(known, _)| *known == words) {
            Some((_, letters)) => letters.push(letter(report)),
            None => wordings.push((words, vec![letter(report)])),
        }
    }
    wordings.into_iter().map(|(words, letters)| format!("{} {words}", letters.join(", "))).collect()
}

/// The quoted clause in which a report tells an event: of several, the one that says most about it.
pub(crate) fn wording(story: &Story, event: &Event, report: usize, most: usize) -> Option<String> {
    let own = event.statements.iter().filter(|s| s.report.0 == report);
    let statements = own.filter_map(|at| story.accounts.get(report)?.statements.get(at.index));
    // `max_by_key` takes the last of equals: the first in the text is wanted.
    // Of two that say as much, the one in more words: a headline leaves out what stands below it.
    let statement = statements.rev().max_by_key(|s| (telling(event, s), s.clause.len().min(ENOUGH)))?;
    let text = &story.reports.get(report)?.text;
    let status = match statement.status {
        parallax_model::Status::Asserted => String::new(),
        other => format!(" ({})", other.name()),
    };
    Some(format!("{}{status}", quote(statement.clause.of(text), most)))
}

/// How much a statement says of its event: that it happened, in the event's own sense, how many, who and to whom.
fn telling(event: &Event, statement: &Statement) -> usize {
    let sense = |code: &Option<parallax_model::Code>| code.as_ref().map(|c| c.sense.clone());
    let same = sense(&event.code).is_some() && sense(&event.code) == sense(&statement.code);
    let asserted = statement.status == parallax_model::Status::Asserted;
    let sides = usize::from(!statement.actors.is_empty()) + usize::from(!statement.recipients.is_empty());
    4 * usize::from(same)
        + 2 * usize::from(asserted)
        + 2 * usize::from(!statement.quantities.is_empty())
        + 2 * sides
        + usize::from(!statement.nominal)
}

/// A story in one line: how many reports, origins and events, and the days they span.
pub fn summary(story: &Story) -> String {
    let origins = story.origins.iter().collect::<BTreeSet<_>>().len();
    let n = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let counts = [n(story.reports.len(), "report"), n(origins, "origin"), n(story.events.len(), "event")];
    format!("{}{}", counts.join(" · "), period(story).map_or(String::new(), |p| format!(", {p}")))
}

/// The states in one line, each with how many events are in it.
pub fn states(story: &Story) -> String {
    let mut alone = vec![0; story.reports.len()];
    for (i, event) in story.events.iter().enumerate() {
        if let ([report], State::Single) = (tellers(event).as_slice(), state(story, i)) {
            alone[*report] += 1;
        }
    }
    let alone: Vec<String> =
        alone.iter().enumerate().filter(|(_, n)| **n > 0).map(|(r, n)| format!("{} {n}", letter(r))).collect();
    let shared = if story.reports.len() == 2 { "told by both" } else { "told by several" };
    let by = if alone.is_empty() { String::new() } else { format!(" ({})", alone.join(" · ")) };
    format!(
        "● {shared} {}    ◐ only one {}{by}    ✕ accounts differ {}    ? unclear {}",
        count(story, State::Corroborated),
        count(story, State::Single),
        count(story, State::Contradicted),
        count(story, State::Unclear)
    )
}

/// Numbers of the first line: by state.
pub fn count(story: &Story, wanted: State) -> usize {
    (0..story.events.len()).filter(|&i| state(story, i) == wanted).count()
}

/// First and last day of the story's events that are known to the month or better.
pub fn period(story: &Story) -> Option<String> {
    let days =
        || story.events.iter().filter_map(|e| e.when).filter(|w| w.precision <= parallax_model::Precision::Month);
    let (first, last) = (days().map(|w| w.start).min()?, days().map(|w| w.end).max()?);
    Some(if first == last { words::date(first) } else { format!("{} – {}", words::date(first), words::date(last)) })
}
