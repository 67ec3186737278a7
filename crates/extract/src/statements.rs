//! Statements: every happening a report tells, by verb, by noun, by adjective or state.
//!
//! Verbs and nouns of the lexicon are coded by their frames. A verb outside the lexicon is told too, uncoded, unless it
//! only frames, reports or tells a state: a story without a code is better than a hole.

use crate::clause;
use crate::frames;
use crate::inherit;
use crate::mentions::Mentions;
use crate::phrase;
use crate::slots::{self, Slot};
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::{Frame, Pos};
use parallax_lexicon::times;
use parallax_model::{MentionForm, NameKind, Plover, Span, Statement, Status, Tense, Upos};

/// A statement under way, with what later rules need of its grammar.
pub(crate) struct Draft {
    pub statement: Statement,
    /// The word whose auxiliaries and governors say how it is put: the light verb of a noun, else the trigger itself.
    pub anchor: usize,
    /// What stands beside the trigger.
    pub slots: Vec<Slot>,
    /// For nouns with a light verb: whether the happening is done, begun, ended, planned or failed.
    pub aspect: String,
    /// Told by a list of members ("the detainees include …").
    pub by_membership: bool,
    /// Told as what somebody is charged with.
    pub charged: bool,
}

/// All happenings of one sentence, in text order of their triggers.
pub(crate) fn of_sentence(tree: &Tree, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut spoken_for = vec![false; tree.len()];
    for word in 0..tree.len() {
        if tree.is_verb(word) {
            verb(tree, word, mentions, lexicon, &mut spoken_for, &mut drafts);
        }
    }
    for word in 0..tree.len() {
        match tree.upos(word) {
            Upos::Noun if !spoken_for[word] => drafts.extend(noun(tree, word, mentions, lexicon)),
            Upos::Adj | Upos::Adv => {
                let made = adjective(tree, word, mentions, lexicon);
                drafts.extend(made.filter(|made| !told_by_verb(tree, word, made, &drafts, lexicon)));
            }
            _ => {}
        }
    }
    inherit::participants(tree, &mut drafts, mentions, lexicon);
    told_by_infinitive(&mut drafts);
    drafts.retain(|draft| !says_of_nobody(tree, draft));
    drafts.sort_by_key(|d| (d.statement.trigger.start, d.statement.head));
    drafts
}

fn verb(
    tree: &Tree,
    word: usize,
    mentions: &Mentions,
    lexicon: &Lexicon,
    spoken_for: &mut [bool],
    drafts: &mut Vec<Draft>,
) {
    let slots = slots::of_verb(tree, word);
    let lemma = tree.lemma(word);
    let frame = frames::choose(tree, mentions, lemma, Pos::Verb, &slots, lexicon);
    if only_calls(tree, word, &slots) {
        return;
    }
    let modifier = matches!(tree.rel(word), "amod" | "compound");
    if modifier {
        let hedging = lexicon.cues.hedge(&tree.low(word)).is_some() || lexicon.cues.reporting_verb(lemma).is_some();
        if let Some(frame) = frame.filter(|f| f.plover.is_some() && tree.is_participle(word) && !hedging) {
            let object = tree.head(word).map(|noun| Slot { name: "obj".into(), word: noun }).into_iter().collect();
            let mut made = draft(tree, word, word, clause::of_modifier(tree, word), object, frame, mentions);
            only_its_own(tree, word, mentions, &mut made.statement.recipients);
            drafts.push(made);
        }
        return;
    }
    // A frame that names the noun beside the verb says more than a light use, a light use more than the verb alone.
    if let Some(frame) = frame.filter(|f| f.needs.iter().any(|n| n.slot != "prt" && n.slot != "adv")) {
        for noun in frames::absorbed(tree, mentions, frame, &slots, lexicon) {
            if tree.head(noun).is_some() && tree.upos(noun) == Upos::Noun && tree.rel(noun) != "nsubj" {
                spoken_for[noun] = true;
            }
        }
        drafts.push(draft(tree, word, word, clause::of_predicate(tree, word), slots, frame, mentions));
        return;
    }
    if let Some((light, noun)) = frames::light(tree, mentions, word, &slots, lexicon) {
        // "halted the talks": the end is told as well as what ends.
        if let Some(frame) = frame.filter(|f| matches!(light.aspect.as_str(), "ended" | "failed") && f.plover.is_some())
        {
            drafts.push(draft(tree, word, word, clause::of_predicate(tree, word), slots.clone(), frame, mentions));
        }
        let mut heads = vec![noun];
        heads.extend(
            tree.conjuncts(noun)
                .into_iter()
                .skip(1)
                .filter(|&c| !lexicon.events.frames(tree.lemma(c), Pos::Noun).is_empty()),
        );
        for n in heads {
            let mut inner = slots::of_noun(tree, n);
            inner.extend(slots.iter().filter(|s| !matches!(s.name.as_str(), "subj" | "obj" | "prt")).cloned());
            let Some(frame) = frames::choose(tree, mentions, tree.lemma(n), Pos::Noun, &inner, lexicon) else {
                continue;
            };
            spoken_for[n] = true;
            let span = if n == noun { clause::of_light(tree, word) } else { clause::of_noun(tree, n) };
            let mut made = draft(tree, n, word, span, inner, frame, mentions);
            let s = &mut made.statement;
            let actors = frames::fill(tree, mentions, &slots, &light.actor, &[]);
            // Who stops a happening did it only if it is told as theirs ("stopped *their* strike").
            let theirs = light.lemma != "stop" || inner_owner(tree, n);
            if !actors.is_empty() && theirs {
                s.actors = actors;
            }
            if s.recipients.is_empty() || s.recipients.iter().all(|r| s.actors.contains(r)) {
                s.recipients = frames::fill(tree, mentions, &slots, &light.recipient, &s.actors);
            }
            if frame.reciprocal {
                both_sides(&s.actors, &mut s.recipients);
            }
            s.predicate = format!("{} {}", tree.predicate(word), tree.lemma(n));
            made.aspect = light.aspect.clone();
            made.slots.extend(slots.iter().filter(|s| s.name == "subj").cloned());
            drafts.push(made);
        }
        return;
    }
    match frame {
        Some(frame) => drafts.push(draft(tree, word, word, clause::of_predicate(tree, word), slots, frame, mentions)),
        None if tells(tree, word, &slots, lexicon) => {
            let mut made = bare(tree, word, word, clause::of_predicate(tree, word), slots);
            made.statement.actors = frames::fill(tree, mentions, &made.slots, &["subj".into()], &[]);
            made.statement.recipients =
                frames::fill(tree, mentions, &made.slots, &["obj".into(), "iobj".into()], &made.statement.actors);
            drafts.push(made);
        }
        None => {}
    }
}

