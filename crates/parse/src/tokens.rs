//! Cuts running text into words as the English treebanks of Universal Dependencies do.
//!
//! Contractions come apart (do|n't, gon|na, Baku|'s), hyphens and slashes between words are words of their own
//! (long|-|term, and|/|or) unless a prefix stays (anti-war, e-mail); abbreviations keep their full stop, numbers their
//! commas and colons, addresses and file names stay whole. Word lists are in `data/parse`.
//!
//! No character that is not white space is ever lost, and no word holds white space.

use crate::spelling::{Need, Spelling};
use parallax_model::Span;

/// A stretch without white space is cut after so many bytes: longer ones are no language, and every rule below looks at
/// the whole stretch.
const LONGEST: usize = 1000;

/// The words of `text[within]`, in order, as spans of `text`.
pub fn words(text: &str, within: Span) -> Vec<Span> {
    let spelling = Spelling::bundled();
    let body = within.of(text);
    let mut out = Vec::with_capacity(body.len() / 5);
    let mut at = 0;
    while let Some(start) = body[at..].find(|c: char| !c.is_whitespace()).map(|i| at + i) {
        let end = stretch_end(body, start);
        let after = body[end..].trim_start().chars().next();
        let mut position = start;
        while position < end {
            let rest = &body[position..end];
            let before = body[start..position].chars().next_back();
            let length = next(rest, before, after, spelling).clamp(1, rest.len());
            let length = (length..=rest.len()).find(|&l| rest.is_char_boundary(l)).unwrap_or(rest.len());
            for part in parts(&rest[..length], spelling) {
                out.push(Span::new(within.start + position, within.start + position + part));
                position += part;
            }
        }
        at = end;
    }
    out
}

/// Where the stretch without white space ends that begins at `start`: after [`LONGEST`] bytes at the latest.
fn stretch_end(body: &str, start: usize) -> usize {
    let most = (start + LONGEST..=body.len()).find(|&i| body.is_char_boundary(i)).unwrap_or(body.len());
    body[start..most].find(char::is_whitespace).map_or(most, |i| start + i)
}

/// Length of the first word of `rest`, a stretch without white space; `before` is the character before it in the same
/// stretch, `after` the first character of the next stretch.
fn next(rest: &str, before: Option<char>, after: Option<char>, spelling: &Spelling) -> usize {
    let Some(first) = rest.chars().next() else { return 0 };
    if before.is_none_or(|c| !c.is_alphanumeric()) {
        if let Some(length) = address(rest) {
            return length;
        }
        if spelling.emoticon(rest.trim_end_matches(['.', ',', '!', '?'])) {
            return rest.trim_end_matches(['.', ',', '!', '?']).len();
        }
    }
    if first.is_ascii_alphabetic()
        && let Some(length) = newsgroup(rest)
    {
        return length;
    }
    if first.is_ascii_digit() || matches!(first, '.' | '+') && digit_follows(rest) && before.is_none() {
        return number(rest, spelling);
    }
    if first.is_alphanumeric() || is_mark(first) {
        return word(rest, before, after, spelling);
    }
    if is_apostrophe(first) {
        return apostrophe(rest, before, spelling);
    }
    run(rest, first)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ')
}

/// Combining and joining characters that belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '_' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}')
}

fn digit_follows(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
}

/// Marks that run together make one word (`...`, `?!`, `----`); others stand alone.
fn run(rest: &str, first: char) -> usize {
    let same = |set: &[char]| rest.find(|c| !set.contains(&c)).unwrap_or(rest.len());
    match first {
        '.' | '!' | '?' | '…' => same(&['.', '!', '?', '…']),
        // A ruler may mix them: ----==.
        '-' | '=' | '*' | '~' | '+' if same(&['-', '=', '*', '~', '+']) >= 4 => same(&['-', '=', '*', '~', '+']),
        '-' | '=' | '*' | '_' | '~' | '+' | '#' | '–' | '—' => same(&[first]),
        '<' | '>' | ',' | '|' | '$' | '^' | '\\' | '/' => same(&[first]),
        _ => first.len_utf8(),
    }
}

/// Internet addresses, e-mail addresses, handles, hashtags.
fn address(rest: &str) -> Option<usize> {
    let lower = rest.get(..8.min(rest.len())).unwrap_or("").to_ascii_lowercase();
    let starts = ["http://", "https://", "ftp://", "mailto:", "www."].iter().any(|p| lower.starts_with(p));
    if starts {
        let end = rest.find(['<', '>', '"', '“', '”', '|']).unwrap_or(rest.len());
        let mut kept = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', ')', ']', '}', '*']);
        if kept.contains('(') && rest[kept.len()..].starts_with(')') {
            kept = &rest[..=kept.len()];
        }
        return (kept.len() > 5).then_some(kept.len());
    }
    if let Some(tail) = rest.strip_prefix(['@', '#']) {
        let length = tail.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(tail.len());
        return tail[..length].chars().any(char::is_alphabetic).then_some(1 + length);
    }
    let at = rest.find('@').filter(|&at| at > 0)?;
    let local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    if !rest[..at].chars().all(local) {
        return None;
    }
    let domain = &rest[at + 1..];
    let length = domain.find(|c: char| !c.is_alphanumeric() && !"._-".contains(c)).unwrap_or(domain.len());
    let kept = domain[..length].trim_end_matches(['.', '-']);
    (!kept.is_empty()).then_some(at + 1 + kept.len())
}

