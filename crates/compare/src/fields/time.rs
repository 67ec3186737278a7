//! The time of day.

use crate::settle::{Stand, settle};
use crate::told::{Field, Told};
use parallax_model::{Compatibility, FieldKind, Finding};

/// The finding on the time of day of an event.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard = Vec::new();
    for telling in told.tellings {
        let times = told.world.cast.times.get(telling.report).into_iter().flatten();
        for time in times.filter(|t| t.kind == "TIME" && t.sentence == telling.statement.sentence) {
            let Some(part) = part_of_day(&time.value) else { continue };
            if telling.statement.clause.contains(time.span) {
                heard.extend(told.heard_words(telling, part, time.span));
            }
        }
    }
    settle(told, Field { kind: FieldKind::Time, attribute: "time".to_string(), heard }, stand)
}

/// Minutes from midnight, first and last: a clock time is one minute, TIMEX3's parts of the day are some hours.
fn part_of_day(value: &str) -> Option<(u32, u32)> {
    let (_, time) = value.split_once('T')?;
    let hours = match time.get(..2)? {
        "MO" => (5 * 60, 12 * 60),
        "MI" => (11 * 60, 14 * 60),
        "AF" => (12 * 60, 18 * 60),
        "EV" => (17 * 60, 24 * 60),
        "NI" => (18 * 60, 30 * 60),
        "DT" => (6 * 60, 18 * 60),
        digits => {
            let hour: u32 = digits.parse().ok()?;
            let minute = time.get(3..5).and_then(|m| m.parse().ok()).unwrap_or(0);
            (hour * 60 + minute, hour * 60 + minute)
        }
    };
    Some(hours)
}

fn stand(a: &(u32, u32), b: &(u32, u32)) -> Stand {
    let meets = |x: &(u32, u32), y: &(u32, u32)| x.0 <= y.1 && y.0 <= x.1;
    // The small hours belong to the night before as well.
    let later = |x: &(u32, u32)| (x.0 + 24 * 60, x.1 + 24 * 60);
    if a == b {
        Stand::Same
    } else if meets(a, b) || meets(&later(a), b) || meets(a, &later(b)) {
        Stand::Differs(Compatibility::Vaguer, 0.1)
    } else if a.0.abs_diff(b.0).is_multiple_of(60) && a.0 == a.1 && b.0 == b.1 {
        // Whole hours apart: as likely two clocks as two claims.
        Stand::Differs(Compatibility::Unknown, 0.3)
    } else {
        Stand::Differs(Compatibility::No, 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_day_hold_clock_times() {
        let at = |value| part_of_day(value).unwrap_or_default();
        assert_eq!(stand(&at("2025-07-01T05:30"), &at("2025-07-01TMO")), Stand::Differs(Compatibility::Vaguer, 0.1));
        assert_eq!(stand(&at("2025-07-01T02:00"), &at("2025-06-30TNI")), Stand::Differs(Compatibility::Vaguer, 0.1));
        assert_eq!(
            stand(&at("2025-07-01T05:30"), &at("2025-07-01T08:30")),
            Stand::Differs(Compatibility::Unknown, 0.3)
        );
        assert!(part_of_day("2025-07-01").is_none());
    }
}
