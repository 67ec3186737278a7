//! The same happening told by two reports: its day must be the same, so a weekday here and a date there tell when
//! the one with the weekday was written.

use super::clues::{Clues, Told};
use super::expression::{Expression, Which};
use super::normalise::{Anchor, normalise};
use super::publication::Concluded;
use super::{Tagged, attachment};
use jiff::civil::Date;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Mention, MentionForm, Tense};
use std::collections::BTreeSet;

/// A happening of one report, and the day another report gives it.
pub struct Pair {
    told: usize,
    day: Date,
}

/// The happenings a report tells with a day.
pub fn told(document: &Document, account: &Account, tagged: &[Tagged], lexicon: &Lexicon) -> Vec<Told> {
    let attached = attachment::attachments(document, account, tagged, lexicon);
    let mut found = Vec::new();
    for (time, statement) in tagged.iter().zip(attached).filter(|(time, _)| tells_day(&time.expression)) {
        let statement = statement.and_then(|s| account.statements.get(s));
        let (sense, who) = match statement.map(|s| (s, &s.code)) {
            Some((statement, Some(code))) => {
                let says = lexicon.cues.reporting_verb(&statement.predicate).is_some() || code.sense == "publish";
                (
                    if says { SAYING.to_string() } else { code.sense.clone() },
                    participants(account, &statement.actors, &statement.recipients),
                )
            }
            Some(_) => continue,
            None => match speakers(document, account, time, lexicon) {
                Some(who) => (SAYING.to_string(), who),
                None => continue,
            },
        };
        found.push(Told { sense, who, expression: time.expression.clone(), tense: time.tense });
    }
    found
}

/// The sense of all reporting.
const SAYING: &str = "say";

/// Who says something at that time, where a reporting verb governs the expression.
fn speakers(document: &Document, account: &Account, time: &Tagged, lexicon: &Lexicon) -> Option<BTreeSet<String>> {
    let sentence = document.sentences.get(time.sentence)?;
    let verb = sentence.tokens.get(time.head?)?.head?;
    lexicon.cues.reporting_verb(&sentence.tokens.get(verb)?.lemma)?;
    let subject = sentence.child(verb, "nsubj")?;
    let named: Vec<usize> = (0..account.mentions.len())
        .filter(|&m| {
            let mention = &account.mentions[m];
            mention.sentence == time.sentence && sentence.subtree(subject, |_| true).contains(&mention.head)
        })
        .collect();
    Some(participants(account, &named, &[]))
}

fn tells_day(expression: &Expression) -> bool {
    match expression {
        Expression::Calendar { day, .. } => day.is_some(),
        Expression::Weekday(_, Which::Plain | Which::Last) => true,
        Expression::Part(_, Some(inner)) | Expression::Edge(_, inner) | Expression::Clock { day: Some(inner), .. } => {
            tells_day(inner)
        }
        _ => false,
    }
}

/// Names and countries of those who take part.
fn participants(account: &Account, actors: &[usize], recipients: &[usize]) -> BTreeSet<String> {
    let of = |mention: &Mention| {
        let name = (mention.form == MentionForm::Name).then(|| mention.name.to_lowercase());
        name.into_iter().chain(mention.countries.iter().cloned()).collect::<Vec<_>>()
    };
    let indices = actors.iter().chain(recipients);
    indices.filter_map(|&index| account.mentions.get(index)).flat_map(of).collect()
}

/// The happenings of report `index` that other reports tell too, with the days they came to.
pub fn pairs(index: usize, clues: &[Clues], concluded: &[Concluded]) -> Vec<Pair> {
    let Some(mine) = clues.get(index) else { return Vec::new() };
    let mut found = Vec::new();
    for (number, here) in mine.told.iter().enumerate() {
        for (other, there) in clues
            .iter()
            .zip(concluded)
            .enumerate()
            .filter(|(other, _)| *other != index)
            .flat_map(|(other, (c, _))| c.told.iter().map(move |t| (other, t)))
        {
            let same = here.sense == there.sense && here.who.iter().any(|name| there.who.contains(name));
            let day = concluded.get(other).and_then(|c| day_of(there, c.anchor));
            if let Some(day) = day.filter(|_| same) {
                found.push(Pair { told: number, day });
            }
        }
    }
    found
}

fn day_of(told: &Told, publication: Option<Date>) -> Option<Date> {
    let anchor = Anchor {
        publication,
        narrative: None,
        year: None,
        tense: if told.tense == Tense::Future { Tense::Future } else { Tense::Past },
    };
    let days = normalise(&told.expression, &anchor).days?;
    (days.start == days.end).then_some(days.start)
}

/// How well a publication on `day` makes the happenings fall on the days the others give.
pub fn score(clues: &Clues, pairs: &[Pair], day: Date) -> f64 {
    let fits = |pair: &&Pair| clues.told.get(pair.told).and_then(|told| day_of(told, Some(day))) == Some(pair.day);
    // Several reports telling one happening are one piece of evidence.
    let fitting: BTreeSet<usize> = pairs.iter().filter(fits).map(|pair| pair.told).collect();
    2.0 * fitting.len().min(3) as f64
}
