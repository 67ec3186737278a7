//! What the syntax ties together: appositions, predicates, relative and reflexive pronouns.

use super::Scene;
use super::names::like;
use crate::names::Likeness;
use crate::pronouns::Kind;
use crate::view::View;
use parallax_lexicon::times::is_time;
use parallax_model::{MentionForm, NameKind, Number};

/// Unites every mention with the one it is an apposition, predicate or relative pronoun of.
pub fn resolve(scene: &mut Scene) {
    for mention in 0..scene.views.len() {
        let Some(other) = scene
            .account
            .mentions
            .get(mention)
            .and_then(|m| m.same_as)
            .filter(|&o| o < scene.views.len() && o != mention)
        else {
            continue;
        };
        if scene.is_relative(mention) || scene.is_relative(other) {
            scene.unite(mention, other, "relative pronoun", 0.98);
        } else if !are_two(scene, mention, other) {
            scene.unite(mention, other, "apposition or predicate", 0.95);
        }
    }
    for mention in 0..scene.views.len() {
        if scene.views[mention].pronoun.is_some_and(|p| p.kind == Kind::Reflexive)
            && let Some(subject) = subject_of_clause(scene, mention)
        {
            scene.unite(subject, mention, "reflexive pronoun", 0.95);
        }
    }
}

/// Whether two mentions tied by syntax are two all the same: names that are not alike ("Lyon, France", a list read as an
/// apposition), a thing and a person, one and many.
fn are_two(scene: &Scene, a: usize, b: usize) -> bool {
    let (x, y) = (&scene.views[a], &scene.views[b]);
    if x.form == MentionForm::Name && y.form == MentionForm::Name {
        return !matches!(like(scene, a, b), Likeness::Same(..) | Likeness::Part(..));
    }
    // A known body is a name though its word is written small ("AFP, dpa").
    if let (Some(one), Some(other)) = (known_body(scene, a), known_body(scene, b))
        && one != other
    {
        return true;
    }
    // "Kabul, March 22": a date or number beside a name is none of it.
    if is_date_or_number(x) || is_date_or_number(y) {
        return true;
    }
    let (px, py) = (scene.profile(a), scene.profile(b));
    let one_and_many = x.number != Number::Unknown
        && y.number != Number::Unknown
        && x.number != y.number
        && px.kind != Some(NameKind::Organisation)
        && py.kind != Some(NameKind::Organisation)
        && x.pronoun.is_none()
        && y.pronoun.is_none();
    let thing_and_person = px.animate != py.animate
        && (px.animate.is_some() && py.animate.is_some()
            || !px.named && !py.named && x.pronoun.is_none() && y.pronoun.is_none());
    let place_and_body = matches!(
        (px.kind, py.kind),
        (Some(NameKind::Place), Some(NameKind::Organisation)) | (Some(NameKind::Organisation), Some(NameKind::Place))
    );
    let no_person = |named: &View, other: &View| {
        named.form == MentionForm::Name
            && named.kind == Some(NameKind::Person)
            && other.form == MentionForm::Nominal
            && other.animate.is_none()
            && other.pronoun.is_none()
            && !sounds_like_person(&other.lemma)
    };
    one_and_many
        || thing_and_person
        || no_person(x, y)
        || no_person(y, x)
        || place_and_body && x.pronoun.is_none() && y.pronoun.is_none()
}

fn is_date_or_number(view: &View) -> bool {
    let bare = view.lemma.chars().all(|c| !c.is_alphabetic());
    view.form == MentionForm::Nominal && view.pronoun.is_none() && (bare || is_time(&view.lemma))
}

/// The lasting body that a mention's words alone are a name of.
fn known_body<'s>(scene: &'s Scene, mention: usize) -> Option<&'s str> {
    let name = &scene.account.mentions.get(mention)?.name;
    scene.lexicon.actors.organisation(name).map(|(name, ..)| name)
}

/// Whether a noun in no list ends as nouns for people do.
fn sounds_like_person(lemma: &str) -> bool {
    ["er", "or", "ist", "ian", "man", "ant", "ent", "ee", "ive", "ess"].iter().any(|ending| lemma.ends_with(ending))
}

/// The subject that a reflexive pronoun in the same clause refers to.
fn subject_of_clause(scene: &Scene, pronoun: usize) -> Option<usize> {
    use crate::view::Function::{PassiveSubject, Subject};
    let view = scene.views.get(pronoun)?;
    let p = view.pronoun?;
    let fits = |i: &usize| {
        let (v, profile) = (&scene.views[*i], scene.profile(*i));
        matches!(v.function, Subject | PassiveSubject)
            && v.sentence == view.sentence
            && super::rank::agrees(&p, v, profile)
    };
    let in_clause = |i: &usize| scene.views[*i].governed_by == view.governed_by;
    (0..pronoun).rev().find(|i| fits(i) && in_clause(i)).or_else(|| (0..pronoun).rev().find(fits))
}
