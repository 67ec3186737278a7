//! The data cases of `tests/suite/compare`.

#[path = "../../../tests/support/story.rs"]
mod story;

use parallax_compare::{Compared, findings, origins};
use parallax_lexicon::Lexicon;
use parallax_model::{Event, State};
use story::{Story, cases};

/// All statements as one event: linking is not what is tested here.
fn compared(story: &Story) -> Compared {
    let event = Event {
        id: "e111".to_string(),
        label: String::new(),
        code: None,
        when: None,
        place: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        statements: story.statements.clone(),
        reasons: Vec::new(),
    };
    let origins = origins(&story.reports, &story.documents);
    findings(
        &story.reports,
        &story.documents,
        &story.accounts,
        &story.cast,
        &[event],
        &[],
        &origins,
        Lexicon::bundled(),
    )
}

fn written(found: &Compared) -> Vec<String> {
    let mut told: Vec<_> = found.findings.iter().filter(|f| f.state != State::Single).collect();
    told.sort_by_key(|f| f.kind);
    told.iter()
        .map(|f| {
            let why = if f.state == State::Contradicted { format!(" {}", f.compatible.name()) } else { String::new() };
            let values: Vec<&str> = f.values.iter().map(|v| v.text.as_str()).collect();
            format!("{} {} {}{why}: {}", f.kind.name(), f.attribute, f.state.name(), values.join(" | "))
        })
        .collect()
}

#[test]
fn cases_of_the_suite() {
    let mut wrong = Vec::new();
    for case in cases(include_str!("../../../tests/suite/compare/findings.txt")) {
        let found = written(&compared(&Story::of(&case.lines)));
        if found != case.expected {
            wrong.push(format!(
                "{}\nexpected\n{}\nfound\n{}\n",
                case.title,
                case.expected.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_value_has_evidence_and_ids_differ() {
    for case in cases(include_str!("../../../tests/suite/compare/findings.txt")) {
        let found = compared(&Story::of(&case.lines)).findings;
        assert!(found.iter().all(|f| f.values.iter().all(|v| !v.evidence.is_empty() && !v.text.is_empty())));
        assert!(found.iter().enumerate().all(|(i, f)| f.id == format!("d{}", i + 1)));
    }
}
