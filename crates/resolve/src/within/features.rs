//! What speaks for and against an antecedent: the features of the ranker.

use super::Scene;
use crate::pronouns::Kind;
use crate::rank::Sink;
use crate::view::{Article, Function, View};
use parallax_model::{Gender, MentionForm, NameKind, Number};

/// Class of a mention as a candidate: what it is, rather than how it points back.
pub fn candidate_class(view: &View) -> &'static str {
    match (view.form, view.pronoun) {
        (_, Some(p)) => p.series(),
        (MentionForm::Group, _) => "group",
        (MentionForm::Name, _) => kind(view),
        _ => match view.article {
            Article::Indefinite => "indef",
            Article::Quantified => "quant",
            Article::Bare => "bare",
            _ => "def",
        },
    }
}

fn kind(view: &View) -> &'static str {
    match view.kind {
        Some(NameKind::Person) => "per",
        Some(NameKind::Organisation) => "org",
        Some(NameKind::Place) => "loc",
        _ => "nam",
    }
}

/// A small number as a word, by steps that widen.
fn step(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4",
        6..=8 => "6",
        9..=14 => "9",
        15..=30 => "15",
        _ => "31",
    }
}

fn agree<T: PartialEq + Copy>(a: T, b: T, unknown: T) -> &'static str {
    if a == unknown || b == unknown {
        "?"
    } else if a == b {
        "="
    } else {
        "x"
    }
}

fn yes(b: bool) -> &'static str {
    if b { "y" } else { "n" }
}

/// Features of taking `candidate` for what `anaphor` speaks of; `nearer` is how many candidates that agree stand between.
pub fn pair(scene: &Scene, anaphor: usize, candidate: usize, nearer: usize, sink: &mut impl Sink) {
    let (Some(a), Some(c)) = (scene.views.get(anaphor), scene.views.get(candidate)) else { return };
    let profile = scene.profile(candidate);
    let mut put = |parts: &[&str]| sink.feature(parts);
    let sentences = a.sentence.abs_diff(c.sentence);
    put(&["classes", a.class(), candidate_class(c)]);
    put(&["anaphor", a.class()]);
    put(&["candidate", candidate_class(c)]);
    put(&["pair"]);
    put(&["dist", step(sentences)]);
    put(&["between", step(anaphor.abs_diff(candidate))]);
    put(&["nearer", step(nearer)]);
    put(&["fun", a.function.name(), c.function.name()]);
    put(&["triple", a.function.name(), c.function.name(), step(sentences.min(2))]);
    put(&["topic", yes(profile.starts_text())]);
    put(&["near-named", step(nearer.min(3)), yes(profile.named)]);
    put(&["cfun", c.function.name(), step(sentences.min(3))]);
    put(&["gender", agree(a.gender, profile.gender, Gender::Unknown)]);
    put(&["leaning", agree(a.gender, profile.leaning, Gender::Unknown)]);
    put(&["number", agree(a.number, profile.number, Number::Unknown)]);
    put(&["animate", agree(a.animate, profile.animate, None)]);
    put(&["size", step(profile.before(anaphor))]);
    put(&["named", yes(profile.named), kind_of_profile(profile.kind)]);
    put(&["lead", yes(scene.is_first_of_sentence(candidate)), step(sentences.min(3))]);
    put(&["nested", yes(c.nested), yes(a.nested)]);
    put(&[
        "quote",
        match (a.quote, c.quote) {
            (None, None) => "none",
            (x, y) if x == y => "same",
            (Some(_), Some(_)) => "other",
            (Some(_), None) => "in",
            _ => "out",
        },
    ]);
    if a.quote.is_some() || a.pronoun.is_some_and(|p| p.person < 3) {
        put(&[
            "speaker",
            match scene.speaker.get(anaphor).copied().flatten() {
                Some(s) if s == candidate || scene.clusters.together(s, candidate) => "y",
                Some(_) => "x",
                None => "?",
            },
        ]);
    }
    if candidate > anaphor {
        put(&["after", c.function.name()]);
    }
    if sentences == 0 {
        let same_clause = a.governed_by.is_some() && a.governed_by == c.governed_by;
        put(&["clause", yes(same_clause), a.function.name(), c.function.name()]);
        put(&[
            "inside",
            if c.span.contains(a.span) {
                "in"
            } else if a.span.contains(c.span) {
                "holds"
            } else {
                "no"
            },
        ]);
        put(&["deep", step(c.depth.saturating_sub(a.depth)), step(a.depth.saturating_sub(c.depth))]);
    }
    if let Some(path) = scene.path(anaphor, candidate) {
        put(&[&["path"], path.as_slice()].concat());
    }
    put(&["chain", scene.chain(candidate), step(sentences.min(2))]);
    put(&["chains", scene.chain(anaphor), scene.chain(candidate)]);
    put(&["all", step(profile.all())]);
    put(&["goes-on", scene.goes_on(anaphor, candidate)]);
    if c.form == MentionForm::Name {
        put(&["words", step(c.words.len()), kind(c)]);
    }
    if !a.governor.is_empty() && a.governor == c.governor {
        put(&["samegov", yes(a.function == c.function)]);
    }
    if c.title {
        put(&["title"]);
    }
    if a.pronoun.is_some() {
        if let (Some(p), Some(q)) = (a.pronoun, c.pronoun) {
            put(&["series", yes(p.series() == q.series()), step(sentences.min(3))]);
        }
        put(&["parallel", yes(a.function == c.function), step(sentences.min(2))]);
        put(&["chead", c.lemma.as_str()]);
        put(&["possfun", yes(a.function == Function::Possessor), c.function.name()]);
    } else {
        nominal(scene, a, c, anaphor, candidate, sink);
    }
}

