//! Phoenix: one row an event, 26 columns.

use super::{Filled, cameo_actor, compact, joined, named, number};
use crate::cell::{Cell, Row};

pub(super) fn row(e: Row) -> Option<Vec<Cell>> {
    let code = e.get("cameo_code").text()?;
    let mut row = Filled::new("phoenix");
    row.put("EventID", number(e.get("event_id")));
    let day = e.get("date_start");
    row.put("Date", compact(day));
    row.put("Year", compact(day).map(|d| d / 10_000));
    row.put("Month", compact(day).map(|d| d / 100 % 100));
    row.put("Day", compact(day).map(|d| d % 100));
    for (theirs, ours) in [("Source", "actor"), ("Target", "recipient")] {
        let (land, sectors) = (e.get(&format!("{ours}_country")), e.get(&format!("{ours}_sectors")).list());
        row.put(&format!("{theirs}ActorFull"), cameo_actor(land, sectors, usize::MAX));
        row.put(&format!("{theirs}ActorEntity"), land.clone());
        row.put(&format!("{theirs}ActorRole"), sectors.first().cloned());
        row.put(&format!("{theirs}ActorAttribute"), sectors.get(1..).map(|rest| rest.join(";")));
    }
    row.put("EventCode", code);
    row.put("RootCode", code.get(..2).unwrap_or(code));
    // Phoenix sets comments and appeals apart as neutral.
    row.put("QuadClass", if code.starts_with("01") || code.starts_with("02") { Cell::Int(0) } else { e.cell("quad") });
    row.put("Lat", e.cell("lat"));
    row.put("Lon", e.cell("lon"));
    row.put("LocationName", e.cell("place_name"));
    row.put("StateName", named(e, "province"));
    row.put("CountryCode", e.cell("place_country"));
    row.put("SentenceID", e.cell("lead_statement"));
    row.put("URLs", joined(e.get("urls"), ";"));
    row.put("NewsSources", joined(e.get("outlets"), ";"));
    Some(row.done())
}
