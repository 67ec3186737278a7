//! Finds sentences, words, grammar, names and quotations in one report.
//!
//! [`Report`] in, [`Document`] out. The text is cut into paragraphs ([`layout`]), words ([`tokens`]) and sentences
//! ([`sentences`]); one small transformer reads every sentence once ([`Reader`]) and from its vectors come parts of
//! speech, features, dependency trees (Universal Dependencies v2), names and meaning vectors; lemmas come from a
//! lexicon and spelling rules.
//!
//! ```
//! # use parallax_model::{Report, ReportId, Span};
//! # let text = "The port of Varna was closed on Monday.".to_string();
//! # let report = Report { id: ReportId(0), path: "a.txt".into(), outlet: None, title: None, url: None, published: None,
//! #     body: Span::new(0, text.len()), text, notices: Vec::new() };
//! let document = parallax_parse::document(&report, parallax_parse::Reader::bundled());
//! assert_eq!(document.sentences[0].tokens[5].lemma, "close");
//! ```
#![warn(missing_docs)]

pub mod conllu;
mod encoder;
mod heads;
mod integer;
pub mod layout;
mod lemma;
mod machine;
mod matrix;
pub mod measure;
mod nonlinear;
mod quotes;
mod reader;
mod runs;
pub mod sentences;
mod spelling;
pub mod tokens;
mod tree;
mod weights;
mod wordpiece;

pub use reader::Reader;
pub use weights::WeightsError;

use heads::Reading;
use parallax_lexicon::page;
use parallax_model::{Document, Name, NameKind, Report, Sentence, Span, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Words of one report that the model reads; what follows (no news report is so long) is cut into sentences and words
/// without grammar, so that a stray database dump costs seconds, not hours.
const READ_AT_MOST: usize = 40_000;

/// Reads one report's body. Never fails: odd text gives odd sentences.
pub fn document(report: &Report, reader: &Reader) -> Document {
    let text = report.text.as_str();
    let paragraphs = layout::paragraphs(text, report.body);
    let mut sentences = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let words = tokens::words(text, paragraph.span);
        for range in reader.splitter.sentences(text, &words) {
            let words = words[range].to_vec();
            // Text pasted from a page holds such lines inside its paragraphs, too.
            if words.first().zip(words.last()).is_some_and(|(a, b)| page::is_aside(a.cover(*b).of(text))) {
                continue;
            }
            sentences.push(Unread { words, paragraph: index, title: paragraph.title });
        }
    }
    let mut document = annotate(text, sentences, reader);
    document.names = runs::apart(text, &document.sentences, document.names);
    document.report = report.id;
    document.quotes = quotes::quotes(text, &paragraphs);
    document
}

/// A sentence that is only words yet.
struct Unread {
    words: Vec<Span>,
    paragraph: usize,
    title: bool,
}

/// Adds grammar and names to sentences.
fn annotate(text: &str, unread: Vec<Unread>, reader: &Reader) -> Document {
    let mut budget = READ_AT_MOST;
    let within = unread.iter().take_while(|s| {
        let fits = s.words.len() <= budget;
        budget = budget.saturating_sub(s.words.len());
        fits
    });
    let forms: Vec<Vec<&str>> = within.map(|s| s.words.iter().map(|w| w.of(text)).collect()).collect();
    let readings = reader.read(&forms);
    let mut document = Document::default();
    let mut readings = readings.into_iter();
    for (index, sentence) in unread.into_iter().enumerate() {
        match readings.next() {
            Some(reading) => {
                document.names.extend(names(&reading, &sentence.words, index, reader));
                document.sentences.push(read_sentence(text, &sentence, reading, reader));
            }
            None => document.sentences.push(flat_sentence(text, &sentence)),
        }
    }
    document.words = words(&document.sentences, reader);
    document
}

/// What the words that may tell a happening mean by themselves.
fn words(sentences: &[Sentence], reader: &Reader) -> BTreeMap<String, Vec<i8>> {
    let tokens = sentences.iter().flat_map(|s| &s.tokens);
    let lemmas: BTreeSet<String> = tokens
        .filter(|t| matches!(t.upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn))
        .map(|t| t.lemma.to_lowercase())
        .collect();
    lemmas.into_iter().filter_map(|lemma| reader.word(&lemma).map(|vector| (lemma, vector))).collect()
}

fn read_sentence(text: &str, sentence: &Unread, reading: Reading, reader: &Reader) -> Sentence {
    let labels = reader.labels();
    let words = sentence.words.iter().enumerate().map(|(i, &span)| {
        let (upos, xpos) = (Upos::named(&labels.upos[reading.upos[i]]), &labels.xpos[reading.xpos[i]]);
        Token {
            span,
            lemma: reader.lemmas.lemma(span.of(text), upos, xpos),
            upos,
            xpos: xpos.clone(),
            feats: labels.feats[reading.feats[i]].clone(),
            head: reading.heads[i].checked_sub(1),
            deprel: labels.deprel[reading.deprel[i]].clone(),
        }
    });
    let tokens = words.collect();
    sentence.with(tokens, reading.meaning)
}

/// A sentence beyond what the model reads: its first word the root, the others hung flat below it.
fn flat_sentence(text: &str, sentence: &Unread) -> Sentence {
    let words = sentence.words.iter().enumerate().map(|(i, &span)| Token {
        span,
        lemma: span.of(text).to_string(),
        upos: Upos::X,
        xpos: "FW".into(),
        feats: "_".into(),
        head: (i > 0).then_some(0),
        deprel: if i > 0 { "dep".into() } else { "root".into() },
    });
    sentence.with(words.collect(), Vec::new())
}

impl Unread {
    fn with(&self, tokens: Vec<Token>, vectors: Vec<f32>) -> Sentence {
        let ends = (self.words.first(), self.words.last());
        let span = if let (Some(a), Some(b)) = ends { Span::new(a.start, b.end) } else { Span::default() };
        Sentence { span, paragraph: self.paragraph, title: self.title, tokens, vectors }
    }
}

/// The names of one sentence.
fn names(reading: &Reading, words: &[Span], sentence: usize, reader: &Reader) -> Vec<Name> {
    let labels = &reader.labels().ner;
    let label = |i: usize| reading.ner.get(i).map_or("O", |&l| labels[l].as_str());
    let mut out = Vec::new();
    for start in 0..words.len() {
        let Some(kind) = label(start).strip_prefix("B-") else { continue };
        let more = (start + 1..words.len()).take_while(|&i| label(i).starts_with("I-")).count();
        let end = start + 1 + more;
        let kind = match kind {
            "PER" => NameKind::Person,
            "ORG" => NameKind::Organisation,
            "LOC" => NameKind::Place,
            _ => NameKind::Other,
        };
        let span = Span::new(words[start].start, words[end - 1].end);
        out.push(Name { sentence, tokens: (start, end), span, kind });
    }
    out
}
