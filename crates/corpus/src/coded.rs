//! One report coded: its rows of the own tables, and what linking needs to know of its events.

use crate::short;
use parallax::lexicon::Lexicon;
use parallax::lexicon::places::fold;
use parallax::model::document::MEANING;
use parallax::model::{
    Entity, EntityId, EntityKind, Event, MentionForm, MentionRef, PlacePrecision, Precision, Quantity, Report, Span,
    Statement, Story,
};
use parallax::{World, reconstruct};
use parallax_tables::{Cell, Sheet, own, profile, schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Words of a shingle, as in the comparison of a story's reports.
const SHINGLE: usize = 6;
/// One shingle in so many is kept: a report of 600 words then has about 150.
const KEPT: u64 = 4;

/// One report coded.
#[derive(Serialize, Deserialize)]
pub struct Coded {
    /// Day of publication, given or concluded, as days since 1970.
    pub(crate) day: Option<i32>,
    /// Rows of the own tables, in their order.
    pub(crate) rows: Vec<Vec<Vec<Cell>>>,
    /// What linking needs to know of its events.
    pub(crate) signals: Vec<Signal>,
    /// A sample of its shingles, sorted.
    pub(crate) sketch: Vec<u64>,
    /// The whole text, where a sink takes it.
    pub(crate) text: Option<String>,
}

impl Coded {
    /// Codes one report as a story of its own.
    pub fn new(report: Report, world: &World) -> Coded {
        code(report, world)
    }

    /// Its rows of an own table or a profile, linked to no other report; none for a table that does not exist.
    pub fn rows(mut self, table: &str, lexicon: &Lexicon) -> Vec<Vec<Cell>> {
        if let Some(at) = schema::OWN.iter().position(|own| *own == table) {
            return self.rows.get_mut(at).map(std::mem::take).unwrap_or_default();
        }
        let sheets: Vec<Sheet> = schema::OWN.into_iter().zip(self.rows).map(|(t, rows)| Sheet::new(t, rows)).collect();
        profile::sheet(table, &sheets, lexicon).map_or(Vec::new(), |sheet| sheet.rows)
    }
}

/// What linking knows of one event of one report.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Signal {
    /// Its id within the report's rows.
    pub event: String,
    /// PLOVER type: events of two types are never held against each other.
    pub kind: String,
    /// Family of meaning.
    pub sense: String,
    /// First and last day, where they are known to the week.
    pub days: Option<(i32, i32)>,
    /// Place no coarser than a district.
    pub place: Option<String>,
    /// Country of its place, however coarse.
    pub land: Option<String>,
    /// Proper names of those to whom it was done, folded.
    pub recipients: BTreeSet<String>,
    /// Of all who do it, to whom it is done, or who are named in the clauses that tell it.
    pub names: BTreeSet<String>,
    /// Figures: what is counted, least and greatest value.
    pub figures: Vec<(String, f64, f64)>,
    /// Meaning of its first clause: a unit vector in steps of 1/127.
    pub meaning: Vec<i8>,
}

/// Codes one report as a story of its own.
pub(crate) fn code(report: Report, world: &World) -> Coded {
    let story = reconstruct(vec![report], world, &|_| ());
    let ids = ids(&story);
    let sheets = own::sheets(&story, &ids);
    let day = match Cell::from(story.cast.published.first().and_then(|p| p.date())) {
        Cell::Day(day) => Some(day),
        _ => None,
    };
    let signals = story.events.iter().zip(&ids.events).filter_map(|(event, id)| signal(&story, event, id)).collect();
    let sketch = story.reports.first().map_or(Vec::new(), |r| sketch(r.body.of(&r.text)));
    Coded { day, rows: sheets.into_iter().map(|s| s.rows).collect(), signals, sketch, text: None }
}

/// Ids that hold in the whole corpus: made of what a thing is, not of where it stands in the run.
fn ids(story: &Story) -> own::Ids {
    let report = story.reports.first().map_or(String::new(), |r| format!("r{}", short(&[&r.path, &r.text])));
    let entity = |e: &Entity| match e.location.as_ref().and_then(|l| l.geonames_id) {
        Some(id) => format!("g{id}"),
        None => format!("n{}", short(&[e.kind.name(), &fold(&e.name), e.country.as_deref().unwrap_or("")])),
    };
    own::Ids {
        origins: vec![report.clone()],
        events: story.events.iter().map(|e| format!("e{}", short(&[&report, &e.id]))).collect(),
        entities: story.cast.entities.iter().map(entity).collect(),
        reports: vec![report],
    }
}

