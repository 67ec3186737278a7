//! Names within a report: spellings, shorter forms, acronyms, surnames alone.

use super::Scene;
use crate::names::{Likeness, Spelling, bodies, persons};
use crate::view::Article;
use parallax_lexicon::Lexicon;
use parallax_model::{Gender, MentionForm, NameKind, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Puts the names of one thing together.
pub fn resolve(scene: &mut Scene) {
    // "All Kenyans", "millions of Kenyans": how many decides who is meant, not the name.
    let counted = |i: usize| {
        scene.views[i].number == Number::Plural
            && (scene.views[i].article == Article::Quantified || scene.account.mentions[i].count.is_some())
    };
    let mut named: Vec<usize> = (0..scene.views.len())
        .filter(|&i| scene.views[i].form == MentionForm::Name && scene.views[i].pronoun.is_none() && !counted(i))
        .collect();
    leave_out_inner(scene, &mut named);
    countries_and_places(scene, &named);
    // Same before part, so that parts see whole names, wherever in the text these stand.
    let mut firsts: Vec<usize> = Vec::new();
    for &mention in &named {
        let same = firsts.iter().rev().filter_map(|&f| {
            Some((
                f,
                match like(scene, f, mention) {
                    Likeness::Same(rule, score) => (rule, score),
                    _ => return None,
                },
            ))
        });
        let best = same.filter(|&(f, _)| !clash(scene, f, mention) && !one_inside_other(scene, f, mention)).fold(
            None,
            |best: Option<(usize, (&'static str, f32))>, x| {
                if best.is_none_or(|b| x.1.1 > b.1.1) { Some(x) } else { best }
            },
        );
        match best {
            Some((f, (rule, score))) => {
                scene.unite(f, mention, rule, score);
                // Another spelling or a longer form is a new name to compare with.
                if scene.views[f].words != scene.views[mention].words {
                    firsts.push(mention);
                }
            }
            None => firsts.push(mention),
        }
    }
    for &mention in &named {
        shortened(scene, mention, &named);
    }
    with_kind(scene, &named);
}

/// A name inside a longer one ("the University of *Lagos*") speaks of its bearer where the report names that by itself,
/// too; where it does not ("the Court of *Appeal*"), it is only a word of the longer.
fn leave_out_inner(scene: &Scene, named: &mut Vec<usize>) {
    let is_inner = |i: usize| {
        let (mention, view) = (&scene.account.mentions[i], &scene.views[i]);
        scene.document.names.iter().any(|n| {
            n.sentence == view.sentence
                && (n.tokens.0..n.tokens.1).contains(&view.head)
                && n.span.of(&scene.report.text).ends_with(&mention.name)
                && n.span.len() > mention.name.len()
        })
    };
    let (inner, outer): (Vec<usize>, Vec<usize>) = named.iter().partition(|&&i| is_inner(i));
    let alone = |&i: &usize| {
        outer.iter().any(|&o| {
            scene.views[o].words == scene.views[i].words
                || scene.country[i].is_some() && scene.country[o] == scene.country[i]
        })
    };
    let dropped: BTreeSet<usize> = inner.into_iter().filter(|i| !alone(i)).collect();
    named.retain(|i| !dropped.contains(i));
}

/// "The Volga river", where "Volga" is the name and "river" the head: the description is of what the name names.
fn with_kind(scene: &mut Scene, named: &[usize]) {
    for description in 0..scene.views.len() {
        let v = &scene.views[description];
        if v.form != MentionForm::Nominal
            || v.pronoun.is_some()
            || v.number == Number::Plural
            || v.article == Article::Indefinite
            || !is_generic(&v.lemma)
        {
            continue;
        }
        let Some((_, own)) = v.words.split_last() else { continue };
        let name = named.iter().copied().find(|&n| {
            let name = &scene.views[n];
            name.words == own
                && (name.sentence != v.sentence || v.span.contains(name.span) || name.span.end <= v.span.start)
        });
        if let Some(name) = name {
            scene.unite(name, description, "with its kind", 0.85);
        }
    }
}

/// Unites names of one country, and names of one place of the gazetteer.
fn countries_and_places(scene: &mut Scene, named: &[usize]) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for &i in named {
        let place = scene.place_named(i);
        let key = match scene.country[i].clone() {
            Some(code) => code,
            None => match place {
                Some(id) if scene.views[i].kind != Some(NameKind::Person) => format!("place {id}"),
                _ => continue,
            },
        };
        match first.get(&key) {
            Some(&f) if !key.starts_with("place") => {
                scene.unite(f, i, "names of one country", 0.95);
            }
            Some(&f) => {
                if !holds_words(&scene.views[f].words, &scene.views[i].words) {
                    scene.unite(f, i, "same place", 0.95);
                }
            }
            None => {
                first.insert(key, i);
            }
        }
    }
}

/// Whether one name has all words of the other and more ("Port of Lagos"): then it is of something in or of that place.
pub fn holds_words(a: &[String], b: &[String]) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.len() > short.len() && short.iter().all(|w| long.contains(w)) && !is_generic_longer(a, b)
}

