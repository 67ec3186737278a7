//! Answers: pages, data, refusals.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use maud::{Markup, html};

/// An answer to a request.
pub(crate) type Answer = Response<Body>;

fn with(status: StatusCode, kind: &str, body: String) -> Answer {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    if let Ok(kind) = kind.parse() {
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    answer
}

/// A page.
pub(crate) fn found(page: Markup) -> Answer {
    with(StatusCode::OK, "text/html; charset=utf-8", page.into_string())
}

/// Anything else of that kind.
pub(crate) fn text(kind: &'static str, body: String) -> Answer {
    with(StatusCode::OK, kind, body)
}

/// A file of that kind, to be saved under that name.
pub(crate) fn file(file: crate::forms::Document) -> Answer {
    let mut answer = Response::new(Body::from(file.bytes));
    if let Ok(kind) = file.kind.parse() {
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    if let Ok(value) = format!("attachment; filename=\"{}\"", file.name).parse() {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

/// A page to be saved, not shown: its own style would be forbidden here.
pub(crate) fn attached(name: &'static str, page: String) -> Answer {
    let mut answer = with(StatusCode::OK, "text/html; charset=utf-8", page);
    if let Ok(value) = format!("attachment; filename=\"{name}\"").parse() {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

/// Leads to another address of this server.
pub(crate) fn see(address: &str) -> Answer {
    let mut answer = with(StatusCode::SEE_OTHER, "text/plain", String::new());
    if let Ok(address) = address.parse() {
        answer.headers_mut().insert(header::LOCATION, address);
    }
    answer
}

/// There is nothing at this address.
pub(crate) fn missing(why: &str) -> Answer {
    with(StatusCode::NOT_FOUND, "text/html; charset=utf-8", said("Not found", why))
}

/// The request is not allowed.
pub(crate) fn refused(why: &str) -> Answer {
    with(StatusCode::FORBIDDEN, "text/html; charset=utf-8", said("Not done", why))
}

/// What was asked for cannot be done as it was asked.
pub(crate) fn not_done(why: &str) -> Answer {
    let why = format!("{}. Go back and put it differently.", why.trim_end_matches('.'));
    with(StatusCode::UNPROCESSABLE_ENTITY, "text/html; charset=utf-8", said("Not done", &why))
}

/// Something went wrong here.
pub(crate) fn problem(why: &str) -> Answer {
    with(StatusCode::INTERNAL_SERVER_ERROR, "text/html; charset=utf-8", said("Not possible now", why))
}

fn said(title: &str, why: &str) -> String {
    crate::plain(title, html! { p.notice { (why) } p { a href="/" { "All stories" } } }).into_string()
}

/// The pairs of a query or a form (`application/x-www-form-urlencoded`).
pub(crate) fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
