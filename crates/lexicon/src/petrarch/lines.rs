//! Lines of a dictionary file without comments, and the words in them.

/// Lines with their numbers (from 1), without `<!-- … -->`, `# …` and blank lines. Leading blanks stay: they tell an
/// actor's code lines from its names.
pub(super) fn of(text: &str) -> Vec<(usize, String)> {
    let (mut found, mut inside) = (Vec::new(), false);
    for (at, line) in text.lines().enumerate() {
        let mut rest = line;
        let mut kept = String::new();
        loop {
            match rest.split_once(if inside { "-->" } else { "<!" }) {
                Some((before, after)) => {
                    if !inside {
                        kept.push_str(before);
                    }
                    inside = !inside;
                    rest = after;
                }
                None => {
                    if !inside {
                        kept.push_str(rest);
                    }
                    break;
                }
            }
        }
        let kept = uncommented(&kept).trim_end();
        if !kept.trim().is_empty() {
            found.push((at + 1, kept.to_string()));
        }
    }
    found
}

/// The line up to `#`; inside brackets it belongs to a code.
fn uncommented(line: &str) -> &str {
    let mut depth = 0i32;
    for (at, c) in line.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '#' if depth <= 0 => return line.get(..at).unwrap_or(line),
            _ => {}
        }
    }
    line
}

/// Words in upper case; blanks, `_` and `-` part them.
pub(super) fn words(phrase: &str) -> Vec<String> {
    phrase.split([' ', '_', '-', '\t']).map(word).filter(|w| !w.is_empty()).collect()
}

/// One word in the form in which words are compared: upper case, straight apostrophe, no full stop at its end.
pub(super) fn word(word: &str) -> String {
    word.trim().trim_end_matches('.').to_uppercase().replace('’', "'")
}

/// What stands in brackets, one after another ("[HOB <950601] [HOBGOV]").
pub(super) fn bracketed(line: &str) -> Vec<&str> {
    line.split('[').skip(1).filter_map(|part| part.split_once(']')).map(|(inside, _)| inside.trim()).collect()
}

/// What stands before the first of `[`, `{`.
pub(super) fn before_brackets(line: &str) -> &str {
    line.split(['[', '{']).next().unwrap_or("").trim()
}

/// What stands in braces, if braces there are.
pub(super) fn braced(line: &str) -> Option<&str> {
    line.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(inside, _)| inside.trim())
}

/// The regular plural of an upper-case noun.
pub(super) fn plural(noun: &str) -> String {
    match noun.strip_suffix('Y') {
        Some(stem) if !stem.ends_with(['A', 'E', 'O', 'U']) => format!("{stem}IES"),
        _ if noun.ends_with(['S', 'X', 'Z']) || noun.ends_with("CH") || noun.ends_with("SH") => format!("{noun}ES"),
        _ => format!("{noun}S"),
    }
}
