use crate::{Act, Decision, Kept, Library, Summary};
use parallax_model::{Change, Field, Target};
use std::time::Duration;

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

fn same(a: &str, b: &str) -> Change {
    Change::SameEvent(vec![a.into()], vec![b.into()])
}

/// One decision of every kind.
fn every_kind() -> Vec<Change> {
    let quoted =
        Target { id: "e3m9".into(), quote: "Port police \u{201c}arrested\u{201d} 12, \"said\" the\nwire".into() };
    let list = || vec![quoted.clone(), "e7k2".into()];
    let mut all = vec![
        Change::SameName("Harbor Authority".into(), "Harbour Authority".into()),
        Change::DifferentName("Berg".into(), "Anna Berg".into()),
        Change::Rename("Berg".into(), "Anna Berg".into()),
        Change::SameEvent(list(), vec![]),
        Change::DifferentEvent(list(), vec![quoted.clone()]),
        Change::NotAnEvent(list()),
        Change::SetPublished("r4".into(), "2025-03-05".parse().unwrap()),
        Change::SameOrigin("r4".into(), "r5".into()),
        Change::DifferentOrigin("r4".into(), "r5".into()),
        Change::Accept(list()),
        Change::Note(list()),
    ];
    all.extend(Field::ALL.map(|field| Change::Set(list(), field, format!("a value for {}", field.name()))));
    all
}

#[test]
fn decisions_are_only_ever_added_and_can_be_undone_one_by_one() {
    let mut library = Library::in_memory().unwrap();
    let story = library.add("harbour").unwrap();
    let first = library.decide(story, &same("e3m9", "e7k2"), "told twice").unwrap();
    let name = Change::SameName("Harbor Authority".into(), "Harbour Authority".into());
    let second = library.decide(story, &name, "").unwrap();
    assert_eq!(library.undo(story, None).unwrap(), Some(second));
    let holds = library.corrections(story).unwrap();
    assert_eq!((holds.len(), &holds[0].change, holds[0].note.as_str()), (1, &same("e3m9", "e7k2"), "told twice"));
    assert_eq!(library.undo(story, Some(second)).unwrap(), None, "it does not hold any more");
    let third = library.decide(story, &name, "").unwrap();
    assert_eq!(library.undo(story, Some(first)).unwrap(), Some(first), "not only the last");
    assert_eq!(library.undo(story, None).unwrap(), Some(third));
    assert_eq!(library.undo(story, None).unwrap(), None);
    assert_eq!(library.corrections(story).unwrap(), []);
    assert_eq!(library.decisions(story).unwrap().len(), 6);
    for sql in ["DELETE FROM decision", "UPDATE decision SET value = 'x'"] {
        assert!(library.connection.execute_batch(sql).is_err(), "{sql}");
    }
}

#[test]
fn every_kind_of_decision_comes_back_as_it_was_kept_and_as_it_was_handed_on() {
    let mut library = Library::in_memory().unwrap();
    let (story, other) = (library.add("harbour").unwrap(), library.add("copy").unwrap());
    for change in every_kind() {
        library.decide(story, &change, "why \u{2013} \"so\"").unwrap();
    }
    library.undo(story, Some(3)).unwrap();
    let kept = library.decisions(story).unwrap();
    let changes: Vec<Change> =
        kept.iter().filter_map(|d| if let Act::Change(c) = &d.act { Some(c.clone()) } else { None }).collect();
    assert_eq!(changes, every_kind());
    let lines: String = kept.iter().map(|d| d.line() + "\n").collect();
    let read = Decision::lines(&lines).unwrap();
    assert_eq!(read, kept);
    assert_eq!(library.apply(other, &read).unwrap(), kept.len());
    assert_eq!(library.apply(other, &read).unwrap(), 0, "the same list again adds nothing");
    let holding = |story| library.corrections(story).unwrap().into_iter().map(|c| c.change).collect::<Vec<_>>();
    assert_eq!(holding(other), holding(story), "what was undone there is undone here");
    for wrong in
        ["no json", "{\"op\":\"same_event\"}", "{\"id\":\"c1\",\"op\":\"judge\"}", "{\"id\":\"c1\",\"op\":\"undo\"}"]
    {
        assert!(Decision::lines(wrong).err().unwrap().to_string().starts_with("line 1"), "{wrong}");
    }
}

