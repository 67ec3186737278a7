//! Actors of a sentence with their codes: names, agents, both composed, and several taken together.

use super::words::Words;
use crate::tree::Tree;
use parallax_lexicon::petrarch::Dictionaries;
use parallax_model::Upos;

/// One actor, or several taken together.
pub(super) struct Party {
    spans: Vec<(usize, usize)>,
    /// Their codes ("USAGOV", "---REL"), each once.
    pub codes: Vec<String>,
    /// Whether a name of the actors file stands behind it, not an agent alone.
    pub named: bool,
}

impl Party {
    /// Whether it takes in this word.
    pub fn holds(&self, word: usize) -> bool {
        self.spans.iter().any(|&(start, end)| (start..end).contains(&word))
    }
}

/// What one phrase gives: the codes of its first actor, and agents in order.
#[derive(Clone)]
struct Phrase {
    top: usize,
    key: usize,
    start: usize,
    end: usize,
    actor: Option<Vec<String>>,
    agents: Vec<(String, bool)>,
    former: bool,
}

/// The parties of a sentence, in text order.
pub(super) fn find(tree: &Tree, words: &Words, own: &Dictionaries, day: Option<u32>) -> Vec<Party> {
    let mut phrases = phrases(tree, words, own, day);
    share(&mut phrases);
    let phrases = attach(tree, phrases);
    let mut found: Vec<(usize, Party)> = Vec::new();
    for phrase in phrases {
        let Some(codes) = codes(&phrase) else { continue };
        match found.iter_mut().find(|(key, _)| *key == phrase.key) {
            Some((_, party)) => {
                party.spans.push((phrase.start, phrase.end));
                party.named |= phrase.actor.is_some();
                for code in codes {
                    if !party.codes.contains(&code) {
                        party.codes.push(code);
                    }
                }
            }
            None => {
                let named = phrase.actor.is_some();
                found.push((phrase.key, Party { spans: vec![(phrase.start, phrase.end)], codes, named }));
            }
        }
    }
    found.into_iter().map(|(_, party)| party).collect()
}

/// Matches of names and agents, gathered by the noun phrase that they stand in.
fn phrases(tree: &Tree, words: &Words, own: &Dictionaries, day: Option<u32>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let form = words.form(at);
        let name = own.actors.get(form).into_iter().flatten().find(|n| words.run(at, &n.words));
        let agent = own.agents.get(form).into_iter().flatten().find(|n| words.run(at, &n.words));
        let length = match (name, agent) {
            (Some(name), _) => name.words.len(),
            (None, Some(agent)) => agent.words.len(),
            (None, None) => {
                at += 1;
                continue;
            }
        };
        let end = at + length;
        let top = top(tree, words, at, end);
        let index = found.iter().position(|p| p.top == top).unwrap_or_else(|| {
            let former = tree
                .below(top, |k| tree.head(k) == Some(top))
                .iter()
                .any(|&k| matches!(tree.lemma(k), "former" | "ex"));
            found.push(Phrase { top, key: key(tree, top), start: at, end, actor: None, agents: Vec::new(), former });
            found.len() - 1
        });
        let phrase = &mut found[index];
        phrase.end = phrase.end.max(end);
        match (name, agent) {
            (Some(name), _) if phrase.actor.is_none() => {
                phrase.actor = name.code(day).map(|code| code.split('/').map(str::to_string).collect());
            }
            (None, Some(agent)) => phrase.agents.push((agent.code.clone(), agent.first)),
            _ => {}
        }
        at = end;
    }
    found.retain(|p| p.actor.is_some() || !p.agents.is_empty());
    found
}

/// The noun that heads the phrase of words `start..end`: up over everything that only modifies a noun.
fn top(tree: &Tree, words: &Words, start: usize, end: usize) -> usize {
    let tokens: Vec<usize> = (start..end).map(|w| words.token(w)).collect();
    let outer = tokens.iter().copied().find(|&t| tree.head(t).is_none_or(|h| !tokens.contains(&h)));
    climb(tree, outer.unwrap_or_else(|| words.token(start)))
}

