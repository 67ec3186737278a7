//! Place names that act: "Moscow said", "talks with Baku", "Spain's debut" mean those who act there, not the ground.
//!
//! Decided from the tree, as the literature's strongest simple features are the head and the relation to it (Markert and
//! Nissim 2007, SemEval task 8; Gritta et al. 2017, ReLocaR).

use parallax_model::{Account, Sentence, Upos};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The word lists of `data/metonymy/words.tsv`, by class.
struct Words(BTreeSet<(&'static str, &'static str)>);

impl Words {
    fn get() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| {
            let rows = include_str!("../../../../data/metonymy/words.tsv").lines().filter(|l| !l.starts_with('#'));
            let pairs = rows.filter_map(|row| row.split_once('\t'));
            Words(pairs.flat_map(|(class, words)| words.split(' ').map(move |word| (class, word))).collect())
        })
    }
    fn has(&self, class: &'static str, word: &str) -> bool {
        self.of(class).any(|w| w == word)
    }
    fn of(&self, class: &'static str) -> impl Iterator<Item = &'static str> + '_ {
        self.0.range((class, "")..).take_while(move |(c, _)| *c == class).map(|(_, word)| *word)
    }
}

/// The noun of happening of which a town's name before it tells the site: "the *Kabul* bombing". `None` where the town acts in it,
/// as `mention` among those who do it. `head` is the name's head in the sentence of that number.
pub(super) fn site_of(
    account: &Account,
    number: usize,
    sentence: &Sentence,
    head: usize,
    mention: Option<usize>,
) -> Option<usize> {
    let before = |word: usize| sentence.tokens.get(word).filter(|token| token.relation() == "compound")?.head;
    let noun = before(head)?;
    // "The Madrid train bombings"
    let noun = before(noun).unwrap_or(noun);
    let mut told = account.statements.iter().filter(|s| s.nominal && s.sentence == number && s.head == noun);
    told.any(|s| mention.is_none_or(|m| !s.actors.contains(&m))).then_some(noun)
}

/// Whether word `head`, a place's name, stands for those who act there.
pub fn acts(sentence: &Sentence, head: usize, text: &str) -> bool {
    let words = Words::get();
    let mut word = head;
    // A coordinated name is read as the first of its row; "X, Y" (the city and its country) as X.
    for _ in 0..sentence.tokens.len() {
        match sentence.tokens.get(word) {
            Some(token) if matches!(token.relation(), "conj" | "flat" | "appos") && token.head.is_some() => {
                let upper = token.head.unwrap_or(word);
                if token.relation() == "conj" && sentence.tokens.get(upper).is_none_or(|u| u.upos == Upos::Verb) {
                    break;
                }
                word = upper;
            }
            _ => break,
        }
    }
    let Some(token) = sentence.tokens.get(word) else { return false };
    let Some(governor) = token.head.and_then(|h| sentence.tokens.get(h)) else { return false };
    let lemma = governor.lemma.to_lowercase();
    let form = |i: usize| sentence.form(i, text).to_lowercase();
    let case = sentence
        .children(word)
        .filter(|&c| sentence.tokens[c].relation() == "case")
        .map(form)
        .collect::<Vec<_>>()
        .join(" ");
    match token.deprel.as_str() {
        "nsubj" => {
            let copula = token.head.is_some_and(|h| sentence.child(h, "cop").is_some());
            let placed = token.head.is_some_and(|h| sentence.child(h, "case").is_some());
            !(words.has("ground-verb", &lemma) || copula && (placed || words.has("ground-predicate", &lemma)))
        }
        "nsubj:pass" => !words.has("ground-passive", &lemma),
        "obj" | "iobj" => !words.has("ground-object", &lemma),
        "obl:agent" => true,
        // "Spain's support" is of those who act, "Spain's largest airport" stands there.
        "nmod:poss" => {
            let abstract_noun = words.of("acting-ending").any(|ending| lemma.ends_with(ending));
            !words.has("ground-noun", &lemma)
                && (abstract_noun
                    || words.has("acting-noun", &lemma)
                    || words.has("acting-of", &lemma)
                    || words.has("dealing", &lemma))
        }
        "compound" => words.has("acting-noun", &lemma),
        "obl" | "nmod" | "acl" | "advcl" => match case.as_str() {
            "by" => !words.has("near-verb", &lemma),
            "with" | "against" | "versus" | "v" | "vs" | "on behalf of" | "alongside" | "like" | "unlike"
            | "toward" | "towards" => true,
            "for" => words.has("side-taking", &lemma),
            "to" => words.has("giving", &lemma),
            "of" => words.has("acting-of", &lemma),
            "from" => words.has("taking", &lemma),
            "between" | "among" => words.has("dealing", &lemma),
            "in" => words.has("believing", &lemma),
            "on" | "over" => words.has("pressing", &lemma),
            _ => false,
        },
        _ => false,
    }
}
