//! Words, sentences and grammar against the treebanks, as the CoNLL 2018 shared task measures them (Zeman et al. 2018):
//! system and gold words are aligned over the characters that are no white space; multi-word tokens by their words.

use crate::quality::Row;
use parallax_model::{Document, Report, ReportId, Span};
use parallax_parse::{Reader, conllu, conllu::Tree};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// The features that UFeats counts (the others are a language's own).
const UNIVERSAL: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number", "Case", "Definite",
    "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident", "Polarity", "Person", "Polite",
];

/// Scores both treebanks' dev parts from raw text and on gold words.
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let mut rows = Vec::new();
    for (name, file) in [("EWT", "ewt/en_ewt-ud-dev.conllu"), ("GUM", "gum/en_gum-ud-dev.conllu")] {
        let path = data.join("treebank").join(file);
        if !path.exists() {
            return Ok(None);
        }
        let gold = conllu::read(&std::fs::read_to_string(path)?);
        let documents = documents(&gold);
        let raw: Vec<(String, Vec<Tree>)> = documents.par_iter().map(|d| read_raw(d)).collect();
        let mut counts = Counts::new();
        for (document, (_, system)) in documents.iter().zip(&raw) {
            count(document, system, &mut counts);
        }
        rows.extend(table(
            &format!("{name} dev, raw text"),
            &counts,
            &[
                "Tokens",
                "Words",
                "Sentences",
                "UPOS",
                "XPOS",
                "UFeats",
                "Lemmas",
                "UAS",
                "LAS",
                "LAS with subtypes",
                "MLAS",
            ],
        ));
        let mut counts = Counts::new();
        let kept: Vec<Vec<Tree>> = documents.par_iter().map(|d| read_pretokenized(d)).collect();
        for (document, system) in documents.iter().zip(&kept) {
            count(document, system, &mut counts);
        }
        rows.extend(table(
            &format!("{name} dev, gold words"),
            &counts,
            &["UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS", "LAS with subtypes", "MLAS"],
        ));
    }
    Ok(Some(rows))
}

/// The gold sentences of each document.
pub fn documents(gold: &[Tree]) -> Vec<&[Tree]> {
    gold.chunk_by(|_, next| !next.new_document).collect()
}

/// A report that is nothing but `text`.
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

fn read_raw(document: &[Tree]) -> (String, Vec<Tree>) {
    let report = report(conllu::text(document).0);
    let parsed: Document = parallax_parse::document(&report, Reader::bundled());
    let written = conllu::write(&parsed, &report.text);
    (report.text, conllu::read(&written))
}

fn read_pretokenized(document: &[Tree]) -> Vec<Tree> {
    let trees: Vec<(usize, &Tree)> = document.iter().enumerate().collect();
    let plain: String = trees.iter().map(|(_, tree)| plain(tree)).collect();
    let (text, parsed) = conllu::annotate_pretokenized(&plain, Reader::bundled());
    conllu::read(&conllu::write(&parsed, &text))
}

/// Words alone, as a pretokenized file has them.
fn plain(tree: &Tree) -> String {
    let mut out = String::from(if tree.new_paragraph { "# newpar\n" } else { "" });
    for (i, word) in tree.words.iter().enumerate() {
        let misc = if word.space_after { "_" } else { "SpaceAfter=No" };
        out.push_str(&format!("{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n", i + 1, word.form));
    }
    out + "\n"
}

/// For each measure: right, in the system's output, in the gold.
type Counts = BTreeMap<&'static str, [usize; 3]>;

fn table(set: &str, counts: &Counts, measures: &[&str]) -> Vec<Row> {
    let row = |measure: &&str| {
        let [right, system, gold] = counts.get(measure).copied().unwrap_or_default();
        let value = 200.0 * right as f64 / (system + gold).max(1) as f64;
        Row { set: set.into(), measure: format!("{measure} F1"), value, of: gold, note: "CoNLL 2018 evaluation".into() }
    };
    measures.iter().map(row).collect()
}

/// A word with its place among the characters that are no white space.
struct Placed<'t> {
    span: (usize, usize),
    multi: bool,
    word: &'t conllu::Word,
    /// Index of the head among all words; `None` for a root.
    head: Option<usize>,
    /// Relations and tags of the functional words below, for MLAS.
    functional: Vec<usize>,
}

