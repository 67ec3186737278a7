//! `parallax show` and `parallax explain`: one thing of a story.

use crate::args::{Common, Inspect};
use crate::{End, input, output};
use anyhow::bail;
use parallax::model::Story;

pub(crate) fn run(options: &Inspect, common: &Common, tell: fn(&Story, &str) -> Option<String>) -> anyhow::Result<End> {
    let (story, end) = input::story(&options.input, common)?;
    let Some(text) = tell(&story, &options.id) else {
        let known: Vec<&str> = story.events.iter().map(|e| e.id.as_str()).take(8).collect();
        let last = story.reports.len().saturating_sub(1);
        bail!(
            "there is no {} in this story; events are {} …, reports A to {} or their files, and people and places have names",
            options.id,
            known.join(" "),
            parallax::tell::letter(last)
        );
    };
    output::write(None, text.as_bytes())?;
    Ok(end)
}
