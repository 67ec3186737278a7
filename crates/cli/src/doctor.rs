//! `parallax doctor`: versions, data, and a self-test on the bundled sample.

use crate::args::{Common, LibraryPlace};
use crate::{End, kept, output};
use anyhow::bail;
use parallax::read::Meta;
use parallax::{World, reconstruct};
use parallax_store::Library;
use std::fmt::Write;
use std::time::Instant;

/// Two reports of our own writing: enough to touch every stage.
const SAMPLE: [(&str, &str); 2] = [
    ("a.txt", "Police in Oslo arrested seven people on Monday, 3 March 2025, after a march, officials said."),
    ("b.txt", "On March 3, 2025, Norwegian police detained five marchers in Oslo."),
];

/// Where stories are kept, and how many there are.
fn library() -> String {
    let counted = |place: &std::path::Path| Library::open(place).and_then(|library| Ok(library.stories()?.len()));
    match kept::place(&LibraryPlace { library: None }) {
        Ok(place) if !place.exists() => format!("{} (no story kept yet)", place.display()),
        Ok(place) => match counted(&place) {
            Ok(1) => format!("{} (1 story)", place.display()),
            Ok(stories) => format!("{} ({stories} stories)", place.display()),
            Err(why) => format!("{}: {why}", place.display()),
        },
        Err(why) => why.to_string(),
    }
}

pub(crate) fn run(_common: &Common) -> anyhow::Result<End> {
    let mut out = format!("parallax {}\n", env!("CARGO_PKG_VERSION"));
    let began = Instant::now();
    let world = World::bundled();
    let trained: serde_json::Value = serde_json::from_str(world.reader.trained()).unwrap_or_default();
    let day = trained.get("date").and_then(|day| day.as_str()).unwrap_or("day unknown");
    let _ = writeln!(out, "reader    English, trained {day}; loaded in {} ms", began.elapsed().as_millis());
    let _ = writeln!(out, "library   {}", library());
    let _ = writeln!(out, "threads   {}", rayon::current_num_threads());
    let _ = writeln!(out, "network   used for addresses that you give as inputs, for nothing else");
    let reports =
        SAMPLE.iter().filter_map(|(path, text)| parallax::read::report(path, text.as_bytes(), &Meta::default()).ok());
    let story = reconstruct(reports.collect(), &world, &|_| ());
    let linked = story
        .events
        .iter()
        .any(|e| e.statements.iter().any(|s| s.report.0 == 0) && e.statements.iter().any(|s| s.report.0 == 1));
    let differs = story.findings.iter().any(|f| f.values.len() > 1);
    let _ = writeln!(
        out,
        "self-test {}",
        if linked && differs {
            "passed: two accounts of one arrest were linked and their numbers told apart"
        } else {
            "failed"
        }
    );
    output::write(None, out.as_bytes())?;
    if !(linked && differs) {
        bail!("the self-test failed: this build does not read as it should; please report it with the lines above");
    }
    Ok(End::Done)
}
