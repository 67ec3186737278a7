//! Inputs → reports, with what must be said of them.

use crate::args::{Common, Input};
use crate::{End, fetch, kept, ontology, progress};
use anyhow::bail;
use parallax::model::{Notice, Report, Story};
use parallax::read::{Options, Reports};
use parallax::{World, reconstruct};
use parallax_store::Library;

/// Sets the number of threads for the whole run.
pub(crate) fn threads(number: Option<usize>) {
    // Deep trees of dependencies are walked recursively in places: give the workers room.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(number.unwrap_or(0)).stack_size(16 << 20);
    let _ = pool.build_global();
}

/// The reports of the inputs; an error when there is none.
pub(crate) fn reports(input: &Input, common: &Common) -> anyhow::Result<Reports> {
    let fetch = Some(fetch::fetcher(input.reading, common));
    let options = Options { published: input.reading.published, fetch, ..Options::default() };
    let read = parallax::read::reports(&input.inputs, &options);
    say("error", &read.skipped);
    if read.reports.is_empty() {
        bail!("no report could be read from {}", input.inputs.join(" "));
    }
    if !common.quiet {
        say("note", read.notices.iter().chain(read.reports.iter().flat_map(|r| &r.notices)));
    }
    Ok(read)
}

/// The story of the inputs, or the one kept under that name, and how the run ends.
pub(crate) fn story(input: &Input, common: &Common) -> anyhow::Result<(Story, End)> {
    let (world, whole) = ontology::world(input.ontology.as_deref())?;
    // A name that is no file may be that of a story kept; where there is no such story, the missing file is what to tell.
    if let Some(name) = kept::named(&input.inputs) {
        let place = kept::place(&input.place)?;
        if place.exists() {
            let library = Library::open(&place)?;
            if let Some(id) = library.find(name)? {
                return Ok((kept::story(&library, id, &world, common)?, End::Done));
            }
        }
    }
    let read = reports(input, common)?;
    let end = if whole && read.skipped.is_empty() { End::Done } else { End::Skipped };
    Ok((tell(read.reports, &world, common), end))
}

/// The story of these reports, with progress on standard error.
pub(crate) fn tell(reports: Vec<Report>, world: &World, common: &Common) -> Story {
    let bar = progress::Bar::new(common.progress, common.quiet, reports.len());
    let story = reconstruct(reports, world, &|step| bar.step(step));
    bar.end();
    if !common.quiet {
        say("note", &story.notices);
    }
    story
}

/// Most inputs that are named beside the first of which the same is said.
const NAMED: usize = 8;

/// Notices on standard error: what, where, what next. What is to be said of several inputs is said once.
pub(crate) fn say<'n>(kind: &str, notices: impl IntoIterator<Item = &'n Notice>) {
    let clean = parallax::tell::printable;
    let mut alike: Vec<(&Notice, Vec<String>)> = Vec::new();
    for notice in notices {
        let same =
            |known: &Notice| (known.code, &known.message, &known.help) == (notice.code, &notice.message, &notice.help);
        match alike.iter_mut().find(|(known, _)| same(known)) {
            Some((_, others)) => others.push(clean(&notice.subject)),
            None => alike.push((notice, Vec::new())),
        }
    }
    for (notice, others) in alike {
        eprintln!("{kind}[{}]: {} {}", notice.code, clean(&notice.subject), clean(&notice.message));
        if !others.is_empty() {
            let more = match others.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            eprintln!(" also: {}{more}", others.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "));
        }
        if let Some(help) = &notice.help {
            eprintln!(" help: {help}");
        }
    }
}
