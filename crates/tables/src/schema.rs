//! What tables there are, their columns, and what stands in them: the codebook, from `data/tables`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text from a short list; kept as a dictionary in Parquet.
    Code,
    /// A whole number.
    Int,
    /// A number.
    Real,
    /// True or false.
    Bool,
    /// A day.
    Date,
    /// Texts; parted by `;` in CSV.
    List,
}

impl Kind {
    /// Its name in the codebook ("date").
    pub fn name(self) -> &'static str {
        ["text", "code", "int", "real", "bool", "date", "list"][self as usize]
    }
    fn named(name: &str) -> Option<Kind> {
        use Kind::*;
        [Text, Code, Int, Real, Bool, Date, List].into_iter().find(|k| k.name() == name)
    }
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its name, as written in the header.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Its unit, where it has one.
    pub unit: Option<&'static str>,
    /// What it holds, in words.
    pub about: &'static str,
}

/// A table: its name and columns, in order.
#[derive(Debug)]
pub struct Table {
    /// Its name ("statements").
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// Where a column stands.
    pub fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == column)
    }
}

/// The own tables, in the order in which they are written.
pub const OWN: [&str; 9] =
    ["reports", "statements", "events", "fields", "findings", "actors", "places", "relations", "corrections"];
/// The profiles: tables in the columns of other formats.
pub const PROFILES: [&str; 5] = ["polecat", "gdelt", "mentions", "icews", "phoenix"];

static TABLES: LazyLock<BTreeMap<&'static str, Table>> = LazyLock::new(|| {
    let mut tables: BTreeMap<&str, Table> = BTreeMap::new();
    for row in rows(include_str!("../../../data/tables/columns.tsv")) {
        let [table, name, kind, unit, about] = row[..] else { continue };
        let Some(kind) = Kind::named(kind) else { continue };
        let unit = Some(unit).filter(|u| *u != "-");
        tables.entry(table).or_insert(Table { name: table, columns: Vec::new() }).columns.push(Column {
            name,
            kind,
            unit,
            about,
        });
    }
    tables
});

/// A form in which a story is written, or a table.
#[derive(Debug)]
pub struct Format {
    /// Its name, as `--format` and `--to` take it.
    pub name: &'static str,
    /// `document`, `table` (writes any table), `own` (an own table), or `profile`.
    pub kind: &'static str,
    /// Endings of files that mean it.
    pub endings: Vec<&'static str>,
    /// What it is for.
    pub about: &'static str,
}

static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| {
    let row = |row: Vec<&'static str>| {
        let [name, kind, endings, about] = row[..] else { return None };
        let endings = endings.split(' ').filter(|e| *e != "-").collect();
        Some(Format { name, kind, endings, about })
    };
    rows(include_str!("../../../data/tables/formats.tsv")).filter_map(row).collect()
});

/// The table of that name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.get(name)
}

/// All forms and tables, in the order in which they are listed.
pub fn formats() -> &'static [Format] {
    &FORMATS
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(|l| l.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_codebook_is_read_and_every_table_listed() {
        let written = rows(include_str!("../../../data/tables/columns.tsv")).count();
        assert_eq!(TABLES.values().map(|t| t.columns.len()).sum::<usize>(), written);
        let listed: Vec<&str> =
            formats().iter().filter(|f| matches!(f.kind, "own" | "profile")).map(|f| f.name).collect();
        assert_eq!(listed, OWN.iter().chain(&PROFILES).copied().collect::<Vec<_>>());
        assert!(listed.iter().all(|name| table(name).is_some()));
    }

    /// Numbers of columns as the published codebooks have them (docs/reference/profiles.md).
    #[test]
    fn profiles_have_the_columns_of_their_codebooks() {
        let count = |name| table(name).map(|t| t.columns.len());
        let counts = PROFILES.map(count);
        assert_eq!(counts, [Some(40), Some(61), Some(16), Some(20), Some(26)]);
    }
}
