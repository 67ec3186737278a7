//! Rows of a table, checked against its columns.

use crate::schema::{self, Kind, Table};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One value.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub enum Cell {
    /// Not known, or not said: never 0 and never a word.
    #[default]
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// True or false.
    Bool(bool),
    /// A day, as days since 1970-01-01.
    Day(i32),
    /// Texts.
    List(Vec<String>),
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Cell {
    /// The day, where it is one.
    pub fn day(&self) -> Option<Date> {
        let Cell::Day(days) = self else { return None };
        EPOCH.checked_add(jiff::Span::new().try_days(*days).ok()?).ok()
    }
    /// The text, where it is one.
    pub fn text(&self) -> Option<&str> {
        if let Cell::Text(text) = self { Some(text) } else { None }
    }
    /// The whole number, where it is one.
    pub fn int(&self) -> Option<i64> {
        if let Cell::Int(n) = self { Some(*n) } else { None }
    }
    /// The texts; none where it is no list.
    pub fn list(&self) -> &[String] {
        if let Cell::List(list) = self { list } else { &[] }
    }
    /// Whether it may stand in a column of that kind.
    pub fn fits(&self, kind: Kind) -> bool {
        match self {
            Cell::Null => true,
            Cell::Text(_) => matches!(kind, Kind::Text | Kind::Code),
            Cell::Int(_) => kind == Kind::Int,
            Cell::Real(_) => kind == Kind::Real,
            Cell::Bool(_) => kind == Kind::Bool,
            Cell::Day(_) => kind == Kind::Date,
            Cell::List(_) => kind == Kind::List,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Null } else { Cell::Text(text.to_string()) }
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Null } else { Cell::Text(text) }
    }
}
impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Int(n)
    }
}
impl From<u32> for Cell {
    fn from(n: u32) -> Cell {
        Cell::Int(i64::from(n))
    }
}
impl From<f64> for Cell {
    fn from(x: f64) -> Cell {
        if x.is_finite() { Cell::Real(x) } else { Cell::Null }
    }
}
impl From<bool> for Cell {
    fn from(yes: bool) -> Cell {
        Cell::Bool(yes)
    }
}
impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        let days = day.since(EPOCH).ok().map(|span| span.get_days());
        days.map_or(Cell::Null, Cell::Day)
    }
}
impl From<Vec<String>> for Cell {
    fn from(list: Vec<String>) -> Cell {
        Cell::List(list)
    }
}
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Null, Into::into)
    }
}

/// A table with rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its columns.
    pub table: &'static Table,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet of the table `name`.
    ///
    /// # Panics
    /// When there is no such table, or a row does not fit its columns: a mistake of the program, which the tests of each writer would find.
    pub fn new(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
        let table = schema::table(name).unwrap_or_else(|| panic!("no table {name}"));
        for row in &rows {
            assert_eq!(row.len(), table.columns.len(), "a row of {name} has another number of columns");
            if let Some((column, cell)) = table.columns.iter().zip(row).find(|(c, cell)| !cell.fits(c.kind)) {
                panic!("{name}.{} holds {}, not {cell:?}", column.name, column.kind.name());
            }
        }
        Sheet { table, rows }
    }
    /// Row `i`, its cells by name.
    pub fn row(&self, i: usize) -> Option<Row<'_>> {
        Some(Row { table: self.table, cells: self.rows.get(i)? })
    }
    /// All rows, their cells by name.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self.table, cells })
    }
}

/// One row, its cells by name.
#[derive(Clone, Copy, Debug)]
pub struct Row<'s> {
    /// Its columns.
    pub table: &'static Table,
    /// Its cells, in order.
    pub cells: &'s [Cell],
}

impl<'s> Row<'s> {
    /// The cell of that name; [`Cell::Null`] where there is no such column.
    pub fn get(self, column: &str) -> &'s Cell {
        self.table.at(column).and_then(|i| self.cells.get(i)).unwrap_or(&Cell::Null)
    }
    /// A copy of the cell of that name.
    pub fn cell(self, column: &str) -> Cell {
        self.get(column).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back() {
        for day in ["1970-01-01", "2025-07-01", "1848-02-29", "9999-12-31"] {
            let day: Date = day.parse().unwrap();
            assert_eq!(Cell::from(day).day(), Some(day));
        }
    }

    #[test]
    #[should_panic(expected = "fields.byte_start holds int")]
    fn a_cell_of_another_kind_is_refused() {
        let mut row = vec![Cell::Null; 9];
        row[6] = Cell::from("12");
        Sheet::new("fields", vec![row]);
    }
}
