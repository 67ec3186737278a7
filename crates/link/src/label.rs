//! The line that names an event: who does what to whom, as a headline would put it.
//!
//! The words are those of the plainest statement, without what a headline leaves out (relative clauses, appositions, days,
//! asides), its verb in the present; who acts or undergoes is named where the clause itself has only a pronoun or nothing.
//! A label is our wording: what is told stands in the accounts.

use crate::event::{Source, capital, shortened};
use parallax_lexicon::times::is_time;
use parallax_model::{Code, EntityId, Sentence, Statement, StatementRef, Status, Token, Upos};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Characters from which on a label loses its last phrases.
const LONG: usize = 90;
/// By how many of its marks a statement may look less like the event than the one that looks most like it, and name it.
const LESS_LIKE: usize = 2;
/// Adverbs of direction without which the verb before them says another thing.
const ALONG: [&str; 10] = ["out", "away", "back", "off", "up", "down", "in", "apart", "together", "home"];
/// Words a clause under the verb may have to be kept.
const CLAUSE: usize = 9;

/// The label of an event.
pub(crate) fn label(
    source: &Source,
    statements: &[StatementRef],
    code: Option<&Code>,
    actors: &[EntityId],
    recipients: &[EntityId],
) -> String {
    let first = |r: usize, mentions: &[usize], all: &[EntityId]| {
        mentions.iter().any(|&m| source.people.of_mention(r, m).iter().any(|e| all.first() == Some(e)))
    };
    // The statement that looks most like the whole: its sense, its first actor and recipient, told plainly by a verb.
    let rank = |r: usize, s: &Statement| {
        let everyone = |mentions: &[usize]| -> BTreeSet<EntityId> {
            mentions.iter().flat_map(|&m| source.people.of_mention(r, m).iter().copied()).collect()
        };
        // One who seems to do a thing to himself was misread; two may do it to each other.
        let (by, to) = (everyone(&s.actors), everyone(&s.recipients));
        if by == to && by.len() == 1 {
            return 0;
        }
        let sense = code.is_some() && s.code.as_ref().map(|c| &c.sense) == code.map(|c| &c.sense);
        [
            sense,
            sense,
            first(r, &s.actors, actors),
            first(r, &s.recipients, recipients),
            !s.actors.is_empty(),
            !s.recipients.is_empty(),
            s.status == Status::Asserted,
            !s.nominal,
            // "Police beat *detained* workers" tells the detention in passing.
            source.relation(r, s) != Some("amod"),
        ]
        .into_iter()
        .filter(|&holds| holds)
        .count()
    };
    let mut all: Vec<(usize, &Statement)> = statements.iter().filter_map(|&at| source.statement(at)).collect();
    all.sort_by_cached_key(|&(r, s)| (Reverse(rank(r, s)), s.clause.len()));
    let Some(&(r, plainest)) = all.first() else { return String::new() };
    let told = |r: usize, mentions: &[usize], all: &[EntityId]| -> Option<Named> {
        let own: BTreeSet<EntityId> =
            mentions.iter().flat_map(|&m| source.people.of_mention(r, m).iter().copied()).collect();
        // Only who stands in the role here: another statement's actor need not be this one's.
        let someone = *all.iter().find(|e| own.contains(e)).or_else(|| own.first())?;
        let name = Some(source.name(someone)).filter(|name| !name.is_empty())?;
        Some(Named { several: source.is_several(someone, &name), name })
    };
    let headline = |&(r, statement): &(usize, &Statement)| {
        let (report, document) = source.reports.get(r).zip(source.documents.get(r))?;
        let sentence = document.sentences.get(statement.sentence)?;
        let headline = Headline { sentence, text: &report.text, statement };
        headline.tell(told(r, &statement.actors, actors), told(r, &statement.recipients, recipients))
    };
    // The plainest that says more than a bare "harassed", "it rose" or "the delivery".
    let near = |&&(r, s): &&(usize, &Statement)| rank(r, s) + LESS_LIKE >= rank(all[0].0, all[0].1);
    let headlines = || all.iter().filter(near).filter_map(headline);
    let full = |line: &String| line.split_whitespace().filter(|w| !is_article(w)).count() > 1;
    let words = headlines().find(full).or_else(|| headlines().next());
    let whole = || source.reports.get(r).map_or("", |report| plainest.clause.of(&report.text));
    let words = words.unwrap_or_else(|| whole().trim_start_matches([',', ';', ':', ' ']).to_string());
    let line = capital(&shortened(&words));
    // What nobody asserts is not named as if it stood.
    let firmest = statements.iter().filter_map(|&at| source.statement(at)).map(|(_, s)| s.status).min();
    match firmest {
        Some(Status::Denied) if line.contains(" not ") => line,
        Some(status @ (Status::Alleged | Status::Denied)) => format!("{line} ({})", status.name()),
        _ => line,
    }
}

