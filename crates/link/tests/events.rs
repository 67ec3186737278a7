//! The data cases of `tests/suite/link`.

#[path = "../../../tests/support/story.rs"]
mod story;

use parallax_lexicon::Lexicon;
use parallax_link::{Linked, events};
use parallax_model::{Change, Correction, Target};
use story::{Story, cases};

fn linked(story: &Story, corrections: &[Correction]) -> Linked {
    events(&story.reports, &story.documents, &story.accounts, &story.cast, Lexicon::bundled(), corrections)
}

/// The numbers of the statements of each event of more than one, as the suite writes them.
fn written(story: &Story, linked: &Linked) -> Vec<String> {
    let number = |s| story.statements.iter().position(|x| x == s).expect("a statement of the story") + 1;
    let mut found: Vec<Vec<usize>> = linked
        .events
        .iter()
        .filter(|e| e.statements.len() > 1)
        .map(|e| e.statements.iter().map(number).collect())
        .collect();
    found.iter_mut().for_each(|numbers| numbers.sort_unstable());
    found.sort();
    found.iter().map(|numbers| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn cases_of_the_suite() {
    let mut wrong = Vec::new();
    for case in cases(include_str!("../../../tests/suite/link/events.txt")) {
        let story = Story::of(&case.lines);
        let found = linked(&story, &[]);
        let written = written(&story, &found);
        if written != case.expected {
            wrong.push(format!(
                "{}: expected {:?}, found {written:?}\n{:#?}",
                case.title,
                case.expected,
                found.events.iter().map(|e| &e.reasons).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_statement_is_told_by_exactly_one_event_and_ids_differ() {
    for case in cases(include_str!("../../../tests/suite/link/events.txt")) {
        let story = Story::of(&case.lines);
        let found = linked(&story, &[]);
        let mut told: Vec<_> = found.events.iter().flat_map(|e| e.statements.clone()).collect();
        told.sort();
        let mut all = story.statements.clone();
        all.sort();
        assert_eq!(told, all, "{}", case.title);
        let mut ids: Vec<_> = found.events.iter().map(|e| e.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), found.events.len());
    }
}

#[test]
fn the_user_decides() {
    let all = cases(include_str!("../../../tests/suite/link/events.txt"));
    let case = |title: &str| Story::of(&all.iter().find(|c| c.title == title).expect("the case").lines);
    let story = case("two towns on one day are two events");
    let found = linked(&story, &[]);
    let ids: Vec<String> = found.events.iter().map(|e| e.id.clone()).collect();
    let joined =
        linked(&story, &[Change::SameEvent(vec![ids[0].as_str().into()], vec![ids[1].as_str().into()]).into()]);
    assert_eq!(joined.events.len(), 1);
    let quoted = |i: usize| {
        let at = found.events[i].statements[0];
        let clause = story.accounts[at.report.0].statements[at.index].clause;
        Target { id: "egone00000000".into(), quote: clause.of(&story.reports[at.report.0].text).into() }
    };
    let same: Correction = Change::SameEvent(vec![quoted(0)], vec![quoted(1)]).into();
    assert_eq!(linked(&story, std::slice::from_ref(&same)).events.len(), 1, "found again by their words");
    let different: Correction = Change::DifferentEvent(vec![quoted(0)], vec![quoted(1)]).into();
    assert_eq!(linked(&story, &[same.clone(), different.clone()]).events.len(), 2, "the later decision holds");
    assert_eq!(linked(&story, &[different, same]).events.len(), 1, "the later decision holds");
}

#[test]
fn nothing_in_nothing_out() {
    assert_eq!(linked(&Story::default(), &[]), Linked::default());
}

proptest::proptest! {
    /// Reports in another order give the same events, and every statement stays in exactly one.
    #[test]
    fn the_order_of_reports_does_not_matter(swap in proptest::bool::ANY, which in 0..7usize) {
        let all = cases(include_str!("../../../tests/suite/link/events.txt"));
        let case = &all[which % all.len()];
        let mut lines = case.lines.clone();
        if swap {
            lines.reverse();
            // Declarations come before what they declare.
            lines.sort_by_key(|line| line.get(1..3) == Some(": "));
        }
        let (there, back) = (Story::of(&case.lines), Story::of(&lines));
        let sizes = |story: &Story| {
            let mut sizes: Vec<usize> = linked(story, &[]).events.iter().map(|e| e.statements.len()).collect();
            sizes.sort_unstable();
            sizes
        };
        proptest::prop_assert_eq!(sizes(&there), sizes(&back));
    }
}
