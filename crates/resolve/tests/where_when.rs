//! The cases of `tests/suite/resolve/where_when.txt`: where and when the statements of a report happened.

mod support;

use parallax_model::{Account, Cast, Report};
use support::{Story, cases};

/// What the cast says to the left side of an expectation.
fn answer(asked: &str, report: &Report, account: &Account, cast: &Cast) -> String {
    let (what, trigger) = asked.split_once(':').expect("an expectation has a colon");
    if what == "places" {
        let names = account
            .mentions
            .iter()
            .enumerate()
            .filter(|(m, _)| cast.of_mention[0][*m].iter().any(|e| cast.entities[e.0].location.is_some()));
        return names.map(|(_, mention)| mention.name.as_str()).collect::<Vec<_>>().join(", ");
    }
    let found = account.statements.iter().position(|s| s.trigger.of(&report.text) == trigger.trim());
    let Some(index) = found else { return format!("no statement {}", trigger.trim()) };
    let told = match what {
        "where" => cast.place[0][index].as_ref().map(|p| format!("{} ({})", cast.entities[p.entity.0].name, p.how)),
        "when" => cast.when[0][index].as_ref().map(|d| format!("{}..{}", d.when.start, d.when.end)),
        other => panic!("unknown expectation {other}"),
    };
    told.unwrap_or_default()
}

#[test]
fn every_case_happened_as_expected() {
    let file = include_str!("../../../tests/suite/resolve/where_when.txt");
    let mut wrong = Vec::new();
    for case in cases(file) {
        let (published, text) = case.texts[0].split_once('\n').expect("a case begins with a day");
        let story = Story::read(&[text], Some(published.trim()).filter(|day| !day.is_empty()));
        let cast = story.cast(&[]);
        let (report, account) = (&story.reports[0], &story.accounts[0]);
        for line in case.expected.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let (fits, line) = line.strip_prefix("FIXME ").map_or((true, line), |miss| (false, miss));
            let (asked, wanted) = match line.strip_prefix("places:") {
                Some(names) => ("places:", names),
                None => line.split_once('=').expect("an expectation has an answer"),
            };
            let wanted = wanted.trim().trim_matches('-');
            let found = answer(asked, report, account, &cast);
            if (found == wanted) != fits {
                wrong.push(format!("{}: {line}: {found}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
