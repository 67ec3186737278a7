//! Where each statement's happening took place, the strongest sign first: its own words, its clause, what it hangs on,
//! the rest of its sentence, the things that take part, its paragraph, its speaker, the dateline, the report's scene.

use super::deeds::{is_beside, is_deed, is_harm, occasion};
use super::spots::{BARE, COUNTRY, Known, Page, SITE, Spot, Stand, finest, spots};
use super::things::Story;
use super::tree::{below, reaches};
use super::{nouns, prepositions};
use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Document, EntityId, Evidence, Location, MentionForm, NameKind, Number, Placed, Plover, RelationKind,
    Report, Sector, Sentence, Span, StatedRelation, Statement, Status, Tense,
};
use std::collections::{BTreeMap, BTreeSet};

/// `[report][statement]` → where it happened. `entities` is the cast's `[report][mention]` → entities; `grounded` what
/// [`super::ground`] found. Places the gazetteer does not know count too.
pub fn of_statements(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    entities: &[Vec<Vec<EntityId>>],
    grounded: &[Vec<Option<Location>>],
    lexicon: &Lexicon,
) -> Vec<Vec<Option<Placed>>> {
    let known = Known::new(accounts, entities, grounded);
    let people = people(accounts, entities);
    let pages: Vec<(Page, Vec<Spot>)> = reports
        .iter()
        .zip(documents)
        .zip(accounts)
        .enumerate()
        .map(|(index, ((report, document), account))| {
            let entities = entities.get(index).map_or(&[][..], Vec::as_slice);
            let grounded = grounded.get(index).map_or(&[][..], Vec::as_slice);
            let page = Page { report, document, account, entities, grounded, lexicon, people: &people };
            let spots = spots(&page, &known);
            (page, spots)
        })
        .collect();
    let mut story = Story::default();
    for (page, spots) in &pages {
        story.learn(page, spots);
    }
    let place = |(page, spots): &(Page, Vec<Spot>)| {
        let view = View { page, spots, dateline: dateline(page, spots), scene: scene(spots), story: &story };
        let of = |statement| {
            let (spot, how) = view.place(statement)?;
            Some(Placed { entity: spot.entity, evidence: Evidence::new(page.report, spot.words)?, how })
        };
        page.account.statements.iter().map(of).collect()
    };
    pages.iter().map(place).collect()
}

/// Who is a person by most of the names that the reports use, a full one among them.
fn people(accounts: &[Account], entities: &[Vec<Vec<EntityId>>]) -> BTreeSet<EntityId> {
    let mut called: BTreeMap<EntityId, (usize, usize, bool)> = BTreeMap::new();
    for (mention, of) in accounts.iter().zip(entities).flat_map(|(account, of)| account.mentions.iter().zip(of)) {
        let Some(entity) = of.first().filter(|_| mention.form == MentionForm::Name) else { continue };
        let (person, other, full) = called.entry(*entity).or_default();
        match mention.kind {
            Some(NameKind::Person) => {
                *person += 1;
                *full |= mention.name.split_whitespace().count() > 1;
            }
            _ => *other += 1,
        }
    }
    called.into_iter().filter(|(_, (person, other, full))| *full && person > other).map(|(entity, _)| entity).collect()
}

/// Sentences, title included, whose happenings a dateline may place.
const LEAD: usize = 3;
/// Times a place must be named to be the scene of a report that names others too.
const OFTEN: usize = 3;

/// The one spot a report plays at: all its local places are that one, or most are and it is named often.
fn scene(spots: &[Spot]) -> Option<&Spot> {
    let local: Vec<&Spot> =
        spots.iter().filter(|s| s.how == Stand::Local && s.rank <= 3 && !s.said && s.site_of.is_none()).collect();
    let count = |entity: EntityId| local.iter().filter(|spot| spot.entity == entity).count();
    local.iter().copied().find(|spot| match count(spot.entity) {
        1 => false,
        n => n == local.len() || n >= OFTEN && n * 2 > local.len(),
    })
}

