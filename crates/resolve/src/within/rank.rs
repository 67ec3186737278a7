//! Descriptions and pronouns: for each, in text order, the best antecedent or none.

use super::Scene;
use super::features;
use super::scene::Profile;
use crate::pronouns::{Kind, Pronoun};
use crate::rank::{Ranker, Sum};
use crate::view::{Article, Function, View};
use parallax_model::{Gender, MentionForm, NameKind, Number};

/// A candidate antecedent, and how many candidates that agree with the anaphor stand nearer.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The mention.
    pub mention: usize,
    /// How many candidates of other clusters stand nearer.
    pub nearer: usize,
}

/// How many sentences back a pronoun may point, but to one of its own series.
const PRONOUN_REACH: usize = 6;
/// How many mentions back a description is compared with, beyond those that share its head.
const DESCRIPTION_REACH: usize = 60;

/// Decides for every nominal and pronoun by the ranker.
pub fn resolve(scene: &mut Scene, ranker: &Ranker) {
    decide(scene, &mut |scene, anaphor, candidates| odds(scene, anaphor, candidates, ranker));
}

/// The candidates that the ranker would rather have than none, each with its log odds against none.
pub fn odds(scene: &Scene, anaphor: usize, candidates: &[Candidate], ranker: &Ranker) -> Vec<(f32, usize)> {
    let mut none = Sum::new(ranker);
    features::new(scene, anaphor, &mut none);
    let none = none.score();
    let score = |c: &Candidate| {
        let mut sum = Sum::new(ranker);
        features::pair(scene, anaphor, c.mention, c.nearer, &mut sum);
        sum.score() - none
    };
    candidates.iter().map(|c| (score(c), c.mention)).filter(|&(score, _)| score > 0.0).collect()
}

/// Goes through nominals and pronouns in text order; `judge` gives the antecedents it would have, each with how much
/// better (in log odds) it is than none. Training judges by the gold clusters.
pub fn decide(scene: &mut Scene, judge: &mut dyn FnMut(&Scene, usize, &[Candidate]) -> Vec<(f32, usize)>) {
    for anaphor in 0..scene.views.len() {
        if !is_anaphor(scene, anaphor) {
            continue;
        }
        let mut scored = judge(scene, anaphor, &candidates(scene, anaphor));
        // Best first; of equals the nearer.
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(anaphor).cmp(&b.1.abs_diff(anaphor))));
        let rule = if scene.views[anaphor].pronoun.is_some() { "pronoun" } else { "description" };
        for (odds, candidate) in scored {
            if !clusters_clash(scene, anaphor, candidate)
                && scene.unite(candidate, anaphor, rule, 1.0 / (1.0 + (-odds).exp()))
            {
                break;
            }
        }
    }
}

/// Whether a mention may point back: pronouns and descriptions that no syntax has tied to something yet.
fn is_anaphor(scene: &Scene, mention: usize) -> bool {
    let view = &scene.views[mention];
    let tied_back = scene.clusters.members(mention).first().is_some_and(|&f| f < mention);
    match (view.pronoun, view.form) {
        (Some(p), _) => !matches!(p.kind, Kind::Relative | Kind::Indefinite) && !tied_back,
        // "A soldier" brings someone new.
        (None, MentionForm::Nominal) => {
            !tied_back && !scene.is_adjective(mention) && view.article != Article::Indefinite
        }
        _ => false,
    }
}

/// The mentions an anaphor may speak of: earlier ones that agree, and subjects after a fronted clause.
pub fn candidates(scene: &Scene, anaphor: usize) -> Vec<Candidate> {
    let view = &scene.views[anaphor];
    let mut out: Vec<Candidate> = Vec::new();
    // Clusters met so far, and how many they are.
    let (mut seen, mut met) = (vec![false; scene.views.len()], 0);
    let own = scene.clusters.of(anaphor);
    for mention in (0..anaphor).rev() {
        let other = &scene.views[mention];
        if view.pronoun.is_some() && view.sentence.saturating_sub(other.sentence) > PRONOUN_REACH {
            break;
        }
        let cluster = scene.clusters.of(mention);
        let far = view.pronoun.is_none() && out.len() >= DESCRIPTION_REACH;
        if cluster == own || far && !shares_head(scene, anaphor, mention) || !may_stand_for(scene, anaphor, mention) {
            continue;
        }
        out.push(Candidate { mention, nearer: met - usize::from(seen[cluster]) });
        met += usize::from(!std::mem::replace(&mut seen[cluster], true));
    }
    // "I", "you" and "she" go on for whole texts, "it" and "they" are soon said of something else.
    let goes_on = |&last: &usize| {
        view.pronoun.is_some_and(|p| p.person < 3 || matches!(p.gender, Gender::Masculine | Gender::Feminine))
            && view.sentence.saturating_sub(scene.views[last].sentence) > PRONOUN_REACH
            && scene.clusters.of(last) != own
            && may_stand_for(scene, anaphor, last)
    };
    out.extend(scene.echo(anaphor).filter(goes_on).map(|mention| Candidate { mention, nearer: met }));
    if view.pronoun.is_some_and(|p| p.person == 3 && matches!(p.kind, Kind::Personal | Kind::Possessive)) {
        let after = (anaphor + 1..scene.views.len()).take_while(|&m| scene.views[m].sentence == view.sentence);
        out.extend(
            after.filter(|&m| is_later_subject(scene, anaphor, m)).map(|mention| Candidate { mention, nearer: met }),
        );
    }
    out
}

