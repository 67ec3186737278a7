//! Clusters of statements by average linkage, with constraints on whole clusters.
//!
//! The two clusters whose pairs score highest on average are merged until no average lies above the threshold (UPGMA,
//! Sokal and Michener 1958). Looking at whole clusters keeps a chain of likely pairs from joining two events. Pairs nobody judged
//! in blocking are judged when their clusters meet, a sample of them where clusters are large.

use crate::pair::{Judge, Judgement};
use crate::telling::Telling;
use crate::weights::THRESHOLD;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Average below which two clusters are not followed further.
const HOPELESS: f32 = -1.2;
/// Share of the pairs of two clusters that speak of two doers which is laid to misreading: "Berg nominated for the post" is
/// easily read as Berg's doing, and would keep a whole event from those that name who nominated her.
const MISREAD: f32 = 0.4;
/// How many pairs of two clusters are judged when they were not in one block.
const SAMPLE: usize = 9;

/// How two clusters stand to each other.
#[derive(Clone, Copy)]
struct Edge {
    average: f32,
    /// Share of the pairs that speak of two people, beyond any share where something must stay apart.
    apart: f32,
}

impl Edge {
    fn of(found: &Judgement) -> Edge {
        let apart = if found.apart { f32::INFINITY } else { f32::from(u8::from(found.other_doers)) };
        Edge { average: found.score, apart }
    }
    /// Whether the two may be merged at all.
    fn open(&self) -> bool {
        self.apart <= MISREAD
    }
}

/// A possible merge, best first; ties by the clusters' numbers, so that the result never depends on the heap's order.
struct Step {
    average: f32,
    a: usize,
    b: usize,
}

impl PartialEq for Step {
    fn eq(&self, other: &Step) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Step {}
impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Step) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Step {
    fn cmp(&self, other: &Step) -> Ordering {
        self.average.total_cmp(&other.average).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

/// What the user has decided about pairs of statements.
#[derive(Default)]
pub(crate) struct Decided {
    /// Pairs that are one event.
    pub together: Vec<(usize, usize)>,
    /// Pairs that are two.
    pub apart: Vec<(usize, usize)>,
}

/// Clusters of indices into `tellings`, each sorted, in order of their first members.
pub(crate) fn clusters(
    tellings: &[Telling],
    pairs: &[(usize, usize)],
    judge: &Judge,
    decided: &Decided,
) -> Vec<Vec<usize>> {
    let mut members: Vec<Vec<usize>> = (0..tellings.len()).map(|i| vec![i]).collect();
    let mut edges: Vec<BTreeMap<usize, Edge>> = vec![BTreeMap::new(); tellings.len()];
    let mut heap = BinaryHeap::new();
    for &(a, b) in pairs {
        let found = judge.judge(&tellings[a], &tellings[b]);
        connect(&mut edges, &mut heap, a, b, Edge::of(&found));
    }
    for &(a, b) in &decided.apart {
        connect(&mut edges, &mut heap, a, b, Edge { average: f32::NEG_INFINITY, apart: f32::INFINITY });
    }
    for &(a, b) in &decided.together {
        connect(&mut edges, &mut heap, a, b, Edge { average: f32::INFINITY, apart: 0.0 });
    }
    let sampled = |x: &[usize], y: &[usize]| -> Edge {
        let all = x.len() * y.len();
        let stride = all.div_ceil(SAMPLE).max(1);
        let (mut sum, mut n, mut apart) = (0.0, 0.0f32, 0.0);
        for k in (0..all).step_by(stride) {
            let (i, j) = (x[k / y.len()], y[k % y.len()]);
            let found = judge.judge(&tellings[i.min(j)], &tellings[i.max(j)]);
            let edge = Edge::of(&found);
            sum += edge.average;
            apart += edge.apart;
            n += 1.0;
        }
        Edge { average: sum / n.max(1.0), apart: apart / n.max(1.0) }
    };
    while let Some(Step { average, a, b }) = heap.pop() {
        let current = edges[a].get(&b).is_some_and(|e| e.open() && e.average == average);
        if !current || members[a].is_empty() || members[b].is_empty() {
            continue;
        }
        let (old_a, old_b) = (std::mem::take(&mut edges[a]), std::mem::take(&mut edges[b]));
        let (of_a, of_b) = (members[a].clone(), std::mem::take(&mut members[b]));
        let neighbours: BTreeSet<usize> =
            old_a.keys().chain(old_b.keys()).copied().filter(|&n| n != a && n != b).collect();
        let mut merged = of_a.clone();
        merged.extend(&of_b);
        merged.sort_unstable();
        for n in neighbours {
            edges[n].remove(&a);
            edges[n].remove(&b);
            let to_a = old_a.get(&n).copied().unwrap_or_else(|| sampled(&of_a, &members[n]));
            let to_b = old_b.get(&n).copied().unwrap_or_else(|| sampled(&of_b, &members[n]));
            let (wa, wb) = (of_a.len() as f32, of_b.len() as f32);
            let mean = |x: f32, y: f32| (x * wa + y * wb) / (wa + wb);
            let edge = Edge { average: mean(to_a.average, to_b.average), apart: mean(to_a.apart, to_b.apart) };
            connect(&mut edges, &mut heap, a, n, edge);
        }
        members[a] = merged;
    }
    let mut found: Vec<Vec<usize>> = members.into_iter().filter(|m| !m.is_empty()).collect();
    found.sort();
    found
}

fn connect(edges: &mut [BTreeMap<usize, Edge>], heap: &mut BinaryHeap<Step>, a: usize, b: usize, edge: Edge) {
    if edge.average > HOPELESS || edge.apart > 0.0 {
        edges[a].insert(b, edge);
        edges[b].insert(a, edge);
        if edge.open() && edge.average > THRESHOLD {
            heap.push(Step { average: edge.average, a: a.min(b), b: a.max(b) });
        }
    }
}
