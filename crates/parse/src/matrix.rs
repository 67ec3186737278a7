//! Matrix products: activations (row by row) times packed weights (int8 with one scale per output, or f32).
//!
//! Before a product with int8 weights every row of activations is rounded to 256 steps between its least and its greatest
//! number ([`Step`]), so that the sums are sums of whole numbers. Machines that multiply bytes ([`crate::integer`]) do four
//! of them where a float multiply-add does one; others do the same sums in floats, which hold them exactly, and get the
//! same numbers.

use crate::integer;
use crate::machine::{for_machine, level, multiplies_bytes, multiply_add, tile_size};

/// A linear layer `y = W x + b`, its weights packed in panels as the register tile reads them.
pub struct Linear {
    /// Length of `x`.
    pub inputs: usize,
    /// Length of `y`.
    pub outputs: usize,
    panels: Panels,
    /// One per output.
    pub(crate) scale: Vec<f32>,
    /// One per output.
    pub(crate) bias: Vec<f32>,
    /// What an output grows by when all inputs grow by one: turns sums over rounded inputs into sums over the inputs.
    /// Zeros for a layer whose inputs are not rounded.
    pub(crate) lift: Vec<f32>,
}

/// Panels of `COLUMNS` outputs each: for every input, the weights of the panel's outputs side by side (the last panel
/// is filled up with zeros).
enum Panels {
    /// Groups of four inputs, as [`crate::integer`] multiplies them.
    Bytes(Vec<i8>),
    Int8(Vec<i8>),
    Float(Vec<f32>),
}

/// Memory reused between products.
#[derive(Default)]
pub struct Scratch {
    rows: Vec<f32>,
    panel: Vec<f32>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) steps: Vec<Step>,
}

/// How a row of activations is rounded: to `floor + size × n`, n from 0 to 255.
///
/// Least and greatest number of each row by itself (dynamic quantisation, Zafrir et al. 2019, but not symmetric: after GELU
/// hardly anything is below zero, and half of the steps would lie idle).
#[derive(Clone, Copy)]
pub struct Step {
    /// The row's least number.
    pub floor: f32,
    /// Distance of two neighbours.
    pub size: f32,
    inverse: f32,
}

impl Step {
    /// Of inputs that are not rounded.
    const NONE: Step = Step { floor: 0.0, size: 1.0, inverse: 1.0 };

    #[inline(always)]
    pub(crate) fn of(row: &[f32]) -> Step {
        let (mut least, mut greatest) = ([f32::MAX; 16], [f32::MIN; 16]);
        let (chunks, rest) = row.as_chunks::<16>();
        for chunk in chunks {
            for i in 0..16 {
                least[i] = if chunk[i] < least[i] { chunk[i] } else { least[i] };
                greatest[i] = if chunk[i] > greatest[i] { chunk[i] } else { greatest[i] };
            }
        }
        let floor = least.iter().chain(rest).fold(f32::MAX, |a, &b| if b < a { b } else { a });
        let top = greatest.iter().chain(rest).fold(f32::MIN, |a, &b| if b > a { b } else { a });
        // A row of equal numbers is its floor.
        let inverse = if top > floor { 255.0 / (top - floor) } else { 0.0 };
        Step { floor, size: (top - floor) / 255.0, inverse }
    }

    /// The number of steps to `x`, in the lowest byte.
    #[inline(always)]
    pub(crate) fn bits(self, x: f32) -> u32 {
        /// Adding 1.5 × 2^23 rounds to a whole number, which then stands in the lowest bits of the sum.
        const ROUND: f32 = 12_582_912.0;
        ((x - self.floor) * self.inverse + ROUND).to_bits()
    }
}

