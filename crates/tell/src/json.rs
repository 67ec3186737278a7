//! `parallax-story/1`: the JSON contract (`docs/formats/story.md`). Keys may gain neighbours, never change meaning.

use crate::exchange::{Exchange, Step, exchanges};
use crate::offsets::Offsets;
use parallax_model::{
    Changed, Correction, EntityId, Event, Figure, Location, RelationKind, ReportId, Shared, Span, Statement,
    StatementRef, Story, Target, When,
};
use serde::Serialize;
use serde_json::{Value, json};

/// The story as one JSON object, indented, ending in a line break.
pub fn json(story: &Story) -> String {
    let writer = Writer { story, offsets: story.reports.iter().map(|r| Offsets::new(&r.text)).collect() };
    let object = json!({
        "format": "parallax-story/1",
        "title": story.title,
        "reports": (0..story.reports.len()).map(|i| writer.report(i)).collect::<Vec<_>>(),
        "entities": (0..story.cast.entities.len()).map(|i| writer.entity(i)).collect::<Vec<_>>(),
        "events": story.events.iter().enumerate().map(|(i, e)| writer.event(i, e)).collect::<Vec<_>>(),
        "disagreements": writer.disagreements(),
        "claims": writer.claims(),
        "links": writer.links(false),
        "sequence": writer.links(true),
        "exchanges": exchanges(story).iter().map(|e| writer.exchange(e)).collect::<Vec<_>>(),
        "corrections": story.corrections.iter().map(correction).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

/// A decision of the user, as `parallax correct STORY export` writes it.
fn correction(correction: &Correction) -> Value {
    let parts = correction.change.parts();
    let targets = |list: &[Target]| list.iter().map(|t| json!({"id": t.id, "quote": t.quote})).collect::<Vec<_>>();
    json!({
        "id": correction.id, "at": correction.at, "op": parts.op, "a": targets(&parts.a), "b": targets(&parts.b),
        "field": parts.field, "value": parts.value, "note": correction.note,
    })
}

struct Writer<'s> {
    story: &'s Story,
    offsets: Vec<Offsets<'s>>,
}

/// A passage of a report, in code points.
#[derive(Serialize)]
struct At {
    report: String,
    start: usize,
    end: usize,
}

fn report_id(report: ReportId) -> String {
    format!("r{}", report.0 + 1)
}
fn entity_id(entity: EntityId) -> String {
    format!("n{}", entity.0 + 1)
}

impl Writer<'_> {
    fn at(&self, report: ReportId, span: Span) -> At {
        let (start, end) = self.offsets.get(report.0).map_or((span.start, span.end), |o| o.span(span));
        At { report: report_id(report), start, end }
    }

    fn range(&self, report: ReportId, span: Span) -> Value {
        let at = self.at(report, span);
        json!({"start": at.start, "end": at.end})
    }

    fn report(&self, i: usize) -> Value {
        let report = &self.story.reports[i];
        let known = self.story.cast.published.get(i);
        let mut codes: Vec<&str> = report
            .notices
            .iter()
            .chain(self.story.notices.iter().filter(|n| n.subject == report.path))
            .map(|n| n.code)
            .collect();
        codes.sort_unstable();
        codes.dedup();
        json!({
            "id": report_id(report.id), "path": report.path, "outlet": report.outlet, "title": report.title, "url": report.url,
            "published": report.published.map(|d| d.to_string()),
            "inferred_published": known.filter(|_| report.published.is_none()).and_then(|p| p.inferred).map(|d| d.to_string()),
            "inferred_interval": known.and_then(|p| p.interval).map(|(a, b)| json!([a.to_string(), b.to_string()])),
            "origin": self.story.origins.get(i).map(|o| format!("o{}", o + 1)),
            "shared": self.story.copies.get(i).and_then(Option::as_ref).map(|shared| self.shared(report.id, shared)),
            "notices": codes,
        })
    }

    fn shared(&self, report: ReportId, shared: &Shared) -> Value {
        let other = self.story.reports.get(shared.with).map_or(report, |r| r.id);
        let figure = |of: ReportId, figure: &Figure| json!({"figure": self.at(of, figure.words), "sentence": self.at(of, figure.sentence)});
        let changed = |c: &Changed| json!({"here": figure(report, &c.here), "there": figure(other, &c.there)});
        let spans = |of: ReportId, spans: &[Span]| spans.iter().map(|&s| self.at(of, s)).collect::<Vec<_>>();
        json!({
            "with": report_id(other), "share": f64::from((shared.share * 1000.0).round()) / 1000.0,
            "added": spans(report, &shared.added), "left_out": spans(other, &shared.left_out),
            "changed": shared.changed.iter().map(changed).collect::<Vec<_>>(),
        })
    }

    fn entity(&self, i: usize) -> Value {
        let entity = &self.story.cast.entities[i];
        let mentions: Vec<At> = entity
            .mentions
            .iter()
            .filter_map(|m| {
                let mention = self.story.accounts.get(m.report.0)?.mentions.get(m.index)?;
                Some(self.at(m.report, mention.span))
            })
            .collect();
        json!({
            "id": entity_id(EntityId(i)), "name": entity.name, "kind": entity.kind.name(), "names": entity.names,
            "country": entity.country, "sectors": entity.sectors.iter().map(|s| &s.0).collect::<Vec<_>>(),
            "mentions": mentions, "place": entity.location.as_ref().map(location),
        })
    }

    fn event(&self, i: usize, event: &Event) -> Value {
        let place = event.place.as_ref().and_then(|p| {
            let entity = self.story.cast.entities.get(p.entity.0)?;
            let mut value = entity.location.as_ref().map_or_else(|| json!({}), location);
            value["name"] = json!(entity.name);
            Some(value)
        });
        json!({
            "id": event.id, "label": event.label,
            "type": event.code.as_ref().and_then(|c| c.plover).map(|p| p.name()),
            "mode": event.code.as_ref().and_then(|c| c.mode.as_deref()),
            "cameo": event.code.as_ref().and_then(|c| c.cameo.as_deref()),
            "sense": event.code.as_ref().map(|c| &c.sense),
            "rule_id": event.code.as_ref().map(|c| &c.rule),
            "date": event.when.as_ref().map(date),
            "place": place,
            "actors": event.actors.iter().copied().map(entity_id).collect::<Vec<_>>(),
            "recipients": event.recipients.iter().copied().map(entity_id).collect::<Vec<_>>(),
            "state": self.story.states.get(i).map(|s| s.name()),
            "accounts": event.statements.iter().filter_map(|&s| self.account(s)).collect::<Vec<_>>(),
        })
    }

    fn statement(&self, at: StatementRef) -> Option<&Statement> {
        self.story.accounts.get(at.report.0)?.statements.get(at.index)
    }

    fn account(&self, at: StatementRef) -> Option<Value> {
        let statement = self.statement(at)?;
        let account = self.story.accounts.get(at.report.0)?;
        let said_by = statement
            .said_by
            .and_then(|a| account.attributions.get(a))
            .and_then(|a| a.source)
            .and_then(|m| self.entity_of(at.report, m));
        let quantities: Vec<Value> = statement
            .quantities
            .iter()
            .map(|q| {
                let mut value = json!({"of": q.of, "low": number(q.low), "high": number(q.high), "unit": q.unit,
                "text": self.story.reports.get(at.report.0).map(|r| q.span.of(&r.text))});
                let place = self.at(at.report, q.span);
                (value["start"], value["end"]) = (json!(place.start), json!(place.end));
                value
            })
            .collect();
        let place = self.at(at.report, statement.clause);
        Some(json!({
            "report": place.report, "start": place.start, "end": place.end,
            "trigger": self.range(at.report, statement.trigger),
            "status": statement.status.name(), "said_by": said_by.map(entity_id), "quantities": quantities,
        }))
    }

    fn entity_of(&self, report: ReportId, mention: usize) -> Option<EntityId> {
        self.story.cast.of_mention.get(report.0)?.get(mention)?.first().copied()
    }

    fn disagreements(&self) -> Vec<Value> {
        let told = |f: &&parallax_model::Finding| f.state == parallax_model::State::Contradicted;
        self.story
            .findings
            .iter()
            .filter(told)
            .map(|f| {
                let values: Vec<Value> = f
                    .values
                    .iter()
                    .map(|v| {
                        let accounts: Vec<At> = v.evidence.iter().map(|e| self.at(e.report(), e.span())).collect();
                        json!({"value": v.text, "accounts": accounts})
                    })
                    .collect();
                json!({
                    "id": f.id, "event": self.story.events.get(f.event.0).map(|e| &e.id), "attribute": f.attribute,
                    "kind": f.kind.name(), "compatible": f.compatible.name(), "values": values,
                })
            })
            .collect()
    }

    fn claims(&self) -> Vec<Value> {
        self.story.accounts.iter().flat_map(|account| account.attributions.iter().map(move |a| (account, a))).map(|(account, a)| {
            let text = self.story.reports.get(account.report.0).map_or("", |r| r.text.as_str());
            let event = self.story.events.iter().find(|e| e.statements.iter().any(|&s| {
                s.report == account.report && self.statement(s).is_some_and(|s| a.content.contains(s.clause))
            }));
            let place = self.at(account.report, a.content);
            json!({
                "report": place.report, "start": place.start, "end": place.end, "cue": self.range(account.report, a.cue),
                "source": a.source.and_then(|m| self.entity_of(account.report, m)).map(entity_id),
                "source_text": a.source_span.map(|s| s.of(text)),
                "status": a.status.name(), "event": event.map(|e| &e.id),
            })
        }).collect()
    }

    /// Relations between events. Mere order in time stands apart, under its own key: it explains nothing, and the scorer
    /// of the contract takes `links` for explanations only.
    fn links(&self, order: bool) -> Vec<Value> {
        self.story.relations.iter().filter(|r| (r.kind == RelationKind::Before) == order).filter_map(|r| {
            let place = self.at(r.evidence.report(), r.evidence.span());
            let (from, to) = (self.story.events.get(r.from.0)?, self.story.events.get(r.to.0)?);
            Some(json!({"from": from.id, "to": to.id, "kind": r.kind.name(), "report": place.report, "start": place.start, "end": place.end}))
        }).collect()
    }

    fn exchange(&self, exchange: &Exchange) -> Value {
        let event =
            |step: usize| exchange.steps.get(step).and_then(|s| self.story.events.get(s.event)).map(|e| e.id.as_str());
        let step = |(k, step): (usize, &Step)| {
            let answers = step.answers.iter().map(|&(act, evidence)| {
                json!({"event": event(act), "evidence": self.at(evidence.report(), evidence.span())})
            });
            json!({
                "event": event(k), "by": exchange.sides[step.by], "to": exchange.sides[1 - step.by],
                "class": step.quad.words(), "answers": answers.collect::<Vec<_>>(),
            })
        };
        let begins = exchange.begins.iter().map(|&(r, k)| json!({"report": report_id(r), "event": event(k)}));
        json!({
            "sides": exchange.sides, "steps": exchange.steps.iter().enumerate().map(step).collect::<Vec<_>>(),
            "begins": begins.collect::<Vec<_>>(),
        })
    }
}

fn date(when: &When) -> Value {
    json!({"start": when.start.to_string(), "end": when.end.to_string(), "precision": when.precision.name(), "inferred": when.inferred})
}

fn location(place: &Location) -> Value {
    json!({"name": place.name, "within": place.within, "lat": place.lat, "lon": place.lon, "geonames_id": place.geonames_id, "country": place.country, "precision": place.precision.name()})
}

/// Whole numbers without a decimal point, as people write counts.
fn number(value: Option<f64>) -> Value {
    match value {
        Some(x) if x.fract() == 0.0 && x.abs() < 9e15 => json!(x as i64),
        Some(x) => json!(x),
        None => Value::Null,
    }
}
