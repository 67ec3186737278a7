//! Event coding of one text for event datasets: who (country, sector) did what (PLOVER, CAMEO) to whom, likeliest first.
//!
//! Story mode keeps every statement. A coded record wants the one event a sentence is about, so statements are weighed by
//! how central they stand in the sentence, and acts of words are put together with what they are about: to *promise* aid
//! is AGREE, to *threaten* a boycott THREATEN, to *demand* talks REQUEST (CAMEO 03, 13, 10; Schrodt 2012, ch. 2).

use crate::actors::{ActorCode, Coder};
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::{Cameo, Events, Frame, Pos};
use parallax_model::{Account, Code, Document, Plover, Span, Statement, Status, Tense, Upos};

/// One coded event.
#[derive(Clone, PartialEq, Debug)]
pub struct Coded {
    /// PLOVER type; `None` only for types of the user's own that have no place in PLOVER.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code, or the code that the user gave a type.
    pub cameo: Option<String>,
    /// Family of meaning ("arrest"), or the type that the user declared.
    pub sense: String,
    /// Who did it. For events of two equal sides all of them stand here and none in `targets`.
    pub sources: Vec<ActorCode>,
    /// To whom.
    pub targets: Vec<ActorCode>,
    /// The clause that tells it.
    pub span: Span,
    /// How the text puts it.
    pub status: Status,
    /// The row of the lexicon that decided.
    pub rule: String,
    /// How likely the text is about this event; comparable within one text only.
    pub weight: f32,
}

/// Codes a text's account, likeliest event first; at most one event a sentence.
pub fn coded(document: &Document, account: &Account, lexicon: &Lexicon) -> Vec<Coded> {
    let coder = Coder { document, account, lexicon };
    let mut all: Vec<Coded> = Vec::new();
    for sentence in 0..document.sentences.len() {
        let best = (0..account.statements.len())
            .filter(|&i| account.statements[i].sentence == sentence)
            .filter_map(|i| one(&coder, i))
            .max_by(|a, b| a.weight.total_cmp(&b.weight).then(b.span.start.cmp(&a.span.start)));
        all.extend(best);
    }
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.span.cmp(&b.span)));
    all
}

/// The event of one statement, put together with the acts of words around it.
fn one(coder: &Coder, index: usize) -> Option<Coded> {
    let statement = coder.account.statements.get(index)?;
    let code = statement.code.as_ref()?;
    let (plover, cameo, mode, inner) = whole(coder, statement, code);
    if plover.is_none() && !coder.lexicon.events.is_own(&code.sense) {
        return None;
    }
    let mut sources = coder.codes(&statement.actors);
    let mut recipients = statement.recipients.clone();
    recipients.retain(|r| !statement.actors.contains(r));
    let mut targets = coder.codes(&recipients);
    if let Some(inner) = inner {
        let other = &coder.account.statements[inner];
        if targets.is_empty() {
            targets = coder.codes(&other.recipients);
            targets.retain(|t| !sources.contains(t));
        }
        if targets.is_empty() {
            targets = coder.codes(&other.actors);
            targets.retain(|t| !sources.contains(t));
        }
    }
    coder.complete(statement, inner, plover, &mut sources, &mut targets);
    // Two equal sides in one subject ("A and B agreed"): both are sources. "A met B" keeps its direction.
    let equal = frame(coder.lexicon, code).is_some_and(|f| f.reciprocal)
        && (plover == code.plover || plover == Some(Plover::Agree));
    if equal && sources.len() > 1 {
        targets.retain(|t| !sources.iter().any(|s| s.country == t.country));
        if statement.recipients.iter().all(|r| statement.actors.contains(r)) {
            targets.clear();
        }
    }
    let weight = weight(coder, statement, &sources, &targets);
    Some(Coded {
        plover,
        mode,
        cameo,
        sense: code.sense.clone(),
        sources,
        targets,
        span: statement.clause,
        status: statement.status,
        rule: code.rule.clone(),
        weight,
    })
}

