//! Keeps reports, stories and corrections on one machine: one SQLite file a library.
//!
//! [`Library`] keeps what cannot be made again: the reports' texts with what was said of them, and the user's
//! decisions, append-only. What was told of them is kept beside, for the list of stories and for other programs; a new
//! report or decision takes it out in the same change, and every opening tells the story anew, so that a better Parallax
//! never shows old results.
//!
//! SQLite's write-ahead log makes every change whole or not at all, whenever the process is killed; a second process
//! waits for the first (5 s).
//!
//! ```
//! let mut library = parallax_store::Library::in_memory().unwrap();
//! let story = library.add("harbour").unwrap();
//! assert_eq!(library.stories().unwrap()[0].name, "harbour");
//! assert_eq!(library.find("harbour").unwrap(), Some(story));
//! ```
#![warn(missing_docs)]

mod decision;
mod error;
mod schema;

pub use decision::{Act, Decision, holding};
pub use error::Error;

use parallax_model::{Change, Correction};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// Names a story of a library; never used again for another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StoryId(pub i64);

/// One line of the list of stories.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Which story.
    pub id: StoryId,
    /// The name the user gave it.
    pub name: String,
    /// When it was last changed, in UTC.
    pub changed: String,
    /// How many reports it has.
    pub reports: usize,
    /// How many decisions were taken.
    pub decisions: usize,
    /// What was told of it last, unless it changed since.
    pub told: Option<Summary>,
}

/// A story in one line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Its title.
    pub title: String,
    /// The days it spans, in words; empty where no day is known.
    pub period: String,
    /// How many events it has.
    pub events: usize,
    /// How many of them accounts tell differently.
    pub differing: usize,
}

/// A report as it came: text, and what was said of it outside the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Kept {
    /// Path or name.
    pub path: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication (`2025-07-01`).
    pub published: Option<String>,
    /// The whole decoded text.
    pub text: String,
}

/// All that is kept on one machine.
pub struct Library {
    connection: Connection,
}

