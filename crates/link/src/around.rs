//! What stands around a statement: the words of its sentence and of those beside it.
//!
//! A clause may say little ("left", "the interview"), and reports of one story share such words by chance; where both tell of
//! one happening, what surrounds it shares words too. Words are weighed by how few sentences hold them (Spärck Jones 1972)
//! and compared by cosine.

use parallax_model::{Document, Sentence, Upos};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Weight of a word that only a sentence beside the statement's own has.
const BESIDE: f32 = 0.5;

/// Sentences that hold no word in question, counted besides: in a story of a few sentences every word would be common.
const BESIDES: f32 = 20.0;

/// Numbers of words with their weights, sorted, of length 1; empty when nothing stands there.
pub(crate) type Around = Vec<(u32, f32)>;

/// The words of all sentences: their numbers and in how many sentences they stand.
pub(crate) struct Words<'d> {
    documents: &'d [Document],
    known: BTreeMap<String, (u32, f32)>,
    sentences: f32,
}

impl<'d> Words<'d> {
    /// Counts the words of all reports.
    pub fn new(documents: &'d [Document]) -> Words<'d> {
        let mut known: BTreeMap<String, (u32, f32)> = BTreeMap::new();
        let mut sentences = BESIDES;
        for sentence in documents.iter().flat_map(|d| &d.sentences) {
            sentences += 1.0;
            for word in content(sentence).collect::<BTreeSet<_>>() {
                let next = known.len() as u32;
                known.entry(word).or_insert((next, 0.0)).1 += 1.0;
            }
        }
        Words { documents, known, sentences }
    }

    /// What stands around a statement of a report, its own predicate left out.
    pub fn around(&self, report: usize, sentence: usize, predicate: &str) -> Around {
        let Some(document) = self.documents.get(report) else { return Vec::new() };
        let mut found: BTreeMap<u32, f32> = BTreeMap::new();
        for s in sentence.saturating_sub(1)..=sentence + 1 {
            let share = if s == sentence { 1.0 } else { BESIDE };
            for word in document.sentences.get(s).into_iter().flat_map(content).filter(|w| w != predicate) {
                let Some(&(number, holders)) = self.known.get(&word) else { continue };
                let weight = share * (self.sentences / holders).ln();
                let entry = found.entry(number).or_insert(0.0);
                *entry = entry.max(weight);
            }
        }
        let length = found.values().map(|w| w * w).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        found.into_iter().map(|(word, w)| (word, w / length)).collect()
    }
}

fn content(sentence: &Sentence) -> impl Iterator<Item = String> + '_ {
    const CONTENT: [Upos; 6] = [Upos::Noun, Upos::Propn, Upos::Verb, Upos::Adj, Upos::Adv, Upos::Num];
    let tells = |lemma: &str| lemma.chars().nth(1).is_some();
    sentence.tokens.iter().filter(move |t| CONTENT.contains(&t.upos) && tells(&t.lemma)).map(|t| t.lemma.to_lowercase())
}

/// How much of what stands around two statements is the same, 0 to 1; `None` where one has nothing around it.
pub(crate) fn likeness(a: &Around, b: &Around) -> Option<f32> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += x.1 * y.1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_model::{ReportId, Span, Token};

    /// A report whose sentences are words apart by blanks, all of them nouns.
    fn document(report: usize, sentences: &[&str]) -> Document {
        let token = |word: &str| Token {
            span: Span::new(0, 1),
            lemma: word.to_string(),
            upos: Upos::Noun,
            xpos: String::new(),
            feats: String::new(),
            head: None,
            deprel: String::new(),
        };
        let sentence = |words: &&str| Sentence { tokens: words.split(' ').map(token).collect(), ..Sentence::default() };
        Document {
            report: ReportId(report),
            sentences: sentences.iter().map(sentence).collect(),
            ..Document::default()
        }
    }

    #[test]
    fn words_around_tell_two_uses_of_one_verb_apart() {
        let documents = [
            document(0, &["coach raise question", "striker injury", "harbour ferry storm"]),
            document(1, &["coach raise question", "striker injury", "bank raise rate"]),
        ];
        let words = Words::new(&documents);
        let like = |a: (usize, usize), b: (usize, usize)| {
            likeness(&words.around(a.0, a.1, "raise"), &words.around(b.0, b.1, "raise")).unwrap_or(f32::NAN)
        };
        assert!((like((0, 0), (1, 0)) - 1.0).abs() < 1e-5, "copies: {}", like((0, 0), (1, 0)));
        let (beside, own) = (like((0, 0), (1, 2)), like((0, 1), (1, 1)));
        assert!(beside < own, "{beside} is less than {own}");
        assert_eq!(like((0, 2), (1, 0)).max(0.3), 0.3, "only the sentence beside is shared");
    }

    #[test]
    fn the_predicate_itself_is_not_what_surrounds_it() {
        let documents = [document(0, &["raise"]), document(1, &["raise"])];
        let words = Words::new(&documents);
        assert!(words.around(0, 0, "raise").is_empty());
        assert_eq!(likeness(&words.around(0, 0, "raise"), &words.around(1, 0, "raise")), None);
        assert!(words.around(7, 0, "raise").is_empty(), "no such report");
    }
}
