//! When a report was published, concluded from its own words and its neighbours' where nothing says so.
//!
//! Every day that some date of the story makes possible is a candidate. A candidate gains by what fits a news report
//! written on it: the latest day told in the past is that day or the one before, weekdays named without a date lie in
//! the days before it (or after, under a future verb), a weekday named with its month and day agrees with the year, the
//! year is that of the latest date or soon after, the other reports of the story are from about the same days.
//! The best candidate is the conclusion; those nearly as good are its interval.

use super::calendar::{self, Direction};
use super::clues::{Clues, MonthDay, clues};
use super::expression::Expression;
use super::{Tagged, alignment, normalise};
use jiff::civil::{Date, Weekday};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Publication, Report, Tense};
use std::collections::BTreeSet;

/// A conclusion, and the day that relative times are counted from.
pub struct Concluded {
    pub publication: Publication,
    pub anchor: Option<Date>,
}

/// How many years after the latest year named a report may be from.
const YEARS_AHEAD: i16 = 15;
/// Candidates whose score is within this of the best make up the interval.
const NEARLY: f64 = 1.2;

/// Concludes the publication dates of a story's reports.
pub fn conclude(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    tagged: &[Vec<Tagged>],
    lexicon: &Lexicon,
) -> Vec<Concluded> {
    let clues: Vec<Clues> = (0..reports.len().min(documents.len()).min(accounts.len()).min(tagged.len()))
        .map(|i| clues(&reports[i], &documents[i], &accounts[i], &tagged[i], lexicon))
        .collect();
    let candidates = candidates(&clues);
    let latest = Latest::of(&clues);
    let mut own: Vec<Vec<f64>> =
        clues.iter().map(|c| candidates.iter().map(|&day| score(c, day, latest)).collect()).collect();
    let first: Vec<Concluded> = combine(&clues, &candidates, &own, false);
    // Then the same happenings told elsewhere, under the days the others came to.
    for (index, clues_here) in clues.iter().enumerate() {
        let pairs = alignment::pairs(index, &clues, &first);
        for (score, &day) in own[index].iter_mut().zip(&candidates) {
            *score += alignment::score(clues_here, &pairs, day);
        }
    }
    combine(&clues, &candidates, &own, true)
}

/// The latest day the story tells of, and whether it is a full date or only a year.
#[derive(Clone, Copy)]
struct Latest {
    /// From metadata, datelines and stamps, which are about as old as the report.
    stamp: Option<Date>,
    /// Full dates of the running text: whoever writes the year looks back.
    date: Option<Date>,
    year: Option<i16>,
}

impl Latest {
    fn of(clues: &[Clues]) -> Latest {
        let dates = |stamp: bool| {
            clues
                .iter()
                .flat_map(move |c| c.dates.iter().filter(move |d| d.1 != Tense::Future && d.3 == stamp).map(|d| d.0))
        };
        Latest {
            stamp: dates(true).chain(clues.iter().flat_map(|c| c.given.into_iter().chain(c.url))).max(),
            date: dates(false).max(),
            year: clues.iter().flat_map(|c| c.years.iter().copied()).max(),
        }
    }
    /// The latest day told as past; of a year alone its first.
    fn past(self) -> Option<Date> {
        let year = self.year.and_then(|year| Date::new(year, 1, 1).ok());
        self.date.into_iter().chain(year).max()
    }
}

/// Each report's conclusion from its own scores and those of the others. When `firm`, a day needs more than weekdays and years to rest on.
fn combine(clues: &[Clues], candidates: &[Date], own: &[Vec<f64>], firm: bool) -> Vec<Concluded> {
    let spread: Vec<Vec<f64>> = own.iter().map(|scores| spread(scores, candidates)).collect();
    // Sums over all reports once, each report's own part taken out again.
    let sums: Vec<f64> = (0..candidates.len()).map(|day| spread.iter().map(|s| s[day]).sum()).collect();
    let others = (own.len().max(2) - 1) as f64;
    let all = clues;
    clues
        .iter()
        .enumerate()
        .map(|(index, clues)| {
            // A given date stands by itself: follow-ups come weeks later.
            let weight = if clues.given.is_some() { 0.2 } else { 1.5 };
            let total: Vec<f64> = (0..candidates.len())
                .map(|day| own[index][day] + weight * (sums[day] - spread[index][day]) / others)
                .collect();
            conclusion(clues, candidates, &total, own.len() > 1, Latest::of(all), |day| !firm || rests(all, day))
        })
        .collect()
}

