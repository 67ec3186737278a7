//! Where each statement's happening took place: its own words, its clause, its sentence, its paragraph, the dateline.

use super::metonym;
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Document, EntityId, Location, MentionForm, MentionRef, NameKind, Number, PlacePrecision, Placed, Report,
    ReportId, Sentence, Span, Statement, Status, Tense, Upos,
};
use std::collections::BTreeMap;

/// A place named in a report.
struct Spot {
    evidence: MentionRef,
    entity: EntityId,
    sentence: usize,
    head: usize,
    span: Span,
    /// How fine, the finest first.
    rank: u8,
    how: Stand,
}

/// How a place's name stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Something is there: "in Baku", "the Baku bureau".
    Local,
    /// Something goes there.
    Directed,
    /// Something comes from there: "videos from Baku".
    From,
    /// Anything else.
    Loose,
}

/// `[report][statement]` → where it happened. `entities` is the cast's `[report][mention]` → entities; `grounded` what
/// [`super::ground`] found. Places the gazetteer does not know count too.
pub fn of_statements(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    entities: &[Vec<Vec<EntityId>>],
    grounded: &[Vec<Option<Location>>],
    _lexicon: &Lexicon,
) -> Vec<Vec<Option<Placed>>> {
    let known = known(accounts, entities, grounded);
    let mut all = Vec::new();
    for (index, ((report, document), account)) in reports.iter().zip(documents).zip(accounts).enumerate() {
        let spots = spots(index, report, document, account, entities.get(index), grounded.get(index), &known);
        let dateline = dateline(report, document, &spots);
        let scene = scene(&spots);
        let place = |statement: &Statement| {
            let (spot, how) = choose(document, account, statement, &spots)
                .or_else(|| Some((dateline?, "dateline")).filter(|_| statement.sentence < LEAD && !statement.nominal))
                .or_else(|| Some((scene?, "scene")).filter(|_| is_deed(statement)))?;
            Some(Placed { entity: spot.entity, evidence: spot.evidence, how })
        };
        all.push(account.statements.iter().map(place).collect());
    }
    all
}

/// Sentences, title included, whose happenings a dateline may place.
const LEAD: usize = 3;

/// The one spot a report plays at: most of its local places are that one, and it is named more than once.
fn scene(spots: &[Spot]) -> Option<&Spot> {
    let local: Vec<&Spot> = spots.iter().filter(|spot| spot.how == Stand::Local && spot.rank <= 3).collect();
    let count = |entity: EntityId| local.iter().filter(|spot| spot.entity == entity).count();
    local.iter().copied().find(|spot| count(spot.entity) >= 2 && count(spot.entity) * 2 > local.len())
}

/// Whether a statement tells something done at a place, in the past; words are said anywhere.
fn is_deed(statement: &Statement) -> bool {
    let plover = statement.code.as_ref().and_then(|code| code.plover);
    statement.tense == Tense::Past
        && !matches!(statement.status, Status::Planned | Status::Possible)
        && plover.is_some_and(|plover| !plover.is_verbal())
}

/// Names of places → their entity and first mention, for names that are no mention of their own ("the *Baku* bureau").
type Known = BTreeMap<String, (EntityId, MentionRef, u8)>;

fn known(accounts: &[Account], entities: &[Vec<Vec<EntityId>>], grounded: &[Vec<Option<Location>>]) -> Known {
    let mut known = Known::new();
    for (report, account) in accounts.iter().enumerate() {
        for (index, mention) in account.mentions.iter().enumerate() {
            let location = grounded.get(report).and_then(|g| g.get(index)?.as_ref());
            let entity = entities.get(report).and_then(|e| e.get(index)?.first());
            if let (Some(location), Some(&entity)) = (location, entity) {
                let evidence = MentionRef { report: ReportId(report), index };
                known.entry(mention.name.to_lowercase()).or_insert((entity, evidence, rank(Some(location.precision))));
            }
        }
    }
    known
}

/// A river or region within a country is finer than it; a place nobody knows is a small one.
fn rank(precision: Option<PlacePrecision>) -> u8 {
    match precision {
        Some(PlacePrecision::Point) => 0,
        Some(PlacePrecision::City) => 1,
        None => 2,
        Some(PlacePrecision::District) => 3,
        Some(PlacePrecision::Province) => 4,
        Some(PlacePrecision::Region) => 5,
        Some(PlacePrecision::Country) => COUNTRY,
    }
}

