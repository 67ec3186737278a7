//! `parallax code`: one text a line → event data, one line each, in order.

use crate::args::{Code, Common};
use crate::ontology::{self, Ontology};
use crate::{End, output};
use anyhow::Context;
use parallax::extract::petrarch::Switches;
use parallax::{World, code_line, petrarch_line};
use rayon::prelude::*;

/// Lines coded at a time: bounds memory, and keeps all threads busy.
const BATCH: usize = 256;

pub(crate) fn run(options: &Code, common: &Common) -> anyhow::Result<End> {
    let (ontology, whole) = options
        .ontology
        .as_deref()
        .map_or(Ok((None, true)), |folder| ontology::read(folder).map(|(ontology, whole)| (Some(ontology), whole)))?;
    let text = if options.input == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(&options.input)
    };
    let text = text.with_context(|| format!("cannot read {}", options.input))?;
    let bundled = World::bundled();
    let code = |line: &str| match &ontology {
        None => code_line(line, &bundled),
        Some(Ontology::Own(world)) => code_line(line, world),
        Some(Ontology::Petrarch(own)) => petrarch_line(line, &bundled, own, Switches::default()),
    };
    let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).collect();
    let (mut out, mut skipped) = (String::new(), 0);
    for batch in lines.chunks(BATCH) {
        let coded: Vec<Result<String, String>> = batch.par_iter().map(|(_, line)| code(line)).collect();
        for ((number, _), coded) in batch.iter().zip(coded) {
            match coded {
                Ok(line) => out.extend([line.as_str(), "\n"]),
                Err(why) => {
                    skipped += 1;
                    eprintln!("error: {} line {}: {why}", options.input, number + 1);
                }
            }
        }
    }
    output::write(options.output.as_deref(), out.as_bytes())?;
    if !common.quiet && skipped > 0 {
        eprintln!("{skipped} of {} lines skipped; each needs an object with a \"text\"", lines.len());
    }
    Ok(if whole && skipped == 0 { End::Done } else { End::Skipped })
}
