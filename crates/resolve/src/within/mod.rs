//! Coreference within one report: which mentions speak of the same thing.
//!
//! In the spirit of Lee et al. 2013, "Deterministic coreference resolution based on entity-centric, precision-ranked
//! rules" (Computational Linguistics 39:4): sure rules first (what the syntax ties together, names), each seeing the
//! clusters of those before; then descriptions and pronouns, in text order, by a small network over named features.

pub mod features;
mod grammar;
pub mod institutions;
pub mod names;
pub mod rank;
pub mod scene;
mod settle;
pub mod ties;

pub use scene::{Grounds, Profile, Scene};

use crate::rank::Ranker;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Correction, Document, Report};

/// Puts together the mentions of one report, under the user's corrections.
pub fn resolve<'a>(
    report: &'a Report,
    document: &'a Document,
    account: &'a Account,
    grounds: Grounds<'a>,
    lexicon: &'a Lexicon,
    corrections: &[Correction],
    ranker: &Ranker,
) -> Scene<'a> {
    let mut scene = Scene::new(report, document, account, grounds, lexicon);
    crate::corrections::forbid_within(&mut scene, corrections);
    sure(&mut scene);
    rank::resolve(&mut scene, ranker);
    scene
}

/// The sure part alone: names, and what the syntax ties together. Training of the ranker starts from here.
pub fn sure(scene: &mut Scene) {
    names::resolve(scene);
    ties::resolve(scene);
    institutions::resolve(scene);
}
