//! `parallax open`: pages on this machine.

use crate::args::{Common, Input, LibraryPlace, Open};
use crate::kept::{self, Readings};
use crate::{End, input};
use anyhow::{Context, anyhow};
use parallax::World;
use parallax::model::Report;
use parallax::read::Meta;
use parallax_store::{Kept, Library};
use parallax_web::server::{self, Shelf};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

pub(crate) fn run(options: &Open, common: &Common) -> anyhow::Result<End> {
    let named = kept::named(&options.inputs);
    let reads = !options.inputs.is_empty() && named.is_none();
    let mut library = if reads && options.keep.is_none() {
        Library::in_memory()?
    } else {
        Library::open(&kept::place(&options.place)?)?
    };
    let mut shown = None;
    if let Some(name) = named {
        (library, shown) = kept::find(name, &options.place).map(|(library, id)| (library, Some(id)))?;
    }
    let (mut end, mut told) = (End::Done, None);
    if reads {
        let given = Input {
            inputs: options.inputs.clone(),
            published: options.published,
            ontology: None,
            place: LibraryPlace { library: None },
        };
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
    let readings = Readings::default();
    let rebuild = move |kept: &[Kept], corrections| readings.story(kept, corrections, &World::bundled(), &|_| ());
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
    let shelf = Arc::new(shelf);
    if let Some(id) = shown {
        // The browser takes a moment too: what it will ask for is read meanwhile.
        let shelf = shelf.clone();
        std::thread::Builder::new().stack_size(16 << 20).spawn(move || shelf.prepare(id))?;
    }
    server::serve(shelf, listener)?;
    Ok(end)
}

fn take(name: &str, bytes: &[u8]) -> Result<Report, String> {
    parallax::read::report(name, bytes, &Meta::default()).map_err(|n| {
        let help = n.help.map_or(String::new(), |h| format!(": {h}"));
        format!("{} {}{help}", n.subject, n.message)
    })
}
