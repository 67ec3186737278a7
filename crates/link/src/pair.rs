//! The judgement of one pair of statements: the features that hold, each with its weight.

use crate::subject::Subjects;
use crate::telling::{Telling, cosine, word_likeness};
use crate::weights::*;
use crate::who::{Fit, People};
use parallax_lexicon::Lexicon;
use parallax_model::{Cast, EntityId, Location, PlacePrecision, Quantity, ReportId, Status, When};
use std::collections::BTreeSet;

/// What a pair is judged with.
pub(crate) struct Judge<'a> {
    pub people: &'a People<'a>,
    pub cast: &'a Cast,
    pub lexicon: &'a Lexicon,
    /// `[entity]` → in how many statements it stands.
    pub tells_of: Vec<usize>,
    /// `[word]` → in how many statements it stands.
    pub word_count: Vec<u32>,
    /// How many statements there are.
    pub statements: usize,
    /// What each report is about.
    pub subjects: Subjects,
}

/// A pair's score and what it is made of.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Judgement {
    pub score: f32,
    /// Whether the two must stay apart whatever else speaks for them.
    pub apart: bool,
    /// Whether two named people did an everyday thing; apart, but for misreading.
    pub other_doers: bool,
    /// Feature and weight, in the order they were weighed.
    pub because: Vec<(&'static str, f32)>,
}

impl Judgement {
    fn add(&mut self, what: &'static str, weight: f32) {
        self.score += weight;
        self.because.push((what, weight));
    }

    /// The reasons in words.
    pub fn reasons(&self) -> Vec<String> {
        self.because.iter().filter(|(_, w)| w.abs() >= 0.05).map(|(what, w)| format!("{what} {w:+.1}")).collect()
    }
}

