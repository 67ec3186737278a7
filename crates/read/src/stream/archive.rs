//! Web archives (WARC, ISO 28500): pages and texts, record by record.
//!
//! Read by code of our own: the crate at hand holds every record whole, so that a wrong length would fill the memory.

use super::bytes::Source;
use super::{Give, LONGEST_RECORD, Place, Record};
use crate::{Meta, notice};
use std::io::Read;

/// Longest header line.
const HEADER: usize = 64_000;

type Headers = Vec<(String, String)>;

fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

pub(super) fn records(at: Place, source: &mut Source, give: Give) -> Result<(), String> {
    let mut number = 0;
    loop {
        // Blank lines part records.
        let first = loop {
            match source.line(HEADER)? {
                None => return Ok(()),
                Some(Ok(line)) if line.is_empty() => {}
                Some(Ok(line)) => break line,
                Some(Err(_)) => return Err("a record has no header".into()),
            }
        };
        number += 1;
        let name = at.number(number);
        if !first.starts_with(b"WARC/") {
            return Err(format!("record {number} does not begin with WARC/"));
        }
        let mut headers: Headers = Vec::new();
        loop {
            match source.line(HEADER)? {
                Some(Ok(line)) if line.is_empty() => break,
                Some(Ok(line)) => headers.extend(split(&line)),
                _ => return Err(format!("record {number} is cut off in its header")),
            }
        }
        let length: u64 = header(&headers, "content-length")
            .and_then(|l| l.parse().ok())
            .ok_or(format!("record {number} has no length"))?;
        let kind = header(&headers, "warc-type").unwrap_or("");
        if !matches!(kind, "response" | "resource" | "conversion") {
            if source.skip(length)? < length {
                return Err(format!("record {number} is cut off"));
            }
            continue;
        }
        if length > LONGEST_RECORD as u64 {
            let message = format!("is {} MB long, more than any report; it was skipped", length / 1_000_000);
            let going = give(Err(notice("P014", &name, message, None)));
            if source.skip(length)? < length {
                return Err(format!("record {number} is cut off"));
            }
            if going { continue } else { return Ok(()) }
        }
        let body = source.take(length as usize)?;
        if (body.len() as u64) < length {
            return Err(format!("record {number} is cut off: {} of {length} bytes are there", body.len()));
        }
        if let Some(bytes) = page(kind, &headers, body) {
            let found = header(&headers, "warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_string());
            let meta = Meta::of(None, None, found.clone(), None).or(at.meta.clone());
            if !give(Ok(Record { at: name, bytes, meta, found })) {
                return Ok(());
            }
        }
    }
}

fn split(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line);
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_lowercase(), value.trim().to_string()))
}

/// The page or text of a record; `None` for pictures, redirects, errors.
fn page(kind: &str, headers: &Headers, body: Vec<u8>) -> Option<Vec<u8>> {
    let text = |kind: Option<&str>| {
        kind.is_some_and(|k| {
            k.starts_with("text/html") || k.starts_with("text/plain") || k.starts_with("application/xhtml")
        })
    };
    if kind != "response" {
        return text(header(headers, "content-type")).then_some(body);
    }
    let split_at = body.windows(4).position(|w| w == b"\r\n\r\n")?;
    let mut lines = body[..split_at].split(|&b| b == b'\n');
    let status = String::from_utf8_lossy(lines.next()?).into_owned();
    let http: Headers = lines.filter_map(split).collect();
    if status.split(' ').nth(1) != Some("200") || !text(header(&http, "content-type")) {
        return None;
    }
    let mut content = body[split_at + 4..].to_vec();
    if header(&http, "transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked")) {
        content = unchunked(&content).unwrap_or(content);
    }
    if header(&http, "content-encoding").is_some_and(|e| e.contains("gzip")) && content.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        // A page that unpacks to more is cut, as one that is too long would be.
        let _ = flate2::read::MultiGzDecoder::new(&content[..]).take(LONGEST_RECORD as u64).read_to_end(&mut unpacked);
        content = unpacked;
    }
    Some(content)
}

/// The parts of a chunked body put together; `None` when it is not chunked after all.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = body.windows(2).position(|w| w == b"\r\n")?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        let from = end + 2;
        out.extend_from_slice(body.get(from..from.checked_add(size)?)?);
        body = body.get(from + size + 2..)?;
    }
}
