//! The cases of `tests/suite/resolve/published.txt`: which day of publication the texts alone lead to.

use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Report, ReportId, Span};
use parallax_parse::Reader;

fn report(index: usize, text: &str) -> Report {
    let text = text.trim().to_string();
    Report {
        id: ReportId(index),
        path: format!("{index}.txt"),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body: Span::new(0, text.len()),
        text,
        notices: Vec::new(),
    }
}

/// The days concluded, or the intervals stated, one a line.
fn published(texts: &str) -> String {
    let reports: Vec<Report> = texts.split("\n>>>\n").enumerate().map(|(i, text)| report(i, text)).collect();
    let documents: Vec<Document> = reports.iter().map(|r| parallax_parse::document(r, Reader::bundled())).collect();
    let accounts: Vec<Account> =
        reports.iter().zip(&documents).map(|(r, d)| parallax_extract::account(r, d, Lexicon::bundled())).collect();
    let cast = parallax_resolve::cast(&reports, &documents, &accounts, Lexicon::bundled(), &[]);
    let day = |known: &parallax_model::Publication| match (known.inferred, known.interval) {
        (Some(day), _) => day.to_string(),
        (None, Some((first, last))) => format!("{first}..{last}"),
        (None, None) => "-".to_string(),
    };
    cast.published.iter().map(day).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_day_is_concluded_as_expected() {
    let file = include_str!("../../../tests/suite/resolve/published.txt");
    let mut wrong = Vec::new();
    for case in file.split("\n--- ").skip(1) {
        let (name, body) = case.split_once(" ---\n").expect("a case has a name");
        let (texts, expected) = body.split_once("\n===\n").expect("a case has expectations");
        let found = published(texts);
        if found != expected.trim() {
            wrong.push(format!(
                "{name}: {} should be {}",
                found.replace('\n', " "),
                expected.trim().replace('\n', " ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
