//! Decides which statements tell of the same event, and how events relate.
//!
//! Accounts and cast in, events and relations out. Pairs worth judging come from blocks (`block`), each is weighed by
//! readable features (`pair`, `weights`), clusters grow by average linkage under constraints on the whole cluster
//! (`cluster`), reports whose accounts share no more than a verb are parted again (`meet`), and each cluster's fields are drawn from its statements (`event`). Differing details weigh little: they are
//! what accounts of one event differ in. Different days, towns and people to whom a thing was done keep events apart.
#![warn(missing_docs)]

mod around;
mod block;
mod clause;
mod cluster;
mod event;
mod id;
mod label;
mod meet;
mod pair;
mod relation;
mod subject;
mod telling;
mod weights;
mod who;
mod whole;

use cluster::Decided;
use event::Source;
use pair::Judge;
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Cast, Change, Correction, Document, EntityId, Event, LinkReason, Relation, RelationKind, Report,
    Statement, StatementRef, Target,
};
use std::collections::{BTreeMap, BTreeSet};
use telling::Telling;
use who::People;

/// Events and how they relate.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Linked {
    /// What happened, in order of time, undated last in the order of their telling.
    pub events: Vec<Event>,
    /// How the events relate; ids are indices into `events`.
    pub relations: Vec<Relation>,
}

/// Which statements tell of the same event, and how events relate.
///
/// `documents` and `accounts` follow the order of `reports`. A report without a document, or a document without
/// meaning vectors, is judged by what else is known.
pub fn events(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    cast: &Cast,
    lexicon: &Lexicon,
    corrections: &[Correction],
) -> Linked {
    let people = People::new(accounts, cast);
    let (tellings, word_count) = telling::tellings(documents, accounts, cast, &people, lexicon);
    let judge = Judge {
        people: &people,
        cast,
        lexicon,
        tells_of: told_of(&tellings, cast.entities.len()),
        word_count,
        statements: tellings.len(),
        subjects: subject::Subjects::new(documents),
    };
    let source = Source { reports, documents, accounts, cast, people: &people };
    let stamps: Vec<u64> = tellings.iter().map(|t| stamp(&source, t.at)).collect();
    let decided = decided(&source, &tellings, corrections, &stamps);
    let clusters = cluster::clusters(&tellings, &block::pairs(&tellings, lexicon), &judge, &decided);
    let clusters = whole::join(&tellings, clusters, &judge, &decided.apart);
    let clusters = meet::part(&tellings, clusters, &decided.together);
    let mut built: Vec<(Event, u64)> = clusters
        .iter()
        .map(|members| {
            (
                build(&source, &judge, &tellings, members),
                members.first().and_then(|&m| stamps.get(m)).copied().unwrap_or(0),
            )
        })
        .collect();
    spread_to_parts(&source, &mut built);
    // Undated events keep the order of their telling: the sort is stable, and clusters come in that order.
    built.sort_by_key(|(event, _)| event.when.map_or((true, None), |w| (false, Some((w.start, w.end)))));
    let mut taken = BTreeSet::new();
    let events: Vec<Event> =
        built.into_iter().map(|(event, stamp)| Event { id: id::id(stamp, &mut taken), ..event }).collect();
    let relations = relation::relations(&source, &events);
    Linked { events, relations }
}

/// The name of one statement in corrections: an id that stands for its words alone, whatever event it is put in.
pub fn statement_id(report: &Report, document: Option<&Document>, statement: &Statement) -> String {
    id::whole(id::stamp(report, document, statement))
}

/// Whether an id, short or whole, may name that statement.
pub fn is_statement_id(id: &str, report: &Report, document: Option<&Document>, statement: &Statement) -> bool {
    id::stands_for(id, id::stamp(report, document, statement))
}

/// The name of a report in corrections: made of its words, so that it outlives a changed file name or order.
pub fn report_id(report: &Report) -> String {
    format!("r{}", id::spelt(id::mixed(report.text.split_whitespace())))
}

fn told_of(tellings: &[Telling], entities: usize) -> Vec<usize> {
    let mut counts = vec![0; entities];
    for telling in tellings {
        let all: BTreeSet<EntityId> =
            telling.actors.iter().chain(&telling.recipients).chain(&telling.named).copied().collect();
        for entity in all {
            if let Some(n) = counts.get_mut(entity.0) {
                *n += 1;
            }
        }
    }
    counts
}

