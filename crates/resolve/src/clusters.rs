//! A partition of mentions that only ever grows coarser, with the reasons for each merge.

use std::collections::BTreeSet;

/// Why two mentions were put together.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Link {
    /// The one mention.
    pub a: usize,
    /// The other.
    pub b: usize,
    /// The rule.
    pub rule: &'static str,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// Mentions `0..n` in disjoint clusters; a cluster is called by its first mention.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    label: Vec<usize>,
    members: Vec<Vec<usize>>,
    links: Vec<Link>,
    apart: BTreeSet<(usize, usize)>,
}

impl Clusters {
    /// Every mention alone.
    pub fn new(mentions: usize) -> Clusters {
        Clusters {
            label: (0..mentions).collect(),
            members: (0..mentions).map(|i| vec![i]).collect(),
            links: Vec::new(),
            apart: BTreeSet::new(),
        }
    }
    /// The cluster of a mention: the index of its first member.
    pub fn of(&self, mention: usize) -> usize {
        self.label.get(mention).copied().unwrap_or(mention)
    }
    /// Whether two mentions are in one cluster.
    pub fn together(&self, a: usize, b: usize) -> bool {
        self.of(a) == self.of(b)
    }
    /// The members of a mention's cluster, ascending.
    pub fn members(&self, mention: usize) -> &[usize] {
        self.members.get(self.of(mention)).map_or(&[], Vec::as_slice)
    }
    /// The names of all clusters, ascending.
    pub fn all(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.label.len()).filter(|&i| self.label[i] == i)
    }
    /// The merges made, in the order they were made.
    pub fn links(&self) -> &[Link] {
        &self.links
    }
    /// Forbids that the clusters of two mentions ever become one.
    pub fn keep_apart(&mut self, a: usize, b: usize) {
        self.apart.insert((a.min(b), a.max(b)));
    }
    /// Whether nothing forbids that the clusters of two mentions become one.
    pub fn may_unite(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        !self.apart.iter().any(|&(x, y)| {
            let (x, y) = (self.of(x), self.of(y));
            (x == a && y == b) || (x == b && y == a)
        })
    }
    /// Puts two clusters together unless they are one already or must stay apart; says whether it did.
    pub fn unite(&mut self, a: usize, b: usize, rule: &'static str, score: f32) -> bool {
        let (x, y) = (self.of(a).min(self.of(b)), self.of(a).max(self.of(b)));
        if x == y || a >= self.label.len() || b >= self.label.len() || !self.may_unite(a, b) {
            return false;
        }
        let moved = std::mem::take(&mut self.members[y]);
        for &m in &moved {
            self.label[m] = x;
        }
        self.members[x].extend(moved);
        self.members[x].sort_unstable();
        self.links.push(Link { a, b, rule, score });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_keeps_apart() {
        let mut c = Clusters::new(5);
        c.keep_apart(0, 4);
        assert!(c.unite(3, 1, "t", 1.0) && c.unite(1, 0, "t", 1.0));
        assert!(!c.unite(4, 3, "t", 1.0), "0 and 4 stay apart, and 3 is with 0");
        assert!(!c.unite(0, 3, "t", 1.0), "already one");
        assert_eq!(c.members(3), &[0, 1, 3]);
        assert_eq!(c.all().collect::<Vec<_>>(), vec![0, 2, 4]);
        assert!(!c.unite(0, 99, "t", 1.0), "no such mention");
    }
}
