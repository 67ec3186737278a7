//! `cargo bench -p parallax-parse`: the encoder alone, and raw text to document. `cargo xtask perf` writes the record.

use divan::counter::ItemsCount;
use parallax_model::{Report, ReportId, Span};
use parallax_parse::{Reader, document, measure};

fn main() {
    divan::main();
}

#[divan::bench(args = [25, 128])]
fn encoder_pieces(bencher: divan::Bencher, length: usize) {
    let count = 1024 / length;
    bencher.counter(ItemsCount::new(count * length)).bench(|| measure::encode(Reader::bundled(), count, length));
}

#[divan::bench(args = [1, 2])]
fn text_words(bencher: divan::Bencher, threads: usize) {
    let text = include_str!("news.txt").repeat(4);
    let words = text.split_whitespace().count();
    let report = Report {
        id: ReportId(0),
        path: String::new(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        body: Span::new(0, text.len()),
        text,
        notices: Vec::new(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
    bencher.counter(ItemsCount::new(words)).bench(|| pool.install(|| document(&report, Reader::bundled())));
}
