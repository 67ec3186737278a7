//! How long it lasted: "for eight years" beside "for years".

use crate::settle::{Stand, settle};
use crate::told::{Field, Told};
use crate::words;
use parallax_model::{Compatibility, FieldKind, Finding};

/// The finding on how long an event lasted.
pub(crate) fn finding(told: Told) -> Option<Finding> {
    let mut heard = Vec::new();
    for telling in told.tellings {
        let times = told.world.cast.times.get(telling.report).into_iter().flatten();
        for time in times.filter(|t| t.kind == "DURATION" && t.sentence == telling.statement.sentence) {
            let lasting =
                |m: &parallax_model::Modifier| words::is("lasting", &m.preposition) && m.span.contains(time.span);
            let Some(length) = days(&time.value) else { continue };
            if telling.statement.modifiers.iter().any(lasting) {
                heard.extend(told.heard_words(telling, length, time.span));
            }
        }
    }
    settle(told, Field { kind: FieldKind::Time, attribute: "time".to_string(), heard }, stand)
}

/// Least and greatest number of days of a TIMEX3 duration: `P8Y`, `PT30M`; `PXY`, some years, is two or more.
fn days(value: &str) -> Option<(f64, f64)> {
    let rest = value.strip_prefix('P')?;
    let (clock, rest) = rest.strip_prefix('T').map_or((false, rest), |rest| (true, rest));
    let unit = rest.chars().next_back()?;
    let one = match (clock, unit) {
        (true, 'S') => 1.0 / 86_400.0,
        (true, 'M') => 1.0 / 1440.0,
        (true, 'H') => 1.0 / 24.0,
        (false, 'D') => 1.0,
        (false, 'W') => 7.0,
        (false, 'M') => 30.4,
        (false, 'Y') => 365.25,
        _ => return None,
    };
    match rest.trim_end_matches(unit) {
        "X" => Some((2.0 * one, f64::INFINITY)),
        number => number.parse::<f64>().ok().map(|n| (n * one, n * one)),
    }
}

fn stand(a: &(f64, f64), b: &(f64, f64)) -> Stand {
    if a == b {
        return Stand::Same;
    }
    let (shorter, longer) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    match longer.0 - shorter.1 {
        gap if gap <= 0.0 => Stand::Differs(Compatibility::Vaguer, 0.1),
        // "Two months" and "nine weeks" are one length told in two units.
        gap if gap <= 0.25 * longer.0 => Stand::Differs(Compatibility::Rounding, 0.2),
        gap => Stand::Differs(Compatibility::No, (gap / longer.0) as f32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_years_hold_eight() {
        let at = |value| days(value).unwrap_or_default();
        assert_eq!(stand(&at("PXY"), &at("P8Y")), Stand::Differs(Compatibility::Vaguer, 0.1));
        assert_eq!(stand(&at("P2M"), &at("P9W")), Stand::Differs(Compatibility::Rounding, 0.2));
        assert!(matches!(stand(&at("PT3H"), &at("P2D")), Stand::Differs(Compatibility::No, _)));
        assert!(matches!(stand(&at("PT3H"), &at("PT3H")), Stand::Same));
        assert!(days("2025-07").is_none() && days("P").is_none());
    }
}
