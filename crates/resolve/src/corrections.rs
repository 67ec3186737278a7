//! The user's word on names: forced and forbidden merges.

use crate::across::Stage;
use crate::within::Scene;
use crate::words::words;
use parallax_model::{Change, Correction};

/// Forbids within one report what the user says are two names of two.
pub fn forbid_within(scene: &mut Scene, corrections: &[Correction]) {
    for (a, b) in different(corrections) {
        let named = |name: &[String]| -> Vec<usize> {
            (0..scene.views.len()).filter(|&i| scene.views[i].words == name).collect()
        };
        let (xs, ys) = (named(&a), named(&b));
        for &x in &xs {
            for &y in &ys {
                scene.clusters.keep_apart(x, y);
            }
        }
    }
}

/// Forbids the same over all reports.
pub fn forbid_across(stage: &mut Stage, corrections: &[Correction]) {
    for (a, b) in different(corrections) {
        let (xs, ys) = (named(stage, &a), named(stage, &b));
        for &x in &xs {
            for &y in &ys {
                stage.clusters.keep_apart(x, y);
            }
        }
    }
}

/// Puts together what the user says is one.
pub fn force(stage: &mut Stage, corrections: &[Correction]) {
    for correction in corrections {
        let Change::SameName(a, b) = &correction.change else { continue };
        let (xs, ys) = (named(stage, &words(a)), named(stage, &words(b)));
        if let Some(&first) = xs.first() {
            for &other in xs.iter().chain(&ys).skip(1) {
                stage.clusters.unite(first, other, "correction", 1.0);
            }
        }
    }
}

fn different(corrections: &[Correction]) -> impl Iterator<Item = (Vec<String>, Vec<String>)> {
    corrections.iter().filter_map(|c| match &c.change {
        Change::DifferentName(a, b) => Some((words(a), words(b))),
        _ => None,
    })
}

/// The mentions, over all reports, whose name or description has just these words.
fn named(stage: &Stage, name: &[String]) -> Vec<usize> {
    let mut out = Vec::new();
    for (r, scene) in stage.scenes.iter().enumerate() {
        out.extend(
            (0..scene.views.len())
                .filter(|&i| scene.views[i].words == name && scene.views[i].pronoun.is_none())
                .map(|i| stage.number(r, i)),
        );
    }
    out
}
