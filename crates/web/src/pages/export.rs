//! Every form in which the story can be taken away.

use crate::forms;
use crate::page::Page;
use crate::view::View;
use maud::{Markup, html};
use parallax_tables::schema;

pub(super) fn page(view: &View) -> Markup {
    let href = |page: Page, form: &str| format!("{}.{form}", view.href(page));
    html! {
        h1 { "Export" }
        @if view.in_file() {
            p { "This page is the whole story in one file: it works from disk, without server and without script. Quotations are cut at 300 characters unless the whole texts were asked for." }
            p { "For data: " code { "parallax compare … --format json" } " gives the story as JSON, " code { "--format md" } " as a document." }
        } @else {
            table {
                thead { tr { th scope="col" { "what" } th scope="col" { "for" } } }
                tbody {
                    tr { td.word { a href={ (view.href(Page::Overview)) "story.json" } { "story.json" } } td { "everything, by the contract parallax-story/1" } }
                    tr { td.word { a href={ (view.href(Page::Overview)) "story.html" } download { "story.html" } } td { "every page in one file, to be handed on; quotations, not whole texts" } }
                    tr { td.word { a href={ (view.href(Page::Overview)) "story.md" } { "story.md" } } td { "a document: reports, events, differences" } }
                    tr { td.word { a href=(href(Page::Timeline, "csv")) { "timeline.csv" } } td { "one row an event" } }
                    tr { td.word { a href=(href(Page::Ledger, "csv")) { "ledger.csv" } } td { "one row a statement: the level of event reports" } }
                    tr { td.word { a href=(href(Page::Differences, "csv")) { "differences.csv" } } td { "one row a value that accounts give differently" } }
                    tr { td.word { a href=(href(Page::People, "csv")) { "people.csv" } } td { "names, kinds, countries, spellings" } }
                    tr { td.word { a href=(href(Page::Network, "csv")) { "network.csv" } } td { "who acts on whom, an edge a row" } }
                    tr { td.word { a href=(href(Page::Map, "json")) { "map.json" } } td { "places as GeoJSON" } }
                    tr { td.word { a href=(href(Page::Corrections, "json")) { "corrections.json" } } td { "your decisions" } }
                }
            }
            p.dim { "Every page has a JSON twin: put .json behind its address. In CSV, cells that a spreadsheet would take for a formula begin with an apostrophe. Your corrections are in story.json, in story.html and in the table corrections." }
            h2 { "To be drawn by other programs" }
            table {
                thead { tr { th scope="col" { "what" } th scope="col" { "for" } } }
                tbody { @for (form, file) in forms::DRAWN { tr { td.word { a href={ (view.href(Page::Overview)) (file) } download { (file) } } td { (about(form)) } } } }
            }
            h2 { "Tables" }
            p.dim { "The codebook with every column, its unit and meaning: " code { "parallax formats TABLE" } "." }
            table {
                thead { tr { th scope="col" { "table" } th scope="col" { "as" } th scope="col" { "for" } } }
                tbody {
                    @for table in schema::OWN.into_iter().chain(schema::PROFILES) {
                        @let at = format!("{}tables/{table}", view.href(Page::Overview));
                        tr {
                            th scope="row" { (table) }
                            td.word {
                                a href={ (at) ".csv" } download { "CSV" span.hidden { " of " (table) } } " · "
                                @if schema::PROFILES.contains(&table) { a href={ (at) ".tsv" } download { "TSV" span.hidden { " of " (table) } } " · " }
                                a href={ (at) ".parquet" } download { "Parquet" span.hidden { " of " (table) } }
                            }
                            td { (about(table)) }
                        }
                    }
                }
            }
            h2 { "From the command line" }
            p { "The same, for scripts: " code { "parallax export STORY --to parquet -o tables/" } ", " code { "parallax export STORY -o story.html" } ". " code { "--full-text" } " includes the reports' whole texts: mind their copyright." }
        }
    }
}

/// What a form is for, as `parallax formats` says it.
fn about(name: &str) -> &'static str {
    schema::formats().iter().find(|f| f.name == name).map_or("", |f| f.about)
}
