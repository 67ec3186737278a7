use crate::{Kept, Library, Op};
use parallax_model::Correction;

fn report(path: &str, text: &str) -> Kept {
    Kept {
        path: path.into(),
        outlet: Some("Northern Courier".into()),
        title: None,
        url: None,
        published: Some("2025-03-04".into()),
        text: text.into(),
    }
}

#[test]
fn what_is_kept_is_there_when_the_library_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep/library.sqlite");
    let mut library = Library::open(&file).unwrap();
    let story = library.add("harbour").unwrap();
    library.put(story, &[report("a.txt", "one"), report("b.txt", "two")]).unwrap();
    library.put(story, &[report("a.txt", "one, corrected")]).unwrap();
    drop(library);
    let library = Library::open(&file).unwrap();
    let texts: Vec<String> = library.reports(story).unwrap().into_iter().map(|r| r.text).collect();
    assert_eq!(texts, ["one, corrected", "two"]);
    assert_eq!(library.stories().unwrap()[0].reports, 2);
}

#[test]
fn decisions_are_only_ever_added_and_can_be_undone_one_by_one() {
    let mut library = Library::in_memory().unwrap();
    let story = library.add("harbour").unwrap();
    library.decide(story, Op::SameEvent, "e3m9", "e7k2").unwrap();
    library.decide(story, Op::SameName, "Harbor Authority", "Harbour Authority").unwrap();
    assert!(library.undo(story).unwrap());
    assert_eq!(library.corrections(story).unwrap(), [Correction::SameEvent("e3m9".into(), "e7k2".into())]);
    assert!(library.undo(story).unwrap());
    assert!(!library.undo(story).unwrap());
    assert_eq!(library.corrections(story).unwrap(), []);
    assert_eq!(library.decisions(story).unwrap().len(), 4);
}

#[test]
fn two_processes_may_hold_the_same_library() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    let (mut one, mut two) = (Library::open(&file).unwrap(), Library::open(&file).unwrap());
    let story = one.add("harbour").unwrap();
    two.put(story, &[report("a.txt", "one")]).unwrap();
    one.decide(story, Op::SameEvent, "e1", "e2").unwrap();
    assert_eq!(one.reports(story).unwrap().len(), 1);
    assert_eq!(two.decisions(story).unwrap().len(), 1);
}

#[test]
fn a_file_that_is_no_library_and_a_library_of_the_future_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "These are notes and no library at all, as anybody can see who reads them.".repeat(20))
        .unwrap();
    let error = Library::open(&file).err().unwrap().to_string();
    assert!(error.contains("not a library"), "{error}");
    let file = folder.path().join("new.sqlite");
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(Library::open(&file).err().unwrap().to_string().contains("newer"));
}

/// Writes without end when a test started it as a process of its own; does nothing otherwise.
#[test]
fn writer() {
    let Ok(file) = std::env::var("PARALLAX_TEST_LIBRARY") else { return };
    for n in 0.. {
        let mut library = Library::open(file.as_ref()).unwrap();
        let story = library.add("harbour").unwrap();
        library.put(story, &[report("a.txt", &"one ".repeat(n + 1)), report(&format!("{n}.txt"), "two")]).unwrap();
        library.decide(story, Op::SameEvent, &format!("e{n}"), "e").unwrap();
        println!("kept {n}");
    }
}

#[test]
fn killed_at_any_moment_nothing_kept_is_lost() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    for round in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::writer", "--nocapture"])
            .env("PARALLAX_TEST_LIBRARY", &file)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20 + 13 * round));
        child.kill().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let kept = said.filter_map(|l| l.strip_prefix("kept ")?.parse::<usize>().ok()).last();
        child.wait().unwrap();
        let mut library = Library::open(&file).unwrap();
        let story = library.add("harbour").unwrap();
        let (reports, decisions) = (library.reports(story).unwrap(), library.decisions(story).unwrap());
        let sure = kept.map_or(0, |n| n + 1);
        assert!(
            decisions.len() >= sure && (sure == 0 || reports.len() > sure),
            "{sure} told as kept, {} there",
            decisions.len()
        );
        // Both reports of one `put` are there or neither is.
        assert_eq!(reports.is_empty(), !reports.iter().any(|r| r.path == "0.txt"));
    }
}
