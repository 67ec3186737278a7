//! The places a report names, each with how it stands in its sentence: names, names inside names, and common nouns that
//! point back to a place ("the city", "its territory").

use super::tree::below;
use super::{metonym, nouns, prepositions};
use parallax_lexicon::Lexicon;
use parallax_lexicon::actors::Role;
use parallax_model::{
    Account, Document, EntityId, Location, Mention, MentionForm, NameKind, Number, PlacePrecision, Report, Sentence,
    Span, Upos,
};
use std::collections::{BTreeMap, BTreeSet};

/// A place named in a report.
#[derive(Clone)]
pub(super) struct Spot {
    /// The words of this report that name it.
    pub words: Span,
    pub entity: EntityId,
    pub sentence: usize,
    pub head: usize,
    pub span: Span,
    /// How fine, the finest first.
    pub rank: u8,
    pub how: Stand,
    /// Alpha-3 code of the country it lies in, where known.
    pub country: String,
    /// The noun of happening whose site it tells ("the *Kabul* bombing"): it holds for that alone.
    pub site_of: Option<usize>,
    /// Whether it tells where something is said, not where what is said happened: "told reporters in Oslo".
    pub said: bool,
}

/// How a place's name stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stand {
    /// Something is there: "in Baku", "the Baku bureau".
    Local,
    /// Something goes there.
    Directed,
    /// Something comes from there: "videos from Baku".
    From,
    /// Anything else.
    Loose,
}

pub(super) const SITE: u8 = 0;
pub(super) const COUNTRY: u8 = 6;
/// A site that only its common noun tells of: "a checkpoint".
pub(super) const BARE: u8 = 7;

/// A river or region within a country is finer than it; a place nobody knows is a small one.
pub(super) fn rank(precision: Option<PlacePrecision>) -> u8 {
    match precision {
        Some(PlacePrecision::Point) => SITE,
        Some(PlacePrecision::City) => 1,
        None => 2,
        Some(PlacePrecision::District) => 3,
        Some(PlacePrecision::Province) => 4,
        Some(PlacePrecision::Region) => 5,
        Some(PlacePrecision::Country) => COUNTRY,
    }
}

/// Where a place of the cast is, by what one of its mentions was found to mean.
#[derive(Clone)]
struct Ground {
    entity: EntityId,
    /// The words that name it, where others point back to them.
    words: Option<Span>,
    rank: u8,
    country: String,
}

/// Places of all reports: by their names, for names that are no mention of their own ("the *Baku* bureau"), and by entity.
pub(super) struct Known {
    names: BTreeMap<String, Ground>,
    entities: BTreeMap<EntityId, Ground>,
}

impl Known {
    pub fn new(accounts: &[Account], entities: &[Vec<Vec<EntityId>>], grounded: &[Vec<Option<Location>>]) -> Known {
        let mut known = Known { names: BTreeMap::new(), entities: BTreeMap::new() };
        for (report, account) in accounts.iter().enumerate() {
            for (index, mention) in account.mentions.iter().enumerate() {
                let location = grounded.get(report).and_then(|g| g.get(index)?.as_ref());
                let entity = entities.get(report).and_then(|e| e.get(index)?.first());
                let (Some(location), Some(&entity)) = (location, entity) else { continue };
                let ground = Ground {
                    entity,
                    words: None,
                    rank: rank(Some(location.precision)),
                    country: location.country.clone(),
                };
                known.names.entry(mention.name.to_lowercase()).or_insert_with(|| ground.clone());
                known.entities.entry(entity).or_insert(ground);
            }
        }
        known
    }
}

/// One report with what the cast says of it.
pub(super) struct Page<'a> {
    pub report: &'a Report,
    pub document: &'a Document,
    pub account: &'a Account,
    /// `[mention]` → entities.
    pub entities: &'a [Vec<EntityId>],
    /// `[mention]` → where it is.
    pub grounded: &'a [Option<Location>],
    pub lexicon: &'a Lexicon,
    /// Those of the cast who are called by a person's full name: "Sofia" beside "Sofia Moreno" is no town.
    pub people: &'a BTreeSet<EntityId>,
}

impl Page<'_> {
    pub fn entity(&self, mention: usize) -> Option<EntityId> {
        self.entities.get(mention)?.first().copied()
    }
    fn location(&self, mention: usize) -> Option<&Location> {
        self.grounded.get(mention)?.as_ref()
    }
    fn spot(&self, ground: &Ground, sentence: usize, head: usize, span: Span, how: Stand) -> Spot {
        let Ground { entity, words, rank, country } = ground.clone();
        Spot {
            words: words.unwrap_or(span),
            entity,
            sentence,
            head,
            span,
            rank,
            how,
            country,
            site_of: None,
            said: false,
        }
    }
}

