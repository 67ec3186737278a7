//! `parallax compare`: reports → a story.

use crate::args::{Common, Compare, StoryFormat};
use crate::{End, form, input, output};
use parallax::model::State;
use parallax::tell::{self, Selection};

pub(crate) fn run(options: &Compare, common: &Common) -> anyhow::Result<End> {
    form::check(&options.form)?;
    let (story, end) = input::story(&options.input, common)?;
    let selection = Selection {
        only: options.only.map(State::from),
        kinds: options.kind.iter().map(|&k| k.into()).collect(),
        since: options.since,
        until: options.until,
        actor: options.actor.clone(),
        all: options.all,
        width: options.width.unwrap_or_else(columns),
    };
    let form = form::of(&options.form)?.unwrap_or(StoryFormat::Text);
    if form == StoryFormat::Text {
        let text = tell::text(&story, &selection) + &next(options, &story);
        output::write(options.form.output.as_deref(), text.as_bytes())?;
    } else {
        form::write(&story, form, &options.form, &selection, false)?;
    }
    let met = options.fail_on.map(State::from).is_some_and(|state| story.states.contains(&state));
    Ok(if met { End::Met } else { end })
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
