//! `parallax formats`: what a story can be written as, and the columns of each table.

use crate::args::Formats;
use crate::{End, output};
use anyhow::Context;
use parallax_tables::schema;

pub(crate) fn run(options: &Formats) -> anyhow::Result<End> {
    let text = match &options.table {
        None => list(),
        Some(name) if name == "postgres" => parallax_postgres::schema(),
        Some(name) => codebook(name)?,
    };
    output::write(None, text.as_bytes())?;
    Ok(End::Done)
}

fn list() -> String {
    let heads = [
        ("document", "Documents (--format NAME)"),
        ("table", "Tables (--format NAME, with --table TABLE or a folder -o DIR)"),
        ("own", "Own tables (--table NAME)"),
        ("profile", "Tables in the columns of other formats (--table NAME)"),
    ];
    let mut text = String::new();
    for (kind, head) in heads {
        text.push_str(&format!("{head}\n"));
        for format in schema::formats().iter().filter(|f| f.kind == kind) {
            text.push_str(&format!("  {:<12}{}\n", format.name, format.about));
        }
        text.push('\n');
    }
    text.push_str(
        "The columns of a table: parallax formats TABLE\nThe tables in PostgreSQL, as SQL: parallax formats postgres\n",
    );
    text
}

fn codebook(name: &str) -> anyhow::Result<String> {
    let table =
        schema::table(name).with_context(|| format!("there is no table {name}; `parallax formats` lists them"))?;
    let about = schema::formats().iter().find(|f| f.name == name).map_or("", |f| f.about);
    let width = table.columns.iter().map(|c| c.name.chars().count()).max().unwrap_or(0) + 2;
    let mut text = format!("{name}: {about}\n\n{:<width$}{:<6}{:<12}what it holds\n", "column", "type", "unit");
    for column in &table.columns {
        let unit = column.unit.unwrap_or("");
        text.push_str(&format!("{:<width$}{:<6}{unit:<12}{}\n", column.name, column.kind.name(), column.about));
    }
    Ok(text)
}
