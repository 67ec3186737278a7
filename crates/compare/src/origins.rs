//! Which reports copy one another: wire copy, syndication, sentences taken over.
//!
//! Two reports share an origin when much of the shorter one stands in the other word for word, by shingles of words
//! (Broder 1997, "On the resemblance and containment of documents"). A report that also names the other's outlet as where it
//! has the news from needs less.

use crate::changed::{between, blanked};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report, Shared, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a shingle: long enough that two writers seldom choose the same by chance.
const WORDS: usize = 6;
/// Share of the shorter report's shingles that stand in the other, from which on they have one origin.
const COPIED: f32 = 0.45;
/// The same, where one report cites the other's outlet.
const CITED: f32 = 0.25;

/// Share of a sentence's shingles that must stand in another report for the sentence to be taken over: a word or two changed
/// in a long sentence break at most this many.
const SENTENCE: f32 = 0.5;

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

/// `[report]` → how it stands to the earlier report of its origin that has most of its words, by day of publication and, of
/// one day, by their order; `None` for the first of its origin. It is not said who copied whom: both may have a third's text.
///
/// A sentence that stands in both but for its figures is shared; the figures are told.
pub fn copies(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    origins: &[usize],
    lexicon: &Lexicon,
) -> Vec<Option<Shared>> {
    // Most stories hold no copies: their sentences need not be looked at again.
    let copied = |r: usize| origins.iter().filter(|o| Some(*o) == origins.get(r)).count() > 1;
    let told: Vec<Vec<Sentence>> = (0..reports.len())
        .map(|r| if copied(r) { sentences(&reports[r], documents.get(r)) } else { Vec::new() })
        .collect();
    let day = |r: usize| (reports[r].published.is_none(), reports[r].published, r);
    let earlier = |r: usize| {
        (0..reports.len()).filter(move |&o| copied(r) && o != r && origins.get(o) == origins.get(r) && day(o) < day(r))
    };
    let all: Vec<BTreeSet<u64>> =
        told.iter().map(|s| s.iter().flat_map(|s| s.shingles.iter().copied()).collect()).collect();
    let (told, all) = (&told, &all);
    let lacking = |of: usize, other: usize| told[of].iter().filter(move |s| !s.stands_in(&all[other]));
    let words = |found: &mut dyn Iterator<Item = &Sentence>| found.map(|s| s.words).sum::<usize>() as f32;
    let share = |r: usize, lacking: &mut dyn Iterator<Item = &Sentence>| {
        1.0 - words(lacking) / words(&mut told[r].iter()).max(1.0)
    };
    let counted = |r: usize| match (documents.get(r), accounts.get(r)) {
        (Some(document), Some(account)) => blanked(&reports[r], document, account, lexicon),
        _ => Vec::new(),
    };
    let shared = |r: usize| {
        let shares = earlier(r).map(|o| (o, share(r, &mut lacking(r, o))));
        let (with, _) = shares.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let changed = between(&counted(r), &counted(with));
        let added = || lacking(r, with).filter(|s| changed.iter().all(|c| c.here.sentence != s.span));
        let left_out = lacking(with, r).filter(|s| changed.iter().all(|c| c.there.sentence != s.span));
        Some(Shared {
            with,
            share: share(r, &mut added()),
            added: added().map(|s| s.span).collect(),
            left_out: left_out.map(|s| s.span).collect(),
            changed,
        })
    };
    (0..reports.len()).map(shared).collect()
}

/// A sentence by its shingles.
struct Sentence {
    span: Span,
    words: usize,
    shingles: Vec<u64>,
}

impl Sentence {
    /// Whether it stands among the shingles of another report, but for a few words.
    fn stands_in(&self, other: &BTreeSet<u64>) -> bool {
        let found = self.shingles.iter().filter(|s| other.contains(s)).count();
        found as f32 >= SENTENCE * self.shingles.len() as f32
    }
}

/// All shingles of a report.
fn shingles(report: &Report, document: Option<&Document>) -> BTreeSet<u64> {
    sentences(report, document).into_iter().flat_map(|s| s.shingles).collect()
}

/// The report's shingles, sentence by sentence, so that a sentence moved elsewhere is still the same; bylines and single words
/// have none and are left out.
fn sentences(report: &Report, document: Option<&Document>) -> Vec<Sentence> {
    let spans: Vec<Span> = match document {
        Some(d) if !d.sentences.is_empty() => d.sentences.iter().map(|s| s.span).collect(),
        _ => lines(report),
    };
    let sentence = |span: Span| {
        let words: Vec<String> = span
            .of(&report.text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect();
        let shingles = match words.len() {
            0..3 => Vec::new(),
            3..WORDS => vec![hash(&words)],
            _ => words.windows(WORDS).map(hash).collect(),
        };
        Sentence { span, words: words.len(), shingles }
    };
    spans.into_iter().map(sentence).filter(|s| !s.shingles.is_empty()).collect()
}

/// The lines of a report that has not been taken apart.
fn lines(report: &Report) -> Vec<Span> {
    let mut at = report.body.start;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        Span::new(start, at)
    };
    report.body.of(&report.text).split_inclusive('\n').map(line).collect()
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
