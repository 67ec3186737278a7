//! What a page puts between a report's paragraphs ("Continue reading", "Sign up"): `data/read/page_lines.txt`.

use crate::table::{Row, rows};
use std::sync::LazyLock;

/// Lines in lower case, and what part of a line they are: its beginning unless it says `whole` or `end`.
static LINES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let line = |row: Row<'static>| (row.cell(0), row.cell(1));
    rows(include_str!("../../../data/read/page_lines.txt")).map(line).collect()
});
/// Characters up to which a line is held against them.
const LONGEST: usize = 160;

/// Whether a line or sentence is what a page puts between a report's paragraphs, and no part of it.
pub fn is_aside(line: &str) -> bool {
    line.chars().count() <= LONGEST && {
        let low = line.trim().to_lowercase();
        let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
        LINES.iter().any(|(words, part)| match *part {
            "whole" => bare == *words,
            "end" => bare.ends_with(words),
            _ => low.starts_with(words),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_aside;

    #[test]
    fn lines_of_a_page_are_told_from_those_of_a_report() {
        for line in [
            "Sign Up",
            "Read more »",
            "Share this with your friends",
            "Advertisement",
            "© Varna Press",
            "Ilse Brandt in Bonn contributed to this report.",
        ] {
            assert!(is_aside(line), "{line}");
        }
        for line in [
            "Sign-ups doubled after the storm, the port said.",
            "Read more than one account, the mayor told them.",
            "Share prices fell.",
            "Photo shops closed.",
            "Ilse Brandt contributed to this.",
            "",
        ] {
            assert!(!is_aside(line), "{line}");
        }
    }
}
