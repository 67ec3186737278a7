//! Fits the weights of the antecedent ranker on the training parts of OntoGUM and GAP: `data/coref/weights.tsv`.
//!
//! Softmax over candidates and "new", marginal over right antecedents, with costs added to wrong choices (Durrett and
//! Klein 2013); AdaGrad, with small weights cut to nothing at the end. Deterministic: one thread, data in file order.

use crate::coref::{Gap, GumDocument, Names, gap, gum, mention_at};
use anyhow::{Context, Result};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report, Span};
use parallax_parse::Reader;
use parallax_resolve::rank::{Hashes, Record, hash_of};
use parallax_resolve::within::rank::{Candidate, decide};
use parallax_resolve::within::{Grounds, Scene, features, sure};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::Path;

/// Costs of wrong choices: linking what is new, taking for new what is not, linking to the wrong one.
const COSTS: (f64, f64, f64) = (0.1, 3.0, 1.0);
/// Features seen fewer times get no weight.
const LEAST: u32 = 4;
const PASSES: usize = 6;
const RATE: f64 = 0.1;
/// Pull of every weight towards nothing, per update it takes part in.
const SHRINK: f64 = 0.002;
/// Examples of GAP learnt from, so that its one genre does not outweigh GUM's twelve.
const GAP_EXAMPLES: usize = 2000;
/// Weights smaller than this are cut.
const CUT: f32 = 0.1;

/// One text to learn from, with which antecedents are right.
struct Lesson {
    report: Report,
    document: Document,
    account: Account,
    right: Right,
}

enum Right {
    /// `[mention]` → gold cluster; all anaphors are learnt from.
    Clusters(Vec<Option<usize>>),
    /// One pronoun, the name it means and those it does not.
    Pronoun { pronoun: Option<usize>, means: Vec<usize>, not: Vec<usize> },
}

/// One decision: the features of "new" and of each candidate, and which of these are right.
struct Example {
    options: Vec<Vec<u32>>,
    right: Vec<bool>,
}

/// Numbers for the features seen, and their weights.
#[derive(Default)]
struct Model {
    number: HashMap<u64, u32>,
    weights: Vec<f64>,
}

impl Model {
    fn score(&self, features: &[u32]) -> f64 {
        features.iter().filter_map(|&f| self.weights.get(f as usize)).sum()
    }
    fn numbered(&mut self, features: &[u64]) -> Vec<u32> {
        let number = &mut self.number;
        let mut of = |f: u64| {
            let next = number.len() as u32;
            *number.entry(f).or_insert(next)
        };
        let out = features.iter().map(|&f| of(f)).collect();
        self.weights.resize(self.number.len(), 0.0);
        out
    }
}

/// Learns from the training parts below `data` and returns the table.
///
/// Two rounds: in the first, features of clusters come from gold decisions (there is no model yet), in the second from
/// the decisions of the first round's model, as they will be when it is used.
pub fn train(data: &Path) -> Result<String> {
    let mut lessons: Vec<Lesson> =
        gum(data, "train", Names::Gold)?.context("no coref/gum")?.into_iter().map(of_gum).collect();
    lessons.extend(gap(data, "train")?.unwrap_or_default().into_iter().take(GAP_EXAMPLES).map(of_gap));
    let mut model = Model::default();
    for round in 0..2 {
        let examples: Vec<Example> = lessons.iter().flat_map(|l| examples(&mut model, l, round == 0)).collect();
        model.weights = fit(&examples, model.number.len());
    }
    Ok(table(&model, &lessons))
}

fn of_gum(document: GumDocument) -> Lesson {
    let lexicon = Lexicon::bundled();
    let account = parallax_extract::account(&document.report, &document.gold, lexicon);
    let scene = Scene::new(&document.report, &document.gold, &account, Grounds::default(), lexicon);
    let mut cluster_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, cluster) in document.clusters.iter().enumerate() {
        cluster_of.extend(cluster.iter().map(|&span| (span, i)));
    }
    let right = (0..account.mentions.len())
        .map(|m| cluster_of.get(&crate::coref_spans::solid_phrase(&scene, m)?).copied())
        .collect();
    drop(scene);
    Lesson { report: document.report, document: document.gold, account, right: Right::Clusters(right) }
}

fn of_gap(example: Gap) -> Lesson {
    let lexicon = Lexicon::bundled();
    let document = parallax_parse::document(&example.report, Reader::bundled());
    let account = parallax_extract::account(&example.report, &document, lexicon);
    let scene = Scene::new(&example.report, &document, &account, Grounds::default(), lexicon);
    let at = |span: Span| mention_at(&scene, span);
    let pick = |wanted: bool| example.names.iter().filter(|n| n.1 == wanted).filter_map(|n| at(n.0)).collect();
    let right = Right::Pronoun { pronoun: at(example.pronoun), means: pick(true), not: pick(false) };
    drop(scene);
    Lesson { report: example.report, document, account, right }
}

/// The decisions of a lesson, going on with the gold decisions or the model's.
fn examples(model: &mut Model, lesson: &Lesson, gold: bool) -> Vec<Example> {
    let mut out = Vec::new();
    let mut scene =
        Scene::new(&lesson.report, &lesson.document, &lesson.account, Grounds::default(), Lexicon::bundled());
    sure(&mut scene);
    decide(&mut scene, &mut |scene, anaphor, candidates| {
        let options: Vec<Vec<u32>> = options(scene, anaphor, candidates).iter().map(|o| model.numbered(o)).collect();
        let scores: Vec<f64> = options.iter().map(|o| model.score(o)).collect();
        let judged = right_ones(scene, lesson, anaphor, candidates);
        let chosen: Vec<bool> = match &judged {
            Some(right) if gold && matches!(lesson.right, Right::Clusters(_)) => right.clone(),
            _ => scores.iter().map(|s| *s > scores[0]).collect(),
        };
        if let Some(right) = judged {
            out.push(Example { options, right });
        }
        (0..candidates.len())
            .filter(|&i| chosen[i + 1])
            .map(|i| ((scores[i + 1] - scores[0]) as f32, candidates[i].mention))
            .collect()
    });
    out
}

