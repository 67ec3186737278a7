//! One cast across reports: clusters of each report put together by their names, from all reports at once.
//!
//! Pairs of clusters are taken in order of how sure their names make it, and every merge looks at the clusters as they
//! have become: one name that excludes another forbids it. So no pair of reports decides by itself, and no chain of
//! likenesses leads from one person to another.

use crate::clusters::Clusters;
use crate::names::Likeness;
use crate::within::{Scene, names as within_names};
use crate::words::{is_small, sound};
use parallax_model::{Gender, Mention, MentionForm, NameKind};
use std::collections::{BTreeMap, BTreeSet};

/// How many pronouns one name weighs in telling a gender.
const NAME_TELLS: usize = 3;

/// All reports' mentions under one numbering.
pub struct Stage<'s, 'a> {
    /// The reports.
    pub scenes: &'s [Scene<'a>],
    /// Which mentions are of one thing, over all reports.
    pub clusters: Clusters,
    starts: Vec<usize>,
    at: Vec<(usize, usize)>,
    places: Vec<Option<u32>>,
}

impl<'s, 'a> Stage<'s, 'a> {
    /// The clusters of each report side by side.
    pub fn new(scenes: &'s [Scene<'a>]) -> Stage<'s, 'a> {
        let mut starts = Vec::new();
        let mut at = Vec::new();
        for (r, scene) in scenes.iter().enumerate() {
            starts.push(at.len());
            at.extend((0..scene.views.len()).map(|i| (r, i)));
        }
        let mut clusters = Clusters::new(at.len());
        for (r, scene) in scenes.iter().enumerate() {
            for link in scene.clusters.links() {
                clusters.unite(starts[r] + link.a, starts[r] + link.b, link.rule, link.score);
            }
        }
        let places = at.iter().map(|&(r, i)| scenes[r].place_named(i)).collect();
        Stage { scenes, clusters, starts, at, places }
    }
    /// The number of a report's mention.
    pub fn number(&self, report: usize, mention: usize) -> usize {
        self.starts.get(report).map_or(usize::MAX, |s| s + mention)
    }
    /// Report and index of a mention.
    pub fn place(&self, number: usize) -> (usize, usize) {
        self.at[number]
    }
    /// The report a mention stands in.
    pub fn scene(&self, number: usize) -> &'s Scene<'a> {
        &self.scenes[self.at[number].0]
    }
    /// The mention itself.
    pub fn mention(&self, number: usize) -> &'s Mention {
        let (r, i) = self.at[number];
        &self.scenes[r].account.mentions[i]
    }
    fn is_name(&self, number: usize) -> bool {
        let (r, i) = self.at[number];
        let view = &self.scenes[r].views[i];
        view.form == MentionForm::Name && view.pronoun.is_none()
    }
    fn words(&self, number: usize) -> &[String] {
        let (r, i) = self.at[number];
        &self.scenes[r].views[i].words
    }
    /// What kind of thing a mention names, as its report settled it.
    pub fn kind(&self, number: usize) -> Option<NameKind> {
        let (r, i) = self.at[number];
        self.scenes[r].views[i].kind
    }
    fn country(&self, number: usize) -> Option<&'s String> {
        let (r, i) = self.at[number];
        self.scenes[r].country[i].as_ref()
    }
    fn place_id(&self, number: usize) -> Option<u32> {
        self.places[number]
    }
    /// The gender that most of a cluster's mentions tell; a name or a title counts for more than a pronoun or a
    /// description, which may have been put with the wrong one. Unknown where they are at odds.
    fn gender(&self, cluster: usize) -> Gender {
        let weigh = |gender: Gender| -> usize {
            let telling = self.clusters.members(cluster).iter().filter(|&&m| {
                let (r, i) = self.at[m];
                self.scenes[r].views[i].gender == gender
            });
            telling.map(|&m| if self.is_name(m) { NAME_TELLS } else { 1 }).sum()
        };
        let (women, men) = (weigh(Gender::Feminine), weigh(Gender::Masculine));
        if women > 2 * men {
            Gender::Feminine
        } else if men > 2 * women {
            Gender::Masculine
        } else {
            Gender::Unknown
        }
    }
    /// How the names of two mentions relate.
    fn like(&self, a: usize, b: usize) -> Likeness {
        match (self.country(a), self.country(b)) {
            (Some(x), Some(y)) => {
                if x == y {
                    Likeness::Same("names of one country", 0.98)
                } else {
                    Likeness::Different
                }
            }
            (Some(_), None) | (None, Some(_)) => Likeness::Different,
            (None, None) => match (self.place_id(a), self.place_id(b)) {
                (Some(x), Some(y)) if x != y => Likeness::Different,
                (Some(_), Some(_)) if !within_names::holds_words(self.words(a), self.words(b)) => {
                    Likeness::Same("same place", 0.95)
                }
                _ => {
                    let named = |n: usize| within_names::Named::of(&self.scenes[self.at[n].0], self.at[n].1);
                    within_names::names(&named(a), &named(b), self.scenes[self.at[a].0].lexicon)
                }
            },
        }
    }
    /// One mention for every distinct name of a cluster.
    fn names_of(&self, cluster: usize) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let names = self.clusters.members(cluster).iter().copied().filter(|&m| self.is_name(m));
        names
            .filter(|&m| seen.insert((self.mention(m).name.clone(), self.kind(m), self.country(m), self.place_id(m))))
            .collect()
    }
    /// Whether names or genders of two clusters exclude that they are one.
    fn excluded(&self, a: usize, b: usize) -> bool {
        let (na, nb) = (self.names_of(a), self.names_of(b));
        let person = |names: &[usize]| names.iter().any(|&m| self.kind(m) == Some(NameKind::Person));
        if person(&na) && person(&nb) {
            let (ga, gb) = (self.gender(a), self.gender(b));
            if ga != Gender::Unknown && gb != Gender::Unknown && ga != gb {
                return true;
            }
        }
        let name = |m: usize| (self.words(m), self.kind(m));
        let all = || na.iter().chain(&nb).map(|&m| name(m));
        let parts = |x, y| within_names::parts_of_one(name(x), name(y), all());
        na.iter().any(|&x| nb.iter().any(|&y| self.like(x, y) == Likeness::Different && !parts(x, y)))
    }
}

