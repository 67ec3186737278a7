//! Finds paragraphs in the layout of a text, and which of them are titles.

use parallax_lexicon::page::is_aside;
use parallax_model::Span;

/// A stretch of text that no sentence crosses the end of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paragraph {
    /// From its first to its last character that is not white space.
    pub span: Span,
    /// A headline: a short line by itself without final punctuation, at the head of running text.
    pub title: bool,
}

/// A line longer than this was not broken by a typist's margin.
const WIDEST_MARGIN: usize = 110;

/// The paragraphs of `text[within]`.
///
/// A blank line always ends a paragraph. A single line break does too, unless the text is hard-wrapped: most lines that
/// are followed directly by another end near one margin, and most of them in mid-sentence.
pub fn paragraphs(text: &str, within: Span) -> Vec<Paragraph> {
    let lines = lines(text, within);
    let wrapped = margin(text, &lines);
    let mut spans: Vec<Span> = Vec::new();
    for (i, &(line, blank_before)) in lines.iter().enumerate() {
        let joins =
            !blank_before && i > 0 && wrapped.is_some_and(|margin| continues(text, lines[i - 1].0, line, margin));
        match spans.last_mut() {
            Some(last) if joins => last.end = line.end,
            _ => spans.push(line),
        }
    }
    without_asides(text, &mut spans);
    let title = |i: usize| spans.len() > 1 && is_title(text, spans[i], spans.get(i + 1).copied(), i == 0);
    (0..spans.len()).map(|i| Paragraph { span: spans[i], title: title(i) }).collect()
}

/// Words up to which a line may be the title of another report.
const TITLE: usize = 25;

/// Drops what a page puts between paragraphs, and with "Read more:" the titles listed below it: lines that end no sentence.
fn without_asides(text: &str, spans: &mut Vec<Span>) {
    let mut listing = false;
    spans.retain(|span| {
        let line = span.of(text);
        let aside = is_aside(line);
        let title = !line.trim_end_matches(['"', '”', '’']).ends_with('.') && line.split_whitespace().count() <= TITLE;
        listing = if aside { line.ends_with(':') } else { listing && title };
        !aside && !listing
    });
}

/// Every line that is not blank, trimmed, and whether a blank line precedes it.
fn lines(text: &str, within: Span) -> Vec<(Span, bool)> {
    let mut out = Vec::new();
    let (mut at, mut blank) = (within.start, false);
    for line in within.of(text).split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{c}', '\u{b}']) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            // "\r\n" splits into an empty second half: only a line break after a line break is a blank line.
            blank |= line != "\n" || !within.of(text)[..at - within.start].ends_with('\r');
        } else {
            let start = at + (line.len() - line.trim_start().len());
            out.push((Span::new(start, start + trimmed.len()), blank));
            blank = false;
        }
        at += line.len();
    }
    out
}

/// The margin (in characters) at which a text is hard-wrapped, if it is.
fn margin(text: &str, lines: &[(Span, bool)]) -> Option<usize> {
    let width = |span: Span| span.of(text).chars().count();
    let followed: Vec<(Span, Span)> =
        lines.windows(2).filter(|pair| !pair[1].1).map(|pair| (pair[0].0, pair[1].0)).collect();
    let widest = followed.iter().map(|pair| width(pair.0)).max().filter(|w| (40..=WIDEST_MARGIN).contains(w))?;
    if lines.iter().any(|l| width(l.0) > WIDEST_MARGIN + 20) {
        return None;
    }
    let (mut near, mut open) = (0, 0);
    for (line, next) in &followed {
        near += usize::from(width(*line) * 10 >= widest * 7);
        let ends = line.of(text).ends_with(['.', '!', '?', '"', '”', ':']);
        open += usize::from(!ends || next.of(text).starts_with(char::is_lowercase));
    }
    (followed.len() >= 2 && near * 10 >= followed.len() * 6 && open * 2 >= followed.len()).then_some(widest)
}

/// Whether `next` goes on with the paragraph of `line`: the line reaches the margin as far as its neighbour's first word
/// would not have fitted.
fn continues(text: &str, line: Span, next: Span, margin: usize) -> bool {
    let width = line.of(text).chars().count();
    let word = next.of(text).split_whitespace().next().unwrap_or("");
    width + 1 + word.chars().count() >= margin.saturating_sub(3) || next.of(text).starts_with(char::is_lowercase)
}

/// Whether a paragraph is a title: short, without a sentence's end, before other text. Only the first may be as long as
/// a news headline; later ones must look like one (no comma inside, not a list item or a signature of one word).
fn is_title(text: &str, span: Span, next: Option<Span>, first: bool) -> bool {
    let line = span.of(text);
    let words = line.split_whitespace().count();
    let ended = line.trim_end_matches(['"', '”', '\'', '’', ')']).ends_with(['.', ',', ';', ':', '…', '—', '-']);
    let question = line.ends_with(['!', '?']);
    let Some(next) = next else { return false };
    if ended || words > 25 || line.contains('\n') && words > 18 {
        return false;
    }
    if first {
        return !question || words <= 15;
    }
    let longer = next.of(text).split_whitespace().count() > words;
    (2..=12).contains(&words) && longer && !question && line.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mark = |p: Paragraph| if p.title { "# " } else { "" };
        paragraphs(text, Span::new(0, text.len())).iter().map(|&p| format!("{}{}", mark(p), p.span.of(text))).collect()
    }

    #[test]
    fn one_paragraph_a_line() {
        let text = "Harbour closes after storm\nThe harbour of Varna was closed on Monday, officials said, after a \
            storm that lasted all night and damaged nine ships at anchor outside.\nIt will open again on Friday.\r\n\r\nEnd.";
        let found = shown(text);
        assert_eq!(found.len(), 4);
        assert_eq!(found[0], "# Harbour closes after storm");
        assert_eq!(found[2..], ["It will open again on Friday.", "End."]);
    }

    #[test]
    fn titles_of_other_reports_are_left_out() {
        let text = "The harbour was closed on Monday.\nRead more:\nStorm sinks nine ships\nWhy does it storm?\nIt will open \
            again on Friday, officials said.\nFerries to stop for a week Read more\nThe ferries run.";
        let kept =
            ["The harbour was closed on Monday.", "It will open again on Friday, officials said.", "The ferries run."];
        assert_eq!(shown(text), kept);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "The harbour of Varna was closed on Monday, officials of the\nport said, after a storm that lasted all \
            night and damaged\nnine ships at anchor. It will open again on Friday, they\nadded.\n\nThe ministry in the \
            capital had no comment on the damage or\non its cost.";
        let found = shown(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends_with("they\nadded."));
    }

    #[test]
    fn what_a_page_puts_around_a_report_is_no_part_of_it() {
        let text = "The harbour of Varna was closed on Monday.\n\nAdvertisement Continue reading\n\nIt opens on Friday.\n\n\
            Copyright 2017 Varna Press. All rights reserved. This material may not be published.";
        assert_eq!(shown(text), ["The harbour of Varna was closed on Monday.", "It opens on Friday."]);
    }

    #[test]
    fn nothing_but_blanks() {
        assert!(shown(" \n\r\n\t ").is_empty());
        assert!(shown("").is_empty());
    }
}
