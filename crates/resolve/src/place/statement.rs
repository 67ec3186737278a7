//! Where each statement's happening took place: its own words, its clause, its sentence, its paragraph, the dateline.

use super::metonym;
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Document, EntityId, Location, MentionRef, PlacePrecision, Placed, Report, ReportId, Sentence, Span, Statement,
};

/// A place named in a report.
struct Spot {
    mention: usize,
    sentence: usize,
    head: usize,
    span: Span,
    precision: PlacePrecision,
    entity: EntityId,
    /// Whether a locative preposition or a local modifier says that something is there.
    local: bool,
}

/// `[report][statement]` → where it happened. `entities` is the cast's `[report][mention]` → entities; `grounded` what
/// [`super::ground`] found.
pub fn of_statements(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    entities: &[Vec<Vec<EntityId>>],
    grounded: &[Vec<Option<Location>>],
    _lexicon: &Lexicon,
) -> Vec<Vec<Option<Placed>>> {
    let mut all = Vec::new();
    for (index, ((report, document), account)) in reports.iter().zip(documents).zip(accounts).enumerate() {
        let spots = spots(report, document, account, entities.get(index), grounded.get(index));
        let places = account
            .statements
            .iter()
            .map(|statement| {
                let (spot, how) = choose(document, account, statement, &spots)?;
                let evidence = MentionRef { report: ReportId(index), index: spot.mention };
                Some(Placed { entity: spot.entity, evidence, how })
            })
            .collect();
        all.push(places);
    }
    all
}

fn spots(
    report: &Report,
    document: &Document,
    account: &Account,
    entities: Option<&Vec<Vec<EntityId>>>,
    grounded: Option<&Vec<Option<Location>>>,
) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (index, mention) in account.mentions.iter().enumerate() {
        let Some(location) = grounded.and_then(|g| g.get(index)?.as_ref()) else { continue };
        let Some(&entity) = entities.and_then(|e| e.get(index)?.first()) else { continue };
        let Some(sentence) = document.sentences.get(mention.sentence) else { continue };
        if metonym::acts(sentence, mention.head, &report.text) {
            continue;
        }
        spots.push(Spot {
            mention: index,
            sentence: mention.sentence,
            head: mention.head,
            span: mention.span,
            precision: location.precision,
            entity,
            local: local(sentence, mention.head, &report.text),
        });
    }
    spots
}

/// Prepositions after which something is where it happens.
fn local(sentence: &Sentence, head: usize, text: &str) -> bool {
    let here = |word: usize| {
        matches!(
            sentence.form(word, text).to_lowercase().as_str(),
            "in" | "at" | "near" | "outside" | "inside" | "around" | "throughout" | "across" | "off" | "on" | "within" | "along"
        )
    };
    sentence.children(head).any(|child| sentence.tokens[child].relation() == "case" && here(child))
        || sentence.tokens.get(head).is_some_and(|token| matches!(token.deprel.as_str(), "compound" | "nmod:poss" | "flat" | "appos"))
}

fn choose<'s>(document: &Document, account: &Account, statement: &Statement, spots: &'s [Spot]) -> Option<(&'s Spot, &'static str)> {
    let sentence = document.sentences.get(statement.sentence)?;
    let here = || spots.iter().filter(|spot| spot.sentence == statement.sentence);
    let modified = |spot: &&Spot| statement.modifiers.iter().any(|m| m.span.contains(spot.span));
    let own = finest(here().filter(modified).filter(|spot| spot.local));
    if own.is_some() {
        return own.map(|spot| (spot, "clause"));
    }
    let clause = finest(here().filter(|spot| spot.local && statement.clause.contains(spot.span) && below(sentence, spot.head, statement.head)));
    if clause.is_some() {
        return clause.map(|spot| (spot, "clause"));
    }
    let in_sentence = finest(here().filter(|spot| spot.local));
    if in_sentence.is_some() {
        return in_sentence.map(|spot| (spot, "sentence"));
    }
    // The whole's place is the part's.
    if let Some(whole) = statement.part_of.and_then(|whole| account.statements.get(whole)).filter(|whole| whole.part_of.is_none()) {
        let found = choose(document, account, whole, spots);
        if found.is_some() {
            return found;
        }
    }
    let same_paragraph = |spot: &&Spot| {
        document.sentences.get(spot.sentence).is_some_and(|other| other.paragraph == sentence.paragraph) && spot.local
    };
    let fine = |spot: &&Spot| matches!(spot.precision, PlacePrecision::Point | PlacePrecision::City | PlacePrecision::District);
    // In a paragraph the nearest before, else the nearest after: a place stays set until another is named.
    let before = spots.iter().filter(same_paragraph).filter(fine).rfind(|spot| spot.sentence < statement.sentence);
    before.map(|spot| (spot, "paragraph"))
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
    spots.min_by_key(|spot| spot.precision)
}
