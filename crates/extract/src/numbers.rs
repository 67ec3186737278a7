//! Numbers as words and figures tell them: "seven", "2.5 million", "more than 50", "between 20 and 30", "dozens".
//!
//! Read from the words in order, not from the tree: readers of trees attach number words in many ways, but their order is
//! fixed. Ordinals, years and days of a month are not numbers of anything.

use crate::phrase::core;
use crate::tables::{NumberKind, NumberWord, Tables};
use crate::tree::Tree;
use parallax_lexicon::times;
use parallax_model::{Quantity, Upos};

/// A number read at some words of a sentence.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Figure {
    /// First word, bounds such as "at least" included, and one past the last.
    pub words: (usize, usize),
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// "a third of": a part, not a count.
    pub part: bool,
}

/// All numbers of a sentence, left to right, not overlapping.
pub(crate) fn figures(tree: &Tree) -> Vec<Figure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tree.len() {
        if let Some(end) = score(tree, at) {
            at = end;
            continue;
        }
        match figure_at(tree, at) {
            Some(figure) => {
                at = figure.words.1.max(at + 1);
                found.push(figure);
            }
            None => at += 1,
        }
    }
    found
}

/// Past the end of two numbers of which the second is no more than the first, as in "won 3-2", "a 6-3 vote": a score counts
/// nothing. From the less to the more is a range: "20-30 people".
fn score(tree: &Tree, at: usize) -> Option<usize> {
    let (first, _, end, false) = span_of_numbers(tree, at)? else { return None };
    if end >= tree.len() || !matches!(tree.low(end).as_str(), "-" | "–") {
        return None;
    }
    let (second, _, end, false) = span_of_numbers(tree, end + 1)? else { return None };
    (second <= first).then_some(end)
}

fn figure_at(tree: &Tree, at: usize) -> Option<Figure> {
    let (low, high, end, part) = span_of_numbers(tree, at)?;
    // "a dozen", "a third", "more than a hundred": the article belongs to the number.
    let first = if at > 0 && matches!(tree.low(at - 1).as_str(), "a" | "an") { at - 1 } else { at };
    let bound = Tables::get().bounds.iter().find(|b| {
        let from = first.checked_sub(b.words.len());
        from.is_some_and(|from| b.words.iter().zip(from..first).all(|(w, i)| tree.low(i) == *w))
    });
    let start = bound.map_or(first, |b| first - b.words.len());
    let before = |back: usize| at.checked_sub(back).map(|i| tree.low(i)).unwrap_or_default();
    let join = tree.len().min(end + 1);
    // "between 20 and 30", "from 20 to 30", "20 to 30", "20-30"
    if end < tree.len() {
        let link = tree.low(end);
        let ranged = matches!(link.as_str(), "to" | "-" | "–" | "or") || (link == "and" && before(1) == "between");
        if ranged
            && let Some((low2, high2, end2, false)) = span_of_numbers(tree, join)
            && low2 >= low
        {
            let from = if matches!(before(1).as_str(), "between" | "from") { at - 1 } else { start };
            return Some(Figure { words: (from, end2), low: Some(low), high: high2, part: false });
        }
    }
    let (low, high) = match bound {
        None => (Some(low), high),
        Some(b) => (b.low.map(|f| tidy(low * f)), b.high.and_then(|f| high.map(|h| tidy(h * f)))),
    };
    Some(Figure { words: (start, end), low, high, part })
}