/// The place of a dateline ("OFER, West Bank (Agency) —"): the first name, before the first dash or bracket. A dateline
/// says where the reporter is: when the sentence behind it names another place, that counts.
fn dateline<'s>(page: &Page, spots: &'s [Spot]) -> Option<&'s Spot> {
    let place = spots.iter().filter(|spot| spot.sentence < LEAD).find(|spot| {
        let Some(sentence) = page.document.sentences.get(spot.sentence) else { return false };
        let before = Span::new(sentence.span.start, spot.span.end).of(&page.report.text);
        let after: String = page.report.text.get(spot.span.end..).unwrap_or("").chars().take(40).collect();
        let capitals = before.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        capitals && before.len() < 40 && after.contains(['—', '–', '-', '('])
    })?;
    let elsewhere = spots.iter().any(|spot| {
        let lead = place.sentence..=place.sentence + 1;
        let behind = spot.span.start > place.span.end + DATELINE && lead.contains(&spot.sentence);
        behind && spot.how == Stand::Local && spot.rank < COUNTRY && !spot.said && spot.entity != place.entity
    });
    (!elsewhere).then_some(place)
}

/// Bytes that a dateline may go on for behind its first name.
const DATELINE: usize = 40;

/// One report and what is known of where it plays.
struct View<'a> {
    page: &'a Page<'a>,
    spots: &'a [Spot],
    dateline: Option<&'a Spot>,
    scene: Option<&'a Spot>,
    story: &'a Story,
}

type Found<'a> = Option<(&'a Spot, &'static str)>;

