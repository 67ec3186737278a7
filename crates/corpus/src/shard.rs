//! The first pass: reports coded in numbered shards that survive a kill at any moment.
//!
//! A shard's name holds a digest of its reports and of the options: what is found under that name is what would be made
//! again. Within the file, reports lie in one compressed frame per day of publication, with an index at the end, so that
//! the second pass reads a day without the rest.

use crate::coded::{Coded, code};
use crate::{Options, beside, described, hex, whole};
use anyhow::{Context, bail};
use parallax::World;
use parallax::model::{Notice, Report};
use parallax::read::{self, Fetched, Fetcher};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Reports of a shard: little is lost by a kill, and all threads have work.
const REPORTS: usize = 64;
/// Reports that are read ahead while others are coded.
const AHEAD: usize = 64;
/// Ends every whole shard.
const MARK: &[u8; 8] = b"PXSHARD2";

/// What the first pass did.
#[derive(Default)]
pub(crate) struct Done {
    pub shards: Vec<Shard>,
    pub reports: usize,
    pub resumed: usize,
    pub words: usize,
    pub skipped: Vec<Notice>,
    /// By file.
    pub inputs: BTreeMap<String, Input>,
}

/// One file of the inputs.
#[derive(Default)]
pub(crate) struct Input {
    pub reports: usize,
    pub digest: Sha256,
}

/// A shard on disk.
pub(crate) struct Shard {
    path: PathBuf,
    /// Day → where its frame lies. Reports without a day stand under `None`, which comes first.
    pub days: BTreeMap<Option<i32>, (u64, u64)>,
}

