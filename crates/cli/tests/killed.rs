//! The library under kill -9 at random moments of the commands that write it, under two commands at once, and on a disk
//! that takes no more.
//!
//! `PARALLAX_KILLS` says how many kills; 20 unless said otherwise. The moments come from one seed, so that a run can be
//! repeated as far as the machine allows.

use parallax_store::{Kept, Library, holding};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A folder of its own with a library, and `parallax` over that library.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().unwrap())
    }

    fn library(&self) -> PathBuf {
        self.0.path().join("library.sqlite")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("parallax"));
        command.args(arguments).env("PARALLAX_LIBRARY", self.library()).current_dir(self.0.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> String {
        let done = self.command(arguments).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Writes two reports that both carry `mark`, and gives the arguments that keep them.
    fn keeping(&self, mark: &str) -> [&'static str; 5] {
        for (name, number) in [("a.txt", "Twelve"), ("b.txt", "Nine")] {
            let text = format!(
                "{number} workers arrested at the port\n\nPolice arrested {number} workers at the port of Varna on \
                 Monday.\n\nThe paper marked its page {mark}.\n"
            );
            std::fs::write(self.0.path().join(name), text).unwrap();
        }
        ["compare", "a.txt", "b.txt", "-o", "harbour"]
    }

    /// What the library holds: the marks of both reports, and the notes of the decisions.
    fn kept(&self) -> ([String; 2], Vec<String>) {
        self.check();
        let library = Library::open(&self.library()).unwrap();
        let Some(story) = library.find("harbour").unwrap() else { return Default::default() };
        let reports: Vec<Kept> = library.reports(story).unwrap();
        let mark = |path: &str| {
            let text = reports.iter().find(|r| r.path.ends_with(path)).map_or("", |r| r.text.as_str());
            text.split("its page ").nth(1).and_then(|t| t.split('.').next()).unwrap_or_default().to_string()
        };
        let notes = holding(&library.decisions(story).unwrap()).into_iter().map(|d| d.note.clone()).collect();
        ([mark("a.txt"), mark("b.txt")], notes)
    }

    fn check(&self) {
        let library = rusqlite::Connection::open(self.library()).unwrap();
        let said: String = library.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok");
    }
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most.max(1)
    }
}

/// When a command is killed.
enum Moment {
    /// So long after it began.
    After(Duration),
    /// So long after the first bytes of a change stood in the library's log.
    Writing(Duration),
}

/// Every other moment is one while the library is written to, since that takes only milliseconds of the whole run.
fn moment(chance: &mut Chance, whole: Duration) -> Moment {
    if chance.below(2) == 0 {
        Moment::After(Duration::from_micros(chance.below(u64::try_from(whole.as_micros()).unwrap() * 5 / 4)))
    } else {
        Moment::Writing(Duration::from_micros(chance.below(15_000)))
    }
}

/// Kills the command at that moment and gives what it said on both streams.
fn kill(mut child: Child, log: &Path, moment: &Moment, most: Duration) -> String {
    let begun = Instant::now();
    match moment {
        Moment::After(time) => std::thread::sleep(*time),
        Moment::Writing(time) => {
            let written = || std::fs::metadata(log).is_ok_and(|m| m.len() > 0);
            while !written() && begun.elapsed() < most && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(50));
            }
            std::thread::sleep(*time);
        }
    }
    child.kill().unwrap();
    let done = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr)
}