/// What a name is looked up by: its words' sounds, its initials, its joined letters, its country, its place.
fn keys(stage: &Stage, mention: usize) -> Vec<String> {
    if let Some(code) = stage.country(mention) {
        return vec![format!("country {code}")];
    }
    let words = &stage.scene(mention).views[stage.at[mention].1].words;
    let content: Vec<&String> = words.iter().filter(|w| !is_small(w)).collect();
    let mut keys: Vec<String> = content.iter().map(|w| sound(w)).collect();
    // A spelling's first consonants bring together what sounds only nearly alike.
    keys.extend(content.iter().filter(|w| w.chars().count() > 4).map(|w| format!("bones {}", crate::words::bones(w))));
    keys.push(format!(
        "joined {}",
        content.iter().flat_map(|w| w.chars()).filter(|c| c.is_alphabetic()).collect::<String>()
    ));
    keys.push(format!(
        "initials {}",
        if content.len() == 1 { content[0].clone() } else { content.iter().filter_map(|w| w.chars().next()).collect() }
    ));
    if let Some((name, ..)) = stage.scene(mention).lexicon.actors.organisation(&stage.mention(mention).name) {
        keys.push(format!("body {name}"));
    }
    if let Some(id) = stage.place_id(mention) {
        keys.push(format!("place {id}"));
    }
    keys
}

/// A pair of clusters with the best reason its names give.
struct Pair {
    score: f32,
    rule: &'static str,
    a: usize,
    b: usize,
    whole: bool,
}

