//! What the user has decided, a line each: in the library, and as JSON Lines to be handed on.

use crate::Error;
use parallax_model::correction::Parts;
use parallax_model::{Change, Correction, Field, Target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// One line of the list of decisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Grows with time.
    pub id: i64,
    /// When, in UTC.
    pub at: String,
    /// What was done.
    pub act: Act,
    /// Why, in the user's words.
    pub note: String,
}

/// A decision, or its undoing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// A decision.
    Change(Change),
    /// The decision of that number no longer holds.
    Undo(i64),
}

/// The columns of a decision, whatever its kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Row {
    pub op: String,
    pub a: String,
    pub b: String,
    pub field: String,
    pub value: String,
}

impl Act {
    /// The decision taken apart.
    pub fn parts(&self) -> Parts {
        match self {
            Act::Undo(id) => Parts { op: "undo", value: id.to_string(), ..Parts::default() },
            Act::Change(change) => change.parts(),
        }
    }

    pub(crate) fn row(&self) -> Row {
        let Parts { op, a, b, field, value } = self.parts();
        Row { op: op.into(), a: targets(&a).to_string(), b: targets(&b).to_string(), field: field.into(), value }
    }

    /// What the columns say; `None` for what a newer Parallax may have written.
    pub(crate) fn of(row: &Row) -> Option<Act> {
        let list = |text: &str| -> Option<Vec<Target>> {
            serde_json::from_str::<Value>(text).ok()?.as_array()?.iter().map(target).collect()
        };
        let (a, b) = (list(&row.a)?, list(&row.b)?);
        let name = |list: &[Target]| list.first().map(|t| t.id.clone());
        let first = |list: Vec<Target>| list.into_iter().next();
        Some(Act::Change(match row.op.as_str() {
            "undo" => return Some(Act::Undo(row.value.parse().ok()?)),
            "same_name" => Change::SameName(name(&a)?, name(&b)?),
            "different_name" => Change::DifferentName(name(&a)?, name(&b)?),
            "rename" => Change::Rename(name(&a)?, row.value.clone()),
            "same_event" => Change::SameEvent(a, b),
            "different_event" => Change::DifferentEvent(a, b),
            "not_an_event" => Change::NotAnEvent(a),
            "set_field" => Change::Set(a, Field::named(&row.field)?, row.value.clone()),
            "set_published" => Change::SetPublished(first(a)?, row.value.parse().ok()?),
            "same_origin" => Change::SameOrigin(first(a)?, first(b)?),
            "different_origin" => Change::DifferentOrigin(first(a)?, first(b)?),
            "accept" => Change::Accept(a),
            "note" => Change::Note(a),
            _ => return None,
        }))
    }
}

fn targets(list: &[Target]) -> Value {
    list.iter().map(|t| json!({"id": t.id, "quote": t.quote})).collect()
}

fn target(value: &Value) -> Option<Target> {
    let text = |key: &str| Some(value.get(key)?.as_str()?.to_string());
    Some(Target { id: text("id")?, quote: text("quote").unwrap_or_default() })
}

impl Decision {
    /// As the stages take it; `None` for an undoing.
    pub fn correction(&self) -> Option<Correction> {
        let Act::Change(change) = &self.act else { return None };
        Some(Correction {
            id: format!("c{}", self.id),
            at: self.at.clone(),
            change: change.clone(),
            note: self.note.clone(),
        })
    }

    /// One line of JSON; keys without content are left out.
    pub fn line(&self) -> String {
        let row = self.act.row();
        let mut line = Map::new();
        line.insert("id".into(), format!("c{}", self.id).into());
        line.insert("at".into(), self.at.clone().into());
        line.insert("op".into(), row.op.into());
        for (key, list) in [("a", row.a), ("b", row.b)] {
            if list != "[]" {
                line.insert(key.into(), serde_json::from_str(&list).unwrap_or_default());
            }
        }
        let value = if let Act::Undo(id) = self.act { format!("c{id}") } else { row.value };
        for (key, text) in [("field", row.field), ("value", value), ("note", self.note.clone())] {
            if !text.is_empty() {
                line.insert(key.into(), text.into());
            }
        }
        Value::Object(line).to_string()
    }

    /// The decisions of JSON Lines, or of a whole story's JSON, ids as they stand there.
    ///
    /// # Errors
    /// Which line is wrong, and how.
    pub fn lines(text: &str) -> Result<Vec<Decision>, Error> {
        let read = |(n, line): (usize, &str)| {
            let wrong = |why: &str| Error(format!("line {}: {why}", n + 1));
            let value: Value = serde_json::from_str(line).map_err(|e| wrong(&format!("not JSON: {e}")))?;
            let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or("").to_string();
            let list = |key: &str| value.get(key).map_or("[]".to_string(), Value::to_string);
            let number = |c: &str| c.strip_prefix('c').and_then(|n| n.parse::<i64>().ok());
            let id = number(&text("id")).ok_or_else(|| wrong("it needs an \"id\" like c17"))?;
            let mut row =
                Row { op: text("op"), a: list("a"), b: list("b"), field: text("field"), value: text("value") };
            if row.op == "undo" {
                row.value = number(&row.value).ok_or_else(|| wrong("it undoes nothing"))?.to_string();
            }
            let act = Act::of(&row).ok_or_else(|| wrong("it is no decision of this Parallax"))?;
            Ok(Decision { id, at: text("at"), act, note: text("note") })
        };
        // A story's JSON carries its decisions too.
        let whole = serde_json::from_str::<Value>(text).ok();
        let inner = whole
            .as_ref()
            .and_then(|v| v.get("corrections")?.as_array())
            .map(|list| list.iter().map(|line| line.to_string() + "\n").collect::<String>());
        let text = inner.as_deref().unwrap_or(text);
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
    }
}

/// The decisions that were not undone, oldest first.
pub fn holding(all: &[Decision]) -> Vec<&Decision> {
    let undone = |d: &Decision| all.iter().any(|u| u.act == Act::Undo(d.id));
    all.iter().filter(|d| matches!(d.act, Act::Change(_)) && !undone(d)).collect()
}

/// What of `new` is not in `old` yet, with the undoings that `old` lacks pointing to the right decisions.
/// `next` gives each line added its number.
pub(crate) fn lacking(
    old: &[Decision],
    new: &[Decision],
    mut next: impl FnMut(&Decision) -> Result<i64, Error>,
) -> Result<usize, Error> {
    let mut known: BTreeMap<i64, i64> = BTreeMap::new();
    let mut added = 0;
    for line in new {
        let act = match &line.act {
            Act::Undo(id) => Act::Undo(*known.get(id).unwrap_or(&-1)),
            act => act.clone(),
        };
        // A list handed on and taken back is the same list: what is there already is not added again.
        let same = |d: &&Decision| d.at == line.at && d.act == act && d.note == line.note;
        let id = match old.iter().find(same) {
            Some(there) => there.id,
            None => {
                added += 1;
                next(&Decision { act, ..line.clone() })?
            }
        };
        known.insert(line.id, id);
    }
    Ok(added)
}
