//! Results to standard output or, whole or not at all, to a file.

use anyhow::Context;
use std::io::Write;
use std::path::Path;

/// Writes `bytes` to `file`, or to standard output when there is none (or it is `-`).
///
/// A file is written beside its place and then moved there, so that an interrupted run leaves the old one as it was.
pub(crate) fn write(file: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    let Some(file) = file.filter(|f| *f != Path::new("-")) else {
        let mut out = std::io::stdout().lock();
        return Ok(out.write_all(bytes).and_then(|()| out.flush())?);
    };
    // A device or a pipe is written to as it stands: a file must not take its place.
    if file.metadata().is_ok_and(|m| !m.is_file()) {
        return std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()));
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = std::fs::write(beside, bytes).and_then(|()| std::fs::rename(beside, file));
    if written.is_err() {
        let _ = std::fs::remove_file(beside);
    }
    written.with_context(|| format!("cannot write {}", file.display()))
}

/// Whether the reader of our output went away: that is no failure (`parallax compare … | head`).
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
