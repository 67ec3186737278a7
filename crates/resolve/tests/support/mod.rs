//! Reports in our own words, read and taken apart, as `resolve` is given them.

#![allow(dead_code, reason = "each test uses its part")]

use parallax_lexicon::Lexicon;
use parallax_model::{Account, Cast, Correction, Document, Report, ReportId, Span};
use parallax_parse::Reader;

/// A story as the stages before `resolve` hand it on.
pub struct Story {
    pub reports: Vec<Report>,
    pub documents: Vec<Document>,
    pub accounts: Vec<Account>,
}

impl Story {
    /// The story of these reports, all published on one day where it is given.
    pub fn read(texts: &[&str], published: Option<&str>) -> Story {
        let report = |(index, text): (usize, &&str)| Report {
            id: ReportId(index),
            path: format!("{index}.txt"),
            outlet: None,
            title: None,
            url: None,
            published: published.map(|day| day.parse().expect("a day of publication")),
            text: text.trim().to_string(),
            body: Span::new(0, text.trim().len()),
            notices: Vec::new(),
        };
        let reports: Vec<Report> = texts.iter().enumerate().map(report).collect();
        let documents: Vec<Document> = reports.iter().map(|r| parallax_parse::document(r, Reader::bundled())).collect();
        let accounts =
            reports.iter().zip(&documents).map(|(r, d)| parallax_extract::account(r, d, Lexicon::bundled())).collect();
        Story { reports, documents, accounts }
    }

    /// Who, where and when in it.
    pub fn cast(&self, corrections: &[Correction]) -> Cast {
        parallax_resolve::cast(&self.reports, &self.documents, &self.accounts, Lexicon::bundled(), corrections)
    }
}

/// A case of a suite file: what it is called, its reports, what is expected.
pub struct Case<'f> {
    pub name: &'f str,
    pub texts: Vec<&'f str>,
    pub expected: &'f str,
}

/// The cases of a suite file: `--- NAME ---`, reports parted by `>>>`, `===`, expectations.
pub fn cases(file: &str) -> impl Iterator<Item = Case<'_>> {
    file.split("\n--- ").skip(1).map(|case| {
        let (name, body) = case.split_once(" ---\n").expect("a case has a name");
        let (texts, expected) = body.split_once("\n===\n").expect("a case has expectations");
        Case { name, texts: texts.split("\n>>>\n").collect(), expected: expected.trim() }
    })
}
