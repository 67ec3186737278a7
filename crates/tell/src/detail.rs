//! One event with its sentences (`parallax show`), and why it is as it is (`parallax explain`).

use crate::events::{self, Selection};
use crate::words::{letter, printable, quote};
use parallax_lexicon::Lexicon;
use parallax_lexicon::places::Place;
use parallax_model::{Entity, EntityId, Event, Location, ReportId, Span, Statement, StatementRef, Story};
use std::fmt::Write;

/// What an id or a name speaks of.
enum Thing {
    Event(usize),
    Entity(usize),
    Report(usize),
}

/// The event of that id, the report of that letter, number (`r1`), path or file name, or the entity of that number (`n3`)
/// or name.
fn find(story: &Story, id: &str) -> Option<Thing> {
    let file = |path: &str| path == id || path.rsplit(['/', '\\']).next() == Some(id);
    let event = story.events.iter().position(|e| e.id == id);
    let entity = || index(id, 'n').filter(|&i| i < story.cast.entities.len());
    let report = || index(id, 'r').filter(|&i| i < story.reports.len());
    let lettered = || story.reports.iter().enumerate().position(|(i, r)| letter(i) == id || file(&r.path));
    let called = || {
        let wanted = id.to_lowercase();
        let is = |name: &String| printable(name).to_lowercase() == wanted;
        story
            .cast
            .entities
            .iter()
            .position(|e| is(&e.name))
            .or_else(|| story.cast.entities.iter().position(|e| e.names.iter().any(is)))
    };
    event
        .map(Thing::Event)
        .or_else(|| entity().map(Thing::Entity))
        .or_else(|| report().or_else(lettered).map(Thing::Report))
        .or_else(|| called().map(Thing::Entity))
}

/// The event, entity or report of that id or name with the sentences it rests on; `None` when there is none.
///
/// Events are named by id (`e3m9`), reports by letter (`A`), number (`r1`) or file, entities by number (`n3`) or name.
pub fn show(story: &Story, id: &str) -> Option<String> {
    Some(match find(story, id)? {
        Thing::Event(i) => show_event(story, i),
        Thing::Entity(i) => show_entity(story, i),
        Thing::Report(i) => show_report(story, i),
    })
}

/// Why the event, entity or report's date is as it is; `None` when there is no such id or name (see [`show`]).
pub fn explain(story: &Story, id: &str) -> Option<String> {
    let mut out = String::new();
    match find(story, id)? {
        Thing::Event(i) => explain_event(&mut out, story, &story.events[i]),
        Thing::Entity(i) => explain_entity(&mut out, story, &story.cast.entities[i]),
        Thing::Report(i) => explain_report(&mut out, story, i)?,
    }
    Some(out)
}

fn explain_event(out: &mut String, story: &Story, event: &Event) {
    let _ = writeln!(out, "{}  {}", event.id, printable(&event.label));
    for &at in &event.statements {
        let Some((statement, _)) = statement(story, at) else { continue };
        let rule = statement.code.as_ref().map_or("no rule: the predicate is not in the lexicon".to_string(), |c| {
            format!("{} ({:.2})", c.rule, c.confidence)
        });
        let _ = writeln!(
            out,
            "  {} {}\n      predicate {} · rule {rule}",
            letter(at.report.0),
            quoted(story, at.report, statement.clause, 70),
            statement.predicate
        );
        let dated = story.cast.when.get(at.report.0).and_then(|w| w.get(at.index)?.as_ref());
        if let Some(dated) = dated {
            let words = dated.evidence.map_or(String::new(), |span| format!(" {}", quoted(story, at.report, span, 40)));
            let _ = writeln!(out, "      when {}: from {}{words}", crate::words::when(&dated.when), dated.how);
            if let Some(counted) = dated.evidence.and_then(|span| counted(story, at.report, span)) {
                let _ = writeln!(out, "           {counted}");
            }
        }
        if let Some(placed) = story.cast.place.get(at.report.0).and_then(|w| w.get(at.index)?.as_ref()) {
            let words = quoted(story, placed.evidence.report(), placed.evidence.span(), 40);
            let _ = writeln!(out, "      where {}: from {} {words}", name(story, placed.entity), placed.how);
        }
    }
    for reason in &event.reasons {
        let _ = writeln!(
            out,
            "  {}~{} {:+.2}: {}",
            place(reason.a),
            place(reason.b),
            reason.score,
            reason.because.join("; ")
        );
    }
}