fn shares_head(scene: &Scene, anaphor: usize, mention: usize) -> bool {
    scene.profile(mention).heads.contains(&scene.lemma(anaphor))
}

/// Cataphora: the subject of the main clause for a pronoun in a clause or phrase before it.
fn is_later_subject(scene: &Scene, anaphor: usize, mention: usize) -> bool {
    let (a, c) = (&scene.views[anaphor], &scene.views[mention]);
    c.pronoun.is_none()
        && matches!(c.function, Function::Subject | Function::PassiveSubject)
        && !c.nested
        && c.depth < a.depth
        && scene.clusters.of(mention) != scene.clusters.of(anaphor)
        && may_stand_for(scene, anaphor, mention)
}

/// What rules a candidate out whatever else speaks for it.
fn may_stand_for(scene: &Scene, anaphor: usize, mention: usize) -> bool {
    let (a, c) = (&scene.views[anaphor], &scene.views[mention]);
    if scene.is_relative(mention) || scene.is_adjective(mention) || c.span.contains(a.span) || a.span.contains(c.span) {
        return false;
    }
    if c.pronoun.is_some_and(|p| p.kind == Kind::Indefinite) && a.pronoun.is_none() {
        return false;
    }
    let profile = scene.profile(mention);
    match a.pronoun {
        Some(p) => agrees(&p, c, profile) && (p.kind == Kind::Reflexive || !(scene.are_coarguments(anaphor, mention))),
        None => {
            let number = a.number == Number::Unknown
                || profile.number == Number::Unknown
                || a.number == profile.number
                || profile.kind == Some(NameKind::Organisation);
            let animate = a.animate.is_none() || profile.animate.is_none() || a.animate == profile.animate;
            number
                && animate
                && c.pronoun.is_none()
                && !scene.are_coarguments(anaphor, mention)
                // The Kenyan government is not the Ghanaian; a girl in the street is not the minister.
                && scene.countries_meet(anaphor, mention) != Some(false)
                && !(profile.named
                    && profile.kind == Some(NameKind::Person)
                    && scene.sectors_meet(anaphor, mention) == Some(false))
                // "The militant group" is no news agency.
                && scene.armed(anaphor).is_none_or(|armed| scene.armed(mention).is_none_or(|other| other == armed))
        }
    }
}

/// Whether a pronoun agrees with a mention and what is known of its cluster.
pub fn agrees(pronoun: &Pronoun, view: &View, profile: &Profile) -> bool {
    if let Some(other) = view.pronoun {
        let speaking = |p: &Pronoun| (p.person, p.number == Number::Plural && p.person == 1);
        if pronoun.person == other.person && speaking(pronoun) != speaking(&other) {
            return false;
        }
    }
    let gender = match (pronoun.gender, profile.gender) {
        (Gender::Unknown, _) | (_, Gender::Unknown) => true,
        (a, b) => a == b,
    };
    let animate = match (pronoun.animate, profile.animate) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    // "They" for a body of people ("the ministry … they"), or for one person of whom no gender is said.
    let number = match (pronoun.number, profile.number) {
        (Number::Unknown, _) | (_, Number::Unknown) => true,
        (Number::Plural, Number::Singular) if pronoun.person == 3 => profile.gender == Gender::Unknown,
        (Number::Plural, Number::Singular) => pronoun.person == 1,
        (a, b) => a == b,
    };
    gender && animate && number
}

/// Whether an anaphor's own cluster (it may have names by apposition) excludes the candidate's.
fn clusters_clash(scene: &Scene, anaphor: usize, candidate: usize) -> bool {
    scene.profile(anaphor).named
        && scene.profile(candidate).named
        && super::names::members_differ(scene, anaphor, candidate)
}
