//! Who can be the same as whom in one role of one event: the same entity, one that may be, or one that cannot.

use parallax_model::{Account, Cast, EntityId, EntityKind, MentionForm};
use std::collections::BTreeSet;

/// PLOVER's sectors of those who act for a state (POLECAT codebook, actor types).
const OFFICIAL: [&str; 7] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PRM"];

/// What the words of an entity say about it, beyond its name in the cast.
struct Profile {
    named: bool,
    /// The words of each of its names, lower case.
    names: BTreeSet<Vec<String>>,
    kind: EntityKind,
    country: Option<String>,
    /// Whether it is the country itself ("Azerbaijan"), which its bodies act for.
    state: bool,
    /// Whether it acts for a state (`Some(true)`) or is its people, business or foe; `None` where no sector is known.
    official: Option<bool>,
    /// Lower-case head words of its names and descriptions, singular.
    heads: BTreeSet<String>,
    /// How many it is said to be, least and most.
    counts: Vec<(f64, f64)>,
}

/// Everyone of the cast, with what is needed to compare them.
pub(crate) struct People<'a> {
    of_mention: &'a [Vec<Vec<EntityId>>],
    profiles: Vec<Profile>,
}

/// How the participants of two statements in one role compare.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fit {
    /// They share someone; the number is how telling that is (1 for someone seldom told of, towards 0 for someone in every statement).
    Same(f32),
    /// They may be the same.
    Alike,
    /// One side says nothing, or nothing that speaks for or against.
    Open,
    /// They cannot be the same.
    Other,
}

