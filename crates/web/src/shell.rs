//! What stands around every page: head, header, footer.

use crate::page::Page;
use crate::view::{Place, View};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use parallax_tell::words::cut;

/// The one style sheet.
pub const STYLE: &str = include_str!("../assets/style.css");
/// The optional script: keys, the switch of light and dark, lines between reports. Every page works without it.
pub const SCRIPT: &str = include_str!("../assets/parallax.js");

/// A whole document of the server around a page's own part.
pub fn document(view: &View, page: Page, body: Markup) -> Markup {
    let title = format!("{} · {}", page.title(view.story), cut(&view.story.title, 80));
    frame(&title, header(view, page), html! { main #main tabindex="-1" { (body) } })
}

/// A whole document without a story.
pub fn plain(title: &str, body: Markup) -> Markup {
    let home = html! { header.top { p.brand { a href="/" { "Parallax" } } } };
    frame(title, home, html! { main #main tabindex="-1" { h1 { (title) } (body) } })
}

fn frame(title: &str, header: Markup, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) " · Parallax" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/-/style.css";
                script src="/-/parallax.js" defer {}
            }
            body {
                a.skip href="#main" { "Skip to content" }
                (header)
                (main)
                (footer())
            }
        }
    }
}

/// The whole story in one document: every page a section, the style inside, no script.
pub fn single(view: &View, pages: &[(Page, Markup)]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // Nothing is fetched and nothing runs, whatever a report holds.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="referrer" content="no-referrer";
                title { (cut(&view.story.title, 80)) " · Parallax" }
                style { (PreEscaped(STYLE)) }
            }
            body.file {
                a.skip href="#overview" { "Skip to content" }
                (header(view, Page::Overview))
                main #main {
                    @for (page, body) in pages {
                        section.page id=(crate::view::anchor(*page, view.story)) { (body) p.back { a href="#overview" { "↑ Overview" } } }
                    }
                }
                (footer())
            }
        }
    }
}

fn header(view: &View, current: Page) -> Markup {
    let several = view.story.reports.len() > 1;
    let shown = Page::HEADER
        .into_iter()
        .filter(|p| several || !matches!(p, Page::Compare(..) | Page::Differences | Page::Only))
        .filter(|p| !view.in_file() || *p != Page::Review);
    let here = |p: Page| std::mem::discriminant(&p) == std::mem::discriminant(&current);
    html! {
        header.top {
            p.brand {
                @if let Place::Server(_) = view.place { a href="/" { "Parallax" } " / " }
                a href=(view.href(Page::Overview)) { (cut(&view.story.title, 80)) }
            }
            nav aria-label="Pages of the story" {
                ul {
                    @for page in shown {
                        @let page = match (page, view.pair) { (Page::Compare(..), Some((a, b))) => Page::Compare(a, b, None), _ => page };
                        li { a href=(view.href(page)) aria-current=[here(page).then_some("page")] data-key=[page.key()] { (page.name()) } }
                    }
                }
            }
            @if !view.in_file() {
                form.search role="search" action=(view.href(Page::Search)) {
                    label for="q" { "Search" }
                    input #q name="q" type="search" maxlength="200" data-key="/";
                    button { "Find" }
                }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer {
            p { "Parallax " (env!("CARGO_PKG_VERSION")) " says who says what, with the sentence it rests on. It does not decide who is right." }
        }
    }
}
