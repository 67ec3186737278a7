//! Decisions of the user, end to end: taken, seen, undone, kept when a report is added, handed on.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

/// A library of its own with the sample story, kept under the name `harbour`, of the reports named.
struct Kept(tempfile::TempDir);

impl Kept {
    fn of(reports: &[&str]) -> Kept {
        let kept = Kept(tempfile::tempdir().unwrap());
        kept.add(reports);
        kept
    }

    fn add(&self, reports: &[&str]) -> String {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/harbour");
        let mut arguments = vec!["compare".to_string()];
        for report in reports {
            let file = self.0.path().join(report);
            std::fs::copy(sample.join(report), &file).unwrap();
            arguments.push(file.to_string_lossy().into_owned());
        }
        arguments.extend(["-o", "harbour", "--published", "2025-03-05"].map(str::to_string));
        self.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn output(&self, arguments: &[&str]) -> std::process::Output {
        let library = self.0.path().join("library.sqlite");
        Command::cargo_bin("parallax").unwrap().args(arguments).env("PARALLAX_LIBRARY", library).output().unwrap()
    }

    fn run(&self, arguments: &[&str]) -> String {
        let done = self.output(arguments);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn correct(&self, arguments: &[&str]) -> String {
        self.run(&[&["correct", "harbour"], arguments].concat())
    }

    fn story(&self) -> Value {
        serde_json::from_str(&self.run(&["export", "harbour", "--to", "json", "-q"])).unwrap()
    }
}

fn list<'v>(story: &'v Value, key: &str) -> &'v Vec<Value> {
    story[key].as_array().unwrap()
}

/// The arrests, which every report of the sample tells.
fn arrest(story: &Value) -> &Value {
    let counts = |a: &Value| list(a, "quantities").iter().any(|q| q["of"] == "arrested");
    let all = list(story, "events").iter().filter(|e| e["type"] == "COERCE" && list(e, "accounts").iter().any(counts));
    all.max_by_key(|e| list(e, "accounts").len()).expect("an event of arrests")
}

fn id(event: &Value) -> &str {
    event["id"].as_str().unwrap()
}

fn names(story: &Value) -> Vec<&str> {
    list(story, "entities").iter().map(|e| e["name"].as_str().unwrap()).collect()
}

