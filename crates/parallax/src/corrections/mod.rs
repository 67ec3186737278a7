//! The user's decisions, put into effect between the stages.
//!
//! Names are settled by `resolve` and events by `link`, which take the decisions themselves. What is said of one
//! statement, report or origin is put right here, so that every later stage sees it as if it had been read like that.
//! A decision that no longer finds what it is about changes nothing, and is told (`P060`).

mod ask;
mod set;

pub use ask::{FORMS, change, report_of};

use parallax_link::{is_statement_id, report_id, statement_id};
use parallax_model::{Account, Cast, Change, Correction, Document, Field, Notice, Report, Statement, Target};
use std::collections::BTreeSet;

/// The reports as read, together.
pub(crate) struct Read<'a> {
    pub reports: &'a [Report],
    pub documents: &'a [Document],
}

impl Read<'_> {
    /// The statements that a target means, by report and index: those of its id, else those whose clause has its words.
    pub(crate) fn find(&self, accounts: &[Account], target: &Target) -> Vec<(usize, usize)> {
        let fits = |by: &dyn Fn(usize, &Statement) -> bool| -> Vec<(usize, usize)> {
            let all = accounts
                .iter()
                .enumerate()
                .flat_map(|(r, a)| a.statements.iter().enumerate().map(move |(i, s)| (r, i, s)));
            all.filter(|(r, _, s)| by(*r, s)).map(|(r, i, _)| (r, i)).collect()
        };
        let by_id = fits(&|r, s| {
            self.reports.get(r).is_some_and(|report| is_statement_id(&target.id, report, self.documents.get(r), s))
        });
        if let Some(&(r, i)) = by_id.first() {
            // A short id may fit another statement by chance: the first counts, and its copies in other reports.
            let first = self.name(r, &accounts[r].statements[i]);
            return by_id.into_iter().filter(|&(r, i)| self.name(r, &accounts[r].statements[i]) == first).collect();
        }
        if target.quote.is_empty() {
            return Vec::new();
        }
        fits(&|r, s| self.reports.get(r).is_some_and(|report| s.clause.of(&report.text) == target.quote))
    }

    fn name(&self, r: usize, statement: &Statement) -> Option<String> {
        Some(statement_id(self.reports.get(r)?, self.documents.get(r), statement))
    }

    fn report(&self, target: &Target) -> Option<usize> {
        self.reports.iter().position(|r| report_id(r) == target.id)
    }
}

/// Of two decisions that contradict each other the later holds; the earlier is left out.
pub(crate) fn settled(corrections: &[Correction]) -> Vec<Correction> {
    let key = |c: &Correction| {
        let pair = |kind: u8, a: &str, b: &str| {
            let (a, b) = (a.to_lowercase(), b.to_lowercase());
            Some((kind, a.clone().min(b.clone()), a.max(b)))
        };
        match &c.change {
            Change::SameName(a, b) | Change::DifferentName(a, b) => pair(0, a, b),
            Change::SameOrigin(a, b) | Change::DifferentOrigin(a, b) => pair(1, &a.id, &b.id),
            Change::SetPublished(a, _) => pair(2, &a.id, ""),
            Change::Rename(a, _) => pair(3, a, ""),
            _ => None,
        }
    };
    let overruled = |i: usize| {
        let own = key(&corrections[i]);
        own.is_some() && corrections.iter().skip(i + 1).any(|later| key(later) == own)
    };
    (0..corrections.len()).filter(|&i| !overruled(i)).map(|i| corrections[i].clone()).collect()
}

/// Before names are resolved: publication days, fields of statements, statements that tell nothing. Gives what found nothing.
pub(crate) fn before(
    reports: &mut [Report],
    documents: &[Document],
    accounts: &mut [Account],
    corrections: &[Correction],
) -> Vec<Notice> {
    let mut lost = Vec::new();
    let mut removed: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); accounts.len()];
    for correction in corrections {
        let read = Read { reports, documents };
        let mut done = true;
        match &correction.change {
            Change::SetPublished(report, day) => match read.report(report) {
                Some(r) => reports[r].published = Some(*day),
                None => done = false,
            },
            Change::SameOrigin(a, b) | Change::DifferentOrigin(a, b) => {
                done = read.report(a).is_some() && read.report(b).is_some()
            }
            Change::Set(targets, field, value) => {
                let found: Vec<_> = targets.iter().flat_map(|t| read.find(accounts, t)).collect();
                done = !found.is_empty();
                if !matches!(field, Field::Date | Field::Place) {
                    for (r, i) in found {
                        // What was possible when it was decided may not be after the report was read anew.
                        done &=
                            set::field(&reports[r].text, documents.get(r), &mut accounts[r], i, *field, value).is_ok();
                    }
                }
            }
            Change::NotAnEvent(targets) => {
                let found: Vec<_> = targets.iter().flat_map(|t| read.find(accounts, t)).collect();
                done = !found.is_empty();
                for (r, i) in found {
                    removed[r].insert(i);
                }
            }
            Change::SameEvent(a, b) | Change::DifferentEvent(a, b) => {
                let any = |side: &[Target]| side.iter().any(|t| !read.find(accounts, t).is_empty());
                done = any(a) && (b.is_empty() || any(b));
            }
            Change::Accept(_)
            | Change::Note(_)
            | Change::SameName(..)
            | Change::DifferentName(..)
            | Change::Rename(..) => {}
        }
        if !done {
            lost.push(told(correction));
        }
    }
    for (account, gone) in accounts.iter_mut().zip(&removed) {
        without(account, gone);
    }
    lost
}

