//! Pages fetched from a server on this machine that does all that servers do.

use parallax_fetch::{Failure, Fetcher, Options, Page};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const MOST: u64 = 1_000_000;

/// What is answered at a path.
enum Answer {
    /// Status and further headers, then the body.
    Whole(&'static str, Vec<u8>),
    /// The body never ends.
    Endless,
    /// A byte now and then.
    Drip,
}

/// A server of its own port that ends with the process; what was asked of it.
fn server(robots: Option<&'static str>, answers: Vec<(&'static str, Answer)>) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let mut answers: BTreeMap<&str, Answer> = answers.into_iter().collect();
    answers.insert(
        "/robots.txt",
        match robots {
            Some(text) => Answer::Whole("200 OK\r\nContent-Type: text/plain", text.as_bytes().to_vec()),
            None => Answer::Whole("404 Not Found", Vec::new()),
        },
    );
    let (answers, log) = (Arc::new(answers), asked.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, answers, log) = (stream.unwrap(), answers.clone(), log.clone());
            std::thread::spawn(move || answer(stream, &answers, &log, port));
        }
    });
    (port, asked)
}

/// Errors are those of clients that went away.
fn answer(mut stream: TcpStream, answers: &BTreeMap<&str, Answer>, log: &Mutex<Vec<String>>, port: u16) -> Option<()> {
    let head: Vec<String> =
        BufReader::new(stream.try_clone().ok()?).lines().map_while(|l| l.ok().filter(|l| !l.is_empty())).collect();
    let path = head.first()?.split(' ').nth(1)?.to_string();
    let agent = head.iter().find_map(|h| h.to_lowercase().strip_prefix("user-agent: ").map(str::to_string))?;
    log.lock().ok()?.push(format!("{path} {agent}"));
    match answers.get(path.as_str()) {
        None => write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").ok(),
        Some(Answer::Whole(head, body)) => {
            let head = head.replace("PORT", &port.to_string());
            write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len()).ok()?;
            stream.write_all(body).ok()
        }
        Some(Answer::Endless) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n").ok()?;
            loop {
                stream.write_all(&[b'x'; 65536]).ok()?;
            }
        }
        Some(Answer::Drip) => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n").ok()?;
            loop {
                stream.write_all(b"x").ok()?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

fn fetcher(allow_private: bool) -> Fetcher {
    Fetcher::new(Options { allow_private, most: MOST, patience: Duration::from_secs(20) })
}

fn page(text: &str) -> Answer {
    Answer::Whole("200 OK\r\nContent-Type: text/html; charset=utf-8", text.as_bytes().to_vec())
}

fn fetch(port: u16, path: &str) -> Result<Page, Failure> {
    fetcher(true).fetch(&format!("http://127.0.0.1:{port}{path}"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_page_comes_with_its_type_and_final_address() {
    let (port, asked) = server(
        None,
        vec![
            ("/a", page("Two men were held.")),
            ("/old", Answer::Whole("301 Moved\r\nLocation: a#top", Vec::new())),
            ("/packed", Answer::Whole("200 OK\r\nContent-Encoding: gzip", gzip(b"Two men were held."))),
        ],
    );
    let found = fetch(port, "/old").unwrap();
    assert_eq!(found.url, format!("http://127.0.0.1:{port}/a"));
    assert_eq!(found.content_type.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(found.bytes, b"Two men were held.");
    let agent = format!("parallax/{}", env!("CARGO_PKG_VERSION"));
    let log: Vec<String> = ["/robots.txt", "/old", "/a"].iter().map(|p| format!("{p} {agent}")).collect();
    assert_eq!(*asked.lock().unwrap(), log, "the rules are asked for once, and by name");
    assert_eq!(fetch(port, "/packed").unwrap().bytes, b"Two men were held.");
}

#[test]
fn this_machine_and_its_networks_are_not_asked() {
    let (port, asked) = server(None, vec![("/", page("secret"))]);
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let why = fetcher(false).fetch(&format!("http://{host}:{port}/")).unwrap_err();
        assert!(why.what.contains("no public address") && why.next.contains("--allow-private"), "{host}: {why}");
    }
    let why = fetcher(false).fetch("http://169.254.169.254/latest/meta-data/").unwrap_err();
    assert!(why.what.contains("no public address"), "{why}");
    assert_eq!(asked.lock().unwrap().len(), 0);
}

#[test]
fn redirects_are_checked_and_end() {
    let (port, _) = server(
        None,
        vec![
            ("/file", Answer::Whole("302 Found\r\nLocation: file:///etc/passwd", Vec::new())),
            ("/named", Answer::Whole("302 Found\r\nLocation: http://me:pass@127.0.0.1:PORT/", Vec::new())),
            ("/round", Answer::Whole("302 Found\r\nLocation: /round", Vec::new())),
            ("/nowhere", Answer::Whole("302 Found", Vec::new())),
        ],
    );
    for (path, why) in [
        ("/file", "neither http: nor https:"),
        ("/named", "name or password"),
        ("/round", "more than 5 times"),
        ("/nowhere", "without saying where"),
    ] {
        let failure = fetch(port, path).unwrap_err();
        assert!(failure.what.contains(why), "{path}: {failure}");
    }
}

#[test]
fn robots_are_obeyed() {
    let rules = "User-agent: *\nDisallow: /private\nAllow: /private/open";
    let answers = || {
        vec![
            ("/private/a", page("x")),
            ("/private/open", page("x")),
            ("/in", Answer::Whole("302 Found\r\nLocation: /private/a", Vec::new())),
        ]
    };
    let (port, asked) = server(Some(rules), answers());
    assert!(fetch(port, "/private/open").is_ok());
    for path in ["/private/a", "/in"] {
        let why = fetch(port, path).unwrap_err();
        assert!(why.what.contains("/robots.txt") && why.next.contains("give the file"), "{why}");
    }
    assert!(!asked.lock().unwrap().iter().any(|a| a.starts_with("/private/a")));
}

#[test]
fn a_site_whose_rules_cannot_be_asked_is_left_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let broken = [("/robots.txt", Answer::Whole("503 Service Unavailable", Vec::new())), ("/a", page("x"))];
        let (answers, log) = (BTreeMap::from(broken), Mutex::default());
        for stream in listener.incoming() {
            let _ = answer(stream.unwrap(), &answers, &log, port);
        }
    });
    let why = fetch(port, "/a").unwrap_err();
    assert!(why.what.contains("503") && why.what.contains("/robots.txt"), "{why}");
}

#[test]
fn what_does_not_end_is_bounded() {
    let (port, _) = server(
        None,
        vec![
            ("/endless", Answer::Endless),
            ("/drip", Answer::Drip),
            ("/bomb", Answer::Whole("200 OK\r\nContent-Encoding: gzip", gzip(&vec![b' '; 20_000_000]))),
        ],
    );
    for path in ["/endless", "/bomb"] {
        let why = fetch(port, path).unwrap_err();
        assert!(why.what.contains("too large: more than 1 MB"), "{path}: {why}");
    }
    let hasty = Fetcher::new(Options { allow_private: true, most: MOST, patience: Duration::from_millis(700) });
    let begun = Instant::now();
    let why = hasty.fetch(&format!("http://127.0.0.1:{port}/drip")).unwrap_err();
    assert!(why.what.contains("too slowly"), "{why}");
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn failures_say_what_and_what_next() {
    let (port, _) = server(
        None,
        vec![
            ("/closed", Answer::Whole("403 Forbidden", Vec::new())),
            ("/broken", Answer::Whole("500 Internal Server Error", Vec::new())),
            ("/unpackable", Answer::Whole("200 OK\r\nContent-Encoding: gzip", b"not gzip".to_vec())),
        ],
    );
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // Answers in the clear where encryption is asked for.
    let clear = TcpListener::bind("127.0.0.1:0").unwrap();
    let clear_port = clear.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in clear.incoming() {
            let _ = stream.unwrap().write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    for (address, what) in [
        (format!("http://127.0.0.1:{port}/none"), "is not there: the server answers 404"),
        (format!("http://127.0.0.1:{port}/closed"), "is closed to us: the server answers 403"),
        (format!("http://127.0.0.1:{port}/broken"), "was not given: the server answers 500"),
        (format!("http://127.0.0.1:{port}/unpackable"), "cannot be fetched"),
        (format!("http://127.0.0.1:{unused}/"), "takes no connection"),
        (format!("https://127.0.0.1:{clear_port}/"), "cannot be fetched safely"),
        ("http://no-such-host.invalid/".to_string(), "cannot be found: no address is known for no-such-host.invalid"),
        ("ftp://127.0.0.1/a".to_string(), "neither http: nor https:"),
        ("http://me:pass@127.0.0.1/a".to_string(), "name or password"),
        ("http://".to_string(), "is no address"),
    ] {
        let failure = fetcher(true).fetch(&address).unwrap_err();
        assert!(failure.what.contains(what) && !failure.next.is_empty(), "{address}: {failure}");
        assert!(!failure.what.contains("pass@"));
    }
}
