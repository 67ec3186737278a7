//! Files of a day's partition: filled row group by row group, and in their place only when they are whole.

use crate::beside;
use anyhow::Context;
use parallax_tables::csv::{self, Form};
use parallax_tables::schema::Table;
use parallax_tables::{Cell, Sheet, parquet, profile, schema};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows kept in memory before they are written: a row group of Parquet.
const ROWS: usize = 4096;

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

/// A table's file of one day; begun with its first row.
pub(crate) struct Part {
    table: &'static Table,
    path: PathBuf,
    kind: Kind,
    rows: Vec<Vec<Cell>>,
    out: Option<Out>,
    written: usize,
}

impl Part {
    /// The file of `table` for the day of that name.
    pub(crate) fn new(folder: &Path, table: &'static Table, day: &str, kind: Kind) -> Part {
        let path = folder.join(table.name).join(format!("report_day={day}")).join(format!("part-0.{}", kind.ending()));
        Part { table, path, kind, rows: Vec::new(), out: None, written: 0 }
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

    /// Puts the file in its place; how many rows it has. A table without rows has no file.
    pub(crate) fn finish(mut self) -> anyhow::Result<usize> {
        self.flush()?;
        let file = match self.out {
            None => return Ok(0),
            Some(Out::Parquet(writer)) => writer.finish()?,
            Some(Out::Text(file, ..)) => file,
        };
        file.into_inner().map_err(|e| anyhow::anyhow!("{e}"))?;
        std::fs::rename(beside(&self.path), &self.path)?;
        Ok(self.written)
    }
}