impl Judge<'_> {
    /// Weighs a pair. `a` stands before `b`.
    pub fn judge(&self, a: &Telling, b: &Telling) -> Judgement {
        let mut found = self.judge_wholes(a, b);
        let mut add = |what, weight| found.add(what, weight);
        if a.at.report == b.at.report {
            self.one_report(a, b, &mut add);
            found.apart |= two_figures(a, b) || two_days(a, b);
        } else {
            add("subjects of the reports", self.subject(a.at.report, b.at.report));
            if told_before(a, b) || told_before(b, a) {
                add("told before it happened", OTHER_DAY);
                found.apart = true;
            } else if (a.when.is_none() || b.when.is_none()) && told_apart(a, b) {
                add("told at other times", OTHER_TIMES);
            }
        }
        found.apart |= one_clause(a, b) || is_part(a, b) || is_part(b, a);
        found
    }

    /// What speaks against one event where two reports deal with different matters, at most 0.
    pub fn subject(&self, a: ReportId, b: ReportId) -> f32 {
        self.subjects.nearness(a.0, b.0).map_or(0.0, |near| {
            let parted = if near.parted { TWO_MATTERS } else { 0.0 };
            (SUBJECT * (near.like - SUBJECT_MIDDLE)).min(0.0) + parted
        })
    }

    /// Weighs two wholes (`whole`) by all that does not hang on where in a report they stand.
    pub fn judge_wholes(&self, a: &Telling, b: &Telling) -> Judgement {
        let mut found = Judgement { score: START, apart: false, other_doers: false, because: Vec::new() };
        self.predicates(a, b, &mut |what, weight| found.add(what, weight));
        let of_predicates = found.score;
        let mut add = |what, weight| found.add(what, weight);
        self.clauses(a, b, &mut add);
        self.participants(a, b, &mut add);
        let days_apart = days(a, b, &mut add);
        let places_apart = self.places(a, b, &mut add);
        match numbers(a.quantities, b.quantities) {
            Some(true) => add("same number", SAME_NUMBER),
            Some(false) => add("number differs", OTHER_NUMBER),
            None => {}
        }
        let short = SURROUNDED - (found.score - of_predicates);
        if a.everyday && b.everyday && short > 0.0 {
            found.add("little in common but an everyday verb", BARE * short.min(1.0));
        }
        let happened = |s: Status| !matches!(s, Status::Planned | Status::Possible);
        if happened(a.status) != happened(b.status) {
            found.add("one only planned or possible", OTHER_STATUS);
        }
        let (two_recipients, two_doers) = self.two_people(a, b);
        found.apart = days_apart || places_apart || two_recipients;
        found.other_doers = two_doers;
        found
    }

    /// What happened, as the predicates say it.
    fn predicates(&self, a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) {
        let same_word = a.predicate == b.predicate && !a.predicate.is_empty();
        let matters_differ = a.matter.is_some()
            && b.matter.is_some()
            && a.matter != b.matter
            && !(a.everyday
                && b.everyday
                && matches!(self.fit(&a.recipients, &b.recipients), Fit::Same(_) | Fit::Alike));
        match (a.sense, b.sense) {
            (Some(x), Some(y)) if x == y && matters_differ => add("same sense of another matter", OTHER_MATTER),
            (Some(x), Some(y)) if x == y => add("same sense", SAME_SENSE),
            (Some(x), Some(y)) if self.lexicon.events.near(x, y) => add("near sense", NEAR_SENSE),
            // One word read in two senses: as likely misread as used twice.
            (Some(_), Some(_)) if same_word && matters_differ => {
                add("same predicate of another matter, other sense", OTHER_SENSE)
            }
            (Some(_), Some(_)) if same_word => add("same predicate, other sense", SAME_WORD_OTHER_SENSE),
            (Some(_), _) | (_, Some(_)) if may_mean(a, b) => add("may be the same sense", MAYBE_SENSE),
            (Some(_), Some(_)) => add("other sense", OTHER_SENSE),
            (None, None) if same_word => {
                let saying = self.lexicon.cues.reporting_verb(&a.predicate).is_some();
                let weight = match (saying, matters_differ) {
                    (true, _) => SAME_SAYING,
                    (_, true) => OTHER_MATTER,
                    _ => SAME_UNKNOWN,
                };
                add("same predicate, sense unknown", weight);
            }
            _ => {}
        }
        if same_word && (a.sense.is_some() || b.sense.is_some()) {
            add("same predicate", SAME_WORD);
        }
        // Where both senses are known, these tell how near two words are.
        let known = a.sense.is_some() && b.sense.is_some();
        if !same_word
            && !known
            && let Some(like) = word_likeness(a.word, b.word)
        {
            add("likeness of the words", WORD_LIKENESS * (like - WORD_MIDDLE));
        }
        if let Some(like) = cosine(&a.trigger, &b.trigger) {
            add("meaning of the predicates", TRIGGER_MEANING * (like - TRIGGER_MIDDLE));
        }
    }

    /// What the clauses say besides.
    fn clauses(&self, a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) {
        if let Some(like) = cosine(&a.meaning, &b.meaning) {
            add("meaning of the clauses", CLAUSE_MEANING * (like - CLAUSE_MIDDLE));
        }
        add("shared words", SHARED_WORDS * self.shared_words(a, b));
    }

    /// Weight of the shared content words over the weight of the shorter clause's, 0 to 1; damped for clauses of few words.
    fn shared_words(&self, a: &Telling, b: &Telling) -> f32 {
        let all = (self.statements as f32 + 1.0).ln();
        let weight = |w: &u32| {
            let n = self.word_count.get(*w as usize).copied().unwrap_or(1).max(1) as f32;
            (all - n.ln()).max(0.0)
        };
        let total = |words: &[u32]| words.iter().map(weight).sum::<f32>();
        let shared: f32 = a.words.iter().filter(|w| b.words.binary_search(w).is_ok()).map(weight).sum();
        let least = total(&a.words).min(total(&b.words));
        if least <= 0.0 { 0.0 } else { shared / (least + all) }
    }

    fn rarity(&self, entity: EntityId) -> f32 {
        let n = self.tells_of.get(entity.0).copied().unwrap_or(1).max(1) as f32;
        1.0 - n.ln() / ((self.statements.max(2) as f32).ln() + 1.0)
    }

    fn participants(&self, a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) {
        let said = self.only_says(a) && self.only_says(b);
        match self.fit(&a.actors, &b.actors) {
            Fit::Same(rare) => add("same actor", SAME_ACTOR * (0.4 + 0.6 * rare)),
            Fit::Alike => add("actors may be the same", ALIKE_ACTOR),
            Fit::Other if said => add("other speakers", OTHER_SPEAKER),
            Fit::Other => add("other actors", OTHER_ACTOR),
            Fit::Open if said && !a.actors.is_empty() && !b.actors.is_empty() => {
                add("speakers called otherwise", OTHERWISE_CALLED)
            }
            Fit::Open => {}
        }
        match self.fit(&a.recipients, &b.recipients) {
            Fit::Same(rare) => add("same recipient", SAME_RECIPIENT * (0.4 + 0.6 * rare)),
            Fit::Alike => add("recipients may be the same", ALIKE_RECIPIENT),
            Fit::Other => add("other recipients", OTHER_RECIPIENT),
            Fit::Open => {}
        }
        let crossed = a.actors.intersection(&b.recipients).next().is_some()
            && b.actors.intersection(&a.recipients).next().is_some();
        if crossed && a.actors.intersection(&b.actors).next().is_none() {
            add("roles swapped", SWAPPED);
        }
        let in_roles = |e: &EntityId| {
            a.actors.contains(e) && b.actors.contains(e) || a.recipients.contains(e) && b.recipients.contains(e)
        };
        let mut around: Vec<f32> =
            a.named.intersection(&b.named).filter(|e| !in_roles(e)).map(|&e| self.rarity(e)).collect();
        around.sort_by(|x, y| y.total_cmp(x));
        if !around.is_empty() {
            add("other names shared", AROUND * around.iter().take(AROUND_MOST).sum::<f32>());
        }
    }

    /// Whether a statement tells only that something was said ("said", "announced").
    fn only_says(&self, telling: &Telling) -> bool {
        let cue = self.lexicon.cues.reporting_verb(&telling.predicate);
        cue.is_some_and(|cue| cue.status == Status::Asserted)
    }

    fn places(&self, a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) -> bool {
        let (Some((x, own_x)), Some((y, own_y))) = (a.place, b.place) else { return false };
        if x == y {
            add("same place", SAME_PLACE);
            return false;
        }
        let location =
            |e: EntityId| self.cast.entities.get(e.0)?.location.as_ref().filter(|location| location.is_known());
        let (Some(p), Some(q)) = (location(x), location(y)) else { return false };
        match distance(p, q) {
            Distance::Same => add("same place", SAME_PLACE),
            Distance::Within => add("one place within the other", PLACE_WITHIN),
            Distance::Apart => add("places apart", OTHER_PLACE),
        }
        let town = |l: &Location| matches!(l.precision, PlacePrecision::City | PlacePrecision::Point);
        distance(p, q) == Distance::Apart && own_x && own_y && town(p) && town(q)
    }

    fn one_report(&self, a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) {
        let related = match (a.sense, b.sense) {
            (Some(x), Some(y)) => x == y || self.lexicon.events.near(x, y),
            _ => a.predicate == b.predicate,
        };
        if b.definite && related && !b.another {
            add("refers back", REFERS_BACK);
        } else if full(a) && full(b) {
            add("told in full in one report", TOLD_TWICE);
        }
        if b.another {
            add("said to be another", SAYS_ANOTHER);
        }
        if a.sentence == b.sentence {
            add("in one sentence", ONE_SENTENCE);
        }
    }

    /// Two named people to whom a thing was done are two happenings, unless both are named together somewhere; and so,
    /// second, are two who did an everyday thing, where it was done to nobody and nothing that might be the same.
    fn two_people(&self, a: &Telling, b: &Telling) -> (bool, bool) {
        let named = |x: &BTreeSet<EntityId>| !x.is_empty() && x.iter().all(|&e| self.people.is_named_person(e));
        let two = |x: &BTreeSet<EntityId>, y: &BTreeSet<EntityId>| {
            let other = |&e: &EntityId| y.iter().all(|&f| e != f && !self.people.maybe_one(e, f));
            named(x) && named(y) && x.iter().all(other)
        };
        let one_object = || matches!(self.fit(&a.recipients, &b.recipients), Fit::Same(_) | Fit::Alike);
        let doers = a.everyday && b.everyday && two(&a.actors, &b.actors) && !one_object();
        (two(&a.recipients, &b.recipients), doers)
    }

    fn fit(&self, a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>) -> Fit {
        self.people.fit(a, b, |e| self.rarity(e))
    }
}

