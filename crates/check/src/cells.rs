//! Tables that Parallax wrote, in any of their forms: each row as text by column.

use anyhow::{Context, bail};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// The endings of tables.
pub(crate) const ENDINGS: [&str; 3] = ["parquet", "csv", "tsv"];

/// The cells of a row by column; those that are empty are not among them.
pub(crate) type Cells = BTreeMap<String, String>;

/// Gives each row of a table to `take`, with where it stands (`statements.csv:7`; in Parquet the number of the row).
///
/// # Errors
/// Names the file that cannot be read, and what `take` says.
pub(crate) fn each(file: &Path, take: &mut dyn FnMut(Cells, String) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let name = file.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    match file.extension().and_then(|e| e.to_str()) {
        Some("parquet") => parquet(file, &name, take),
        Some("tsv") => text(file, &name, b'\t', take),
        _ => text(file, &name, b',', take),
    }
}

fn text(
    file: &Path,
    name: &str,
    by: u8,
    take: &mut dyn FnMut(Cells, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new().delimiter(by).from_path(file)?;
    let heads = reader.headers().with_context(|| format!("{name}:1"))?.clone();
    for row in reader.records() {
        let row = row.with_context(|| format!("{} cannot be read on", file.display()))?;
        let line = row.position().map_or(0, csv::Position::line);
        // What a spreadsheet would run as a formula has an apostrophe before it.
        let cells =
            heads.iter().zip(&row).map(|(head, cell)| (head.to_string(), cell.trim_start_matches('\'').to_string()));
        take(cells.filter(|(_, cell)| !cell.is_empty()).collect(), format!("{name}:{line}"))?;
    }
    Ok(())
}

fn parquet(file: &Path, name: &str, take: &mut dyn FnMut(Cells, String) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let broken = || format!("{} cannot be read as Parquet", file.display());
    let reader = SerializedFileReader::new(File::open(file).with_context(broken)?).with_context(broken)?;
    for (number, row) in reader.get_row_iter(None).with_context(broken)?.enumerate() {
        let row = row.with_context(broken)?;
        let cells = row.get_column_iter().filter_map(|(head, field)| Some((head.clone(), cell(field)?)));
        take(cells.collect(), format!("{name}:{}", number + 1))?;
    }
    Ok(())
}

/// A value as the text forms write it; lists are not asked for.
fn cell(field: &Field) -> Option<String> {
    Some(match field {
        Field::Str(text) => text.clone(),
        Field::Int(n) => n.to_string(),
        Field::Long(n) => n.to_string(),
        Field::Double(x) => x.to_string(),
        Field::Bool(yes) => yes.to_string(),
        Field::Date(days) => {
            let since = jiff::ToSpan::days(i64::from(*days));
            jiff::civil::date(1970, 1, 1).checked_add(since).ok()?.to_string()
        }
        _ => return None,
    })
    .filter(|text| !text.is_empty())
}

/// The files of a table in a folder: one beside the others, or one a day.
///
/// # Errors
/// When the table lies there in several forms, of which nobody says which counts.
pub(crate) fn files(folder: &Path, table: &str) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let mut found: Vec<Vec<std::path::PathBuf>> = Vec::new();
    for ending in ENDINGS {
        let mut files = vec![folder.join(format!("{table}.{ending}"))];
        if let Ok(days) = std::fs::read_dir(folder.join(table)) {
            files.extend(days.flatten().map(|d| d.path().join(format!("part-0.{ending}"))));
        }
        files.retain(|f| f.is_file());
        files.sort();
        found.extend(Some(files).filter(|f| !f.is_empty()));
    }
    if found.len() > 1 {
        bail!("{} holds {table} in several forms; name the file of one", folder.display());
    }
    Ok(found.pop().unwrap_or_default())
}
