//! A run copied into the database: whole or not at all.

use crate::{Database, refused, schema};
use anyhow::Context;
use parallax_corpus::Sink;
use parallax_tables::{Cell, Sheet};
use postgres::Client;
use serde_json::Value;
use std::cell::RefCell;
use std::io::Write;

/// Bytes of texts that are copied at a time.
const TEXTS: usize = 1 << 20;

/// A run on its way into the database; let go before it is finished, it leaves nothing there.
pub struct Load {
    address: String,
    run: String,
    on: RefCell<On>,
}

#[derive(Default)]
struct On {
    /// Connected with the first rows: coding may take days, and nothing is to be held up meanwhile.
    client: Option<Client>,
    /// Texts that are to be copied together.
    texts: String,
}

impl Load {
    /// A run of that name; what one of that name left before is replaced when this one is whole.
    pub fn new(address: &str, run: &str) -> Load {
        Load { address: address.to_string(), run: run.to_string(), on: RefCell::default() }
    }

    /// Connects and opens the transaction, in which the run's place is empty.
    fn begun(&self) -> anyhow::Result<Client> {
        let mut client = Database::open(&self.address)?.client;
        client.batch_execute("BEGIN")?;
        // Two runs of one name would fill the tables twice: the second waits for the first.
        client.execute("SELECT pg_advisory_xact_lock(hashtext($1))", &[&self.run])?;
        for table in schema::tables().map(|t| t.name).chain(["runs", "texts"]) {
            client.execute(&format!("DELETE FROM parallax.{table} WHERE run = $1"), &[&self.run])?;
        }
        Ok(client)
    }

    fn copy(&self, on: &mut On, into: &str, lines: &str) -> anyhow::Result<()> {
        let client = match &mut on.client {
            Some(client) => client,
            none => none.insert(self.begun()?),
        };
        let mut copy = || -> Result<(), postgres::Error> {
            let mut writer = client.copy_in(&format!("COPY parallax.{into} FROM STDIN"))?;
            // An error of the server comes with the end.
            let _ = writer.write_all(lines.as_bytes());
            writer.finish().map(|_| ())
        };
        copy().map_err(|e| refused(&e)).with_context(|| format!("cannot write into parallax.{into}"))
    }

    fn texts_kept(&self, on: &mut On) -> anyhow::Result<()> {
        let lines = std::mem::take(&mut on.texts);
        self.copy(on, "texts (run, report_id, text)", &lines)
    }
}

impl Sink for Load {
    fn rows(&self, sheet: &Sheet, day: Option<i32>) -> anyhow::Result<()> {
        let names: String = sheet.table.columns.iter().map(|c| format!(", \"{}\"", c.name)).collect();
        let mut lines = String::new();
        for row in &sheet.rows {
            escaped(&self.run, &mut lines);
            for cell in std::iter::once(&day.map_or(Cell::Null, Cell::Day)).chain(row) {
                lines.push('\t');
                field(cell, &mut lines);
            }
            lines.push('\n');
        }
        self.copy(&mut self.on.borrow_mut(), &format!("{} (run, report_day{names})", sheet.table.name), &lines)
    }

    fn text(&self, report: &str, text: &str) -> anyhow::Result<()> {
        let mut on = self.on.borrow_mut();
        for (part, end) in [(self.run.as_str(), '\t'), (report, '\t'), (text, '\n')] {
            escaped(part, &mut on.texts);
            on.texts.push(end);
        }
        if on.texts.len() > TEXTS { self.texts_kept(&mut on) } else { Ok(()) }
    }

    fn finish(&self, about: &Value, skipped: &[Value]) -> anyhow::Result<()> {
        let mut on = self.on.borrow_mut();
        self.texts_kept(&mut on)?;
        let client = on.client.as_mut().context("nothing was written")?;
        let (about, skipped) =
            (without_nul(about).to_string(), without_nul(&Value::from(skipped.to_vec())).to_string());
        client.execute(
            "INSERT INTO parallax.runs (run, about, skipped) VALUES ($1, $2::text::jsonb, $3::text::jsonb)",
            &[&self.run, &about, &skipped],
        )?;
        Ok(client.batch_execute("COMMIT")?)
    }
}

/// A value whose texts PostgreSQL keeps.
fn without_nul(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::from(text.replace('\0', " ")),
        Value::Array(all) => all.iter().map(without_nul).collect(),
        Value::Object(all) => all.iter().map(|(key, value)| (key.replace('\0', " "), without_nul(value))).collect(),
        other => other.clone(),
    }
}

/// A cell as COPY reads it.
fn field(cell: &Cell, out: &mut String) {
    match cell {
        Cell::Null => out.push_str("\\N"),
        Cell::Text(text) => escaped(text, out),
        Cell::Int(n) => out.push_str(&n.to_string()),
        Cell::Real(x) => out.push_str(&x.to_string()),
        Cell::Bool(yes) => out.push_str(if *yes { "t" } else { "f" }),
        Cell::Day(_) => match cell.day() {
            Some(day) => out.push_str(&day.to_string()),
            None => out.push_str("\\N"),
        },
        Cell::List(list) => {
            let quoted = |item: &String| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""));
            escaped(&format!("{{{}}}", list.iter().map(quoted).collect::<Vec<_>>().join(",")), out);
        }
    }
}

/// Text as COPY reads it. PostgreSQL keeps no NUL: a space stands in its place, so that offsets stay true.
fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\0' => out.push(' '),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_as_copy_reads_them() {
        let written = |cell: Cell| {
            let mut out = String::new();
            field(&cell, &mut out);
            out
        };
        let text = |text: &str| Cell::Text(text.to_string());
        assert_eq!(written(text("a\tb\\c\nd\0e")), "a\\tb\\\\c\\nd e");
        assert_eq!(written(text("\\N")), "\\\\N");
        assert_eq!(
            written(Cell::List(vec!["a,b".into(), "\"c\\".into(), "NULL".into()])),
            r#"{"a,b","\\"c\\\\","NULL"}"#
        );
        assert_eq!(written(Cell::List(Vec::new())), "{}");
        assert_eq!(written(Cell::Day(0)), "1970-01-01");
        assert_eq!(
            [Cell::Null, Cell::Bool(true), Cell::Int(-3), Cell::Real(0.5)].map(written),
            ["\\N", "t", "-3", "0.5"]
        );
    }
}
