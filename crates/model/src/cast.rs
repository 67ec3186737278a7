//! Who, where and when: one cast for all the reports of a story.

use crate::{EntityId, Evidence, MentionRef, Sector, Span, When};
use jiff::civil::Date;

/// People, organisations, groups, places and days, over all reports.
///
/// Tables indexed `[report][…]` follow the order of the reports and of each account's own lists.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cast {
    /// Everyone and everything spoken of, in order of first mention.
    pub entities: Vec<Entity>,
    /// `[report][mention]` → the entities it speaks of: none (unresolved), one, or several ("both leaders").
    pub of_mention: Vec<Vec<Vec<EntityId>>>,
    /// `[report]` → time expressions, in text order.
    pub times: Vec<Vec<TimeMention>>,
    /// `[report][statement]` → when it happened.
    pub when: Vec<Vec<Option<Dated>>>,
    /// `[report][statement]` → where it happened.
    pub place: Vec<Vec<Option<Placed>>>,
    /// `[report]` → its publication date and how it is known.
    pub published: Vec<Publication>,
}

/// Someone or something spoken of, under all its names.
#[derive(Clone, PartialEq, Debug)]
pub struct Entity {
    /// The fullest name ("Anna Berg"), or the fullest description.
    pub name: String,
    /// What kind of thing.
    pub kind: EntityKind,
    /// All names and descriptions used, without pronouns, most used first.
    pub names: Vec<String>,
    /// ISO 3166-1 alpha-3 code of its country.
    pub country: Option<String>,
    /// Its sectors.
    pub sectors: Vec<Sector>,
    /// Every mention, pronouns included, in order of report and text.
    pub mentions: Vec<MentionRef>,
    /// For places: where.
    pub location: Option<Location>,
    /// Why its mentions were taken together.
    pub merges: Vec<Merge>,
}

/// Kinds of entities.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
    Group,
    Other,
}

impl EntityKind {
    /// Its name in the formats ("person").
    pub fn name(self) -> &'static str {
        ["person", "organisation", "place", "group", "other"][self as usize]
    }
}

/// Why two mentions were taken for the same.
#[derive(Clone, PartialEq, Debug)]
pub struct Merge {
    /// The one mention.
    pub a: MentionRef,
    /// The other.
    pub b: MentionRef,
    /// The rule ("surname alone", "transliteration", "apposition").
    pub rule: &'static str,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// A place on Earth.
#[derive(Clone, PartialEq, Debug)]
pub struct Location {
    /// The gazetteer's name; the report's where it has none.
    pub name: String,
    /// What it lies in, by the gazetteer's name, where the place itself is unknown: coordinates, country and precision are
    /// then those of what it lies in.
    pub within: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// ISO 3166-1 alpha-3.
    pub country: String,
    /// How fine.
    pub precision: PlacePrecision,
}

impl Location {
    /// Whether the place itself is known, not only what it lies in.
    pub fn is_known(&self) -> bool {
        self.within.is_none()
    }
}

/// How finely a place is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum PlacePrecision {
    Point,
    City,
    District,
    Province,
    Country,
    Region,
}

impl PlacePrecision {
    /// Its name in the formats ("city").
    pub fn name(self) -> &'static str {
        ["point", "city", "district", "province", "country", "region"][self as usize]
    }
}

/// Where a statement's happening took place, and what says so.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// The place as an entity of the cast.
    pub entity: EntityId,
    /// The words that give it; those of another report where it comes from a linked account.
    pub evidence: Evidence,
    /// From where it was taken, the strongest first: "clause", "sentence", "aside" (elsewhere in the sentence), "thing" (what
    /// takes part is there), "paragraph", "narrative", "speaker", "dateline", "scene", "site", "linked account"; "correction".
    pub how: &'static str,
}

/// A time expression (TIMEX3).
#[derive(Clone, PartialEq, Debug)]
pub struct TimeMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its words.
    pub span: Span,
    /// TIMEX3 type: DATE, TIME, DURATION or SET.
    pub kind: &'static str,
    /// TIMEX3 value ("2025-06-30", "P3D", "XXXX-WXX-1"), with `X` for what could not be known.
    pub value: String,
    /// The days it stands for, where they could be known.
    pub when: Option<When>,
}

/// When a statement's happening took place, and what says so.
#[derive(Clone, PartialEq, Debug)]
pub struct Dated {
    /// The days.
    pub when: When,
    /// The words that give it; `None` when concluded from elsewhere.
    pub evidence: Option<Span>,
    /// From where it was taken ("clause", "sentence", "paragraph", "narrative", "linked account").
    pub how: &'static str,
}

/// A report's publication date.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Publication {
    /// As the input says.
    pub given: Option<Date>,
    /// As the texts let a reader conclude, where the input says nothing.
    pub inferred: Option<Date>,
    /// The days it may be, where the texts leave a choice.
    pub interval: Option<(Date, Date)>,
    /// The reasoning, a sentence per step.
    pub reasons: Vec<String>,
}

impl Publication {
    /// The given date, else the inferred one.
    pub fn date(&self) -> Option<Date> {
        self.given.or(self.inferred)
    }
}
