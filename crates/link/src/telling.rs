//! A statement laid out for comparing: its sense, its words, its participants as entities of the cast, its day and place.

use crate::around::{Around, Words};
use crate::who::People;
use jiff::civil::Date;
use parallax_lexicon::Lexicon;
use parallax_model::document::MEANING;
use parallax_model::{
    Account, Cast, Dated, Document, EntityId, Placed, Precision, Quantity, Sentence, Span, Statement, StatementRef,
    Status, Upos, When,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Senses of which the governed noun says what happened; see `data/link/ORIGIN.md`.
static MATTERS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    include_str!("../../../data/link/matters.txt").lines().filter(|l| !l.starts_with('#') && !l.is_empty()).collect()
});

/// One statement as linking sees it.
#[derive(Debug)]
pub(crate) struct Telling<'a> {
    /// Which statement.
    pub at: StatementRef,
    /// The sentence it stands in.
    pub sentence: usize,
    /// Whether that sentence is a headline.
    pub title: bool,
    /// Lower-case lemma of the predicate.
    pub predicate: String,
    /// Family of meaning.
    pub sense: Option<&'a str>,
    /// All that its word can mean, in whatever part of speech.
    pub senses: BTreeSet<&'a str>,
    /// Of senses that say little by themselves and of everyday verbs: the noun that says what happened.
    pub matter: Option<String>,
    /// Whether a verb tells it that stands for no type of event: people leave, raise and replace many things.
    pub everyday: bool,
    /// Whether it stands for a type of event.
    pub typed: bool,
    /// Whether a noun tells it.
    pub nominal: bool,
    /// Whether it points back ("the raid", "their arrest").
    pub definite: bool,
    /// Whether its words say that it is one more of its kind ("also", "another").
    pub another: bool,
    /// Who did it.
    pub actors: BTreeSet<EntityId>,
    /// To whom.
    pub recipients: BTreeSet<EntityId>,
    /// Everyone and everything named in the clause.
    pub named: BTreeSet<EntityId>,
    /// Numbers of the content words of the clause, its trigger left out, sorted.
    pub words: Vec<u32>,
    /// What stands around it, in its sentence and beside.
    pub around: Around,
    /// Meaning of the clause, of length 1; empty when unknown.
    pub meaning: Vec<f32>,
    /// Meaning of the trigger, of length 1; empty when unknown.
    pub trigger: Vec<f32>,
    /// What its head word means by itself (`Document::words`); empty when unknown, and of light verbs.
    pub word: &'a [i8],
    /// When it happened, and whether the clause's own words say so.
    pub when: Option<(When, bool)>,
    /// Whether the clause or the one it hangs on gives that time in words that need no concluded day to be read.
    pub dated: bool,
    /// The day its report appeared, where the input says so.
    pub told_on: Option<Date>,
    /// Where it happened, and whether the clause's own words say so.
    pub place: Option<(EntityId, bool)>,
    /// Numbers bound to it.
    pub quantities: &'a [Quantity],
    /// How the report puts it.
    pub status: Status,
    /// The statement of its report that it is stated to be part of.
    pub part_of: Option<usize>,
}

impl Telling<'_> {
    /// The day its own words give, where they give a single one.
    pub fn sure_day(&self) -> Option<When> {
        self.when
            .filter(|(when, own)| *own && !when.inferred && when.precision == Precision::Day && when.start == when.end)
            .map(|w| w.0)
    }
}

/// All statements of all reports, in order of report and text, with how often each content word occurs among them.
pub(crate) fn tellings<'a>(
    documents: &'a [Document],
    accounts: &'a [Account],
    cast: &Cast,
    people: &People,
    lexicon: &'a Lexicon,
) -> (Vec<Telling<'a>>, Vec<u32>) {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let all_words = Words::new(documents);
    let mut found = Vec::new();
    for (r, account) in accounts.iter().enumerate() {
        for (i, statement) in account.statements.iter().enumerate() {
            let document = documents.get(r);
            let mut told = telling(r, i, statement, account, document, cast, people, lexicon, &mut numbers);
            told.around = all_words.around(r, statement.sentence, &told.predicate);
            found.push(told);
        }
    }
    let mut often = vec![0; numbers.len()];
    for word in found.iter().flat_map(|t| &t.words) {
        if let Some(n) = often.get_mut(*word as usize) {
            *n += 1;
        }
    }
    (found, often)
}

/// The noun that a word of change governs: the object of a verb or, where it has none, its subject; the "of" of a noun.
fn matter(sentence: &Sentence, head: usize) -> Option<usize> {
    let of = |w: &usize| {
        sentence.tokens[*w].relation() == "nmod" && sentence.children(*w).any(|c| sentence.tokens[c].lemma == "of")
    };
    let noun = |w: &usize| sentence.tokens[*w].upos == Upos::Noun;
    sentence
        .child(head, "obj")
        .or_else(|| sentence.child(head, "nsubj:pass"))
        .or_else(|| sentence.child(head, "nsubj"))
        .or_else(|| sentence.children(head).find(of))
        .filter(noun)
}

