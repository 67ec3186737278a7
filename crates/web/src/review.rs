//! What is most worth deciding: the program's own doubts, the most doubtful and weightiest first.
//!
//! Each doubt is one question with two answers, and each answer is a decision: the queue adds nothing of its own. What
//! the user has decided is asked no more.

use parallax_link::statement_id;
use parallax_model::{
    Change, Correction, Event, Evidence, MentionForm, MentionRef, Precision, State, StatementRef, Story, Target,
};
use parallax_tell::events;
use parallax_tell::words::cut;
use std::collections::BTreeSet;

/// A decision as it is asked for: the kind, and what it is about (see `parallax::corrections::change`).
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// Its kind ("same_event").
    pub op: &'static str,
    /// The first side.
    pub a: String,
    /// The second side; empty where there is none.
    pub b: String,
    /// The field set, with its value.
    pub set: Option<(&'static str, String)>,
}

impl Ask {
    fn pair(op: &'static str, a: &str, b: &str) -> Ask {
        Ask { op, a: a.to_string(), b: b.to_string(), set: None }
    }

    /// The words of `parallax correct STORY …` that decide the same.
    pub fn words(&self) -> Vec<String> {
        let name = match self.op {
            "same_name" => "merge",
            "different_name" => "split",
            "same_event" => "same",
            "different_event" => "different",
            "not_an_event" => "not-an-event",
            "set_field" => "set",
            other => other,
        };
        let mut words = vec![name.to_string(), self.a.clone()];
        words.extend(Some(self.b.clone()).filter(|b| !b.is_empty()));
        words.extend(self.set.iter().flat_map(|(field, value)| [field.to_string(), value.clone()]));
        words
    }
}

/// One question.
#[derive(Clone, PartialEq, Debug)]
pub struct Doubt {
    /// In words.
    pub question: String,
    /// The passages to be looked at.
    pub passages: Vec<Evidence>,
    /// The event it is about, by its index.
    pub event: Option<usize>,
    /// What makes the program doubt, or believe.
    pub why: String,
    /// The decision that *yes* is.
    pub yes: Ask,
    /// The decision that *no* is.
    pub no: Ask,
    /// Doubt (0 to 1) times what hangs on it.
    pub weight: f32,
}

/// Most questions of one kind: nobody answers more, and looking for them takes time.
const MOST: usize = 60;

