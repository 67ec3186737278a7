//! From what a user writes to a decision: ids become statements with their words, values are checked.

use super::{Read, set};
use parallax_link::{report_id, statement_id};
use parallax_model::{Change, Field, Story, Target};
use parallax_tell::letter;

/// How each kind of decision is asked for: its name, and what it needs.
pub const FORMS: [(&str, &str); 12] = [
    ("same_name", "two names"),
    ("different_name", "two names"),
    ("rename", "a name, and the name to be used"),
    ("same_event", "two events or more"),
    ("different_event", "two events or statements"),
    ("not_an_event", "an event or a statement"),
    ("set_field", "an event or a statement, a field, a value"),
    ("set_published", "a report and a day"),
    ("same_origin", "two reports"),
    ("different_origin", "two reports"),
    ("accept", "an event or a statement"),
    ("note", "an event, a statement, a report or a name, and a note"),
];

/// The decision of kind `op` about `a` (and `b`) in `story`; `field` and `value` where the kind needs them.
///
/// Events are named by their ids, statements by their whole ids, reports by letter (`A`), number (`r1`), file or id.
///
/// # Errors
/// What is missing or wrong, in a sentence.
pub fn change(story: &Story, op: &str, a: &[String], b: &[String], field: &str, value: &str) -> Result<Change, String> {
    let needs = FORMS.iter().find(|(name, _)| *name == op).map(|(_, needs)| *needs);
    let needs = needs.ok_or_else(|| format!("there is no decision called {op}"))?;
    let first = |list: &[String]| {
        list.first().cloned().filter(|x| !x.trim().is_empty()).ok_or_else(|| format!("{op} needs {needs}"))
    };
    let name = |list: &[String]| -> Result<String, String> {
        let name = first(list)?;
        let known = story.cast.entities.iter().any(|e| super::is_called(e, &name));
        if known { Ok(name) } else { Err(format!("the reports name nobody and nothing “{name}”")) }
    };
    let statements = |list: &[String]| -> Result<Vec<Target>, String> {
        first(list)?;
        let mut all = Vec::new();
        for id in list.iter().filter(|id| !id.is_empty()) {
            all.extend(targets(story, id)?);
        }
        Ok(all)
    };
    let report = |list: &[String]| report_of(story, &first(list)?);
    Ok(match op {
        "same_name" => Change::SameName(name(a)?, name(b)?),
        "different_name" => Change::DifferentName(name(a)?, name(b)?),
        "rename" => match value.trim() {
            "" => return Err("say what it is to be called".to_string()),
            new if new.chars().count() > 200 => return Err("a name has at most 200 letters".to_string()),
            new => Change::Rename(name(a)?, parallax_tell::printable(new)),
        },
        "same_event" if b.is_empty() && a.len() > 1 => Change::SameEvent(statements(a)?, Vec::new()),
        "same_event" => Change::SameEvent(statements(a)?, statements(b)?),
        // "Not this event": some of its own statements against the others.
        "different_event" => {
            let own = statements(a)?;
            let others: Vec<Target> = statements(b)?.into_iter().filter(|t| !own.contains(t)).collect();
            if others.is_empty() {
                return Err("these are all its statements: nothing is left to tell them apart from".to_string());
            }
            Change::DifferentEvent(own, others)
        }
        "not_an_event" => Change::NotAnEvent(statements(a)?),
        "set_field" => {
            let field = Field::named(field).ok_or_else(|| {
                format!("there is no field “{field}”; fields are {}", Field::ALL.map(Field::name).join(", "))
            })?;
            let targets = statements(a)?;
            check(story, &targets, field, value)?;
            Change::Set(targets, field, value.trim().to_string())
        }
        "set_published" => {
            let day = value.trim().parse().map_err(|_| format!("{value} is no day; write 2025-03-04"))?;
            Change::SetPublished(report(a)?, day)
        }
        "same_origin" => Change::SameOrigin(report(a)?, report(b)?),
        "different_origin" => Change::DifferentOrigin(report(a)?, report(b)?),
        "accept" => Change::Accept(statements(a)?),
        _ => Change::Note(vec![anything(story, &first(a)?)?]),
    })
}

/// All statements of an event, or the one statement, of that id.
fn targets(story: &Story, id: &str) -> Result<Vec<Target>, String> {
    let target = |r: usize, i: usize| -> Option<Target> {
        let (report, statement) = (story.reports.get(r)?, story.accounts.get(r)?.statements.get(i)?);
        let quote = statement.clause.of(&report.text).to_string();
        Some(Target { id: statement_id(report, story.documents.get(r), statement), quote })
    };
    if let Some(event) = story.events.iter().find(|e| e.id == id) {
        return Ok(event.statements.iter().filter_map(|s| target(s.report.0, s.index)).collect());
    }
    let read = Read { reports: &story.reports, documents: &story.documents };
    let found = read.find(&story.accounts, &id.into());
    match found.first() {
        Some(&(r, i)) => Ok(target(r, i).into_iter().collect()),
        None => Err(format!("there is no event and no statement {id} in this story")),
    }
}

/// The report of that letter, number, file name or id.
///
/// # Errors
/// When the story has no such report.
pub fn report_of(story: &Story, name: &str) -> Result<Target, String> {
    let number = name.strip_prefix('r').and_then(|n| n.parse::<usize>().ok());
    let found = story.reports.iter().enumerate().find(|(i, r)| {
        letter(*i) == name
            || number == Some(i + 1)
            || report_id(r) == name
            || r.path == name
            || r.path.rsplit(['/', '\\']).next() == Some(name)
    });
    let (i, report) = found.ok_or_else(|| format!("there is no report {name} in this story"))?;
    let quote = report.outlet.clone().or_else(|| report.title.clone()).unwrap_or_else(|| letter(i));
    Ok(Target { id: report_id(report), quote })
}

/// An event, a statement, a report or a name.
fn anything(story: &Story, id: &str) -> Result<Target, String> {
    if let Some(target) = targets(story, id).ok().and_then(|t| t.into_iter().next()) {
        return Ok(target);
    }
    if let Ok(report) = report_of(story, id) {
        return Ok(report);
    }
    let named = story.cast.entities.iter().any(|e| super::is_called(e, id));
    if named { Ok(id.into()) } else { Err(format!("there is no event, report or name {id} in this story")) }
}

/// Whether the value can stand in that field of these statements.
fn check(story: &Story, targets: &[Target], field: Field, value: &str) -> Result<(), String> {
    let read = Read { reports: &story.reports, documents: &story.documents };
    let mut accounts = story.accounts.clone();
    for (r, i) in targets.iter().flat_map(|t| read.find(&story.accounts, t)) {
        match field {
            Field::Place if value.trim().is_empty() => {}
            Field::Place => drop(set::named_place(&story.cast, r, value.trim())?),
            _ => {
                let (report, document) = (&story.reports[r], story.documents.get(r));
                set::field(&report.text, document, &mut accounts[r], i, field, value)?;
            }
        }
    }
    Ok(())
}
