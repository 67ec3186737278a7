//! Contrasting words for the same thing: "arrested" and "kidnapped", "militants" and "terrorists".
//!
//! Words of one set of `data/cues/namings.tsv` name the same kind of actor or act; a difference is told where two reports
//! use words of different tone, not where they use two plain synonyms.

use crate::settle::{Stand, settle};
use crate::told::{Field, Heard, Told};
use parallax_model::{Compatibility, FieldKind, Finding, Span, State};
use std::collections::{BTreeMap, BTreeSet};

/// The words of one set that a report uses for the event, with their tones.
type Words = BTreeSet<(String, i8)>;

/// One finding per set of contrasting words.
pub(crate) fn findings(told: Told) -> Vec<Finding> {
    let mut sets: BTreeMap<&str, Vec<Heard<(String, i8)>>> = BTreeMap::new();
    for (telling, report, span, sentence) in spans(told) {
        for (words, at) in phrases(told, report, sentence, span) {
            let Some(naming) = told.world.lexicon.cues.naming(&words) else { continue };
            let Some(evidence) = told.world.evidence(report, at) else { continue };
            let text = crate::told::one_line(told.world.words(report, at));
            let heard = Heard { report, telling, value: (words, naming.tone), text, evidence };
            sets.entry(naming.set.as_str()).or_default().push(heard);
        }
    }
    let found = sets.into_values().filter_map(|heard| of_set(told, heard));
    // Only a contrast is worth telling: the words themselves stand in the other fields.
    found.filter(|finding| finding.state == State::Contradicted).collect()
}

/// Triggers and participants of the event's statements: telling, report, span, sentence.
fn spans(told: Told) -> BTreeSet<(usize, usize, Span, usize)> {
    let mut found = BTreeSet::new();
    for telling in told.tellings {
        let s = telling.statement;
        found.insert((telling.order, telling.report, s.trigger, s.sentence));
        let mentions = s.actors.iter().chain(&s.recipients).filter_map(|&m| told.world.mention(telling.report, m));
        found.extend(mentions.map(|m| (telling.order, telling.report, m.span, m.sentence)));
    }
    found
}

/// One to three words in a row inside a span, as lower-case lemmas, the longest first.
fn phrases(told: Told, report: usize, sentence: usize, span: Span) -> Vec<(String, Span)> {
    let tokens: Vec<_> = told.world.tokens(report, sentence, span).collect();
    let mut found = Vec::new();
    for size in [3, 2, 1] {
        for window in tokens.windows(size) {
            let words: Vec<String> = window.iter().map(|t| t.lemma.to_lowercase()).collect();
            if let (Some(first), Some(last)) = (window.first(), window.last()) {
                found.push((words.join(" "), first.span.cover(last.span)));
            }
        }
    }
    found
}

fn of_set(told: Told, heard: Vec<Heard<(String, i8)>>) -> Option<Finding> {
    // All the words of the set that a report uses: it contrasts with one that uses none of them.
    let mut used: BTreeMap<usize, Words> = BTreeMap::new();
    for h in &heard {
        used.entry(h.report).or_default().insert(h.value.clone());
    }
    let heard = heard
        .into_iter()
        .map(|h| {
            let value = used.get(&h.report).cloned().unwrap_or_default();
            Heard { report: h.report, telling: h.telling, value, text: h.text, evidence: h.evidence }
        })
        .collect();
    settle(told, Field { kind: FieldKind::Naming, attribute: "naming".to_string(), heard }, |a: &Words, b| {
        let tone = |words: &Words| words.iter().map(|w| w.1).collect::<BTreeSet<_>>();
        let (x, y) = (tone(a), tone(b));
        if !x.is_disjoint(&y) {
            return Stand::Same;
        }
        let apart = x.iter().flat_map(|p| y.iter().map(move |q| p.abs_diff(*q))).max().unwrap_or(0);
        Stand::Differs(Compatibility::Vaguer, f32::from(apart) / 4.0)
    })
}
