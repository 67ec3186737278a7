//! The story in the forms of other programs, as files to be saved from the page *Export*.

use parallax::lexicon::Lexicon;
use parallax_model::Story;
use parallax_tables::{csv, own, parquet, profile, schema};

/// A file: its name, its kind, its bytes.
pub(crate) struct Document {
    pub name: String,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// Forms of the whole story that are drawn by other programs, with their file names.
pub(crate) const DRAWN: [(&str, &str); 3] =
    [("timelinejs", "story.timeline.json"), ("geojson", "story.geojson"), ("graphml", "story.graphml")];

/// The file of that name under the story's address: `story.geojson`, `tables/events.csv`, `tables/polecat.tsv`.
pub(crate) fn document(story: &Story, path: &str) -> Option<Document> {
    let name = path.rsplit('/').next().unwrap_or(path).to_string();
    let text = |kind, text: String| Some(Document { name: name.clone(), kind, bytes: text.into_bytes() });
    match path {
        "story.timeline.json" => return text("application/json", parallax_tables::timeline(story)),
        "story.geojson" => return text("application/geo+json", parallax_tables::geojson(story)),
        "story.graphml" => return text("application/graphml+xml", parallax_tables::graphml(story)),
        _ => {}
    }
    let (table, ending) = path.strip_prefix("tables/")?.rsplit_once('.')?;
    schema::table(table)?;
    let sheets = own::sheets(story, &own::Ids::of(story));
    let sheet = sheets.iter().find(|s| s.table.name == table).cloned();
    let sheet = sheet.or_else(|| profile::sheet(table, &sheets, Lexicon::bundled()))?;
    match ending {
        "csv" => text("text/csv; charset=utf-8", csv::text(&sheet, csv::Form::Comma)),
        "tsv" if schema::PROFILES.contains(&table) => {
            text("text/tab-separated-values; charset=utf-8", csv::text(&sheet, profile::form(table)))
        }
        "parquet" => {
            let bytes = parquet::bytes(&sheet).ok()?;
            Some(Document { name, kind: "application/vnd.apache.parquet", bytes })
        }
        _ => None,
    }
}