/// A library as the first version wrote it.
fn of_the_first_version(file: &std::path::Path, decisions: usize) {
    let old = rusqlite::Connection::open(file).unwrap();
    old.execute_batch(crate::schema::STEPS[0]).unwrap();
    old.execute_batch(
        "INSERT INTO story VALUES (1, 'harbour', '2025-03-05T10:00:00Z');
         INSERT INTO report (story, path, text) VALUES (1, 'a.txt', 'one');
         INSERT INTO decision VALUES (1, 1, '2025-03-05T10:00:00Z', 'same_event', 'e3m9', 'e7k2');
         INSERT INTO decision VALUES (2, 1, '2025-03-05T10:00:01Z', 'same_name', 'A', 'B');
         INSERT INTO decision VALUES (3, 1, '2025-03-05T10:00:02Z', 'undo', '2', '');",
    )
    .unwrap();
    let mut add = old.prepare("INSERT INTO decision VALUES (?1, 1, '', 'same_event', ?1, 'e')").unwrap();
    for n in 4..decisions {
        add.execute([n]).unwrap();
    }
    drop(add);
    old.pragma_update(None, "user_version", 1).unwrap();
}

#[test]
fn an_older_library_becomes_a_newer_one_with_all_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.sqlite");
    of_the_first_version(&file, 0);
    let library = Library::open(&file).unwrap();
    let story = library.find("harbour").unwrap().unwrap();
    assert_eq!(library.decisions(story).unwrap().len(), 3);
    let holds = library.corrections(story).unwrap();
    assert_eq!(holds.len(), 1);
    assert_eq!((&holds[0].change, holds[0].id.as_str()), (&same("e3m9", "e7k2"), "c1"));
}

#[test]
fn on_a_full_disk_nothing_kept_is_lost_and_the_message_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    let mut library = Library::open(&file).unwrap();
    let story = library.add("harbour").unwrap();
    library.put(story, &[report("a.txt", "one")]).unwrap();
    let pages: i64 = library.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    library.connection.pragma_update(None, "max_page_count", pages + 2).unwrap();
    let error = library.put(story, &[report("b.txt", "two"), report("c.txt", &"much ".repeat(20_000))]).unwrap_err();
    assert!(error.to_string().starts_with("the disk is full; nothing kept before is lost"), "{error}");
    drop(library);
    let library = Library::open(&file).unwrap();
    let paths: Vec<String> = library.reports(story).unwrap().into_iter().map(|r| r.path).collect();
    assert_eq!(paths, ["a.txt"], "all reports of one change or none");
}

#[test]
fn two_processes_may_hold_the_same_library() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    let (mut one, mut two) = (Library::open(&file).unwrap(), Library::open(&file).unwrap());
    let story = one.add("harbour").unwrap();
    two.put(story, &[report("a.txt", "one")]).unwrap();
    one.decide(story, &same("e1", "e2"), "").unwrap();
    assert_eq!(one.reports(story).unwrap().len(), 1);
    assert_eq!(two.decisions(story).unwrap().len(), 1);
}

