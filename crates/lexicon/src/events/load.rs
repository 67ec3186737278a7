//! Reads `data/events/*.tsv` and the user's tables over them. Rows that cannot be read are left out and named; a test
//! asserts that the bundled tables have none.

use super::{Cameo, Events, Frame, Light, Need, Pos, Sense};
use crate::own::Tables;
use crate::table::{Row, rows};
use parallax_model::Plover;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/events/", $name))
    };
}

/// The bundled tables with the user's laid over them, and what was wrong with either.
pub(super) fn events(own: &Tables) -> (Events, Vec<String>) {
    let mut bad = Vec::new();
    let mut events = Events {
        frames: [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()],
        classes: BTreeMap::new(),
        senses: BTreeMap::new(),
        own: BTreeSet::new(),
        lights: BTreeMap::new(),
        cameo: cameo(table!("cameo.tsv"), &mut bad),
        composed: BTreeMap::new(),
    };
    // Types first: bundled rows of a type that the user has put otherwise follow the user's.
    senses(&mut events, "senses.tsv", table!("senses.tsv"), false, &mut bad);
    senses(&mut events, "types.tsv", own.of("types.tsv"), true, &mut bad);
    classes(&mut events.classes, table!("classes.tsv"), &mut bad);
    classes(&mut events.classes, own.of("classes.tsv"), &mut bad);
    for (file, table, pos) in [
        ("verbs.tsv", table!("verbs.tsv"), Pos::Verb),
        ("nouns.tsv", table!("nouns.tsv"), Pos::Noun),
        ("adjectives.tsv", table!("adjectives.tsv"), Pos::Adj),
    ] {
        frames(&mut events, file, table, pos, false, &mut bad);
        frames(&mut events, file, own.of(file), pos, true, &mut bad);
    }
    for table in [table!("light.tsv"), own.of("light.tsv")] {
        lights(&mut events, table, &mut bad);
    }
    for table in [table!("compose.tsv"), own.of("compose.tsv")] {
        compose(&mut events, table, &mut bad);
    }
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
                bad.push(format!("{place}: no PLOVER type {name:?}; want one like COERCE, or - for none"));
            }
            Some(known)
        }
    }
}

