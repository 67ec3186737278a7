//! Noun phrases: which words head one, how far it reaches, what its head noun really is.

use crate::numbers::counted;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::times;
use parallax_model::{Span, Upos};

/// Relations that stay inside a tight noun phrase.
const INSIDE: [&str; 16] = [
    "det", "amod", "nummod", "compound", "flat", "nmod", "fixed", "goeswith", "case", "advmod", "predet", "obl",
    "mark", "conj", "cc", "punct",
];

/// Whether `word` heads a noun phrase that speaks of someone or something.
pub(crate) fn heads_phrase(tree: &Tree, word: usize) -> bool {
    let rel = tree.rel(word);
    if matches!(
        rel,
        "flat"
            | "fixed"
            | "goeswith"
            | "case"
            | "cc"
            | "mark"
            | "punct"
            | "expl"
            | "discourse"
            | "reparandum"
            | "aux"
            | "cop"
    ) {
        return false;
    }
    match tree.upos(word) {
        Upos::Noun | Upos::Propn => {
            !matches!(rel, "compound" | "advmod")
                && tree.deprel(word) != "nmod:desc"
                && !is_time(tree, word)
                && !is_measure(tree, word)
        }
        Upos::Pron => {
            let t = tree.token(word);
            !t.has("PronType=Int")
                && !matches!(tree.lemma(word), "what" | "there" | "whatever" | "each other" | "one another")
                && rel != "det"
        }
        Upos::Num => is_argument(tree, word) && !is_time_number(tree, word),
        Upos::Adj | Upos::Det | Upos::Verb => {
            is_argument(tree, word)
                && rel != "xcomp"
                && tree.kid(word, "nsubj").is_none()
                && tree.kid(word, "cop").is_none()
                && (tree.upos(word) == Upos::Det
                    || (tree.kid(word, "det").is_some() && tree.kid(word, "obj").is_none()))
        }
        _ => false,
    }
}

fn is_argument(tree: &Tree, word: usize) -> bool {
    let place = tree.first_conjunct(word);
    matches!(tree.rel(place), "nsubj" | "obj" | "iobj" | "appos")
        || (matches!(tree.rel(place), "obl" | "nmod") && !tree.case(place).is_empty())
}

fn is_time_number(tree: &Tree, word: usize) -> bool {
    matches!(tree.rel(word), "obl" | "nmod")
        && matches!(tree.case(word).as_str(), "in" | "at" | "since" | "by" | "until" | "on" | "from")
        // "the attacks of 2011"
        || tree.rel(word) == "nmod" && tree.case(word) == "of" && is_year(tree, word)
}

/// Whether a word is a year or a decade by its digits: "2011", "1990s".
fn is_year(tree: &Tree, word: usize) -> bool {
    let digits = tree.form(word).trim_end_matches(['s', '\'', '’']);
    digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (1000..2100).contains(&year))
}

/// Whether the phrase tells a time ("Monday", "last week", "two days ago", "New Year's Eve").
pub(crate) fn is_time(tree: &Tree, word: usize) -> bool {
    times::is_time(tree.lemma(word))
        && (tree.upos(word) != Upos::Propn || tree.kids_in(word, &["flat"]).next().is_none())
        && tree.lemma(word) != "second"
        || in_feast(tree, word)
}

/// Whether a noun only cuts a stretch of time: "the *end* of 2016", "the *start* of last week".
pub(crate) fn is_edge_of_time(tree: &Tree, word: usize) -> bool {
    Tables::get().is_edge(tree.lemma(word))
        && tree.kids_in(word, &["nmod"]).any(|k| tree.case(k) == "of" && (is_time(tree, k) || is_year(tree, k)))
}

