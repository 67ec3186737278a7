//! Runs the stages over any number of reports: streaming, in bounded memory, resumable.
//!
//! Two passes. The first codes reports one by one, in numbered shards; a shard is written beside its place and then renamed,
//! and its name holds a digest of all that went into it, so that a run that was killed at any moment goes on with the shards
//! that are whole ([`shard`]). The second goes through the shards day by day of publication, folds copies into origins, links
//! events that several reports tell ([`link`]), and writes the tables, one partition a day ([`gather`]). It reads no clock and
//! depends on nothing but the shards: a resumed run ends in the same bytes as one that was never stopped.
#![warn(missing_docs)]

mod coded;
mod gather;
mod link;
mod origins;
mod part;
mod shard;
pub mod spread;

use anyhow::{Context, bail};
use parallax::World;
use parallax::model::Notice;
use parallax::read;
use parallax_tables::schema;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use coded::Coded;
pub use part::{Kind, Sink};

/// Where unfinished work lies within the output folder.
const WORK: &str = ".parallax";

/// What is coded, and how it is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Files, folders, globs, `-`.
    pub inputs: Vec<String>,
    /// How inputs are read.
    pub read: read::Options,
    /// Digest of the user's own ontology, where there is one ([`digest`]).
    pub ontology: Option<String>,
    /// The output folder; for a [`Sink`], where unfinished work lies.
    pub out: PathBuf,
    /// Form of the files; a [`Sink`] has none.
    pub kind: Kind,
    /// Profiles written beside the own tables.
    pub profiles: Vec<String>,
    /// Go on with a run that was stopped.
    pub resume: bool,
}

impl Options {
    /// A name for the run, made of its inputs and of all options that what is written depends on.
    pub fn name(&self) -> String {
        short(&[&described(self).to_string()])
    }
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Reports coded.
    pub reports: usize,
    /// Of these, taken over from the run that is resumed.
    pub resumed: usize,
    /// Words of the reports.
    pub words: usize,
    /// What was skipped, by code.
    pub skipped: BTreeMap<String, usize>,
    /// Rows written, by table.
    pub rows: BTreeMap<String, usize>,
    /// Reports that copy an earlier one.
    pub copies: usize,
    /// Events that several reports tell.
    pub shared: usize,
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// So many reports are coded, so many inputs skipped.
    Coded(usize, usize),
    /// So many of so many days are written.
    Written(usize, usize),
}

/// Codes a corpus into tables under [`Options::out`].
///
/// # Errors
/// When the folder holds something else, or cannot be written. Inputs that cannot be read are no errors: they are listed in `skipped.jsonl`.
pub fn run(options: &Options, world: &World, progress: &(dyn Fn(Step) + Sync)) -> anyhow::Result<Summary> {
    code(options, world, None, progress)
}

/// The same with the tables given to a sink in place of files. [`Options::out`] holds unfinished work, and is taken away
/// once the sink has kept everything.
///
/// # Errors
/// As [`run`], and what the sink says.
pub fn run_into(
    options: &Options,
    world: &World,
    sink: &dyn Sink,
    progress: &(dyn Fn(Step) + Sync),
) -> anyhow::Result<Summary> {
    code(options, world, Some(sink), progress)
}

