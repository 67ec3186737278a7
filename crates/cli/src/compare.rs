//! `parallax compare`: reports → a story.

use crate::args::{Common, Compare, Form, StoryFormat};
use crate::{End, form, input, kept, ontology, output};
use parallax::model::{State, Story};
use parallax::tell::{self, Selection};
use parallax_store::Library;
use parallax_web::server::kept as kept_report;

pub(crate) fn run(options: &Compare, common: &Common) -> anyhow::Result<End> {
    form::check(&options.form)?;
    let name = library_name(options);
    let (story, end) = match &name {
        Some(name) => keep(name, options, common)?,
        None => input::story(&options.input, common)?,
    };
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
    // A story kept is printed too.
    let output = options.form.output.clone().filter(|_| name.is_none());
    if form == StoryFormat::Text {
        let text = tell::text(&story, &selection) + &next(options, &story);
        output::write(output.as_deref(), text.as_bytes())?;
    } else {
        let to = Form { format: Some(form), table: options.form.table.clone(), output };
        form::write(&story, form, &to, &selection, false)?;
    }
    if let Some(name) = name.filter(|_| !common.quiet) {
        eprintln!("kept as {name}: `parallax open {name}` shows it, `parallax correct {name}` takes your decisions");
    }
    let met = options.fail_on.map(State::from).is_some_and(|state| story.states.contains(&state));
    Ok(if met { End::Met } else { end })
}

/// The name under which the story is to be kept: what `-o` says, where it looks like no file.
fn library_name(options: &Compare) -> Option<String> {
    // Tables go into a folder.
    if options.form.table.is_some()
        || matches!(options.form.format, Some(StoryFormat::Csv | StoryFormat::Tsv | StoryFormat::Parquet))
    {
        return None;
    }
    let name = options.form.output.as_deref()?.to_str()?;
    let name = name.strip_suffix(['/', '\\']).unwrap_or(name);
    (!name.is_empty() && !name.contains(['.', '/', '\\']) && name != "-").then(|| name.to_string())
}

/// Adds the reports to the story of that name, made where there is none, and tells it whole, under its decisions.
fn keep(name: &str, options: &Compare, common: &Common) -> anyhow::Result<(Story, End)> {
    let (world, whole) = ontology::world(options.input.ontology.as_deref())?;
    let read = input::reports(&options.input, common)?;
    let end = if whole && read.skipped.is_empty() { End::Done } else { End::Skipped };
    let mut library = Library::open(&kept::place(&options.input.place)?)?;
    let id = library.add(name)?;
    library.put(id, &read.reports.iter().map(kept_report).collect::<Vec<_>>())?;
    let revision = library.revision(id)?;
    let story = kept::story(&library, id, &world, common)?;
    parallax_web::server::keep_result(&mut library, id, revision, &story).map_err(|e| anyhow::anyhow!(e))?;
    if !common.quiet {
        input::say("note", &story.notices);
    }
    Ok((story, end))
}

/// What one can do next, with an id that exists.
fn next(options: &Compare, story: &parallax::model::Story) -> String {
    let differing = story.states.iter().position(|&s| s == State::Contradicted).unwrap_or(0);
    let inputs = options.input.inputs.iter().map(|i| quoted(i)).collect::<Vec<_>>().join(" ");
    story.events.get(differing).map_or(String::new(), |e| {
        format!("\nNext: parallax show {0} {inputs} · parallax explain {0} {inputs} · parallax open {inputs}\n", e.id)
    })
}

/// An input as shells take it: addresses hold characters that mean something there.
fn quoted(input: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\._-:~,+@%*=".contains(c);
    if input.chars().all(plain) { input.to_string() } else { format!("'{}'", input.replace('\'', r"'\''")) }
}

fn columns() -> usize {
    terminal_size::terminal_size().map_or(0, |(width, _)| usize::from(width.0))
}
