//! What each report is about: how far two reports deal with one matter.
//!
//! Words weighed by how often a report uses them and how few of the reports do (tf–idf, Spärck Jones 1972), names twice;
//! compared by cosine. Reports of one story lie above [`crate::weights::SUBJECT_MIDDLE`], reports of unrelated happenings of
//! the same days below. Of many reports it also counts how they fall into groups: two groups that have far less in common
//! than each has within tell of two matters, however alike these are (two arrests of drunken drivers, two raids by one navy).

use parallax_model::{Document, Upos};
use std::collections::BTreeMap;

/// A name tells more of what a report is about than another word.
const NAME: f32 = 2.0;

/// Reports up to which groups are formed: the work grows with the cube of their number.
const MOST: usize = 300;

/// Reports that each of two groups must have to be told apart by what they have in common: fewer differ by chance.
const MANY: usize = 5;
/// Share of the looser group's likeness within, below which the likeness between two groups makes them two matters.
const PARTED: f32 = 0.7;

/// How two reports' matters lie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Nearness {
    /// Likeness, 0 to 1.
    pub like: f32,
    /// Whether they belong to two groups that tell of two matters.
    pub parted: bool,
}

/// How near the reports' matters lie: those of `[a][b]` for `b < a`.
pub(crate) struct Subjects(Vec<Vec<Nearness>>);

