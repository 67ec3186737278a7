//! The question grid: what each account of one event gives for each field (after Laban et al. 2023, arXiv 2302.08997).

use crate::view::View;
use parallax_model::{DetailKind, EntityId, Event, FieldKind, Finding, ReportId, Span, Statement, When};
use parallax_tell::events;
use parallax_tell::words::{self, cut};

/// What one account gives for one field.
pub(crate) struct Cell {
    /// The value in a comparable form; empty where the words alone are the value.
    pub value: String,
    /// The words it rests on; `None` where it was concluded.
    pub words: Option<Span>,
    /// From where it was concluded; empty where the words say it.
    pub how: &'static str,
}

/// One field over all accounts of an event.
pub(crate) struct Row<'s> {
    /// The question it answers ("who").
    pub name: &'static str,
    /// `[teller]` → what that account gives.
    pub cells: Vec<Vec<Cell>>,
    /// What was found on comparing, weightiest first.
    pub findings: Vec<&'s Finding>,
}

impl Row<'_> {
    /// Whether no account says it.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(Vec::is_empty)
    }
}

type Read = fn(&View, usize, usize, &Statement) -> Vec<Cell>;

/// The fields in the order a reader asks for them.
const FIELDS: [(&str, &[FieldKind], Read); 12] = [
    ("what", &[FieldKind::Naming], what),
    ("who", &[FieldKind::Actor], |view, report, _, s| mentions(view, report, &s.actors)),
    ("to whom", &[FieldKind::Recipient], |view, report, _, s| mentions(view, report, &s.recipients)),
    ("when", &[FieldKind::Date, FieldKind::Time], when),
    ("where", &[FieldKind::Place], place),
    ("how many", &[FieldKind::Number], numbers),
    ("how", &[FieldKind::Manner], |_, _, _, s| details(s, &[DetailKind::Manner, DetailKind::Instrument])),
    ("why", &[FieldKind::Cause], |_, _, _, s| details(s, &[DetailKind::Cause])),
    ("on what charge", &[], |_, _, _, s| details(s, &[DetailKind::Charge])),
    ("what is demanded", &[], |_, _, _, s| details(s, &[DetailKind::Demand])),
    ("according to", &[FieldKind::Attribution], said_by),
    ("told as", &[FieldKind::Status], |_, _, _, s| {
        vec![Cell { value: s.status.name().to_string(), words: Some(s.clause), how: "" }]
    }),
];

/// The grid of event `index`: one row a field, one column each report that tells the event.
pub(crate) fn rows<'s>(view: &View<'s>, index: usize, event: &Event) -> Vec<Row<'s>> {
    let tellers = events::tellers(event);
    let found = events::findings(view.story, index, &events::Selection::default());
    let row = |&(name, kinds, read): &(&'static str, &[FieldKind], Read)| {
        let findings: Vec<&Finding> =
            found.iter().copied().filter(|f| kinds.contains(&f.kind) && f.values.len() > 1).collect();
        let cells = tellers
            .iter()
            .map(|&r| {
                let mut cells: Vec<Cell> = view.told_by(event, r).flat_map(|(i, s)| read(view, r, i, s)).collect();
                if cells.is_empty() {
                    // What was compared may be other words than the statement's own fields: a verb that tells the manner.
                    let evidence = findings
                        .iter()
                        .flat_map(|f| &f.values)
                        .flat_map(|v| &v.evidence)
                        .filter(|e| e.report() == ReportId(r));
                    cells.extend(evidence.map(|e| Cell { value: String::new(), words: Some(e.span()), how: "" }));
                }
                let mut seen = Vec::new();
                // An account that tells an event twice gives most fields twice: the first words stand for both.
                cells.retain(|c| {
                    let key = if c.value.is_empty() {
                        c.words.map_or(String::new(), |w| w.of(view.text(r)).to_lowercase())
                    } else {
                        c.value.to_lowercase()
                    };
                    let new = !seen.contains(&key);
                    seen.push(key);
                    new
                });
                cells
            })
            .collect();
        Row { name, cells, findings }
    };
    FIELDS.iter().map(row).collect()
}

