//! One report read aloud: every sentence with the statements it makes, their fields, sources and statuses.

use crate::words::{printable, quote};
use parallax_model::{Account, ReportId, Statement, Story};
use std::fmt::Write;

/// Each report of the story, sentence by sentence; `explain` adds what decided each statement's code.
pub fn annotated(story: &Story, explain: bool) -> String {
    let mut out = String::new();
    for report in &story.reports {
        let (Some(document), Some(account)) = (story.documents.get(report.id.0), story.accounts.get(report.id.0))
        else {
            continue;
        };
        let _ = writeln!(out, "{}", printable(&report.path));
        for (i, sentence) in document.sentences.iter().enumerate() {
            let _ = writeln!(out, "\n{:>3}  {}", i + 1, printable(sentence.span.of(&report.text)));
            for attribution in account.attributions.iter().filter(|a| a.sentence == i) {
                let source =
                    attribution.source_span.map_or("(nobody named)".to_string(), |s| printable(s.of(&report.text)));
                let _ = writeln!(
                    out,
                    "       source  {source} · {} · {}",
                    quote(attribution.cue.of(&report.text), 30),
                    attribution.status.name()
                );
            }
            for (index, statement) in account.statements.iter().enumerate().filter(|(_, s)| s.sentence == i) {
                line(&mut out, story, account, index, statement, explain);
            }
        }
        let _ = writeln!(out);
    }
    out
}

fn line(out: &mut String, story: &Story, account: &Account, index: usize, statement: &Statement, explain: bool) {
    let text = story.reports.get(account.report.0).map_or("", |r| r.text.as_str());
    let code = statement.code.as_ref();
    let kind = code.and_then(|c| c.plover).map_or("—", |p| p.name());
    let detail: Vec<&str> = code.into_iter().flat_map(|c| [c.mode.as_deref(), c.cameo.as_deref()]).flatten().collect();
    let _ = writeln!(
        out,
        "       {:<9} {} · {kind} {} · {}",
        printable(statement.trigger.of(text)),
        quote(statement.clause.of(text), 80),
        detail.join(" "),
        statement.status.name()
    );
    let names = |ids: &[usize]| ids.iter().map(|&m| entity(story, account.report, m)).collect::<Vec<_>>().join("; ");
    let when =
        story.cast.when.get(account.report.0).and_then(|w| w.get(index)?.as_ref()).map(|d| crate::words::when(&d.when));
    let place = story.cast.place.get(account.report.0).and_then(|w| w.get(index)?.as_ref());
    let place = place.and_then(|p| story.cast.entities.get(p.entity.0)).map(|e| printable(&e.name));
    let counts: Vec<String> =
        statement.quantities.iter().map(|q| format!("{} {}", q.of, quote(q.span.of(text), 30))).collect();
    let said_by = statement
        .said_by
        .and_then(|a| account.attributions.get(a))
        .and_then(|a| a.source_span)
        .map(|s| printable(s.of(text)));
    let fields = [
        ("who", names(&statement.actors)),
        ("to whom", names(&statement.recipients)),
        ("when", when.unwrap_or_default()),
        ("where", place.unwrap_or_default()),
        ("how many", counts.join("; ")),
        ("said by", said_by.unwrap_or_default()),
        (
            "because",
            if explain {
                code.map_or("no rule knows the predicate".to_string(), |c| format!("{} ({:.2})", c.rule, c.confidence))
            } else {
                String::new()
            },
        ),
    ];
    for (field, value) in fields.iter().filter(|(_, v)| !v.is_empty()) {
        let _ = writeln!(out, "         {field:<9} {value}");
    }
}

/// The name of the entity a mention speaks of, or the mention's own words.
fn entity(story: &Story, report: ReportId, mention: usize) -> String {
    let ids = story.cast.of_mention.get(report.0).and_then(|m| m.get(mention)).map_or(&[][..], Vec::as_slice);
    let named: Vec<String> =
        ids.iter().filter_map(|e| story.cast.entities.get(e.0)).map(|e| printable(&e.name)).collect();
    if !named.is_empty() {
        return named.join(" & ");
    }
    let words = story.accounts.get(report.0).and_then(|a| a.mentions.get(mention)).map(|m| m.span);
    words.map_or(String::new(), |span| printable(span.of(story.reports.get(report.0).map_or("", |r| r.text.as_str()))))
}
