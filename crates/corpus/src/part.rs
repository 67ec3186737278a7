//! Files of a day's partition: filled as rows come, and in their place only when they are whole. Or the rows go
//! to whoever takes them in place of files ([`Sink`]).

use crate::beside;
use anyhow::Context;
use parallax_tables::csv::{self, Form};
use parallax_tables::schema::Table;
use parallax_tables::{Cell, Sheet, parquet, profile, schema};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows kept in memory before they are handed on.
const ROWS: usize = 512;

/// Form of the files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Parquet.
    Parquet,
    /// CSV.
    Csv,
    /// Parted by tabs; profiles as their publishers part them.
    Tsv,
}

/// Takes the tables of a run in place of files.
pub trait Sink {
    /// Rows of a table, and the day on which their reports were published, as days since 1970.
    ///
    /// # Errors
    /// When they cannot be kept; the run ends with it.
    fn rows(&self, sheet: &Sheet, day: Option<i32>) -> anyhow::Result<()>;

    /// The whole text of the report of that id.
    ///
    /// # Errors
    /// As [`Sink::rows`].
    fn text(&self, report: &str, text: &str) -> anyhow::Result<()>;

    /// Everything was given: what `run.json` and `skipped.jsonl` would say. It is to be kept now, all of it or nothing.
    ///
    /// # Errors
    /// As [`Sink::rows`].
    fn finish(&self, about: &serde_json::Value, skipped: &[serde_json::Value]) -> anyhow::Result<()>;
}

impl Kind {
    /// The ending of the files.
    pub fn ending(self) -> &'static str {
        ["parquet", "csv", "tsv"][self as usize]
    }
}

enum Out {
    Parquet(parquet::Writer<BufWriter<File>>),
    Text(BufWriter<File>, Form, bool),
}

/// A table's file of one day, begun with its first row; or its rows on the way to a sink.
pub(crate) struct Part<'s> {
    table: &'static Table,
    path: PathBuf,
    day: Option<i32>,
    sink: Option<&'s dyn Sink>,
    kind: Kind,
    rows: Vec<Vec<Cell>>,
    out: Option<Out>,
    written: usize,
}

impl<'s> Part<'s> {
    /// The file of `table` for a day, unless a sink takes its rows.
    pub(crate) fn new(
        folder: &Path,
        table: &'static Table,
        day: Option<i32>,
        kind: Kind,
        sink: Option<&'s dyn Sink>,
    ) -> Part<'s> {
        let name = format!("report_day={}", name(day));
        let path = folder.join(table.name).join(name).join(format!("part-0.{}", kind.ending()));
        Part { table, path, day, sink, kind, rows: Vec::new(), out: None, written: 0 }
    }

    pub(crate) fn take(&mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> anyhow::Result<()> {
        self.rows.extend(rows);
        if self.rows.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let sheet = Sheet::new(self.table.name, std::mem::take(&mut self.rows));
        self.written += sheet.rows.len();
        if let Some(sink) = self.sink {
            return sink.rows(&sheet, self.day);
        }
        if self.out.is_none() {
            self.out = Some(self.begun().with_context(|| format!("cannot write {}", self.path.display()))?);
        }
        match &mut self.out {
            Some(Out::Parquet(writer)) => writer.write(&sheet)?,
            Some(Out::Text(file, form, begun)) => {
                let text = csv::text(&sheet, *form);
                // The header stands once.
                let from = if *begun && *form != Form::TabBare { text.find('\n').map_or(0, |i| i + 1) } else { 0 };
                file.write_all(text.get(from..).unwrap_or("").as_bytes())?;
                *begun = true;
            }
            None => {}
        }
        Ok(())
    }

    fn begun(&self) -> anyhow::Result<Out> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = BufWriter::new(File::create(beside(&self.path))?);
        let foreign = schema::PROFILES.contains(&self.table.name);
        Ok(match self.kind {
            Kind::Parquet => Out::Parquet(parquet::Writer::new(file, self.table)?),
            Kind::Csv => Out::Text(file, Form::Comma, false),
            Kind::Tsv if foreign => Out::Text(file, profile::form(self.table.name), false),
            Kind::Tsv => Out::Text(file, Form::Tab, false),
        })
    }

    /// Puts the file in its place; how many rows it has. A table without rows has no file, and one of a sink none either.
    pub(crate) fn finish(mut self) -> anyhow::Result<usize> {
        self.flush()?;
        let file = match self.out {
            None => return Ok(self.written),
            Some(Out::Parquet(writer)) => writer.finish()?,
            Some(Out::Text(file, ..)) => file,
        };
        file.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?;
        std::fs::rename(beside(&self.path), &self.path)?;
        Ok(self.written)
    }
}

/// The name of a day's partition; as Hive, DuckDB, Arrow and Spark write one that is not known.
fn name(day: Option<i32>) -> String {
    let day = day.and_then(|d| Cell::Day(d).day());
    day.map_or("__HIVE_DEFAULT_PARTITION__".to_string(), |d| d.to_string())
}