fn spawn(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// A library as the first version wrote it, with a story, two reports and `DECISIONS` decisions.
fn of_the_first_version(file: &Path) {
    let old = rusqlite::Connection::open(file).unwrap();
    old.pragma_update(None, "journal_mode", "WAL").unwrap();
    old.execute_batch(
        "BEGIN;
         CREATE TABLE story (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, changed TEXT NOT NULL) STRICT;
         CREATE TABLE report (id INTEGER PRIMARY KEY, story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
             path TEXT NOT NULL, outlet TEXT, title TEXT, url TEXT, published TEXT, text TEXT NOT NULL, UNIQUE (story, path)) STRICT;
         CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT,
             story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
             at TEXT NOT NULL, op TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL) STRICT;
         INSERT INTO story VALUES (1, 'harbour', '2025-03-05T10:00:00Z');
         INSERT INTO report (story, path, text) VALUES (1, 'a.txt', 'Police arrested twelve workers. The paper marked its page old.');
         INSERT INTO report (story, path, text) VALUES (1, 'b.txt', 'Police arrested nine workers. The paper marked its page old.');
         PRAGMA user_version = 1;",
    )
    .unwrap();
    let mut add = old.prepare("INSERT INTO decision VALUES (?1, 1, '', 'same_name', 'A' || ?1, 'B')").unwrap();
    for n in 1..=DECISIONS {
        add.execute([n]).unwrap();
    }
    drop(add);
    old.execute_batch("COMMIT").unwrap();
}

const DECISIONS: usize = 2000;

/// What a run of kills came to, to be sure that it met all that can be met.
#[derive(Default, Debug)]
struct Seen {
    told: usize,
    kept_untold: usize,
    nothing_yet: usize,
}

impl Seen {
    fn add(&mut self, told: bool, kept: bool) {
        *(if told {
            &mut self.told
        } else if kept {
            &mut self.kept_untold
        } else {
            &mut self.nothing_yet
        }) += 1;
    }
}

#[test]
fn killed_at_any_moment_of_any_command_the_library_opens_and_nothing_kept_is_lost() {
    let kills: usize = std::env::var("PARALLAX_KILLS").map_or(20, |n| n.parse().expect("PARALLAX_KILLS is a number"));
    let mut chance = Chance(20_250_304);
    let place = Place::new();
    let time = |arguments: &[&str]| {
        let begun = Instant::now();
        place.run(arguments);
        begun.elapsed()
    };
    let comparing = time(&place.keeping("begin"));
    let correcting = time(&["correct", "harbour", "note", "A", "begin"]);
    let migrating = {
        let old = Place::new();
        of_the_first_version(&old.library());
        let begun = Instant::now();
        old.run(&["correct", "harbour"]);
        begun.elapsed()
    };
    let [mut compare, mut correct, mut migrate] = [Seen::default(), Seen::default(), Seen::default()];
    let log = |library: &Path| PathBuf::from(format!("{}-wal", library.display()));
    for round in 0..kills {
        let mark = format!("round {round}");
        let (marks, notes) = place.kept();
        match chance.below(3) {
            0 => {
                let arguments = place.keeping(&mark);
                let moment = moment(&mut chance, comparing);
                let said = kill(spawn(place.command(&arguments)), &log(&place.library()), &moment, comparing * 4);
                let (now, same) = place.kept();
                assert_eq!(now[0], now[1], "{mark}: both reports of one command are kept, or neither");
                assert!(now[0] == mark || now == marks, "{mark}: {now:?} after {marks:?}");
                let told = said.contains("kept as harbour");
                assert!(!told || now[0] == mark, "{mark} was told as kept: {now:?}");
                assert_eq!(same, notes, "{mark}: comparing loses no decision");
                compare.add(told, now[0] == mark);
            }
            1 => {
                let moment = moment(&mut chance, correcting);
                let arguments = ["correct", "harbour", "note", "A", mark.as_str()];
                let said = kill(spawn(place.command(&arguments)), &log(&place.library()), &moment, correcting * 4);
                let (same, now) = place.kept();
                assert_eq!(same, marks, "{mark}: deciding changes no report");
                let kept = now.len() == notes.len() + 1 && now.last() == Some(&mark);
                assert!(now == notes || kept && now.starts_with(&notes), "{mark}: {now:?}");
                let told = said.contains(" note");
                assert!(!told || kept, "{mark} was told as kept: {now:?}");
                correct.add(told, kept);
            }
            _ => {
                let old = Place::new();
                of_the_first_version(&old.library());
                // Opening the library is the first thing that the list of decisions does.
                let moment = moment(&mut chance, migrating);
                let child = spawn(old.command(&["correct", "harbour"]));
                let said = kill(child, &log(&old.library()), &moment, Duration::from_secs(2));
                let version = || -> usize {
                    let library = rusqlite::Connection::open(old.library()).unwrap();
                    library.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
                };
                migrate.add(said.contains("c1 "), version() > 1);
                let (marks, notes) = old.kept();
                assert_eq!((marks, notes.len()), (["old".to_string(), "old".to_string()], DECISIONS), "{mark}");
                assert_eq!(old.run(&["correct", "harbour"]).lines().count(), DECISIONS, "{mark}");
            }
        }
        place.run(&["correct", "harbour", "export"]);
    }
    // The story is told, with all that was decided, after everything.
    assert!(place.run(&["export", "harbour", "--to", "json", "-q"]).contains("parallax-story/1"));
    println!("compare {compare:?}\ncorrect {correct:?}\nmigrate {migrate:?}");
    let sum = |of: fn(&Seen) -> usize| of(&compare) + of(&correct) + of(&migrate);
    assert!(sum(|s| s.nothing_yet) > 0 && sum(|s| s.told + s.kept_untold) > 0, "kills before and after the change");
}

