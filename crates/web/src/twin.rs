//! The JSON twin of every page: the part of `parallax-story/1` that the page shows, under the same keys.

use crate::page::{Page, Query};
use crate::pages;
use crate::view::View;
use parallax_model::EntityId;
use parallax_tell::letter;
use serde_json::{Value, json};

/// What a page shows, as JSON. `whole` is the story's own JSON, read once and kept.
pub fn twin(view: &View, page: Page, query: &Query, whole: &Value) -> Value {
    let part = |keys: &[&str]| {
        let chosen = keys.iter().filter_map(|k| Some((k.to_string(), without_paths(whole.get(*k)?.clone()))));
        Value::Object([("format".to_string(), json!("parallax-story/1"))].into_iter().chain(chosen).collect())
    };
    let item = |key: &str, i: usize| whole.get(key).and_then(|list| list.get(i)).cloned().unwrap_or_default();
    let of_event = |key: &str, id: &Value| {
        filtered(whole, key, |x| x.get("event") == Some(id) || x.get("from") == Some(id) || x.get("to") == Some(id))
    };
    match page {
        Page::Overview | Page::Export => without_paths(whole.clone()),
        Page::Timeline => part(&["title", "events", "sequence"]),
        Page::Event(i) => {
            let event = item("events", i);
            let id = event.get("id").cloned().unwrap_or_default();
            json!({"event": event, "disagreements": of_event("disagreements", &id), "claims": of_event("claims", &id), "links": of_event("links", &id)})
        }
        Page::Compare(a, b, c) => {
            let both: Vec<String> = [a, b].into_iter().chain(c).map(|r| format!("r{}", r + 1)).collect();
            let in_both = |e: &Value| {
                both.iter().all(|r| {
                    e.get("accounts")
                        .and_then(Value::as_array)
                        .is_some_and(|list| list.iter().any(|x| x.get("report").and_then(Value::as_str) == Some(r)))
                })
            };
            json!({"reports": both, "events": filtered(whole, "events", in_both)})
        }
        Page::Differences => {
            let mut value = part(&["disagreements"]);
            value["changed_in_copies"] = changed_in_copies(whole);
            value
        }
        Page::Only => {
            json!({"events": filtered(whole, "events", |e| e.get("state").and_then(Value::as_str) == Some("single"))})
        }
        Page::People => part(&["entities"]),
        Page::Entity(i) => item("entities", i),
        Page::Network => {
            let edges: Vec<Value> = pages::edges(view).iter().map(|e| json!({"from": id(e.from), "to": id(e.to), "events": e.events.iter().map(|&i| &view.story.events[i].id).collect::<Vec<_>>()})).collect();
            json!({"edges": edges})
        }
        Page::Map => geo(view),
        Page::Reports => part(&["reports"]),
        Page::Report(i) => {
            let name = json!(format!("r{}", i + 1));
            json!({"report": without_paths(item("reports", i)), "claims": filtered(whole, "claims", |c| c.get("report") == Some(&name))})
        }
        Page::Search => {
            let found = pages::search(view, &query.words);
            let passages: Vec<Value> = found
                .passages
                .iter()
                .map(|(r, s)| json!({"report": format!("r{}", r + 1), "quote": s.of(view.text(*r))}))
                .collect();
            json!({"words": query.words, "events": found.events.iter().map(|&i| &view.story.events[i].id).collect::<Vec<_>>(), "entities": found.entities.iter().map(|&i| id(EntityId(i))).collect::<Vec<_>>(), "passages": passages})
        }
        Page::Ledger => {
            let rows = view
                .story
                .accounts
                .iter()
                .enumerate()
                .flat_map(|(r, a)| a.statements.iter().enumerate().map(move |(i, s)| (r, i, s)));
            let rows: Vec<Value> = rows.map(|(r, i, s)| json!({"report": letter(r), "quote": s.clause.of(view.text(r)), "status": s.status.name(), "event": view.event_of(r, i).map(|e| &view.story.events[e].id)})).collect();
            json!({"statements": rows})
        }
        Page::Corrections => {
            let lines = view.decisions.iter().filter_map(|d| serde_json::from_str::<Value>(&d.line()).ok());
            json!({"decisions": lines.collect::<Vec<_>>()})
        }
        Page::Review => {
            let passages = |d: &crate::review::Doubt| -> Vec<Value> {
                let quote = |e: &parallax_model::Evidence| json!({"report": format!("r{}", e.report().0 + 1), "quote": e.span().of(view.text(e.report().0))});
                d.passages.iter().map(quote).collect()
            };
            let doubts = crate::review::queue(view.story);
            json!({"doubts": doubts.iter().map(|d| json!({"question": d.question, "why": d.why, "passages": passages(d), "event": d.event.map(|i| &view.story.events[i].id), "yes": d.yes.words(), "no": d.no.words()})).collect::<Vec<_>>()})
        }
        Page::Method => json!({"fields": pages::measured_fields(), "quality": pages::QUALITY}),
    }
}

/// Figures that copies of one text give differently.
fn changed_in_copies(whole: &Value) -> Value {
    let reports = whole.get("reports").and_then(Value::as_array);
    let changed = reports.into_iter().flatten().filter_map(|r| r.get("shared")?.get("changed")?.as_array());
    changed.flatten().cloned().collect()
}

fn id(entity: EntityId) -> String {
    format!("n{}", entity.0 + 1)
}

fn filtered(whole: &Value, key: &str, keep: impl Fn(&Value) -> bool) -> Vec<Value> {
    whole
        .get(key)
        .and_then(Value::as_array)
        .map_or(Vec::new(), |list| list.iter().filter(|x| keep(x)).cloned().collect())
}

/// Without the folders of this disk: a report's path is its file name.
fn without_paths(mut value: Value) -> Value {
    match &mut value {
        Value::Object(map) => {
            if let Some(Value::String(path)) = map.get_mut("path") {
                *path = path.rsplit(['/', '\\']).next().unwrap_or_default().to_string();
            }
            for key in ["reports"] {
                if let Some(inner) = map.get_mut(key) {
                    *inner = without_paths(inner.take());
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|v| *v = without_paths(v.take())),
        _ => {}
    }
    value
}

/// Places as GeoJSON (RFC 7946); a country is no point, so its geometry is null.
fn geo(view: &View) -> Value {
    let features: Vec<Value> = pages::points(view)
        .iter()
        .map(|p| {
            let fine = p.at.precision <= parallax_model::PlacePrecision::District;
            let geometry =
                if fine { json!({"type": "Point", "coordinates": [p.at.lon, p.at.lat]}) } else { Value::Null };
            json!({"type": "Feature", "id": id(p.entity), "geometry": geometry, "properties": {
                "name": view.name(p.entity), "country": p.at.country, "precision": p.at.precision.name(),
                "events": p.events.iter().map(|&i| &view.story.events[i].id).collect::<Vec<_>>(),
            }})
        })
        .collect();
    json!({"type": "FeatureCollection", "features": features})
}
