//! Files of many reports, whole and broken, written here and read back.

use super::*;
use std::io::Write;

const STORY: &str = "Port police arrested two dockworkers on Tuesday after a scuffle at the southern gate.";

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Writes a file and streams it: outlets or titles of the reports with their places, and the codes of what was skipped.
fn streamed(name: &str, bytes: &[u8], map: &[(&str, &str)]) -> (Vec<Report>, Vec<Notice>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let map = map.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
    let (mut reports, mut skipped) = (Vec::new(), Vec::new());
    stream(&[path.to_string_lossy().into_owned()], &Options { map, ..Options::default() }, &mut |item| {
        match item {
            Ok(report) => reports.push(report),
            Err(why) => skipped.push(why),
        }
        true
    });
    (reports, skipped)
}

fn texts(found: &(Vec<Report>, Vec<Notice>)) -> (Vec<&str>, Vec<&str>) {
    (found.0.iter().map(|r| r.text.as_str()).collect(), found.1.iter().map(|n| n.code).collect())
}

#[test]
fn lines_of_many_programs_are_read() {
    let lines = format!(
        "{{\"id\":1,\"text\":\"{STORY}\",\"date\":\"2025-03-04\",\"source\":\"Harbour Post\"}}\n\
         {{\"maintext\":\"{STORY}\",\"date_publish\":\"2025-03-05 08:00:00\",\"source_domain\":\"post.example\",\"title\":\"Two held\"}}\n\
         not json\n[1]\n\n{{\"story\":\"{STORY}\"}}\n{{\"event_text\":\"{STORY}\",\"publisher\":{{\"name\":\"The Wire\"}}}}\n"
    );
    for (name, bytes) in [
        ("a.jsonl", lines.clone().into_bytes()),
        ("a.jsonl.gz", gz(lines.as_bytes())),
        ("a.ndjson.zst", zstd::bulk::compress(lines.as_bytes(), 1).unwrap()),
    ] {
        let found = streamed(name, &bytes, &[]);
        assert_eq!(texts(&found), (vec![STORY; 3], vec!["P013"; 3]), "{name}");
        let (reports, skipped) = &found;
        let outlets: Vec<_> = reports.iter().map(|r| r.outlet.as_deref()).collect();
        assert_eq!(outlets, [Some("Harbour Post"), Some("post.example"), Some("The Wire")]);
        assert_eq!(reports[1].published.map(|d| d.to_string()).as_deref(), Some("2025-03-05"));
        assert!(reports[2].path.ends_with(&format!("{name}#7")) && skipped[2].subject.ends_with("#6"));
        assert!(skipped[2].message.contains("story"), "it says which keys there are");
    }
    assert_eq!(texts(&streamed("a.jsonl", lines.as_bytes(), &[("text", "story")])).0.len(), 4);
}

#[test]
fn json_and_csv_are_read() {
    let array = format!("[{{\"content\":\"{STORY}\"}}, 7]");
    assert_eq!(texts(&streamed("a.json", array.as_bytes(), &[])), (vec![STORY], vec!["P013"]));
    let object = format!("{{\"maintext\":\"{STORY}\",\"title\":\"Two held\"}}");
    let (reports, _) = streamed("one.json.gz", &gz(object.as_bytes()), &[]);
    assert!(reports[0].path.ends_with("one.json.gz"), "a file of its own needs no number");
    let csv = format!("title,body,published\r\nTwo held,\"{STORY}\nThe gate was shut.\",2025-03-04\r\nEmpty,,\r\n");
    let (reports, skipped) = streamed("a.csv", csv.as_bytes(), &[]);
    assert_eq!(reports[0].text, format!("{STORY}\nThe gate was shut."));
    assert_eq!((reports[0].title.as_deref(), skipped[0].code), (Some("Two held"), "P013"));
}

#[test]
fn feeds_are_read() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Post</title><link>https://post.example</link><description>d</description>\
         <item><title>Two held</title><link>https://post.example/1</link><pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate>\
         <description>&lt;p&gt;{STORY}&lt;/p&gt;&lt;p&gt;The gate was shut.&lt;/p&gt;</description></item>\
         <item><title>Only a link</title><link>https://post.example/2</link></item></channel></rss>"
    );
    let (reports, skipped) = streamed("feed.xml", rss.as_bytes(), &[]);
    assert_eq!(reports[0].text, format!("{STORY}\nThe gate was shut."));
    assert_eq!(reports[0].outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(reports[0].published.map(|d| d.to_string()).as_deref(), Some("2025-03-04"));
    assert_eq!(skipped.iter().map(|n| n.code).collect::<Vec<_>>(), ["P002"]);
    // Entities that multiply are not expanded.
    let laughs: String = (1..9).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"ha\">{laughs}]><rss version=\"2.0\"><channel><title>&l8;</title><item><description>&l8;</description></item></channel></rss>"
    );
    let (reports, _) = streamed("bomb.xml", bomb.as_bytes(), &[]);
    assert!(reports.iter().all(|r| r.text.len() < 1000));
    assert_eq!(texts(&streamed("none.xml", b"<rss", &[])).1, ["P001"]);
}

