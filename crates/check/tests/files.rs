//! Coded files and outputs of every kind, and what is said of broken ones.

use parallax_check::{Count, Rows, Score, Texts, gold, score, told};
use std::path::Path;

const TEXT: &str = "Police arrested Anna Berg in Oslo on 4 March. Seven people were hurt. The mayor denied it.";

fn put(dir: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let file = dir.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// A story of two reports, of which the second tells only the arrest.
fn story() -> Rows {
    let json = serde_json::json!({
        "format": "parallax-story/1",
        "reports": [{"id": "r1", "path": "news/a.txt"}, {"id": "r2", "path": "news/b.txt"}],
        "entities": [
            {"id": "n1", "name": "Anna Berg", "names": ["Anna Berg", "Berg"], "country": null},
            {"id": "n2", "name": "police", "names": ["police"], "country": "NOR"},
        ],
        "events": [
            {"id": "e1", "type": "COERCE", "mode": "arrest", "date": {"start": "2025-03-04", "end": "2025-03-04"},
             "place": {"name": "Oslo"}, "actors": ["n2"], "recipients": ["n1"], "accounts": [
                {"report": "r1", "start": 0, "end": 45, "status": "asserted", "said_by": null, "quantities": []},
                {"report": "r2", "start": 10, "end": 50, "status": "alleged", "said_by": "n2", "quantities": []}]},
            {"id": "e2", "type": "ASSAULT", "date": null, "place": null, "actors": [], "recipients": [], "accounts": [
                {"report": "r1", "start": 46, "end": 69, "status": "asserted", "said_by": null,
                 "quantities": [{"low": 7, "high": 7}]}]},
            {"id": "e3", "type": "REJECT", "date": null, "place": null, "actors": [], "recipients": [], "accounts": [
                {"report": "r1", "start": 70, "end": 90, "status": "denied", "said_by": null, "quantities": []}]},
        ],
    });
    told::story(&json).unwrap()
}

fn count(score: &Score, field: &str) -> (usize, usize, usize) {
    let Count { right, told, coded } = score.of(field).unwrap_or_else(|| panic!("{field}: {:?}", score.counts));
    (right, told, coded)
}

#[test]
fn fields_are_counted_and_misses_listed() {
    let dir = tempfile::tempdir().unwrap();
    let texts = Texts::from([("a.txt".to_string(), TEXT.to_string())]);
    let coded = "report,quote,start,end,event,type,date,place,actor,recipient,number,source,coder\n\
        a.txt,Police arrested Anna Berg in Oslo on 4 March,,,arrest,COERCE,2025-03-04,Oslo,police,Anna Berg|the mayor's wife,,,hb\n\
        a.txt,Seven people were hurt,,,hurt,ASSAULT,,,gunmen,,7,,hb\n\
        b.txt,,12,48,arrest,COERCE,2025-03-05,Bergen,police,Berg,,police,hb\n\
        b.txt,,80,99,strike,PROTEST,,,,,,,hb\n";
    let gold = gold::read(&put(dir.path(), "coded.csv", coded), &texts).unwrap();
    let score = score(&gold, &story());
    let wanted = [
        // Of four events told of these reports three are coded, of four coded one is not told.
        ("event", (3, 4, 4)),
        ("type", (3, 3, 4)),
        ("date", (1, 2, 2)),
        ("place", (1, 2, 2)),
        ("actor", (2, 2, 3)),
        ("recipient", (2, 2, 2)),
        ("number", (1, 1, 1)),
        ("source", (1, 1, 1)),
        ("link", (1, 1, 1)),
    ];
    for (field, wanted) in wanted {
        assert_eq!(count(&score, field), wanted, "{field}");
    }
    assert!(score.of("mode").is_none(), "what was not coded is not scored");
    let text = score.text(2);
    assert!(text.contains("actor") && text.contains("gunmen · not told") && text.contains("[coded.csv:3]"), "{text}");
    assert!(text.contains("Missed (2 of 4)") && text.contains("coder"), "{text}");
    let json = score.json();
    assert_eq!((json["fields"][0]["right"].as_u64(), json["misses"].as_array().map(Vec::len)), (Some(3), Some(4)));
}

#[test]
fn lines_lists_and_tables_say_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let coded = r#"{"report": "a.txt", "start": 0, "end": 45, "type": "COERCE", "actor": ["police", "Anna Berg|Berg"], "date": null}"#;
    let gold = gold::read(&put(dir.path(), "coded.jsonl", coded), &Texts::new()).unwrap();
    assert_eq!(gold.rows[0].fields["actor"], [vec!["police".to_string()], vec!["Anna Berg".into(), "Berg".into()]]);
    assert!(gold.rows[0].fields["date"].is_empty());
    let lines = r#"{"id": "a.txt", "events": [{"type": "COERCE", "mode": "arrest", "sources": [{"code": "NOR"}], "targets": [], "start": 2, "end": 40}]}"#;
    let told = told::read(&put(dir.path(), "events.jsonl", lines)).unwrap().unwrap();
    assert_eq!(count(&score(&gold, &told), "type"), (1, 1, 1));
    // The folder of a run: statements name their report by its id.
    for (table, text) in [
        ("reports", "report_id\tpath\nr9\tnews.jsonl#1/a.txt\n"),
        (
            "statements",
            "statement_id\tevent_id\treport_id\tchar_start\tchar_end\tplover_type\tactor_name\tquote\ns1\te1\tr9\t0\t45\tCOERCE\tpolice\tx\n",
        ),
    ] {
        let day = dir.path().join("run").join(table).join("report_day=2025-03-04");
        std::fs::create_dir_all(&day).unwrap();
        put(&day, "part-0.tsv", text);
    }
    let told = told::read(&dir.path().join("run")).unwrap().unwrap();
    let scored = score(&gold, &told);
    assert_eq!((count(&scored, "type"), count(&scored, "actor")), ((1, 1, 1), (1, 1, 2)));
    // Reports are no output.
    assert!(told::read(&put(dir.path(), "a.txt", TEXT)).unwrap().is_none());
    assert!(told::read(&put(dir.path(), "input.jsonl", "{\"text\": \"x\"}")).unwrap().is_none());
}

