//! Places: which mentions name places, which place each name means, which names act, and where statements happened.
//!
//! `&[Report], &[Document], &[Account]` → a [`Location`] per mention ([`ground`]), whether it stands for those who act
//! there ([`acts`]), and a [`Placed`](parallax_model::Placed) per statement ([`of_statements`]).

mod candidates;
mod choose;
mod deeds;
mod metonym;
mod nouns;
mod prepositions;
mod spots;
mod statement;
mod things;
mod tree;

pub use statement::of_statements;

use choose::Toponym;
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Location, Mention, MentionForm, NameKind, PlacePrecision, Report, Span};

/// `[report][mention]` → where it is, for mentions that name a place, acting or not; demonyms are no places. Of a place that
/// the gazetteer does not know, what it lies in is told where the words beside it say so.
pub fn ground(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    lexicon: &Lexicon,
) -> Vec<Vec<Option<Location>>> {
    let mut toponyms = Vec::new();
    let mut owners = Vec::new();
    for (index, ((report, document), account)) in reports.iter().zip(documents).zip(accounts).enumerate() {
        for (number, mention) in account.mentions.iter().enumerate() {
            if names_place(report, document, mention, lexicon) {
                toponyms.push(Toponym::new(index, mention.span, &mention.name, &report.text, lexicon));
                owners.push(Some((index, number)));
            } else if let Some(country) = mention.countries.first() {
                // What the text says of nations weighs for where its cities are.
                toponyms.push(Toponym::country(index, mention.span, country, lexicon));
                owners.push(None);
            }
        }
    }
    let mut found: Vec<Vec<Option<Location>>> = accounts.iter().map(|a| vec![None; a.mentions.len()]).collect();
    for (owner, place) in owners.into_iter().zip(choose::all(&toponyms, lexicon)) {
        let Some((report, mention)) = owner else { continue };
        if let Some(slot) = found.get_mut(report).and_then(|list| list.get_mut(mention)) {
            *slot = place;
        }
    }
    found
}

/// `[report][mention]` → whether a place's name stands for those who act there ("Moscow said", "talks with Baku").
pub fn acts(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    grounded: &[Vec<Option<Location>>],
) -> Vec<Vec<bool>> {
    let mut all = Vec::new();
    for (index, ((report, document), account)) in reports.iter().zip(documents).zip(accounts).enumerate() {
        let places = grounded.get(index).map_or(&[][..], Vec::as_slice);
        let acting = account.mentions.iter().enumerate().map(|(number, mention)| {
            let Some(place) = places.get(number).and_then(Option::as_ref) else { return false };
            let Some(sentence) = document.sentences.get(mention.sentence) else { return false };
            let site = place.precision != PlacePrecision::Country
                && metonym::site_of(account, mention.sentence, sentence, mention.head, Some(number)).is_some();
            !site && metonym::acts(sentence, mention.head, &report.text)
        });
        all.push(acting.collect());
    }
    all
}

/// Whether the place's name at `span` stands for those who act there.
pub fn is_metonym(report: &Report, document: &Document, span: Span) -> bool {
    let Some(sentence) = document.sentences.iter().find(|sentence| sentence.span.overlaps(span)) else { return false };
    let inside = |word: usize| sentence.tokens.get(word).is_some_and(|token| token.span.overlaps(span));
    // The name's head is its word whose own head lies outside.
    let head = (0..sentence.tokens.len())
        .find(|&word| inside(word) && sentence.tokens[word].head.is_none_or(|head| !inside(head)));
    head.is_some_and(|head| metonym::acts(sentence, head, &report.text))
}

/// Where each of the names at `spans` of `text` is, each in the light of the others; demonyms mean their country.
pub fn locate(text: &str, spans: &[Span], lexicon: &Lexicon) -> Vec<Option<Location>> {
    // Neighbours in the text speak for one another, in whatever order they were asked for.
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&i| spans[i]);
    let toponyms: Vec<Toponym> =
        order.iter().map(|&i| Toponym::new(0, spans[i], spans[i].of(text), text, lexicon)).collect();
    let mut found = vec![None; spans.len()];
    for (i, place) in order.into_iter().zip(choose::all(&toponyms, lexicon)) {
        found[i] = place;
    }
    found
}

/// Whether a word that is both a country's name and its adjective names the country: "in the US", but not "US troops".
fn names_country(document: &Document, mention: &Mention, lexicon: &Lexicon) -> bool {
    let token = document.sentences.get(mention.sentence).and_then(|sentence| sentence.tokens.get(mention.head));
    lexicon.actors.country(mention.name.trim()).is_some()
        && token.is_some_and(|token| !matches!(token.relation(), "compound" | "amod"))
}

/// Whether a mention names a place.
fn names_place(report: &Report, document: &Document, mention: &Mention, lexicon: &Lexicon) -> bool {
    if mention.form != MentionForm::Name
        || !mention.name.starts_with(char::is_uppercase)
        || lexicon.actors.nationality(mention.name.trim()).is_some() && !names_country(document, mention, lexicon)
        || lexicon.places.by_adjective(&mention.name).is_some()
        || crate::time::is_calendar_word(&mention.name)
        || nouns::is_beyond(&mention.name)
    {
        return false;
    }
    match mention.kind {
        Some(NameKind::Place) => true,
        Some(NameKind::Person | NameKind::Organisation) => false,
        // Names the reader left open are places where they stand like one and the gazetteer knows them.
        _ => {
            let located = document.sentences.get(mention.sentence).is_some_and(|sentence| {
                sentence.children(mention.head).any(|child| {
                    sentence.tokens[child].relation() == "case"
                        && matches!(sentence.form(child, &report.text), "in" | "near" | "In" | "Near")
                })
            });
            located && !candidates::of(&mention.name, lexicon).is_empty()
        }
    }
}