/// "A firm *called* Norvik", "the mayor, *pictured* left": a participle behind a noun that tells nothing done by anybody.
pub(crate) fn only_calls(tree: &Tree, word: usize, slots: &[Slot]) -> bool {
    tree.deprel(word) == "acl"
        && tree.is_participle(word)
        && Tables::get().is_calling(tree.lemma(word))
        && !slots.iter().any(|s| matches!(s.name.as_str(), "subj" | "by"))
}

/// Whether a possessive pronoun stands before the noun.
fn inner_owner(tree: &Tree, noun: usize) -> bool {
    tree.kids_in(noun, &["nmod:poss"]).any(|k| tree.upos(k) == Upos::Pron)
}

/// Whether a verb outside the lexicon tells a happening: not a state, an auxiliary use, or a mere report.
fn tells(tree: &Tree, word: usize, slots: &[Slot], lexicon: &Lexicon) -> bool {
    let lemma = tree.lemma(word);
    let complement = slots.iter().any(|s| s.name == "comp");
    let known = lexicon.cues.reporting_verb(lemma).is_some() || (lexicon.cues.governor(lemma).is_some() && complement);
    !known
        && !Tables::get().is_still(lemma)
        && !slots.is_empty()
        && lemma.chars().all(|c| c.is_alphabetic() || c == '-')
}

fn noun(tree: &Tree, word: usize, mentions: &Mentions, lexicon: &Lexicon) -> Option<Draft> {
    if matches!(tree.rel(word), "compound" | "flat" | "fixed" | "case") || tree.deprel(word) == "nmod:desc" {
        return None;
    }
    if phrase::is_edge_of_time(tree, word) {
        return None;
    }
    let slots = slots::of_noun(tree, word);
    let frame = frames::choose(tree, mentions, tree.lemma(word), Pos::Noun, &slots, lexicon)?;
    let mut made = draft(tree, word, word, clause::of_noun(tree, word), slots, frame, mentions);
    not_the_site(&mut made.statement, mentions, lexicon);
    made.anchor = word;
    Some(made)
}

