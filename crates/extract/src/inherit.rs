//! Participants that a statement takes from its neighbours, where its own frame found none.
//!
//! News leaves out what a reader supplies from the clause around: who announced an inquiry holds it, whoever is arrested on a
//! charge is charged, what is promised or threatened falls on whom the promised act falls on.

use crate::frames::{self, mentions_of};
use crate::mentions::Mentions;
use crate::slots;
use crate::statements::Draft;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::Pos;
use parallax_model::{MentionForm, NameKind, Plover, Upos};

/// Fills the open places of a sentence's statements from one another.
pub(crate) fn participants(tree: &Tree, drafts: &mut [Draft], mentions: &Mentions, lexicon: &Lexicon) {
    for i in 0..drafts.len() {
        let charged = charged_with(tree, i, drafts);
        let found = charged.clone().unwrap_or_else(|| doer_above(tree, i, drafts, mentions, lexicon));
        if !found.is_empty() {
            drafts[i].statement.actors = found;
        }
        drafts[i].charged = charged.is_some();
        let hands: Vec<usize> = drafts[i]
            .slots
            .iter()
            .filter(|s| s.name == "hands")
            .flat_map(|s| mentions_of(tree, mentions, s.word))
            .collect();
        if !hands.is_empty() {
            drafts[i].statement.actors = hands;
        }
        if drafts[i].statement.recipients.is_empty() && !drafts[i].statement.nominal {
            drafts[i].statement.recipients = undergoers(tree, &drafts[i], mentions);
        }
        let aimed = aimed(tree, &drafts[i], mentions);
        if !aimed.is_empty() {
            drafts[i].statement.recipients = aimed;
        }
    }
    for i in 0..drafts.len() {
        if let Some((actors, recipients)) = around(tree, i, drafts, mentions) {
            let statement = &mut drafts[i].statement;
            if statement.actors.is_empty() {
                statement.actors = actors;
            }
            if statement.recipients.is_empty() {
                statement.recipients = recipients;
            }
            let doers = statement.actors.clone();
            if doers != statement.recipients {
                statement.recipients.retain(|r| !doers.contains(r));
            }
        }
    }
}

/// The object of a verb whose frame names nobody it is done to: told all the same, in story mode.
fn undergoers(tree: &Tree, draft: &Draft, mentions: &Mentions) -> Vec<usize> {
    let coded = draft.statement.code.as_ref();
    let happening = coded.is_some_and(|c| c.plover.is_none());
    let found = frames::fill(tree, mentions, &draft.slots, &["obj".into(), "iobj".into()], &draft.statement.actors);
    if happening || coded.is_none() {
        return found;
    }
    // An act of the ontology falls on the bearer of its object, not on a thing.
    let mut bearers = Vec::new();
    for m in found {
        let head = mentions.all[m].head;
        let agent = tree
            .kids_in(head, &["acl"])
            .filter(|&k| slots::is_passive(tree, k))
            .flat_map(|k| tree.kids_in(k, &["obl"]).filter(|&o| tree.case(o) == "by"));
        let owner = tree
            .kids_in(head, &["nmod"])
            .filter(|&k| matches!(tree.case(k).as_str(), "" | "of" | "by" | "with" | "against" | "from" | "to"));
        let bearer = agent
            .chain(owner)
            .filter_map(|w| mentions.at(tree.index, w))
            .find(|&x| !is_thing(mentions, x) && !draft.statement.actors.contains(&x));
        bearers.extend(if is_thing(mentions, m) { bearer } else { Some(m) });
    }
    bearers
}

/// What a statement takes from the verb above it, or from the act under it.
fn around(tree: &Tree, index: usize, drafts: &[Draft], mentions: &Mentions) -> Option<(Vec<usize>, Vec<usize>)> {
    let statement = &drafts[index].statement;
    let plover = statement.code.as_ref().and_then(|c| c.plover);
    let told = |word: usize| drafts.iter().find(|d| d.statement.head == word || d.anchor == word).map(|d| &d.statement);
    // "arrested *on charges* of spying": who is arrested is charged.
    if statement.nominal
        && statement.recipients.is_empty()
        && plover == Some(Plover::Accuse)
        && matches!(tree.case(statement.head).as_str(), "on" | "over" | "under")
    {
        let above = told(tree.head(statement.head)?)?;
        return Some((above.actors.clone(), above.recipients.clone()));
    }
    // "an operation *in which* fifty were detained": whose operation it is detains.
    if statement.actors.is_empty()
        && tree.deprel(statement.head) == "acl:relcl"
        && slots::is_passive(tree, statement.head)
    {
        let within = tree
            .kids_in(statement.head, &["obl", "advmod"])
            .any(|k| tree.token(k).has("PronType=Rel") || matches!(tree.lemma(k), "which" | "where"));
        let above = told(tree.head(statement.head)?).filter(|_| within)?;
        return Some((above.actors.clone(), Vec::new()));
    }
    // "threatened to *shell* the town"; "alleged that *guards* beat him"
    if statement.recipients.is_empty() && plover.is_some_and(|p| p.is_verbal()) {
        let (word, under) =
            drafts[index].slots.iter().filter(|s| s.name == "comp").find_map(|s| Some((s.word, told(s.word)?)))?;
        let own_subject = tree.kids_in(word, &["nsubj"]).next().is_some();
        let aimed = match own_subject {
            false => &under.recipients,
            true if matches!(plover, Some(Plover::Accuse | Plover::Request)) => &under.actors,
            true => return None,
        };
        let others: Vec<usize> = aimed.iter().copied().filter(|&m| !is_thing(mentions, m)).collect();
        return (!others.is_empty()).then_some((Vec::new(), others));
    }
    None
}

