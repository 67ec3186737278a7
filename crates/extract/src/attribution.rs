//! Attribution: who is given as the source of what, by verb, preposition, noun, hedge or quotation.
//!
//! Every construction gives a cue, a source where one is named, and the content (Pareti 2012, "A Database of Attribution
//! Relations"). One function a construction; quotations that no cue claims are settled in [`crate::quotes`].

mod content;

use crate::frames::{self, mentions_of};
use crate::mentions::Mentions;
use crate::phrase;
use crate::slots::{self, Slot, is_passive};
use crate::status::is_negated;
use crate::tables::Tables;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::Pos;
use parallax_model::{Attribution, Document, Plover, Span, Status, Upos};

/// What all constructions look at.
pub(crate) struct Scene<'s, 'a> {
    pub trees: &'s [Tree<'a>],
    pub mentions: &'s Mentions,
    pub document: &'s Document,
    pub lexicon: &'s Lexicon,
}

/// All attributions of a report, in text order of their cues.
pub(crate) fn find(scene: &Scene) -> Vec<Attribution> {
    let mut found = Vec::new();
    for tree in scene.trees {
        for word in 0..tree.len() {
            match tree.upos(word) {
                Upos::Verb => found.extend(verb(scene, tree, word)),
                Upos::Noun => found.extend(noun(scene, tree, word)),
                Upos::Adv | Upos::Adj => found.extend(hedge(scene, tree, word)),
                _ => {}
            }
            found.extend(source_phrase(scene, tree, word));
        }
    }
    // Reporting verbs the tree gives no content take a quotation of their sentence that nobody has claimed.
    for tree in scene.trees {
        for word in (0..tree.len()).filter(|&w| tree.is_verb(w)) {
            let at = tree.token(word).span;
            if !found.iter().any(|a: &Attribution| a.cue.overlaps(at)) {
                let more = beside(scene, tree, word, &found);
                found.extend(more);
            }
        }
    }
    found.sort_by_key(|a: &Attribution| (a.cue.start, a.cue.end, a.content.start));
    found
}

/// A reporting verb with an unclaimed quotation beside it.
fn beside(scene: &Scene, tree: &Tree, word: usize, found: &[Attribution]) -> Option<Attribution> {
    let cue = scene.lexicon.cues.reporting_verb(tree.lemma(word))?;
    let content =
        content::quoted_beside(scene, tree, word).filter(|q| !found.iter().any(|a| a.content.overlaps(*q)))?;
    let source = verb_source(scene, tree, word, &slots::of_verb(tree, word))?;
    Some(finish(scene, tree, cue_span(tree, word), Some(source), content, cue.status))
}

