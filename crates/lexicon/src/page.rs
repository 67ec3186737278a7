//! What a page puts between a report's paragraphs ("Continue reading", "Sign up"): `data/read/page_lines.txt`.

use crate::table::{Row, rows};
use std::sync::LazyLock;

/// Where in a line its words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// They begin it.
    First,
    /// They are all of it; several may stand in a row ("Newsletter Sign Up").
    Whole,
    /// They end it, with a capital, behind the title of another report ("Harbour to close Read more").
    Last,
    /// Anywhere.
    Within,
}

/// Lines in lower case.
static LINES: LazyLock<Vec<(&str, Stand)>> = LazyLock::new(|| {
    let stand = |cell: &str| match cell {
        "whole" => Stand::Whole,
        "last" => Stand::Last,
        "within" => Stand::Within,
        _ => Stand::First,
    };
    let line = |row: Row<'static>| (row.cell(0), stand(row.cell(1)));
    rows(include_str!("../../../data/read/page_lines.txt")).map(line).collect()
});
/// Characters up to which a line is held against them.
const LONGEST: usize = 160;

/// Whether a line or sentence is what a page puts between a report's paragraphs, and no part of it.
pub fn is_aside(line: &str) -> bool {
    line.chars().count() <= LONGEST && {
        let low = line.trim().to_lowercase();
        is_label(&low)
            || LINES.iter().any(|&(words, stand)| stand == Stand::Last && ends_with_label(line.trim(), words))
    }
}

/// Whether a line in lower case is one of the table, or several in a row.
fn is_label(low: &str) -> bool {
    let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
    LINES.iter().any(|&(words, stand)| match stand {
        Stand::First => low.starts_with(words),
        Stand::Within => low.contains(words),
        Stand::Last => false,
        Stand::Whole => {
            bare == words || low.strip_prefix(words).and_then(|rest| rest.strip_prefix(' ')).is_some_and(is_label)
        }
    })
}

/// Whether those words end a line that is no sentence: a capital begins them, and no full stop ends what stands before.
fn ends_with_label(line: &str, words: &str) -> bool {
    let Some(at) = line.len().checked_sub(words.len()).filter(|&at| line.is_char_boundary(at)) else { return false };
    let (before, last) = line.split_at(at);
    last.starts_with(char::is_uppercase)
        && last.to_lowercase() == words
        && before.ends_with(' ')
        && !before.trim_end().ends_with(['.', '!', '?', ',', '”', '"'])
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
            "Newsletter Sign Up Continue reading",
            "Sign up You agree to receive our letter",
            "Harbour of Varna to close for a week Read more",
            "3 of 12 Skip x Embed x Share CLOSE Storm hits Varna",
        ] {
            assert!(is_aside(line), "{line}");
        }
        for line in [
            "Sign-ups doubled after the storm, the port said.",
            "Read more than one account, the mayor told them.",
            "Share prices fell.",
            "They should read more",
            "The mayor spoke. Read more",
            "Videos show a ferry in flames.",
            "Photo shops closed.",
            "",
        ] {
            assert!(!is_aside(line), "{line}");
        }
    }
}
