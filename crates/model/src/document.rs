//! A report's grammar: sentences, words, dependency trees, names, quotations (Universal Dependencies v2).

use crate::{ReportId, Span};
use std::collections::BTreeMap;

/// Length of one meaning vector ([`Sentence::vectors`]).
pub const MEANING: usize = 128;

/// Length of the vector of a word by itself ([`Document::words`]).
pub const WORD: usize = 384;

/// A parsed report.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Document {
    /// The report's index in the story.
    pub report: ReportId,
    /// In text order; every word of the body belongs to exactly one.
    pub sentences: Vec<Sentence>,
    /// Named entities, in text order, never overlapping.
    pub names: Vec<Name>,
    /// Quotations, in text order; may run over several sentences.
    pub quotes: Vec<Quote>,
    /// What its verbs, nouns and adjectives mean by themselves, whatever stands around them, by lower-case lemma: a vector of
    /// [`WORD`] numbers, of length 127. Empty when the document was not read by the model.
    pub words: BTreeMap<String, Vec<i8>>,
}

/// One sentence: words with a dependency tree over them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sentence {
    /// From the first word's start to the last word's end.
    pub span: Span,
    /// 0-based paragraph (blank line or line break of the layout).
    pub paragraph: usize,
    /// Whether it is a headline or title line, not running text.
    pub title: bool,
    /// Its words.
    pub tokens: Vec<Token>,
    /// One meaning vector of [`MEANING`] numbers per word, one after another (not normalised). The mean over a clause's
    /// words, normalised, has the geometry of sentence embeddings: cosine tells likeness of meaning. Empty when the
    /// document was not read by the model (a CoNLL-U file).
    pub vectors: Vec<f32>,
}

/// A syntactic word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its characters in the report's text.
    pub span: Span,
    /// Dictionary form ("arrested" → "arrest"; proper nouns keep their capitals).
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag ("VBD").
    pub xpos: String,
    /// Universal features, `Tense=Past|VerbForm=Fin`, or `_`.
    pub feats: String,
    /// Index of the head word in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head, with subtype (`nsubj:pass`).
    pub deprel: String,
}

impl Token {
    /// The relation without its subtype (`nsubj:pass` → `nsubj`).
    pub fn relation(&self) -> &str {
        let end = self.deprel.bytes().position(|b| b == b':').unwrap_or(self.deprel.len());
        self.deprel.get(..end).unwrap_or("")
    }
    /// Whether the features hold `pair` ("Number=Plur").
    pub fn has(&self, pair: &str) -> bool {
        self.feats.split('|').any(|x| x == pair)
    }
}

impl Sentence {
    /// Direct dependents of word `head`, left to right.
    pub fn children(&self, head: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&i| self.tokens[i].head == Some(head))
    }
    /// The first dependent of `head` in relation `relation` (with or without subtype).
    pub fn child(&self, head: usize, relation: &str) -> Option<usize> {
        self.children(head).find(|&i| self.tokens[i].deprel == relation || self.tokens[i].relation() == relation)
    }
    /// Word `top` and all below it, in text order; `keep` decides which dependents are followed.
    pub fn subtree(&self, top: usize, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        let (mut found, mut next) = (vec![top], vec![top]);
        while let Some(head) = next.pop() {
            for child in self.children(head).filter(|&i| keep(i)) {
                found.push(child);
                next.push(child);
            }
        }
        found.sort_unstable();
        found
    }
    /// The span from the first to the last of `words` (which must be sorted and not empty).
    pub fn cover(&self, words: &[usize]) -> Span {
        match (words.first(), words.last()) {
            (Some(&a), Some(&b)) => Span::new(self.tokens[a].span.start, self.tokens[b].span.end),
            _ => Span::default(),
        }
    }
    /// The word's characters.
    pub fn form<'t>(&self, word: usize, text: &'t str) -> &'t str {
        self.tokens[word].span.of(text)
    }
}

/// A named entity found by the reader.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// Index of the sentence.
    pub sentence: usize,
    /// First word and one past the last.
    pub tokens: (usize, usize),
    /// Its characters.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NameKind {
    /// A person.
    Person,
    /// An organisation: agencies, outlets, companies, parties, armed groups.
    Organisation,
    /// A place: countries, cities, regions, buildings as places.
    Place,
    /// Another name: nationalities as names, works, events, products.
    Other,
}

/// A quotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quote {
    /// The quoted words with their marks.
    pub span: Span,
    /// Whether the closing mark was found (a quotation may stay open at a paragraph's end and go on in the next).
    pub closed: bool,
}

/// Universal part-of-speech tags, <https://universaldependencies.org/u/pos/>.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All of them, in alphabetical order of their names.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];
    /// The name in CoNLL-U ("ADJ").
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 17] = [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
            "SCONJ", "SYM", "VERB", "X",
        ];
        NAMES[self as usize]
    }
    /// The tag of that name; [`Upos::X`] for any other.
    pub fn named(name: &str) -> Upos {
        Upos::ALL.into_iter().find(|tag| tag.name() == name).unwrap_or(Upos::X)
    }
    /// NOUN, PROPN or PRON.
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron)
    }
}
