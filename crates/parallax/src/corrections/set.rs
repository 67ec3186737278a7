//! One field of one statement as the user reads it. Values are words of the report wherever the field holds words.

use jiff::civil::Date;
use parallax_model::{
    Account, Attribution, Cast, Code, Dated, Detail, DetailKind, Document, EntityId, Evidence, Field, Placed, Plover,
    Precision, Quantity, Report, Span, Status, When,
};

/// Sets a field that is known before names are resolved. An empty value says that the report gives none.
///
/// # Errors
/// What is wrong with the value, in a sentence.
pub(crate) fn field(
    text: &str,
    document: Option<&Document>,
    account: &mut Account,
    index: usize,
    field: Field,
    value: &str,
) -> Result<(), String> {
    let value = value.trim();
    let Some(statement) = account.statements.get(index) else { return Err("there is no such statement".to_string()) };
    let (clause, number) = (statement.clause, statement.sentence);
    let sentence = document.and_then(|d| d.sentences.get(number)).map_or(clause, |s| s.span.cover(clause));
    let words = |value: &str| find(text, clause, sentence, value);
    let mention = |account: &Account, span: Span| {
        let here = account.mentions.iter().enumerate().filter(|(_, m)| m.sentence == number && m.span.overlaps(span));
        // Most words shared; of equals the shortest, so that "police" does not become "police in Oslo and Bergen".
        here.max_by_key(|(_, m)| (m.span.overlap(span), std::cmp::Reverse(m.span.len())))
            .map(|(i, _)| i)
            .ok_or_else(|| format!("in “{}” nobody and nothing was read that could stand there", span.of(text)))
    };
    match field {
        Field::Actor | Field::Recipient => {
            let names: Vec<&str> = value.split(';').map(str::trim).filter(|v| !v.is_empty()).collect();
            let ids = names.iter().map(|v| mention(account, words(v)?)).collect::<Result<Vec<_>, String>>()?;
            let statement = &mut account.statements[index];
            *(if field == Field::Actor { &mut statement.actors } else { &mut statement.recipients }) = ids;
        }
        Field::Type => account.statements[index].code = code(account.statements[index].code.as_ref(), value)?,
        Field::Status => account.statements[index].status = status(value)?,
        Field::Number => number_of(account, index, text, clause, sentence, value)?,
        Field::Manner | Field::Cause | Field::Charge | Field::Demand | Field::Instrument => {
            let kind = match field {
                Field::Manner => DetailKind::Manner,
                Field::Cause => DetailKind::Cause,
                Field::Charge => DetailKind::Charge,
                Field::Demand => DetailKind::Demand,
                _ => DetailKind::Instrument,
            };
            let span = if value.is_empty() { None } else { Some(words(value)?) };
            let details = &mut account.statements[index].details;
            details.retain(|d| d.kind != kind);
            details.extend(span.map(|span| Detail { kind, span }));
        }
        Field::Source if value.is_empty() => account.statements[index].said_by = None,
        Field::Source => {
            let span = words(value)?;
            let source = mention(account, span).ok();
            let status = account.statements[index].status;
            account.attributions.push(Attribution {
                sentence: number,
                cue: span,
                source,
                source_span: Some(span),
                content: clause,
                status,
                within: None,
            });
            account.statements[index].said_by = Some(account.attributions.len() - 1);
        }
        Field::Date => drop(when(value)?),
        Field::Place => {}
    }
    Ok(())
}

/// The words in the clause, else in its sentence, whatever their case.
fn find(text: &str, clause: Span, sentence: Span, words: &str) -> Result<Span, String> {
    let within = |span: Span| {
        let whole = span.of(text);
        let at = whole.find(words).or_else(|| whole.to_ascii_lowercase().find(&words.to_ascii_lowercase()))?;
        Some(Span::new(span.start + at, span.start + at + words.len()))
    };
    within(clause)
        .or_else(|| within(sentence))
        .filter(|s| !s.of(text).is_empty())
        .ok_or_else(|| format!("“{words}” does not stand in the sentence; give words as the report has them"))
}

fn code(old: Option<&Code>, value: &str) -> Result<Option<Code>, String> {
    if value.is_empty() {
        return Ok(old.map(|c| Code { plover: None, mode: None, cameo: None, rule: "correction".into(), ..c.clone() }));
    }
    let (name, mode) = value.split_once('/').map_or((value, None), |(n, m)| (n.trim(), Some(m.trim().to_string())));
    let Some(plover) = Plover::named(&name.to_uppercase()) else {
        let all: Vec<&str> = Plover::ALL.iter().map(|p| p.name()).collect();
        return Err(format!("{name} is no type; types are {}", all.join(", ")));
    };
    let sense = old.map_or_else(|| name.to_lowercase(), |c| c.sense.clone());
    Ok(Some(Code { plover: Some(plover), mode, cameo: None, sense, rule: "correction".into(), confidence: 1.0 }))
}

fn status(value: &str) -> Result<Status, String> {
    let all = [Status::Asserted, Status::Alleged, Status::Denied, Status::Planned, Status::Possible, Status::Quoted];
    all.into_iter()
        .find(|s| s.name() == value)
        .ok_or_else(|| format!("{value} is no status; they are {}", all.map(Status::name).join(", ")))
}

