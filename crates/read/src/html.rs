//! A page → its main text, one paragraph a line, and what its metadata says.
//!
//! The region of the main text is chosen by `dom_smoothie` (the scoring of Mozilla's Readability); its paragraphs are
//! walked here, because the library's own text glues them together. A page that carries its text a second time as
//! JSON-LD (`articleBody`, schema.org) is checked against it.

mod blocks;
mod head;

use crate::Meta;
use dom_query::Document;
use dom_smoothie::{Config, Readability};

/// Deepest nesting of elements that is looked into: real pages stay under 100, and deeper ones would exhaust the stack.
const DEEPEST: usize = 400;
/// Most elements of a page whose main text is searched; a page of 1 MB has about 10,000.
const MOST_NODES: usize = 300_000;

/// More elements left open at once than any page has: looking for the end of each takes the parser a step for every open
/// one, so that this is counted before it begins.
const OPEN: usize = 20_000;
/// Elements that need no end, as pages are written.
const ENDLESS: [&str; 14] =
    ["br", "img", "hr", "p", "li", "input", "meta", "link", "td", "tr", "dd", "dt", "option", "source"];

/// Whether more elements are begun and not ended than a page has.
fn nests_without_end(html: &str) -> bool {
    let mut open = 0usize;
    for tag in html.split('<').skip(1) {
        if tag.starts_with('/') {
            open = open.saturating_sub(1);
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            open += usize::from(!ENDLESS.iter().any(|e| e.eq_ignore_ascii_case(name)));
        }
        if open > OPEN {
            return true;
        }
    }
    false
}

/// Whether a text is a page rather than a report that happens to hold a tag.
pub(crate) fn is_page(text: &str) -> bool {
    let mut start = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(rest) = start.strip_prefix("<!--").or_else(|| start.strip_prefix("<?xml")) {
        let Some(end) = rest.find('>') else { return false };
        start = rest[end + 1..].trim_start();
    }
    let begins = |word: &str| start.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
    ["<!doctype html", "<html", "<head>", "<body"].iter().any(|w| begins(w))
}

/// The main text of a page and its metadata. Empty where the page holds no text.
pub(crate) fn page(html: &str) -> (String, Meta) {
    if nests_without_end(html) {
        return (String::new(), Meta::default());
    }
    let document = Document::from(html);
    let (depth, nodes) = blocks::size(document.root());
    if depth > DEEPEST || nodes > MOST_NODES {
        return (String::new(), Meta::default());
    }
    let head = head::read(&document);
    let whole: Vec<blocks::Block> = document.body().map(blocks::walk).unwrap_or_default();
    let main = main_region(document);
    let chosen = if main.is_empty() { whole } else { main };
    let title = head.meta.title.as_deref();
    let mut lines = blocks::tidy(chosen, title);
    if let Some(stated) = &head.body {
        lines = against_stated(lines, stated);
    }
    (lines.join("\n"), head.meta)
}

/// The text of a piece of a page, one paragraph a line: what feeds and mails carry. Plain text comes back as it is.
pub(crate) fn fragment(html: &str) -> String {
    if !html.contains('<') && !html.contains('&') {
        return html.to_string();
    }
    if nests_without_end(html) {
        return String::new();
    }
    let document = Document::from(format!("<html><body>{html}</body></html>"));
    let (depth, nodes) = blocks::size(document.root());
    if depth > DEEPEST || nodes > MOST_NODES {
        return String::new();
    }
    let blocks = document.body().map(blocks::walk).unwrap_or_default();
    blocks.into_iter().map(|b| b.text).collect::<Vec<_>>().join("\n")
}

fn main_region(document: Document) -> Vec<blocks::Block> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut r| r.parse());
    article.map_or(Vec::new(), |a| Document::from(a.content).body().map(blocks::walk).unwrap_or_default())
}

/// Checks the paragraphs against the text that the page states about itself.
///
/// Where both tell largely the same, paragraphs that it lacks are surroundings; where most of it is missing from the
/// paragraphs, the region was chosen wrongly, and the stated text is taken.
fn against_stated(lines: Vec<String>, stated: &str) -> Vec<String> {
    let (plain, size) = (letters(stated), |t: &str| letters(t).len());
    let all: usize = lines.iter().map(|l| size(l)).sum();
    let inside = |line: &String| plain.contains(&letters(line));
    let shared: usize = lines.iter().filter(|l| inside(l)).map(|l| size(l)).sum();
    if plain.len() > 400 && all * 2 < plain.len() {
        return stated
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|l| !l.is_empty())
            .collect();
    }
    if shared * 10 >= plain.len() * 8 { lines.into_iter().filter(inside).collect() } else { lines }
}

/// A text without anything but letters and digits: what survives two ways of writing the same page.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><title>Two held at port | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="https://post.example/two-held">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Two held at port",
"datePublished":"2025-03-04T09:00:00Z","publisher":{"@type":"Organization","name":"Harbour Post"}}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>Two held at port</h1>
<p>Port police arrested two dockworkers on Tuesday after a scuffle at the southern gate, <b>officials</b> said in a statement.</p>
<div class="related-links"><a href="/x">Cranes stand still</a></div>
<p>The union, which has called a strike for Thursday, denied that its members had taken part,<br>and asked for their release.</p>
<ul><li>One of the two was freed in the evening.</li></ul><p>Advertisement</p>
<p>The Harbour Authority did not comment on the arrests, but its director is to meet the union on Friday morning.</p></article>
<footer>© Harbour Post</footer></body></html>"#;

    #[test]
    fn a_page_gives_its_paragraphs_and_metadata() {
        let (text, meta) = page(PAGE);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[0].ends_with("officials said in a statement."), "{text}");
        assert!(lines[1].ends_with("taken part, and asked for their release."), "{text}");
        assert_eq!((meta.title.as_deref(), meta.outlet.as_deref()), (Some("Two held at port"), Some("Harbour Post")));
        assert_eq!(meta.url.as_deref(), Some("https://post.example/two-held"));
        assert_eq!(meta.published.map(|d| d.to_string()).as_deref(), Some("2025-03-04"));
    }

    #[test]
    fn a_text_with_a_tag_is_no_page() {
        assert!(is_page("\n<!-- saved --><!DOCTYPE HTML><html>"));
        assert!(!is_page("The tag <html> opens a page."));
    }

    #[test]
    fn deep_nesting_is_refused_in_good_time() {
        assert_eq!(page(&format!("<html><body>{}x", "<div>".repeat(50_000))).0, "");
    }
}
