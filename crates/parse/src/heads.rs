//! What is read off the encoder's word vectors: tags, features, names, trees, meaning.

use crate::encoder::{DIM, dot};
use crate::matrix::{Linear, Scratch};
use crate::nonlinear::gelu;
use crate::tree;

/// The labels that each head chooses from.
pub struct Labels {
    /// Universal parts of speech.
    pub upos: Vec<String>,
    /// Penn Treebank tags.
    pub xpos: Vec<String>,
    /// Feature strings.
    pub feats: Vec<String>,
    /// `O`, `B-PER`, `I-PER` …
    pub ner: Vec<String>,
    /// Dependency relations with subtypes.
    pub deprel: Vec<String>,
}

/// The heads' weights.
pub struct Heads {
    /// Label lists.
    pub labels: Labels,
    /// Added to the encoder's vector of a word, by its shape class: one of DIM each.
    pub word_shapes: Vec<f32>,
    /// Tags.
    pub upos: Linear,
    /// Tags.
    pub xpos: Linear,
    /// Features as one label.
    pub feats: Linear,
    /// Names, hidden layer.
    pub ner1: Linear,
    /// Names, labels.
    pub ner2: Linear,
    /// Word as dependent, for arcs.
    pub arc_dep: Linear,
    /// Word as head, for arcs.
    pub arc_head: Linear,
    /// Dependent to the space of heads: the biaffine form of Dozat & Manning (2017).
    pub arc: Linear,
    /// Word as dependent, for relations.
    pub rel_dep: Linear,
    /// Word as head, for relations.
    pub rel_head: Linear,
    /// Head to `relations × (dependent's length + 1)`.
    pub rel: Linear,
    /// Meaning vector.
    pub meaning: Linear,
}

/// One sentence's readings, as label indices.
pub struct Reading {
    /// Index into [`Labels::upos`] for every word.
    pub upos: Vec<usize>,
    /// Index into [`Labels::xpos`].
    pub xpos: Vec<usize>,
    /// Index into [`Labels::feats`].
    pub feats: Vec<usize>,
    /// Index into [`Labels::ner`].
    pub ner: Vec<usize>,
    /// Head of every word: 0 = root, words count from 1.
    pub heads: Vec<usize>,
    /// Index into [`Labels::deprel`].
    pub deprel: Vec<usize>,
    /// One after another.
    pub meaning: Vec<f32>,
}

impl Heads {
    /// Reads sentences: `words` `[words of all, DIM]`, `roots` `[sentences, DIM]` the vectors that stand for their roots,
    /// `lengths` their words. Everything that looks at one word is done for all sentences at once, which fills the tiles of
    /// the products.
    pub fn read(&self, words: &[f32], roots: &[f32], lengths: &[usize], scratch: &mut Scratch) -> Vec<Reading> {
        let mut tag = |head: &Linear| -> Vec<usize> {
            let scores = head.apply(words, scratch);
            scores.chunks_exact(head.outputs).map(top).collect()
        };
        let (upos, xpos, feats) = (tag(&self.upos), tag(&self.xpos), tag(&self.feats));
        let mut hidden = self.ner1.apply(words, scratch);
        gelu(&mut hidden);
        let names_of = self.ner2.apply(&hidden, scratch);
        let meaning = self.meaning.apply(words, scratch);
        // Each sentence's root, then its words: what may be a head.
        let (mut everything, mut at) = (Vec::with_capacity(words.len() + roots.len()), 0);
        for (root, length) in roots.chunks_exact(DIM).zip(lengths) {
            everything.extend(root);
            everything.extend(&words[at * DIM..][..length * DIM]);
            at += length;
        }
        let heads = self.arcs(words, &everything, lengths, scratch);
        let deprel = self.relations(words, &everything, &heads, lengths, scratch);
        let mut begin = 0;
        let readings = lengths.iter().map(|&n| {
            let at = begin..begin + n;
            begin += n;
            let part = |all: &[f32], size: usize| all[at.start * size..at.end * size].to_vec();
            Reading {
                upos: upos[at.clone()].to_vec(),
                xpos: xpos[at.clone()].to_vec(),
                feats: feats[at.clone()].to_vec(),
                ner: names(&part(&names_of, self.ner2.outputs), &self.labels.ner),
                heads: heads[at.clone()].to_vec(),
                deprel: deprel[at.clone()].to_vec(),
                meaning: part(&meaning, self.meaning.outputs),
            }
        });
        readings.collect()
    }

