//! A cluster as a whole, held against another.
//!
//! The average over pairs (`cluster`) suffers where many statements say little ("the release"): two clusters of one happening
//! then stay apart although what each amounts to is plainly the same. So once no average lies above the threshold, each cluster
//! is laid out as one statement, with the sense, people, day and place that most of its members give, and two such wholes are
//! judged as two statements are, with a higher bar.

use crate::pair::Judge;
use crate::telling::{Telling, unit};
use crate::weights::WHOLE_THRESHOLD;
use parallax_model::{EntityId, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the members that say anything of a role from which on someone in it belongs to the whole.
const SHARE: f32 = 0.3;

/// Members of a block from which on sharing its key is not enough.
const LARGE: usize = 200;
/// Share of pairs that must stay apart which is laid to misreading.
const MISREAD: f32 = 0.05;
/// Pairs of members looked at for that.
const PAIRS: usize = 900;

/// Joins clusters whose wholes are judged one event; `apart` tells which statements must not meet.
pub(crate) fn join(
    tellings: &[Telling],
    clusters: Vec<Vec<usize>>,
    judge: &Judge,
    apart: &[(usize, usize)],
) -> Vec<Vec<usize>> {
    let mut members = clusters;
    let mut wholes: Vec<Option<Telling>> = members.iter().map(|m| whole(tellings, m)).collect();
    let forbidden = |a: &[usize], b: &[usize]| {
        apart.iter().any(|(x, y)| a.contains(x) && b.contains(y) || a.contains(y) && b.contains(x))
    };
    let score = |wholes: &[Option<Telling>], members: &[Vec<usize>], a: usize, b: usize| -> Option<f32> {
        let (x, y) = (wholes.get(a)?.as_ref()?, wholes.get(b)?.as_ref()?);
        if members[a].len().max(members[b].len()) < 2 || forbidden(&members[a], &members[b]) {
            return None;
        }
        let found = judge.judge_wholes(x, y);
        let reports = |of: &[usize]| of.iter().map(|&m| tellings[m].at.report).collect::<BTreeSet<_>>();
        let (of_a, of_b) = (reports(&members[a]), reports(&members[b]));
        let matters: Vec<f32> = of_a
            .iter()
            .flat_map(|r| of_b.iter().map(move |s| (r, s)))
            .map(|(r, s)| if r == s { 0.0 } else { judge.subject(*r, *s) })
            .collect();
        let sum = found.score + matters.iter().sum::<f32>() / matters.len().max(1) as f32;
        if found.apart || found.other_doers || sum <= WHOLE_THRESHOLD {
            return None;
        }
        let pairs = members[a].iter().flat_map(|&i| members[b].iter().map(move |&j| (i.min(j), i.max(j))));
        let (mut all, mut kept_apart) = (0.0, 0.0);
        for (i, j) in pairs.take(PAIRS) {
            all += 1.0;
            let pair = judge.judge(&tellings[i], &tellings[j]);
            kept_apart += f32::from(u8::from(pair.apart || pair.other_doers));
        }
        (kept_apart <= MISREAD * all).then_some(sum)
    };
    let mut open: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    for (a, b) in candidates(&wholes) {
        open.extend(score(&wholes, &members, a, b).map(|s| ((a, b), s)));
    }
    // The best first; of equals the first.
    while let Some((&(a, b), _)) = open.iter().max_by(|x, y| x.1.total_cmp(y.1).then(y.0.cmp(x.0))) {
        let of_b = std::mem::take(&mut members[b]);
        members[a].extend(of_b);
        members[a].sort_unstable();
        wholes[a] = whole(tellings, &members[a]);
        wholes[b] = None;
        let neighbours: BTreeSet<usize> = open
            .keys()
            .filter(|(x, y)| [a, b].contains(x) || [a, b].contains(y))
            .flat_map(|&(x, y)| [x, y])
            .filter(|n| ![a, b].contains(n))
            .collect();
        open.retain(|(x, y), _| ![a, b].contains(x) && ![a, b].contains(y));
        for n in neighbours {
            let (x, y) = (a.min(n), a.max(n));
            open.extend(score(&wholes, &members, x, y).map(|s| ((x, y), s)));
        }
    }
    members.retain(|m| !m.is_empty());
    members.sort();
    members
}

/// Pairs that share a sense or a predicate, and in large blocks someone told of as well.
fn candidates(wholes: &[Option<Telling>]) -> BTreeSet<(usize, usize)> {
    let mut blocks: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (i, telling) in wholes.iter().enumerate() {
        let Some(telling) = telling else { continue };
        blocks.entry((false, telling.predicate.as_str())).or_default().push(i);
        if let Some(sense) = telling.sense {
            blocks.entry((true, sense)).or_default().push(i);
        }
    }
    let mut found = BTreeSet::new();
    for block in blocks.values() {
        if block.len() <= LARGE {
            found.extend(all_pairs(block));
            continue;
        }
        let mut parts: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
        for &i in block {
            let Some(telling) = wholes.get(i).and_then(Option::as_ref) else { continue };
            let everyone: BTreeSet<&EntityId> = telling.actors.iter().chain(&telling.recipients).collect();
            everyone.into_iter().for_each(|&e| parts.entry(e).or_default().push(i));
        }
        found.extend(parts.values().filter(|part| part.len() <= LARGE).flat_map(|part| all_pairs(part)));
    }
    found
}

fn all_pairs(block: &[usize]) -> Vec<(usize, usize)> {
    let after = |k: usize| block.iter().skip(k + 1).copied();
    block.iter().enumerate().flat_map(|(k, &a)| after(k).map(move |b| (a, b))).collect()
}

/// The statement that a cluster amounts to; a single statement amounts to itself.
fn whole<'a>(tellings: &[Telling<'a>], members: &[usize]) -> Option<Telling<'a>> {
    let all: Vec<&Telling<'a>> = members.iter().filter_map(|&m| tellings.get(m)).collect();
    let first = *all.first()?;
    let mean = |of: for<'x> fn(&'x Telling<'a>) -> &'x Vec<f32>| {
        let known: Vec<&Vec<f32>> = all.iter().map(|t| of(t)).filter(|v| !v.is_empty()).collect();
        let mut sum = vec![0.0; known.first().map_or(0, |v| v.len())];
        known.iter().for_each(|v| sum.iter_mut().zip(v.iter()).for_each(|(s, x)| *s += x));
        unit(sum)
    };
    // A day tells more than a year, and its own words more than what surrounds it.
    let when = most(all.iter().filter_map(|t| t.sure_day().map(|day| (day, true))))
        .or_else(|| most(all.iter().filter_map(|t| t.when.filter(|w| w.1))))
        .or_else(|| most(all.iter().filter_map(|t| t.when)));
    let place =
        most(all.iter().filter_map(|t| t.place.filter(|p| p.1))).or_else(|| most(all.iter().filter_map(|t| t.place)));
    let predicate = most(all.iter().map(|t| t.predicate.clone()))?;
    Some(Telling {
        at: first.at,
        sentence: first.sentence,
        title: all.iter().any(|t| t.title),
        senses: all.iter().find(|t| t.predicate == predicate).map_or_else(BTreeSet::new, |t| t.senses.clone()),
        sense: most(all.iter().filter_map(|t| t.sense)),
        matter: most(all.iter().filter_map(|t| t.matter.clone())),
        everyday: all.iter().all(|t| t.everyday),
        typed: all.iter().any(|t| t.typed),
        nominal: all.iter().all(|t| t.nominal),
        definite: false,
        another: false,
        actors: usual(all.iter().map(|t| t.actors.iter())),
        recipients: usual(all.iter().map(|t| t.recipients.iter())),
        named: usual(all.iter().map(|t| t.named.iter())),
        // Held together by single statements (`meet`).
        around: Vec::new(),
        words: usual(all.iter().map(|t| t.words.iter())).into_iter().collect(),
        meaning: mean(|t| &t.meaning),
        trigger: mean(|t| &t.trigger),
        word: all.iter().find(|t| t.predicate == predicate).map_or(&[], |t| t.word),
        predicate,
        when,
        dated: all.iter().any(|t| t.dated),
        told_on: None,
        part_of: None,
        place,
        quantities: all.iter().map(|t| t.quantities).find(|q| !q.is_empty()).unwrap_or(&[]),
        status: all.iter().map(|t| t.status).min().unwrap_or(Status::Asserted),
    })
}

/// What stands in at least [`SHARE`] of those that say anything.
fn usual<'s, T: Ord + Copy + 's>(sets: impl Iterator<Item = impl Iterator<Item = &'s T>>) -> BTreeSet<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    let mut filled = 0;
    for set in sets {
        let mut any = false;
        for value in set {
            *counts.entry(*value).or_insert(0) += 1;
            any = true;
        }
        filled += usize::from(any);
    }
    counts.into_iter().filter(|&(_, n)| n as f32 >= SHARE * filled as f32).map(|(value, _)| value).collect()
}

/// The commonest value, of equals the first in order.
fn most<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(v, _)| *v == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    let best = counts.iter().map(|c| c.1).max()?;
    counts.into_iter().find(|c| c.1 == best).map(|c| c.0)
}