/// "arrested: 12", "arrested: at least 9", "killed: 3 to 5"; "killed:" takes the number away.
fn number_of(
    account: &mut Account,
    index: usize,
    text: &str,
    clause: Span,
    sentence: Span,
    value: &str,
) -> Result<(), String> {
    let wrong = || "write what is counted and how many, as in “arrested: 12” or “killed: at least 3”".to_string();
    let (of, how_many) = value.split_once(':').ok_or_else(wrong)?;
    let (of, how_many) = (of.trim().to_string(), how_many.trim());
    let plain = |n: &str| n.trim().replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite());
    let bounds = if how_many.is_empty() {
        None
    } else if let Some(n) = how_many.strip_prefix("at least ") {
        Some((Some(plain(n).ok_or_else(wrong)?), None))
    } else if let Some(n) = how_many.strip_prefix("at most ") {
        Some((None, Some(plain(n).ok_or_else(wrong)?)))
    } else if let Some((a, b)) = how_many.split_once(" to ") {
        Some((Some(plain(a).ok_or_else(wrong)?), Some(plain(b).ok_or_else(wrong)?)))
    } else {
        let n = plain(how_many).ok_or_else(wrong)?;
        Some((Some(n), Some(n)))
    };
    let quantities = &mut account.statements[index].quantities;
    let old = quantities.iter().position(|q| q.of == of).map(|i| quantities.remove(i));
    if let Some((low, high)) = bounds {
        // The words stay those of the report: the number misread, else the digits, else the whole clause.
        let span =
            old.as_ref().map(|q| q.span).or_else(|| find(text, clause, sentence, how_many).ok()).unwrap_or(clause);
        quantities.push(Quantity { of, low, high, unit: old.and_then(|q| q.unit), span });
    }
    Ok(())
}

/// The day of a statement.
pub(crate) fn date(accounts: &[Account], cast: &mut Cast, r: usize, i: usize, value: &str) -> Result<(), String> {
    let when = when(value)?;
    let clause = accounts.get(r).and_then(|a| a.statements.get(i)).map(|s| s.clause);
    let slot = cast.when.get_mut(r).and_then(|w| w.get_mut(i)).ok_or("there is no such statement")?;
    // The words stay those that were read, else the clause: the user says what they mean.
    let evidence = slot.as_ref().and_then(|d| d.evidence).or(clause);
    *slot = when.map(|when| Dated { when, evidence, how: "correction" });
    Ok(())
}

/// `2025-03-04`, `2025-03-04/2025-03-06`, `2025-03`, `2025`; empty for a day nobody gives.
pub(crate) fn when(value: &str) -> Result<Option<When>, String> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("{value} is no day; write 2025-03-04, 2025-03-04/2025-03-06, 2025-03 or 2025");
    let day = |d: &str| d.trim().parse::<Date>().map_err(|_| wrong());
    let whole = |start: Date, end: Date, precision| When { start, end, precision, inferred: false };
    let found = match value.split_once('/') {
        Some((a, b)) => {
            let (a, b) = (day(a)?, day(b)?);
            whole(a.min(b), a.max(b), if a == b { Precision::Day } else { Precision::Span })
        }
        None => match value.len() {
            4 => {
                let start = day(&format!("{value}-01-01"))?;
                whole(start, start.last_of_year(), Precision::Year)
            }
            7 => {
                let start = day(&format!("{value}-01"))?;
                whole(start, start.last_of_month(), Precision::Month)
            }
            _ => {
                let day = day(value)?;
                whole(day, day, Precision::Day)
            }
        },
    };
    Ok(Some(found))
}

/// The place of a statement: one that the reports name.
pub(crate) fn place(
    reports: &[Report],
    accounts: &[Account],
    cast: &mut Cast,
    r: usize,
    i: usize,
    value: &str,
) -> Result<(), String> {
    let value = value.trim();
    let placed = match value {
        "" => None,
        name => {
            let (entity, named) = named_place(cast, r, name)?;
            let mention = accounts.get(named.report.0).and_then(|a| a.mentions.get(named.index));
            let evidence = mention.zip(reports.get(named.report.0)).and_then(|(m, r)| Evidence::new(r, m.span));
            Some(Placed { entity, evidence: evidence.ok_or(UNNAMED)?, how: "correction" })
        }
    };
    *cast.place.get_mut(r).and_then(|p| p.get_mut(i)).ok_or("there is no such statement")? = placed;
    Ok(())
}

/// Why a place cannot be set that only the gazetteer knows.
const UNNAMED: &str = "nothing in the reports names this place";

/// The place of that name, with a mention of it, of this report if it has one.
pub(crate) fn named_place(cast: &Cast, r: usize, name: &str) -> Result<(EntityId, parallax_model::MentionRef), String> {
    let called = cast.entities.iter().position(|e| e.location.is_some() && super::is_called(e, name));
    let entity = called.ok_or_else(|| format!("the reports name no place “{name}”"))?;
    let mentions = &cast.entities[entity].mentions;
    let evidence = mentions.iter().find(|m| m.report.0 == r).or(mentions.first());
    Ok((EntityId(entity), *evidence.ok_or(UNNAMED)?))
}