fn adjective(tree: &Tree, word: usize, mentions: &Mentions, lexicon: &Lexicon) -> Option<Draft> {
    // "The toll of the *dead*" names people.
    let names =
        matches!(tree.rel(word), "nsubj" | "obj" | "iobj" | "obl" | "nmod") && tree.kid(word, "nummod").is_none();
    if names || lexicon.events.frames(tree.lemma(word), Pos::Adj).is_empty() {
        return None;
    }
    let slots = slots::of_adjective(tree, word);
    let frame = frames::choose(tree, mentions, tree.lemma(word), Pos::Adj, &slots, lexicon)?;
    let span =
        if tree.rel(word) == "amod" { clause::of_modifier(tree, word) } else { clause::of_predicate(tree, word) };
    let mut made = draft(tree, word, word, span, slots, frame, mentions);
    if tree.rel(word) == "amod" {
        only_its_own(tree, word, mentions, &mut made.statement.recipients);
    }
    Some(made)
}

/// "The ministry plans *to open* an inquiry": the plan is told by what is planned, with whoever plans it.
fn told_by_infinitive(drafts: &mut Vec<Draft>) {
    let heads: Vec<(usize, Status)> = drafts.iter().map(|d| (d.statement.head, d.statement.status)).collect();
    drafts.retain(|draft| {
        let ahead =
            draft.statement.code.as_ref().is_some_and(|c| c.plover.is_none() && Tables::get().is_ahead(&c.sense));
        let told = |slot: &Slot| slot.name == "comp" && heads.iter().any(|(head, _)| *head == slot.word);
        !(ahead && draft.slots.iter().any(told))
    });
}

/// "The *Hamburg* attacks": the town before a noun of happening is where it happened, unless a government is meant by it.
fn not_the_site(statement: &mut Statement, mentions: &Mentions, lexicon: &Lexicon) {
    let assault = statement.code.as_ref().and_then(|c| c.plover) == Some(Plover::Assault);
    let head = statement.head;
    statement.actors.retain(|&m| {
        let mention = &mentions.all[m];
        let before = mention.sentence == statement.sentence && mention.head < head;
        let town = mention.kind == Some(NameKind::Place)
            && mention.form == MentionForm::Name
            && lexicon.actors.country(&mention.name).is_none()
            && lexicon.actors.nationality(&mention.name).is_none()
            && (assault || lexicon.actors.seat_of_power(&mention.name).is_none());
        !(town && before)
    });
}

/// A word of state by itself ("presumed *dead*" of nobody, "the *dead*") tells no happening; "12 dead" counts somebody.
fn says_of_nobody(tree: &Tree, draft: &Draft) -> bool {
    let statement = &draft.statement;
    matches!(tree.upos(statement.head), Upos::Adj | Upos::Adv)
        && statement.actors.is_empty()
        && statement.recipients.is_empty()
        && !draft.slots.iter().any(|slot| slot.name == "subj")
        && tree.kid(statement.head, "nummod").is_none()
}

/// "The strikes left 32 dead": the verb has told it already.
fn told_by_verb(tree: &Tree, word: usize, made: &Draft, drafts: &[Draft], lexicon: &Lexicon) -> bool {
    let sense = |draft: &Draft| draft.statement.code.as_ref().map(|c| c.sense.clone());
    let Some((verb, outcome)) = tree.head(word).filter(|_| tree.rel(word) == "xcomp").zip(sense(made)) else {
        return false;
    };
    drafts
        .iter()
        .filter(|d| d.statement.head == verb)
        .filter_map(sense)
        .any(|s| s == outcome || lexicon.events.near(&s, &outcome))
}

/// "two *dead* sailors and nine wounded passengers": what a word before a noun says is not said of a further noun that has
/// words of its own before it.
fn only_its_own(tree: &Tree, word: usize, mentions: &Mentions, recipients: &mut Vec<usize>) {
    recipients.retain(|&m| {
        let mention = &mentions.all[m];
        let bare = mention.count.is_none() && tree.kids_in(mention.head, &["nummod", "amod", "det"]).next().is_none();
        tree.head(word) == Some(mention.head) || bare
    });
}

/// A statement coded by `frame`, its participants filled.
fn draft(
    tree: &Tree,
    word: usize,
    anchor: usize,
    clause: Span,
    slots: Vec<Slot>,
    frame: &Frame,
    mentions: &Mentions,
) -> Draft {
    let mut made = bare(tree, word, anchor, clause, slots);
    let statement = &mut made.statement;
    statement.code = Some(frames::code(frame));
    // "Spain's rejection of the plan": with both, the possessor acts and the "of" undergoes.
    let mut doers = frame.actor.clone();
    if statement.nominal && made.slots.iter().any(|s| s.name == "poss") {
        doers.sort_by_key(|slot| slot == "of");
    }
    statement.actors = frames::fill(tree, mentions, &made.slots, &doers, &[]);
    // "promises of a big payoff": a thing says nothing.
    if statement.nominal && frame.plover.is_some_and(|p| p.is_verbal()) {
        statement.actors.retain(|&m| {
            let of = made
                .slots
                .iter()
                .any(|s| s.name == "of" && tree.index == statement.sentence && s.word == mentions.all[m].head);
            !(of && inherit::is_thing(mentions, m))
        });
    }
    statement.recipients = frames::fill(tree, mentions, &made.slots, &frame.recipient, &statement.actors);
    if frame.reciprocal {
        both_sides(&statement.actors, &mut statement.recipients);
    }
    made
}