    /// The head of every word within its sentence: 0 is the root.
    fn arcs(&self, words: &[f32], everything: &[f32], lengths: &[usize], scratch: &mut Scratch) -> Vec<usize> {
        let mut as_dependent = self.arc_dep.apply(words, scratch);
        leaky(&mut as_dependent);
        let mut as_head = self.arc_head.apply(everything, scratch);
        leaky(&mut as_head);
        let asked = self.arc.apply(&as_dependent, scratch);
        let size = self.arc.outputs;
        let (mut out, mut asked, mut as_head) = (Vec::new(), &asked[..], &as_head[..]);
        for &n in lengths {
            let (dependents, later) = asked.split_at(n * size);
            let (candidates, rest) = as_head.split_at((n + 1) * size);
            (asked, as_head) = (later, rest);
            let mut scores = Vec::with_capacity(n * (n + 1));
            for dependent in dependents.chunks_exact(size) {
                scores.extend(candidates.chunks_exact(size).map(|head| dot(dependent, head)));
            }
            out.extend(tree::heads(&scores, n));
        }
        out
    }

    /// The best relation of every word to its head; `root` stands at the root and nowhere else.
    fn relations(
        &self,
        words: &[f32],
        everything: &[f32],
        heads: &[usize],
        lengths: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<usize> {
        let mut as_dependent = self.rel_dep.apply(words, scratch);
        leaky(&mut as_dependent);
        let mut as_head = self.rel_head.apply(everything, scratch);
        leaky(&mut as_head);
        let size = self.rel_head.outputs;
        let (mut chosen, mut word, mut root) = (Vec::with_capacity(heads.len() * size), 0, 0);
        for &n in lengths {
            heads[word..word + n].iter().for_each(|h| chosen.extend(&as_head[(root + h) * size..][..size]));
            (word, root) = (word + n, root + n + 1);
        }
        let forms = self.rel.apply(&chosen, scratch);
        let root = self.labels.deprel.iter().position(|r| r == "root");
        let words = as_dependent.chunks_exact(size).zip(forms.chunks_exact(self.rel.outputs)).zip(heads);
        words
            .map(|((dependent, form), &head)| match root {
                Some(root) if head == 0 => root,
                _ => {
                    let score = |row: &[f32]| dot(dependent, &row[..size]) + row[size];
                    let mut scores: Vec<f32> = form.chunks_exact(size + 1).map(score).collect();
                    if let Some(root) = root {
                        scores[root] = f32::MIN;
                    }
                    top(&scores)
                }
            })
            .collect()
    }
}

fn leaky(x: &mut [f32]) {
    for v in x {
        *v = v.max(*v * 0.1);
    }
}

fn top(scores: &[f32]) -> usize {
    scores.iter().enumerate().fold(0, |best, (i, s)| if *s > scores[best] { i } else { best })
}

/// The best label sequence (Viterbi) in which `I-X` only follows `B-X` or `I-X`.
fn names(scores: &[f32], labels: &[String]) -> Vec<usize> {
    let may_follow = |before: &str, label: &str| match label.strip_prefix("I-") {
        Some(kind) => before.get(2..) == Some(kind),
        None => true,
    };
    let mut rows = scores.chunks_exact(labels.len());
    let Some(first) = rows.next() else { return Vec::new() };
    let mut totals: Vec<f32> =
        first.iter().zip(labels).map(|(&s, l)| if may_follow("O", l) { s } else { f32::MIN / 4.0 }).collect();
    let mut steps: Vec<Vec<usize>> = Vec::new();
    for row in rows {
        let mut step = Vec::with_capacity(labels.len());
        for label in labels {
            let allowed = (0..labels.len()).filter(|&b| may_follow(&labels[b], label));
            step.push(allowed.fold(0, |best, b| {
                if totals[b] > totals[best] || !may_follow(&labels[best], label) { b } else { best }
            }));
        }
        totals = step.iter().zip(row).map(|(&b, s)| totals[b] + s).collect();
        steps.push(step);
    }
    let mut out = vec![top(&totals)];
    for step in steps.iter().rev() {
        out.push(step[out[out.len() - 1]]);
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_well_formed() {
        let labels: Vec<String> = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"].map(String::from).into();
        // Taken word by word this would be O I-PER I-LOC.
        let scores = [3.0, 2.9, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.5];
        assert_eq!(names(&scores, &labels), [1, 2, 2]);
        assert!(names(&[], &labels).is_empty());
    }
}
