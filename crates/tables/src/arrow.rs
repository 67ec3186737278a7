//! A sheet as an Arrow record batch: what Parquet is written from, and what other programs take over without copying.

use crate::cell::{Cell, Sheet};
use crate::schema::{Kind, Table};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// The columns of a table with their types: days as `date32`, lists as `list<utf8>`, codes as plain text.
pub fn schema(table: &Table) -> SchemaRef {
    let field = |column: &crate::schema::Column| {
        let kind = match column.kind {
            Kind::Text | Kind::Code => DataType::Utf8,
            Kind::Int => DataType::Int64,
            Kind::Real => DataType::Float64,
            Kind::Bool => DataType::Boolean,
            Kind::Date => DataType::Date32,
            Kind::List => DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))),
        };
        Field::new(column.name, kind, true)
    };
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

/// The rows of a sheet.
///
/// # Errors
/// Never for a sheet that could be built; Arrow checks once more that all columns are of one length.
pub fn batch(sheet: &Sheet) -> Result<RecordBatch, ArrowError> {
    let columns = sheet.table.columns.iter().enumerate();
    let arrays = columns.map(|(i, c)| array(c.kind, sheet.rows.iter().map(|r| &r[i]))).collect();
    RecordBatch::try_new(schema(sheet.table), arrays)
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
