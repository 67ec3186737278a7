//! Products of bytes: activations of 0 to 255 times int8 weights, summed in 32 bits, where the machine has AVX-512 VNNI.
//!
//! One instruction multiplies 64 pairs and adds them up in groups of four. Elsewhere [`crate::matrix`] does the same sums.

use crate::matrix::{Ending, Linear, Scratch, Step, store};

/// Inputs that one instruction multiplies and adds up.
pub const GROUP: usize = 4;
/// Outputs of a panel: two registers of 16 sums.
const COLUMNS: usize = 32;
/// Rows of a tile: 12 × 2 registers of sums leave room for the weights and the row's bytes.
const ROWS: usize = 12;

/// `weights` `[outputs, inputs]` in panels of [`COLUMNS`] outputs: for every group of inputs the bytes of the panel's outputs,
/// one output after another; the last panel is filled up with zeros.
pub fn pack(weights: &[i8], inputs: usize, outputs: usize) -> Vec<i8> {
    let mut packed = vec![0; outputs.div_ceil(COLUMNS) * COLUMNS * inputs];
    for (panel, rows) in packed.chunks_exact_mut(COLUMNS * inputs).zip(weights.chunks(COLUMNS * inputs)) {
        for (column, row) in rows.chunks_exact(inputs).enumerate() {
            for (group, from) in panel.chunks_exact_mut(COLUMNS * GROUP).zip(row.as_chunks::<GROUP>().0) {
                group[column * GROUP..][..GROUP].copy_from_slice(from);
            }
        }
    }
    packed
}

/// `y = W x + b` for every row of `x`, the layer's weights in `panels`.
pub fn product(layer: &Linear, panels: &[i8], x: &[f32], y: &mut [f32], scratch: &mut Scratch) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: panels of this form are only made where `multiplies_bytes` has found these instructions.
    unsafe {
        vnni::product(layer, panels, x, y, scratch);
    }
    #[cfg(not(target_arch = "x86_64"))]
    unreachable!(
        "panels of bytes are only made on x86-64: {} {} {} {}",
        layer.inputs,
        panels.len(),
        x.len(),
        y.len() + scratch.bytes.len()
    );
}

#[cfg(target_arch = "x86_64")]
mod vnni {
    use super::*;
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
    pub(super) fn product(layer: &Linear, panels: &[i8], x: &[f32], y: &mut [f32], scratch: &mut Scratch) {
        let Scratch { bytes, steps, .. } = scratch;
        round(x, layer.inputs, bytes, steps);
        for (index, panel) in panels.chunks_exact(COLUMNS * layer.inputs).enumerate() {
            let first = index * COLUMNS;
            let width = COLUMNS.min(layer.outputs - first);
            let end = Ending::<COLUMNS>::of(layer, first, width);
            let blocks = bytes.chunks_exact(ROWS * layer.inputs).zip(y.chunks_mut(ROWS * layer.outputs));
            for ((block, out), steps) in blocks.zip(steps.chunks(ROWS)) {
                let sums = tile(block, panel);
                for ((sums, out), step) in sums.iter().zip(out.chunks_exact_mut(layer.outputs)).zip(steps) {
                    store(&mut out[first..], &end.outputs::<true>(sums, *step), width);
                }
            }
        }
    }

    /// Rounds every row, in blocks of [`ROWS`] rows, group by group, so that [`tile`] reads memory in order; the last block
    /// is filled up with zeros.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
    fn round(x: &[f32], inputs: usize, bytes: &mut Vec<u8>, steps: &mut Vec<Step>) {
        steps.clear();
        bytes.clear();
        bytes.resize((x.len() / inputs).div_ceil(ROWS) * ROWS * inputs, 0);
        let mut rounded = vec![0u8; inputs];
        for (block, rows) in bytes.chunks_exact_mut(ROWS * inputs).zip(x.chunks(ROWS * inputs)) {
            for (at, row) in rows.chunks_exact(inputs).enumerate() {
                let step = Step::of(row);
                for (to, &x) in rounded.iter_mut().zip(row) {
                    *to = step.bits(x) as u8;
                }
                for (group, from) in block.chunks_exact_mut(ROWS * GROUP).zip(rounded.as_chunks::<GROUP>().0) {
                    group[at * GROUP..][..GROUP].copy_from_slice(from);
                }
                steps.push(step);
            }
        }
    }

    /// Sums of [`ROWS`] rows and one panel: the one loop in which nearly all time is spent. They stay in registers.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma")]
    #[inline]
    fn tile(rows: &[u8], panel: &[i8]) -> [[f32; COLUMNS]; ROWS] {
        let mut sums = [[_mm512_setzero_si512(); 2]; ROWS];
        let groups = rows.as_chunks::<{ ROWS * GROUP }>().0.iter().zip(panel.as_chunks::<{ COLUMNS * GROUP }>().0);
        for (row, weights) in groups {
            let (low, high) = weights.split_at(64);
            // SAFETY: both halves are 64 bytes long.
            let (low, high) =
                unsafe { (_mm512_loadu_si512(low.as_ptr().cast()), _mm512_loadu_si512(high.as_ptr().cast())) };
            for (sums, four) in sums.iter_mut().zip(row.as_chunks::<GROUP>().0) {
                let four = _mm512_set1_epi32(i32::from_ne_bytes(*four));
                sums[0] = _mm512_dpbusd_epi32(sums[0], four, low);
                sums[1] = _mm512_dpbusd_epi32(sums[1], four, high);
            }
        }
        let mut out = [[0f32; COLUMNS]; ROWS];
        for (out, sums) in out.iter_mut().zip(sums) {
            for (out, sum) in out.as_chunks_mut::<16>().0.iter_mut().zip(sums) {
                // SAFETY: 16 floats are 64 bytes.
                unsafe { _mm512_storeu_ps(out.as_mut_ptr(), _mm512_cvtepi32_ps(sum)) };
            }
        }
        out
    }
}
