//! Addresses that the user gave: what the caller fetches there is read like a file.
//!
//! This crate reaches no network. Whoever wants addresses read gives a [`Fetcher`]; without one they are told to be none.

use super::{Kind, Source, kind, sniffed};
use crate::{Options, notice};
use parallax_model::Notice;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// What stood at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it stood in the end, after redirects.
    pub url: String,
    /// The media type, as the server says it.
    pub content_type: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

type Fetch = dyn Fn(&str) -> Result<Fetched, Notice> + Send + Sync;

/// Fetches what stands at an address, or says why not.
#[derive(Clone)]
pub struct Fetcher(Arc<Fetch>);

impl Fetcher {
    /// One that does as it is told.
    pub fn new(fetch: impl Fn(&str) -> Result<Fetched, Notice> + Send + Sync + 'static) -> Fetcher {
        Fetcher(Arc::new(fetch))
    }

    /// What stands at an address.
    ///
    /// # Errors
    /// As a notice: why nothing was fetched, and what next.
    pub fn fetch(&self, address: &str) -> Result<Fetched, Notice> {
        self.0(address)
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetcher")
    }
}

/// Whether an input is an address rather than a path.
pub fn is_address(input: &str) -> bool {
    let begins = |scheme: &str| input.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

/// An address without its fragment, which names a place within the page, as `#3` names a report within a file.
pub(super) fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

pub(super) fn fetched(address: &str, options: &Options) -> Result<Fetched, Notice> {
    let fetch = options.fetch.as_ref().ok_or_else(|| {
        let help = "save the page and give the file, or let the `parallax` command fetch it";
        notice("P015", address, "is an address, and nothing is fetched here".into(), Some(help))
    })?;
    fetch.fetch(address)
}

/// Media types that say what something is. Others (`text/plain`, `text/xml`, `application/octet-stream`, none) are given to
/// anything, so that the address's ending and the content decide.
const MEDIA: [(&str, Kind); 14] = [
    ("text/html", Kind::One),
    ("application/xhtml+xml", Kind::One),
    ("text/markdown", Kind::One),
    ("application/rss+xml", Kind::Feed),
    ("application/atom+xml", Kind::Feed),
    ("application/rdf+xml", Kind::Feed),
    ("application/feed+json", Kind::Feed),
    ("application/json", Kind::Json),
    ("application/x-ndjson", Kind::Lines),
    ("application/jsonl", Kind::Lines),
    ("text/csv", Kind::Csv(b',')),
    ("text/tab-separated-values", Kind::Csv(b'\t')),
    ("message/rfc822", Kind::Mail),
    ("application/warc", Kind::Archive),
];
/// Media types, and families of them, that hold no text.
const NO_TEXT: [&str; 6] = ["image/", "audio/", "video/", "font/", "application/pdf", "application/vnd."];

/// What was fetched: by its media type, else by the address's ending, else by how it begins. `Err` says that it is no text.
pub(super) fn kind_of(found: &Fetched, source: &mut Source) -> Result<Kind, String> {
    let media = found.content_type.as_deref().unwrap_or("").split(';').next().unwrap_or("").trim().to_lowercase();
    if let Some((_, kind)) = MEDIA.iter().find(|(m, _)| *m == media) {
        return Ok(*kind);
    }
    if NO_TEXT.iter().any(|m| media.starts_with(m)) {
        return Err(format!("the server calls it {media}, which is no text"));
    }
    let path = found.url.split(['?', '#']).next().unwrap_or("");
    let ending = Some(path).filter(|p| p.matches('/').count() > 2).and_then(|p| kind(Path::new(p)));
    match ending {
        Some(kind) => Ok(kind),
        None => Ok(sniffed(source.peek()?)),
    }
}

/// A page or text in the encoding that the server says, where it is not UTF-8 as it stands.
pub(super) fn decoded(found: &Fetched, bytes: Vec<u8>) -> Vec<u8> {
    let stated = || {
        let lower = found.content_type.as_deref()?.to_lowercase();
        let label = lower.split_once("charset=")?.1.split(';').next()?.trim().trim_matches(['"', '\'']).to_string();
        encoding_rs::Encoding::for_label(label.as_bytes()).filter(|e| *e != encoding_rs::UTF_8)
    };
    if std::str::from_utf8(&bytes).is_ok() {
        return bytes;
    }
    stated().map_or(bytes.clone(), |encoding| encoding.decode(&bytes).0.into_owned().into_bytes())
}
