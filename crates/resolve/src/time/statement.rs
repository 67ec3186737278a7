//! When each statement's happening took place: from its own words, from what governs it, from its sentence.
//!
//! The publication date is never copied: only main clauses of a report's first sentences may take it, as an interval of
//! two days marked as inferred.

use super::attachment::{Places, attachments, of_saying, places};
use super::calendar;
use super::expression::Expression;
use super::publication::Concluded;
use super::tables::Tables;
use super::{Tagged, narrative};
use jiff::civil::Date;
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Dated, Document, Precision, Report, Sentence, Span, Statement, Status, Tense, TimeMention, Token, Upos,
    When,
};

/// Dates the statements of one report; fills in the days of expressions that wait for an event's date.
pub fn date(
    report: &Report,
    document: &Document,
    account: &Account,
    tagged: &[Tagged],
    mentions: &mut [TimeMention],
    published: &Concluded,
    lexicon: &Lexicon,
) -> Vec<Option<Dated>> {
    let places = places(account);
    let mut dates: Vec<Option<Dated>> = vec![None; account.statements.len()];
    let attached = attachments(document, account, tagged, lexicon);
    from_own_words(report, document, tagged, account, mentions, &attached, published, &mut dates);
    from_relatives(document, account, tagged, mentions, &mut dates);
    from_settings(document, account, &places, &mut dates);
    from_governors(document, account, &places, lexicon, &mut dates);
    from_unstated(document, account, &places, tagged, mentions, lexicon, &mut dates);
    from_events(document, &places, tagged, mentions, &attached, &mut dates);
    from_governors(document, account, &places, lexicon, &mut dates);
    from_sentences(document, account, tagged, mentions, &attached, published, lexicon, &mut dates);
    narrative::from_container(report, document, account, tagged, mentions, published.anchor, lexicon, &mut dates);
    from_wholes(account, &mut dates);
    narrative::from_namesakes(account, &mut dates);
    narrative::headlines_from_leads(document, account, lexicon, &mut dates);
    from_events(document, &places, tagged, mentions, &attached, &mut dates);
    from_governors(document, account, &places, lexicon, &mut dates);
    dates
}

#[expect(clippy::too_many_arguments, reason = "one step of one procedure, whose state they are")]
fn from_own_words(
    report: &Report,
    document: &Document,
    tagged: &[Tagged],
    account: &Account,
    mentions: &[TimeMention],
    attached: &[Option<usize>],
    published: &Concluded,
    dates: &mut [Option<Dated>],
) {
    let mut spelled_out = vec![false; dates.len()];
    for ((time, mention), statement) in tagged.iter().zip(mentions).zip(attached) {
        let (Some(statement), Some(found)) = (statement, mention.when) else { continue };
        let Some(slot) = dates.get_mut(*statement) else { continue };
        let runs_on = account.statements.get(*statement).is_some_and(|s| runs_on(document, s));
        let Some(found) = bounded(report, document, time, found, runs_on, published.anchor) else { continue };
        // Of two as fine, a day with month and year before one that is counted from another: "nine hours later, on
        // Dec. 31, 2017".
        let new = (length(&found), !time.expression.is_spelled_out());
        let old = |old: &Dated| (length(&old.when), !spelled_out[*statement]);
        if slot.as_ref().is_none_or(|dated| new < old(dated)) {
            spelled_out[*statement] = !new.1;
            *slot = Some(Dated { when: found, evidence: Some(time.span), how: "clause" });
        }
    }
}

fn length(when: &When) -> i64 {
    calendar::between(when.start, when.end)
}

/// Whether a thing that happened "since 2009" happened between then and now: what is counted ("20,000 killed"), what is not said
/// to last ("the first win"), and what is denied. Of what has gone on since, the beginning is what happened.
fn runs_on(document: &Document, statement: &Statement) -> bool {
    let perfect = document.sentences.get(statement.sentence).is_some_and(|sentence| {
        let mut children = sentence.children(statement.head).map(|c| &sentence.tokens[c]);
        children.any(|token| token.relation() == "aux" && token.lemma == "have")
    });
    !perfect || !statement.quantities.is_empty() || statement.status == Status::Denied
}

/// What the preposition makes of the days: "since 2014" runs on, "until Friday" tells no day of its own.
fn bounded(
    report: &Report,
    document: &Document,
    time: &Tagged,
    found: When,
    runs_on: bool,
    anchor: Option<Date>,
) -> Option<When> {
    let sentence = document.sentences.get(time.sentence)?;
    let preposition = sentence
        .children(time.head?)
        .find(|&child| sentence.tokens[child].relation() == "case")
        .map(|word| sentence.form(word, &report.text).to_lowercase());
    match preposition.as_deref() {
        Some("since") if runs_on => {
            anchor.map(|today| When { end: today.max(found.end), precision: Precision::Span, ..found })
        }
        Some("until" | "till" | "before" | "after" | "by") if found.start != found.end => None,
        Some("until" | "till" | "before") => None,
        _ => Some(found),
    }
}

