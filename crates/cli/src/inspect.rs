//! `parallax show` and `parallax explain`: one thing of a story.

use crate::args::{Common, Inspect};
use crate::{End, input, output};
use anyhow::bail;
use parallax::model::Story;

pub(crate) fn run(options: &Inspect, common: &Common, tell: fn(&Story, &str) -> Option<String>) -> anyhow::Result<End> {
    let (story, end) = input::story(&options.input, common)?;
    let Some(text) = tell(&story, &options.id) else {
        let known: Vec<&str> = story.events.iter().map(|e| e.id.as_str()).take(8).collect();
        bail!(
            "there is no {} in this story; events are {} …, entities n1 to n{}, reports r1 to r{}",
            options.id,
            known.join(" "),
            story.cast.entities.len(),
            story.reports.len()
        );
    };
    output::write(None, text.as_bytes())?;
    Ok(end)
}
