//! What stands beside a predicate, slot by slot: the bridge between trees and the frames of the lexicon.
//!
//! Voice, coordination, control and relative clauses are undone here, so that a frame only says "subj", "obj", "against".
//! Understood subjects follow Huddleston & Pullum 2002, ch. 14 §1.4 (control) and ch. 12 (relative clauses).

use crate::phrase;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_model::Upos;

/// A word beside a predicate and the slot it fills.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Slot {
    /// As `data/events/ORIGIN.md` names them: `subj`, `obj`, `iobj`, `prt`, `comp`, `xsubj`, `adv`, `poss`, `amod`, `compound`,
    /// `case`, or a preposition.
    pub name: String,
    pub word: usize,
}

fn slot(name: &str, word: usize) -> Slot {
    Slot { name: name.to_string(), word }
}

/// Whether the verb stands in the passive, or is a participle that speaks of who undergoes it.
pub(crate) fn is_passive(tree: &Tree, verb: usize) -> bool {
    if tree.kids_in(verb, &["aux:pass", "nsubj:pass", "csubj:pass"]).next().is_some() {
        return true;
    }
    if !tree.is_participle(verb)
        || tree.kids_in(verb, &["nsubj", "aux"]).next().is_some()
        || tree.kid(verb, "obj").is_some()
    {
        return false;
    }
    match tree.rel(verb) {
        "acl" | "amod" | "advcl" | "xcomp" | "root" | "parataxis" | "nsubj" | "obj" | "obl" | "nmod" => true,
        "conj" => tree.head(verb).is_some_and(|h| tree.is_verb(h) && is_passive(tree, h)),
        _ => false,
    }
}

/// The subject of a predicate, said or understood.
pub(crate) fn subject(tree: &Tree, predicate: usize) -> Option<usize> {
    subject_within(tree, predicate, 8)
}

fn subject_within(tree: &Tree, predicate: usize, depth: usize) -> Option<usize> {
    // Of two subjects the nearer one is meant: a dateline before it is often read as one too ("BERLIN — Police said").
    let said: Vec<usize> = tree.kids_in(predicate, &["nsubj"]).collect();
    if let Some(&nearest) = said.iter().rfind(|&&s| s < predicate).or(said.first()) {
        return Some(nearest);
    }
    let head = tree.head(predicate).filter(|_| depth > 0)?;
    let marks = || tree.kids_in(predicate, &["mark", "case"]).map(|k| tree.low(k)).next().unwrap_or_default();
    match tree.rel(predicate) {
        "conj" => match tree.deprel(tree.first_conjunct(head)) {
            _ if tree.is_verb(head) || tree.kid(head, "cop").is_some() => subject_within(tree, head, depth - 1),
            _ => None,
        },
        "xcomp" => controller(tree, head, depth),
        "advcl" => {
            let object_mark = matches!(marks().as_str(), "of" | "from" | "for" | "with" | "into" | "as");
            let infinitive = marks() == "to" && Tables::get().object_controls(tree.lemma(head));
            if tree.kids_in(predicate, &["aux"]).next().is_some() && !infinitive && !object_mark {
                return None;
            }
            if object_mark || infinitive {
                controller_object(tree, head, depth)
            } else {
                subject_within(tree, head, depth - 1)
            }
        }
        "acl" if tree.deprel(predicate) == "acl:relcl" => {
            let whose = tree
                .below(predicate, |k| tree.deprel(k) != "acl:relcl")
                .into_iter()
                .any(|w| tree.token(w).has("PronType=Rel"));
            (!whose).then_some(head)
        }
        "acl"
            if tree.is_verb(predicate)
                && (tree.is_ing(predicate) || tree.is_participle(predicate))
                && marks().is_empty() =>
        {
            Some(head)
        }
        // "its decision to strike", "made an attempt to flee"
        "acl" => tree.kid(head, "nmod:poss").or_else(|| {
            let above = tree.head(head).filter(|&h| tree.is_verb(h) && matches!(tree.rel(head), "obj" | "obl"))?;
            subject_within(tree, above, depth - 1)
        }),
        _ => None,
    }
}

/// Who does what the infinitive under `verb` says.
fn controller(tree: &Tree, verb: usize, depth: usize) -> Option<usize> {
    if Tables::get().object_controls(tree.lemma(verb)) {
        controller_object(tree, verb, depth)
    } else {
        subject_within(tree, verb, depth - 1)
    }
}

fn controller_object(tree: &Tree, verb: usize, depth: usize) -> Option<usize> {
    if is_passive(tree, verb) {
        return subject_within(tree, verb, depth - 1);
    }
    tree.kids_in(verb, &["iobj"])
        .next()
        .or_else(|| tree.kid(verb, "obj"))
        .or_else(|| subject_within(tree, verb, depth - 1))
}

