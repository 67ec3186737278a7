//! A page's metadata: JSON-LD (schema.org), OpenGraph, `meta` names, `link rel=canonical`, `time`.

use crate::{Meta, meta};
use dom_query::Document;
use serde_json::Value;

/// What a page says of itself.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) meta: Meta,
    /// The text as the page states it in JSON-LD (`articleBody`).
    pub(crate) body: Option<String>,
}

/// Kinds of schema.org that are a report.
const REPORTS: [&str; 4] = ["Article", "BlogPosting", "Report", "LiveBlogPosting"];

pub(crate) fn read(document: &Document) -> Head {
    let stated = json_ld(document);
    let get = |path: &[&str]| stated.as_ref().and_then(|o| text_at(o, path));
    let first = |names: &[&str]| names.iter().find_map(|n| named(document, n));
    let url =
        attribute(document, "link[rel=canonical]", "href").or_else(|| first(&["og:url"])).or_else(|| get(&["url"]));
    let url = url.filter(|u| u.starts_with("http"));
    let outlet = first(&["og:site_name"])
        .or_else(|| get(&["publisher", "name"]))
        .or_else(|| first(&["application-name", "dc.publisher", "twitter:site"]));
    let title =
        get(&["headline"]).or_else(|| first(&["og:title", "twitter:title", "dc.title"])).or_else(|| title(document));
    let published = get(&["datePublished"])
        .or_else(|| {
            first(&[
                "article:published_time",
                "datePublished",
                "date",
                "pubdate",
                "publishdate",
                "dc.date",
                "dc.date.issued",
                "sailthru.date",
                "parsely-pub-date",
            ])
        })
        .or_else(|| attribute(document, "[itemprop=datePublished]", "content"))
        .or_else(|| attribute(document, "[itemprop=datePublished]", "datetime"))
        .or_else(|| attribute(document, "time[datetime]", "datetime"));
    let host = url.as_deref().and_then(meta::host);
    let meta = Meta::of(
        title,
        outlet.map(|o| o.trim_start_matches('@').to_string()).or(host),
        url,
        published.filter(|p| meta::date(p).is_some()),
    );
    Head { meta, body: get(&["articleBody"]).filter(|b| !b.contains("</")) }
}

/// The first report among the page's JSON-LD objects.
fn json_ld(document: &Document) -> Option<Value> {
    let scripts = document.select("script[type='application/ld+json']");
    let values = scripts.nodes().iter().filter_map(|n| serde_json::from_str::<Value>(n.text().trim()).ok());
    values.flat_map(flat).find(is_report)
}

/// The objects of a JSON-LD document: itself, an array's members, a `@graph`'s members.
fn flat(value: Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all.into_iter().flat_map(flat).collect(),
        Value::Object(mut object) => match object.shift_remove("@graph") {
            Some(graph) => flat(graph),
            None => vec![Value::Object(object)],
        },
        _ => Vec::new(),
    }
}

fn is_report(value: &Value) -> bool {
    let kind = |v: &Value| v.as_str().is_some_and(|k| REPORTS.iter().any(|r| k.ends_with(r)));
    value.get("@type").is_some_and(|t| kind(t) || t.as_array().is_some_and(|all| all.iter().any(kind)))
}

/// The text at the end of a path of keys; an array stands for its first member.
fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    let end = path.iter().try_fold(value, |v, key| one(v)?.get(key))?;
    filled(one(end)?.as_str()?)
}

/// The value, or the first member of an array.
fn one(value: &Value) -> Option<&Value> {
    if let Value::Array(all) = value { all.first() } else { Some(value) }
}

/// The content of the `meta` element of a name or property, whatever its case.
fn named(document: &Document, name: &str) -> Option<String> {
    let metas = document.select("meta[content]");
    let keys = ["property", "name", "itemprop"];
    let is = |n: &&dom_query::NodeRef| keys.iter().any(|k| n.attr(k).is_some_and(|v| v.eq_ignore_ascii_case(name)));
    let node = metas.nodes().iter().find(is)?;
    filled(&node.attr("content")?)
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    filled(&document.select(selector).nodes().first()?.attr(name)?)
}

/// The page's title, without the outlet's name behind a bar or dash.
fn title(document: &Document) -> Option<String> {
    let whole = filled(&document.select("title").nodes().first()?.text())?;
    let cut = [" | ", " – ", " — ", " - "].iter().filter_map(|bar| whole.rfind(bar)).max();
    Some(cut.filter(|&i| i * 2 > whole.len()).and_then(|i| whole.get(..i)).unwrap_or(&whole).to_string())
}

/// The text with single spaces and its entities resolved once more (JSON-LD is often escaped twice), if any is left.
fn filled(text: &str) -> Option<String> {
    let text = text
        .replace("&amp;", "&")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&nbsp;", " ");
    let lines = text.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|l| !l.is_empty());
    Some(lines.collect::<Vec<_>>().join("\n")).filter(|t| !t.is_empty())
}
