//! `parallax check`: an output held against hand-coded events.

use crate::args::{Check, CheckFormat, Common, Input};
use crate::{End, input, output};
use anyhow::bail;
use parallax::tell;
use parallax_check::{Rows, Texts, gold, score, told};
use std::path::{Path, PathBuf};

pub(crate) fn run(options: &Check, common: &Common) -> anyhow::Result<End> {
    let inputs = match (&options.outputs[..], options.gold.is_dir()) {
        ([], true) => vec![options.gold.to_string_lossy().into_owned()],
        ([], false) => bail!("say what is held against {}: an output, or reports", options.gold.display()),
        (given, _) => given.to_vec(),
    };
    let mut texts = texts(options);
    let (rows, end) = match output(&inputs)? {
        Some(rows) => (rows, End::Done),
        None => {
            let input = Input {
                inputs,
                reading: options.reading,
                ontology: options.ontology.clone(),
                place: options.place.clone(),
            };
            let (story, end) = input::story(&input, common)?;
            texts.extend(story.reports.iter().map(|r| (r.path.clone(), r.text.clone())));
            (told::story(&serde_json::from_str(&tell::json(&story))?)?, end)
        }
    };
    let coded = gold::read(&options.gold, &texts)?;
    let score = score(&coded, &rows);
    let text = match options.format {
        CheckFormat::Text => {
            score.text(options.misses).lines().map(|line| tell::words::harmless(line) + "\n").collect()
        }
        CheckFormat::Json => format!("{}\n", serde_json::to_string_pretty(&score.json())?),
    };
    output::write(options.output.as_deref(), text.as_bytes())?;
    Ok(end)
}

/// The rows of an output; `None` where the inputs are none, but reports or a story kept.
fn output(inputs: &[String]) -> anyhow::Result<Option<Rows>> {
    match inputs {
        [one] if Path::new(one).exists() => told::read(Path::new(one)),
        _ => Ok(None),
    }
}

/// Texts of the reports, where they lie beside the gold or where the user says.
fn texts(options: &Check) -> Texts {
    let beside = if options.gold.is_dir() { Some(options.gold.as_path()) } else { options.gold.parent() };
    let folder = options.texts.as_deref().or(beside).unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut texts: Vec<PathBuf> = files.filter(|f| f.extension().is_some_and(|e| e == "txt" || e == "md")).collect();
    texts.sort();
    let name = |f: &Path| f.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    texts.iter().filter_map(|f| Some((name(f), std::fs::read_to_string(f).ok()?))).collect()
}
