//! What Parallax knows beforehand: verbs and their PLOVER/CAMEO codes, titles, nationalities, gazetteer.
//!
//! All of it is data: readable tables under `data/` (each with its origin and licence in `ORIGIN.md`), compiled in and
//! indexed once, on first use; [`own`] lays the user's tables over them. No code here decides anything about a text.
#![warn(missing_docs)]

pub mod actors;
pub mod cues;
pub mod events;
pub mod own;
pub mod page;
pub mod petrarch;
pub mod places;
mod table;
pub mod times;

use std::sync::OnceLock;

/// Everything Parallax knows beforehand.
pub struct Lexicon {
    /// Predicates and the events they tell.
    pub events: events::Events,
    /// Reporting verbs, modality, connectives.
    pub cues: cues::Cues,
    /// Countries, nationalities, roles, titles, organisations, given names.
    pub actors: actors::Actors,
    /// The gazetteer.
    pub places: places::Gazetteer,
}

impl Lexicon {
    /// The tables that come with Parallax, indexed on first use and shared.
    pub fn bundled() -> &'static Lexicon {
        static BUNDLED: OnceLock<Lexicon> = OnceLock::new();
        BUNDLED.get_or_init(|| Lexicon::with(&own::Tables::default()).0)
    }
}