/// Whether the word of one can mean what the other is read to tell: which of its senses it has here may be misread, or not read at
/// all.
fn may_mean(a: &Telling, b: &Telling) -> bool {
    a.sense.is_some_and(|x| b.senses.contains(x)) || b.sense.is_some_and(|y| a.senses.contains(y))
}

/// What is stated to be part of another is not that other.
fn is_part(a: &Telling, b: &Telling) -> bool {
    a.at.report == b.at.report && a.part_of == Some(b.at.index)
}

/// Whether it is told in a clause of the text, not named by a noun or in a headline.
fn full(telling: &Telling) -> bool {
    !telling.nominal && !telling.title
}

/// Two verbs of one sentence tell two things.
fn one_clause(a: &Telling, b: &Telling) -> bool {
    a.at.report == b.at.report && a.sentence == b.sentence && !a.nominal && !b.nominal
}

/// Whether the one is told as having happened in a report that appeared before the day of the other.
fn told_before(a: &Telling, b: &Telling) -> bool {
    let happened = !matches!(a.status, Status::Planned | Status::Possible);
    let (Some(told_on), Some((when, _))) = (a.told_on, b.when) else { return false };
    happened && !when.inferred && told_on.until(when.start).is_ok_and(|s| i64::from(s.get_days()) > WEEK)
}

