//! The text encoder: BERT layout, 6 layers of 384 dimensions, 12 attention heads.
//!
//! Sentences are batched without padding: the rows of a batch are all pieces of all its sentences one after another;
//! only attention looks at one sentence at a time.

use crate::machine::{for_machine, multiply_add};
use crate::matrix::{Linear, Scratch, pack_rows, tile};
use crate::nonlinear::{Norm, gelu, softmax};
use std::ops::Range;

/// Length of an encoder vector.
pub const DIM: usize = 384;
/// Attention heads.
const HEADS: usize = 12;
/// Length of one head's vectors.
const HEAD: usize = DIM / HEADS;
/// Most pieces in a sentence, the special ones among them.
pub const LONGEST: usize = 512;

/// One transformer layer (post-norm).
pub struct Layer {
    /// Query, key and value, one after another.
    pub qkv: Linear,
    /// After attention.
    pub out: Linear,
    /// After attention's residual.
    pub norm1: Norm,
    /// Widens.
    pub ffn1: Linear,
    /// Narrows.
    pub ffn2: Linear,
    /// After the feed-forward residual.
    pub norm2: Norm,
}

/// The encoder's weights.
pub struct Encoder {
    /// Piece vectors, int8, `[vocabulary, DIM]`: only the rows that a text needs are ever unpacked.
    pub words: Vec<i8>,
    /// One per piece.
    pub word_scale: Vec<f32>,
    /// `[LONGEST, DIM]`.
    pub positions: Vec<f32>,
    /// One vector of DIM for each shape class of a word.
    pub shapes: Vec<f32>,
    /// After the sum of the three.
    pub norm: Norm,
    /// Bottom to top.
    pub layers: Vec<Layer>,
}

/// Sentences to encode together.
#[derive(Default)]
pub struct Batch {
    /// Piece ids of all sentences.
    pub pieces: Vec<u32>,
    /// Shape class of each piece's word.
    pub shapes: Vec<u8>,
    /// Each sentence's pieces, in order, without gaps.
    pub sentences: Vec<Range<usize>>,
}

impl Encoder {
    /// What a word means by itself: the mean of its pieces' vectors, at length 127; `None` without pieces.
    ///
    /// These vectors are the sentence encoder's own: training leaves them as they are, so that words of one meaning which
    /// the treebanks never had reason to tell apart or bring together still lie near each other.
    pub fn word(&self, pieces: &[u32]) -> Option<Vec<i8>> {
        let mut sum = vec![0f32; DIM];
        for &piece in pieces {
            let (row, scale) = (piece as usize * DIM, self.word_scale[piece as usize]);
            sum.iter_mut().zip(&self.words[row..][..DIM]).for_each(|(s, &w)| *s += f32::from(w) * scale);
        }
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        (length > 1e-6).then(|| sum.iter().map(|x| (x / length * 127.0).round() as i8).collect())
    }

    /// Top-layer vectors of all pieces, `[pieces, DIM]`.
    pub fn encode(&self, batch: &Batch) -> Vec<f32> {
        let mut x = self.embed(batch);
        let mut scratch = Scratch::default();
        let (mut wide, mut narrow, mut context) = (Vec::new(), Vec::new(), vec![0f32; x.len()]);
        for layer in &self.layers {
            layer.qkv.apply_into(&x, &mut wide, &mut scratch);
            for sentence in &batch.sentences {
                let out = &mut context[sentence.start * DIM..sentence.end * DIM];
                attend(&wide[sentence.start * 3 * DIM..sentence.end * 3 * DIM], out);
            }
            layer.out.apply_into(&context, &mut narrow, &mut scratch);
            layer.norm1.add_and_apply(&mut x, &narrow);
            layer.ffn1.apply_into(&x, &mut wide, &mut scratch);
            gelu(&mut wide);
            layer.ffn2.apply_into(&wide, &mut narrow, &mut scratch);
            layer.norm2.add_and_apply(&mut x, &narrow);
        }
        x
    }

