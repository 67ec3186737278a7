//! The command as a user meets it: exit codes, streams, odd input, same bytes.

use assert_cmd::Command;
use std::path::Path;

fn parallax(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("parallax").unwrap().args(arguments).output().unwrap()
}
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
fn sample() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/harbour").to_string()
}

#[test]
fn compare_tells_the_sample_story() {
    let run = parallax(&["compare", &sample()]);
    let out = text(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(out.contains("3 reports"), "{out}");
    assert!(out.contains("✕ number"), "{out}");
}

#[test]
fn the_same_bytes_whatever_the_threads_and_the_order() {
    let file = |name: &str| format!("{}/{name}.txt", sample());
    let (a, b, c) = (file("courier"), file("tribune"), file("wire"));
    let one = parallax(&["compare", &a, &b, &c, "--format", "json", "-j", "1"]).stdout;
    assert!(one.len() > 1000);
    assert_eq!(one, parallax(&["compare", &c, &b, &a, "--format", "json", "-j", "2"]).stdout);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        dir.path().join(name).to_string_lossy().into_owned()
    };
    let good = put("good.txt", b"Police in Oslo arrested seven people on Monday.");
    let empty = put("empty.txt", b"");
    let binary = put("image.txt", &[0, 1, 2, 3, 0, 0, 0, 7, 8, 0, 0, 14]);
    let run = parallax(&["compare", &good, &empty, &binary, "no-such.txt"]);
    assert_eq!(run.status.code(), Some(3));
    let said = text(&run.stderr);
    for code in ["P001", "P002", "P003"] {
        assert!(said.contains(code), "{said}");
    }
    assert!(text(&run.stdout).contains("arrested"));
    assert_eq!(parallax(&["compare", &empty]).status.code(), Some(2));
    assert_eq!(parallax(&["compare"]).status.code(), Some(2));
    let russian = put("ru.txt", "Полиция задержала двух человек в понедельник вечером.".as_bytes());
    assert!(text(&parallax(&["compare", &good, &russian]).stderr).contains("P006"));
}

#[test]
fn standard_input_and_files_work() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("story.json");
    let run = Command::cargo_bin("parallax")
        .unwrap()
        .args(["compare", "-", "--published", "2025-03-05", "-o", &out.to_string_lossy()])
        .write_stdin("Police in Oslo arrested seven people on Monday.")
        .output()
        .unwrap();
    assert_eq!((run.status.code(), run.stdout.len()), (Some(0), 0));
    let story = std::fs::read_to_string(&out).unwrap();
    assert!(story.contains("\"2025-03-03\""), "Monday before 5 March 2025: {story}");
    assert!(!Path::new(&format!("{}.part", out.display())).exists());
}

#[test]
fn code_writes_a_line_for_each_line() {
    let lines = "{\"id\": \"x\", \"text\": \"Russian police arrested two Azerbaijani journalists on Monday.\"}\nnot json\n{\"id\": 7, \"text\": \"\"}\n";
    let run = Command::cargo_bin("parallax")
        .unwrap()
        .args(["code", "-", "--to", "jsonl"])
        .write_stdin(lines)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(3));
    let out = text(&run.stdout);
    assert_eq!(out.lines().count(), 2);
    assert!(out.contains("COERCE") && out.contains("\"RUS\"") && out.contains("\"AZE\""), "{out}");
    assert!(out.lines().nth(1).unwrap().contains("\"events\":[]"));
}

#[test]
fn read_writes_conllu() {
    let run = Command::cargo_bin("parallax")
        .unwrap()
        .args(["read", "-", "--format", "conllu"])
        .write_stdin("Police arrested Anna Berg.")
        .output()
        .unwrap();
    let out = text(&run.stdout);
    assert!(out.contains("# text = Police arrested Anna Berg."), "{out}");
    assert!(out.contains("\tarrest\tVERB\t"), "{out}");
    assert!(out.contains("SpaceAfter=No"), "{out}");
}

