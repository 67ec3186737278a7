//! `parallax read`: one report annotated.

use crate::args::{Common, Read, ReadFormat};
use crate::{End, input, output};
use anyhow::{Context, bail};
use parallax::model::Report;
use parallax::{World, parse};

pub(crate) fn run(options: &Read, common: &Common) -> anyhow::Result<End> {
    if options.pretokenized {
        return pretokenized(options);
    }
    if options.format == ReadFormat::Conllu {
        let read = input::reports(&options.input, common)?;
        let reader = World::bundled().reader;
        let annotate = |r: &Report| parse::conllu::write(&parse::document(r, reader), &r.text);
        output::write(options.output.as_deref(), read.reports.iter().map(annotate).collect::<String>().as_bytes())?;
        return Ok(if read.skipped.is_empty() { End::Done } else { End::Skipped });
    }
    let (story, end) = input::story(&options.input, common)?;
    let text = match options.format {
        ReadFormat::Json => parallax::tell::json(&story),
        _ => parallax::tell::annotated(&story, options.explain),
    };
    output::write(options.output.as_deref(), text.as_bytes())?;
    Ok(end)
}

/// CoNLL-U in, the same sentences and words annotated out.
fn pretokenized(options: &Read) -> anyhow::Result<End> {
    if options.format != ReadFormat::Conllu {
        bail!("--pretokenized keeps the words of a CoNLL-U file and writes CoNLL-U: add --format conllu");
    }
    let mut out = String::new();
    for path in &options.input.inputs {
        let text = if path == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(path) };
        let text = text.with_context(|| format!("cannot read {path}"))?;
        let (text, document) = parse::conllu::annotate_pretokenized(&text, World::bundled().reader);
        out.push_str(&parse::conllu::write(&document, &text));
    }
    output::write(options.output.as_deref(), out.as_bytes())?;
    Ok(End::Done)
}
