//! POLECAT: one row a coded statement, 40 columns.

use super::{Filled, joined, named};
use crate::cell::{Cell, Row};

const QUADS: [&str; 4] = ["V-COOP", "M-COOP", "V-CONF", "M-CONF"];

pub(super) fn row(s: Row) -> Option<Vec<Cell>> {
    s.get("plover_type").text()?;
    let mut row = Filled::new("polecat");
    row.put("Event ID", s.cell("statement_id"));
    row.put("Event Date", s.cell("date_start"));
    row.put("Event Type", s.cell("plover_type"));
    row.put("Event Mode", s.cell("plover_mode"));
    let quad = s.get("quad").int().and_then(|q| QUADS.get(usize::try_from(q - 1).ok()?)).copied();
    row.put("Quad Code", quad);
    for (theirs, ours) in [("Actor", "actor"), ("Recipient", "recipient")] {
        row.put(&format!("{theirs} Name"), s.cell(&format!("{ours}_name")));
        row.put(&format!("{theirs} Country"), s.cell(&format!("{ours}_country")));
        row.put(&format!("Primary {theirs} Sector"), s.cell(&format!("{ours}_sector")));
        row.put(&format!("{theirs} Sectors"), joined(s.get(&format!("{ours}_sectors")), ";"));
        row.put(&format!("{theirs} Name Raw"), s.cell(&format!("{ours}_text")));
    }
    row.put("Placename", s.cell("place_name"));
    row.put("City", named(s, "city"));
    row.put("District", named(s, "district"));
    row.put("Province", named(s, "province"));
    row.put("Country", s.cell("place_country"));
    row.put("Latitude", s.cell("lat"));
    row.put("Longitude", s.cell("lon"));
    row.put("GeoNames ID", s.cell("geonames_id"));
    row.put("Raw Placename", s.cell("place_text"));
    row.put("Feature Type", s.cell("geo_precision"));
    row.put("Source", s.cell("outlet"));
    row.put("Publication Date", s.cell("published"));
    row.put("Language", "English");
    row.put("Version", concat!("Parallax ", env!("CARGO_PKG_VERSION")));
    Some(row.done())
}
