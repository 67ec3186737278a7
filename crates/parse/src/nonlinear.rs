//! The encoder's functions that are not matrix products: GELU, softmax, layer normalisation.

use crate::machine::{for_machine, multiply_add};

/// e^x for x in -87…88, relative error below 2e-7: 2^n times the Taylor polynomial of the rest (|rest| ≤ ln 2 / 2).
#[inline(always)]
pub fn exp<const FMA: bool>(x: f32) -> f32 {
    /// Adding 1.5 × 2^23 rounds to a whole number, which then stands in the lowest bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let x = if x > -87.0 { x } else { -87.0 };
    let x = if x < 88.0 { x } else { 88.0 };
    let shifted = multiply_add::<FMA>(x, std::f32::consts::LOG2_E, ROUND);
    let n = shifted - ROUND;
    let rest = multiply_add::<FMA>(n, -0.693_359_4, x);
    let rest = multiply_add::<FMA>(n, 2.121_944_4e-4, rest);
    let mut sum = 1.0 / 720.0;
    for c in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = multiply_add::<FMA>(sum, rest, c);
    }
    sum * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// The error function, absolute error below 2e-7 + rounding: Abramowitz & Stegun, *Handbook of Mathematical Functions*
/// (1964), formula 7.1.26.
#[inline(always)]
fn erf<const FMA: bool>(x: f32) -> f32 {
    let a = x.abs();
    let t = 1.0 / multiply_add::<FMA>(0.327_591_1, a, 1.0);
    let mut sum = 1.061_405_4;
    for c in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = multiply_add::<FMA>(sum, t, c);
    }
    (1.0 - sum * t * exp::<FMA>(-a * a)).copysign(x)
}

for_machine! {
    /// GELU in its exact form, x Φ(x), in place.
    pub fn gelu(x: &mut [f32]) = gelu_body
}

#[inline(always)]
fn gelu_body<const R: usize, const C: usize, const FMA: bool>(x: &mut [f32]) {
    for v in x {
        *v *= 0.5 * (1.0 + erf::<FMA>(*v * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// Turns the first `n` scores into weights that add up to 1, in place; what follows them becomes 0. The row's length is a
/// multiple of `LANES`, so that everything happens in vector registers.
#[inline(always)]
pub fn softmax<const LANES: usize, const FMA: bool>(row: &mut [f32], n: usize) {
    row[n..].fill(f32::MIN);
    let chunks = row.as_chunks_mut::<LANES>().0;
    let mut tops = [f32::MIN; LANES];
    for chunk in chunks.iter() {
        for (top, &s) in tops.iter_mut().zip(chunk) {
            *top = if s > *top { s } else { *top };
        }
    }
    let top = fold(tops, |a, b| if b > a { b } else { a });
    let mut sums = [0f32; LANES];
    for chunk in chunks.iter_mut() {
        for (s, sum) in chunk.iter_mut().zip(&mut sums) {
            *s = exp::<FMA>(*s - top);
            *sum += *s;
        }
    }
    let share = 1.0 / fold(sums, |a, b| a + b);
    for chunk in chunks {
        for s in chunk {
            *s *= share;
        }
    }
}

/// One number out of all lanes: halves upon halves, so that it stays in vector registers. LANES is a power of two.
#[inline(always)]
fn fold<const LANES: usize>(mut lanes: [f32; LANES], op: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] = op(lanes[i], lanes[i + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// The sum of all of `x` after `f`, in 16 lanes.
#[inline(always)]
fn sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = x.as_chunks::<16>();
    let mut lanes = [0f32; 16];
    for chunk in chunks {
        for (lane, &v) in lanes.iter_mut().zip(chunk) {
            *lane += f(v);
        }
    }
    fold(lanes, |a, b| a + b) + rest.iter().map(|&v| f(v)).sum::<f32>()
}

/// Gain and shift of a layer normalisation.
pub struct Norm {
    /// One per dimension.
    pub gain: Vec<f32>,
    /// One per dimension.
    pub shift: Vec<f32>,
}

impl Norm {
    /// Adds `more` to `x` and normalises every row, in place.
    pub fn add_and_apply(&self, x: &mut [f32], more: &[f32]) {
        normalise(x, more, &self.gain, &self.shift);
    }
}

for_machine! {
    fn normalise(x: &mut [f32], more: &[f32], gain: &[f32], shift: &[f32]) = normalise_body
}

#[inline(always)]
fn normalise_body<const R: usize, const C: usize, const FMA: bool>(
    x: &mut [f32],
    more: &[f32],
    gain: &[f32],
    shift: &[f32],
) {
    const EPSILON: f32 = 1e-12;
    let size = gain.len();
    for (row, more) in x.chunks_exact_mut(size).zip(more.chunks_exact(size)) {
        for (v, m) in row.iter_mut().zip(more) {
            *v += m;
        }
        let mean = sum(row, |v| v) / size as f32;
        for v in row.iter_mut() {
            *v -= mean;
        }
        let factor = 1.0 / (sum(row, |v| v * v) / size as f32 + EPSILON).sqrt();
        for ((v, g), s) in row.iter_mut().zip(gain).zip(shift) {
            *v = multiply_add::<FMA>(*v * factor, *g, *s);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let (ours, exact) = (exp::<false>(x), f64::from(x).exp());
            assert!((f64::from(ours) / exact - 1.0).abs() < 3e-7, "{x}: {ours} {exact}");
        }
    }

    #[test]
    fn softmax_adds_up() {
        let mut row = [1.0, 3.0, 2.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        softmax::<8, false>(&mut row, 3);
        let known = [0.090_030_57, 0.665_240_9, 0.244_728_47, 0.0];
        for (ours, exact) in row.iter().zip(known) {
            assert!((ours - exact).abs() < 1e-6, "{ours} {exact}");
        }
    }

    #[test]
    fn gelu_at_known_points() {
        let mut x = [-3.0, -1.0, 0.0, 0.5, 1.0, 3.0];
        gelu(&mut x);
        let known = [-0.004_049_694, -0.158_655_26, 0.0, 0.345_731_2, 0.841_344_8, 2.995_950_3];
        for (ours, exact) in x.iter().zip(known) {
            assert!((ours - exact).abs() < 1e-6, "{ours} {exact}");
        }
    }
}
