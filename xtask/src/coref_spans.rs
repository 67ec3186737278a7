//! From the mentions of a report to phrases and clusters in the scheme of OntoNotes: no singletons, appositions inside their
//! noun phrase, no predicates, no relative pronouns, phrases with all that modifies them.

use parallax_model::{MentionForm, Sentence, Span, Upos};
use parallax_resolve::within::Scene;

/// The clusters of a report in the scheme of OntoNotes, singletons left out, every span in one cluster only.
pub fn predicted(scene: &Scene) -> Vec<Vec<(usize, usize)>> {
    let solid = Solid::new(&scene.report.text);
    let mut seen = std::collections::BTreeSet::new();
    let mut out = Vec::new();
    for cluster in scene.clusters.all() {
        let spans = scene.clusters.members(cluster).iter().filter_map(|&m| phrase(scene, m)).map(|s| solid.of(s));
        let spans: Vec<(usize, usize)> = spans.filter(|&s| seen.insert(s)).collect();
        if spans.len() > 1 {
            out.push(spans);
        }
    }
    out
}

/// The same phrase by offsets that leave out whitespace, as gold clusters are kept.
pub fn solid_phrase(scene: &Scene, mention: usize) -> Option<(usize, usize)> {
    phrase(scene, mention).map(|span| Solid::new(&scene.report.text).of(span))
}

/// The phrase of a mention as OntoNotes has it; `None` where it has none.
pub fn phrase(scene: &Scene, mention: usize) -> Option<Span> {
    let m = scene.account.mentions.get(mention)?;
    let sentence = scene.document.sentences.get(m.sentence)?;
    let token = sentence.tokens.get(m.head)?;
    let pronoun = m.form == MentionForm::Pronoun;
    // "The surgeon Ada Rossi": the phrase of what has an apposition holds it; that of a predicate is left out.
    let holds_other = m.same_as.and_then(|o| scene.account.mentions.get(o)).is_some_and(|o| {
        o.sentence == m.sentence
            && sentence.tokens.get(o.head).is_some_and(|t| t.head == Some(m.head) && t.relation() == "appos")
    });
    if scene.is_relative(mention)
        || scene.is_adjective(mention) && m.form == MentionForm::Name
        || !pronoun && token.relation() == "appos"
        || !pronoun && m.same_as.is_some() && !holds_other
    {
        return None;
    }
    Some(maximal(sentence, m.head, m.form == MentionForm::Group))
}

/// All that hangs on a head and belongs to its noun phrase.
fn maximal(sentence: &Sentence, head: usize, group: bool) -> Span {
    let clause = sentence.child(head, "cop").is_some();
    let dropped = |i: usize| {
        let Some(t) = sentence.tokens.get(i) else { return true };
        if t.head != Some(head) {
            // What is coordinated with an apposition stands beside the phrase.
            let of_apposition = t
                .head
                .and_then(|h| sentence.tokens.get(h))
                .is_some_and(|h| h.relation() == "appos" && h.head == Some(head));
            return of_apposition && matches!(t.relation(), "cc" | "conj");
        }
        match t.relation() {
            "case" => i < head,
            "cc" => i < head || !group,
            "conj" => !group,
            "mark" | "discourse" | "parataxis" | "reparandum" | "vocative" | "dislocated" | "orphan" | "list" => true,
            // "Lopez [7]", "Cancún: 250 pesos", but "Figure 3".
            "dep" => i > head + 1 || i > head && t.upos != Upos::Num,
            // "Even the ferry", "more than Peru".
            "advmod" if i < head => clause || stands_first(sentence, head, i),
            "nsubj" | "csubj" | "cop" | "aux" | "advmod" | "obl" | "advcl" | "expl" | "ccomp" => clause,
            _ => false,
        }
    };
    let mut words = sentence.subtree(head, |i| !dropped(i));
    let is_punctuation = |w: &usize| {
        sentence
            .tokens
            .get(*w)
            .is_some_and(|t| t.upos == Upos::Punct && !matches!(t.xpos.as_str(), "-RRB-" | "''" | "-LRB-" | "``"))
    };
    // "Mostly to the north", "not only for her": what stands before the preposition is outside the phrase.
    let case = sentence.children(head).rfind(|&i| i < head && sentence.tokens[i].relation() == "case");
    words.retain(|&w| case.is_none_or(|c| w > c));
    while words.len() > 1 && words.last().is_some_and(is_punctuation) {
        words.pop();
    }
    while words.len() > 1 && words.first().is_some_and(is_punctuation) {
        words.remove(0);
    }
    unwrap(sentence, &mut words);
    sentence.cover(&words)
}

