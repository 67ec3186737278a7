//! Further fields of a statement in the report's own words: on what charge, what is demanded, why, with what, how.

use crate::phrase;
use crate::statements::Draft;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::Pos;
use parallax_model::{Detail, DetailKind, Plover, Upos};

/// The further fields of a statement.
pub(crate) fn of_draft(tree: &Tree, draft: &Draft, lexicon: &Lexicon) -> Vec<Detail> {
    let mut found: Vec<Detail> = Vec::new();
    let statement = &draft.statement;
    let plover = statement.code.as_ref().and_then(|c| c.plover);
    let acts = Acts {
        request: plover == Some(Plover::Request),
        forces: matches!(plover, Some(Plover::Assault | Plover::Coerce | Plover::Mobilize)),
    };
    for top in [statement.head, draft.anchor] {
        // The noun of a light verb is the happening itself ("remain in custody").
        for &k in tree.kids(top).iter().filter(|&&k| k != statement.head) {
            if let Some(kind) = kind(tree, k, acts, lexicon) {
                let words = tree.below(k, |x| tree.deprel(x) != "acl:relcl" && tree.rel(x) != "parataxis");
                let detail = Detail { kind, span: tree.tight(&words) };
                if !detail.span.is_empty() && !found.contains(&detail) {
                    found.push(detail);
                }
            }
        }
    }
    found.sort_by_key(|d| (d.span, d.kind));
    found
}

/// What kind of act a statement tells, as far as its details hang on it.
#[derive(Clone, Copy)]
struct Acts {
    request: bool,
    /// Force is used, so that what it is done "with" is a means.
    forces: bool,
}

fn kind(tree: &Tree, word: usize, acts: Acts, lexicon: &Lexicon) -> Option<DetailKind> {
    let case = tree.case(word);
    let lemma = tree.lemma(word);
    let mark = || tree.kids_in(word, &["mark"]).map(|k| tree.low(k)).next().unwrap_or_default();
    match tree.rel(word) {
        "obl" | "nmod" => match case.as_str() {
            "on" | "under" | "over" | "for"
                if matches!(lemma, "charge" | "suspicion" | "allegation" | "accusation" | "count" | "ground") =>
            {
                Some(DetailKind::Charge)
            }
            "because of" | "due to" | "over" | "owing to" | "on account of" | "thanks to" => Some(DetailKind::Cause),
            "as" if tree.kids_in(word, &["case"]).count() > 1 => Some(DetailKind::Cause),
            "during" | "in"
                if !tree.is_verb(word)
                    && !phrase::is_time(tree, word)
                    && lexicon.events.frames(lemma, Pos::Noun).first().is_some_and(|f| f.sense != "respond") =>
            {
                Some(DetailKind::Manner)
            }
            "to" if lemma == "death" => Some(DetailKind::Manner),
            "with"
                if tree.upos(word) == Upos::Noun
                    && (lexicon.events.in_class(lemma, "weapon")
                        || acts.forces && tree.kid(word, "amod").is_some()) =>
            {
                Some(DetailKind::Instrument)
            }
            _ => None,
        },
        "advcl" if mark() == "for" => Some(DetailKind::Charge),
        "advcl" if matches!(mark().as_str(), "because" | "since") => Some(DetailKind::Cause),
        "advcl" if mark() == "by" => Some(DetailKind::Manner),
        "advmod"
            if tree.upos(word) == Upos::Adv
                && tree.low(word).ends_with("ly")
                && lexicon.cues.hedge(lemma).is_none() =>
        {
            Some(DetailKind::Manner)
        }
        "ccomp" | "xcomp" | "obj" if acts.request => Some(DetailKind::Demand),
        _ => None,
    }
}
