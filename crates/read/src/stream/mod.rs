//! Any number of reports from files of any kind, one after another, in bounded memory.
//!
//! Plain texts and pages, JSON Lines, JSON, CSV, feeds, web archives and mails, each also compressed, from files and from
//! what the caller fetches at addresses. What is broken (a
//! corrupt archive, a cut-off record, a line without end, a bomb) becomes a notice, and what follows is read all the same.
//! A report's path says where in its file it stands: `news.jsonl.gz#17` is the 17th line.

mod address;
mod archive;
mod bytes;
mod feed;
mod mail;
mod rows;

pub use address::{Fetched, Fetcher, is_address};

use crate::files::LARGEST_FILE;
use crate::{Meta, Options, meta, notice};
use bytes::Source;
use parallax_model::{Notice, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest text of one report in a file of many; a longer one is skipped.
pub const LONGEST_RECORD: usize = 16_000_000;

/// A report, or why there is none.
pub type Item = Result<Report, Notice>;

/// One record of a file of many: where it stands, its bytes, what is known beside them.
struct Record {
    at: String,
    bytes: Vec<u8>,
    meta: Meta,
    /// Where it was found: its address and outlet where neither it nor what is known beside it says one.
    found: Option<String>,
}

/// Gives each report, or what could not be read, to `take`, in the order of the paths and of the files' own order, those
/// at addresses last, until `take` says stop. Memory is bounded by the largest record, or page fetched.
pub fn stream(inputs: &[String], options: &Options, take: &mut dyn FnMut(Item) -> bool) {
    let mut going = true;
    let files = files(inputs, &mut |item| going = going && take(item));
    for file in files {
        if !going {
            return;
        }
        going = file_reports(&file, options, take);
    }
    for address in addresses(inputs) {
        if !going {
            return;
        }
        going = at_address(address, options, take);
    }
}

/// The addresses among the inputs, each once.
pub(crate) fn addresses(inputs: &[String]) -> BTreeSet<&str> {
    inputs.iter().filter(|i| is_address(i)).map(|i| address::without_fragment(i)).collect()
}

/// Gives each report of a file to `take`; whether it wants more.
fn file_reports(file: &File, options: &Options, take: &mut dyn FnMut(Item) -> bool) -> bool {
    let name = file.path.to_string_lossy();
    reports(&name, options, take, |give| {
        let mut source = opened(&file.path)?;
        let kind = match kind(&file.path) {
            Some(kind) => kind,
            None => sniffed(source.peek()?),
        };
        read(kind, Place { name: &name, meta: &file.meta, found: None }, source, options, give)
    })
}

/// Gives each report that stands at an address to `take`; whether it wants more.
pub(crate) fn at_address(name: &str, options: &Options, take: &mut dyn FnMut(Item) -> bool) -> bool {
    let mut found = match address::fetched(name, options) {
        Ok(found) => found,
        Err(why) => return take(Err(why)),
    };
    reports(name, options, take, |give| {
        let mut source = Source::new(Box::new(std::io::Cursor::new(std::mem::take(&mut found.bytes))))?;
        let kind = address::kind_of(&found, &mut source)?;
        if kind == Kind::One {
            let whole = address::decoded(&found, source.whole(LARGEST_FILE)?);
            source = Source::new(Box::new(std::io::Cursor::new(whole)))?;
        }
        let meta = Meta::default();
        read(kind, Place { name, meta: &meta, found: Some(&found.url) }, source, options, give)
    })
}

/// A record's report, or why there is none, given on.
type Give<'g> = &'g mut dyn FnMut(Result<Record, Notice>) -> bool;

/// Gives each report among the records that `read` gives to `take`; whether it wants more.
fn reports(
    name: &str,
    options: &Options,
    take: &mut dyn FnMut(Item) -> bool,
    read: impl FnOnce(Give) -> Result<(), String>,
) -> bool {
    let mut going = true;
    let report = |record: Result<Record, Notice>| -> Item {
        let record = record?;
        let report = crate::report(&record.at, &record.bytes, &record.meta)?;
        let outlet = report.outlet.or_else(|| meta::host(record.found.as_deref()?));
        let published = report.published.or(options.published);
        Ok(Report { outlet, url: report.url.or(record.found), published, ..report })
    };
    let mut give = |record: Result<Record, Notice>| {
        going = going && take(report(record));
        going
    };
    if let Err(why) = read(&mut give) {
        let help = Some("check the file; what came before was read");
        give(Err(notice("P001", name, format!("cannot be read on: {why}"), help)));
    }
    going
}

/// Whether a file is read by [`file`]: one of many reports, or compressed.
pub(crate) fn holds_many(path: &Path) -> bool {
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz") || e.eq_ignore_ascii_case("zst"));
    packed || kind(path).is_some_and(|k| k != Kind::One)
}

/// Gives each report of one file to `take`.
pub(crate) fn file(path: &Path, meta: Meta, options: &Options, take: &mut dyn FnMut(Item) -> bool) {
    file_reports(&File { path: path.to_path_buf(), meta }, options, take);
}

/// Gives each line of a JSON Lines file, or of standard input (`-`), to `take` with its number from 1; `Err` says why there is none.
pub fn lines(input: &str, take: &mut dyn FnMut(usize, Result<String, String>) -> bool) -> Result<(), String> {
    let mut source = opened(Path::new(input))?;
    let mut number = 0;
    while let Some(line) = source.line(LONGEST_RECORD)? {
        number += 1;
        let line = match line {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| "not UTF-8".to_string()),
            Err(length) => Err(format!("{} MB long, more than any report", length / 1_000_000)),
        };
        if !take(number, line) {
            break;
        }
    }
    Ok(())
}

