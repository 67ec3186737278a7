//! What the gazetteer costs: one look-up, and its memory.

use parallax_lexicon::places::Gazetteer;
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Names that are looked up: usual ones, one with many bearers, one with a word of kind, one that is none.
const NAMES: [&str; 6] = ["Lyon", "San Antonio", "Kiev", "Baku", "Kursk region", "nowhere at all"];
const ROUNDS: usize = 2000;

/// Adds the gazetteer's lines to the table of `page`.
pub fn write(page: &mut String, root: &Path) -> anyhow::Result<()> {
    let before = resident();
    let gazetteer = Gazetteer::bundled();
    let tables = resident().saturating_sub(before) as f64 / 1e6;
    let packed: u64 = ["cities.bin", "names.bin", "index.bin"]
        .iter()
        .filter_map(|name| Some(std::fs::metadata(root.join("data/places").join(name)).ok()?.len()))
        .sum();
    let packed = packed as f64 / 1e6;
    let known = nanoseconds(|name| {
        black_box(gazetteer.knows(black_box(name)));
    });
    // As places are chosen: every candidate, with all that ranking reads of it.
    let named = nanoseconds(|name| {
        gazetteer.named(black_box(name)).for_each(|place| {
            black_box(place);
        });
    });
    writeln!(page, "| gazetteer: whether a name is known | {known:.0} ns |")?;
    writeln!(page, "| gazetteer: all places of a name, ranked and read | {named:.0} ns |")?;
    writeln!(page, "| gazetteer in memory | {packed:.1} MB packed, {tables:.1} MB of tables |")?;
    Ok(())
}

/// The mean time of a look-up, best of several rounds.
fn nanoseconds(look_up: impl Fn(&str)) -> f64 {
    let round = |_| {
        let begin = Instant::now();
        for _ in 0..ROUNDS {
            NAMES.iter().for_each(|name| look_up(name));
        }
        begin.elapsed().as_secs_f64() * 1e9 / (ROUNDS * NAMES.len()) as f64
    };
    (0..5).map(round).fold(f64::INFINITY, f64::min)
}

/// Bytes of this process in memory; 0 where the system does not tell.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok()).map_or(0, |n| n * 4096)
}