    fn embed(&self, batch: &Batch) -> Vec<f32> {
        let mut x = vec![0f32; batch.pieces.len() * DIM];
        let mut other = x.clone();
        for sentence in &batch.sentences {
            for (position, at) in sentence.clone().enumerate() {
                let piece = batch.pieces[at] as usize;
                let scale = self.word_scale[piece];
                for (to, &w) in x[at * DIM..][..DIM].iter_mut().zip(&self.words[piece * DIM..][..DIM]) {
                    *to = f32::from(w) * scale;
                }
                let shape = &self.shapes[usize::from(batch.shapes[at]) * DIM..][..DIM];
                let place = &self.positions[position.min(LONGEST - 1) * DIM..][..DIM];
                for ((to, s), p) in other[at * DIM..][..DIM].iter_mut().zip(shape).zip(place) {
                    *to = s + p;
                }
            }
        }
        self.norm.add_and_apply(&mut x, &other);
        x
    }
}

for_machine! {
    /// Multi-head attention within one sentence: `qkv` `[n, 3 × DIM]` → `out` `[n, DIM]`.
    fn attend(qkv: &[f32], out: &mut [f32]) = attend_body
}

/// COLUMNS divides HEAD at every level.
#[inline(always)]
fn attend_body<const ROWS: usize, const COLUMNS: usize, const FMA: bool>(qkv: &[f32], out: &mut [f32]) {
    let n = out.len() / DIM;
    let wide = n.div_ceil(COLUMNS) * COLUMNS;
    let scale = 1.0 / (HEAD as f32).sqrt();
    let mut keys = vec![0f32; wide * HEAD];
    let mut values = vec![0f32; n * HEAD];
    let mut scores = vec![0f32; ROWS * wide];
    let (mut queries, mut weights) = (Vec::new(), Vec::new());
    for head in 0..HEADS {
        let part = |row: usize, which: usize| &qkv[row * 3 * DIM + which * DIM + head * HEAD..][..HEAD];
        for row in 0..n {
            let panel = &mut keys[row / COLUMNS * COLUMNS * HEAD..][..COLUMNS * HEAD];
            for (group, &k) in panel.chunks_exact_mut(COLUMNS).zip(part(row, 1)) {
                group[row % COLUMNS] = k * scale;
            }
            for (panel, v) in values.chunks_exact_mut(n * COLUMNS).zip(part(row, 2).as_chunks::<COLUMNS>().0) {
                panel.as_chunks_mut::<COLUMNS>().0[row] = *v;
            }
        }
        pack_rows::<ROWS>(&qkv[head * HEAD..(n - 1) * 3 * DIM + head * HEAD + HEAD], 3 * DIM, HEAD, &mut queries);
        for (block, query) in queries.chunks_exact(ROWS * HEAD).enumerate() {
            let rows = ROWS.min(n - block * ROWS);
            for (panel, key) in keys.chunks_exact(COLUMNS * HEAD).enumerate() {
                for (row, sums) in tile::<ROWS, COLUMNS, FMA>(query, key).iter().enumerate() {
                    scores[row * wide + panel * COLUMNS..][..COLUMNS].copy_from_slice(sums);
                }
            }
            for row in scores.chunks_exact_mut(wide).take(rows) {
                softmax::<COLUMNS, FMA>(row, n);
            }
            pack_rows::<ROWS>(&scores[..(rows - 1) * wide + n], wide, n, &mut weights);
            for (panel, value) in values.chunks_exact(n * COLUMNS).enumerate() {
                for (row, sums) in tile::<ROWS, COLUMNS, FMA>(&weights, value).iter().take(rows).enumerate() {
                    let at = (block * ROWS + row) * DIM + head * HEAD + panel * COLUMNS;
                    out[at..][..COLUMNS].copy_from_slice(sums);
                }
            }
        }
    }
}

for_machine! {
    /// `a · b` in vector registers.
    pub fn dot(a: &[f32], b: &[f32]) -> f32 = dot_body
}

#[inline(always)]
fn dot_body<const R: usize, const C: usize, const FMA: bool>(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let mut lanes = [0f32; 16];
    for (a, b) in a.iter().zip(b) {
        for ((lane, &x), &y) in lanes.iter_mut().zip(a).zip(b) {
            *lane = multiply_add::<FMA>(x, y, *lane);
        }
    }
    lanes.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f32>()
}
