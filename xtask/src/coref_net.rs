//! The network behind the antecedent ranker while it is fitted, and its table of whole numbers.
//!
//! Softmax over candidates and "new", marginal over right antecedents, with costs added to wrong choices (Durrett and
//! Klein 2013); Adam with a rate that falls to nothing, hidden numbers left out at random, and a moving average of all
//! weights as the result. Deterministic: one thread and one seed for each network, examples in an order drawn from it.

use parallax_resolve::rank::WIDTH;
use rayon::prelude::*;

/// Costs of wrong choices: linking what is new, taking for new what is not, linking to the wrong one.
const COSTS: (f32, f32, f32) = (0.1, 3.0, 1.0);
/// Hidden numbers of one network.
const HIDDEN: usize = 16;
/// Networks fitted beside each other, from seeds of their own; their mean ranks.
const NETS: usize = WIDTH / HIDDEN;
/// Numbers of a row: the vector and what is added outright.
const ROW: usize = HIDDEN + 1;
/// Decisions between two steps.
const BATCH: usize = 64;
/// What is left out of the hidden numbers while fitting.
const LEFT_OUT: f32 = 0.3;
/// Share of the moving average that stays at each step.
const AVERAGE: f32 = 0.998;
/// The largest whole number of a table.
const MOST: f32 = 127.0;

/// How to fit.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Times every example is seen.
    pub passes: usize,
    /// The rate of the first step.
    pub rate: f32,
    /// Pull of every weight towards nothing.
    pub shrink: f32,
    /// Features seen fewer times get no row.
    pub least: u32,
    /// Where chance starts for the first network.
    pub seed: u64,
}

/// One decision: the features of "new" and of each candidate, and which of these are right.
#[derive(Default)]
pub struct Example {
    features: Vec<u32>,
    ends: Vec<u32>,
    right: Vec<bool>,
}

impl Example {
    /// Of options, each a list of features.
    pub fn new(options: &[Vec<u32>], right: Vec<bool>) -> Example {
        let ends = options.iter().scan(0, |end, o| {
            *end += o.len() as u32;
            Some(*end)
        });
        Example { features: options.concat(), ends: ends.collect(), right }
    }
    /// The features of each option.
    pub fn options(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|i| {
            let start = if i == 0 { 0 } else { self.ends[i - 1] };
            &self.features[start as usize..self.ends[i] as usize]
        })
    }
    /// Every feature of every option.
    pub fn features(&self) -> &[u32] {
        &self.features
    }
    /// The same, to be renumbered.
    pub fn features_mut(&mut self) -> &mut [u32] {
        &mut self.features
    }
}

/// Rows of features, and what their hidden numbers weigh.
#[derive(Clone, Default)]
struct Net {
    features: usize,
    /// `ROW` numbers for each feature, at the end the `HIDDEN` weights of the hidden numbers.
    weights: Vec<f32>,
}

/// Where the row of a feature lies.
fn row(feature: u32) -> std::ops::Range<usize> {
    feature as usize * ROW..(feature as usize + 1) * ROW
}

/// Numbers drawn from a seed: SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// Between 0 and 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}