/// All places named in a report, in text order.
pub(super) fn spots(page: &Page, known: &Known) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (number, mention) in page.account.mentions.iter().enumerate() {
        spots.extend(of_mention(page, number, mention));
    }
    embedded(page, known, &mut spots);
    spots.sort_by_key(|spot| spot.span);
    pointing_back(page, known, &mut spots);
    spots.sort_by_key(|spot| (spot.span, spot.rank));
    for spot in &mut spots {
        spot.said = places_saying(page, spot);
    }
    spots
}

fn of_mention(page: &Page, number: usize, mention: &Mention) -> Option<Spot> {
    let text = &page.report.text;
    let sentence = page.document.sentences.get(mention.sentence)?;
    let entity = page.entity(number)?;
    let location = page.location(number);
    if page.people.contains(&entity) {
        return None;
    }
    // "The Ofer military prison" is a site by name, whatever the reader took it for.
    let proper = mention.form == MentionForm::Name || names_site(page, mention, sentence);
    let site = proper
        && mention.kind != Some(NameKind::Person)
        && nouns::is_site(sentence, mention.head)
        && stand(sentence, mention.head, mention.span, SITE, text) == Stand::Local;
    let named = mention.form == MentionForm::Name
        && mention.kind == Some(NameKind::Place)
        && mention.name.starts_with(char::is_uppercase)
        && page.lexicon.actors.nationality(mention.name.trim()).is_none()
        && !nouns::is_beyond(&mention.name)
        && !(location.is_none() && nouns::is_contest(&mention.name))
        && !crate::time::is_time(&mention.name)
        && !crate::time::is_calendar_word(&mention.name);
    let rank = if site { SITE } else { rank(location.map(|l| l.precision)) };
    let site_of = site_of(page, mention.sentence, mention.head, Some(number), rank);
    if location.is_none() && !site && !named || site_of.is_none() && metonym::acts(sentence, mention.head, text) {
        return None;
    }
    // "Oslo's doubts" are a government's, "Oslo's airport" stands there.
    let possessive = sentence.tokens.get(mention.head).is_some_and(|token| token.deprel == "nmod:poss");
    let owned = sentence.tokens.get(mention.head).and_then(|token| token.head);
    let seat = page.lexicon.actors.seat_of_power(&mention.name).is_some() || location.is_none();
    if possessive && seat && !owned.is_some_and(|noun| nouns::is_site(sentence, noun)) {
        return None;
    }
    // "The prime minister of Japan" is wherever the office takes him.
    let office = |role: &Role| role.sectors.iter().any(|s| ["GOV", "LEG", "JUD", "MIL"].contains(&s.0.as_str()));
    let held = owned.and_then(|noun| sentence.tokens.get(noun)).and_then(|t| page.lexicon.actors.role(&t.lemma));
    let of = sentence.children(mention.head).any(|c| sentence.tokens[c].lemma == "of");
    if of && held.is_some_and(office) {
        return None;
    }
    Some(Spot {
        words: mention.span,
        entity,
        sentence: mention.sentence,
        head: mention.head,
        span: mention.span,
        rank,
        how: stand(sentence, mention.head, mention.span, rank, text),
        country: location.map_or(String::new(), |l| l.country.clone()),
        site_of,
        said: false,
    })
}

/// The happening whose site a town is by standing before it.
fn site_of(page: &Page, sentence: usize, head: usize, mention: Option<usize>, rank: u8) -> Option<usize> {
    let tree = page.document.sentences.get(sentence).filter(|_| rank < COUNTRY)?;
    metonym::site_of(page.account, sentence, tree, head, mention)
}

/// Whether a common noun of a site has a proper name before it that is not itself a known place: "Ofer military prison".
fn names_site(page: &Page, mention: &Mention, sentence: &Sentence) -> bool {
    mention.form == MentionForm::Nominal
        && sentence.children(mention.head).any(|child| {
            let token = &sentence.tokens[child];
            token.upos == Upos::Propn
                && token.relation() == "compound"
                && mention.span.contains(token.span)
                && page.lexicon.places.named(token.span.of(&page.report.text)).next().is_none()
        })
}