impl<'a> View<'a> {
    fn place(&self, statement: &Statement) -> Found<'a> {
        let lead = statement.sentence < LEAD && !statement.nominal;
        let fits = |spot: &&Spot| !self.abroad(statement, spot);
        self.choose(statement, 0)
            .or_else(|| Some((self.speaker(statement)?, "speaker")))
            .or_else(|| Some((self.dateline.filter(fits)?, "dateline")).filter(|_| lead))
            .or_else(|| Some((self.scene.filter(fits)?, "scene")).filter(|_| is_deed(statement)))
            .or_else(|| Some((self.bare(statement)?, "site")))
    }

    /// The place that the text itself leads to.
    fn choose(&self, statement: &Statement, depth: usize) -> Found<'a> {
        let sentence = self.page.document.sentences.get(statement.sentence)?;
        if let Some(spot) = self.clause(statement, sentence) {
            return Some((spot, "clause"));
        }
        let found = self.antecedent(statement, sentence, depth);
        if found.is_some() {
            return found;
        }
        let answered = self.is_answered(statement);
        if let Some(spot) = self.sentence(statement, sentence, true).filter(|_| !answered) {
            return Some((spot, "sentence"));
        }
        // The whole's place is the part's, and what a clause hangs on has its place too.
        let whole = statement.part_of.and_then(|whole| self.page.account.statements.get(whole));
        let upper = self.governor(statement, sentence).filter(|_| !answered);
        for other in whole.into_iter().chain(upper).filter(|_| depth < DEEPEST) {
            let fits = |spot: &Spot, how: &str| match how {
                "paragraph" | "narrative" => self.keeps_place(statement, sentence),
                "aside" => is_beside(statement, sentence, spot),
                _ => true,
            };
            let found = self.choose(other, depth + 1);
            let found = found.filter(|(spot, how)| fits(spot, how) && !self.abroad(statement, spot));
            if let Some((spot, how)) = found {
                return Some((spot, if how == "clause" { "sentence" } else { how }));
            }
        }
        if self.is_saying(statement) {
            return None;
        }
        if let Some(spot) =
            self.sentence(statement, sentence, false).filter(|spot| is_beside(statement, sentence, spot))
        {
            return Some((spot, "aside"));
        }
        if let Some(spot) = self.thing(statement) {
            return Some((spot, "thing"));
        }
        let around = self.paragraph(statement, sentence).or_else(|| self.anaphoric(statement));
        around.filter(|_| self.keeps_place(statement, sentence))
    }

    /// The places of the statement's sentence that may be its own.
    fn here<'s>(&'s self, statement: &'s Statement) -> impl Iterator<Item = &'a Spot> + use<'a, 's> {
        let in_sentence = |spot: &&Spot| spot.sentence == statement.sentence && spot.rank < BARE;
        self.spots.iter().filter(in_sentence).filter(|spot| self.holds(spot, statement))
    }

    /// The site of a happening is that of what the happening does, and of what happens during it; not of what is said or done
    /// about it ("after the Kabul bombing").
    fn holds(&self, spot: &Spot, statement: &Statement) -> bool {
        let Some(noun) = spot.site_of else { return true };
        let told = self.page.document.sentences.get(spot.sentence).and_then(|s| s.tokens.get(noun));
        let subject = told.is_some_and(|t| t.relation() == "nsubj" && t.head == Some(statement.head));
        noun == statement.head || subject || occasion(statement, noun)
    }

    /// A place among the statement's own words.
    fn clause(&self, statement: &Statement, sentence: &Sentence) -> Option<&'a Spot> {
        let saying = self.is_saying(statement);
        // What is told within has its own place; a speech is not given where the things happened that it speaks of.
        let nested = |spot: &Spot| {
            let inner = |other: &&Statement| {
                other.sentence == statement.sentence
                    && other.head != statement.head
                    && !occasion(statement, other.head)
                    && below(sentence, spot.head, other.head)
                    && below(sentence, other.head, statement.head)
            };
            saying && self.page.account.statements.iter().any(|other| inner(&other))
        };
        let kind = |how: &[Stand]| {
            let how = how.to_vec();
            self.here(statement).filter(move |spot| how.contains(&spot.how))
        };
        // "According to Oslo's fire brigade, …" tells who speaks.
        let source = |spot: &Spot| {
            let mut attributions = self.page.account.attributions.iter();
            !saying && attributions.any(|a| a.source_span.is_some_and(|source| source.contains(spot.span)))
        };
        let nested = |spot: &Spot| nested(spot) || source(spot);
        let modified = |spot: &&Spot| !nested(spot) && statement.modifiers.iter().any(|m| m.span.contains(spot.span));
        let inside = |spot: &&Spot| {
            !nested(spot) && statement.clause.contains(spot.span) && below(sentence, spot.head, statement.head)
        };
        let moving = [Stand::Directed, Stand::From];
        finest(kind(&[Stand::Local]).filter(modified))
            .or_else(|| finest(kind(&[Stand::Local]).filter(inside)))
            .or_else(|| finest(kind(&moving).filter(modified)))
            .or_else(|| finest(kind(&moving).filter(inside)))
    }

    /// "X, where he was arrested"; "an operation in X in which he was arrested".
    fn antecedent(&self, statement: &Statement, sentence: &Sentence, depth: usize) -> Found<'a> {
        let token = sentence.tokens.get(statement.head).filter(|token| token.deprel == "acl:relcl")?;
        let noun = token.head?;
        let text = &self.page.report.text;
        let there = sentence.children(statement.head).any(|child| {
            let word = sentence.form(child, text).to_lowercase();
            let case = sentence.child(child, "case").map(|case| sentence.form(case, text).to_lowercase());
            word == "where" || word == "which" && matches!(case.as_deref(), Some("in" | "at" | "on" | "during"))
        });
        if !there {
            return None;
        }
        if let Some(spot) = finest(
            self.here(statement)
                .filter(|s| s.head == noun || below(sentence, s.head, noun) && s.span.end <= statement.clause.start),
        ) {
            return Some((spot, "clause"));
        }
        let upper = self.at(statement.sentence, noun).filter(|_| depth < DEEPEST)?;
        self.choose(upper, depth + 1)
    }

    /// The finest place elsewhere in the sentence; `close` where the grammar lets it hold for the statement too.
    fn sentence(&self, statement: &Statement, sentence: &Sentence, close: bool) -> Option<&'a Spot> {
        let fits = |spot: &&Spot| {
            let from = spot.how == Stand::From && spot.rank < COUNTRY;
            (spot.how == Stand::Local || from && !close)
                && !spot.said
                && !(self.is_saying(statement) && below(sentence, spot.head, statement.head))
                && match close {
                    true => reaches(sentence, spot.head, statement.head),
                    false => self.scope(spot.span) == self.scope(statement.trigger),
                }
                && !(self.abroad(statement, spot) && (!close || spot.rank >= COUNTRY))
        };
        finest(self.here(statement).filter(fits))
    }

    /// "In response to *the dismissals*, dockers in Sandvik stopped work": what is only named as the reason of something
    /// else, and is no violence, may have happened elsewhere.
    fn is_answered(&self, statement: &Statement) -> bool {
        let statements = &self.page.account.statements;
        let own = |at: usize| statements.get(at).is_some_and(|s| s.trigger == statement.trigger);
        let reason = |r: &StatedRelation| match r.kind {
            RelationKind::Response => own(r.to),
            RelationKind::Cause => own(r.from),
            _ => false,
        };
        statement.nominal && !is_harm(statement) && self.page.account.relations.iter().any(reason)
    }

    /// Index of the innermost attribution that someone's words stand under.
    fn scope(&self, words: Span) -> Option<usize> {
        let attributions = self.page.account.attributions.iter().enumerate();
        let around = attributions.filter(|(_, a)| a.content.contains(words));
        around.min_by_key(|(_, a)| a.content.end - a.content.start).map(|(index, _)| index)
    }

    /// The statement that a statement's clause hangs on, unless that only says it.
    fn governor(&self, statement: &Statement, sentence: &Sentence) -> Option<&'a Statement> {
        let mut word = statement.head;
        for _ in 0..sentence.tokens.len() {
            let token = sentence.tokens.get(word)?;
            // What a relative clause tells of someone happened anywhere.
            if token.deprel == "acl:relcl" {
                return None;
            }
            word = token.head?;
            if let Some(found) = self.at(statement.sentence, word) {
                return Some(found).filter(|found| !self.is_saying(found));
            }
        }
        None
    }

    fn at(&self, sentence: usize, head: usize) -> Option<&'a Statement> {
        self.page.account.statements.iter().find(|s| s.sentence == sentence && s.head == head)
    }

    /// Whether a statement tells of words, which are said anywhere.
    fn is_saying(&self, statement: &Statement) -> bool {
        let plover = statement.code.as_ref().and_then(|code| code.plover);
        plover.is_some_and(|plover| plover.is_verbal() && !matches!(plover, Plover::Consult | Plover::Agree))
            || self.page.account.attributions.iter().any(|a| a.cue.overlaps(statement.trigger))
    }

    /// Whether a state's own body acts, and the place is in another country: police arrest at home, ministries speak there.
    fn abroad(&self, statement: &Statement, spot: &Spot) -> bool {
        let plover = statement.code.as_ref().and_then(|code| code.plover);
        if spot.country.is_empty() || matches!(plover, Some(Plover::Assault | Plover::Consult | Plover::Aid)) {
            return false;
        }
        let actors = statement.actors.iter().filter_map(|&m| Some((m, self.page.account.mentions.get(m)?)));
        let mut homes = actors.filter_map(|(number, mention)| {
            let state =
                self.page.grounded.get(number).and_then(Option::as_ref).filter(|_| mention.form == MentionForm::Name);
            match state {
                Some(location) if !location.country.is_empty() => Some(location.country.as_str()),
                _ => {
                    let home = |sector: &Sector| ["COP", "JUD", "GOV", "LEG"].contains(&sector.0.as_str());
                    let body = mention.sectors.iter().any(home);
                    mention
                        .countries
                        .first()
                        .filter(|_| body && mention.kind != Some(NameKind::Person))
                        .map(String::as_str)
                }
            }
        });
        homes.next().is_some_and(|home| home != spot.country && homes.all(|other| other != spot.country))
    }

    /// Whether a statement may have happened where its paragraph plays: not what is to come, what holds now, what is told of
    /// someone in passing ("who was elected …"), or what goes elsewhere ("taken to the capital").
    fn keeps_place(&self, statement: &Statement, sentence: &Sentence) -> bool {
        let to_come = matches!(statement.status, Status::Planned | Status::Possible);
        let past = matches!(statement.tense, Tense::Past | Tense::None) || is_harm(statement);
        let mut word = Some(statement.head);
        let mut passing = false;
        for _ in 0..sentence.tokens.len() {
            let Some(token) = word.and_then(|w| sentence.tokens.get(w)) else { break };
            passing |= token.deprel == "acl:relcl";
            word = token.head;
        }
        let elsewhere = statement.modifiers.iter().any(|m| {
            let moves = matches!(prepositions::stand(&m.preposition, BARE), Stand::Directed | Stand::From);
            moves && (nouns::kind(sentence, m.head).is_some() || nouns::is_site(sentence, m.head))
        });
        // CAMEO's comments have no PLOVER type.
        let comment = statement.code.as_ref().and_then(|c| c.cameo.as_deref()).is_some_and(|c| c.starts_with("01"));
        !to_come && past && !passing && !elsewhere && !comment && !self.is_saying(statement)
    }

    /// Where something that takes part is: "the bridge was closed".
    fn thing(&self, statement: &Statement) -> Option<&'a Spot> {
        let parts = statement.actors.iter().chain(&statement.recipients).copied();
        let parts = parts.chain(statement.modifiers.iter().filter_map(|m| m.mention));
        finest(parts.filter_map(|m| self.story.homes.get(&self.page.entity(m)?)))
    }

    /// In a paragraph a place stays set until another is named.
    fn paragraph(&self, statement: &Statement, sentence: &Sentence) -> Found<'a> {
        let same = |spot: &Spot| {
            let other = self.page.document.sentences.get(spot.sentence);
            other.is_some_and(|other| other.paragraph == sentence.paragraph)
        };
        let before = |spot: &&Spot| {
            same(spot)
                && spot.how == Stand::Local
                && spot.rank < COUNTRY
                && !spot.said
                && spot.site_of.is_none()
                && spot.sentence < statement.sentence
        };
        let last = self.spots.iter().filter(before).map(|spot| spot.sentence).max()?;
        let spot = finest(self.spots.iter().filter(before).filter(|spot| spot.sentence == last))?;
        Some((spot, "paragraph")).filter(|_| !self.abroad(statement, spot))
    }

    /// What happens to something or someone the text points back to ("the bridge was closed", "freed the captain") happens where the
    /// text last was; people who act ("the attacker") go about.
    fn anaphoric(&self, statement: &Statement) -> Found<'a> {
        let points_back = |number: &usize, acts: bool| {
            let Some(mention) = self.page.account.mentions.get(*number) else { return false };
            let person =
                mention.kind == Some(NameKind::Person) || self.page.lexicon.actors.is_person_noun(&mention.lemma);
            // "The blast" has a place of its own, whether or not it is known.
            let told = self.at(mention.sentence, mention.head).is_some();
            mention.form == MentionForm::Nominal
                && !told
                && mention.definite
                && mention.owner.is_none()
                && mention.number == Number::Singular
                && !(acts && person)
        };
        let points_back = statement.actors.iter().any(|m| points_back(m, true))
            || statement.recipients.iter().any(|m| points_back(m, false));
        if statement.nominal || !points_back {
            return None;
        }
        let near = |spot: &&Spot| {
            let apart = statement.sentence.saturating_sub(spot.sentence);
            let here = spot.site_of.is_none() && (!spot.said || spot.rank == SITE);
            (1..=2).contains(&apart) && spot.how == Stand::Local && spot.rank <= 3 && here
        };
        let spot = self.spots.iter().rfind(near)?;
        Some((spot, "narrative")).filter(|_| !self.abroad(statement, spot))
    }

    /// Where its speaker is told to have spoken.
    fn speaker(&self, statement: &Statement) -> Option<&'a Spot> {
        if !self.is_saying(statement) {
            return None;
        }
        let mut speakers =
            statement.actors.iter().filter_map(|&m| self.story.speakers.get(&self.page.entity(m)?)?.as_ref());
        speakers.next()
    }

    /// A site that only a common noun tells of, where nothing else does: "at a checkpoint".
    fn bare(&self, statement: &Statement) -> Option<&'a Spot> {
        let modifies = |spot: &&Spot| {
            spot.rank == BARE
                && spot.sentence == statement.sentence
                && statement.modifiers.iter().any(|m| m.span.contains(spot.span))
        };
        self.spots.iter().find(modifies)
    }
}

/// Steps from one statement to the one it hangs on.
const DEEPEST: usize = 4;
