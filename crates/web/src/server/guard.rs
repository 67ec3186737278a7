//! Who may ask: only pages of this machine, under this machine's name; and what every answer forbids the browser.

use super::answer::{Answer, refused};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;

/// No script or style but our own files, nothing from elsewhere, no framing.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Lets a request through or refuses it, and puts the safety headers on the answer.
pub(crate) async fn check(port: u16, request: Request, next: Next) -> Answer {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let mut answer = if !is_host(request.headers(), port) {
        refused("This address is not one of this machine.")
    } else if changes && !is_own(request.headers(), port) {
        refused("This came from another page.")
    } else {
        next.run(request).await
    };
    let headers = answer.headers_mut();
    // The single file brings its own style and its own, stricter policy; the header would forbid that style.
    let fixed = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Whether the request names this machine: a name that only resolves to it (DNS rebinding) does not count.
fn is_host(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next().and_then(|h| h.to_str().ok()), hosts.next()) else { return false };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| host == format!("{name}:{port}"))
}

/// Whether a change was asked for by our own pages: browsers say where a form came from, and others do not send these.
fn is_own(headers: &HeaderMap, port: u16) -> bool {
    let said = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let site = said("sec-fetch-site").is_none_or(|s| s == "same-origin" || s == "none");
    let origin = said("origin").is_none_or(|o| {
        ["http://127.0.0.1", "http://localhost"].iter().any(|own| o == format!("{own}:{port}"))
            || o == "null" && said("sec-fetch-site") == Some("same-origin")
    });
    site && origin
}
