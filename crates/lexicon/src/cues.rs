//! Words that say how something is put: reporting verbs and nouns, modality, negation, connectives, numbers, namings.
//!
//! The tables stand in `data/cues/`; `data/cues/ORIGIN.md` says how a row is read.

mod load;

use parallax_model::{RelationKind, Status};
use std::collections::{BTreeMap, BTreeSet};

/// A reporting word.
#[derive(Clone, PartialEq, Debug)]
pub struct ReportingCue {
    /// Lower-case lemma ("say", "accuse", "claim").
    pub lemma: String,
    /// How content under it stands for the report: [`Status::Asserted`] for neutral reporting, `Alleged` for accuse,
    /// claim, blame; `Denied` for deny; `Planned` for promise, vow, threaten; `Quoted` is set from quotation marks.
    pub status: Status,
    /// Whether the content is presupposed to hold ("reveal", "admit", "confirm").
    pub factive: bool,
    /// Where the content stands: "ccomp", "obj", "of", "for", "xcomp", "as" …, best first.
    pub content: Vec<String>,
    /// Where the source stands: "subj", "by", "poss".
    pub source: Vec<String>,
}

/// What a governing verb, adjective or noun does to the happening under it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Governor {
    /// The happening holds ("manage to", "begin to", "help").
    Holds,
    /// It does not ("fail to", "refuse to", "foil", "prevent").
    Fails,
    /// It is intended or announced ("plan to", "threaten to", "vow to", "order to").
    Planned,
    /// It may be ("try to", "seek to", "appear to" is Holds with doubt → Possible).
    Possible,
}

/// A connective between two happenings: *A connective B*, wherever the connective's clause stands in the sentence.
#[derive(Clone, PartialEq, Debug)]
pub struct Connective {
    /// Lower-case words ("in response to").
    pub words: String,
    /// The relation it tells.
    pub kind: RelationKind,
    /// `false`: the relation goes from A to B ("A, prompting B": A causes B; "A in response to B"; "A before B").
    /// `true`: from B, which follows the connective, to A ("A because of B": B causes A; "A after B": B is before A).
    pub reversed: bool,
}

/// A verb or noun that itself says how two happenings relate ("A triggered B", "A stems from B", "the cause of B was A").
#[derive(Clone, PartialEq, Debug)]
pub struct LinkWord {
    /// Lower-case lemma.
    pub lemma: String,
    /// Slot of the happening A ("subj").
    pub a: String,
    /// Slot of the happening B ("obj", or a preposition).
    pub b: String,
    /// The relation it tells.
    pub kind: RelationKind,
    /// As in [`Connective::reversed`].
    pub reversed: bool,
}

/// What a number word does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberKind {
    /// It is a number: `low` and `high` are its value ("twelve").
    Value,
    /// It multiplies the number before it by `low` ("hundred", "million"); alone with "a" it is that number.
    Multiplier,
    /// It is a vague number between `low` and `high` ("dozens": 24 to 99).
    Vague,
    /// It bounds the number beside it, which is multiplied by `low` and `high` ("at least": 1 to ∞; "about": 0.9 to 1.1).
    Bound,
}

/// A word or phrase of number.
#[derive(Clone, PartialEq, Debug)]
pub struct NumberWord {
    /// Lower-case words ("more than").
    pub words: String,
    /// What it does.
    pub kind: NumberKind,
    /// Least value or factor; `None` when open below.
    pub low: Option<f64>,
    /// Greatest value or factor; `None` when open above.
    pub high: Option<f64>,
}

/// A name for a kind of actor or act that competes with others for the same thing.
#[derive(Clone, PartialEq, Debug)]
pub struct Naming {
    /// Lower-case word or phrase ("militant").
    pub word: String,
    /// The set it belongs to ("armed_group").
    pub set: String,
    /// What the word itself says of what it names: −2 strongly against, −1 against, 0 plain, 1 for, 2 strongly for.
    pub tone: i8,
}

