//! Weighs the accounts of each event field by field: corroborated, told by one, told differently.
//!
//! Events and accounts in, findings out. One file of `fields` per kind says what each report gives for a field and how two
//! values stand to each other; `settle` makes a finding of it. Corroboration counts origins, not reports (`origins`).
#![warn(missing_docs)]

mod anchor;
mod changed;
mod fields;
mod origins;
mod settle;
mod told;
mod words;

pub use origins::{copies, origins};

use fields::{attribution, cause, date, duration, manner, means, naming, number, place, role, status, time};
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Cast, Compatibility, Document, Event, EventId, Finding, Relation, Report, State, Status,
};
use std::collections::BTreeSet;
use told::{Telling, Told, World};

/// What the comparison found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Compared {
    /// Field by field, the weightiest first.
    pub findings: Vec<Finding>,
    /// `[event]` → its state over all fields.
    pub states: Vec<State>,
}

/// Compares the accounts of each event, field by field.
///
/// `relations` are those between `events`; `origins` is what [`origins`] gives.
#[allow(clippy::too_many_arguments, reason = "the stage reads all that the earlier stages made")]
pub fn findings(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    cast: &Cast,
    events: &[Event],
    relations: &[Relation],
    origins: &[usize],
    lexicon: &Lexicon,
) -> Compared {
    let world = World { reports, documents, accounts, cast, events, relations, origins, lexicon };
    let mut compared = Compared::default();
    for (e, event) in events.iter().enumerate() {
        let tellings: Vec<Telling> = event
            .statements
            .iter()
            .filter_map(|&at| world.telling(at))
            .enumerate()
            .map(|(order, t)| Telling { order, ..t })
            .collect();
        let told = Told { world, id: EventId(e), tellings: &tellings };
        let found = of_event(told);
        compared.states.push(state(told, &found));
        compared.findings.extend(found);
    }
    compared.findings.sort_by(|a, b| b.weight.total_cmp(&a.weight).then((a.event, a.kind).cmp(&(b.event, b.kind))));
    for (i, finding) in compared.findings.iter_mut().enumerate() {
        finding.id = format!("d{}", i + 1);
    }
    compared
}

fn of_event(told: Told) -> Vec<Finding> {
    let mut found = number::findings(told);
    found.extend(date::finding(told));
    found.extend(time::finding(told));
    found.extend(duration::finding(told));
    found.extend(place::finding(told));
    found.extend(role::actor(told));
    found.extend(role::recipient(told));
    found.extend(manner::finding(told));
    found.extend(means::findings(told));
    found.extend(cause::finding(told));
    found.extend(naming::findings(told));
    found.extend(status::finding(told));
    found.extend(attribution::finding(told));
    found
}

/// The event over all its fields: contradicted when a field is told in ways that cannot both hold, unclear when no
/// report asserts it, else by how many origins tell it.
fn state(told: Told, findings: &[Finding]) -> State {
    let grave = |f: &Finding| f.state == State::Contradicted && f.compatible == Compatibility::No;
    if findings.iter().any(grave) {
        return State::Contradicted;
    }
    if told.tellings.iter().all(|t| matches!(t.statement.status, Status::Planned | Status::Possible | Status::Denied)) {
        return State::Unclear;
    }
    let origins: BTreeSet<usize> = told.tellings.iter().map(|t| told.world.origin(t.report)).collect();
    if origins.len() > 1 { State::Corroborated } else { State::Single }
}
