//! The forms in which a story is written, as a user asks for them.

use assert_cmd::Command;

fn parallax(arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::cargo_bin("parallax").unwrap().args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}
fn sample() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/harbour").to_string()
}

#[test]
fn formats_lists_every_form_and_prints_codebooks() {
    let (code, list, _) = parallax(&["formats"]);
    assert_eq!(code, Some(0));
    for name in ["parquet", "graphml", "statements", "gdelt"] {
        assert!(list.contains(&format!("  {name} ")), "{name}: {list}");
    }
    let (_, book, _) = parallax(&["formats", "statements"]);
    assert!(book.lines().any(|l| l.starts_with("date_start ") && l.contains(" date ")), "{book}");
    assert_eq!(parallax(&["formats", "nosuch"]).0, Some(2));
}

#[test]
fn a_file_is_written_in_the_form_of_its_ending() {
    let dir = tempfile::tempdir().unwrap();
    for (name, start) in [
        ("statements.csv", "statement_id,event_id,"),
        ("events.parquet", "PAR1"),
        ("gdelt.tsv", ""),
        ("story.geojson", "{\n  \"type\": \"FeatureCollection\""),
        ("story.timeline.json", "{\n  \"title\""),
        ("story.json", "{\n  \"format\": \"parallax-story/1\""),
        ("story.graphml", "<?xml"),
    ] {
        let file = dir.path().join(name);
        let (code, _, said) = parallax(&["export", &sample(), "-q", "-o", &file.to_string_lossy()]);
        assert_eq!(code, Some(0), "{name}: {said}");
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.len() > 200 && bytes.starts_with(start.as_bytes()), "{name}");
    }
    let again = dir.path().join("again.parquet");
    parallax(&["export", &sample(), "-q", "-j", "1", "--table", "events", "-o", &again.to_string_lossy()]);
    assert_eq!(std::fs::read(again).unwrap(), std::fs::read(dir.path().join("events.parquet")).unwrap());
}

#[test]
fn what_cannot_be_written_is_said_before_the_work() {
    let (code, _, said) = parallax(&["compare", &sample(), "--format", "csv"]);
    assert!(code == Some(2) && said.contains("--table events"), "{said}");
    let (code, _, said) = parallax(&["compare", &sample(), "--format", "csv", "--table", "nosuch"]);
    assert!(code == Some(2) && said.contains("statements"), "{said}");
    assert_eq!(parallax(&["export", &sample()]).0, Some(2));
}

#[test]
fn days_and_actors_are_chosen() {
    let (_, all, _) = parallax(&["compare", &sample(), "-q", "--all"]);
    let (_, late, _) = parallax(&["compare", &sample(), "-q", "--all", "--since", "2025-03-05"]);
    assert!(all.contains("\n4 Mar 2025  Varnholm") && !late.contains("\n4 Mar 2025  Varnholm"), "{late}");
    assert!(late.contains("6 Mar 2025  Karlsund"), "{late}");
    let (_, none, _) = parallax(&["compare", &sample(), "-q", "--all", "--actor", "no such body"]);
    let (_, some, _) = parallax(&["compare", &sample(), "-q", "--all", "--actor", "port police"]);
    assert!(none.lines().count() < some.lines().count() && some.lines().count() < all.lines().count());
    assert!(some.contains("Port police arrested 12 dockworkers"), "{some}");
}

#[test]
fn tables_are_checked_alike_in_every_form() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let quote = "Port police arrested 12 dockworkers";
    std::fs::write(
        at("gold.csv"),
        format!("report,quote,type,number,actor,date\ncourier.txt,{quote},COERCE,12,Port police,2025-03-04\n"),
    )
    .unwrap();
    let score = |output: &str| {
        let (code, score, said) =
            parallax(&["check", &at("gold.csv"), output, "--texts", &sample(), "--format", "json"]);
        assert_eq!(code, Some(0), "{output}: {said}");
        serde_json::from_str::<serde_json::Value>(&score).unwrap()
    };
    let mut scores = Vec::new();
    for form in ["csv", "tsv", "parquet"] {
        let folder = at(form);
        assert_eq!(parallax(&["export", &sample(), "-q", "--to", form, "-o", &folder]).0, Some(0));
        scores.push(score(&folder));
    }
    assert_eq!((&scores[1], &scores[2]), (&scores[0], &scores[0]));
    assert!(scores[0].to_string().contains("\"right\":1"), "{}", scores[0]);
    assert_eq!(parallax(&["code", &sample(), "-q", "-o", &at("coded")]).0, Some(0));
    score(&at("coded"));
}
