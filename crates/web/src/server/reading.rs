//! What is shown while a story is being read: a page that grows by a line for each thing done, and becomes the page asked
//! for when all is done. It needs no script: the answer stays open.

use super::answer::Answer;
use super::shelf::Shelf;
use axum::body::Body;
use axum::http::{Response, header};
use futures_util::stream;
use maud::{PreEscaped, html};
use parallax_store::StoryId;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};

/// How long a page may take before the reader is told why it does.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often what was done meanwhile is sent.
const BEAT: Duration = Duration::from_millis(150);
/// Where the lines stand in the page.
const HERE: &str = "<!--lines-->";

/// The page asked for, or, where it takes longer, one that says how far it is.
pub(super) async fn patiently(
    mut task: JoinHandle<Answer>,
    shelf: Arc<Shelf>,
    story: StoryId,
) -> Result<Answer, JoinError> {
    match tokio::time::timeout(PATIENCE, &mut task).await {
        Ok(done) => done,
        Err(_) => Ok(growing(task, shelf, story)),
    }
}

fn growing(task: JoinHandle<Answer>, shelf: Arc<Shelf>, story: StoryId) -> Answer {
    let frame = crate::plain(
        "Reading the reports",
        html! {
            p { "The story is shown here when all are read and compared." }
            ol aria-live="polite" { (PreEscaped(HERE)) }
        },
    )
    .into_string();
    let (before, after) = frame.split_once(HERE).unwrap_or((&frame, ""));
    // The same address again, at once: now it is the story.
    let end =
        format!("</ol><meta http-equiv=\"refresh\" content=\"0\">{}", after.strip_prefix("</ol>").unwrap_or(after));
    let state = (Some(before.to_string()), Some(task), 0);
    let lines = stream::unfold(state, move |(first, task, said)| {
        let (shelf, end) = (shelf.clone(), end.clone());
        async move {
            if let Some(first) = first {
                return Some((first, (None, task, said)));
            }
            let task = task?;
            tokio::time::sleep(BEAT).await;
            let all = shelf.progress(story);
            let new: String = all
                .iter()
                .skip(said)
                .map(|line| html! { li { (parallax_tell::printable(line)) } }.into_string())
                .collect();
            let chunk = if task.is_finished() { format!("{new}{end}") } else { new };
            let task = (!task.is_finished()).then_some(task);
            Some((chunk, (None, task, all.len().max(said))))
        }
    });
    use futures_util::StreamExt;
    let mut answer = Response::new(Body::from_stream(lines.map(Ok::<_, std::convert::Infallible>)));
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}
