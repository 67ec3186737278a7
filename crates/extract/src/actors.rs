//! Actors as event datasets code them: a country and a sector for every participant.
//!
//! Words decide, not lists of people: nationality, role, capital, antecedent. What stays without a country takes it from
//! the other words of its sentence, by the conventions of CAMEO coding: an act at home has its target at home.

use parallax_lexicon::Lexicon;
use parallax_model::{
    Account, Document, Mention, MentionForm, NameKind, Number, Plover, Sentence, Statement, Status, Upos,
};

/// An actor's codes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ActorCode {
    /// ISO 3166-1 alpha-3, or "IGO", "NGO", "IMG" for bodies of no country; empty when the text does not tell.
    pub country: String,
    /// Primary role ("GOV"); empty when the words tell none.
    pub sector: String,
}

/// What coding looks at.
pub(crate) struct Coder<'a> {
    pub document: &'a Document,
    pub account: &'a Account,
    pub lexicon: &'a Lexicon,
}

impl Coder<'_> {
    /// The codes of mentions, each once; a mention of two nationalities gives two.
    pub fn codes(&self, mentions: &[usize]) -> Vec<ActorCode> {
        let mut found = Vec::new();
        for &m in mentions {
            let Some(mention) = self.account.mentions.get(self.antecedent(m)) else { continue };
            let sector = mention.sectors.first().map(|s| s.0.clone()).unwrap_or_default();
            let mut countries = mention.countries.clone();
            if countries.is_empty() {
                countries.extend(self.place_country(mention));
            }
            if countries.is_empty()
                && let Some(inside) = self.inside(mention)
            {
                countries.clone_from(&inside.countries);
            }
            if countries.is_empty() && !mention.members.is_empty() {
                for code in self.codes(&mention.members) {
                    if !found.contains(&code) {
                        found.push(code);
                    }
                }
                continue;
            }
            if countries.is_empty() {
                if sector.is_empty() && mention.kind.is_none_or(|k| matches!(k, NameKind::Other)) {
                    continue;
                }
                countries.push(String::new());
            }
            for country in countries {
                let code = ActorCode { country, sector: sector.clone() };
                if !found.iter().any(|c: &ActorCode| c.country == code.country && !c.country.is_empty())
                    && !found.contains(&code)
                {
                    found.push(code);
                }
            }
        }
        found
    }

    /// The nearest mention with a country under a phrase that gives none itself ("protests over *Israeli* raids").
    fn inside(&self, mention: &Mention) -> Option<&Mention> {
        let sentence = self.document.sentences.get(mention.sentence)?;
        let named = mention.form == MentionForm::Name;
        let under = self
            .account
            .mentions
            .iter()
            .filter(|m| m.sentence == mention.sentence && m.head != mention.head && !m.countries.is_empty());
        under
            .filter_map(|m| Some((depth_under(sentence, m.head, mention.head)?, m)))
            .filter(|(depth, _)| !named || *depth == 1)
            .min_by_key(|(depth, m)| (*depth, m.head))
            .map(|(_, m)| m)
    }

    /// The country of a place by the gazetteer.
    fn place_country(&self, mention: &Mention) -> Option<String> {
        (mention.form == MentionForm::Name && mention.kind == Some(NameKind::Place))
            .then(|| self.lexicon.places.named(&mention.name).next())
            .flatten()
            .map(|p| p.country.to_string())
            .filter(|c| !c.is_empty())
    }

    /// The mention that a pronoun, apposition or bare description stands for.
    fn antecedent(&self, index: usize) -> usize {
        let mentions = &self.account.mentions;
        let mut at = index;
        for _ in 0..6 {
            let Some(mention) = mentions.get(at) else { return at };
            let known = !mention.countries.is_empty();
            match mention.same_as {
                Some(next) if !known || mention.form == MentionForm::Pronoun => at = next,
                _ if mention.form == MentionForm::Pronoun => match self.before(at) {
                    Some(next) => at = next,
                    None => return at,
                },
                _ => return at,
            }
        }
        at
    }

    /// The nearest fitting mention before a pronoun, subjects first.
    fn before(&self, index: usize) -> Option<usize> {
        let mentions = &self.account.mentions;
        let pronoun = mentions.get(index)?;
        let fits = |m: &Mention| {
            let number = match (pronoun.number, m.number) {
                (Number::Singular, Number::Plural) => matches!(m.kind, Some(NameKind::Organisation | NameKind::Place)),
                (Number::Plural, Number::Singular) => m.kind != Some(NameKind::Person),
                _ => true,
            };
            let person = match pronoun.lemma.as_str() {
                "he" | "she" | "his" | "her" | "him" => {
                    m.kind == Some(NameKind::Person) || (m.kind.is_none() && !m.sectors.is_empty())
                }
                "it" | "its" => m.kind != Some(NameKind::Person) || !m.countries.is_empty() && m.sectors.is_empty(),
                _ => true,
            };
            m.form != MentionForm::Pronoun
                && m.form != MentionForm::Group
                && number
                && person
                && (!m.countries.is_empty() || !m.sectors.is_empty())
        };
        let candidates =
            mentions.iter().enumerate().take(index).filter(|(_, m)| fits(m) && m.sentence + 1 >= pronoun.sentence);
        candidates.max_by_key(|(i, m)| (m.sentence, self.is_subject(m), *i)).map(|(i, _)| i)
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        self.document
            .sentences
            .get(mention.sentence)
            .and_then(|s| s.tokens.get(mention.head))
            .is_some_and(|t| t.relation() == "nsubj")
    }

    /// The statements that an act of words is about: those under it in its clause, nearest first.
    pub fn content_of(&self, statement: &Statement) -> Vec<usize> {
        let Some(sentence) = self.document.sentences.get(statement.sentence) else { return Vec::new() };
        let mut found: Vec<(usize, usize)> = self
            .account
            .statements
            .iter()
            .enumerate()
            .filter(|(_, s)| s.sentence == statement.sentence && s.head != statement.head && s.code.is_some())
            .filter_map(|(i, s)| Some((depth_under(sentence, s.head, statement.head)?, i)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, i)| i).collect()
    }

    /// "Sudan *must* return the aircraft", reported: a demand.
    pub fn must(&self, statement: &Statement) -> bool {
        self.auxiliary(statement, &["must", "should"]) && statement.said_by.is_some()
    }

    /// "will withdraw *unless* …": what is announced with a condition is a threat.
    pub fn unless(&self, statement: &Statement) -> bool {
        let Some(sentence) = self.document.sentences.get(statement.sentence) else { return false };
        self.is_future(statement)
            && sentence.tokens.iter().any(|t| {
                t.lemma.eq_ignore_ascii_case("unless")
                    && t.relation() == "mark"
                    && t.head.and_then(|h| sentence.tokens.get(h)).is_some_and(|c| c.head == Some(statement.head))
            })
    }

    /// A future of its own ("will visit"), or readiness.
    pub fn is_future(&self, statement: &Statement) -> bool {
        self.auxiliary(statement, &["will", "would", "shall", "'ll", "’ll", "wo", "'d", "may"])
    }

    fn auxiliary(&self, statement: &Statement, forms: &[&str]) -> bool {
        let Some(sentence) = self.document.sentences.get(statement.sentence) else { return false };
        sentence.tokens.iter().any(|t| {
            t.head == Some(statement.head) && t.relation() == "aux" && forms.contains(&t.lemma.to_lowercase().as_str())
        })
    }

    /// Fills what the frame left open from the rest of the sentence.
    pub fn complete(
        &self,
        statement: &Statement,
        inner: Option<usize>,
        plover: Option<Plover>,
        sources: &mut Vec<ActorCode>,
        targets: &mut Vec<ActorCode>,
    ) {
        let Some(sentence) = self.document.sentences.get(statement.sentence) else { return };
        // Of a type of the user's own only the user's row says who takes part.
        let Some(plover) = plover else { return };
        // A demand under a report is the speaker's.
        if ((self.must(statement) || sources.is_empty()) && statement.status != Status::Asserted
            || (sources.is_empty() && self.must(statement)))
            && let Some(speaker) =
                statement.said_by.and_then(|i| self.account.attributions.get(i)).and_then(|a| a.source)
        {
            let codes = self.codes(&[speaker]);
            if self.must(statement) && !codes.is_empty() {
                let subjects = std::mem::replace(sources, codes);
                if targets.iter().all(|t| t.country.is_empty()) || plover == Plover::Request {
                    *targets = subjects;
                }
            }
        }
        let places = |own: &Statement| -> Vec<ActorCode> {
            own.modifiers
                .iter()
                .filter(|m| is_local(&m.preposition))
                .filter_map(|m| m.mention)
                .flat_map(|m| self.codes(&[m]))
                .filter(|c| !c.country.is_empty())
                .collect()
        };
        let mut near = places(statement);
        if let Some(i) = inner {
            near.extend(places(&self.account.statements[i]));
        }
        let known = |list: &[ActorCode]| list.iter().any(|c| !c.country.is_empty());
        if !known(sources)
            && matches!(plover, Plover::Coerce | Plover::Accuse | Plover::Sanction | Plover::Concede)
            && sources.is_empty()
        {
            sources.extend(near.first().map(|c| ActorCode { country: c.country.clone(), sector: String::new() }));
        }
        if !known(targets) {
            let other = near.iter().find(|c| !sources.iter().any(|s| s.country == c.country)).or(near.first());
            match other {
                Some(place) if targets.is_empty() => {
                    targets.push(ActorCode { country: place.country.clone(), sector: String::new() })
                }
                Some(place) => targets
                    .iter_mut()
                    .filter(|t| t.country.is_empty())
                    .for_each(|t| t.country.clone_from(&place.country)),
                None => {}
            }
        }
        if targets.is_empty() {
            targets.extend(self.others_in(statement, sentence, sources));
        }
        if targets.is_empty() && at_home(plover) {
            targets.extend(
                sources
                    .iter()
                    .find(|s| s.country.len() == 3)
                    .map(|s| ActorCode { country: s.country.clone(), sector: String::new() }),
            );
        }
        // People without a country belong where the act is done, or where its doer belongs.
        let home = sources
            .iter()
            .map(|s| s.country.clone())
            .find(|c| c.len() == 3 && !matches!(c.as_str(), "IGO" | "NGO" | "IMG"));
        for t in targets.iter_mut().filter(|t| t.country.is_empty()) {
            t.country = home.clone().unwrap_or_default();
        }
        let there = targets.iter().map(|t| t.country.clone()).find(|c| !c.is_empty());
        for s in sources.iter_mut().filter(|s| s.country.is_empty()) {
            s.country = near.first().map(|c| c.country.clone()).or_else(|| there.clone()).unwrap_or_default();
        }
        sources.retain(|s| !s.country.is_empty());
        targets.retain(|t| !t.country.is_empty());
        if targets.len() > 1 || sources != targets {
            let both: Vec<ActorCode> = sources.clone();
            let kept: Vec<ActorCode> = targets
                .iter()
                .filter(|t| !both.iter().any(|s| s.country == t.country && s.sector == t.sector))
                .cloned()
                .collect();
            if !kept.is_empty() {
                *targets = kept;
            }
        }
    }

    /// Another country named inside the clause, not the doer's.
    fn others_in(&self, statement: &Statement, sentence: &Sentence, sources: &[ActorCode]) -> Option<ActorCode> {
        let inside = self.account.mentions.iter().filter(|m| {
            m.sentence == statement.sentence
                && statement.clause.contains(m.span)
                && m.form != MentionForm::Pronoun
                && m.form != MentionForm::Group
                && sentence.tokens.get(m.head).is_some_and(|t| !matches!(t.upos, Upos::Adv))
                && m.head > statement.head
        });
        let mut codes = inside.flat_map(|m| {
            let sector = m.sectors.first().map(|s| s.0.clone()).unwrap_or_default();
            let countries =
                if m.countries.is_empty() { self.place_country(m).into_iter().collect() } else { m.countries.clone() };
            countries.into_iter().map(move |country| ActorCode { country, sector: sector.clone() })
        });
        codes.find(|c| !sources.iter().any(|s| s.country == c.country))
    }
}

/// Acts that always have somebody at the other end: at home, when nobody abroad is named.
fn at_home(plover: Plover) -> bool {
    !matches!(plover, Plover::Agree | Plover::Consult | Plover::Support | Plover::Cooperate | Plover::Retreat)
}

/// Prepositions of place and direction.
fn is_local(preposition: &str) -> bool {
    matches!(
        preposition,
        "in" | "at"
            | "near"
            | "to"
            | "from"
            | "into"
            | "against"
            | "on"
            | "with"
            | "over"
            | "towards"
            | "toward"
            | "around"
            | "outside"
            | "inside"
            | "across"
            | "throughout"
            | "within"
            | "of"
    )
}

/// How far under `top` the word stands, through complements only; `None` when it is not under it.
fn depth_under(sentence: &Sentence, word: usize, top: usize) -> Option<usize> {
    let (mut at, mut steps) = (word, 0);
    while at != top {
        let token = sentence.tokens.get(at)?;
        if matches!(token.deprel.as_str(), "acl:relcl" | "parataxis" | "appos") || steps > 6 {
            return None;
        }
        if token.relation() == "conj" && token.head == Some(top) {
            return None;
        }
        at = token.head?;
        steps += 1;
    }
    Some(steps)
}
