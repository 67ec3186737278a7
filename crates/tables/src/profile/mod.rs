//! Profiles: the own tables seen in the columns of formats that researchers know.
//!
//! Each profile is a function from rows of the own tables to rows, so that a story of two reports and a corpus of a
//! million are written by the same code. What Parallax does not know stays empty; nothing is made up to fill a column.

mod gdelt;
mod icews;
mod phoenix;
mod polecat;

use crate::cell::{Cell, Row, Sheet};
use crate::csv::Form;
use parallax_lexicon::Lexicon;

/// The profile `name` of own tables (as [`crate::own::sheets`] orders them); `None` where there is no such profile.
pub fn sheet(name: &str, own: &[Sheet], lexicon: &Lexicon) -> Option<Sheet> {
    let [reports, statements, events, ..] = own else { return None };
    let rows = rows(name, reports, statements, events, lexicon)?;
    Some(Sheet::new(name, rows))
}

/// The same from the three tables that profiles are made of.
pub fn rows(
    name: &str,
    reports: &Sheet,
    statements: &Sheet,
    events: &Sheet,
    lexicon: &Lexicon,
) -> Option<Vec<Vec<Cell>>> {
    let report_of = |statement: Row| reports.rows().find(|r| r.get("report_id") == statement.get("report_id"));
    let each = |row: &dyn Fn(Row, Row) -> Option<Vec<Cell>>| -> Vec<Vec<Cell>> {
        statements.rows().filter_map(|s| row(s, report_of(s)?)).collect()
    };
    Some(match name {
        "polecat" => each(&|s, _| polecat::row(s)),
        "icews" => each(&|s, _| icews::row(s, lexicon)),
        "mentions" => each(&gdelt::mention),
        "gdelt" => events.rows().filter_map(gdelt::event).collect(),
        "phoenix" => events.rows().filter_map(phoenix::row).collect(),
        _ => return None,
    })
}

/// How the text files of the profile are parted, as their publishers part them.
pub fn form(name: &str) -> Form {
    match name {
        "gdelt" | "mentions" | "phoenix" => Form::TabBare,
        _ => Form::Tab,
    }
}

/// A row of empty cells to be filled by name: most columns of a profile stay empty.
struct Filled {
    sheet: Sheet,
    cells: Vec<Cell>,
}

impl Filled {
    fn new(table: &str) -> Filled {
        let sheet = Sheet::new(table, Vec::new());
        let cells = vec![Cell::Null; sheet.table.columns.len()];
        Filled { sheet, cells }
    }
    /// Puts a value where the column is.
    fn put(&mut self, column: &str, value: impl Into<Cell>) {
        let at = self.sheet.table.at(column);
        debug_assert!(at.is_some(), "{} has no column {column}", self.sheet.table.name);
        if let Some(cell) = at.and_then(|i| self.cells.get_mut(i)) {
            *cell = value.into();
        }
    }
    fn done(self) -> Vec<Cell> {
        self.cells
    }
}

/// An id as a number, for formats that want one: the first 53 bits of its FNV-1a hash, which every program keeps exactly.
fn number(id: &Cell) -> Cell {
    let Some(id) = id.text() else { return Cell::Null };
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    Cell::Int(i64::try_from(hash >> 11).unwrap_or(0))
}

/// A day as YYYYMMDD.
fn compact(day: &Cell) -> Option<i64> {
    let day = day.day()?;
    Some(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()))
}

/// A day as YYYYMMDDHHMMSS at midnight.
fn stamp(day: &Cell) -> Option<i64> {
    compact(day).map(|d| d * 1_000_000)
}

/// Texts in one cell, parted by `by`.
fn joined(cell: &Cell, by: &str) -> Cell {
    let clean = |x: &String| x.replace(by.trim(), " ");
    cell.list().iter().map(clean).collect::<Vec<_>>().join(by).into()
}

/// The place's name where it is of that precision.
fn named(row: Row, precision: &str) -> Cell {
    if row.get("geo_precision").text() == Some(precision) { row.cell("place_name") } else { Cell::Null }
}

/// A country's usual English name.
fn country(code: &Cell, lexicon: &Lexicon) -> Cell {
    let code = code.text().unwrap_or("");
    lexicon.actors.country_by_code(code).map_or(code, |c| c.name.as_str()).into()
}

/// Country and sectors run together, as CAMEO writes actors: `RUSGOV`.
fn cameo_actor(country: &Cell, sectors: &[String], most: usize) -> Cell {
    let mut code = country.text().unwrap_or("").to_string();
    sectors.iter().take(most).for_each(|s| code.push_str(s));
    code.into()
}