#[test]
fn help_shows_examples_and_doctor_passes() {
    let help = text(&parallax(&["--help"]).stdout);
    assert!(help.contains("Examples:") && help.contains("Exit codes:"), "{help}");
    let doctor = parallax(&["doctor"]);
    assert_eq!(doctor.status.code(), Some(0), "{}", text(&doctor.stdout));
    assert!(
        text(&doctor.stdout).contains("library ") && !text(&doctor.stdout).contains('{'),
        "{}",
        text(&doctor.stdout)
    );
    let shown = parallax(&["show", "e-none", &sample()]);
    assert_eq!(shown.status.code(), Some(2));
}

#[test]
fn things_are_shown_by_the_names_a_reader_sees() {
    let sample = sample();
    let by = |name: &str| text(&parallax(&["show", name, &sample, "-q"]).stdout);
    assert!(by("B").starts_with("B ") && by("B") == by("r2") && by("B") == by("tribune.txt"), "{}", by("B"));
    assert!(by("harbour authority").contains("Harbour Authority · organisation"), "{}", by("harbour authority"));
    assert!(text(&parallax(&["explain", "C", &sample, "-q"]).stdout).contains("(concluded)"));
}

#[test]
fn what_cannot_be_written_is_refused_before_anything_is_read() {
    let refused = |output: &str| {
        let run = parallax(&["compare", &sample(), "-o", output]);
        assert_eq!(run.status.code(), Some(2), "{output}");
        text(&run.stderr)
    };
    assert!(refused("story.pdf").starts_with("error: no form is written into .pdf files"));
    assert!(refused("no-such-folder/story.json").contains("there is no folder no-such-folder"));
    let day = text(&parallax(&["compare", &sample(), "--since", "last week"]).stderr);
    assert!(day.contains("write it as 2025-07-01"), "{day}");
}

#[test]
fn what_holds_for_several_reports_is_said_once_and_lines_keep_to_the_width() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        let text = format!("Police in Oslo arrested seven people on Monday, officials in district {name} said.");
        std::fs::write(dir.path().join(format!("{name}.txt")), text).unwrap();
    }
    std::fs::write(dir.path().join("scan.pdf"), "%PDF-1.7").unwrap();
    let run = parallax(&["compare", &dir.path().to_string_lossy(), "--width", "60"]);
    let said = text(&run.stderr);
    assert_eq!((said.matches("P011").count(), said.matches("P016").count()), (1, 1), "{said}");
    assert!(said.contains("b.txt, ") && said.contains("1 .pdf"), "{said}");
    let told = text(&run.stdout);
    let long = told.lines().find(|l| l.chars().count() > 60 && l.trim().contains(' ') && !l.starts_with("Next:"));
    assert_eq!(long, None, "{told}");
}

#[test]
#[cfg(unix)]
fn a_pipe_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let dir = tempfile::tempdir().unwrap();
    for (name, arguments) in [("told", &["compare", "--format", "json"][..]), ("coded", &["code"])] {
        let pipe = dir.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read(pipe)
        });
        let (sample, out) = (sample(), pipe.to_string_lossy().into_owned());
        let run = parallax(&[arguments, &[&sample, "-o", &out]].concat());
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        // Asked first: were a file in its place, the reader would wait for ever.
        assert!(pipe.metadata().unwrap().file_type().is_fifo(), "{name}");
        let written = reader.join().unwrap().unwrap();
        assert_eq!(text(&written), text(&parallax(&[arguments, &[&sample]].concat()).stdout));
    }
}

#[test]
#[cfg(unix)]
fn the_pages_end_with_ctrl_c_and_nothing_is_said_to_have_failed() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    let mut server = std::process::Command::new(assert_cmd::cargo::cargo_bin("parallax"))
        .args(["open", &sample(), "--no-browser", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut address).unwrap();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let stopped = std::process::Command::new("kill").args(["-INT", &server.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    assert_eq!(server.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    server.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.trim(), "");
}