impl Linear {
    /// A layer of int8 `weights` `[outputs, inputs]`: `w = weights × scale of the output`.
    pub fn int8(weights: &[i8], inputs: usize, scale: Vec<f32>, bias: Vec<f32>) -> Linear {
        Linear::whole(weights, inputs, scale, bias, multiplies_bytes())
    }
    fn whole(weights: &[i8], inputs: usize, scale: Vec<f32>, bias: Vec<f32>, bytes: bool) -> Linear {
        let outputs = scale.len();
        let sums = weights.chunks_exact(inputs).map(|row| row.iter().map(|&w| i32::from(w)).sum::<i32>());
        let lift = sums.zip(&scale).map(|(sum, scale)| sum as f32 * scale).collect();
        let panels = match bytes && inputs.is_multiple_of(integer::GROUP) {
            true => Panels::Bytes(integer::pack(weights, inputs, outputs)),
            false => Panels::Int8(pack(weights, inputs, outputs)),
        };
        Linear { inputs, outputs, panels, scale, bias, lift }
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
            lift: vec![0.0; outputs],
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
        match &self.panels {
            Panels::Bytes(panels) => integer::product(self, panels, x, y, scratch),
            _ => product(self, x, y, scratch),
        }
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
    let Scratch { rows: packed, panel, steps, .. } = scratch;
    steps.clear();
    match &layer.panels {
        Panels::Float(_) => {
            steps.resize(x.len() / layer.inputs, Step::NONE);
            pack_rows::<ROWS>(x, layer.inputs, layer.inputs, packed);
        }
        Panels::Bytes(_) | Panels::Int8(_) => {
            let mut rounded = x.to_vec();
            for row in rounded.chunks_exact_mut(layer.inputs) {
                let step = Step::of(row);
                row.iter_mut().for_each(|x| *x = f32::from(step.bits(*x) as u8));
                steps.push(step);
            }
            pack_rows::<ROWS>(&rounded, layer.inputs, layer.inputs, packed);
        }
    }
    let size = COLUMNS * layer.inputs;
    panel.resize(size, 0.0);
    for index in 0..layer.outputs.div_ceil(COLUMNS) {
        let weights: &[f32] = match &layer.panels {
            Panels::Bytes(all) | Panels::Int8(all) => {
                for (to, &from) in panel.iter_mut().zip(&all[index * size..][..size]) {
                    *to = f32::from(from);
                }
                panel
            }
            Panels::Float(all) => &all[index * size..][..size],
        };
        let first = index * COLUMNS;
        let width = COLUMNS.min(layer.outputs - first);
        let end = Ending::<COLUMNS>::of(layer, first, width);
        let blocks = packed.chunks_exact(ROWS * layer.inputs).zip(y.chunks_mut(ROWS * layer.outputs));
        for ((block, out), steps) in blocks.zip(steps.chunks(ROWS)) {
            let sums = tile::<ROWS, COLUMNS, FMA>(block, weights);
            for ((row, out), step) in sums.iter().zip(out.chunks_exact_mut(layer.outputs)).zip(steps) {
                store(&mut out[first..], &end.outputs::<FMA>(row, *step), width);
            }
        }
    }
}

/// What makes outputs out of a panel's sums.
pub(crate) struct Ending<const COLUMNS: usize> {
    scale: [f32; COLUMNS],
    bias: [f32; COLUMNS],
    lift: [f32; COLUMNS],
}

impl<const COLUMNS: usize> Ending<COLUMNS> {
    /// For the outputs `first..first + width`.
    #[inline(always)]
    pub(crate) fn of(layer: &Linear, first: usize, width: usize) -> Self {
        let mut end = Ending { scale: [0.0; COLUMNS], bias: [0.0; COLUMNS], lift: [0.0; COLUMNS] };
        end.scale[..width].copy_from_slice(&layer.scale[first..][..width]);
        end.bias[..width].copy_from_slice(&layer.bias[first..][..width]);
        end.lift[..width].copy_from_slice(&layer.lift[first..][..width]);
        end
    }

