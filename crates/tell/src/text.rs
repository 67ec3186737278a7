//! The timeline that `parallax compare` prints.

use crate::events::{self, Selection};
use crate::exchange::{Exchange, exchanges};
use crate::lay::Lines;
use crate::words::{cut, letter, printable};
use parallax_model::{State, Story};

/// Longest quotation, in characters.
const QUOTE: usize = 60;
/// The same, of a sentence around a figure.
const PASSAGE: usize = 120;
/// Most field lines of one event, and most figures that one copy changed.
const FIELDS: usize = 5;
/// Most wordings of one event, and most values of one field.
const WORDINGS: usize = 6;
/// Most steps of an exchange, unless all are asked for.
const STEPS: usize = 12;
/// Events told by one account that are listed per report, unless all are asked for.
const SINGLES: usize = 8;

/// The story as plain text: a head, the events that several accounts tell, then what only one tells.
pub fn text(story: &Story, selection: &Selection) -> String {
    let mut out = Lines::new(selection.width);
    head(&mut out, story, selection);
    let (full, single) = events::chosen(story, selection);
    for i in full {
        block(&mut out, story, i, selection);
    }
    if selection.is_whole() {
        for exchange in exchanges(story).iter().take(if selection.all { usize::MAX } else { 1 }) {
            steps(&mut out, story, exchange, selection);
        }
    }
    singles(&mut out, story, &single, selection);
    if selection.is_whole() {
        gaps(&mut out, story, selection);
    }
    out.into_text()
}

/// Act and answer between two sides, a line a step.
fn steps(out: &mut Lines, story: &Story, exchange: &Exchange, selection: &Selection) {
    let [a, b] = exchange.sides.each_ref().map(|side| printable(side));
    out.gap();
    out.line(2, &format!("Act and answer: {a} – {b}"));
    let most = if selection.all { usize::MAX } else { STEPS };
    for (k, step) in exchange.steps.iter().enumerate().take(most) {
        let Some(event) = story.events.get(step.event) else { continue };
        let when = event.when.as_ref().map_or("day unknown".to_string(), crate::words::when);
        let (by, to) = if step.by == 0 { (&a, &b) } else { (&b, &a) };
        let answers: Vec<String> = step.answers.iter().map(|(k, _)| (k + 1).to_string()).collect();
        let answers = if answers.is_empty() {
            String::new()
        } else {
            format!("   ↳ told as an answer to {}", answers.join(", "))
        };
        let letters: Vec<String> = events::tellers(event).into_iter().map(letter).collect();
        let step = format!(
            "  {:>2}  {when}  {by} → {to}  ({})  {}  {}  {}{answers}",
            k + 1,
            step.quad.words(),
            cut(&printable(&event.label), QUOTE),
            letters.join(" "),
            event.id
        );
        out.line(6, &step);
    }
    if exchange.steps.len() > most {
        out.line(6, &format!("      … {} more: --all", exchange.steps.len() - most));
    }
    if let Some(begins) = exchange.begins_otherwise() {
        out.line(4, &format!("  Begins: {}", printable(&begins)));
    }
}

fn head(out: &mut Lines, story: &Story, selection: &Selection) {
    out.line(2, &format!("{} · {}", printable(&story.title), events::summary(story)));
    out.line(2, &events::states(story));
    for (i, report) in story.reports.iter().enumerate() {
        let outlet = report.outlet.as_deref().map_or(String::new(), |o| format!("{} · ", printable(o)));
        let date = story.cast.published.get(i).and_then(|p| p.date().map(|d| (d, p.given.is_none())));
        let date = date.map_or(" · no date".to_string(), |(d, inferred)| {
            format!(" · {}{}", crate::words::date(d), if inferred { " (concluded)" } else { "" })
        });
        // A report in another language is kept, and tells nothing: its day would be that of the others.
        let date = if report.body.is_empty() { " · not analysed".to_string() } else { date };
        out.line(5, &format!("  {:<2} {outlet}{}{date}", letter(i), printable(&report.path)));
        if let Some(Some(shared)) = story.copies.get(i) {
            out.line(5, &format!("     {}", events::shared(shared)));
            let most = if selection.all { usize::MAX } else { FIELDS };
            for changed in shared.changed.iter().take(most) {
                out.row("figure", &events::changed(story, i, shared.with, changed, PASSAGE));
            }
            if let Some(more) = shared.changed.len().checked_sub(most).filter(|&more| more > 0) {
                out.line(4, &format!("    +{more} figure{}: --all", if more == 1 { "" } else { "s" }));
            }
        }
    }
    if story.reports.len() == 1 {
        out.line(
            0,
            "One account. Nothing to compare yet: what it tells is here, with who said it. Add another report.",
        );
    }
}

