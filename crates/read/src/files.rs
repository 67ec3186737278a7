//! Paths, folders, globs, standard input and addresses → reports.

use crate::{Meta, meta, notice, stream};
use jiff::civil::Date;
use parallax_model::{Notice, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings of files that are taken from a folder.
const TEXT: [&str; 6] = ["txt", "text", "md", "html", "htm", "xhtml"];
/// Endings of files beside reports that nobody takes for reports.
const METADATA: [&str; 2] = ["toml", "json"];
/// Largest file that is read at all.
pub(crate) const LARGEST_FILE: u64 = 64_000_000;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Publication date for reports whose input gives none.
    pub published: Option<Date>,
    /// Further keys of JSON and CSV files: field of a report (`text`, `title`, `published`, `url`, `outlet`), key.
    pub map: Vec<(String, String)>,
    /// What fetches addresses (`https://…`) among the inputs; without it they are skipped.
    pub fetch: Option<stream::Fetcher>,
}

/// What came of the inputs.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// The reports, in the order of their paths: the order of the arguments does not matter.
    pub reports: Vec<Report>,
    /// Inputs that gave no report, each with why and what to do.
    pub skipped: Vec<Notice>,
    /// What else must be said (metadata that could not be read).
    pub notices: Vec<Notice>,
}

/// Reads files, folders (recursively, `.txt .text .md`, with `reports.json` as metadata), globs, `-` (standard input), and
/// what [`Options::fetch`] fetches at addresses.
///
/// A file named twice is read once. Never fails: what cannot be read is listed in [`Reports::skipped`].
pub fn reports(inputs: &[String], options: &Options) -> Reports {
    let mut out = Reports::default();
    let mut files: BTreeMap<PathBuf, Meta> = BTreeMap::new();
    for input in inputs.iter().filter(|i| !stream::is_address(i)) {
        match input.as_str() {
            "-" => match standard_input() {
                Ok(bytes) => out.add("-", &bytes, Meta::default(), options),
                Err(why) => out.skip("P001", "-", format!("cannot be read: {why}"), "pipe a text into it"),
            },
            path if Path::new(path).is_dir() => out.folder(Path::new(path), &mut files),
            path if Path::new(path).is_file() => out.file(Path::new(path), &mut files),
            pattern if pattern.contains(['*', '?', '[']) => out.glob(pattern, &mut files),
            path => out.skip(
                "P001",
                path,
                "cannot be found".into(),
                "check the path; a folder, a file, a glob or - (standard input) will do",
            ),
        }
    }
    let mut seen = BTreeSet::new();
    for (path, meta) in files {
        if seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            let name = path.to_string_lossy().into_owned();
            if stream::holds_many(&path) {
                stream::file(&path, meta, options, &mut |item| out.take(item));
                continue;
            }
            match read_file(&path) {
                Ok(bytes) => out.add(&name, &bytes, meta, options),
                Err(why) => {
                    out.skip("P001", &name, format!("cannot be read: {why}"), "check the path and its permissions")
                }
            }
        }
    }
    for address in stream::addresses(inputs) {
        stream::at_address(address, options, &mut |item| out.take(item));
    }
    out.reports.sort_by(|a, b| (&a.path, &a.text).cmp(&(&b.path, &b.text)));
    for (i, report) in out.reports.iter_mut().enumerate() {
        report.id = parallax_model::ReportId(i);
    }
    out
}

impl Reports {
    fn skip(&mut self, code: &'static str, subject: &str, message: String, help: &str) {
        self.skipped.push(notice(code, subject, message, Some(help)));
    }

    fn take(&mut self, item: Result<Report, Notice>) -> bool {
        match item {
            Ok(report) => self.reports.push(report),
            Err(why) => self.skipped.push(why),
        }
        true
    }

    fn add(&mut self, path: &str, bytes: &[u8], meta: Meta, options: &Options) {
        match crate::report(path, bytes, &meta) {
            Ok(report) => {
                let published = report.published.or(options.published);
                self.reports.push(Report { published, ..report });
            }
            Err(why) => self.skipped.push(why),
        }
    }

    fn file(&mut self, path: &Path, files: &mut BTreeMap<PathBuf, Meta>) {
        let meta = meta::beside(path).unwrap_or_else(|why| self.bad_meta(&path.with_extension("meta.toml"), &why));
        files.entry(path.to_path_buf()).or_insert(meta);
    }

