//! CSV (RFC 4180) and TSV.
//!
//! Two readers, two needs. A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula (OWASP, "CSV
//! Injection"), and report text is not ours to trust: in [`Form::Comma`] such a text gets an apostrophe before it. The
//! formats of other programs are parted by tabs and have no quotes at all: in [`Form::Tab`] tabs and line breaks of a text become spaces.

use crate::cell::{Cell, Sheet};
use crate::schema::Kind;

/// How cells are parted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Commas, quotes where needed, lines ended by CR LF, a header.
    Comma,
    /// Tabs, no quotes, a header.
    Tab,
    /// Tabs, no quotes, no header: GDELT and Phoenix.
    TabBare,
}

/// The sheet as text.
pub fn text(sheet: &Sheet, form: Form) -> String {
    let header = sheet.table.columns.iter().map(|c| c.name.to_string());
    if form == Form::Comma {
        let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
        // Writing to memory cannot fail.
        let _ = writer.write_record(header);
        for row in &sheet.rows {
            let cells = row.iter().zip(&sheet.table.columns).map(|(cell, column)| comma(cell, column.kind));
            let _ = writer.write_record(cells);
        }
        return writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    }
    let mut out = String::new();
    if form == Form::Tab {
        out.push_str(&header.collect::<Vec<_>>().join("\t"));
        out.push('\n');
    }
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(|cell| parallax_tell::printable(&plain(cell))).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

fn comma(cell: &Cell, kind: Kind) -> String {
    let text = parallax_tell::printable(&plain(cell));
    if matches!(kind, Kind::Text | Kind::Code | Kind::List) { defused(text) } else { text }
}

/// Text that no spreadsheet takes for a formula: an apostrophe before what would begin one.
pub fn defused(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

/// A cell as text: empty where nothing is known, lists parted by `;`.
pub(crate) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Int(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Bool(yes) => yes.to_string(),
        Cell::Day(_) => cell.day().map_or(String::new(), |d| d.to_string()),
        Cell::List(list) => list.iter().map(|x| x.replace(';', ",")).collect::<Vec<_>>().join(";"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(quote: &str) -> Sheet {
        let mut row = vec![Cell::Null; 7];
        (row[0], row[4], row[6]) = (Cell::from("e1"), Cell::from(-3i64), Cell::from(quote));
        Sheet::new("relations", vec![row])
    }

    #[test]
    fn a_formula_is_no_formula_and_a_number_stays_one() {
        assert!(text(&sheet("=1+1"), Form::Comma).ends_with("e1,,,,-3,,'=1+1\r\n"));
        assert!(text(&sheet(" \t@SUM(A1)"), Form::Comma).ends_with(",'@SUM(A1)\r\n"));
        assert!(text(&sheet("said, \"no\""), Form::Comma).ends_with(",\"said, \"\"no\"\"\"\r\n"));
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_row_and_columns(quote in any::<String>()) {
            let sheet = sheet(&quote);
            let tabs = text(&sheet, Form::TabBare);
            prop_assert_eq!(tabs.lines().count(), 1);
            prop_assert_eq!(tabs.matches('\t').count(), 6);
            let commas = text(&sheet, Form::Comma);
            let mut reader = ::csv::Reader::from_reader(commas.as_bytes());
            let rows: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(rows.len(), 1);
            prop_assert!(!rows[0][6].starts_with(['=', '+', '-', '@']));
        }
    }
}
