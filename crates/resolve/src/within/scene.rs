//! Everything coreference looks at while it works through one report.

use super::settle;
use crate::clusters::Clusters;
use crate::names::{Likeness, Spelling};
use crate::pronouns::Kind;
use crate::rank::{Kept, Part, part};
use crate::view::{Function, View, views};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Gender, Location, MentionForm, NameKind, Number, Report, Sector, Span};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is known of the places among a report's mentions; empty where nobody asked.
#[derive(Clone, Copy, Default)]
pub struct Grounds<'a> {
    /// `[mention]` → where it is, for places.
    pub places: &'a [Option<Location>],
    /// `[mention]` → whether it is a place's name that acts ("Moscow said").
    pub acts: &'a [bool],
}

/// What a cluster's mentions say together.
#[derive(Clone, Debug)]
pub struct Profile<'a> {
    /// Kind of the first mention that has one, names before nominals.
    pub kind: Option<NameKind>,
    /// Gender of the first mention that has one.
    pub gender: Gender,
    /// What its names would tell of its gender were they given names.
    pub leaning: Gender,
    /// Number of the first mention that has one, names and nominals before pronouns.
    pub number: Number,
    /// Whether it is people.
    pub animate: Option<bool>,
    /// Whether a name is among its mentions.
    pub named: bool,
    /// Lemmas of its nominal heads, and the last words of its names, by the scene's numbers for words.
    pub heads: Vec<u32>,
    /// ISO codes of countries its words give.
    pub countries: BTreeSet<&'a str>,
    /// Sectors its words give.
    pub sectors: BTreeSet<&'a Sector>,
    members: Vec<usize>,
}

impl Profile<'_> {
    /// How many of its mentions stand before that one.
    pub fn before(&self, mention: usize) -> usize {
        self.members.partition_point(|&m| m < mention)
    }
    /// How many mentions it has.
    pub fn all(&self) -> usize {
        self.members.len()
    }
    /// Whether it is among the first things the text speaks of.
    pub fn starts_text(&self) -> bool {
        self.members.first().is_some_and(|&m| m < 3)
    }
}

/// One report while its mentions are put together.
pub struct Scene<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its grammar.
    pub document: &'a Document,
    /// What it states.
    pub account: &'a Account,
    /// What is known beforehand.
    pub lexicon: &'a Lexicon,
    /// What is known of its places.
    pub grounds: Grounds<'a>,
    /// Its mentions as coreference sees them.
    pub views: Vec<View>,
    /// Which mentions are of one thing, so far.
    pub clusters: Clusters,
    /// `[mention]` → who speaks it, as far as an attribution tells.
    pub speaker: Vec<Option<usize>>,
    /// `[mention]` → ISO code of the country it stands for by itself.
    pub country: Vec<Option<String>>,
    profiles: Vec<Profile<'a>>,
    chains: Vec<Kept>,
    firsts: Vec<bool>,
    /// `[mention]` → its head's lemma, and the words of its view, as numbers: like words have like numbers.
    lemmas: Vec<u32>,
    words: Vec<Vec<u32>>,
    /// `[number]` → how many mentions have that head lemma.
    frequencies: Vec<usize>,
    /// `[mention]` → for pronouns, the nearest earlier one of the same series.
    echoes: Vec<Option<usize>>,
    /// `[mention]` → its name and all that comparing names looks at, as a number: like names have like numbers.
    named_as: Vec<usize>,
    /// `[number]` → that name taken apart, once somebody asks.
    spellings: Vec<OnceCell<Spelling>>,
    likenesses: RefCell<HashMap<(usize, usize), Likeness>>,
}

