//! Any number of reports → tables, as a stream or into a folder.

use crate::arrow::{self, Table};
use crate::input::{Item, Reading, Source, ahead};
use crate::story::no_table;
use crate::work;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use parallax::World;
use parallax_corpus::{Coded, Kind, Step, Summary};
use parallax_tables::{Sheet, schema};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, PoisonError};

/// Reports of a batch: all threads have work, and memory stays bounded.
const BATCH: usize = 64;

/// Reports coded batch after batch, as they are asked for.
struct Coder {
    reports: Receiver<anyhow::Result<Item>>,
    table: &'static schema::Table,
    skipped: Skipped,
}

type Skipped = Arc<Mutex<Vec<(String, String, String, Option<String>)>>>;

impl Coder {
    /// The rows of the next reports; `None` after the last.
    fn batch(&mut self, world: &World) -> anyhow::Result<Option<RecordBatch>> {
        let mut reports = Vec::new();
        while reports.len() < BATCH {
            match self.reports.recv() {
                Err(_) => break,
                Ok(item) => match item? {
                    Ok(report) => reports.push(report),
                    Err(n) => self.skipped.lock().unwrap_or_else(PoisonError::into_inner).push((
                        n.code.to_string(),
                        n.subject,
                        n.message,
                        n.help,
                    )),
                },
            }
        }
        if reports.is_empty() {
            return Ok(None);
        }
        let name = self.table.name;
        let rows = |report| Coded::new(report, world).rows(name, world.lexicon);
        let rows: Vec<_> = reports.into_par_iter().flat_map_iter(rows).collect();
        Ok(Some(parallax_tables::arrow::batch(&Sheet::new(name, rows))?))
    }
}

impl Iterator for Coder {
    type Item = Result<RecordBatch, ArrowError>;
    fn next(&mut self) -> Option<Self::Item> {
        self.batch(&World::bundled()).map_err(|e| ArrowError::ExternalError(e.into())).transpose()
    }
}

impl RecordBatchReader for Coder {
    fn schema(&self) -> SchemaRef {
        parallax_tables::arrow::schema(self.table)
    }
}

/// An Arrow stream of coded reports; can be gone through once.
#[pyclass(frozen, module = "parallax._parallax")]
pub(crate) struct Batches {
    coder: Mutex<Option<Coder>>,
    schema: SchemaRef,
    skipped: Skipped,
    threads: Option<usize>,
}

#[pymethods]
impl Batches {
    /// Inputs skipped so far.
    #[getter]
    fn skipped(&self) -> Vec<(String, String, String, Option<String>)> {
        self.skipped.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The next batch; `None` after the last.
    fn next(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        let mut place = self.coder.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(coder) = place.as_mut() else { return Err(taken()) };
        let batch = work::run(py, self.threads, |_| coder.batch(&World::bundled()))?;
        Ok(batch.map(|batch| Table { schema: self.schema.clone(), batches: vec![batch] }))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let coder = self.coder.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(taken)?;
        arrow::stream(py, Box::new(coder))
    }
}

fn taken() -> PyErr {
    PyRuntimeError::new_err("the stream was handed over to another program; call code() again")
}

/// Reports → rows of a table, batch by batch, each report coded by itself.
#[pyfunction]
#[pyo3(signature = (source, reading, table, threads=None))]
pub(crate) fn code(source: Source, reading: Reading, table: &str, threads: Option<usize>) -> PyResult<Batches> {
    let (options, by_path) = reading.settled()?;
    let table = schema::table(table).filter(|t| t.name != "findings").ok_or_else(|| no_table(table))?;
    let reports = ahead(source, options, by_path, BATCH).map_err(|e| work::failed(&e.into()))?;
    let coder = Coder { reports, table, skipped: Skipped::default() };
    Ok(Batches { schema: coder.schema(), skipped: coder.skipped.clone(), coder: Mutex::new(Some(coder)), threads })
}

/// Marks the unwinding of a run that Ctrl-C stopped: its shards are safe under a stop at any moment.
struct Stopped;

/// `parallax code INPUT… -o FOLDER`.
#[pyfunction]
#[pyo3(signature = (inputs, reading, out, form, profiles, resume, threads=None))]
pub(crate) fn code_folder(
    py: Python<'_>,
    inputs: Vec<String>,
    reading: Reading,
    out: std::path::PathBuf,
    form: &str,
    profiles: Vec<String>,
    resume: bool,
    threads: Option<usize>,
) -> PyResult<BTreeMap<String, usize>> {
    let (read, by_path) = reading.settled()?;
    if !by_path.is_empty() {
        return Err(PyValueError::new_err(
            "give one day for all reports that carry none, or write days into the inputs",
        ));
    }
    let kind = match form {
        "parquet" => Kind::Parquet,
        "csv" => Kind::Csv,
        "tsv" => Kind::Tsv,
        _ => return Err(PyValueError::new_err(format!("{form:?} is none of parquet, csv, tsv"))),
    };
    if let Some(name) = profiles.iter().find(|p| !schema::PROFILES.contains(&p.as_str())) {
        return Err(PyValueError::new_err(format!(
            "there is no profile {name:?}; there are {}",
            schema::PROFILES.join(", ")
        )));
    }
    let options = parallax_corpus::Options { inputs, read, ontology: None, out, kind, profiles, resume };
    let summary = work::run(py, threads, |stop| {
        let progress = |_: Step| {
            if stop.asked() {
                std::panic::resume_unwind(Box::new(Stopped));
            }
        };
        let run = || parallax_corpus::run(&options, &World::bundled(), &progress);
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)) {
            Ok(done) => done,
            Err(stopped) if stopped.is::<Stopped>() => Ok(Summary::default()),
            Err(mistake) => std::panic::resume_unwind(mistake),
        }
    })?;
    let mut counts = summary.rows;
    let of_run = [
        ("n_reports", summary.reports),
        ("n_resumed", summary.resumed),
        ("n_words", summary.words),
        ("n_skipped", summary.skipped.values().sum()),
        ("n_copies", summary.copies),
        ("n_shared_events", summary.shared),
    ];
    counts.extend(of_run.map(|(name, n)| (name.to_string(), n)));
    Ok(counts)
}