/// Columns: code, PLOVER type, mode, gloss.
fn cameo(table: &str, bad: &mut Vec<String>) -> BTreeMap<String, Cameo> {
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

/// Columns: sense, code, PLOVER type, mode, near senses, gloss. Type and mode default to the code's. A type of the user's
/// may have a code that is not CAMEO's; what it is in PLOVER must then be said.
fn senses(events: &mut Events, file: &str, table: &str, own: bool, bad: &mut Vec<String>) {
    let mut new: BTreeMap<String, (Sense, usize)> = BTreeMap::new();
    for row in rows(table) {
        let (place, before) = (format!("{file}:{}", row.line), bad.len());
        let (name, gloss) = (row.cell(0), row.cell(5));
        if name.is_empty() || (gloss.is_empty() && !own) {
            bad.push(format!("{place}: name or gloss missing"));
        }
        if row.len() == 1 {
            bad.push(format!("{place}: one cell only; part the cells by tabs"));
        }
        let code = text(row.cell(1));
        let of_code = code.as_deref().and_then(|code| events.cameo.get(code));
        if code.is_some() && of_code.is_none() && (!own || row.cell(2).is_empty()) {
            bad.push(format!(
                "{place}: no CAMEO code {:?}; beside a code of your own say the PLOVER type, or -",
                row.cell(1)
            ));
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
        if new.contains_key(name) {
            bad.push(format!("{place}: {name} twice"));
        }
        if bad.len() == before {
            new.insert(name.to_string(), (sense, row.line));
        }
    }
    for (sense, line) in new.values() {
        for near in &sense.near {
            if !new.contains_key(near) && !events.senses.contains_key(near) {
                bad.push(format!(
                    "{file}:{line}: {} is near {near}, which is no type; declare it, or leave it out",
                    sense.name
                ));
            }
        }
    }
    if own {
        events.own.extend(new.keys().cloned());
    }
    events.senses.extend(new.into_iter().map(|(name, (sense, _))| (name, sense)));
}

/// Columns: class, words separated by spaces. A class may go on over several rows, and take in another by `%name`.
fn classes(map: &mut BTreeMap<String, BTreeSet<String>>, table: &str, bad: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for row in rows(table) {
        let words = row.list(1, ' ');
        if row.len() != 2 || words.is_empty() {
            bad.push(format!("classes.tsv:{}: want a class, a tab, and its words parted by spaces", row.line));
            continue;
        }
        let mut members = map.remove(row.cell(0)).unwrap_or_default();
        for word in words {
            match word.strip_prefix('%') {
                None => {
                    members.insert(word.to_string());
                    if !seen.insert((row.cell(0), word)) {
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
}

/// `slot=word|word; slot=%class`.
fn needs(events: &Events, cell: &str, place: &str, bad: &mut Vec<String>) -> Vec<Need> {
    let mut list = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (slot, words) = part.split_once('=').unwrap_or((part, ""));
        let words = strings(words.split('|').map(str::trim).filter(|word| !word.is_empty()).collect());
        if words.is_empty() || !is_slot(slot) {
            bad.push(format!("{place}: need {part:?}; want slot=word, see docs/reference/ontology.md"));
        }
        for class in words.iter().filter_map(|word| word.strip_prefix('%')) {
            if !events.classes.contains_key(class) {
                bad.push(format!("{place}: no class %{class}; declare it in classes.tsv"));
            }
        }
        list.push(Need { slot: slot.to_string(), words });
    }
    list
}

/// Grammatical slots, and prepositions, which are slots under their own name.
fn is_slot(name: &str) -> bool {
    const SLOTS: &[&str] = &[
        "subj", "obj", "iobj", "poss", "amod", "compound", "comp", "inf", "xsubj", "prt", "adv", "of", "by", "against",
        "with", "to", "on", "from", "for", "at", "in", "into", "between", "over", "about", "toward", "under", "as",
        "out", "off", "through", "among", "upon", "onto", "behind", "before", "after", "around", "near", "across",
        "within", "outside", "without", "along", "during", "via", "case", "like", "past", "down", "up", "sentence",
    ];
    SLOTS.contains(&name)
}

fn slots(cell: &str, default: &str, place: &str, bad: &mut Vec<String>) -> Vec<String> {
    let cell = if cell.is_empty() { default } else { cell };
    let list = strings(cell.split(',').map(str::trim).filter(|slot| !slot.is_empty() && *slot != "-").collect());
    for slot in list.iter().filter(|slot| !is_slot(slot)) {
        bad.push(format!("{place}: no slot {slot:?}; want one like subj, obj or a preposition"));
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

/// Columns: lemmas, needs, sense, actor, recipient, CAMEO, PLOVER type, mode. Rows of the user's stand before the bundled
/// rows of their lemma.
fn frames(events: &mut Events, file: &str, table: &str, pos: Pos, own: bool, bad: &mut Vec<String>) {
    let kind = ["verb", "noun", "adj"][pos as usize];
    let (usual_actor, usual_recipient) = usual_slots(pos);
    let mut new: BTreeMap<String, Vec<Frame>> = BTreeMap::new();
    for row in rows(table) {
        let (place, before) = (format!("{file}:{}", row.line), bad.len());
        if !(2..=8).contains(&row.len()) || row.cell(0).is_empty() {
            bad.push(format!("{place}: want lemmas, needs and type, at most eight cells, parted by tabs"));
            continue;
        }
        let Some(sense) = events.senses.get(row.cell(2)).cloned() else {
            bad.push(format!("{place}: no type {:?}; declare it in types.tsv, or name a bundled one", row.cell(2)));
            continue;
        };
        let needs = needs(events, row.cell(1), &place, bad);
        let (reciprocal, recipient) = match row.cell(4).strip_prefix('~') {
            Some(rest) => (true, rest),
            None => (false, row.cell(4)),
        };
        let (plover, mode, cameo) = coded(events, &row, &sense, &place, bad);
        let actor = slots(row.cell(3), usual_actor, &place, bad);
        let recipient = slots(recipient, usual_recipient, &place, bad);
        let lemmas: Vec<String> = row.list(0, '|').into_iter().map(str::to_lowercase).collect();
        for lemma in &lemmas {
            if new.get(lemma).is_some_and(|list| list.iter().any(|frame| frame.needs == needs)) {
                bad.push(format!("{place}: {lemma} with the same needs twice"));
            }
        }
        if bad.len() > before {
            continue;
        }
        for lemma in lemmas {
            let list = new.entry(lemma.clone()).or_default();
            list.push(Frame {
                id: if own { format!("{kind}:{lemma}@{place}") } else { format!("{kind}:{lemma}#{}", list.len() + 1) },
                lemma,
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
    for (lemma, mut list) in new {
        list.sort_by_key(|frame| (std::cmp::Reverse(frame.needs.len()), openness(frame)));
        let known = events.frames[pos as usize].entry(lemma).or_default();
        known.splice(0..0, list);
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
            None => bad.push(format!("{place}: no CAMEO code {code:?}; codes of your own stand in types.tsv")),
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

/// Columns: lemmas, needs, slot of the noun, actor, recipient, aspect. Later tables stand before earlier ones.
fn lights(events: &mut Events, table: &str, bad: &mut Vec<String>) {
    let mut new: BTreeMap<String, Vec<Light>> = BTreeMap::new();
    for row in rows(table) {
        let (place, before) = (format!("light.tsv:{}", row.line), bad.len());
        let needs = needs(events, row.cell(1), &place, bad);
        let noun = slots(row.cell(2), "obj", &place, bad).concat();
        let actor = slots(row.cell(3), "-", &place, bad);
        let recipient = slots(row.cell(4), "-", &place, bad);
        let aspect = if row.cell(5).is_empty() { "done" } else { row.cell(5) };
        if !["done", "begun", "ended", "planned", "failed"].contains(&aspect) {
            bad.push(format!("{place}: no aspect {aspect:?}; want done, begun, ended, planned or failed"));
        }
        for lemma in row.list(0, '|') {
            if new.get(lemma).is_some_and(|list| list.iter().any(|l| l.needs == needs && l.noun == noun)) {
                bad.push(format!("{place}: {lemma} with the same needs twice"));
            }
        }
        if bad.len() > before {
            continue;
        }
        for lemma in row.list(0, '|') {
            new.entry(lemma.to_string()).or_default().push(Light {
                lemma: lemma.to_string(),
                needs: needs.clone(),
                noun: noun.clone(),
                actor: actor.clone(),
                recipient: recipient.clone(),
                aspect: aspect.to_string(),
            });
        }
    }
    for (lemma, mut list) in new {
        list.sort_by_key(|light| std::cmp::Reverse(light.needs.len()));
        events.lights.entry(lemma).or_default().splice(0..0, list);
    }
}

/// Columns: outer senses, inner senses or beginnings of their codes, CAMEO code of the whole. Later tables win.
fn compose(events: &mut Events, table: &str, bad: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for row in rows(table) {
        let (place, before) = (format!("compose.tsv:{}", row.line), bad.len());
        if !events.cameo.contains_key(row.cell(2)) {
            bad.push(format!("{place}: no CAMEO code {:?}", row.cell(2)));
        }
        let (outers, inners) = (row.list(0, '|'), row.list(1, '|'));
        for outer in outers.iter().filter(|outer| !events.senses.contains_key(**outer)) {
            bad.push(format!("{place}: no type {outer:?}; declare it in types.tsv, or name a bundled one"));
        }
        for inner in inners.iter().filter(|i| !events.senses.contains_key(**i) && !events.cameo.contains_key(**i)) {
            bad.push(format!("{place}: neither type nor code {inner:?}"));
        }
        for (outer, inner) in outers.iter().flat_map(|o| inners.iter().map(move |i| (*o, *i))) {
            if !seen.insert((outer, inner)) {
                bad.push(format!("{place}: {outer} with {inner} twice"));
            }
            if bad.len() == before {
                let of_outer = events.composed.entry(outer.to_string()).or_default();
                of_outer.insert(inner.to_string(), row.cell(2).to_string());
            }
        }
    }
}
