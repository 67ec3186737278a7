//! Which reports copy one another: wire copy, syndication, sentences taken over.
//!
//! Two reports share an origin when much of the shorter one stands in the other word for word, by shingles of words
//! (Broder 1997, "On the resemblance and containment of documents"). A report that also names the other's outlet as where it
//! has the news from needs less.

use parallax_model::{Document, Report};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a shingle: long enough that two writers seldom choose the same by chance.
const WORDS: usize = 6;
/// Share of the shorter report's shingles that stand in the other, from which on they have one origin.
const COPIED: f32 = 0.45;
/// The same, where one report cites the other's outlet.
const CITED: f32 = 0.25;

/// Shingles two reports must share at least: one sentence in the same words is no copy.
const LEAST: usize = 20;

/// `[report]` → its origin, numbered from 0 in the order of the reports.
pub fn origins(reports: &[Report], documents: &[Document]) -> Vec<usize> {
    let shingled: Vec<BTreeSet<u64>> =
        reports.iter().enumerate().map(|(r, report)| shingles(report, documents.get(r))).collect();
    let mut home: Vec<usize> = (0..reports.len()).collect();
    for ((a, b), shared) in shared(&shingled) {
        let (Some(x), Some(y)) = (shingled.get(a), shingled.get(b)) else { continue };
        let share = shared as f32 / x.len().min(y.len()).max(1) as f32;
        // The same words from first to last, however few.
        let whole = share >= 0.9 && x.len().min(y.len()) * 10 >= x.len().max(y.len()) * 9;
        let cited = || cites(reports, a, b) || cites(reports, b, a);
        if whole || shared >= LEAST && (share >= COPIED || share >= CITED && cited()) {
            let (from, to) = (home[a.max(b)].max(home[a.min(b)]), home[a.max(b)].min(home[a.min(b)]));
            home.iter_mut().filter(|h| **h == from).for_each(|h| *h = to);
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    home.into_iter()
        .map(|h| {
            let next = numbers.len();
            *numbers.entry(h).or_insert(next)
        })
        .collect()
}

/// Pairs of reports with the number of shingles both have.
fn shared(shingled: &[BTreeSet<u64>]) -> BTreeMap<(usize, usize), usize> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (r, all) in shingled.iter().enumerate() {
        for &shingle in all {
            holders.entry(shingle).or_default().push(r);
        }
    }
    let mut found = BTreeMap::new();
    for reports in holders.values() {
        for (k, &a) in reports.iter().enumerate() {
            for &b in reports.iter().skip(k + 1) {
                *found.entry((a, b)).or_insert(0) += 1;
            }
        }
    }
    found
}

/// The report's shingles, sentence by sentence, so that a sentence moved elsewhere is still the same.
fn shingles(report: &Report, document: Option<&Document>) -> BTreeSet<u64> {
    let sentences: Vec<&str> = match document {
        Some(d) if !d.sentences.is_empty() => d.sentences.iter().map(|s| s.span.of(&report.text)).collect(),
        _ => report.body.of(&report.text).lines().collect(),
    };
    let mut found = BTreeSet::new();
    for sentence in sentences {
        let words: Vec<String> =
            sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
        // A short sentence is one shingle; bylines and single words are none.
        if (3..WORDS).contains(&words.len()) {
            found.insert(hash(&words));
        }
        found.extend(words.windows(WORDS).map(hash));
    }
    found
}

/// FNV-1a over words.
fn hash(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|w| w.bytes().chain([b' ']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Whether report `a` names the outlet of `b`.
fn cites(reports: &[Report], a: usize, b: usize) -> bool {
    let outlet = reports.get(b).and_then(|r| r.outlet.as_deref()).map(|o| {
        let host = o.trim_start_matches("www.");
        host.split('.').next().unwrap_or(host).to_lowercase()
    });
    let text = reports.get(a).map(|r| r.body.of(&r.text).to_lowercase());
    outlet.zip(text).is_some_and(|(outlet, text)| {
        outlet.len() > 2 && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == outlet)
    })
}
