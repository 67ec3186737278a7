//! Decides where sentences end: logistic regression over hashed features of the words around each gap.
//!
//! Every gap between two words of a paragraph is a candidate, not only those after full stops: web texts and wires end
//! sentences without any. Trained on the treebanks' raw text by `training/splitter.py`; see `training/SPLITTER.md`.

use crate::spelling::Spelling;
use crate::wordpiece::shape;
use parallax_model::Span;
use std::ops::Range;

/// Features are hashed into so many weights.
pub const TABLE: usize = 1 << 18;

/// Most words in one sentence: what is longer is no sentence, and trees cost the square of their length.
const LONGEST: usize = 400;

/// The trained weights.
pub struct Splitter {
    /// int8, [`TABLE`] of them; all zero without a weights file.
    weights: Vec<i8>,
    scale: f32,
    bias: f32,
}

impl Splitter {
    /// Reads `splitter.bin`: scale and bias (f32, little endian), then [`TABLE`] int8 weights.
    pub fn new(bytes: &[u8]) -> Splitter {
        let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        let mut weights: Vec<i8> = bytes.get(8..).unwrap_or(&[]).iter().map(|&b| b as i8).collect();
        weights.resize(TABLE, 0);
        Splitter { weights, scale: number(0), bias: number(4) }
    }

    /// Sentences of one paragraph, as ranges of its `words`.
    pub fn sentences(&self, text: &str, words: &[Span]) -> Vec<Range<usize>> {
        let (mut out, mut start) = (Vec::new(), 0);
        let context = Context::new(text, words);
        let mut features = Vec::new();
        let dateline = dateline(text, words);
        for gap in 0..words.len() {
            let last = gap + 1 == words.len() || dateline == Some(gap);
            if dateline.is_some_and(|end| gap < end) {
                continue;
            }
            let mut ends = || self.ends(&context, gap, start, &mut features) && !before_zone(text, words, gap);
            if last || gap + 1 - start >= LONGEST || ends() {
                out.push(start..gap + 1);
                start = gap + 1;
            }
        }
        out
    }

    fn ends(&self, context: &Context, gap: usize, start: usize, features: &mut Vec<u32>) -> bool {
        context.features(gap, start, features);
        let sum: i32 = features.iter().map(|&f| i32::from(self.weights[f as usize % TABLE])).sum();
        sum as f32 * self.scale + self.bias > 0.0
    }
}

/// Whether a zone of time goes on behind "a.m." or "p.m.": `9 a.m. North Korean time`.
fn before_zone(text: &str, words: &[Span], gap: usize) -> bool {
    const LONGEST_ZONE: usize = 4;
    let form = |i: usize| words.get(i).map_or("", |w| w.of(text));
    let hour = matches!(form(gap).to_lowercase().as_str(), "a.m." | "p.m.");
    let mut behind =
        (gap + 1..words.len()).take(LONGEST_ZONE).map(form).skip_while(|w| w.starts_with(char::is_uppercase));
    hour && behind.next() == Some("time")
}

/// The last word of a dateline at the head of a paragraph: `VARNA, July 1 (Agency) —`, `Varna (Agency) -`. It becomes a
/// sentence of its own, as it takes no part in the grammar of what follows.
fn dateline(text: &str, words: &[Span]) -> Option<usize> {
    const LONGEST_DATELINE: usize = 14;
    let form = |i: usize| words.get(i).map_or("", |w| w.of(text));
    let dash = (1..words.len().min(LONGEST_DATELINE)).find(|&i| matches!(form(i), "—" | "–" | "--" | "-" | "―"))?;
    let spaced = words.get(dash + 1).is_some_and(|next| next.start > words[dash].end) || form(dash) != "-";
    let capital = |w: &str| w.chars().all(|c| c.is_uppercase() || "-'’.".contains(c)) && w.chars().count() >= 3;
    let agency = form(dash - 1) == ")" && (0..dash).any(|i| form(i) == "(");
    let named = (0..dash).all(|i| {
        let word = form(i);
        word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || ",()/.".contains(c))
            || matches!(word, "of" | "de")
    });
    let place = form(0).chars().any(char::is_alphabetic);
    (spaced && place && named && (capital(form(0)) && dash <= 10 || agency)).then_some(dash)
}

