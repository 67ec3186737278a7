//! The user's decisions that hold, so that whoever is handed the tables sees what is not the program's own.

use crate::cell::Cell;
use parallax_model::{Story, Target};

pub(super) fn rows(story: &Story) -> Vec<Vec<Cell>> {
    let ids = |list: &[Target]| list.iter().map(|t| t.id.clone()).collect::<Vec<_>>();
    let quotes = |list: &[Target]| list.iter().map(|t| t.quote.clone()).filter(|q| !q.is_empty()).collect::<Vec<_>>();
    let some = |text: &str| Some(text.to_string()).filter(|t| !t.is_empty());
    let row = |c: &parallax_model::Correction| {
        let parts = c.change.parts();
        vec![
            c.id.as_str().into(),
            c.at.as_str().into(),
            parts.op.into(),
            ids(&parts.a).into(),
            quotes(&parts.a).into(),
            ids(&parts.b).into(),
            quotes(&parts.b).into(),
            some(parts.field).into(),
            some(&parts.value).into(),
            some(&c.note).into(),
        ]
    };
    story.corrections.iter().map(row).collect()
}