const COUNTRY: u8 = 6;
const SITE: u8 = 0;

/// Whether a word is a noun of a site ("prison", "airport"): `data/places/sites.txt`.
fn is_site(sentence: &Sentence, word: usize) -> bool {
    let mut sites = include_str!("../../../../data/places/sites.txt").lines().filter(|line| !line.starts_with('#'));
    sentence.tokens.get(word).is_some_and(|token| {
        let lemma = token.lemma.to_lowercase();
        sites.any(|site| site == lemma)
    })
}

fn spots(
    index: usize,
    report: &Report,
    document: &Document,
    account: &Account,
    entities: Option<&Vec<Vec<EntityId>>>,
    grounded: Option<&Vec<Option<Location>>>,
    known: &Known,
) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (number, mention) in account.mentions.iter().enumerate() {
        let location = grounded.and_then(|g| g.get(number)?.as_ref());
        let named = mention.form == MentionForm::Name
            && mention.kind == Some(NameKind::Place)
            && mention.name.starts_with(char::is_uppercase);
        let Some(&entity) = entities.and_then(|e| e.get(number)?.first()) else { continue };
        let Some(sentence) = document.sentences.get(mention.sentence) else { continue };
        let site = mention.form == MentionForm::Name
            && mention.kind != Some(NameKind::Person)
            && is_site(sentence, mention.head)
            && stand(sentence, mention.head, mention.span, SITE, &report.text) == Stand::Local;
        if location.is_none() && !site && (!named || crate::time::is_time(&mention.name))
            || metonym::acts(sentence, mention.head, &report.text)
        {
            continue;
        }
        spots.push(Spot {
            evidence: MentionRef { report: ReportId(index), index: number },
            entity,
            sentence: mention.sentence,
            head: mention.head,
            span: mention.span,
            rank: if site { SITE } else { rank(location.map(|l| l.precision)) },
            how: stand(sentence, mention.head, mention.span, rank(location.map(|l| l.precision)), &report.text),
        });
    }
    // Names inside other names ("the Baku bureau of …") and before nouns, where no mention stands for them.
    let names = document
        .names
        .iter()
        .filter(|name| name.kind == NameKind::Place)
        .map(|name| (name.sentence, name.tokens, name.span));
    let single = document.sentences.iter().enumerate().flat_map(|(i, sentence)| {
        let compound = sentence
            .tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.upos == Upos::Propn && token.relation() == "compound");
        compound.map(move |(word, token)| (i, (word, word + 1), token.span))
    });
    for (number, tokens, span) in names.chain(single) {
        let found = known.get(&span.of(&report.text).to_lowercase());
        let (Some(&(entity, evidence, rank)), Some(sentence)) = (found, document.sentences.get(number)) else {
            continue;
        };
        let Some(head) = tokens.1.checked_sub(1) else { continue };
        if spots.iter().any(|spot: &Spot| spot.span.overlaps(span)) || metonym::acts(sentence, head, &report.text) {
            continue;
        }
        let how = stand(sentence, head, span, rank, &report.text);
        spots.push(Spot { evidence, entity, sentence: number, head, span, rank, how });
    }
    spots.sort_by_key(|spot| spot.span);
    spots
}

fn stand(sentence: &Sentence, head: usize, span: Span, rank: u8, text: &str) -> Stand {
    let Some(token) = sentence.tokens.get(head) else { return Stand::Loose };
    // "the Hong Kong-flagged ship" is not there.
    if text.get(span.end..).is_some_and(|rest| rest.starts_with('-')) {
        return Stand::Loose;
    }
    let case = sentence.children(head).rfind(|&child| sentence.tokens[child].relation() == "case");
    let case = case.map(|word| sentence.form(word, text).to_lowercase());
    match case.as_deref() {
        Some(
            "in" | "at" | "near" | "outside" | "inside" | "around" | "throughout" | "across" | "off" | "on" | "within"
            | "along",
        ) => Stand::Local,
        Some("to" | "into" | "toward" | "towards" | "through" | "of") => Stand::Directed,
        Some("from") => Stand::From,
        // "US satellites" are American, "the Baku bureau" is in Baku.
        None if token.relation() == "compound" && rank >= COUNTRY => Stand::Loose,
        None if matches!(token.relation(), "compound" | "flat" | "appos" | "nmod" | "conj" | "obj") => Stand::Local,
        // "Russia's ministry" tells whose, "Baku's airport" where.
        Some("'s" | "’s" | "'" | "’") if rank < COUNTRY => Stand::Local,
        _ => Stand::Loose,
    }
}

