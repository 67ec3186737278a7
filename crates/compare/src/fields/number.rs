//! Numbers: how many were killed, injured, arrested; how much was paid.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Telling, Told};
use crate::words;
use parallax_lexicon::cues::NumberKind;
use parallax_model::{Compatibility, FieldKind, Finding, Quantity};
use std::collections::BTreeMap;

/// A number as an interval; infinite where it is open.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Range {
    low: f64,
    high: f64,
    /// "four others", "additional": part of a larger number.
    part: bool,
    /// "dozens", "several": a word for so many or more, no number.
    vague: bool,
}

/// One finding per thing counted.
pub(crate) fn findings(told: Told) -> Vec<Finding> {
    let mut counted: BTreeMap<(String, Option<String>), Vec<Heard<Range>>> = BTreeMap::new();
    for telling in told.tellings {
        for quantity in &telling.statement.quantities {
            let of = quantity.of.to_lowercase();
            if words::is("describing", &of) {
                continue;
            }
            let least = restricts(told, telling, quantity);
            let value = Range {
                low: quantity.low.unwrap_or(f64::NEG_INFINITY),
                high: quantity.high.filter(|_| !least).unwrap_or(f64::INFINITY),
                part: is_part(told, telling.report, telling.statement.sentence, quantity),
                vague: is_vague(told, telling.report, quantity),
            };
            if let Some(heard) = told.heard(telling, value, text(quantity), quantity.span) {
                counted.entry((of, quantity.unit.clone())).or_default().push(heard);
            }
        }
    }
    // Of many, from the least to the greatest, so that a reader sees the spread; of two accounts, in their order.
    for heard in counted.values_mut().filter(|_| told.world.reports.len() > 2) {
        heard.sort_by(|a, b| a.value.low.total_cmp(&b.value.low).then(a.value.high.total_cmp(&b.value.high)));
    }
    let fields =
        counted.into_iter().map(|((of, _), heard)| Field { kind: FieldKind::Number, attribute: attribute(&of), heard });
    fields.filter_map(|field| settle(told, field, stand)).collect()
}

/// Whether the statement only tells which ones are counted ("nine students who were abducted", "three wounded men"): then there
/// were at least so many.
fn restricts(told: Told, telling: &Telling, quantity: &Quantity) -> bool {
    let Some(sentence) = told.world.sentence(telling.report, telling.statement.sentence) else { return false };
    let counted = sentence.tokens.iter().find(|t| quantity.span.overlaps(t.span)).and_then(|t| t.head);
    let verb = sentence.tokens.get(telling.statement.head);
    let comma = |noun: usize| {
        (noun + 1..telling.statement.head).any(|w| sentence.tokens.get(w).is_some_and(|t| t.lemma == ","))
    };
    verb.is_some_and(|v| v.head.is_some() && v.head == counted && matches!(v.relation(), "acl" | "amod"))
        && counted.is_some_and(|noun| !comma(noun))
}

/// The attributes of the formats; every other number is an amount.
fn attribute(of: &str) -> String {
    match of {
        "killed" | "injured" | "arrested" => of.to_string(),
        _ => "amount".to_string(),
    }
}

