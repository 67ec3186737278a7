//! `--ontology DIR` as a user meets it: own tables over the bundled ones, PETRARCH's dictionaries, rows with mistakes.

use assert_cmd::Command;
use serde_json::Value;

const LABOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/labour");

fn run(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let run = Command::cargo_bin("parallax").unwrap().args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}

/// The likeliest event of a text, coded with an ontology: type, sense, first source, first target, rule.
fn coded(text: &str, ontology: &str) -> String {
    let line = serde_json::json!({"id": 1, "text": text}).to_string();
    let (code, out, err) = run(&["code", "-", "--ontology", ontology], &line);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let row: Value = serde_json::from_str(&out).unwrap();
    let event = &row["events"][0];
    let side = |side: &str| {
        let actor = &event[side][0];
        format!("{}{}", actor["code"].as_str().unwrap_or("-"), actor["sector"].as_str().unwrap_or(""))
    };
    let word = |key: &str| event[key].as_str().unwrap_or("-").to_string();
    [word("type"), word("cameo"), side("sources"), side("targets"), word("rule_id")].join(" ")
}

#[test]
fn own_types_verbs_and_actors_code_texts() {
    let cases = [
        ("Skagen locked out 200 stevedores in Oslo on Monday.", "COERCE L20 DNKBUS NORLAB verb:lock@verbs.tsv:5"),
        // Without the particle the bundled rows of the verb hold.
        ("Danish police locked Tova Lind in prison.", "COERCE 173 DNKCOP NORLAB verb:lock#"),
        (
            "Norwegian stevedores worked to rule against Skagen Lines.",
            "PROTEST L10 NORLAB DNKBUS verb:work@verbs.tsv:3",
        ),
        // A type that has no place in PLOVER is told all the same.
        ("Dockhands United balloted its members.", "- L30 NORLAB CVL verb:ballot@verbs.tsv:8"),
        // Own needs first, bundled rows where they are not met.
        ("Norwegian stevedores downed spanners on Tuesday.", "PROTEST L40 NORLAB"),
        ("Malian rebels downed an army helicopter.", "ASSAULT 190 MLIREB"),
        // A bundled verb of a type put otherwise.
        ("Danish workers walked out on Monday.", "PROTEST L40 DNKLAB"),
        ("Norwegian police arrested Tova Lind on Monday.", "COERCE 173 NORCOP NORLAB verb:arrest#"),
    ];
    for (text, want) in cases {
        let got = coded(text, LABOUR);
        assert!(got.starts_with(want), "{text}\n  want {want}\n  got  {got}");
    }
}

#[test]
fn stories_and_single_reports_use_it_too() {
    let text = "Skagen locked out 200 stevedores in Oslo on Monday.";
    let (code, out, _) = run(&["compare", "-", "--format", "json", "--ontology", LABOUR], text);
    assert_eq!(code, Some(0));
    assert!(out.contains("verb:lock@verbs.tsv:5") && out.contains("lockout"), "{out}");
    let (_, out, _) = run(&["read", "-", "--explain", "--ontology", LABOUR], text);
    assert!(out.contains("COERCE L20") && out.contains("verb:lock@verbs.tsv:5"), "{out}");
    let (_, out, _) = run(&["read", "-", "--explain"], text);
    assert!(!out.contains("L20"), "{out}");
}

#[test]
fn mistakes_are_named_with_file_line_and_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &[u8]| std::fs::write(dir.path().join(name), text).unwrap();
    let ontology = dir.path().to_string_lossy().into_owned();
    let code = || run(&["code", "-q", "-", "--ontology", &ontology], "{\"text\": \"Norway moored at Bergen.\"}");
    let (end, _, err) = code();
    assert!(end == Some(2) && err.contains("holds no ontology") && err.contains("verbs.tsv"), "{err}");
    put("verbs.tsv", b"\xef\xbb\xbf# comment\r\nmoor\t.\tvisit\tsubj\tat\r\nberth\t.\tvisitt\r\n");
    put("verb.tsv", b"");
    let (end, out, err) = code();
    assert_eq!(end, Some(3));
    assert!(err.contains("verbs.tsv:3: no type \"visitt\"; declare it in types.tsv"), "{err}");
    assert!(err.contains("verb.tsv: no table has this name"), "{err}");
    assert!(out.contains("verb:moor@verbs.tsv:2"), "the good row holds: {out}");
    put("types.tsv", b"\xff\xfe\x00");
    let (end, _, err) = code();
    assert!(end == Some(2) && err.contains("types.tsv as UTF-8"), "{err}");
    let (end, _, err) = run(&["code", "-", "--ontology", "no-such-folder"], "");
    assert!(end == Some(2) && err.contains("no-such-folder"), "{err}");
}

#[test]
fn dictionaries_of_petrarch_code_texts_but_not_stories() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    put("my.verbs.txt", "--- CRITICISE [111] ---\nCRITICISE\n- HARSHLY * [112]\n");
    put("my.actors.txt", "NORWAY [NOR]\nSPAIN [ESP]\n");
    let ontology = dir.path().to_string_lossy().into_owned();
    let got = coded("Norway harshly criticised Spain.", &ontology);
    assert_eq!(got, "ACCUSE 112 NOR ESP verbs:3");
    let (end, _, err) = run(&["compare", "-", "--ontology", &ontology], "Norway criticised Spain.");
    assert!(end == Some(2) && err.contains("parallax code"), "{err}");
}
