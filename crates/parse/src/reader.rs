//! The model that reads sentences: weights loaded once, shared by all threads.

use crate::encoder::{Batch, DIM, Encoder, LONGEST};
use crate::heads::{Heads, Labels, Reading};
use crate::lemma::Lemmas;
use crate::matrix::Scratch;
use crate::sentences::Splitter;
use crate::weights::{self, WeightsError};
use crate::wordpiece::{WordPiece, shape};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::OnceLock;

/// Pieces that are encoded together: enough that unpacking the weights costs little, few enough that a batch's numbers
/// stay in the processor's cache. Fixed, so that the result never depends on the number of threads.
pub(crate) const BATCH: usize = 256;

/// Words after which a sentence too long for the encoder is best cut.
const CLAUSE_ENDS: [&str; 8] = [";", ":", ",", "—", "–", "--", ")", "..."];

/// The model with all that it was trained with.
pub struct Reader {
    pub(crate) pieces: WordPiece,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
    pub(crate) lemmas: Lemmas,
    pub(crate) splitter: Splitter,
    trained: String,
}

/// A stretch of words that the encoder takes in one go: a sentence, or a part of a very long one.
struct Unit {
    sentence: usize,
    words: Range<usize>,
    pieces: Vec<u32>,
    shapes: Vec<u8>,
    /// The first piece of every word.
    first: Vec<usize>,
}

impl Reader {
    /// The weights that Parallax is shipped with, unpacked on first use.
    pub fn bundled() -> &'static Reader {
        static READER: OnceLock<Reader> = OnceLock::new();
        READER.get_or_init(|| {
            let weights = include_bytes!("../weights/reader.safetensors");
            let splitter = include_bytes!("../weights/splitter.bin");
            let (vocabulary, lemmas) = (include_str!("../weights/vocab.txt"), include_str!("../weights/lemmas.tsv"));
            Reader::new(weights, vocabulary, lemmas, splitter).expect("the bundled weights are read by the tests")
        })
    }

    /// A reader from the contents of its files: weights (safetensors), vocabulary (one piece a line), lemma lexicon
    /// (form, UPOS, lemma) and sentence splitter.
    pub fn new(
        weights: &[u8],
        vocabulary: &'static str,
        lemmas: &'static str,
        splitter: &[u8],
    ) -> Result<Reader, WeightsError> {
        let (encoder, heads, trained) = weights::read(weights)?;
        Ok(Reader {
            pieces: WordPiece::new(vocabulary),
            lemmas: Lemmas::new(lemmas),
            splitter: Splitter::new(splitter),
            encoder,
            heads,
            trained,
        })
    }

    /// What the weights say about their training.
    pub fn trained(&self) -> &str {
        &self.trained
    }

    /// What a word means by itself (`Document::words`).
    pub(crate) fn word(&self, word: &str) -> Option<Vec<i8>> {
        let mut pieces = Vec::new();
        self.pieces.word(word, &mut pieces);
        self.encoder.word(&pieces)
    }

    pub(crate) fn labels(&self) -> &Labels {
        &self.heads.labels
    }

    /// Tags, names, tree and meaning of every sentence, each given by its words. In parallel; the outcome does not
    /// depend on how many threads there are.
    pub(crate) fn read(&self, sentences: &[Vec<&str>]) -> Vec<Reading> {
        let units: Vec<Unit> = sentences.iter().enumerate().flat_map(|(i, words)| self.units(i, words)).collect();
        let mut batches: Vec<&[Unit]> = Vec::new();
        let mut rest = &units[..];
        while !rest.is_empty() {
            let mut pieces = 0;
            let full = rest.iter().position(|unit| {
                pieces += unit.pieces.len();
                pieces >= BATCH
            });
            let (batch, after) = rest.split_at(full.map_or(rest.len(), |i| i + 1));
            batches.push(batch);
            rest = after;
        }
        let parts: Vec<Reading> = batches.par_iter().flat_map_iter(|batch| self.read_batch(batch)).collect();
        let mut out: Vec<Reading> = Vec::with_capacity(sentences.len());
        for (unit, part) in units.iter().zip(parts) {
            match out.get_mut(unit.sentence) {
                None => out.push(part),
                Some(sentence) => sentence.join(part, self.labels()),
            }
        }
        out
    }

    fn units(&self, sentence: usize, words: &[&str]) -> Vec<Unit> {
        let open = |start: usize| Unit {
            sentence,
            words: start..start,
            pieces: vec![self.pieces.cls],
            shapes: vec![0],
            first: Vec::new(),
        };
        let (mut units, mut unit) = (Vec::new(), open(0));
        let mut lengths = Vec::with_capacity(words.len());
        let mut pieces = Vec::new();
        for word in words {
            let before = pieces.len();
            self.pieces.word(word, &mut pieces);
            lengths.push(pieces.len() - before);
        }
        let mut at = 0;
        let mut stops = cuts(words, &lengths).into_iter().peekable();
        for (i, (word, length)) in words.iter().zip(&lengths).enumerate() {
            if stops.next_if_eq(&i).is_some() {
                units.push(std::mem::replace(&mut unit, open(i)));
            }
            unit.first.push(unit.pieces.len());
            unit.pieces.extend(&pieces[at..at + length]);
            unit.shapes.resize(unit.pieces.len(), shape(word));
            unit.words.end = i + 1;
            at += length;
        }
        units.push(unit);
        for unit in &mut units {
            unit.pieces.push(self.pieces.sep);
            unit.shapes.push(0);
        }
        units
    }

    fn read_batch(&self, units: &[Unit]) -> Vec<Reading> {
        let mut batch = Batch::default();
        for unit in units {
            let start = batch.pieces.len();
            batch.pieces.extend(&unit.pieces);
            batch.shapes.extend(&unit.shapes);
            batch.sentences.push(start..batch.pieces.len());
        }
        let top = self.encoder.encode(&batch);
        let (mut words, mut roots) = (Vec::new(), Vec::with_capacity(units.len() * DIM));
        for (unit, rows) in units.iter().zip(&batch.sentences) {
            roots.extend(&top[rows.start * DIM..][..DIM]);
            for &first in &unit.first {
                let shape = &self.heads.word_shapes[usize::from(unit.shapes[first]) * DIM..][..DIM];
                words.extend(top[(rows.start + first) * DIM..][..DIM].iter().zip(shape).map(|(v, s)| v + s));
            }
        }
        let lengths: Vec<usize> = units.iter().map(|unit| unit.first.len()).collect();
        self.heads.read(&words, &roots, &lengths, &mut Scratch::default())
    }
}

