//! Lists as CSV (RFC 4180), safe to open in a spreadsheet.

use crate::page::Page;
use crate::view::View;
use parallax_model::{EntityId, Evidence, State, StatementRef};
use parallax_tell::{events, letter};

/// The list of a page as CSV; `None` where a page has no list.
pub fn csv(view: &View, page: Page) -> Option<String> {
    let rows = match page {
        Page::Timeline => timeline(view, |_| true),
        Page::Only => timeline(view, |tellers| tellers.len() == 1),
        Page::Event(i) => grid(view, i),
        Page::Differences => differences(view),
        Page::People => people(view),
        Page::Network => network(view),
        Page::Map => map(view),
        Page::Reports => reports(view),
        Page::Report(i) => ledger(view, Some(i)),
        Page::Ledger => ledger(view, None),
        Page::Corrections => corrections(view),
        Page::Search
        | Page::Overview
        | Page::Compare(..)
        | Page::Entity(_)
        | Page::Export
        | Page::Review
        | Page::Method => return None,
    };
    Some(written(&rows))
}

/// The list of stories.
pub(crate) fn stories(list: &[parallax_store::Entry]) -> String {
    let mut rows = head("story name title period reports events contradicted decisions changed");
    for e in list {
        let told = e.told.clone();
        let number = |n: Option<usize>| n.map_or(String::new(), |n| n.to_string());
        rows.push(vec![
            e.id.0.to_string(),
            e.name.clone(),
            told.as_ref().map_or(String::new(), |t| t.title.clone()),
            told.as_ref().map_or(String::new(), |t| t.period.clone()),
            e.reports.to_string(),
            number(told.as_ref().map(|t| t.events)),
            number(told.as_ref().map(|t| t.differing)),
            e.decisions.to_string(),
            e.changed.clone(),
        ]);
    }
    written(&rows)
}

type Rows = Vec<Vec<String>>;

fn head(names: &str) -> Rows {
    vec![names.split(' ').map(str::to_string).collect()]
}

/// The rows as text.
fn written(rows: &[Vec<String>]) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let safe = row.iter().map(|cell| parallax_tables::csv::defused(parallax_tell::printable(cell)));
        // Writing to memory cannot fail.
        let _ = writer.write_record(safe);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn names(view: &View, ids: &[EntityId]) -> String {
    ids.iter().map(|&e| view.name(e)).collect::<Vec<_>>().join(";")
}

fn letters(reports: &[usize]) -> String {
    reports.iter().map(|&r| letter(r)).collect::<Vec<_>>().join(";")
}

fn words(view: &View, evidence: &Evidence) -> String {
    evidence.span().of(view.text(evidence.report().0)).to_string()
}

fn timeline(view: &View, wanted: fn(&[usize]) -> bool) -> Rows {
    let mut rows = head(
        "event_id label date_start date_end date_precision date_concluded place type mode state actors recipients accounts",
    );
    for (i, e) in view.story.events.iter().enumerate() {
        let tellers = events::tellers(e);
        if !wanted(&tellers) {
            continue;
        }
        let code = e.code.as_ref();
        rows.push(vec![
            e.id.clone(),
            e.label.clone(),
            e.when.map_or(String::new(), |w| w.start.to_string()),
            e.when.map_or(String::new(), |w| w.end.to_string()),
            e.when.map_or(String::new(), |w| w.precision.name().to_string()),
            e.when.map_or(String::new(), |w| w.inferred.to_string()),
            e.place.as_ref().map_or(String::new(), |p| view.name(p.entity)),
            code.and_then(|c| c.plover).map_or(String::new(), |p| p.name().to_string()),
            code.and_then(|c| c.mode.clone()).unwrap_or_default(),
            events::state(view.story, i).name().to_string(),
            names(view, &e.actors),
            names(view, &e.recipients),
            letters(&tellers),
        ]);
    }
    rows
}

fn grid(view: &View, index: usize) -> Rows {
    let mut rows = head("event_id field report value quote");
    let Some(event) = view.story.events.get(index) else { return rows };
    let tellers = events::tellers(event);
    for row in crate::grid::rows(view, index, event) {
        for (cells, &r) in row.cells.iter().zip(&tellers) {
            for cell in cells {
                let quote = cell.words.map_or("", |w| w.of(view.text(r)));
                rows.push(vec![
                    event.id.clone(),
                    row.name.to_string(),
                    letter(r),
                    cell.value.clone(),
                    quote.to_string(),
                ]);
            }
        }
    }
    rows
}

fn differences(view: &View) -> Rows {
    let mut rows = head("finding_id event_id kind attribute compatible value report quote");
    for f in view.story.findings.iter().filter(|f| f.state == State::Contradicted) {
        let event = view.story.events.get(f.event.0).map_or(String::new(), |e| e.id.clone());
        for value in &f.values {
            for e in &value.evidence {
                rows.push(vec![
                    f.id.clone(),
                    event.clone(),
                    f.kind.name().to_string(),
                    f.attribute.clone(),
                    f.compatible.name().to_string(),
                    value.text.clone(),
                    letter(e.report().0),
                    words(view, e),
                ]);
            }
        }
    }
    rows
}

