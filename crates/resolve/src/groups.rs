//! Groups and their members: what a plural speaks of when its members are known.

use crate::across::Stage;
use parallax_model::{EntityId, MentionForm, Number};

/// The mentions (numbers on the stage) that a mention speaks of through its group: named members of the coordination it
/// is, or of one in its cluster, or the two persons that "both leaders" means. Empty: it speaks of its own cluster.
pub fn members(stage: &Stage, number: usize) -> Vec<usize> {
    let (r, i) = stage.place(number);
    let own = coordinated(stage, r, i);
    if !own.is_empty() {
        return own;
    }
    let of_cluster = stage.clusters.members(number).iter().find_map(|&m| {
        let (r, i) = stage.place(m);
        Some(coordinated(stage, r, i)).filter(|m| !m.is_empty())
    });
    of_cluster.or_else(|| both(stage, r, i)).unwrap_or_default()
}

/// The named members of a coordination; none unless every member has a name or a pronoun's antecedent.
fn coordinated(stage: &Stage, report: usize, mention: usize) -> Vec<usize> {
    let scene = &stage.scenes[report];
    let Some(m) = scene.account.mentions.get(mention).filter(|m| m.members.len() >= 2) else { return Vec::new() };
    let members: Vec<usize> = m
        .members
        .iter()
        .copied()
        .filter(|&i| i < scene.views.len() && i != mention)
        .map(|i| stage.number(report, i))
        .collect();
    if members.iter().all(|&n| is_named(stage, n)) { members } else { Vec::new() }
}

fn is_named(stage: &Stage, number: usize) -> bool {
    stage.clusters.members(number).iter().any(|&m| stage.mention(m).form == MentionForm::Name)
}

/// "Both presidents", "the two leaders": the last two persons named before whose own words give the same sector.
fn both(stage: &Stage, report: usize, mention: usize) -> Option<Vec<usize>> {
    let scene = &stage.scenes[report];
    let (view, m) = (scene.views.get(mention)?, scene.account.mentions.get(mention)?);
    let words = crate::words::words(m.span.of(&scene.report.text));
    let two = words.iter().any(|w| w == "both") || m.definite && words.iter().any(|w| w == "two");
    if !two || view.form != MentionForm::Nominal || view.number != Number::Plural || view.animate != Some(true) {
        return None;
    }
    let sectors = &scene.profile(mention).sectors;
    let mut found: Vec<usize> = Vec::new();
    for i in (0..mention).rev() {
        let (v, profile) = (&scene.views[i], scene.profile(i));
        let fits = v.form == MentionForm::Name
            && profile.animate == Some(true)
            && (sectors.is_empty() || profile.sectors.iter().any(|s| sectors.contains(s)));
        let number = stage.number(report, i);
        if fits && !found.iter().any(|&f| stage.clusters.together(f, number)) {
            found.push(number);
        }
        if found.len() == 2 {
            found.reverse();
            return Some(found);
        }
    }
    None
}

/// Ids without repetition, in order.
pub fn distinct(ids: impl Iterator<Item = EntityId>) -> Vec<EntityId> {
    let mut out = Vec::new();
    for id in ids {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}
