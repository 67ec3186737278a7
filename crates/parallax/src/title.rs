//! What a story is called: the two who act most in it, and its days.

use parallax_model::{Account, Cast, Entity, EntityKind, Event, MentionForm, MentionRef, PlacePrecision, ReportId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A country counts as half as much again: countries are what analysts file a story under.
const COUNTRY: usize = 3;
const OTHER: usize = 2;
/// The last tier of who may give the story its name: who has none.
const DESCRIBED: usize = 2;

/// "Harbour Authority – Dockers' Union", from who acts and is acted on in the events that most accounts tell; whoever only a
/// minority of the reports has acting stands back.
pub(crate) fn of(accounts: &[Account], cast: &Cast, events: &[Event]) -> String {
    let mut weight = vec![0usize; cast.entities.len()];
    for event in events {
        for id in event.actors.iter().chain(&event.recipients) {
            if let Some(w) = weight.get_mut(id.0) {
                *w += event.statements.len();
            }
        }
    }
    let country = |e: &Entity| e.location.as_ref().is_some_and(|l| l.precision == PlacePrecision::Country);
    let form = |m: &MentionRef| Some(accounts.iter().find(|a| a.report == m.report)?.mentions.get(m.index)?.form);
    // Who acts before where it was, and names before descriptions.
    let tier = |e: &Entity| match e.kind {
        _ if !e.mentions.iter().any(|m| form(m) == Some(MentionForm::Name)) => DESCRIBED,
        EntityKind::Organisation | EntityKind::Person => 0,
        _ => usize::from(!country(e)),
    };
    let common = |e: &Entity| {
        let told_by: BTreeSet<ReportId> = e.mentions.iter().map(|m| m.report).collect();
        told_by.len() * 2 >= accounts.len()
    };
    let key = |i: usize| {
        let entity = &cast.entities[i];
        let rank = weight[i] * if country(entity) { COUNTRY } else { OTHER };
        (tier(entity), Reverse(common(entity)), Reverse(rank), i)
    };
    let mut best: Vec<_> = (0..weight.len()).filter(|&i| weight[i] > 0).map(key).collect();
    best.sort_unstable();
    let first = best.first().map(|b| b.0);
    let best = best.iter().filter(|b| Some(b.0) == first).take(2);
    let names: Vec<&str> = best.map(|b| cast.entities[b.3].name.as_str()).collect();
    match names.join(" – ") {
        title if title.is_empty() => "Story".to_string(),
        // A description begins small ("the market"), a name may mean to ("eBay").
        title if first == Some(DESCRIBED) => {
            let mut letters = title.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
        title => title,
    }
}
