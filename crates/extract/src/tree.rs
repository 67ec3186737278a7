//! One sentence's dependency tree with its branches indexed: how every rule here looks at grammar.
//!
//! [`Sentence::children`] walks the whole sentence; a rule asks for children hundreds of times, so they are listed once.

use parallax_model::{Sentence, Span, Token, Upos};

/// A sentence, its text, and the children of every word.
pub(crate) struct Tree<'a> {
    /// The report's text.
    pub text: &'a str,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its index in the document.
    pub index: usize,
    lemmas: Vec<String>,
    kids: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub fn new(text: &'a str, sentence: &'a Sentence, index: usize) -> Tree<'a> {
        let count = sentence.tokens.len();
        let mut kids = vec![Vec::new(); count];
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head
                && head != i
                && let Some(list) = kids.get_mut(head)
            {
                list.push(i);
            }
        }
        let lemmas = sentence.tokens.iter().map(|t| t.lemma.to_lowercase()).collect();
        Tree { text, sentence, index, lemmas, kids }
    }
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }
    pub fn token(&self, word: usize) -> &'a Token {
        &self.sentence.tokens[word]
    }
    pub fn upos(&self, word: usize) -> Upos {
        self.token(word).upos
    }
    /// The word as written.
    pub fn form(&self, word: usize) -> &'a str {
        self.token(word).span.of(self.text)
    }
    /// The word as written, in lower case.
    pub fn low(&self, word: usize) -> String {
        self.form(word).to_lowercase()
    }
    /// Lower-case lemma.
    pub fn lemma(&self, word: usize) -> &str {
        &self.lemmas[word]
    }
    /// Relation to the head, without subtype.
    pub fn rel(&self, word: usize) -> &'a str {
        self.token(word).relation()
    }
    /// Relation to the head, with subtype.
    pub fn deprel(&self, word: usize) -> &'a str {
        &self.token(word).deprel
    }
    pub fn head(&self, word: usize) -> Option<usize> {
        self.token(word).head.filter(|&h| h < self.len() && h != word)
    }
    pub fn kids(&self, word: usize) -> &[usize] {
        &self.kids[word]
    }
    /// Dependents in any of `relations` (with or without subtype), left to right.
    pub fn kids_in(&self, word: usize, relations: &'static [&'static str]) -> impl Iterator<Item = usize> + '_ {
        self.kids(word)
            .iter()
            .copied()
            .filter(move |&k| relations.contains(&self.rel(k)) || relations.contains(&self.deprel(k)))
    }
    /// The first dependent in `relation` (with or without subtype).
    pub fn kid(&self, word: usize, relation: &str) -> Option<usize> {
        self.kids(word).iter().copied().find(|&k| self.rel(k) == relation || self.deprel(k) == relation)
    }
    /// `word` and all below it, in text order; `keep` decides which dependents are followed. Safe on broken trees.
    pub fn below(&self, word: usize, keep: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut seen = vec![false; self.len()];
        let mut stack = vec![word];
        while let Some(top) = stack.pop() {
            if std::mem::replace(&mut seen[top], true) {
                continue;
            }
            stack.extend(self.kids(top).iter().copied().filter(|&k| keep(k)));
        }
        (0..self.len()).filter(|&i| seen[i]).collect()
    }
    /// The heads above `word`, nearest first.
    pub fn above(&self, word: usize) -> Vec<usize> {
        let mut up = Vec::new();
        let mut at = word;
        while let Some(head) = self.head(at) {
            if up.contains(&head) || up.len() > self.len() {
                break;
            }
            up.push(head);
            at = head;
        }
        up
    }
    /// Whether `top` is `word` or above it.
    pub fn dominates(&self, top: usize, word: usize) -> bool {
        top == word || self.above(word).contains(&top)
    }
    /// From the first to the last of `words`, punctuation and connecting words at the edges left out.
    pub fn tight(&self, words: &[usize]) -> Span {
        let dull = |&w: &usize| self.upos(w) == Upos::Punct;
        let first = words.iter().position(|w| !dull(w) && self.rel(*w) != "cc");
        let last = words.iter().rposition(|w| !dull(w));
        match (first, last) {
            (Some(a), Some(b)) if a <= b => Span::new(self.token(words[a]).span.start, self.token(words[b]).span.end),
            _ => self.cover(words),
        }
    }
    /// From the first to the last of `words`.
    pub fn cover(&self, words: &[usize]) -> Span {
        match (words.first(), words.last()) {
            (Some(&a), Some(&b)) => Span::new(self.token(a).span.start, self.token(b).span.end),
            _ => Span::default(),
        }
    }
    /// The first conjunct of the coordination `word` is in.
    pub fn first_conjunct(&self, word: usize) -> usize {
        let mut at = word;
        for _ in 0..self.len() {
            match self.head(at) {
                Some(head) if self.rel(at) == "conj" => at = head,
                _ => break,
            }
        }
        at
    }
    /// `word` and the later conjuncts of its coordination, in text order.
    pub fn conjuncts(&self, word: usize) -> Vec<usize> {
        self.below(word, |k| self.rel(k) == "conj")
    }
    /// The preposition(s) that mark a nominal, lower case, joined by spaces ("because of"); empty when bare.
    pub fn case(&self, word: usize) -> String {
        let marks: Vec<String> = self
            .kids(word)
            .iter()
            .filter(|&&k| self.rel(k) == "case" && k < word && self.low(k) != "'s")
            .flat_map(|&k| self.below(k, |f| self.rel(f) == "fixed"))
            .map(|k| self.low(k))
            .collect();
        marks.join(" ")
    }
    /// Whether `word` is a finite or non-finite verb used as a predicate.
    pub fn is_verb(&self, word: usize) -> bool {
        self.upos(word) == Upos::Verb
    }
    /// Whether the verb's form is an -ing form.
    pub fn is_ing(&self, word: usize) -> bool {
        let t = self.token(word);
        t.xpos == "VBG" || t.has("VerbForm=Ger") || (t.has("VerbForm=Part") && t.has("Tense=Pres"))
    }
    /// Whether the verb's form is a past participle.
    pub fn is_participle(&self, word: usize) -> bool {
        let t = self.token(word);
        t.xpos == "VBN" || (t.has("VerbForm=Part") && (t.has("Tense=Past") || t.has("Voice=Pass")))
    }
    /// Words of the relation chain joined as lower-case lemmas ("call off" for a verb with its particle).
    pub fn predicate(&self, word: usize) -> String {
        match self.kid(word, "compound:prt") {
            Some(particle) => format!("{} {}", self.lemma(word), self.low(particle)),
            None => self.lemma(word).to_string(),
        }
    }
}
