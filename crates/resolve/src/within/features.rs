//! What speaks for and against an antecedent: the features of the ranker.

use super::Scene;
use crate::pronouns::Kind;
use crate::rank::{Part, Sink, part};
use crate::view::{Article, Function, View};
use parallax_model::{Gender, MentionForm, NameKind, Number};

/// Gives a sink the feature of that name with the parts behind it.
macro_rules! put {
    ($sink:ident, $name:literal $(, $part:expr)* $(,)?) => {
        $sink.feature(&[part!($name) $(, $part)*])
    };
}

/// Class of a mention as a candidate: what it is, rather than how it points back.
pub fn candidate_class(view: &View) -> Part<'static> {
    match (view.form, view.pronoun) {
        (_, Some(p)) => Part::of(p.series()),
        (MentionForm::Group, _) => part!("group"),
        (MentionForm::Name, _) => kind(view),
        _ => match view.article {
            Article::Indefinite => part!("indef"),
            Article::Quantified => part!("quant"),
            Article::Bare => part!("bare"),
            _ => part!("def"),
        },
    }
}

fn kind(view: &View) -> Part<'static> {
    match view.kind {
        Some(NameKind::Person) => part!("per"),
        Some(NameKind::Organisation) => part!("org"),
        Some(NameKind::Place) => part!("loc"),
        _ => part!("nam"),
    }
}

/// A small number as a word, by steps that widen.
fn step(n: usize) -> Part<'static> {
    match n {
        0 => part!("0"),
        1 => part!("1"),
        2 => part!("2"),
        3 => part!("3"),
        4..=5 => part!("4"),
        6..=8 => part!("6"),
        9..=14 => part!("9"),
        15..=30 => part!("15"),
        _ => part!("31"),
    }
}

fn agree<T: PartialEq + Copy>(a: T, b: T, unknown: T) -> Part<'static> {
    if a == unknown || b == unknown {
        part!("?")
    } else if a == b {
        part!("=")
    } else {
        part!("x")
    }
}

fn meet(known: Option<bool>) -> Part<'static> {
    known.map_or(part!("?"), |meet| if meet { part!("y") } else { part!("x") })
}

fn yes(b: bool) -> Part<'static> {
    if b { part!("y") } else { part!("n") }
}

/// Features of taking `candidate` for what `anaphor` speaks of; `nearer` is how many candidates that agree stand between.
pub fn pair(scene: &Scene, anaphor: usize, candidate: usize, nearer: usize, sink: &mut impl Sink) {
    let (Some(a), Some(c)) = (scene.views.get(anaphor), scene.views.get(candidate)) else { return };
    let profile = scene.profile(candidate);
    let sentences = a.sentence.abs_diff(c.sentence);
    put!(sink, "classes", a.class(), candidate_class(c));
    put!(sink, "anaphor", a.class());
    put!(sink, "candidate", candidate_class(c));
    put!(sink, "pair");
    put!(sink, "dist", step(sentences));
    put!(sink, "between", step(anaphor.abs_diff(candidate)));
    put!(sink, "nearer", step(nearer));
    put!(sink, "fun", a.function.name(), c.function.name());
    put!(sink, "triple", a.function.name(), c.function.name(), step(sentences.min(2)));
    put!(sink, "topic", yes(profile.starts_text()));
    put!(sink, "near-named", step(nearer.min(3)), yes(profile.named));
    put!(sink, "cfun", c.function.name(), step(sentences.min(3)));
    put!(sink, "gender", agree(a.gender, profile.gender, Gender::Unknown));
    put!(sink, "leaning", agree(a.gender, profile.leaning, Gender::Unknown));
    put!(sink, "number", agree(a.number, profile.number, Number::Unknown));
    put!(sink, "animate", agree(a.animate, profile.animate, None));
    put!(sink, "size", step(profile.before(anaphor)));
    put!(sink, "named", yes(profile.named), kind_of_profile(profile.kind));
    put!(sink, "lead", yes(scene.is_first_of_sentence(candidate)), step(sentences.min(3)));
    put!(sink, "nested", yes(c.nested), yes(a.nested));
    put!(
        sink,
        "quote",
        match (a.quote, c.quote) {
            (None, None) => part!("none"),
            (x, y) if x == y => part!("same"),
            (Some(_), Some(_)) => part!("other"),
            (Some(_), None) => part!("in"),
            _ => part!("out"),
        }
    );
    if a.quote.is_some() || a.pronoun.is_some_and(|p| p.person < 3) {
        put!(
            sink,
            "speaker",
            match scene.speaker.get(anaphor).copied().flatten() {
                Some(s) if s == candidate || scene.clusters.together(s, candidate) => part!("y"),
                Some(_) => part!("x"),
                None => part!("?"),
            }
        );
    }
    if candidate > anaphor {
        put!(sink, "after", c.function.name());
    }
    if sentences == 0 {
        let same_clause = a.governed_by.is_some() && a.governed_by == c.governed_by;
        put!(sink, "clause", yes(same_clause), a.function.name(), c.function.name());
        put!(
            sink,
            "inside",
            if c.span.contains(a.span) {
                part!("in")
            } else if a.span.contains(c.span) {
                part!("holds")
            } else {
                part!("no")
            }
        );
        put!(sink, "deep", step(c.depth.saturating_sub(a.depth)), step(a.depth.saturating_sub(c.depth)));
    }
    if let Some(path) = scene.path(part!("path"), anaphor, candidate) {
        sink.feature(&path);
    }
    put!(sink, "chain", scene.chain(candidate), step(sentences.min(2)));
    put!(sink, "chains", scene.chain(anaphor), scene.chain(candidate));
    put!(sink, "all", step(profile.all()));
    put!(sink, "goes-on", scene.goes_on(anaphor, candidate));
    if c.form == MentionForm::Name {
        put!(sink, "words", step(c.words.len()), kind(c));
    }
    if !a.governor.is_empty() && a.governor == c.governor {
        put!(sink, "samegov", yes(a.function == c.function));
    }
    if c.title {
        put!(sink, "title");
    }
    if a.pronoun.is_some() {
        if let (Some(p), Some(q)) = (a.pronoun, c.pronoun) {
            put!(sink, "series", yes(p.series() == q.series()), step(sentences.min(3)));
        }
        put!(sink, "parallel", yes(a.function == c.function), step(sentences.min(2)));
        put!(sink, "chead", Part::of(&c.lemma));
        put!(sink, "possfun", yes(a.function == Function::Possessor), c.function.name());
    } else {
        nominal(scene, a, c, anaphor, candidate, sink);
    }
}