/// Names inside other names ("the Baku bureau of …") and before nouns, where no mention stands for them.
fn embedded(page: &Page, known: &Known, spots: &mut Vec<Spot>) {
    let text = &page.report.text;
    let names = page.document.names.iter().filter(|name| name.kind == NameKind::Place);
    let names = names.map(|name| (name.sentence, name.tokens, name.span));
    let single = page.document.sentences.iter().enumerate().flat_map(|(i, sentence)| {
        let compound = sentence.tokens.iter().enumerate();
        // "Oslo Airlines" flies from elsewhere too; "the Oslo bureau" and "Oslo Prison" stand there.
        let of_another = |span: Span, head: Option<usize>| {
            let called = head.filter(|&head| {
                sentence.tokens.get(head).is_some_and(|t| t.upos == Upos::Propn) && !nouns::is_site(sentence, head)
            });
            let names = page.document.names.iter();
            called.is_some() && names.into_iter().any(|n| n.kind != NameKind::Place && n.span.contains(span))
        };
        let compound = compound.filter(move |(_, token)| {
            token.upos == Upos::Propn && token.relation() == "compound" && !of_another(token.span, token.head)
        });
        compound.map(move |(word, token)| (i, (word, word + 1), token.span))
    });
    for (number, tokens, span) in names.chain(single) {
        let ground = known.names.get(&span.of(text).to_lowercase());
        let (Some(ground), Some(sentence)) = (ground, page.document.sentences.get(number)) else { continue };
        // "the Isle of Man": its own head, not its last word.
        let outside = |word: &usize| {
            sentence.tokens.get(*word).is_some_and(|t| t.head.is_none_or(|h| h < tokens.0 || h >= tokens.1))
        };
        let Some(head) = (tokens.0..tokens.1).find(outside).or(tokens.1.checked_sub(1)) else { continue };
        let site_of = site_of(page, number, head, None, ground.rank);
        if spots.iter().any(|spot: &Spot| spot.span.overlaps(span))
            || site_of.is_none() && metonym::acts(sentence, head, text)
        {
            continue;
        }
        let how = stand(sentence, head, span, ground.rank, text);
        spots.push(Spot { site_of, ..page.spot(ground, number, head, span, how) });
    }
}

/// Common nouns that mean a place named before ("the city", "across the country", "its territory"), waters, and bare sites.
fn pointing_back(page: &Page, known: &Known, spots: &mut Vec<Spot>) {
    let text = &page.report.text;
    let mut found = Vec::new();
    for (number, mention) in page.account.mentions.iter().enumerate() {
        let Some(sentence) = page.document.sentences.get(mention.sentence) else { continue };
        if mention.form != MentionForm::Nominal {
            continue;
        }
        let here = |spot: &&Spot| spot.sentence == mention.sentence;
        // "The village of X" has its own name.
        if spots.iter().filter(here).any(|spot| below(sentence, spot.head, mention.head)) {
            continue;
        }
        let kind = nouns::kind(sentence, mention.head);
        if mention.number != Number::Singular && kind != Some("waters") {
            continue;
        }
        let how = stand(sentence, mention.head, mention.span, kind.map_or(BARE, |_| SITE), text);
        let before = |spot: &&Spot| spot.span.end <= mention.span.start;
        let last = |ranks: std::ops::RangeInclusive<u8>| {
            spots.iter().filter(before).rfind(|spot| ranks.contains(&spot.rank)).map(|spot| Ground {
                entity: spot.entity,
                words: Some(spot.words),
                rank: spot.rank,
                country: spot.country.clone(),
            })
        };
        let own = || {
            let entity = page.entity(number)?;
            Some(Ground { entity, words: None, rank: BARE, country: String::new() })
        };
        let ground = match kind {
            Some("settlement") if mention.definite => last(1..=3),
            Some("area") if mention.definite => last(4..=5),
            Some("country") => owner(page, known, mention)
                .or_else(|| country(page, mention).filter(|_| mention.definite && mention.owner.is_none())),
            Some("waters") if how == Stand::Local => own().map(|ground| Ground { rank: 5, ..ground }),
            None if how == Stand::Local && nouns::is_site(sentence, mention.head) => own(),
            _ => None,
        };
        found.extend(ground.map(|ground| page.spot(&ground, mention.sentence, mention.head, mention.span, how)));
    }
    spots.append(&mut found);
}

/// The country that owns: "its territory".
fn owner(page: &Page, known: &Known, mention: &Mention) -> Option<Ground> {
    let ground = known.entities.get(&page.entity(mention.owner?)?)?;
    Some(ground.clone()).filter(|ground| ground.rank == COUNTRY)
}