/// The place of a dateline ("OFER, West Bank (Agency) —"): the first name, before the first dash or bracket.
fn dateline<'s>(report: &Report, document: &Document, spots: &'s [Spot]) -> Option<&'s Spot> {
    spots.iter().filter(|spot| spot.sentence < LEAD).find(|spot| {
        let Some(sentence) = document.sentences.get(spot.sentence) else { return false };
        let before = Span::new(sentence.span.start, spot.span.end).of(&report.text);
        let after: String = report.text.get(spot.span.end..).unwrap_or("").chars().take(40).collect();
        let capitals = before.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        capitals && before.len() < 40 && after.contains(['—', '–', '-', '('])
    })
}

fn choose<'s>(
    document: &Document,
    account: &Account,
    statement: &Statement,
    spots: &'s [Spot],
) -> Option<(&'s Spot, &'static str)> {
    let sentence = document.sentences.get(statement.sentence)?;
    let here = |how: Stand| spots.iter().filter(move |spot| spot.sentence == statement.sentence && spot.how == how);
    let modified = |spot: &&Spot| statement.modifiers.iter().any(|m| m.span.contains(spot.span));
    let inside = |spot: &&Spot| statement.clause.contains(spot.span) && below(sentence, spot.head, statement.head);
    let clause = finest(here(Stand::Local).filter(modified))
        .or_else(|| finest(here(Stand::Local).filter(inside)))
        .or_else(|| finest(here(Stand::Directed).chain(here(Stand::From)).filter(modified)))
        .or_else(|| finest(here(Stand::Directed).chain(here(Stand::From)).filter(inside)));
    if let Some(spot) = clause {
        return Some((spot, "clause"));
    }
    let whence = || finest(here(Stand::From).filter(|spot| spot.rank < COUNTRY));
    if let Some(spot) = finest(here(Stand::Local)).or_else(whence) {
        return Some((spot, "sentence"));
    }
    // The whole's place is the part's.
    if let Some(whole) =
        statement.part_of.and_then(|whole| account.statements.get(whole)).filter(|whole| whole.part_of.is_none())
    {
        let found = choose(document, account, whole, spots);
        if found.is_some() {
            return found;
        }
    }
    // In a paragraph a place stays set until another is named.
    let paragraph =
        |spot: &Spot| document.sentences.get(spot.sentence).is_some_and(|other| other.paragraph == sentence.paragraph);
    spots
        .iter()
        .filter(|spot| paragraph(spot) && spot.how == Stand::Local && spot.rank <= 3)
        .rfind(|spot| spot.sentence < statement.sentence)
        .map(|spot| (spot, "paragraph"))
        .or_else(|| anaphoric(account, statement, spots))
}

/// What happens to something the text points back to ("the bridge was closed") happens where the text last was.
fn anaphoric<'s>(account: &Account, statement: &Statement, spots: &'s [Spot]) -> Option<(&'s Spot, &'static str)> {
    let mut participants =
        statement.actors.iter().chain(&statement.recipients).filter_map(|&m| account.mentions.get(m));
    if statement.nominal
        || !participants.any(|mention| {
            mention.form == MentionForm::Nominal && mention.definite && mention.number == Number::Singular
        })
    {
        return None;
    }
    let near = |spot: &&Spot| (1..=3).contains(&statement.sentence.saturating_sub(spot.sentence));
    let spot = spots.iter().filter(|spot| spot.how == Stand::Local && spot.rank <= 3).rfind(near)?;
    Some((spot, "narrative"))
}

/// Whether word `word` stands under `top` in the tree.
fn below(sentence: &Sentence, word: usize, top: usize) -> bool {
    let mut at = word;
    for _ in 0..sentence.tokens.len() {
        if at == top {
            return true;
        }
        match sentence.tokens.get(at).and_then(|token| token.head) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// The finest of several, the first on a tie.
fn finest<'s>(spots: impl Iterator<Item = &'s Spot>) -> Option<&'s Spot> {
    spots.min_by_key(|spot| spot.rank)
}
