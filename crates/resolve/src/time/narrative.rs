//! Dates from the narrative: undated main clauses of the past happen where the telling stands.
//!
//! The *narrative container* of Pustejovsky and Stubbs (2011, "Increasing informativeness in temporal annotation"): a
//! day named for one event holds for the following ones of the main line until another is named. Within a paragraph
//! any date holds; across paragraphs only days of the news itself do, not those of its background. Where no day has been
//! named yet, the first sentences of a report, and what it says was said, lie within a day before publication.

use super::attachment::of_saying;
use super::calendar::{self, Days};
use super::statement::holds_for;
use super::{Tagged, when};
use jiff::civil::Date;
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Dated, Document, Precision, Report, Sentence, Span, Statement, Status, Tense, TimeMention, When,
};
use std::collections::BTreeSet;

/// Sentences at a report's beginning that tell the news itself.
const LEAD: usize = 3;
/// Days before publication that are news and not background.
const RECENT: i64 = 8;

/// The day the telling stands at.
#[derive(Clone, Copy)]
struct Container {
    when: When,
    evidence: Span,
    sentence: usize,
    paragraph: usize,
}

/// Undated main-line statements of the past take the container's days.
pub fn from_container(
    report: &Report,
    document: &Document,
    account: &Account,
    tagged: &[Tagged],
    mentions: &[TimeMention],
    publication: Option<Date>,
    lexicon: &Lexicon,
    dates: &mut [Option<Dated>],
) {
    let lead: Vec<usize> =
        document.sentences.iter().enumerate().filter(|(_, s)| !s.title).map(|(i, _)| i).take(LEAD).collect();
    let mut held = Held::default();
    let (mut next, mut at) = (0, 0);
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut told: Vec<Container> = Vec::new();
        let mut blocked = false;
        let mut named: Vec<usize> = Vec::new();
        while let Some((time, mention)) =
            tagged.get(next).zip(mentions.get(next)).filter(|(time, _)| time.sentence <= number)
        {
            let dated = matches!(mention.kind, "DATE" | "TIME") && time.tense != Tense::Future;
            if let Some(when) = mention.when.filter(|when| dated && when.precision != Precision::Span) {
                told.push(Container { when, evidence: time.span, sentence: number, paragraph: sentence.paragraph });
                // "… , police said Wednesday" leaves open when it happened.
                blocked |= !of_saying(document, time, lexicon);
                named.extend(time.head);
            }
            next += 1;
        }
        while let Some(statement) = account.statements.get(at).filter(|statement| statement.sentence <= number) {
            if let Some(slot @ None) = dates.get_mut(at) {
                let verbal =
                    statement.code.as_ref().and_then(|code| code.plover).is_some_and(|plover| plover.is_verbal());
                let said = verbal || lexicon.cues.reporting_verb(&statement.predicate).is_some();
                let performed = said && performative(report, sentence, statement);
                let current = performed || main_line(report, sentence, statement);
                let opening = lead.contains(&number) || sentence.title || said;
                // "Asked about it in 2014, he called it …": the sentence gives its own day.
                let own = blocked && named.iter().any(|&time| holds_for(sentence, time, statement.head));
                let opening = opening && !own;
                let fresh = !blocked && opening && is_fresh(report, sentence, statement);
                *slot = match held.at(number, sentence.paragraph).filter(|_| !blocked && !performed) {
                    _ if fresh => publication.map(lately),
                    _ if !current => None,
                    Some(held) => Some(Dated {
                        when: When { inferred: true, ..held.when },
                        evidence: Some(held.evidence),
                        how: "narrative",
                    }),
                    None if opening => publication.map(lately),
                    None => None,
                };
            }
            at += 1;
        }
        for container in told {
            let recent =
                publication.is_none_or(|p| (-1..=RECENT).contains(&calendar::between(container.when.start, p)));
            if recent && container.when.start == container.when.end {
                held.news = Some(container);
                held.latest = held.latest.filter(|old| old.when.start >= container.when.start).or(Some(container));
            }
            held.local = Some(container);
        }
    }
}

impl Container {
    /// Sentences for which it holds: a year or month named in passing is soon left, and texts without paragraphs are many.
    fn reach(&self) -> usize {
        match self.when.precision {
            Precision::Day => 6,
            Precision::Week | Precision::Month => 3,
            _ => 2,
        }
    }
}

/// The containers a sentence may stand in.
#[derive(Default)]
struct Held {
    /// The date last named.
    local: Option<Container>,
    /// The day of the news last named.
    news: Option<Container>,
    /// The latest day of the news named so far.
    latest: Option<Container>,
}

impl Held {
    /// The container of a sentence: within the paragraph any date, for some sentences on the last day of the news, then
    /// the latest day: a report comes back to what is new.
    fn at(&self, sentence: usize, paragraph: usize) -> Option<Container> {
        let near =
            |c: &Container| sentence.saturating_sub(c.sentence) <= 3 || paragraph.saturating_sub(c.paragraph) <= 1;
        let here = |c: &Container| c.paragraph == paragraph && sentence.saturating_sub(c.sentence) <= c.reach();
        self.local.filter(here).or(self.news.filter(near)).or(self.latest)
    }
}

/// The day of publication or the one before, concluded.
fn lately(publication: Date) -> Dated {
    let days = Days::span(calendar::days(publication, -1), publication, Precision::Span);
    Dated { when: when(days, true), evidence: None, how: "lead" }
}

