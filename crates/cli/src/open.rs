//! `parallax open`: pages on this machine.

use crate::args::{Common, Input, LibraryPlace, Open};
use crate::{End, input};
use anyhow::{Context, anyhow, bail};
use parallax::model::{Correction, Report, Story};
use parallax::read::Meta;
use parallax::{World, reconstruct};
use parallax_store::{Kept, Library};
use parallax_web::server::{self, Shelf};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(options: &Open, common: &Common) -> anyhow::Result<End> {
    let named = match options.inputs.as_slice() {
        // A name of a story kept, unless there is a file of that name.
        [name] if !Path::new(name).exists() && name != "-" => Some(name),
        _ => None,
    };
    let reads = !options.inputs.is_empty() && named.is_none();
    let mut library =
        if reads && options.keep.is_none() { Library::in_memory()? } else { Library::open(&place(&options.place)?)? };
    let mut shown = match named {
        Some(name) => Some(library.find(name)?.ok_or_else(|| {
            anyhow!("there is no file and no story called {name}; `parallax open` lists the stories kept")
        })?),
        None => None,
    };
    let (mut end, mut told) = (End::Done, None);
    if reads {
        let given = Input { inputs: options.inputs.clone(), published: options.published, ontology: None };
        let read = input::reports(&given, common)?;
        if !read.skipped.is_empty() {
            end = End::Skipped;
        }
        let id = library.add(options.keep.as_deref().unwrap_or("These reports"))?;
        library.put(id, &read.reports.iter().map(server::kept).collect::<Vec<_>>())?;
        // A story kept may have more reports than these, and decisions: it is read as a whole when it is asked for.
        if options.keep.is_none() {
            told = Some((id, input::tell(read.reports, &World::bundled(), common)));
        }
        shown = Some(id);
    }
    let shelf = Shelf::new(library, Box::new(rebuild), Box::new(take)).map_err(|e| anyhow!(e))?;
    if let Some((id, story)) = told {
        shelf.keep(id, story);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .with_context(|| format!("cannot listen on port {}", options.port))?;
    let address = format!(
        "http://127.0.0.1:{}/{}",
        listener.local_addr()?.port(),
        shown.map_or(String::new(), |id| format!("s/{}/", id.0))
    );
    println!("{address}");
    if !common.quiet {
        eprintln!("Pages are served to this machine only. Ctrl-C ends.");
    }
    if !options.no_browser && webbrowser::open(&address).is_err() {
        eprintln!("note: no browser could be opened; open the address above");
    }
    server::serve(Arc::new(shelf), listener)?;
    Ok(end)
}

/// Where the library is, unless said otherwise.
pub(crate) fn place(options: &LibraryPlace) -> anyhow::Result<PathBuf> {
    if let Some(file) = &options.library {
        return Ok(file.clone());
    }
    let Some(folders) = directories::ProjectDirs::from("", "", "parallax") else {
        bail!("no data folder is known for this user; say --library FILE")
    };
    Ok(folders.data_dir().join("library.sqlite"))
}

fn rebuild(kept: &[Kept], corrections: Vec<Correction>) -> Story {
    let report = |k: &Kept| {
        let published = k.published.as_deref().and_then(|d| d.parse().ok());
        let mut meta = Meta::published(published);
        (meta.outlet, meta.title, meta.url) = (k.outlet.clone(), k.title.clone(), k.url.clone());
        parallax::read::report(&k.path, k.text.as_bytes(), &meta).ok()
    };
    reconstruct(kept.iter().filter_map(report).collect(), &World { corrections, ..World::bundled() }, &|_| ())
}

fn take(name: &str, bytes: &[u8]) -> Result<Report, String> {
    parallax::read::report(name, bytes, &Meta::default()).map_err(|n| {
        let help = n.help.map_or(String::new(), |h| format!(": {h}"));
        format!("{} {}{help}", n.subject, n.message)
    })
}
