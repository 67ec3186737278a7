//! A mention as coreference sees it: what its words, its place in the tree and the lexicon say, worked out once.

use crate::pronouns::{Kind, Pronoun, person_noun, pronoun};
use crate::rank::{Part, part, parts};
use crate::words::{fold, is_small, words};
use parallax_lexicon::Lexicon;
use parallax_model::{Account, Document, Gender, Mention, MentionForm, NameKind, Number, Report, Sentence, Span, Upos};

/// What a mention does in its clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Function {
    Subject,
    PassiveSubject,
    Object,
    Oblique,
    Possessor,
    NounModifier,
    Predicate,
    Other,
}

impl Function {
    /// A short name for weights' tables.
    pub fn name(self) -> Part<'static> {
        parts!["subj", "pass", "obj", "obl", "poss", "nmod", "pred", "other"][self as usize]
    }
}

/// How a noun phrase begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Article {
    Definite,
    Indefinite,
    Demonstrative,
    Possessive,
    Quantified,
    Bare,
}

impl Article {
    /// A short name for weights' tables.
    pub fn name(self) -> Part<'static> {
        parts!["def", "indef", "dem", "own", "quant", "bare"][self as usize]
    }
}

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub struct View {
    /// Index of its sentence.
    pub sentence: usize,
    /// Index of its head word.
    pub head: usize,
    /// Its phrase.
    pub span: Span,
    /// How it speaks of its thing.
    pub form: MentionForm,
    /// For pronouns: which.
    pub pronoun: Option<Pronoun>,
    /// What kind of thing.
    pub kind: Option<NameKind>,
    /// Whether it is people; `None` when nothing says so.
    pub animate: Option<bool>,
    /// Its gender.
    pub gender: Gender,
    /// The gender that its one word would have, were it a given name: a surname may look like one.
    pub leaning: Gender,
    /// Its number.
    pub number: Number,
    /// How its phrase begins.
    pub article: Article,
    /// What it does in its clause.
    pub function: Function,
    /// The lemma of its head, lower case.
    pub lemma: String,
    /// The lemma of the word its head depends on, lower case.
    pub governor: String,
    /// Index of the word its head depends on (the first conjunct's governor for a conjunct).
    pub governed_by: Option<usize>,
    /// Its name, folded, for names; for nominals its phrase without determiner, folded.
    pub words: Vec<String>,
    /// The number that follows a name inside its phrase ("Figure *7*"), which tells like-named things apart.
    pub numbered: Option<String>,
    /// For names: the words with the country or known body at their beginning under its one name ("U.S. Congress" and
    /// "United States Congress" alike).
    pub written_out: Vec<String>,
    /// For names: the well-known body of that name.
    pub body: Option<String>,
    /// Modifiers of a nominal: its words without head and small words.
    pub modifiers: Vec<String>,
    /// The quotation it stands in.
    pub quote: Option<usize>,
    /// Whether other phrases hold it (it is a modifier of another mention).
    pub nested: bool,
    /// How many words stand above it in the tree.
    pub depth: usize,
    /// Whether it belongs to a headline.
    pub title: bool,
    /// Whether its head is an adjective ("a *Kenyan* court").
    pub adjective: bool,
}

impl View {
    /// The form of its pronoun's series ("they"), else its kind of phrase: what weights are kept for.
    pub fn class(&self) -> Part<'static> {
        match (self.form, self.pronoun) {
            (_, Some(p)) => Part::of(p.series()),
            (MentionForm::Name, _) => part!("name"),
            (MentionForm::Group, _) => part!("group"),
            _ => self.article.name(),
        }
    }
}

/// The views of all mentions of one report.
pub fn views(report: &Report, document: &Document, account: &Account, lexicon: &Lexicon) -> Vec<View> {
    account.mentions.iter().map(|m| view(report, document, account, m, lexicon)).collect()
}