/// A file to be read.
struct File {
    path: PathBuf,
    meta: Meta,
}

/// The files of the inputs, in the order of their paths, each once; inputs that are none are told.
fn files(inputs: &[String], say: &mut dyn FnMut(Item)) -> Vec<File> {
    let mut found: BTreeMap<PathBuf, Meta> = BTreeMap::new();
    let mut add = |path: PathBuf, listed: Meta| {
        let own = meta::beside(&path).unwrap_or_default();
        found.entry(path).or_insert(own.or(listed));
    };
    for input in inputs.iter().filter(|i| !is_address(i)) {
        let path = Path::new(input);
        if input == "-" || path.is_file() {
            add(path.to_path_buf(), Meta::default());
        } else if path.is_dir() {
            let mut tables: BTreeMap<PathBuf, BTreeMap<String, Meta>> = BTreeMap::new();
            let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_map(Result::ok);
            for file in
                walk.filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path).filter(|p| kind(p).is_some())
            {
                let home = file.parent().unwrap_or(path).to_path_buf();
                let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                // Metadata, not reports.
                if name == "reports.json" || name.ends_with(".meta.toml") {
                    continue;
                }
                let table = tables
                    .entry(home.clone())
                    .or_insert_with(|| meta::folder(&home.join("reports.json")).unwrap_or_default());
                let listed = table.get(&name).cloned().unwrap_or_default();
                add(file, listed);
            }
        } else {
            let paths: Vec<PathBuf> = glob::glob(input).map(|p| p.filter_map(Result::ok).collect()).unwrap_or_default();
            if paths.is_empty() {
                say(Err(notice(
                    "P001",
                    input,
                    "cannot be found".into(),
                    Some("check the path; a folder, a file, a glob or - (standard input) will do"),
                )));
            }
            paths.into_iter().filter(|p| p.is_file()).for_each(|p| add(p, Meta::default()));
        }
    }
    let mut seen = BTreeSet::new();
    let files = found.into_iter().filter(|(path, _)| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    files.map(|(path, meta)| File { path, meta }).collect()
}

/// What a file holds, by its ending with `.gz` or `.zst` taken off.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Lines,
    Json,
    Csv(u8),
    Feed,
    Archive,
    Mail,
    /// One report: text or a page.
    One,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    Some(match name.rsplit_once('.')?.1 {
        "jsonl" | "ndjson" => Kind::Lines,
        "json" => Kind::Json,
        "csv" => Kind::Csv(b','),
        "tsv" => Kind::Csv(b'\t'),
        "xml" | "rss" | "atom" => Kind::Feed,
        "warc" | "wet" => Kind::Archive,
        "eml" => Kind::Mail,
        "txt" | "text" | "md" | "html" | "htm" | "xhtml" => Kind::One,
        _ => return None,
    })
}

/// What a file without a telling ending seems to hold.
fn sniffed(start: &[u8]) -> Kind {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("WARC/") {
        Kind::Archive
    } else if text.starts_with('{') {
        Kind::Lines
    } else if text.starts_with("<?xml") && ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| text.contains(tag)) {
        Kind::Feed
    } else {
        Kind::One
    }
}

fn read(kind: Kind, at: Place, mut source: Source, options: &Options, give: Give) -> Result<(), String> {
    match kind {
        Kind::Lines => rows::lines(at, &mut source, options, give),
        Kind::Archive => archive::records(at, &mut source, give),
        Kind::Csv(by) => rows::csv(at, source, by, options, give),
        _ => {
            let bytes = source.whole(LARGEST_FILE)?;
            match kind {
                Kind::Json if feed::is_json(&bytes) => feed::entries(at, &bytes, give),
                Kind::Json => rows::json(at, &bytes, options, give),
                Kind::Feed => feed::entries(at, &bytes, give),
                Kind::Mail => mail::message(at, &bytes, give),
                _ => {
                    give(Ok(at.record(at.name.to_string(), bytes, at.meta.clone())));
                    Ok(())
                }
            }
        }
    }
}

fn opened(path: &Path) -> Result<Source, String> {
    let raw: Box<dyn Read> = match path == Path::new("-") {
        true => Box::new(std::io::stdin()),
        false => Box::new(std::fs::File::open(path).map_err(|e| e.to_string())?),
    };
    Source::new(raw)
}

/// A file's name, and what is known of all that stands in it.
#[derive(Clone, Copy)]
struct Place<'f> {
    name: &'f str,
    meta: &'f Meta,
    /// The address at which it was found.
    found: Option<&'f str>,
}

impl Place<'_> {
    /// The name of record `n`.
    fn number(self, n: usize) -> String {
        format!("{}#{n}", self.name)
    }

    fn record(self, at: String, bytes: Vec<u8>, meta: Meta) -> Record {
        Record { at, bytes, meta, found: self.found.map(str::to_string) }
    }
}

#[cfg(test)]
mod tests;
