//! `parallax compare`: reports → a story.

use crate::args::{Common, Compare, StoryFormat};
use crate::{End, input, output};
use parallax::model::State;
use parallax::tell::{self, Selection};

pub(crate) fn run(options: &Compare, common: &Common) -> anyhow::Result<End> {
    let (story, end) = input::story(&options.input, common)?;
    let selection = Selection {
        only: options.only.map(State::from),
        kinds: options.kind.iter().map(|&k| k.into()).collect(),
        all: options.all,
        width: options.width.unwrap_or_else(columns),
    };
    let text = match options.format.unwrap_or_else(|| by_ending(options)) {
        StoryFormat::Text => tell::text(&story, &selection) + &next(options, &story),
        StoryFormat::Json => tell::json(&story),
        StoryFormat::Md => tell::markdown(&story, &selection),
    };
    output::write(options.output.as_deref(), &text)?;
    let met = options.fail_on.map(State::from).is_some_and(|state| story.states.contains(&state));
    Ok(if met { End::Met } else { end })
}

fn by_ending(options: &Compare) -> StoryFormat {
    match options.output.as_deref().and_then(|f| f.extension()).and_then(|e| e.to_str()) {
        Some("json") => StoryFormat::Json,
        Some("md") => StoryFormat::Md,
        _ => StoryFormat::Text,
    }
}

/// What one can do next, with an id that exists.
fn next(options: &Compare, story: &parallax::model::Story) -> String {
    let differing = story.states.iter().position(|&s| s == State::Contradicted).unwrap_or(0);
    let inputs = options.input.inputs.join(" ");
    story.events.get(differing).map_or(String::new(), |e| {
        format!("\nNext: parallax show {0} {inputs} · parallax explain {0} {inputs}\n", e.id)
    })
}

fn columns() -> usize {
    terminal_size::terminal_size().map_or(0, |(width, _)| usize::from(width.0))
}