#[test]
fn mails_are_read() {
    let mail = format!(
        "From: Harbour Post <news@post.example>\r\nSubject: Two held\r\nDate: Tue, 4 Mar 2025 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"
    );
    let (reports, _) = streamed("a.eml", mail.as_bytes(), &[]);
    assert_eq!((reports[0].text.trim(), reports[0].title.as_deref()), (STORY, Some("Two held")));
    assert_eq!(reports[0].published.map(|d| d.to_string()).as_deref(), Some("2025-03-04"));
}

/// One record of a web archive.
fn record(kind: &str, url: &str, body: &str) -> Vec<u8> {
    format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len()).into_bytes()
}

#[test]
fn web_archives_are_read_record_by_record() {
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html><html><head><title>Two held</title></head><body><article><p>{STORY}</p></article></body></html>"
    );
    let half = page.len() - 60;
    let (head, body) = page.split_once("\r\n\r\n").unwrap();
    let chunked = format!(
        "{head}\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n",
        40,
        &body[..40],
        body.len() - 40,
        &body[40..]
    );
    let mut warc = record("warcinfo", "", "software: none");
    warc.extend(record("response", "https://post.example/1", &page));
    warc.extend(record(
        "response",
        "https://post.example/2",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>no</html>",
    ));
    warc.extend(record("response", "https://post.example/3", &chunked));
    let (reports, skipped) = streamed("a.warc", &warc, &[]);
    assert_eq!(
        reports.iter().map(|r| (r.text.as_str(), r.url.as_deref())).collect::<Vec<_>>(),
        [(STORY, Some("https://post.example/1")), (STORY, Some("https://post.example/3"))]
    );
    assert!(skipped.is_empty() && reports[0].path.ends_with("a.warc#2"));
    assert_eq!(reports[0].outlet.as_deref(), Some("post.example"));
    // Members of gzip one after another, as archives are written; then cut off.
    let mut packed = gz(&record("response", "https://post.example/1", &page));
    packed.extend(gz(&record("response", "https://post.example/2", &page)));
    assert_eq!(streamed("a.warc.gz", &packed, &[]).0.len(), 2);
    let mut cut = record("response", "https://post.example/1", &page);
    let second = record("response", "https://post.example/2", &page);
    cut.extend(&second[..half]);
    assert_eq!(texts(&streamed("cut.warc", &cut, &[])), (vec![STORY], vec!["P001"]));
    let lie = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK".to_vec();
    assert_eq!(texts(&streamed("lie.warc", &lie, &[])).1, ["P014", "P001"]);
}

#[test]
fn what_is_corrupt_is_said_and_what_came_before_is_kept() {
    let line = format!("{{\"text\":\"{STORY}\"}}\n");
    // Enough that whole blocks come before the damage.
    let many: String = (0..3000).map(|i| format!("{{\"text\":\"{i}: {STORY}\"}}\n")).collect();
    let mut broken = gz(many.as_bytes());
    let middle = broken.len() / 2;
    broken.truncate(middle);
    let (reports, skipped) = streamed("a.jsonl.gz", &broken, &[]);
    assert!(reports.len() > 100 && skipped.last().is_some_and(|n| n.code == "P001"), "{} {skipped:?}", reports.len());
    let long = format!("{line}{{\"text\":\"{}\"}}\n{line}", "word ".repeat(LONGEST_RECORD / 4));
    assert_eq!(texts(&streamed("long.jsonl", long.as_bytes(), &[])), (vec![STORY; 2], vec!["P014"]));
    let open = format!("text\n{STORY}\n\"{}", "word, ".repeat(LONGEST_RECORD / 4));
    assert_eq!(texts(&streamed("open.csv", open.as_bytes(), &[])), (vec![STORY], vec!["P001"]));
    assert_eq!(texts(&streamed("not.jsonl.gz", b"\x1f\x8bnothing", &[])).1, ["P001"]);
}