fn view(report: &Report, document: &Document, account: &Account, mention: &Mention, lexicon: &Lexicon) -> View {
    static NONE: Sentence =
        Sentence { span: Span::new(0, 0), paragraph: 0, title: false, tokens: Vec::new(), vectors: Vec::new() };
    let sentence = document.sentences.get(mention.sentence).unwrap_or(&NONE);
    let form_of_head = sentence.tokens.get(mention.head).map_or("", |t| t.span.of(&report.text));
    let is_pronoun = mention.form == MentionForm::Pronoun
        || mention.form == MentionForm::Nominal
            && sentence.tokens.get(mention.head).is_some_and(|t| t.upos == Upos::Pron);
    let relative = sentence.tokens.get(mention.head).is_some_and(|t| t.has("PronType=Rel"));
    let pronoun = if is_pronoun { pronoun(form_of_head) } else { None }
        .map(|p| if relative { Pronoun { kind: Kind::Relative, ..p } } else { p });
    let lemma = fold(if mention.lemma.is_empty() { form_of_head } else { &mention.lemma });
    let mut all = words(if mention.name.is_empty() { mention.span.of(&report.text) } else { &mention.name });
    if mention.form != MentionForm::Name {
        while all.len() > 1 && all.first().is_some_and(|w| is_small(w)) {
            all.remove(0);
        }
    }
    // "The Secretary", "this President": an office in capitals is a description.
    let office =
        mention.form == MentionForm::Name && all.len() == 1 && all.iter().all(|w| lexicon.actors.is_person_noun(w));
    let form = if office { MentionForm::Nominal } else { mention.form };
    let kind = pronoun.map_or(mention.kind, |_| None);
    let (mut gender, mut number) = (mention.gender, mention.number);
    let animate = match pronoun {
        Some(p) => {
            (gender, number) = (p.gender, p.number);
            p.animate
        }
        None => animacy(mention, form, &lemma, &mut gender, lexicon),
    };
    // A bare surname may look like a given name.
    if form == MentionForm::Name && all.len() == 1 && mention.title.is_none() && animate == Some(true) {
        gender = Gender::Unknown;
    }
    if mention.form == MentionForm::Group {
        number = Number::Plural;
    }
    if mention.form == MentionForm::Name && gender == Gender::Unknown && animate == Some(true) {
        gender = name_gender(report, mention, &all, lexicon);
    }
    let (function, governed_by) = function(sentence, mention.head);
    let head_form = fold(form_of_head);
    View {
        sentence: mention.sentence,
        head: mention.head,
        span: mention.span,
        form,
        pronoun,
        kind,
        animate,
        gender,
        leaning: Gender::Unknown,
        number,
        article: article(report, sentence, mention),
        function,
        governor: governed_by.and_then(|g| sentence.tokens.get(g)).map(|t| fold(&t.lemma)).unwrap_or_default(),
        governed_by,
        written_out: if form == MentionForm::Name { written_out(&all, lexicon) } else { Vec::new() },
        body: lexicon
            .actors
            .organisation(&mention.name)
            .filter(|_| form == MentionForm::Name)
            .map(|(name, ..)| name.to_string()),
        modifiers: all.iter().filter(|w| **w != lemma && **w != head_form && !is_small(w)).cloned().collect(),
        words: all,
        lemma,
        numbered: numbered(report, mention),
        quote: document.quotes.iter().position(|q| q.span.contains(mention.span)),
        nested: account.mentions.iter().any(|m| {
            m.sentence == mention.sentence
                && m.head != mention.head
                && m.span.len() > mention.span.len()
                && m.span.contains(mention.span)
        }),
        depth: std::iter::successors(Some(mention.head), |&i| sentence.tokens.get(i).and_then(|t| t.head))
            .take(40)
            .count(),
        title: sentence.title,
        adjective: sentence.tokens.get(mention.head).is_some_and(|t| t.upos == Upos::Adj),
    }
}

/// Whether a name or nominal is people; sets its gender where the noun tells.
fn animacy(mention: &Mention, form: MentionForm, lemma: &str, gender: &mut Gender, lexicon: &Lexicon) -> Option<bool> {
    let nominal = form == MentionForm::Nominal;
    if nominal && let Some(natural) = person_noun(lemma) {
        if *gender == Gender::Unknown {
            *gender = natural;
        }
        return Some(true);
    }
    if nominal && let Some(role) = lexicon.actors.role(lemma) {
        if *gender == Gender::Unknown {
            *gender = role.gender;
        }
        return Some(role.kind == NameKind::Person);
    }
    match mention.kind {
        Some(NameKind::Person) => Some(true),
        Some(NameKind::Organisation | NameKind::Place) => Some(false),
        Some(NameKind::Other) => Some(false).filter(|_| nominal),
        None => None,
    }
}

