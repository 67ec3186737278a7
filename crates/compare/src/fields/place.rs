//! The place: as the clauses themselves give it.

use crate::settle::{Stand, settle};
use crate::told::{Field, Telling, Told};
use crate::words;
use parallax_model::{
    Compatibility, EntityId, FieldKind, Finding, Location, Mention, Modifier, PlacePrecision, Span, Token, Upos,
};

/// The place as one statement gives it.
struct Site {
    entity: EntityId,
    /// Beside the place or at its edge.
    beside: bool,
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
            let mention = world
                .accounts
                .iter()
                .find(|a| a.report == placed.evidence.report)?
                .mentions
                .get(placed.evidence.index)?;
            let (beside, span) = site(told, telling, mention);
            told.heard_words(telling, Site { entity: placed.entity, beside }, span)
        })
        .collect();
    settle(told, Field { kind: FieldKind::Place, attribute: "place".to_string(), heard }, |a, b| {
        let location = |e: &EntityId| world.entity(*e)?.location.as_ref().filter(|location| location.is_known());
        let stood = if a.entity == b.entity { Stand::Same } else { stand(location(&a.entity), location(&b.entity)) };
        match stood {
            Stand::Same if a.beside != b.beside => Stand::Differs(Compatibility::Vaguer, 0.1),
            // A spot may be near two towns.
            Stand::Differs(Compatibility::No, _) if a.beside && b.beside => Stand::Differs(Compatibility::Vaguer, 0.2),
            other => other,
        }
    })
}

/// Whether the statement puts itself beside the place, and the words that say so.
fn site(told: Told, telling: &Telling, mention: &Mention) -> (bool, Span) {
    let inside = |m: &&Modifier| m.span.contains(mention.span);
    let Some(modifier) = telling.statement.modifiers.iter().filter(inside).min_by_key(|m| m.span.len()) else {
        return (false, mention.span);
    };
    let before = Span::new(modifier.span.start, mention.span.start);
    let tokens: Vec<&Token> = told.world.tokens(telling.report, telling.statement.sentence, before).collect();
    // "near X", "on the outskirts of X", but not "with around thirty youths in X".
    let joins = |t: &&&Token| match t.upos {
        Upos::Adp => matches!(t.lemma.to_lowercase().as_str(), "of" | "to" | "from" | "the"),
        Upos::Verb | Upos::Num => false,
        _ => true,
    };
    let near = tokens.iter().rposition(|t| words::is("beside", &t.lemma.to_lowercase()));
    let Some(near) = near.filter(|&at| tokens[at + 1..].iter().all(|t| joins(&t))) else {
        return (false, mention.span);
    };
    let lead = tokens[..near].iter().rev().take_while(|t| matches!(t.upos, Upos::Adp | Upos::Det)).last();
    (true, lead.unwrap_or(&tokens[near]).span.cover(mention.span))
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
