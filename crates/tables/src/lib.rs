//! Writes a story as tables, and in the forms that other programs draw: timeline, map, network.
//!
//! [`Story`] in, [`Sheet`]s or text out. The own tables ([`own::sheets`]) hold everything with its words and offsets; the
//! profiles ([`profile::sheets`]) are views of them in the columns of formats that researchers know. What a table's
//! columns are, and what they mean, stands in `data/tables/columns.tsv` ([`schema`]); a sheet that does not fit its columns cannot be built.
//!
//! ```
//! use parallax_tables::{csv, own};
//! let story = parallax_model::Story::default();
//! let events = own::sheets(&story, &own::Ids::of(&story)).remove(2);
//! assert!(csv::text(&events, csv::Form::Comma).starts_with("event_id,label,"));
//! ```
#![warn(missing_docs)]

pub mod arrow;
pub mod cell;
pub mod csv;
mod geojson;
mod graphml;
pub mod own;
pub mod parquet;
pub mod profile;
pub mod schema;
mod timeline;

pub use cell::{Cell, Row, Sheet};
pub use geojson::geojson;
pub use graphml::graphml;
pub use timeline::timeline;

#[allow(unused_imports, reason = "named in the docs above")]
use parallax_model::Story;
