//! The cases of `tests/suite/resolve/published.txt`: which day of publication the texts alone lead to.

mod support;

use support::{Story, cases};

/// The days concluded, or the intervals stated, one a line.
fn published(texts: &[&str]) -> String {
    let cast = Story::read(texts, None).cast(&[]);
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
    for case in cases(file) {
        let found = published(&case.texts);
        if found != case.expected {
            let line = |days: &str| days.replace('\n', " ");
            wrong.push(format!("{}: {} should be {}", case.name, line(&found), line(case.expected)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