    /// The outputs of one row, given its sums and how it was rounded.
    #[inline(always)]
    pub(crate) fn outputs<const FMA: bool>(&self, sums: &[f32; COLUMNS], step: Step) -> [f32; COLUMNS] {
        let mut out = [0f32; COLUMNS];
        for i in 0..COLUMNS {
            let rest = multiply_add::<FMA>(step.floor, self.lift[i], self.bias[i]);
            out[i] = multiply_add::<FMA>(sums[i] * step.size, self.scale[i], rest);
        }
        out
    }
}

/// Writes the first `width` numbers of a tile's row: nearly always all of them, which is two or three instructions.
#[inline(always)]
pub(crate) fn store<const COLUMNS: usize>(out: &mut [f32], row: &[f32; COLUMNS], width: usize) {
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

    const ROWS: usize = 13;
    const OUTPUTS: usize = 41;

    fn layer(inputs: usize, bytes: bool) -> (Vec<i8>, Linear) {
        let w: Vec<i8> = (0..inputs * OUTPUTS).map(|i| ((i * 13) % 255) as u8 as i8).collect();
        let scale: Vec<f32> = (0..OUTPUTS).map(|i| 0.5 + i as f32).collect();
        let bias: Vec<f32> = (0..OUTPUTS).map(|i| i as f32).collect();
        let layer = Linear::whole(&w, inputs, scale, bias, bytes);
        (w, layer)
    }

    #[test]
    fn equals_the_plain_sum() {
        // Numbers that rounding leaves as they are: whole, with 255 steps between the least and the greatest.
        let inputs = 37;
        let x: Vec<f32> = (0..ROWS * inputs)
            .map(|i| [0.0, 255.0].get(i % inputs).map_or((i * 7 % 256) as f32, |x| *x) - 11.0)
            .collect();
        let (w, layer) = layer(inputs, false);
        let y = layer.apply(&x, &mut Scratch::default());
        for r in 0..ROWS {
            for o in 0..OUTPUTS {
                let sum: f32 = (0..inputs).map(|i| x[r * inputs + i] * f32::from(w[o * inputs + i])).sum();
                let wanted = sum * layer.scale[o] + layer.bias[o];
                let found = y[r * OUTPUTS + o];
                assert!((found - wanted).abs() <= 1e-5 * wanted.abs().max(1e4), "row {r} output {o}: {found} {wanted}");
            }
        }
    }

    #[test]
    fn bytes_and_floats_give_the_same_numbers() {
        let inputs = 384;
        let x: Vec<f32> = (0..ROWS * inputs).map(|i| ((i * 7919 % 1000) as f32 / 131.0 - 3.1).powi(3)).collect();
        let floats = layer(inputs, false).1.apply(&x, &mut Scratch::default());
        let whole = layer(inputs, multiplies_bytes()).1.apply(&x, &mut Scratch::default());
        assert_eq!(floats, whole);
        // Rounded to 256 steps, a sum of many is near the sum of the numbers themselves.
        let (w, exact) = layer(inputs, false);
        for (r, row) in x.chunks_exact(inputs).enumerate() {
            let sum: f64 = row.iter().zip(&w).map(|(&x, &w)| f64::from(x) * f64::from(w)).sum();
            let wanted = sum * f64::from(exact.scale[0]) + f64::from(exact.bias[0]);
            let size: f64 = row.iter().zip(&w).map(|(&x, &w)| (f64::from(x) * f64::from(w)).abs()).sum();
            assert!((f64::from(floats[r * OUTPUTS]) - wanted).abs() < 0.01 * size, "row {r}");
        }
    }

    #[test]
    fn a_row_of_equal_numbers_is_kept() {
        let (_, layer) = layer(8, multiplies_bytes());
        let y = layer.apply(&[2.5; 8], &mut Scratch::default());
        assert!((y[0] - (2.5 * layer.lift[0] + layer.bias[0])).abs() < 1e-3);
    }
}