/// How the names of two mentions relate, by what kind of thing they name. Worked out once for every two names.
pub fn like(scene: &Scene, a: usize, b: usize) -> Likeness {
    scene.remembered(a, b, || compared(scene, a, b))
}

fn compared(scene: &Scene, a: usize, b: usize) -> Likeness {
    match (&scene.country[a], &scene.country[b]) {
        (Some(x), Some(y)) => {
            if x == y {
                Likeness::Same("names of one country", 0.98)
            } else {
                Likeness::Different
            }
        }
        // A capital that acts is its country; the city of that name is a place. "Nigeria" is no shorter "Bank of Nigeria".
        (Some(_), None) | (None, Some(_)) => Likeness::Different,
        (None, None) => names(&Named::of(scene, a), &Named::of(scene, b), scene.lexicon),
    }
}

/// A name with what it is of.
pub struct Named<'n> {
    spelling: &'n Spelling,
    words: &'n [String],
    kind: Option<NameKind>,
    numbered: Option<&'n str>,
    written_out: &'n [String],
    body: Option<&'n str>,
}

impl<'n> Named<'n> {
    /// The name of a mention.
    pub fn of(scene: &'n Scene, mention: usize) -> Named<'n> {
        let view = &scene.views[mention];
        Named {
            spelling: scene.spelling(mention),
            words: &view.words,
            kind: view.kind,
            numbered: view.numbered.as_deref(),
            written_out: &view.written_out,
            body: view.body.as_deref(),
        }
    }
}

/// How two names relate, by what kind of thing they name. Only what excludes that they are one is *different*; where the
/// reader sees two kinds of thing it is *open*, for it errs.
pub fn names(x: &Named, y: &Named, lexicon: &Lexicon) -> Likeness {
    use NameKind::{Organisation, Person, Place};
    if x.numbered != y.numbered && (x.words == y.words || x.numbered.is_some() && y.numbered.is_some()) {
        return Likeness::Different;
    }
    if x.words == y.words {
        return Likeness::Same("same name", if x.kind == y.kind { 1.0 } else { 0.9 });
    }
    let spelling = |trust: f32| match bodies(x.spelling, y.spelling) {
        Likeness::Same(rule, score) => Likeness::Same(rule, trust * score),
        Likeness::Part("without its number", score) => Likeness::Part("without its number", trust * score),
        _ => Likeness::Open,
    };
    match (x.kind, y.kind) {
        (Some(Person), Some(Person)) => persons(x.spelling, y.spelling),
        // Spelling decides, or the parts of a person's name where no word of the other's is one of bodies.
        (Some(Person), other) | (other, Some(Person)) => match spelling(0.8) {
            Likeness::Open if other != Some(Place) && !is_body(if x.kind == Some(Person) { y } else { x }, lexicon) => {
                match persons(x.spelling, y.spelling) {
                    Likeness::Same(rule, score) => Likeness::Same(rule, 0.8 * score),
                    Likeness::Part(rule, score) => Likeness::Part(rule, 0.8 * score),
                    _ => Likeness::Open,
                }
            }
            likeness => likeness,
        },
        (Some(Place), Some(Place)) => match bodies(x.spelling, y.spelling) {
            // "South Port" is not "Port": only spelling unites places, and "the Volga" with "the Volga river".
            Likeness::Part(..) if !is_generic_longer(x.words, y.words) => Likeness::Open,
            Likeness::Part(..) => Likeness::Same("with its kind", 0.9),
            same => same,
        },
        (Some(Place), Some(Organisation)) | (Some(Organisation), Some(Place)) => spelling(0.8),
        _ if is_generic_longer(x.words, y.words) => Likeness::Same("with its kind", 0.85),
        _ => match (x.body, y.body) {
            (Some(a), Some(b)) => {
                if a == b {
                    Likeness::Same("known names of one body", 0.97)
                } else {
                    Likeness::Different
                }
            }
            _ => match bodies(x.spelling, y.spelling) {
                // "UN" is no last word of a longer name.
                Likeness::Part(rule, _)
                    if rule != "without its number"
                        && (x.body.is_some() || y.body.is_some())
                        && x.words.len().min(y.words.len()) == 1 =>
                {
                    Likeness::Open
                }
                Likeness::Open | Likeness::Part(..) if x.written_out == y.written_out => {
                    Likeness::Same("initials written out", 0.9)
                }
                likeness => likeness,
            },
        },
    }
}

/// Whether a word of a name says that it is a body's.
fn is_body(named: &Named, lexicon: &Lexicon) -> bool {
    named.body.is_some()
        || named
            .words
            .iter()
            .any(|w| lexicon.actors.role(w).is_some_and(|r| r.kind == NameKind::Organisation) || is_generic(w))
}

/// Whether a noun only says what kind of thing a name is of ("river", "group").
pub fn is_generic(word: &str) -> bool {
    static NOUNS: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    NOUNS
        .get_or_init(|| {
            include_str!("../../../../data/coref/generic.txt")
                .lines()
                .filter(|l| !l.starts_with('#'))
                .map(str::trim)
                .collect()
        })
        .contains(word)
}

/// Whether the longer name is the shorter and a generic noun after it or before it.
fn is_generic_longer(a: &[String], b: &[String]) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if long.len() != short.len() + 1 || short.is_empty() {
        return false;
    }
    long.split_last().is_some_and(|(last, rest)| is_generic(last) && rest == short)
        || long.split_first().is_some_and(|(first, rest)| is_generic(first) && rest == short)
}

