//! Cases in `tests/suite/extract/*.txt`: short sentences of our own writing and what is read from them.
//!
//! A case is `--- name ---`, the text, `===`, and the expected lines. Names that begin with `near-` are near misses: they
//! look like the construction and are not it. Names that begin with `fixme-` are known misses, asserted as they are.
//! `BLESS=1 cargo test -p parallax-extract` rewrites the expectations; read the diff before keeping it.

use parallax_lexicon::Lexicon;
use parallax_model::{Account, Report, ReportId, Span};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn report(text: &str) -> Report {
    let body = Span::new(0, text.len());
    let (path, text) = ("case".into(), text.to_string());
    Report {
        id: ReportId(0),
        path,
        outlet: None,
        title: None,
        url: None,
        published: None,
        text,
        body,
        notices: Vec::new(),
    }
}

/// What a reader of the cases looks at: events, sources, relations; in files named `actors*` the codes of all mentions too.
fn show(text: &str, actors: bool) -> String {
    let report = report(text);
    let document = parallax_parse::document(&report, parallax_parse::Reader::bundled());
    let account = parallax_extract::account(&report, &document, Lexicon::bundled());
    let mut out = String::new();
    for statement in &account.statements {
        let code = statement.code.as_ref();
        let kind = code.map_or("uncoded".to_string(), |c| match c.plover {
            Some(p) => format!("{} {}", p.name(), c.sense),
            None => c.sense.clone(),
        });
        let _ = write!(out, "event  {} [{kind}] {}", statement.predicate, statement.status.name());
        let (doers, others) = (who(&account, &statement.actors, text), who(&account, &statement.recipients, text));
        if !(doers.is_empty() && others.is_empty()) {
            let _ = write!(out, ": {doers} → {others}");
        }
        for q in &statement.quantities {
            let _ = write!(
                out,
                " | {}={}{}",
                q.of,
                range(q.low, q.high),
                q.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default()
            );
        }
        for d in &statement.details {
            let _ = write!(out, " | {:?}: {}", d.kind, d.span.of(text));
        }
        if statement.part_of.is_some() {
            out.push_str(" | part");
        }
        out.push('\n');
    }
    for a in &account.attributions {
        let source = a.source_span.map_or("–", |s| s.of(text));
        let _ = writeln!(out, "source {source} ({}) {}: {}", a.cue.of(text), a.status.name(), a.content.of(text));
    }
    for r in &account.relations {
        let name = |i: usize| account.statements.get(i).map_or("", |s| s.predicate.as_str());
        let _ = writeln!(out, "link   {} {} {}", name(r.from), r.kind.name(), name(r.to));
    }
    if actors {
        for m in &account.mentions {
            let sectors: Vec<&str> = m.sectors.iter().map(|s| s.0.as_str()).collect();
            let count = m.count.as_ref().map(|c| format!(" ×{}", range(c.low, c.high))).unwrap_or_default();
            let same = m
                .same_as
                .and_then(|i| account.mentions.get(i))
                .map(|o| format!(" = {}", o.span.of(text)))
                .unwrap_or_default();
            let _ = writeln!(
                out,
                "actor  {} ({:?}) {} {}{count}{same}",
                m.span.of(text),
                m.form,
                m.countries.join("+"),
                sectors.join("+")
            );
        }
    }
    out
}

fn who(account: &Account, mentions: &[usize], text: &str) -> String {
    mentions.iter().filter_map(|&m| account.mentions.get(m)).map(|m| m.span.of(text)).collect::<Vec<_>>().join(" + ")
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(a), Some(b)) if a == b => format!("{a}"),
        (a, b) => format!(
            "{}..{}",
            a.map(|x| x.to_string()).unwrap_or_default(),
            b.map(|x| x.to_string()).unwrap_or_default()
        ),
    }
}

struct Case {
    name: String,
    text: String,
    expected: String,
}

fn cases(file: &Path) -> (String, Vec<Case>) {
    let content = std::fs::read_to_string(file).unwrap_or_default();
    let mut head = String::new();
    let mut found: Vec<Case> = Vec::new();
    let mut answer = false;
    for line in content.lines() {
        if let Some(name) = line.strip_prefix("--- ").and_then(|l| l.strip_suffix(" ---")) {
            found.push(Case { name: name.to_string(), text: String::new(), expected: String::new() });
            answer = false;
        } else if line == "===" {
            answer = true;
        } else if let Some(case) = found.last_mut() {
            let part = if answer { &mut case.expected } else { &mut case.text };
            part.push_str(line);
            part.push('\n');
        } else {
            head.push_str(line);
            head.push('\n');
        }
    }
    for case in &mut found {
        case.text = case.text.trim().to_string();
        case.expected = case.expected.trim().to_string();
    }
    (head, found)
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/extract");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|d| d.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    files
}

#[test]
fn every_case_reads_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let (mut names, mut wrong) = (std::collections::BTreeSet::new(), String::new());
    for file in files() {
        let (head, cases) = cases(&file);
        let actors = file.file_name().is_some_and(|n| n.to_string_lossy().starts_with("actors"));
        let mut blessed = head;
        for case in &cases {
            assert!(names.insert(case.name.clone()), "two cases are called {}", case.name);
            let got = show(&case.text, actors);
            let _ = write!(blessed, "--- {} ---\n{}\n===\n{}\n\n", case.name, case.text, got.trim());
            if got.trim() != case.expected {
                let _ = writeln!(
                    wrong,
                    "{}: {}\n  {}\nexpected\n{}\ngot\n{}",
                    file.display(),
                    case.name,
                    case.text,
                    case.expected,
                    got.trim()
                );
            }
        }
        if bless {
            std::fs::write(&file, format!("{}\n", blessed.trim_end())).expect("the cases can be written");
        }
    }
    assert!(names.len() >= 300, "only {} cases", names.len());
    assert!(bless || wrong.is_empty(), "{wrong}");
}