/// Whether a mention speaks of a thing, not of people, a body or a place.
pub(crate) fn is_thing(mentions: &Mentions, index: usize) -> bool {
    let m = &mentions.all[index];
    m.form == MentionForm::Nominal
        && m.sectors.is_empty()
        && !matches!(m.kind, Some(NameKind::Person | NameKind::Organisation | NameKind::Place))
}

/// Who does what stands without a doer of its own: the subject of the verb that holds the noun ("announced the launch of an
/// inquiry"), and of the verb above a participle that hangs on a text or a happening ("issued a letter *accusing* …").
fn doer_above(tree: &Tree, index: usize, drafts: &[Draft], mentions: &Mentions, lexicon: &Lexicon) -> Vec<usize> {
    let statement = &drafts[index].statement;
    let eventive = |w: usize| tree.upos(w) == Upos::Noun && !lexicon.events.frames(tree.lemma(w), Pos::Noun).is_empty();
    let mut noun = match () {
        () if statement.nominal && drafts[index].anchor == statement.head => {
            let own = statement
                .actors
                .iter()
                .any(|&m| !tree.dominates(mentions.all[m].head, statement.head) && !eventive(mentions.all[m].head));
            if own {
                return Vec::new();
            }
            statement.head
        }
        () if tree.is_ing(statement.head) && tree.deprel(statement.head) == "acl" => {
            let Some(noun) = tree
                .head(statement.head)
                .filter(|&n| eventive(n) || lexicon.cues.reporting_noun(tree.lemma(n)).is_some())
            else {
                return Vec::new();
            };
            let speech = statement.code.as_ref().and_then(|c| c.plover).is_some_and(|p| p.is_verbal());
            if !speech {
                return Vec::new();
            }
            noun
        }
        () => return Vec::new(),
    };
    for _ in 0..4 {
        let Some(head) = tree.head(noun) else { break };
        match tree.rel(noun) {
            "nmod" if tree.case(noun) == "of" && eventive(head) => noun = head,
            "obj" | "obl" if tree.is_verb(head) => {
                let does = lexicon
                    .events
                    .lights(tree.lemma(head))
                    .iter()
                    .any(|l| l.noun == "obj" && l.actor.iter().any(|a| a == "subj"));
                let says = !statement.nominal || (tree.rel(noun) == "obj" && does);
                let subject = slots::subject(tree, head).filter(|_| says && !slots::is_passive(tree, head));
                return subject.map(|s| mentions_of(tree, mentions, s)).unwrap_or_default();
            }
            _ => break,
        }
    }
    Vec::new()
}

/// "Indicted on several counts including attacking a guard": those accused are said to have done what they are charged with.
fn charged_with(tree: &Tree, index: usize, drafts: &[Draft]) -> Option<Vec<usize>> {
    let head = drafts[index].statement.head;
    let act = std::iter::once(head).chain(tree.above(head)).find(|&word| tree.rel(word) != "conj")?;
    let above = tree.head(act).filter(|_| tree.is_ing(act))?;
    let charge = |noun: usize| Tables::get().is_charge(tree.lemma(noun)) && tree.rel(noun) == "obl";
    let accusing = match tree.rel(act) {
        "acl" if charge(above) => tree.head(above)?,
        // The same, hung on the verb.
        "advcl" if tree.kids(above).iter().any(|&k| k < act && charge(k)) && includes(tree, act) => above,
        _ => return None,
    };
    let of = drafts.iter().find(|d| d.statement.head == accusing)?;
    Some(of.statement.recipients.clone()).filter(|accused| !accused.is_empty())
}

/// Whether a participle is told as one of several ("including").
fn includes(tree: &Tree, act: usize) -> bool {
    tree.kids(act).iter().any(|&k| k < act && matches!(tree.low(k).as_str(), "including" | "such"))
}

/// An act of words aimed at a thing is aimed at its bearer: "reaffirmed support for *Georgia's* borders", "praised *their* work".
fn aimed(tree: &Tree, draft: &Draft, mentions: &Mentions) -> Vec<usize> {
    let verbal =
        draft.statement.code.as_ref().and_then(|c| c.plover).is_some_and(|p| p.is_verbal() || p == Plover::Protest);
    let thing = |m: usize| is_thing(mentions, m);
    if !verbal || draft.statement.recipients.is_empty() || !draft.statement.recipients.iter().all(|&m| thing(m)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &m in &draft.statement.recipients {
        let head = mentions.all[m].head;
        let inside = tree.below(head, |k| {
            tree.rel(k) != "conj" && !tree.deprel(k).starts_with("acl") && !matches!(tree.rel(k), "appos" | "parataxis")
        });
        let bearer = inside.into_iter().filter(|&w| w != head).filter_map(|w| mentions.at(tree.index, w)).find(|&x| {
            !thing(x)
                && !draft.statement.actors.contains(&x)
                && mentions.all[x].lemma != "its"
                && (mentions.all[x].kind.is_some()
                    || !mentions.all[x].countries.is_empty()
                    || mentions.all[x].owner.is_none() && mentions.all[x].form == MentionForm::Pronoun)
        });
        if let Some(bearer) = bearer
            && !found.contains(&bearer)
        {
            found.push(bearer);
        }
    }
    found
}
