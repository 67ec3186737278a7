//! Quantities of a statement: the numbers of its participants, and other numbers told in its clause.
//!
//! A number is named after what the statement does to those it counts ("seven" arrested → `arrested`), else after the
//! noun it counts.

use crate::mentions::Mentions;
use crate::numbers::{Figure, age, count_of, is_of_time};
use crate::statements::Draft;
use crate::tables::Tables;
use crate::tolls;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::times;
use parallax_model::{Mention, Quantity, Span, Statement, Upos};

/// The numbers bound to a statement.
pub(crate) fn of_draft(
    tree: &Tree,
    draft: &Draft,
    mentions: &Mentions,
    figures: &[Figure],
    lexicon: &Lexicon,
) -> Vec<Quantity> {
    let statement = &draft.statement;
    let mut found: Vec<Quantity> = Vec::new();
    // "21 of the more than 200 girls": how many there are in all is told of them, not of this act.
    let is_whole = |figure: &Figure| {
        let mut before = figure.words.0;
        while before > 0 && matches!(tree.upos(before - 1), Upos::Det | Upos::Pron) {
            before -= 1;
        }
        before > 1
            && tree.low(before - 1) == "of"
            && (figures.iter().any(|part| part.words.1 == before - 1)
                || matches!(tree.low(before - 2).as_str(), "any" | "some" | "most" | "none"))
    };
    let wholes: Vec<Span> =
        figures.iter().filter(|f| is_whole(f)).map(|f| tree.cover(&[f.words.0, f.words.1 - 1])).collect();
    let add = |quantity: Quantity, found: &mut Vec<Quantity>| {
        if !found.iter().any(|q| q.span.overlaps(quantity.span)) {
            found.push(quantity);
        }
    };
    let undergone = attribute(statement, lexicon);
    if let Some(sum) = undergone.as_ref().and_then(|of| sum(tree, &statement.recipients, mentions, of)) {
        add(sum, &mut found);
    }
    for &m in &statement.recipients {
        if let Some(count) = mentions.all[m].count.clone() {
            add(Quantity { of: undergone.clone().unwrap_or_else(|| count.of.clone()), ..count }, &mut found);
        }
    }
    for &m in &statement.actors {
        if let Some(count) = mentions.all[m].count.clone() {
            add(count, &mut found);
        }
    }
    for figure in figures.iter().filter(|f| !is_of_time(tree, f)) {
        let span = tree.cover(&[figure.words.0, figure.words.1 - 1]);
        if !statement.clause.contains(span)
            || found.iter().any(|q| q.span.overlaps(span))
            || wholes.iter().any(|whole| whole.overlaps(span))
            || !nearest(tree, figure, draft)
        {
            continue;
        }
        if let Some(own) = age(tree, figure).or_else(|| frequency(tree, figure, draft, lexicon)) {
            add(own, &mut found);
            continue;
        }
        let counted = (figure.words.0..figure.words.1)
            .filter_map(|w| tree.head(w))
            .find(|h| !(figure.words.0..figure.words.1).contains(h));
        if let Some(counted) = counted
            && let Some(quantity) = count_of(tree, figures, counted).or_else(|| money(tree, figure))
            && !times::is_time(&quantity.of)
        {
            add(name_money(quantity), &mut found);
        }
    }
    let is_whole = |q: &Quantity| wholes.iter().any(|w| w.overlaps(q.span));
    if found.iter().any(|q| !is_whole(q)) {
        found.retain(|q| !is_whole(q));
    }
    found.sort_by_key(|q| q.span);
    found
}

/// Adds what a toll states to a draft that has no number of its own, and the clause that states it.
pub(crate) fn toll(tree: &Tree, draft: &mut Draft, figures: &[Figure], lexicon: &Lexicon) {
    let Some(of) = attribute(&draft.statement, lexicon) else { return };
    if draft.statement.quantities.iter().any(|q| q.of == of) {
        return;
    }
    if let Some((quantity, clause)) = tolls::of_draft(tree, draft, figures, &of) {
        draft.statement.quantities.retain(|q| !q.span.overlaps(quantity.span));
        draft.statement.quantities.push(quantity);
        draft.statement.clause = clause;
    }
}