/// "said that …", "…, X said", "accused X of …", "was described as …".
fn verb(scene: &Scene, tree: &Tree, word: usize) -> Option<Attribution> {
    let cues = &scene.lexicon.cues;
    // A particle makes another verb ("call off"); "point out", "speak out" stay what they are.
    let particle = tree.kid(word, "compound:prt").map(|p| tree.low(p));
    let plain = particle.is_none_or(|p| p == "out").then(|| cues.reporting_verb(tree.lemma(word))).flatten();
    let cue = cues.reporting_verb(&tree.predicate(word)).or(plain)?;
    if matches!(tree.rel(word), "amod" | "compound") {
        return None;
    }
    let slots = slots::of_verb(tree, word);
    if crate::statements::only_calls(tree, word, &slots) {
        return None;
    }
    // "if this continues to spread", "went missing": said only where nothing else goes on.
    if matches!(tree.lemma(word), "go" | "continue") && tree.kid(word, "xcomp").is_some() {
        return None;
    }
    // "called a meeting to discuss the strike" calls it nothing.
    let predicate = |k: usize| tree.rel(k) == "xcomp" && !tree.is_verb(k);
    let event = tree.kid(word, "obj").is_some_and(|o| Tables::get().is_convened(tree.lemma(o)));
    if tree.lemma(word) == "call" && event && !tree.kids(word).iter().any(|&k| predicate(k)) {
        return None;
    }
    // "the flood claimed nine lives" is a deed, not a claim.
    let coded =
        frames::choose(tree, scene.mentions, tree.lemma(word), Pos::Verb, &slots, scene.lexicon).and_then(|f| f.plover);
    if coded.is_some_and(|p| !p.is_verbal()) && tree.kid(word, "ccomp").is_none() {
        return None;
    }
    if let Some(cited) = cited(scene, tree, word) {
        return Some(cited);
    }
    let content = content::under_verb(scene, tree, word, cue, &slots)?;
    let source = verb_source(scene, tree, word, &slots);
    let content = source.map_or(content, |s| without(tree, content, s));
    let negated = is_negated(tree, word);
    // To demand a release or to offer condolences is done in saying it; to promise to act leaves the act to come.
    let to_come = tree.kids_in(word, &["xcomp", "ccomp", "advcl"]).any(|k| content.contains(tree.token(k).span));
    let status = match cue.status {
        _ if negated && cue.status != Status::Denied => Status::Possible,
        Status::Planned if !to_come && !coded.is_some_and(|p| p.is_verbal()) => return None,
        Status::Planned if !to_come => Status::Asserted,
        // "called for his release": a request, whatever else the verb may mean.
        Status::Alleged if coded == Some(Plover::Request) => Status::Asserted,
        status => status,
    };
    let distanced = tree.head(word).is_some_and(|h| tree.deprel(word) == "acl:relcl" && tree.lemma(h) == "what");
    let status = if distanced && status == Status::Asserted && !cue.factive { Status::Alleged } else { status };
    Some(finish(scene, tree, cue_span(tree, word), source, content, status))
}

/// "The raid failed, the paper said, *citing two officials*": the source is the object, the content the clause around.
fn cited(scene: &Scene, tree: &Tree, word: usize) -> Option<Attribution> {
    let object = tree
        .kid(word, "obj")
        .filter(|_| matches!(tree.lemma(word), "cite" | "quote") && tree.rel(word) == "advcl" && tree.is_ing(word))?;
    let around = tree.head(word)?;
    let words = tree.below(around, |k| k != word);
    Some(finish(scene, tree, tree.token(word).span, Some(object), tree.tight(&words), Status::Asserted))
}

/// The source of a reporting verb: its subject, or who stands after "by".
fn verb_source(scene: &Scene, tree: &Tree, word: usize, slots: &[Slot]) -> Option<usize> {
    let by = |name: &str| slots.iter().find(|s| s.name == name).map(|s| s.word);
    match is_passive(tree, word) {
        true => by("by"),
        false => by("subj"),
    }
    // "…," the Associated Press reports: a name right before the verb that the tree hung elsewhere.
    .or_else(|| {
        let before = word.checked_sub(1).filter(|&b| tree.upos(b) == Upos::Propn && !is_passive(tree, word))?;
        // "…, a spokesman for the command in Potsdam said": whoever the name only describes.
        let described =
            |w: &usize| matches!(tree.rel(*w), "nmod" | "compound" | "flat") && !tree.case(before).is_empty();
        let top = std::iter::successors(Some(before), |w| tree.head(*w).filter(|&h| described(w) && h < word));
        let top = top.last().unwrap_or(before);
        std::iter::once(top)
            .chain(tree.above(top))
            .find(|&w| w < word && scene.mentions.at(tree.index, w).is_some())
            .or(Some(top))
    })
    .filter(|&w| tree.upos(w).is_nominal() || matches!(tree.upos(w), Upos::Num | Upos::Det | Upos::Adj))
}