fn kind_of_profile(kind: Option<NameKind>) -> Part<'static> {
    match kind {
        Some(NameKind::Person) => part!("per"),
        Some(NameKind::Organisation) => part!("org"),
        Some(NameKind::Place) => part!("loc"),
        Some(NameKind::Other) => part!("oth"),
        None => part!("?"),
    }
}

fn nominal(scene: &Scene, a: &View, c: &View, anaphor: usize, candidate: usize, sink: &mut impl Sink) {
    let profile = scene.profile(candidate);
    let (lemma, words) = (scene.lemma(anaphor), scene.words(candidate));
    let head = c.pronoun.is_none() && (lemma == scene.lemma(candidate) || words.last() == Some(&lemma));
    let cluster_head = head || profile.heads.contains(&lemma);
    put!(sink, "head", yes(head), yes(cluster_head));
    if head {
        let (same, fewer) = (scene.words(anaphor) == words, a.modifiers.iter().all(|m| c.modifiers.contains(m)));
        let more = c.modifiers.iter().all(|m| a.modifiers.contains(m));
        put!(
            sink,
            "mods",
            if same {
                part!("same")
            } else if a.modifiers.is_empty() {
                part!("none")
            } else if fewer {
                part!("fewer")
            } else if more {
                part!("more")
            } else {
                part!("clash")
            }
        );
        put!(
            sink,
            "grammar",
            agree(a.number, c.number, Number::Unknown),
            yes(same),
            step(a.sentence.abs_diff(c.sentence))
        );
        put!(
            sink,
            "owners",
            match (scene.owner_cluster(anaphor), scene.owner_cluster(candidate)) {
                (Some(x), Some(y)) if x == y => part!("same"),
                (Some(_), Some(_)) => part!("other"),
                (None, None) => part!("none"),
                (Some(_), None) => part!("gain"),
                _ => part!("lose"),
            }
        );
        put!(sink, "rare", step(scene.frequency(anaphor)));
    } else {
        put!(sink, "lemma", Part::of(&a.lemma), kind_of_profile(profile.kind));
        put!(sink, "lemmas", Part::of(&a.lemma), Part::of(&c.lemma));
        put!(sink, "shared", yes(scene.words(anaphor).iter().any(|w| words.contains(w) || profile.heads.contains(w))));
        put!(sink, "kinds", kind(a), kind_of_profile(profile.kind));
        put!(
            sink,
            "sector",
            meet(scene.sectors_meet(anaphor, candidate)),
            meet(scene.countries_meet(anaphor, candidate))
        );
    }
}

/// Features of `anaphor` speaking of something new (or of nothing: "it rains").
pub fn new(scene: &Scene, anaphor: usize, sink: &mut impl Sink) {
    let Some(a) = scene.views.get(anaphor) else { return };
    put!(sink, "new");
    put!(sink, "new-anaphor", a.class());
    put!(sink, "new-fun", a.function.name());
    put!(sink, "new-governor", Part::of(&a.governor));
    put!(sink, "new-first", step(a.sentence.min(3)));
    put!(sink, "new-nested", yes(a.nested), yes(a.quote.is_some()));
    let shape = scene.shape(anaphor);
    if let Some(p) = a.pronoun {
        put!(sink, "new-form", Part::of(p.form));
        put!(sink, "new-clause", Part::of(shape.complement), Part::of(shape.governor_pos));
        put!(sink, "new-kind", yes(p.kind == Kind::Possessive || a.function == Function::Possessor));
        put!(sink, "new-next", Part::of(shape.next));
    } else {
        put!(sink, "new-lemma", Part::of(&a.lemma));
        put!(
            sink,
            "new-number",
            match a.number {
                Number::Singular => part!("s"),
                Number::Plural => part!("p"),
                Number::Unknown => part!("?"),
            }
        );
        put!(sink, "new-length", step(a.words.len()));
        put!(sink, "new-modified", yes(shape.relative), yes(a.modifiers.is_empty()), yes(shape.of));
        put!(sink, "new-head", yes(scene.head_seen_before(anaphor)), yes(a.modifiers.is_empty()));
        put!(
            sink,
            "new-animate",
            match a.animate {
                Some(true) => part!("y"),
                Some(false) => part!("n"),
                None => part!("?"),
            }
        );
        if let Some(first) = a.words.first() {
            put!(sink, "new-word", Part::of(first));
        }
    }
}
