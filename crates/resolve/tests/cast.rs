//! The cases of `tests/suite/resolve/cast.txt`: reports in our own words, and who is who in them.

mod support;

use parallax_lexicon::Lexicon;
use parallax_model::{Cast, Change, Entity};
use support::{Story, cases};

fn called<'c>(cast: &'c Cast, name: &str) -> Vec<&'c Entity> {
    let same = |n: &String| n.eq_ignore_ascii_case(name.trim());
    cast.entities.iter().filter(|e| e.names.iter().any(same)).collect()
}

fn is_one(cast: &Cast, names: &[&str]) -> bool {
    called(cast, names[0]).iter().any(|e| names.iter().all(|n| called(cast, n).contains(e)))
}

/// Whether a line of expectations holds.
fn holds(line: &str, story: &Story, cast: &Cast) -> bool {
    let (what, rest) = line.split_once(':').expect("an expectation has a colon");
    match what {
        "one" => is_one(cast, &rest.split('|').collect::<Vec<_>>()),
        "two" => {
            let names: Vec<&str> = rest.split('|').collect();
            names.iter().all(|n| !called(cast, n).is_empty()) && !is_one(cast, &names)
        }
        "apart" => !is_one(cast, &rest.split('|').collect::<Vec<_>>()),
        "kind" => {
            let (name, kind) = rest.split_once('=').expect("a kind");
            called(cast, name).iter().any(|e| e.kind.name() == kind.trim())
        }
        "of" => {
            let (words, wanted) = rest.split_once('>').expect("a name");
            let spoken_of = story.accounts.iter().zip(&story.reports).enumerate().find_map(|(r, (account, report))| {
                let at = account.mentions.iter().rposition(|m| m.span.of(&report.text) == words.trim())?;
                Some(
                    cast.of_mention[r][at]
                        .iter()
                        .map(|e| cast.entities[e.0].name.as_str())
                        .collect::<Vec<_>>()
                        .join(", "),
                )
            });
            match spoken_of {
                Some(names) => names == wanted.trim() || names.is_empty() && wanted.trim() == "nothing",
                None => wanted.trim() == "nothing",
            }
        }
        other => panic!("unknown expectation {other}"),
    }
}

#[test]
fn every_case_is_cast_as_expected() {
    let file = include_str!("../../../tests/suite/resolve/cast.txt");
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in cases(file) {
        let story = Story::read(&case.texts, None);
        let cast = story.cast(&[]);
        for line in case.expected.lines().map(str::trim).filter(|l| !l.is_empty()) {
            count += 1;
            let (wanted, line) = match line.strip_prefix("FIXME ") {
                Some(miss) => (false, miss),
                None => (true, line),
            };
            if holds(line, &story, &cast) != wanted {
                let entities: Vec<String> =
                    cast.entities.iter().map(|e| format!("{} {:?}", e.kind.name(), e.names)).collect();
                wrong.push(format!("{}: {line} should be {wanted}; entities: {}", case.name, entities.join("; ")));
            }
        }
    }
    assert!(count > 30, "{count} expectations");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn corrections_force_and_forbid() {
    let story = Story::read(
        &["Oskar Lindqvist resigned on Monday.", "Lindqvist resigned on Monday. The Fjord Party chose Ragna Moe."],
        None,
    );
    let forbid = [Change::DifferentName("Oskar Lindqvist".into(), "Lindqvist".into()).into()];
    assert!(is_one(&story.cast(&[]), &["Oskar Lindqvist", "Lindqvist"]));
    assert!(!is_one(&story.cast(&forbid), &["Oskar Lindqvist", "Lindqvist"]));
    let force = [Change::SameName("Oskar Lindqvist".into(), "Ragna Moe".into()).into()];
    assert!(is_one(&story.cast(&force), &["Oskar Lindqvist", "Ragna Moe"]));
}

#[test]
fn the_cast_is_sound() {
    let story = Story::read(
        &[
            "Vienna said it would close the border. Its minister, Ilse Brandt, resigned. She left.",
            "Ilse Brandt resigned. They wept.",
        ],
        None,
    );
    let cast = story.cast(&[]);
    for (r, account) in story.accounts.iter().enumerate() {
        assert_eq!(cast.of_mention[r].len(), account.mentions.len());
        assert!(cast.of_mention[r].iter().flatten().all(|e| e.0 < cast.entities.len()));
    }
    for entity in &cast.entities {
        assert!(!entity.name.is_empty() && !entity.names.is_empty() && !entity.mentions.is_empty());
        assert!(entity.names.iter().all(|n| !["he", "she", "it", "they", "its"].contains(&n.to_lowercase().as_str())));
        assert!(entity.merges.iter().all(|m| m.score > 0.0 && m.score <= 1.0 && !m.rule.is_empty()));
    }
    let empty = parallax_resolve::cast(&[], &[], &[], Lexicon::bundled(), &[]);
    assert!(empty.entities.is_empty() && empty.of_mention.is_empty());
}