impl Net {
    fn rows(&self) -> &[f32] {
        &self.weights[..self.features * ROW]
    }
    fn out(&self) -> &[f32] {
        &self.weights[self.features * ROW..]
    }
    fn hidden(&self, option: &[u32]) -> [f32; ROW] {
        let mut sum = [0.0; ROW];
        for row in option.iter().filter_map(|&f| self.rows().get(row(f))) {
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += x);
        }
        sum
    }
    fn score(&self, option: &[u32]) -> f32 {
        let sum = self.hidden(option);
        sum.iter().zip(self.out()).fold(sum[HIDDEN], |score, (h, w)| score + h.max(0.0) * w)
    }
    /// Fits a network over the features of lower numbers than `features`.
    fn fit(examples: &[Example], features: usize, settings: &Settings, seed: u64) -> Net {
        let mut chance = Chance(seed);
        let mut net = Net { features, weights: vec![0.0; features * ROW + HIDDEN] };
        for (i, w) in net.weights.iter_mut().enumerate() {
            // Vectors start with spread .1, weights of hidden numbers within ±1/√HIDDEN, what is outright with nothing.
            let spread = 1.0 / (HIDDEN as f32).sqrt();
            if i < features * ROW && i % ROW < HIDDEN {
                *w = ((0..12).map(|_| chance.share()).sum::<f32>() - 6.0) * 0.1;
            } else if i >= features * ROW {
                *w = (chance.share() * 2.0 - 1.0) * spread;
            }
        }
        let mut average = net.clone();
        let mut adam = Adam::new(net.weights.len());
        let mut gradient = Gradient::new(features);
        let steps = settings.passes * examples.len().div_ceil(BATCH);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for pass in 0..settings.passes {
            for i in (1..order.len()).rev() {
                order.swap(i, (chance.next() % (i as u64 + 1)) as usize);
            }
            for (batch, chosen) in order.chunks(BATCH).enumerate() {
                gradient.clear();
                for &i in chosen {
                    gradient.add(&net, &examples[i], 1.0 / chosen.len() as f32, &mut chance);
                }
                gradient.shrink(&net, 2.0 * settings.shrink / chosen.len() as f32);
                let step = pass * examples.len().div_ceil(BATCH) + batch;
                adam.step(&mut net.weights, &gradient.of, settings.rate * (1.0 - step as f32 / steps as f32));
                let stays = AVERAGE.min((step + 1) as f32 / (step + 11) as f32);
                average.weights.iter_mut().zip(&net.weights).for_each(|(a, w)| *a += (w - *a) * (1.0 - stays));
            }
        }
        average
    }
}

/// Networks that rank by the mean of their scores.
#[derive(Default)]
pub struct Nets(Vec<Net>);

impl Nets {
    /// Fits networks over the features of lower numbers than `features` to examples.
    pub fn fit(examples: &[Example], features: usize, settings: &Settings) -> Nets {
        let seeds = (0..NETS as u64).into_par_iter().map(|i| settings.seed + i);
        Nets(seeds.map(|seed| Net::fit(examples, features, settings, seed)).collect())
    }
    /// How many features have a row: those of lower numbers.
    pub fn features(&self) -> usize {
        self.0.first().map_or(0, |net| net.features)
    }
    /// The score of an option.
    pub fn score(&self, option: &[u32]) -> f32 {
        self.0.iter().map(|net| net.score(option)).sum::<f32>() / NETS as f32
    }
    /// The table of the ranker, but for features without a name: the networks side by side, in whole numbers, each column by its own measure, which the
    /// scales undo.
    pub fn table(&self, names: &[String]) -> String {
        let outright = |f: usize| self.0.iter().map(|net| net.rows()[f * ROW + HIDDEN]).sum::<f32>() / NETS as f32;
        let row = |f: usize| -> Vec<f32> {
            let vectors = self.0.iter().flat_map(|net| &net.rows()[f * ROW..f * ROW + HIDDEN]);
            vectors.copied().chain([outright(f)]).collect()
        };
        let mut units = [f32::MIN_POSITIVE; WIDTH + 1];
        for f in 0..self.features() {
            units.iter_mut().zip(row(f)).for_each(|(most, x)| *most = most.max(x.abs() / MOST));
        }
        let out = self.0.iter().flat_map(Net::out).map(|w| w / NETS as f32).chain([1.0]);
        let scales: Vec<String> = out.zip(&units).map(|(w, unit)| format!("{:.4e}", w * unit)).collect();
        let mut lines: Vec<String> = Vec::new();
        for (f, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let numbers = row(f).into_iter().zip(&units).map(|(x, unit)| ((x / unit).round() as i8).to_string());
            lines.push(format!("{name}\t{}", numbers.collect::<Vec<_>>().join(" ")));
        }
        lines.sort();
        let (scales, lines) = (scales.join(" "), lines.join("\n"));
        format!(
            "# feature\tits vector and what it adds outright (=: what a step of each weighs)\n=\t{scales}\n{lines}\n"
        )
    }
}

/// The gradient of a batch, and which features it touches.
struct Gradient {
    of: Vec<f32>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
}

