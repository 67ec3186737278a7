//! The whole story in one HTML file that works from disk, without server and without script.

use crate::page::{Page, Query};
use crate::pages;
use crate::view::{Place, View};
use parallax_model::Story;

/// Pairs of reports laid side by side in one file: those that share most events.
const PAIRS: usize = 6;

/// The story as one HTML file. `full_text` includes the reports' whole texts; without it, quotations of at most 300
/// characters, since reports are under copyright.
pub fn file(story: &Story, full_text: bool) -> String {
    let mut view = View::new(story, Place::File);
    view.full_text = full_text;
    let mut list = vec![Page::Overview, Page::Timeline];
    list.extend((0..story.events.len()).map(Page::Event));
    let pairs = pages::busiest_pairs(&view, PAIRS);
    list.extend(pairs.iter().map(|&(a, b)| Page::Compare(a, b, None)));
    if story.reports.len() > 1 {
        list.extend([Page::Differences, Page::Only]);
    }
    list.push(Page::People);
    list.extend((0..story.cast.entities.len()).map(Page::Entity));
    list.extend([Page::Network, Page::Map, Page::Reports]);
    list.extend((0..story.reports.len()).map(Page::Report));
    list.extend([Page::Ledger, Page::Corrections, Page::Export, Page::Method]);
    view.pair = pairs.first().copied();
    let pages: Vec<_> = list.into_iter().map(|page| (page, pages::page(&view, page, &Query::default()))).collect();
    crate::shell::single(&view, &pages).into_string()
}
