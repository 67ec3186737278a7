//! What a story is called: the two who act most in it, and its days.

use parallax_model::{Cast, EntityKind, Event};
use std::cmp::Reverse;

/// "Harbour Authority – Dockers' Union", from who acts and is acted on in the events that most accounts tell.
pub(crate) fn of(cast: &Cast, events: &[Event]) -> String {
    let mut weight = vec![0usize; cast.entities.len()];
    for event in events {
        for id in event.actors.iter().chain(&event.recipients) {
            if let Some(w) = weight.get_mut(id.0) {
                *w += event.statements.len();
            }
        }
    }
    let named = |kind| matches!(kind, EntityKind::Place | EntityKind::Organisation | EntityKind::Person);
    let capital = |name: &str| name.chars().next().is_some_and(char::is_uppercase);
    let mut best: Vec<usize> = (0..weight.len())
        .filter(|&i| weight[i] > 0 && named(cast.entities[i].kind) && capital(&cast.entities[i].name))
        .collect();
    // Countries first: they are what analysts file a story under.
    best.sort_by_key(|&i| (Reverse(usize::from(cast.entities[i].kind == EntityKind::Place)), Reverse(weight[i]), i));
    let names: Vec<&str> = best.iter().take(2).map(|&i| cast.entities[i].name.as_str()).collect();
    if names.is_empty() { "Story".to_string() } else { names.join(" – ") }
}