impl Library {
    /// Opens the library of that file, and makes it where there is none.
    ///
    /// # Errors
    /// When the disk does not allow it, or a newer Parallax wrote the library.
    pub fn open(file: &Path) -> Result<Library, Error> {
        if let Some(folder) = file.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| Error(format!("cannot make the library's folder: {e}")))?;
        }
        match Library::prepare(Connection::open(file)?, false) {
            // Processes share an index of the log in a file of its own; where the disk has no room for that either, one
            // process alone can do without, so that what was kept can still be read.
            Err(error) if error.is_of_the_disk() => Library::prepare(Connection::open(file)?, true),
            done => done,
        }
    }

    /// A library that is gone when the process ends.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Library, Error> {
        Library::prepare(Connection::open_in_memory()?, false)
    }

    fn prepare(mut connection: Connection, alone: bool) -> Result<Library, Error> {
        connection.busy_timeout(Duration::from_secs(5))?;
        if alone {
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // With FULL, what was told to be kept is on the disk, even if the power fails right after.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        schema::migrate(&mut connection)?;
        Ok(Library { connection })
    }

    /// All stories, the last changed first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn stories(&self) -> Result<Vec<Entry>, Error> {
        let mut query = self.connection.prepare(
            "SELECT s.id, name, changed, (SELECT count(*) FROM report x WHERE x.story = s.id), \
             (SELECT count(*) FROM decision d WHERE d.story = s.id), r.title, r.period, r.events, r.differing \
             FROM story s LEFT JOIN result r ON r.story = s.id ORDER BY changed DESC, s.id DESC",
        )?;
        let rows = query.query_map([], |row| {
            Ok(Entry {
                id: StoryId(row.get(0)?),
                name: row.get(1)?,
                changed: row.get(2)?,
                reports: row.get(3)?,
                decisions: row.get(4)?,
                told: match row.get::<_, Option<String>>(5)? {
                    Some(title) => {
                        Some(Summary { title, period: row.get(6)?, events: row.get(7)?, differing: row.get(8)? })
                    }
                    None => None,
                },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A number that changes whenever another process or connection changed the library.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn version(&self) -> Result<i64, Error> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// The story of that name.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn find(&self, name: &str) -> Result<Option<StoryId>, Error> {
        Ok(self
            .connection
            .query_row("SELECT id FROM story WHERE name = ?1", [name], |row| row.get(0).map(StoryId))
            .optional()?)
    }

    /// The story of that name, a new one where there is none.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn add(&mut self, name: &str) -> Result<StoryId, Error> {
        self.connection.execute(
            "INSERT INTO story (name, changed) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
            params![name, now()],
        )?;
        self.find(name)?.ok_or_else(|| Error("the story was not kept".to_string()))
    }

    /// The reports of a story, in the order they came.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn reports(&self, story: StoryId) -> Result<Vec<Kept>, Error> {
        let mut query = self
            .connection
            .prepare("SELECT path, outlet, title, url, published, text FROM report WHERE story = ?1 ORDER BY id")?;
        let rows = query.query_map([story.0], |row| {
            Ok(Kept {
                path: row.get(0)?,
                outlet: row.get(1)?,
                title: row.get(2)?,
                url: row.get(3)?,
                published: row.get(4)?,
                text: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Adds reports to a story, all or none; one of the same path takes the place of the former.
    ///
    /// # Errors
    /// When the library cannot be written; then nothing was added.
    pub fn put(&mut self, story: StoryId, reports: &[Kept]) -> Result<(), Error> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for r in reports {
            change.execute(
                "INSERT INTO report (story, path, outlet, title, url, published, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
                 ON CONFLICT (story, path) DO UPDATE SET outlet = ?3, title = ?4, url = ?5, published = ?6, text = ?7",
                params![story.0, r.path, r.outlet, r.title, r.url, r.published, r.text],
            )?;
        }
        touched(&change, story)?;
        Ok(change.commit()?)
    }

    /// A number that grows with every change of the story: what was told belongs to one of them.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn revision(&self, story: StoryId) -> Result<i64, Error> {
        let found = self
            .connection
            .query_row("SELECT revision FROM story WHERE id = ?1", [story.0], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or(0))
    }

    /// Keeps what was told of a story when it had that revision; `json` is `parallax-story/1`, `program` says who told
    /// it. Where the story changed meanwhile, nothing is kept.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn keep_result(
        &mut self,
        story: StoryId,
        revision: i64,
        program: &str,
        told: &Summary,
        json: &str,
    ) -> Result<(), Error> {
        self.connection.execute(
            "INSERT OR REPLACE INTO result (story, at, program, title, period, events, differing, json) \
             SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM story WHERE id = ?1 AND revision = ?2",
            params![story.0, revision, now(), program, told.title, told.period, told.events, told.differing, json],
        )?;
        Ok(())
    }

    /// What was told of a story last, as `parallax-story/1`; `None` where it changed since or was never told.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn result(&self, story: StoryId) -> Result<Option<String>, Error> {
        let found = self.connection.query_row("SELECT json FROM result WHERE story = ?1", [story.0], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Every line of the list of decisions, oldest first, those undone and the undoing too.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn decisions(&self, story: StoryId) -> Result<Vec<Decision>, Error> {
        decisions(&self.connection, story)
    }

    /// Adds a decision to the list; nothing is ever taken out of it. Gives its number.
    ///
    /// # Errors
    /// When the library cannot be written; then nothing was decided.
    pub fn decide(&mut self, story: StoryId, change: &Change, note: &str) -> Result<i64, Error> {
        self.changing(story, |library| {
            add(library, story, &Decision { id: 0, at: now(), act: Act::Change(change.clone()), note: note.into() })
        })
    }

    /// Undoes a decision that still holds, the last where no number is given; `None` when there is no such decision.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn undo(&mut self, story: StoryId, number: Option<i64>) -> Result<Option<i64>, Error> {
        self.changing(story, |library| {
            let all = decisions(library, story)?;
            let found = holding(&all).into_iter().rfind(|d| number.is_none_or(|n| n == d.id)).map(|d| d.id);
            if let Some(id) = found {
                add(library, story, &Decision { id: 0, at: now(), act: Act::Undo(id), note: String::new() })?;
            }
            Ok(found)
        })
    }

    /// Adds the decisions of a list that was handed on, those left out that are there already; all or none. Says how many.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn apply(&mut self, story: StoryId, list: &[Decision]) -> Result<usize, Error> {
        self.changing(story, |library| {
            let old = decisions(library, story)?;
            decision::lacking(&old, list, |line| add(library, story, line))
        })
    }

    /// One change, whole or not at all; what it reads does not change under it.
    fn changing<T>(&mut self, story: StoryId, work: impl FnOnce(&Transaction) -> Result<T, Error>) -> Result<T, Error> {
        let change = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&change)?;
        touched(&change, story)?;
        change.commit()?;
        Ok(done)
    }

    /// The decisions that hold, as the stages take them.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn corrections(&self, story: StoryId) -> Result<Vec<Correction>, Error> {
        let all = self.decisions(story)?;
        Ok(holding(&all).into_iter().filter_map(Decision::correction).collect())
    }
}

/// The story is another one now: what was told of it no longer holds.
fn touched(change: &Transaction, story: StoryId) -> Result<(), Error> {
    change.execute("UPDATE story SET changed = ?2, revision = revision + 1 WHERE id = ?1", params![story.0, now()])?;
    change.execute("DELETE FROM result WHERE story = ?1", [story.0])?;
    Ok(())
}

fn decisions(library: &Connection, story: StoryId) -> Result<Vec<Decision>, Error> {
    let mut query =
        library.prepare("SELECT id, at, note, op, a, b, field, value FROM decision WHERE story = ?1 ORDER BY id")?;
    let rows = query.query_map([story.0], |row| {
        let columns =
            decision::Row { op: row.get(3)?, a: row.get(4)?, b: row.get(5)?, field: row.get(6)?, value: row.get(7)? };
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, columns))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (id, at, note, columns) = row?;
        if let Some(act) = Act::of(&columns) {
            found.push(Decision { id, at, act, note });
        }
    }
    Ok(found)
}

fn add(library: &Connection, story: StoryId, decision: &Decision) -> Result<i64, Error> {
    let row = decision.act.row();
    library.execute(
        "INSERT INTO decision (story, at, op, a, b, field, value, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![story.0, decision.at, row.op, row.a, row.b, row.field, row.value, decision.note],
    )?;
    Ok(library.last_insert_rowid())
}

/// Now in UTC, to the second.
fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests;