/// Whether the words give no number ("dozens", "several").
fn is_vague(told: Told, report: usize, quantity: &Quantity) -> bool {
    let words = told.world.words(report, quantity.span).to_lowercase();
    let vague = told.world.lexicon.cues.number_words().iter().filter(|w| w.kind == NumberKind::Vague);
    let mut vague = vague.filter_map(|w| words.strip_prefix(&w.words));
    vague.any(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Whether the counted thing is said to be a further part ("four other people"), or one of several ("one of the girls").
fn is_part(told: Told, report: usize, sentence: usize, quantity: &Quantity) -> bool {
    let Some(sentence) = told.world.sentence(report, sentence) else { return false };
    if quantity.high == Some(1.0) {
        let one = sentence.tokens.iter().position(|t| quantity.span.overlaps(t.span));
        return one.is_some_and(|one| {
            sentence.children(one).any(|c| {
                sentence.tokens[c].relation() == "nmod"
                    && sentence.children(c).any(|of| sentence.tokens[of].lemma.eq_ignore_ascii_case("of"))
            })
        });
    }
    let further = |noun: usize| {
        sentence.children(noun).any(|c| {
            let token = &sentence.tokens[c];
            let word = token.lemma.to_lowercase();
            token.relation() == "amod"
                && matches!(word.as_str(), "other" | "additional" | "further" | "more" | "another")
        })
    };
    let Some(number) = sentence.tokens.iter().position(|t| quantity.span.overlaps(t.span)) else { return false };
    // "four other people", "hundreds of other guests"
    let of = sentence.children(number).filter(|&c| sentence.tokens[c].relation() == "nmod");
    sentence.tokens[number].head.into_iter().chain(of).any(further)
}

/// The number in a comparable form: "7", "50+", "20–30", "up to 40", with its unit.
fn text(quantity: &Quantity) -> String {
    let number = match (quantity.low, quantity.high) {
        (Some(a), Some(b)) if a == b => plain(a),
        (Some(a), Some(b)) => format!("{}–{}", plain(a), plain(b)),
        (Some(a), None) => format!("at least {}", plain(a)),
        (None, Some(b)) => format!("at most {}", plain(b)),
        (None, None) => "some".to_string(),
    };
    quantity.unit.as_ref().map_or(number.clone(), |unit| format!("{number} {unit}"))
}

fn plain(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 1e15 { format!("{x:.0}") } else { format!("{x}") }
}

fn stand(a: &Range, b: &Range) -> Stand {
    if a.low == b.low && a.high == b.high {
        return Stand::Same;
    }
    let single = |r: &Range| r.low == r.high;
    if a.low <= b.high && b.low <= a.high {
        return Stand::Differs(Compatibility::Range, 0.1);
    }
    let (less, more) = if a.high < b.low { (a, b) } else { (b, a) };
    let size = if more.low > 0.0 { ((more.low - less.high) / more.low).clamp(0.0, 1.0) as f32 } else { 0.0 };
    // Who writes "dozens" of a crowd does not say that they were not hundreds.
    if less.vague && more.low <= less.high * VAGUE {
        return Stand::Differs(Compatibility::Vaguer, size);
    }
    if a.part || b.part {
        return Stand::Differs(Compatibility::PartWhole, size);
    }
    if single(a) && single(b) && rounds_to(a.low, b.low) {
        return Stand::Differs(Compatibility::Rounding, size);
    }
    Stand::Differs(Compatibility::No, size)
}

/// How many times more than a vague word's usual greatest number it may still stand for.
const VAGUE: f64 = 10.0;

/// Whether one of two numbers is the other rounded to its own leading digits (197 → 200, 1,489 → 1,500).
fn rounds_to(a: f64, b: f64) -> bool {
    let rounded = |exact: f64, round: f64| {
        let mut unit = 10.0;
        // The largest power of ten that divides the rounder number.
        while unit * 10.0 <= round && round % (unit * 10.0) == 0.0 {
            unit *= 10.0;
        }
        round >= 10.0 && round % unit == 0.0 && exact % unit != 0.0 && (exact / unit).round() * unit == round
    };
    rounded(a, b) || rounded(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: f64, high: f64) -> Range {
        Range { low, high, part: false, vague: false }
    }

    #[test]
    fn bounds_hold_what_lies_within() {
        let at_least_12 = range(12.0, f64::INFINITY);
        assert_eq!(stand(&at_least_12, &range(15.0, 15.0)), Stand::Differs(Compatibility::Range, 0.1));
        assert!(matches!(stand(&range(51.0, f64::INFINITY), &range(40.0, 40.0)), Stand::Differs(Compatibility::No, _)));
    }

    #[test]
    fn vague_words_have_no_upper_end() {
        let dozens = Range { vague: true, ..range(24.0, 99.0) };
        assert!(matches!(stand(&dozens, &range(359.0, 359.0)), Stand::Differs(Compatibility::Vaguer, _)));
        assert!(matches!(stand(&dozens, &range(12_000.0, 12_000.0)), Stand::Differs(Compatibility::No, _)));
        assert!(matches!(stand(&dozens, &range(3.0, 3.0)), Stand::Differs(Compatibility::No, _)));
    }

    #[test]
    fn rounding() {
        assert!(rounds_to(197.0, 200.0) && rounds_to(1489.0, 1500.0) && rounds_to(53.0, 50.0));
        assert!(!rounds_to(7.0, 2.0) && !rounds_to(24.0, 25.0) && !rounds_to(20.0, 30.0));
    }

    #[test]
    fn others_are_part_of_the_whole() {
        let four_others = Range { part: true, ..range(4.0, 4.0) };
        assert!(matches!(stand(&four_others, &range(7.0, 7.0)), Stand::Differs(Compatibility::PartWhole, _)));
        assert!(matches!(stand(&range(2.0, 2.0), &range(7.0, 7.0)), Stand::Differs(Compatibility::No, _)));
    }
}