fn people(view: &View) -> Rows {
    let mut rows = head("entity_id name kind country sectors names mentions did had_done");
    for i in crate::pages::busiest(view) {
        let e = &view.story.cast.entities[i];
        let count = |of: fn(&parallax_model::Event) -> &Vec<EntityId>| {
            view.story.events.iter().filter(|x| of(x).contains(&EntityId(i))).count().to_string()
        };
        rows.push(vec![
            format!("n{}", i + 1),
            e.name.clone(),
            e.kind.name().to_string(),
            e.country.clone().unwrap_or_default(),
            e.sectors.iter().map(|s| s.0.clone()).collect::<Vec<_>>().join(";"),
            e.names.join(";"),
            e.mentions.len().to_string(),
            count(|x| &x.actors),
            count(|x| &x.recipients),
        ]);
    }
    rows
}

fn network(view: &View) -> Rows {
    let mut rows = head("from_id from to_id to events event_ids");
    for e in crate::pages::edges(view) {
        let ids: Vec<&str> = e.events.iter().map(|&i| view.story.events[i].id.as_str()).collect();
        rows.push(vec![
            format!("n{}", e.from.0 + 1),
            view.name(e.from),
            format!("n{}", e.to.0 + 1),
            view.name(e.to),
            e.events.len().to_string(),
            ids.join(";"),
        ]);
    }
    rows
}

fn map(view: &View) -> Rows {
    let mut rows = head("entity_id place lat lon precision country event_ids");
    for p in crate::pages::points(view) {
        let ids: Vec<&str> = p.events.iter().map(|&i| view.story.events[i].id.as_str()).collect();
        rows.push(vec![
            format!("n{}", p.entity.0 + 1),
            view.name(p.entity),
            p.at.lat.to_string(),
            p.at.lon.to_string(),
            p.at.precision.name().to_string(),
            p.at.country.clone(),
            ids.join(";"),
        ]);
    }
    rows
}

fn reports(view: &View) -> Rows {
    let mut rows = head("report letter outlet title published published_concluded url statements origin");
    for (i, r) in view.story.reports.iter().enumerate() {
        let known = view.story.cast.published.get(i);
        rows.push(vec![
            view.file_name(i),
            letter(i),
            r.outlet.clone().unwrap_or_default(),
            r.title.clone().unwrap_or_default(),
            known.and_then(|p| p.date()).map_or(String::new(), |d| d.to_string()),
            known.is_some_and(|p| p.given.is_none()).to_string(),
            r.url.clone().unwrap_or_default(),
            view.story.accounts.get(i).map_or(0, |a| a.statements.len()).to_string(),
            view.story.origins.get(i).map_or(String::new(), |o| format!("o{}", o + 1)),
        ]);
    }
    rows
}

/// One row a statement, with offsets in code points as in the story's JSON.
fn ledger(view: &View, only: Option<usize>) -> Rows {
    let mut rows =
        head("report sentence start end quote type mode cameo actors recipients date place said_by status event_id");
    for (r, account) in view.story.accounts.iter().enumerate().filter(|(r, _)| only.is_none_or(|o| o == *r)) {
        let text = view.text(r);
        let offsets = parallax_tell::Offsets::new(text);
        let named = |ids: &[usize]| {
            ids.iter()
                .filter_map(|&m| account.mentions.get(m))
                .map(|m| m.span.of(text).to_string())
                .collect::<Vec<_>>()
                .join(";")
        };
        for (i, s) in account.statements.iter().enumerate() {
            let at = StatementRef { report: account.report, index: i };
            let (start, end) = offsets.span(s.clause);
            let code = s.code.as_ref();
            let said = s.said_by.and_then(|a| account.attributions.get(a)).and_then(|a| a.source_span);
            rows.push(vec![
                letter(r),
                (s.sentence + 1).to_string(),
                start.to_string(),
                end.to_string(),
                s.clause.of(text).to_string(),
                code.and_then(|c| c.plover).map_or(String::new(), |p| p.name().to_string()),
                code.and_then(|c| c.mode.clone()).unwrap_or_default(),
                code.and_then(|c| c.cameo.clone()).unwrap_or_default(),
                named(&s.actors),
                named(&s.recipients),
                view.story
                    .cast
                    .when
                    .get(r)
                    .and_then(|w| w.get(i)?.as_ref())
                    .map_or(String::new(), |d| d.when.start.to_string()),
                view.story
                    .cast
                    .place
                    .get(r)
                    .and_then(|w| w.get(i)?.as_ref())
                    .map_or(String::new(), |p| view.name(p.entity)),
                said.map_or(String::new(), |x| x.of(text).to_string()),
                s.status.name().to_string(),
                view.event_of(at.report.0, i).map_or(String::new(), |e| view.story.events[e].id.clone()),
            ]);
        }
    }
    rows
}

fn corrections(view: &View) -> Rows {
    let mut rows = head("decision at op a b field value note holds");
    let holding = parallax_store::holding(&view.decisions);
    let words = |list: &[parallax_model::Target]| {
        let word = |t: &parallax_model::Target| if t.quote.is_empty() { t.id.clone() } else { t.quote.clone() };
        list.iter().map(word).collect::<Vec<_>>().join(";")
    };
    for d in &view.decisions {
        let parts = d.act.parts();
        rows.push(vec![
            format!("c{}", d.id),
            d.at.clone(),
            parts.op.to_string(),
            words(&parts.a),
            words(&parts.b),
            parts.field.to_string(),
            parts.value,
            d.note.clone(),
            holding.contains(&d).to_string(),
        ]);
    }
    rows
}