impl<'a> Scene<'a> {
    /// The report with every mention alone.
    pub fn new(
        report: &'a Report,
        document: &'a Document,
        account: &'a Account,
        grounds: Grounds<'a>,
        lexicon: &'a Lexicon,
    ) -> Scene<'a> {
        let mut views = views(report, document, account, lexicon);
        settle::kinds(&mut views, lexicon);
        settle::genders(&mut views, account, lexicon);
        let (lemmas, words, frequencies) = numbered(&views);
        let mut firsts = vec![false; views.len()];
        let mut last = None;
        for (i, v) in views.iter().enumerate() {
            if last != Some(v.sentence) {
                firsts[i] = true;
                last = Some(v.sentence);
            }
        }
        let clusters = Clusters::new(views.len());
        let mut scene = Scene {
            report,
            document,
            account,
            lexicon,
            grounds,
            speaker: speakers(account, &views),
            echoes: echoes(&views),
            country: Vec::new(),
            views,
            clusters,
            profiles: Vec::new(),
            chains: Vec::new(),
            firsts,
            lemmas,
            words,
            frequencies,
            named_as: Vec::new(),
            spellings: Vec::new(),
            likenesses: RefCell::default(),
        };
        scene.country = (0..scene.views.len()).map(|i| scene.country_of(i)).collect();
        scene.named_as = scene.numbered_names();
        scene.spellings = vec![OnceCell::new(); scene.views.len()];
        scene.chains = (0..scene.views.len()).map(|i| scene.chain_of(i)).collect();
        scene.profiles = (0..scene.views.len()).map(|i| scene.profile_of(&[i])).collect();
        scene
    }
    /// What the cluster of a mention says together.
    pub fn profile(&self, mention: usize) -> &Profile<'a> {
        &self.profiles[self.clusters.of(mention)]
    }
    /// Puts two mentions together, unless what their clusters say forbids it.
    pub fn unite(&mut self, a: usize, b: usize, rule: &'static str, score: f32) -> bool {
        if !self.clusters.unite(a, b, rule, score) {
            return false;
        }
        let label = self.clusters.of(a);
        self.profiles[label] = self.profile_of(self.clusters.members(label));
        true
    }
    fn numbered_names(&self) -> Vec<usize> {
        let mut numbers = BTreeMap::new();
        let name = |(v, country)| {
            let (v, country): (&View, &Option<String>) = (v, country);
            (v.words.clone(), v.kind, v.numbered.clone(), country.clone())
        };
        let all = self.account.mentions.iter().zip(self.views.iter().zip(&self.country));
        all.map(|(m, view)| {
            let next = numbers.len();
            *numbers.entry((m.name.clone(), name(view))).or_insert(next)
        })
        .collect()
    }
    /// The name of a mention, taken apart.
    pub fn spelling(&self, mention: usize) -> &Spelling {
        self.spellings[self.named_as[mention]].get_or_init(|| Spelling::of(&self.account.mentions[mention].name))
    }
    /// How the names of two mentions relate, `compare`d only where two such names were not compared before.
    pub fn remembered(&self, a: usize, b: usize, compare: impl FnOnce() -> Likeness) -> Likeness {
        let (Some(&x), Some(&y)) = (self.named_as.get(a), self.named_as.get(b)) else { return compare() };
        if let Some(&known) = self.likenesses.borrow().get(&(x, y)) {
            return known;
        }
        let likeness = compare();
        self.likenesses.borrow_mut().insert((x, y), likeness);
        likeness
    }
    /// One mention for every distinct name in a mention's cluster.
    pub fn names_of(&self, mention: usize) -> Vec<usize> {
        let mut seen: Vec<usize> = Vec::new();
        let named = self.clusters.members(mention).iter().copied().filter(|&i| self.views[i].form == MentionForm::Name);
        named
            .filter(|&i| {
                let new = !seen.contains(&self.named_as[i]);
                if new {
                    seen.push(self.named_as[i]);
                }
                new
            })
            .collect()
    }
    /// The country a mention stands for by itself: its name, its adjective, its capital or seat of power where that acts.
    fn country_of(&self, i: usize) -> Option<String> {
        let mention = self.account.mentions.get(i)?;
        if mention.form != MentionForm::Name || self.views[i].kind == Some(NameKind::Person) {
            return None;
        }
        let actors = &self.lexicon.actors;
        if let Some(country) = actors.country(&mention.name) {
            return Some(country.code.clone());
        }
        if self.is_adjective(i) {
            return actors.nationality(&mention.name).map(str::to_string);
        }
        let acts = self.grounds.acts.get(i).copied().unwrap_or(false);
        acts.then(|| actors.seat_of_power(&mention.name)).flatten().map(|(code, _)| code.to_string())
    }
    /// GeoNames id of the place a mention names, where the gazetteer has it under that very name: what is only known to lie
    /// somewhere does not count.
    pub fn place_named(&self, i: usize) -> Option<u32> {
        let id = self.grounds.places.get(i)?.as_ref()?.geonames_id?;
        let mention = self.account.mentions.get(i)?;
        self.lexicon.places.named(&mention.name).any(|p| p.id == id).then_some(id)
    }
    fn profile_of(&self, members: &[usize]) -> Profile<'a> {
        let with_form = |form: MentionForm| {
            members.iter().copied().filter(move |&m| self.views[m].form == form && self.views[m].pronoun.is_none())
        };
        let ordered: Vec<usize> = with_form(MentionForm::Name)
            .chain(with_form(MentionForm::Nominal))
            .chain(with_form(MentionForm::Group))
            .chain(members.iter().copied().filter(|&m| self.views[m].pronoun.is_some()))
            .collect();
        let first = |f: &dyn Fn(&View) -> bool| ordered.iter().map(|&m| &self.views[m]).find(|v| f(v));
        let mentions = || members.iter().filter_map(|&m| self.account.mentions.get(m));
        let kind = first(&|v| v.kind.is_some()).and_then(|v| v.kind);
        let heads = ordered.iter().filter(|&&m| self.views[m].pronoun.is_none());
        let heads = heads.flat_map(|&m| [Some(self.lemmas[m]), self.words[m].last().copied()]).flatten();
        let mut heads: Vec<u32> = heads.collect();
        heads.sort_unstable();
        heads.dedup();
        // A person whom the reader took for a body or a place somewhere is no "it".
        let has_gender = |v: &View| match v.gender {
            Gender::Unknown => false,
            Gender::Neuter => kind != Some(NameKind::Person),
            _ => true,
        };
        Profile {
            kind,
            gender: first(&|v| has_gender(v)).map_or(Gender::Unknown, |v| v.gender),
            leaning: first(&|v| v.leaning != Gender::Unknown).map_or(Gender::Unknown, |v| v.leaning),
            number: first(&|v| v.number != Number::Unknown).map_or(Number::Unknown, |v| v.number),
            animate: first(&|v| v.animate.is_some()).and_then(|v| v.animate),
            named: with_form(MentionForm::Name).next().is_some(),
            heads,
            countries: mentions().flat_map(|m| m.countries.iter().map(String::as_str)).collect(),
            sectors: mentions().flat_map(|m| &m.sectors).collect(),
            members: members.to_vec(),
        }
    }
    /// Whether a mention is the first of its sentence.
    pub fn is_first_of_sentence(&self, mention: usize) -> bool {
        self.firsts.get(mention).copied().unwrap_or(false)
    }
    /// The lemma of a mention's head, as a number.
    pub fn lemma(&self, mention: usize) -> u32 {
        self.lemmas[mention]
    }
    /// The words of a mention's view, as numbers.
    pub fn words(&self, mention: usize) -> &[u32] {
        &self.words[mention]
    }
    /// How many mentions of the report have the head lemma of that one.
    pub fn frequency(&self, mention: usize) -> usize {
        self.frequencies[self.lemmas[mention] as usize]
    }
    /// The cluster of a mention's owner ("*Lagos's* governor").
    pub fn owner_cluster(&self, mention: usize) -> Option<usize> {
        let owner = self.account.mentions.get(mention)?.owner?;
        Some(self.clusters.of(owner))
    }
    /// Whether an earlier mention has the same head.
    pub fn head_seen_before(&self, mention: usize) -> bool {
        let lemma = self.lemmas[mention];
        (0..mention).any(|m| {
            self.views[m].pronoun.is_none() && (self.lemmas[m] == lemma || self.words[m].last() == Some(&lemma))
        })
    }
    /// Whether the sectors of two mentions meet or part; `None` where they are not known.
    pub fn sectors_meet(&self, a: usize, b: usize) -> Option<bool> {
        meet(&self.profile(a).sectors, &self.profile(b).sectors)
    }
    /// Whether a mention's cluster is a body of armed men or none, by its sectors; `None` where that is not known.
    pub fn armed(&self, mention: usize) -> Option<bool> {
        let profile = self.profile(mention);
        let known = profile.kind == Some(NameKind::Organisation) && !profile.sectors.is_empty();
        known.then(|| profile.sectors.iter().any(|s| matches!(s.0.as_str(), "REB" | "UAF")))
    }
    /// Whether the countries of two mentions meet or part; `None` where they are not known.
    pub fn countries_meet(&self, a: usize, b: usize) -> Option<bool> {
        meet(&self.profile(a).countries, &self.profile(b).countries)
    }
    /// Relations from a mention up to the root of its sentence, at most three.
    pub fn chain(&self, mention: usize) -> Part<'_> {
        self.chains[mention].part()
    }
    /// For pronouns, the nearest earlier one of the same series.
    pub fn echo(&self, mention: usize) -> Option<usize> {
        self.echoes.get(mention).copied().flatten()
    }
    /// Whether the nearest earlier pronoun of the same series speaks of the candidate's thing.
    pub fn goes_on(&self, anaphor: usize, candidate: usize) -> Part<'static> {
        match self.echoes[anaphor] {
            Some(last) if self.clusters.together(last, candidate) => part!("y"),
            Some(_) => part!("x"),
            None if self.views[anaphor].pronoun.is_some() => part!("?"),
            None => part!("-"),
        }
    }
    /// Whether a relative pronoun.
    pub fn is_relative(&self, mention: usize) -> bool {
        self.views.get(mention).and_then(|v| v.pronoun).is_some_and(|p| p.kind == Kind::Relative)
    }
    /// Whether the head of a mention is an adjective ("a *Kenyan* court").
    pub fn is_adjective(&self, mention: usize) -> bool {
        self.views.get(mention).is_some_and(|v| v.adjective)
    }
    /// Whether two mentions are subject and object of one predicate: then they are two, unless the latter is reflexive.
    pub fn are_coarguments(&self, a: usize, b: usize) -> bool {
        let (Some(x), Some(y)) = (self.views.get(a), self.views.get(b)) else { return false };
        let argument = |v: &View| matches!(v.function, Function::Subject | Function::PassiveSubject | Function::Object);
        let argument_or_oblique = |v: &View| argument(v) || v.function == Function::Oblique;
        x.sentence == y.sentence
            && x.governed_by.is_some()
            && x.governed_by == y.governed_by
            && (argument(x) && argument_or_oblique(y) || argument_or_oblique(x) && argument(y))
            && x.governed_by != Some(x.head)
    }
}

