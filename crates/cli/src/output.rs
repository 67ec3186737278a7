//! Results to standard output or, whole or not at all, to a file.

use anyhow::Context;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes `bytes` to `file`, or to standard output when there is none (or it is `-`).
///
/// A file is written beside its place and then moved there, so that an interrupted run leaves the old one as it was.
pub(crate) fn write(file: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    let Some(file) = file.filter(|f| *f != Path::new("-")) else {
        let mut out = std::io::stdout().lock();
        return Ok(out.write_all(bytes).and_then(|()| out.flush())?);
    };
    let Some(part) = part_of(file) else {
        return std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()));
    };
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, file));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| format!("cannot write {}", file.display()))
}

/// Whether a device or a pipe stands there, whose place no file must take.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir())
}

/// Where the parts of `file` are gathered until it is whole; `None` for a device or a pipe.
pub(crate) fn part_of(file: &Path) -> Option<PathBuf> {
    if is_stream(file) {
        return None;
    }
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    Some(part.into())
}

/// Whether the reader of our output went away: that is no failure (`parallax compare … | head`).
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