/// Whether their reports appeared so long after one another that what is new in the one is not in the other.
fn told_apart(a: &Telling, b: &Telling) -> bool {
    let days = a.told_on.zip(b.told_on).and_then(|(x, y)| x.until(y).ok()).map_or(0, |span| span.get_days());
    i64::from(days.abs()) > LONG_APART
}

/// Weighs the days; whether both are single days given in the statements' own words, and differ by more than one.
fn days(a: &Telling, b: &Telling, add: &mut impl FnMut(&'static str, f32)) -> bool {
    let (Some((x, _)), Some((y, _))) = (a.when, b.when) else { return false };
    let single = |w: &When| w.start == w.end;
    if x.start <= y.end && y.start <= x.end {
        if single(&x) && single(&y) {
            add("same day", SAME_DAY);
        } else {
            add("days overlap", OVERLAPPING_DAYS);
        }
        return false;
    }
    let gap = gap(&x, &y);
    match gap {
        0 | 1 => add("next day", NEXT_DAY),
        _ => add("days apart", OTHER_DAY),
    }
    // "two years ago" may be any time about then; beyond that, and beyond what a misread day explains, they are two.
    let length = |w: &When| i64::from(w.start.until(w.end).map_or(0, |span| span.get_days()));
    if a.dated && b.dated && gap > LONG_APART.max(length(&x).max(length(&y)) / 2) {
        return true;
    }
    match (a.sure_day(), b.sure_day()) {
        (Some(x), Some(y)) => x.start != y.start && gap > CONFUSED,
        _ => false,
    }
}

/// Days between two intervals, 0 when they touch or overlap.
pub(crate) fn gap(a: &When, b: &When) -> i64 {
    let (first, second) = if a.end <= b.start { (a.end, b.start) } else { (b.end, a.start) };
    first.until(second).map_or(i64::MAX, |span| i64::from(span.get_days())).max(0)
}

/// Whether two clauses of one report give figures of which neither can be a rounding or an update of the other.
fn two_figures(a: &Telling, b: &Telling) -> bool {
    let far = |x: &Quantity, y: &Quantity| {
        let figure = |q: &Quantity| q.low.or(q.high).unwrap_or(0.0);
        let (p, q) = (figure(x), figure(y));
        x.of == y.of && x.unit == y.unit && p.min(q) < FAR_FIGURE * p.max(q)
    };
    full(a)
        && full(b)
        && numbers(a.quantities, b.quantities) == Some(false)
        && a.quantities.iter().any(|x| b.quantities.iter().any(|y| far(x, y)))
}

/// Whether the words of one report date the two apart.
fn two_days(a: &Telling, b: &Telling) -> bool {
    let (Some((x, _)), Some((y, _))) = (a.when, b.when) else { return false };
    a.dated && b.dated && (x.end < y.start || y.end < x.start) && gap(&x, &y) > CONFUSED
}

/// Whether a number of one thing is much the same in both; `None` where they count nothing in common.
fn numbers(a: &[Quantity], b: &[Quantity]) -> Option<bool> {
    let mut pairs =
        a.iter().flat_map(|x| b.iter().filter(|y| y.of == x.of && y.unit == x.unit).map(move |y| (x, y))).peekable();
    pairs.peek()?;
    Some(pairs.any(|(x, y)| one_figure(x, y)))
}

/// Whether the ranges meet and, where one is open, the figures lie near: "at least two" fits 30, but says nothing for it.
fn one_figure(x: &Quantity, y: &Quantity) -> bool {
    let (least, most) = (|q: &Quantity| q.low.unwrap_or(0.0), |q: &Quantity| q.high.unwrap_or(f64::INFINITY));
    let open = [x, y].iter().any(|q| q.low.is_none() || q.high.is_none());
    let figure = |q: &Quantity| q.low.or(q.high).unwrap_or(0.0);
    let (p, q) = (figure(x), figure(y));
    least(x) <= most(y) && least(y) <= most(x) && (!open || p.min(q) >= ONE_FIGURE * p.max(q))
}

/// How two places lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Distance {
    /// At one spot.
    Same,
    /// One may hold the other.
    Within,
    /// Apart.
    Apart,
}

