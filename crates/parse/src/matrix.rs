//! Matrix products: activations (f32, row by row) times packed weights (int8 with one scale per output, or f32).

use crate::machine::{for_machine, level, multiply_add, tile_size};

/// A linear layer `y = W x + b`, its weights packed in panels as the register tile reads them.
pub struct Linear {
    /// Length of `x`.
    pub inputs: usize,
    /// Length of `y`.
    pub outputs: usize,
    panels: Panels,
    /// One per output.
    scale: Vec<f32>,
    /// One per output.
    bias: Vec<f32>,
}

/// Panels of `COLUMNS` outputs each: for every input, the weights of the panel's outputs side by side (the last panel
/// is filled up with zeros).
enum Panels {
    Int8(Vec<i8>),
    Float(Vec<f32>),
}

/// Memory reused between products.
#[derive(Default)]
pub struct Scratch {
    rows: Vec<f32>,
    panel: Vec<f32>,
}

impl Linear {
    /// A layer of int8 `weights` `[outputs, inputs]`: `w = weights × scale of the output`.
    pub fn int8(weights: &[i8], inputs: usize, scale: Vec<f32>, bias: Vec<f32>) -> Linear {
        let outputs = scale.len();
        Linear { inputs, outputs, panels: Panels::Int8(pack(weights, inputs, outputs)), scale, bias }
    }
    /// A layer of f32 `weights` `[outputs, inputs]`.
    pub fn float(weights: &[f32], inputs: usize, bias: Vec<f32>) -> Linear {
        let outputs = bias.len();
        Linear {
            inputs,
            outputs,
            panels: Panels::Float(pack(weights, inputs, outputs)),
            scale: vec![1.0; outputs],
            bias,
        }
    }
    /// `y` for every row of `x` (`[rows, inputs]` → `[rows, outputs]`).
    pub fn apply(&self, x: &[f32], scratch: &mut Scratch) -> Vec<f32> {
        let mut y = Vec::new();
        self.apply_into(x, &mut y, scratch);
        y
    }
    /// [`Linear::apply`] into memory that is used again.
    pub fn apply_into(&self, x: &[f32], y: &mut Vec<f32>, scratch: &mut Scratch) {
        let rows = x.len() / self.inputs;
        y.resize(rows * self.outputs, 0.0);
        product(self, x, y, scratch);
    }
}

fn pack<T: Copy + Default>(weights: &[T], inputs: usize, outputs: usize) -> Vec<T> {
    let columns = tile_size(level()).1;
    let mut packed = vec![T::default(); outputs.div_ceil(columns) * columns * inputs];
    for (panel, rows) in packed.chunks_exact_mut(columns * inputs).zip(weights.chunks(columns * inputs)) {
        for (column, row) in rows.chunks_exact(inputs).enumerate() {
            for (group, &w) in panel.chunks_exact_mut(columns).zip(row) {
                group[column] = w;
            }
        }
    }
    packed
}

for_machine! {
    fn product(layer: &Linear, x: &[f32], y: &mut [f32], scratch: &mut Scratch) = product_body
}

