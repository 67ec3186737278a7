//! New reports from the page: files dropped, and pasted text.

use super::answer::{Answer, found, not_done, problem, refused, see};
use super::shelf::Shelf;
use axum::extract::{Multipart, Path, State};
use maud::html;
use parallax_store::StoryId;
use std::sync::Arc;

/// Most files of one upload.
const FILES: usize = 200;

/// Adds the reports of the form to a story and leads to it.
pub(crate) async fn new(State(shelf): State<Arc<Shelf>>, mut form: Multipart) -> Answer {
    let (mut name, mut files, mut permitted) = (String::new(), Vec::new(), false);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => return refused("The upload broke off or is larger than 20 MB."),
        };
        let (kind, file) = (field.name().unwrap_or("").to_string(), field.file_name().map(str::to_string));
        let Ok(bytes) = field.bytes().await else { return refused("The upload broke off or is larger than 20 MB.") };
        match kind.as_str() {
            "token" => permitted = std::str::from_utf8(&bytes).is_ok_and(|t| shelf.is_token(t)),
            "name" => name = parallax_tell::words::cut(&String::from_utf8_lossy(&bytes), 60),
            "text" if !bytes.trim_ascii().is_empty() => {
                files.push((format!("pasted-{}.txt", files.len() + 1), bytes.to_vec()))
            }
            "file" if !bytes.is_empty() && files.len() < FILES => {
                files.push((file_name(&file.unwrap_or_default()), bytes.to_vec()))
            }
            _ => {}
        }
    }
    if !permitted {
        return refused(
            "This form is not from the pages that are open now. Go back, load the page again, and send it again.",
        );
    }
    if files.is_empty() {
        return refused("There was no file and no text. Go back and choose at least one report.");
    }
    if name.is_empty() {
        name = "Untitled story".to_string();
    }
    let done = tokio::task::spawn_blocking(move || shelf.add(&name, &files)).await;
    match done {
        Ok(Ok((id, bad))) if bad.is_empty() => see(&format!("/s/{}/", id.0)),
        Ok(Ok((id, bad))) => found(crate::plain(
            "Some reports could not be read",
            html! {
                ul { @for why in &bad { li { (parallax_tell::printable(why)) } } }
                p { "The others were taken. " a href={ "/s/" (id.0) "/" } { "To the story" } }
            },
        )),
        Ok(Err(why)) => refused(&why),
        Err(_) => problem("the reports could not be kept"),
    }
}

/// Takes over a list of decisions (JSON Lines).
pub(crate) async fn decisions(
    State(shelf): State<Arc<Shelf>>,
    Path(story): Path<String>,
    mut form: Multipart,
) -> Answer {
    let (mut lines, mut permitted) = (None, false);
    while let Ok(Some(field)) = form.next_field().await {
        let kind = field.name().unwrap_or("").to_string();
        let Ok(bytes) = field.bytes().await else { return refused("The upload broke off or is larger than 20 MB.") };
        match kind.as_str() {
            "token" => permitted = std::str::from_utf8(&bytes).is_ok_and(|t| shelf.is_token(t)),
            "file" => lines = String::from_utf8(bytes.to_vec()).ok(),
            _ => {}
        }
    }
    let (Ok(id), true) = (story.parse().map(StoryId), permitted) else {
        return refused(
            "This form is not from the pages that are open now. Go back, load the page again, and send it again.",
        );
    };
    let Some(lines) = lines else { return not_done("The file is not text") };
    match tokio::task::spawn_blocking(move || shelf.apply(id, &lines)).await {
        Ok(Ok(())) => see(&format!("/s/{}/corrections", id.0)),
        Ok(Err(why)) => not_done(&why),
        Err(_) => problem("the decisions could not be kept"),
    }
}

/// The last part of a name, whatever folders it was sent with.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or("");
    if last.is_empty() { "report.txt".to_string() } else { parallax_tell::words::cut(last, 100) }
}
