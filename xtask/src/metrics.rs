//! Coreference metrics over clusters of mentions: MUC, B³, CEAF-e and their mean, the CoNLL score.
//!
//! A clustering is a list of clusters, a cluster a list of mention numbers; a mention stands in one cluster at most.
//! Mentions of one side only count against it, as in the reference scorer of Pradhan et al. 2014, "Scoring
//! Coreference Partitions of Predicted Mentions: A Reference Implementation" (ACL).

use std::collections::BTreeMap;

/// Precision and recall of one metric as sums of (right, of): add over documents, then divide.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Score {
    /// Numerator and denominator of precision.
    pub precision: (f64, f64),
    /// Numerator and denominator of recall.
    pub recall: (f64, f64),
}

impl Score {
    /// Adds the sums of another document.
    pub fn add(&mut self, other: Score) {
        self.precision = (self.precision.0 + other.precision.0, self.precision.1 + other.precision.1);
        self.recall = (self.recall.0 + other.recall.0, self.recall.1 + other.recall.1);
    }
    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        let share = |(right, of): (f64, f64)| if of > 0.0 { right / of } else { 0.0 };
        let (p, r) = (share(self.precision), share(self.recall));
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// The three metrics the CoNLL score averages.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Conll {
    /// Links (Vilain et al. 1995).
    pub muc: Score,
    /// Mentions (Bagga and Baldwin 1998).
    pub b_cubed: Score,
    /// Clusters, aligned one to one (Luo 2005, φ4).
    pub ceaf_e: Score,
}

impl Conll {
    /// Adds the sums of another document.
    pub fn add(&mut self, other: Conll) {
        self.muc.add(other.muc);
        self.b_cubed.add(other.b_cubed);
        self.ceaf_e.add(other.ceaf_e);
    }
    /// Mean of the three F1, 0 to 1.
    pub fn f1(self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// MUC, B³ and CEAF-e of one document.
pub fn conll(gold: &[Vec<u32>], predicted: &[Vec<u32>]) -> Conll {
    Conll { muc: muc(gold, predicted), b_cubed: b_cubed(gold, predicted), ceaf_e: ceaf_e(gold, predicted) }
}

/// MUC: how many links of one side's clusters survive when the other side cuts them.
pub fn muc(gold: &[Vec<u32>], predicted: &[Vec<u32>]) -> Score {
    Score { precision: kept_links(predicted, &index(gold)), recall: kept_links(gold, &index(predicted)) }
}

fn kept_links(clusters: &[Vec<u32>], other: &BTreeMap<u32, usize>) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for cluster in clusters.iter().filter(|c| !c.is_empty()) {
        let (parts, alone) = cut(cluster, other);
        sums.0 += (cluster.len() - parts.len() - alone) as f64;
        sums.1 += (cluster.len() - 1) as f64;
    }
    sums
}

/// B³: mean over mentions of the share of its cluster that the other side's cluster holds too.
pub fn b_cubed(gold: &[Vec<u32>], predicted: &[Vec<u32>]) -> Score {
    Score { precision: shared_mentions(predicted, &index(gold)), recall: shared_mentions(gold, &index(predicted)) }
}

fn shared_mentions(clusters: &[Vec<u32>], other: &BTreeMap<u32, usize>) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for cluster in clusters.iter().filter(|c| !c.is_empty()) {
        let (parts, _) = cut(cluster, other);
        sums.0 += parts.values().map(|&n| (n * n) as f64).sum::<f64>() / cluster.len() as f64;
        sums.1 += cluster.len() as f64;
    }
    sums
}

/// CEAF-e: likeness (φ4 = 2|K∩R| / (|K|+|R|)) of the clusters under the best one-to-one alignment.
pub fn ceaf_e(gold: &[Vec<u32>], predicted: &[Vec<u32>]) -> Score {
    let of_mention = index(predicted);
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (g, cluster) in gold.iter().enumerate() {
        for (p, n) in cut(cluster, &of_mention).0 {
            shared.insert((g, p), n);
        }
    }
    let likeness: BTreeMap<(usize, usize), f64> = shared
        .into_iter()
        .map(|((g, p), n)| ((g, p), 2.0 * n as f64 / (gold[g].len() + predicted[p].len()) as f64))
        .collect();
    let total = best_alignment(gold.len(), predicted.len(), &likeness);
    let filled = |clusters: &[Vec<u32>]| clusters.iter().filter(|c| !c.is_empty()).count() as f64;
    Score { precision: (total, filled(predicted)), recall: (total, filled(gold)) }
}

/// Mention → its cluster.
fn index(clusters: &[Vec<u32>]) -> BTreeMap<u32, usize> {
    clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |&m| (m, i))).collect()
}

/// How the other side cuts a cluster: its clusters with the number of mentions shared, and how many mentions it lacks.
fn cut(cluster: &[u32], other: &BTreeMap<u32, usize>) -> (BTreeMap<usize, usize>, usize) {
    let (mut parts, mut alone) = (BTreeMap::new(), 0);
    for mention in cluster {
        match other.get(mention) {
            Some(&c) => *parts.entry(c).or_insert(0) += 1,
            None => alone += 1,
        }
    }
    (parts, alone)
}

