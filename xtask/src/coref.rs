//! Scores coreference: OntoGUM (CoNLL average of MUC, B³, CEAF-e) with gold trees and from raw text, and GAP (F1).
//!
//! OntoGUM (Zhu et al. 2021) is the GUM corpus in the scheme of OntoNotes: no singletons, appositions inside their noun
//! phrase, no predicates, no relative pronouns, phrases with all that modifies them. The scorer therefore compares not the
//! tight spans of mentions but the maximal phrases over their heads, and leaves out what the scheme does not annotate.

use crate::coref_spans::{Solid, predicted};
use crate::metrics::{Conll, conll};
use crate::quality::Row;
use anyhow::{Context, Result};
use parallax_lexicon::Lexicon;
use parallax_model::{Document, MentionForm, Report, ReportId, Span, Token, Upos};
use parallax_parse::{Reader, conllu};
use parallax_resolve::rank::Ranker;
use parallax_resolve::within::{Grounds, Scene, resolve};
use std::collections::BTreeMap;
use std::path::Path;

/// A GUM document: its text with gold words, gold trees, and gold clusters as spans of bytes of the text.
pub struct GumDocument {
    /// Its text, as a report.
    pub report: Report,
    /// Gold words and trees with the names that the reader finds.
    pub gold: Document,
    /// Spans of the text, whitespace not counted.
    pub clusters: Vec<Vec<(usize, usize)>>,
}

/// One example of GAP: two names and a pronoun in a text.
pub struct Gap {
    /// The text, as a report.
    pub report: Report,
    /// The pronoun.
    pub pronoun: Span,
    /// The two names, and whether the pronoun means them.
    pub names: [(Span, bool); 2],
}

/// Scores every coreference set below `data`; `None` when there is none.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let ranker = Ranker::bundled();
    let mut rows = Vec::new();
    if let Some(documents) = gum(data, "dev")? {
        for (raw, what) in [(false, "gold trees"), (true, "raw text")] {
            let total = documents.iter().fold(Conll::default(), |mut total, d| {
                total.add(score_gum(d, raw, ranker));
                total
            });
            let row = |measure: &str, value: f64| Row {
                set: "coref/gum dev (OntoGUM)".into(),
                measure: format!("{measure}, {what}"),
                value: 100.0 * value,
                of: documents.len(),
                note: "predicted mentions".into(),
            };
            rows.push(row("CoNLL average", total.f1()));
            rows.push(row("MUC F1", total.muc.f1()));
            rows.push(row("B³ F1", total.b_cubed.f1()));
            rows.push(row("CEAF-e F1", total.ceaf_e.f1()));
        }
    }
    if let Some(examples) = gap(data, "dev")? {
        let answers = score_gap(&examples, ranker);
        let row = |measure: &str, value: f64| Row {
            set: "coref/gap dev".into(),
            measure: measure.into(),
            value: 100.0 * value,
            of: examples.len(),
            note: String::new(),
        };
        rows.push(row("F1", answers.f1()));
        rows.push(row("recall", answers.recall()));
    }
    Ok((!rows.is_empty()).then_some(rows))
}

/// A text as a report.
pub fn report(text: String) -> Report {
    Report {
        id: ReportId(0),
        path: String::new(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body: Span::new(0, text.len()),
        text,
        notices: Vec::new(),
    }
}

/// The documents of a part of GUM ("dev", "train"); `None` when they are not there.
pub fn gum(data: &Path, part: &str) -> Result<Option<Vec<GumDocument>>> {
    let (trees, clusters) =
        (data.join(format!("treebank/gum/en_gum-ud-{part}.conllu")), data.join(format!("coref/gum/{part}.jsonl")));
    if !trees.is_file() || !clusters.is_file() {
        return Ok(None);
    }
    let mut gold: BTreeMap<String, Vec<Vec<(usize, usize)>>> = BTreeMap::new();
    for line in std::fs::read_to_string(&clusters)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let number = |v: &serde_json::Value| v.as_u64().unwrap_or(0) as usize;
        let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
        let of = list(&value["ontogum_clusters"])
            .iter()
            .map(|c| list(c).iter().map(|m| (number(&m[0]), number(&m[1]))).collect())
            .collect();
        let name = value["doc"].as_str().context("a document without name")?.to_string();
        gold.insert(name, of);
    }
    let text = std::fs::read_to_string(&trees)?;
    let mut out = Vec::new();
    for (name, part) in split_documents(&text) {
        let Some(clusters) = gold.get(&name) else { continue };
        out.push(gum_document(&part, clusters));
    }
    Ok(Some(out))
}

fn split_documents(conllu: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in conllu.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            out.push((name.trim().to_string(), String::new()));
        }
        if let Some((_, part)) = out.last_mut() {
            part.push_str(line);
        }
    }
    out
}

/// A document from its trees.
pub fn gum_document(part: &str, clusters: &[Vec<(usize, usize)>]) -> GumDocument {
    let trees = conllu::read(part);
    let (text, mut document) = conllu::annotate_pretokenized(part, Reader::bundled());
    for (sentence, tree) in document.sentences.iter_mut().zip(&trees) {
        for (token, word) in sentence.tokens.iter_mut().zip(&tree.words) {
            *token = Token {
                span: token.span,
                lemma: word.lemma.clone(),
                upos: Upos::named(&word.upos),
                xpos: word.xpos.clone(),
                feats: word.feats.clone(),
                head: word.head.checked_sub(1),
                deprel: word.deprel.clone(),
            };
        }
    }
    let words: Vec<Span> = document.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
    let solid = Solid::new(&text);
    let span = |&(s, e): &(usize, usize)| {
        let (first, last) = (words.get(s)?, words.get(e.checked_sub(1)?)?);
        Some(solid.of(first.cover(*last)))
    };
    let clusters = clusters.iter().map(|c| c.iter().filter_map(span).collect()).collect();
    GumDocument { report: report(text), gold: document, clusters }
}