/// All days that some date of the story makes possible, in order.
fn candidates(clues: &[Clues]) -> Vec<Date> {
    let mut found = BTreeSet::new();
    let mut around = |day: Date, before: i64, after: i64| {
        found.extend((-before..=after).map(|n| calendar::days(day, n)));
    };
    let named: Vec<i16> = clues.iter().flat_map(|c| c.years.iter().copied()).collect();
    let given: Vec<i16> = clues.iter().flat_map(|c| c.given.iter().chain(&c.url).map(|d| d.year())).collect();
    let years: Option<(i16, i16)> = if given.is_empty() {
        named.iter().max().map(|&last| (last, last.saturating_add(YEARS_AHEAD)))
    } else {
        Some((given.iter().min().copied().unwrap_or(0) - 1, given.iter().max().copied().unwrap_or(0)))
    };
    for clues in clues {
        for &date in clues.given.iter().chain(&clues.url) {
            around(date, 21, 2);
        }
        let latest = clues.dates.iter().filter(|d| d.1 != Tense::Future).map(|d| d.0).max();
        if let Some(date) = latest {
            around(date, 1, 14);
        }
        for year in years.map(|(from, to)| from..=to).into_iter().flatten() {
            for (md, ..) in &clues.month_days {
                if let Ok(date) = Date::new(year, md.month, md.day) {
                    around(date, 1, 14);
                }
            }
            if let Some(md) = clues.dateline
                && let Ok(date) = Date::new(year, md.month, md.day)
            {
                around(date, 0, 2);
            }
        }
    }
    found.into_iter().collect()
}

/// How well `day` fits what a report says; only differences between days matter.
fn score(clues: &Clues, day: Date, latest: Latest) -> f64 {
    let mut total = 0.0;
    if let Some(given) = clues.given {
        // Dates of metadata are sometimes those of a later change, never of an earlier one.
        total += match calendar::between(day, given) {
            0 => 8.0,
            1 => 5.0,
            n @ 2..=21 => 2.5 - 0.05 * n as f64,
            -1 => 3.0,
            _ => -10.0,
        };
    }
    if let Some(url) = clues.url {
        total += match calendar::between(url, day) {
            0 => 4.0,
            -1 | 1 => 3.0,
            _ => -2.0,
        };
    }
    if let Some(md) = clues.dateline {
        let date = Date::new(md.year.unwrap_or(day.year()), md.month, md.day).ok();
        total += match date.map(|date| calendar::between(date, day)) {
            Some(0) => 4.0,
            Some(1) => 3.0,
            _ => -2.0,
        };
    }
    total += explicit(clues, day) + named_weekdays(clues, day);
    if clues.given.is_none() {
        let after = |date: Date, weight: f64| {
            let gap = calendar::between(date, day);
            if gap < -2 { 3.0 } else { weight * (gap.max(0) as f64 / 30.0).ln_1p() }
        };
        total -= match (latest.stamp.max(latest.date), latest.year) {
            // A full date is news: the report is from soon after. A bare year may be history and tells little.
            (Some(date), _) => after(date, if latest.stamp == Some(date) { 1.2 } else { 0.6 }),
            (None, Some(year)) => {
                let gap = f64::from(day.year() - year);
                if gap < 0.0 { 6.0 } else { 0.3 * gap.ln_1p() }
            }
            _ => 0.0,
        };
    }
    total
}

