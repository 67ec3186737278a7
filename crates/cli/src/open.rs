//! `parallax open`: pages on this machine.

use crate::args::{Common, Input, LibraryPlace, Open};
use crate::kept::{self, Heard, Readings};
use crate::{End, input};
use anyhow::{Context, anyhow, bail};
use parallax::model::Report;
use parallax::read::Meta;
use parallax::{Reading, Step, World};
use parallax_store::{Kept, Library};
use parallax_web::server::{self, Say, Shelf};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

pub(crate) fn run(options: &Open, common: &Common) -> anyhow::Result<End> {
    let database = options.inputs.iter().find(|i| parallax_postgres::is_address(i));
    if database.is_some() && (options.inputs.len() > 1 || options.keep.is_some()) {
        bail!("a database is opened by itself, and its stories are not kept in the library");
    }
    let named = kept::named(&options.inputs);
    let reads = !options.inputs.is_empty() && named.is_none() && database.is_none();
    let mut library = if database.is_some() || reads && options.keep.is_none() {
        Library::in_memory()?
    } else {
        Library::open(&kept::place(&options.place)?)?
    };
    let mut shown = None;
    if let Some(name) = named {
        (library, shown) = kept::find(name, &options.place).map(|(library, id)| (library, Some(id)))?;
    }
    if let Some(address) = database {
        from_database(address, &mut library)?;
    }
    let mut end = End::Done;
    if reads {
        let given = Input {
            inputs: options.inputs.clone(),
            reading: options.reading,
            ontology: None,
            place: LibraryPlace { library: None },
        };
        let read = input::reports(&given, common)?;
        if !read.skipped.is_empty() {
            end = End::Skipped;
        }
        let id = library.add(options.keep.as_deref().unwrap_or("These reports"))?;
        library.put(id, &read.reports.iter().map(server::kept).collect::<Vec<_>>())?;
        shown = Some(id);
    }
    let readings = Readings::default();
    let rebuild = move |kept: &[Kept], corrections, say: Say| {
        let heard = |heard: Heard| match heard {
            Heard::Read(r) => say(read(r)),
            Heard::Step(Step::Resolve) => say("Who is who, where and when is being settled".to_string()),
            Heard::Step(Step::Compare) => say("Events are being linked and compared".to_string()),
            Heard::Step(Step::Read) => {}
        };
        readings.story(kept, corrections, &World::bundled(), &heard)
    };
    let shelf = Shelf::new(library, Box::new(rebuild), Box::new(take)).map_err(|e| anyhow!(e))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .with_context(|| format!("cannot listen on port {}", options.port))?;
    let address = format!(
        "http://127.0.0.1:{}/{}",
        listener.local_addr()?.port(),
        shown.map_or(String::new(), |id| format!("s/{}/", id.0))
    );
    crate::ends_when_stopped();
    println!("{address}");
    if !common.quiet {
        eprintln!("Pages are served to this machine only. Ctrl-C ends.");
    }
    if !options.no_browser && webbrowser::open(&address).is_err() {
        eprintln!("note: no browser could be opened; open the address above");
    }
    let shelf = Arc::new(shelf);
    if let Some(id) = shown {
        // The browser takes a moment too: what it will ask for is read meanwhile, and the page says how far it is.
        let (shelf, quiet) = (shelf.clone(), common.quiet || !reads);
        let work = move || {
            let notices = shelf.prepare(id);
            input::say("note", notices.iter().filter(|_| !quiet));
        };
        std::thread::Builder::new().stack_size(16 << 20).spawn(work)?;
    }
    server::serve(shelf, listener)?;
    Ok(end)
}

/// Stories of a database that are offered: those that most origins tell.
const STORIES: usize = 50;

/// Fills a library with the events that most origins tell, each as the story of its reports.
fn from_database(address: &str, library: &mut Library) -> anyhow::Result<()> {
    let mut database = parallax_postgres::Database::open(address)?;
    let told = database.told(STORIES)?;
    if told.is_empty() {
        bail!("no event is kept there; `parallax code INPUT… -o {}` fills it", parallax_postgres::shown(address));
    }
    // The last one put in is listed first.
    for event in told.iter().rev() {
        let story = library.add(&format!("{} · {}", event.event, event.label))?;
        library.put(story, &database.reports(event)?)?;
    }
    Ok(())
}

/// What is said of a report that was read.
fn read(r: &Reading) -> String {
    let name = r.report.path.trim_end_matches('/').rsplit(['/', '\\']).next().unwrap_or(&r.report.path);
    let count = r.account.statements.len();
    format!("{name}: read, {count} statement{}", if count == 1 { "" } else { "s" })
}

fn take(name: &str, bytes: &[u8]) -> Result<Report, String> {
    parallax::read::report(name, bytes, &Meta::default()).map_err(|n| {
        let help = n.help.map_or(String::new(), |h| format!(": {h}"));
        format!("{} {}{help}", n.subject, n.message)
    })
}