#[test]
fn a_storys_gold_is_read_with_its_names() {
    let dir = tempfile::tempdir().unwrap();
    put(dir.path(), "a.txt", TEXT);
    let gold = serde_json::json!({
        "events": [{"id": "g1", "type": "COERCE", "type_also": ["ASSAULT"], "date": "2025-03-04", "place": "Oslo",
            "actors": ["officers"], "recipients": ["Berg"], "evidence": {"a.txt": ["Police arrested Anna Berg"]}}],
        "names": [["officers", "Police"]],
    });
    put(dir.path(), "gold.json", &gold.to_string());
    let gold = gold::read(dir.path(), &Texts::new()).unwrap();
    assert_eq!((gold.rows[0].spans.clone(), gold.rows[0].from.as_str()), (vec![(0, 25)], "gold.json, event g1"));
    let scored = score(&gold, &story());
    for field in ["event", "type", "date", "place", "actor", "recipient"] {
        assert_eq!(count(&scored, field).0, 1, "{field}");
    }
}

#[test]
fn errors_name_file_and_line() {
    let dir = tempfile::tempdir().unwrap();
    let texts = Texts::from([("a.txt".to_string(), TEXT.to_string())]);
    let cases = [
        ("x.csv", "file,type\na.txt,COERCE\n", "x.csv:1: there is no column “report” (there are: file, type)"),
        ("x.csv", "report,start,end\na.txt,9,3\n", "x.csv:2: it ends at 3, before it begins at 9"),
        ("x.csv", "report,start,end\na.txt,9,\n", "x.csv:2: start and end must both be given"),
        ("x.csv", "report,start,end\na.txt,x,3\n", "x.csv:2: start “x” is no whole number"),
        ("x.csv", "report,date\na.txt,2025\na.txt,4 March\n", "x.csv:3: date “4 March” is not"),
        ("x.csv", "report,number\na.txt,many\n", "x.csv:2: number “many” is not 7 or 7-9"),
        (
            "x.csv",
            "report,quote\na.txt,Police arrested Jonas\n",
            "x.csv:2: a.txt does not hold the words “Police arrested Jonas”",
        ),
        ("x.csv", "report,type\n,COERCE\n", "x.csv:2: no report is named"),
        ("x.csv", "report,type\n", "x.csv holds no coded event"),
        ("x.jsonl", "{\"report\": \"a.txt\"}\nnot json\n", "x.jsonl:2: it is not JSON"),
        ("x.jsonl", "[1]\n", "x.jsonl:1: it is no object"),
        ("x.pdf", "", "is no file of coded events"),
    ];
    for (name, text, wanted) in cases {
        let said = format!("{:#}", gold::read(&put(dir.path(), name, text), &texts).unwrap_err());
        assert!(said.contains(wanted), "{said}\nnot: {wanted}");
    }
    let broken = told::read(&put(dir.path(), "events.jsonl", "{\"id\": 1, \"events\": []}\nnot json\n")).unwrap_err();
    assert!(format!("{broken:#}").contains("events.jsonl:2"));
    let parquet = told::read(&put(dir.path(), "statements.parquet", "")).unwrap_err();
    assert!(format!("{parquet:#}").contains("statements.parquet cannot be read as Parquet"));
}