/// Puts clusters of different reports together by name.
pub fn by_name(stage: &mut Stage) {
    let mut pairs = pairs(stage);
    pairs.sort_by(|x, y| y.whole.cmp(&x.whole).then(y.score.total_cmp(&x.score)).then((x.a, x.b).cmp(&(y.a, y.b))));
    let (wholes, parts): (Vec<Pair>, Vec<Pair>) = pairs.into_iter().partition(|p| p.whole);
    for p in &wholes {
        if !stage.clusters.together(p.a, p.b) && !stage.excluded(p.a, p.b) {
            stage.clusters.unite(p.a, p.b, p.rule, p.score);
        }
    }
    // A name that is short for others goes to the only whole one it can be short for, all reports considered.
    let mut by_short: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
    for p in &parts {
        by_short.entry(stage.clusters.of(p.b)).or_default().push(p);
    }
    for (short, options) in by_short {
        let mut clusters: Vec<&Pair> = Vec::new();
        for p in options {
            if !stage.clusters.together(p.a, short)
                && !clusters.iter().any(|q| stage.clusters.together(q.a, p.a))
                && !stage.excluded(p.a, short)
            {
                clusters.push(p);
            }
        }
        let size = |p: &Pair| stage.clusters.members(p.a).len();
        let best = match clusters.as_slice() {
            [only] => Some(*only),
            _ => clusters
                .iter()
                .copied()
                .max_by_key(|p| (size(p), std::cmp::Reverse(p.a)))
                .filter(|most| clusters.iter().all(|p| p.a == most.a || size(most) >= 2 * size(p))),
        };
        if let Some(p) = best {
            let (a, b, rule, score) = (p.a, p.b, p.rule, p.score * if clusters.len() == 1 { 1.0 } else { 0.7 });
            stage.clusters.unite(a, b, rule, score);
        }
    }
}

/// Pairs of clusters that share a key and whose names are alike; for parts, `a` has the longer name.
fn pairs(stage: &Stage) -> Vec<Pair> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for cluster in stage.clusters.all() {
        for name in stage.names_of(cluster) {
            for key in keys(stage, name) {
                by_key.entry(key).or_default().push(name);
            }
        }
    }
    let mut best: BTreeMap<(usize, usize, bool), Pair> = BTreeMap::new();
    let mut compared = BTreeSet::new();
    for names in by_key.values() {
        for (i, &x) in names.iter().enumerate() {
            for &y in &names[i + 1..] {
                if stage.clusters.together(x, y) || !compared.insert((x.min(y), x.max(y))) {
                    continue;
                }
                let (whole, rule, score) = match stage.like(x, y) {
                    Likeness::Same(rule, score) => (true, rule, score),
                    Likeness::Part(rule, score) if score >= 0.6 && may_be_short(stage, x, y) => (false, rule, score),
                    _ => continue,
                };
                let length = |m: usize| stage.mention(m).name.split_whitespace().count();
                let (a, b) = if whole || length(x) > length(y) { (x, y) } else { (y, x) };
                let key = (stage.clusters.of(a), stage.clusters.of(b), whole);
                if best.get(&key).is_none_or(|p| p.score < score) {
                    best.insert(key, Pair { score, rule, a, b, whole });
                }
            }
        }
    }
    best.into_values().collect()
}

/// Across reports a given name alone, or a place's or people's name, is short for nothing.
fn may_be_short(stage: &Stage, x: usize, y: usize) -> bool {
    let (mx, my) = (stage.mention(x), stage.mention(y));
    let ((long, _), (short, short_kind)) =
        if mx.name.len() >= my.name.len() { ((x, mx), (my, stage.kind(y))) } else { ((y, my), (mx, stage.kind(x))) };
    if stage.kind(long) == Some(NameKind::Person) {
        return matches!(stage.like(x, y), Likeness::Part("surname alone", _));
    }
    let actors = &stage.scene(x).lexicon.actors;
    if matches!(stage.like(x, y), Likeness::Part("without its number", _)) {
        return true;
    }
    short_kind != Some(NameKind::Place) && short.name.contains(' ') && actors.country(&short.name).is_none()
}

/// Puts descriptions of different reports together: an office with the person who is said to hold it, and like-worded
/// descriptions specific enough to mean one thing within a story.
pub fn by_description(stage: &mut Stage) {
    let mut holders: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    for m in 0..stage.at.len() {
        if let Some(office) = office_of_name(stage, m) {
            holders.entry(office).or_default().insert(m);
        }
    }
    let mut wordings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for cluster in stage.clusters.all().collect::<Vec<_>>() {
        if stage.clusters.members(cluster).iter().any(|&m| stage.is_name(m)) {
            continue;
        }
        let descriptions: Vec<usize> =
            stage.clusters.members(cluster).iter().copied().filter(|&m| is_description(stage, m)).collect();
        for &m in &descriptions {
            let people = office_of_nominal(stage, m).and_then(|o| holders.get(&o));
            let clusters: BTreeSet<usize> = people.into_iter().flatten().map(|&p| stage.clusters.of(p)).collect();
            if clusters.len() == 1
                && let Some(&holder) = people.and_then(|p| p.first())
            {
                stage.clusters.unite(holder, m, "office", 0.85);
            }
        }
        for &m in &descriptions {
            if let Some(wording) = specific_wording(stage, m) {
                wordings.entry(wording).or_default().push(m);
            }
        }
    }
    for like in wordings.values() {
        for pair in like.windows(2) {
            if let [a, b] = *pair
                && stage.at[a].0 != stage.at[b].0
                && !stage.excluded(a, b)
            {
                stage.clusters.unite(a, b, "same description", 0.7);
            }
        }
    }
}