/// Codes all inputs; `texts` keeps the whole texts too.
pub(crate) fn code_all(
    options: &Options,
    work: &Path,
    world: &World,
    texts: bool,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> anyhow::Result<Done> {
    let mut done = Done::default();
    let seed = format!("{} {}{}", env!("CARGO_PKG_VERSION"), described(options), if texts { " texts" } else { "" });
    let (give, take) = std::sync::mpsc::sync_channel(AHEAD);
    std::thread::scope(|scope| {
        // Reading, unpacking and decoding go on while reports are coded.
        // Pages nest deeply: give the reader room.
        let reader = std::thread::Builder::new().stack_size(16 << 20);
        reader.spawn_scoped(scope, move || {
            let read =
                read::Options { fetch: options.read.fetch.clone().map(|f| kept(f, work)), ..options.read.clone() };
            read::stream(&options.inputs, &read, &mut |item| give.send(item).is_ok());
        })?;
        let mut batch = Vec::new();
        for item in take {
            match item {
                Err(why) => done.skipped.push(why),
                Ok(report) => {
                    done.count(&report);
                    batch.push(report);
                }
            }
            if batch.len() == REPORTS {
                done.shard(std::mem::take(&mut batch), &seed, work, world, texts)?;
                progress(done.reports, done.skipped.len());
            }
        }
        if !batch.is_empty() {
            done.shard(batch, &seed, work, world, texts)?;
        }
        progress(done.reports, done.skipped.len());
        anyhow::Ok(())
    })?;
    if done.reports == 0 {
        forget_fetched(work);
        bail!("no report could be read from {}", options.inputs.join(" "));
    }
    Ok(done)
}

/// Keeps what is fetched beside the shards: a run that is resumed reads what the run before it read, whatever stands at the
/// address by then.
fn kept(fetcher: Fetcher, work: &Path) -> Fetcher {
    let work = work.to_path_buf();
    Fetcher::new(move |address| {
        let path = work.join(format!("{}.fetched", &hex(&Sha256::digest(address))[..24]));
        let before = std::fs::read(&path).ok().and_then(|bytes| postcard::from_bytes(&bytes).ok());
        if let Some((url, content_type, bytes)) = before {
            return Ok(Fetched { url, content_type, bytes });
        }
        let found = fetcher.fetch(address)?;
        // Where it cannot be kept, the shards cannot either, and the run ends with that.
        if let Ok(bytes) = postcard::to_stdvec(&(&found.url, &found.content_type, &found.bytes)) {
            let _ = whole(&path, &bytes);
        }
        Ok(found)
    })
}

/// Takes away what was fetched for a run that came to nothing.
fn forget_fetched(work: &Path) {
    let files = std::fs::read_dir(work).into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
    for file in files.filter(|p| p.extension().is_some_and(|e| e == "fetched")) {
        let _ = std::fs::remove_file(file);
    }
}

impl Done {
    fn count(&mut self, report: &Report) {
        let file = report
            .path
            .rsplit_once('#')
            .filter(|(_, n)| n.parse::<usize>().is_ok())
            .map_or(report.path.as_str(), |p| p.0);
        let input = self.inputs.entry(file.to_string()).or_default();
        input.reports += 1;
        feed(&mut input.digest, report);
        self.reports += 1;
        self.words += report.text.split_whitespace().count();
    }

    fn shard(
        &mut self,
        reports: Vec<Report>,
        seed: &str,
        work: &Path,
        world: &World,
        texts: bool,
    ) -> anyhow::Result<()> {
        let mut digest = Sha256::new();
        digest.update(seed);
        reports.iter().for_each(|r| feed(&mut digest, r));
        let name = format!("{:06}-{}.shard", self.shards.len(), &hex(&digest.finalize())[..24]);
        let path = work.join(name);
        if let Ok(shard) = open(&path) {
            self.resumed += reports.len();
            self.shards.push(shard);
            return Ok(());
        }
        let one = |report: Report| {
            let text = texts.then(|| report.text.clone());
            Coded { text, ..code(report, world) }
        };
        let coded: Vec<Coded> = reports.into_par_iter().map(one).collect();
        write(&path, coded).with_context(|| format!("cannot write {}", path.display()))?;
        self.shards.push(open(&path)?);
        Ok(())
    }
}

/// All of a report that its coding depends on.
fn feed(digest: &mut Sha256, report: &Report) {
    let date = report.published.map(|d| d.to_string());
    let parts = [
        Some(&report.path),
        report.outlet.as_ref(),
        report.title.as_ref(),
        report.url.as_ref(),
        date.as_ref(),
        Some(&report.text),
    ];
    for part in parts {
        let part = part.map_or("", String::as_str);
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
}

fn write(path: &Path, coded: Vec<Coded>) -> anyhow::Result<()> {
    let mut days: BTreeMap<Option<i32>, Vec<Coded>> = BTreeMap::new();
    for report in coded {
        days.entry(report.day).or_default().push(report);
    }
    let beside = beside(path);
    let mut file = File::create(&beside)?;
    let (mut index, mut at) = (BTreeMap::new(), 0u64);
    for (day, reports) in &days {
        let frame = zstd::bulk::compress(&postcard::to_stdvec(reports)?, 1)?;
        file.write_all(&frame)?;
        index.insert(*day, (at, frame.len() as u64));
        at += frame.len() as u64;
    }
    let index = postcard::to_stdvec(&index)?;
    file.write_all(&index)?;
    file.write_all(&(index.len() as u64).to_le_bytes())?;
    file.write_all(MARK)?;
    // The name must not come before what it names, even when the machine goes down.
    file.sync_all()?;
    Ok(std::fs::rename(&beside, path)?)
}

fn open(path: &Path) -> anyhow::Result<Shard> {
    let mut file = File::open(path)?;
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = [0u8; 16];
    file.seek(SeekFrom::Start(length.checked_sub(16).context("cut off")?))?;
    file.read_exact(&mut tail)?;
    let (size, mark) = tail.split_at(8);
    if mark != MARK {
        bail!("{} is no shard", path.display());
    }
    let size = u64::from_le_bytes(size.try_into()?);
    file.seek(SeekFrom::Start(length.checked_sub(16 + size).context("cut off")?))?;
    let mut index = vec![0; usize::try_from(size)?];
    file.read_exact(&mut index)?;
    Ok(Shard { path: path.to_path_buf(), days: postcard::from_bytes(&index)? })
}

impl Shard {
    /// The shard's reports of a day, in the order of the inputs.
    pub(crate) fn day(&self, day: Option<i32>) -> anyhow::Result<Vec<Coded>> {
        let Some(&(at, length)) = self.days.get(&day) else { return Ok(Vec::new()) };
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        zstd::stream::read::Decoder::new(file.take(length))?.single_frame().read_to_end(&mut bytes)?;
        postcard::from_bytes(&bytes).with_context(|| format!("{} is damaged", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_was_fetched_is_kept_for_a_run_resumed() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let work = tempfile::tempdir().unwrap();
        let fetch = || {
            let now = |address: &str| {
                let bytes = format!("edition {}", ASKED.fetch_add(1, Ordering::Relaxed)).into_bytes();
                Ok(Fetched { url: format!("{address}/end"), content_type: Some("text/plain".into()), bytes })
            };
            kept(Fetcher::new(now), work.path())
        };
        let first = fetch().fetch("https://post.example/1").unwrap();
        assert_eq!((first.url.as_str(), &first.bytes[..]), ("https://post.example/1/end", &b"edition 0"[..]));
        assert_eq!(fetch().fetch("https://post.example/1").unwrap(), first);
        assert_eq!(fetch().fetch("https://post.example/2").unwrap().bytes, b"edition 1");
        forget_fetched(work.path());
        assert_eq!(work.path().read_dir().unwrap().count(), 0);
    }
}