/// The frame a code came from.
fn frame<'l>(lexicon: &'l Lexicon, code: &Code) -> Option<&'l Frame> {
    let (pos, rest) = code.rule.split_once(':')?;
    let pos = match pos {
        "verb" => Pos::Verb,
        "noun" => Pos::Noun,
        _ => Pos::Adj,
    };
    let lemma = rest.split(['#', '@']).next()?;
    lexicon.events.frames(lemma, pos).iter().find(|f| f.id == code.rule)
}

type Whole = (Option<Plover>, Option<String>, Option<String>, Option<usize>);

/// Type, CAMEO code and mode of an act with what it is about, and the statement it is about.
fn whole(coder: &Coder, statement: &Statement, code: &Code) -> Whole {
    let events = &coder.lexicon.events;
    let inner = coder.content_of(statement);
    for &i in &inner {
        let Some(about) = coder.account.statements[i].code.as_ref() else { continue };
        if let Some(c) = put_together(events, &code.sense, about) {
            return (c.plover, Some(c.code.clone()), c.mode.clone(), Some(i));
        }
    }
    // A bare future or readiness: a deed to come is an agreement or a threat, one that will not come is a refusal.
    let outer = match () {
        () if coder.must(statement) => Some("demand"),
        () if coder.unless(statement) => Some("threaten"),
        () if statement.status == Status::Denied && statement.tense == Tense::Future => Some("refuse"),
        () if statement.status == Status::Planned && !statement.nominal && coder.is_future(statement) => Some("plan"),
        () => None,
    };
    if let Some(outer) = outer {
        if let Some(c) = put_together(events, outer, code) {
            return (c.plover, Some(c.code.clone()), c.mode.clone(), inner.first().copied());
        }
        let plover = match (outer, code.plover) {
            ("demand", Some(_)) => Some(Plover::Request),
            ("refuse", Some(p)) if !p.is_conflict() => Some(Plover::Reject),
            (_, other) => other,
        };
        return (plover, code.cameo.clone(), code.mode.clone(), inner.first().copied());
    }
    (code.plover, code.cameo.clone(), code.mode.clone(), inner.first().copied())
}

/// The code of an act of words with what it is about, by the sense of the latter, then by its code.
fn put_together<'l>(events: &'l Events, outer: &str, about: &Code) -> Option<&'l Cameo> {
    events
        .compose(outer, &about.sense)
        .or_else(|| about.cameo.as_deref().and_then(|cameo| events.compose(outer, cameo)))
}

/// How central the statement stands: main clauses and what they report first, subordinate and nominal mentions after.
fn weight(coder: &Coder, statement: &Statement, sources: &[ActorCode], targets: &[ActorCode]) -> f32 {
    let Some(sentence) = coder.document.sentences.get(statement.sentence) else { return 0.0 };
    let mut weight = statement.code.as_ref().map_or(0.0, |c| c.confidence);
    weight += if sources.iter().any(|s| !s.country.is_empty()) { 1.0 } else { 0.0 };
    weight += if targets.iter().any(|t| !t.country.is_empty()) { 0.6 } else { 0.0 };
    // A noun with its light verb ("staged a protest") stands where the verb stands.
    let verb = sentence.tokens.get(statement.head).and_then(|t| t.head).filter(|&h| {
        let first = statement.predicate.split(' ').next().unwrap_or("");
        statement.predicate.contains(' ') && sentence.tokens.get(h).is_some_and(|t| t.lemma.eq_ignore_ascii_case(first))
    });
    let light = verb.is_some();
    if statement.nominal && !light && sentence.tokens.get(statement.head).is_some_and(|t| t.upos == Upos::Noun) {
        weight -= 0.3;
    }
    let mut at = verb.unwrap_or(statement.head);
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        weight -= match token.relation() {
            "root" | "ccomp" | "parataxis" => 0.0,
            "conj" => 0.25,
            "obj" | "nsubj" => 0.4,
            "xcomp" => 0.45,
            "advcl" => 0.9,
            "acl" if token.deprel == "acl:relcl" => 1.4,
            "acl" => 1.1,
            "obl" | "nmod" => 0.7,
            "amod" | "compound" | "appos" => 1.2,
            _ => 0.3,
        };
        match token.head.filter(|&h| h < sentence.tokens.len() && h != at) {
            Some(head) => at = head,
            None => break,
        }
    }
    weight
}