/// How two places lie: towns by their distance, larger areas by country and a reach that goes with their size.
pub(crate) fn distance(p: &Location, q: &Location) -> Distance {
    use PlacePrecision::*;
    if p.geonames_id.is_some() && p.geonames_id == q.geonames_id {
        return Distance::Same;
    }
    let reach = |l: &Location| match l.precision {
        Point => 2.0,
        City => 15.0,
        District => 60.0,
        Province => 250.0,
        Country => f64::INFINITY,
        Region => 1500.0,
    };
    let one_country = p.country == q.country && !p.country.is_empty();
    if (p.precision == Country || q.precision == Country) && p.precision != Region && q.precision != Region {
        return match (one_country, p.precision == q.precision) {
            (true, true) => Distance::Same,
            (true, false) => Distance::Within,
            _ => Distance::Apart,
        };
    }
    let km = kilometres(p, q);
    match km {
        _ if p.precision == q.precision && p.name == q.name && one_country => Distance::Same,
        _ if p.precision == q.precision && matches!(p.precision, Point | City) && km < 5.0 => Distance::Same,
        _ if p.precision != q.precision && km < reach(p).max(reach(q)) => Distance::Within,
        _ => Distance::Apart,
    }
}

/// Great-circle distance (haversine).
fn kilometres(p: &Location, q: &Location) -> f64 {
    let (a, b) = (p.lat.to_radians(), q.lat.to_radians());
    let (dlat, dlon) = (b - a, (q.lon - p.lon).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