#[test]
fn what_was_told_is_kept_until_the_story_changes() {
    let mut library = Library::in_memory().unwrap();
    let story = library.add("harbour").unwrap();
    library.put(story, &[report("a.txt", "one")]).unwrap();
    let told = Summary { title: "Harbour".into(), period: "4 Mar 2025".into(), events: 3, differing: 1 };
    let old = library.revision(story).unwrap();
    library.keep_result(story, old, "parallax 1", &told, "{}").unwrap();
    assert_eq!(library.stories().unwrap()[0].told.as_ref(), Some(&told));
    assert_eq!(library.result(story).unwrap().as_deref(), Some("{}"));
    library.decide(story, &same("e1", "e2"), "").unwrap();
    assert_eq!((library.result(story).unwrap(), &library.stories().unwrap()[0].told), (None, &None));
    library.keep_result(story, old, "parallax 1", &told, "{}").unwrap();
    assert_eq!(library.result(story).unwrap(), None, "told before the decision was taken");
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
        library
            .put(story, &[report("a.txt", &"one ".repeat(n % 50 + 1)), report(&format!("{}.txt", n % 50), "two")])
            .unwrap();
        library.decide(story, &same(&format!("e{n}"), "e"), "").unwrap();
        println!("kept {n}");
    }
}

/// Opens the library once, and with it makes a newer one of an older, when a test started it as a process of its own.
#[test]
fn migrator() {
    let Ok(file) = std::env::var("PARALLAX_TEST_OLD_LIBRARY") else { return };
    Library::open(file.as_ref()).unwrap();
}

/// Starts one of the two tests above on that file, kills it after some time, and gives what it printed.
fn killed(test: &str, variable: &str, file: &std::path::Path, after: Duration) -> String {
    use std::io::Read;
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(variable, file)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    said
}

/// Moments to kill at, in microseconds below `most`: the same on every run of the tests (SplitMix64).
fn moments(most: u64) -> impl Iterator<Item = Duration> {
    let mut state = 20_250_304_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Duration::from_micros((z ^ (z >> 31)) % most)
    })
}

#[test]
fn killed_at_any_moment_nothing_kept_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    // One library through all the rounds: what a round kept, the next ones must not lose.
    let mut least = 0;
    for after in moments(90_000).take(140) {
        let said = killed("tests::writer", "PARALLAX_TEST_LIBRARY", &file, after);
        let kept = said.lines().filter(|l| l.starts_with("kept ")).count();
        let mut library = Library::open(&file).unwrap();
        let story = library.add("harbour").unwrap();
        let (reports, decisions) = (library.reports(story).unwrap(), library.decisions(story).unwrap());
        assert!(decisions.len() >= least + kept, "{least} and {kept} told as kept, {} there", decisions.len());
        // Both reports of one `put` are there or neither is.
        assert_eq!(reports.is_empty(), !reports.iter().any(|r| r.path == "0.txt"));
        let check: String = library.connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
        least = decisions.len();
    }
    assert!(least > 0, "no round came as far as keeping anything");
}

#[test]
fn killed_while_an_older_library_becomes_a_newer_one_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.sqlite");
    of_the_first_version(&old, 400);
    // The moments reach from before the process opens the library to after it is done, however fast this machine is.
    let whole = std::time::Instant::now();
    let file = folder.path().join("whole.sqlite");
    std::fs::copy(&old, &file).unwrap();
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::migrator"])
        .env("PARALLAX_TEST_OLD_LIBRARY", &file)
        .output();
    assert!(run.unwrap().status.success());
    let most = u64::try_from(whole.elapsed().as_micros()).unwrap() * 2;
    let (mut before, mut after) = (0, 0);
    for (round, moment) in moments(most).take(60).enumerate() {
        let file = folder.path().join(format!("{round}.sqlite"));
        std::fs::copy(&old, &file).unwrap();
        killed("tests::migrator", "PARALLAX_TEST_OLD_LIBRARY", &file, moment);
        let found = rusqlite::Connection::open(&file).unwrap();
        let version: i64 = found.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        *(if version == 1 { &mut before } else { &mut after }) += 1;
        drop(found);
        let library = Library::open(&file).unwrap();
        let story = library.find("harbour").unwrap().unwrap();
        assert_eq!(library.decisions(story).unwrap().len(), 399);
        assert_eq!(library.reports(story).unwrap().len(), 1);
    }
    assert!(before > 0 && after > 0, "killed {before} times before and {after} times after the step was whole");
}
