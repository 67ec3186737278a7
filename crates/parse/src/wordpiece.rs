//! Cuts words into the encoder's pieces (WordPiece as BERT uncased does it: Wu et al. 2016, Devlin et al. 2019), and
//! tells the shape that lower-casing hides from it.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A word longer than this many characters is read as unknown.
const LONGEST_WORD: usize = 100;

/// The vocabulary and its special pieces.
pub struct WordPiece {
    ids: HashMap<&'static str, u32>,
    unknown: u32,
    /// Opens every sentence; its vector stands for the root of the tree.
    pub cls: u32,
    /// Closes every sentence.
    pub sep: u32,
}

impl WordPiece {
    /// Reads a vocabulary: one piece a line, its id the line's number from 0.
    pub fn new(vocabulary: &'static str) -> WordPiece {
        let ids: HashMap<_, _> = vocabulary.lines().zip(0u32..).collect();
        let special = |name| ids.get(name).copied().unwrap_or(0);
        WordPiece { unknown: special("[UNK]"), cls: special("[CLS]"), sep: special("[SEP]"), ids }
    }

    /// Adds the pieces of one word to `out`: one at least.
    pub fn word(&self, word: &str, out: &mut Vec<u32>) {
        let before = out.len();
        if word.chars().nth(LONGEST_WORD).is_none() {
            let text = normalised(word);
            let mut rest = text.as_str();
            while let Some(start) = rest.find(|c| c != ' ') {
                rest = &rest[start..];
                let end = match rest.chars().next() {
                    Some(c) if is_punctuation(c) => c.len_utf8(),
                    _ => rest.find(|c| c == ' ' || is_punctuation(c)).unwrap_or(rest.len()),
                };
                self.matches(&rest[..end], out);
                rest = &rest[end..];
            }
        }
        if out.len() == before {
            out.push(self.unknown);
        }
    }

    /// Longest known piece first; a token that cannot be covered is unknown as a whole.
    fn matches(&self, token: &str, out: &mut Vec<u32>) {
        let before = out.len();
        let mut start = 0;
        let mut key = String::new();
        while start < token.len() {
            let ends = token[start..].char_indices().rev().map(|(i, c)| start + i + c.len_utf8());
            let found = ends.into_iter().find_map(|end| {
                key.clear();
                key.push_str(if start > 0 { "##" } else { "" });
                key.push_str(&token[start..end]);
                self.ids.get(key.as_str()).map(|&id| (id, end))
            });
            let Some((id, end)) = found else {
                out.truncate(before);
                out.push(self.unknown);
                return;
            };
            out.push(id);
            start = end;
        }
    }
}

/// Lower case, accents and control characters dropped, blanks made plain, CJK characters set apart.
fn normalised(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_graphic()) {
        return word.to_ascii_lowercase();
    }
    let mut clean = String::with_capacity(word.len() + 8);
    for c in word.chars() {
        match c {
            '\t' | '\n' | '\r' => clean.push(' '),
            _ if c.general_category() == GeneralCategory::SpaceSeparator => clean.push(' '),
            '\u{fffd}' => {}
            _ if c.general_category_group() == GeneralCategoryGroup::Other => {}
            _ if is_cjk(c) => clean.extend([' ', c, ' ']),
            _ => clean.push(c),
        }
    }
    clean.to_lowercase().nfd().filter(|c| c.general_category() != GeneralCategory::NonspacingMark).collect()
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// The blocks that BERT calls CJK.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F
        | 0x2B740..=0x2B81F | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

/// The class (1–11) of a word's outer form: 1 lower case, 2 Title, 3 single capital, 4 UPPER, 5 MiXed, 6 digits,
/// 7 digits and marks, 8 digits and letters, 9 marks alone, 10 capitals with full stops. Class 0 is kept for the special
/// pieces. The training repeats this exactly.
pub fn shape(word: &str) -> u8 {
    let count = |test: fn(char) -> bool| word.chars().filter(|&c| test(c)).count();
    let letters = count(char::is_alphabetic);
    let digits = word.chars().any(|c| !c.is_alphabetic() && c.is_numeric());
    let others = word.chars().any(|c| !c.is_alphabetic() && !c.is_numeric());
    let (upper, lower) = (count(char::is_uppercase), count(char::is_lowercase));
    match (letters, digits) {
        (0, false) => 9,
        (0, true) => {
            if others {
                7
            } else {
                6
            }
        }
        (_, true) => 8,
        _ if word.contains('.') && upper >= 1 && lower == 0 => 10,
        _ if upper == 0 => 1,
        (1, _) => 3,
        _ if upper == letters => 4,
        _ if upper == 1 && word.starts_with(char::is_uppercase) => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<u32> {
        let vocabulary = "[UNK]\n[CLS]\n[SEP]\nzurich\ncafe\n-\nmail\ne\nun\n##aff\n##able\n中\n'\ns";
        let mut out = Vec::new();
        WordPiece::new(vocabulary).word(word, &mut out);
        out
    }

    #[test]
    fn cuts_as_bert_does() {
        assert_eq!(pieces("Café"), [4]);
        assert_eq!(pieces("ZÜRICH"), [3]);
        assert_eq!(pieces("e-mail"), [7, 5, 6]);
        assert_eq!(pieces("unaffable"), [8, 9, 10]);
        assert_eq!(pieces("unaffected"), [0]);
        assert_eq!(pieces("'s"), [12, 13]);
        assert_eq!(pieces("中中"), [11, 11]);
        assert_eq!(pieces("\u{200b}"), [0]);
        assert_eq!(pieces(&"x".repeat(101)), [0]);
    }

    #[test]
    fn shapes() {
        let expected = [
            ("the", 1),
            ("Baker", 2),
            ("A", 3),
            ("NATO", 4),
            ("McKay", 5),
            ("1998", 6),
            ("10:30", 7),
            ("20th", 8),
            ("—", 9),
            ("U.S.", 10),
            ("e-mail", 1),
            ("O'Neil", 5),
            ("p.m.", 1),
        ];
        for (word, class) in expected {
            assert_eq!(shape(word), class, "{word}");
        }
    }
}
