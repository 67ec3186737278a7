//! Pages on 127.0.0.1: the library's stories, each page with its JSON twin, lists as CSV, and what the user decides.
//!
//! Binding to this machine alone does not keep other web pages out: every request must name this machine as its host
//! (against DNS rebinding), and everything that changes something must come from these pages and carry their token.

mod answer;
mod guard;
mod reading;
mod shelf;
mod upload;

pub use shelf::{Rebuild, Say, Shelf, Take, keep_result, kept};

use crate::page::{Page, Query};
use crate::view::{Place, View};
use answer::{Answer, found, missing, problem, see, text};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, RawForm, RawQuery, Request, State};
use axum::middleware::{Next, from_fn};
use axum::routing::{get, post};
use parallax_store::{Entry, StoryId};
use std::sync::Arc;

/// Most bytes of one upload.
const UPLOAD: usize = 20 << 20;

/// Most letters of a note.
const NOTE: usize = 2000;

/// Bytes of stack for the threads that read stories: deep trees of dependencies are walked recursively in places.
const STACK: usize = 16 << 20;

/// All addresses. `port` is where the server listens: part of what every request must name as its host.
pub fn router(shelf: Arc<Shelf>, port: u16) -> Router {
    Router::new()
        .route("/", get(stories))
        .route("/stories.json", get(stories_json))
        .route("/stories.csv", get(stories_csv))
        .route("/new", post(upload::new))
        .route("/-/style.css", get(|| async { text("text/css; charset=utf-8", crate::STYLE.to_string()) }))
        .route("/-/parallax.js", get(|| async { text("text/javascript; charset=utf-8", crate::SCRIPT.to_string()) }))
        .route("/-/patterns", get(|| async { found(crate::plain("Patterns", crate::pages::patterns())) }))
        .route("/-/health", get(|| async { text("application/json", "{\"ok\":true}\n".to_string()) }))
        .route("/s/{story}/", get(overview))
        .route("/s/{story}/corrections", get(corrections).post(decide))
        .route("/s/{story}/corrections.jsonl", get(decisions).post(upload::decisions))
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
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_io().enable_time().thread_stack_size(STACK).build()?;
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

async fn stories_json(State(shelf): State<Arc<Shelf>>) -> Answer {
    let told = |list: Vec<Entry>| text("application/json", crate::pages::stories_json(&list).to_string());
    shelf.stories().map_or_else(|why| problem(&why), told)
}

async fn stories_csv(State(shelf): State<Arc<Shelf>>) -> Answer {
    let told = |list: Vec<Entry>| text("text/csv; charset=utf-8", crate::csv::stories(&list));
    shelf.stories().map_or_else(|why| problem(&why), told)
}

async fn overview(state: State<Arc<Shelf>>, Path(story): Path<String>, query: RawQuery) -> Answer {
    story_page(state, Path((story, String::new())), query).await
}

async fn decisions(state: State<Arc<Shelf>>, Path(story): Path<String>, query: RawQuery) -> Answer {
    story_page(state, Path((story, "corrections.jsonl".to_string())), query).await
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
    let (waiting, reads) = (shelf.clone(), !path.contains('.') && !shelf.is_told(number));
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
    let task = tokio::task::spawn_blocking(work);
    let done = if reads { reading::patiently(task, waiting, number).await } else { task.await };
    done.unwrap_or_else(|_| problem("the page could not be made"))
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
        "corrections.jsonl" => {
            let lines: String = view.decisions.iter().map(|d| d.line() + "\n").collect();
            return text("application/jsonl; charset=utf-8", lines);
        }
        "compare" => return chosen_pair(view, query),
        _ => {}
    }
    if let Some(answer) = crate::forms::document(view.story, path) {
        return answer::file(answer);
    }
    let (bare, form) = path.rsplit_once('.').filter(|(_, form)| ["json", "csv"].contains(form)).unwrap_or((path, ""));
    let Some(page) = Page::at(bare, view.story) else {
        // An event that was merged into another, or whose first statement changed: its statement leads to it.
        let moved = bare.strip_prefix("e/").and_then(|id| crate::decide::event_at(view, id)).map(Page::Event);
        return match moved {
            Some(page) if form.is_empty() => see(&view.href(page)),
            Some(page) => see(&format!("{}.{form}", view.href(page))),
            None => missing("There is no such page in this story."),
        };
    };
    let query = Query::new(&answer::pairs(query.as_bytes()), view.story);
    match form {
        "json" => text("application/json", crate::twin(view, page, &query, json).to_string()),
        "csv" => crate::csv(view, page)
            .map_or_else(|| missing("This page has no list."), |list| text("text/csv; charset=utf-8", list)),
        // The form of the lists sends them as a query; the page's own address holds them.
        _ => match (page, query.beside) {
            (Page::Compare(..), [Some(a), Some(b), c]) => see(&view.href(beside(a, b, c))),
            _ => found(crate::document(view, page, crate::page(view, page, &query))),
        },
    }
}

fn chosen_pair(view: &View, query: &str) -> Answer {
    let query = Query::new(&answer::pairs(query.as_bytes()), view.story);
    let [a, b, c] = query.beside;
    see(&view.href(beside(a.unwrap_or(0), b.unwrap_or(1), c)))
}

/// The page of these reports; one chosen twice stands there once.
fn beside(a: usize, b: usize, c: Option<usize>) -> Page {
    Page::Compare(a, b, c.filter(|c| *c != a && *c != b))
}

/// Takes a decision and leads back to the page it was taken on.
async fn decide(State(shelf): State<Arc<Shelf>>, Path(story): Path<String>, RawForm(body): RawForm) -> Answer {
    let fields = answer::pairs(&body);
    let all = |name: &str| fields.iter().filter(|(k, _)| k == name).map(|(_, v)| v.clone()).collect::<Vec<_>>();
    let field = |name: &str| all(name).into_iter().next().unwrap_or_default();
    if !shelf.is_token(&field("token")) {
        return answer::refused(
            "This form is not from the pages that are open now. Go back, load the page again, and decide again.",
        );
    }
    let Ok(number) = story.parse().map(StoryId) else { return missing("There is no such story.") };
    let (back, part) = (field("back"), field("part"));
    let asked = shelf::Asked {
        op: field("op"),
        a: all("a"),
        b: all("b"),
        field: field("field"),
        value: field("value"),
        note: field("note").chars().take(NOTE).collect(),
    };
    let done = tokio::task::spawn_blocking(move || {
        match asked.op.as_str() {
            "undo" => shelf.undo(number, asked.value.parse().ok())?,
            _ => shelf.decide(number, &asked)?,
        }
        Ok::<_, String>((shelf.story(number)?, asked.a.first().cloned().unwrap_or_default()))
    });
    let (told, about) = match done.await {
        Ok(Ok((Some(told), about))) => (told, about),
        Ok(Ok((None, _))) => return missing("There is no such story."),
        Ok(Err(why)) => return answer::not_done(&why),
        Err(_) => return problem("the decision could not be kept"),
    };
    let view = View::new(&told.story, Place::Server(format!("/s/{}", number.0)));
    // The page decided on may be gone: two events became one, or one none.
    let moved = || crate::decide::event_at(&view, &about).map(Page::Event);
    let page = Page::at(&back, &told.story).or_else(moved).unwrap_or(Page::Corrections);
    match (page, part.parse::<usize>()) {
        (Page::Review, Ok(part)) => see(&format!("{}?part={part}", view.href(page))),
        _ => see(&view.href(page)),
    }
}

#[cfg(test)]
mod tests;
