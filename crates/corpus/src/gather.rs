//! The second pass: shards day by day → linked, counted, written.

use crate::coded::Coded;
use crate::link::{Known, Linker, Outcome};
use crate::origins::Origins;
use crate::part::{Part, Sink};
use crate::shard::Shard;
use crate::{Options, Summary, tables};
use parallax::lexicon::Lexicon;
use parallax_tables::schema::{self, Table};
use parallax_tables::{Cell, Row, Sheet, profile};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names of a thing kept over all reports of a day.
const NAMES: usize = 30;

/// Writes all partitions.
pub(crate) fn write(
    options: &Options,
    shards: &[Shard],
    lexicon: &Lexicon,
    sink: Option<&dyn Sink>,
    summary: &mut Summary,
    progress: &dyn Fn(usize, usize),
) -> anyhow::Result<()> {
    let all: BTreeSet<Option<i32>> = shards.iter().flat_map(|s| s.days.keys().copied()).collect();
    // Reports without a day come last: nothing says between which others they stand.
    let mut days: Vec<Option<i32>> = all.into_iter().collect();
    days.sort_by_key(|d| (d.is_none(), *d));
    let mut writer =
        Writer { options, shards, lexicon, sink, summary, origins: Origins::default(), linker: Linker::default() };
    let mut open = 0;
    for (i, &day) in days.iter().enumerate() {
        if let Some(today) = day {
            writer.origins.forget(today);
            let closed = writer.linker.forget(today);
            while days.get(open).is_some_and(|d| open < i && d.is_some_and(|d| d <= closed)) {
                writer.events(days[open])?;
                open += 1;
            }
        }
        writer.day(day)?;
        progress(i + 1, days.len());
    }
    for &day in &days[open..] {
        writer.events(day)?;
    }
    writer.summary.copies = writer.origins.copies;
    Ok(())
}

struct Writer<'w> {
    options: &'w Options,
    shards: &'w [Shard],
    lexicon: &'w Lexicon,
    sink: Option<&'w dyn Sink>,
    summary: &'w mut Summary,
    origins: Origins,
    linker: Linker,
}

/// Where a table stands among the rows of a coded report.
pub(crate) fn own(table: &str) -> usize {
    schema::OWN.iter().position(|t| *t == table).unwrap_or(0)
}

impl<'w> Writer<'w> {
    /// Tables that are written with the events, once nothing can join them any more.
    fn of_events(table: &Table) -> bool {
        matches!(table.name, "events" | "gdelt" | "phoenix")
    }