#[test]
fn a_bomb_is_noticed() {
    // 120 MB of blank lines in some 120 kB.
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let blank = vec![b'\n'; 1 << 20];
    (0..120).for_each(|_| out.write_all(&blank).unwrap());
    let bomb = out.finish().unwrap();
    let (_, skipped) = streamed("bomb.jsonl.gz", &bomb, &[]);
    assert!(skipped[0].code == "P001" && skipped[0].message.contains("200 times"), "{skipped:?}");
    let (_, skipped) = streamed("bomb.txt.gz", &bomb, &[]);
    assert!(skipped[0].message.contains("too much"), "{skipped:?}");
}

/// What is read where an address gives this; the address itself is `https://post.example/news`, the end of a redirect.
fn fetched(content_type: &str, bytes: &[u8]) -> (Vec<Report>, Vec<Notice>) {
    let (content_type, bytes) = (Some(content_type.to_string()).filter(|t| !t.is_empty()), bytes.to_vec());
    let fetch = Fetcher::new(move |address| {
        assert_eq!(address, "https://post.example/old?a=*");
        let url = "https://post.example/news".to_string();
        Ok(Fetched { url, content_type: content_type.clone(), bytes: bytes.clone() })
    });
    let options = Options { fetch: Some(fetch), ..Options::default() };
    let (mut reports, mut skipped) = (Vec::new(), Vec::new());
    // A fragment is no part of the address, and one address is fetched once.
    let inputs = ["https://post.example/old?a=*#top".to_string(), "https://post.example/old?a=*".to_string()];
    stream(&inputs, &options, &mut |item| {
        match item {
            Ok(report) => reports.push(report),
            Err(why) => skipped.push(why),
        }
        true
    });
    let whole = crate::reports(&inputs, &options);
    assert_eq!(whole.reports.len(), reports.len(), "both ways of reading fetch");
    assert_eq!(whole.skipped, skipped);
    (reports, skipped)
}

#[test]
fn what_is_fetched_is_read_by_its_type() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Post</title><item><description>{STORY}</description></item></channel></rss>"
    );
    let page = format!("<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>");
    let json = format!("{{\"text\":\"{STORY}\"}}");
    let feed = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Harbour Post\",\"items\":[{{\"id\":\"1\",\"content_text\":\"{STORY}\"}}]}}"
    );
    for (media, bytes, outlet, path) in [
        ("text/html; charset=utf-8", page.as_bytes(), "post.example", ""),
        ("text/plain", STORY.as_bytes(), "post.example", ""),
        ("", STORY.as_bytes(), "post.example", ""),
        ("application/octet-stream", &gz(json.as_bytes()), "post.example", "#1"),
        ("application/json", json.as_bytes(), "post.example", ""),
        ("Application/RSS+XML", rss.as_bytes(), "Harbour Post", "#1"),
        ("text/xml", rss.as_bytes(), "Harbour Post", "#1"),
        ("application/feed+json", feed.as_bytes(), "Harbour Post", "#1"),
        ("application/json", feed.as_bytes(), "Harbour Post", "#1"),
    ] {
        let (reports, skipped) = fetched(media, bytes);
        assert_eq!((reports.len(), skipped), (1, vec![]), "{media}");
        assert_eq!((reports[0].text.as_str(), reports[0].outlet.as_deref()), (STORY, Some(outlet)), "{media}");
        assert_eq!(reports[0].path, format!("https://post.example/old?a=*{path}"));
        assert_eq!(reports[0].url.as_deref(), Some("https://post.example/news"));
    }
    let own = page.replace(
        "<body>",
        "<head><link rel=canonical href=\"https://post.example/1\"><meta property=og:site_name content=\"The Post\"></head><body>",
    );
    let (reports, _) = fetched("text/html", own.as_bytes());
    assert_eq!(
        (reports[0].url.as_deref(), reports[0].outlet.as_deref()),
        (Some("https://post.example/1"), Some("The Post")),
        "what the page says of itself comes first"
    );
    let (reports, _) = fetched(
        "text/html; charset=\"windows-1250\"",
        b"<html><body><p>Police in \xa3\xf3d\x9f arrested two.</p></body></html>",
    );
    assert_eq!(reports[0].text, "Police in Łódź arrested two.");
    let (reports, skipped) = fetched("application/pdf", b"%PDF-1.7");
    assert!(reports.is_empty() && skipped[0].message.contains("application/pdf"), "{skipped:?}");
}

#[test]
fn nothing_is_fetched_unasked() {
    let inputs = ["HTTPS://post.example/1".to_string()];
    let mut codes = Vec::new();
    stream(&inputs, &Options::default(), &mut |item| {
        codes.extend(item.err().map(|n| n.code));
        true
    });
    assert_eq!(codes, ["P015"]);
}