fn what(_: &View, _: usize, _: usize, statement: &Statement) -> Vec<Cell> {
    let value = crate::spelt::kind(statement.code.as_ref()).unwrap_or_default();
    vec![Cell { value, words: Some(statement.clause), how: "" }]
}

fn mentions(view: &View, report: usize, ids: &[usize]) -> Vec<Cell> {
    let Some(account) = view.story.accounts.get(report) else { return Vec::new() };
    ids.iter()
        .filter_map(|&m| {
            let mention = account.mentions.get(m)?;
            let known = view.story.cast.of_mention.get(report).and_then(|r| r.get(m)).map_or(&[][..], Vec::as_slice);
            let names: Vec<String> = known.iter().map(|&e: &EntityId| view.name(e)).collect();
            let words = mention.span.of(view.text(report));
            let value = names.join(" and ");
            // The name is only worth saying where the words do not show it.
            let value = if words.eq_ignore_ascii_case(&value) { String::new() } else { value };
            Some(Cell { value, words: Some(mention.span), how: "" })
        })
        .collect()
}

fn when(view: &View, report: usize, index: usize, _: &Statement) -> Vec<Cell> {
    let dated = view.story.cast.when.get(report).and_then(|w| w.get(index)?.as_ref());
    let value = |when: &When| words::when(&When { inferred: false, ..*when });
    dated
        .map(|d| Cell { value: value(&d.when), words: d.evidence, how: if d.when.inferred { d.how } else { "" } })
        .into_iter()
        .collect()
}

fn place(view: &View, report: usize, index: usize, _: &Statement) -> Vec<Cell> {
    let placed = view.story.cast.place.get(report).and_then(|w| w.get(index)?.as_ref());
    placed
        .map(|p| {
            let words = (p.evidence.report() == ReportId(report)).then_some(p.evidence.span());
            Cell { value: view.name(p.entity), words, how: if p.how == "clause" { "" } else { p.how } }
        })
        .into_iter()
        .collect()
}

fn numbers(_: &View, _: usize, _: usize, statement: &Statement) -> Vec<Cell> {
    statement
        .quantities
        .iter()
        .map(|q| {
            let plain =
                |n: f64| if n.fract() == 0.0 && n.abs() < 1e15 { format!("{}", n as i64) } else { format!("{n}") };
            let value = match (q.low, q.high) {
                (Some(a), Some(b)) if a == b => plain(a),
                (Some(a), Some(b)) => format!("{} to {}", plain(a), plain(b)),
                (Some(a), None) => format!("at least {}", plain(a)),
                (None, Some(b)) => format!("at most {}", plain(b)),
                (None, None) => String::new(),
            };
            let unit = q.unit.as_deref().map_or(String::new(), |u| format!(" {u}"));
            let of = if q.of.is_empty() { String::new() } else { format!("{}: ", cut(&q.of, 40)) };
            Cell { value: format!("{of}{value}{unit}"), words: Some(q.span), how: "" }
        })
        .collect()
}

fn details(statement: &Statement, kinds: &[DetailKind]) -> Vec<Cell> {
    let wanted = statement.details.iter().filter(|d| kinds.contains(&d.kind));
    wanted.map(|d| Cell { value: String::new(), words: Some(d.span), how: "" }).collect()
}

fn said_by(view: &View, report: usize, _: usize, statement: &Statement) -> Vec<Cell> {
    let account = view.story.accounts.get(report);
    let said = statement.said_by.and_then(|a| account?.attributions.get(a));
    said.map(|a| Cell {
        value: if a.source_span.is_some() { String::new() } else { "nobody named".to_string() },
        words: Some(a.source_span.unwrap_or(a.cue)),
        how: "",
    })
    .into_iter()
    .collect()
}