/// A content without the source that the tree hung into its end.
fn without(tree: &Tree, content: Span, source: usize) -> Span {
    let named = tree.below(source, |_| true);
    let at_end = content.contains(tree.token(source).span)
        && named.iter().any(|&w| tree.token(w).span.end == content.end)
        && !named.iter().any(|&w| tree.token(w).span.start == content.start);
    let kept = (0..tree.len()).filter(|w| at_end && content.contains(tree.token(*w).span) && !named.contains(w));
    Some(tree.tight(&kept.collect::<Vec<_>>())).filter(|span| !span.is_empty()).unwrap_or(content)
}

/// The words of the cue: the verb with its particle where they touch.
fn cue_span(tree: &Tree, word: usize) -> Span {
    match tree.kid(word, "compound:prt") {
        Some(p) if p == word + 1 => tree.cover(&[word, p]),
        _ => tree.token(word).span,
    }
}

/// "according to X", "in the words of X".
fn source_phrase(scene: &Scene, tree: &Tree, word: usize) -> Option<Attribution> {
    if !matches!(tree.rel(word), "obl" | "nmod" | "advcl" | "parataxis" | "dep") {
        return None;
    }
    let case = tree.case(word);
    // "according to plan"
    if tree.upos(word) == Upos::Noun
        && tree.token(word).has("Number=Sing")
        && tree.kids(word).len() == 1
        && scene.lexicon.actors.role(tree.lemma(word)).is_none()
    {
        return None;
    }
    if case.is_empty() || !scene.lexicon.cues.source_phrases().contains(&case) {
        return None;
    }
    let marks: Vec<usize> =
        tree.kids_in(word, &["case"]).flat_map(|k| tree.below(k, |f| tree.rel(f) == "fixed")).collect();
    // A phrase hung on a noun speaks of the clause around it.
    let clausal = |w: usize| tree.is_verb(w) || tree.kid(w, "cop").is_some() || tree.kid(w, "nsubj").is_some();
    let above = tree.above(word);
    let top = above.iter().copied().find(|&w| clausal(w)).or(above.last().copied())?;
    let words = tree.below(top, |k| k != word);
    let content = tree.tight(&words);
    (!content.is_empty()).then(|| finish(scene, tree, tree.cover(&marks), Some(word), content, Status::Asserted))
}

/// "allegedly fired", "alleged crimes": nobody is named.
fn hedge(scene: &Scene, tree: &Tree, word: usize) -> Option<Attribution> {
    let status = scene.lexicon.cues.hedge(tree.lemma(word)).or_else(|| scene.lexicon.cues.hedge(&tree.low(word)))?;
    let head = tree.head(word)?;
    let content = match tree.rel(word) {
        "advmod" => {
            let words = tree.below(head, |k| {
                k != word
                    && tree.rel(k) != "parataxis"
                    && tree.rel(k) != "conj"
                    && !(tree.rel(k) == "advcl" && tree.head(k) == Some(head))
            });
            tree.tight(&words)
        }
        "amod" => phrase::span(tree, head),
        _ => return None,
    };
    // "stripped it of its licence for allegedly misusing funds": whoever acts on it says so.
    let ground =
        tree.kids_in(head, &["mark"]).any(|m| tree.low(m) == "for") && matches!(tree.rel(head), "advcl" | "acl");
    let source = tree
        .head(head)
        .filter(|&h| ground && tree.is_verb(h) && !is_passive(tree, h))
        .and_then(|h| slots::subject(tree, h));
    Some(finish(scene, tree, tree.token(word).span, source, content, status))
}

