//! `parallax correct`: the user's decisions about a story kept.

use crate::args::{Common, Correct, Decide};
use crate::kept::{self, Readings};
use crate::{End, output};
use anyhow::{Context, anyhow, bail};
use parallax::World;
use parallax::corrections;
use parallax::model::{Story, Target};
use parallax::tell::{events, printable, words::cut};
use parallax_store::{Act, Decision, Library, StoryId, holding};
use parallax_web::review;
use std::fmt::Write;

pub(crate) fn run(options: &Correct, common: &Common) -> anyhow::Result<End> {
    let (mut library, id) = kept::find(&options.story, &options.place)?;
    let text = match &options.decision {
        None | Some(Decide::List) => list(&library.decisions(id)?),
        Some(Decide::Export { output }) => {
            let lines: String = library.decisions(id)?.iter().map(|d| d.line() + "\n").collect();
            output::write(output.as_deref(), lines.as_bytes())?;
            return Ok(End::Done);
        }
        Some(Decide::Undo { number }) => {
            let number = number.as_deref().map(|n| n.trim_start_matches('c').parse()).transpose();
            let number = number.map_err(|_| anyhow!("decisions are numbered: undo 17, or undo c17"))?;
            let undone = library.undo(id, number)?.ok_or_else(|| anyhow!("there is no such decision to undo"))?;
            format!("c{undone} undone\n")
        }
        Some(Decide::Apply { file }) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            let lines = Decision::lines(&text).with_context(|| format!("cannot read {}", file.display()))?;
            let added = library.apply(id, &lines)?;
            format!("{added} of {} lines added, the others were there\n", lines.len())
        }
        Some(Decide::Review { most }) => doubts(&kept::story(&library, id, &World::bundled(), common)?, *most),
        Some(decision) => decide(&mut library, id, decision, &options.note, common)?,
    };
    output::write(None, text.as_bytes())?;
    Ok(End::Done)
}

/// Takes a decision and says what it changed.
fn decide(
    library: &mut Library,
    id: StoryId,
    decision: &Decide,
    note: &str,
    common: &Common,
) -> anyhow::Result<String> {
    let none = (Vec::new(), "", String::new(), note);
    let (op, a, (b, field, value, note)) = match decision {
        Decide::Merge { a, b } => ("same_name", vec![a], (vec![b], none.1, none.2, note)),
        Decide::Split { a, b } => ("different_name", vec![a], (vec![b], none.1, none.2, note)),
        Decide::Rename { name, new } => ("rename", vec![name], (vec![], "", new.clone(), note)),
        Decide::Same { events } => ("same_event", events.iter().collect(), none),
        Decide::Different { a, b } => ("different_event", vec![a], (vec![b], none.1, none.2, note)),
        Decide::NotAnEvent { id } => ("not_an_event", vec![id], none),
        Decide::Set { id, field, value } => ("set_field", vec![id], (vec![], field.as_str(), value.clone(), note)),
        Decide::Published { report, day } => ("set_published", vec![report], (vec![], "", day.clone(), note)),
        Decide::SameOrigin { a, b } => ("same_origin", vec![a], (vec![b], none.1, none.2, note)),
        Decide::DifferentOrigin { a, b } => ("different_origin", vec![a], (vec![b], none.1, none.2, note)),
        Decide::Accept { id } => ("accept", vec![id], none),
        Decide::Note { id, text } => ("note", vec![id], (vec![], "", String::new(), text.as_str())),
        _ => bail!("this is no decision"),
    };
    if note.chars().count() > 2000 {
        bail!("a note has at most 2000 letters");
    }
    let (readings, world) = (Readings::default(), World::bundled());
    let reports = library.reports(id)?;
    let before = readings.story(&reports, library.corrections(id)?, &world, &|_| ());
    let owned = |list: Vec<&String>| list.into_iter().cloned().collect::<Vec<_>>();
    let change = corrections::change(&before, op, &owned(a), &owned(b), field, &value).map_err(|why| anyhow!(why))?;
    let number = library.decide(id, &change, note)?;
    let after = readings.story(&reports, library.corrections(id)?, &world, &|_| ());
    let mut text = format!("c{number} {}\n", op.replace('_', " "));
    let differing = |s: &Story| s.findings.iter().filter(|f| events::field_sign(f) == "✕").count();
    for (what, old, new) in [
        ("events", before.events.len(), after.events.len()),
        ("people and things", before.cast.entities.len(), after.cast.entities.len()),
        ("differences that cannot both hold", differing(&before), differing(&after)),
    ] {
        if old != new {
            let _ = writeln!(text, "  {what}: {old} → {new}");
        }
    }
    if !common.quiet {
        eprintln!("kept; `parallax correct … undo` takes it back");
    }
    Ok(text)
}

fn list(all: &[Decision]) -> String {
    let holding = holding(all);
    let named = |targets: &[Target]| -> String {
        let one = |t: &Target| if t.quote.is_empty() { t.id.clone() } else { format!("“{}”", cut(&t.quote, 40)) };
        let more = if targets.len() > 2 { format!(" +{}", targets.len() - 2) } else { String::new() };
        targets.iter().take(2).map(one).collect::<Vec<_>>().join(" · ") + &more
    };
    let mut out = String::new();
    for d in all {
        let what = match &d.act {
            Act::Undo(id) => format!("undo              c{id}"),
            Act::Change(change) => {
                let parts = d.act.parts();
                let mut what = format!("{:<16}  {}", change.name(), named(&parts.a));
                if !parts.b.is_empty() {
                    let _ = write!(what, "  |  {}", named(&parts.b));
                }
                for text in [parts.field, parts.value.as_str()] {
                    if !text.is_empty() {
                        let _ = write!(what, "  {text}");
                    }
                }
                what
            }
        };
        let undone = matches!(d.act, Act::Change(_)) && !holding.contains(&d);
        let note = if d.note.is_empty() { String::new() } else { format!("  — {}", d.note) };
        let tail = if undone { "  (undone)" } else { "" };
        let _ = writeln!(out, "{:>5}  {}  {}{tail}", format!("c{}", d.id), d.at, printable(&(what + &note)));
    }
    if out.is_empty() { "no decisions yet\n".to_string() } else { out }
}

/// The review queue as text.
fn doubts(story: &Story, most: usize) -> String {
    let queue = review::queue(story);
    let mut out = format!("{} doubts, the weightiest first\n", queue.len());
    for doubt in queue.iter().take(most) {
        let _ = writeln!(out, "\n{}", printable(&doubt.question));
        for e in &doubt.passages {
            let text = story.reports.get(e.report().0).map_or("", |r| e.span().of(&r.text));
            let _ = writeln!(out, "  {} “{}”", parallax::tell::letter(e.report().0), cut(text, 100));
        }
        for (answer, ask) in [("yes", &doubt.yes), ("no", &doubt.no)] {
            let words: Vec<String> = ask
                .words()
                .iter()
                .map(|w| if w.contains(' ') || w.is_empty() { format!("\"{w}\"") } else { w.clone() })
                .collect();
            let _ = writeln!(out, "  {answer}: {}", printable(&words.join(" ")));
        }
    }
    out
}
