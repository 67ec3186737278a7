//! From what each report gives for one field to a finding: told alike, told by one, told differently.

use crate::anchor::{anchor, strangers};
use crate::fields::means;
use crate::told::{Field, Heard, Telling, Told};
use parallax_model::{Compatibility, Evidence, FieldKind, Finding, State, Status, Value};
use std::collections::BTreeSet;

/// How two values of a field stand to each other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Stand {
    /// The same value.
    Same,
    /// Another value that says no more and no less about the matter: nothing to report.
    Beside,
    /// Told differently; the number, 0 to 1, is how far they are apart.
    Differs(Compatibility, f32),
}

/// Tellings of one value that are held against those of another: with hundreds of reports the first ones show enough.
const COMPARED: usize = 16;

struct Group<'h, T> {
    members: Vec<&'h Heard<T>>,
}

impl<T> Group<'_, T> {
    fn reports(&self) -> BTreeSet<usize> {
        self.members.iter().map(|h| h.report).collect()
    }
}

/// Settles one field of one event. `None` when nobody fills it.
///
/// Values that are the same form one group. Two groups differ only when each has an origin that the other lacks, and
/// neither's reports tell both values: a report that gives two numbers tells of two things, not against itself. And two of
/// their tellings must be anchored in each other by other fields.
pub(crate) fn settle<T>(told: Told, field: Field<T>, stand: impl Fn(&T, &T) -> Stand) -> Option<Finding> {
    let world = told.world;
    let mut groups: Vec<Group<T>> = Vec::new();
    for heard in &field.heard {
        let home = groups
            .iter_mut()
            .find(|g| g.members.iter().take(COMPARED).any(|m| stand(&m.value, &heard.value) == Stand::Same));
        match home {
            Some(group) => group.members.push(heard),
            None => groups.push(Group { members: vec![heard] }),
        }
    }
    let mut worst: Option<(Compatibility, f32)> = None;
    let mut differing: BTreeSet<usize> = BTreeSet::new();
    for (i, a) in groups.iter().enumerate() {
        for (j, b) in groups.iter().enumerate().skip(i + 1) {
            let origins = |g: &Group<T>| g.reports().into_iter().map(|r| world.origin(r)).collect::<BTreeSet<_>>();
            if !origins(a).is_disjoint(&origins(b)) {
                continue;
            }
            for x in a.members.iter().take(COMPARED) {
                for y in b.members.iter().take(COMPARED) {
                    let Stand::Differs(compatible, size) = stand(&x.value, &y.value) else { continue };
                    let compatible = match tellings(told, x, y) {
                        Some((p, q)) if compatible == Compatibility::No => how_firmly(told, p, q, field.kind),
                        _ => compatible,
                    };
                    let anchored = tellings(told, x, y).is_some_and(|(p, q)| {
                        let found = anchor(told, p, q, field.kind);
                        found.all >= enough(field.kind, &field.attribute) && found.own >= own(field.kind, compatible)
                    });
                    if !anchored {
                        continue;
                    }
                    differing.extend([i, j]);
                    worst = Some(match worst {
                        Some((c, s)) if rank(c) <= rank(compatible) => (c, s.max(size)),
                        Some((_, s)) => (compatible, s.max(size)),
                        None => (compatible, size),
                    });
                }
            }
        }
    }
    // Values that read the same are no difference to a reader, whatever made us hold them apart.
    let shown = |g: &usize| groups.get(*g)?.members.first().map(|h| h.text.to_lowercase());
    if differing.iter().filter_map(shown).collect::<BTreeSet<_>>().len() < 2 {
        worst = None;
        differing.clear();
    }
    let kept: Vec<usize> = match worst {
        Some(_) => differing.iter().copied().collect(),
        // Told alike or by one: the value with most reports stands for the field.
        None => {
            let most = (0..groups.len()).max_by_key(|&g| (groups[g].reports().len(), usize::MAX - g))?;
            vec![most]
        }
    };
    let values = values(kept.iter().filter_map(|g| groups.get(*g)));
    let origins: BTreeSet<usize> =
        kept.iter().filter_map(|&g| groups.get(g)).flat_map(|g| g.reports()).map(|r| world.origin(r)).collect();
    let state = match (worst, origins.len()) {
        (Some(_), _) => State::Contradicted,
        (None, 0 | 1) => State::Single,
        (None, _) => State::Corroborated,
    };
    Some(Finding {
        id: String::new(),
        event: told.id,
        kind: field.kind,
        attribute: field.attribute,
        state,
        compatible: worst.map_or(Compatibility::Unknown, |(c, _)| c),
        values,
        weight: weight(told, origins.len(), worst),
    })
}