/// A name inside another ("Bank of *Ghana*") is of another thing.
fn one_inside_other(scene: &Scene, a: usize, b: usize) -> bool {
    let (x, y) = (&scene.views[a].span, &scene.views[b].span);
    x.contains(*y) || y.contains(*x)
}

/// Whether what is known of two mentions' clusters forbids that they are one.
fn clash(scene: &Scene, a: usize, b: usize) -> bool {
    let (x, y) = (scene.profile(a), scene.profile(b));
    (x.gender != Gender::Unknown && y.gender != Gender::Unknown && x.gender != y.gender && x.animate == Some(true))
        || members_differ(scene, a, b)
}

/// Whether any name of the one cluster excludes any name of the other.
pub fn members_differ(scene: &Scene, a: usize, b: usize) -> bool {
    let (of_a, of_b) = (scene.names_of(a), scene.names_of(b));
    let name = |&m: &usize| (scene.views[m].words.as_slice(), scene.views[m].kind);
    let all = || of_a.iter().chain(&of_b).map(name);
    let differ = |x: &usize, y: &usize| like(scene, *x, *y) == Likeness::Different;
    of_a.iter().any(|x| of_b.iter().any(|y| differ(x, y) && !parts_of_one(name(x), name(y), all())))
}

/// A name's words, and what kind of thing it is of.
pub type Worded<'w> = (&'w [String], Option<NameKind>);

/// Whether two names of one word each, unlike as they are, both stand in one of these longer names: a person called by
/// the given name here and by the surname there.
pub fn parts_of_one<'w>(a: Worded, b: Worded, mut names: impl Iterator<Item = Worded<'w>>) -> bool {
    let (([a], Some(NameKind::Person)), ([b], Some(NameKind::Person))) = (a, b) else { return false };
    names.any(|(name, _)| name.contains(a) && name.contains(b))
}

