//! The same story as Markdown: a table of reports, one table an event, lists of what only one account tells.

use crate::events::{self, Selection};
use crate::exchange::{Exchange, exchanges};
use crate::words::{letter, printable};
use parallax_model::{State, Story};
use std::fmt::Write;

/// Longest quotation, in characters.
const QUOTE: usize = 120;

/// The story as Markdown (CommonMark with tables).
pub fn markdown(story: &Story, selection: &Selection) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}  \n{}\n", escape(&story.title), events::summary(story), events::states(story));
    let _ = writeln!(out, "| | report | outlet | published | events told |\n|---|---|---|---|---|");
    for (i, report) in story.reports.iter().enumerate() {
        let told = story.events.iter().filter(|e| events::tellers(e).contains(&i)).count();
        let date = story
            .cast
            .published
            .get(i)
            .and_then(|p| p.date().map(|d| format!("{d}{}", if p.given.is_none() { " (concluded)" } else { "" })));
        let outlet = report.outlet.as_deref().unwrap_or("");
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {told} |",
            letter(i),
            escape(&report.path),
            escape(outlet),
            date.unwrap_or_default()
        );
    }
    let copies = story.copies.iter().enumerate().filter_map(|(i, shared)| Some((i, shared.as_ref()?)));
    for (k, (i, shared)) in copies.enumerate() {
        let _ = writeln!(out, "{}- {}: {}", if k == 0 { "\n" } else { "" }, letter(i), events::shared(shared));
        for changed in &shared.changed {
            let told = events::changed(story, i, shared.with, changed, 2 * QUOTE).map(|told| escape(&told));
            let _ = writeln!(out, "  - {}", told.join("; "));
        }
    }
    let (full, single) = events::chosen(story, selection);
    for i in full {
        let event = &story.events[i];
        let (mark, words) = events::sign(events::state(story, i));
        let _ = writeln!(
            out,
            "\n## {}: {} {{#{}}}\n\n{mark} {words}\n",
            escape(&events::heading(story, event)),
            escape(&event.label),
            event.id
        );
        for told in events::told(story, event, QUOTE) {
            let _ = writeln!(out, "- {}", escape(&told));
        }
        let fields: Vec<_> = events::findings(story, i, selection)
            .into_iter()
            .filter(|f| f.values.len() > 1 || f.state == State::Contradicted)
            .collect();
        if !fields.is_empty() {
            let _ = writeln!(out, "\n| field | accounts | |\n|---|---|---|");
        }
        for finding in fields {
            let values: Vec<String> = finding.values.iter().map(|v| escape(&events::value(story, v, QUOTE))).collect();
            let _ = writeln!(
                out,
                "| {} | {} | {} {} |",
                escape(&finding.attribute),
                values.join("<br>"),
                events::field_sign(finding),
                events::fit(finding.compatible)
            );
        }
    }
    if selection.is_whole() {
        exchanges(story).iter().for_each(|exchange| steps(&mut out, story, exchange));
    }
    for report in 0..story.reports.len() {
        let own: Vec<usize> =
            single.iter().copied().filter(|&i| events::tellers(&story.events[i]) == [report]).collect();
        if !own.is_empty() {
            let _ = writeln!(out, "\n## Only in {}\n", letter(report));
        }
        for i in own {
            let event = &story.events[i];
            let _ = writeln!(
                out,
                "- {}: {}",
                escape(&events::heading(story, event)),
                escape(&events::told(story, event, QUOTE).concat())
            );
        }
    }
    let unsaid = events::unsaid(story);
    if selection.is_whole() && !unsaid.is_empty() {
        let _ = writeln!(out, "\n## Nobody says\n");
        for (i, fields) in unsaid {
            let event = &story.events[i];
            let _ = writeln!(out, "- {} ({}): {}", escape(&event.label), event.id, fields.join(", "));
        }
    }
    out
}

/// Act and answer between two sides, a row a step.
fn steps(out: &mut String, story: &Story, exchange: &Exchange) {
    let [a, b] = exchange.sides.each_ref().map(|side| escape(side));
    let _ = writeln!(out, "\n## Act and answer: {a} – {b}\n");
    let _ = writeln!(out, "| | when | who | what | kind | answers | told by |\n|---|---|---|---|---|---|---|");
    for (k, step) in exchange.steps.iter().enumerate() {
        let Some(event) = story.events.get(step.event) else { continue };
        let answers: Vec<String> = step.answers.iter().map(|(k, _)| (k + 1).to_string()).collect();
        let letters: Vec<String> = events::tellers(event).into_iter().map(letter).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            k + 1,
            event.when.as_ref().map_or("day unknown".to_string(), crate::words::when),
            if step.by == 0 { &a } else { &b },
            escape(&event.label),
            step.quad.words(),
            answers.join(", "),
            letters.join(", ")
        );
    }
    if let Some(begins) = exchange.begins_otherwise() {
        let _ = writeln!(out, "\nBegins: {}", escape(&begins));
    }
}

/// Report text made safe in Markdown: nothing in it can become a link, an image, a tag or a table cell.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '{' | '}' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_report_becomes_markup() {
        assert_eq!(super::escape("<script> [x](javascript:1) | a_b"), "&lt;script&gt; \\[x\\](javascript:1) \\| a\\_b");
    }
}