fn explain_entity(out: &mut String, story: &Story, entity: &Entity) {
    let _ = writeln!(
        out,
        "{}: {}",
        printable(&entity.name),
        entity.names.iter().map(|n| printable(n)).collect::<Vec<_>>().join(" = ")
    );
    if let Some(location) = &entity.location {
        explain_location(out, story, &entity.names, location);
    }
    for merge in &entity.merges {
        let words = |m: parallax_model::MentionRef| {
            story
                .accounts
                .get(m.report.0)
                .and_then(|a| a.mentions.get(m.index))
                .map_or(String::new(), |x| quoted(story, m.report, x.span, 40))
        };
        let _ = writeln!(
            out,
            "  {} {} = {} {}: {} ({:.2})",
            letter(merge.a.report.0),
            words(merge.a),
            letter(merge.b.report.0),
            words(merge.b),
            merge.rule,
            merge.score
        );
    }
}

fn explain_report(out: &mut String, story: &Story, i: usize) -> Option<()> {
    let known = story.cast.published.get(i)?;
    let date = known.date().map_or("not known".to_string(), crate::words::date);
    let _ = writeln!(
        out,
        "{} {}: published {date}{}",
        letter(i),
        printable(&story.reports[i].path),
        if known.given.is_some() { " (given)" } else { " (concluded)" }
    );
    for reason in &known.reasons {
        let _ = writeln!(out, "  {}", printable(reason));
    }
    if let Some((first, last)) = known.interval {
        let _ = writeln!(
            out,
            "  Days from {} to {} fit nearly as well",
            crate::words::date(first),
            crate::words::date(last)
        );
    }
    Some(())
}

/// What the words of a time came to, and the day they are counted from.
fn counted(story: &Story, report: ReportId, span: Span) -> Option<String> {
    let time = story.cast.times.get(report.0)?.iter().find(|time| time.span == span)?;
    let published = story.cast.published.get(report.0)?;
    let day = published.date()?;
    let known = if published.given == Some(day) { "given" } else { "concluded" };
    Some(format!(
        "{} {}, seen from the day of publication {} ({known})",
        time.kind,
        time.value,
        crate::words::date(day)
    ))
}

/// Most other places of a name that are listed.
const CANDIDATES: usize = 5;

/// Where a place lies, what else its name could mean, and what of the story speaks for it.
fn explain_location(out: &mut String, story: &Story, names: &[String], location: &Location) {
    if let Some(within) = &location.within {
        let _ = writeln!(
            out,
            "  is in no gazetteer; the words beside it put it in {} ({}, {}), at {:.2}, {:.2}",
            printable(within),
            location.precision.name(),
            location.country,
            location.lat,
            location.lon
        );
        return;
    }
    let id = location.geonames_id.map_or(String::new(), |id| format!(", GeoNames {id}"));
    let country = if location.country.is_empty() { String::new() } else { format!(", {}", location.country) };
    let _ = writeln!(
        out,
        "  lies at {:.2}, {:.2}: {} ({}{country}{id})",
        location.lat,
        location.lon,
        printable(&location.name),
        location.precision.name()
    );
    let inside = story.cast.entities.iter().filter(|entity| {
        let there = entity.location.as_ref().is_some_and(|other| other.country == location.country);
        let itself = entity.location.as_ref() == Some(location);
        !location.country.is_empty() && !itself && (there || entity.country.as_deref() == Some(&location.country))
    });
    let inside: Vec<String> = inside.map(|entity| printable(&entity.name)).take(CANDIDATES).collect();
    if !inside.is_empty() {
        let _ = writeln!(out, "  of the same country in this story: {}", inside.join(", "));
    }
    let gazetteer = &Lexicon::bundled().places;
    let same = |place: &Place| (place.lat - location.lat).abs() < 1e-6 && (place.lon - location.lon).abs() < 1e-6;
    let mut others: Vec<Place> = names.iter().flat_map(|name| gazetteer.named(name)).filter(|p| !same(p)).collect();
    others.sort_by_key(|place| std::cmp::Reverse(place.population));
    others.dedup_by_key(|place| place.id);
    for other in others.iter().take(CANDIDATES) {
        let division =
            gazetteer.division(other.country, other.admin1).map_or(String::new(), |d| format!("{}, ", d.name()));
        let _ = writeln!(
            out,
            "  not {} ({}, {division}{}; {} inhabitants)",
            printable(&other.name()),
            other.precision.name(),
            other.country,
            other.population
        );
    }
    if others.len() > CANDIDATES {
        let _ = writeln!(out, "  nor {} smaller places of that name", others.len() - CANDIDATES);
    }
}

