//! The day: as the clauses themselves give it.

use crate::settle::{Stand, settle};
use crate::told::{Field, Told};
use parallax_model::{Compatibility, FieldKind, Finding, When};

/// The finding on the day of an event.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let heard = told
        .tellings
        .iter()
        .filter_map(|telling| {
            let dated = told.world.cast.when.get(telling.report)?.get(telling.index)?.as_ref()?;
            // A day taken from the surroundings is a guess of ours: no ground for a difference between reports.
            let span = dated.evidence.filter(|_| matches!(dated.how, "clause" | "correction"))?;
            told.heard(telling, dated.when, text(&dated.when), span)
        })
        .collect();
    settle(told, Field { kind: FieldKind::Date, attribute: "date".to_string(), heard }, stand)
}

fn text(when: &When) -> String {
    if when.start == when.end { when.start.to_string() } else { format!("{}/{}", when.start, when.end) }
}

fn stand(a: &When, b: &When) -> Stand {
    let days = |w: &When| w.start.until(w.end).map_or(0, |span| span.get_days());
    if a.start == b.start && a.end == b.end {
        Stand::Same
    } else if a.start <= b.end && b.start <= a.end {
        Stand::Differs(Compatibility::Vaguer, 0.1)
    } else if days(a) == 0 && days(b) == 0 {
        Stand::Differs(Compatibility::No, 0.5)
    } else {
        Stand::Differs(Compatibility::No, 0.8)
    }
}
