//! Every page of a story: readable, escaped, linked, and without what may not be said.

mod support;

use parallax_web::{Page, Place, Query, View, csv, document, file, page};
use std::collections::BTreeSet;

const PLAIN: [&str; 4] = ["Harbour Police", "dockers", "Varnholm", "Northern Courier"];
/// What a report might hold to run something, to steer the screen, or to break the page.
const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script>\u{202e}dlo",
    "\"><img src=x onerror=alert(2)>",
    "</style></section><a href='javascript:alert(3)'>&lt;b&gt;",
    "javascript:alert(4)//\u{2066}",
];

fn pages(story: &parallax_model::Story) -> Vec<(Page, String)> {
    let view = View::new(story, Place::Server("/s/1".into()));
    let mut all: Vec<Page> = Page::HEADER.to_vec();
    all.extend([Page::Event(0), Page::Entity(0), Page::Entity(2), Page::Report(0), Page::Search, Page::Corrections]);
    let query = Query { words: HOSTILE[0].into(), ..Query::default() };
    all.into_iter().map(|p| (p, document(&view, p, page(&view, p, &query)).into_string())).collect()
}

#[test]
fn nothing_in_a_report_becomes_mark_up() {
    let story = support::story(HOSTILE);
    for (page, text) in
        pages(&story).into_iter().chain([(Page::Overview, file(&story, true)), (Page::Overview, file(&story, false))])
    {
        // The one script of the server's pages is our own file.
        let scripts = text.matches("<script").count() - text.matches("<script src=\"/-/parallax.js\"").count();
        assert_eq!(scripts, 0, "{page:?}");
        for bad in [
            "<img",
            "onerror=alert(2)>\"",
            "href=\"javascript:",
            "<a href='",
            "\u{202e}",
            "\u{2066}",
            "</section><a href='",
        ] {
            assert!(!text.contains(bad), "{page:?} holds {bad}");
        }
        assert!(!text.contains("some/folder"), "{page:?} shows a path of the disk");
        assert_eq!(text.matches("</style>").count(), text.matches("<style>").count(), "{page:?}");
    }
}

#[test]
fn a_word_of_a_megabyte_stays_small_on_the_overview() {
    let long = "x".repeat(1_000_000);
    let story = support::story([&long, "dockers", "Varnholm", "Northern Courier"]);
    for (page, text) in pages(&story).into_iter().filter(|(p, _)| !matches!(p, Page::Report(_) | Page::Compare(..))) {
        assert!(text.len() < 200_000, "{page:?}: {}", text.len());
    }
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_defused() {
    let story = support::story(["=HYPERLINK(\"http://evil.example\")", "+1+1", "@SUM(1)", "-2"]);
    let view = View::new(&story, Place::File);
    for page in [
        Page::Timeline,
        Page::People,
        Page::Network,
        Page::Map,
        Page::Ledger,
        Page::Reports,
        Page::Differences,
        Page::Event(0),
    ] {
        let text = csv(&view, page).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{page:?}: {row:?}");
        }
    }
}

#[test]
fn no_page_gives_a_verdict() {
    let story = support::story(PLAIN);
    for (page, text) in pages(&story) {
        let words: BTreeSet<String> =
            visible(&text).to_lowercase().split(|c: char| !c.is_alphabetic()).map(str::to_string).collect();
        for word in ["true", "false", "fake", "verified", "biased", "debunked"] {
            assert!(!words.contains(word), "{page:?} says {word}");
        }
    }
}

#[test]
fn both_numbers_stand_in_the_grid_each_with_its_words_and_a_way_to_them() {
    let story = support::story(PLAIN);
    let view = View::new(&story, Place::Server("/s/1".into()));
    let text = page(&view, Page::Event(0), &Query::default()).into_string();
    for part in [
        "arrested: 12",
        "arrested: 9",
        "cannot both hold as written",
        "/s/1/r/r1?t=24-26#t",
        "/s/1/r/r2?t=24-25#t",
        "between 4 Mar 2025 and 6 Mar 2025",
    ] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    let query = Query { mark: Some(parallax_model::Span::new(24, 26)), ..Query::default() };
    let report = page(&view, Page::Report(0), &query).into_string();
    assert!(report.contains("<mark id=\"t\">12</mark>"), "{report}");
}

#[test]
fn in_one_file_every_link_leads_somewhere_and_every_id_is_there_once() {
    for full in [true, false] {
        let text = file(&support::story(PLAIN), full);
        let ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), once.len(), "an id stands twice");
        for link in text.split("href=\"").skip(1).filter_map(|p| p.split('"').next()) {
            assert!(link.strip_prefix('#').is_some_and(|id| once.contains(id)), "{link} leads nowhere");
        }
        assert!(!text.contains("<form") && !text.contains("http:") && text.contains("default-src 'none'"));
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_level_a_language_and_a_way_past_the_header() {
    for (page, text) in pages(&support::story(PLAIN)) {
        assert_eq!(text.matches("<h1").count(), 1, "{page:?}");
        assert!(
            text.contains("<html lang=\"en\"") && text.contains("href=\"#main\"") && text.contains("id=\"main\""),
            "{page:?}"
        );
    }
}

#[test]
fn one_report_alone_and_no_report_at_all_have_pages_too() {
    let mut story = support::story(PLAIN);
    story.reports.truncate(1);
    assert!(pages(&story).iter().all(|(_, text)| text.contains("<h1")));
    let empty = parallax_model::Story::default();
    for p in Page::HEADER {
        let view = View::new(&empty, Place::File);
        assert!(page(&view, p, &Query::default()).into_string().contains("<h1"), "{p:?}");
    }
}

#[test]
fn a_place_that_no_gazetteer_knows_is_listed_and_an_empty_map_is_not_drawn() {
    let map = |story: &parallax_model::Story| {
        page(&View::new(story, Place::Server("/s/1".into())), Page::Map, &Query::default()).into_string()
    };
    let mut story = support::story(PLAIN);
    let known = map(&story);
    assert!(known.contains("<svg") && !known.contains("not found on the map"), "{known}");
    story.cast.entities[2].location = None;
    let unknown = map(&story);
    assert!(!unknown.contains("<svg") && unknown.contains("Named, and not found on the map"), "{unknown}");
    assert!(visible(&unknown).contains("Varnholm") && unknown.contains("Of 0 of 1 event"), "{unknown}");
}

#[test]
fn a_day_is_marked_as_concluded_where_all_its_events_are_and_else_beside_each() {
    let mut story = support::story(PLAIN);
    let timeline = |story: &parallax_model::Story| {
        let text = page(&View::new(story, Place::File), Page::Timeline, &Query::default()).into_string();
        let (day, rest) = text.split_once("</h2>").map(|(a, b)| (a.to_string(), b.to_string())).unwrap();
        (day.rsplit("<h2>").next().unwrap().matches("concluded").count(), rest.matches(">concluded<").count())
    };
    assert_eq!(timeline(&story), (1, 0));
    let mut said = story.events[0].clone();
    said.when = said.when.map(|when| parallax_model::When { inferred: false, ..when });
    said.id = "e7k2".into();
    story.events.push(said);
    story.states.push(parallax_model::State::Contradicted);
    assert_eq!(timeline(&story), (0, 1));
}

/// The words between tags.
fn visible(text: &str) -> String {
    text.split('<').filter_map(|p| p.split_once('>')).map(|(_, words)| words).collect::<Vec<_>>().join(" ")
}