fn meet<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| !a.is_disjoint(b))
}

/// Numbers for the lemmas and words of views, and how many views have each lemma.
fn numbered(views: &[View]) -> (Vec<u32>, Vec<Vec<u32>>, Vec<usize>) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut number = |word| {
        let next = numbers.len() as u32;
        *numbers.entry(word).or_insert(next)
    };
    let lemmas: Vec<u32> = views.iter().map(|v| number(v.lemma.as_str())).collect();
    let words = views.iter().map(|v| v.words.iter().map(|w| number(w)).collect()).collect();
    let mut frequencies = vec![0; numbers.len()];
    lemmas.iter().for_each(|&lemma| frequencies[lemma as usize] += 1);
    (lemmas, words, frequencies)
}

/// For every pronoun the nearest earlier one of the same series.
fn echoes(views: &[View]) -> Vec<Option<usize>> {
    let mut last = BTreeMap::new();
    views.iter().enumerate().map(|(i, v)| last.insert(v.pronoun?.series(), i)).collect()
}

/// Who speaks each mention: the source of the innermost attribution whose content holds it.
fn speakers(account: &Account, views: &[View]) -> Vec<Option<usize>> {
    let inside = |span: Span| {
        account
            .attributions
            .iter()
            .filter(|a| a.content.contains(span) && a.source.is_some())
            .min_by_key(|a| a.content.len())
            .and_then(|a| a.source)
    };
    views.iter().enumerate().map(|(i, v)| inside(v.span).filter(|&s| s != i && s < views.len())).collect()
}