/// Full dates and months with days: none of the past lies ahead, the latest lies close.
fn explicit(clues: &Clues, day: Date) -> f64 {
    let mut total = 0.0;
    let mut latest: Option<i64> = None;
    let undated = !clues.month_days.is_empty();
    let mut see = |date: Date, tense: Tense, recent: bool, total: &mut f64| {
        let ago = calendar::between(date, day);
        match tense {
            Tense::Future if ago > 1 => *total -= 0.5,
            Tense::Future => {}
            _ if ago < -1 => *total -= 6.0,
            _ => {
                // Beside days without a year, which are of the current one, a full date is no sign of being recent.
                if recent {
                    latest = Some(latest.map_or(ago, |l: i64| l.min(ago)));
                }
                // Days a report names lie close together: one a year back is a sign of a wrong year.
                *total -= 0.15 * (ago.max(0) as f64).ln_1p();
            }
        }
    };
    for (date, tense, _, stamp) in &clues.dates {
        see(*date, *tense, *stamp || !undated, &mut total);
    }
    for (md, tense, _) in &clues.month_days {
        let anchor = normalise::Anchor { publication: Some(day), narrative: None, year: None, tense: *tense };
        let expression = Expression::Calendar { year: None, month: Some(md.month), day: Some(md.day), weekday: None };
        if let Some(days) = normalise::normalise(&expression, &anchor).days {
            see(days.start, *tense, true, &mut total);
            if let Some(weekday) = md.weekday {
                total += if days.start.weekday() == weekday { 3.0 } else { -4.0 };
            }
        }
    }
    // The smallest distance counts, by its order of size: today and yesterday alike, a week less, a year much less.
    total - latest.map_or(0.0, |ago| 0.6 * (ago.max(0) as f64).ln_1p())
}

/// Weekdays without dates: the latest of the past is the day itself or the one before.
fn named_weekdays(clues: &Clues, day: Date) -> f64 {
    let back = |w: &(Weekday, Tense, String)| calendar::between(calendar::weekday(day, w.0, Direction::Back), day);
    let ahead = |w: &(Weekday, Tense, String)| calendar::between(day, calendar::weekday(day, w.0, Direction::On));
    let past: Vec<i64> = clues.weekdays.iter().filter(|w| w.1 != Tense::Future).map(back).collect();
    let future: Vec<i64> = clues.weekdays.iter().filter(|w| w.1 == Tense::Future).map(ahead).collect();
    let recent = match past.iter().min() {
        Some(0) => 1.0,
        Some(1) => 0.7,
        Some(n) => -0.5 * (*n as f64 - 1.0),
        None => 0.0,
    };
    // Each name for a day three and more days back speaks against it: that far, reports say "last" or give the date.
    let far: f64 = past.iter().collect::<BTreeSet<_>>().into_iter().map(|&n| -0.25 * (n - 2).max(0) as f64).sum();
    let ahead: f64 = future.iter().collect::<BTreeSet<_>>().into_iter().map(|&n| -0.1 * (n - 3).max(0) as f64).sum();
    recent + far + ahead
}

/// What a report's scores say of days near its candidates: the best score within reach, less the distance.
fn spread(scores: &[f64], candidates: &[Date]) -> Vec<f64> {
    const PER_DAY: f64 = 0.25;
    const REACH: f64 = 8.0;
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut out = scores.to_vec();
    for forward in [true, false] {
        let mut last: Option<(f64, Date)> = None;
        let order: Vec<usize> = if forward { (0..out.len()).collect() } else { (0..out.len()).rev().collect() };
        for i in order {
            if let Some((score, day)) = last {
                let away = calendar::between(day, candidates[i]).abs() as f64;
                out[i] = out[i].max(score - PER_DAY * away);
            }
            last = Some((out[i], candidates[i]));
        }
    }
    out.iter().map(|score| score.max(best - REACH)).collect()
}

/// Days before publication on which a day named without its year is of the news.
const NEWS: i64 = 10;
/// The same for a day named with its year, which is as often history.
const FULL: i64 = 3;

/// Whether anything in the story says that reports are from about this day: a date given, an address, a dateline or a stamp, a
/// day just before it named without its year, or with it in more than one report. Weekdays fit some day of any year, and a
/// full date only says that the report came later.
fn rests(all: &[Clues], day: Date) -> bool {
    let ago = |date: Date| calendar::between(date, day);
    let on = |md: &MonthDay| {
        let years = [day.year() - 1, day.year()].into_iter().filter(|&y| md.year.is_none_or(|own| own == y));
        years.filter_map(|y| Date::new(y, md.month, md.day).ok()).collect::<Vec<_>>()
    };
    let full = |c: &&Clues| c.dates.iter().any(|d| d.1 != Tense::Future && (0..=FULL).contains(&ago(d.0)));
    all.iter().any(|c| {
        c.given.is_some()
            || c.url.is_some_and(|url| ago(url).abs() <= FULL)
            || c.dateline.iter().flat_map(on).any(|date| ago(date).abs() <= FULL)
            || c.dates.iter().any(|d| d.3 && ago(d.0).abs() <= FULL)
            || c.month_days
                .iter()
                .filter(|md| md.1 != Tense::Future)
                .flat_map(|md| on(&md.0))
                .any(|d| (0..=NEWS).contains(&ago(d)))
    }) || all.iter().filter(full).count() >= all.len().min(2)
}