/// Weights of `features` features that make the right options of the examples likely.
fn fit(examples: &[Example], features: usize) -> Vec<f64> {
    let mut seen = vec![0u32; features];
    for feature in examples.iter().flat_map(|e| e.options.iter().flatten()) {
        seen[*feature as usize] += 1;
    }
    let (mut weights, mut squares) = (vec![0.0f64; features], vec![0.0f64; features]);
    for pass in 0..PASSES {
        let rate = RATE / (1.0 + pass as f64 * 0.3);
        for example in examples {
            let scores: Vec<f64> =
                example.options.iter().map(|o| o.iter().map(|&f| weights[f as usize]).sum()).collect();
            for (option, gradient) in example.options.iter().zip(gradients(&scores, &example.right)) {
                if gradient.abs() < 1e-3 {
                    continue;
                }
                for &f in option {
                    let f = f as usize;
                    if seen[f] >= LEAST {
                        squares[f] += gradient * gradient;
                        weights[f] += rate * (gradient - SHRINK * weights[f]) / (1e-2 + squares[f]).sqrt();
                    }
                }
            }
        }
    }
    weights
}

/// The features of "new" and of each candidate.
fn options(scene: &Scene, anaphor: usize, candidates: &[Candidate]) -> Vec<Vec<u64>> {
    let mut new = Hashes::default();
    features::new(scene, anaphor, &mut new);
    let mut out = vec![new.0];
    for c in candidates {
        let mut pair = Hashes::default();
        features::pair(scene, anaphor, c.mention, c.nearer, &mut pair);
        out.push(pair.0);
    }
    out
}

/// Which of "new" and the candidates are right; `None`: nothing to learn here.
fn right_ones(scene: &Scene, lesson: &Lesson, anaphor: usize, candidates: &[Candidate]) -> Option<Vec<bool>> {
    match &lesson.right {
        Right::Clusters(of) => {
            let own = of[anaphor];
            let mut right: Vec<bool> = candidates.iter().map(|c| own.is_some() && of[c.mention] == own).collect();
            let new = !right.contains(&true);
            // Its antecedent is beyond reach: nothing right can be chosen.
            let beyond =
                new && own.is_some() && (0..anaphor).any(|m| of[m] == own && !scene.clusters.together(m, anaphor));
            right.insert(0, new);
            (!beyond).then_some(right)
        }
        Right::Pronoun { pronoun, means, not } => {
            if *pronoun != Some(anaphor) {
                return None;
            }
            let of_any = |names: &[usize], c: &Candidate| names.iter().any(|&n| scene.clusters.together(n, c.mention));
            let right: Vec<bool> = match means.is_empty() {
                false => candidates.iter().map(|c| of_any(means, c)).collect(),
                true => candidates.iter().map(|c| !of_any(not, c)).collect(),
            };
            right.contains(&true).then(|| [&[false], right.as_slice()].concat())
        }
    }
}

/// How each option's score should move.
fn gradients(scores: &[f64], right: &[bool]) -> Vec<f64> {
    let (false_link, false_new, wrong_link) = COSTS;
    let new_is_right = right.first().copied().unwrap_or(false);
    let cost = |i: usize| match (right[i], i) {
        (true, _) => 0.0,
        (false, 0) => false_new,
        (false, _) if new_is_right => false_link,
        _ => wrong_link,
    };
    let all = softmax(&(0..scores.len()).map(|i| scores[i] + cost(i)).collect::<Vec<_>>());
    let good =
        softmax(&(0..scores.len()).map(|i| if right[i] { scores[i] } else { f64::NEG_INFINITY }).collect::<Vec<_>>());
    good.iter().zip(&all).map(|(g, a)| g - a).collect()
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}

/// The table: names of features found by going through the lessons once more, in alphabetical order.
fn table(model: &Model, lessons: &[Lesson]) -> String {
    let mut kept: BTreeMap<String, f32> = BTreeMap::new();
    let mut note = |record: Record| {
        for name in record.0 {
            let weight =
                model.number.get(&hash_of(&name)).and_then(|&f| model.weights.get(f as usize)).copied().unwrap_or(0.0)
                    as f32;
            if weight.abs() >= CUT {
                kept.insert(name, weight);
            }
        }
    };
    for lesson in lessons {
        let mut scene =
            Scene::new(&lesson.report, &lesson.document, &lesson.account, Grounds::default(), Lexicon::bundled());
        sure(&mut scene);
        decide(&mut scene, &mut |scene, anaphor, found| {
            let mut new = Record::default();
            features::new(scene, anaphor, &mut new);
            note(new);
            for c in found {
                let mut pair = Record::default();
                features::pair(scene, anaphor, c.mention, c.nearer, &mut pair);
                note(pair);
            }
            let known = |o: &Vec<u64>| {
                o.iter().filter_map(|f| model.number.get(f)).filter_map(|&f| model.weights.get(f as usize)).sum::<f64>()
            };
            let scores: Vec<f64> = options(scene, anaphor, found).iter().map(known).collect();
            (0..found.len())
                .filter(|&i| scores[i + 1] > scores[0])
                .map(|i| ((scores[i + 1] - scores[0]) as f32, found[i].mention))
                .collect()
        });
    }
    let mut out = String::from("# feature\tweight\n");
    for (name, weight) in kept {
        let _ = writeln!(out, "{name}\t{weight:.3}");
    }
    out
}
