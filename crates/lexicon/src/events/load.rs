//! Reads `data/events/*.tsv`. Rows that cannot be read are left out and named; a test asserts that there are none.

use super::{Cameo, Events, Frame, Light, Need, Pos, Sense};
use crate::table::{Row, rows};
use parallax_model::Plover;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/events/", $name))
    };
}

/// The bundled tables, and what was wrong with them.
pub(super) fn events() -> (Events, Vec<String>) {
    let mut bad = Vec::new();
    let cameo = cameo(table!("cameo.tsv"), &mut bad);
    let senses = senses(table!("senses.tsv"), &cameo, &mut bad);
    let mut events = Events {
        frames: [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()],
        classes: classes(table!("classes.tsv"), &mut bad),
        senses,
        lights: BTreeMap::new(),
        cameo,
        composed: BTreeMap::new(),
    };
    frames(&mut events, "verbs.tsv", table!("verbs.tsv"), Pos::Verb, &mut bad);
    frames(&mut events, "nouns.tsv", table!("nouns.tsv"), Pos::Noun, &mut bad);
    frames(&mut events, "adjectives.tsv", table!("adjectives.tsv"), Pos::Adj, &mut bad);
    lights(&mut events, table!("light.tsv"), &mut bad);
    compose(&mut events, table!("compose.tsv"), &mut bad);
    (events, bad)
}

fn text(cell: &str) -> Option<String> {
    (!cell.is_empty() && cell != "-").then(|| cell.to_string())
}

fn strings(parts: Vec<&str>) -> Vec<String> {
    parts.into_iter().map(str::to_string).collect()
}

/// A PLOVER type, none (`-`), or no word of it (`""` → the outer `None`).
fn plover(cell: &str, place: &str, bad: &mut Vec<String>) -> Option<Option<Plover>> {
    match cell {
        "" => None,
        "-" => Some(None),
        name => {
            let known = Plover::ALL.into_iter().find(|p| p.name() == name);
            if known.is_none() {
                bad.push(format!("{place}: no PLOVER type {name:?}"));
            }
            Some(known)
        }
    }
}

/// Columns: code, PLOVER type, mode, gloss.
fn cameo(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, Cameo> {
    let mut map = BTreeMap::new();
    for row in rows(table) {
        let place = format!("cameo.tsv:{}", row.line);
        let (code, gloss) = (row.cell(0), row.cell(3));
        if gloss.is_empty() || !(2..=4).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_digit()) {
            bad.push(format!("{place}: code or gloss missing"));
            continue;
        }
        let entry = Cameo {
            code: code.to_string(),
            plover: plover(row.cell(1), &place, bad).flatten(),
            mode: text(row.cell(2)),
            gloss: gloss.to_string(),
        };
        if map.insert(code.to_string(), entry).is_some() {
            bad.push(format!("{place}: {code} twice"));
        }
    }
    map
}

/// Columns: sense, CAMEO, PLOVER type, mode, near senses, gloss. Type and mode default to the code's.
fn senses(table: &'static str, cameo: &BTreeMap<String, Cameo>, bad: &mut Vec<String>) -> BTreeMap<String, Sense> {
    let mut map: BTreeMap<String, Sense> = BTreeMap::new();
    for row in rows(table) {
        let place = format!("senses.tsv:{}", row.line);
        let (name, gloss) = (row.cell(0), row.cell(5));
        if name.is_empty() || gloss.is_empty() {
            bad.push(format!("{place}: name or gloss missing"));
            continue;
        }
        let code = text(row.cell(1));
        let of_code = code.as_deref().and_then(|code| cameo.get(code));
        if code.is_some() && of_code.is_none() {
            bad.push(format!("{place}: no CAMEO code {:?}", row.cell(1)));
        }
        let given = plover(row.cell(2), &place, bad);
        let same_type = given.is_none_or(|given| given == of_code.and_then(|c| c.plover));
        let mode = match row.cell(3) {
            "" if same_type => of_code.and_then(|c| c.mode.clone()),
            cell => text(cell),
        };
        let sense = Sense {
            name: name.to_string(),
            plover: given.unwrap_or(of_code.and_then(|c| c.plover)),
            mode,
            cameo: code,
            near: strings(row.list(4, ',')),
            gloss: gloss.to_string(),
        };
        if map.insert(name.to_string(), sense).is_some() {
            bad.push(format!("{place}: {name} twice"));
        }
    }
    for sense in map.values() {
        for near in &sense.near {
            if !map.contains_key(near) {
                bad.push(format!("senses.tsv: {} is near {near}, which is no sense", sense.name));
            }
        }
    }
    map
}

