//! What the lexicon costs: indexing the gazetteer at start, and one look-up.

use divan::{Bencher, black_box};
use parallax_lexicon::{Lexicon, places::Gazetteer};

fn main() {
    divan::main();
}

const NAMES: [&str; 6] = ["Lyon", "San Antonio", "Kiev", "northern Iraq", "Kursk region", "nowhere at all"];

#[divan::bench]
fn index_gazetteer() -> Gazetteer {
    Gazetteer::bundled()
}

#[divan::bench(args = NAMES)]
fn place_named(bencher: Bencher, name: &str) {
    let places = &Lexicon::bundled().places;
    // Every candidate with what ranking reads of it.
    bencher.bench(|| {
        places.named(black_box(name)).for_each(|place| {
            black_box(place);
        });
    });
}

#[divan::bench(args = NAMES)]
fn place_known(bencher: Bencher, name: &str) {
    let places = &Lexicon::bundled().places;
    bencher.bench(|| places.knows(black_box(name)));
}

#[divan::bench(args = ["prosecutor", "armed opposition group", "serendipity"])]
fn role(bencher: Bencher, noun: &str) {
    let actors = &Lexicon::bundled().actors;
    bencher.bench(|| actors.role(black_box(noun)));
}
