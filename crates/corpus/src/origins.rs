//! Which reports of a corpus have one origin: those of which nearly half stands word for word in an earlier one.

use crate::link::old;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Share of the shorter report's shingles that stand in the other, from which on they have one origin (as in `compare`).
const COPIED: f32 = 0.45;
/// Reports that share a shingle which are tried: a phrase that all agencies use is no sign of copying.
const SHARED: usize = 50;

/// Reports that hold a shingle: nearly always one.
enum Holders {
    One(u32),
    Several(Vec<u32>),
}

impl Holders {
    fn all(&self) -> &[u32] {
        match self {
            Holders::One(report) => std::slice::from_ref(report),
            Holders::Several(reports) => reports,
        }
    }
}

/// The reports of the last days, by what stands in them.
#[derive(Default)]
pub(crate) struct Origins {
    /// Report → its day, its origin, the length of its sketch.
    known: BTreeMap<u32, (Option<i32>, Arc<str>, u32)>,
    shingles: BTreeMap<u64, Holders>,
    reports: u32,
    /// Reports that copy an earlier one.
    pub copies: usize,
}

impl Origins {
    /// Takes a report in, with the sample of its shingles; says whose origin it shares: its own unless it copies. Reports
    /// must come in order of their days, those without a day last.
    pub(crate) fn report(&mut self, id: &Arc<str>, day: Option<i32>, sketch: &[u64]) -> Arc<str> {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for shingle in sketch {
            for &report in self.shingles.get(shingle).map_or(&[][..], Holders::all).iter().take(SHARED) {
                *shared.entry(report).or_insert(0) += 1;
            }
        }
        let copied = shared.iter().find_map(|(report, n)| {
            let (_, origin, length) = self.known.get(report)?;
            let shorter = (*length as usize).min(sketch.len()).max(1);
            (*n as f32 / shorter as f32 >= COPIED).then(|| origin.clone())
        });
        self.copies += usize::from(copied.is_some());
        let origin = copied.unwrap_or_else(|| id.clone());
        self.reports += 1;
        self.known.insert(self.reports, (day, origin.clone(), sketch.len() as u32));
        for &shingle in sketch {
            match self.shingles.get_mut(&shingle) {
                None => drop(self.shingles.insert(shingle, Holders::One(self.reports))),
                Some(Holders::Several(reports)) => reports.push(self.reports),
                Some(one) => *one = Holders::Several([one.all(), &[self.reports]].concat()),
            }
        }
        origin
    }

    /// Forgets what was published too long before `day`.
    pub(crate) fn forget(&mut self, day: i32) {
        self.known.retain(|_, (published, ..)| !old(*published, day));
        let known = &self.known;
        self.shingles.retain(|_, holders| match holders {
            Holders::One(report) => known.contains_key(report),
            Holders::Several(reports) => {
                reports.retain(|report| known.contains_key(report));
                !reports.is_empty()
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_one_origin_and_old_days_are_forgotten() {
        let mut origins = Origins::default();
        let wire: Vec<u64> = (0..100).collect();
        let mut take = |id: &str, day: i32, sketch: &[u64]| {
            origins.forget(day);
            origins.report(&id.into(), Some(day), sketch).to_string()
        };
        assert_eq!(take("a", 10, &wire), "a");
        assert_eq!(take("b", 10, &wire[40..]), "a");
        assert_eq!(take("c", 10, &[]), "c", "a report of few words copies none");
        assert_eq!(take("d", 13, &wire[40..90]), "a");
        assert_eq!(take("e", 17, &wire), "e");
        assert_eq!((origins.copies, origins.known.len(), origins.shingles.len()), (2, 1, 100));
    }
}