/// Puts a shortened name ("the Council", a surname) with the one whole name it can be short for.
fn shortened(scene: &mut Scene, mention: usize, named: &[usize]) {
    let mut wholes: Vec<(usize, &'static str, f32)> = Vec::new();
    for &other in named {
        if scene.clusters.together(other, mention) || one_inside_other(scene, other, mention) {
            continue;
        }
        let Likeness::Part(rule, score) = like(scene, other, mention) else { continue };
        // Anything can look like a given name; a person's it is only where it is used as one.
        if matches!(rule, "given name alone" | "part of the name")
            && (scene.views[mention].kind, scene.views[other].kind) != (Some(NameKind::Person), Some(NameKind::Person))
        {
            continue;
        }
        if is_longer(scene, other, mention)
            && score >= 0.45
            && !clash(scene, other, mention)
            && may_shorten(scene, mention, other)
        {
            match wholes.iter_mut().find(|w| scene.clusters.together(w.0, other)) {
                Some(w) => {
                    if score > w.2 {
                        *w = (other, rule, score)
                    }
                }
                None => wholes.push((other, rule, score)),
            }
        }
    }
    let best = wholes.iter().map(|w| w.2).fold(0.0, f32::max);
    wholes.retain(|w| w.2 > 0.75 * best);
    match wholes.as_slice() {
        [(whole, rule, score)] => {
            scene.unite(*whole, mention, rule, *score);
        }
        [] => {}
        several => {
            if let Some((whole, rule, score)) = most_spoken_of(scene, mention, several) {
                scene.unite(whole, mention, rule, score);
            }
        }
    }
}

fn is_longer(scene: &Scene, a: usize, b: usize) -> bool {
    scene.views[a].words.len() > scene.views[b].words.len()
}

/// A place's, country's or people's name is no short form of a body that is named after it.
fn may_shorten(scene: &Scene, short: usize, long: usize) -> bool {
    let (s, l) = (&scene.views[short], &scene.views[long]);
    let name = scene.account.mentions.get(short).map_or("", |m| m.name.as_str());
    if l.kind == Some(NameKind::Person) {
        return true;
    }
    let actors = &scene.lexicon.actors;
    // "Arda Girls" are girls of Arda, and Arda is no short form of them.
    let people = l.words.last().filter(|last| s.words.last() != Some(*last)).and_then(|last| last.strip_suffix('s'));
    if people.is_some_and(|noun| actors.role(noun).is_some_and(|role| role.kind == NameKind::Person)) {
        return false;
    }
    let of_place_or_people = || {
        actors.country(name).is_some()
            || actors.nationality(name).is_some()
            || actors.seat_of_power(name).is_some()
            || scene.lexicon.places.named(name).next().is_some()
    };
    // A single word inside another phrase is more often a part of a longer name than a name.
    s.kind != Some(NameKind::Place)
        && (s.words.len() > 1 || !s.nested && s.kind != Some(NameKind::Person) && !of_place_or_people())
}

/// Of several persons of one surname, the one whom the bare surname means: who alone was named before, or who is spoken of
/// by far the most; nobody when that is open.
fn most_spoken_of(
    scene: &Scene,
    mention: usize,
    several: &[(usize, &'static str, f32)],
) -> Option<(usize, &'static str, f32)> {
    let before: Vec<_> = several.iter().filter(|w| scene.clusters.members(w.0).iter().any(|&m| m < mention)).collect();
    if let [only] = before.as_slice() {
        return Some((only.0, only.1, 0.8 * only.2));
    }
    let count = |w: &(usize, &'static str, f32)| scene.clusters.members(w.0).len();
    let most = several.iter().max_by_key(|w| (count(w), std::cmp::Reverse(w.0)))?;
    let next = several.iter().filter(|w| w.0 != most.0).map(count).max().unwrap_or(0);
    (count(most) >= 2 * next).then_some((most.0, most.1, 0.6 * most.2))
}
