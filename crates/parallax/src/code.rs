//! One text a line → event data, one line each: the line format of `parallax code`.

use crate::World;
use parallax_model::{Document, Report};
use parallax_read::Meta;
use serde_json::{Value, json};

/// Codes one line `{"id", "text", "date"}` to one line `{"id", "events": […]}`, likeliest event first.
///
/// # Errors
/// Says in a few words what is wrong with the line: not JSON, or no `"text"`.
pub fn code_line(line: &str, world: &World) -> Result<String, String> {
    let row: Value = serde_json::from_str(line).map_err(|e| format!("not JSON: {e}"))?;
    let text = row.get("text").and_then(Value::as_str).ok_or("no \"text\"")?;
    let date = row.get("date").and_then(Value::as_str).and_then(|d| d.get(..10)?.parse().ok());
    let id = row.get("id").cloned().unwrap_or(Value::Null);
    let meta = Meta::published(date);
    let Ok(report) = parallax_read::report("-", text.as_bytes(), &meta) else {
        return Ok(json!({"id": id, "events": []}).to_string());
    };
    Ok(json!({"id": id, "events": events(&report, world)}).to_string())
}

/// Codes one report to the same line; its id is its path.
pub fn code_report(report: &Report, world: &World) -> String {
    json!({"id": report.path, "events": events(report, world)}).to_string()
}

fn events(report: &Report, world: &World) -> Vec<Value> {
    let document: Document = parallax_parse::document(report, world.reader);
    let account = parallax_extract::account(report, &document, world.lexicon);
    let offsets = parallax_tell::Offsets::new(&report.text);
    let actors = |side: &[parallax_extract::ActorCode]| -> Vec<Value> {
        side.iter().map(|a| json!({"code": a.country, "sector": a.sector})).collect()
    };
    let coded = parallax_extract::coded(&document, &account, world.lexicon);
    let events = coded.iter().map(|event| {
        let (start, end) = offsets.span(event.span);
        json!({
            "type": event.plover.map(|p| p.name()), "mode": event.mode, "cameo": event.cameo, "sense": event.sense,
            "sources": actors(&event.sources), "targets": actors(&event.targets),
            "start": start, "end": end, "status": event.status.name(), "rule_id": event.rule,
        })
    });
    events.collect()
}
