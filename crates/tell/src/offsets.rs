//! Byte offsets → Unicode code points, the unit of every outside format.

use parallax_model::Span;

/// Bytes between two counted marks.
const STEP: usize = 256;

/// Converts byte offsets of one text into code-point offsets, in constant time each.
pub struct Offsets<'t> {
    text: &'t str,
    /// Code points before byte `i * STEP`; empty for pure ASCII, where both offsets are the same.
    marks: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// Counts the text once.
    pub fn new(text: &'t str) -> Offsets<'t> {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for (i, byte) in text.bytes().enumerate() {
                if i % STEP == 0 {
                    marks.push(count);
                }
                // Every byte that does not continue a character begins one.
                count += usize::from(byte & 0xc0 != 0x80);
            }
        }
        Offsets { text, marks }
    }
    /// Code points before byte `at`.
    pub fn point(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.marks.is_empty() {
            return at;
        }
        let mark = (at / STEP).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * STEP..at];
        self.marks[mark] + rest.iter().filter(|&&b| b & 0xc0 != 0x80).count()
    }
    /// A span in code points.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.point(span.start), self.point(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_as_chars_do(text in "[a-zé“日😀 ]{0,900}") {
            let offsets = Offsets::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.point(at), n);
            }
            prop_assert_eq!(offsets.point(text.len()), text.chars().count());
        }
    }
}