/// Greatest total weight of a one-to-one alignment of `rows` and `columns`.
///
/// Pairs without weight never help, so each connected component of the weighted pairs is solved alone: a thousand
/// clusters cost no more than their overlaps.
fn best_alignment(rows: usize, columns: usize, weight: &BTreeMap<(usize, usize), f64>) -> f64 {
    let mut parent: Vec<usize> = (0..rows + columns).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while parent[i] != i {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        i
    }
    for &(r, c) in weight.keys() {
        let (a, b) = (root(&mut parent, r), root(&mut parent, rows + c));
        parent[a.max(b)] = a.min(b);
    }
    let mut components: BTreeMap<usize, Vec<((usize, usize), f64)>> = BTreeMap::new();
    for (&pair, &w) in weight {
        components.entry(root(&mut parent, pair.0)).or_default().push((pair, w));
    }
    components.values().map(|pairs| assignment(pairs)).sum()
}

/// Kuhn–Munkres on one component, by shortest augmenting paths with potentials, O(n³).
fn assignment(pairs: &[((usize, usize), f64)]) -> f64 {
    let number = |key: fn(&(usize, usize)) -> usize| -> BTreeMap<usize, usize> {
        let mut all: Vec<usize> = pairs.iter().map(|(p, _)| key(p)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().enumerate().map(|(i, x)| (x, i)).collect()
    };
    let (rows, columns) = (number(|p| p.0), number(|p| p.1));
    let n = rows.len().max(columns.len());
    let mut cost = vec![vec![0.0; n]; n];
    for ((r, c), w) in pairs {
        cost[rows[r]][columns[c]] = -w;
    }
    // 1-based with a dummy column 0, as in the classical formulation.
    let (mut u, mut v, mut row_of, mut way) =
        (vec![0.0; n + 1], vec![0.0; n + 1], vec![0usize; n + 1], vec![0usize; n + 1]);
    for i in 1..=n {
        row_of[0] = i;
        let (mut j0, mut least, mut used) = (0, vec![f64::INFINITY; n + 1], vec![false; n + 1]);
        while row_of[j0] != 0 {
            used[j0] = true;
            let (i0, mut delta, mut j1) = (row_of[j0], f64::INFINITY, 0);
            for j in (1..=n).filter(|&j| !used[j]) {
                let reduced = cost[i0 - 1][j - 1] - u[i0] - v[j];
                if reduced < least[j] {
                    (least[j], way[j]) = (reduced, j0);
                }
                if least[j] < delta {
                    (delta, j1) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[row_of[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            j0 = j1;
        }
        while j0 != 0 {
            row_of[j0] = row_of[way[j0]];
            j0 = way[j0];
        }
    }
    -(1..=n).map(|j| cost[row_of[j] - 1][j - 1]).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(score: Score, precision: f64, recall: f64) {
        let (p, r) = (score.precision.0 / score.precision.1, score.recall.0 / score.recall.1);
        assert!((p - precision).abs() < 1e-9 && (r - recall).abs() < 1e-9, "{p} {r}");
    }

    #[test]
    fn textbook_example() {
        // Luo 2005, figure 1: {1-5},{6,7},{8-12} against {1-5},{6,7,8-12}.
        let gold = [vec![1, 2, 3, 4, 5], vec![6, 7], vec![8, 9, 10, 11, 12]];
        let predicted = [vec![1, 2, 3, 4, 5], vec![6, 7, 8, 9, 10, 11, 12]];
        close(muc(&gold, &predicted), 9.0 / 10.0, 1.0);
        close(b_cubed(&gold, &predicted), (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0, 1.0);
        close(ceaf_e(&gold, &predicted), (1.0 + 10.0 / 12.0) / 2.0, (1.0 + 10.0 / 12.0) / 3.0);
    }

    #[test]
    fn same_clusters_are_perfect_and_nothing_is_zero() {
        let clusters = [vec![1, 2], vec![3], vec![4, 5, 6]];
        assert!((conll(&clusters, &clusters).f1() - 1.0).abs() < 1e-9);
        assert_eq!(conll(&clusters, &[]).f1(), 0.0);
        assert_eq!(conll(&[], &[]).f1(), 0.0);
    }

    #[test]
    fn mentions_of_one_side_count_against_it() {
        close(muc(&[vec![1, 2]], &[vec![1, 2, 3]]), 0.5, 1.0);
        close(b_cubed(&[vec![1, 2]], &[vec![1, 2, 3]]), 4.0 / 9.0, 1.0);
    }

    #[test]
    fn alignment_is_best_not_greedy() {
        // The heaviest pair (0,0) must give way to (0,1) and (1,0).
        let weight = BTreeMap::from([((0, 0), 0.6), ((0, 1), 0.5), ((1, 0), 0.5)]);
        assert!((best_alignment(2, 2, &weight) - 1.0).abs() < 1e-9);
    }
}
