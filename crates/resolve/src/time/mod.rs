//! Times: expressions with their days, publication dates, and when each statement's happening took place.
//!
//! `&[Report], &[Document], &[Account]` → [`Times`]. Expressions are found by the grammar of `data/time/rules.tsv`,
//! made days from the day of publication (given, or concluded by [`publication`]), the narrative and known events.

mod alignment;
mod attachment;
mod calendar;
mod clues;
mod expression;
mod lex;
mod matching;
mod named;
mod narrative;
mod normalise;
mod publication;
mod rules;
mod statement;
mod tables;
mod tense;

use calendar::Days;
use expression::{Expression, Kind, Which};
use jiff::civil::Date;
use normalise::Anchor;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Dated, Document, Precision, Publication, Report, Span, Tense, TimeMention, When};

/// All that is known of time in a story; the fields are those of [`parallax_model::Cast`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Times {
    /// `[report]` → time expressions, in text order.
    pub mentions: Vec<Vec<TimeMention>>,
    /// `[report][statement]` → when it happened.
    pub when: Vec<Vec<Option<Dated>>>,
    /// `[report]` → publication date and how it is known.
    pub published: Vec<Publication>,
}

/// An expression in its place, before anchoring.
#[derive(Clone, Debug)]
struct Tagged {
    sentence: usize,
    span: Span,
    /// The word of the sentence that stands highest in the tree, among the expression's words.
    head: Option<usize>,
    expression: Expression,
    tense: Tense,
}

/// Finds and anchors all times of a story.
pub fn resolve(reports: &[Report], documents: &[Document], accounts: &[Account], lexicon: &Lexicon) -> Times {
    let tagged: Vec<Vec<Tagged>> =
        reports.iter().zip(documents).map(|(report, document)| tag(report, document)).collect();
    let concluded = publication::conclude(reports, documents, accounts, &tagged, lexicon);
    let mut times = Times::default();
    for (index, ((report, document), account)) in reports.iter().zip(documents).zip(accounts).enumerate() {
        let Some((tagged, published)) = tagged.get(index).zip(concluded.get(index)) else { continue };
        let mut mentions = anchored(tagged, published.anchor, report.published == published.anchor);
        let when = statement::date(report, document, account, tagged, &mut mentions, published, lexicon);
        times.mentions.push(mentions);
        times.when.push(when);
        times.published.push(published.publication.clone());
    }
    times
}

/// The time expressions of plain text written on `published`, as [`resolve`] finds them; the tense is taken as given.
pub fn expressions(text: &str, published: Option<Date>, tense: Tense) -> Vec<TimeMention> {
    let tagged: Vec<Tagged> = rules::find(text, 0)
        .into_iter()
        .map(|found| Tagged { sentence: 0, span: found.span, head: None, expression: found.expression, tense })
        .collect();
    anchored(&tagged, published, true)
}

/// The time expressions of one report by itself, seen from its given publication date.
pub fn mentions(report: &Report, document: &Document) -> Vec<TimeMention> {
    anchored(&tag(report, document), report.published, true)
}

/// Whether a name is one of a time through and through ("World War II").
pub fn is_time(name: &str) -> bool {
    rules::find(name, 0).first().is_some_and(|found| found.span.len() == name.len())
}

/// Whether a name is a word of the calendar ("May", "Sunday"), which is seldom meant as the village of that name.
pub fn is_calendar_word(name: &str) -> bool {
    let forms = tables::Tables::get().forms(&name.trim().to_lowercase());
    forms.iter().any(|form| form.words.len() == 1 && matches!(form.class, "month" | "weekday" | "season"))
}

fn tag(report: &Report, document: &Document) -> Vec<Tagged> {
    let mut found = Vec::new();
    for (index, sentence) in document.sentences.iter().enumerate() {
        for expression in rules::find(sentence.span.of(&report.text), sentence.span.start) {
            let words = tense::words(sentence, expression.span);
            let head = tense::top(sentence, &words);
            if tense::is_name(document, sentence, index, &words) {
                continue;
            }
            let tense = head.map_or(Tense::None, |head| tense::of(sentence, head, &report.text));
            found.push(Tagged {
                sentence: index,
                span: expression.span,
                head,
                expression: expression.expression,
                tense,
            });
        }
    }
    found
}

/// Years before publication from which a date is history and not news.
const LONG_PAST: i16 = 30;
/// Dates of history one after another that make a text keep to it: a report names one in passing.
const HISTORY: usize = 3;

/// Values and days of a report's expressions in text order; each is the next one's narrative day.
fn anchored(tagged: &[Tagged], publication: Option<Date>, given: bool) -> Vec<TimeMention> {
    let mut narrative: Option<Days> = None;
    let mut year: Option<(usize, i16)> = None;
    let mut history = 0;
    let mut mentions = Vec::with_capacity(tagged.len());
    for (index, time) in tagged.iter().enumerate() {
        // A year named in the same sentence holds for the months and days that follow there; in a text that keeps to a
        // time long past, the last year it named does.
        let past =
            narrative.filter(|_| history >= HISTORY && time.tense != Tense::Future).map(|days| days.start.year());
        let before = year.filter(|(sentence, _)| *sentence == time.sentence).map(|(_, year)| year);
        let named = tagged.get(index + 1).and_then(|next| year_behind(time, next)).or(before).or(past);
        let anchor =
            Anchor { publication, narrative: narrative.or(publication.map(Days::day)), year: named, tense: time.tense };
        let normal = normalise::normalise(&time.expression, &anchor);
        let when = normal.days.map(|days| when(days, normal.relative && !given));
        let told = normal.days.filter(|days| {
            days.precision <= Precision::Year && matches!(time.expression.kind(), Kind::Date | Kind::Time)
        });
        narrative = told.or(narrative);
        if let Some(told) = told {
            let long_past = publication.is_some_and(|date| date.year() - told.start.year() >= LONG_PAST);
            history = if long_past { history + 1 } else { 0 };
        }
        if let Expression::Calendar { year: Some(named), .. } = time.expression {
            year = Some((time.sentence, named));
        }
        mentions.push(TimeMention {
            sentence: time.sentence,
            span: time.span,
            kind: normal.kind,
            value: normal.value,
            when,
        });
    }
    mentions
}

/// Bytes between two dates of one stretch: " through ".
const LINK: usize = 9;

/// The year of a month or day that stands with the next one's: "from March to August 2011", "between 28 December and
/// 3 January 2020".
fn year_behind(time: &Tagged, next: &Tagged) -> Option<i16> {
    let month_of = |expression: &Expression| match expression {
        Expression::Month(month, Which::Plain) => Some((*month, None)),
        Expression::Calendar { year: None, month: Some(month), day, .. } => Some((*month, *day)),
        _ => None,
    };
    let gap = next.span.start.checked_sub(time.span.end)?;
    let (month, day) = month_of(&time.expression).filter(|_| next.sentence == time.sentence && gap <= LINK)?;
    let Expression::Calendar { year: Some(year), month: Some(last), day: end, .. } = next.expression else {
        return None;
    };
    Some(year - i16::from((month, day) > (last, end.filter(|_| day.is_some()))))
}

fn when(days: Days, inferred: bool) -> When {
    When { start: days.start, end: days.end, precision: days.precision, inferred }
}
