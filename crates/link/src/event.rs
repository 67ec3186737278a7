//! An event's fields from those of its statements: code, day, place, participants, and the sentence that names it.

use crate::label::looks_plural;
use crate::pair::{Distance, distance, gap};
use crate::who::People;
use parallax_model::{
    Account, Cast, Code, Dated, Document, EntityId, EntityKind, Location, MentionRef, Number, PlacePrecision, Placed,
    Precision, Report, Statement, StatementRef, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// What an event is built from.
pub(crate) struct Source<'a> {
    pub reports: &'a [Report],
    pub documents: &'a [Document],
    pub accounts: &'a [Account],
    pub cast: &'a Cast,
    pub people: &'a People<'a>,
}

/// What a statement of a kind that the ontology has no type for counts beside one of a typed kind.
const UNTYPED: f32 = 0.35;

/// Participants an event lists at most; more are seldom told of and mostly misread.
const MOST: usize = 5;

impl<'a> Source<'a> {
    /// The statement and the index of its report.
    pub fn statement(&self, at: StatementRef) -> Option<(usize, &'a Statement)> {
        let r = self.accounts.iter().position(|a| a.report == at.report)?;
        Some((r, self.accounts.get(r)?.statements.get(at.index)?))
    }

    fn all<'s>(&'s self, statements: &'s [StatementRef]) -> impl Iterator<Item = (usize, usize, &'a Statement)> + 's {
        statements.iter().filter_map(|&at| self.statement(at).map(|(r, s)| (r, at.index, s)))
    }

    /// The code most of the statements share, weighed by how sure each is; of these the surest.
    pub fn code(&self, statements: &[StatementRef]) -> Option<Code> {
        let mut votes: BTreeMap<(Option<&str>, &str), f32> = BTreeMap::new();
        let codes: Vec<&Code> = self.all(statements).filter_map(|(_, _, s)| s.code.as_ref()).collect();
        let key = |c: &'a Code| (c.plover.map(|p| p.name()), c.sense.as_str());
        for code in &codes {
            // What the ontology has no type for ("died") gives way to what it has ("was beaten to death").
            let typed = if code.plover.is_some() { 1.0 } else { UNTYPED };
            *votes.entry(key(code)).or_insert(0.0) += typed * code.confidence.max(0.01);
        }
        let best = votes.iter().fold(None, |best: Option<(_, f32)>, (k, &v)| match best {
            Some((_, most)) if most >= v => best,
            _ => Some((k, v)),
        })?;
        let mut chosen = codes.into_iter().filter(|c| key(c) == *best.0);
        let first = chosen.next()?;
        Some(chosen.fold(first, |a, b| if b.confidence > a.confidence { b } else { a }).clone())
    }

    /// The day most statements agree with; of those the most precise, best taken from a statement's own clause.
    pub fn when(&self, statements: &[StatementRef]) -> Option<When> {
        let given: Vec<&Dated> =
            self.all(statements).filter_map(|(r, i, _)| self.cast.when.get(r)?.get(i)?.as_ref()).collect();
        // The user's word outweighs any number of readings.
        if let Some(said) = given.iter().find(|d| d.how == "correction") {
            return Some(said.when);
        }
        let trust = |d: &Dated| match d.how {
            "clause" => 1.0,
            "governor" | "setting" | "event" => 0.8,
            "sentence" => 0.7,
            "paragraph" => 0.3,
            _ => 0.2,
        };
        let meets = |a: &When, b: &When| a.start <= b.end && b.start <= a.end;
        let fineness = |p: Precision| match p {
            Precision::Day => 1.0,
            Precision::Week => 0.7,
            Precision::Month => 0.5,
            Precision::Season => 0.3,
            Precision::Year => 0.25,
            Precision::Span => 0.2,
        };
        let worth = |d: &Dated| -> f32 {
            let support: f32 = given.iter().filter(|o| meets(&o.when, &d.when)).map(|o| trust(o)).sum();
            (support + trust(d)) * fineness(d.when.precision)
        };
        let mut best: Option<(&Dated, f32)> = None;
        for dated in &given {
            let w = worth(dated);
            if best.is_none_or(|(_, most)| w > most) {
                best = Some((dated, w));
            }
        }
        best.map(|(d, _)| d.when)
    }

    /// The place most statements agree with; of those the most specific, best taken from a statement's own clause.
    pub fn place(&self, statements: &[StatementRef]) -> Option<Placed> {
        let given: Vec<&Placed> =
            self.all(statements).filter_map(|(r, i, _)| self.cast.place.get(r)?.get(i)?.as_ref()).collect();
        if let Some(said) = given.iter().find(|p| p.how == "correction") {
            return Some((*said).clone());
        }
        let trust = |p: &Placed| match p.how {
            "clause" => 1.0,
            "sentence" => 0.6,
            _ => 0.25,
        };
        let fineness = |p: &Placed| match self.location(p.entity).map(|l| l.precision) {
            Some(PlacePrecision::Point | PlacePrecision::City) => 1.0,
            Some(PlacePrecision::District | PlacePrecision::Province) => 0.8,
            Some(PlacePrecision::Region) => 0.5,
            Some(PlacePrecision::Country) => 0.45,
            None => 0.6,
        };
        let agrees = |a: &Placed, b: &Placed| {
            a.entity == b.entity
                || match (self.location(a.entity), self.location(b.entity)) {
                    (Some(x), Some(y)) => distance(x, y) != Distance::Apart,
                    _ => false,
                }
        };
        let worth = |p: &Placed| -> f32 {
            let support: f32 = given.iter().filter(|o| agrees(o, p)).map(|o| trust(o)).sum();
            (support + trust(p)) * fineness(p)
        };
        let mut best: Option<(&Placed, f32)> = None;
        for placed in &given {
            let w = worth(placed);
            if best.is_none_or(|(_, most)| w > most) {
                best = Some((placed, w));
            }
        }
        best.map(|(p, _)| p.clone())
    }

    fn location(&self, entity: EntityId) -> Option<&Location> {
        self.cast.entities.get(entity.0)?.location.as_ref().filter(|location| location.is_known())
    }

    /// Who stands in one role, those told most and called by name first.
    pub fn role(&self, statements: &[StatementRef], role: impl Fn(&Statement) -> &[usize]) -> Vec<EntityId> {
        let mut counts: BTreeMap<EntityId, usize> = BTreeMap::new();
        let mut order: Vec<EntityId> = Vec::new();
        for (r, _, statement) in self.all(statements) {
            let told: BTreeSet<EntityId> =
                role(statement).iter().flat_map(|&m| self.people.of_mention(r, m).iter().copied()).collect();
            for entity in told {
                *counts.entry(entity).or_insert(0) += 1;
                if !order.contains(&entity) {
                    order.push(entity);
                }
            }
        }
        let most = counts.values().copied().max().unwrap_or(0);
        // Where many tell it, one who stands in the role a single time is likelier a slip than a partner.
        let mut kept: Vec<EntityId> =
            order.into_iter().filter(|e| counts.get(e).is_some_and(|&n| n * 5 >= most)).collect();
        kept.sort_by_key(|e| (std::cmp::Reverse(counts.get(e).copied().unwrap_or(0)), !self.people.is_named(*e)));
        kept.truncate(MOST);
        kept
    }

    /// The name of someone, in a length that fits a label.
    pub fn name(&self, entity: EntityId) -> String {
        self.cast.entities.get(entity.0).map_or(String::new(), |e| match e.kind {
            EntityKind::Group | EntityKind::Other => shortened(&e.name),
            _ => e.name.clone(),
        })
    }
    /// What the word that tells a statement is to the word above it.
    pub fn relation(&self, report: usize, statement: &Statement) -> Option<&'a str> {
        let sentence = self.documents.get(report)?.sentences.get(statement.sentence)?;
        sentence.tokens.get(statement.head).map(|token| token.relation())
    }
    /// Whether that name of an entity is of several: as the reports have it where they use these words, else by its look.
    pub fn is_several(&self, entity: EntityId, name: &str) -> bool {
        let mentions = self.cast.entities.get(entity.0).into_iter().flat_map(|e| &e.mentions);
        let number = |m: &MentionRef| {
            let r = self.accounts.iter().position(|a| a.report == m.report)?;
            let mention = self.accounts[r].mentions.get(m.index)?;
            let words = mention.span.of(&self.reports.get(r)?.text);
            (words.eq_ignore_ascii_case(name)).then_some(mention.number)
        };
        let one = name.to_lowercase().starts_with("one ");
        !one && (looks_plural(name) || mentions.filter_map(number).next() == Some(Number::Plural))
    }
}

/// The words on one line, cut at a word after 80 characters.
pub(crate) fn shortened(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 80 {
        return line;
    }
    let cut: String = line.chars().take(80).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head))
}

pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Gives events without a day or place those of the event they are part of.
pub(crate) fn inherit(part: (&mut Option<When>, &mut Option<Placed>), whole: (&Option<When>, &Option<Placed>)) {
    match (&part.0, whole.0) {
        (None, Some(when)) => *part.0 = Some(When { inferred: true, ..*when }),
        // A vague day of a part becomes the whole's, where that lies within.
        (Some(own), Some(when))
            if own.precision > Precision::Day
                && when.precision == Precision::Day
                && gap(own, when) == 0
                && own.start <= when.start
                && when.end <= own.end =>
        {
            *part.0 = Some(When { inferred: true, ..*when })
        }
        _ => {}
    }
    if let (None, Some(placed)) = (&part.1, whole.1) {
        *part.1 = Some(Placed { how: "linked account", ..placed.clone() });
    }
}