/// Whether the word belongs to the name of a feast; one of a single word may be part of a longer name ("Easter *Island*").
fn in_feast(tree: &Tree, word: usize) -> bool {
    let tables = Tables::get();
    let low = |w: usize| tree.low(w).replace('’', "'");
    // Few words stand in the name of any feast: the rest is not looked at closely.
    if !tree.form(word).starts_with(|c: char| c.is_uppercase() || matches!(c, '\'' | '’'))
        || !tables.in_feasts(&low(word))
    {
        return false;
    }
    let named = |a: usize, b: usize| {
        let joined = tree.head(a) == Some(b) || tree.head(b) == Some(a);
        joined && tree.upos(a) == Upos::Propn && tree.upos(b) == Upos::Propn
    };
    let longest = tables.longest_feast();
    let starts = (word + 1).saturating_sub(longest)..=word;
    starts.flat_map(|from| (word + 1..=tree.len().min(from + longest)).map(move |to| from..to)).any(|run| {
        let alone = run.len() > 1
            || !(run.end < tree.len() && named(word, run.end)) && !(run.start > 0 && named(run.start - 1, word));
        alone && tables.is_feast(&run.map(low).collect::<Vec<String>>())
    })
}

/// Whether the phrase tells a measure ("25 kilometres", "$2 million").
pub(crate) fn is_measure(tree: &Tree, word: usize) -> bool {
    let tables = Tables::get();
    (tables.unit(tree.lemma(word)).is_some() && tree.kids_in(word, &["nummod", "compound"]).next().is_some())
        || tree.upos(word) == Upos::Sym
}

/// The words of the phrase headed by `head`: determiner to last restrictive modifier, without relative clauses,
/// appositions, other conjuncts and what a predicate noun governs as a clause.
pub(crate) fn words(tree: &Tree, head: usize) -> Vec<usize> {
    let all = tree.below(head, |k| {
        let top = tree.head(k) == Some(head);
        let rel = tree.rel(k);
        if !INSIDE.contains(&rel) || (top && matches!(tree.deprel(k), "nmod:unmarked" | "obl:unmarked")) {
            return false;
        }
        if top && (matches!(rel, "conj" | "cc" | "punct" | "case" | "mark" | "obl") || is_outer_advmod(tree, k, head)) {
            return false;
        }
        // Times and outer circumstances ("on Monday") belong to the event, not to the thing.
        !(rel == "nmod" && is_time(tree, k))
    });
    contiguous(tree, all, head)
}

fn is_outer_advmod(tree: &Tree, k: usize, head: usize) -> bool {
    tree.rel(k) == "advmod" && k > head
}

/// Keeps the run of words around the head: a gap of more than punctuation ends the phrase.
fn contiguous(tree: &Tree, words: Vec<usize>, head: usize) -> Vec<usize> {
    let Some(at) = words.iter().position(|&w| w == head) else { return vec![head] };
    let joins = |a: usize, b: usize| (a + 1..b).all(|i| tree.upos(i) == Upos::Punct || tree.rel(i) == "case");
    let mut first = at;
    while first > 0 && joins(words[first - 1], words[first]) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < words.len() && joins(words[last], words[last + 1]) {
        last += 1;
    }
    let mut kept: Vec<usize> = words[first..=last].to_vec();
    while kept.len() > 1 && kept.last().is_some_and(|&w| tree.upos(w) == Upos::Punct && w != head) {
        kept.pop();
    }
    while kept.len() > 1 && kept.first().is_some_and(|&w| tree.upos(w) == Upos::Punct && w != head) {
        kept.remove(0);
    }
    kept
}

/// The span of the phrase headed by `head`.
pub(crate) fn span(tree: &Tree, head: usize) -> Span {
    tree.cover(&words(tree, head))
}

/// The word that says what the phrase speaks of: the counted noun of a partitive ("dozens of *people*"), else the head.
pub(crate) fn core(tree: &Tree, head: usize) -> usize {
    let mut at = head;
    for _ in 0..3 {
        let partitive = Tables::get().is_partitive(tree.lemma(at))
            || Tables::get().unit(tree.lemma(at)).is_some()
            || matches!(tree.upos(at), Upos::Num | Upos::Det);
        match counted(tree, at).filter(|_| partitive) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}
