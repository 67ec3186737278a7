//! How it happened: acts of different kinds told for one happening ("died", "were beaten to death"), or one kind of act in
//! different ways ("punched", "slapped").

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Telling, Told};
use parallax_lexicon::cues::Way;
use parallax_model::{Code, Compatibility, DetailKind, FieldKind, Finding, Span};
use std::collections::BTreeSet;

/// The act as one statement tells it.
struct Act<'a> {
    /// Lower-case lemma of the predicate.
    predicate: String,
    /// What kind of act it is.
    code: &'a Code,
    /// In which way, where the predicate says so.
    way: Option<&'a Way>,
}

/// The finding on how an event happened.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard: Vec<Heard<Act>> = Vec::new();
    for telling in told.tellings {
        let Some(code) = &telling.statement.code else { continue };
        let manner =
            telling.statement.details.iter().find(|d| matches!(d.kind, DetailKind::Manner | DetailKind::Instrument));
        let span =
            manner.map_or(telling.statement.trigger, |d| tight(told, telling, d.span).cover(telling.statement.trigger));
        let predicate = telling.statement.predicate.to_lowercase();
        let way = told.world.lexicon.cues.way(&predicate);
        heard.extend(told.heard_words(telling, Act { predicate, code, way }, span));
    }
    // A report that tells the way once means it wherever it only names the outcome ("beaten to death", "their deaths").
    let tells_way: BTreeSet<usize> = heard.iter().filter(|h| h.value.way.is_some()).map(|h| h.report).collect();
    heard.retain(|h| h.value.way.is_some() || !tells_way.contains(&h.report));
    settle(told, Field { kind: FieldKind::Manner, attribute: "manner".to_string(), heard }, |a, b| stand(told, a, b))
}

/// The phrase without the clauses that hang on it ("during a raid | targeting smugglers").
fn tight(told: Told, telling: &Telling, span: Span) -> Span {
    let tokens = told.world.tokens(telling.report, telling.statement.sentence, span);
    let words = tokens.take_while(|t| !matches!(t.relation(), "acl" | "advcl" | "appos" | "parataxis" | "punct"));
    words.last().map_or(span, |last| Span::new(span.start, last.span.end))
}

fn stand(told: Told, a: &Act, b: &Act) -> Stand {
    match (a.way, b.way) {
        (Some(x), Some(y)) if x == y => Stand::Same,
        (Some(x), Some(y)) if x.set == y.set => Stand::Differs(Compatibility::Unknown, 0.4),
        // Two words for one act of the ontology ("talks", "negotiations"), or one word read in two ways.
        _ if a.code.sense == b.code.sense || a.predicate == b.predicate => Stand::Same,
        _ if a.code.plover.is_some() && (a.code.plover, &a.code.mode) == (b.code.plover, &b.code.mode) => Stand::Same,
        // Which of its senses a word has is easily misread: "dismissed" may have been read as a refusal.
        (None, _) | (_, None) if may_mean(told, a, b) || may_mean(told, b, a) => Stand::Same,
        (None, None) if told.world.lexicon.events.near(&a.code.sense, &b.code.sense) => Stand::Same,
        // Outside the ontology two senses are more often two words ("found", "discovered") than two ways.
        (None, None) if a.code.plover.is_none() || b.code.plover.is_none() => Stand::Same,
        _ => Stand::Differs(Compatibility::Vaguer, 0.3),
    }
}

/// Whether the word of the one can mean what the other is read to tell.
fn may_mean(told: Told, a: &Act, b: &Act) -> bool {
    told.world.lexicon.events.senses_of(&a.predicate).any(|sense| sense == b.code.sense)
}
