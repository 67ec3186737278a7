//! Words as coreference compares them: folded, without small words, and by how they sound.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case without diacritics ("Erdoğan" → "erdogan"); letters that only look composed are taken apart too.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().map(|c| if c == '`' { '\'' } else { c.to_ascii_lowercase() }).collect();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c) && !is_unseen(c)) {
        match c {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ə' | 'Ə' => out.push('e'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            '’' | '‘' | 'ʼ' | 'ʻ' | '`' => out.push('\''),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Characters that only say where a word may be broken, and nobody sees: soft hyphens, joiners and spaces of no width.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The words of a phrase, folded: split at everything but letters, digits and `&`; full stops and apostrophes inside a
/// word vanish ("U.N." → "un"), a possessive ending is cut.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut out = Vec::new();
    for piece in folded.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '&'))) {
        let piece = piece.strip_suffix("'s").unwrap_or(piece);
        let word: String = piece.chars().filter(|c| !matches!(c, '.' | '\'')).collect();
        if !word.is_empty() {
            out.push(word);
        }
    }
    out
}

/// Words that carry no content inside a name or a description.
pub fn is_small(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "of"
            | "and"
            | "for"
            | "in"
            | "on"
            | "at"
            | "to"
            | "by"
            | "with"
            | "from"
            | "&"
            | "s"
            | "or"
            | "this"
            | "that"
            | "these"
            | "those"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "my"
            | "your"
            | "both"
            | "all"
    )
}

/// How a word sounds, coarsely, across the ways of writing Slavic, Arabic, Persian, Turkic and Korean names in English.
///
/// Spelling systems differ in digraphs (kh/h, zh/j, ts/tz/c, ck/k/q), in the glide (y/i/j, iy/yy/ii), in doubling and in
/// w/v. Two spellings of one name have the same sound here; see BGN/PCGN and ALA-LC romanisation tables for the variants.
pub fn sound(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(chars.len());
    let mut i = 0;
    while i < chars.len() {
        let (piece, used): (&str, usize) = match chars.get(i..).unwrap_or_default() {
            ['t', 'c', 'h', ..] => ("C", 3),
            ['d', 'z', 'h', ..] => ("J", 3),
            ['s', 'c', 'h', ..] => ("S", 3),
            ['e', 'y' | 'j', 'e', ..] => ("e", 3),
            ['k' | 'q', 'h', ..] => ("h", 2),
            ['g', 'h', ..] => ("g", 2),
            ['p', 'h', ..] => ("f", 2),
            ['s', 'h' | 'z', ..] => ("S", 2),
            ['c', 'h' | 'z', ..] | ['t', 'j', ..] => ("C", 2),
            ['z', 'h', ..] | ['d', 'j', ..] => ("J", 2),
            ['t', 's' | 'z', ..] => ("c", 2),
            ['d', 'h', ..] => ("d", 2),
            ['t', 'h', ..] => ("t", 2),
            ['c', 'k', ..] => ("k", 2),
            ['y' | 'j' | 'i', 'a', ..] => ("ia", 2),
            ['y' | 'j' | 'i', 'u', ..] => ("iu", 2),
            ['y' | 'j' | 'i', 'o', ..] => ("io", 2),
            ['y' | 'i' | 'j' | 'e', 'e', ..] => ("e", 2),
            ['o', 'u' | 'o', ..] => ("u", 2),
            ['e' | 'a', 'y' | 'i', ..] | ['i', 'j', ..] => ("i", 2),
            _ => match chars[i] {
                'y' | 'j' if i + 1 == chars.len() || i > 0 => ("i", 1),
                'q' => ("k", 1),
                'w' => ("v", 1),
                'x' => ("ks", 1),
                'c' => (if matches!(chars.get(i + 1), Some('e' | 'i' | 'y')) { "s" } else { "k" }, 1),
                c => {
                    if !out.ends_with(c) {
                        out.push(c);
                    }
                    i += 1;
                    continue;
                }
            },
        };
        for c in piece.chars() {
            if !out.ends_with(c) {
                out.push(c);
            }
        }
        i += used;
    }
    out
}

/// The consonants of a word's sound, and its first letter whatever it is ("muhammad", "mohamed" → "mhmd").
pub fn bones(word: &str) -> String {
    bones_of(&sound(word))
}

/// The same from a sound.
pub fn bones_of(sound: &str) -> String {
    sound
        .chars()
        .enumerate()
        .filter(|&(i, c)| i == 0 || !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'))
        .map(|(_, c)| c)
        .collect()
}

/// Letters to insert, drop, change or swap with a neighbour to make one word of the other (Damerau 1964), counted up to 3.
pub fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 2 {
        return 3;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            row[j] = (last[j - 1] + usize::from(a[i - 1] != b[j - 1])).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0).min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (a, b) in [
            ("dmitriy", "dmitry"),
            ("dmitry", "dmitri"),
            ("akhmetov", "ahmetov"),
            ("andreyev", "andreev"),
            ("sergey", "sergei"),
            ("yulia", "julia"),
            ("husayn", "husain"),
            ("hussain", "husain"),
            ("tarasovskyy", "tarasovskiy"),
            ("tarasovskyy", "tarasovsky"),
            ("wladimir", "vladimir"),
            ("qassem", "kasem"),
            ("wolodin", "volodin"),
        ] {
            assert_eq!(sound(a), sound(b), "{a} {b}");
        }
        for (a, b) in [("ivanov", "ivanova"), ("petrov", "pavlov"), ("hasan", "husan"), ("maria", "mario")] {
            assert_ne!(sound(a), sound(b), "{a} {b}");
        }
        assert_eq!(bones("muhammad"), bones("mohamed"));
    }

    #[test]
    fn words_are_folded_and_cut() {
        assert_eq!(words("the U.N.’s Müller-Łoś"), ["the", "un", "muller", "los"]);
        assert_eq!(edits("haram", "harm"), 1);
        assert_eq!(edits("ab", "ba"), 1);
    }
}