/// A number with its inner commas, points, colons; dates and telephone numbers; ordinals and decades.
fn number(rest: &str, spelling: &Spelling) -> usize {
    let bytes = rest.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = usize::from(!digit(0));
    while digit(end) || matches!(bytes.get(end), Some(b',' | b'.' | b':')) && digit(end + 1) && end > 0 {
        end += 1;
    }
    if let Some(length) = groups(rest)
        && length > end
    {
        return length;
    }
    let tail = &rest[end..];
    let letters = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
    let suffix = &tail[..letters];
    if letters == 0 {
        // The 1960's: an apostrophe after a decade belongs to it.
        let decade = rest[..end].ends_with('0') && (2..=4).contains(&end);
        let plural = tail
            .strip_prefix(is_apostrophe)
            .is_some_and(|t| t.starts_with('s') && !t[1..].starts_with(char::is_alphanumeric));
        return if decade && plural { end + tail.find('s').map_or(0, |i| i + 1) } else { end };
    }
    let dotted = ["a.m.", "p.m.", "A.M.", "P.M.", "a.m", "p.m"].iter().any(|u| tail.starts_with(u));
    if dotted || spelling.unit(suffix) {
        return end;
    }
    let mut length = end + letters;
    // Codes such as 5A-12 stay apart at the hyphen; 20.doc does not.
    if let Some(extension) = file_ending(&rest[length..], spelling) {
        length += extension;
    }
    length
}

/// Dates and telephone numbers: digits in groups whose lengths tell that they belong together.
fn groups(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-' && c != '/').unwrap_or(rest.len());
    let kept = rest[..end].trim_end_matches(['-', '/']);
    if rest[kept.len()..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let lengths: Vec<usize> = kept.split(['-', '/']).map(str::len).collect();
    let slashes = kept.bytes().filter(|&b| b == b'/').count();
    let hyphens = lengths.len() - 1 - slashes;
    let whole = matches!(
        (slashes, hyphens, lengths.as_slice()),
        (0, 1, [1 | 3, 4] | [5, 4])
            | (0, 2, [3, 3, 4] | [1 | 2, 1 | 2, 2 | 4] | [4, 2, 2])
            | (0, 3, [1, 3, 3, 4])
            | (1, 0, [1 | 2, 1 | 2 | 4])
            | (2, 0, [1 | 2 | 4, 1 | 2, 1 | 2 | 4])
            | (1, 1, [3, 3, 4])
    );
    whole.then_some(kept.len())
}

/// Length of `.ext` at the start of `rest` if it ends a file or internet name.
fn file_ending(rest: &str, spelling: &Spelling) -> Option<usize> {
    let tail = rest.strip_prefix('.')?;
    let length = tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
    spelling.ending(&tail[..length]).then_some(1 + length)
}

/// Dotted names of small letters (comp.lang.ada): three parts or more.
fn newsgroup(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '.' && c != '-').unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(['.', '-']);
    let parts: Vec<usize> = name.split('.').map(str::len).collect();
    (parts.len() >= 3 && parts.iter().all(|&p| p >= 2) && !rest[end..].starts_with(char::is_alphanumeric))
        .then_some(name.len())
}

/// A word of letters: with inner apostrophes (O'Neil), dots (U.S., example.com), ampersands (AT&T), kept hyphens.
fn word(rest: &str, before: Option<char>, after: Option<char>, spelling: &Spelling) -> usize {
    let mut end = letters(rest);
    loop {
        let tail = &rest[end..];
        let mut chars = tail.chars();
        let (Some(mark), next) = (chars.next(), chars.next()) else { break };
        let next_is_letter = next.is_some_and(char::is_alphanumeric);
        let piece = &tail[mark.len_utf8()..];
        let more = mark.len_utf8() + letters(piece);
        let last = &rest[..end];
        match mark {
            '.' if next_is_letter && dotted(last, &piece[..letters(piece)], spelling) => end += more,
            '&' if next_is_letter
                && is_capital(last)
                && is_capital(&piece[..letters(piece)])
                && last.len() + piece.len() <= 8 =>
            {
                end += more
            }
            '-' if next_is_letter && before != Some('-') && spelling.prefix(last) => end += more,
            '/' if next_is_letter && spelling_pair(last, &piece[..letters(piece)]) => end += more,
            _ if is_apostrophe(mark) && next_is_letter && inner_apostrophe(piece) => end += more,
            '*' if next.is_some_and(|c| c == '*' || c.is_alphanumeric()) && !last.is_empty() => {
                let stars = tail.find(|c| c != '*').unwrap_or(tail.len());
                end += stars + letters(&tail[stars..]);
            }
            _ => break,
        }
    }
    // A word broken off (th- they), or a prefix by itself (pre- and post-war).
    if &rest[end..] == "-" && before.is_none() && (end <= 3 || spelling.prefix(&rest[..end])) {
        return end + 1;
    }
    if rest[end..].starts_with('.') && keeps_stop(&rest[..end], &rest[end + 1..], after, spelling) {
        return end + 1;
    }
    if rest[end..].starts_with('$') && is_capital(&rest[..end]) && end <= 3 {
        return end + 1;
    }
    end
}

