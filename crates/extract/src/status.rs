//! How the report puts a happening: asserted, alleged, denied, planned, possible.
//!
//! From the trigger upwards: its own negation, modals and tense; then every governor above it for as long as the
//! happening is its complement (implicative and aspectual verbs, Karttunen 1971; plans, attempts, preventions; conditionals);
//! then the source it stands under. What is nearer to the trigger is heard first, and the strongest reserve wins
//! (cf. FactBank, Saurí & Pustejovsky 2009).

use crate::statements::Draft;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::cues::Governor;
use parallax_model::{Attribution, Document, Status, Upos};

/// Whether a predicate is negated by its own words: "not", "never", "no one fled", "without".
pub(crate) fn is_negated(tree: &Tree, word: usize) -> bool {
    let negative = |w: usize| {
        matches!(
            tree.low(w).as_str(),
            "not" | "n't" | "n’t" | "never" | "neither" | "nor" | "no" | "hardly" | "barely" | "without"
        )
    };
    tree.kids(word).iter().any(|&k| {
        (matches!(tree.rel(k), "advmod" | "det" | "cc" | "mark" | "case") && negative(k) && !only_follows(tree, k))
            || (matches!(tree.rel(k), "nsubj" | "obj")
                && (matches!(tree.lemma(k), "none" | "nobody" | "nothing" | "no-one")
                    || tree.kids(k).iter().any(|&d| tree.rel(d) == "det" && tree.low(d) == "no")))
    })
}

/// "not only", "not just": no negation.
fn only_follows(tree: &Tree, word: usize) -> bool {
    word + 1 < tree.len() && matches!(tree.low(word + 1).as_str(), "only" | "just" | "merely" | "simply")
}

/// What the auxiliaries of a predicate say.
pub(crate) fn modality(tree: &Tree, word: usize) -> Option<Status> {
    let mut found = None;
    for k in tree.kids_in(word, &["aux", "cop"]) {
        let status = match tree.low(k).as_str() {
            "will" | "shall" | "'ll" | "’ll" | "wo" | "would" | "'d" | "’d" => Status::Planned,
            "may" | "might" | "could" | "can" | "ca" | "should" | "must" | "ought" => Status::Possible,
            _ => continue,
        };
        found = Some(stronger(found, status));
    }
    let conditional =
        tree.kids_in(word, &["mark"]).any(|k| matches!(tree.low(k).as_str(), "if" | "unless" | "whether" | "lest"));
    if conditional { Some(Status::Possible) } else { found }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::Asserted => 0,
        Status::Quoted => 1,
        Status::Alleged => 2,
        Status::Planned => 3,
        Status::Possible => 4,
        Status::Denied => 5,
    }
}

/// The stronger reserve of two.
pub(crate) fn stronger(a: Option<Status>, b: Status) -> Status {
    match a {
        Some(a) if rank(a) >= rank(b) => a,
        _ => b,
    }
}

/// Sets a statement's status and the attribution it stands under: the smallest content that holds its trigger.
pub(crate) fn settle(
    tree: &Tree,
    draft: &mut Draft,
    attributions: &[Attribution],
    document: &Document,
    lexicon: &Lexicon,
) {
    let own = of_draft(tree, draft, lexicon);
    let trigger = draft.statement.trigger;
    let holds = |a: &&(usize, &Attribution)| a.1.content.contains(trigger) && !a.1.cue.overlaps(trigger);
    let numbered: Vec<(usize, &Attribution)> = attributions.iter().enumerate().collect();
    let over = numbered.iter().filter(holds).min_by_key(|(i, a)| (a.content.len(), *i));
    draft.statement.said_by = over.map(|&(i, _)| i);
    let above = over.map_or(Status::Asserted, |(_, a)| match a.status {
        // Words in quotation marks are quoted; the rest of the reported clause is the report's own wording.
        Status::Quoted if !document.quotes.iter().any(|q| q.span.contains(trigger)) => Status::Asserted,
        status => status,
    });
    let status = if own == Status::Asserted { above } else { stronger(Some(own), above) };
    draft.statement.status = if draft.charged { status.max(Status::Alleged) } else { status };
}

/// The status the grammar alone gives, from the trigger up through its governors.
pub(crate) fn of_draft(tree: &Tree, draft: &Draft, lexicon: &Lexicon) -> Status {
    let mut found = None;
    let word = draft.statement.head;
    for at in [word, draft.anchor] {
        if let Some(status) = own(tree, at, lexicon) {
            found = Some(stronger(found, status));
        }
    }
    match draft.aspect.as_str() {
        "planned" => found = Some(stronger(found, Status::Planned)),
        "failed" => found = Some(stronger(found, Status::Denied)),
        _ => {}
    }
    let mut at = draft.anchor;
    // The last governor kept it from happening, and nothing else speaks against it.
    let mut kept_off = false;
    for head in tree.above(draft.anchor) {
        let Some(status) = through(tree, at, head, lexicon) else { break };
        // "Failed to prevent the attacks": they came about.
        if kept_off && status == Some(Status::Denied) {
            (found, kept_off) = (None, false);
        } else if let Some(status) = status {
            kept_off = status == Status::Denied && found.is_none() && !is_negated(tree, head);
            found = Some(stronger(found, status));
        }
        // "did not fail to": the governor's own negation is already in what it says.
        let spent = is_negated(tree, head) && lexicon.cues.governor_negated(tree.lemma(head)).is_some();
        if let Some(status) = own(tree, head, lexicon)
            && tree.is_verb(head)
            && !spent
            && !tree.kids_in(at, &["nsubj"]).any(|_| true)
        {
            found = Some(stronger(found, status));
        }
        at = head;
    }
    found.unwrap_or(Status::Asserted)
}

