//! Finds the best dependency tree for a matrix of scores.
//!
//! Greedy heads if they happen to make a tree with one root; else the maximum spanning arborescence by Chu & Liu (1965)
//! and Edmonds (1967).

/// The head of every word (0 = root, words count from 1) in the best tree with exactly one root.
///
/// `scores` is `[n, n + 1]`: row = dependent, column = head (column 0 the root).
pub fn heads(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let mut matrix = vec![f64::NEG_INFINITY; width * width];
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for dependent in 1..width {
        for head in 0..width {
            if head != dependent {
                let score = f64::from(scores[(dependent - 1) * width + head]);
                let score = if score.is_finite() { score } else { 0.0 };
                (low, high) = (low.min(score), high.max(score));
                matrix[dependent * width + head] = score;
            }
        }
    }
    let greedy: Vec<usize> = (0..width).map(|d| if d == 0 { 0 } else { best(&matrix, width, d) }).collect();
    let roots = greedy.iter().skip(1).filter(|&&h| h == 0).count();
    if roots == 1 && cycle(&greedy).is_none() {
        return greedy[1..].to_vec();
    }
    // A price on every root arc, larger than any other difference can be, leaves exactly one of them in the best tree.
    let price = (high - low + 1.0) * width as f64;
    for dependent in 1..width {
        matrix[dependent * width] -= price;
    }
    arborescence(matrix, width)[1..].to_vec()
}

fn best(matrix: &[f64], width: usize, dependent: usize) -> usize {
    let row = &matrix[dependent * width..][..width];
    (0..width).fold(0, |top, h| if row[h] > row[top] { h } else { top })
}

/// A cycle among `heads` (node 0 has none), as a mark for every node on it.
fn cycle(heads: &[usize]) -> Option<Vec<bool>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            node = heads[node];
        }
        if node != 0 && seen[node] == start {
            let mut on = vec![false; heads.len()];
            while !on[node] {
                on[node] = true;
                node = heads[node];
            }
            return Some(on);
        }
    }
    None
}

/// Contracts cycle after cycle, then opens them again in reverse: no recursion, so that any length is safe.
fn arborescence(mut matrix: Vec<f64>, width: usize) -> Vec<usize> {
    /// One contraction: the cycle's nodes with their heads, and which of them each arc in or out stands for.
    struct Contraction {
        cycle: Vec<(usize, usize)>,
        enters: Vec<usize>,
        leaves: Vec<usize>,
    }
    let mut alive = vec![true; width];
    let mut steps: Vec<Contraction> = Vec::new();
    let mut heads = loop {
        let heads: Vec<usize> =
            (0..width).map(|d| if d == 0 || !alive[d] { 0 } else { best(&matrix, width, d) }).collect();
        let Some(on) = cycle(&heads) else { break heads };
        let members: Vec<(usize, usize)> = (1..width).filter(|&i| on[i]).map(|i| (i, heads[i])).collect();
        let keeper = members[0].0;
        let (mut enters, mut leaves) = (vec![keeper; width], vec![keeper; width]);
        for other in (0..width).filter(|&i| alive[i] && !on[i]) {
            // Into the cycle from `other`: what is gained over the cycle arc that it replaces.
            let gain = |node: usize, head: usize| matrix[node * width + other] - matrix[node * width + head];
            let (node, head) = members
                .iter()
                .copied()
                .fold(members[0], |top, m| if gain(m.0, m.1) > gain(top.0, top.1) { m } else { top });
            let score = gain(node, head);
            let from = members.iter().fold(keeper, |top, m| {
                if matrix[other * width + m.0] > matrix[other * width + top] { m.0 } else { top }
            });
            enters[other] = node;
            leaves[other] = from;
            if other != 0 {
                matrix[other * width + keeper] = matrix[other * width + from];
            }
            matrix[keeper * width + other] = score;
        }
        for &(node, _) in &members[1..] {
            alive[node] = false;
            for i in 0..width {
                matrix[node * width + i] = f64::NEG_INFINITY;
                matrix[i * width + node] = f64::NEG_INFINITY;
            }
        }
        matrix[keeper * width + keeper] = f64::NEG_INFINITY;
        steps.push(Contraction { cycle: members, enters, leaves });
    };
    for step in steps.iter().rev() {
        let keeper = step.cycle[0].0;
        let outer = heads[keeper];
        let inside: Vec<bool> = (0..width).map(|i| step.cycle.iter().any(|m| m.0 == i)).collect();
        for node in 1..width {
            if !inside[node] && heads[node] == keeper {
                heads[node] = step.leaves[node];
            }
        }
        for &(node, head) in &step.cycle {
            heads[node] = head;
        }
        heads[step.enters[outer]] = outer;
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(d, &h)| f64::from(scores[d * (n + 1) + h])).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        let all: Vec<usize> = std::iter::once(0).chain(heads.iter().copied()).collect();
        heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(&all).is_none()
    }

    /// The best total over all assignments of heads.
    fn exhaustive(scores: &[f32], n: usize) -> f64 {
        let mut top = f64::MIN;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            if heads.iter().enumerate().all(|(d, &h)| h != d + 1) && is_tree(&heads) {
                top = top.max(total(scores, n, &heads));
            }
        }
        top
    }

    #[test]
    fn equals_exhaustive_search() {
        let mut state = 1u32;
        for round in 0..400 {
            let n = 1 + round % 5;
            let scores: Vec<f32> = (0..n * (n + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 16) as f32 / 6553.6
                })
                .collect();
            let found = heads(&scores, n);
            assert!(is_tree(&found), "{found:?}");
            assert!((total(&scores, n, &found) - exhaustive(&scores, n)).abs() < 1e-6, "{n} {scores:?} {found:?}");
        }
    }

    #[test]
    fn survives_odd_scores() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            assert!(is_tree(&heads(&[bad; 12], 3)));
        }
        assert!(heads(&[], 0).is_empty());
    }
}
