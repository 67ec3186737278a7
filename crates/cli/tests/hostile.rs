//! Inputs that are broken or meant to break: noticed, passed over, in bounded memory, and what stands beside them is coded.

use assert_cmd::cargo::CommandCargoExt;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;

const STORY: &str = "Port police in Oslo arrested Anna Berg on Tuesday after a scuffle at the southern gate.";
/// Memory that a run with one hostile file among its inputs may take at most, in MB. The reader's weights and tables take
/// about 130, the largest record 16, a page of the largest size with its tree some hundreds.
const BOUND: u64 = 900;

/// Codes the folder; reports coded, notices by code, and the most memory held where the system tells it.
fn coded(folder: &Path) -> (u64, BTreeMap<String, u64>, Option<u64>) {
    let out = folder.with_extension("out");
    let run = Command::cargo_bin("parallax")
        .unwrap()
        .args(["code", "--to", "csv", "--progress", "never", "-o"])
        .args([&out, folder])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(3), "{said}");
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("run.json")).unwrap()).unwrap();
    let memory = said.split("at most ").nth(1).and_then(|s| s.split(' ').next()?.parse().ok());
    let skipped = told["skipped"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_u64().unwrap()));
    (told["reports"].as_u64().unwrap(), skipped.collect(), memory)
}

/// Codes a folder of one good file and what `fill` adds; checks that the good one is coded and the other noticed with `code`.
fn survives(what: &str, code: &str, reports: u64, fill: impl FnOnce(&Path)) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("news");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("good.txt"), STORY).unwrap();
    fill(&folder);
    let (found, skipped, memory) = coded(&folder);
    assert_eq!(found, reports, "{what}: {skipped:?}");
    assert!(skipped.contains_key(code), "{what}: {skipped:?}");
    assert!(memory.is_none_or(|mb| mb < BOUND), "{what}: {memory:?} MB");
}

#[test]
fn a_line_of_two_gigabytes() {
    survives("a line without end", "P014", 3, |folder| {
        let line = format!("{{\"text\":\"{STORY}\"}}\n");
        let mut file = File::create(folder.join("news.jsonl")).unwrap();
        file.write_all(line.as_bytes()).unwrap();
        file.write_all(b"{\"text\":\"").unwrap();
        // A hole: it takes no room on the disk, and is read as two gigabytes of zeros.
        file.seek(SeekFrom::Current(2 << 30)).unwrap();
        file.write_all(b"\"}\n").unwrap();
        file.write_all(line.as_bytes()).unwrap();
    });
}

#[test]
fn feeds_meant_to_break() {
    let feed = |items: &str, declared: &str| {
        format!(
            "<?xml version=\"1.0\"?>{declared}<rss version=\"2.0\"><channel><title>Post</title>{items}</channel></rss>"
        )
    };
    let item = |text: &str| format!("<item><title>t</title><description>{text}</description></item>");
    survives("entities that multiply", "P001", 2, |folder| {
        let laughs: String =
            (1..12).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
        let bomb = feed(&item("&l11;"), &format!("<!DOCTYPE rss [<!ENTITY l0 \"ha\">{laughs}]>"));
        std::fs::write(folder.join("bomb.xml"), bomb).unwrap();
        // It is a report of one odd word, for nothing is expanded; something else must be there to be noticed.
        std::fs::write(folder.join("none.xml"), "<rss").unwrap();
    });
    survives("markup that nests without end", "P002", 2, |folder| {
        let deep = item(&format!("{}{STORY}", "&lt;div&gt;".repeat(200_000)));
        std::fs::write(folder.join("deep.xml"), feed(&(deep + &item(STORY)), "")).unwrap();
    });
    survives("elements that nest without end", "P001", 1, |folder| {
        std::fs::write(folder.join("nest.xml"), feed(&format!("<item>{}", "<a>".repeat(1_000_000)), "")).unwrap();
    });
    survives("items without end", "P001", 1, |folder| {
        let mut file = std::io::BufWriter::new(File::create(folder.join("endless.xml")).unwrap());
        file.write_all(feed("", "").trim_end_matches("</channel></rss>").as_bytes()).unwrap();
        let item = item("");
        (0..70_000_000 / item.len()).for_each(|_| file.write_all(item.as_bytes()).unwrap());
    });
}

#[test]
fn packed_files_meant_to_break() {
    let zeros = vec![b' '; 1 << 20];
    survives("a file that unpacks to two gigabytes", "P001", 1, |folder| {
        let file = File::create(folder.join("bomb.jsonl.gz")).unwrap();
        let mut file = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        (0..2048).for_each(|_| file.write_all(&zeros).unwrap());
        file.finish().unwrap();
    });
    survives("corrupt gzip", "P001", 1, |folder| {
        let mut file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        file.write_all(format!("{{\"text\":\"{STORY}\"}}\n").repeat(50).as_bytes()).unwrap();
        let mut bytes = file.finish().unwrap();
        // The header is whole; what it packs is not.
        bytes[10..].iter_mut().for_each(|b| *b ^= 0x5a);
        std::fs::write(folder.join("news.jsonl.gz"), bytes).unwrap();
    });
    survives("a web archive that is cut off", "P001", 2, |folder| {
        let page = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{STORY}");
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/1\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        );
        std::fs::write(folder.join("crawl.warc"), format!("{record}{}", &record[..record.len() / 2])).unwrap();
    });
}
