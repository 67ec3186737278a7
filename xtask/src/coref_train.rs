//! Fits the antecedent ranker on the training parts of OntoGUM and GAP: `data/coref/ranker.tsv`.
//!
//! OntoGUM is learnt from twice: on its gold trees, and on the reader's own reading of its texts, with the faults that
//! the ranker will meet in use. Deterministic: texts in file order, one thread and one seed for each network.

use crate::coref::{Answers, Gap, GumDocument, conll_of, gap, gum, mention_at};
use crate::coref_net::{Example, Nets, Settings};
use crate::coref_spans::predicted;
use crate::metrics::Conll;
use anyhow::{Context, Result};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report, Span};
use parallax_parse::Reader;
use parallax_resolve::rank::{Hashes, Ranker, Record, hash_of};
use parallax_resolve::within::rank::{Candidate, decide, resolve};
use parallax_resolve::within::{Grounds, Scene, features, sure};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Examples of GAP learnt from, so that its one genre does not outweigh GUM's twelve.
const GAP_EXAMPLES: usize = 2000;
const SETTINGS: Settings = Settings { passes: 2, rate: 0.004, shrink: 0.002, least: 60, seed: 1 };

/// One text to learn from, with which antecedents are right.
struct Lesson {
    report: Report,
    document: Document,
    account: Account,
    right: Right,
}

enum Right {
    /// `[mention]` → gold cluster; all anaphors are learnt from. And the clusters themselves, with what is no mention.
    Clusters(Vec<Option<usize>>, Vec<Vec<(usize, usize)>>),
    /// One pronoun, the name it means and those it does not; and the spans of these.
    Pronoun { pronoun: Option<usize>, means: Vec<usize>, not: Vec<usize>, asked: Span, names: [(Span, bool); 2] },
}

impl Lesson {
    /// Its mentions, put together as far as that is sure.
    fn scene(&self) -> Scene<'_> {
        let mut scene = Scene::new(&self.report, &self.document, &self.account, Grounds::default(), Lexicon::bundled());
        sure(&mut scene);
        scene
    }
}

/// Numbers for the features seen, and the network over them.
#[derive(Default)]
struct Model {
    number: HashMap<u64, u32>,
    nets: Nets,
}

impl Model {
    fn numbered(&mut self, features: &[u64]) -> Vec<u32> {
        let mut out = Vec::with_capacity(features.len());
        for &f in features {
            let next = self.number.len() as u32;
            out.push(*self.number.entry(f).or_insert(next));
        }
        out
    }
    /// Renumbers the features of examples so that those seen often enough come first; returns how many these are.
    fn keep_frequent(&mut self, examples: &mut [Example], least: u32) -> usize {
        let mut seen = vec![0u32; self.number.len()];
        for &f in examples.iter().flat_map(Example::features) {
            seen[f as usize] += 1;
        }
        let mut order: Vec<u32> = (0..seen.len() as u32).collect();
        order.sort_by_key(|&f| seen[f as usize] < least);
        let mut new = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&f, i)| new[f as usize] = i);
        self.number.values_mut().for_each(|f| *f = new[*f as usize]);
        examples.iter_mut().flat_map(Example::features_mut).for_each(|f| *f = new[*f as usize]);
        seen.iter().filter(|&&n| n >= least).count()
    }
}

/// Learns from the training parts below `data` and returns the table.
pub fn train(data: &Path) -> Result<String> {
    let lessons = lessons(data)?;
    Ok(table(&lessons.iter().collect::<Vec<_>>()))
}

/// Learns from two thirds of the training texts and resolves the last, three times over; prints how well.
pub fn held_out(data: &Path) -> Result<()> {
    let lessons = lessons(data)?;
    let (mut gum, mut answers) = ([Conll::default(), Conll::default()], Answers::default());
    for fold in 0..3 {
        // The two lessons of one text of GUM stand beside each other.
        let (out, kept): (Vec<_>, Vec<_>) = lessons.iter().enumerate().partition(|(i, _)| i / 2 % 3 == fold);
        let ranker = Ranker::read(&table(&kept.into_iter().map(|(_, lesson)| lesson).collect::<Vec<_>>()));
        for (i, lesson) in out {
            let mut scene = lesson.scene();
            resolve(&mut scene, &ranker);
            match &lesson.right {
                Right::Clusters(_, gold) => gum[i % 2].add(conll_of(gold, &predicted(&scene))),
                Right::Pronoun { asked, names, .. } => answers.add(&scene, *asked, names),
            }
        }
    }
    println!(
        "OntoGUM train, held out: CoNLL average {:.2} with gold trees, {:.2} from raw text",
        100.0 * gum[0].f1(),
        100.0 * gum[1].f1()
    );
    println!("GAP train, held out: F1 {:.2}", 100.0 * answers.f1());
    Ok(())
}

fn lessons(data: &Path) -> Result<Vec<Lesson>> {
    let gum = gum(data, "train")?.context("no coref/gum")?;
    let mut lessons: Vec<Lesson> =
        gum.par_iter().flat_map_iter(|document| [of_gum(document, false), of_gum(document, true)]).collect();
    let gap: Vec<Gap> = gap(data, "train")?.unwrap_or_default().into_iter().take(GAP_EXAMPLES).collect();
    lessons.par_extend(gap.into_par_iter().map(of_gap));
    Ok(lessons)
}

