//! TimelineJS: slides in order of time (<https://timeline.knightlab.com/docs/json-format.html>).

use parallax_model::{Event, State, Story};
use parallax_tell::{Selection, events, words};
use serde_json::{Value, json};

/// Longest quotation, in characters.
const QUOTE: usize = 300;

/// The story as one TimelineJS object. Report text is escaped; every slide keeps the id of its event, so that links to it
/// outlive a changed headline. Events without a day stand on the title slide, as TimelineJS cannot place them.
pub fn timeline(story: &Story) -> String {
    let dated = story.events.iter().enumerate().filter(|(_, e)| e.when.is_some());
    let slides: Vec<Value> = dated.map(|(i, event)| slide(story, i, event)).collect();
    let undated: Vec<String> =
        story.events.iter().filter(|e| e.when.is_none()).map(|e| format!("<li>{}</li>", escape(&e.label))).collect();
    let mut text = format!("<p>{} reports, {} events</p>", story.reports.len(), story.events.len());
    if !undated.is_empty() {
        text.push_str(&format!("<p>Day unknown:</p><ul>{}</ul>", undated.concat()));
    }
    let object = json!({
        "title": {"unique_id": "title", "text": {"headline": escape(&story.title), "text": text}, "autolink": false},
        "events": slides,
    });
    let mut out = serde_json::to_string_pretty(&object).unwrap_or_default();
    out.push('\n');
    out
}

fn slide(story: &Story, i: usize, event: &Event) -> Value {
    let state = events::state(story, i);
    let (sign, meaning) = events::sign(state);
    let mut text = format!("<p>{sign} {meaning}</p>");
    for finding in events::findings(story, i, &Selection::default()).iter().filter(|f| f.state == State::Contradicted) {
        let values: Vec<String> = finding.values.iter().map(|v| escape(&events::value(story, v, QUOTE))).collect();
        text.push_str(&format!("<p>{}: {}</p>", escape(&finding.attribute), values.join(" / ")));
    }
    for at in &event.statements {
        let Some(report) = story.reports.get(at.report.0) else { continue };
        let Some(statement) = story.accounts.get(at.report.0).and_then(|a| a.statements.get(at.index)) else {
            continue;
        };
        let quote = escape(&words::quote(statement.clause.of(&report.text), QUOTE));
        let outlet = escape(&words::printable(report.outlet.as_deref().unwrap_or(&report.path)));
        text.push_str(&format!("<blockquote>{quote} <cite>{outlet}</cite></blockquote>"));
    }
    let mut slide = json!({
        "unique_id": event.id, "autolink": false, "group": place(story, event),
        "text": {"headline": escape(&words::printable(&event.label)), "text": text},
    });
    if let Some(when) = &event.when {
        let day = |d: jiff::civil::Date| json!({"year": d.year(), "month": d.month(), "day": d.day()});
        slide["start_date"] = day(when.start);
        if when.end != when.start {
            slide["end_date"] = day(when.end);
        }
        slide["display_date"] = json!(words::when(when));
    }
    slide
}

fn place(story: &Story, event: &Event) -> Option<String> {
    let entity = story.cast.entities.get(event.place.as_ref()?.entity.0)?;
    Some(escape(&words::printable(&entity.name)))
}

/// TimelineJS takes its texts for HTML.
fn escape(text: &str) -> String {
    let text = words::printable(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    #[test]
    fn report_text_is_no_markup() {
        assert_eq!(super::escape("<img src=x onerror='a()'>"), "&lt;img src=x onerror=&#39;a()&#39;&gt;");
    }
}
