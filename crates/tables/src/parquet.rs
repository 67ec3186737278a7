//! Parquet, with the types of the codebook: days as `date32`, lists as `list<utf8>`, compressed with zstd.
//!
//! The same rows give the same bytes: no time of writing, and metadata in a fixed order.

use crate::cell::{Cell, Sheet};
use crate::schema::{Kind, Table};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::io::Write;
use std::sync::Arc;

/// Version of the own tables: columns may be added within it, never renamed.
pub const VERSION: &str = "parallax-tables/1";

/// Writes sheets of one table, batch after batch, into one Parquet file.
pub struct Writer<W: Write + Send> {
    inner: ArrowWriter<W>,
    schema: SchemaRef,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, table: &'static Table) -> Result<Writer<W>, parquet::errors::ParquetError> {
        let schema = schema(table);
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
        Ok(Writer { inner: ArrowWriter::try_new_with_options(out, schema.clone(), options)?, schema })
    }

    /// Appends the rows of a sheet as a row group of their own.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&mut self, sheet: &Sheet) -> Result<(), parquet::errors::ParquetError> {
        self.inner.write(&RecordBatch::try_new(self.schema.clone(), arrays(sheet))?)?;
        self.inner.flush()
    }

    /// Writes the footer and gives `out` back.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(self) -> Result<W, parquet::errors::ParquetError> {
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

fn schema(table: &Table) -> SchemaRef {
    let fields: Vec<Field> = table
        .columns
        .iter()
        .map(|c| {
            let kind = match c.kind {
                Kind::Text | Kind::Code => DataType::Utf8,
                Kind::Int => DataType::Int64,
                Kind::Real => DataType::Float64,
                Kind::Bool => DataType::Boolean,
                Kind::Date => DataType::Date32,
                Kind::List => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
            };
            Field::new(c.name, kind, true)
        })
        .collect();
    Arc::new(Schema::new(fields))
}

fn arrays(sheet: &Sheet) -> Vec<ArrayRef> {
    sheet.table.columns.iter().enumerate().map(|(i, c)| array(c.kind, sheet.rows.iter().map(|r| &r[i]))).collect()
}

fn array<'c>(kind: Kind, cells: impl Iterator<Item = &'c Cell>) -> ArrayRef {
    macro_rules! built {
        ($builder:expr, $shape:pat => $value:expr) => {{
            let mut builder = $builder;
            for cell in cells {
                builder.append_option(if let $shape = cell { Some($value) } else { None });
            }
            Arc::new(builder.finish())
        }};
    }
    match kind {
        Kind::Text | Kind::Code => built!(StringBuilder::new(), Cell::Text(text) => text),
        Kind::Int => built!(Int64Builder::new(), Cell::Int(n) => *n),
        Kind::Real => built!(Float64Builder::new(), Cell::Real(x) => *x),
        Kind::Bool => built!(BooleanBuilder::new(), Cell::Bool(yes) => *yes),
        Kind::Date => built!(Date32Builder::new(), Cell::Day(days) => *days),
        Kind::List => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                builder.append_option(match cell {
                    Cell::List(list) => Some(list.iter().map(Some)),
                    _ => None,
                });
            }
            Arc::new(builder.finish())
        }
    }
}
