//! Coding with PETRARCH's dictionaries: (source, target, code) triples in PETRARCH's spirit, over our parse.
//!
//! As in PETRARCH (Schrodt, Beieler and Idris 2014, "Three's a Charm?"; its documentation, MIT licence) a verb has an
//! upper sequence, the words before it back to the beginning of its clause and of those above it, and a lower sequence,
//! the words of its verb phrase after it. The first pattern of its block that matches both decides the code and may name
//! source and target; otherwise the first coded actor of the upper sequence is the source and the first other one of the
//! lower sequence the target. A verb inside the verb phrase of a verb already coded is not coded again.

mod clauses;
mod fit;
mod parties;
mod words;

use crate::tree::Tree;
use fit::{Ends, Side};
use parallax_lexicon::petrarch::{Dictionaries, VerbUse};
use parallax_model::{Document, Report};
use parties::Party;
use words::Words;

/// One event as PETRARCH writes it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Triple {
    /// Index of the sentence.
    pub sentence: usize,
    /// Code of the source ("USAGOV"); `---` when nobody is coded.
    pub source: String,
    /// Code of the target; `---` when nobody is coded.
    pub target: String,
    /// The event code as the dictionary has it.
    pub code: String,
    /// Line of the pattern in the verbs file that decided; `None` when the verb's own code stands.
    pub line: Option<usize>,
    /// Index of the verb in the sentence.
    pub verb: usize,
}

/// PETRARCH's switches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Switches {
    /// Events need a source and a target (`require_dyad`); otherwise `---` stands for the missing one.
    pub dyad: bool,
}

impl Default for Switches {
    fn default() -> Switches {
        Switches { dyad: true }
    }
}

/// Codes a report with the user's dictionaries; `day` (YYYYMMDD) decides between dated codes. In order of the text.
pub fn code(
    report: &Report,
    document: &Document,
    own: &Dictionaries,
    day: Option<u32>,
    switches: Switches,
) -> Vec<Triple> {
    let mut found = Vec::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        let tree = Tree::new(&report.text, sentence, index);
        let words = Words::of(&tree);
        match own.discards.iter().filter(|(phrase, _)| words.hold(phrase)).map(|(_, story)| *story).max() {
            Some(true) => return Vec::new(),
            Some(false) => continue,
            None => {}
        }
        for triple in of_sentence(&tree, &words, own, day, switches) {
            if !found.contains(&triple) {
                found.push(triple);
            }
        }
    }
    found
}

fn of_sentence(tree: &Tree, words: &Words, own: &Dictionaries, day: Option<u32>, switches: Switches) -> Vec<Triple> {
    let parties = parties::find(tree, words, own, day);
    let mut found = Vec::new();
    let mut past = 0;
    for verb in 0..words.len() {
        if verb < past || !clauses::is_verb(tree, words.token(verb)) {
            continue;
        }
        let uses = own.verbs.get(words.form(verb)).map_or(&[][..], Vec::as_slice);
        let Some(used) = uses.iter().find(|used| stands(words, verb, used)) else { continue };
        let upper: Vec<usize> = clauses::upper(tree, words, verb).into_iter().rev().collect();
        let lower = clauses::lower(tree, words, verb);
        let Some((ends, code, line)) = coded(words, &parties, &upper, &lower, used, own) else { continue };
        let before = found.len();
        let settled = settle(tree, words, &parties, verb, &upper, &lower, ends, &code, switches);
        for (source, target, code) in settled {
            found.push(Triple { sentence: tree.index, source, target, code, line, verb: words.token(verb) });
        }
        if found.len() > before {
            past = lower.last().map_or(verb + 1, |last| last + 1);
        }
    }
    found
}

/// Whether the other words of a verb phrase stand beside the verb.
fn stands(words: &Words, verb: usize, used: &VerbUse) -> bool {
    let start = verb.checked_sub(used.before.len());
    start.is_some_and(|start| words.run(start, &used.before)) && words.run(verb + 1, &used.after)
}

