//! Lines that keep to a width: what does not fit goes on below, further in.

/// Columns where no terminal says how many there are.
const PLAIN: usize = 100;
/// Fewer columns than these are not tried for.
const NARROW: usize = 40;
/// Columns beyond which a heading's mark at the right would stand too far from it.
const WIDE: usize = 120;
/// Columns before the cells of a row: four spaces, the row's name, a space.
const NAME: usize = 14;
/// What stands between two cells.
const BETWEEN: &str = "   ";

/// Text in the making, line by line, none longer than the width where a space lets it be broken.
pub(crate) struct Lines {
    text: String,
    width: usize,
}

impl Lines {
    /// No lines yet; `width` in columns, 0 where it does not matter.
    pub(crate) fn new(width: usize) -> Lines {
        Lines { text: String::new(), width: if width == 0 { PLAIN } else { width.max(NARROW) } }
    }

    /// The lines, each with its end.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// One line; what does not fit goes on `hang` columns in.
    pub(crate) fn line(&mut self, hang: usize, line: &str) {
        let mut rest = line;
        let mut indent = 0;
        while columns(rest) + indent > self.width {
            let Some((fits, more)) = broken(rest, self.width - indent.min(self.width)) else { break };
            self.put(indent, fits);
            (rest, indent) = (more, hang);
        }
        self.put(indent, rest);
    }

    /// `left`, and `right` at the end of the line.
    pub(crate) fn ends(&mut self, left: &str, right: &str) {
        let gap = self.width.min(WIDE).saturating_sub(columns(left) + columns(right)).max(2);
        self.line(2, &format!("{left}{}{right}", " ".repeat(gap)));
    }

    /// A named row of cells side by side; those that do not fit stand below the first.
    pub(crate) fn row(&mut self, name: &str, cells: &[String]) {
        let mut line = format!("    {name:<9} ");
        let mut empty = true;
        for cell in cells {
            if !empty && columns(&line) + BETWEEN.len() + columns(cell) > self.width {
                self.line(NAME + 2, &line);
                line = " ".repeat(NAME);
                empty = true;
            }
            line.push_str(if empty { "" } else { BETWEEN });
            line.push_str(cell);
            empty = false;
        }
        self.line(NAME + 2, &line);
    }

    fn put(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

/// `text` parted at the last space within `width` columns behind its first word; `None` where there is none.
fn broken(text: &str, width: usize) -> Option<(&str, &str)> {
    let begins = text.len() - text.trim_start().len();
    let end = text.char_indices().nth(width + 1).map_or(text.len(), |(i, _)| i);
    let within = text.get(begins..end).and_then(|fits| fits.rfind(' ')).filter(|&i| i > 0);
    // A word too long for the line stands alone on it.
    let at = within.or_else(|| text.get(begins..)?.find(' '))?;
    let (fits, more) = text.split_at(begins + at);
    Some((fits, more.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(width: usize, put: impl Fn(&mut Lines)) -> String {
        let mut lines = Lines::new(width);
        put(&mut lines);
        lines.into_text()
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let long = "  The authority sacks forty crane operators of the port";
        assert_eq!(laid(40, |l| l.line(4, long)), "  The authority sacks forty crane\n    operators of the port\n");
        let cells = ["A “twelve men were held”".to_string(), "B “a dozen”".to_string(), "C “12”".to_string()];
        assert_eq!(
            laid(40, |l| l.row("held", &cells)),
            "    held      A “twelve men were held”\n              B “a dozen”   C “12”\n"
        );
        assert_eq!(laid(200, |l| l.row("held", &cells)).lines().count(), 1);
        assert_eq!(laid(0, |l| l.ends("left", "right")).trim_end().len(), PLAIN);
    }

    #[test]
    fn no_line_is_longer_than_the_width_and_no_word_is_lost() {
        let words = "Öl und Gas über alles hinaus, sagte der Minister am Dienstag in der Hauptstadt Osten";
        for width in 40..90 {
            let text = laid(width, |l| l.line(6, words));
            assert!(text.lines().all(|l| l.chars().count() <= width), "{width}: {text}");
            assert_eq!(text.split_whitespace().collect::<Vec<_>>(), words.split(' ').collect::<Vec<_>>());
        }
        let word = "x".repeat(90);
        assert_eq!(laid(40, |l| l.line(2, &format!("a {word} b"))), format!("a\n  {word}\n  b\n"));
    }
}
