//! GDELT 2.0: 61 columns an event, 16 columns a mention.

use super::{Filled, cameo_actor, compact, number, stamp};
use crate::cell::{Cell, Row};
use jiff::civil::Date;

pub(super) fn event(e: Row) -> Option<Vec<Cell>> {
    let code = e.get("cameo_code").text()?;
    let mut row = Filled::new("gdelt");
    row.put("GLOBALEVENTID", number(e.get("event_id")));
    let day = e.get("date_start");
    row.put("SQLDATE", compact(day));
    row.put("MonthYear", compact(day).map(|d| d / 100));
    row.put("Year", compact(day).map(|d| d / 10_000));
    row.put("FractionDate", day.day().map(fraction));
    for (n, ours, names) in [("1", "actor", "actors"), ("2", "recipient", "recipients")] {
        let (land, sectors) = (e.get(&format!("{ours}_country")), e.get(&format!("{ours}_sectors")).list());
        row.put(&format!("Actor{n}Code"), cameo_actor(land, sectors, 1));
        row.put(&format!("Actor{n}Name"), e.get(names).list().first().cloned());
        row.put(&format!("Actor{n}CountryCode"), land.clone());
        for k in 0..3 {
            row.put(&format!("Actor{n}Type{}Code", k + 1), sectors.get(k).cloned());
        }
    }
    row.put("IsRootEvent", i64::from(e.get("lead") == &Cell::Bool(true)));
    row.put("EventCode", code);
    row.put("EventBaseCode", code.get(..3).unwrap_or(code));
    row.put("EventRootCode", code.get(..2).unwrap_or(code));
    row.put("QuadClass", e.cell("quad"));
    row.put("NumMentions", e.cell("n_statements"));
    row.put("NumSources", e.cell("n_outlets"));
    row.put("NumArticles", e.cell("n_reports"));
    let kind = match e.get("geo_precision").text() {
        Some("country") => Some(1i64),
        Some("city") => Some(4),
        Some("province") => Some(5),
        _ => None,
    };
    row.put("ActionGeo_Type", kind);
    row.put("ActionGeo_FullName", e.cell("place_name"));
    row.put("ActionGeo_Lat", e.cell("lat"));
    row.put("ActionGeo_Long", e.cell("lon"));
    row.put("ActionGeo_FeatureID", e.get("geonames_id").int().map(|id| id.to_string()));
    row.put("DATEADDED", stamp(e.get("first_published")));
    let first = |column| e.get(column).list().first().cloned();
    row.put("SOURCEURL", first("urls").or(first("outlets")));
    Some(row.done())
}

pub(super) fn mention(s: Row, report: Row) -> Option<Vec<Cell>> {
    s.get("cameo_code").text()?;
    let mut row = Filled::new("mentions");
    row.put("GLOBALEVENTID", number(s.get("event_id")));
    row.put("EventTimeDate", stamp(s.get("date_start")));
    row.put("MentionTimeDate", stamp(s.get("published")));
    let url = report.get("url");
    row.put("MentionType", if url == &Cell::Null { 2i64 } else { 1 });
    row.put("MentionSourceName", s.cell("outlet"));
    row.put("MentionIdentifier", if url == &Cell::Null { report.cell("path") } else { url.clone() });
    row.put("SentenceID", s.cell("sentence_no"));
    row.put("ActionCharOffset", s.cell("char_start"));
    row.put("InRawText", 1i64);
    if let Cell::Real(sure) = s.get("confidence") {
        row.put("Confidence", (sure * 10.0).round() as i64 * 10);
    }
    row.put("MentionDocLen", report.cell("bytes"));
    row.put("Extras", s.cell("statement_id"));
    Some(row.done())
}

/// The year and the share of it that is past, with months of 30 days as the codebook reckons; to four places, never the next year.
fn fraction(day: Date) -> f64 {
    let past = 30 * (i32::from(day.month()) - 1) + i32::from(day.day());
    f64::from(day.year()) + (f64::from(past) / 365.0 * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_as_a_fraction_stays_in_its_year() {
        let days = [("2015-01-01", 2015.0027), ("2015-02-18", 2015.1315), ("2016-12-31", 2016.989)];
        for (day, expected) in days {
            assert!((fraction(day.parse().unwrap()) - expected).abs() < 1e-9, "{day}");
        }
    }
}
