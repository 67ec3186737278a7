//! The verbs file: blocks `--- NAME [CODE] ---` of verbs and patterns, and `&SYNSETS` between them.

use super::{Bad, Dictionaries, Element, Kind, Pattern, VerbUse, lines};

/// What the lines that begin with `+` or a word belong to.
enum Within {
    Nothing,
    Synset { name: String, plural: bool },
    Block(Option<String>),
}

pub(super) fn read(text: &str, own: &mut Dictionaries, bad: &mut Vec<Bad>) {
    let mut within = Within::Nothing;
    for (line, row) in lines::of(text) {
        let row = row.trim();
        if let Some(header) = row.strip_prefix("---") {
            own.blocks.push(Vec::new());
            within = Within::Block(lines::bracketed(header).first().and_then(|code| coded(code)));
        } else if let Some(name) = row.strip_prefix('&') {
            let name = lines::before_brackets(name);
            // A name with `_` at its end asks for no plurals; patterns name the set without it.
            within = Within::Synset { plural: !name.ends_with('_'), name: name.trim_end_matches('_').to_uppercase() };
        } else if let Some(body) = row.strip_prefix("- ").or_else(|| row.strip_prefix("-\t")) {
            match (pattern(body, line), own.blocks.last_mut()) {
                (Some(pattern), Some(block)) => block.push(pattern),
                (_, None) => bad.push(Bad { file: "verbs", line, why: "a pattern before any verb" }),
                (None, _) => bad.push(Bad { file: "verbs", line, why: "a pattern without * or code" }),
            }
        } else {
            match &within {
                Within::Synset { name, plural } => synonym(name, *plural, row, own),
                Within::Block(code) => {
                    let own_code = lines::bracketed(row).first().map_or_else(|| code.clone(), |code| coded(code));
                    verb(row, own_code, own);
                }
                Within::Nothing => bad.push(Bad { file: "verbs", line, why: "a word outside blocks and synonym sets" }),
            }
        }
    }
    resolve(own);
}

/// A code; `?` marks one as doubtful.
fn coded(cell: &str) -> Option<String> {
    let code = cell.trim_end_matches('?').trim();
    (!super::is_null(code)).then(|| code.to_string())
}

fn synonym(set: &str, plural: bool, row: &str, own: &mut Dictionaries) {
    let phrase = row.trim_start_matches('+');
    let words = lines::words(phrase);
    let Some(last) = words.last() else { return };
    let list = own.synsets.entry(set.to_string()).or_default();
    if plural && !phrase.ends_with('_') && !last.starts_with('&') {
        let mut many = words.clone();
        many.pop();
        many.push(lines::plural(last));
        list.push(many);
    }
    list.push(words);
}

/// `ABANDON`, `BAN {BANS BANNED}`, `+BREAK_DOWN {+BREAKS_DOWN …}`, `WIRE_+TAP`.
fn verb(row: &str, code: Option<String>, own: &mut Dictionaries) {
    let Some(block) = own.blocks.len().checked_sub(1) else { return };
    let name = lines::before_brackets(row);
    let mut add = |phrase: &str, regular: bool| {
        let parts: Vec<&str> = phrase.split(['_', ' ']).filter(|p| !p.is_empty()).collect();
        let head = parts.iter().position(|p| p.starts_with('+')).unwrap_or(0);
        let Some(verb) = parts.get(head).map(|p| lines::word(p.trim_start_matches('+'))) else { return };
        let side = |words: &[&str]| -> Vec<String> { words.iter().map(|w| lines::word(w)).collect() };
        let used = VerbUse {
            before: side(parts.get(..head).unwrap_or(&[])),
            after: side(parts.get(head + 1..).unwrap_or(&[])),
            code: code.clone(),
            block,
        };
        for form in if regular { forms(&verb) } else { vec![verb] } {
            own.verbs.entry(form).or_default().push(used.clone());
        }
    };
    match lines::braced(row) {
        Some(given) => {
            // Irregular forms that are given replace the past; the others are regular.
            add(name, true);
            given.split_whitespace().for_each(|form| add(form, false));
        }
        None => add(name, true),
    }
}

/// The regular forms of an upper-case verb.
fn forms(verb: &str) -> Vec<String> {
    let stem = verb.strip_suffix('E').unwrap_or(verb);
    let past = match verb.strip_suffix('Y') {
        Some(start) if !start.ends_with(['A', 'E', 'O', 'U']) => format!("{start}IED"),
        _ => format!("{stem}ED"),
    };
    vec![verb.to_string(), lines::plural(verb), past, format!("{stem}ING")]
}

/// `SAID WOULD NOT *  [112]`, `IN_AND_*_OUT`, `+ WAS_ * FROM $`.
fn pattern(body: &str, line: usize) -> Option<Pattern> {
    let code = lines::bracketed(body).pop()?;
    let mut parts: Vec<(Option<Kind>, bool)> = Vec::new();
    for chunk in lines::before_brackets(body).split_whitespace() {
        let pieces = chunk.split(['_', '-']).filter(|p| !p.is_empty());
        for (at, piece) in pieces.enumerate() {
            parts.push((kind(piece), at > 0));
        }
    }
    let star = parts.iter().position(|(kind, _)| kind.is_none())?;
    let element = |kind: &Option<Kind>, tight: bool| kind.clone().map(|kind| Element { kind, tight });
    // Going back from the verb, the tie between two elements is written on the right one of them.
    let before = (0..star).rev().filter_map(|at| element(&parts[at].0, parts[at + 1].1)).collect();
    let after = parts.iter().skip(star + 1).filter_map(|(kind, tight)| element(kind, *tight)).collect();
    Some(Pattern { before, after, code: coded(code), line })
}

/// `None` for the verb itself (`*`).
fn kind(piece: &str) -> Option<Kind> {
    match piece {
        "*" => None,
        "$" => Some(Kind::Source),
        "+" => Some(Kind::Target),
        "^" => Some(Kind::Skipped),
        "%" => Some(Kind::Compound),
        _ => Some(match piece.strip_prefix('&') {
            Some(set) => Kind::Synset(set.to_uppercase()),
            None => Kind::Word(lines::word(piece)),
        }),
    }
}

/// Puts the phrases of synonym sets named within sets in their place; a set within itself is left out.
fn resolve(own: &mut Dictionaries) {
    let written = own.synsets.clone();
    for (name, list) in &mut own.synsets {
        let mut flat = Vec::new();
        for phrase in list.iter() {
            match phrase.first().and_then(|w| w.strip_prefix('&')).filter(|_| phrase.len() == 1) {
                Some(inner) if inner != name => flat.extend(written.get(inner).into_iter().flatten().cloned()),
                Some(_) => {}
                None => flat.push(phrase.clone()),
            }
        }
        flat.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        *list = flat;
    }
}
