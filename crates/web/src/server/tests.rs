use super::*;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use parallax_model::{Report, ReportId, Span, Story};
use parallax_store::{Kept, Library};
use tower::ServiceExt;

const PORT: u16 = 4711;

/// A shelf with one story of one report, which is not analysed: what is tested here is who may ask for what.
fn shelf() -> Arc<Shelf> {
    let mut library = Library::in_memory().unwrap();
    let id = library.add("harbour").unwrap();
    let kept = Kept {
        path: "folder/a.txt".into(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        text: "Dockers struck.".into(),
    };
    library.put(id, &[kept]).unwrap();
    let rebuild = |kept: &[Kept], _, _: Say| Story {
        title: "Harbour".into(),
        reports: kept.iter().enumerate().map(|(i, k)| report(i, k)).collect(),
        ..Story::default()
    };
    Arc::new(Shelf::new(library, Box::new(rebuild), Box::new(|name, _| Err(format!("{name} is no report")))).unwrap())
}

fn report(i: usize, k: &Kept) -> Report {
    Report {
        id: ReportId(i),
        path: k.path.clone(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        text: k.text.clone(),
        body: Span::new(0, k.text.len()),
        notices: vec![],
    }
}

fn ask(shelf: &Arc<Shelf>, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let answer = router(shelf.clone(), PORT).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
    })
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).header("host", format!("127.0.0.1:{PORT}")).body(Body::empty()).unwrap()
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header("host", format!("127.0.0.1:{PORT}"))
        .header("content-type", "application/x-www-form-urlencoded")
}

#[test]
fn every_page_is_there_with_its_twin_and_forbids_foreign_script() {
    let shelf = shelf();
    for path in [
        "",
        "timeline",
        "differences",
        "only",
        "people",
        "network",
        "map",
        "reports",
        "ledger",
        "search",
        "export",
        "corrections",
        "review",
        "method",
        "r/r1",
    ] {
        let (status, headers, body) = ask(&shelf, get(&format!("/s/1/{path}")));
        assert_eq!(status, StatusCode::OK, "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(body.contains("<h1") && !body.contains("folder/"), "{path} shows a path of the disk or no heading");
        if !path.is_empty() {
            let (status, headers, body) = ask(&shelf, get(&format!("/s/1/{path}.json")));
            assert_eq!(
                (status, headers["content-type"].to_str().unwrap()),
                (StatusCode::OK, "application/json"),
                "{path}"
            );
            assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok() && !body.contains("folder/"), "{path}");
        }
    }
    for path in ["timeline", "differences", "people", "network", "map", "reports", "ledger"] {
        assert_eq!(ask(&shelf, get(&format!("/s/1/{path}.csv"))).0, StatusCode::OK, "{path}");
    }
}

#[test]
fn what_is_not_there_is_said_to_be_missing() {
    let shelf = shelf();
    for path in [
        "/nothing",
        "/s/1/nothing",
        "/s/9/",
        "/s/x/",
        "/s/1/e/e999",
        "/s/1/r/r7",
        "/s/1/../../etc/passwd",
        "/s/1/method.csv",
    ] {
        assert_eq!(ask(&shelf, get(path)).0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let shelf = shelf();
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:4711"] {
        let request = Request::get("/").header("host", host).body(Body::empty()).unwrap();
        assert_eq!(ask(&shelf, request).0, StatusCode::FORBIDDEN, "{host}");
    }
    assert_eq!(ask(&shelf, Request::get("/").body(Body::empty()).unwrap()).0, StatusCode::FORBIDDEN);
}

#[test]
fn a_decision_needs_the_token_and_our_own_page() {
    let shelf = shelf();
    let form =
        |token: &str| format!("token={token}&op=set_published&a=A&value=2025-03-05&note=as+printed&back=timeline");
    let send =
        |builder: axum::http::request::Builder, body: String| ask(&shelf, builder.body(Body::from(body)).unwrap());
    let good = form(shelf.token());
    assert_eq!(send(post("/s/1/corrections"), form("0123")).0, StatusCode::FORBIDDEN);
    assert_eq!(
        send(post("/s/1/corrections").header("sec-fetch-site", "cross-site"), good.clone()).0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        send(post("/s/1/corrections").header("origin", "http://evil.example"), good.clone()).0,
        StatusCode::FORBIDDEN
    );
    let (status, headers, _) =
        send(post("/s/1/corrections").header("origin", format!("http://127.0.0.1:{PORT}")), good);
    assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/s/1/timeline"));
    assert!(ask(&shelf, get("/s/1/corrections")).2.contains("was published on 5 Mar 2025"));
    assert!(ask(&shelf, get("/s/1/corrections.jsonl")).2.contains("\"note\":\"as printed\""));
    let undo = format!("token={}&op=undo&back=corrections", shelf.token());
    assert_eq!(send(post("/s/1/corrections"), undo).0, StatusCode::SEE_OTHER);
    assert!(ask(&shelf, get("/s/1/corrections")).2.contains(">undone<"));
}

#[test]
fn what_cannot_be_decided_is_said() {
    let shelf = shelf();
    for (form, why) in [
        ("op=judge&a=A", "no decision called judge"),
        ("op=same_event&a=e1&b=e2", "no event and no statement e1"),
        ("op=set_published&a=A&value=tomorrow", "tomorrow is no day"),
        ("op=rename&a=Nobody&value=Somebody", "name nobody and nothing"),
        ("op=same_origin&a=A&b=Z", "no report Z"),
    ] {
        let body = format!("token={}&{form}", shelf.token());
        let (status, _, page) = ask(&shelf, post("/s/1/corrections").body(Body::from(body)).unwrap());
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.contains(why), "{form}: {page}");
    }
    assert!(ask(&shelf, get("/s/1/corrections.jsonl")).2.is_empty());
}