fn score_gum(document: &GumDocument, raw: bool, ranker: &Ranker) -> Conll {
    let read = raw.then(|| parallax_parse::document(&document.report, Reader::bundled()));
    let grammar = read.as_ref().unwrap_or(&document.gold);
    let lexicon = Lexicon::bundled();
    let account = parallax_extract::account(&document.report, grammar, lexicon);
    let scene = resolve(&document.report, grammar, &account, Grounds::default(), lexicon, &[], ranker);
    conll_of(&document.clusters, &predicted(&scene))
}

/// The score of predicted clusters of spans.
pub fn conll_of(gold: &[Vec<(usize, usize)>], predicted: &[Vec<(usize, usize)>]) -> Conll {
    let mut numbers: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut number = |clusters: &[Vec<(usize, usize)>]| -> Vec<Vec<u32>> {
        clusters
            .iter()
            .map(|c| {
                c.iter()
                    .map(|&s| {
                        let next = numbers.len() as u32;
                        *numbers.entry(s).or_insert(next)
                    })
                    .collect()
            })
            .collect()
    };
    let (gold, predicted) = (number(gold), number(predicted));
    conll(&gold, &predicted)
}

/// The examples of a part of GAP ("dev", "train"); `None` when they are not there.
pub fn gap(data: &Path, part: &str) -> Result<Option<Vec<Gap>>> {
    let path = data.join(format!("coref/gap/{part}.jsonl"));
    if !path.is_file() {
        return Ok(None);
    }
    let mut out = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = value["text"].as_str().unwrap_or("").to_string();
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let span = |words: &str, offset: &str| {
            let start = value[offset].as_u64().unwrap_or(0) as usize;
            let length = value[words].as_str().unwrap_or("").chars().count();
            let at = |i: usize| bytes.get(i).copied().unwrap_or(text.len());
            Span::new(at(start), at(start + length))
        };
        let is = |key: &str| value[key].as_bool().unwrap_or(false);
        let (pronoun, a, b) = (span("pronoun", "pronoun_offset"), span("a", "a_offset"), span("b", "b_offset"));
        out.push(Gap { pronoun, names: [(a, is("a_coref")), (b, is("b_coref"))], report: report(text) });
    }
    Ok(Some(out))
}

fn score_gap(examples: &[Gap], ranker: &Ranker) -> Answers {
    let lexicon = Lexicon::bundled();
    let mut answers = Answers::default();
    for example in examples {
        let document = parallax_parse::document(&example.report, Reader::bundled());
        let account = parallax_extract::account(&example.report, &document, lexicon);
        let scene = resolve(&example.report, &document, &account, Grounds::default(), lexicon, &[], ranker);
        answers.add(&scene, example.pronoun, &example.names);
    }
    answers
}

/// Answers to the two yes-or-no questions of each example, as GAP's own scorer counts.
#[derive(Default)]
pub struct Answers {
    right: f64,
    said: f64,
    wanted: f64,
}

impl Answers {
    /// One example: whether the pronoun means either name.
    pub fn add(&mut self, scene: &Scene, pronoun: Span, names: &[(Span, bool)]) {
        for &(name, coreferent) in names {
            let predicted = means(scene, pronoun, name);
            self.right += f64::from(predicted && coreferent);
            self.said += f64::from(predicted);
            self.wanted += f64::from(coreferent);
        }
    }
    /// Between 0 and 1.
    pub fn recall(&self) -> f64 {
        self.right / self.wanted.max(1.0)
    }
    /// Between 0 and 1.
    pub fn f1(&self) -> f64 {
        2.0 * self.right / (self.said + self.wanted).max(1.0)
    }
}

/// The mention over a span: the one whose head lies in it, the longest first; else the one that has the words of the span
/// for its name, behind a noun that is its head ("singer *Ada Brook*").
pub fn mention_at(scene: &Scene, span: Span) -> Option<usize> {
    let mentions = &scene.account.mentions;
    let head = |i: usize| -> Option<Span> {
        let m = mentions.get(i)?;
        Some(scene.document.sentences.get(m.sentence)?.tokens.get(m.head)?.span)
    };
    let fits = (0..mentions.len())
        .filter(|&i| mentions[i].form != MentionForm::Group && head(i).is_some_and(|h| span.contains(h)));
    let words = span.of(&scene.report.text);
    let named = |&i: &usize| {
        let m = &mentions[i];
        m.form == MentionForm::Name && m.span.contains(span) && m.name == words
    };
    fits.max_by_key(|&i| (mentions[i].span.overlap(span), usize::MAX - i))
        .or_else(|| (0..mentions.len()).filter(named).min_by_key(|&i| mentions[i].span.len()))
}

/// Whether the pronoun at one span and the name at another are of one cluster.
fn means(scene: &Scene, pronoun: Span, name: Span) -> bool {
    match (mention_at(scene, pronoun), mention_at(scene, name)) {
        (Some(p), Some(n)) => scene.clusters.together(p, n),
        _ => false,
    }
}
