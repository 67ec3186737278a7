//! Bodies of a state that a report names once in full and then by their noun: "the Kenyan army … the military".

use super::Scene;
use crate::view::{Article, View};
use parallax_model::{MentionForm, NameKind, Number, Sector};

/// Unites "the army" with the one army (or military) of the report that has a country; a court, a police, a parliament
/// only by the same noun.
pub fn resolve(scene: &mut Scene) {
    let whole: Vec<usize> = (0..scene.views.len())
        .filter(|&i| {
            is_body(&scene.views[i])
                && !scene.account.mentions[i].countries.is_empty()
                && scene.views[i].article != Article::Indefinite
        })
        .collect();
    for bare in 0..scene.views.len() {
        let view = &scene.views[bare];
        let is_bare = is_body(view)
            && view.modifiers.is_empty()
            && view.article == Article::Definite
            && scene.account.mentions[bare].countries.is_empty();
        if !is_bare {
            continue;
        }
        let mut found: Vec<usize> = Vec::new();
        for &w in whole.iter().filter(|&&w| same_body(scene, w, bare)) {
            if !found.iter().any(|&f| {
                scene.clusters.together(f, w)
                    || scene.account.mentions[f].countries == scene.account.mentions[w].countries
                        && scene.views[f].words == scene.views[w].words
            }) {
                found.push(w);
            }
        }
        if let [only] = found.as_slice() {
            scene.unite(*only, bare, "the state's body", 0.75);
        }
    }
}

fn is_body(view: &View) -> bool {
    view.form == MentionForm::Nominal
        && view.pronoun.is_none()
        && view.kind == Some(NameKind::Organisation)
        && view.number != Number::Plural
}

/// Two descriptions of one body of a state: the same noun, or two nouns for its armed forces. Not governments: reports
/// speak of several, and "the government" is the one at hand.
fn same_body(scene: &Scene, a: usize, b: usize) -> bool {
    let military = |i: usize| {
        scene.lexicon.actors.role(&scene.views[i].lemma).is_some_and(|r| r.sectors == [Sector("MIL".to_string())])
    };
    let government = |i: usize| scene.account.mentions[i].sectors.contains(&Sector("GOV".to_string()));
    scene.views[a].lemma == scene.views[b].lemma && !government(a) && !government(b) || military(a) && military(b)
}
