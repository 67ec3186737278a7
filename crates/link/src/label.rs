//! The line that names an event: who does what to whom, as a headline would put it.
//!
//! The words are those of the plainest statement, without what a headline leaves out (relative clauses, appositions, days,
//! asides), its verb in the present; who acts or undergoes is named where the clause itself has only a pronoun or nothing.
//! A label is our wording: what is told stands in the accounts.

use crate::event::{Source, capital, shortened};
use parallax_lexicon::times::is_time;
use parallax_model::{Code, EntityId, Sentence, Statement, StatementRef, Status, Token, Upos};
use std::collections::BTreeSet;

/// Characters from which on a label loses its last phrases.
const LONG: usize = 90;
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
        ]
        .into_iter()
        .filter(|&holds| holds)
        .count()
    };
    let all = statements.iter().filter_map(|&at| source.statement(at));
    let mut best: Option<(usize, &Statement, usize)> = None;
    for (r, s) in all {
        let own = rank(r, s);
        if best.is_none_or(|(_, b, most)| own > most || own == most && s.clause.len() < b.clause.len()) {
            best = Some((r, s, own));
        }
    }
    let Some((r, statement, _)) = best else { return String::new() };
    let told = |mentions: &[usize], all: &[EntityId]| -> Option<String> {
        let own: BTreeSet<EntityId> =
            mentions.iter().flat_map(|&m| source.people.of_mention(r, m).iter().copied()).collect();
        // Only who stands in the role here: another statement's actor need not be this one's.
        let someone = all.iter().find(|e| own.contains(e)).or_else(|| own.first())?;
        Some(source.name(*someone)).filter(|name| !name.is_empty())
    };
    let whole = || source.reports.get(r).map_or("", |report| statement.clause.of(&report.text));
    let words = source.reports.get(r).zip(source.documents.get(r)).and_then(|(report, document)| {
        let sentence = document.sentences.get(statement.sentence)?;
        let headline = Headline { sentence, text: &report.text, statement };
        headline.tell(told(&statement.actors, actors), told(&statement.recipients, recipients))
    });
    let line = capital(&shortened(&words.unwrap_or_else(|| whole().to_string())));
    // What nobody asserts is not named as if it stood.
    let firmest = statements.iter().filter_map(|&at| source.statement(at)).map(|(_, s)| s.status).min();
    match firmest {
        Some(Status::Denied) if line.contains(" not ") => line,
        Some(status @ (Status::Alleged | Status::Denied)) => format!("{line} ({})", status.name()),
        _ => line,
    }
}

/// One statement about to be told in a line.
struct Headline<'a> {
    sentence: &'a Sentence,
    text: &'a str,
    statement: &'a Statement,
}

impl Headline<'_> {
    fn tell(&self, actor: Option<String>, recipient: Option<String>) -> Option<String> {
        let head = self.statement.head;
        let token = self.sentence.tokens.get(head)?;
        match token.upos {
            Upos::Verb => self.act(head, token, actor, recipient),
            Upos::Noun | Upos::Propn => Some(self.thing(head, actor, recipient)),
            _ => None,
        }
    }

    /// "Coastguards board the ferry", "Two brothers beaten to death".
    fn act(&self, head: usize, token: &Token, actor: Option<String>, recipient: Option<String>) -> Option<String> {
        let child = |relation: &str| self.sentence.children(head).find(|&c| self.sentence.tokens[c].deprel == relation);
        let passive = child("nsubj:pass").is_some()
            || child("aux:pass").is_some()
            || token.xpos == "VBN" && child("nsubj").is_none() && child("obj").is_none() && child("aux").is_none();
        let subject = child(if passive { "nsubj:pass" } else { "nsubj" }).filter(|&s| {
            let t = &self.sentence.tokens[s];
            t.upos != Upos::Pron && t.upos != Upos::Det
        });
        let (who, plural) = match subject {
            Some(subject) => (self.words(self.phrase(subject, 1)), self.is_plural(subject)),
            None => {
                let name = if passive { recipient.clone() } else { actor }?;
                let plural = looks_plural(&name);
                (name, plural)
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
        let kept: Vec<usize> = self.sentence.children(head).filter(|&c| c > head && self.belongs(c)).collect();
        let pronoun = |c: usize| matches!(self.sentence.tokens[c].upos, Upos::Pron | Upos::Det);
        let told = kept.iter().map(|&c| match &recipient {
            Some(name) if !passive && pronoun(c) && self.sentence.tokens[c].relation() == "obj" => name.clone(),
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
    fn thing(&self, head: usize, actor: Option<String>, recipient: Option<String>) -> String {
        let words = self.words(self.phrase(head, 0));
        let bare = self.phrase(head, 0).len() <= 2;
        match (bare, recipient, actor) {
            (true, Some(to), _) => format!("{words} ({to})"),
            (true, None, Some(by)) => format!("{words} ({by})"),
            _ => words,
        }
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
                // "of the raid": the noun alone names the event.
                "case" | "mark" | "cc" if depth == 0 && top == self.statement.head => false,
                // "16-year-old", "already volatile".
                _ if depth > 0 && matches!(self.sentence.tokens[top].upos, Upos::Adj | Upos::Num) => {
                    matches!(
                        token.relation(),
                        "case" | "det" | "punct" | "obl" | "nmod" | "advmod" | "nummod" | "compound" | "amod"
                    )
                }
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
        let joined = self.sentence.children(head).any(|c| self.sentence.tokens[c].deprel == "conj");
        token.lemma != "one" && token.has("Number=Plur")
            || joined
            || matches!(token.lemma.as_str(), "police" | "people")
    }

    /// Words with the spaces they have in the report; a gap becomes one space.
    fn words(&self, mut words: Vec<usize>) -> String {
        // A mark or conjunction that nothing follows any more.
        while words.last().is_some_and(|&w| matches!(self.sentence.tokens[w].upos, Upos::Cconj | Upos::Punct)) {
            words.pop();
        }
        let mut out = String::new();
        let mut end = None;
        for word in words {
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
fn looks_plural(name: &str) -> bool {
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
