//! Arrow's PyCapsule interface: tables are handed over, and taken in, by pointers to their buffers.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use crate::work::failed;
use anyhow::Context;
use arrow_array::cast::AsArray;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{
    Date32Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, Int64Array, RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray};
use arrow_schema::{DataType, SchemaRef, TimeUnit};
use parallax_tables::{Cell, Sheet};
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyDict, PyList};

/// A table of one batch or more.
#[pyclass(frozen, module = "parallax._parallax")]
pub(crate) struct Table {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(sheet: &Sheet) -> PyResult<Table> {
        let batch = parallax_tables::arrow::batch(sheet).map_err(|e| failed(&e.into()))?;
        Ok(Table { schema: batch.schema(), batches: vec![batch] })
    }

    /// The batch that holds row `row`, and where in it.
    fn at(&self, mut row: usize) -> Option<(&RecordBatch, usize)> {
        for batch in &self.batches {
            if row < batch.num_rows() {
                return Some((batch, row));
            }
            row -= batch.num_rows();
        }
        None
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// A row as a dict; days as `datetime.date`, lists as lists, what is missing as `None`.
    fn row<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyDict>> {
        let (batch, at) = self.at(row).ok_or_else(|| PyIndexError::new_err("no such row"))?;
        let dict = PyDict::new(py);
        for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
            dict.set_item(field.name(), cell(py, column, at)?)?;
        }
        Ok(dict)
    }

    /// The values of a column.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        let at = self.schema.index_of(name).map_err(|_| {
            let names = self.column_names().join(", ");
            pyo3::exceptions::PyKeyError::new_err(format!("there is no column {name:?}; there are {names}"))
        })?;
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                list.append(cell(py, batch.column(at), row)?)?;
            }
        }
        Ok(list)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(|e| failed(&e.into()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface leaves it to the one that gives whether it can follow such a wish.
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        stream(py, Box::new(RecordBatchIterator::new(batches, self.schema.clone())))
    }
}

/// A reader handed over as a capsule. Its destructor releases what the other side did not take.
pub(crate) fn stream<'py>(
    py: Python<'py>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
}

/// What another program hands over.
///
/// # Errors
/// When it follows no such interface, or breaks it.
pub(crate) fn taken(object: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule =
        capsule.cast::<PyCapsule>().map_err(|_| PyTypeError::new_err("__arrow_c_stream__ gave no capsule"))?;
    let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of that name holds an `ArrowArrayStream` by the interface's definition; `from_raw` moves it out
    // and leaves a released one behind, so that the capsule's destructor has nothing left to release.
    let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr().cast::<FFI_ArrowArrayStream>()) };
    reader.map_err(|e| PyValueError::new_err(format!("the Arrow stream cannot be read: {e}")))
}

/// A column as texts, in whichever form another program keeps it; days and times as ISO 8601 days.
pub(crate) fn texts(batch: &RecordBatch, names: &[&str]) -> anyhow::Result<Option<StringArray>> {
    let Some((name, column)) = names.iter().find_map(|n| Some((n, batch.column_by_name(n)?))) else { return Ok(None) };
    let texts = as_texts(column).with_context(|| format!("column {name} holds {}, not texts", column.data_type()))?;
    Ok(Some(texts))
}

/// `None` for what is neither text nor number nor day.
fn as_texts(column: &dyn Array) -> Option<StringArray> {
    let day = |days: i64| Cell::Day(i32::try_from(days).ok()?).day().map(|d| d.to_string());
    let times =
        |values: &Int64Array, a_day: i64| -> StringArray { values.iter().map(|t| day(t?.div_euclid(a_day))).collect() };
    Some(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().clone(),
        DataType::LargeUtf8 => column.as_string::<i64>().iter().collect(),
        DataType::Utf8View => column.as_string_view().iter().collect(),
        DataType::Int64 => column.as_primitive::<Int64Type>().iter().map(|n| n.map(|n| n.to_string())).collect(),
        DataType::Int32 => column.as_primitive::<Int32Type>().iter().map(|n| n.map(|n| n.to_string())).collect(),
        DataType::Date32 => column.as_primitive::<Date32Type>().iter().map(|d| day(d?.into())).collect(),
        DataType::Timestamp(TimeUnit::Second, _) => {
            times(&column.as_primitive::<TimestampSecondType>().reinterpret_cast::<Int64Type>(), 86_400)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            times(&column.as_primitive::<TimestampMillisecondType>().reinterpret_cast::<Int64Type>(), 86_400_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            times(&column.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>(), 86_400_000_000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            times(&column.as_primitive::<TimestampNanosecondType>().reinterpret_cast::<Int64Type>(), 86_400_000_000_000)
        }
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            let values = as_texts(dictionary.values())?;
            let keys = dictionary.normalized_keys().into_iter().enumerate();
            let text = |(row, key): (usize, usize)| {
                (!column.is_null(row) && values.is_valid(key)).then(|| values.value(key).to_string())
            };
            keys.map(text).collect()
        }
        DataType::Null => StringArray::new_null(column.len()),
        _ => return None,
    })
}

/// One value in Python's own types.
fn cell<'py>(py: Python<'py>, column: &dyn Array, at: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(at) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(at).into_pyobject(py)?.into_any(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).into_pyobject(py)?.into_any(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at).into_pyobject(py)?.into_any(),
        DataType::Boolean => column.as_boolean().value(at).into_pyobject(py)?.to_owned().into_any(),
        DataType::Date32 => {
            let day = Cell::Day(column.as_primitive::<Date32Type>().value(at)).day();
            let day = day.ok_or_else(|| PyValueError::new_err("a day beyond the calendar"))?;
            PyDate::new(py, i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs())?.into_any()
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(at);
            let list = PyList::empty(py);
            for i in 0..items.len() {
                list.append(cell(py, &items, i)?)?;
            }
            list.into_any()
        }
        other => return Err(PyTypeError::new_err(format!("a column of {other} has no rows in Python"))),
    })
}