fn conclusion(
    clues: &Clues,
    candidates: &[Date],
    total: &[f64],
    several: bool,
    latest: Latest,
    rests: impl Fn(Date) -> bool,
) -> Concluded {
    let mut publication = Publication { given: clues.given, ..Publication::default() };
    let best = total.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let near: Vec<Date> =
        candidates.iter().zip(total).filter(|(_, score)| **score >= best - NEARLY).map(|(d, _)| *d).collect();
    // Of equal days the earliest: a report is rarely older news than it need be.
    let winner = candidates.iter().zip(total).find(|(_, score)| **score >= best - 1e-9).map(|(day, _)| *day);
    let (Some(day), Some(&first), Some(&last)) = (winner, near.first(), near.last()) else {
        return Concluded { anchor: clues.given, publication };
    };
    if clues.given == Some(day) {
        return Concluded { anchor: clues.given, publication };
    }
    if first != last {
        publication.interval = Some((first, last));
    }
    publication.reasons = reasons(clues, day, several);
    if calendar::between(first, last) > 60 {
        publication.reasons.push(format!(
            "The year stays open: any from {} to {} would fit",
            first.year(),
            last.year()
        ));
        return Concluded { anchor: clues.given, publication };
    }
    if !rests(day) {
        // What the texts date is past; how far, nobody says.
        publication.interval = latest.past().and_then(|past| {
            let first = past.min(day);
            Some((first, Date::new(first.year().saturating_add(YEARS_AHEAD), 12, 31).ok()?))
        });
        publication.reasons = vec![
            "The day stays open: the reports name weekdays or old dates, and no day of the news itself".to_string(),
        ];
        publication.reasons.extend(
            publication
                .interval
                .map(|(first, last)| format!("Any from {first} to the end of {} would fit", last.year())),
        );
        return Concluded { anchor: clues.given, publication };
    }
    publication.inferred = Some(day);
    Concluded { publication, anchor: Some(day) }
}

/// The reasoning in sentences, for the day chosen.
fn reasons(clues: &Clues, day: Date, several: bool) -> Vec<String> {
    let mut steps = Vec::new();
    if let Some(given) = clues.given {
        steps.push(format!("The input gives {given}, but the days the text names fit {day} better"));
    }
    if clues.url.is_some_and(|url| calendar::between(url, day).abs() <= 1) {
        steps.push("The address holds the date".to_string());
    }
    if clues.dateline.is_some_and(|md| (md.month, md.day) == (day.month(), day.day())) {
        steps.push("The dateline names the day".to_string());
    }
    let last_date =
        clues.dates.iter().filter(|d| d.1 != Tense::Future && d.0 <= calendar::days(day, 1)).max_by_key(|d| d.0);
    if let Some((date, _, words, _)) = last_date {
        steps.push(format!("The latest full date it tells of is “{words}” ({date})"));
    }
    let in_year = |md: &MonthDay| {
        (-1..=0)
            .rev()
            .filter_map(|n| Date::new(day.year() + n, md.month, md.day).ok())
            .find(|date| *date <= calendar::days(day, 1))
    };
    let last_day =
        clues.month_days.iter().filter(|m| m.1 != Tense::Future).filter_map(|m| Some((in_year(&m.0)?, &m.2))).max();
    if let Some((date, words)) = last_day {
        steps.push(format!("“{words}” is the latest day it names without a year: {date}"));
    }
    for (weekday, tense, words) in clues.weekdays.iter().take(3) {
        let direction = if *tense == Tense::Future { Direction::On } else { Direction::Back };
        steps.push(format!("“{words}” is then {}", calendar::weekday(day, *weekday, direction)));
    }
    if several {
        steps.push("The other reports of the story are from about the same days".to_string());
    }
    steps.dedup();
    steps
}