/// "A met B", "A and B signed": both sides act on both.
fn both_sides(actors: &[usize], recipients: &mut Vec<usize>) {
    let mut all = actors.to_vec();
    all.extend(recipients.iter().filter(|r| !actors.contains(r)));
    if recipients.is_empty() {
        *recipients = all;
    }
}

pub(crate) fn bare(tree: &Tree, word: usize, anchor: usize, clause: Span, slots: Vec<Slot>) -> Draft {
    let trigger = match tree.kid(word, "compound:prt") {
        Some(p) if p == word + 1 => tree.cover(&[word, p]),
        _ => tree.token(word).span,
    };
    // "Also arrested was A": read as a predicate noun with a clause before it.
    let fronted = tree.head(word).filter(|&h| {
        matches!(tree.rel(word), "csubj" | "nsubj" | "advcl" | "acl") && h > word && tree.kid(h, "cop").is_some()
    });
    let clause = match fronted {
        Some(noun) if clause.end < tree.token(noun).span.start => clause.cover(phrase::span(tree, noun)),
        _ => clause,
    };
    let statement = Statement {
        sentence: tree.index,
        head: word,
        clause: if clause.is_empty() { trigger } else { clause },
        trigger,
        predicate: tree.predicate(word),
        nominal: tree.upos(word) == Upos::Noun,
        code: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        modifiers: Vec::new(),
        quantities: Vec::new(),
        details: Vec::new(),
        status: Status::Asserted,
        said_by: None,
        tense: tense(tree, anchor),
        part_of: None,
    };
    Draft { statement, anchor, slots, aspect: String::new(), by_membership: false, charged: false }
}

/// Grammatical time of a verb or of the copula above a predicate.
fn tense(tree: &Tree, word: usize) -> Tense {
    let aux = |form: &str| tree.kids_in(word, &["aux", "cop"]).any(|k| tree.low(k) == form);
    if aux("will") || aux("shall") || aux("'ll") || aux("wo") || (tree.lemma(word) == "go" && tree.is_ing(word)) {
        return Tense::Future;
    }
    let perfect = tree.kids_in(word, &["aux"]).any(|k| tree.lemma(k) == "have");
    let finite =
        std::iter::once(word).chain(tree.kids_in(word, &["aux", "cop"])).find(|&w| tree.token(w).has("VerbForm=Fin"));
    match finite {
        Some(w) if tree.token(w).has("Tense=Past") || perfect => Tense::Past,
        Some(w) if tree.token(w).has("Tense=Pres") => Tense::Present,
        _ if tree.is_participle(word) => Tense::Past,
        _ => Tense::None,
    }
}

/// The oblique modifiers of a statement, for time, place and instrument.
pub(crate) fn modifiers(tree: &Tree, draft: &Draft, mentions: &Mentions) -> Vec<parallax_model::Modifier> {
    let mut heads: Vec<usize> = Vec::new();
    for top in [draft.statement.head, draft.anchor] {
        for &k in tree.kids(top) {
            let oblique = matches!(tree.rel(k), "obl" | "nmod") && !matches!(tree.deprel(k), "nmod:poss" | "nmod:desc");
            let adverb = tree.rel(k) == "advmod"
                && (times::is_time(tree.lemma(k)) || matches!(tree.lemma(k), "ago" | "there" | "here"));
            if (oblique || adverb) && !heads.contains(&k) {
                heads.push(k);
            }
            // "killed three people *in the capital* *on Monday*" is often hung on the object.
            if matches!(tree.rel(k), "obj" | "nsubj") && (k > top || tree.deprel(k) == "nsubj:pass") {
                heads.extend(
                    tree.kids_in(k, &["nmod"]).filter(|&n| tree.deprel(n) != "nmod:poss" && phrase::is_time(tree, n)),
                );
            }
        }
    }
    heads.sort_unstable();
    heads.dedup();
    heads
        .into_iter()
        .map(|k| {
            let words =
                tree.below(k, |x| !matches!(tree.rel(x), "appos" | "parataxis") && tree.deprel(x) != "acl:relcl");
            parallax_model::Modifier {
                preposition: tree.case(k),
                head: k,
                span: tree.tight(&words),
                mention: mentions.at(tree.index, k),
            }
        })
        .collect()
}