/// Signs of a place that say something of which happening is told; a speaker's, a dateline's or a scene's place, and one
/// that only stands in the same sentence, are shared by much that is told beside.
const FIRM: [&str; 6] = ["clause", "sentence", "paragraph", "narrative", "thing", "correction"];

#[allow(clippy::too_many_arguments, reason = "a plain gathering of one statement's surroundings")]
fn telling<'a>(
    r: usize,
    i: usize,
    statement: &'a Statement,
    account: &Account,
    document: Option<&'a Document>,
    cast: &Cast,
    people: &People,
    lexicon: &'a Lexicon,
    numbers: &mut BTreeMap<String, u32>,
) -> Telling<'a> {
    let sentence = document.and_then(|d| d.sentences.get(statement.sentence));
    let entities = |mentions: &[usize]| -> BTreeSet<EntityId> {
        mentions.iter().flat_map(|&m| people.of_mention(r, m).iter().copied()).collect()
    };
    let inside = account.mentions.iter().enumerate().filter(|(_, m)| statement.clause.contains(m.span));
    let named = inside.flat_map(|(m, _)| people.of_mention(r, m)).copied().filter(|&e| people.is_named(e)).collect();
    // "A Bristol man was arrested": where he comes from, if not where it was.
    let tells_who = |placed: &Placed| {
        let span = |m: usize| account.mentions.get(m).map(|m| m.span);
        let place = Some(placed.evidence.span()).filter(|_| placed.evidence.report() == account.report);
        statement
            .actors
            .iter()
            .chain(&statement.recipients)
            .any(|&m| span(m).zip(place).is_some_and(|(who, place)| who != place && who.contains(place)))
    };
    let own = ["clause", "correction"];
    let sense = statement.code.as_ref().map(|c| c.sense.as_str()).filter(|s| !s.is_empty());
    let mut predicate = statement.predicate.to_lowercase();
    // "Took steps" and "took a turn" share no predicate: what a light verb says stands in its noun.
    let light = sense.is_none() && !lexicon.events.lights(&predicate).is_empty();
    let noun = sentence.filter(|_| light).and_then(|s| s.tokens.get(s.child(statement.head, "obj")?));
    noun.into_iter().for_each(|n| predicate = format!("{predicate} {}", n.lemma.to_lowercase()));
    // By itself such a verb means nothing.
    let head = sentence.filter(|_| noun.is_none()).and_then(|s| s.tokens.get(statement.head));
    let mut telling = Telling {
        at: StatementRef { report: account.report, index: i },
        sentence: statement.sentence,
        title: sentence.is_some_and(|s| s.title),
        senses: lexicon.events.senses_of(&predicate).collect(),
        predicate,
        sense,
        matter: None,
        everyday: !statement.nominal && statement.code.as_ref().is_none_or(|c| c.plover.is_none()),
        typed: statement.code.as_ref().is_some_and(|c| c.plover.is_some()),
        nominal: statement.nominal,
        definite: false,
        another: false,
        actors: entities(&statement.actors),
        recipients: entities(&statement.recipients),
        named,
        words: Vec::new(),
        around: Vec::new(),
        meaning: Vec::new(),
        trigger: Vec::new(),
        word: head.and_then(|t| document?.words.get(&t.lemma.to_lowercase())).map_or(&[], Vec::as_slice),
        when: at(&cast.when, r, i).map(|d| (d.when, own.contains(&d.how))),
        dated: at(&cast.when, r, i).is_some_and(|d| match d.how {
            "clause" | "governor" | "setting" => !d.when.inferred || sentence.is_some_and(|s| by_number(s, &d)),
            how => how == "sentence",
        }),
        told_on: cast.published.get(r).and_then(|p| p.given),
        place: at(&cast.place, r, i)
            .filter(|p| FIRM.contains(&p.how))
            .map(|p| (p.entity, own.contains(&p.how) && !tells_who(&p))),
        quantities: &statement.quantities,
        status: statement.status,
        part_of: statement.part_of,
    };
    if let Some(sentence) = sentence {
        let inside = |w: &usize| sentence.tokens.get(*w).is_some_and(|t| statement.clause.contains(t.span));
        let words: Vec<usize> = (0..sentence.tokens.len()).filter(inside).collect();
        let triggers: Vec<usize> = (0..sentence.tokens.len())
            .filter(|&w| {
                w == statement.head || sentence.tokens.get(w).is_some_and(|t| statement.trigger.contains(t.span))
            })
            .collect();
        // "The detained men" points back as "the detention" does.
        let noun = match sentence.tokens.get(statement.head) {
            Some(token) if token.relation() == "amod" => token.head,
            _ => Some(statement.head).filter(|_| statement.nominal),
        };
        telling.definite = noun.is_some_and(|noun| points_back(sentence, noun));
        telling.another = says_another(sentence, &words);
        telling.meaning = mean(sentence, &words);
        telling.trigger = mean(sentence, &triggers);
        // "Make news" holds its noun already.
        let open = telling.everyday && !telling.predicate.contains(' ');
        if open || sense.is_some_and(|s| MATTERS.contains(s)) {
            telling.matter = matter(sentence, statement.head).map(|w| sentence.tokens[w].lemma.to_lowercase());
        }
        telling.words = content_words(sentence, &words, &triggers, numbers);
    }
    telling
}