/// Without the dust of binary fractions.
fn tidy(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The value of the number words that begin at `at`, and one past the last of them.
fn span_of_numbers(tree: &Tree, at: usize) -> Option<(f64, Option<f64>, usize, bool)> {
    if at >= tree.len() || !is_number_like(tree, at) {
        return None;
    }
    let first = value(tree, at)?;
    // "as many as 57", "no one", "how many"
    let before = at.checked_sub(1).map(|b| tree.low(b)).unwrap_or_default();
    if (first.kind == NumberKind::Vague && matches!(before.as_str(), "as" | "how" | "so" | "too"))
        || (before == "no" && first.low == 1.0)
    {
        return None;
    }
    if first.kind == NumberKind::Part {
        return follows_of(tree, at).then_some((first.low, first.high, at + 1, true));
    }
    // "dozens", "hundreds of thousands"
    if first.kind == NumberKind::Vague {
        let more = (tree.len() > at + 2 && tree.low(at + 1) == "of").then(|| value(tree, at + 2)).flatten();
        return Some(match more {
            Some(m) if m.kind == NumberKind::Vague && m.low >= 20.0 => {
                let unit = m.low / 2.0;
                (first.low * unit, first.high.map(|h| (h + 1.0) * unit - 1.0), at + 3, false)
            }
            _ => (first.low, first.high, at + 1, false),
        });
    }
    let (mut total, mut group, mut end) = (0.0, 0.0, at);
    while end < tree.len() && (end == at || is_number_like(tree, end)) {
        let hyphen = end > at && tree.low(end) == "-";
        if hyphen {
            break;
        }
        let Some(word) = value(tree, end) else { break };
        match word.kind {
            NumberKind::Power if word.low >= 1000.0 => {
                total += if group == 0.0 { 1.0 } else { group } * word.low;
                group = 0.0;
            }
            NumberKind::Power => group = if group == 0.0 { 1.0 } else { group } * word.low,
            NumberKind::Unit | NumberKind::Tens if end == at || group == 0.0 || word.low < 100.0 && group >= 20.0 => {
                group += word.low
            }
            _ => break,
        }
        end += 1;
        // "twenty - five"
        if end + 1 < tree.len()
            && tree.low(end) == "-"
            && value(tree, end - 1).is_some_and(|v| v.kind == NumberKind::Tens)
            && value(tree, end + 1).is_some_and(|v| v.kind == NumberKind::Unit && v.low < 10.0)
        {
            end += 1;
        }
    }
    (end > at).then_some((total + group, Some(total + group), end, false))
}

fn follows_of(tree: &Tree, at: usize) -> bool {
    at + 1 < tree.len() && tree.low(at + 1) == "of"
}

/// Number words are tagged as numbers, and as nouns or determiners ("dozens", "several"); never as names or ordinals.
fn is_number_like(tree: &Tree, at: usize) -> bool {
    let t = tree.token(at);
    !t.has("NumType=Ord") && !matches!(tree.upos(at), Upos::Propn | Upos::Verb | Upos::Adp | Upos::Part | Upos::Punct)
}

fn value(tree: &Tree, at: usize) -> Option<NumberWord> {
    let word = tree.low(at);
    let tables = Tables::get();
    let plain = |low| NumberWord { low, high: Some(low), kind: NumberKind::Unit };
    if let Some(number) = tables.number(&word) {
        // "second", "quarter" as times, "few" without article and "many" are left to their own words.
        return Some(number);
    }
    let digits = word.trim_start_matches(['$', '€', '£', '¥']).trim_end_matches('%');
    if digits.is_empty() || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (stem, power) = match digits.char_indices().next_back() {
        Some((i, 'm')) => (&digits[..i], 1e6),
        Some((i, 'k')) => (&digits[..i], 1e3),
        _ => match digits.strip_suffix("bn") {
            Some(stem) => (stem, 1e9),
            None => (digits, 1.0),
        },
    };
    let plainly = stem.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    let number: f64 = stem.replace(',', "").parse().ok().filter(|_| plainly)?;
    Some(plain(number * power))
}

/// Whether a figure is a date's part or a clock time and counts nothing.
pub(crate) fn is_of_time(tree: &Tree, figure: &Figure) -> bool {
    let (a, b) = figure.words;
    let bare = b == a + 1;
    let around = |i: usize| i < tree.len() && times::is_time(tree.lemma(i)) && tree.upos(i) == Upos::Propn;
    let year = bare
        && figure.low.is_some_and(|v| (1000.0..2100.0).contains(&v) && v.fract() == 0.0)
        && tree.form(a).len() == 4
        && tree.form(a).chars().all(|c| c.is_ascii_digit());
    // A four-digit figure counts something only when it stands before a plural noun.
    // "2015 people", but "the 1991 agreement", "its 2015 report", "the 2015 attacks".
    let counts = tree.head(a).is_some_and(|h| {
        let definite = a > 0
            && (matches!(tree.low(a - 1).as_str(), "the" | "this" | "that")
                || tree.deprel(a - 1) == "nmod:poss"
                || tree.low(a - 1).ends_with("'s")
                || tree.low(a - 1).ends_with("’s"));
        h > a && tree.rel(a) == "nummod" && tree.upos(h) == Upos::Noun && tree.token(h).has("Number=Plur") && !definite
    });
    (bare && ((a > 0 && around(a - 1)) || around(b))) || (year && !counts)
}

/// The number an NP is counted by: "seven Russian nationals", "more than 50 individuals", "dozens of people".
pub(crate) fn count_of(tree: &Tree, figures: &[Figure], head: usize) -> Option<Quantity> {
    let tables = Tables::get();
    let own = figures.iter().filter(|f| !f.part && !is_of_time(tree, f) && age(tree, f).is_none()).find(|f| {
        (f.words.0..f.words.1).any(|w| {
            w == head
                || (tree.head(w) == Some(head)
                    && w < head
                    && matches!(tree.rel(w), "nummod" | "amod" | "det" | "advmod" | "compound"))
                || (w < head
                    && tree.rel(w) == "nummod"
                    && tree.head(w).is_some_and(|h| {
                        tree.head(h) == Some(head)
                            && (tree.upos(h) == Upos::Num || tables.unit(tree.lemma(h)).is_some())
                    }))
        })
    })?;
    let alone = (own.words.0..own.words.1).contains(&head);
    if alone && tree.upos(head) == Upos::Det {
        return None;
    }
    let unit = tables.unit(tree.lemma(head)).or_else(|| tables.unit(&tree.low(head)));
    let inner = core(tree, head);
    let of = if alone && inner == head { "" } else { tree.lemma(inner) };
    Some(Quantity {
        of: of.to_string(),
        low: own.low,
        high: own.high,
        unit: unit.map(str::to_string),
        span: tree.cover(&[own.words.0, own.words.1 - 1]),
    })
}

/// The noun after "of" that a partitive counts ("dozens of *people*", "one of *those* detained").
pub(crate) fn counted(tree: &Tree, head: usize) -> Option<usize> {
    tree.kids(head).iter().copied().find(|&k| k > head && tree.rel(k) == "nmod" && tree.case(k) == "of")
}

/// "16-year-old", "20-month-old": an age, in the unit it is told in.
pub(crate) fn age(tree: &Tree, figure: &Figure) -> Option<Quantity> {
    let after =
        |n: usize| if figure.words.1 + n < tree.len() { tree.low(figure.words.1 + n) } else { Default::default() };
    let unit = match after(1).trim_end_matches('s') {
        "year" => "year",
        "month" => "month",
        "week" => "week",
        "day" => "day",
        _ => return None,
    };
    (after(0) == "-" && after(2) == "-" && after(3).starts_with("old")).then(|| Quantity {
        of: "age".into(),
        low: figure.low,
        high: figure.high,
        unit: Some(unit.into()),
        span: tree.cover(&[figure.words.0, figure.words.1 - 1]),
    })
}