/// Columns: class, words separated by spaces. A class may go on over several rows, and take in another by `%name`.
fn classes(table: &'static str, bad: &mut Vec<String>) -> BTreeMap<String, BTreeSet<String>> {
    let mut map: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(table) {
        let words = row.list(1, ' ');
        if row.len() != 2 || words.is_empty() {
            bad.push(format!("classes.tsv:{}: want a class and its words", row.line));
            continue;
        }
        let mut members = map.remove(row.cell(0)).unwrap_or_default();
        for word in words {
            match word.strip_prefix('%') {
                None => {
                    if !members.insert(word.to_string()) {
                        bad.push(format!("classes.tsv:{}: {word} twice", row.line));
                    }
                }
                Some(other) => match map.get(other) {
                    Some(known) => members.extend(known.iter().cloned()),
                    None => bad.push(format!("classes.tsv:{}: class %{other} must stand before", row.line)),
                },
            }
        }
        map.insert(row.cell(0).to_string(), members);
    }
    map
}

/// `slot=word|word; slot=%class`.
fn needs(events: &Events, cell: &str, place: &str, bad: &mut Vec<String>) -> Vec<Need> {
    let mut list = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (slot, words) = part.split_once('=').unwrap_or((part, ""));
        let words = strings(words.split('|').map(str::trim).filter(|word| !word.is_empty()).collect());
        if words.is_empty() || !is_slot(slot) {
            bad.push(format!("{place}: need {part:?}"));
        }
        for class in words.iter().filter_map(|word| word.strip_prefix('%')) {
            if !events.classes.contains_key(class) {
                bad.push(format!("{place}: no class %{class}"));
            }
        }
        list.push(Need { slot: slot.to_string(), words });
    }
    list
}

/// Grammatical slots, and prepositions, which are slots under their own name.
fn is_slot(name: &str) -> bool {
    const SLOTS: &[&str] = &[
        "subj", "obj", "iobj", "poss", "amod", "compound", "comp", "xsubj", "prt", "adv", "of", "by", "against",
        "with", "to", "on", "from", "for", "at", "in", "into", "between", "over", "about", "toward", "under", "as",
        "out", "off", "through", "among", "upon", "onto", "behind", "before", "after", "around", "near", "across",
        "within", "outside", "without", "along", "during", "via", "case", "like", "past", "down", "up",
    ];
    SLOTS.contains(&name)
}

fn slots(cell: &str, default: &str, place: &str, bad: &mut Vec<String>) -> Vec<String> {
    let cell = if cell.is_empty() { default } else { cell };
    let list = strings(cell.split(',').map(str::trim).filter(|slot| !slot.is_empty() && *slot != "-").collect());
    for slot in list.iter().filter(|slot| !is_slot(slot)) {
        bad.push(format!("{place}: no slot {slot:?}"));
    }
    list
}

/// Slots that hold for most predicates of a part of speech: actor, recipient.
fn usual_slots(pos: Pos) -> (&'static str, &'static str) {
    match pos {
        Pos::Verb => ("subj", "obj"),
        Pos::Noun => ("by,poss,amod,compound", "of,against,on"),
        Pos::Adj => ("-", "subj"),
    }
}

/// Columns: lemmas, needs, sense, actor, recipient, CAMEO, PLOVER type, mode.
fn frames(events: &mut Events, file: &str, table: &'static str, pos: Pos, bad: &mut Vec<String>) {
    let kind = ["verb", "noun", "adj"][pos as usize];
    let (usual_actor, usual_recipient) = usual_slots(pos);
    for row in rows(table) {
        let place = format!("{file}:{}", row.line);
        let Some(sense) = events.senses.get(row.cell(2)).cloned() else {
            bad.push(format!("{place}: no sense {:?}", row.cell(2)));
            continue;
        };
        if row.len() > 8 || row.cell(0).is_empty() {
            bad.push(format!("{place}: want lemmas and at most eight columns"));
        }
        let needs = needs(events, row.cell(1), &place, bad);
        let (reciprocal, recipient) = match row.cell(4).strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, row.cell(4)),
        };
        let (plover, mode, cameo) = coded(events, &row, &sense, &place, bad);
        let actor = slots(row.cell(3), usual_actor, &place, bad);
        let recipient = slots(recipient, usual_recipient, &place, bad);
        for lemma in row.list(0, '|') {
            let list = events.frames[pos as usize].entry(lemma.to_string()).or_default();
            if list.iter().any(|frame| frame.needs == needs) {
                bad.push(format!("{place}: {lemma} with the same needs twice"));
            }
            list.push(Frame {
                id: format!("{kind}:{lemma}#{}", list.len() + 1),
                lemma: lemma.to_string(),
                pos,
                needs: needs.clone(),
                sense: sense.name.clone(),
                plover,
                mode: mode.clone(),
                cameo: cameo.clone(),
                actor: actor.clone(),
                recipient: recipient.clone(),
                reciprocal,
            });
        }
    }
    for list in events.frames[pos as usize].values_mut() {
        list.sort_by_key(|frame| (std::cmp::Reverse(frame.needs.len()), openness(frame)));
    }
}