#[test]
fn a_story_is_kept_and_grows_with_every_report() {
    let kept = Kept::of(&["courier.txt", "tribune.txt"]);
    assert_eq!(list(&kept.story(), "reports").len(), 2);
    kept.add(&["wire.txt"]);
    let story = kept.story();
    assert_eq!(list(&story, "reports").len(), 3);
    let shown = kept.run(&["show", id(arrest(&story)), "harbour"]);
    assert!(shown.contains("police"), "{shown}");
    let unknown = kept.output(&["correct", "nothing"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no story called nothing"));
}

#[test]
fn every_decision_changes_the_story_and_its_undoing_takes_it_back() {
    let kept = Kept::of(&["courier.txt", "tribune.txt"]);
    let plain = kept.story();
    let arrest = id(arrest(&plain)).to_string();
    let other = list(&plain, "events").iter().map(id).find(|e| *e != arrest).unwrap().to_string();
    let field = |story: &Value, key: &str| {
        story["events"]
            .as_array()
            .unwrap()
            .iter()
            .find(|e| e["id"] == arrest.as_str())
            .map(|e| e[key].clone())
            .unwrap_or_default()
    };
    type Check<'c> = Box<dyn Fn(&Value) -> bool + 'c>;
    let count = list(&plain, "events").len();
    let cases: Vec<(Vec<&str>, Check)> = vec![
        (vec!["same", &arrest, &other], Box::new(|s| list(s, "events").len() == count - 1)),
        (vec!["not-an-event", &arrest], Box::new(|s| list(s, "events").iter().all(|e| e["id"] != arrest.as_str()))),
        (
            vec!["set", &arrest, "date", "2025-02-01/2025-02-03"],
            Box::new(|s| field(s, "date")["start"] == "2025-02-01" && field(s, "date")["end"] == "2025-02-03"),
        ),
        (vec!["set", &arrest, "date", ""], Box::new(|s| field(s, "date").is_null())),
        (vec!["set", &arrest, "type", "ASSAULT"], Box::new(|s| field(s, "type") == "ASSAULT")),
        (
            vec!["set", &arrest, "number", "arrested: 40"],
            Box::new(|s| {
                field(s, "accounts")[0]["quantities"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|q| q["of"] == "arrested" && q["low"] == 40.0)
            }),
        ),
        (
            vec!["set", &arrest, "status", "alleged"],
            Box::new(|s| field(s, "accounts").as_array().unwrap().iter().all(|a| a["status"] == "alleged")),
        ),
        (vec!["set", &arrest, "recipient", ""], Box::new(|s| field(s, "recipients").as_array().unwrap().is_empty())),
        (vec!["published", "A", "2025-03-11"], Box::new(|s| s["reports"][0]["published"] == "2025-03-11")),
        (vec!["same-origin", "A", "B"], Box::new(|s| s["reports"][0]["origin"] == s["reports"][1]["origin"])),
        (vec!["rename", "Tomas Ekstrom", "T. Ekström"], Box::new(|s| names(s).contains(&"T. Ekström"))),
        (
            vec!["merge", "Tomas Ekstrom", "Harbour Authority"],
            Box::new(|s| {
                list(s, "entities").iter().any(|e| {
                    let n: Vec<&str> = e["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                    n.contains(&"Tomas Ekstrom") && n.contains(&"Harbour Authority")
                })
            }),
        ),
        (vec!["accept", &arrest], Box::new(|s| s["corrections"][0]["op"] == "accept")),
        (vec!["note", &arrest, "asked the police"], Box::new(|s| s["corrections"][0]["note"] == "asked the police")),
    ];
    for (words, holds) in &cases {
        assert!(!holds(&plain), "{words:?} holds before it is decided");
        kept.correct(words);
        let story = kept.story();
        assert!(holds(&story), "{words:?} does not hold: {:?}", story["events"]);
        assert_eq!(list(&story, "corrections").len(), 1, "{words:?} is exported");
        kept.correct(&["undo"]);
        assert_eq!(kept.story(), plain, "{words:?} was taken back");
    }
}

#[test]
fn a_split_stays_when_a_report_is_added() {
    let kept = Kept::of(&["courier.txt", "tribune.txt"]);
    let plain = kept.story();
    // Both papers tell of the arrest; the user says that they mean two.
    let arrest = arrest(&plain);
    let tellers = |e: &Value| -> Vec<String> {
        e["accounts"].as_array().unwrap().iter().map(|a| a["report"].as_str().unwrap().to_string()).collect()
    };
    assert!(tellers(arrest).contains(&"r1".to_string()) && tellers(arrest).contains(&"r2".to_string()));
    let queue = kept.correct(&["review", "200"]);
    let pairs: Vec<(&str, &str)> =
        queue.lines().filter_map(|l| l.trim().strip_prefix("no: different ")?.split_once(' ')).collect();
    assert!(!pairs.is_empty(), "a doubt about a link");
    // One of three statements may go to another event; one of two becomes an event of its own.
    let split = pairs.iter().find_map(|(a, b)| {
        kept.correct(&["different", a, b, "--note", "two raids"]);
        let split = Some(kept.story()).filter(|s| list(s, "events").len() > list(&plain, "events").len());
        if split.is_none() {
            kept.correct(&["undo"]);
        }
        split
    });
    let split = split.expect("a link whose parting makes one event more");
    let ids = |s: &Value| list(s, "events").iter().map(|e| e["id"].as_str().unwrap().to_string()).collect::<Vec<_>>();
    let new: Vec<String> = ids(&split).into_iter().filter(|i| !ids(&plain).contains(i)).collect();
    assert!(!new.is_empty());
    kept.add(&["wire.txt"]);
    let grown = kept.story();
    assert!(new.iter().all(|i| ids(&grown).contains(i)), "{new:?} are still events of their own");
    assert_eq!(grown["corrections"][0]["note"], "two raids");
    kept.correct(&["undo"]);
    assert!(!new.iter().all(|i| ids(&kept.story()).contains(i)));
}

#[test]
fn decisions_are_handed_on_and_those_that_find_nothing_are_told() {
    let (one, two) = (Kept::of(&["courier.txt", "tribune.txt"]), Kept::of(&["courier.txt", "tribune.txt"]));
    let story = one.story();
    one.correct(&["rename", "Tomas Ekstrom", "Ekstrom of the union"]);
    one.correct(&["not-an-event", id(arrest(&story))]);
    one.correct(&["published", "tribune.txt", "2025-03-09"]);
    one.correct(&["undo", "c1"]);
    let file = two.0.path().join("decisions.jsonl");
    std::fs::write(&file, one.correct(&["export"])).unwrap();
    assert!(two.correct(&["apply", &file.to_string_lossy()]).contains("4 of 4 lines added"));
    assert!(two.correct(&["apply", &file.to_string_lossy()]).contains("0 of 4 lines added"));
    let without_ids = |mut story: Value| {
        story["reports"].as_array_mut().unwrap().iter_mut().for_each(|r| r["path"] = Value::Null);
        story
    };
    assert_eq!(without_ids(one.story()), without_ids(two.story()));
    // The story's JSON carries the decisions that hold, and so do the tables.
    let whole = two.0.path().join("story.json");
    std::fs::write(&whole, one.story().to_string()).unwrap();
    let fourth = Kept::of(&["courier.txt", "tribune.txt"]);
    assert!(fourth.correct(&["apply", &whole.to_string_lossy()]).contains("2 of 2 lines added"));
    assert_eq!(list(&fourth.story(), "events").len(), list(&one.story(), "events").len());
    let table = one.run(&["export", "harbour", "--to", "csv", "--table", "corrections", "-q"]);
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.contains("not_an_event") && table.contains("2025-03-09"), "{table}");
    // A story of other reports: nothing is found, nothing is changed, and both are told.
    let third = Kept::of(&["wire.txt"]);
    let plain = third.story();
    third.correct(&["apply", &file.to_string_lossy()]);
    assert_eq!(list(&third.story(), "events").len(), list(&plain, "events").len());
    let said = String::from_utf8(
        third.output(&["compare", &third.0.path().join("wire.txt").to_string_lossy(), "-o", "harbour"]).stderr,
    )
    .unwrap();
    assert!(said.contains("correction c2 no longer") && said.contains("also: correction c3"), "{said}");
}

#[test]
fn what_cannot_be_decided_is_said_and_nothing_is_kept() {
    let kept = Kept::of(&["courier.txt", "tribune.txt"]);
    let story = kept.story();
    let arrest = id(arrest(&story));
    let cases: &[(&[&str], &str)] = &[
        (&["same", "e000", arrest], "no event and no statement e000"),
        (&["set", arrest, "mood", "grim"], "no field “mood”"),
        (&["set", arrest, "actor", "the Martians"], "does not stand in the sentence"),
        (&["set", arrest, "date", "last week"], "is no day"),
        (&["set", arrest, "number", "many"], "what is counted"),
        (&["set", arrest, "type", "JUDGE"], "types are AGREE"),
        (&["set", arrest, "place", "Atlantis"], "name no place “Atlantis”"),
        (&["published", "Q", "2025-03-09"], "no report Q"),
        (&["merge", "Nobody Known", "Tomas Ekstrom"], "name nobody and nothing “Nobody Known”"),
        (&["undo"], "no such decision"),
    ];
    for (words, why) in cases {
        let done = kept.output(&[&["correct", "harbour"], *words].concat());
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(2) && said.contains(why), "{words:?}: {said}");
    }
    assert_eq!(kept.correct(&[]), "no decisions yet\n");
}
