//! Small stories of our own (`tests/suite/stories`): each shows one kind of difference or of agreement. What is told of each
//! is kept in `told/NAME.md`; `BLESS=1 cargo test -p parallax --test stories` writes it anew, to be reviewed by reading.

use parallax::model::{Figure, State, Story};
use parallax::read::{self, Options};
use parallax::{World, reconstruct, tell};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite/stories")
}

fn story(name: &str) -> Story {
    let path = folder().join(name);
    let read = read::reports(&[path.to_string_lossy().into_owned()], &Options::default());
    assert!(read.skipped.is_empty(), "{name}: {:?}", read.skipped);
    reconstruct(read.reports, &World::bundled(), &|_| ())
}

fn differences(story: &Story) -> Vec<String> {
    let differ = story.findings.iter().filter(|f| f.state == State::Contradicted);
    differ
        .map(|f| format!("{:?}: {}", f.kind, f.values.iter().map(|v| v.text.as_str()).collect::<Vec<_>>().join(" | ")))
        .collect()
}

#[test]
fn each_story_is_told_as_it_was_reviewed() {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| folder().join(name).is_dir())
        .collect();
    names.sort();
    assert!(names.len() > 10, "the sample and ten more");
    let mut changed = Vec::new();
    for name in names {
        // Paths differ from machine to machine.
        let root = format!("{}/", folder().join(&name).to_string_lossy());
        let told = tell::markdown(&story(&name), &tell::Selection::default()).replace(&root, "");
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/told").join(format!("{name}.md"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&kept, &told).unwrap();
        } else if std::fs::read_to_string(&kept).unwrap_or_default() != told {
            changed.push(format!("{name}: told otherwise than in {}:\n{told}", kept.display()));
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[test]
fn a_report_beside_its_own_paraphrase_differs_in_nothing() {
    assert_eq!(differences(&story("paraphrase")), Vec::<String>::new());
}

#[test]
fn what_two_reports_tell_in_one_verb_of_two_matters_differs_in_nothing() {
    let story = story("apart");
    assert_eq!(differences(&story), Vec::<String>::new());
    assert_eq!(story.events.iter().filter(|e| e.statements.len() > 1).count(), 1, "the decision alone");
}

#[test]
fn copies_are_one_origin_and_differ_in_nothing() {
    let story = story("copy");
    assert_eq!(story.origins[0], story.origins[1]);
    assert_ne!(story.origins[0], story.origins[2]);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/harbour/courier.txt");
    let text = std::fs::read(sample).unwrap();
    let copy = |path: &str| read::report(path, &text, &read::Meta::default()).unwrap();
    let twice = reconstruct(vec![copy("a.txt"), copy("b.txt")], &World::bundled(), &|_| ());
    assert_eq!(differences(&twice), Vec::<String>::new());
    assert_eq!(twice.origins, vec![0, 0]);
}

#[test]
fn a_figure_that_a_copy_changed_is_told_and_contradicts_nobody() {
    let story = story("update");
    assert_eq!(story.origins, vec![0, 0]);
    assert_eq!(differences(&story), Vec::<String>::new());
    let shared = story.copies[1].as_ref().unwrap();
    let words = |report: usize, figure: Figure| figure.words.of(&story.reports[report].text).to_string();
    let changed: Vec<_> = shared.changed.iter().map(|c| (words(0, c.there), words(1, c.here))).collect();
    assert_eq!(changed, [("At least 12".to_string(), "Fifteen".to_string())]);
    let own = shared.added.iter().map(|s| s.of(&story.reports[1].text)).collect::<Vec<_>>();
    assert!(own.iter().all(|s| !s.starts_with("Fifteen")), "shared but for its figure: {own:?}");
    let written = tell::text(&story, &tell::Selection::default());
    assert!(written.contains("A At least 12 “At least 12 people were killed"), "{written}");
    assert!(written.contains("B Fifteen “Fifteen people were killed"), "{written}");
    assert!(tell::json(&story).contains("\"changed\": [\n"), "the figures stand in the JSON");
}

#[test]
fn each_kind_of_difference_is_found() {
    for (name, values) in [
        ("number", ["19", "23"]),
        ("date", ["2024-02-16", "2024-02-17"]),
        ("manner", ["shot", "stabbed to death"]),
        ("naming", ["Militants", "Terrorists"]),
        ("status", ["asserted", "denied"]),
    ] {
        let found = differences(&story(name));
        assert!(found.iter().any(|f| values.iter().all(|v| f.contains(v))), "{name}: {values:?} not among {found:?}");
    }
}
