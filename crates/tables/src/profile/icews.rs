//! ICEWS: one row a coded statement, 20 columns.

use super::{Filled, country, joined, named, number};
use crate::cell::{Cell, Row};
use parallax_lexicon::Lexicon;

pub(super) fn row(s: Row, lexicon: &Lexicon) -> Option<Vec<Cell>> {
    let code = s.get("cameo_code").text()?;
    let mut row = Filled::new("icews");
    row.put("Event ID", number(s.get("statement_id")));
    row.put("Event Date", s.cell("date_start"));
    row.put("Event Text", lexicon.events.cameo(code).map(|c| c.gloss.as_str()));
    row.put("CAMEO Code", code);
    for (theirs, ours) in [("Source", "actor"), ("Target", "recipient")] {
        row.put(&format!("{theirs} Name"), s.cell(&format!("{ours}_name")));
        row.put(&format!("{theirs} Sectors"), joined(s.get(&format!("{ours}_sectors")), ","));
        row.put(&format!("{theirs} Country"), country(s.get(&format!("{ours}_country")), lexicon));
    }
    row.put("Story ID", number(s.get("report_id")));
    row.put("Sentence Number", s.cell("sentence_no"));
    row.put("Publisher", s.cell("outlet"));
    row.put("City", named(s, "city"));
    row.put("District", named(s, "district"));
    row.put("Province", named(s, "province"));
    row.put("Country", country(s.get("place_country"), lexicon));
    row.put("Latitude", s.cell("lat"));
    row.put("Longitude", s.cell("lon"));
    Some(row.done())
}
