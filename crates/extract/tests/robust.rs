//! Extraction never fails: any words, tags and heads, even with cycles, give an account whose indices and spans hold.

use parallax_lexicon::Lexicon;
use parallax_model::{Document, Name, NameKind, Quote, Report, ReportId, Sentence, Span, Token, Upos};
use proptest::prelude::*;

const WORDS: [&str; 40] = [
    "police",
    "arrested",
    "seven",
    "Russian",
    "journalists",
    "said",
    "that",
    "the",
    "raid",
    "killed",
    "more",
    "than",
    "50",
    "people",
    ",",
    "and",
    "Lima",
    "allegedly",
    "in",
    "response",
    "to",
    "according",
    "of",
    "was",
    "not",
    "will",
    "\"",
    "include",
    "one",
    "who",
    "$",
    "million",
    "after",
    "demanded",
    "talks",
    "between",
    "é",
    "—",
    "'s",
    "accused",
];
const RELATIONS: [&str; 22] = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "case",
    "mark",
    "acl",
    "acl:relcl",
    "advcl",
    "xcomp",
    "ccomp",
    "conj",
    "cc",
    "amod",
    "compound",
    "nummod",
    "det",
    "appos",
    "nsubj:pass",
    "fixed",
    "parataxis",
];

fn build(rows: Vec<(usize, usize, usize, usize)>, quote: (usize, usize)) -> (Report, Document) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    let count = rows.len();
    for (word, upos, head, relation) in rows {
        let start = text.len();
        let form = WORDS[word % WORDS.len()];
        text.push_str(form);
        tokens.push(Token {
            span: Span::new(start, text.len()),
            lemma: form.to_string(),
            upos: Upos::ALL[upos % 17],
            xpos: ["VBD", "VBN", "VBG", "NN"][upos % 4].into(),
            feats: ["_", "PronType=Rel", "Number=Plur", "VerbForm=Part|Tense=Past"][word % 4].into(),
            head: (head % (count + 1) < count).then_some(head % (count + 1)),
            deprel: RELATIONS[relation % RELATIONS.len()].into(),
        });
        text.push(' ');
    }
    let body = Span::new(0, text.len());
    let at = |i: usize| tokens.get(i % count.max(1)).map_or(Span::default(), |t: &Token| t.span);
    let quotes = vec![Quote { span: at(quote.0).cover(at(quote.1)), closed: true }];
    let names = (count > 1)
        .then(|| Name { sentence: 0, tokens: (0, 2), span: at(0).cover(at(1)), kind: NameKind::Person })
        .into_iter()
        .collect();
    let sentence = Sentence { span: body, paragraph: 0, title: false, tokens, vectors: Vec::new() };
    let report = Report {
        id: ReportId(0),
        path: "p".into(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        text,
        body,
        notices: Vec::new(),
    };
    (
        report,
        Document {
            report: ReportId(0),
            sentences: vec![sentence.clone(), sentence],
            names,
            quotes,
            ..Document::default()
        },
    )
}

/// Two verbs that each hang on the other as conjuncts.
#[test]
fn a_circle_of_conjuncts_ends() {
    let tag = |upos: Upos| Upos::ALL.iter().position(|&u| u == upos).unwrap();
    let (noun, verb) = (tag(Upos::Noun), tag(Upos::Verb));
    let relation = |name: &str| RELATIONS.iter().position(|&r| r == name).unwrap();
    let (subject, conj) = (relation("nsubj"), relation("conj"));
    // "police journalists arrested killed"
    let rows = vec![(0, noun, 2, subject), (4, noun, 2, subject), (1, verb, 3, conj), (9, verb, 2, conj)];
    let (report, document) = build(rows, (0, 0));
    let account = parallax_extract::account(&report, &document, Lexicon::bundled());
    assert!(!account.statements.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn any_tree_gives_a_sound_account(
        rows in prop::collection::vec((0usize..40, 0usize..17, 0usize..30, 0usize..22), 0..28),
        quote in (0usize..28, 0usize..28),
    ) {
        let (report, document) = build(rows, quote);
        let account = parallax_extract::account(&report, &document, Lexicon::bundled());
        let fits = |span: Span| report.text.get(span.start..span.end).is_some();
        for m in &account.mentions {
            prop_assert!(fits(m.span));
            prop_assert!(m.same_as.is_none_or(|i| i < account.mentions.len()) && m.members.iter().all(|&i| i < account.mentions.len()));
        }
        for s in &account.statements {
            prop_assert!(fits(s.clause) && fits(s.trigger) && !s.trigger.is_empty());
            prop_assert!(s.actors.iter().chain(&s.recipients).all(|&i| i < account.mentions.len()));
            prop_assert!(s.said_by.is_none_or(|i| i < account.attributions.len()) && s.part_of.is_none_or(|i| i < account.statements.len()));
        }
        for a in &account.attributions {
            prop_assert!(fits(a.cue) && fits(a.content));
        }
        for r in &account.relations {
            prop_assert!(r.from < account.statements.len() && r.to < account.statements.len() && r.from != r.to);
        }
        let again = parallax_extract::account(&report, &document, Lexicon::bundled());
        prop_assert_eq!(&account, &again);
        parallax_extract::coded(&document, &account, Lexicon::bundled());
    }
}