/// Slots of a verb, those said with it first, those understood from elsewhere after.
pub(crate) fn of_verb(tree: &Tree, verb: usize) -> Vec<Slot> {
    let mut slots = Vec::new();
    let passive = is_passive(tree, verb);
    let objects: Vec<usize> = tree.kids_in(verb, &["obj"]).collect();
    if let Some(subject) = subject(tree, verb) {
        let name = match () {
            () if !passive => "subj",
            // "guests were offered rooms": the subject is who is given
            () if !objects.is_empty() => "iobj",
            () => "obj",
        };
        slots.push(slot(name, subject));
    }
    // "Also wounded was a nurse": read as a predicate noun with the participle before it.
    if !slots.iter().any(|s| s.name == "obj" || s.name == "subj")
        && tree.is_participle(verb)
        && let Some(noun) = tree.head(verb).filter(|&h| {
            h > verb && matches!(tree.rel(verb), "nsubj" | "csubj" | "advcl") && tree.kid(h, "cop").is_some()
        })
    {
        slots.push(slot("obj", noun));
    }
    slots.extend(objects.iter().map(|&k| slot("obj", k)));
    if objects.is_empty() && !passive {
        if let Some(object) = gap(tree, verb) {
            slots.push(slot("obj", object));
        } else if let Some(shared) = shared_object(tree, verb) {
            slots.push(slot("obj", shared));
        }
    }
    if let Some(head) = tree.head(verb).filter(|_| matches!(tree.rel(verb), "xcomp" | "ccomp" | "advcl" | "acl"))
        && let Some(governing) = subject(tree, head)
    {
        slots.push(slot("xsubj", governing));
    }
    slots.extend(tree.kids_in(verb, &["iobj"]).map(|k| slot("iobj", k)));
    slots.extend(tree.kids_in(verb, &["compound:prt"]).map(|k| slot("prt", k)));
    slots.extend(tree.kids_in(verb, &["advmod"]).map(|k| slot("adv", k)));
    // "walked out": readers tell particle and adverb apart by frequency alone; the frames name the words.
    slots.extend(
        tree.kids_in(verb, &["advmod"]).filter(|&k| k > verb && tree.kids(k).is_empty()).map(|k| slot("prt", k)),
    );
    for k in tree.kids_in(verb, &["obl"]) {
        for name in prepositions(tree, k) {
            if name == "by" && passive {
                slots.insert(0, slot("subj", k));
            }
            // "died at the hands of the guards"
            if name == "at" && tree.lemma(k) == "hand" {
                slots.extend(tree.kids_in(k, &["nmod"]).filter(|&n| tree.case(n) == "of").map(|n| slot("hands", n)));
            }
            slots.push(slot(&name, k));
        }
    }
    for k in tree.kids_in(verb, &["ccomp", "xcomp", "advcl"]) {
        let marked = tree.kids_in(k, &["mark"]).map(|m| tree.low(m)).next().unwrap_or_default();
        if tree.rel(k) != "advcl"
            || matches!(
                marked.as_str(),
                "to" | "of" | "from" | "for" | "with" | "into" | "on" | "in" | "against" | "as"
            )
        {
            slots.push(slot("comp", k));
            if marked == "to" {
                slots.push(slot("inf", k));
            }
            if !matches!(marked.as_str(), "" | "to" | "that") {
                slots.push(slot(&marked, k));
            }
        }
    }
    // "launched an attack *on* the base": complements of the object serve the verb too.
    for &object in &objects {
        noun_complements(tree, object, &mut slots);
    }
    slots
}

/// Names under which a prepositional phrase fills slots: the whole preposition, and its first word.
fn prepositions(tree: &Tree, word: usize) -> Vec<String> {
    let whole = tree.case(word);
    let first = whole.split(' ').next().unwrap_or("").to_string();
    match () {
        () if whole.is_empty() => Vec::new(),
        () if first == whole => vec![whole],
        () => vec![whole, first],
    }
}

fn noun_complements(tree: &Tree, noun: usize, slots: &mut Vec<Slot>) {
    for k in tree.kids_in(noun, &["nmod"]).filter(|&k| tree.deprel(k) != "nmod:poss" && tree.deprel(k) != "nmod:desc") {
        slots.extend(prepositions(tree, k).into_iter().map(|name| Slot { name, word: k }));
    }
    // "the attack by rebels *on the base*" is often hung on the nearer noun.
    for k in tree.kids_in(noun, &["nmod"]).filter(|&k| tree.case(k) == "by") {
        let far = tree.kids_in(k, &["nmod"]).filter(|&f| matches!(tree.case(f).as_str(), "on" | "against"));
        slots.extend(far.map(|f| Slot { name: tree.case(f), word: f }));
    }
}

