//! Shows a story: [`Story`](parallax_model::Story) in, pages out. The same pages stand on a server of this machine
//! ([`server`]) and in one HTML file ([`file`]).
//!
//! Everything is readable without script; all text of reports is escaped and stripped of what could steer a screen.
//!
//! ```
//! let story = parallax_model::Story::default();
//! assert!(parallax_web::file(&story, false).starts_with("<!DOCTYPE html>"));
//! ```
#![warn(missing_docs)]

mod annotate;
mod csv;
mod decide;
mod file;
mod forms;
mod grid;
mod page;
mod pages;
pub mod review;
pub mod server;
mod shell;
mod spelt;
mod twin;
mod view;

pub use csv::csv;
pub use file::file;
pub use page::{Page, Query};
pub use pages::page;
pub use shell::{SCRIPT, STYLE, document, plain};
pub use twin::twin;
pub use view::{Place, View};