/// After names are resolved: days and places of statements, names. Gives what found nothing.
pub(crate) fn after(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    cast: &mut Cast,
    corrections: &[Correction],
) -> Vec<Notice> {
    let read = Read { reports, documents };
    let mut lost = Vec::new();
    for correction in corrections {
        let known = |cast: &Cast, name: &str| cast.entities.iter().any(|e| is_called(e, name));
        let done = match &correction.change {
            Change::Set(targets, field @ (Field::Date | Field::Place), value) => {
                let found = targets.iter().flat_map(|t| read.find(accounts, t));
                found.into_iter().all(|(r, i)| {
                    match field {
                        Field::Date => set::date(accounts, cast, r, i, value),
                        _ => set::place(reports, accounts, cast, r, i, value),
                    }
                    .is_ok()
                })
            }
            Change::Rename(name, new) => match cast.entities.iter_mut().find(|e| is_called(e, name)) {
                Some(entity) => {
                    entity.name.clone_from(new);
                    true
                }
                None => false,
            },
            Change::SameName(a, b) | Change::DifferentName(a, b) => known(cast, a) && known(cast, b),
            _ => true,
        };
        if !done {
            lost.push(told(correction));
        }
    }
    lost
}

/// The user's word on which reports rest on one origin.
pub(crate) fn origins(reports: &[Report], origins: &mut [usize], corrections: &[Correction]) {
    let read = Read { reports, documents: &[] };
    for correction in corrections {
        let (same, a, b) = match &correction.change {
            Change::SameOrigin(a, b) => (true, a, b),
            Change::DifferentOrigin(a, b) => (false, a, b),
            _ => continue,
        };
        let (Some(a), Some(b)) = (read.report(a), read.report(b)) else { continue };
        if same {
            let (from, to) = (origins[a].max(origins[b]), origins[a].min(origins[b]));
            origins.iter_mut().filter(|o| **o == from).for_each(|o| *o = to);
        } else if origins[a] == origins[b] && a != b {
            origins[a.max(b)] = origins.iter().max().map_or(0, |o| o + 1);
        }
    }
    // Numbered from 0 in the order of the reports.
    let mut order = Vec::new();
    for origin in origins.iter_mut() {
        if !order.contains(origin) {
            order.push(*origin);
        }
        *origin = order.iter().position(|o| o == origin).unwrap_or(0);
    }
}

pub(crate) fn is_called(entity: &parallax_model::Entity, name: &str) -> bool {
    entity.names.iter().chain([&entity.name]).any(|n| n.to_lowercase() == name.to_lowercase())
}

fn told(correction: &Correction) -> Notice {
    let name = if correction.id.is_empty() { correction.change.name() } else { &correction.id };
    Notice {
        code: "P060",
        subject: format!("correction {name}"),
        message: "no longer finds what it is about".to_string(),
        help: Some("it is kept; take the decision again, or undo it".to_string()),
    }
}

/// The account without these statements; what pointed to others still does.
fn without(account: &mut Account, gone: &BTreeSet<usize>) {
    if gone.is_empty() {
        return;
    }
    let mut next = 0;
    let new: Vec<Option<usize>> = (0..account.statements.len())
        .map(|i| {
            let stays = !gone.contains(&i);
            next += usize::from(stays);
            stays.then(|| next - 1)
        })
        .collect();
    let at = |i: usize| new.get(i).copied().flatten();
    let mut index = 0;
    account.statements.retain(|_| {
        index += 1;
        !gone.contains(&(index - 1))
    });
    for statement in &mut account.statements {
        statement.part_of = statement.part_of.and_then(at);
    }
    account.relations.retain_mut(|relation| match (at(relation.from), at(relation.to)) {
        (Some(from), Some(to)) => {
            (relation.from, relation.to) = (from, to);
            true
        }
        _ => false,
    });
}
