//! A small network that ranks antecedents: named features, each a row of small whole numbers in a readable table.
//!
//! The features are those of a mention-ranking model (Durrett and Klein 2013, "Easy Victories and Uphill Battles in
//! Coreference Resolution", EMNLP). Instead of conjoining each with the classes of the two mentions, every feature,
//! the classes among them, is a vector; the vectors of one option are added up, and what is above nothing counts: one
//! hidden layer over sparse inputs finds by itself which features only speak together.
//!
//! Features are added up as whole numbers, and the last step adds in one order: the same scores on every machine.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// Numbers in the vector of a feature: those of five networks of 16, whose mean ranks.
pub const WIDTH: usize = 80;

/// Numbers added side by side, as processors do: a part of [`WIDTH`].
const LANES: usize = 16;
const _: () = assert!(WIDTH.is_multiple_of(LANES));

/// The numbers of a feature: its vector, then what it adds to the score outright.
pub type Row = [i8; WIDTH + 1];

/// A part of a feature's name with its hash, which for fixed words is worked out when the program is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part<'t> {
    /// What the table of weights has.
    pub text: &'t str,
    hash: u64,
}

impl<'t> Part<'t> {
    /// Of a word.
    pub const fn of(text: &'t str) -> Part<'t> {
        Part { text, hash: hash_of_part(text) }
    }
}

/// A fixed word as a [`Part`].
macro_rules! part {
    ($text:literal) => {
        const { $crate::rank::Part::of($text) }
    };
}
/// Fixed words as an array of [`Part`]s.
macro_rules! parts {
    ($($text:literal),+) => {
        const { [$($crate::rank::Part::of($text)),+] }
    };
}
pub(crate) use {part, parts};

/// A part kept for later.
#[derive(Clone, Debug)]
pub struct Kept {
    text: String,
    hash: u64,
}

impl Kept {
    /// Of a word.
    pub fn of(text: String) -> Kept {
        Kept { hash: hash_of_part(&text), text }
    }
    /// The part.
    pub fn part(&self) -> Part<'_> {
        Part { text: &self.text, hash: self.hash }
    }
}

/// Receives the features of one option, each as the parts of its name.
pub trait Sink {
    /// One feature.
    fn feature(&mut self, parts: &[Part]);
}

/// Adds up the rows of one option.
pub struct Sum<'r> {
    ranker: &'r Ranker,
    sum: [i16; WIDTH + 1],
}

impl<'r> Sum<'r> {
    /// Nothing added yet.
    pub fn new(ranker: &'r Ranker) -> Sum<'r> {
        Sum { ranker, sum: [0; WIDTH + 1] }
    }
    /// The score of what was added: the larger, the better the option; differences are log odds.
    pub fn score(&self) -> f32 {
        let Scales { hidden, outright } = &self.ranker.scales;
        let mut lanes = [0.0; LANES];
        for (sums, weights) in self.sum.chunks_exact(LANES).zip(hidden.chunks_exact(LANES)) {
            for ((lane, &h), weight) in lanes.iter_mut().zip(sums).zip(weights) {
                *lane += f32::from(h.max(0)) * weight;
            }
        }
        lanes.iter().fold(f32::from(self.sum[WIDTH]) * outright, |score, lane| score + lane)
    }
}

impl Sink for Sum<'_> {
    #[inline]
    fn feature(&mut self, parts: &[Part]) {
        if let Some(row) = self.ranker.rows.get(&hash(parts)) {
            // Rows hold single bytes: hundreds of them stay far from the end of 16 bits.
            self.sum.iter_mut().zip(row).for_each(|(sum, &x)| *sum = sum.wrapping_add(i16::from(x)));
        }
    }
}

/// Collects the hashes under which rows are kept.
#[derive(Default)]
pub struct Hashes(
    /// The hashes so far.
    pub Vec<u64>,
);

impl Sink for Hashes {
    fn feature(&mut self, parts: &[Part]) {
        self.0.push(hash(parts));
    }
}

/// Writes features down as their table names them ("dist|1").
#[derive(Default)]
pub struct Record(
    /// The features so far.
    pub Vec<String>,
);

impl Sink for Record {
    fn feature(&mut self, parts: &[Part]) {
        self.0.push(parts.iter().map(|part| part.text).collect::<Vec<_>>().join("|"));
    }
}

/// What one step of each number weighs in the score.
#[derive(Clone, PartialEq, Debug)]
pub struct Scales {
    /// For each hidden number.
    pub hidden: [f32; WIDTH],
    /// For what features add outright.
    pub outright: f32,
}

impl Default for Scales {
    fn default() -> Scales {
        Scales { hidden: [0.0; WIDTH], outright: 0.0 }
    }
}

/// Rows by feature.
#[derive(Default)]
pub struct Ranker {
    rows: HashMap<u64, Row, BuildHasherDefault<Identity>>,
    scales: Scales,
}

