//! A sorted list of words packed by front coding: each entry says how many bytes it shares with the one before.
//!
//! The format is `data/places/build.py`'s: read where it lies, nothing is unpacked at start. Odd bytes give fewer
//! entries, never a panic.

/// Entries that start anew every so often, so that a search needs to unpack one block only.
const BLOCK: usize = 16;
/// Longest word, in bytes: lengths are one byte.
const LONGEST: usize = 255;

/// A packed list; `payload` tells how many bytes follow the word of an entry.
pub(super) struct Front {
    offsets: &'static [u8],
    data: &'static [u8],
    /// Whether each entry carries record numbers (`u8` count, then `u24` each).
    numbered: bool,
}

/// An entry being read: its word and its record numbers, three bytes each.
struct Entry {
    word: [u8; LONGEST],
    length: usize,
    numbers: &'static [u8],
}

impl Front {
    /// The list in these bytes.
    pub fn new(bytes: &'static [u8], numbered: bool) -> Front {
        let blocks = bytes.get(..4).map_or(0, number);
        let offsets = bytes.get(4..4 + 4 * blocks).unwrap_or_default();
        Front { offsets, data: bytes.get(4 + 4 * blocks..).unwrap_or_default(), numbered }
    }

    /// The record numbers of `word`, three bytes each; none where it is not in the (sorted) list.
    pub fn find(&self, word: &str) -> &'static [u8] {
        self.position(word.as_bytes()).unwrap_or_default()
    }

    fn position(&self, word: &[u8]) -> Option<&'static [u8]> {
        // The last block whose first word is not after `word`.
        let (mut low, mut high) = (0, self.offsets.len() / 4);
        while low < high {
            let middle = low.midpoint(high);
            let first =
                self.block(middle).and_then(|block| Some(block.get(2..2 + usize::from(*block.get(1)?))? <= word));
            if first.unwrap_or(false) { low = middle + 1 } else { high = middle }
        }
        self.entries(low.checked_sub(1)?, |entry| {
            (entry.word.get(..entry.length) == Some(word)).then_some(entry.numbers)
        })
    }

    /// The word at that place of the list.
    pub fn word(&self, index: usize) -> Option<String> {
        let mut before = index % BLOCK;
        self.entries(index / BLOCK, |entry| match before.checked_sub(1) {
            Some(rest) => {
                before = rest;
                None
            }
            None => Some(String::from_utf8_lossy(entry.word.get(..entry.length)?).into_owned()),
        })
    }

    fn block(&self, index: usize) -> Option<&'static [u8]> {
        self.data.get(number(self.offsets.get(4 * index..4 * index + 4)?)..)
    }

    /// Reads the entries of a block until `visit` gives something.
    fn entries<T>(&self, block: usize, mut visit: impl FnMut(&Entry) -> Option<T>) -> Option<T> {
        let mut rest = self.block(block)?;
        let mut entry = Entry { word: [0; LONGEST], length: 0, numbers: &[] };
        for _ in 0..BLOCK {
            let (&[shared, further], after) = rest.split_first_chunk()?;
            let (shared, further) = (usize::from(shared), usize::from(further));
            let (bytes, after) = after.split_at_checked(further)?;
            entry.word.get_mut(shared..shared + further)?.copy_from_slice(bytes);
            entry.length = shared + further;
            rest = after;
            if self.numbered {
                let (&count, after) = rest.split_first()?;
                (entry.numbers, rest) = after.split_at_checked(3 * usize::from(count))?;
            }
            if let Some(found) = visit(&entry) {
                return Some(found);
            }
        }
        None
    }
}

/// A little-endian whole number of up to four bytes.
pub(super) fn number(bytes: &[u8]) -> usize {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// A little-endian whole number of three bytes with a sign.
pub(super) fn signed(bytes: &[u8]) -> i32 {
    let value = number(bytes) as i32;
    if value >= 1 << 23 { value - (1 << 24) } else { value }
}