fn block(out: &mut Lines, story: &Story, i: usize, selection: &Selection) {
    let Some(event) = story.events.get(i) else { return };
    let state = events::state(story, i);
    let left = events::heading(story, event);
    out.gap();
    out.ends(&left, &format!("{} {}", events::sign(state).0, event.id));
    out.line(4, &format!("  {}", printable(&event.label)));
    let most = if selection.all { usize::MAX } else { WORDINGS };
    out.row("told", &first(events::told(story, event, QUOTE), most, "wording"));
    let shown: Vec<_> = events::findings(story, i, selection)
        .into_iter()
        .filter(|f| f.values.len() > 1 || f.state == State::Contradicted)
        .collect();
    for finding in shown.iter().take(FIELDS) {
        let values = finding.values.iter().map(|v| events::value(story, v, QUOTE)).collect();
        let (mark, kind) = (events::field_sign(finding), finding.kind.name());
        let mut cells = first(values, most, "value");
        cells.push(format!("{mark} {kind}: {}", events::fit(finding.compatible)));
        out.row(&finding.attribute, &cells);
    }
    if shown.len() > FIELDS {
        let more = shown.len() - FIELDS;
        out.line(4, &format!("    +{more} field{}", if more == 1 { "" } else { "s" }));
    }
}

/// The first `most` of these, and how many more there are.
fn first(mut cells: Vec<String>, most: usize, what: &str) -> Vec<String> {
    if let Some(more) = cells.len().checked_sub(most).filter(|&more| more > 0) {
        cells.truncate(most);
        cells.push(format!("+{more} {what}{}", if more == 1 { "" } else { "s" }));
    }
    cells
}

/// What all reports but one tell, and what none of them says.
fn gaps(out: &mut Lines, story: &Story, selection: &Selection) {
    let most = if selection.all { usize::MAX } else { SINGLES };
    let mut list = |title: String, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        out.gap();
        out.line(2, &format!("{title} ({}):", lines.len()));
        lines.iter().take(most).for_each(|line| out.line(8, &format!("  {line}")));
        if lines.len() > most {
            out.line(2, &format!("  … {} more: --all", lines.len() - most));
        }
    };
    let line = |i: usize| {
        let event = &story.events[i];
        format!("{}  {}", event.id, cut(&printable(&event.label), QUOTE))
    };
    for report in 0..story.reports.len() {
        let missing = events::left_out(story, report).into_iter().map(line).collect();
        list(format!("In all but {}", letter(report)), missing);
    }
    let unsaid = events::unsaid(story).into_iter().map(|(i, fields)| format!("{}: {}", line(i), fields.join(", ")));
    list("Nobody says".to_string(), unsaid.collect());
}

fn singles(out: &mut Lines, story: &Story, single: &[usize], selection: &Selection) {
    for report in 0..story.reports.len() {
        let own: Vec<usize> = single
            .iter()
            .copied()
            .filter(|&i| story.events.get(i).is_some_and(|e| events::tellers(e) == [report]))
            .collect();
        if own.is_empty() {
            continue;
        }
        out.gap();
        out.line(2, &format!("Only in {} ({}):", letter(report), own.len()));
        let most = if selection.all || story.reports.len() == 1 { usize::MAX } else { SINGLES };
        for &i in own.iter().take(most) {
            let event = &story.events[i];
            let mark = events::sign(events::state(story, i)).0;
            let heading = cut(&events::heading(story, event), 44);
            let words = events::wording(story, event, report, QUOTE).unwrap_or_default();
            out.line(10, &format!("  {mark} {}  {heading}: {words}", event.id));
        }
        if own.len() > most {
            out.line(2, &format!("  … {} more: --all", own.len() - most));
        }
    }
}
