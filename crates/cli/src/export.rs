//! `parallax export`: a story in a form to be handed on.

use crate::args::{Common, Export, ExportFormat};
use crate::{End, input, output};
use anyhow::bail;
use parallax::tell::{self, Selection};

pub(crate) fn run(options: &Export, common: &Common) -> anyhow::Result<End> {
    let ending = options.output.as_deref().and_then(|f| f.extension()).and_then(|e| e.to_str());
    let format = match (options.to, ending) {
        (Some(format), _) => format,
        (None, Some("html" | "htm")) => ExportFormat::Html,
        (None, Some("md")) => ExportFormat::Md,
        (None, Some("json")) => ExportFormat::Json,
        _ => bail!("say which form: --to html, --to md or --to json"),
    };
    let (story, end) = input::story(&options.input, common)?;
    let text = match format {
        ExportFormat::Html => parallax_web::file(&story, options.full_text),
        ExportFormat::Md => tell::markdown(&story, &Selection { all: true, ..Selection::default() }),
        ExportFormat::Json => tell::json(&story),
    };
    output::write(options.output.as_deref(), &text)?;
    Ok(end)
}
