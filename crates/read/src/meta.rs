//! What is known of a report beside its text: `reports.json`, `NAME.meta.toml`, front matter.

use jiff::civil::Date;
use parallax_model::Notice;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// What is known of a report beside its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Publication date.
    pub published: Option<Date>,
    /// What stood where a date was expected and is none.
    bad_date: Option<String>,
}

/// One row of `reports.json`, or the content of `NAME.meta.toml`.
#[derive(Deserialize, Default)]
struct Row {
    file: Option<String>,
    #[serde(alias = "source", alias = "publisher")]
    outlet: Option<String>,
    title: Option<String>,
    url: Option<String>,
    #[serde(alias = "date")]
    published: Option<String>,
}

impl Meta {
    /// Nothing but a publication date.
    pub fn published(date: Option<Date>) -> Meta {
        Meta { published: date, ..Meta::default() }
    }
    /// Of its four parts as text; empty ones count as missing, and a day that cannot be read is noticed with the report.
    pub fn of(title: Option<String>, outlet: Option<String>, url: Option<String>, published: Option<String>) -> Meta {
        Meta::from(Row { file: None, outlet, title, url, published })
    }
    /// Fills what is missing here from `other`.
    pub(crate) fn or(self, other: Meta) -> Meta {
        Meta {
            outlet: self.outlet.or(other.outlet),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            published: self.published.or(other.published),
            bad_date: self.bad_date.or(other.bad_date),
        }
    }
    /// What must be said of it.
    pub(crate) fn notices(&self, path: &str) -> Vec<Notice> {
        let message = |d| format!("has a publication date that cannot be read: “{d}”");
        self.bad_date.iter().map(|d| crate::notice("P009", path, message(d), Some("write it as 2025-07-01"))).collect()
    }
    fn from(row: Row) -> Meta {
        let some = |x: Option<String>| x.map(|x| x.trim().to_string()).filter(|x| !x.is_empty());
        let published = some(row.published);
        let date = published.as_deref().and_then(date);
        let bad_date = published.filter(|_| date.is_none());
        Meta { outlet: some(row.outlet), title: some(row.title), url: some(row.url), published: date, bad_date }
    }
}

/// Other ways than ISO 8601 in which files write a day: mail and RSS (RFC 5322), URLs, and English.
const DAY_FORMATS: [&str; 9] = [
    "%a, %d %b %Y",
    "%d %b %Y",
    "%Y/%m/%d",
    "%Y%m%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%A, %B %d, %Y",
    "%d %B %Y",
    "%A, %d %B %Y",
];

/// A date, or a timestamp that begins with one (ISO 8601, or one of [`DAY_FORMATS`]).
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let other = || {
        DAY_FORMATS
            .iter()
            .find_map(|f| jiff::fmt::strtime::BrokenDownTime::parse_prefix(f, text).ok()?.0.to_date().ok())
    };
    text.get(..10).unwrap_or(text).parse().ok().or_else(other)
}

/// The host of an address, without `www.`: what names an outlet where nothing else does.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host = host.trim_start_matches("www.");
    (host.contains('.') && !host.contains('@')).then(|| host.to_string())
}

/// `reports.json`: metadata by file name. `Err` says what is wrong with it.
pub(crate) fn folder(path: &Path) -> Result<BTreeMap<String, Meta>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string())?;
    let rows: Vec<Row> = serde_json::from_str(&text).map_err(|e| e.to_string())?;
    Ok(rows.into_iter().filter_map(|r| Some((r.file.clone()?, Meta::from(r)))).collect())
}

/// `NAME.meta.toml` beside `NAME.txt`, where there is one. `Err` says what is wrong with it.
pub(crate) fn beside(path: &Path) -> Result<Meta, String> {
    let file = path.with_extension("meta.toml");
    match std::fs::read_to_string(&file) {
        Ok(text) => toml::from_str(&text).map(Meta::from).map_err(|e| e.message().to_string()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Meta::default()),
        Err(e) => Err(e.to_string()),
    }
}

/// Front matter (`---`, lines `key: value`, `---`) at a text's start, and where the text behind it begins.
///
/// Only flat keys are read: metadata of a report needs no more, and a report that merely starts with a rule is left whole.
pub(crate) fn front_matter(text: &str) -> (Meta, usize) {
    let whole = (Meta::default(), 0);
    let Some(rest) = text.trim_start_matches('\u{feff}').strip_prefix("---").filter(|r| r.starts_with(['\n', '\r']))
    else {
        return whole;
    };
    let from = text.len() - rest.len();
    let Some(close) = rest.find("\n---") else { return whole };
    let mut row = Row::default();
    for line in rest[..close].lines().filter(|l| !l.trim().is_empty()) {
        let Some((key, value)) = line.split_once(':') else { return whole };
        let value = Some(value.trim().trim_matches(['"', '\'']).to_string());
        match key.trim() {
            "outlet" | "source" | "publisher" => row.outlet = value,
            "title" | "headline" => row.title = value,
            "url" => row.url = value,
            "published" | "date" => row.published = value,
            _ => {}
        }
    }
    let after = from + close + "\n---".len();
    let start = text[after..].find('\n').map_or(text.len(), |i| after + i + 1);
    (Meta::from(row), start)
}