/// Country and role of a named person's title ("Kenyan President" + name).
fn office_of_name(stage: &Stage, m: usize) -> Option<(String, String)> {
    let (scene, mention) = (stage.scene(m), stage.mention(m));
    let title = mention.title.filter(|_| stage.is_name(m) && stage.kind(m) == Some(NameKind::Person))?;
    let [country] = mention.countries.as_slice() else { return None };
    let words = crate::words::words(title.of(&scene.report.text));
    Some((country.clone(), role_words(&words, scene)?))
}

fn office_of_nominal(stage: &Stage, m: usize) -> Option<(String, String)> {
    let (scene, mention) = (stage.scene(m), stage.mention(m));
    let view = &scene.views[stage.at[m].1];
    let [country] = mention.countries.as_slice() else { return None };
    (view.animate == Some(true) && view.number != parallax_model::Number::Plural && mention.definite)
        .then(|| role_words(&view.words, scene))
        .flatten()
        .map(|role| (country.clone(), role))
}

/// The words of an office without nationality: "prime minister", "president".
fn role_words(words: &[String], scene: &Scene) -> Option<String> {
    let nationality = |w: &String| {
        let mut chars = w.chars();
        let capital: String = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
        scene.lexicon.actors.nationality(&capital).is_some() || scene.lexicon.actors.country(&capital).is_some()
    };
    let kept: Vec<&str> = words.iter().filter(|w| !is_small(w) && !nationality(w)).map(String::as_str).collect();
    let last = *kept.last()?;
    (kept.len() <= 3 && (scene.lexicon.actors.is_title(&kept.join(" ")) || scene.lexicon.actors.role(last).is_some()))
        .then(|| kept.join(" "))
}

fn is_description(stage: &Stage, m: usize) -> bool {
    let (r, i) = stage.at[m];
    let view = &stage.scenes[r].views[i];
    view.form == MentionForm::Nominal && view.pronoun.is_none()
}

/// A description's wording, when it is specific enough to mean one thing in a story: definite or of a body, with a
/// nationality or a name inside and uncounted ("the Kenyan army", "Lagos prosecutors").
fn specific_wording(stage: &Stage, m: usize) -> Option<String> {
    let (r, i) = stage.at[m];
    let (scene, mention) = (&stage.scenes[r], stage.mention(m));
    let view = &scene.views[i];
    let indefinite = matches!(
        view.article,
        crate::view::Article::Indefinite | crate::view::Article::Quantified | crate::view::Article::Possessive
    );
    let body = view.kind == Some(NameKind::Organisation) || scene.lexicon.actors.role(&view.lemma).is_some();
    let content: Vec<&str> = view.words.iter().filter(|w| !is_small(w)).map(String::as_str).collect();
    (body && !indefinite && mention.count.is_none() && content.len() >= 2 && !mention.countries.is_empty())
        .then(|| content.join(" "))
}

/// Puts groups together that have the same members.
pub fn by_members(stage: &mut Stage) {
    let mut groups: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for m in 0..stage.at.len() {
        let (r, _) = stage.at[m];
        let members = &stage.mention(m).members;
        if members.len() < 2 {
            continue;
        }
        let mut of: Vec<usize> = members.iter().map(|&i| stage.clusters.of(stage.number(r, i))).collect();
        of.sort_unstable();
        match groups.get(&of) {
            Some(&first) => {
                stage.clusters.unite(first, m, "same members", 0.9);
            }
            None => {
                groups.insert(of, m);
            }
        }
    }
}
