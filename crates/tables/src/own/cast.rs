//! `actors` and `places`: who and where.

use super::{View, acts, sectors};
use crate::cell::Cell;
use parallax_model::EntityId;

pub(super) fn actors(view: &View) -> Vec<Vec<Cell>> {
    let (mut did, mut had) = (counts(view, |e| &e.actors), counts(view, |e| &e.recipients));
    let mut rows = Vec::new();
    for (i, entity) in view.story.cast.entities.iter().enumerate() {
        let (did, had) = (std::mem::take(&mut did[i]), std::mem::take(&mut had[i]));
        // States act under the names of places; a place that does nothing is no actor.
        if !acts(entity.kind) && did + had == 0 {
            continue;
        }
        rows.push(vec![
            view.entity_id(EntityId(i)).into(),
            entity.name.as_str().into(),
            entity.kind.name().into(),
            entity.country.clone().into(),
            sectors(Some(entity)).into(),
            entity.names.clone().into(),
            entity.mentions.len().into(),
            did.into(),
            had.into(),
        ]);
    }
    rows
}

fn counts(view: &View, of: fn(&parallax_model::Event) -> &Vec<EntityId>) -> Vec<usize> {
    let mut counts = vec![0; view.story.cast.entities.len()];
    for entity in view.story.events.iter().flat_map(of) {
        if let Some(n) = counts.get_mut(entity.0) {
            *n += 1;
        }
    }
    counts
}

pub(super) fn places(view: &View) -> Vec<Vec<Cell>> {
    let mut events = vec![0usize; view.story.cast.entities.len()];
    for place in view.story.events.iter().filter_map(|e| e.place.as_ref()) {
        if let Some(n) = events.get_mut(place.entity.0) {
            *n += 1;
        }
    }
    let placed = view.story.cast.entities.iter().enumerate().filter_map(|(i, e)| Some((i, e, e.location.as_ref()?)));
    placed
        .map(|(i, entity, at)| {
            vec![
                view.entity_id(EntityId(i)).into(),
                entity.name.as_str().into(),
                at.within.as_ref().unwrap_or(&at.name).as_str().into(),
                at.geonames_id.into(),
                at.lat.into(),
                at.lon.into(),
                at.precision.name().into(),
                at.country.as_str().into(),
                events[i].into(),
            ]
        })
        .collect()
}
