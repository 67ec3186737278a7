//! What a page puts between a report's paragraphs ("Continue reading", "Sign up"): `data/read/page_lines.txt`.

use crate::table::{Row, rows};
use std::sync::LazyLock;

/// Lines in lower case, and whether one is the whole line or only how it begins.
static LINES: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let line = |row: Row<'static>| (row.cell(0), row.cell(1) == "whole");
    rows(include_str!("../../../data/read/page_lines.txt")).map(line).collect()
});
/// Characters up to which a line is held against them.
const LONGEST: usize = 160;

/// Whether a line or sentence is what a page puts between a report's paragraphs, and no part of it.
pub fn is_aside(line: &str) -> bool {
    line.chars().count() <= LONGEST && {
        let low = line.trim().to_lowercase();
        let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
        LINES.iter().any(|(words, whole)| if *whole { bare == *words } else { low.starts_with(words) })
    }
}

#[cfg(test)]
mod tests {
    use super::is_aside;

    #[test]
    fn lines_of_a_page_are_told_from_those_of_a_report() {
        for line in ["Sign Up", "Read more »", "Share this with your friends", "Advertisement", "© Varna Press"] {
            assert!(is_aside(line), "{line}");
        }
        for line in [
            "Sign-ups doubled after the storm, the port said.",
            "Read more than one account, the mayor told them.",
            "Share prices fell.",
            "Photo shops closed.",
            "",
        ] {
            assert!(!is_aside(line), "{line}");
        }
    }
}