    fn parts(&self, day: Option<i32>, of_events: bool) -> Vec<Part<'w>> {
        let tables = tables(self.options).into_iter().filter(|t| Self::of_events(t) == of_events);
        tables.map(|t| Part::new(&self.options.out, t, day, self.options.kind, self.sink)).collect()
    }

    fn finish(&mut self, parts: Vec<(&'static Table, Part<'w>)>) -> anyhow::Result<()> {
        for (table, part) in parts {
            *self.summary.rows.entry(table.name.to_string()).or_insert(0) += part.finish()?;
        }
        Ok(())
    }

    /// Links a day's reports and writes all that stands in one report.
    fn day(&mut self, day: Option<i32>) -> anyhow::Result<()> {
        let names: Vec<&'static Table> = tables(self.options).into_iter().filter(|t| !Self::of_events(t)).collect();
        let mut parts: Vec<(&'static Table, Part<'w>)> = names.into_iter().zip(self.parts(day, false)).collect();
        let (mut actors, mut places) = (Things::new("actors"), Things::new("places"));
        for shard in self.shards {
            for mut coded in shard.day(day)? {
                let known = known(&coded, |id| self.origins.report(id, coded.day, &coded.sketch));
                let joined = self.linker.report(&coded.signals, &known);
                rename(&mut coded, &known.origin, &joined);
                if let (Some(sink), Some(text)) = (self.sink, &coded.text) {
                    sink.text(&known.id, text)?;
                }
                let mut sheets: Vec<Sheet> = schema::OWN
                    .into_iter()
                    .zip(std::mem::take(&mut coded.rows))
                    .map(|(t, rows)| Sheet::new(t, rows))
                    .collect();
                // Profiles stand last and are made of the own rows, which are then given away.
                for (table, part) in parts.iter_mut().rev() {
                    match table.name {
                        "actors" => actors.take(std::mem::take(&mut sheets[own("actors")].rows)),
                        "places" => places.take(std::mem::take(&mut sheets[own("places")].rows)),
                        name if schema::OWN.contains(&name) => {
                            part.take(std::mem::take(&mut sheets[own(name)].rows))?
                        }
                        name => {
                            let [reports, statements, events, ..] = &sheets[..] else { continue };
                            part.take(
                                profile::rows(name, reports, statements, events, self.lexicon).unwrap_or_default(),
                            )?;
                        }
                    }
                }
            }
        }
        for (table, part) in &mut parts {
            match table.name {
                "actors" => part.take(actors.rows())?,
                "places" => part.take(places.rows())?,
                _ => {}
            }
        }
        self.finish(parts)
    }

    /// Writes the events that reports of that day told first.
    fn events(&mut self, day: Option<i32>) -> anyhow::Result<()> {
        let names: Vec<&'static Table> = tables(self.options).into_iter().filter(|t| Self::of_events(t)).collect();
        let mut parts: Vec<(&'static Table, Part<'w>)> = names.into_iter().zip(self.parts(day, true)).collect();
        let outcomes = self.linker.outcomes.remove(&day).unwrap_or_default();
        let absorbed = self.linker.absorbed.remove(&day).unwrap_or_default();
        self.summary.shared += outcomes.len();
        for shard in self.shards {
            for mut coded in shard.day(day)? {
                let mut sheet = told_first(&mut coded, &absorbed, |id| outcomes.get(id).map(Outcome::cells));
                let none = Sheet::new("reports", Vec::new());
                for (table, part) in parts.iter_mut().rev() {
                    let rows = match table.name {
                        "events" => std::mem::take(&mut sheet.rows),
                        name => profile::rows(name, &none, &none, &sheet, self.lexicon).unwrap_or_default(),
                    };
                    part.take(rows)?;
                }
            }
        }
        self.finish(parts)
    }
}

/// The report's events that no earlier one tells; `counted` gives what [`Outcome::cells`] says of an event.
pub(crate) fn told_first(
    coded: &mut Coded,
    absorbed: &BTreeMap<String, String>,
    counted: impl Fn(&str) -> Option<Vec<Cell>>,
) -> Sheet {
    let mut sheet = Sheet::new("events", std::mem::take(&mut coded.rows[own("events")]));
    let at = |column: &str| sheet.table.at(column).unwrap_or(0);
    let (id, whole) = (at("event_id"), at("part_of"));
    sheet.rows.retain(|row| !row[id].text().is_some_and(|id| absorbed.contains_key(id)));
    for row in &mut sheet.rows {
        if let Some(event) = row[whole].text().and_then(|id| absorbed.get(id)) {
            row[whole] = Cell::from(event.as_str());
        }
        if let Some(counted) = row[id].text().and_then(&counted) {
            count(sheet.table, row, counted);
        }
    }
    sheet
}

/// What linking must know of a report beside its signals; `origin` says whose origin the report of that id shares.
pub(crate) fn known(coded: &Coded, origin: impl FnOnce(&Arc<str>) -> Arc<str>) -> Known {
    let text = |table: &str, row: &[Cell], column: &str| {
        let table = schema::table(table)?;
        row.get(table.at(column)?)?.text().map(str::to_string)
    };
    let report = coded.rows[own("reports")].first();
    let of = |column| report.and_then(|row| text("reports", row, column));
    let mut statements = BTreeMap::new();
    for row in &coded.rows[own("statements")] {
        if let Some(event) = text("statements", row, "event_id") {
            *statements.entry(event).or_insert(0) += 1;
        }
    }
    let shared = |column| of(column).map(Into::into);
    let id = of("report_id").unwrap_or_default().into();
    Known { day: coded.day, origin: origin(&id), id, outlet: shared("outlet"), url: shared("url"), statements }
}