fn kind_of_profile(kind: Option<NameKind>) -> &'static str {
    match kind {
        Some(NameKind::Person) => "per",
        Some(NameKind::Organisation) => "org",
        Some(NameKind::Place) => "loc",
        Some(NameKind::Other) => "oth",
        None => "?",
    }
}

fn nominal(scene: &Scene, a: &View, c: &View, anaphor: usize, candidate: usize, sink: &mut impl Sink) {
    let profile = scene.profile(candidate);
    let head = c.pronoun.is_none() && (a.lemma == c.lemma || c.words.last() == Some(&a.lemma));
    let cluster_head = head || profile.heads.contains(&a.lemma);
    let mut put = |parts: &[&str]| sink.feature(parts);
    put(&["head", yes(head), yes(cluster_head)]);
    if head {
        let (same, fewer) = (a.words == c.words, a.modifiers.iter().all(|m| c.modifiers.contains(m)));
        let more = c.modifiers.iter().all(|m| a.modifiers.contains(m));
        put(&[
            "mods",
            if same {
                "same"
            } else if a.modifiers.is_empty() {
                "none"
            } else if fewer {
                "fewer"
            } else if more {
                "more"
            } else {
                "clash"
            },
        ]);
        put(&["grammar", agree(a.number, c.number, Number::Unknown), yes(same), step(a.sentence.abs_diff(c.sentence))]);
        put(&[
            "owners",
            match (scene.owner_cluster(anaphor), scene.owner_cluster(candidate)) {
                (Some(x), Some(y)) if x == y => "same",
                (Some(_), Some(_)) => "other",
                (None, None) => "none",
                (Some(_), None) => "gain",
                _ => "lose",
            },
        ]);
        put(&["rare", step(scene.frequency(&a.lemma))]);
    } else {
        put(&["lemma", a.lemma.as_str(), kind_of_profile(profile.kind)]);
        put(&["lemmas", a.lemma.as_str(), c.lemma.as_str()]);
        put(&["shared", yes(a.words.iter().any(|w| c.words.contains(w) || profile.heads.contains(w)))]);
        put(&["kinds", kind(a), kind_of_profile(profile.kind)]);
        put(&["sector", scene.sectors_agree(anaphor, candidate), scene.countries_agree(anaphor, candidate)]);
    }
}

/// Features of `anaphor` speaking of something new (or of nothing: "it rains").
pub fn new(scene: &Scene, anaphor: usize, sink: &mut impl Sink) {
    let Some(a) = scene.views.get(anaphor) else { return };
    let mut put = |parts: &[&str]| sink.feature(parts);
    put(&["new"]);
    put(&["new-anaphor", a.class()]);
    put(&["new-fun", a.function.name()]);
    put(&["new-governor", a.governor.as_str()]);
    put(&["new-first", step(a.sentence.min(3))]);
    put(&["new-nested", yes(a.nested), yes(a.quote.is_some())]);
    let shape = scene.shape(anaphor);
    if let Some(p) = a.pronoun {
        put(&["new-form", p.form]);
        put(&["new-clause", shape.complement, shape.governor_pos]);
        put(&["new-kind", yes(p.kind == Kind::Possessive || a.function == Function::Possessor)]);
        put(&["new-next", shape.next]);
    } else {
        put(&["new-lemma", a.lemma.as_str()]);
        put(&[
            "new-number",
            match a.number {
                Number::Singular => "s",
                Number::Plural => "p",
                Number::Unknown => "?",
            },
        ]);
        put(&["new-length", step(a.words.len())]);
        put(&["new-modified", shape.relative, yes(a.modifiers.is_empty()), shape.of]);
        put(&["new-head", yes(scene.head_seen_before(anaphor)), yes(a.modifiers.is_empty())]);
        put(&[
            "new-animate",
            match a.animate {
                Some(true) => "y",
                Some(false) => "n",
                None => "?",
            },
        ]);
        if let Some(first) = a.words.first() {
            put(&["new-word", first.as_str()]);
        }
    }
}
