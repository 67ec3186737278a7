//! The reader's lists, from `data/read`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Elements of a page that hold no text of the report.
pub(crate) static SKIPPED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| elements("skip"));
/// Elements of a page that begin a new paragraph.
pub(crate) static BLOCKS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| elements("block"));
/// Words in `class` and `id` that tell of surroundings.
pub(crate) static SURROUNDINGS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| lines(include_str!("../../../data/read/page_names.txt")).collect());
/// Field of a report → keys under which JSON and CSV files hold it.
pub(crate) static KEYS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let rows = pairs(include_str!("../../../data/read/keys.tsv"));
    rows.map(|(field, keys)| (field, keys.split(' ').collect())).collect()
});
fn elements(role: &str) -> BTreeSet<&'static str> {
    pairs(include_str!("../../../data/read/page_elements.tsv"))
        .filter(|(r, _)| *r == role)
        .map(|(_, name)| name)
        .collect()
}

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(table).filter_map(|l| l.split_once('\t'))
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}