/// What a word's own dependents say of it.
fn own(tree: &Tree, word: usize, lexicon: &Lexicon) -> Option<Status> {
    let mut found = modality(tree, word);
    if is_negated(tree, word) {
        // "Do not answer", "should not work like this": what ought not to be may well be.
        let status = if ought(tree, word) { Status::Possible } else { Status::Denied };
        found = Some(stronger(found, status));
    }
    for k in tree.kids_in(word, &["advmod", "amod"]) {
        if tree.is_verb(word) && matches!(tree.lemma(k), "nearly" | "almost") {
            found = Some(stronger(found, Status::Denied));
        } else if let Some(status) = lexicon.cues.hedge(tree.lemma(k)) {
            found = Some(stronger(found, status));
        } else if tree.rel(k) == "amod"
            && let Some(governor) = lexicon.cues.governor(tree.lemma(k))
        {
            found = reserve(governor).map(|s| stronger(found, s)).or(found);
        }
    }
    // A bare purpose ("to lodge a protest") is intended.
    let purpose = tree.rel(word) == "advcl" && tree.kids_in(word, &["mark"]).any(|k| tree.low(k) == "to");
    if purpose { Some(stronger(found, Status::Planned)) } else { found }
}

/// Whether a predicate says what ought to be: an imperative, or under "should", "must", "ought to".
fn ought(tree: &Tree, word: usize) -> bool {
    let bare = || {
        tree.kids_in(word, &["nsubj", "csubj", "mark", "cop"]).next().is_none()
            && tree.kids_in(word, &["aux"]).all(|k| tree.lemma(k) == "do" && tree.token(k).has("Mood=Imp"))
            && matches!(tree.rel(word), "root" | "parataxis" | "ccomp")
    };
    tree.token(word).has("Mood=Imp") && bare()
        || tree.kids_in(word, &["aux"]).any(|k| matches!(tree.low(k).as_str(), "should" | "must" | "ought"))
}

fn reserve(governor: Governor) -> Option<Status> {
    match governor {
        Governor::Holds => None,
        Governor::Fails => Some(Status::Denied),
        Governor::Planned => Some(Status::Planned),
        Governor::Possible => Some(Status::Possible),
    }
}

/// What `head` does to the happening at `word` under it; outer `None`: the chain of complements ends here.
fn through(tree: &Tree, word: usize, head: usize, lexicon: &Lexicon) -> Option<Option<Status>> {
    let governor = || {
        let cues = &lexicon.cues;
        let lemma = tree.lemma(head);
        match () {
            () if lemma == "go" && tree.is_ing(head) && tree.rel(word) == "xcomp" => Some(Status::Planned),
            () if tree.upos(head) == Upos::Adj && cues.hedge(lemma).is_some() => cues.hedge(lemma),
            () if is_negated(tree, head) => cues.governor_negated(lemma).and_then(reserve),
            () => cues.governor(&tree.predicate(head)).or_else(|| cues.governor(lemma)).and_then(reserve),
        }
    };
    match tree.rel(word) {
        "conj" => Some(None),
        "xcomp" | "ccomp" | "csubj" => Some(governor()),
        "advcl" => {
            let mark = tree.kids_in(word, &["mark"]).map(|k| tree.low(k)).next().unwrap_or_default();
            matches!(mark.as_str(), "to" | "from" | "of" | "for" | "into").then(governor)
        }
        "acl" if tree.deprel(word) == "acl" && tree.kids_in(word, &["mark"]).next().is_some() => Some(governor()),
        "obj" | "obl" | "nmod" | "nsubj" if tree.upos(word) == Upos::Noun || tree.is_ing(word) => {
            match tree.rel(word) {
                // "called *for* the release", "a threat *of* attack", "prevented an attack", "the attack was foiled"
                "obl" | "nmod"
                    if !matches!(tree.case(word).as_str(), "for" | "of" | "to" | "from" | "on" | "against") =>
                {
                    None
                }
                "nsubj" if tree.deprel(word) != "nsubj:pass" => None,
                // "called the trial a farce" plans nothing; "called for a trial" does.
                "obj" if lexicon.cues.reporting_verb(tree.lemma(head)).is_some_and(|c| c.status == Status::Alleged) => {
                    None
                }
                _ => governor().map(Some),
            }
        }
        _ => None,
    }
}