impl Gradient {
    fn new(features: usize) -> Gradient {
        Gradient { of: vec![0.0; features * ROW + HIDDEN], touched: Vec::new(), is_touched: vec![false; features] }
    }
    fn clear(&mut self) {
        for f in self.touched.drain(..) {
            self.of[row(f)].fill(0.0);
            self.is_touched[f as usize] = false;
        }
        self.of[self.is_touched.len() * ROW..].fill(0.0);
    }
    fn add(&mut self, net: &Net, example: &Example, share: f32, chance: &mut Chance) {
        let mut hidden: Vec<[f32; ROW]> = Vec::with_capacity(example.ends.len());
        let mut scores = Vec::with_capacity(example.ends.len());
        for option in example.options() {
            let mut sum = net.hidden(option);
            for h in &mut sum[..HIDDEN] {
                *h = if chance.share() < LEFT_OUT { 0.0 } else { h.max(0.0) / (1.0 - LEFT_OUT) };
            }
            scores.push(sum.iter().zip(net.out()).fold(sum[HIDDEN], |score, (h, w)| score + h * w));
            hidden.push(sum);
        }
        for ((option, sum), slope) in example.options().zip(&hidden).zip(slopes(&scores, &example.right)) {
            let slope = slope * share;
            if slope.abs() < 1e-7 {
                continue;
            }
            let mut back = [0.0; ROW];
            back[HIDDEN] = slope;
            let out = &mut self.of[self.is_touched.len() * ROW..];
            for j in (0..HIDDEN).filter(|&j| sum[j] > 0.0) {
                out[j] += slope * sum[j];
                back[j] = slope * net.out()[j] / (1.0 - LEFT_OUT);
            }
            for &f in option {
                // A feature that is not kept has no row.
                let Some(touched) = self.is_touched.get_mut(f as usize) else { continue };
                if !std::mem::replace(touched, true) {
                    self.touched.push(f);
                }
                self.of[row(f)].iter_mut().zip(&back).for_each(|(to, x)| *to += x);
            }
        }
    }
    fn shrink(&mut self, net: &Net, pull: f32) {
        for &f in &self.touched {
            self.of[row(f)].iter_mut().zip(&net.weights[row(f)]).for_each(|(to, w)| *to += pull * w);
        }
    }
}

/// Adam (Kingma and Ba 2015).
struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    /// What is left of the beginning, where both are nothing: running products, for how `powi` rounds is not fixed.
    left: (f32, f32),
}

impl Adam {
    fn new(weights: usize) -> Adam {
        Adam { first: vec![0.0; weights], second: vec![0.0; weights], left: (1.0, 1.0) }
    }
    fn step(&mut self, weights: &mut [f32], gradient: &[f32], rate: f32) {
        let (fade, fade_squares) = (0.9f32, 0.999f32);
        self.left = (self.left.0 * fade, self.left.1 * fade_squares);
        let rate = rate / (1.0 - self.left.0);
        let root = (1.0 - self.left.1).sqrt();
        for (((w, g), m), v) in weights.iter_mut().zip(gradient).zip(&mut self.first).zip(&mut self.second) {
            *m = fade * *m + (1.0 - fade) * g;
            *v = fade_squares * *v + (1.0 - fade_squares) * g * g;
            *w -= rate * *m / (v.sqrt() / root + 1e-8);
        }
    }
}

/// How fast the loss grows with each option's score.
fn slopes(scores: &[f32], right: &[bool]) -> Vec<f32> {
    let (false_link, false_new, wrong_link) = COSTS;
    let new_is_right = right.first().copied().unwrap_or(false);
    let cost = |i: usize| match (right[i], i) {
        (true, _) => 0.0,
        (false, 0) => false_new,
        (false, _) if new_is_right => false_link,
        _ => wrong_link,
    };
    let all = softmax(&(0..scores.len()).map(|i| scores[i] + cost(i)).collect::<Vec<_>>());
    let good =
        softmax(&(0..scores.len()).map(|i| if right[i] { scores[i] } else { f32::NEG_INFINITY }).collect::<Vec<_>>());
    all.iter().zip(&good).map(|(a, g)| a - g).collect()
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|p| p / sum).collect()
}
