//! How the reports put it: one asserts what another only reports as a claim, plans, or denies.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, FieldKind, Finding, Status};

/// The finding on how an event is put.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard: Vec<Heard<Status>> = Vec::new();
    // A noun ("the alleged attack") borrows its status from its surroundings too often to be held against another report.
    for telling in told.tellings.iter().filter(|t| !t.statement.nominal) {
        // A report that asserts it once asserts it, however it words it elsewhere.
        let firmest = told.tellings.iter().filter(|t| t.report == telling.report).map(|t| t.statement.status).min();
        if Some(telling.statement.status) == firmest {
            heard.extend(told.heard(
                telling,
                telling.statement.status,
                telling.statement.status.name(),
                telling.statement.clause,
            ));
        }
    }
    settle(told, Field { kind: FieldKind::Status, attribute: "status".to_string(), heard }, stand)
}

fn stand(a: &Status, b: &Status) -> Stand {
    use Status::*;
    match (a.min(b), a.max(b)) {
        (x, y) if x == y => Stand::Same,
        (Asserted | Alleged, Denied) => Stand::Differs(Compatibility::No, 1.0),
        (Asserted, Alleged) => Stand::Differs(Compatibility::Vaguer, 0.5),
        // Planned, in quotation marks, or only possible: another day, or another way to hold it at arm's length. What has
        // not happened may be planned all the same.
        _ => Stand::Beside,
    }
}