struct Side<'t> {
    words: Vec<Placed<'t>>,
    tokens: Vec<(usize, usize)>,
    sentences: Vec<(usize, usize)>,
}

fn side(trees: &[Tree]) -> Side<'_> {
    let mut side = Side { words: Vec::new(), tokens: Vec::new(), sentences: Vec::new() };
    let mut at = 0;
    let length = |form: &str| form.chars().filter(|c| !c.is_whitespace()).count();
    for tree in trees {
        let (begin, first) = (at, side.words.len());
        let mut i = 0;
        while i < tree.words.len() {
            let range = tree.ranges.iter().find(|r| r.0 == i && r.1 < tree.words.len());
            let (last, size) = range.map_or((i, length(&tree.words[i].form)), |r| (r.1, length(&r.2)));
            side.tokens.push((at, at + size));
            for word in &tree.words[i..=last] {
                let head = word.head.checked_sub(1).map(|h| first + h);
                side.words.push(Placed {
                    span: (at, at + size),
                    multi: range.is_some(),
                    word,
                    head,
                    functional: vec![],
                });
            }
            at += size;
            i = last + 1;
        }
        side.sentences.push((begin, at));
    }
    for i in 0..side.words.len() {
        if let Some(head) = side.words[i].head.filter(|&h| h < side.words.len() && is_functional(side.words[i].word)) {
            side.words[head].functional.push(i);
        }
    }
    side
}

fn relation(word: &conllu::Word) -> &str {
    word.deprel.split(':').next().unwrap_or("")
}

fn is_functional(word: &conllu::Word) -> bool {
    matches!(relation(word), "aux" | "cop" | "mark" | "det" | "clf" | "case" | "cc")
}

fn is_content(word: &conllu::Word) -> bool {
    matches!(
        relation(word),
        "nsubj"
            | "obj"
            | "iobj"
            | "csubj"
            | "ccomp"
            | "xcomp"
            | "obl"
            | "vocative"
            | "expl"
            | "dislocated"
            | "advcl"
            | "advmod"
            | "discourse"
            | "nmod"
            | "appos"
            | "nummod"
            | "acl"
            | "amod"
            | "conj"
            | "fixed"
            | "flat"
            | "compound"
            | "list"
            | "parataxis"
            | "orphan"
            | "goeswith"
            | "reparandum"
            | "root"
            | "dep"
    )
}

fn features(word: &conllu::Word) -> Vec<&str> {
    let known = |f: &&str| UNIVERSAL.contains(&f.split('=').next().unwrap_or(""));
    let mut features: Vec<&str> = word.feats.split('|').filter(known).collect();
    features.sort_unstable();
    features
}

fn count(gold: &[Tree], system: &[Tree], counts: &mut Counts) {
    let (gold, system) = (side(gold), side(system));
    let mut add = |measure: &'static str, right: usize, of_system: usize, of_gold: usize| {
        let sum = counts.entry(measure).or_default();
        *sum = [sum[0] + right, sum[1] + of_system, sum[2] + of_gold];
    };
    add("Tokens", common(&gold.tokens, &system.tokens), system.tokens.len(), gold.tokens.len());
    add("Sentences", common(&gold.sentences, &system.sentences), system.sentences.len(), gold.sentences.len());
    let pairs = align(&gold.words, &system.words);
    let mut partner = vec![None; system.words.len()];
    pairs.iter().for_each(|&(g, s)| partner[s] = Some(g));
    let all = (system.words.len(), gold.words.len());
    let agree = |test: &dyn Fn(&conllu::Word, &conllu::Word) -> bool| {
        pairs.iter().filter(|&&(g, s)| test(gold.words[g].word, system.words[s].word)).count()
    };
    let same_head = |g: usize, s: usize| match (gold.words[g].head, system.words[s].head) {
        (None, None) => true,
        (Some(g), Some(s)) => partner.get(s).copied().flatten() == Some(g),
        _ => false,
    };
    let attached = |test: &dyn Fn(&conllu::Word, &conllu::Word) -> bool| {
        pairs.iter().filter(|&&(g, s)| same_head(g, s) && test(gold.words[g].word, system.words[s].word)).count()
    };
    add("Words", pairs.len(), all.0, all.1);
    add("UPOS", agree(&|g, s| g.upos == s.upos), all.0, all.1);
    add("XPOS", agree(&|g, s| g.xpos == s.xpos), all.0, all.1);
    add("UFeats", agree(&|g, s| features(g) == features(s)), all.0, all.1);
    add("Lemmas", agree(&|g, s| g.lemma == "_" || g.lemma == s.lemma), all.0, all.1);
    add("UAS", attached(&|_, _| true), all.0, all.1);
    add("LAS", attached(&|g, s| relation(g) == relation(s)), all.0, all.1);
    add("LAS with subtypes", attached(&|g, s| g.deprel == s.deprel), all.0, all.1);
    let tags = |g: &conllu::Word, s: &conllu::Word| g.upos == s.upos && features(g) == features(s);
    let helped = |g: usize, s: usize| {
        let (mine, theirs) = (&gold.words[g].functional, &system.words[s].functional);
        mine.len() == theirs.len()
            && mine.iter().zip(theirs).all(|(&a, &b)| {
                let (a_word, b_word) = (gold.words[a].word, system.words[b].word);
                partner[b] == Some(a) && relation(a_word) == relation(b_word) && tags(a_word, b_word)
            })
    };
    let content = pairs.iter().filter(|&&(g, s)| {
        let (gold_word, word) = (gold.words[g].word, system.words[s].word);
        is_content(gold_word)
            && relation(gold_word) == relation(word)
            && same_head(g, s)
            && tags(gold_word, word)
            && helped(g, s)
    });
    let contents = |side: &Side| side.words.iter().filter(|w| is_content(w.word)).count();
    add("MLAS", content.count(), contents(&system), contents(&gold));
}

