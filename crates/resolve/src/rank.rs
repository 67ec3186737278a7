//! A log-linear ranker of antecedents: named features, weights from a readable table.
//!
//! The form is the mention-ranking model with surface features of Durrett and Klein 2013, "Easy Victories and Uphill
//! Battles in Coreference Resolution" (EMNLP): every feature also stands conjoined with the class of the anaphor, and with
//! that of the candidate, so that one set of templates serves pronouns and nominals alike.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// Receives the features of one decision.
pub trait Sink {
    /// A feature of parts `base`, of an anaphor of class `anaphor` and a candidate of class `candidate` (empty: none).
    fn feature(&mut self, base: &[&str], anaphor: &str, candidate: &str);
}

/// Adds up weights.
pub struct Sum<'w> {
    weights: &'w Weights,
    /// The sum so far.
    pub score: f32,
}

impl<'w> Sum<'w> {
    /// Nothing added yet.
    pub fn new(weights: &'w Weights) -> Sum<'w> {
        Sum { weights, score: 0.0 }
    }
}

impl Sink for Sum<'_> {
    fn feature(&mut self, base: &[&str], anaphor: &str, candidate: &str) {
        let hash = with(base.iter().fold(SEED, |h, part| with(h, part)), anaphor);
        self.score += self.weights.of(hash);
        if !candidate.is_empty() {
            self.score += self.weights.of(with(hash, candidate));
        }
    }
}

/// Collects the hashes under which weights are kept.
#[derive(Default)]
pub struct Hashes(
    /// The hashes so far.
    pub Vec<u64>,
);

impl Sink for Hashes {
    fn feature(&mut self, base: &[&str], anaphor: &str, candidate: &str) {
        let hash = with(base.iter().fold(SEED, |h, part| with(h, part)), anaphor);
        self.0.push(hash);
        if !candidate.is_empty() {
            self.0.push(with(hash, candidate));
        }
    }
}

/// The hash of a feature by its name in the table.
pub fn hash_of(name: &str) -> u64 {
    name.split('|').fold(SEED, with)
}

/// Writes features down as their table names them ("dist|1|he", "dist|1|he|per").
#[derive(Default)]
pub struct Record(
    /// The features so far.
    pub Vec<String>,
);

impl Sink for Record {
    fn feature(&mut self, base: &[&str], anaphor: &str, candidate: &str) {
        let name = format!("{}|{anaphor}", base.join("|"));
        if !candidate.is_empty() {
            self.0.push(format!("{name}|{candidate}"));
        }
        self.0.push(name);
    }
}

/// Weights by feature.
#[derive(Default)]
pub struct Weights(HashMap<u64, f32, BuildHasherDefault<Identity>>);

impl Weights {
    /// The table that comes with Parallax.
    pub fn bundled() -> &'static Weights {
        static BUNDLED: OnceLock<Weights> = OnceLock::new();
        BUNDLED.get_or_init(|| Weights::read(include_str!("../../../data/coref/weights.tsv")))
    }
    /// Reads a table of `feature<TAB>weight` lines; lines that are none are left out.
    pub fn read(table: &str) -> Weights {
        let rows = table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| {
            let (name, weight) = l.split_once('\t')?;
            Some((hash_of(name), weight.trim().parse().ok()?))
        });
        Weights(rows.collect())
    }
    fn of(&self, hash: u64) -> f32 {
        self.0.get(&hash).copied().unwrap_or(0.0)
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a over a further part of a feature's name.
fn with(hash: u64, part: &str) -> u64 {
    part.bytes().chain([b'|']).fold(hash, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Feature hashes are hashed already.
#[derive(Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, &b| (h << 8) | u64::from(b));
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_what_it_records() {
        let weights = Weights::read("# feature\tweight\ndist|1|he\t0.5\ndist|1|he|per\t0.25\nbroken");
        let mut sum = Sum::new(&weights);
        sum.feature(&["dist", "1"], "he", "per");
        assert_eq!(sum.score, 0.75);
        let mut record = Record::default();
        record.feature(&["dist", "1"], "he", "per");
        assert_eq!(record.0, ["dist|1|he|per", "dist|1|he"]);
        let mut hashes = Hashes::default();
        hashes.feature(&["dist", "1"], "he", "per");
        assert_eq!(hashes.0, [hash_of("dist|1|he"), hash_of("dist|1|he|per")]);
    }
}
