//! Finds quotations by their marks.
//!
//! Curly and straight, double and single (a single mark only where it cannot be an apostrophe), nested, over sentences
//! and paragraphs. A quotation still open at a paragraph's end stays open there; the next paragraph usually opens it
//! anew, as newspapers do.

use crate::layout::Paragraph;
use parallax_model::{Quote, Span};

/// Quotations deeper than this are not told apart.
const DEEPEST: usize = 8;

/// The quotations of the text's paragraphs, by where they begin.
pub fn quotes(text: &str, paragraphs: &[Paragraph]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    for paragraph in paragraphs {
        let first = out.len();
        in_paragraph(text, paragraph.span, &mut out);
        out[first..].sort_by_key(|q| (q.span.start, std::cmp::Reverse(q.span.end)));
    }
    out
}

/// What a mark may do, by its shape and neighbours.
struct Mark {
    /// Which closing mark it belongs with: `"` or `'`.
    kind: char,
    opens: bool,
    closes: bool,
}

fn in_paragraph(text: &str, span: Span, out: &mut Vec<Quote>) {
    let body = span.of(text);
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        if let Some(mark) = mark(c, before, after) {
            let place = open.iter().rposition(|o| o.0 == mark.kind);
            match place {
                Some(place) if mark.closes => {
                    let start = open[place].1;
                    open.truncate(place);
                    out.push(quote(span, start, at + c.len_utf8(), true));
                }
                _ if mark.opens && open.len() < DEEPEST => open.push((mark.kind, at)),
                _ => {}
            }
        }
        before = Some(c);
    }
    // A single mark that was never closed was an apostrophe after all.
    for (kind, start) in open {
        if kind == '"' {
            out.push(quote(span, start, body.len(), false));
        }
    }
}

fn quote(paragraph: Span, start: usize, end: usize, closed: bool) -> Quote {
    Quote { span: Span::new(paragraph.start + start, paragraph.start + end), closed }
}

fn mark(c: char, before: Option<char>, after: Option<char>) -> Option<Mark> {
    let word_before = before.is_some_and(char::is_alphanumeric);
    let word_after = after.is_some_and(char::is_alphanumeric);
    let blank_before =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '‘' | '\''));
    let blank_after = after.is_none_or(char::is_whitespace);
    let mark = |kind, opens, closes| Some(Mark { kind, opens, closes });
    match c {
        '“' | '„' | '«' | '‟' => mark('"', true, false),
        '”' | '»' => mark('"', false, true),
        '"' | '＂' => mark('"', !blank_after && blank_before || !word_before, !blank_before || blank_after),
        // ’ closes a single quotation only where no letter follows; "the ministers’ houses" stays open to doubt and is
        // settled by whether a ‘ was open.
        '‘' => mark('\'', !word_before && !blank_after, false),
        '’' => mark('\'', false, !word_after),
        '\'' if blank_before && word_after => mark('\'', true, false),
        '\'' if !blank_before && !word_after => mark('\'', false, true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::paragraphs;

    fn shown(text: &str) -> Vec<String> {
        let all = Span::new(0, text.len());
        let open = |q: &Quote| if q.closed { "" } else { " …" };
        quotes(text, &paragraphs(text, all)).iter().map(|q| format!("{}{}", q.span.of(text), open(q))).collect()
    }

    #[test]
    fn straight_and_curly() {
        assert_eq!(shown("He said \"no\" and “yes, of course.”"), ["\"no\"", "“yes, of course.”"]);
        assert_eq!(shown("It was a ‘mistake’, they said."), ["‘mistake’"]);
        assert_eq!(shown("It wasn't 'a mistake', they said."), ["'a mistake'"]);
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert!(shown("The ministers' cars and Baku's envoys weren't there in '98.").is_empty());
        assert!(shown("The ministers’ cars and Baku’s envoys weren’t there.").is_empty());
    }

    #[test]
    fn nested() {
        assert_eq!(
            shown("“He told me ‘go away’ and left,” she said."),
            ["“He told me ‘go away’ and left,”", "‘go away’"]
        );
    }

    #[test]
    fn runs_over_paragraphs() {
        let text =
            "“We waited for hours. Nobody came to tell us what was going on there.\n\n“Then they left,” he said.";
        let found = shown(text);
        assert_eq!(found.len(), 2);
        assert!(found[0].ends_with(" …"));
        assert_eq!(found[1], "“Then they left,”");
    }

    #[test]
    fn thousands_of_marks() {
        let text = "“".repeat(5000) + &"\"'".repeat(5000);
        assert!(shown(&text).len() <= 10_000);
    }
}