    fn folder(&mut self, folder: &Path, files: &mut BTreeMap<PathBuf, Meta>) {
        let before = files.len();
        let mut aside: BTreeMap<String, usize> = BTreeMap::new();
        let mut tables: BTreeMap<PathBuf, BTreeMap<String, Meta>> = BTreeMap::new();
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        for path in walk.filter(|e| e.file_type().is_file()).map(|e| e.into_path()) {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
            if !TEXT.contains(&ending.as_str()) {
                let hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
                if !ending.is_empty() && !hidden && !METADATA.contains(&ending.as_str()) {
                    *aside.entry(ending).or_default() += 1;
                }
                continue;
            }
            let home = path.parent().unwrap_or(folder).to_path_buf();
            let table = tables.entry(home.clone()).or_insert_with(|| match home.join("reports.json") {
                json if json.is_file() => meta::folder(&json).unwrap_or_else(|why| {
                    self.bad_meta(&json, &why);
                    BTreeMap::new()
                }),
                _ => BTreeMap::new(),
            });
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let listed = table.get(&name).cloned().unwrap_or_default();
            let own = meta::beside(&path).unwrap_or_else(|why| self.bad_meta(&path.with_extension("meta.toml"), &why));
            files.entry(path).or_insert(own.or(listed));
        }
        if !aside.is_empty() {
            let kinds: Vec<String> = aside.iter().map(|(ending, n)| format!("{n} .{ending}")).collect();
            let message = format!("also holds files that were not read: {}", kinds.join(", "));
            let help = "name files of reports (.jsonl, .csv, .xml, .eml, .warc, .gz) one by one; save others as text";
            self.notices.push(notice("P016", &folder.to_string_lossy(), message, Some(help)));
        }
        if files.len() == before {
            let help = "put .txt or .md files in it, one report a file";
            self.skip("P007", &folder.to_string_lossy(), "is a folder without reports".into(), help);
        }
    }

    fn glob(&mut self, pattern: &str, files: &mut BTreeMap<PathBuf, Meta>) {
        let paths: Vec<PathBuf> = glob::glob(pattern).map(|p| p.filter_map(Result::ok).collect()).unwrap_or_default();
        if paths.is_empty() {
            self.skip(
                "P001",
                pattern,
                "matches no file".into(),
                "check the pattern; quote it so that the shell leaves it alone",
            );
        }
        for path in paths {
            if path.is_dir() { self.folder(&path, files) } else { self.file(&path, files) }
        }
    }

    fn bad_meta(&mut self, path: &Path, why: &str) -> Meta {
        let message = format!("cannot be read as metadata: {why}");
        self.notices.push(notice(
            "P008",
            &path.to_string_lossy(),
            message,
            Some("mend it, or remove it; the reports are read without it"),
        ));
        Meta::default()
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let size = std::fs::metadata(path).map_err(|e| plain(&e))?.len();
    if size > LARGEST_FILE {
        return Err(format!("{} MB is too much for one report", size / 1_000_000));
    }
    std::fs::read(path).map_err(|e| plain(&e))
}

fn standard_input() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    std::io::stdin().take(LARGEST_FILE).read_to_end(&mut bytes).map_err(|e| plain(&e))?;
    Ok(bytes)
}

/// The error without the operating system's number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_with_its_metadata_whatever_the_order() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
        std::fs::write(at("b.txt"), "The mayor resigned.").unwrap();
        std::fs::write(at("a.txt"), "The mayor quit.").unwrap();
        std::fs::write(at("reports.json"), r#"[{"file":"a.txt","source":"The Post","published":"2024-02-29"}]"#)
            .unwrap();
        let all = reports(&[at("")], &Options::default());
        assert_eq!(all.reports.iter().map(|r| r.outlet.as_deref()).collect::<Vec<_>>(), [Some("The Post"), None]);
        let one = reports(&[at("b.txt"), at("a.txt")], &Options::default());
        let other = reports(&[at("a.txt"), at("b.txt"), at("a.txt")], &Options::default());
        assert_eq!(one.reports, other.reports);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
        std::fs::create_dir(at("empty")).unwrap();
        std::fs::write(at("empty/scan.pdf"), "%PDF-1.7").unwrap();
        std::fs::write(at("empty/.notes.pdf"), "%PDF-1.7").unwrap();
        std::fs::write(at("a.txt"), "The mayor quit.").unwrap();
        let all = reports(&[at("none.txt"), at("empty"), at("*.xyz"), at("a.txt")], &Options::default());
        assert_eq!(all.skipped.iter().map(|n| n.code).collect::<Vec<_>>(), ["P001", "P007", "P001"]);
        assert_eq!(all.reports.len(), 1);
        assert_eq!(all.notices.iter().map(|n| n.code).collect::<Vec<_>>(), ["P016"]);
        assert!(all.notices[0].message.ends_with("not read: 1 .pdf"), "{:?}", all.notices);
    }
}