/// Someone as the cast calls them.
#[derive(Clone)]
struct Named {
    name: String,
    /// Whether the name is of several.
    several: bool,
}

/// One statement about to be told in a line.
struct Headline<'a> {
    sentence: &'a Sentence,
    text: &'a str,
    statement: &'a Statement,
}

impl Headline<'_> {
    fn tell(&self, actor: Option<Named>, recipient: Option<Named>) -> Option<String> {
        let head = self.statement.head;
        let token = self.sentence.tokens.get(head)?;
        match token.upos {
            Upos::Verb => self.act(head, token, actor, recipient),
            Upos::Noun | Upos::Propn => Some(self.thing(head, actor, recipient)),
            _ => None,
        }
    }

    /// "Coastguards board the ferry", "Two brothers beaten to death".
    fn act(&self, head: usize, token: &Token, actor: Option<Named>, recipient: Option<Named>) -> Option<String> {
        let child = |relation: &str| self.sentence.children(head).find(|&c| self.sentence.tokens[c].deprel == relation);
        let passive = child("nsubj:pass").is_some()
            || child("aux:pass").is_some()
            || token.xpos == "VBN" && child("nsubj").is_none() && child("obj").is_none() && child("aux").is_none();
        let subject = child(if passive { "nsubj:pass" } else { "nsubj" }).filter(|&s| {
            let t = &self.sentence.tokens[s];
            t.upos != Upos::Pron && t.upos != Upos::Det
        });
        let (who, plural) = match subject {
            Some(subject) => (self.words(self.without_lead(subject)), self.is_plural(subject)),
            None => {
                let one = if passive { recipient.clone() } else { actor }?;
                // "A *released* statement" says it already.
                let form = self.sentence.form(head, self.text);
                if one.name.split_whitespace().any(|word| word.eq_ignore_ascii_case(form)) {
                    return Some(one.name);
                }
                (one.name, one.several)
            }
        };
        let not =
            self.sentence.children(head).any(|c| matches!(self.sentence.tokens[c].lemma.as_str(), "not" | "never"));
        let lemma = token.lemma.to_lowercase();
        let verb = match (passive, self.statement.status) {
            (true, Status::Planned) => format!("to be {}", self.sentence.form(head, self.text)),
            (true, _) => self.sentence.form(head, self.text).to_string(),
            (false, Status::Planned) => format!("to {lemma}"),
            (false, Status::Possible) => format!("may {lemma}"),
            (false, _) if not => format!("{} {lemma}", if plural { "do not" } else { "does not" }),
            (false, _) => present(&lemma, plural),
        };
        let verb = if not && !verb.starts_with("do") { format!("not {verb}") } else { verb };
        let mut parts = vec![who, verb];
        let relative = |c: usize| self.sentence.tokens[c].has("PronType=Rel");
        // "The ferry that police stopped": the object stands before the verb.
        let before = |c: usize| c < head && relative(c) && self.sentence.tokens[c].relation() == "obj";
        if let Some(to) = recipient.as_ref().filter(|_| !passive && self.sentence.children(head).any(before)) {
            parts.push(to.name.clone());
        }
        let kept: Vec<usize> =
            self.sentence.children(head).filter(|&c| c > head && self.belongs(c) && !relative(c)).collect();
        let pronoun = |c: usize| matches!(self.sentence.tokens[c].upos, Upos::Pron | Upos::Det);
        let told = kept.iter().map(|&c| match &recipient {
            Some(to) if !passive && pronoun(c) && self.sentence.tokens[c].relation() == "obj" => to.name.clone(),
            _ => self.words(self.phrase(c, 1)),
        });
        for words in told {
            let so_far: usize = parts.iter().map(|p| p.chars().count() + 1).sum();
            if words.is_empty() || so_far + words.chars().count() > LONG && parts.len() > 2 {
                continue;
            }
            parts.push(words);
        }
        Some(parts.join(" "))
    }

    /// "Azerbaijan's arrest of seven journalists"; a bare noun takes who acts or undergoes.
    fn thing(&self, head: usize, actor: Option<Named>, recipient: Option<Named>) -> String {
        let words = self.words(self.phrase(head, 0));
        let bare = self.phrase(head, 0).len() <= 2;
        let someone =
            recipient.or(actor).filter(|who| bare && !words.to_lowercase().contains(&who.name.to_lowercase()));
        someone.map_or(words.clone(), |who| format!("{words} ({})", who.name))
    }

    /// "*New Year's* Eve celebrations", unlike "*Monday's* celebrations": the possessive and the name behind it are one name.
    fn begins_name(&self, owner: usize, owned: usize) -> bool {
        let is = |word: usize, relation: &str, head: usize| {
            self.sentence.tokens.get(word).is_some_and(|t| t.relation() == relation && t.head == Some(head))
        };
        let name = |word: usize| self.sentence.tokens.get(word).is_some_and(|t| t.upos == Upos::Propn);
        is(owner + 1, "case", owner) && name(owner) && name(owner + 2) && is(owner + 2, "compound", owned)
    }

    /// Whether a phrase after the verb belongs into a headline.
    fn belongs(&self, word: usize) -> bool {
        let token = &self.sentence.tokens[word];
        match token.relation() {
            "obj" | "iobj" | "compound" | "xcomp" => true,
            "ccomp" => self.phrase(word, 1).len() <= CLAUSE,
            // "Miners walk *out*".
            "advmod" => ALONG.contains(&token.lemma.as_str()) && token.head.is_some_and(|verb| word == verb + 1),
            "obl" => token.deprel != "obl:tmod" && !self.tells_time(word) && token.upos != Upos::Pron,
            _ => false,
        }
    }

    /// The words of a phrase that a headline keeps, in order.
    fn phrase(&self, top: usize, depth: usize) -> Vec<usize> {
        let mut found = vec![top];
        for child in self.sentence.children(top) {
            let token = &self.sentence.tokens[child];
            let keep = match token.relation() {
                _ if token.has("PronType=Rel") => false,
                // "of the raid": the noun alone names the event.
                "case" | "mark" | "cc" if depth == 0 && top == self.statement.head => false,
                // "16-year-old", "already volatile".
                _ if depth > 0 && matches!(self.sentence.tokens[top].upos, Upos::Adj | Upos::Num) => {
                    matches!(
                        token.relation(),
                        "case" | "det" | "punct" | "obl" | "nmod" | "advmod" | "nummod" | "compound" | "amod"
                    )
                }
                // "Anna Berg, 67".
                _ if token.upos == Upos::Num && child > top && self.sentence.tokens[child - 1].lemma == "," => false,
                "det" | "amod" | "nummod" | "compound" | "flat" | "case" | "mark" | "fixed" | "goeswith" => true,
                "aux" | "cop" => true,
                "nmod" | "obl" => {
                    depth < 4
                        && token.deprel != "nmod:tmod"
                        && (!self.tells_time(child) || self.begins_name(child, top))
                }
                "obj" | "iobj" | "xcomp" | "nsubj" => depth < 4,
                "advmod" => matches!(token.lemma.as_str(), "not" | "never" | "more" | "least" | "about"),
                "conj" => depth < 3,
                // The conjunction goes with what it joins.
                "cc" => true,
                "punct" => self.joins(child),
                _ => false,
            };
            if keep {
                found.extend(if token.upos == Upos::Punct { vec![child] } else { self.phrase(child, depth + 1) });
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// A hyphen, a quotation mark or a comma of a list.
    fn joins(&self, word: usize) -> bool {
        let token = &self.sentence.tokens[word];
        let conjunct = token.head.is_some_and(|h| self.sentence.tokens[h].relation() == "conj");
        matches!(token.lemma.as_str(), "-" | "–" | "%" | "$") || conjunct && token.lemma == ","
    }

    fn tells_time(&self, word: usize) -> bool {
        let token = &self.sentence.tokens[word];
        let lemma = token.lemma.to_lowercase();
        let time = |w: usize| is_time(&self.sentence.tokens[w].lemma.to_lowercase());
        time(word) || is_year(&lemma) || token.upos == Upos::Num && self.sentence.children(word).any(time)
    }

    fn is_plural(&self, head: usize) -> bool {
        let token = &self.sentence.tokens[head];
        let child = |relation: &str| self.sentence.children(head).find(|&c| self.sentence.tokens[c].deprel == relation);
        // "Most of the currencies", "two of them": what they are of is counted.
        if let (Upos::Adj | Upos::Det | Upos::Num | Upos::Pron, Some(of)) = (token.upos, child("nmod")) {
            return token.lemma != "one" && self.is_plural(of);
        }
        token.lemma != "one" && token.has("Number=Plur")
            || child("conj").is_some()
            || matches!(token.lemma.as_str(), "police" | "people")
    }

    /// A subject's phrase without the preposition or conjunction that a loose clause puts before it ("*with* police
    /// searching").
    fn without_lead(&self, subject: usize) -> Vec<usize> {
        let leads = |&w: &usize| {
            let token = &self.sentence.tokens[w];
            w < subject && token.head == Some(subject) && matches!(token.relation(), "case" | "mark" | "cc")
        };
        self.phrase(subject, 1).into_iter().skip_while(leads).collect()
    }

    /// Words with the spaces they have in the report; a gap becomes one space.
    fn words(&self, mut words: Vec<usize>) -> String {
        // A mark or conjunction that nothing follows any more.
        while words.last().is_some_and(|&w| matches!(self.sentence.tokens[w].upos, Upos::Cconj | Upos::Punct)) {
            words.pop();
        }
        let dash = |w: &usize| matches!(self.sentence.tokens[*w].lemma.as_str(), "-" | "–" | ",");
        let mut out = String::new();
        let mut end = None;
        for word in words.into_iter().skip_while(dash) {
            let span = self.sentence.tokens[word].span;
            if end.is_some_and(|e| e != span.start) {
                out.push(' ');
            }
            out.push_str(&self.sentence.form(word, self.text).split_whitespace().collect::<Vec<_>>().join(" "));
            end = Some(span.end);
        }
        out
    }
}

fn is_article(word: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| word.eq_ignore_ascii_case(article))
}

fn is_year(lemma: &str) -> bool {
    lemma.len() == 4
        && (lemma.starts_with("19") || lemma.starts_with("20"))
        && lemma.bytes().all(|b| b.is_ascii_digit())
}

/// The present tense: "agrees", "agree".
fn present(lemma: &str, plural: bool) -> String {
    match (lemma, plural) {
        ("be", true) => "are".into(),
        ("be", false) => "is".into(),
        ("have", false) => "has".into(),
        (_, true) => lemma.into(),
        _ if lemma.ends_with(['s', 'x', 'z', 'o']) || lemma.ends_with("ch") || lemma.ends_with("sh") => {
            format!("{lemma}es")
        }
        _ => match lemma.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ => format!("{lemma}s"),
        },
    }
}

/// Whether a name reads as several ("Azerbaijani authorities", "police", "A and B").
pub(crate) fn looks_plural(name: &str) -> bool {
    let head = name.split(" of ").next().unwrap_or(name);
    let last = head.split_whitespace().last().unwrap_or("");
    // A capital begins a name, or a description that stands first ("Officers of the port").
    let common = last.chars().next().is_some_and(char::is_lowercase) || head.len() < name.len() && last == head;
    let several = last.ends_with('s') && !last.ends_with("ss") && common;
    several || matches!(last, "police" | "people" | "Police") || name.contains(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_agree() {
        for (lemma, one, many) in [
            ("detain", "detains", "detain"),
            ("deny", "denies", "deny"),
            ("deploy", "deploys", "deploy"),
            ("go", "goes", "go"),
            ("punch", "punches", "punch"),
            ("be", "is", "are"),
        ] {
            assert_eq!(present(lemma, false), one);
            assert_eq!(present(lemma, true), many);
        }
        assert!(looks_plural("Officers of the Malo Port Authority"));
        assert!(looks_plural("port authorities") && looks_plural("Malo police") && !looks_plural("United States"));
        assert!(!looks_plural("Harbour Express"));
    }
}