/// All doubts, the weightiest first.
pub fn queue(story: &Story) -> Vec<Doubt> {
    let mut all = linked(story);
    all.extend(unlinked(story));
    all.extend(people(story));
    all.extend(days(story));
    all.extend(read(story));
    all.retain(|d| !story.corrections.iter().any(|c| decides(c, d)));
    // The order of equals is that of the story: the sort is stable.
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

/// Whether the user has answered that question.
fn decides(correction: &Correction, doubt: &Doubt) -> bool {
    let holds = |list: &[Target], id: &str| list.iter().any(|t| t.id == id);
    let (a, b) = (&doubt.yes.a, &doubt.yes.b);
    match &correction.change {
        Change::SameName(x, y) | Change::DifferentName(x, y) => {
            doubt.yes.op == "same_name" && (x == a && y == b || x == b && y == a)
        }
        Change::SameEvent(x, y) => {
            let both = [x.as_slice(), y.as_slice()].concat();
            doubt.yes.op == "same_event" && holds(&both, a) && holds(&both, b)
        }
        Change::DifferentEvent(x, y) => {
            doubt.yes.op == "same_event" && (holds(x, a) && holds(y, b) || holds(x, b) && holds(y, a))
        }
        Change::Accept(x) => doubt.yes.op == "accept" && holds(x, a),
        Change::Set(x, field, _) => doubt.yes.set.as_ref().is_some_and(|(f, _)| *f == field.name()) && holds(x, a),
        _ => false,
    }
}

/// How much hangs on an event: who tells it, and what differs in it.
fn consequence(story: &Story, event: usize) -> f32 {
    let tellers = story.events.get(event).map_or(0, |e| events::tellers(e).len());
    let differing =
        story.findings.iter().filter(|f| f.event.0 == event && f.state == State::Contradicted).map(|f| f.values.len());
    tellers as f32 + 2.0 * differing.sum::<usize>() as f32
}

fn name(story: &Story, at: StatementRef) -> Option<(String, Evidence)> {
    let report = story.reports.get(at.report.0)?;
    let statement = story.accounts.get(at.report.0)?.statements.get(at.index)?;
    let id = statement_id(report, story.documents.get(at.report.0), statement);
    Some((id, Evidence::new(report, statement.clause)?))
}

/// Statements taken together on a narrow score.
fn linked(story: &Story) -> Vec<Doubt> {
    let mut found = Vec::new();
    for (i, event) in story.events.iter().enumerate() {
        for reason in &event.reasons {
            let (Some((a, first)), Some((b, second))) = (name(story, reason.a), name(story, reason.b)) else {
                continue;
            };
            if a == b || reason.a.report == reason.b.report {
                continue;
            }
            found.push(Doubt {
                question: "Do these tell of the same event?".to_string(),
                passages: vec![first, second],
                event: Some(i),
                why: format!("taken together: score {:+.2}, {}", reason.score, reason.because.join(" · ")),
                yes: Ask::pair("same_event", &a, &b),
                no: Ask::pair("different_event", &a, &b),
                weight: consequence(story, i) / (1.0 + reason.score.max(0.0)),
            });
        }
    }
    found
}

/// Events of one sense and one participant that different accounts tell and that were kept apart.
fn unlinked(story: &Story) -> Vec<Doubt> {
    let pairs = (0..story.events.len()).flat_map(|a| (a + 1..story.events.len()).map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| kept_apart(story, a, b)).take(MOST).collect()
}

/// The events that might be event `index` and were kept apart.
pub fn near(story: &Story, index: usize) -> Vec<Doubt> {
    (0..story.events.len()).filter_map(|other| kept_apart(story, index.min(other), index.max(other))).collect()
}

fn kept_apart(story: &Story, a: usize, b: usize) -> Option<Doubt> {
    let (one, other) = (story.events.get(a)?, story.events.get(b).filter(|_| a != b)?);
    let sense = |e: &Event| e.code.as_ref().map(|c| c.sense.clone()).filter(|s| !s.is_empty());
    let own = sense(one).filter(|own| sense(other).as_ref() == Some(own))?;
    let members: BTreeSet<_> = one.actors.iter().chain(&one.recipients).collect();
    let shared = other.actors.iter().chain(&other.recipients).filter(|e| members.contains(e)).count();
    let meet = one.when.zip(other.when).is_none_or(|(x, y)| x.start <= y.end && y.start <= x.end);
    let tellers = events::tellers(one);
    if shared == 0 || !meet || events::tellers(other).iter().any(|r| tellers.contains(r)) {
        return None;
    }
    let (x, first) = name(story, *one.statements.first()?)?;
    let (y, second) = name(story, *other.statements.first()?)?;
    (x != y).then(|| Doubt {
        question: "Do these tell of the same event?".to_string(),
        passages: vec![first, second],
        event: Some(a),
        why: format!("kept apart: both “{own}”, {shared} taking part in both, no day that speaks against it"),
        yes: Ask::pair("same_event", &x, &y),
        no: Ask::pair("different_event", &x, &y),
        weight: 0.35 * (consequence(story, a) + consequence(story, b)) + 0.2 * shared as f32,
    })
}

/// Names taken together on a weak rule.
fn people(story: &Story) -> Vec<Doubt> {
    let words = |m: &MentionRef| {
        let report = story.reports.get(m.report.0)?;
        let mention = story.accounts.get(m.report.0)?.mentions.get(m.index)?;
        if mention.form == MentionForm::Pronoun || mention.name.is_empty() {
            return None;
        }
        Some((mention.name.clone(), Evidence::new(report, mention.span)?))
    };
    let mut found: Vec<Doubt> = Vec::new();
    for (i, entity) in story.cast.entities.iter().enumerate() {
        let acts = story.events.iter().filter(|e| e.actors.iter().chain(&e.recipients).any(|x| x.0 == i)).count();
        for merge in entity.merges.iter().filter(|m| m.score < 0.9) {
            let (Some((a, first)), Some((b, second))) = (words(&merge.a), words(&merge.b)) else { continue };
            let yes = Ask::pair("same_name", &a, &b);
            if a.to_lowercase() == b.to_lowercase() || acts == 0 || found.iter().any(|d| d.yes == yes) {
                continue;
            }
            found.push(Doubt {
                question: format!("Are “{}” and “{}” the same?", cut(&a, 60), cut(&b, 60)),
                passages: vec![first, second],
                event: None,
                why: format!("taken together: {}, {:.2}", merge.rule, merge.score),
                yes,
                no: Ask::pair("different_name", &a, &b),
                weight: (1.0 - merge.score) * (1.0 + acts as f32),
            });
        }
    }
    found.truncate(MOST);
    found
}

/// Days that no report says in so many words, of events that several tell.
fn days(story: &Story) -> Vec<Doubt> {
    let mut found = Vec::new();
    for (i, event) in story.events.iter().enumerate() {
        let Some(when) = event.when.filter(|w| w.inferred && w.precision == Precision::Day) else { continue };
        let Some((id, passage)) = event.statements.first().and_then(|&s| name(story, s)) else { continue };
        if events::tellers(event).len() < 2 {
            continue;
        }
        let set = |value: String| Ask { op: "set_field", a: id.clone(), b: String::new(), set: Some(("date", value)) };
        found.push(Doubt {
            question: format!("Did this happen on {}?", parallax_tell::words::date(when.start)),
            passages: vec![passage],
            event: Some(i),
            why: "the day is concluded: no report says it in so many words".to_string(),
            yes: set(when.start.to_string()),
            no: set(String::new()),
            weight: 0.3 * consequence(story, i),
        });
    }
    found.truncate(MOST);
    found
}

/// Statements whose kind of act the program is unsure of.
fn read(story: &Story) -> Vec<Doubt> {
    let mut found = Vec::new();
    for (i, event) in story.events.iter().enumerate() {
        for &at in &event.statements {
            let statement = story.accounts.get(at.report.0).and_then(|a| a.statements.get(at.index));
            let Some(code) = statement.and_then(|s| s.code.as_ref()).filter(|c| c.confidence < 0.5) else { continue };
            let (Some(plover), Some((id, passage))) = (code.plover, name(story, at)) else { continue };
            found.push(Doubt {
                question: format!("Does this tell a happening of the type {}?", plover.name()),
                passages: vec![passage],
                event: Some(i),
                why: format!("sure to {:.2}, from {}", code.confidence, code.rule),
                yes: Ask { op: "accept", a: id.clone(), b: String::new(), set: None },
                no: Ask { op: "not_an_event", a: id, b: String::new(), set: None },
                weight: 0.5 * (1.0 - code.confidence) * consequence(story, i),
            });
        }
    }
    found.truncate(MOST);
    found
}
