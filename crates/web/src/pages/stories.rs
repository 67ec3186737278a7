//! The library's stories, and a form for new ones.

use maud::{Markup, html};
use parallax_store::Entry;
use serde_json::{Value, json};

/// The first page: stories kept, newest first, and where to drop reports.
pub(crate) fn stories(list: &[Entry], token: &str) -> Markup {
    crate::plain(
        "Stories",
        html! {
            @if list.is_empty() { p.notice { "No stories yet. Drop two reports of the same event." } } @else {
                div.scroll tabindex="0" role="region" aria-label="Stories" { table.stack {
                    thead { tr { th scope="col" { "story" } th scope="col" { "what it is about" } th scope="col" { "days" } th.n scope="col" { "reports" } th.n scope="col" { "events" } th.n scope="col" { span.state.field.contradicted { span.sign { "✕" } " accounts differ" } } th.n scope="col" { "decisions" } th scope="col" { "last change" } } }
                    tbody { @for e in list {
                        tr {
                            th scope="row" { @if e.reports > 0 { a href={ "/s/" (e.id.0) "/" } { (parallax_tell::words::cut(&e.name, 100)) } } @else { (parallax_tell::words::cut(&e.name, 100)) } }
                            @let told = e.told.clone().unwrap_or_default();
                            td { @if e.told.is_some() { (parallax_tell::words::cut(&told.title, 80)) } @else { span.dim { "not read since the last change" } } }
                            td { (told.period) } td.n data-name="reports" { (e.reports) }
                            td.n data-name=[e.told.as_ref().map(|_| "events")] { @if e.told.is_some() { (told.events) } } td.n data-name=[e.told.as_ref().map(|_| "accounts differ")] { @if e.told.is_some() { (told.differing) } } td.n data-name="decisions" { (e.decisions) } td { time datetime=(e.changed) { (e.changed.replace('T', " ").trim_end_matches('Z')) " UTC" } }
                        }
                    } }
                } }
            }
            @if !list.is_empty() { p.twins { "As data: " a href="/stories.json" { "JSON" } " · " a href="/stories.csv" { "CSV" } } }
            h2 { "A new story, or more reports for one" }
            form.drop method="post" action="/new" enctype="multipart/form-data" {
                input type="hidden" name="token" value=(token);
                p { label { "Name of the story " input name="name" maxlength="60" required; } }
                p { label { "Reports: drop text or HTML files anywhere on this page, or choose them " input type="file" name="file" multiple accept=".txt,.md,.text,.html,.htm,text/plain,text/html"; } }
                p { label { "or paste the text of one report" textarea name="text" {} } }
                button { "Read them" }
            }
            p.dim { "Everything stays on this machine. Reading twenty reports takes some seconds." }
        },
    )
}

/// The same as data.
pub(crate) fn stories_json(list: &[Entry]) -> Value {
    let row = |e: &Entry| {
        json!({
            "story": e.id.0, "name": e.name, "changed": e.changed, "reports": e.reports, "decisions": e.decisions,
            "told": e.told.as_ref().map(|t| json!({"title": t.title, "period": t.period, "events": t.events, "contradicted": t.differing})),
        })
    };
    json!({"stories": list.iter().map(row).collect::<Vec<_>>()})
}
