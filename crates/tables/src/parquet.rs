//! Parquet, with the types of the codebook: days as `date32`, lists as `list<utf8>`, compressed with zstd.
//!
//! The same rows give the same bytes: no time of writing, and metadata in a fixed order.

use crate::arrow;
use crate::cell::Sheet;
use crate::schema::{Kind, Table};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::io::Write;

/// Version of the own tables: columns may be added within it, never renamed.
pub const VERSION: &str = "parallax-tables/1";

/// Rows of a row group, at least.
const GROUP: usize = 4096;

/// Writes sheets of one table, batch after batch, into one Parquet file.
pub struct Writer<W: Write + Send> {
    inner: ArrowWriter<W>,
    /// What waits for its row group to be full: arrays take a fraction of the memory that rows take, and that a row group
    /// which is being compressed takes.
    waiting: Vec<RecordBatch>,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, table: &'static Table) -> Result<Writer<W>, parquet::errors::ParquetError> {
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by(format!("parallax {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(vec![
                KeyValue::new("schema_version".to_string(), VERSION.to_string()),
                KeyValue::new("table".to_string(), table.name.to_string()),
            ]))
            .set_dictionary_enabled(false);
        for column in table.columns.iter().filter(|c| c.kind == Kind::Code) {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(column.name), true);
        }
        // The Arrow schema would be kept as a second, opaque copy; Parquet's own types say the same.
        let options = ArrowWriterOptions::new().with_properties(properties.build()).with_skip_arrow_metadata(true);
        let inner = ArrowWriter::try_new_with_options(out, arrow::schema(table), options)?;
        Ok(Writer { inner, waiting: Vec::new() })
    }

    /// Appends the rows of a sheet.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&mut self, sheet: &Sheet) -> Result<(), parquet::errors::ParquetError> {
        self.waiting.push(arrow::batch(sheet)?);
        let rows: usize = self.waiting.iter().map(RecordBatch::num_rows).sum();
        if rows >= GROUP { self.group() } else { Ok(()) }
    }

    /// Writes what waits as a row group.
    fn group(&mut self) -> Result<(), parquet::errors::ParquetError> {
        for batch in self.waiting.drain(..) {
            self.inner.write(&batch)?;
        }
        self.inner.flush()
    }

    /// Writes the rest and the footer, and gives `out` back.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self) -> Result<W, parquet::errors::ParquetError> {
        self.group()?;
        self.inner.into_inner()
    }
}

/// The sheet as one Parquet file.
///
/// # Errors
/// Only when memory cannot be written.
pub fn bytes(sheet: &Sheet) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let mut writer = Writer::new(Vec::new(), sheet.table)?;
    writer.write(sheet)?;
    writer.finish()
}