fn stamp(source: &Source, at: StatementRef) -> u64 {
    source
        .statement(at)
        .and_then(|(r, s)| Some(id::stamp(source.reports.get(r)?, source.documents.get(r), s)))
        .unwrap_or(0)
}

/// The user's decisions as pairs of statements; of two about the same pair the later holds.
fn decided(source: &Source, tellings: &[Telling], corrections: &[Correction], stamps: &[u64]) -> Decided {
    let all = |targets: &[Target]| -> BTreeSet<usize> {
        targets.iter().flat_map(|target| anchors(source, tellings, stamps, target)).collect()
    };
    let mut pairs: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for correction in corrections {
        let (one, left, right) = match &correction.change {
            // What is one event is one with all its parts; what is two keeps only the two sides apart.
            Change::SameEvent(a, b) => (true, &all(a) | &all(b), &all(a) | &all(b)),
            Change::DifferentEvent(a, b) => (false, all(a), all(b)),
            _ => continue,
        };
        for (&x, &y) in left.iter().flat_map(|x| right.iter().map(move |y| (x, y))) {
            // Copies of one sentence share a stamp: they are never told apart.
            if x != y && (one || stamps.get(x) != stamps.get(y)) {
                pairs.insert((x.min(y), x.max(y)), one);
            }
        }
    }
    let of = |wanted: bool| pairs.iter().filter(|(_, one)| **one == wanted).map(|(&pair, _)| pair).collect();
    Decided { together: of(true), apart: of(false) }
}

/// The statements a target means: those of its id, else those whose clause has the very words.
fn anchors(source: &Source, tellings: &[Telling], stamps: &[u64], target: &Target) -> Vec<usize> {
    let by_id: Vec<usize> = (0..stamps.len()).filter(|&i| id::stands_for(&target.id, stamps[i])).collect();
    if let Some(&first) = by_id.first() {
        // A short id may fit another statement by chance: the first counts, and its copies.
        return by_id.into_iter().filter(|&i| stamps[i] == stamps[first]).collect();
    }
    let clause =
        |t: &Telling| source.statement(t.at).and_then(|(r, s)| Some(s.clause.of(&source.reports.get(r)?.text)));
    (0..tellings.len())
        .filter(|&i| !target.quote.is_empty() && clause(&tellings[i]) == Some(target.quote.as_str()))
        .collect()
}

fn build(source: &Source, judge: &Judge, tellings: &[Telling], members: &[usize]) -> Event {
    let statements: Vec<StatementRef> = members.iter().filter_map(|&m| tellings.get(m)).map(|t| t.at).collect();
    let actors = source.role(&statements, |s| &s.actors);
    let recipients = source.role(&statements, |s| &s.recipients);
    let code = source.code(&statements);
    Event {
        id: String::new(),
        label: label::label(source, &statements, code.as_ref(), &actors, &recipients),
        code,
        when: source.when(&statements),
        place: source.place(&statements),
        reasons: reasons(judge, tellings, members),
        actors,
        recipients,
        statements,
    }
}

/// For each statement after the first, the earlier one that speaks most for it, with the features for and against.
fn reasons(judge: &Judge, tellings: &[Telling], members: &[usize]) -> Vec<LinkReason> {
    let mut found = Vec::new();
    for (k, &b) in members.iter().enumerate() {
        let Some(later) = tellings.get(b) else { continue };
        // Enough to explain a link; judging every pair of a large cluster again would cost more than finding it.
        let earlier = members.iter().take(k).take(24).filter_map(|&a| tellings.get(a));
        let mut best: Option<LinkReason> = None;
        for telling in earlier {
            let judged = judge.judge(telling, later);
            if best.as_ref().is_none_or(|b| judged.score > b.score) {
                best = Some(LinkReason { a: telling.at, b: later.at, score: judged.score, because: judged.reasons() });
            }
        }
        found.extend(best);
    }
    found
}

/// Parts without a day or place of their own take those of the event they are stated to be part of.
fn spread_to_parts(source: &Source, built: &mut [(Event, u64)]) {
    let events: Vec<Event> = built.iter().map(|(event, _)| event.clone()).collect();
    for relation in relation::relations(source, &events).iter().filter(|r| r.kind == RelationKind::PartOf) {
        let Some(whole) = events.get(relation.to.0) else { continue };
        if let Some((part, _)) = built.get_mut(relation.from.0) {
            event::inherit((&mut part.when, &mut part.place), (&whole.when, &whole.place));
        }
    }
}