impl Subjects {
    /// Weighs the words of all reports.
    pub fn new(documents: &[Document]) -> Subjects {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let counted: Vec<BTreeMap<u32, (f32, bool)>> = documents.iter().map(|d| count(d, &mut numbers)).collect();
        let mut holders = vec![0.0f32; numbers.len()];
        for &word in counted.iter().flat_map(BTreeMap::keys) {
            if let Some(n) = holders.get_mut(word as usize) {
                *n += 1.0;
            }
        }
        let all = documents.len() as f32;
        let weighed = |counts: &BTreeMap<u32, (f32, bool)>| {
            let mut weights: BTreeMap<u32, f32> = counts
                .iter()
                .map(|(&word, &(n, name))| {
                    let held = holders.get(word as usize).copied().unwrap_or(1.0).max(1.0);
                    (word, (1.0 + n.ln()) * (1.0 + all / held).ln() * if name { NAME } else { 1.0 })
                })
                .collect();
            let length = weights.values().map(|w| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            weights.values_mut().for_each(|w| *w /= length);
            weights
        };
        let weighed: Vec<BTreeMap<u32, f32>> = counted.iter().map(weighed).collect();
        let cosine = |x: &BTreeMap<u32, f32>, y: &BTreeMap<u32, f32>| -> f32 {
            x.iter().filter_map(|(word, w)| Some(w * y.get(word)?)).sum()
        };
        let direct = weighed.iter().enumerate().map(|(i, x)| weighed.iter().take(i).map(|y| cosine(x, y)).collect());
        Subjects(through_groups(direct.collect()))
    }

    /// How near two reports' matters lie; `None` for one report.
    pub fn nearness(&self, a: usize, b: usize) -> Option<Nearness> {
        self.0.get(a.max(b))?.get(a.min(b)).copied()
    }
}

/// Two reports that have little in common may belong to reports that have: what the groups they end up in have in common
/// when these meet counts too (the cophenetic similarity of average linkage, Sokal and Michener 1958). Where the groups are
/// two matters it counts alone: a pair of reports may be alike by chance.
fn through_groups(direct: Vec<Vec<f32>>) -> Vec<Vec<Nearness>> {
    let alone = |&like: &f32| Nearness { like, parted: false };
    let mut found: Vec<Vec<Nearness>> = direct.iter().map(|row| row.iter().map(alone).collect()).collect();
    if direct.len() > MOST {
        return found;
    }
    let within = |group: &[usize]| {
        let pairs = || group.iter().flat_map(|&x| group.iter().filter(move |&&y| y < x).map(move |&y| (x, y)));
        pairs().map(|(x, y)| direct[x][y]).sum::<f32>() / pairs().count().max(1) as f32
    };
    let mut groups: Vec<Vec<usize>> = (0..direct.len()).map(|i| vec![i]).collect();
    let mut near = direct.clone();
    while groups.len() > 1 {
        let pairs = (0..groups.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        let Some((a, b)) = pairs.max_by(|&(a, b), &(c, d)| near[a][b].total_cmp(&near[c][d]).then((c, d).cmp(&(a, b))))
        else {
            break;
        };
        let met = near[a][b];
        let parted =
            groups[a].len().min(groups[b].len()) >= MANY && met < PARTED * within(&groups[a]).min(within(&groups[b]));
        for &x in &groups[a] {
            for &y in &groups[b] {
                let cell = &mut found[x.max(y)][x.min(y)];
                *cell = Nearness { like: if parted { met } else { cell.like.max(met) }, parted };
            }
        }
        let (of_a, of_b) = (groups[a].len() as f32, groups[b].len() as f32);
        for other in (0..groups.len()).filter(|&o| o != a && o != b) {
            let to_a = near[a.max(other)][a.min(other)];
            let cell = &mut near[b.max(other)][b.min(other)];
            *cell = (*cell * of_b + to_a * of_a) / (of_a + of_b);
        }
        let joined = groups.remove(a);
        groups[b].extend(joined);
        near.remove(a);
        near.iter_mut().filter(|row| row.len() > a).for_each(|row| {
            row.remove(a);
        });
    }
    found
}

/// How often each content word stands in the report, and whether it is a name.
fn count(document: &Document, numbers: &mut BTreeMap<String, u32>) -> BTreeMap<u32, (f32, bool)> {
    let mut counts = BTreeMap::new();
    for token in document.sentences.iter().flat_map(|s| &s.tokens) {
        let content = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj);
        if !content || token.lemma.chars().count() < 3 {
            continue;
        }
        let next = numbers.len() as u32;
        let number = *numbers.entry(token.lemma.to_lowercase()).or_insert(next);
        let entry = counts.entry(number).or_insert((0.0, false));
        entry.0 += 1.0;
        entry.1 |= token.upos == Upos::Propn;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Likeness of two groups of `size` reports each: `within` each of them, `between` them, and one pair across that is `odd`.
    fn two_groups(size: usize, within: f32, between: f32, odd: f32) -> Vec<Vec<f32>> {
        let like = |a: usize, b: usize| match (a, b) {
            (a, 0) if a == size => odd,
            (a, b) if (a < size) == (b < size) => within,
            _ => between,
        };
        (0..2 * size).map(|a| (0..a).map(|b| like(a, b)).collect()).collect()
    }

    #[test]
    fn groups_of_many_reports_that_lie_far_apart_are_two_matters() {
        for (size, within, between, parted) in [
            (MANY, 0.3, 0.15, true),
            // Few reports differ by chance, and groups of one matter lie near each other.
            (MANY - 1, 0.3, 0.15, false),
            (MANY, 0.3, 0.25, false),
        ] {
            let near = through_groups(two_groups(size, within, between, between));
            let case = format!("{size} reports each, {within} within, {between} between");
            assert_eq!(near[size][0].parted, parted, "{case}");
            assert!(!near[1][0].parted && !near[size + 1][size].parted, "within a group: {case}");
            assert!((near[size][0].like - between).abs() < 1e-5, "{case}");
        }
    }

    #[test]
    fn one_pair_alike_by_chance_does_not_make_two_matters_one() {
        let near = through_groups(two_groups(8, 0.3, 0.1, 0.28));
        assert!(near[8][0].parted && near[8][0].like < 0.15, "{:?}", near[8][0]);
        // Without a second matter, a likeness of two reports counts as it is.
        let near = through_groups(two_groups(2, 0.3, 0.1, 0.28));
        assert!(!near[2][0].parted && near[2][0].like >= 0.28, "{:?}", near[2][0]);
    }
}