/// What the patterns bind, the code, and the line that decided. A pattern with the code `---` ends it.
fn coded(
    words: &Words,
    parties: &[Party],
    upper: &[usize],
    lower: &[usize],
    used: &VerbUse,
    own: &Dictionaries,
) -> Option<(Ends, String, Option<usize>)> {
    for pattern in own.blocks.get(used.block)? {
        let mut ends = Ends::default();
        let mut scene = fit::Scene { words, parties, own, steps: 0 };
        let above = scene.fits(&pattern.before, upper, Side::Upper, &mut ends);
        if above && scene.fits(&pattern.after, lower, Side::Lower, &mut ends) {
            return Some((ends, pattern.code.clone()?, Some(pattern.line)));
        }
    }
    Some((Ends::default(), used.code.clone()?, None))
}

#[allow(clippy::too_many_arguments, reason = "what a verb and its two sequences are")]
fn settle(
    tree: &Tree,
    words: &Words,
    parties: &[Party],
    verb: usize,
    upper: &[usize],
    lower: &[usize],
    ends: Ends,
    code: &str,
    switches: Switches,
) -> Vec<(String, String, String)> {
    let mut source = ends.source;
    let mut target = ends.target;
    if let (None, None, Some(both)) = (source, target, ends.above) {
        return pairs(&parties[both], &parties[both], code, true);
    }
    if ends.below.is_some() && target.is_none() {
        target = ends.below;
    }
    let by = clauses::agent(tree, words, verb).and_then(|word| parties.iter().position(|p| p.holds(word)));
    let mut passive = None;
    if let (None, None, Some(by)) = (source, target, by) {
        // "X was opposed by Y": the upper actor is whom it was done to.
        source = Some(by);
        passive = first(parties, upper, true, None);
        target = passive;
    }
    if source.is_none() {
        source = first(parties, upper, true, target).or(ends.above);
    }
    if target.is_none() && passive.is_none() {
        target = first(parties, lower, false, source).or_else(|| first_after(parties, upper, source));
    }
    let (Some(source), target) = (source, target) else { return Vec::new() };
    match target {
        Some(target) => pairs(&parties[source], &parties[target], code, false),
        None if code.contains(':') && parties[source].codes.len() > 1 => {
            pairs(&parties[source], &parties[source], code, false)
        }
        None if !switches.dyad => {
            let code = code.split(':').next().unwrap_or(code);
            parties[source].codes.iter().map(|from| (from.clone(), "---".to_string(), code.to_string())).collect()
        }
        None => Vec::new(),
    }
}

/// The first coded actor of a sequence in text order, else the first with an agent only. Upper sequences run backwards.
fn first(parties: &[Party], sequence: &[usize], upper: bool, other: Option<usize>) -> Option<usize> {
    let mut order = sequence.to_vec();
    if upper {
        order.reverse();
    }
    nearest(parties, &order, other)
}

/// The first coded actor going back from the verb that is not the source.
fn first_after(parties: &[Party], upper: &[usize], source: Option<usize>) -> Option<usize> {
    nearest(parties, upper, source)
}

fn nearest(parties: &[Party], order: &[usize], other: Option<usize>) -> Option<usize> {
    let same = |p: &Party| other.is_some_and(|o| parties[o].codes == p.codes);
    let among = |named: bool| {
        order.iter().find_map(|&word| parties.iter().position(|p| p.holds(word) && p.named == named && !same(p)))
    };
    among(true).or_else(|| among(false))
}

/// Every source with every target; "X:Y" codes the way back with Y. `mutual` codes both ways alike.
fn pairs(sources: &Party, targets: &Party, code: &str, mutual: bool) -> Vec<(String, String, String)> {
    let (there, back) = match code.split_once(':') {
        Some((there, back)) => (there, Some(back)),
        None => (code, mutual.then_some(code)),
    };
    let mut found = Vec::new();
    for source in &sources.codes {
        for target in targets.codes.iter().filter(|target| *target != source) {
            found.push((source.clone(), target.clone(), there.to_string()));
            found.extend(back.map(|back| (target.clone(), source.clone(), back.to_string())));
        }
    }
    found
}

#[cfg(test)]
mod tests;
