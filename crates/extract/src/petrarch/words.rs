//! A sentence as PETRARCH sees it: upper-case words; `_` and `-` part words, punctuation is left out.

use crate::tree::Tree;
use parallax_model::Upos;

/// The words of a sentence, each with its token in the tree.
pub(super) struct Words {
    forms: Vec<String>,
    tokens: Vec<usize>,
}

impl Words {
    pub fn of(tree: &Tree) -> Words {
        let mut words = Words { forms: Vec::new(), tokens: Vec::new() };
        for token in 0..tree.len() {
            for piece in tree.form(token).split(['_', '-']) {
                let word = piece.trim_end_matches('.').to_uppercase().replace('’', "'");
                if !word.is_empty() && (tree.upos(token) != Upos::Punct || word.chars().any(char::is_alphanumeric)) {
                    words.forms.push(word);
                    words.tokens.push(token);
                }
            }
        }
        words
    }
    pub fn len(&self) -> usize {
        self.forms.len()
    }
    pub fn form(&self, word: usize) -> &str {
        self.forms.get(word).map_or("", String::as_str)
    }
    /// The word's token in the tree.
    pub fn token(&self, word: usize) -> usize {
        self.tokens.get(word).copied().unwrap_or(0)
    }
    /// Whether `phrase` stands from word `start` on.
    pub fn run(&self, start: usize, phrase: &[String]) -> bool {
        phrase.iter().enumerate().all(|(i, word)| self.forms.get(start + i) == Some(word))
    }
    /// Whether `phrase` stands anywhere.
    pub fn hold(&self, phrase: &[String]) -> bool {
        !phrase.is_empty() && (0..self.len()).any(|start| self.run(start, phrase))
    }
}