fn code(
    options: &Options,
    world: &World,
    sink: Option<&dyn Sink>,
    progress: &(dyn Fn(Step) + Sync),
) -> anyhow::Result<Summary> {
    let work = options.out.join(WORK);
    if finished(options, &work)? {
        return Ok(Summary::default());
    }
    std::fs::create_dir_all(&work).with_context(|| format!("cannot make the folder {}", work.display()))?;
    let coded = shard::code_all(options, &work, world, sink.is_some(), &|reports, skipped| {
        progress(Step::Coded(reports, skipped));
    });
    let coded = coded.inspect_err(|_| {
        // Nothing was begun: leave no empty folder that a next run would stumble over.
        let _ = std::fs::remove_dir(&work).and_then(|()| std::fs::remove_dir(&options.out));
    })?;
    let mut summary =
        Summary { reports: coded.reports, resumed: coded.resumed, words: coded.words, ..Summary::default() };
    for notice in &coded.skipped {
        *summary.skipped.entry(notice.code.to_string()).or_insert(0) += 1;
    }
    gather::write(options, &coded.shards, world.lexicon, sink, &mut summary, &|done, all| {
        progress(Step::Written(done, all))
    })?;
    let skipped: Vec<serde_json::Value> = coded.skipped.iter().map(described_notice).collect();
    let mut run = json!({
        "format": "parallax-run/1",
        "program": concat!("parallax ", env!("CARGO_PKG_VERSION")),
        "tables": parallax_tables::parquet::VERSION,
        "options": described(options),
        "inputs": coded.inputs.iter().map(|(path, input)| json!({"path": path, "reports": input.reports, "sha256": hex(&input.digest.clone().finalize())})).collect::<Vec<_>>(),
        "reports": summary.reports, "words": summary.words, "skipped": summary.skipped,
        "copies": summary.copies, "shared_events": summary.shared, "rows": summary.rows,
    });
    if let Some(sink) = sink {
        run["options"]["to"] = json!("database");
        // Killed between here and the next line, the run is done again and takes the place of itself.
        sink.finish(&run, &skipped)?;
        std::fs::remove_dir_all(&options.out).with_context(|| format!("cannot remove {}", options.out.display()))?;
        return Ok(summary);
    }
    let lines: String = skipped.iter().map(|line| format!("{line}\n")).collect();
    whole(&options.out.join("skipped.jsonl"), lines.as_bytes())?;
    whole(&options.out.join("run.json"), format!("{}\n", serde_json::to_string_pretty(&run)?).as_bytes())?;
    std::fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))?;
    Ok(summary)
}

/// Whether the folder holds the finished run that is to be resumed; an error when it holds something else.
fn finished(options: &Options, work: &Path) -> anyhow::Result<bool> {
    let out = options.out.display();
    let done = options.out.join("run.json").is_file();
    match (done, work.is_dir(), options.resume) {
        (true, _, false) => bail!("{out} holds a finished run; give another folder"),
        (true, left, true) => {
            // It was stopped after its last file was written.
            if left {
                std::fs::remove_dir_all(work)?;
            }
            Ok(true)
        }
        (false, true, false) => {
            bail!("{out} holds a run that was stopped; go on with --resume, or give another folder")
        }
        (false, false, _) if options.out.read_dir().is_ok_and(|mut d| d.next().is_some()) => {
            bail!("{out} is not empty; give another folder")
        }
        _ => Ok(false),
    }
}

/// All of the options that what is written depends on.
fn described(options: &Options) -> serde_json::Value {
    json!({
        "inputs": options.inputs, "published": options.read.published.map(|d| d.to_string()), "map": options.read.map,
        "ontology": options.ontology,
        "to": options.kind.ending(), "profiles": options.profiles,
    })
}

fn described_notice(notice: &Notice) -> serde_json::Value {
    json!({"code": notice.code, "input": notice.subject, "message": notice.message, "help": notice.help})
}

/// SHA-256 over the names and contents of a folder's files, hexadecimal.
///
/// # Errors
/// When the folder or one of its files cannot be read.
pub fn digest(folder: &Path) -> anyhow::Result<String> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        digest.update(file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default());
        digest.update(std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(hex(&digest.finalize()))
}

/// Writes a file whole or not at all.
fn whole(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = beside(file);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, file));
    written.with_context(|| format!("cannot write {}", file.display()))
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The first 60 bits of a digest of these parts in base 32, for ids and names.
pub fn short(parts: &[&str]) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let digest = digest.finalize();
    let mut rest = digest.iter().take(8).fold(0u64, |n, &b| n << 8 | u64::from(b));
    let digit = |_| {
        let digit = DIGITS[(rest % 32) as usize];
        rest /= 32;
        char::from(digit)
    };
    (0..12).map(digit).collect()
}

/// The names of the tables that a run writes: the own ones, and the profiles asked for. `findings` needs the texts side by
/// side and is what `parallax compare` is for; a corpus has no `corrections`.
fn tables(options: &Options) -> Vec<&'static schema::Table> {
    let own = schema::OWN.into_iter().filter(|name| !matches!(*name, "findings" | "corrections"));
    let profiles = options.profiles.iter().map(String::as_str);
    own.chain(profiles).filter_map(schema::table).collect()
}