fn show_event(story: &Story, i: usize) -> String {
    let event = &story.events[i];
    let (mark, words) = events::sign(events::state(story, i));
    let mut out =
        format!("{}  {mark} {words}  {}\n{}\n", event.id, events::heading(story, event), printable(&event.label));
    let names = |ids: &[EntityId]| ids.iter().map(|&e| name(story, e)).collect::<Vec<_>>().join("; ");
    for (field, value) in [("who", names(&event.actors)), ("to whom", names(&event.recipients))] {
        if !value.is_empty() {
            let _ = writeln!(out, "  {field:<9} {value}");
        }
    }
    for finding in events::findings(story, i, &Selection::default()) {
        let values: Vec<String> = finding.values.iter().map(|v| events::value(story, v, 80)).collect();
        let _ = writeln!(
            out,
            "  {:<9} {}   {} {}",
            finding.attribute,
            values.join("   "),
            events::field_sign(finding),
            if finding.state == parallax_model::State::Contradicted {
                events::fit(finding.compatible)
            } else {
                events::sign(finding.state).1
            }
        );
    }
    for &at in &event.statements {
        if let Some((statement, sentence)) = statement(story, at) {
            let _ = writeln!(
                out,
                "  {} ({}) {}\n      in {}",
                letter(at.report.0),
                statement.status.name(),
                quoted(story, at.report, statement.clause, 200),
                quoted(story, at.report, sentence, 1000)
            );
        }
    }
    for relation in &story.relations {
        let other = |at: parallax_model::EventId| {
            story.events.get(at.0).map_or(String::new(), |e| format!("{} {}", e.id, printable(&e.label)))
        };
        let line = match (relation.from.0 == i, relation.to.0 == i) {
            (true, _) => format!("{} → {}", relation.kind.name(), other(relation.to)),
            (_, true) => format!("{} ← {}", relation.kind.name(), other(relation.from)),
            _ => continue,
        };
        let _ = writeln!(
            out,
            "  {line}: {} {}",
            letter(relation.evidence.report().0),
            events::cited(story, &relation.evidence, 80)
        );
    }
    out
}

fn show_report(story: &Story, i: usize) -> String {
    let report = &story.reports[i];
    let own = |e: &&Event| e.statements.iter().any(|s| s.report == report.id);
    let mut out = format!("{} {}\n", letter(report.id.0), printable(&report.path));
    for event in story.events.iter().filter(own) {
        let _ = writeln!(out, "  {}  {}: {}", event.id, events::heading(story, event), printable(&event.label));
    }
    out
}

fn show_entity(story: &Story, i: usize) -> String {
    let entity = &story.cast.entities[i];
    let country = entity.country.as_deref().map_or(String::new(), |c| format!(" · {c}"));
    let sectors: Vec<&str> = entity.sectors.iter().map(|s| s.0.as_str()).collect();
    let mut out =
        format!("n{}  {} · {}{country} {}\n", i + 1, printable(&entity.name), entity.kind.name(), sectors.join(" "));
    for event in &story.events {
        let roles = [("did", &event.actors), ("had done to it", &event.recipients)];
        for (role, _) in roles.iter().filter(|(_, ids)| ids.contains(&EntityId(i))) {
            let _ =
                writeln!(out, "  {role}: {}  {}: {}", event.id, events::heading(story, event), printable(&event.label));
        }
    }
    for at in &entity.mentions {
        if let Some(mention) = story.accounts.get(at.report.0).and_then(|a| a.mentions.get(at.index)) {
            let _ = writeln!(out, "  {} {}", letter(at.report.0), quoted(story, at.report, mention.span, 120));
        }
    }
    out
}

/// `n3` → 2, `r1` → 0.
fn index(id: &str, kind: char) -> Option<usize> {
    id.strip_prefix(kind)?.parse::<usize>().ok()?.checked_sub(1)
}

fn name(story: &Story, entity: EntityId) -> String {
    story.cast.entities.get(entity.0).map_or(String::new(), |e| printable(&e.name))
}

fn place(at: StatementRef) -> String {
    format!("{}{}", letter(at.report.0), at.index + 1)
}

fn quoted(story: &Story, report: ReportId, span: Span, most: usize) -> String {
    quote(span.of(story.reports.get(report.0).map_or("", |r| r.text.as_str())), most)
}

/// A statement and the span of its sentence.
fn statement(story: &Story, at: StatementRef) -> Option<(&Statement, Span)> {
    let statement = story.accounts.get(at.report.0)?.statements.get(at.index)?;
    let sentence = story
        .documents
        .get(at.report.0)
        .and_then(|d| d.sentences.get(statement.sentence))
        .map_or(statement.clause, |s| s.span);
    Some((statement, sentence))
}
