//! Predicates and the events they tell: verbs, nouns and adjectives with frames, PLOVER types and CAMEO codes.
//!
//! The tables stand in `data/events/`; `data/events/ORIGIN.md` says how a row is read. A row names a *sense*, the family
//! of meaning that linking and comparing use; type, mode and code come from the sense unless the row gives its own.

mod load;

use parallax_model::Plover;
use std::collections::{BTreeMap, BTreeSet};

/// Part of speech of a predicate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Pos {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective or adverb that reports an act or its result ("dead", "injured").
    Adj,
}

/// One way a predicate is used, and the event it then tells: one row of `data/events/*.tsv`.
#[derive(Clone, PartialEq, Debug)]
pub struct Frame {
    /// Stable name of the row, shown as `rule_id`: "verb:take#2", or with file and line where it is the user's
    /// ("verb:moor@verbs.tsv:3").
    pub id: String,
    /// Lower-case lemma of the predicate.
    pub lemma: String,
    /// Part of speech.
    pub pos: Pos,
    /// What must stand beside the predicate; all of them. More needs win over fewer.
    pub needs: Vec<Need>,
    /// Family of meaning ("arrest").
    pub sense: String,
    /// PLOVER type; `None` for happenings outside the ontology, which story mode tells too.
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// Slots that hold the actor, best first ("subj", "by", "poss", "amod").
    pub actor: Vec<String>,
    /// Slots that hold the recipient, best first ("obj", "of", "against", "with").
    pub recipient: Vec<String>,
    /// Whether each side does it to the other ("A met B", "A and B signed"): both are actor and recipient, and a plural
    /// or coordinated actor alone stands for both sides.
    pub reciprocal: bool,
}

/// A word that must stand beside the predicate.
#[derive(Clone, PartialEq, Debug)]
pub struct Need {
    /// Slot: `prt` (particle), `obj`, `subj`, `compound`, `amod`, `poss`, `comp` (clausal complement), `adv` (adverb), `case` (a
    /// noun's own preposition), or a preposition ("into").
    pub slot: String,
    /// Lower-case lemmas that satisfy it; `*` any word; `%name` any word of that class in `data/events/classes.tsv`;
    /// `:per`, `:org`, `:loc` a name of that kind, `:someone` people called by what they are.
    pub words: Vec<String>,
}

/// A family of meaning: what verbs, nouns and multiword expressions of one kind of happening share.
#[derive(Clone, PartialEq, Debug)]
pub struct Sense {
    /// Its name ("arrest").
    pub name: String,
    /// PLOVER type, unless a frame says otherwise.
    pub plover: Option<Plover>,
    /// PLOVER mode, unless a frame says otherwise.
    pub mode: Option<String>,
    /// CAMEO code, unless a frame says otherwise.
    pub cameo: Option<String>,
    /// Senses that often tell the same happening from another side ("die" for "kill").
    pub near: Vec<String>,
    /// What it means, in a few words.
    pub gloss: String,
}

/// A verb that adds only actor, recipient or aspect to the happening its noun tells ("carry out a raid", "come under attack").
#[derive(Clone, PartialEq, Debug)]
pub struct Light {
    /// Lower-case lemma of the verb.
    pub lemma: String,
    /// What must stand beside the verb.
    pub needs: Vec<Need>,
    /// Slot of the verb that holds the noun of the happening: `obj`, `subj` or a preposition ("under").
    pub noun: String,
    /// Slots of the verb that hold the noun's actor.
    pub actor: Vec<String>,
    /// Slots of the verb that hold the noun's recipient.
    pub recipient: Vec<String>,
    /// Whether the happening takes place: `done`, `begun`, `ended`, `planned`, `failed`.
    pub aspect: String,
}

/// A CAMEO code with its place in PLOVER.
#[derive(Clone, PartialEq, Debug)]
pub struct Cameo {
    /// The code ("0871").
    pub code: String,
    /// PLOVER type; `None` for plain statements (01).
    pub plover: Option<Plover>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// What it stands for, in our own words.
    pub gloss: String,
}