/// "until 1994, when the site was rebuilt": a relative clause on a time happens at it.
fn from_relatives(
    document: &Document,
    account: &Account,
    tagged: &[Tagged],
    mentions: &[TimeMention],
    dates: &mut [Option<Dated>],
) {
    for (index, statement) in account.statements.iter().enumerate() {
        let Some(slot @ None) = dates.get_mut(index) else { continue };
        let Some(sentence) = document.sentences.get(statement.sentence) else { continue };
        let above = sentence
            .tokens
            .get(statement.head)
            .filter(|token| matches!(token.relation(), "acl" | "advcl"))
            .and_then(|token| token.head);
        let Some(above) = above.and_then(|above| sentence.tokens.get(above)) else { continue };
        let found = tagged
            .iter()
            .zip(mentions)
            .find(|(time, _)| time.sentence == statement.sentence && time.span.contains(above.span));
        if let Some((span, when)) = found.and_then(|(time, mention)| Some((time.span, mention.when?))) {
            *slot = Some(Dated { when, evidence: Some(span), how: "clause" });
        }
    }
}

/// "robbed during New Year's Eve celebrations", "killed in Monday's raid": it happened when its setting did.
fn from_settings(document: &Document, account: &Account, places: &Places, dates: &mut [Option<Dated>]) {
    for (index, statement) in account.statements.iter().enumerate() {
        let Some(sentence) = document.sentences.get(statement.sentence) else { continue };
        let within = |&w: &usize| {
            sentence.tokens[w].relation() == "obl"
                && sentence.children(w).any(|c| {
                    let token = &sentence.tokens[c];
                    token.relation() == "case" && Tables::get().says("setting", &token.lemma.to_lowercase())
                })
        };
        let setting = sentence
            .children(statement.head)
            .filter(within)
            .filter_map(|w| places.get(&(statement.sentence, w))?.first().copied())
            .find_map(|setting| dates.get(setting)?.clone().filter(|d| d.how == "clause"));
        if let (Some(slot @ None), Some(setting)) = (dates.get_mut(index), setting) {
            *slot = Some(Dated { how: "setting", ..setting });
        }
    }
}

/// A part happened when its whole did.
fn from_wholes(account: &Account, dates: &mut [Option<Dated>]) {
    for (index, statement) in account.statements.iter().enumerate() {
        let whole = statement.part_of.and_then(|whole| dates.get(whole).cloned().flatten());
        if let (Some(slot @ None), Some(whole)) = (dates.get_mut(index), whole) {
            *slot = Some(Dated { how: "whole", ..whole });
        }
    }
}

/// Relations through which a happening shares the time of the one above it.
fn shares(sentence: &Sentence, word: usize, lexicon: &Lexicon) -> bool {
    let Some(token) = sentence.tokens.get(word) else { return false };
    let Some(governor) = token.head.and_then(|head| sentence.tokens.get(head)) else { return false };
    let marked = |words: &[&str]| {
        sentence.children(word).any(|child| {
            matches!(sentence.tokens[child].relation(), "mark" | "case" | "advmod")
                && words.contains(&sentence.tokens[child].lemma.as_str())
        })
    };
    let telling = lexicon.cues.reporting_verb(&governor.lemma).is_some();
    let happens = |noun: &Token| {
        noun.upos == Upos::Noun && !lexicon.events.frames(&noun.lemma, parallax_lexicon::events::Pos::Noun).is_empty()
    };
    match token.relation() {
        "xcomp" | "compound" | "aux" | "cop" => true,
        "conj" | "parataxis" => true,
        "advcl" => !marked(&["after", "before", "since", "until", "if", "because", "although", "though", "once"]),
        // "The firm that built the satellite said on Friday": what is told of someone may be of any day.
        "acl" if token.deprel == "acl:relcl" && !happens(governor) => false,
        "acl" => matches!(governor.upos, Upos::Noun | Upos::Propn) && !telling,
        "obl" => marked(&["during", "in", "amid", "within", "by", "with", "at"]),
        // "People with serious injuries were sent home": what describes someone need not be of that day.
        "nmod" => marked(&["during", "in", "amid", "within"]),
        // What is announced begins with the announcement; what is condemned or demanded does not.
        "obj" | "nsubj" => (!telling || governor.lemma == "announce") && governor.upos == Upos::Verb,
        _ => false,
    }
}

