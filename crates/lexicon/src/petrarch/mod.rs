//! PETRARCH's dictionary files, read as they are: verbs with patterns, actors with dates, agents, discards.
//!
//! Formats: the documentation of PETRARCH and PETRARCH2 (Open Event Data Alliance, MIT licence) and the files themselves.
//! A reader takes the text of a file and never fails; a line that it cannot read becomes a [`Bad`] with its number.
//! Words are kept in upper case, as the files write them; `_` and `-` part words.

mod agents;
mod lines;
mod names;
mod verbs;

use std::collections::{BTreeMap, BTreeSet};

/// A user's dictionaries.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Dictionaries {
    /// Written forms of a verb ("BROKEN") → its uses, those of most words first.
    pub verbs: BTreeMap<String, Vec<VerbUse>>,
    /// Patterns by block, in the order of the file: the first that matches decides.
    pub blocks: Vec<Vec<Pattern>>,
    /// Synonym sets (`&CURRENCY`): phrases of words.
    pub synsets: BTreeMap<String, Vec<Vec<String>>>,
    /// First word of a name → names with their codes, the longest first.
    pub actors: BTreeMap<String, Vec<ActorName>>,
    /// First word of an agent → agents with their codes, the longest first.
    pub agents: BTreeMap<String, Vec<AgentName>>,
    /// Phrases that drop a sentence, and (`true`) those that drop the whole text.
    pub discards: Vec<(Vec<String>, bool)>,
}

/// One verb or verb phrase of a block.
#[derive(Clone, PartialEq, Debug)]
pub struct VerbUse {
    /// Words directly before it ("WIRE" of `WIRE_+TAP`).
    pub before: Vec<String>,
    /// Words directly after it ("DOWN" of `+BREAK_DOWN`).
    pub after: Vec<String>,
    /// Its code without any pattern; `None` for `---`.
    pub code: Option<String>,
    /// Index of its block in [`Dictionaries::blocks`].
    pub block: usize,
}

/// What a verb's surroundings must hold, and the code they then give.
#[derive(Clone, PartialEq, Debug)]
pub struct Pattern {
    /// Before the verb, the nearest first.
    pub before: Vec<Element>,
    /// After the verb, the nearest first.
    pub after: Vec<Element>,
    /// The code ("064", "032:033"); `None` for `---`.
    pub code: Option<String>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// One element of a pattern.
#[derive(Clone, PartialEq, Debug)]
pub struct Element {
    /// What must stand there.
    pub kind: Kind,
    /// Whether it follows the element nearer to the verb directly (`_`), or other words may stand between (blank).
    pub tight: bool,
}

/// What an element of a pattern asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// This word.
    Word(String),
    /// A phrase of this synonym set (`&`).
    Synset(String),
    /// The source (`$`).
    Source,
    /// The target (`+`).
    Target,
    /// An actor that takes no part (`^`).
    Skipped,
    /// Several actors taken together (`%`).
    Compound,
}

/// A name of an actor.
#[derive(Clone, PartialEq, Debug)]
pub struct ActorName {
    /// Its words.
    pub words: Vec<String>,
    /// Its codes and when they hold; those with dates before those without.
    pub codes: Vec<DatedCode>,
}

/// A code and the days on which it holds, as numbers YYYYMMDD.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DatedCode {
    /// The code ("HOBGOV"; "ELR/GAL" stands for several actors).
    pub code: String,
    /// First day; 0 when open.
    pub from: u32,
    /// Last day; `u32::MAX` when open.
    pub until: u32,
}

impl ActorName {
    /// The code that holds on `day` (YYYYMMDD). Without a day only undated codes hold.
    pub fn code(&self, day: Option<u32>) -> Option<&str> {
        let holds = |c: &&DatedCode| match day {
            Some(day) => (c.from..=c.until).contains(&day),
            None => c.from == 0 && c.until == u32::MAX,
        };
        self.codes.iter().find(holds).map(|c| c.code.as_str()).filter(|code| !is_null(code))
    }
}

/// A word or phrase for a kind of actor ("PRIME MINISTER").
#[derive(Clone, PartialEq, Debug)]
pub struct AgentName {
    /// Its words.
    pub words: Vec<String>,
    /// The code that it adds ("GOV").
    pub code: String,
    /// Whether the code goes before the actor's (`NGO~`), not after it (`~GOV`).
    pub first: bool,
}

/// The text of each dictionary file; an empty text is an empty dictionary.
#[derive(Clone, Copy, Default, Debug)]
pub struct Files<'a> {
    /// Verbs, patterns and synonym sets.
    pub verbs: &'a str,
    /// Actors; several files one after another.
    pub actors: &'a str,
    /// Agents.
    pub agents: &'a str,
    /// Discards.
    pub discards: &'a str,
}

/// A line that could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bad {
    /// Which file ("verbs").
    pub file: &'static str,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong with it, in a few words.
    pub why: &'static str,
}

impl Dictionaries {
    /// Reads the files. Lines that cannot be read are left out and listed.
    pub fn read(files: Files) -> (Dictionaries, Vec<Bad>) {
        let (mut own, mut bad) = (Dictionaries::default(), Vec::new());
        verbs::read(files.verbs, &mut own, &mut bad);
        names::read(files.actors, &mut own, &mut bad);
        agents::read(files.agents, &mut own, &mut bad);
        for (_, line) in lines::of(files.discards) {
            let (phrase, story) = line.strip_prefix('+').map_or((line.as_str(), false), |rest| (rest, true));
            let words = lines::words(phrase);
            if !words.is_empty() {
                own.discards.push((words, story));
            }
        }
        for uses in own.verbs.values_mut() {
            uses.sort_by_key(|u| std::cmp::Reverse(u.before.len() + u.after.len()));
        }
        own.actors.values_mut().for_each(|names| names.sort_by_key(|n| std::cmp::Reverse(n.words.len())));
        own.agents.values_mut().for_each(|names| names.sort_by_key(|n| std::cmp::Reverse(n.words.len())));
        (own, bad)
    }
    /// Every code of a verb or pattern, without its reciprocal ("032:033" gives both).
    pub fn codes(&self) -> BTreeSet<&str> {
        let verbs = self.verbs.values().flatten().filter_map(|u| u.code.as_deref());
        let patterns = self.blocks.iter().flatten().filter_map(|p| p.code.as_deref());
        verbs.chain(patterns).flat_map(|code| code.split(':')).collect()
    }
}

/// `---`, `+++` and `###` stand for no code.
fn is_null(code: &str) -> bool {
    matches!(code, "---" | "+++" | "###" | "")
}

#[cfg(test)]
mod tests;
