//! Which vector instructions this machine has, and code compiled once for each kind.
//!
//! The arithmetic is written once, in plain loops; [`for_machine!`] compiles it for AVX-512, for AVX2 with fused
//! multiply-add and for the target's baseline (SSE2, NEON), and picks at run time. One binary runs everywhere.

use std::sync::OnceLock;

/// The vector instructions in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Whatever the compilation target guarantees.
    Baseline,
    /// x86-64 with AVX2 and FMA: 8 floats at once.
    Avx2,
    /// x86-64 with AVX-512F: 16 floats at once.
    Avx512,
}

/// The best level this machine can run; found once.
pub fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(|| {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            if avx2 && ["f", "bw", "dq", "vl"].iter().all(|part| avx512(part)) {
                return Level::Avx512;
            }
            if avx2 {
                return Level::Avx2;
            }
        }
        Level::Baseline
    })
}

#[cfg(target_arch = "x86_64")]
fn avx512(part: &str) -> bool {
    match part {
        "f" => is_x86_feature_detected!("avx512f"),
        "bw" => is_x86_feature_detected!("avx512bw"),
        "dq" => is_x86_feature_detected!("avx512dq"),
        _ => is_x86_feature_detected!("avx512vl"),
    }
}

/// Whether the machine multiplies bytes and adds up the products in one instruction (AVX-512 VNNI); found once.
pub fn multiplies_bytes() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        #[cfg(target_arch = "x86_64")]
        {
            level() == Level::Avx512 && is_x86_feature_detected!("avx512vnni")
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            false
        }
    })
}

/// Whether the baseline has a fused multiply-add of its own; elsewhere it would be a slow library call.
pub const BASELINE_FUSES: bool = cfg!(target_arch = "aarch64");

/// `a * b + c`, fused where `FMA` says that the instruction exists.
#[inline(always)]
pub fn multiply_add<const FMA: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}

/// Defines a function that runs `$body::<ROWS, COLUMNS, FMA>` compiled for this machine.
///
/// ROWS × COLUMNS is the register tile of a matrix product: 12 × 32 fills 24 of AVX-512's 32 registers, 6 × 16 fills
/// 12 of AVX2's 16, 4 × 8 fits the 16 of SSE2.
macro_rules! for_machine {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $out:ty)? = $body:ident) => {
        $(#[$doc])*
        $vis fn $name($($arg: $ty),*) $(-> $out)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
                fn avx512($($arg: $ty),*) $(-> $out)? { $body::<12, 32, true>($($arg),*) }
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $ty),*) $(-> $out)? { $body::<6, 16, true>($($arg),*) }
                match $crate::machine::level() {
                    // SAFETY: `level` has checked that the machine has exactly these features.
                    $crate::machine::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    // SAFETY: as above.
                    $crate::machine::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::machine::Level::Baseline => {}
                }
            }
            $body::<4, 8, { $crate::machine::BASELINE_FUSES }>($($arg),*)
        }
    };
}
pub(crate) use for_machine;

/// Rows and columns of the register tile at `level`; must agree with [`for_machine!`].
pub const fn tile_size(level: Level) -> (usize, usize) {
    match level {
        Level::Avx512 => (12, 32),
        Level::Avx2 => (6, 16),
        Level::Baseline => (4, 8),
    }
}

/// Chains of multiply-adds that run side by side in [`peak`]: more than two units of a latency of four need, few enough to
/// stay in registers.
const SUMS: usize = 12;

/// Floating-point operations in one round of [`peak`].
pub fn peak_operations() -> usize {
    let lanes = match level() {
        Level::Avx512 => 16 * SUMS,
        Level::Avx2 => 8 * SUMS,
        Level::Baseline => 32,
    };
    2 * lanes
}

/// Multiplies and adds in registers alone, `rounds` times; see [`crate::measure::peak`]. Spelt out per instruction set: a limit must not depend on what a compiler makes of a loop.
pub fn peak(rounds: usize) -> f32 {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::*;
        #[target_feature(enable = "avx512f")]
        fn avx512(rounds: usize) -> f32 {
            let (factor, shift) = (_mm512_set1_ps(0.5), _mm512_set1_ps(0.25));
            let mut sums = [_mm512_set1_ps(1.0); SUMS];
            for _ in 0..rounds {
                for sum in &mut sums {
                    *sum = _mm512_fmadd_ps(*sum, factor, shift);
                }
            }
            sums.iter().map(|&sum| _mm512_reduce_add_ps(sum)).sum()
        }
        #[target_feature(enable = "avx2,fma")]
        fn avx2(rounds: usize) -> f32 {
            let (factor, shift) = (_mm256_set1_ps(0.5), _mm256_set1_ps(0.25));
            let mut sums = [_mm256_set1_ps(1.0); SUMS];
            for _ in 0..rounds {
                for sum in &mut sums {
                    *sum = _mm256_fmadd_ps(*sum, factor, shift);
                }
            }
            sums.iter().map(|&sum| _mm256_cvtss_f32(sum)).sum()
        }
        match level() {
            // SAFETY: `level` has checked that the machine has these features.
            Level::Avx512 => return unsafe { avx512(rounds) },
            // SAFETY: as above.
            Level::Avx2 => return unsafe { avx2(rounds) },
            Level::Baseline => {}
        }
    }
    let factor = std::hint::black_box([0.5f32; 8]);
    let mut sums = [[1f32; 8]; 4];
    for _ in 0..rounds {
        for row in &mut sums {
            for (x, f) in row.iter_mut().zip(factor) {
                *x = multiply_add::<BASELINE_FUSES>(*x, f, 0.25);
            }
        }
    }
    sums.iter().flatten().sum()
}