impl<'a> People<'a> {
    /// Lays out the cast.
    pub fn new(accounts: &[Account], cast: &'a Cast) -> People<'a> {
        let profile = |entity: &parallax_model::Entity| {
            let mentions = entity
                .mentions
                .iter()
                .filter_map(|m| accounts.iter().find(|a| a.report == m.report).and_then(|a| a.mentions.get(m.index)));
            let (mut named, mut names, mut heads, mut counts) = (false, BTreeSet::new(), BTreeSet::new(), Vec::new());
            for mention in mentions {
                counts.extend(mention.count.as_ref().map(|c| (c.low.unwrap_or(0.0), c.high.unwrap_or(f64::INFINITY))));
                match mention.form {
                    MentionForm::Name => {
                        named = true;
                        names.insert(name_words(&mention.name));
                    }
                    MentionForm::Nominal | MentionForm::Group => {
                        heads.insert(singular(&mention.lemma.to_lowercase()));
                    }
                    MentionForm::Pronoun => {}
                }
            }
            heads.remove("");
            names.remove(&Vec::new());
            let state = entity.kind == EntityKind::Place
                && entity.country.is_some()
                && entity
                    .location
                    .as_ref()
                    .filter(|l| l.is_known())
                    .is_none_or(|l| matches!(l.precision, parallax_model::PlacePrecision::Country));
            let official = (state || !entity.sectors.is_empty())
                .then(|| state || entity.sectors.iter().any(|s| OFFICIAL.contains(&s.0.as_str())));
            Profile { named, names, kind: entity.kind, country: entity.country.clone(), state, official, heads, counts }
        };
        People { of_mention: &cast.of_mention, profiles: cast.entities.iter().map(profile).collect() }
    }
    /// The entities a mention speaks of.
    pub fn of_mention(&self, report: usize, mention: usize) -> &[EntityId] {
        self.of_mention.get(report).and_then(|r| r.get(mention)).map_or(&[], Vec::as_slice)
    }
    /// Whether it is ever called by a name.
    pub fn is_named(&self, entity: EntityId) -> bool {
        self.profiles.get(entity.0).is_some_and(|p| p.named)
    }
    /// Whether it is a person called by a name.
    pub fn is_named_person(&self, entity: EntityId) -> bool {
        self.profiles.get(entity.0).is_some_and(|p| p.named && p.kind == EntityKind::Person)
    }
    /// Whether two named people may be one whom the reading of names left two: all words of a name of the one stand in a name
    /// of the other ("Berg", "Anna Berg"), a letter aside.
    pub fn maybe_one(&self, x: EntityId, y: EntityId) -> bool {
        let (Some(a), Some(b)) = (self.profiles.get(x.0), self.profiles.get(y.0)) else { return false };
        let within = |short: &[String], long: &[String]| short.iter().all(|w| long.iter().any(|v| one_spelling(w, v)));
        a.names.iter().any(|n| b.names.iter().any(|m| within(n, m) || within(m, n)))
    }
    /// How two sides of one role compare; `rarity` tells how telling a shared entity is.
    pub fn fit(&self, a: &BTreeSet<EntityId>, b: &BTreeSet<EntityId>, rarity: impl Fn(EntityId) -> f32) -> Fit {
        if a.is_empty() || b.is_empty() {
            return Fit::Open;
        }
        if let Some(most) = a.intersection(b).map(|&e| rarity(e)).reduce(f32::max) {
            return Fit::Same(most);
        }
        let pairs = || a.iter().flat_map(|&x| b.iter().map(move |&y| (x, y)));
        if pairs().any(|(x, y)| self.alike(x, y)) {
            return Fit::Alike;
        }
        if pairs().all(|(x, y)| self.apart(x, y)) { Fit::Other } else { Fit::Open }
    }
    /// Whether two entities may be one: bodies of one country on one side of the state, the same common noun.
    pub fn alike(&self, x: EntityId, y: EntityId) -> bool {
        let (Some(a), Some(b)) = (self.profiles.get(x.0), self.profiles.get(y.0)) else { return false };
        let persons = |p: &Profile| p.kind == EntityKind::Person && p.named;
        if persons(a) || persons(b) {
            return false;
        }
        let one_country = a.country.is_some() && a.country == b.country;
        let countries_differ = a.country.is_some() && b.country.is_some() && a.country != b.country;
        let bodies = |p: &Profile| {
            p.state || matches!(p.kind, EntityKind::Organisation | EntityKind::Group | EntityKind::Person)
        };
        let sides_differ = a.official.zip(b.official).is_some_and(|(x, y)| x != y);
        (one_country && !sides_differ && bodies(a) && bodies(b))
            || (!countries_differ && a.heads.intersection(&b.heads).next().is_some())
    }
    /// Whether two entities cannot be one.
    fn apart(&self, x: EntityId, y: EntityId) -> bool {
        let (Some(a), Some(b)) = (self.profiles.get(x.0), self.profiles.get(y.0)) else { return false };
        let countries_differ = a.country.is_some() && b.country.is_some() && a.country != b.country;
        let two_names =
            a.named && b.named && !(a.kind == EntityKind::Person && b.kind == a.kind && self.maybe_one(x, y));
        // "21 girls", "four leaders": other words and another number.
        let numbers_differ = !a.counts.is_empty()
            && !b.counts.is_empty()
            && a.counts.iter().all(|x| b.counts.iter().all(|y| x.1 < y.0 || y.1 < x.0))
            && a.heads.is_disjoint(&b.heads);
        two_names || countries_differ || numbers_differ
    }
}

/// Whether two words of names are spelt alike, one letter more or less or another letter aside where they are long.
fn one_spelling(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 4 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    front + back + 1 >= a.len().max(b.len())
}

/// The words of a name that tell it, lower case.
fn name_words(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().nth(1).is_some());
    words.map(str::to_lowercase).collect()
}

/// A noun without its regular plural ending, good enough to compare heads.
fn singular(word: &str) -> String {
    let stem = word.strip_suffix("ies").map(|s| format!("{s}y"));
    stem.unwrap_or_else(|| {
        word.strip_suffix('s').filter(|s| s.len() > 2 && !s.ends_with('s')).unwrap_or(word).to_string()
    })
}
