//! A story written in a form: which one, and where to.

use crate::args::{Form, StoryFormat};
use crate::output;
use anyhow::{Context, bail};
use clap::ValueEnum;
use parallax::lexicon::Lexicon;
use parallax::model::Story;
use parallax::tell::{self, Selection};
use parallax_tables::csv::Form as Parted;
use parallax_tables::{Sheet, csv, own, parquet, profile, schema};
use std::path::Path;

/// The form that is asked for by name, or by the ending of the output file; `None` where neither says.
pub(crate) fn of(form: &Form) -> anyhow::Result<Option<StoryFormat>> {
    if form.format.is_some() {
        return Ok(form.format);
    }
    let Some(name) = form.output.as_deref().filter(|f| *f != Path::new("-")).and_then(|f| f.file_name()) else {
        return Ok(None);
    };
    let name = name.to_string_lossy().to_lowercase();
    let meant = |f: &&schema::Format| f.endings.iter().any(|e| name.ends_with(&format!(".{e}")));
    // The longest ending decides: `story.timeline.json` is no story.json.
    let found = schema::formats().iter().filter(meant).max_by_key(|f| {
        f.endings.iter().filter(|e| name.ends_with(&format!(".{e}"))).map(|e| e.len()).max().unwrap_or(0)
    });
    Ok(found.and_then(|f| StoryFormat::from_str(f.name, true).ok()))
}

/// Refuses what cannot be written before a story is read at length.
pub(crate) fn check(form: &Form) -> anyhow::Result<()> {
    if let Some(table) = &form.table
        && schema::table(table).is_none()
    {
        bail!("there is no table {table}; the tables are {}, {}", schema::OWN.join(", "), schema::PROFILES.join(", "));
    }
    let tables = matches!(of(form)?, Some(StoryFormat::Csv | StoryFormat::Tsv | StoryFormat::Parquet));
    if tables && form.output.is_none() && form.table.is_none() {
        bail!("say which table, such as --table events, or give a folder for all of them: -o DIR");
    }
    if form.table.is_some() && !tables {
        bail!("--table goes with --format csv, tsv or parquet");
    }
    let Some(file) = form.output.as_deref().filter(|f| *f != Path::new("-") && !output::is_stream(f)) else {
        return Ok(());
    };
    if let Some(folder) = file.parent().filter(|f| !tables && !f.as_os_str().is_empty() && !f.is_dir()) {
        bail!("cannot write {}: there is no folder {}", file.display(), folder.display());
    }
    if let Some(ending) = file.extension().filter(|_| of(form).is_ok_and(|f| f.is_none()) && !file.is_dir()) {
        let known: Vec<&str> = schema::formats().iter().flat_map(|f| f.endings.iter().copied()).collect();
        bail!(
            "no form is written into .{} files; the endings are .{}; or say --format",
            ending.to_string_lossy(),
            known.join(" .")
        );
    }
    Ok(())
}

/// Writes the story.
pub(crate) fn write(
    story: &Story,
    format: StoryFormat,
    form: &Form,
    selection: &Selection,
    full_text: bool,
) -> anyhow::Result<()> {
    let text = match format {
        StoryFormat::Text => tell::text(story, selection),
        StoryFormat::Md => tell::markdown(story, selection),
        StoryFormat::Html => parallax_web::file(story, full_text),
        StoryFormat::Json => tell::json(story),
        StoryFormat::Timelinejs => parallax_tables::timeline(story),
        StoryFormat::Geojson => parallax_tables::geojson(story),
        StoryFormat::Graphml => parallax_tables::graphml(story),
        StoryFormat::Csv | StoryFormat::Tsv | StoryFormat::Parquet => return tables(story, format, form),
    };
    output::write(form.output.as_deref(), text.as_bytes())
}

/// One table to a file, or all own tables into a folder.
fn tables(story: &Story, format: StoryFormat, form: &Form) -> anyhow::Result<()> {
    let sheets = own::sheets(story, &own::Ids::of(story));
    let output = form.output.as_deref();
    // `-o statements.csv` names its table.
    let stem =
        output.filter(|f| !f.is_dir()).and_then(|f| f.file_stem()?.to_str()).filter(|s| schema::table(s).is_some());
    if let Some(name) = form.table.as_deref().or(stem) {
        let sheet = sheets.iter().find(|s| s.table.name == name).cloned();
        let sheet = sheet.or_else(|| profile::sheet(name, &sheets, Lexicon::bundled()));
        let sheet = sheet.with_context(|| format!("there is no table {name}"))?;
        return output::write(output, &encoded(&sheet, format)?);
    }
    let folder = output.context("say where to: -o DIR")?;
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let ending = match format {
        StoryFormat::Parquet => "parquet",
        StoryFormat::Tsv => "tsv",
        _ => "csv",
    };
    for sheet in &sheets {
        output::write(Some(&folder.join(format!("{}.{ending}", sheet.table.name))), &encoded(sheet, format)?)?;
    }
    Ok(())
}

fn encoded(sheet: &Sheet, format: StoryFormat) -> anyhow::Result<Vec<u8>> {
    let profile = schema::PROFILES.contains(&sheet.table.name);
    Ok(match format {
        StoryFormat::Parquet => parquet::bytes(sheet)?,
        StoryFormat::Tsv if profile => csv::text(sheet, profile::form(sheet.table.name)).into_bytes(),
        StoryFormat::Tsv => csv::text(sheet, Parted::Tab).into_bytes(),
        _ => csv::text(sheet, Parted::Comma).into_bytes(),
    })
}
