//! A file's bytes, decompressed as they are read, with bounds that no bomb passes.

use std::io::{BufRead, BufReader, Read};

/// Bytes read ahead to tell what a file is.
const AHEAD: usize = 4096;
/// Decompressed bytes from which on the ratio is watched.
const WATCHED: u64 = 100_000_000;
/// More decompressed bytes per compressed byte than any text has: real news compresses 3- to 20-fold.
const BOMB: u64 = 200;

/// A file's decompressed bytes.
pub(super) struct Source {
    inner: BufReader<Box<dyn Read>>,
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    count: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// Ends with an error when far more comes out than went in.
struct Watched<R> {
    inner: R,
    packed: std::rc::Rc<std::cell::Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        self.unpacked += n as u64;
        if self.unpacked > WATCHED && self.unpacked / self.packed.get().max(1) > BOMB {
            let why = format!("it unpacks to more than {BOMB} times its size, as no text does");
            return Err(std::io::Error::other(why));
        }
        Ok(n)
    }
}

impl Source {
    pub(super) fn new(raw: Box<dyn Read>) -> Result<Source, String> {
        let packed = std::rc::Rc::new(std::cell::Cell::new(0));
        let mut raw = BufReader::with_capacity(1 << 16, Counted { inner: raw, count: packed.clone() });
        let start = raw.fill_buf().map_err(|e| e.to_string())?;
        let inner: Box<dyn Read> = if start.starts_with(&[0x1f, 0x8b]) {
            let inner = flate2::bufread::MultiGzDecoder::new(raw);
            Box::new(Watched { inner, packed, unpacked: 0 })
        } else if start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            let mut inner = zstd::stream::read::Decoder::with_buffer(raw).map_err(|e| e.to_string())?;
            // A window of 128 MB at most: what the zstd program takes without being asked.
            inner.window_log_max(27).map_err(|e| e.to_string())?;
            Box::new(Watched { inner, packed, unpacked: 0 })
        } else {
            Box::new(raw)
        };
        Ok(Source { inner: BufReader::with_capacity(1 << 16, inner) })
    }

    /// The first bytes, left in place.
    pub(super) fn peek(&mut self) -> Result<&[u8], String> {
        let start = self.inner.fill_buf().map_err(|e| e.to_string())?;
        Ok(&start[..start.len().min(AHEAD)])
    }

    /// All of it, when it is not more than `most`.
    pub(super) fn whole(&mut self, most: u64) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        self.inner.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        if bytes.len() as u64 > most {
            return Err(format!("more than {} MB is too much for one report", most / 1_000_000));
        }
        Ok(bytes)
    }

    /// The next line without its break; `None` at the end, `Some(Err(bytes))` for a line longer than `most`, which is passed over.
    pub(super) fn line(&mut self, most: usize) -> Result<Option<Result<Vec<u8>, u64>>, String> {
        let mut line = Vec::new();
        let read = self.inner.by_ref().take(most as u64 + 1).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
        if read == 0 {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') && read > most {
            return Ok(Some(Err(read as u64 + self.skip_line()?)));
        }
        while matches!(line.last(), Some(b'\n' | b'\r')) {
            line.pop();
        }
        Ok(Some(Ok(line)))
    }

    fn skip_line(&mut self) -> Result<u64, String> {
        let mut skipped = 0;
        loop {
            let buffer = self.inner.fill_buf().map_err(|e| e.to_string())?;
            if buffer.is_empty() {
                return Ok(skipped);
            }
            let end = buffer.iter().position(|&b| b == b'\n');
            let n = end.map_or(buffer.len(), |i| i + 1);
            self.inner.consume(n);
            skipped += n as u64;
            if end.is_some() {
                return Ok(skipped);
            }
        }
    }

    /// Exactly `n` bytes, or fewer at the file's end.
    pub(super) fn take(&mut self, n: usize) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        self.inner.by_ref().take(n as u64).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        Ok(bytes)
    }

    /// Passes over `n` bytes; fewer at the file's end.
    pub(super) fn skip(&mut self, n: u64) -> Result<u64, String> {
        std::io::copy(&mut self.inner.by_ref().take(n), &mut std::io::sink()).map_err(|e| e.to_string())
    }
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.inner.read(into)
    }
}
