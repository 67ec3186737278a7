//! The tables, and how an older library becomes a newer one.

use crate::Error;
use rusqlite::{Connection, TransactionBehavior};

/// One step a version: a library of version `n` lacks all steps from index `n` on. Steps are only ever added.
pub(crate) const STEPS: [&str; 3] = ["
CREATE TABLE story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    changed TEXT NOT NULL
) STRICT;
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    outlet TEXT,
    title TEXT,
    url TEXT,
    published TEXT,
    text TEXT NOT NULL,
    UNIQUE (story, path)
) STRICT;
CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    op TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL
) STRICT;
", "
ALTER TABLE decision ADD COLUMN field TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN value TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN note TEXT NOT NULL DEFAULT '';
UPDATE decision SET value = a, a = '[]', b = '[]' WHERE op = 'undo';
UPDATE decision SET a = json_array(json_object('id', a, 'quote', '')), b = json_array(json_object('id', b, 'quote', ''))
    WHERE op <> 'undo';
CREATE INDEX decision_of_story ON decision (story, id);
CREATE TRIGGER decision_stays BEFORE DELETE ON decision BEGIN SELECT raise(ABORT, 'decisions are only ever added'); END;
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision BEGIN SELECT raise(ABORT, 'decisions are only ever added'); END;
", "
ALTER TABLE story ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE TABLE result (
    story INTEGER PRIMARY KEY REFERENCES story (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    program TEXT NOT NULL,
    title TEXT NOT NULL,
    period TEXT NOT NULL,
    events INTEGER NOT NULL,
    differing INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
"];

/// Brings the library up to this version, each step whole or not at all.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    // A library of this version is not written to: it opens on a full disk, and no other process has to wait.
    if version(connection)? == STEPS.len() {
        return Ok(());
    }
    // IMMEDIATE: of two processes that start at once, one migrates and the other waits and then finds it done.
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = version(&change)?;
    if version > STEPS.len() {
        return Err(Error(
            "this library was written by a newer Parallax; use that one, or another library".to_string(),
        ));
    }
    for step in STEPS.iter().skip(version) {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "user_version", STEPS.len())?;
    Ok(change.commit()?)
}

fn version(connection: &Connection) -> Result<usize, Error> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
