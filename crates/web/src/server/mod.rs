//! Pages on 127.0.0.1: the library's stories, each page with its JSON twin, lists as CSV, and what the user decides.
//!
//! Binding to this machine alone does not keep other web pages out: every request must name this machine as its host
//! (against DNS rebinding), and everything that changes something must come from these pages and carry their token.

mod answer;
mod guard;
mod shelf;
mod upload;

pub use shelf::{Rebuild, Shelf, Take, kept};

use crate::page::{Page, Query};
use crate::view::{Place, View};
use answer::{Answer, found, missing, problem, see, text};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawForm, RawQuery, Request, State};
use axum::middleware::{Next, from_fn};
use axum::routing::{get, post};
use parallax_store::{Op, StoryId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most bytes of one upload.
const UPLOAD: usize = 20 << 20;

/// Bytes of stack for the threads that read stories: deep trees of dependencies are walked recursively in places.
const STACK: usize = 16 << 20;

/// All addresses. `port` is where the server listens: part of what every request must name as its host.
pub fn router(shelf: Arc<Shelf>, port: u16) -> Router {
    Router::new()
        .route("/", get(stories))
        .route("/new", post(upload::new))
        .route("/-/style.css", get(|| async { text("text/css; charset=utf-8", crate::STYLE.to_string()) }))
        .route("/-/parallax.js", get(|| async { text("text/javascript; charset=utf-8", crate::SCRIPT.to_string()) }))
        .route("/-/patterns", get(|| async { found(crate::plain("Patterns", crate::pages::patterns())) }))
        .route("/-/health", get(|| async { text("application/json", "{\"ok\":true}\n".to_string()) }))
        .route("/s/{story}/", get(overview))
        .route("/s/{story}/corrections", get(corrections).post(decide))
        .route("/s/{story}/{*page}", get(story_page))
        .fallback(|| async { missing("There is no such page.") })
        .layer(DefaultBodyLimit::max(UPLOAD))
        .layer(from_fn(move |request: Request, next: Next| guard::check(port, request, next)))
        .with_state(shelf)
}

/// Serves until the process ends.
///
/// # Errors
/// When the port cannot be listened on.
pub fn serve(shelf: Arc<Shelf>, listener: std::net::TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().thread_stack_size(STACK).build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(shelf, port)).await
    })
}

async fn stories(State(shelf): State<Arc<Shelf>>) -> Answer {
    match shelf.stories() {
        Ok(list) => found(crate::pages::stories(&list, shelf.token())),
        Err(why) => problem(&why),
    }
}

async fn overview(state: State<Arc<Shelf>>, Path(story): Path<String>, query: RawQuery) -> Answer {
    story_page(state, Path((story, String::new())), query).await
}

async fn corrections(state: State<Arc<Shelf>>, Path(story): Path<String>, query: RawQuery) -> Answer {
    story_page(state, Path((story, Page::Corrections.name().to_lowercase())), query).await
}

async fn story_page(
    State(shelf): State<Arc<Shelf>>,
    Path((story, path)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Answer {
    let Ok(number) = story.parse().map(StoryId) else { return missing("There is no such story.") };
    // Reading a story takes seconds the first time: not on the thread that answers.
    let work = move || {
        let told = match shelf.story(number) {
            Ok(Some(told)) => told,
            Ok(None) => return missing("There is no such story."),
            Err(why) => return problem(&why),
        };
        let base = format!("/s/{}", number.0);
        let mut view = View::new(&told.story, Place::Server(base));
        view.token = Some(shelf.token().to_string());
        view.decisions = told.decisions.clone();
        show(&view, &told.json, &path, query.as_deref().unwrap_or(""))
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| problem("the page could not be made"))
}

/// One page of a story, or its twin.
fn show(view: &View, json: &serde_json::Value, path: &str, query: &str) -> Answer {
    match path {
        "story.json" => {
            return text("application/json", crate::twin(view, Page::Overview, &Query::default(), json).to_string());
        }
        "story.html" => return answer::attached("story.html", crate::file(view.story, false)),
        "story.md" => {
            return text(
                "text/markdown; charset=utf-8",
                parallax_tell::markdown(view.story, &parallax_tell::Selection::default()),
            );
        }
        "compare" => return chosen_pair(view, query),
        _ => {}
    }
    let (bare, form) = path.rsplit_once('.').filter(|(_, form)| ["json", "csv"].contains(form)).unwrap_or((path, ""));
    let Some(page) = Page::at(bare, view.story) else { return missing("There is no such page in this story.") };
    let query = Query::new(&answer::pairs(query.as_bytes()), view.story);
    match form {
        "json" => text("application/json", crate::twin(view, page, &query, json).to_string()),
        "csv" => crate::csv(view, page)
            .map_or_else(|| missing("This page has no list."), |list| text("text/csv; charset=utf-8", list)),
        // The form of two lists sends them as a query; the page's own address holds them.
        _ => match (page, query.pair) {
            (Page::Compare(..), (Some(a), Some(b))) => see(&view.href(Page::Compare(a, b))),
            _ => found(crate::document(view, page, crate::page(view, page, &query))),
        },
    }
}

fn chosen_pair(view: &View, query: &str) -> Answer {
    let query = Query::new(&answer::pairs(query.as_bytes()), view.story);
    see(&view.href(Page::Compare(query.pair.0.unwrap_or(0), query.pair.1.unwrap_or(1))))
}

/// Takes a decision and leads back to the page it was taken on.
async fn decide(State(shelf): State<Arc<Shelf>>, Path(story): Path<String>, RawForm(body): RawForm) -> Answer {
    let fields: BTreeMap<String, String> = answer::pairs(&body).into_iter().collect();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    if !shelf.is_token(field("token")) {
        return answer::refused(
            "This form is not from the pages that are open now. Go back, load the page again, and decide again.",
        );
    }
    let Ok(number) = story.parse().map(StoryId) else { return missing("There is no such story.") };
    let Some(op) = Op::named(field("op")) else { return answer::refused("There is no such decision.") };
    let (a, b, back) = (field("a").to_string(), field("b").to_string(), field("back").to_string());
    if op != Op::Undo && (a.is_empty() || b.is_empty() || a.len() + b.len() > 2000) {
        return answer::refused("A decision needs two names or two events.");
    }
    let done = tokio::task::spawn_blocking(move || {
        shelf.decide(number, op, &a, &b)?;
        shelf.story(number)
    });
    let told = match done.await {
        Ok(Ok(Some(told))) => told,
        Ok(Ok(None)) => return missing("There is no such story."),
        Ok(Err(why)) => return problem(&why),
        Err(_) => return problem("the decision could not be kept"),
    };
    // The page decided on may be gone: two events became one.
    let page = Page::at(&back, &told.story).unwrap_or(Page::Corrections);
    let view = View::new(&told.story, Place::Server(format!("/s/{}", number.0)));
    if op == Op::Undo {
        return see(&view.href(Page::Corrections));
    }
    see(&view.href(page))
}

#[cfg(test)]
mod tests;