/// Whether a day is given by number ("June 27", "2014"), so that it could not be another by misreading "Monday".
fn by_number(sentence: &Sentence, dated: &Dated) -> bool {
    let inside = |span: Span| sentence.tokens.iter().filter(move |t| span.contains(t.span));
    dated.evidence.is_some_and(|span| {
        inside(span).any(|t| !t.lemma.is_empty() && t.lemma.chars().all(|c| c.is_ascii_digit()))
            && !inside(span).any(|t| t.lemma == "ago")
    })
}

/// `[report][i]` of a table of the cast.
fn at<T: Clone>(table: &[Vec<Option<T>>], r: usize, i: usize) -> Option<T> {
    table.get(r)?.get(i)?.clone()
}

/// Whether a noun has a definite determiner or an owner.
fn points_back(sentence: &Sentence, head: usize) -> bool {
    sentence.tokens.iter().filter(|t| t.head == Some(head)).any(|t| {
        let lemma = t.lemma.to_lowercase();
        t.deprel == "nmod:poss"
            || t.relation() == "det" && matches!(lemma.as_str(), "the" | "this" | "that" | "these" | "those")
    })
}

/// Whether a word says that the happening is a further one of its kind.
fn says_another(sentence: &Sentence, words: &[usize]) -> bool {
    const FURTHER: [&str; 8] = ["also", "another", "other", "additional", "further", "second", "separate", "more"];
    words.iter().filter_map(|&w| sentence.tokens.get(w)).any(|t| {
        // "more than 50" is a bound, not a further one.
        let lemma = t.lemma.to_lowercase();
        FURTHER.contains(&lemma.as_str()) && !(lemma == "more" && t.relation() != "amod")
    })
}

/// Mean meaning of words, of length 1; empty where the document has no meanings.
pub(crate) fn mean(sentence: &Sentence, words: &[usize]) -> Vec<f32> {
    let mut sum = vec![0.0f32; MEANING];
    let mut any = false;
    for &w in words {
        if let Some(vector) = sentence.vectors.get(w * MEANING..(w + 1) * MEANING) {
            any = true;
            sum.iter_mut().zip(vector).for_each(|(s, v)| *s += v);
        }
    }
    if any { unit(sum) } else { Vec::new() }
}

/// The vector at length 1; empty when it has none.
pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length < 1e-6 || !length.is_finite() {
        return Vec::new();
    }
    vector.iter_mut().for_each(|x| *x /= length);
    vector
}

/// Cosine of two vectors of length 1; `None` where one is unknown.
pub(crate) fn cosine(a: &[f32], b: &[f32]) -> Option<f32> {
    (!a.is_empty() && a.len() == b.len()).then(|| a.iter().zip(b).map(|(x, y)| x * y).sum())
}

/// Cosine of two words by themselves; `None` where one is unknown.
pub(crate) fn word_likeness(a: &[i8], b: &[i8]) -> Option<f32> {
    let sum = || a.iter().zip(b).map(|(&x, &y)| i32::from(x) * i32::from(y)).sum::<i32>();
    (!a.is_empty() && a.len() == b.len()).then(|| sum() as f32 / (127.0 * 127.0))
}

fn content_words(
    sentence: &Sentence,
    words: &[usize],
    triggers: &[usize],
    numbers: &mut BTreeMap<String, u32>,
) -> Vec<u32> {
    let content = [Upos::Noun, Upos::Propn, Upos::Verb, Upos::Adj, Upos::Num];
    let mut found: Vec<u32> = words
        .iter()
        .filter(|w| !triggers.contains(w))
        .filter_map(|&w| sentence.tokens.get(w))
        .filter(|t| content.contains(&t.upos) && t.lemma.chars().any(char::is_alphanumeric))
        .map(|t| {
            let next = numbers.len() as u32;
            *numbers.entry(t.lemma.to_lowercase()).or_insert(next)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
