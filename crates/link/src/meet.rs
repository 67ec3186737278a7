//! An event told by several reports is held together by more than its verb.
//!
//! Reports of one story share "leave", "raise" and "interview" by the dozen, and each such pair alone looks like a link: one
//! sense, one meaning, nothing against it. What tells them apart is whether anything around the verbs meets. Asked of every
//! pair that would cost large events their members, which stand in many different sentences; so it is asked of each cluster
//! once it is grown: two reports stay together where any statement of the one meets any of the other, directly or through a
//! third.

use crate::around::likeness;
use crate::telling::Telling;
use crate::weights::{MET, MET_OF_TYPE};
use parallax_model::ReportId;
use std::collections::{BTreeMap, BTreeSet};

/// Parts each cluster into reports that meet; pairs in `together` always do. Each cluster sorted, in order of first members.
pub(crate) fn part(tellings: &[Telling], clusters: Vec<Vec<usize>>, together: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let together: BTreeSet<(usize, usize)> = together.iter().copied().collect();
    let meet = |&a: &usize, &b: &usize| {
        together.contains(&(a.min(b), a.max(b)))
            || tellings.get(a).zip(tellings.get(b)).is_some_and(|(a, b)| statements_meet(a, b))
    };
    let mut found: Vec<Vec<usize>> = Vec::new();
    for members in clusters {
        let mut reports: BTreeMap<Option<ReportId>, Vec<usize>> = BTreeMap::new();
        for member in members {
            reports.entry(tellings.get(member).map(|t| t.at.report)).or_default().push(member);
        }
        let mut open: Vec<Vec<usize>> = reports.into_values().collect();
        while let Some(first) = open.pop() {
            let (mut held, mut reached) = (Vec::new(), vec![first]);
            while let Some(report) = reached.pop() {
                let met = |other: &Vec<usize>| report.iter().any(|a| other.iter().any(|b| meet(a, b)));
                let (near, far) = std::mem::take(&mut open).into_iter().partition(met);
                open = far;
                reached.extend::<Vec<Vec<usize>>>(near);
                held.extend(report);
            }
            held.sort_unstable();
            found.push(held);
        }
    }
    found.sort();
    found
}

/// Whether two statements share someone in one role, or enough of what stands around them; unknown surroundings do not part.
fn statements_meet(a: &Telling, b: &Telling) -> bool {
    let bar = if a.typed || b.typed { MET_OF_TYPE } else { MET };
    !a.actors.is_disjoint(&b.actors)
        || !a.recipients.is_disjoint(&b.recipients)
        || likeness(&a.around, &b.around).is_none_or(|like| like >= bar)
}
