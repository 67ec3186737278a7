//! Whether a pattern fits: its elements against the words going away from the verb, with gaps where it allows them.

use super::parties::Party;
use super::words::Words;
use parallax_lexicon::petrarch::{Dictionaries, Element, Kind};

/// Which sequence is read: the upper one runs backwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Upper,
    Lower,
}

/// The actors that a pattern binds, as indices of parties.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends {
    /// `$`.
    pub source: Option<usize>,
    /// `+`.
    pub target: Option<usize>,
    /// `%` before the verb.
    pub above: Option<usize>,
    /// `%` after the verb.
    pub below: Option<usize>,
}

/// More steps than any sensible pattern takes; keeps odd dictionaries from taking forever.
const STEPS: usize = 20_000;

/// What patterns are fitted against.
pub(super) struct Scene<'a> {
    pub words: &'a Words,
    pub parties: &'a [Party],
    pub own: &'a Dictionaries,
    pub steps: usize,
}

impl Scene<'_> {
    /// Whether `elements` fit the words of `sequence`, and what they bind.
    pub fn fits(&mut self, elements: &[Element], sequence: &[usize], side: Side, ends: &mut Ends) -> bool {
        let Some((element, rest)) = elements.split_first() else { return true };
        let reach = if element.tight { 1 } else { sequence.len() };
        for skip in 0..reach.min(sequence.len()) {
            self.steps += 1;
            if self.steps > STEPS {
                return false;
            }
            let Some(here) = sequence.get(skip..) else { return false };
            for taken in self.takes(&element.kind, here, side) {
                let mut bound = *ends;
                self.bind(&element.kind, here, side, &mut bound);
                if here.get(taken..).is_some_and(|left| self.fits(rest, left, side, &mut bound)) {
                    *ends = bound;
                    return true;
                }
            }
        }
        false
    }

    /// How many words the element may take at the beginning of `here`.
    fn takes(&self, kind: &Kind, here: &[usize], side: Side) -> Vec<usize> {
        let Some(&first) = here.first() else { return Vec::new() };
        match kind {
            Kind::Word(word) => Vec::from_iter((self.words.form(first) == word).then_some(1)),
            Kind::Synset(set) => {
                let phrases = self.own.synsets.get(set).map_or(&[][..], Vec::as_slice);
                phrases.iter().filter(|phrase| self.stands(phrase, here, side)).map(Vec::len).collect()
            }
            Kind::Skipped => vec![self.party(first).map_or(1, |p| self.length(p, here))],
            Kind::Source | Kind::Target => self.party(first).map(|p| self.length(p, here)).into_iter().collect(),
            Kind::Compound => {
                let several = self.party(first).filter(|&p| self.parties[p].codes.len() > 1);
                several.map(|p| self.length(p, here)).into_iter().collect()
            }
        }
    }

    fn stands(&self, phrase: &[String], here: &[usize], side: Side) -> bool {
        let same = |(word, at): (&String, &usize)| self.words.form(*at) == word;
        phrase.len() <= here.len()
            && match side {
                Side::Lower => phrase.iter().zip(here).all(same),
                Side::Upper => phrase.iter().rev().zip(here).all(same),
            }
    }

    fn party(&self, word: usize) -> Option<usize> {
        self.parties.iter().position(|p| p.holds(word))
    }

    fn length(&self, party: usize, here: &[usize]) -> usize {
        here.iter().take_while(|&&w| self.parties[party].holds(w)).count().max(1)
    }

    fn bind(&self, kind: &Kind, here: &[usize], side: Side, ends: &mut Ends) {
        let party = here.first().and_then(|&w| self.party(w));
        match (kind, side) {
            (Kind::Source, _) => ends.source = party,
            (Kind::Target, _) => ends.target = party,
            (Kind::Compound, Side::Upper) => ends.above = party,
            (Kind::Compound, Side::Lower) => ends.below = party,
            _ => {}
        }
    }
}