/// What the features look at, found once per paragraph.
pub struct Context<'t> {
    text: &'t str,
    words: &'t [Span],
    lower: Vec<String>,
    shapes: Vec<u8>,
    /// Quotation marks and brackets open after each word.
    depth: Vec<u8>,
    /// Whether the paragraph hardly uses capitals, or hardly anything else.
    casing: u8,
}

impl<'t> Context<'t> {
    /// The context of one paragraph's `words`.
    pub fn new(text: &'t str, words: &'t [Span]) -> Context<'t> {
        let shapes: Vec<u8> = words.iter().map(|w| shape(w.of(text))).collect();
        let count = |class: &[u8]| shapes.iter().filter(|&s| class.contains(s)).count();
        let (lower, upper) = (count(&[1]), count(&[2, 3, 4, 5, 10]));
        let casing = match () {
            () if upper * 20 < lower => 1,
            () if upper > lower * 2 => 2,
            () => 0,
        };
        Context {
            text,
            words,
            casing,
            shapes,
            lower: words.iter().map(|w| w.of(text).to_lowercase()).collect(),
            depth: depths(text, words),
        }
    }

    /// Features of the gap after word `gap`, in a sentence that began at word `start`.
    pub fn features(&self, gap: usize, start: usize, out: &mut Vec<u32>) {
        out.clear();
        let form =
            |offset: isize| gap.checked_add_signed(offset).and_then(|i| self.lower.get(i)).map_or("", String::as_str);
        let class = |offset: isize| -> u32 {
            let Some(i) = gap.checked_add_signed(offset).filter(|&i| i < self.words.len()) else { return 20 };
            match self.shapes[i] {
                9 => 30 + mark(form(offset)),
                class => u32::from(class),
            }
        };
        let space = self.space(gap);
        let length = bucket(gap + 1 - start);
        let rest = bucket(self.words.len() - 1 - gap);
        let depth = u32::from(self.depth[gap]);
        let abbreviation = form(0).strip_suffix('.').map_or(0, |stem| {
            let text = self.words[gap].of(self.text);
            1 + u32::from(stem.contains('.')) * 2
                + u32::from(Spelling::bundled().abbreviation(&text[..text.len() - 1]).is_some())
        });
        let mut add = |template: u32, parts: &[u32], words: &[&str]| {
            let mut hash = 0x811c_9dc5u32 ^ template.wrapping_mul(0x9e37_79b1);
            for part in parts {
                hash = (hash ^ part).wrapping_mul(0x0100_0193).rotate_left(5);
            }
            for word in words {
                for byte in word.bytes().chain([0xff]) {
                    hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
                }
            }
            hash ^= hash >> 15;
            out.push(hash.wrapping_mul(0x2c1b_3c6d) >> 7 & (TABLE as u32 - 1));
        };
        let (a, b) = (class(0), class(1));
        for (template, offset) in (0..).zip(-2isize..=3) {
            add(template, &[], &[form(offset)]);
            add(10 + template, &[class(offset), space], &[]);
        }
        add(20, &[a, b, space], &[]);
        add(21, &[class(-1), a, b, space], &[]);
        add(22, &[a, b, class(2), space], &[]);
        add(23, &[class(-1), a, b, class(2), space], &[]);
        add(24, &[b, space], &[form(0)]);
        add(25, &[a, space, self.casing.into()], &[form(1)]);
        add(26, &[space], &[form(0), form(1)]);
        add(27, &[a, b], &[form(-1)]);
        add(28, &[a, b], &[form(2)]);
        add(29, &[a, b, length], &[]);
        add(30, &[a, b, rest], &[]);
        add(31, &[a, b, depth], &[]);
        add(32, &[a, b, abbreviation, length], &[]);
        add(33, &[a, b, self.casing.into(), space], &[]);
        add(34, &[a, b, class(2), class(3)], &[]);
        add(35, &[class(-2), class(-1), a, b], &[]);
        add(36, &[length, rest, a], &[]);
        add(37, &[a, b], &[form(1), form(2)]);
        add(38, &[a, b], &[form(-1), form(0)]);
        add(39, &[abbreviation, b], &[form(0)]);
        add(40, &[depth, space], &[form(0)]);
    }

    /// The white space after word `gap`: none, a blank, several, a line break.
    fn space(&self, gap: usize) -> u32 {
        let Some(next) = self.words.get(gap + 1) else { return 4 };
        let between = self.text.get(self.words[gap].end..next.start).unwrap_or("");
        match between.len() {
            0 => 0,
            _ if between.contains(['\n', '\r']) => 3,
            1 => 1,
            _ => 2,
        }
    }
}

