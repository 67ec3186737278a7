//! The place: as the clauses themselves give it.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Telling, Told};
use crate::words;
use parallax_model::{
    Compatibility, EntityId, FieldKind, Finding, Location, Modifier, PlacePrecision, Span, Token, Upos,
};

/// Which end of a way a place is.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    From,
    To,
}

/// The place as one statement gives it.
struct Site {
    entity: EntityId,
    /// Beside the place or at its edge.
    beside: bool,
    /// Whether the way is from there, or to there: a flight from one town to another is in neither.
    way: Option<Way>,
}

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
            let way = way(told, telling, placed.evidence.span());
            let value = |beside| Site { entity: placed.entity, beside, way };
            // A user may name a place that only another report names.
            if told.world.reports.get(telling.report)?.id != placed.evidence.report() {
                let text = world.entity(placed.entity)?.name.clone();
                let (report, order) = (telling.report, telling.order);
                return Some(Heard { report, telling: order, value: value(false), text, evidence: placed.evidence });
            }
            let (beside, span) = site(told, telling, placed.evidence.span());
            told.heard_words(telling, value(beside), span)
        })
        .collect();
    settle(told, Field { kind: FieldKind::Place, attribute: "place".to_string(), heard }, |a, b| {
        let location = |e: &EntityId| world.entity(*e)?.location.as_ref().filter(|location| location.is_known());
        let stood = if a.entity == b.entity { Stand::Same } else { stand(location(&a.entity), location(&b.entity)) };
        match stood {
            Stand::Differs(Compatibility::No, _) if a.way.is_some() && b.way.is_some() && a.way != b.way => {
                Stand::Beside
            }
            Stand::Same if a.beside != b.beside => Stand::Differs(Compatibility::Vaguer, 0.1),
            // A spot may be near two towns.
            Stand::Differs(Compatibility::No, _) if a.beside && b.beside => Stand::Differs(Compatibility::Vaguer, 0.2),
            other => other,
        }
    })
}

/// The end of a way that the word before a place makes it.
fn way(told: Told, telling: &Telling, named: Span) -> Option<Way> {
    let sentence = told.world.sentence(telling.report, telling.statement.sentence)?;
    let before = sentence.tokens.iter().rfind(|t| t.span.end <= named.start && t.upos != Upos::Det)?;
    let lemma = before.lemma.to_lowercase();
    match (words::is("from", &lemma), words::is("to", &lemma)) {
        (true, _) => Some(Way::From),
        (_, true) => Some(Way::To),
        _ => None,
    }
}

/// Whether the statement puts itself beside the place, and the words that say so.
fn site(told: Told, telling: &Telling, named: Span) -> (bool, Span) {
    let inside = |m: &&Modifier| m.span.contains(named);
    let Some(modifier) = telling.statement.modifiers.iter().filter(inside).min_by_key(|m| m.span.len()) else {
        return (false, named);
    };
    let before = Span::new(modifier.span.start, named.start);
    let tokens: Vec<&Token> = told.world.tokens(telling.report, telling.statement.sentence, before).collect();
    // "near X", "on the outskirts of X", but not "with around thirty youths in X".
    let joins = |t: &&&Token| match t.upos {
        Upos::Adp => matches!(t.lemma.to_lowercase().as_str(), "of" | "to" | "from" | "the"),
        Upos::Verb | Upos::Num => false,
        _ => true,
    };
    let near = tokens.iter().rposition(|t| words::is("beside", &t.lemma.to_lowercase()));
    let Some(near) = near.filter(|&at| tokens[at + 1..].iter().all(|t| joins(&t))) else {
        return (false, named);
    };
    let lead = tokens[..near].iter().rev().take_while(|t| matches!(t.upos, Upos::Adp | Upos::Det)).last();
    (true, lead.unwrap_or(&tokens[near]).span.cover(named))
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