/// Whether an adverb before a head stands before all else of its phrase: it belongs to the clause.
fn stands_first(sentence: &Sentence, head: usize, adverb: usize) -> bool {
    sentence.children(head).all(|k| {
        k >= adverb
            || matches!(sentence.tokens[k].relation(), "case" | "cc" | "punct" | "advmod" | "mark" | "discourse")
    })
}

/// Takes away brackets and quotation marks around the whole, and those that are opened or closed outside.
fn unwrap(sentence: &Sentence, words: &mut Vec<usize>) {
    let mark = |w: Option<&usize>| w.and_then(|&w| sentence.tokens.get(w)).map_or("", |t| t.xpos.as_str());
    loop {
        let count = |tag: &str| words.iter().filter(|w| mark(Some(w)) == tag).count();
        let (first, last) = (mark(words.first()), mark(words.last()));
        let (opened, closed) = (count("-LRB-"), count("-RRB-"));
        let (quoted, unquoted) = (count("``"), count("''"));
        let cut_first = matches!(first, "-RRB-" | "''")
            || first == "-LRB-" && (opened > closed || last == "-RRB-" && opened == 1)
            || first == "``" && (quoted > unquoted || last == "''" && quoted == 1);
        let cut_last = matches!(last, "-LRB-" | "``")
            || last == "-RRB-" && (closed > opened || first == "-LRB-" && opened == 1)
            || last == "''" && (unquoted > quoted || first == "``" && unquoted == 1);
        if words.len() < 2 || !cut_first && !cut_last {
            return;
        }
        if cut_last {
            words.pop();
        }
        if cut_first && words.len() > 1 {
            words.remove(0);
        }
    }
}

/// Offsets with whitespace left out, so that two ways of cutting a text into words meet.
pub struct Solid(Vec<usize>);

impl Solid {
    /// Of a text.
    pub fn new(text: &str) -> Solid {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut count = 0;
        for byte in text.bytes() {
            before.push(count);
            count += usize::from(!byte.is_ascii_whitespace());
        }
        before.push(count);
        Solid(before)
    }
    /// A span in these offsets.
    pub fn of(&self, span: Span) -> (usize, usize) {
        let at = |i: usize| self.0.get(i).or(self.0.last()).copied().unwrap_or(0);
        (at(span.start), at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parallax_lexicon::Lexicon;
    use parallax_model::Document;
    use parallax_resolve::within::Grounds;

    /// Phrases of a sentence given as `form upos xpos head relation`, one word a line.
    fn phrases(words: &str) -> Vec<String> {
        let rows: Vec<String> = words
            .lines()
            .enumerate()
            .map(|(i, line)| {
                let c: Vec<&str> = line.split_whitespace().collect();
                format!("{}\t{}\t{}\t{}\t{}\t_\t{}\t{}\t_\t_\n", i + 1, c[0], c[0], c[1], c[2], c[3], c[4])
            })
            .collect();
        let conllu = format!("# sent_id = 1\n{}\n", rows.concat());
        let document = crate::coref::gum_document(&conllu, &[]);
        let (report, grammar): (_, &Document) = (&document.report, &document.gold);
        let account = parallax_extract::account(report, grammar, Lexicon::bundled());
        let scene = Scene::new(report, grammar, &account, Grounds::default(), Lexicon::bundled());
        (0..scene.views.len()).filter_map(|m| phrase(&scene, m)).map(|s| s.of(&report.text).to_string()).collect()
    }

    #[test]
    fn phrases_are_those_of_the_scheme() {
        let even = "Even ADV RB 3 advmod\nthe DET DT 3 det\nsurgeon NOUN NN 6 nsubj\nAda PROPN NNP 3 appos\n\
                    Rossi PROPN NNP 4 flat\nleft VERB VBD 0 root\nLima PROPN NNP 6 obj\n[ PUNCT -LRB- 9 punct\n\
                    7 NUM CD 7 dep\n] PUNCT -RRB- 9 punct";
        assert_eq!(phrases(even), ["the surgeon Ada Rossi", "Lima"]);
        let wrapped = "They PRON PRP 2 nsubj\nsaw VERB VBD 0 root\n( PUNCT -LRB- 5 punct\nthe DET DT 5 det\n\
                       ferry NOUN NN 2 obj\n) PUNCT -RRB- 5 punct\nagain ADV RB 2 advmod";
        assert_eq!(phrases(wrapped), ["They", "the ferry"]);
    }
}