fn letters(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && !is_mark(c)).unwrap_or(rest.len())
}

fn is_capital(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_uppercase)
}

/// Whether a full stop joins `last` and `piece`: initials (U.S), addresses (example.com).
fn dotted(last: &str, piece: &str, spelling: &Spelling) -> bool {
    let unit = last.rsplit('.').next().unwrap_or(last);
    let short = |w: &str| w.chars().count() == 1 && w.chars().all(char::is_alphabetic);
    if short(unit) && short(piece) {
        return true;
    }
    // Ph.D., Lt.Col. do not look like sentences run together ("it.The").
    if short(piece) && last.len() <= 2 && last.starts_with(char::is_uppercase) {
        return true;
    }
    spelling.ending(piece) && last.is_ascii()
}

/// w/o, s/he, I/C: single letters around a slash.
fn spelling_pair(last: &str, piece: &str) -> bool {
    last.len() == 1 && (piece.len() == 1 || matches!(piece, "out" | "he"))
}

/// Whether an apostrophe belongs inside the stretch: O'Neil, L'Enfant, o'clock, Shi'ite; not it's, they'll. Didn't
/// stays together here and comes apart in [`parts`]; gov't stays.
fn inner_apostrophe(piece: &str) -> bool {
    let tail = &piece[..letters(piece)];
    !["s", "m", "d", "re", "ve", "ll"].iter().any(|c| tail.eq_ignore_ascii_case(c))
}

/// Whether the full stop after `word` is part of it.
fn keeps_stop(word: &str, tail: &str, after: Option<char>, spelling: &Spelling) -> bool {
    if tail.starts_with("..") {
        return false;
    }
    let next = tail.chars().next();
    let follower = if next.is_none() { after } else { None };
    let number = follower.or(next).is_some_and(|c| c.is_ascii_digit());
    let name = number || follower.or(next).is_some_and(char::is_uppercase);
    if let Some(need) = spelling.abbreviation(word) {
        return match need {
            Need::Nothing => next.is_none_or(|c| !c.is_alphanumeric()),
            Need::Number => number,
            Need::Name => name || next.is_none() && follower.is_some_and(|c| !c.is_lowercase()),
        };
    }
    let initials = word.contains('.')
        && word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    if initials {
        return next.is_none_or(|c| !c.is_alphanumeric());
    }
    // A single capital is an initial before a name (George W. Bush); "I." ends a sentence.
    word.chars().count() == 1 && word != "I" && is_capital(word) && name
}

/// An apostrophe at the start of what is left: a clitic, a short year, a quotation mark.
fn apostrophe(rest: &str, before: Option<char>, spelling: &Spelling) -> usize {
    let mark = rest.chars().next().map_or(1, char::len_utf8);
    let tail = &rest[mark..];
    let length = letters(tail);
    if before.is_some_and(char::is_alphanumeric) {
        let clitic = ["s", "m", "d", "re", "ve", "ll"].iter().any(|c| tail[..length].eq_ignore_ascii_case(c));
        return if clitic { mark + length } else { mark };
    }
    let year = tail.get(..2).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
        && (length == 2 || length == 3 && tail.as_bytes()[2] == b's');
    let clipped =
        ["em", "n", "tis", "twas", "cause", "til", "bout"].iter().any(|c| tail[..length].eq_ignore_ascii_case(c));
    if before.is_none() && (year || clipped) && !tail[length..].starts_with(is_apostrophe) {
        return mark + length;
    }
    if spelling.emoticon(rest) {
        return rest.len();
    }
    // '' and `` are one mark.
    if tail.starts_with(['\'', '`', '’']) && rest.chars().next() == tail.chars().next() { 2 * mark } else { mark }
}

/// The lengths of the words inside a stretch that may be a contraction: they add up to its length.
fn parts(stretch: &str, spelling: &Spelling) -> Vec<usize> {
    let chars: Vec<(usize, char)> = stretch.char_indices().rev().take(3).collect();
    if let [(t_at, 't' | 'T'), (mark_at, mark), (n_at, 'n' | 'N')] = chars[..]
        && is_apostrophe(mark)
        && n_at > 0
        && t_at > mark_at
    {
        return vec![n_at, stretch.len() - n_at];
    }
    spelling.contraction(stretch).unwrap_or_else(|| vec![stretch.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let spans = words(text, Span::new(0, text.len()));
        spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn cases() {
        let cases = include_str!("../tests/tokens.txt");
        for line in cases.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (text, expected) = line.split_once(" => ").expect("text => words");
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
