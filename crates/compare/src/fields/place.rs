//! The place: as the clauses themselves give it.

use crate::settle::{Stand, settle};
use crate::told::{Field, Told};
use parallax_model::{Compatibility, EntityId, FieldKind, Finding, Location, PlacePrecision};

/// The finding on the place of an event.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let world = told.world;
    let heard = told
        .tellings
        .iter()
        .filter_map(|telling| {
            let placed = world
                .cast
                .place
                .get(telling.report)?
                .get(telling.index)?
                .as_ref()
                .filter(|p| matches!(p.how, "clause" | "correction"))?;
            let mention = world
                .accounts
                .iter()
                .find(|a| a.report == placed.evidence.report)?
                .mentions
                .get(placed.evidence.index)?;
            told.heard_words(telling, placed.entity, mention.span)
        })
        .collect();
    settle(told, Field { kind: FieldKind::Place, attribute: "place".to_string(), heard }, |a, b| {
        let location = |e: &EntityId| world.entity(*e).and_then(|e| e.location.as_ref());
        if a == b { Stand::Same } else { stand(location(a), location(b)) }
    })
}

fn stand(a: Option<&Location>, b: Option<&Location>) -> Stand {
    let (Some(a), Some(b)) = (a, b) else { return Stand::Differs(Compatibility::Vaguer, 0.1) };
    if a.geonames_id.is_some() && a.geonames_id == b.geonames_id {
        return Stand::Same;
    }
    let one_country = a.country == b.country && !a.country.is_empty();
    match (one_country, a.precision == b.precision) {
        (true, false) => Stand::Differs(Compatibility::Vaguer, 0.1),
        (true, true) if matches!(a.precision, PlacePrecision::Region | PlacePrecision::Country) => Stand::Same,
        (true, true) => Stand::Differs(Compatibility::No, 0.5),
        (false, _) if a.precision == PlacePrecision::Region || b.precision == PlacePrecision::Region => {
            Stand::Differs(Compatibility::Unknown, 0.3)
        }
        (false, _) => Stand::Differs(Compatibility::No, 1.0),
    }
}
