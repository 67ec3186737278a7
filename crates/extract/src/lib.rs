//! Says what one report states: who did what to whom, and according to whom.
//!
//! Noun in: a [`Report`] with its [`Document`] (sentences, words, trees, names, quotations). Noun out: an [`Account`].
//! Mentions first, then statements over them, then who is given as the source of what, then how each statement is put,
//! its numbers and details, and the relations the text tells between statements. Every rule is one file.
#![warn(missing_docs)]

mod actors;
mod attribution;
mod clause;
mod coding;
mod details;
mod frames;
mod inherit;
mod knows;
mod lists;
mod mentions;
mod numbers;
pub mod petrarch;
mod phrase;
mod quantities;
mod quotes;
mod relations;
mod repair;
mod slots;
mod statements;
mod status;
mod tables;
mod ties;
mod tolls;
mod tree;

pub use actors::ActorCode;
use attribution::Scene;
pub use coding::{Coded, coded};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report};
use tree::Tree;

/// What one report states. Never fails: odd grammar gives fewer fields.
pub fn account(report: &Report, document: &Document, lexicon: &Lexicon) -> Account {
    let sentences: Vec<_> = document.sentences.iter().map(repair::repaired).collect();
    let trees: Vec<Tree> = sentences.iter().enumerate().map(|(i, s)| Tree::new(&report.text, s, i)).collect();
    let figures: Vec<_> = trees.iter().map(numbers::figures).collect();
    let mut found = mentions::find(&trees, &figures, document, lexicon);
    ties::lay(&trees, &mut found);
    found.sort();
    let mut drafts = Vec::new();
    for tree in &trees {
        let mut here = statements::of_sentence(tree, &found, lexicon);
        lists::add(tree, &found, lexicon, &mut here);
        drafts.extend(here);
    }
    let scene = Scene { trees: &trees, mentions: &found, document, lexicon };
    let mut attributions = attribution::find(&scene);
    quotes::settle(&scene, &mut attributions);
    attribution::nest(&mut attributions);
    attribution::mark_quoted(document, &mut attributions);
    for draft in &mut drafts {
        let Some(tree) = trees.get(draft.statement.sentence) else { continue };
        draft.statement.modifiers = statements::modifiers(tree, draft, &found);
        draft.statement.quantities = quantities::of_draft(tree, draft, &found, &figures[tree.index], lexicon);
        quantities::toll(tree, draft, &figures[tree.index], lexicon);
        draft.statement.details = details::of_draft(tree, draft, lexicon);
        status::settle(tree, draft, &attributions, document, lexicon);
        // "an event organised by": the clause of a participle hangs off the noun that is the trigger.
        draft.statement.clause = draft.statement.clause.cover(draft.statement.trigger);
    }
    lists::part_of(&mut drafts);
    let relations = relations::find(&trees, &drafts, lexicon);
    Account {
        report: report.id,
        mentions: found.all,
        statements: drafts.into_iter().map(|d| d.statement).collect(),
        attributions,
        relations,
    }
}
