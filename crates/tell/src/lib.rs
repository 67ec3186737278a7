//! Writes a story in every outside form.
//!
//! [`Story`] in, text out: the terminal's timeline ([`text`]), Markdown ([`markdown`]), `parallax-story/1` JSON
//! ([`json`]), one event with its sentences ([`show`]) and the reasons behind it ([`explain`]). Nothing here decides
//! anything; every quote is cut from the report it stands in.
//!
//! ```
//! let story = parallax_model::Story::default();
//! assert!(parallax_tell::json(&story).contains("parallax-story/1"));
//! ```
#![warn(missing_docs)]

mod annotated;
mod detail;
pub mod events;
mod exchange;
mod json;
mod lay;
mod markdown;
mod offsets;
mod text;
pub mod words;

pub use annotated::annotated;
pub use detail::{explain, show};
pub use events::Selection;
pub use exchange::{Exchange, Step, exchanges};
pub use json::json;
pub use markdown::markdown;
pub use offsets::Offsets;
pub use text::text;
pub use words::{letter, printable};

#[allow(unused_imports, reason = "named in the docs above")]
use parallax_model::Story;
