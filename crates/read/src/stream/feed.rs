//! Feeds: RSS, Atom and JSON Feed, one report an entry, as far as the entry carries its text.

use super::{Give, Place};
use crate::{Meta, html};

/// Whether an object of JSON is a feed (jsonfeed.org) rather than a report.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Start {
        version: String,
    }
    serde_json::from_slice::<Start>(bytes).is_ok_and(|s| s.version.starts_with("https://jsonfeed.org/version/"))
}

pub(super) fn entries(at: Place, bytes: &[u8], give: Give) -> Result<(), String> {
    let feed = feed_rs::parser::parse(bytes).map_err(|e| format!("it is no feed: {e}"))?;
    let outlet = feed.title.map(|t| t.content);
    for (i, entry) in feed.entries.into_iter().enumerate() {
        let name = at.number(i + 1);
        let content = entry.content.and_then(|c| c.body);
        let Some(text) = content.or(entry.summary.map(|s| s.content)) else {
            let title = entry.title.map_or(String::new(), |t| format!(" (“{}”)", t.content));
            let to = entry.links.first().map_or(String::new(), |l| format!(" to {}", l.href));
            let message = format!("carries no text, only a link{to}{title}");
            let why = crate::notice("P002", &name, message, Some("give the address of the page it links to"));
            if give(Err(why)) { continue } else { break }
        };
        let url = entry.links.first().map(|l| l.href.clone());
        let published = entry.published.or(entry.updated).map(|d| d.to_rfc3339());
        let meta = Meta::of(entry.title.map(|t| t.content), outlet.clone(), url, published);
        let bytes = html::fragment(&text).into_bytes();
        if !give(Ok(at.record(name, bytes, meta.or(at.meta.clone())))) {
            break;
        }
    }
    Ok(())
}