/// A way of doing a thing that other predicates do in another way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// The ways it stands beside ("strike").
    pub set: String,
    /// The predicate that stands for it ("punch").
    pub name: String,
}

/// Words that say how something is put.
pub struct Cues {
    verbs: BTreeMap<String, ReportingCue>,
    nouns: BTreeMap<String, ReportingCue>,
    hedges: BTreeMap<String, Status>,
    sources: Vec<String>,
    governors: BTreeMap<String, (Governor, Governor)>,
    connectives: Vec<Connective>,
    links: BTreeMap<String, Vec<LinkWord>>,
    negations: BTreeSet<String>,
    modals: BTreeMap<String, Status>,
    numbers: Vec<NumberWord>,
    attributes: BTreeMap<String, String>,
    namings: BTreeMap<String, Naming>,
    ways: BTreeMap<String, Way>,
}

impl Cues {
    /// The bundled tables.
    pub fn bundled() -> Cues {
        load::cues().0
    }
    /// The reporting verb of that lemma.
    pub fn reporting_verb(&self, lemma: &str) -> Option<&ReportingCue> {
        self.verbs.get(lemma)
    }
    /// The reporting noun of that lemma ("statement", "claim", "accusation").
    pub fn reporting_noun(&self, lemma: &str) -> Option<&ReportingCue> {
        self.nouns.get(lemma)
    }
    /// Status that an adverb or adjective gives ("allegedly", "reportedly", "alleged", "suspected").
    pub fn hedge(&self, lemma: &str) -> Option<Status> {
        self.hedges.get(lemma).copied()
    }
    /// Fixed expressions that name a source, lower case, words separated by one space ("according to", "in the words of"),
    /// the longest first; the source follows.
    pub fn source_phrases(&self) -> &[String] {
        &self.sources
    }
    /// What a governor does to the happening under it.
    pub fn governor(&self, lemma: &str) -> Option<Governor> {
        self.governors.get(lemma).map(|both| both.0)
    }
    /// What a governor does when it is itself negated ("did not manage to" → fails, "did not fail to" → holds).
    pub fn governor_negated(&self, lemma: &str) -> Option<Governor> {
        self.governors.get(lemma).map(|both| both.1)
    }
    /// Connectives between happenings, lower case ("in response to", "prompting", "after", "because of"), the longest first.
    pub fn connectives(&self) -> &[Connective] {
        &self.connectives
    }
    /// The uses of a verb or noun that itself relates two happenings ("trigger", "stem"; "cause").
    pub fn links(&self, lemma: &str) -> &[LinkWord] {
        self.links.get(lemma).map_or(&[], Vec::as_slice)
    }
    /// Whether the word negates what it stands beside ("not", "never", "no", "without").
    pub fn is_negation(&self, lemma: &str) -> bool {
        self.negations.contains(lemma)
    }
    /// The status a modal or semi-modal gives ("may" → possible, "will" → planned).
    pub fn modal(&self, lemma: &str) -> Option<Status> {
        self.modals.get(lemma).copied()
    }
    /// Words of number, the longest phrases first.
    pub fn number_words(&self) -> &[NumberWord] {
        &self.numbers
    }
    /// Which attribute of the event a number beside that sense, or that lemma, gives ("die" → "killed", "wounded" →
    /// "injured", "cost" → "amount").
    pub fn quantity_attribute(&self, sense_or_lemma: &str) -> Option<&str> {
        self.attributes.get(sense_or_lemma).map(String::as_str)
    }
    /// A word that competes with others for the same actor or act.
    pub fn naming(&self, word: &str) -> Option<&Naming> {
        self.namings.get(word)
    }
    /// In which way a predicate's lemma says that a thing was done, where it is one of several ways.
    pub fn way(&self, predicate: &str) -> Option<&Way> {
        self.ways.get(predicate)
    }
    /// The set of competing names that a word belongs to ("militant" and "terrorist" → "armed_group").
    pub fn naming_set(&self, word: &str) -> Option<&str> {
        self.naming(word).map(|naming| naming.set.as_str())
    }
}

#[cfg(test)]
mod tests;