/// How many quotation marks and brackets are open after each word, up to 3.
fn depths(text: &str, words: &[Span]) -> Vec<u8> {
    let (mut brackets, mut quoted) = (0u8, false);
    words
        .iter()
        .map(|w| {
            match w.of(text) {
                "(" | "[" | "{" => brackets = (brackets + 1).min(1),
                ")" | "]" | "}" => brackets = 0,
                "“" | "``" => quoted = true,
                "”" | "''" => quoted = false,
                "\"" => quoted = !quoted,
                _ => {}
            }
            brackets + 2 * u8::from(quoted)
        })
        .collect()
}

/// Kinds of marks.
fn mark(form: &str) -> u32 {
    match form {
        "." => 0,
        "?" => 1,
        "!" => 2,
        "," => 3,
        ";" => 4,
        ":" => 5,
        "\"" => 6,
        "“" | "``" => 7,
        "”" | "''" => 8,
        "'" | "’" | "‘" => 9,
        "(" | "[" => 10,
        ")" | "]" => 11,
        "-" => 12,
        "–" | "—" | "--" => 13,
        "..." | "…" => 14,
        "/" => 16,
        "*" | "•" | "·" => 17,
        _ if form.chars().all(|c| c == '.') => 15,
        _ if form.chars().all(|c| matches!(c, '!' | '?' | '.' | '…')) => 18,
        _ if form.chars().count() > 3 => 19,
        _ => 20,
    }
}

fn bucket(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=8 => 5,
        9..=15 => 6,
        16..=25 => 7,
        26..=45 => 8,
        _ => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reader;
    use crate::tokens;

    fn split(text: &str) -> Vec<&str> {
        let words = tokens::words(text, Span::new(0, text.len()));
        let ranges = Reader::bundled().splitter.sentences(text, &words);
        ranges.iter().map(|r| &text[words[r.start].start..words[r.end - 1].end]).collect()
    }

    #[test]
    fn ends_of_sentences() {
        let cases: [&[&str]; 10] = [
            &["The port was closed.", "It will open on Friday."],
            &["Mr. Smith of the U.S. Navy arrived at 5 p.m. on Jan. 5.", "He left again."],
            &["“We are leaving,” she said.", "“Nobody asked us.”"],
            &["“Why did they go?” he asked.", "Nobody knew."],
            &["VARNA, July 1 (Agency) —", "Two ships collided on Monday, police said."],
            &["Varna (Agency) -", "Two ships collided on Monday."],
            &["The ministry — which had no comment — was closed."],
            &["He paid $3.5 million to Baker & Co. in 1998."],
            &["The rocket rose at 9 a.m. North Korean time on Friday.", "It fell into the sea."],
            // FIXME: two sentences.
            &["The shop closed at 9 p.m. The time was short."],
        ];
        for sentences in cases {
            assert_eq!(split(&sentences.join(" ")), sentences);
        }
    }

    #[test]
    fn nothing_is_endless() {
        let text = "word ".repeat(3000);
        assert!(split(&text).iter().all(|s| s.split(' ').count() <= LONGEST));
        assert!(split("").is_empty());
    }
}
