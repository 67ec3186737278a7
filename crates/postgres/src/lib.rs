//! Keeps event data in PostgreSQL, where several people and programs read it: its schema ([`schema`]), what a run copies into
//! it ([`Load`]), and the stories that `parallax open` makes of it ([`Database::told`], [`Database::reports`]).
//!
//! The user names the address, and nothing else is connected to. A run is copied in one transaction: it is there whole or not
//! at all, and coming again it takes the place of what it left before.
#![warn(missing_docs)]

mod address;
mod load;
mod schema;

pub use address::{is_address, shown};
pub use load::Load;
pub use schema::schema;

use anyhow::{Context, bail};
use parallax_store::Kept;
use postgres::{Client, NoTls};
use std::collections::BTreeSet;

/// A database that keeps event data.
pub struct Database {
    client: Client,
}

/// An event that reports kept there tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The run that coded it.
    pub run: String,
    /// Its id.
    pub event: String,
    /// What it is, in a few words, with its day.
    pub label: String,
    /// The ids of the reports that tell it, in order.
    pub reports: Vec<String>,
}

impl Database {
    /// Connects to a database (`postgres://USER@HOST/DATABASE`). The password stands in the address, in `PGPASSWORD`, or in
    /// the user's password file, as for PostgreSQL's own programs.
    ///
    /// # Errors
    /// When the address is none, or nobody answers there, or lets us in. No error repeats the password.
    pub fn open(address: &str) -> anyhow::Result<Database> {
        let at = shown(address);
        let config = address::config(address)
            .with_context(|| format!("cannot read {at}; write it as postgres://USER@HOST:5432/DATABASE"))?;
        let client = config.connect(NoTls).map_err(|e| refused(&e)).with_context(|| {
            format!("cannot connect to {at}; check that it runs, and the user's password (PGPASSWORD, ~/.pgpass)")
        })?;
        Ok(Database { client })
    }

    /// Makes the tables where there are none.
    ///
    /// # Errors
    /// When the user may not, or a Parallax with other tables made them.
    pub fn prepare(&mut self) -> anyhow::Result<()> {
        let made =
            self.client.query_opt("SELECT obj_description(oid) FROM pg_namespace WHERE nspname = 'parallax'", &[])?;
        match made.map(|row| row.get::<_, Option<String>>(0)) {
            None => {
                let mut change = self.client.transaction()?;
                // Of two that begin at once, the second waits and finds the tables.
                change.batch_execute("SELECT pg_advisory_xact_lock(7305821)")?;
                let there = change.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = 'parallax'", &[])?;
                if there.is_none() {
                    change.batch_execute(&schema()).map_err(|e| refused(&e)).context("cannot make the tables")?;
                }
                Ok(change.commit()?)
            }
            Some(version) if version.as_deref() == Some(schema::VERSION) => Ok(()),
            Some(_) => bail!("its schema parallax was made by another version; use another database, or drop it"),
        }
    }

    /// The events that most origins tell, at most so many, and of those told by the same reports the first.
    ///
    /// # Errors
    /// When nothing of Parallax is kept there.
    pub fn told(&mut self, most: usize) -> anyhow::Result<Vec<Told>> {
        // Many events of one happening have the same reports: some ten to one.
        let rows = self.client.query(
            "WITH top AS (SELECT * FROM parallax.events \
                 ORDER BY n_origins DESC, n_reports DESC, n_statements DESC, run, event_id LIMIT $1) \
             SELECT run, event_id, concat_ws(' · ', label, date_start::text), ARRAY(SELECT DISTINCT s.report_id \
                 FROM parallax.statements s WHERE s.run = top.run AND s.event_id = top.event_id ORDER BY 1) FROM top",
            &[&(most as i64).saturating_mul(10)],
        );
        let rows = rows.map_err(|e| refused(&e)).context("no event data of Parallax is kept there")?;
        let all = rows.iter().map(|r| Told { run: r.get(0), event: r.get(1), label: r.get(2), reports: r.get(3) });
        let mut seen = BTreeSet::new();
        Ok(all.filter(|t| seen.insert(t.reports.clone())).take(most).collect())
    }

    /// The reports that tell an event, as they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reports(&mut self, told: &Told) -> anyhow::Result<Vec<Kept>> {
        let rows = self.client.query(
            "SELECT r.path, r.outlet, r.title, r.url, CASE r.published_by WHEN 'input' THEN r.published::text END, t.text \
             FROM parallax.reports r JOIN parallax.texts t USING (run, report_id) \
             WHERE r.run = $1 AND r.report_id = ANY ($2) ORDER BY r.path",
            &[&told.run, &told.reports],
        )?;
        let kept = |row: &postgres::Row| Kept {
            path: row.get(0),
            outlet: row.get(1),
            title: row.get(2),
            url: row.get(3),
            published: row.get(4),
            text: row.get(5),
        };
        Ok(rows.iter().map(kept).collect())
    }
}

/// What the database said, with its own words for the reason.
fn refused(error: &postgres::Error) -> anyhow::Error {
    let why = error.as_db_error().map_or_else(|| cause(error), |e| e.message().to_string());
    anyhow::anyhow!("{why}")
}

fn cause(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_none_or_where_nobody_answers_is_said_without_its_password() {
        let said = |address| format!("{:#}", Database::open(address).err().expect("no database there"));
        let nobody = said("postgres://anna:secret@127.0.0.1:1/news");
        assert!(nobody.contains("cannot connect to postgres://anna@127.0.0.1:1/news"), "{nobody}");
        let none = said("postgres://anna:secret@host:port/news");
        assert!(none.contains("cannot read postgres://anna@host:port/news"), "{none}");
        assert!(!nobody.contains("secret") && !none.contains("secret"));
    }
}