/// Among frames with as many needs, those with named words go before those that take any word (`*`).
fn openness(frame: &Frame) -> usize {
    frame.needs.iter().filter(|need| need.words.iter().any(|word| word == "*")).count()
}

/// The row's own code and type, else what its code means, else the sense's.
fn coded(
    events: &Events,
    row: &Row,
    sense: &Sense,
    place: &str,
    bad: &mut Vec<String>,
) -> (Option<Plover>, Option<String>, Option<String>) {
    let (mut plover_type, mut mode, mut cameo) = (sense.plover, sense.mode.clone(), sense.cameo.clone());
    match row.cell(5) {
        "" => {}
        "-" => cameo = None,
        code => match events.cameo.get(code) {
            Some(known) => {
                (plover_type, mode, cameo) = (known.plover, known.mode.clone(), Some(code.to_string()));
            }
            None => bad.push(format!("{place}: no CAMEO code {code:?}")),
        },
    }
    if let Some(given) = plover(row.cell(6), place, bad) {
        if given != plover_type {
            mode = None;
        }
        plover_type = given;
    }
    if !row.cell(7).is_empty() {
        mode = text(row.cell(7));
    }
    (plover_type, mode, cameo)
}

/// Columns: lemmas, needs, slot of the noun, actor, recipient, aspect.
fn lights(events: &mut Events, table: &'static str, bad: &mut Vec<String>) {
    for row in rows(table) {
        let place = format!("light.tsv:{}", row.line);
        let needs = needs(events, row.cell(1), &place, bad);
        let noun = slots(row.cell(2), "obj", &place, bad).concat();
        let actor = slots(row.cell(3), "-", &place, bad);
        let recipient = slots(row.cell(4), "-", &place, bad);
        let aspect = if row.cell(5).is_empty() { "done" } else { row.cell(5) };
        if !["done", "begun", "ended", "planned", "failed"].contains(&aspect) {
            bad.push(format!("{place}: no aspect {aspect:?}"));
        }
        for lemma in row.list(0, '|') {
            let list = events.lights.entry(lemma.to_string()).or_default();
            if list.iter().any(|light| light.needs == needs && light.noun == noun) {
                bad.push(format!("{place}: {lemma} with the same needs twice"));
            }
            list.push(Light {
                lemma: lemma.to_string(),
                needs: needs.clone(),
                noun: noun.clone(),
                actor: actor.clone(),
                recipient: recipient.clone(),
                aspect: aspect.to_string(),
            });
        }
    }
    for list in events.lights.values_mut() {
        list.sort_by_key(|light| std::cmp::Reverse(light.needs.len()));
    }
}

/// Columns: outer senses, inner senses or beginnings of their codes, CAMEO code of the whole.
fn compose(events: &mut Events, table: &'static str, bad: &mut Vec<String>) {
    for row in rows(table) {
        let place = format!("compose.tsv:{}", row.line);
        if !events.cameo.contains_key(row.cell(2)) {
            bad.push(format!("{place}: no CAMEO code {:?}", row.cell(2)));
        }
        for outer in row.list(0, '|') {
            if !events.senses.contains_key(outer) {
                bad.push(format!("{place}: no sense {outer:?}"));
            }
            for inner in row.list(1, '|') {
                if !events.senses.contains_key(inner) && !events.cameo.contains_key(inner) {
                    bad.push(format!("{place}: neither sense nor code {inner:?}"));
                }
                let inners = events.composed.entry(outer.to_string()).or_default();
                if inners.insert(inner.to_string(), row.cell(2).to_string()).is_some() {
                    bad.push(format!("{place}: {outer} with {inner} twice"));
                }
            }
        }
    }
}