/// Undated statements take the date of the statement above them, where the construction has them share it.
fn from_governors(
    document: &Document,
    account: &Account,
    places: &Places,
    lexicon: &Lexicon,
    dates: &mut [Option<Dated>],
) {
    // Twice, so that chains of shared times are followed whichever way they stand in the text.
    for _ in 0..2 {
        for (index, statement) in account.statements.iter().enumerate() {
            if dates.get(index).is_none_or(Option::is_some) {
                continue;
            }
            let Some(sentence) = document.sentences.get(statement.sentence) else { continue };
            let found =
                governor(sentence, statement, places, lexicon).and_then(|above| dates.get(above).cloned().flatten());
            // "On Friday he accused the firm of selling oil": what somebody is accused of, or praised for, came before.
            let found = found.filter(|day| day.how != "clause" || !charged(sentence, statement.head));
            if let (Some(slot), Some(found)) = (dates.get_mut(index), found) {
                *slot = Some(Dated { how: "governor", ..found });
            }
        }
    }
}

/// Whether a happening is told as what somebody is accused of, praised for or kept from.
fn charged(sentence: &Sentence, head: usize) -> bool {
    let marks = |child: usize| {
        let token = &sentence.tokens[child];
        matches!(token.relation(), "mark" | "case")
            && matches!(token.lemma.to_lowercase().as_str(), "of" | "for" | "from" | "over")
    };
    sentence.tokens.get(head).is_some_and(|token| token.relation() == "advcl") && sentence.children(head).any(marks)
}

/// "She made news in 2015 when she hit a guard": the time of a verb above that is no statement of its own.
fn from_unstated(
    document: &Document,
    account: &Account,
    places: &Places,
    tagged: &[Tagged],
    mentions: &[TimeMention],
    lexicon: &Lexicon,
    dates: &mut [Option<Dated>],
) {
    for (index, statement) in account.statements.iter().enumerate() {
        let Some(slot @ None) = dates.get_mut(index) else { continue };
        let Some(sentence) = document.sentences.get(statement.sentence) else { continue };
        let mut word = statement.head;
        for _ in 0..sentence.tokens.len() {
            if !shares(sentence, word, lexicon) {
                break;
            }
            let Some(above) = sentence.tokens.get(word).and_then(|token| token.head) else { break };
            if places.contains_key(&(statement.sentence, above)) {
                break;
            }
            let of_above = |time: &Tagged| {
                time.sentence == statement.sentence
                    && time.head.and_then(|head| sentence.tokens.get(head)?.head) == Some(above)
            };
            let found = tagged.iter().zip(mentions).find(|(time, mention)| {
                of_above(time) && matches!(mention.kind, "DATE" | "TIME") && mention.when.is_some()
            });
            if let Some((time, when)) = found.and_then(|(time, mention)| Some((time, mention.when?))) {
                *slot = Some(Dated { when, evidence: Some(time.span), how: "governor" });
                break;
            }
            word = above;
        }
    }
}

fn governor(sentence: &Sentence, statement: &Statement, places: &Places, lexicon: &Lexicon) -> Option<usize> {
    if let Some(above) = participle(sentence, statement, places) {
        return Some(above);
    }
    let mut word = statement.head;
    for _ in 0..sentence.tokens.len() {
        if !shares(sentence, word, lexicon) {
            return None;
        }
        word = sentence.tokens.get(word)?.head?;
        if let Some(above) = places.get(&(statement.sentence, word)).and_then(|list| list.first()) {
            return Some(*above);
        }
    }
    None
}

/// "…, accusing the police of …": a participle behind a comma goes with the verb before, whatever noun the tree hangs it on.
fn participle(sentence: &Sentence, statement: &Statement, places: &Places) -> Option<usize> {
    let token = sentence.tokens.get(statement.head)?;
    let comma = statement.head.checked_sub(1).and_then(|before| sentence.tokens.get(before))?;
    if token.xpos != "VBG" || comma.lemma != "," || !matches!(token.relation(), "acl" | "advcl") {
        return None;
    }
    places
        .range((statement.sentence, 0)..(statement.sentence, statement.head))
        .rev()
        .find(|((_, head), _)| {
            sentence.tokens.get(*head).is_some_and(|t| t.upos == Upos::Verb && t.has("VerbForm=Fin"))
        })
        .and_then(|(_, list)| list.first().copied())
}