/// Puts the names that linking gave into the rows.
pub(crate) fn rename(coded: &mut Coded, origin: &str, joined: &BTreeMap<String, String>) {
    for (table, rows) in schema::OWN.iter().zip(&mut coded.rows) {
        let Some(table) = schema::table(table) else { continue };
        let events: Vec<usize> = ["event_id", "from_event", "to_event"].iter().filter_map(|c| table.at(c)).collect();
        let of_origin = table.at("origin_id");
        for row in rows {
            for &at in &events {
                if let Some(event) = row[at].text().and_then(|id| joined.get(id)) {
                    row[at] = Cell::from(event.as_str());
                }
            }
            if let Some(at) = of_origin {
                row[at] = Cell::from(origin);
            }
        }
    }
}

/// Columns of an event that are counted over all reports that tell it, in the order of [`Outcome::cells`].
const COUNTED: [&str; 7] = ["n_statements", "n_reports", "n_origins", "n_outlets", "outlets", "urls", "last_published"];

impl Outcome {
    /// What goes into the event's row.
    pub(crate) fn cells(&self) -> Vec<Cell> {
        let texts = |set: &BTreeSet<Arc<str>>| Cell::List(set.iter().map(ToString::to_string).collect());
        vec![
            self.statements.into(),
            self.reports.into(),
            self.origins.len().into(),
            self.outlets.len().into(),
            texts(&self.outlets),
            texts(&self.urls),
            self.last_published.map_or(Cell::Null, Cell::Day),
        ]
    }
}

/// Puts what was counted over all reports into an event's row.
fn count(table: &'static Table, row: &mut [Cell], counted: Vec<Cell>) {
    for (column, value) in COUNTED.into_iter().zip(counted) {
        if let Some(cell) = table.at(column).and_then(|i| row.get_mut(i)) {
            *cell = value;
        }
    }
    let told = Row { table, cells: row };
    let several = matches!(told.get("n_origins"), Cell::Int(n) if *n > 1);
    let unclear = told.get("state").text() == Some("unclear");
    if several
        && !unclear
        && let Some(cell) = table.at("state").and_then(|i| row.get_mut(i))
    {
        *cell = Cell::from("corroborated");
    }
}

/// Actors or places of a day, each once.
pub(crate) struct Things {
    table: Option<&'static Table>,
    rows: BTreeMap<String, Vec<Cell>>,
}

impl Things {
    pub(crate) fn new(table: &str) -> Things {
        Things { table: schema::table(table), rows: BTreeMap::new() }
    }

    /// Takes rows in: counts are added, names put together, all else is as it was first given.
    pub(crate) fn take(&mut self, rows: Vec<Vec<Cell>>) {
        for row in rows {
            let Some(id) = row.first().and_then(Cell::text).map(str::to_string) else { continue };
            let Some(known) = self.rows.get_mut(&id) else {
                self.rows.insert(id, row);
                continue;
            };
            let columns = self.table.map_or(&[][..], |t| &t.columns);
            for ((cell, new), column) in known.iter_mut().zip(row).zip(columns) {
                match (cell, new) {
                    (Cell::Int(sum), Cell::Int(n)) if column.unit.is_some() => *sum += n,
                    (Cell::List(list), Cell::List(more)) => {
                        for name in more {
                            if list.len() < NAMES && !list.contains(&name) {
                                list.push(name);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    pub(crate) fn rows(&mut self) -> Vec<Vec<Cell>> {
        std::mem::take(&mut self.rows).into_values().collect()
    }
}