/// A happening of the past told in a main clause, or in what a main clause says, that the report does not put back in
/// time ("had").
fn main_line(report: &Report, sentence: &Sentence, statement: &Statement) -> bool {
    // A noun with a tense has it from its light verb ("conducted a series of raids", "raids took place").
    let light = statement.nominal && statement.tense == Tense::Past;
    if statement.nominal && !light || statement.status == Status::Planned {
        return false;
    }
    // Infinitives under "appeared to", nouns of light verbs ("conducted a series of raids"): the verb above tells.
    let mut word = statement.head;
    for _ in 0..sentence.tokens.len() {
        match sentence.tokens.get(word) {
            Some(token)
                if matches!(token.relation(), "xcomp" | "obj" | "nmod" | "compound")
                    || light && token.relation() == "nsubj" =>
            {
                match token.head {
                    Some(head) => word = head,
                    None => break,
                }
            }
            _ => break,
        }
    }
    let Some(token) = sentence.tokens.get(word) else { return false };
    let aux = |words: &[&str]| {
        sentence.children(word).any(|child| {
            matches!(sentence.tokens[child].relation(), "aux" | "cop")
                && words.contains(&sentence.form(child, &report.text).to_lowercase().as_str())
        })
    };
    // "may have", "could": possible things are not dated, what "appeared to" happen is.
    if statement.status == Status::Possible && word == statement.head {
        return false;
    }
    let main = matches!(token.relation(), "root" | "ccomp" | "parataxis" | "conj") || token.head.is_none();
    let past =
        statement.tense == Tense::Past || token.has("Tense=Past") && token.has("VerbForm=Fin") || aux(&["was", "were"]);
    main && past && !aux(&["had", "'d", "’d", "have", "has"])
}

/// What a headline tells in the present ("Council backs plan") or by a participle, and what a lead tells in the present
/// perfect ("the council has backed"): the news of the day.
fn is_fresh(report: &Report, sentence: &Sentence, statement: &Statement) -> bool {
    let Some(token) = sentence.tokens.get(statement.head) else { return false };
    if statement.nominal
        || token.relation() != "root"
        || !matches!(statement.status, Status::Asserted | Status::Alleged)
    {
        return false;
    }
    let below = |relation: &str, words: &[&str]| {
        sentence.children(statement.head).any(|child| {
            sentence.tokens[child].relation() == relation
                && words.contains(&sentence.form(child, &report.text).to_lowercase().as_str())
        })
    };
    if sentence.title {
        return matches!(token.xpos.as_str(), "VBZ" | "VBP" | "VBN") && !below("aux", &["had", "to"]);
    }
    token.xpos == "VBN"
        && below("aux", &["has", "have", "'s", "’s", "'ve", "’ve"])
        && !below("advmod", &["long", "always", "never", "often", "repeatedly", "previously", "ever", "since"])
}

/// "We urge …", "I condemn …": said by saying it.
fn performative(report: &Report, sentence: &Sentence, statement: &Statement) -> bool {
    statement.tense == Tense::Present
        && sentence
            .child(statement.head, "nsubj")
            .is_some_and(|subject| matches!(sentence.form(subject, &report.text), "I" | "We" | "we"))
}

/// A headline happened when the same act told in the sentences below it did, where these give a day.
pub fn headlines_from_leads(document: &Document, account: &Account, lexicon: &Lexicon, dates: &mut [Option<Dated>]) {
    let title = |s: &Statement| document.sentences.get(s.sentence).is_some_and(|sentence| sentence.title);
    let one_act = |a: &Statement, b: &Statement| match (&a.code, &b.code) {
        (Some(x), Some(y)) => x.sense == y.sense || lexicon.events.near(&x.sense, &y.sense),
        _ => a.predicate == b.predicate,
    };
    for index in 0..account.statements.len() {
        let Some(headline) = account.statements.get(index).filter(|s| title(s)) else { continue };
        if dates.get(index).is_none_or(|d| d.as_ref().is_some_and(|d| d.how != "lead")) {
            continue;
        }
        let below = account.statements.iter().enumerate().skip(index + 1);
        let same = below.filter(|(_, s)| !title(s) && s.sentence <= headline.sentence + LEAD);
        let found = same
            .filter(|(_, s)| one_act(headline, s))
            .find_map(|(told, _)| dates.get(told).cloned().flatten().filter(|d| d.how != "lead"));
        if let (Some(slot), Some(found)) = (dates.get_mut(index), found) {
            *slot = Some(Dated { when: When { inferred: true, ..found.when }, how: "narrative", ..found });
        }
    }
}

/// Undated statements take the date of an earlier one of the same report with the same sense and a participant in common.
pub fn from_namesakes(account: &Account, dates: &mut [Option<Dated>]) {
    let who = |statement: &Statement| -> BTreeSet<String> {
        let indices = statement.actors.iter().chain(&statement.recipients);
        let mentions = indices.filter_map(|&index| account.mentions.get(index));
        mentions
            .flat_map(|m| m.countries.iter().cloned().chain([m.name.to_lowercase()]))
            .filter(|n| n.len() > 2)
            .collect()
    };
    for index in 0..account.statements.len() {
        if dates.get(index).is_none_or(Option::is_some) {
            continue;
        }
        let Some(statement) = account.statements.get(index) else { continue };
        let Some(code) = &statement.code else { continue };
        if statement.tense == Tense::Future || matches!(statement.status, Status::Planned | Status::Possible) {
            continue;
        }
        let mine = who(statement);
        let earlier = account.statements.iter().enumerate().take(index).rev().find(|(other, told)| {
            told.code.as_ref().is_some_and(|c| c.sense == code.sense)
                && dates.get(*other).is_some_and(Option::is_some)
                && (statement.nominal && mine.is_empty() || who(told).iter().any(|name| mine.contains(name)))
        });
        let found = earlier.and_then(|(other, _)| dates.get(other).cloned().flatten());
        if let (Some(slot), Some(found)) = (dates.get_mut(index), found) {
            *slot = Some(Dated { when: When { inferred: true, ..found.when }, how: "narrative", ..found });
        }
    }
}