/// "three days after she was filmed": the date of the event told there, moved.
fn from_events(
    document: &Document,
    places: &Places,
    tagged: &[Tagged],
    mentions: &mut [TimeMention],
    attached: &[Option<usize>],
    dates: &mut [Option<Dated>],
) {
    for (index, time) in tagged.iter().enumerate() {
        let Expression::Offset { unit, n: Some(n), sign } = time.expression else { continue };
        let Some(sentence) = document.sentences.get(time.sentence) else { continue };
        // The event told next in the sentence is the one counted from.
        let told = places
            .range((time.sentence, 0)..(time.sentence + 1, 0))
            .filter(|((_, head), _)| sentence.tokens.get(*head).is_some_and(|token| token.span.start >= time.span.end))
            .filter_map(|(_, list)| list.first().copied())
            .find(|&statement| Some(statement) != attached.get(index).copied().flatten());
        let Some(base) = told.and_then(|event| dates.get(event)?.as_ref()).map(|dated| dated.when) else { continue };
        let moved = calendar::shift(base.start, unit, n * sign).zip(calendar::shift(base.end, unit, n * sign));
        let Some((start, end)) = moved else { continue };
        let when = When { start, end, precision: base.precision, inferred: true };
        if let Some(mention) = mentions.get_mut(index) {
            mention.when = Some(when);
            mention.kind = "DATE";
            mention.value = if start == end { start.to_string() } else { format!("{start}/{end}") };
        }
        let slot = attached.get(index).copied().flatten().and_then(|statement| dates.get_mut(statement));
        if let Some(slot @ None) = slot {
            *slot = Some(Dated { when, evidence: Some(time.span), how: "event" });
        }
    }
}

/// An undated statement takes the only day its sentence names, unless that day is told of something else.
#[expect(clippy::too_many_arguments, reason = "one step of one procedure, whose state they are")]
fn from_sentences(
    document: &Document,
    account: &Account,
    tagged: &[Tagged],
    mentions: &[TimeMention],
    attached: &[Option<usize>],
    published: &Concluded,
    lexicon: &Lexicon,
    dates: &mut [Option<Dated>],
) {
    let free: Vec<(usize, Option<usize>, Span, When)> = tagged
        .iter()
        .zip(mentions)
        .zip(attached)
        .filter(|((time, mention), attached)| {
            let coarse = mention.when.is_some_and(|when| when.precision >= Precision::Month);
            attached.is_none()
                && !matches!(mention.kind, "DURATION" | "SET")
                && (coarse || !of_saying(document, time, lexicon))
        })
        .filter_map(|((time, mention), _)| Some((time.sentence, time.head, time.span, mention.when?)))
        .filter(|(.., when)| published.anchor.is_none_or(|anchor| when.start <= anchor))
        .collect();
    for (index, statement) in account.statements.iter().enumerate() {
        let Some(slot @ None) = dates.get_mut(index) else { continue };
        if statement.tense == Tense::Future || matches!(statement.status, Status::Planned | Status::Possible) {
            continue;
        }
        let mut here = free.iter().filter(|(sentence, ..)| *sentence == statement.sentence);
        let Some(sentence) = document.sentences.get(statement.sentence) else { continue };
        if let (Some((_, head, span, when)), None) = (here.next(), here.next())
            && head.is_none_or(|head| holds_for(sentence, head, statement.head))
        {
            *slot = Some(Dated { when: When { inferred: true, ..*when }, evidence: Some(*span), how: "sentence" });
        }
    }
}

/// Whether a day that hangs at word `time` holds for the happening at word `head` too: it stands beside a verb, and neither
/// inside what is said or told of someone ("claimed the attack, saying it answered strikes *last week*"), nor outside
/// such a clause that tells the happening ("in 2014, before it pledged allegiance").
pub(super) fn holds_for(sentence: &Sentence, time: usize, head: usize) -> bool {
    let above = |w: &usize| sentence.tokens.get(*w)?.head;
    let path = |from: usize| std::iter::successors(Some(from), above).take(sentence.tokens.len()).collect::<Vec<_>>();
    let clausal = |w: usize| {
        sentence.tokens.get(w).is_some_and(|t| t.upos == Upos::Verb) || sentence.child(w, "cop").is_some() || w == head
    };
    let (mine, its) = (path(head), path(time));
    let Some(meeting) = its.iter().find(|w| mine.contains(w)) else { return false };
    let relation = |w: usize| sentence.tokens.get(w).map_or("", Token::relation);
    let closed = |w: usize| matches!(relation(w), "ccomp" | "acl" | "advcl" | "parataxis");
    let apart = |w: usize| match relation(w) {
        "advcl" => sentence.child(w, "mark").is_some(),
        "acl" => sentence.tokens[w].deprel == "acl:relcl",
        _ => false,
    };
    above(&time).is_none_or(clausal)
        && !its.iter().take_while(|w| *w != meeting).any(|&w| closed(w))
        && !mine.iter().take_while(|w| *w != meeting).any(|&w| apart(w))
}
