//! Words of a stretch of text, cut for time expressions: `10:30`, `mid-June` and `Tuesday's` fall apart, `p.m.` and `20th` stay whole.
//!
//! The reader's tokens follow Universal Dependencies, where hyphens and clock times are cut by other conventions;
//! cutting anew from the text keeps the grammar independent of them (and of the reader).

use parallax_model::Span;

/// A word, number or single punctuation mark.
#[derive(Clone, PartialEq, Debug)]
pub struct Word {
    /// Its characters in the report's text.
    pub span: Span,
    /// Lower-case form with typographic apostrophes made plain.
    pub lower: String,
    /// Whether it begins with an upper-case letter.
    pub capital: bool,
}

/// The words of `text`, whose first byte stands at `offset` of the report's text.
pub fn words(text: &str, offset: usize) -> Vec<Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let byte = |i: usize| chars.get(i).map_or(text.len(), |c| c.0);
    let (mut found, mut i) = (Vec::new(), 0);
    while let Some(c) = at(i) {
        let end = if c.is_whitespace() {
            i += 1;
            continue;
        } else if c.is_ascii_digit() {
            number_end(&at, i)
        } else if c.is_alphabetic() {
            word_end(&at, i)
        } else if is_apostrophe(c) && i > 0 && at(i - 1).is_some_and(char::is_alphanumeric) && ends_clitic(&at, i) {
            i + 2
        } else {
            i + 1
        };
        let span = Span::new(byte(i), byte(end));
        let lower = span.of(text).to_lowercase().replace('’', "'");
        found.push(Word { span: Span::new(span.start + offset, span.end + offset), lower, capital: c.is_uppercase() });
        i = end;
    }
    found
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Whether an `'s` stands at `i`.
fn ends_clitic(at: &impl Fn(usize) -> Option<char>, i: usize) -> bool {
    at(i + 1).is_some_and(|c| c.eq_ignore_ascii_case(&'s')) && !at(i + 2).is_some_and(char::is_alphanumeric)
}

fn word_end(at: &impl Fn(usize) -> Option<char>, start: usize) -> usize {
    let letter = |i: usize| at(i).is_some_and(char::is_alphabetic);
    // "p.m.", "B.C.": single letters with dots between.
    if at(start + 1) == Some('.') && letter(start + 2) && !letter(start + 3) {
        let mut end = start + 3;
        while at(end) == Some('.') && letter(end + 1) && !letter(end + 2) {
            end += 2;
        }
        return if at(end) == Some('.') { end + 1 } else { end };
    }
    let mut end = start;
    while letter(end) || (end > start && at(end).is_some_and(|c| c.is_ascii_digit())) {
        end += 1;
    }
    // "o'clock", "New Year's" keeps its clitic apart, "April Fools'" its apostrophe.
    if end == start + 1 && at(start).is_some_and(|c| c.eq_ignore_ascii_case(&'o')) && at(end).is_some_and(is_apostrophe)
    {
        while letter(end + 1) {
            end += 1;
        }
        return if end > start + 1 { end + 1 } else { end };
    }
    end
}

fn number_end(at: &impl Fn(usize) -> Option<char>, start: usize) -> usize {
    let digit = |i: usize| at(i).is_some_and(|c| c.is_ascii_digit());
    let run = |mut i: usize| {
        while digit(i) {
            i += 1;
        }
        i
    };
    let mut end = run(start);
    // Thousands: "5,000", not "May 5,2000".
    while end - start <= 3 + 4 * 3 && at(end) == Some(',') && run(end + 1) == end + 4 {
        end += 4;
    }
    // Decimals: "3.5", but "01.07.2025" is a date and "v1.2.3" none of ours.
    if at(end) == Some('.') && digit(end + 1) {
        let after = run(end + 1);
        let date = at(after) == Some('.') && digit(after + 1);
        if !date && start.checked_sub(1).and_then(at) != Some('.') {
            return after;
        }
    }
    // "20th", "1990s" in one piece; "5pm" in two.
    let mut suffix = String::new();
    let mut i = end;
    while let Some(c) = at(i).filter(|c| c.is_alphabetic()) {
        suffix.extend(c.to_lowercase());
        i += 1;
        if suffix.len() > 2 {
            break;
        }
    }
    if matches!(suffix.as_str(), "st" | "nd" | "rd" | "th" | "s") { i } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        words(text, 0).iter().map(|w| w.span.of(text)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_are_cut_for_time() {
        assert_eq!(cut("mid-June, Tuesday's 10:30 p.m. GMT"), "mid|-|June|,|Tuesday|'s|10|:|30|p.m.|GMT");
        assert_eq!(cut("the 20th, 1990s, 5pm, o'clock"), "the|20th|,|1990s|,|5|pm|,|o'clock");
        assert_eq!(cut("5,000 or May 5,2000 or 3.5 or 01.07.2025"), "5,000|or|May|5|,|2000|or|3.5|or|01|.|07|.|2025");
        assert_eq!(cut("’90s in the 1930’s"), "’|90s|in|the|1930|’s");
    }
}
