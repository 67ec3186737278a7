//! Small pieces of wording shared by the writers: letters of accounts, dates, cut quotes, safe text.

use jiff::civil::Date;
use parallax_model::{Precision, Span, When};

/// The letter of a report: A, B … Z, AA, AB ….
pub fn letter(report: usize) -> String {
    let mut name = String::new();
    let mut n = report + 1;
    while n > 0 {
        n -= 1;
        name.insert(0, char::from(b'A' + (n % 26) as u8));
        n /= 26;
    }
    name
}

/// Report text made safe for one line: line breaks become spaces, runs of spaces one, and what could steer a screen is dropped.
pub fn printable(text: &str) -> String {
    harmless(text).split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Report text without control characters (escape sequences, bidirectional overrides), since a report must not be able
/// to steer the screen; each white space becomes a space.
pub fn harmless(text: &str) -> String {
    let hidden =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|&c| !c.is_control() && !hidden(c)).collect()
}

/// At most `most` characters of `text`, cut between words and marked with `…`.
pub fn cut(text: &str, most: usize) -> String {
    let text = printable(text);
    if text.chars().count() <= most {
        return text;
    }
    let end = text.char_indices().nth(most.saturating_sub(1)).map_or(text.len(), |(i, _)| i);
    let end = text[..end].rfind(' ').filter(|&i| i > 0).unwrap_or(end);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ']))
}

/// A quotation, cut and marked as one; its own outer marks are not doubled.
pub fn quote(text: &str, most: usize) -> String {
    let marks = ['“', '”', '"'];
    format!("“{}”", cut(text.trim().trim_matches(marks), most))
}

/// A quotation of a sentence, of at most some `most` characters, in which `words` of it are seen.
pub fn quote_around(text: &str, words: Span, sentence: Span, most: usize) -> String {
    let before = Span::new(sentence.start.min(words.start), words.start).of(text);
    let long = before.chars().count() > most / 2;
    // Begins within a third of the length before the words, at a word's beginning.
    let skipped = before.char_indices().rev().nth(most / 3).map_or(0, |(i, _)| i);
    let skipped = before[skipped..].find(' ').map_or(before.len(), |i| skipped + i + 1);
    let start = words.start - before.len() + if long { skipped } else { 0 };
    let shown = quote(Span::new(start, sentence.end.max(words.end)).of(text), most);
    if long { shown.replacen('“', "“…", 1) } else { shown }
}

/// `27 Jun 2025`.
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(usize::from(date.month().unsigned_abs()).saturating_sub(1)).copied().unwrap_or("");
    format!("{} {} {}", date.day(), month, date.year())
}

/// A span of days as a reader would write it; `~` marks what was concluded rather than said.
pub fn when(when: &When) -> String {
    let text = match when.precision {
        _ if when.start == when.end => date(when.start),
        Precision::Month => date(when.start).split_once(' ').map_or(String::new(), |(_, rest)| rest.to_string()),
        Precision::Year => when.start.year().to_string(),
        _ => format!("{} – {}", date(when.start), date(when.end)),
    };
    if when.inferred { format!("~{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letter), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
    #[test]
    fn quotes_are_cut_between_words_and_made_safe() {
        assert_eq!(quote("seven people were arrested on Monday", 20), "“seven people were…”");
        assert_eq!(quote("“brutal\n killings”", 40), "“brutal killings”");
        assert_eq!(printable("a\u{1b}[31mred\u{202e}b"), "a[31mredb");
    }
    #[test]
    fn words_far_back_in_a_sentence_are_seen() {
        let text =
            "Before. The quay gave way below the crowd that had come to see the ships, and 12 of them drowned. Behind.";
        let at = text.find("12").unwrap();
        let sentence = Span::new(8, text.find(" Behind").unwrap());
        let seen = |most| quote_around(text, Span::new(at, at + 2), sentence, most);
        assert_eq!(seen(30), "“…and 12 of them drowned.”");
        assert_eq!(seen(500), format!("“{}”", sentence.of(text)));
    }
}
