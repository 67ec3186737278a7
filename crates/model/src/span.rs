//! Places in a report's text, and the evidence made of them.

use crate::{Report, ReportId};

/// A half-open range of UTF-8 byte offsets into [`Report::text`].
///
/// Bytes inside Parallax, Unicode code points outside (`tell` converts): slicing is free, and the contract stays readable for Python.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end` (exclusive).
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }
    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
    /// Whether nothing lies in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// Bytes shared with `other`.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
    /// Whether at least one byte is shared.
    pub fn overlaps(self, other: Span) -> bool {
        self.overlap(other) > 0
    }
    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// The words it stands for; `""` where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

/// A verbatim passage of one report: never empty, always sliceable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Evidence {
    report: ReportId,
    span: Span,
}

impl Evidence {
    /// Evidence for `span` of `report`; `None` when the span is empty or does not slice the text.
    pub fn new(report: &Report, span: Span) -> Option<Evidence> {
        (!span.of(&report.text).is_empty()).then_some(Evidence { report: report.id, span })
    }
    /// The report it stands in.
    pub fn report(self) -> ReportId {
        self.report
    }
    /// Where in the report's text.
    pub fn span(self) -> Span {
        self.span
    }
}