/// The table of predicates.
pub struct Events {
    frames: [BTreeMap<String, Vec<Frame>>; 3],
    classes: BTreeMap<String, BTreeSet<String>>,
    senses: BTreeMap<String, Sense>,
    /// Names of the senses that the user declared.
    own: BTreeSet<String>,
    lights: BTreeMap<String, Vec<Light>>,
    cameo: BTreeMap<String, Cameo>,
    composed: BTreeMap<String, BTreeMap<String, String>>,
}

impl Events {
    /// The bundled tables with the user's laid over them, and the rows that could not be read.
    pub(crate) fn with(own: &crate::own::Tables) -> (Events, Vec<String>) {
        load::events(own)
    }
    /// The frames of a predicate, those with most needs first; empty when it is not in the table.
    pub fn frames(&self, lemma: &str, pos: Pos) -> &[Frame] {
        self.frames[pos as usize].get(lemma).map_or(&[], Vec::as_slice)
    }
    /// All that a word can mean, in whatever part of speech; a sense that two of its frames have comes twice.
    pub fn senses_of(&self, lemma: &str) -> impl Iterator<Item = &str> {
        let frames = self.frames.iter().filter_map(|of| of.get(lemma)).flatten();
        frames.map(|frame| frame.sense.as_str())
    }
    /// Every frame, by part of speech and lemma.
    pub fn all_frames(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter().flat_map(BTreeMap::values).flatten()
    }
    /// Whether `lemma` belongs to the word class `class` (without `%`).
    pub fn in_class(&self, lemma: &str, class: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(lemma))
    }
    /// Whether a word with lower-case lemma `lemma`, standing in the need's slot, satisfies it. For a name, ask with its
    /// placeholder too (`:per`, `:org`, `:loc`, `:someone`): classes of persons and places hold it.
    pub fn satisfies(&self, need: &Need, lemma: &str) -> bool {
        need.words.iter().any(|word| match word.strip_prefix('%') {
            Some(class) => self.in_class(lemma, class),
            None => word == "*" || word == lemma,
        })
    }
    /// The sense of that name.
    pub fn sense(&self, name: &str) -> Option<&Sense> {
        self.senses.get(name)
    }
    /// Whether the user declared that sense (or put a bundled one otherwise).
    pub fn is_own(&self, name: &str) -> bool {
        self.own.contains(name)
    }
    /// Every sense, by name.
    pub fn senses(&self) -> impl Iterator<Item = &Sense> {
        self.senses.values()
    }
    /// Whether two senses are different but often tell the same happening from two sides; the order does not matter.
    pub fn near(&self, a: &str, b: &str) -> bool {
        let one = |x: &str, y: &str| self.sense(x).is_some_and(|sense| sense.near.iter().any(|near| near == y));
        a != b && (one(a, b) || one(b, a))
    }
    /// The light uses of a verb, those with most needs first.
    pub fn lights(&self, lemma: &str) -> &[Light] {
        self.lights.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// A CAMEO code, or the longest known code it begins with.
    pub fn cameo(&self, code: &str) -> Option<&Cameo> {
        (2..=code.len()).rev().find_map(|end| self.cameo.get(code.get(..end)?))
    }
    /// The code of an act of words together with what it is about ("threaten" + "break relations", "demand" + "release").
    ///
    /// `outer` is the governing sense; `inner` is the sense or the CAMEO code of the happening under it (ask with the sense
    /// first: "allow", "election" have no code); of a code the longest known beginning decides. A bare future ("will visit")
    /// composes as `plan`. `None` where the outer sense's own code stands.
    pub fn compose(&self, outer: &str, inner: &str) -> Option<&Cameo> {
        let inners = self.composed.get(outer)?;
        let by_beginning = || (2..=inner.len()).rev().find_map(|end| inners.get(inner.get(..end)?));
        let code =
            inners.get(inner).or_else(|| by_beginning().filter(|_| inner.starts_with(|c: char| c.is_ascii_digit())))?;
        self.cameo(code)
    }
}

#[cfg(test)]
mod tests;