/// `None` for an event that nothing could link: without a type, or with neither a name nor a place.
fn signal(story: &Story, event: &Event, id: &str) -> Option<Signal> {
    let code = event.code.as_ref()?;
    let kind = code.plover?.name().to_string();
    let of = |ids: &[EntityId]| -> BTreeSet<String> {
        ids.iter().filter_map(|e| name(story, story.cast.entities.get(e.0)?)).collect()
    };
    let place = event.place.as_ref().and_then(|p| story.cast.entities.get(p.entity.0)?.location.as_ref());
    let place = place.filter(|location| location.is_known());
    let fine = place.filter(|l| l.precision <= PlacePrecision::District);
    let recipients = of(&event.recipients);
    let mut names: BTreeSet<String> = of(&event.actors).union(&recipients).cloned().collect();
    names.extend(
        event
            .statements
            .iter()
            .filter_map(|at| story.accounts.get(at.report.0)?.statements.get(at.index))
            .flat_map(|s| within(story, s)),
    );
    if fine.is_none() && names.is_empty() {
        return None;
    }
    let number = |day| if let Cell::Day(n) = Cell::from(day) { Some(n) } else { None };
    // A month or a year says too little to hold events together or apart.
    let days =
        event.when.filter(|w| w.precision <= Precision::Week).and_then(|w| Some((number(w.start)?, number(w.end)?)));
    let at = event.statements.first()?;
    let statement = story.accounts.get(at.report.0)?.statements.get(at.index)?;
    let sentence = story.documents.get(at.report.0)?.sentences.get(statement.sentence)?;
    let figure = |q: &Quantity| Some((q.of.clone(), q.low.or(q.high)?, q.high.or(q.low)?));
    Some(Signal {
        event: id.to_string(),
        kind,
        sense: code.sense.clone(),
        days,
        place: fine.map(|l| l.geonames_id.map_or_else(|| fold(&l.name), |id| id.to_string())),
        land: place.map(|l| l.country.clone()).filter(|c| !c.is_empty()),
        recipients,
        names,
        figures: statement.quantities.iter().filter_map(figure).collect(),
        meaning: meaning(sentence, statement.clause),
    })
}

/// The proper names in a statement's clause, but for those of places: where it happened is told apart.
fn within(story: &Story, statement: &Statement) -> Vec<String> {
    let named = |entity: &&Entity| {
        let here = |m: &MentionRef| {
            let mention = story.accounts.get(m.report.0).and_then(|a| a.mentions.get(m.index));
            mention.is_some_and(|m| m.form == MentionForm::Name && statement.clause.contains(m.span))
        };
        entity.kind != EntityKind::Place && entity.mentions.iter().any(here)
    };
    story.cast.entities.iter().filter(named).filter_map(|e| name(story, e)).collect()
}

/// A name that two reports may share: a person's last name, else the whole; none for what is only described ("Gunmen",
/// though it begins a sentence).
fn name(story: &Story, entity: &Entity) -> Option<String> {
    let proper = |m: &MentionRef| {
        let mention = story.accounts.get(m.report.0).and_then(|a| a.mentions.get(m.index));
        mention.is_some_and(|m| m.form == MentionForm::Name)
    };
    if !entity.mentions.iter().any(proper) {
        return None;
    }
    let plain = entity.name.trim_start_matches("the ").trim_start_matches("The ");
    let name = if entity.kind == EntityKind::Person { plain.split_whitespace().last()? } else { plain };
    Some(fold(name)).filter(|n| !n.is_empty())
}

fn meaning(sentence: &parallax::model::Sentence, clause: Span) -> Vec<i8> {
    let mut sum = vec![0.0f32; MEANING];
    for (vector, token) in sentence.vectors.chunks_exact(MEANING).zip(&sentence.tokens) {
        if clause.contains(token.span) {
            sum.iter_mut().zip(vector).for_each(|(s, v)| *s += v);
        }
    }
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length < 1e-6 { Vec::new() } else { sum.iter().map(|x| (x / length * 127.0).round() as i8).collect() }
}

/// A sample of the text's shingles that falls alike in every report (Broder 1997), sorted.
fn sketch(text: &str) -> Vec<u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let hash = |words: &[String]| {
        let bytes = words.iter().flat_map(|w| w.bytes().chain([b' ']));
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        // The low bits of FNV depend on few characters.
        hash ^ hash >> 29
    };
    let kept: BTreeSet<u64> = words.windows(SHINGLE).map(hash).filter(|h| h % KEPT == 0).collect();
    kept.into_iter().collect()
}
