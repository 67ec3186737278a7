//! The tables, from the codebook that all other forms are made from.

use parallax_tables::parquet;
use parallax_tables::schema::{self, Kind, Table};
use std::fmt::Write as _;

/// What the schema's comment says: tables of another version are left alone.
pub(crate) const VERSION: &str = "parallax-postgres/1";

/// Columns that name a row within a run.
const KEYS: [(&str, &str); 3] = [("reports", "report_id"), ("statements", "statement_id"), ("events", "event_id")];
/// Columns by which other programs join and search.
const SOUGHT: [(&str, &str); 5] = [
    ("statements", "event_id"),
    ("statements", "report_id"),
    ("fields", "event_id"),
    ("events", "date_start"),
    ("events", "plover_type"),
];

/// The tables a run fills from the codebook; `findings` needs the texts side by side and is what `parallax compare` is for.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    schema::OWN.into_iter().filter(|name| !matches!(*name, "findings" | "corrections")).filter_map(schema::table)
}

/// The statements that make all tables, as `parallax formats postgres` prints them.
pub fn schema() -> String {
    let mut sql = format!(
        "CREATE SCHEMA parallax;\nCOMMENT ON SCHEMA parallax IS '{VERSION}';\n\
         CREATE TABLE parallax.runs (\n    run text PRIMARY KEY,\n    about jsonb NOT NULL,\n    skipped jsonb NOT NULL\n);\n\
         COMMENT ON TABLE parallax.runs IS 'One row a run of parallax code: what run.json and skipped.jsonl say ({}).';\n\
         CREATE TABLE parallax.texts (\n    run text NOT NULL,\n    report_id text NOT NULL,\n    text text NOT NULL,\n    \
         PRIMARY KEY (run, report_id)\n);\n\
         COMMENT ON TABLE parallax.texts IS 'The whole texts of the reports; mind their copyright.';\n",
        parquet::VERSION
    );
    for table in tables() {
        let name = table.name;
        let _ = write!(sql, "CREATE TABLE parallax.{name} (\n    run text NOT NULL,\n    report_day date");
        for column in &table.columns {
            let _ = write!(sql, ",\n    \"{}\" {}", column.name, kind(column.kind));
        }
        let key = KEYS.iter().find(|(t, _)| *t == name);
        let _ = match key {
            Some((_, id)) => write!(sql, ",\n    PRIMARY KEY (run, {id})\n);\n"),
            None => write!(sql, "\n);\nCREATE INDEX ON parallax.{name} (run);\n"),
        };
        for (_, column) in SOUGHT.iter().filter(|(t, _)| *t == name) {
            let _ = writeln!(sql, "CREATE INDEX ON parallax.{name} ({column});");
        }
        for column in &table.columns {
            let about = column.about.replace('\'', "''");
            let _ = writeln!(sql, "COMMENT ON COLUMN parallax.{name}.\"{}\" IS '{about}';", column.name);
        }
    }
    sql
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Code => "text",
        Kind::Int => "bigint",
        Kind::Real => "double precision",
        Kind::Bool => "boolean",
        Kind::Date => "date",
        Kind::List => "text[]",
    }
}
