//! Flags of `correct`.

use super::LibraryPlace;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
#[command(
    after_help = "Events, statements, reports and entities are named as `parallax show` names them: e3m9, A or r1 or a.txt, \"Anna Berg\".\n\nExamples:\n  parallax correct harbour                                 the list\n  parallax correct harbour same e3m9 e7k2\n  parallax correct harbour merge \"Harbor Authority\" \"Harbour Authority\" --note \"two spellings\"\n  parallax correct harbour set e3m9 number \"arrested: at least 9\"\n  parallax correct harbour published B 2025-03-05\n  parallax correct harbour undo\n  parallax correct harbour export > decisions.jsonl"
)]
pub(crate) struct Correct {
    /// Name of a story kept
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    /// What is decided; nothing for the list
    #[command(subcommand)]
    pub(crate) decision: Option<Decide>,
    /// Why, kept with the decision
    #[arg(long, global = true, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) note: String,
    #[command(flatten)]
    pub(crate) place: LibraryPlace,
}

#[derive(Subcommand)]
pub(crate) enum Decide {
    /// All decisions, those undone too
    List,
    /// Two names are of one person, organisation or place
    #[command(visible_alias = "same-name")]
    Merge { a: String, b: String },
    /// Two names are of two
    #[command(visible_alias = "different-name")]
    Split { a: String, b: String },
    /// What a person, organisation or place is to be called
    Rename { name: String, new: String },
    /// Two events or more are one
    #[command(visible_alias = "same-event")]
    Same {
        #[arg(required = true, num_args = 2..)]
        events: Vec<String>,
    },
    /// Two events, or statements, are two
    #[command(visible_alias = "different-event")]
    Different { a: String, b: String },
    /// An event, or one statement of it, tells nothing that happened
    NotAnEvent { id: String },
    /// A field of an event's statements (actor, recipient, type, date, place, number, manner, cause, …); "" for none
    Set { id: String, field: String, value: String },
    /// The day a report was published
    Published { report: String, day: String },
    /// Two reports rest on one origin
    SameOrigin { a: String, b: String },
    /// Two reports rest on two origins
    DifferentOrigin { a: String, b: String },
    /// An event, or one statement of it, is right as it was read
    Accept { id: String },
    /// A note on an event, a report or a name
    Note { id: String, text: String },
    /// Undo the last decision that holds, or that of the number
    Undo { number: Option<String> },
    /// Take over a list of decisions: JSON Lines as `export` writes it, or a story as JSON
    Apply { file: PathBuf },
    /// Write the list of decisions as JSON Lines
    Export {
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// What is most worth deciding, the most doubtful and weightiest first
    Review {
        /// Most lines
        #[arg(default_value_t = 20)]
        most: usize,
    },
}
