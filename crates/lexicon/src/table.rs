//! Reading of tables, bundled or the user's: tab-separated cells, `#` comments, `.` for a cell left to its default.

/// A row of a table: its line number and its cells, trimmed.
pub(crate) struct Row<'t> {
    /// 1-based line number, for messages.
    pub line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// The cell of that column; `""` where it is missing or left to its default (`.`).
    pub fn cell(&self, column: usize) -> &'t str {
        match self.cells.get(column) {
            Some(&".") | None => "",
            Some(cell) => cell,
        }
    }
    /// The parts of a cell, split at `separator`.
    pub fn list(&self, column: usize, separator: char) -> Vec<&'t str> {
        self.cell(column).split(separator).map(str::trim).filter(|part| !part.is_empty()).collect()
    }
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }
}

/// The rows of a table.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    // Editors of some systems begin a file with a byte order mark.
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(i, line)| Row { line: i + 1, cells: line.split('\t').map(str::trim).collect() })
}