/// "three officers and two civilians": how many underwent it in all, where each of those listed is counted.
fn sum(tree: &Tree, recipients: &[usize], mentions: &Mentions, of: &str) -> Option<Quantity> {
    let listed: Vec<&Mention> = recipients
        .iter()
        .map(|&m| &mentions.all[m])
        .filter(|m| m.members.is_empty() && m.sentence == tree.index)
        .collect();
    let (first, last) = (listed.iter().min_by_key(|m| m.head)?, listed.iter().max_by_key(|m| m.head)?);
    let all = tree.conjuncts(first.head);
    let counts: Vec<&Quantity> = listed.iter().filter_map(|m| m.count.as_ref()).collect();
    if listed.len() < 2 || counts.len() < listed.len() || !listed.iter().all(|m| all.contains(&m.head)) {
        return None;
    }
    let total = |side: fn(&Quantity) -> Option<f64>| counts.iter().map(|q| side(q)).sum::<Option<f64>>();
    Some(Quantity {
        of: of.to_string(),
        low: total(|q| q.low),
        high: total(|q| q.high),
        unit: None,
        span: Span::new(counts.iter().map(|q| q.span.start).min()?, last.span.end),
    })
}

/// The attribute of those who undergo, by the family of meaning, then by the predicate.
fn attribute(statement: &Statement, lexicon: &Lexicon) -> Option<String> {
    let sense = statement.code.as_ref().map_or("", |c| c.sense.as_str());
    let cues = &lexicon.cues;
    cues.quantity_attribute(sense).or_else(|| cues.quantity_attribute(&statement.predicate)).map(str::to_string)
}

/// Money and shares have one name, whatever the noun.
fn name_money(quantity: Quantity) -> Quantity {
    match quantity.unit.as_deref() {
        Some(unit) if unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase()) => {
            Quantity { of: "amount".into(), ..quantity }
        }
        _ => quantity,
    }
}

/// "$ 2 million": the sign stands before or above the number.
fn money(tree: &Tree, figure: &Figure) -> Option<Quantity> {
    let sign = figure.words.0.checked_sub(1).filter(|&w| Tables::get().unit(&tree.low(w)).is_some())?;
    let unit = Tables::get().unit(&tree.low(sign))?;
    Some(Quantity {
        of: "amount".into(),
        low: figure.low,
        high: figure.high,
        unit: Some(unit.into()),
        span: tree.cover(&[sign, figure.words.1 - 1]),
    })
}

/// How often it happened: "30 times", "on three occasions"; of an act told by a noun, how many of them ("30 transfers"), or
/// how many it befell ("four arrests").
fn frequency(tree: &Tree, figure: &Figure, draft: &Draft, lexicon: &Lexicon) -> Option<Quantity> {
    let last = figure.words.1 - 1;
    let counted = tree.head(last).filter(|_| tree.rel(last) == "nummod")?;
    let times = matches!(tree.lemma(counted), "time" | "occasion")
        && tree.token(counted).has("Number=Plur")
        // "three times as many", "three times higher": a factor.
        && !matches!(tree.rel(tree.head(counted)?), "amod" | "advmod")
        && tree.upos(tree.head(counted)?) != Upos::Adj
        && (counted + 1 >= tree.len() || !matches!(tree.low(counted + 1).as_str(), "as" | "more" | "less" | "than"));
    let acts = draft.statement.nominal && counted == draft.statement.head;
    (times || acts).then(|| Quantity {
        of: attribute(&draft.statement, lexicon).filter(|_| acts).unwrap_or_else(|| "times".into()),
        low: figure.low,
        high: figure.high,
        unit: None,
        span: tree.cover(&[figure.words.0, last]),
    })
}

/// Whether the statement is the nearest one above the number.
fn nearest(tree: &Tree, figure: &Figure, draft: &Draft) -> bool {
    let chain = tree.above(figure.words.1 - 1);
    let stop = chain.iter().position(|&w| w == draft.statement.head || w == draft.anchor);
    match stop {
        Some(at) => !chain[..at].iter().any(|&w| tree.is_verb(w) && tree.rel(w) != "amod"),
        None => false,
    }
}