/// Gender of a person's name by title ("Mrs") or given name.
fn name_gender(report: &Report, mention: &Mention, parts: &[String], lexicon: &Lexicon) -> Gender {
    let title = mention.title.map(|t| words(t.of(&report.text))).unwrap_or_default();
    let told = |word: &String| {
        lexicon.actors.title_gender(word).or_else(|| person_noun(word).filter(|gender| *gender != Gender::Unknown))
    };
    if let Some(gender) = title.iter().chain(parts.iter().take(1).filter(|_| parts.len() > 1)).find_map(told) {
        return gender;
    }
    let first = mention.name.split_whitespace().find(|w| w.chars().count() > 1).unwrap_or("");
    // A surname alone tells nothing: "Kelly said".
    if parts.len() < 2 {
        return Gender::Unknown;
    }
    lexicon.actors.given_name(first).unwrap_or(Gender::Unknown)
}

/// The first number after a name inside its phrase.
fn numbered(report: &Report, mention: &Mention) -> Option<String> {
    let phrase = mention.span.of(&report.text);
    let after = phrase
        .find(&mention.name)
        .filter(|_| mention.form == MentionForm::Name)
        .and_then(|at| phrase.get(at + mention.name.len()..))?;
    after.split_whitespace().next().filter(|w| w.starts_with(|c: char| c.is_ascii_digit())).map(str::to_string)
}

fn article(report: &Report, sentence: &Sentence, mention: &Mention) -> Article {
    if mention.owner.is_some() || sentence.child(mention.head, "nmod:poss").is_some() {
        return Article::Possessive;
    }
    let Some(det) =
        sentence.children(mention.head).find(|&i| sentence.tokens.get(i).is_some_and(|t| t.relation() == "det"))
    else {
        return match sentence.child(mention.head, "nummod") {
            Some(_) => Article::Quantified,
            None if mention.definite && mention.form == MentionForm::Nominal => Article::Definite,
            None => Article::Bare,
        };
    };
    match fold(sentence.tokens.get(det).map_or("", |t| t.span.of(&report.text))).as_str() {
        "the" => Article::Definite,
        "a" | "an" => Article::Indefinite,
        "this" | "that" | "these" | "those" | "such" => Article::Demonstrative,
        _ => Article::Quantified,
    }
}

/// The function of a word, and the word that governs it: a conjunct has those of the first conjunct.
fn function(sentence: &Sentence, head: usize) -> (Function, Option<usize>) {
    let mut at = head;
    for _ in 0..20 {
        let Some(token) = sentence.tokens.get(at) else { break };
        match (token.relation(), token.head) {
            ("conj" | "appos" | "flat", Some(up)) => at = up,
            _ => break,
        }
    }
    let Some(token) = sentence.tokens.get(at) else { return (Function::Other, None) };
    let function = match token.deprel.as_str() {
        "nsubj:pass" | "csubj:pass" => Function::PassiveSubject,
        "nmod:poss" => Function::Possessor,
        _ => match token.relation() {
            "nsubj" | "csubj" => Function::Subject,
            "obj" | "iobj" | "ccomp" | "xcomp" => Function::Object,
            "obl" | "advcl" => Function::Oblique,
            "nmod" | "compound" | "amod" => Function::NounModifier,
            "root" if sentence.child(at, "cop").is_some() => Function::Predicate,
            _ => Function::Other,
        },
    };
    (function, token.head)
}

/// A name with the country or known body at its beginning under one name ("U.S. Congress", "United States Congress").
fn written_out(words: &[String], lexicon: &Lexicon) -> Vec<String> {
    for n in (1..words.len().min(4)).rev() {
        let (head, rest) = words.split_at(n);
        let head = head.join(" ");
        let whole = lexicon
            .actors
            .country(&head)
            .map(|c| c.code.clone())
            .or_else(|| lexicon.actors.organisation(&head.to_uppercase()).map(|o| o.0.to_string()));
        if let Some(whole) = whole {
            return std::iter::once(whole).chain(rest.iter().cloned()).collect();
        }
    }
    words.to_vec()
}
