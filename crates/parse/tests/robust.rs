//! Whatever the text, the document is sound.

use parallax_model::{Document, Report, ReportId, Span};
use parallax_parse::{Reader, conllu, document};
use proptest::prelude::*;

fn read(text: &str) -> (Report, Document) {
    let report = Report {
        id: ReportId(0),
        path: "a.txt".into(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body: Span::new(0, text.len()),
        text: text.into(),
        notices: Vec::new(),
    };
    let document = document(&report, Reader::bundled());
    (report, document)
}

fn assert_sound(report: &Report, document: &Document) {
    let text = report.text.as_str();
    let mut at = report.body.start;
    for sentence in &document.sentences {
        assert!(!sentence.tokens.is_empty());
        assert!(sentence.vectors.is_empty() || sentence.vectors.len() == 128 * sentence.tokens.len());
        assert!(sentence.vectors.iter().all(|v| v.is_finite()));
        assert_eq!(sentence.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        for (i, token) in sentence.tokens.iter().enumerate() {
            assert!(text[at..token.span.start].chars().all(char::is_whitespace), "text lost at {at}");
            assert!(!token.span.of(text).is_empty());
            assert!(token.head.is_none_or(|h| h < sentence.tokens.len() && h != i));
            assert_eq!(token.head.is_none(), token.deprel == "root");
            at = token.span.end;
        }
        assert_eq!(sentence.span.end, at);
    }
    assert!(text[at..report.body.end].chars().all(char::is_whitespace));
    for name in &document.names {
        assert!(name.tokens.0 < name.tokens.1 && name.tokens.1 <= document.sentences[name.sentence].tokens.len());
        assert!(!name.span.of(text).is_empty());
    }
    for quote in &document.quotes {
        assert!(!quote.span.of(text).is_empty());
    }
    let words: usize = document.sentences.iter().map(|s| s.tokens.len()).sum();
    let written = conllu::read(&conllu::write(document, text));
    assert_eq!(written.iter().map(|t| t.words.len()).sum::<usize>(), words);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_string(text in "\\PC{0,60}") {
        let (report, document) = read(&text);
        assert_sound(&report, &document);
    }
    #[test]
    fn news_like(parts in prop::collection::vec(prop::sample::select(&[
        "The", "minister", "Dr.", "U.S.", "didn't", "“", "”", "\"", "'", "’s", "(", ")", "—", "-", "--", "...", "?!", "\n",
        "\n\n", "\r\n", " ", "  ", "\t", "e-mail", "and/or", "$5m", "10:30", "11/28/2000", "http://a.b/c", "a@b.c", "\0",
        "é", "中", "Россия", "😀", "\u{301}", "\u{feff}", "1960's", "can't", "x.y", "...said", "o'clock", "@", "#a",
    ][..]), 0..40)) {
        let (report, document) = read(&parts.concat());
        assert_sound(&report, &document);
    }
}

#[test]
fn odd_texts() {
    let long = "x".repeat(300_000);
    let marks = "?!".repeat(2_000) + &"(".repeat(3_000) + &"\" ".repeat(500);
    let quotes = "“".repeat(5_000) + "no" + &"”".repeat(5_000);
    let many = "no end of words, ".repeat(600);
    let russian = "Министр заявил, что порт закрыт. Корабли ушли в море.";
    for text in ["", " \n ", "\0\0\0", ".", "\u{feff}", &long, &marks, &quotes, &many, russian] {
        let (report, document) = read(text);
        assert_sound(&report, &document);
    }
}

#[test]
fn beyond_the_budget_words_stay() {
    let text = "a ".repeat(40_500);
    let (report, document) = read(&text);
    assert_sound(&report, &document);
    assert!(document.sentences.last().is_some_and(|s| s.vectors.is_empty()));
}

#[test]
fn only_the_body_is_read() {
    let text = "outlet: Example\n\nThe port was closed. It will open again.\n\nEnd of file";
    let body = Span::new(17, 57);
    let report = Report {
        id: ReportId(3),
        path: "a.txt".into(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body,
        text: text.into(),
        notices: Vec::new(),
    };
    let document = document(&report, Reader::bundled());
    assert_sound(&report, &document);
    assert_eq!(document.report, ReportId(3));
    assert_eq!(document.sentences.len(), 2);
}

#[test]
fn threads_make_no_difference() {
    let text = "Police in Varna detained two sailors on Monday. The mayor denied it.\n".repeat(60);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| read(&text).1)
    };
    assert_eq!(on(1), on(4));
}
