//! How the reports put it: one asserts what another only reports as a claim, plans, or denies.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Telling, Told};
use parallax_model::{Compatibility, FieldKind, Finding, Status, Upos};

/// How one statement puts it.
struct Put {
    status: Status,
    /// Lemma of the noun that is the verb's object: not to release a *name* does not deny the release of *pictures*.
    object: Option<String>,
}

/// The finding on how an event is put.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard: Vec<Heard<Put>> = Vec::new();
    // A noun ("the alleged attack") borrows its status from its surroundings too often to be held against another report.
    for telling in told.tellings.iter().filter(|t| !t.statement.nominal) {
        // A report that asserts it once asserts it, however it words it elsewhere.
        let firmest = told.tellings.iter().filter(|t| t.report == telling.report).map(|t| t.statement.status).min();
        let status = telling.statement.status;
        if Some(status) == firmest && !(status == Status::Denied && under_modal(told, telling)) {
            let put = Put { status, object: object(told, telling) };
            heard.extend(told.heard(telling, put, status.name(), telling.statement.clause));
        }
    }
    settle(told, Field { kind: FieldKind::Status, attribute: "status".to_string(), heard }, stand)
}

/// "They cannot win", "it would never return": what is denied is that it can or will be, not that it was.
fn under_modal(told: Told, telling: &Telling) -> bool {
    let Some(sentence) = told.world.sentence(telling.report, telling.statement.sentence) else { return false };
    sentence.children(telling.statement.head).any(|c| {
        let token = &sentence.tokens[c];
        token.relation() == "aux" && told.world.lexicon.cues.modal(&token.lemma.to_lowercase()).is_some()
    })
}

fn object(told: Told, telling: &Telling) -> Option<String> {
    let sentence = told.world.sentence(telling.report, telling.statement.sentence)?;
    let object = sentence.children(telling.statement.head).map(|c| &sentence.tokens[c]).find(|token| {
        matches!(token.deprel.as_str(), "obj" | "nsubj:pass") && matches!(token.upos, Upos::Noun | Upos::Propn)
    })?;
    Some(object.lemma.to_lowercase())
}

fn stand(a: &Put, b: &Put) -> Stand {
    use Status::*;
    let one_object = a.object.is_none() || b.object.is_none() || a.object == b.object;
    match (a.status.min(b.status), a.status.max(b.status)) {
        (x, y) if x == y => Stand::Same,
        (Asserted | Alleged, Denied) if one_object => Stand::Differs(Compatibility::No, 1.0),
        (Asserted, Alleged) => Stand::Differs(Compatibility::Vaguer, 0.5),
        // Planned, in quotation marks, or only possible: another day, or another way to hold it at arm's length. What has
        // not happened may be planned all the same.
        _ => Stand::Beside,
    }
}