impl Ranker {
    /// The table that comes with Parallax.
    pub fn bundled() -> &'static Ranker {
        static BUNDLED: OnceLock<Ranker> = OnceLock::new();
        BUNDLED.get_or_init(|| Ranker::read(include_str!("../../../data/coref/ranker.tsv")))
    }
    /// Reads a table: lines of a feature, a tab and its numbers with spaces between, and one line of the [`Scales`]
    /// under the name `=`. Lines that are neither are left out.
    pub fn read(table: &str) -> Ranker {
        let mut ranker = Ranker::default();
        for (name, numbers) in table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')) {
            if name == "=" {
                let mut scales = numbers.split(' ').filter_map(|x| x.parse::<f32>().ok());
                for (to, from) in ranker.scales.hidden.iter_mut().chain([&mut ranker.scales.outright]).zip(&mut scales)
                {
                    *to = from;
                }
            } else if let Some(row) = row(numbers) {
                ranker.rows.insert(hash_of(name), row);
            }
        }
        ranker
    }
}

fn row(numbers: &str) -> Option<Row> {
    let mut row = [0; WIDTH + 1];
    let mut bytes = numbers.as_bytes().split(|&b| b == b' ').map(byte);
    for to in &mut row {
        *to = bytes.next()??;
    }
    bytes.next().is_none().then_some(row)
}

/// A number of one byte: the table has a million of them, and is read at every start.
fn byte(number: &[u8]) -> Option<i8> {
    let digits = number.strip_prefix(b"-").unwrap_or(number);
    let value = digits.iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + i16::from(d - b'0')));
    let value = value.filter(|_| (1..=3).contains(&digits.len()))?;
    i8::try_from(if digits.len() < number.len() { -value } else { value }).ok()
}

/// The hash of a feature by its name in the table.
pub fn hash_of(name: &str) -> u64 {
    mixed(name.split('|').fold(SEED, |hash, part| step(hash, hash_of_part(part))))
}

#[inline]
fn hash(parts: &[Part]) -> u64 {
    mixed(parts.iter().fold(SEED, |hash, part| step(hash, part.hash)))
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn step(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Eight bytes at a time.
const fn hash_of_part(part: &str) -> u64 {
    let (mut hash, mut bytes) = (SEED, part.as_bytes());
    while let Some((whole, rest)) = bytes.split_first_chunk::<8>() {
        (hash, bytes) = (step(hash, u64::from_le_bytes(*whole)), rest);
    }
    // The mark above the last bytes tells "ab" from "ab\0", and ends the part.
    let mut word = 1;
    while let Some((&byte, rest)) = bytes.split_first() {
        (word, bytes) = (word << 8 | byte as u64, rest);
    }
    step(hash, word)
}

/// High bits into the low ones, by which tables look up.
fn mixed(hash: u64) -> u64 {
    hash ^ hash >> 32
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

    /// A table of two hidden numbers in use and the outright one.
    fn table(rows: &[(&str, i8, i8, i8)], scales: (f32, f32, f32)) -> String {
        let zeros = vec!["0"; WIDTH - 2].join(" ");
        let mut out = format!("# feature\tnumbers\n=\t{} {} {zeros} {}\n", scales.0, scales.1, scales.2);
        for (name, a, b, outright) in rows {
            out.push_str(&format!("{name}\t{a} {b} {zeros} {outright}\n"));
        }
        out
    }

    fn score(ranker: &Ranker, features: &[&[&str]]) -> f32 {
        let mut sum = Sum::new(ranker);
        features.iter().for_each(|f| sum.feature(&f.iter().map(|part| Part::of(part)).collect::<Vec<_>>()));
        sum.score()
    }

    #[test]
    fn what_is_below_nothing_does_not_count() {
        let rows = [("dist|1", 100, -50, 4), ("fun|subj", 20, 30, 0)];
        let ranker = Ranker::read(&format!("{}short\t1 2\nbroken", table(&rows, (0.5, 2.0, 0.25))));
        assert_eq!(score(&ranker, &[]), 0.0);
        assert_eq!(score(&ranker, &[&["dist", "1"]]), 51.0);
        assert_eq!(score(&ranker, &[&["fun", "subj"]]), 70.0);
        // 120 halves and one for what is outright; 30 - 50 is below nothing.
        assert_eq!(score(&ranker, &[&["dist", "1"], &["fun", "subj"]]), 61.0);
        assert_eq!(score(&ranker, &[&["short"], &["broken"], &["unheard", "of"]]), 0.0);
    }

    #[test]
    fn rows_hold_single_bytes() {
        for (text, value) in [("0", Some(0)), ("-128", Some(-128)), ("127", Some(127)), ("128", None), ("-", None)] {
            assert_eq!(byte(text.as_bytes()), value, "{text}");
        }
        for text in ["", "+1", "1.5", "--1", "0001"] {
            assert_eq!(byte(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn names_hash_as_their_parts() {
        let (mut record, mut hashes) = (Record::default(), Hashes::default());
        let name = ["fun", "subj", "a long name of a part"].map(Part::of);
        record.feature(&name);
        hashes.feature(&name);
        assert_eq!(record.0, ["fun|subj|a long name of a part"]);
        assert_eq!(hashes.0, [hash_of("fun|subj|a long name of a part")]);
    }

    #[test]
    fn the_bundled_table_is_whole() {
        let table = include_str!("../../../data/coref/ranker.tsv");
        let rows = table.lines().filter(|l| !l.starts_with('#')).count() - 1;
        let ranker = Ranker::bundled();
        assert!(rows > 1000 && ranker.rows.len() == rows);
        assert!(ranker.scales.outright > 0.0 && ranker.scales.hidden.iter().any(|&w| w != 0.0));
    }
}
