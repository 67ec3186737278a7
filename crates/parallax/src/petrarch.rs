//! One text a line → event data by the user's PETRARCH dictionaries.

use crate::World;
use parallax_extract::petrarch::{Switches, code};
use parallax_lexicon::petrarch::Dictionaries;
use parallax_read::Meta;
use serde_json::{Value, json};

/// Codes one line `{"id", "text", "date"}` with the user's dictionaries, to the same line format as [`crate::code_line`]:
/// codes of sources and targets stand verbatim, `cameo` is the dictionary's event code, type and mode its place in PLOVER.
///
/// # Errors
/// Says in a few words what is wrong with the line: not JSON, or no `"text"`.
pub fn petrarch_line(line: &str, world: &World, own: &Dictionaries, switches: Switches) -> Result<String, String> {
    let row: Value = serde_json::from_str(line).map_err(|e| format!("not JSON: {e}"))?;
    let text = row.get("text").and_then(Value::as_str).ok_or("no \"text\"")?;
    let id = row.get("id").cloned().unwrap_or(Value::Null);
    let day = row.get("date").and_then(Value::as_str).and_then(day);
    let Ok(report) = parallax_read::report("-", text.as_bytes(), &Meta::published(None)) else {
        return Ok(json!({"id": id, "events": []}).to_string());
    };
    let document = parallax_parse::document(&report, world.reader);
    let offsets = parallax_tell::Offsets::new(&report.text);
    let events = code(&report, &document, own, day, switches).into_iter().map(|event| {
        let known = world.lexicon.events.cameo(&event.code);
        let token = document.sentences.get(event.sentence).and_then(|s| s.tokens.get(event.verb));
        let (start, end) = token.map_or((0, 0), |token| offsets.span(token.span));
        json!({
            "type": known.and_then(|c| c.plover).map(|p| p.name()), "mode": known.and_then(|c| c.mode.clone()),
            "cameo": event.code, "sources": [{"code": event.source, "sector": null}],
            "targets": [{"code": event.target, "sector": null}], "start": start, "end": end, "status": "asserted",
            "rule_id": event.line.map_or("verb".to_string(), |line| format!("verbs:{line}")),
        })
    });
    Ok(json!({"id": id, "events": events.collect::<Vec<_>>()}).to_string())
}

/// `2025-07-01` or `20250701` as 20250701.
fn day(date: &str) -> Option<u32> {
    let digits: String = date.chars().take(10).filter(char::is_ascii_digit).take(8).collect();
    (digits.len() == 8).then(|| digits.parse().ok()).flatten()
}