fn table(lessons: &[&Lesson]) -> String {
    let model = learn(lessons, &SETTINGS);
    model.nets.table(&names(&model, lessons))
}

/// Two rounds: in the first, features of clusters come from gold decisions (there is no model yet), in the second from
/// the decisions of the first round's model, as they will be when it is used.
fn learn(lessons: &[&Lesson], settings: &Settings) -> Model {
    let mut model = Model::default();
    for round in 0..2 {
        let mut examples: Vec<Example> = lessons.iter().flat_map(|l| examples(&mut model, l, round == 0)).collect();
        let kept = model.keep_frequent(&mut examples, settings.least);
        model.nets = Nets::fit(&examples, kept, settings);
    }
    model
}

/// A document of GUM with its gold trees, or as the reader reads its text.
fn of_gum(document: &GumDocument, raw: bool) -> Lesson {
    let lexicon = Lexicon::bundled();
    let grammar = match raw {
        true => parallax_parse::document(&document.report, Reader::bundled()),
        false => document.gold.clone(),
    };
    let account = parallax_extract::account(&document.report, &grammar, lexicon);
    let scene = Scene::new(&document.report, &grammar, &account, Grounds::default(), lexicon);
    let mut cluster_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, cluster) in document.clusters.iter().enumerate() {
        cluster_of.extend(cluster.iter().map(|&span| (span, i)));
    }
    let right = (0..account.mentions.len())
        .map(|m| cluster_of.get(&crate::coref_spans::solid_phrase(&scene, m)?).copied())
        .collect();
    drop(scene);
    Lesson {
        report: document.report.clone(),
        document: grammar,
        account,
        right: Right::Clusters(right, document.clusters.clone()),
    }
}

fn of_gap(example: Gap) -> Lesson {
    let lexicon = Lexicon::bundled();
    let document = parallax_parse::document(&example.report, Reader::bundled());
    let account = parallax_extract::account(&example.report, &document, lexicon);
    let scene = Scene::new(&example.report, &document, &account, Grounds::default(), lexicon);
    let at = |span: Span| mention_at(&scene, span);
    let pick = |wanted: bool| example.names.iter().filter(|n| n.1 == wanted).filter_map(|n| at(n.0)).collect();
    let (asked, names) = (example.pronoun, example.names);
    let right = Right::Pronoun { pronoun: at(asked), means: pick(true), not: pick(false), asked, names };
    drop(scene);
    Lesson { report: example.report, document, account, right }
}

/// The decisions of a lesson, going on with the gold decisions or the model's.
fn examples(model: &mut Model, lesson: &Lesson, gold: bool) -> Vec<Example> {
    let mut out = Vec::new();
    let mut scene = lesson.scene();
    decide(&mut scene, &mut |scene, anaphor, candidates| {
        let options: Vec<Vec<u32>> = options(scene, anaphor, candidates).iter().map(|o| model.numbered(o)).collect();
        let scores: Vec<f32> = options.iter().map(|o| model.nets.score(o)).collect();
        let judged = right_ones(scene, lesson, anaphor, candidates);
        let chosen: Vec<bool> = match &judged {
            Some(right) if gold && matches!(lesson.right, Right::Clusters(..)) => right.clone(),
            _ => scores.iter().map(|s| *s > scores[0]).collect(),
        };
        if let Some(right) = judged {
            out.push(Example::new(&options, right));
        }
        (0..candidates.len())
            .filter(|&i| chosen[i + 1])
            .map(|i| (scores[i + 1] - scores[0], candidates[i].mention))
            .collect()
    });
    out
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
        Right::Clusters(of, _) => {
            let own = of[anaphor];
            let mut right: Vec<bool> = candidates.iter().map(|c| own.is_some() && of[c.mention] == own).collect();
            let new = !right.contains(&true);
            // Its antecedent is beyond reach: nothing right can be chosen.
            let beyond =
                new && own.is_some() && (0..anaphor).any(|m| of[m] == own && !scene.clusters.together(m, anaphor));
            right.insert(0, new);
            (!beyond).then_some(right)
        }
        Right::Pronoun { pronoun, means, not, .. } => {
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

/// The names of the rows, found by going through the lessons once more; a few that only decisions made on the way had
/// stay empty.
fn names(model: &Model, lessons: &[&Lesson]) -> Vec<String> {
    let mut names = vec![String::new(); model.nets.features()];
    let mut note = |record: Record| {
        for name in record.0 {
            if let Some(to) = model.number.get(&hash_of(&name)).and_then(|&f| names.get_mut(f as usize)) {
                *to = name;
            }
        }
    };
    for lesson in lessons {
        let mut scene = lesson.scene();
        decide(&mut scene, &mut |scene, anaphor, found| {
            let mut new = Record::default();
            features::new(scene, anaphor, &mut new);
            note(new);
            for c in found {
                let mut pair = Record::default();
                features::pair(scene, anaphor, c.mention, c.nearer, &mut pair);
                note(pair);
            }
            let score = |o: &Vec<u64>| {
                model.nets.score(&o.iter().filter_map(|f| model.number.get(f)).copied().collect::<Vec<u32>>())
            };
            let scores: Vec<f32> = options(scene, anaphor, found).iter().map(score).collect();
            (0..found.len())
                .filter(|&i| scores[i + 1] > scores[0])
                .map(|i| (scores[i + 1] - scores[0], found[i].mention))
                .collect()
        });
    }
    names
}
