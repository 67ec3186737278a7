//! A corpus coded as a user does it: partitions, links, broken inputs, and a kill at any moment.

use assert_cmd::cargo::CommandCargoExt;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn parallax() -> Command {
    Command::cargo_bin("parallax").unwrap()
}
fn run(arguments: &[&str]) -> Output {
    parallax().args(arguments).output().unwrap()
}
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Small reports of our own, no two alike but for the copies.
fn corpus(file: &Path, reports: usize) {
    let towns = ["Oslo", "Bergen", "Lisbon", "Porto", "Turku", "Ghent"];
    let names = ["Anna Berg", "Jonas Lie", "Maria Costa", "Ilse Maas"];
    let mut lines = String::new();
    for i in 0..reports {
        let (town, name) = (towns[i % towns.len()], names[i / 2 % names.len()]);
        let day = format!("2025-03-{:02}", 3 + i * 6 / reports.max(1));
        let text = format!(
            "Police in {town} arrested {name} on Monday. The mayor of {town} criticised the arrest of {name}. {} people protested in front of the town hall, an official said.",
            20 + i
        );
        lines.push_str(&format!(
            "{{\"id\":{i},\"text\":\"{text}\",\"date\":\"{day}\",\"outlet\":\"Paper {}\"}}\n",
            i % 5
        ));
        if i % 10 == 9 {
            lines.push_str("{\"broken\":\n");
        }
    }
    std::fs::write(file, lines).unwrap();
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut next = vec![folder.to_path_buf()];
    while let Some(at) = next.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else {
                found.insert(
                    path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(),
                    std::fs::read(&path).unwrap(),
                );
            }
        }
    }
    found
}

#[test]
fn a_corpus_is_written_by_day_with_what_was_skipped() {
    let dir = tempfile::tempdir().unwrap();
    let (input, out) = (dir.path().join("news.jsonl"), dir.path().join("out"));
    corpus(&input, 20);
    let (input, folder) = (input.to_string_lossy().into_owned(), out.to_string_lossy().into_owned());
    let arguments = ["code", &input, "-o", &folder, "--to", "csv", "--profile", "polecat,gdelt,icews,phoenix"];
    let first = run(&arguments);
    assert_eq!(first.status.code(), Some(3), "{}", said(&first));
    assert!(said(&first).contains("20 reports") && said(&first).contains("2 skipped with P013"), "{}", said(&first));
    let found = files(&out);
    for table in [
        "reports",
        "statements",
        "events",
        "fields",
        "actors",
        "places",
        "polecat",
        "gdelt",
        "mentions",
        "icews",
        "phoenix",
    ] {
        assert!(
            found.keys().any(|f| f.starts_with(&format!("{table}/report_day=2025-03-03/"))),
            "{table}: {:?}",
            found.keys()
        );
    }
    assert!(!found.keys().any(|f| f.contains(".part") || f.starts_with(".parallax")));
    assert_eq!(String::from_utf8_lossy(&found["skipped.jsonl"]).lines().count(), 2);
    let told: serde_json::Value = serde_json::from_slice(&found["run.json"]).unwrap();
    assert_eq!((told["reports"].as_u64(), told["skipped"]["P013"].as_u64()), (Some(20), Some(2)));
    // Two reports tell of one arrest, nearly word for word: one event, one origin.
    assert!(told["shared_events"].as_u64() > Some(0) && told["copies"].as_u64() > Some(0), "{told}");
    // A second run does not write over the first; --resume has nothing left to do.
    let again = run(&arguments);
    assert!(again.status.code() == Some(2) && said(&again).contains("finished"), "{}", said(&again));
    assert_eq!(run(&[&arguments[..], &["--resume"]].concat()).status.code(), Some(0));
    assert_eq!(files(&out), found);
    // The threads do not change a byte.
    let other = dir.path().join("other");
    let other_name = other.to_string_lossy().into_owned();
    run(&["code", &input, "-o", &other_name, "--to", "csv", "--profile", "polecat,gdelt,icews,phoenix", "-j", "1"]);
    assert_eq!(files(&other), found);
}

/// Kills a run at moments drawn by a seed; what `--resume` ends in is what a run ends in that nobody stopped.
/// `PARALLAX_KILLS=100 cargo test -p parallax-cli --test corpus` is the long form.
#[test]
fn a_killed_run_is_resumed_to_the_same_bytes() {
    let kills: usize = std::env::var("PARALLAX_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("news.jsonl");
    corpus(&input, 140);
    let input = input.to_string_lossy().into_owned();
    let command = |out: &Path, resume: bool| {
        let mut command = parallax();
        command.args(["code", &input, "-q", "--to", "parquet", "-o"]).arg(out).stderr(Stdio::null());
        if resume {
            command.arg("--resume")
        } else {
            &mut command
        };
        command
    };
    let whole = dir.path().join("whole");
    let begun = Instant::now();
    assert_eq!(command(&whole, false).status().unwrap().code(), Some(3));
    let (length, wanted) = (begun.elapsed(), files(&whole));
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut stopped = 0;
    for kill in 0..kills {
        let out = dir.path().join(format!("killed-{kill}"));
        loop {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let moment = length.mul_f64((seed % 1000) as f64 / 1000.0);
            let mut child = command(&out, out.exists()).spawn().unwrap();
            std::thread::sleep(moment.max(Duration::from_millis(1)));
            let _ = child.kill();
            let ended = child.wait().unwrap();
            stopped += usize::from(ended.code().is_none());
            // The last time it is left alone.
            if seed % 3 != 0 || ended.code().is_some() {
                break;
            }
        }
        command(&out, true).status().unwrap();
        let found = files(&out);
        assert_eq!(found.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "kill {kill}");
        assert!(found == wanted, "kill {kill}: other bytes");
        std::fs::remove_dir_all(&out).unwrap();
    }
    assert!(stopped > 0 || kills == 0, "no kill came before the end");
}

#[test]
fn lines_and_pages_give_lines() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("a.html");
    std::fs::write(&page, "<!DOCTYPE html><html><body><article><p>Police in Oslo arrested Anna Berg on Monday.</p></article></body></html>").unwrap();
    let done = run(&["code", &page.to_string_lossy()]);
    assert!(String::from_utf8_lossy(&done.stdout).contains("COERCE"), "{}", said(&done));
    let odd = run(&["code", "nosuch.jsonl", "-o", &dir.path().join("out").to_string_lossy()]);
    assert_eq!(odd.status.code(), Some(2));
    assert!(!said(&odd).is_empty());
}
