//! The day: as the clauses themselves give it.

use crate::settle::{Stand, settle};
use crate::told::{Field, Told};
use crate::words;
use parallax_model::{Compatibility, FieldKind, Finding, When};

/// The day as one statement gives it.
struct Day {
    when: When,
    /// Given by the clause itself, not by the one above it.
    own: bool,
    /// Given as a distance in round units.
    rough: bool,
}

/// The finding on the day of an event.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let heard = told
        .tellings
        .iter()
        .filter_map(|telling| {
            let dated = told.world.cast.when.get(telling.report)?.get(telling.index)?.as_ref()?;
            // A day taken from the surroundings is a guess of ours: no ground for a difference between reports.
            let span =
                dated.evidence.filter(|_| matches!(dated.how, "clause" | "governor" | "setting" | "correction"))?;
            let told_words = told.world.words(telling.report, span).to_lowercase();
            let rough = told_words.split_whitespace().any(|w| words::is("rough", w));
            told.heard(
                telling,
                Day { when: dated.when, own: !matches!(dated.how, "governor" | "setting"), rough },
                text(&dated.when),
                span,
            )
        })
        .collect();
    settle(told, Field { kind: FieldKind::Date, attribute: "date".to_string(), heard }, stand)
}

fn text(when: &When) -> String {
    if when.start == when.end { when.start.to_string() } else { format!("{}/{}", when.start, when.end) }
}

fn stand(x: &Day, y: &Day) -> Stand {
    let (a, b) = (&x.when, &y.when);
    let days = |w: &When| w.start.until(w.end).map_or(0, |span| span.get_days());
    // "Two years ago" in January may well be a year and a half.
    let reach = |d: &Day| if d.rough { days(&d.when) } else { 0 };
    let gap = if a.end < b.start { a.end.until(b.start) } else { b.end.until(a.start) }.map_or(0, |s| s.get_days());
    if a.start == b.start && a.end == b.end {
        Stand::Same
    } else if !(x.own && y.own) && (gap > 0 || x.own == y.own) {
        // What the clause above says of its own day need not be the day of this one.
        Stand::Beside
    } else if a.start <= b.end && b.start <= a.end {
        Stand::Differs(Compatibility::Vaguer, 0.1)
    } else if gap <= reach(x).max(reach(y)) {
        Stand::Differs(Compatibility::Rounding, 0.2)
    } else if a.inferred || b.inferred {
        // Counted from a day of publication that is itself only concluded: the error may be there.
        Stand::Differs(Compatibility::Unknown, 0.4)
    } else if days(a) == 0 && days(b) == 0 {
        Stand::Differs(Compatibility::No, 0.5)
    } else {
        Stand::Differs(Compatibility::No, 0.8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::Precision;

    #[test]
    fn days_counted_from_a_concluded_day_contradict_nobody() {
        let day = |day: &str, inferred: bool| {
            let (start, end) = (day.parse().unwrap(), day.parse().unwrap());
            Day { when: When { start, end, precision: Precision::Day, inferred }, own: true, rough: false }
        };
        let (third, ninth) = ("2025-06-03", "2025-06-09");
        assert!(matches!(stand(&day(third, false), &day(ninth, false)), Stand::Differs(Compatibility::No, _)));
        assert!(matches!(stand(&day(third, false), &day(ninth, true)), Stand::Differs(Compatibility::Unknown, _)));
        assert!(matches!(stand(&day(third, true), &day(third, false)), Stand::Same));
    }
}
