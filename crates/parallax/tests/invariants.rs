//! The invariants of ARCHITECTURE.md that need the whole pipeline: any bytes survive, every span slices, no words of verdict.

use parallax::model::{Report, Span, Story};
use parallax::read::{self, Meta, Options};
use parallax::{World, reconstruct, tell};
use proptest::prelude::*;

fn story(texts: &[&[u8]]) -> Story {
    let read = |(i, bytes): (usize, &&[u8])| read::report(&format!("{i}.txt"), bytes, &Meta::default()).ok();
    let reports: Vec<Report> = texts.iter().enumerate().filter_map(read).collect();
    reconstruct(reports, &World::bundled(), &|_| ())
}

fn sample() -> Story {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/harbour");
    reconstruct(read::reports(&[folder.to_string()], &Options::default()).reports, &World::bundled(), &|_| ())
}

/// Every span anywhere in the story slices its report's text to something.
fn check_spans(story: &Story) {
    for (report, (document, account)) in story.reports.iter().zip(story.documents.iter().zip(&story.accounts)) {
        let slices =
            |span: Span| assert!(!span.of(&report.text).is_empty(), "{span:?} of {} does not slice", report.path);
        document.sentences.iter().flat_map(|s| &s.tokens).for_each(|t| slices(t.span));
        document.names.iter().for_each(|n| slices(n.span));
        document.quotes.iter().for_each(|q| slices(q.span));
        account.mentions.iter().for_each(|m| slices(m.span));
        for s in &account.statements {
            slices(s.clause);
            slices(s.trigger);
            s.quantities.iter().for_each(|q| slices(q.span));
            s.details.iter().for_each(|d| slices(d.span));
            s.modifiers.iter().for_each(|m| slices(m.span));
        }
        for a in &account.attributions {
            slices(a.cue);
            slices(a.content);
        }
        account.relations.iter().for_each(|r| slices(r.evidence));
    }
    for (account, places) in story.accounts.iter().zip(&story.cast.place) {
        let own = places.iter().flatten().filter(|p| !matches!(p.how, "linked account" | "correction"));
        own.for_each(|p| assert_eq!(p.evidence.report(), account.report, "another report's words place a statement"));
    }
    for finding in &story.findings {
        for value in &finding.values {
            assert!(!value.evidence.is_empty(), "{} has a value without evidence", finding.id);
        }
    }
    for (at, statement) in
        story.events.iter().flat_map(|e| &e.statements).map(|s| (s, &story.accounts[s.report.0].statements[s.index]))
    {
        assert!(statement.clause.contains(statement.trigger) || statement.clause.overlaps(statement.trigger), "{at:?}");
    }
}

#[test]
fn every_span_of_the_sample_slices_and_every_statement_is_told() {
    let story = sample();
    check_spans(&story);
    let told: usize = story.events.iter().map(|e| e.statements.len()).sum();
    let stated: usize = story.accounts.iter().map(|a| a.statements.len()).sum();
    assert_eq!(told, stated, "no account is dropped");
}

#[test]
fn no_word_of_verdict_is_ever_ours() {
    // A report may use such words; Parallax's own wording may not. The sample's reports do not use them.
    let story = sample();
    let all = [
        tell::text(&story, &tell::Selection { all: true, ..Default::default() }),
        tell::markdown(&story, &tell::Selection::default()),
    ];
    for text in all {
        for word in text.to_lowercase().split(|c: char| !c.is_alphabetic()) {
            assert!(!["true", "false", "fake", "verified", "biased", "debunked", "lie"].contains(&word), "{word}");
        }
    }
}

#[test]
fn odd_texts_survive() {
    let deep = "“‘".repeat(2500);
    let marks = "?!.,;:—".repeat(500);
    let long = "x".repeat(300_000);
    for text in [
        deep.as_str(),
        marks.as_str(),
        long.as_str(),
        "a\0b\0c.",
        "….",
        "\u{feff}Police\u{202e} arrested two.",
        "((((((((",
        "1 2 3 4 5",
        "\r\n\r\nA.\r\n",
    ] {
        check_spans(&story(&[text.as_bytes(), b"Police arrested two men on Monday."]));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_survive(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_spans(&story(&[&bytes]));
    }
    #[test]
    fn any_words_survive(text in "([A-Z]?[a-z']{1,9}|[0-9]{1,4}|[,.;:!?\"“”()-]|said|arrested|by|on Monday|according to| |\n){0,60}") {
        check_spans(&story(&[text.as_bytes(), b"Police in Oslo arrested seven people on Monday."]));
    }
}
