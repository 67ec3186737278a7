//! The actors file: a name, its `+synonyms`, and codes that may hold for some days only.

use super::{ActorName, Bad, DatedCode, Dictionaries, lines};

pub(super) fn read(text: &str, own: &mut Dictionaries, bad: &mut Vec<Bad>) {
    let mut open: (Vec<Vec<String>>, Vec<DatedCode>) = Default::default();
    for (line, row) in lines::of(text) {
        let name = lines::before_brackets(&row);
        let starts = !name.is_empty() && !name.starts_with('+');
        if starts {
            close(std::mem::take(&mut open), own);
        }
        let words = lines::words(name.trim_start_matches('+'));
        if words.is_empty() && !row.contains('[') {
            bad.push(Bad { file: "actors", line, why: "neither a name nor a code" });
            continue;
        }
        if open.0.is_empty() && !starts {
            bad.push(Bad { file: "actors", line, why: "a synonym or code before any name" });
            continue;
        }
        if !words.is_empty() {
            open.0.push(words);
        }
        for cell in lines::bracketed(&row) {
            match dated(cell) {
                Some(code) => open.1.push(code),
                None => bad.push(Bad { file: "actors", line, why: "a code whose dates cannot be read" }),
            }
        }
    }
    close(open, own);
}

fn close((names, mut codes): (Vec<Vec<String>>, Vec<DatedCode>), own: &mut Dictionaries) {
    codes.sort_by_key(|c| c.from == 0 && c.until == u32::MAX);
    for words in names {
        if let Some(first) = words.first().cloned() {
            own.actors.entry(first).or_default().push(ActorName { words, codes: codes.clone() });
        }
    }
}

/// `CODE`, `CODE <950601`, `CODE >20130119`, `CODE 19950601 - 19990815`. Before and after do not take in the day itself.
fn dated(cell: &str) -> Option<DatedCode> {
    let (code, rest) = cell.split_once([' ', '\t']).unwrap_or((cell, ""));
    let rest: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let (from, until) = if rest.is_empty() {
        (0, u32::MAX)
    } else if let Some(date) = rest.strip_prefix('<') {
        (0, day(date)?.saturating_sub(1))
    } else if let Some(date) = rest.strip_prefix('>') {
        (day(date)?.saturating_add(1), u32::MAX)
    } else {
        let (from, until) = rest.split_once('-')?;
        (day(from)?, day(until)?)
    };
    let code =
        if code.bytes().all(|b| matches!(b, b'-' | b'+' | b'#')) { code.to_string() } else { code.to_uppercase() };
    Some(DatedCode { code, from, until })
}

/// YYMMDD or YYYYMMDD as YYYYMMDD; two digits above 30 are of the twentieth century, as PETRARCH reads them.
fn day(date: &str) -> Option<u32> {
    let number: u32 = date.parse().ok().filter(|_| date.bytes().all(|b| b.is_ascii_digit()))?;
    match date.len() {
        8 => Some(number),
        6 if number / 10_000 > 30 => Some(19_000_000 + number),
        6 => Some(20_000_000 + number),
        _ => None,
    }
}