/// "X's claim that …", "on charges of spying", "the accusation against them".
fn noun(scene: &Scene, tree: &Tree, word: usize) -> Option<Attribution> {
    let cue = scene.lexicon.cues.reporting_noun(tree.lemma(word))?;
    if matches!(tree.rel(word), "compound" | "flat") {
        return None;
    }
    let slots = slots::of_noun(tree, word);
    let clause = tree
        .kids_in(word, &["ccomp", "acl"])
        .find(|&k| tree.deprel(k) != "acl:relcl" && k > word && tree.kid(k, "mark").is_some());
    let content = match clause {
        Some(k) => Some(tree.tight(&tree.below(k, |x| tree.rel(x) != "parataxis"))),
        // "a release of prisoners" says nothing; "the accusation of fraud" does.
        None if cue.status == Status::Asserted => None,
        None => cue.content.iter().find_map(|name| {
            let found = slots.iter().find(|s| &s.name == name && s.word > word)?.word;
            Some(tree.tight(&tree.below(found, |x| tree.deprel(x) != "acl:relcl" && tree.rel(x) != "appos")))
        }),
    }
    .filter(|s| !s.is_empty())?;
    let outside = |s: &&Slot| !content.contains(tree.token(s.word).span);
    let source = cue
        .source
        .iter()
        .find_map(|name| slots.iter().filter(outside).find(|s| &s.name == name).map(|s| s.word))
        .or_else(|| {
            // "made the claim that", "rejected on grounds": the subject of the verb that holds the noun
            let verb = tree.head(word).filter(|&h| tree.is_verb(h) && matches!(tree.rel(word), "obj" | "obl"))?;
            let own = tree.rel(word) == "obj" && !scene.lexicon.events.lights(tree.lemma(verb)).is_empty();
            // "detained him on charges of spying": whoever detains says so.
            let charged = tree.rel(word) == "obl"
                && matches!(tree.case(word).as_str(), "on" | "over" | "for" | "under")
                && Tables::get().accuses(tree.lemma(verb))
                && !is_passive(tree, verb);
            if own || charged { slots::subject(tree, verb) } else { None }
        });
    // "Indicted on several counts": what a court counts up is a charge.
    let charged = tree.rel(word) == "obl"
        && tree.head(word).is_some_and(|verb| Tables::get().accuses(tree.lemma(verb)))
        && matches!(tree.case(word).as_str(), "on" | "over" | "for" | "under");
    let status = if charged { cue.status.max(Status::Alleged) } else { cue.status };
    Some(finish(scene, tree, tree.token(word).span, source, content, status))
}

/// Puts an attribution together: source mention, and what quotation marks, negation and modals in the content say.
fn finish(scene: &Scene, tree: &Tree, cue: Span, source: Option<usize>, content: Span, status: Status) -> Attribution {
    let mention = source.and_then(|w| mentions_of(tree, scene.mentions, w).first().copied());
    let source_span = source.map(|w| phrase::span(tree, w));
    Attribution {
        sentence: tree.index,
        cue,
        source: mention,
        source_span: mention.map(|m| scene.mentions.all[m].span).or(source_span),
        content,
        status: content::status(tree, content, status),
        within: None,
    }
}

/// Sets the status of contents in quotation marks; a quotation inside belongs to the innermost attribution around it.
pub(crate) fn mark_quoted(document: &Document, attributions: &mut [Attribution]) {
    for i in 0..attributions.len() {
        let (content, status) = (attributions[i].content, attributions[i].status);
        let own = document.quotes.iter().filter(|q| q.span.overlaps(content)).filter(|q| {
            !(0..attributions.len())
                .any(|j| j != i && attributions[j].within == Some(i) && attributions[j].content.overlaps(q.span))
        });
        let share = own.map(|q| q.span.overlap(content)).max().unwrap_or(0);
        let mostly = share * 2 >= content.len();
        if (status == Status::Asserted && share > 0) || (mostly && matches!(status, Status::Alleged | Status::Planned))
        {
            attributions[i].status = Status::Quoted;
        }
    }
}

/// Sets which attribution each one is nested in: the smallest content that holds its cue.
pub(crate) fn nest(attributions: &mut [Attribution]) {
    for i in 0..attributions.len() {
        let cue = attributions[i].cue;
        attributions[i].within = (0..attributions.len())
            .filter(|&j| {
                j != i
                    && attributions[j].content.contains(cue)
                    && !attributions[i].content.contains(attributions[j].cue)
            })
            .min_by_key(|&j| (attributions[j].content.len(), j));
    }
}
