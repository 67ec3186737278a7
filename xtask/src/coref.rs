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
use parallax_model::{Document, MentionForm, Name, NameKind, Report, ReportId, Sentence, Span, Token, Upos};
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
    if let Some(documents) = gum(data, "dev", Names::Read)? {
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
        let (f1, recall) = score_gap(&examples, ranker);
        let row = |measure: &str, value: f64| Row {
            set: "coref/gap dev".into(),
            measure: measure.into(),
            value: 100.0 * value,
            of: examples.len(),
            note: String::new(),
        };
        rows.push(row("F1", f1));
        rows.push(row("recall", recall));
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

/// Where the names of a document come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The reader finds them.
    Read,
    /// GUM's own entity types over proper nouns: quicker, for training.
    Gold,
}

/// The documents of a part of GUM ("dev", "train"); `None` when they are not there.
pub fn gum(data: &Path, part: &str, names: Names) -> Result<Option<Vec<GumDocument>>> {
    let (trees, clusters) =
        (data.join(format!("treebank/gum/en_gum-ud-{part}.conllu")), data.join(format!("coref/gum/{part}.jsonl")));
    if !trees.is_file() || !clusters.is_file() {
        return Ok(None);
    }
    let mut gold: BTreeMap<String, Vec<Vec<(usize, usize)>>> = BTreeMap::new();
    let mut typed: BTreeMap<String, Vec<(usize, usize, NameKind)>> = BTreeMap::new();
    for line in std::fs::read_to_string(&clusters)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let number = |v: &serde_json::Value| v.as_u64().unwrap_or(0) as usize;
        let list = |v: &serde_json::Value| v.as_array().cloned().unwrap_or_default();
        let of = list(&value["ontogum_clusters"])
            .iter()
            .map(|c| list(c).iter().map(|m| (number(&m[0]), number(&m[1]))).collect())
            .collect();
        let name = value["doc"].as_str().context("a document without name")?.to_string();
        let kind = |m: &serde_json::Value| match m["type"].as_str() {
            Some("person") => NameKind::Person,
            Some("organization") => NameKind::Organisation,
            Some("place") => NameKind::Place,
            _ => NameKind::Other,
        };
        typed.insert(
            name.clone(),
            list(&value["mentions"]).iter().map(|m| (number(&m["start"]), number(&m["end"]), kind(m))).collect(),
        );
        gold.insert(name, of);
    }
    let text = std::fs::read_to_string(&trees)?;
    let mut out = Vec::new();
    for (name, part) in split_documents(&text) {
        let Some(clusters) = gold.get(&name) else { continue };
        let types = typed.get(&name).filter(|_| names == Names::Gold).map(Vec::as_slice);
        out.push(gum_document(&part, clusters, types));
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

/// A document from its trees; `types` are the gold kinds of its names, where the reader is not to be asked.
pub fn gum_document(
    part: &str,
    clusters: &[Vec<(usize, usize)>],
    types: Option<&[(usize, usize, NameKind)]>,
) -> GumDocument {
    let trees = conllu::read(part);
    let (text, mut document) = match types {
        None => conllu::annotate_pretokenized(part, Reader::bundled()),
        Some(_) => unread(&trees),
    };
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
    document.names.extend(gold_names(&document, types.unwrap_or_default()));
    let words: Vec<Span> = document.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
    let solid = Solid::new(&text);
    let span = |&(s, e): &(usize, usize)| {
        let (first, last) = (words.get(s)?, words.get(e.checked_sub(1)?)?);
        Some(solid.of(first.cover(*last)))
    };
    let clusters = clusters.iter().map(|c| c.iter().filter_map(span).collect()).collect();
    GumDocument { report: report(text), gold: document, clusters }
}

/// Words without grammar, and quotations, where the reader is not asked.
fn unread(trees: &[conllu::Tree]) -> (String, Document) {
    let (text, spans) = conllu::text(trees);
    let mut paragraph = 0;
    let mut document = Document::default();
    for (tree, spans) in trees.iter().zip(&spans) {
        paragraph += usize::from(tree.new_paragraph && !document.sentences.is_empty());
        let word = |&span: &Span| Token {
            span,
            lemma: String::new(),
            upos: Upos::X,
            xpos: String::new(),
            feats: String::new(),
            head: None,
            deprel: String::new(),
        };
        let span = spans.first().zip(spans.last()).map_or(Span::default(), |(a, b)| a.cover(*b));
        document.sentences.push(Sentence {
            span,
            paragraph,
            title: false,
            tokens: spans.iter().map(word).collect(),
            vectors: Vec::new(),
        });
    }
    (text, document)
}

/// Names by GUM's types: the run of proper nouns inside each typed mention whose last word it holds.
fn gold_names(document: &Document, types: &[(usize, usize, NameKind)]) -> Vec<Name> {
    let words: Vec<(usize, usize)> = document
        .sentences
        .iter()
        .enumerate()
        .flat_map(|(s, sentence)| (0..sentence.tokens.len()).map(move |w| (s, w)))
        .collect();
    let proper = |i: usize| {
        words.get(i).and_then(|&(s, w)| document.sentences[s].tokens.get(w)).is_some_and(|t| t.upos == Upos::Propn)
    };
    let mut out: Vec<Name> = Vec::new();
    let mut taken = vec![false; words.len()];
    let mut shortest_first = types.to_vec();
    shortest_first.sort_by_key(|&(s, e, _)| (e - s, s));
    for (start, end, kind) in shortest_first {
        let Some(last) = (start..end.min(words.len())).rev().find(|&i| proper(i) && !taken[i]) else { continue };
        let first = (start..=last).rev().take_while(|&i| proper(i) && !taken[i]).last().unwrap_or(last);
        let ((sentence, a), (_, b)) = (words[first], words[last]);
        taken[first..=last].fill(true);
        let tokens = &document.sentences[sentence].tokens;
        if let (Some(x), Some(y)) = (tokens.get(a), tokens.get(b)) {
            out.push(Name { sentence, tokens: (a, b + 1), span: x.span.cover(y.span), kind });
        }
    }
    out.sort_by_key(|n| n.span);
    out
}

fn score_gum(document: &GumDocument, raw: bool, ranker: &Ranker) -> Conll {
    let read = raw.then(|| parallax_parse::document(&document.report, Reader::bundled()));
    let grammar = read.as_ref().unwrap_or(&document.gold);
    let lexicon = Lexicon::bundled();
    let account = parallax_extract::account(&document.report, grammar, lexicon);
    let scene = resolve(&document.report, grammar, &account, Grounds::default(), lexicon, &[], ranker);
    conll_of(document, &predicted(&scene))
}

/// The score of predicted clusters of spans.
pub fn conll_of(document: &GumDocument, predicted: &[Vec<(usize, usize)>]) -> Conll {
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
    let (gold, predicted) = (number(&document.clusters), number(predicted));
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

/// F1 and recall over the two yes-or-no questions of each example, as GAP's own scorer counts.
fn score_gap(examples: &[Gap], ranker: &Ranker) -> (f64, f64) {
    let lexicon = Lexicon::bundled();
    let (mut right, mut said, mut wanted) = (0.0, 0.0, 0.0);
    for example in examples {
        let document = parallax_parse::document(&example.report, Reader::bundled());
        let account = parallax_extract::account(&example.report, &document, lexicon);
        let scene = resolve(&example.report, &document, &account, Grounds::default(), lexicon, &[], ranker);
        for (name, coreferent) in example.names {
            let predicted = means(&scene, example.pronoun, name);
            right += f64::from(predicted && coreferent);
            said += f64::from(predicted);
            wanted += f64::from(coreferent);
        }
    }
    let (p, r): (f64, f64) =
        (if said > 0.0 { right / said } else { 0.0 }, if wanted > 0.0 { right / wanted } else { 0.0 });
    (if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }, r)
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