/// The antecedent of a relative clause without pronoun for its object: "the girls *they kidnapped*".
fn gap(tree: &Tree, verb: usize) -> Option<usize> {
    let noun = tree.head(verb).filter(|_| tree.deprel(verb) == "acl:relcl" && tree.kid(verb, "nsubj").is_some())?;
    let relative = tree
        .below(verb, |k| tree.deprel(k) != "acl:relcl")
        .into_iter()
        .any(|w| tree.token(w).has("PronType=Rel") || tree.token(w).has("PronType=Int"));
    let stranded = tree.kids_in(verb, &["ccomp", "xcomp"]).next().is_some();
    (!relative && !stranded && !phrase::is_time(tree, noun)).then_some(noun)
}

/// "raided and *closed* the bureau": the object after the last verb is the object of both, and the other way round.
fn shared_object(tree: &Tree, verb: usize) -> Option<usize> {
    let head = tree.head(verb).filter(|&h| tree.rel(verb) == "conj" && tree.is_verb(h) && !is_passive(tree, h))?;
    let object = tree.kid(head, "obj").filter(|&o| o > verb)?;
    (tree.kid(verb, "obl").is_none()).then_some(object)
}

/// Slots of a noun of happening. `verb`: the light verb it stands with, whose complements serve it too.
pub(crate) fn of_noun(tree: &Tree, noun: usize) -> Vec<Slot> {
    let mut slots: Vec<Slot> =
        Some(tree.case(noun)).filter(|c| !c.is_empty()).map(|_| slot("case", noun)).into_iter().collect();
    for k in tree.kids(noun).iter().copied() {
        match tree.rel(k) {
            "nmod" if tree.deprel(k) == "nmod:poss" => slots.push(slot("poss", k)),
            "compound" => slots.push(slot("compound", k)),
            "amod" => {
                slots.push(slot("amod", k));
                slots.extend(tree.conjuncts(k).into_iter().skip(1).map(|c| slot("amod", c)));
            }
            "acl" if tree.deprel(k) != "acl:relcl" => {
                slots.push(slot("comp", k));
                // "a raid targeting members of …", "an attack aimed at …": whom it is against
                let aimed = match tree.lemma(k) {
                    "target" | "hit" => tree.kid(k, "obj"),
                    "aim" | "direct" => tree.kids_in(k, &["obl"]).find(|&o| tree.case(o) == "at"),
                    _ => None,
                };
                slots.extend(aimed.iter().flat_map(|&w| [slot("against", w), slot("on", w)]));
                if tree.is_participle(k) {
                    slots.extend(tree.kids_in(k, &["obl"]).filter(|&o| tree.case(o) == "by").map(|o| slot("by", o)));
                }
            }
            "ccomp" | "advcl" => slots.push(slot("comp", k)),
            _ => {}
        }
    }
    noun_complements(tree, noun, &mut slots);
    // "a second, deadly attack and *raid* by police": complements of a coordination stand on its first member.
    if tree.rel(noun) == "conj"
        && let Some(head) = tree.head(noun)
    {
        slots.extend(
            tree.kids_in(head, &["nmod:poss"])
                .filter(|_| tree.kid(noun, "nmod:poss").is_none())
                .map(|k| slot("poss", k)),
        );
    }
    slots
}

/// Slots of an adjective or state: its subject, and its complements.
pub(crate) fn of_adjective(tree: &Tree, adjective: usize) -> Vec<Slot> {
    let mut slots = Vec::new();
    let whose = match tree.rel(adjective) {
        "amod" => tree.head(adjective),
        _ => subject(tree, adjective).or_else(|| tree.head(adjective).filter(|_| tree.deprel(adjective) == "acl")),
    };
    slots.extend(whose.map(|w| slot("subj", w)));
    for k in tree.kids_in(adjective, &["obl"]) {
        slots.extend(prepositions(tree, k).into_iter().map(|name| Slot { name, word: k }));
    }
    slots.extend(tree.kids_in(adjective, &["advmod"]).map(|k| slot("adv", k)));
    slots.extend(tree.kids_in(adjective, &["ccomp", "xcomp", "advcl"]).map(|k| slot("comp", k)));
    slots
}

/// Whether the word can be a participant at all (an argument, not an adverb or particle).
pub(crate) fn can_take_part(tree: &Tree, word: usize) -> bool {
    !matches!(tree.upos(word), Upos::Adv | Upos::Adp | Upos::Part | Upos::Punct)
}