#[inline(always)]
fn product_body<const ROWS: usize, const COLUMNS: usize, const FMA: bool>(
    layer: &Linear,
    x: &[f32],
    y: &mut [f32],
    scratch: &mut Scratch,
) {
    let Scratch { rows: packed, panel } = scratch;
    pack_rows::<ROWS>(x, layer.inputs, layer.inputs, packed);
    let size = COLUMNS * layer.inputs;
    panel.resize(size, 0.0);
    for index in 0..layer.outputs.div_ceil(COLUMNS) {
        let weights: &[f32] = match &layer.panels {
            Panels::Int8(all) => {
                for (to, &from) in panel.iter_mut().zip(&all[index * size..][..size]) {
                    *to = f32::from(from);
                }
                panel
            }
            Panels::Float(all) => &all[index * size..][..size],
        };
        let first = index * COLUMNS;
        let width = COLUMNS.min(layer.outputs - first);
        let (mut scale, mut bias) = ([0f32; COLUMNS], [0f32; COLUMNS]);
        scale[..width].copy_from_slice(&layer.scale[first..][..width]);
        bias[..width].copy_from_slice(&layer.bias[first..][..width]);
        for (block, out) in packed.chunks_exact(ROWS * layer.inputs).zip(y.chunks_mut(ROWS * layer.outputs)) {
            let sums = tile::<ROWS, COLUMNS, FMA>(block, weights);
            for (row, out) in sums.iter().zip(out.chunks_exact_mut(layer.outputs)) {
                let mut values = [0f32; COLUMNS];
                for (((v, &sum), &s), &b) in values.iter_mut().zip(row).zip(&scale).zip(&bias) {
                    *v = multiply_add::<FMA>(sum, s, b);
                }
                store(&mut out[first..], &values, width);
            }
        }
    }
}

/// Writes the first `width` numbers of a tile's row: nearly always all of them, which is two or three instructions.
#[inline(always)]
fn store<const COLUMNS: usize>(out: &mut [f32], row: &[f32; COLUMNS], width: usize) {
    match out.first_chunk_mut::<COLUMNS>() {
        Some(whole) if width == COLUMNS => *whole = *row,
        _ => out[..width].copy_from_slice(&row[..width]),
    }
}

/// Regroups the first `length` numbers of every row of `x` (rows start `stride` apart) in blocks of `ROWS` rows, column
/// by column, so that [`tile`] reads memory in order; the last block is filled up with zeros.
#[inline(always)]
pub fn pack_rows<const ROWS: usize>(x: &[f32], stride: usize, length: usize, packed: &mut Vec<f32>) {
    let rows = (x.len() + stride - length) / stride;
    packed.clear();
    packed.resize(rows.div_ceil(ROWS) * ROWS * length, 0.0);
    for (block, group) in packed.chunks_exact_mut(ROWS * length).zip(x.chunks(ROWS * stride)) {
        let rows: [&[f32]; ROWS] =
            std::array::from_fn(|i| group.get(i * stride..i * stride + length).unwrap_or(&group[..length]));
        for (k, column) in block.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
            for i in 0..ROWS {
                column[i] = rows[i][k];
            }
        }
    }
}

/// Product of `ROWS` packed rows and one panel: the one loop in which nearly all time is spent. The sums stay in
/// registers.
#[inline(always)]
pub fn tile<const ROWS: usize, const COLUMNS: usize, const FMA: bool>(a: &[f32], b: &[f32]) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0f32; COLUMNS]; ROWS];
    for (a, b) in a.as_chunks::<ROWS>().0.iter().zip(b.as_chunks::<COLUMNS>().0) {
        for i in 0..ROWS {
            for j in 0..COLUMNS {
                sums[i][j] = multiply_add::<FMA>(a[i], b[j], sums[i][j]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_plain_sum() {
        let (rows, inputs, outputs) = (13, 37, 41);
        let x: Vec<f32> = (0..rows * inputs).map(|i| ((i * 7) % 23) as f32 - 11.0).collect();
        let w: Vec<i8> = (0..inputs * outputs).map(|i| ((i * 13) % 255) as u8 as i8).collect();
        let scale: Vec<f32> = (0..outputs).map(|i| 0.5 + i as f32).collect();
        let bias: Vec<f32> = (0..outputs).map(|i| i as f32).collect();
        let layer = Linear::int8(&w, inputs, scale.clone(), bias.clone());
        let y = layer.apply(&x, &mut Scratch::default());
        for r in 0..rows {
            for o in 0..outputs {
                let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * f32::from(w[o * inputs + i])).sum();
                assert_eq!(y[r * outputs + o], sum * scale[o] + bias[o], "row {r} output {o}");
            }
        }
    }
}
