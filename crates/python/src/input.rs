//! What the user gives → reports: paths as the command takes them, or a table with a text a row.

use crate::arrow;
use crate::work::STACK;
use anyhow::{Context, bail};
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, RecordBatch, StringArray};
use jiff::civil::Date;
use parallax::model::{Notice, Report};
use parallax::read::{self, Meta, Options};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// A report, or why there is none.
pub(crate) type Item = Result<Report, Notice>;

/// What reports are made of.
pub(crate) enum Source {
    Paths(Vec<String>),
    Rows(RecordBatchStreamReader),
}

impl<'py> FromPyObject<'_, 'py> for Source {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Source> {
        if object.hasattr("__arrow_c_stream__")? {
            return Ok(Source::Rows(arrow::taken(&object)?));
        }
        Ok(Source::Paths(object.extract()?))
    }
}

/// How the user wants inputs read.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Reading {
    /// A day for reports that carry none.
    published: Option<String>,
    /// A day for reports of these paths.
    by_path: BTreeMap<String, String>,
    /// Field of a report → further key or column.
    map: Vec<(String, String)>,
}

impl Reading {
    /// Options for paths, and the days by path.
    pub(crate) fn settled(self) -> PyResult<(Options, BTreeMap<String, Date>)> {
        let day = |text: &str| -> PyResult<Date> {
            text.parse().map_err(|_| PyValueError::new_err(format!("{text:?} is no day: write it as 2025-07-01")))
        };
        let published = self.published.as_deref().map(day).transpose()?;
        let by_path =
            self.by_path.iter().map(|(path, text)| Ok((path.clone(), day(text)?))).collect::<PyResult<_>>()?;
        let fields = ["text", "title", "published", "url", "outlet"];
        if let Some((field, _)) = self.map.iter().find(|(f, _)| !fields.contains(&f.as_str())) {
            return Err(PyValueError::new_err(format!(
                "{field:?} is no field of a report; they are {}",
                fields.join(", ")
            )));
        }
        Ok((Options { published, map: self.map, fetch: None }, by_path))
    }
}

/// Gives every report to `take` until it says stop; memory is bounded by what `take` keeps.
pub(crate) fn each(
    source: Source,
    options: &Options,
    by_path: &BTreeMap<String, Date>,
    take: &mut dyn FnMut(Item) -> bool,
) -> anyhow::Result<()> {
    let mut give =
        |item: Item| take(item.map(|r| Report { published: by_path.get(&r.path).copied().or(r.published), ..r }));
    match source {
        Source::Paths(paths) => {
            read::stream(&paths, options, &mut give);
            Ok(())
        }
        Source::Rows(reader) => {
            let mut before = 0;
            for batch in reader {
                let batch = batch.context("the Arrow stream broke off")?;
                let rows = Rows::new(&batch, options)?;
                for row in 0..batch.num_rows() {
                    if !give(rows.report(row, before + row + 1, options)) {
                        return Ok(());
                    }
                }
                before += batch.num_rows();
            }
            Ok(())
        }
    }
}

/// The columns of a batch in which the fields of a report stand.
pub(crate) struct Rows {
    text: StringArray,
    others: [Option<StringArray>; 5],
}

impl Rows {
    pub(crate) fn new(batch: &RecordBatch, options: &Options) -> anyhow::Result<Rows> {
        let column = |field: &str, usual: &[&str]| {
            let own = options.map.iter().filter(|(f, _)| f == field).map(|(_, key)| key.as_str());
            arrow::texts(batch, &own.chain(usual.iter().copied()).collect::<Vec<_>>())
        };
        let Some(text) = column("text", &["text"])? else {
            let schema = batch.schema();
            let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
            bail!("no column \"text\" among {}; name yours with columns={{\"text\": COLUMN}}", names.join(", "));
        };
        let others = [
            column("path", &["path", "id"])?,
            column("title", &["title"])?,
            column("outlet", &["outlet", "source"])?,
            column("url", &["url"])?,
            column("published", &["published", "date"])?,
        ];
        Ok(Rows { text, others })
    }

    /// Whether a row tells its path.
    pub(crate) fn named(&self, row: usize) -> bool {
        self.others[0].as_ref().is_some_and(|paths| paths.is_valid(row))
    }

    /// The report of a row; its path is that of the row, else `#` and the row's number.
    pub(crate) fn report(&self, row: usize, number: usize, options: &Options) -> Item {
        let value = |column: &Option<StringArray>| {
            column.as_ref().filter(|c| c.is_valid(row)).map(|c| c.value(row).to_string())
        };
        let [path, title, outlet, url, published] = self.others.each_ref().map(value);
        let path = path.unwrap_or_else(|| format!("#{number}"));
        let text = if self.text.is_valid(row) { self.text.value(row) } else { "" };
        let report = read::report(&path, text.as_bytes(), &Meta::of(title, outlet, url, published))?;
        Ok(Report { published: report.published.or(options.published), ..report })
    }
}

/// The same on a thread of its own, some reports ahead of the one who takes them.
pub(crate) fn ahead(
    source: Source,
    options: Options,
    by_path: BTreeMap<String, Date>,
    reports: usize,
) -> std::io::Result<std::sync::mpsc::Receiver<anyhow::Result<Item>>> {
    let (give, take) = std::sync::mpsc::sync_channel(reports);
    std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let read = each(source, &options, &by_path, &mut |item| give.send(Ok(item)).is_ok());
        if let Err(why) = read {
            let _ = give.send(Err(why));
        }
    })?;
    Ok(take)
}
