//! Stories kept in the library: where it is, and how they are told again under the user's decisions.

use crate::args::{Common, LibraryPlace};
use anyhow::{anyhow, bail};
use parallax::model::{Correction, Report, Story};
use parallax::read::Meta;
use parallax::{Reading, Step, World, weave};
use parallax_store::{Kept, Library, StoryId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where the library is, unless said otherwise.
pub(crate) fn place(options: &LibraryPlace) -> anyhow::Result<PathBuf> {
    if let Some(file) = options.library.clone().or_else(|| std::env::var_os("PARALLAX_LIBRARY").map(PathBuf::from)) {
        return Ok(file);
    }
    let Some(folders) = directories::ProjectDirs::from("", "", "parallax") else {
        bail!("no data folder is known for this user; say --library FILE")
    };
    Ok(folders.data_dir().join("library.sqlite"))
}

/// The name of a story kept, where the inputs are no file but one name.
pub(crate) fn named(inputs: &[String]) -> Option<&str> {
    match inputs {
        [name] if name != "-" && !name.contains(['/', '\\', '*', '?']) && !Path::new(name).exists() => Some(name),
        _ => None,
    }
}

/// The library and the story of that name in it.
pub(crate) fn find(name: &str, options: &LibraryPlace) -> anyhow::Result<(Library, StoryId)> {
    let library = Library::open(&place(options)?)?;
    let story = library.find(name)?.ok_or_else(|| {
        anyhow!("there is no file and no story called {name}; `parallax open` lists the stories kept, `parallax compare INPUT… -o {name}` keeps one")
    })?;
    Ok((library, story))
}

/// A story of the library, under the decisions that hold.
pub(crate) fn story(library: &Library, id: StoryId, world: &World, common: &Common) -> anyhow::Result<Story> {
    let reports = library.reports(id)?;
    let bar = crate::progress::Bar::new(common.progress, common.quiet, reports.len());
    let story = Readings::default().story(&reports, library.corrections(id)?, world, &|heard| match heard {
        Heard::Read(_) => bar.step(Step::Read),
        Heard::Step(step) => bar.step(step),
    });
    bar.end();
    Ok(story)
}

/// How far the telling of a story is.
pub(crate) enum Heard<'r> {
    /// A report was read.
    Read(&'r Reading),
    /// What comes next.
    Step(Step),
}

/// Reports already read: a decision, or one report more, does not read the others again.
#[derive(Default)]
pub(crate) struct Readings(Mutex<BTreeMap<Kept, Reading>>);

impl Readings {
    /// The story of these reports under these decisions.
    pub(crate) fn story(
        &self,
        kept: &[Kept],
        corrections: Vec<Correction>,
        world: &World,
        progress: &(dyn Fn(Heard) + Sync),
    ) -> Story {
        let world = World { corrections, reader: world.reader, lexicon: world.lexicon };
        let known = |k: &Kept| self.lock().get(k).cloned();
        let read = |k: &Kept| {
            known(k).or_else(|| {
                let reading = Reading::new(report(k)?, &world);
                self.lock().insert(k.clone(), reading.clone());
                progress(Heard::Read(&reading));
                Some(reading)
            })
        };
        weave(kept.par_iter().filter_map(read).collect(), &world, &|step| progress(Heard::Step(step)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Kept, Reading>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn report(k: &Kept) -> Option<Report> {
    let mut meta = Meta::published(k.published.as_deref().and_then(|d| d.parse().ok()));
    (meta.outlet, meta.title, meta.url) = (k.outlet.clone(), k.title.clone(), k.url.clone());
    parallax::read::report(&k.path, k.text.as_bytes(), &meta).ok()
}