fn climb(tree: &Tree, token: usize) -> usize {
    let mut at = token;
    for _ in 0..tree.len() {
        let inside = matches!(tree.rel(at), "compound" | "flat" | "amod" | "det" | "nummod" | "goeswith" | "fixed")
            || matches!(tree.deprel(at), "nmod:poss" | "nmod:desc");
        match tree.head(at).filter(|&h| inside && (tree.upos(h).is_nominal() || tree.upos(h) == Upos::Adj)) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

/// The first of the phrases that are taken together with this one.
fn key(tree: &Tree, top: usize) -> usize {
    let mut at = top;
    for _ in 0..tree.len() {
        let next = climb(tree, tree.first_conjunct(at));
        if next == at {
            break;
        }
        at = next;
    }
    at
}

/// "Danish media and government": an agent without a name takes the name of the first it is joined to.
fn share(phrases: &mut [Phrase]) {
    for i in 1..phrases.len() {
        let lead = phrases[..i].iter().find(|p| p.key == phrases[i].key && p.actor.is_some() && !p.agents.is_empty());
        if let (Some(lead), true) = (lead.cloned(), phrases[i].actor.is_none()) {
            phrases[i].actor = lead.actor;
        }
    }
}

/// "Soldiers from X", "the ambassadors of X and Y": agents take the names of the phrase that follows them.
fn attach(tree: &Tree, phrases: Vec<Phrase>) -> Vec<Phrase> {
    let joins = |inner: &Phrase| -> Option<usize> {
        let lead = inner.key;
        let linked = tree.rel(lead) == "nmod" && matches!(tree.case(lead).as_str(), "of" | "from" | "in" | "at");
        tree.head(lead).filter(|_| linked)
    };
    let mut kept: Vec<Phrase> = Vec::new();
    let bare = |p: &Phrase| p.actor.is_none() && !p.agents.is_empty();
    for inner in phrases.iter().filter(|p| p.actor.is_some()) {
        let host = joins(inner);
        let hosts: Vec<&Phrase> =
            phrases.iter().filter(|p| bare(p) && host.is_some_and(|h| p.key == key(tree, h))).collect();
        if hosts.is_empty() {
            kept.push(inner.clone());
        }
        for host in hosts {
            let mut agents = host.agents.clone();
            agents.extend(inner.agents.iter().cloned());
            let former = host.former || inner.former;
            kept.push(Phrase {
                actor: inner.actor.clone(),
                agents,
                end: host.end.max(inner.end),
                former,
                ..host.clone()
            });
        }
    }
    let taken: Vec<usize> = kept.iter().map(|p| p.top).collect();
    kept.extend(phrases.into_iter().filter(|p| bare(p) && !taken.contains(&p.top)));
    kept.sort_by_key(|p| (p.start, p.end));
    kept
}

/// An actor's code with those of its agents: `NGO~` before, `~GOV` after, none twice. Who is called former holds no office
/// any more and is of the elite (ELI, as in CAMEO).
fn codes(phrase: &Phrase) -> Option<Vec<String>> {
    let names = phrase.actor.clone().unwrap_or_else(|| vec!["---".to_string()]);
    let compose = |name: String| {
        let mut code = name;
        for (agent, first) in &phrase.agents {
            let agent = if phrase.former { "ELI" } else { agent.as_str() };
            if holds(&code, agent) {
                continue;
            }
            code = if *first { format!("{agent}{code}") } else { format!("{code}{agent}") };
        }
        code
    };
    let list: Vec<String> = names.into_iter().map(compose).collect();
    (!list.is_empty()).then_some(list)
}

/// Whether a code already holds an agent's, counted in threes.
fn holds(code: &str, agent: &str) -> bool {
    (0..code.len()).step_by(3).any(|at| code.get(at..).is_some_and(|rest| rest.starts_with(agent)))
}
