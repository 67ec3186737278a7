//! The steps of `parallax_corpus::spread` over Arrow tables, for `parallax.spark`.
//!
//! What a step needs beside the columns by which rows come together travels in the column `piece`.

use crate::arrow::{self, Table};
use crate::input::{Reading, Rows};
use crate::story::no_table;
use crate::work;
use anyhow::Context;
use arrow_array::builder::{BinaryBuilder, Date32Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, Date32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parallax::World;
use parallax::lexicon::Lexicon;
use parallax::model::Notice;
use parallax::read::Options;
use parallax_corpus::spread::{Carried, Link, Links, Merged, Named, Piece, Sources, Waiting};
use parallax_tables::{Cell, Sheet, schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// A step with what it keeps in mind.
enum Work {
    Code(Options),
    Origins(Sources),
    Waiting,
    Links(Links),
    Rows(&'static schema::Table),
    Things(&'static schema::Table),
    Merged(&'static schema::Table, Merged),
}

impl Work {
    fn new(step: &str, table: Option<&str>, options: Options) -> PyResult<Work> {
        let table = || {
            let name = table.unwrap_or("");
            let known = schema::table(name).filter(|t| !matches!(t.name, "findings" | "corrections"));
            known.ok_or_else(|| no_table(name))
        };
        Ok(match step {
            "code" => Work::Code(options),
            "origins" => Work::Origins(Sources::default()),
            "waiting" => Work::Waiting,
            "links" => Work::Links(Links::default()),
            "rows" => Work::Rows(table()?),
            "things" => Work::Things(table()?),
            "merged" => {
                let table = table()?;
                Work::Merged(table, Merged::new(table.name))
            }
            _ => return Err(PyValueError::new_err(format!("there is no step {step:?}"))),
        })
    }

    /// The columns that it gives.
    fn schema(&self) -> SchemaRef {
        use DataType::{Binary, Date32, Utf8};
        let columns: &[(&str, DataType)] = match self {
            Work::Code(_) => &[
                ("report_id", Utf8),
                ("report_day", Date32),
                ("place", Binary),
                ("sketch", Binary),
                ("piece", Binary),
                ("code", Utf8),
                ("input", Utf8),
                ("message", Utf8),
                ("help", Utf8),
            ],
            Work::Origins(_) => &[("report_id", Utf8), ("origin_id", Utf8)],
            Work::Waiting => &[("plover_type", Utf8), ("place", Binary), ("piece", Binary)],
            Work::Links(_) => &[("report_id", Utf8), ("piece", Binary)],
            Work::Things(_) => &[("report_day", Date32), ("place", Binary), ("piece", Binary)],
            Work::Rows(table) | Work::Merged(table, _) => {
                let schema = parallax_tables::arrow::schema(table);
                let day = Arc::new(Field::new("report_day", Date32, true));
                return Arc::new(Schema::new(schema.fields().iter().cloned().chain([day]).collect::<Vec<_>>()));
            }
        };
        let field = |(name, kind): &(&str, DataType)| Field::new(*name, kind.clone(), true);
        Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
    }

    /// The columns that come of the rows of a batch.
    fn take(&mut self, batch: &RecordBatch) -> anyhow::Result<Vec<ArrayRef>> {
        match self {
            Work::Code(options) => code(batch, options),
            Work::Origins(sources) => origins(batch, sources),
            Work::Waiting => waiting(batch),
            Work::Links(links) => link(batch, links),
            Work::Rows(table) => rows(batch, table),
            Work::Things(table) => things(batch, table.name),
            Work::Merged(table, merged) => merge(batch, table, merged),
        }
    }

    /// The columns of what was kept back.
    fn finish(&mut self) -> anyhow::Result<Option<Vec<ArrayRef>>> {
        Ok(match self {
            Work::Links(links) => Some(linked(&links.finish())?),
            Work::Merged(table, merged) => Some(dated(table, [merged.finish()])?),
            _ => None,
        })
    }
}

/// The columns that a step gives, as a table without rows.
#[pyfunction]
#[pyo3(signature = (step, table=None))]
pub(crate) fn step_columns(step: &str, table: Option<&str>) -> PyResult<Table> {
    Ok(Table { schema: Work::new(step, table, Options::default())?.schema(), batches: Vec::new() })
}

/// One step over the rows of one partition, batch by batch.
#[pyclass(frozen, module = "parallax._parallax")]
pub(crate) struct Step(Mutex<Work>);

#[pymethods]
impl Step {
    #[new]
    #[pyo3(signature = (step, table=None, reading=None))]
    fn new(step: &str, table: Option<&str>, reading: Option<Reading>) -> PyResult<Step> {
        let options = reading.map(Reading::settled).transpose()?.map(|(options, _)| options);
        Ok(Step(Mutex::new(Work::new(step, table, options.unwrap_or_default())?)))
    }

    /// Takes the next rows in; what is sure by then.
    fn take(&self, py: Python<'_>, rows: &Bound<'_, PyAny>) -> PyResult<Table> {
        let reader = arrow::taken(rows)?;
        self.done(py, |work| {
            let batch = |batch: Result<RecordBatch, _>| work.take(&batch?);
            reader.map(batch).collect()
        })
    }

    /// What is sure at the end of the partition.
    fn finish(&self, py: Python<'_>) -> PyResult<Table> {
        self.done(py, |work| Ok(work.finish()?.into_iter().collect()))
    }
}

impl Step {
    fn done(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Work) -> anyhow::Result<Vec<Vec<ArrayRef>>> + Send,
    ) -> PyResult<Table> {
        // One thread: the program that spreads the work keeps the other cores busy.
        let (schema, batches) = work::run(py, Some(1), |_| {
            let mut step = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let schema = step.schema();
            let batches = work(&mut step)?.into_iter().map(|columns| RecordBatch::try_new(schema.clone(), columns));
            let batches = batches.collect::<Result<Vec<_>, _>>()?;
            Ok((schema, batches))
        })?;
        Ok(Table { schema, batches })
    }
}

fn code(batch: &RecordBatch, options: &Options) -> anyhow::Result<Vec<ArrayRef>> {
    let world = World::bundled();
    let given = Rows::new(batch, options)?;
    let mut texts: [StringBuilder; 5] = Default::default();
    let (mut days, mut bytes) = (Date32Builder::new(), <[BinaryBuilder; 3]>::default());
    let mut row = |cells: [Option<&str>; 5], day: Option<i32>, carried: Option<[Vec<u8>; 3]>| {
        texts.iter_mut().zip(cells).for_each(|(builder, cell)| builder.append_option(cell));
        days.append_option(day);
        let carried = carried.map_or([None, None, None], |c| c.map(Some));
        bytes.iter_mut().zip(carried).for_each(|(builder, bytes)| builder.append_option(bytes));
    };
    for at in 0..batch.num_rows() {
        match given.report(at, at + 1, options).and_then(|r| if given.named(at) { Ok(r) } else { Err(unnamed()) }) {
            Ok(report) => {
                let mut piece = Piece::new(report, &world);
                let sketch = piece.sketch().into_iter().flat_map(u64::to_le_bytes).collect();
                let carried = [piece.place(), sketch, piece.pack()?];
                row([Some(&piece.id()), None, None, None, None], piece.day(), Some(carried));
            }
            Err(Notice { code, subject, message, help }) => {
                row([None, Some(code), Some(&subject), Some(&message), help.as_deref()], None, None);
            }
        }
    }
    let [mut ids, mut codes, mut inputs, mut messages, mut helps] = texts;
    let [mut places, mut sketches, mut pieces] = bytes;
    Ok(vec![
        Arc::new(ids.finish()),
        Arc::new(days.finish()),
        Arc::new(places.finish()),
        Arc::new(sketches.finish()),
        Arc::new(pieces.finish()),
        Arc::new(codes.finish()),
        Arc::new(inputs.finish()),
        Arc::new(messages.finish()),
        Arc::new(helps.finish()),
    ])
}

/// Ids and order come from paths: rows without one would change places from run to run.
fn unnamed() -> Notice {
    let help = Some("give every report a path, or an id, of its own".to_string());
    Notice { code: "P013", subject: String::new(), message: "a row has no path".to_string(), help }
}

fn origins(batch: &RecordBatch, sources: &mut Sources) -> anyhow::Result<Vec<ArrayRef>> {
    let (ids, days) = (text(batch, "report_id")?, day(batch, "report_day")?);
    let (mut copies, mut origins) = (StringBuilder::new(), StringBuilder::new());
    for (row, sketch) in bytes(column(batch, "sketch")?)?.into_iter().enumerate() {
        let (words, _) = sketch.as_chunks();
        let sketch: Vec<u64> = words.iter().copied().map(u64::from_le_bytes).collect();
        if let Some(origin) = sources.take(ids.value(row), at(days, row), &sketch) {
            copies.append_value(ids.value(row));
            origins.append_value(origin);
        }
    }
    Ok(vec![Arc::new(copies.finish()), Arc::new(origins.finish())])
}

fn waiting(batch: &RecordBatch) -> anyhow::Result<Vec<ArrayRef>> {
    let origins = text(batch, "origin_id")?;
    let (mut kinds, mut places, mut pieces) = (StringBuilder::new(), BinaryBuilder::new(), BinaryBuilder::new());
    for (row, piece) in carried::<Piece>(column(batch, "piece")?)?.into_iter().enumerate() {
        let place = piece.place();
        for (kind, waiting) in piece.waiting(origins.is_valid(row).then(|| origins.value(row))) {
            kinds.append_value(kind);
            places.append_value(&place);
            pieces.append_value(waiting.pack()?);
        }
    }
    Ok(vec![Arc::new(kinds.finish()), Arc::new(places.finish()), Arc::new(pieces.finish())])
}

fn link(batch: &RecordBatch, links: &mut Links) -> anyhow::Result<Vec<ArrayRef>> {
    let (kinds, last) = (text(batch, "plover_type")?, day(batch, "last_day")?);
    let mut found = Vec::new();
    for (row, waiting) in carried::<Waiting>(column(batch, "piece")?)?.into_iter().enumerate() {
        found.extend(links.take(kinds.value(row), waiting, at(last, row)));
    }
    linked(&found)
}

fn linked(links: &[Link]) -> anyhow::Result<Vec<ArrayRef>> {
    let (mut reports, mut pieces) = (StringBuilder::new(), BinaryBuilder::new());
    for link in links {
        reports.append_value(&link.report);
        pieces.append_value(link.pack()?);
    }
    Ok(vec![Arc::new(reports.finish()), Arc::new(pieces.finish())])
}

/// The rows of a table, from pieces with their origins and links.
fn rows(batch: &RecordBatch, table: &'static schema::Table) -> anyhow::Result<Vec<ArrayRef>> {
    let origins = text(batch, "origin_id")?;
    let links = column(batch, "links")?.as_list_opt::<i32>().context("the column links holds no lists")?;
    let pieces = carried::<Piece>(column(batch, "piece")?)?;
    let rows = pieces.into_iter().enumerate().map(|(row, piece)| {
        let links = if links.is_valid(row) { carried::<Link>(&links.value(row))? } else { Vec::new() };
        let origin = origins.is_valid(row).then(|| origins.value(row));
        Ok((piece.day(), piece.rows(origin, links, table.name, Lexicon::bundled())))
    });
    dated(table, rows.collect::<anyhow::Result<Vec<_>>>()?)
}

fn things(batch: &RecordBatch, table: &str) -> anyhow::Result<Vec<ArrayRef>> {
    let (mut days, mut places, mut pieces) = (Date32Builder::new(), BinaryBuilder::new(), BinaryBuilder::new());
    for piece in carried::<Piece>(column(batch, "piece")?)? {
        days.append_option(piece.day());
        places.append_value(piece.place());
        pieces.append_value(piece.things(table).pack()?);
    }
    Ok(vec![Arc::new(days.finish()), Arc::new(places.finish()), Arc::new(pieces.finish())])
}

fn merge(batch: &RecordBatch, table: &'static schema::Table, merged: &mut Merged) -> anyhow::Result<Vec<ArrayRef>> {
    let days = day(batch, "report_day")?;
    let things = carried::<Named>(column(batch, "piece")?)?.into_iter().enumerate();
    let done: Vec<_> = things.filter_map(|(row, things)| merged.take(at(days, row), things)).collect();
    dated(table, done)
}

/// Rows of a table as columns, with their day as the last.
fn dated(
    table: &'static schema::Table,
    of: impl IntoIterator<Item = (Option<i32>, Vec<Vec<Cell>>)>,
) -> anyhow::Result<Vec<ArrayRef>> {
    let rows = of.into_iter().flat_map(|(day, rows)| rows.into_iter().map(move |row| (day, row)));
    let (days, rows): (Vec<Option<i32>>, Vec<Vec<Cell>>) = rows.unzip();
    let batch = parallax_tables::arrow::batch(&Sheet::new(table.name, rows))?;
    let days: ArrayRef = Arc::new(Date32Array::from(days));
    Ok(batch.columns().iter().cloned().chain([days]).collect())
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> anyhow::Result<&'b ArrayRef> {
    batch.column_by_name(name).with_context(|| format!("no column {name}"))
}

fn text(batch: &RecordBatch, name: &str) -> anyhow::Result<StringArray> {
    arrow::texts(batch, &[name])?.with_context(|| format!("no column {name}"))
}

fn day<'b>(batch: &'b RecordBatch, name: &str) -> anyhow::Result<&'b Date32Array> {
    let days = column(batch, name)?.as_primitive_opt::<Date32Type>();
    days.with_context(|| format!("the column {name} holds no days"))
}

fn at(days: &Date32Array, row: usize) -> Option<i32> {
    days.is_valid(row).then(|| days.value(row))
}

/// What a column of pieces carries; it has one in each row.
fn carried<T: Carried>(column: &dyn Array) -> anyhow::Result<Vec<T>> {
    bytes(column)?.into_iter().map(T::unpack).collect()
}

/// A column of bytes, in whichever form another program keeps it.
fn bytes(column: &dyn Array) -> anyhow::Result<Vec<&[u8]>> {
    let bytes: Option<Vec<&[u8]>> = match column.data_type() {
        DataType::Binary => column.as_binary::<i32>().iter().collect(),
        DataType::LargeBinary => column.as_binary::<i64>().iter().collect(),
        DataType::BinaryView => column.as_binary_view().iter().collect(),
        other => anyhow::bail!("a column of {other} carries nothing"),
    };
    bytes.context("a row carries nothing")
}