#[test]
fn commands_that_write_one_library_at_once_all_come_through() {
    // In the first round they also make the library at once.
    let place = Place::new();
    place.keeping("begin");
    let first: Vec<Child> =
        (0..3).map(|n| spawn(place.command(&["compare", "a.txt", "b.txt", "-o", &format!("story{n}")]))).collect();
    let all_well = |children: Vec<Child>| {
        for child in children {
            let done = child.wait_with_output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
    };
    all_well(first);
    place.run(&place.keeping("begin"));
    let mut children = Vec::new();
    for n in 0..4 {
        let file = format!("new{n}.txt");
        std::fs::write(place.0.path().join(&file), format!("Police arrested {} men in Varna on Monday.\n", n + 3))
            .unwrap();
        children.push(spawn(place.command(&["compare", &file, "-o", "harbour"])));
        children.push(spawn(place.command(&["correct", "harbour", "note", "A", &format!("note {n}")])));
    }
    all_well(children);
    place.check();
    let library = Library::open(&place.library()).unwrap();
    let story = library.find("harbour").unwrap().unwrap();
    assert_eq!(library.reports(story).unwrap().len(), 6);
    let mut notes: Vec<String> = library.decisions(story).unwrap().into_iter().map(|d| d.note).collect();
    notes.sort();
    assert_eq!(notes, ["note 0", "note 1", "note 2", "note 3"]);
    assert_eq!(library.stories().unwrap().len(), 4);
}

/// A file that may not grow beyond a size stands for a disk that is full: no right of mounting anything is needed.
#[cfg(unix)]
#[test]
fn when_nothing_more_can_be_written_the_message_says_so_and_all_that_was_kept_is_there() {
    let place = Place::new();
    place.run(&place.keeping("begin"));
    place.run(&["correct", "harbour", "note", "A", "begin"]);
    let before = place.kept();
    let limited = |blocks: usize, arguments: &[&str]| {
        let program = assert_cmd::cargo::cargo_bin("parallax");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")])
            .arg(program)
            .args(arguments);
        shell.env("PARALLAX_LIBRARY", place.library()).current_dir(place.0.path()).output().unwrap()
    };
    place.keeping(&"long ".repeat(40_000));
    for arguments in [&["compare", "a.txt", "b.txt", "-o", "harbour"][..], &["correct", "harbour", "note", "A", "full"]]
    {
        // The log of a change is written first: it may hold no more than a few pages.
        let done = limited(8, arguments);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("nothing kept before is lost") && !said.contains("kept as"), "{arguments:?}: {said}");
        assert_eq!(place.kept(), before);
    }
    place.run(&place.keeping("again"));
    assert_eq!(place.kept().0, ["again", "again"]);
}
