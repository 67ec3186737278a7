//! GeoJSON (RFC 7946): the events on a map.

use crate::cell::{Cell, Sheet};
use crate::csv::plain;
use crate::own;
use parallax_model::Story;
use serde_json::{Map, Value, json};

/// One feature an event: its row of the table `events` as properties, its place as a point, or `null` where it is not known
/// or only known as a country or region, which a point would tell falsely fine.
pub fn geojson(story: &Story) -> String {
    let sheets = own::sheets(story, &own::Ids::of(story));
    let features: Vec<Value> = sheets.get(2).map_or(Vec::new(), features);
    let mut out =
        serde_json::to_string_pretty(&json!({"type": "FeatureCollection", "features": features})).unwrap_or_default();
    out.push('\n');
    out
}

fn features(events: &Sheet) -> Vec<Value> {
    let feature = |row: crate::cell::Row| {
        let mut properties = Map::new();
        for (column, cell) in row.table.columns.iter().zip(row.cells) {
            properties.insert(column.name.to_string(), value(cell));
        }
        let coarse = matches!(row.get("geo_precision").text(), Some("country" | "region") | None);
        let geometry = match (row.get("lon"), row.get("lat")) {
            (Cell::Real(lon), Cell::Real(lat)) if !coarse => json!({"type": "Point", "coordinates": [lon, lat]}),
            _ => Value::Null,
        };
        json!({"type": "Feature", "id": value(row.get("event_id")), "geometry": geometry, "properties": properties})
    };
    events.rows().map(feature).collect()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Int(n) => json!(n),
        Cell::Real(x) => json!(x),
        Cell::Bool(yes) => json!(yes),
        Cell::Day(_) => json!(plain(cell)),
        Cell::List(list) => json!(list),
    }
}
