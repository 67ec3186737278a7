//! The encoder's functions that are not matrix products: GELU, softmax, layer normalisation.

use crate::machine::{for_machine, multiply_add};

/// e^x for x in -87…88, relative error below 2e-7: 2^n times the Taylor polynomial of the rest (|rest| ≤ ln 2 / 2).
#[inline(always)]
pub fn exp<const FMA: bool>(x: f32) -> f32 {
    /// Adding and taking away 1.5 × 2^23 rounds to the nearest whole number.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let n = multiply_add::<FMA>(x, std::f32::consts::LOG2_E, ROUND) - ROUND;
    let rest = multiply_add::<FMA>(n, -0.693_359_4, x);
    let rest = multiply_add::<FMA>(n, 2.121_944_4e-4, rest);
    let mut sum = 1.0 / 720.0;
    for c in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        sum = multiply_add::<FMA>(sum, rest, c);
    }
    sum * f32::from_bits(((n as i32 + 127) << 23) as u32)
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

/// Turns scores into weights that add up to 1, in place.
#[inline(always)]
pub fn softmax<const FMA: bool>(scores: &mut [f32]) {
    let top = scores.iter().fold(f32::MIN, |a, &b| if b > a { b } else { a });
    for s in scores.iter_mut() {
        *s = exp::<FMA>(*s - top);
    }
    let share = 1.0 / sum(scores);
    for s in scores {
        *s *= share;
    }
}

/// The sum, in 16 lanes: a chain of single additions could not use vector registers.
#[inline(always)]
fn sum(x: &[f32]) -> f32 {
    let (chunks, rest) = x.as_chunks::<16>();
    let mut lanes = [0f32; 16];
    for chunk in chunks {
        for (lane, v) in lanes.iter_mut().zip(chunk) {
            *lane += v;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
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
    x: &mut [f32], more: &[f32], gain: &[f32], shift: &[f32],
) {
    const EPSILON: f32 = 1e-12;
    let size = gain.len();
    for (row, more) in x.chunks_exact_mut(size).zip(more.chunks_exact(size)) {
        for (v, m) in row.iter_mut().zip(more) {
            *v += m;
        }
        let mean = sum(row) / size as f32;
        for v in row.iter_mut() {
            *v -= mean;
        }
        let mut lanes = [0f32; 16];
        for chunk in row.as_chunks::<16>().0 {
            for (lane, &v) in lanes.iter_mut().zip(chunk) {
                *lane = multiply_add::<FMA>(v, v, *lane);
            }
        }
        let rest: f32 = row.as_chunks::<16>().1.iter().map(|v| v * v).sum();
        let factor = 1.0 / ((lanes.iter().sum::<f32>() + rest) / size as f32 + EPSILON).sqrt();
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
    fn gelu_at_known_points() {
        let mut x = [-3.0, -1.0, 0.0, 0.5, 1.0, 3.0];
        gelu(&mut x);
        let known = [-0.004_049_694, -0.158_655_26, 0.0, 0.345_731_23, 0.841_344_77, 2.995_950_3];
        for (ours, exact) in x.iter().zip(known) {
            assert!((ours - exact).abs() < 1e-6, "{ours} {exact}");
        }
    }
}