/// The country that "the country" means: the one spoken of last within a few sentences.
fn country(page: &Page, mention: &Mention) -> Option<Ground> {
    let mentions = page.account.mentions.iter().enumerate();
    let before = mentions.filter(|(_, other)| {
        other.span.end <= mention.span.start && mention.sentence - other.sentence.min(mention.sentence) <= NEAR
    });
    let countries = before.filter_map(|(index, _)| Some((index, page.location(index)?, page.entity(index)?)));
    let (index, location, entity) = countries.filter(|(_, l, _)| l.precision == PlacePrecision::Country).last()?;
    let words = page.account.mentions.get(index).map(|m| m.span);
    Some(Ground { entity, words, rank: COUNTRY, country: location.country.clone() })
}

/// Sentences over which "the country" points back.
const NEAR: usize = 4;

/// How a place's name, headed by word `head`, stands in its sentence.
pub(super) fn stand(sentence: &Sentence, head: usize, span: Span, rank: u8, text: &str) -> Stand {
    // "the Hong Kong-flagged ship" is not there.
    if text.get(span.end..).is_some_and(|rest| rest.starts_with('-')) {
        return Stand::Loose;
    }
    let case_of = |word: usize| {
        let case = sentence.children(word).rfind(|&child| sentence.tokens[child].relation() == "case");
        case.map(|word| sentence.form(word, text).to_lowercase())
    };
    let mut word = head;
    // "In the village of X" and "on the outskirts of X" are at X; so are "in X and Y" at Y.
    for _ in 0..sentence.tokens.len() {
        let Some(token) = sentence.tokens.get(word) else { return Stand::Loose };
        let Some(upper) = token.head else { break };
        let through = match token.relation() {
            "nmod" => case_of(word).as_deref() == Some("of") && nouns::kind(sentence, upper).is_some(),
            "conj" => case_of(word).is_none() && sentence.tokens.get(upper).is_some_and(|u| u.upos.is_nominal()),
            "appos" => case_of(word).is_none() && nouns::kind(sentence, upper).is_some(),
            _ => false,
        };
        if !through {
            break;
        }
        word = upper;
    }
    let Some(token) = sentence.tokens.get(word) else { return Stand::Loose };
    let Some(case) = case_of(word) else {
        return match token.relation() {
            _ if rank == BARE => Stand::Loose,
            // "US satellites" are American, "the Baku bureau" is in Baku.
            relation if rank == COUNTRY && relation != "obj" => Stand::Loose,
            "compound" | "flat" | "appos" | "nmod" | "conj" | "obj" => Stand::Local,
            _ => Stand::Loose,
        };
    };
    match case.as_str() {
        // "Russia's ministry" tells whose, "Baku's airport" where.
        "'s" | "’s" | "'" | "’" if rank < COUNTRY => Stand::Local,
        preposition => prepositions::stand(preposition, rank),
    }
}

/// Whether a spot hangs on a word of saying or on its source, behind it: "told reporters in Oslo", "sources in Seoul".
fn places_saying(page: &Page, spot: &Spot) -> bool {
    let Some(sentence) = page.document.sentences.get(spot.sentence) else { return false };
    // "Videos released from Oslo showed the march": what comes from a place was there.
    if spot.how == Stand::From {
        return false;
    }
    page.account.attributions.iter().filter(|a| a.sentence == spot.sentence).any(|attribution| {
        if attribution.content.contains(spot.span) {
            return false;
        }
        if attribution.source_span.is_some_and(|source| source.contains(spot.span)) {
            return true;
        }
        let cue = (0..sentence.tokens.len()).find(|&word| attribution.cue.contains(sentence.tokens[word].span));
        let first = sentence.tokens.iter().find(|token| token.upos != Upos::Punct).map(|token| token.span);
        // What stands before all else is said of the whole sentence: "In Oslo, police said …".
        let fronted = first.is_some_and(|first| first.start + FRONT >= spot.span.start);
        !fronted && cue.is_some_and(|cue| below(sentence, spot.head, cue))
    })
}

/// Bytes before a name at a sentence's front: "In the", "At".
const FRONT: usize = 12;

/// The finest of several, the first on a tie.
pub(super) fn finest<'s>(spots: impl Iterator<Item = &'s Spot>) -> Option<&'s Spot> {
    spots.min_by_key(|spot| spot.rank)
}
