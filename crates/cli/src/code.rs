//! `parallax code`: one text a line → event data, one line each, in order.

use crate::args::{Code, Common};
use crate::{End, output};
use anyhow::Context;
use parallax::{World, code_line};
use rayon::prelude::*;

/// Lines coded at a time: bounds memory, and keeps all threads busy.
const BATCH: usize = 256;

pub(crate) fn run(options: &Code, common: &Common) -> anyhow::Result<End> {
    let text = if options.input == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(&options.input)
    };
    let text = text.with_context(|| format!("cannot read {}", options.input))?;
    let world = World::bundled();
    let lines: Vec<(usize, &str)> = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).collect();
    let (mut out, mut skipped) = (String::new(), 0);
    for batch in lines.chunks(BATCH) {
        let coded: Vec<Result<String, String>> = batch.par_iter().map(|(_, line)| code_line(line, &world)).collect();
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
    output::write(options.output.as_deref(), &out)?;
    if !common.quiet && skipped > 0 {
        eprintln!("{skipped} of {} lines skipped; each needs an object with a \"text\"", lines.len());
    }
    Ok(if skipped == 0 { End::Done } else { End::Skipped })
}