/// Where a sentence of words with `lengths` pieces must be cut so that each part fits the encoder: after the last clause
/// punctuation in the latter half of the room, else where the room ends.
fn cuts(words: &[&str], lengths: &[usize]) -> Vec<usize> {
    const ROOM: usize = LONGEST - 2;
    let (mut out, mut start, mut used, mut clause) = (Vec::new(), 0, 0, None);
    let mut i = 0;
    while i < words.len() {
        if used + lengths[i] > ROOM && i > start {
            start = clause.unwrap_or(i);
            out.push(start);
            (i, used, clause) = (start, 0, None);
            continue;
        }
        used += lengths[i];
        if used > ROOM / 2 && CLAUSE_ENDS.contains(&words[i]) {
            clause = Some(i + 1);
        }
        i += 1;
    }
    out
}

impl Reading {
    /// Adds the reading of a long sentence's next part: its root hangs on the root of the first as parataxis.
    fn join(&mut self, part: Reading, labels: &Labels) {
        let offset = self.heads.len();
        let root = self.heads.iter().position(|&h| h == 0).map_or(0, |i| i + 1);
        let parataxis = labels.deprel.iter().position(|r| r == "parataxis");
        for (&head, &relation) in part.heads.iter().zip(&part.deprel) {
            self.heads.push(if head == 0 { root } else { head + offset });
            self.deprel.push(if head == 0 { parataxis.unwrap_or(relation) } else { relation });
        }
        self.upos.extend(part.upos);
        self.xpos.extend(part.xpos);
        self.feats.extend(part.feats);
        self.ner.extend(part.ner);
        self.meaning.extend(part.meaning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three sentences of our own that `training/export.py` read with the same int8 weights.
    fn fixture() -> serde_json::Value {
        serde_json::from_str(include_str!("../weights/fixture.json")).expect("written by the training")
    }

    fn words(sentence: &serde_json::Value) -> Vec<&str> {
        sentence["words"].as_array().into_iter().flatten().filter_map(|w| w.as_str()).collect()
    }

    #[test]
    fn agrees_with_the_training_program() {
        let reader = Reader::bundled();
        let fixture = fixture();
        let sentences: Vec<Vec<&str>> = fixture.as_array().into_iter().flatten().map(words).collect();
        assert_eq!(sentences.len(), 3);
        let mut odd = 0;
        for ((reading, words), expected) in
            reader.read(&sentences).iter().zip(&sentences).zip(fixture.as_array().unwrap())
        {
            let labels = reader.labels();
            let name = |list: &[String], found: &[usize]| found.iter().map(|&i| list[i].clone()).collect::<Vec<_>>();
            let known = |key: &str| serde_json::from_value::<Vec<String>>(expected[key].clone()).unwrap();
            let mut pieces = Vec::new();
            words.iter().for_each(|w| reader.pieces.word(w, &mut pieces));
            let known_pieces: Vec<Vec<u32>> = serde_json::from_value(expected["pieces"].clone()).unwrap();
            assert_eq!(pieces, known_pieces.concat());
            assert_eq!(name(&labels.upos, &reading.upos), known("upos"));
            assert_eq!(name(&labels.xpos, &reading.xpos), known("xpos"));
            // The training program does not round the activations: a label that hangs by a hair may fall the other way.
            let feats = name(&labels.feats, &reading.feats);
            odd += feats.iter().zip(known("feats")).filter(|(ours, theirs)| **ours != *theirs).count();
            assert_eq!(name(&labels.ner, &reading.ner), known("ner"));
            assert_eq!(name(&labels.deprel, &reading.deprel), known("deprel"));
            let heads: Vec<usize> = serde_json::from_value(expected["heads"].clone()).unwrap();
            assert_eq!(reading.heads, heads);
            let meaning: Vec<Vec<f32>> = serde_json::from_value(expected["sem"].clone()).unwrap();
            // Directions are the same but for that.
            for (ours, theirs) in reading.meaning.chunks_exact(parallax_model::document::MEANING).zip(meaning) {
                // Only the first numbers of each vector are kept.
                let ours = &ours[..theirs.len()];
                let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
                let cosine = product(ours, &theirs) / (product(ours, ours) * product(&theirs, &theirs)).sqrt();
                assert!(cosine > 0.99, "{cosine}");
            }
        }
        assert!(odd <= 1, "{odd} words with other features");
    }

    #[test]
    fn words_that_mean_the_like_lie_near_each_other() {
        let word = |word: &str| Reader::bundled().word(word).expect("a vector");
        let like = |a: &str, b: &str| {
            let sum: i32 = word(a).iter().zip(word(b)).map(|(&x, y)| i32::from(x) * i32::from(y)).sum();
            sum as f32 / (127.0 * 127.0)
        };
        for (one, near, far) in [
            ("nominate", "nomination", "swim"),
            ("ceremony", "celebration", "harvest"),
            ("attack", "assault", "plant"),
            // Of several pieces.
            ("repatriation", "repatriate", "painting"),
        ] {
            assert!(like(one, near) > 0.35 && like(one, far) < 0.35, "{one}: {} {}", like(one, near), like(one, far));
        }
        assert!((like("vote", "Vote") - 1.0).abs() < 0.02, "as long as they are said to be");
    }

    #[test]
    fn does_not_depend_on_the_neighbours() {
        let reader = Reader::bundled();
        let fixture = fixture();
        let one = words(&fixture[0]);
        let many: Vec<Vec<&str>> = (0..40).map(|i| words(&fixture[i % 3])).collect();
        let (alone, among) = (reader.read(std::slice::from_ref(&one)), reader.read(&many));
        assert_eq!(alone[0].meaning, among[36].meaning);
        assert_eq!(alone[0].heads, among[36].heads);
    }

    #[test]
    fn long_sentences_are_cut_at_commas() {
        let words: Vec<&str> = (0..1200).map(|i| if i % 100 == 99 { "," } else { "word" }).collect();
        assert_eq!(cuts(&words, &vec![1; 1200]), [500, 1000]);
        assert_eq!(cuts(&["x"; 3], &[300, 300, 300]), [1, 2]);
        assert_eq!(cuts(&[], &[]), [0usize; 0]);
    }
}