/// How many spans both have (both in order).
fn common(a: &[(usize, usize)], b: &[(usize, usize)]) -> usize {
    let (mut i, mut j, mut same) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                same += usize::from(a[i].1 == b[j].1);
                i += 1;
                j += 1;
            }
        }
    }
    same
}

/// Pairs of gold and system words: by equal spans, inside multi-word tokens by the longest common subsequence of forms.
fn align(gold: &[Placed], system: &[Placed]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].multi || system[s].multi {
            let (to_g, to_s) = multi_end(gold, system, g, s);
            pairs.extend(subsequence(&gold[g..to_g], &system[s..to_s]).into_iter().map(|(a, b)| (g + a, s + b)));
            (g, s) = (to_g, to_s);
        } else if gold[g].span == system[s].span {
            pairs.push((g, s));
            (g, s) = (g + 1, s + 1);
        } else if gold[g].span.0 <= system[s].span.0 {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// Where the stretch ends that holds the multi-word token at `g` or `s` and everything that overlaps it.
fn multi_end(gold: &[Placed], system: &[Placed], mut g: usize, mut s: usize) -> (usize, usize) {
    let mut end = if gold[g].multi { gold[g].span.1 } else { system[s].span.1 };
    // The side that lies wholly before the other's token is skipped first.
    if !gold[g].multi || system[s].multi && system[s].span.0 < gold[g].span.0 {
        end = system[s].span.1;
    }
    loop {
        if g < gold.len() && gold[g].span.0 < end {
            if gold[g].multi {
                end = end.max(gold[g].span.1);
            }
            g += 1;
        } else if s < system.len() && system[s].span.0 < end {
            if system[s].multi {
                end = end.max(system[s].span.1);
            }
            s += 1;
        } else {
            return (g, s);
        }
    }
}

fn subsequence(gold: &[Placed], system: &[Placed]) -> Vec<(usize, usize)> {
    let same = |g: usize, s: usize| gold[g].word.form.to_lowercase() == system[s].word.form.to_lowercase();
    let mut best = vec![vec![0usize; system.len() + 1]; gold.len() + 1];
    for g in (0..gold.len()).rev() {
        for s in (0..system.len()).rev() {
            best[g][s] = if same(g, s) { best[g + 1][s + 1] + 1 } else { best[g + 1][s].max(best[g][s + 1]) };
        }
    }
    let (mut g, mut s, mut out) = (0, 0, Vec::new());
    while g < gold.len() && s < system.len() {
        if same(g, s) {
            out.push((g, s));
            (g, s) = (g + 1, s + 1);
        } else if best[g + 1][s] >= best[g][s + 1] {
            g += 1;
        } else {
            s += 1;
        }
    }
    out
}
