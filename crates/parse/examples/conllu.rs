//! Reads a text file and prints its grammar as CoNLL-U; with `--pretokenized`, keeps a CoNLL-U file's words.

use parallax_model::{Report, ReportId, Span};
use parallax_parse::{Reader, conllu, document};

fn main() -> std::io::Result<()> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    for path in files {
        let text = std::fs::read_to_string(&path)?;
        let (text, document) = if flags.iter().any(|f| f == "--pretokenized") {
            conllu::annotate_pretokenized(&text, Reader::bundled())
        } else {
            let report = Report {
                id: ReportId(0),
                path,
                outlet: None,
                title: None,
                url: None,
                published: None,
                body: Span::new(0, text.len()),
                text,
                notices: Vec::new(),
            };
            let document = document(&report, Reader::bundled());
            (report.text, document)
        };
        print!("{}", conllu::write(&document, &text));
    }
    Ok(())
}