/// The groups as values, each with all who give it; what reads the same is one value ("the sea" of two reports).
fn values<'g, T: 'g>(groups: impl Iterator<Item = &'g Group<'g, T>>) -> Vec<Value> {
    let mut found: Vec<(Value, BTreeSet<Evidence>)> = Vec::new();
    for group in groups {
        let text = group.members.first().map_or(String::new(), |h| h.text.clone());
        let evidence = group.members.iter().map(|h| h.evidence);
        match found.iter_mut().find(|(value, _)| value.text.eq_ignore_ascii_case(&text)) {
            Some((_, known)) => known.extend(evidence),
            None => found.push((Value { text, evidence: Vec::new() }, evidence.collect())),
        }
    }
    found.into_iter().map(|(value, evidence)| Value { evidence: evidence.into_iter().collect(), ..value }).collect()
}

/// What is left of values that cannot both hold, for how the two tellings stand to each other. What was planned otherwise than
/// it came is no contradiction; and where other people do a like thing, it may well be another.
fn how_firmly(told: Told, a: &Telling, b: &Telling, kind: FieldKind) -> Compatibility {
    let planned = |t: &Telling| t.statement.status == Status::Planned;
    let told_of = matches!(kind, FieldKind::Number | FieldKind::Date | FieldKind::Time | FieldKind::Place);
    if told_of && planned(a) != planned(b) {
        Compatibility::Update
    } else if told_of && strangers(told, a, b) {
        Compatibility::Unknown
    } else {
        Compatibility::No
    }
}

fn tellings<'t, T>(told: Told<'t>, x: &Heard<T>, y: &Heard<T>) -> Option<(&'t Telling<'t>, &'t Telling<'t>)> {
    Some((told.tellings.get(x.telling)?, told.tellings.get(y.telling)?))
}

/// How firmly two tellings must be anchored for a difference in a field to be told. Chosen by reading what was told wrongly on
/// development stories: how a thing is put is misread most often.
fn enough(kind: FieldKind, attribute: &str) -> f32 {
    match kind {
        FieldKind::Status => 2.5,
        FieldKind::Manner if attribute == means::ATTRIBUTE => 1.0,
        FieldKind::Manner | FieldKind::Naming => 0.5,
        // Whom a thing was done to is itself the firmest anchor of the other fields; without it little else is left.
        FieldKind::Recipient => 1.0,
        _ => 1.5,
    }
}

/// How much of that must be more than the act and what surrounds it: people arrest, visit and deny many things on one day.
/// Values said not to fit together need most, and a denial is taken most easily for one of this matter.
fn own(kind: FieldKind, compatible: Compatibility) -> f32 {
    match (compatible, kind) {
        (Compatibility::No, FieldKind::Status) => 1.0,
        // Two who did one thing are two happenings, unless much else is shared.
        (Compatibility::No, FieldKind::Actor | FieldKind::Recipient) => 1.5,
        (Compatibility::No, _) => 0.5,
        (_, FieldKind::Actor) => 0.25,
        _ => 0.0,
    }
}

/// From the gravest to the slightest.
fn rank(compatible: Compatibility) -> u8 {
    match compatible {
        Compatibility::No => 0,
        Compatibility::Unknown => 1,
        Compatibility::Update => 2,
        Compatibility::PartWhole => 3,
        Compatibility::Rounding => 4,
        Compatibility::Range => 5,
        Compatibility::Vaguer => 6,
    }
}

/// How much a finding matters: contradictions before all else, by gravity and size, then how many origins tell the
/// field and how central the event is (its share of all statements).
fn weight(told: Told, origins: usize, worst: Option<(Compatibility, f32)>) -> f32 {
    let all: usize = told.world.accounts.iter().map(|a| a.statements.len()).sum();
    let central = told.tellings.len() as f32 / all.max(1) as f32;
    let grave = worst.map_or(0.0, |(c, size)| 10.0 - f32::from(rank(c)) + size.clamp(0.0, 1.0));
    grave + (origins as f32).ln_1p() + central.sqrt()
}
