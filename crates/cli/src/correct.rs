//! `parallax correct`: the user's decisions about a story kept.

use crate::args::{Correct, DecisionName};
use crate::{End, open, output};
use anyhow::{anyhow, bail};
use parallax_store::{Library, Op};
use std::fmt::Write;

pub(crate) fn run(options: &Correct) -> anyhow::Result<End> {
    let mut library = Library::open(&open::place(&options.place)?)?;
    let story = library.find(&options.story)?.ok_or_else(|| {
        anyhow!("there is no story called {}; `parallax open INPUT… --keep NAME` keeps one", options.story)
    })?;
    let op = match options.decision {
        None => None,
        Some(DecisionName::Undo) if library.undo(story)? => None,
        Some(DecisionName::Undo) => bail!("there is no decision to undo"),
        Some(DecisionName::SameEvent) => Some(Op::SameEvent),
        Some(DecisionName::DifferentEvent) => Some(Op::DifferentEvent),
        Some(DecisionName::SameName) => Some(Op::SameName),
        Some(DecisionName::DifferentName) => Some(Op::DifferentName),
    };
    match (op, options.of.as_slice()) {
        (Some(op), [a, b]) => library.decide(story, op, a, b)?,
        (Some(_), _) => bail!("say which two: parallax correct {} DECISION A B", options.story),
        (None, _) => {}
    }
    let mut out = String::new();
    for d in library.decisions(story)? {
        let _ = writeln!(
            out,
            "{:>4}  {}  {:<15} {}  {}",
            d.id,
            d.at,
            d.op.name(),
            parallax::tell::printable(&d.a),
            parallax::tell::printable(&d.b)
        );
    }
    output::write(None, out.as_bytes())?;
    Ok(End::Done)
}
