//! Addresses on the command line, from a server on this machine.

use assert_cmd::cargo::CommandCargoExt;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

const STORY: &str = "Port police arrested two dockworkers in Oslo on Tuesday, officials said.";

fn run(arguments: &[&str]) -> Output {
    Command::cargo_bin("parallax").unwrap().args(arguments).output().unwrap()
}

/// A server with a page at `/page` and a feed at `/feed`, until the process ends; its root.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let page =
            format!("<!DOCTYPE html><html><head><title>Two held</title></head><body><p>{STORY}</p></body></html>");
        let feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Post</title><item><title>Two held</title>\
             <pubDate>Tue, 04 Mar 2025 09:00:00 GMT</pubDate><description>{STORY}</description></item>\
             <item><title>More</title><link>https://post.example/2</link></item></channel></rss>"
        );
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head: Vec<String> = BufReader::new(stream.try_clone().unwrap())
                .lines()
                .map_while(|l| l.ok().filter(|l| !l.is_empty()))
                .collect();
            let path = head.first().and_then(|l| l.split(' ').nth(1)).unwrap_or("");
            let (status, media, body) = match path {
                "/page?id=1" => ("200 OK", "text/html", page.as_str()),
                "/feed" => ("200 OK", "application/rss+xml", feed.as_str()),
                _ => ("404 Not Found", "text/plain", ""),
            };
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    root
}

#[test]
fn a_page_and_a_feed_are_read_from_their_addresses() {
    let root = server();
    let (page, feed) = (format!("{root}/page?id=1"), format!("{root}/feed"));
    let out = run(&["read", &page, &feed, "--allow-private", "--format", "json", "--published", "2025-03-05"]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(said.contains("fetching") && said.contains("only a link to https://post.example/2"), "{said}");
    let story: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let reports: Vec<_> = story["reports"].as_array().unwrap().iter().map(|r| (&r["url"], &r["outlet"])).collect();
    assert_eq!(reports.len(), 2);
    assert!(reports.iter().any(|(url, _)| **url == page.as_str()), "{reports:?}");
    assert!(reports.iter().any(|(url, source)| **url == feed.as_str() && **source == "Harbour Post"), "{reports:?}");
}

#[test]
fn what_is_not_public_or_not_there_is_said() {
    let root = server();
    let out = run(&["read", &format!("{root}/page?id=1")]);
    let said = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert!(said.contains("error[P015]") && said.contains("--allow-private"), "{said}");
    let out = run(&["read", &format!("{root}/none"), "--allow-private"]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("404 Not Found"));
}

#[test]
fn a_corpus_is_coded_from_a_feed() {
    let feed = format!("{}/feed", server());
    let folder = tempfile::tempdir().unwrap();
    let events = folder.path().join("events").to_string_lossy().into_owned();
    let out = run(&["code", &feed, "-o", &events, "--to", "csv", "--allow-private", "-q"]);
    assert_eq!(out.status.code(), Some(3), "{}", String::from_utf8_lossy(&out.stderr));
    let reports = std::fs::read_to_string(format!("{events}/reports/report_day=2025-03-04/part-0.csv")).unwrap();
    assert!(reports.contains(&format!("{feed}#1")) && reports.contains("Harbour Post"), "{reports}");
    assert!(!std::path::Path::new(&format!("{events}/.parallax")).exists());
    let lines = run(&["code", &feed, "--allow-private", "-q"]);
    assert!(String::from_utf8_lossy(&lines.stdout).contains("arrest"), "{}", String::from_utf8_lossy(&lines.stdout));
}
