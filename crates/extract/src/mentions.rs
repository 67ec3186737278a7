//! Mentions: every noun phrase and pronoun of a report that speaks of someone or something, one for each head.
//!
//! Heads are found in the tree, names by the reader's entity tags and, where it missed one, by runs of proper nouns.
//! Ties between mentions (appositions, coordinations, owners) are laid by [`crate::ties`].

use crate::knows::{Known, name_at, of_phrase};
use crate::numbers::{Figure, count_of};
use crate::phrase;
use crate::tree::Tree;
use parallax_lexicon::Lexicon;
use parallax_lexicon::events::Pos;
use parallax_model::{Document, Gender, Mention, MentionForm, Name, NameKind, Number, Span, Upos};

/// The mentions of a report and where their heads stand.
pub(crate) struct Mentions {
    /// In order of sentence and head; groups stand at the end until [`Mentions::sort`]ed.
    pub all: Vec<Mention>,
    /// `[sentence][word]` → the mention that the word heads (its group is not meant).
    at: Vec<Vec<Option<usize>>>,
}

impl Mentions {
    /// The mention that `word` of `sentence` heads.
    pub fn at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.at.get(sentence)?.get(word).copied().flatten()
    }
    /// Puts all into the order of the text, a group behind its first member.
    pub fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        let place = |&i: &usize| (self.all[i].sentence, self.all[i].head, self.all[i].form == MentionForm::Group);
        order.sort_by_key(place);
        let mut new = vec![0; order.len()];
        order.iter().enumerate().for_each(|(to, &from)| new[from] = to);
        let mut sorted: Vec<Mention> = order.iter().map(|&from| self.all[from].clone()).collect();
        for mention in &mut sorted {
            let linked = mention.same_as.iter_mut().chain(&mut mention.owner).chain(&mut mention.members);
            linked.for_each(|i| *i = new[*i]);
        }
        self.all = sorted;
        self.at.iter_mut().flatten().flatten().for_each(|i| *i = new[*i]);
    }
}

/// Finds all mentions; `figures` are the numbers of each sentence.
pub(crate) fn find(trees: &[Tree], figures: &[Vec<Figure>], document: &Document, lexicon: &Lexicon) -> Mentions {
    let mut found = Mentions { all: Vec::new(), at: trees.iter().map(|t| vec![None; t.len()]).collect() };
    let mut names: Vec<Vec<&Name>> = vec![Vec::new(); trees.len()];
    for name in &document.names {
        if let Some(list) = names.get_mut(name.sentence)
            && trees.get(name.sentence).is_some_and(|t| name.tokens.0 < name.tokens.1 && name.tokens.1 <= t.len())
        {
            list.push(name);
        }
    }
    for (tree, figures) in trees.iter().zip(figures) {
        let names = &names[tree.index];
        let firsts: Vec<usize> = names.iter().map(|n| name_head(tree, n)).collect();
        for word in 0..tree.len() {
            let embedded = firsts.contains(&word) && name_inside(tree, word) && !phrase::is_time(tree, word);
            if !(phrase::heads_phrase(tree, word) || embedded || modifier_of_event(tree, word, lexicon)) {
                continue;
            }
            let index = found.all.len();
            let own: Vec<&Name> = names.iter().copied().filter(|n| !is_inner(tree, n, word)).collect();
            found.all.push(mention(tree, word, figures, &own, lexicon));
            found.at[tree.index][word] = Some(index);
        }
    }
    found
}

/// The word of a name that the rest of the name hangs on.
fn name_head(tree: &Tree, name: &Name) -> usize {
    let (a, b) = name.tokens;
    (a..b).find(|&w| tree.head(w).is_none_or(|h| h < a || h >= b)).unwrap_or(a)
}

/// Whether a word heads a name inside a longer one ("the University of *Michigan*"): the longer is not its name.
fn is_inner(tree: &Tree, name: &Name, word: usize) -> bool {
    let (a, b) = name.tokens;
    (a..b).contains(&word)
        && tree.rel(word) == "nmod"
        && tree.upos(word) == Upos::Propn
        && tree.head(word).is_some_and(|h| (a..b).contains(&h))
        && tree.kids_in(word, &["case"]).any(|k| (a..word).contains(&k))
}

/// A name used as a modifier ("*Red Cross* volunteers", "the *FSB* operation") still speaks of its bearer.
fn name_inside(tree: &Tree, word: usize) -> bool {
    matches!(tree.rel(word), "compound" | "amod" | "nmod")
        && tree.upos(word) == Upos::Propn
        && tree.deprel(word) != "nmod:desc"
        || (tree.deprel(word) == "nmod:desc" && tree.kids_in(word, &["flat"]).next().is_some())
}

/// "*Russian* raid", "*police* operation": the modifier of a noun of happening names who takes part.
fn modifier_of_event(tree: &Tree, word: usize, lexicon: &Lexicon) -> bool {
    if !matches!(tree.rel(word), "compound" | "amod") {
        return false;
    }
    let Some(head) = tree.head(word) else { return false };
    let eventive = tree.upos(head) == Upos::Noun && !lexicon.events.frames(tree.lemma(head), Pos::Noun).is_empty();
    let form = tree.form(word);
    let national = form.starts_with(char::is_uppercase)
        && (lexicon.actors.nationality(form).is_some()
            || lexicon.actors.country(form).is_some()
            || lexicon.actors.seat_of_power(form).is_some()
            || lexicon.actors.organisation(form).is_some());
    let role_behind = national
        && tree
            .kids_in(head, &["compound"])
            .any(|k| k > word && tree.upos(k) == Upos::Noun && lexicon.actors.role(tree.lemma(k)).is_some());
    eventive
        && !role_behind
        && (national || (tree.upos(word) == Upos::Noun && lexicon.actors.role(tree.lemma(word)).is_some()))
}

/// "*Russian police* operation": the nationality before a modifier belongs to it.
fn with_nationality(tree: &Tree, modifier: usize, lexicon: &Lexicon) -> Vec<usize> {
    let sibling = modifier.checked_sub(1).filter(|&s| tree.head(s) == tree.head(modifier) && tree.rel(s) == "amod");
    match sibling.filter(|&s| lexicon.actors.nationality(tree.form(s)).is_some()) {
        Some(nationality) => vec![nationality, modifier],
        None => vec![modifier],
    }
}

fn mention(tree: &Tree, head: usize, figures: &[Figure], names: &[&Name], lexicon: &Lexicon) -> Mention {
    let mut words = phrase::words(tree, head);
    let pronoun = tree.upos(head) == Upos::Pron;
    let modifier = matches!(tree.rel(head), "compound" | "amod");
    let name_behind = name_behind(tree, head, names);
    let name = name_at(names, head).or(name_behind).filter(|_| !pronoun);
    if modifier {
        words = match name {
            Some(n) => (n.tokens.0..n.tokens.1).collect(),
            None => with_nationality(tree, head, lexicon),
        };
    }
    if pronoun && tree.deprel(head) == "nmod:poss" {
        words = vec![head];
    }
    let span = tree.cover(&words);
    let core = phrase::core(tree, head);
    let Known { mut countries, sectors, kind, gender } = of_phrase(tree, head, &words, names, lexicon);
    if modifier && countries.is_empty() && words.len() > 1 {
        countries.extend(lexicon.actors.nationality(tree.form(words[0])).map(str::to_string));
    }
    let (name_text, name_span) = name_text(tree, head, core, &words, name);
    let named = name_span.is_some();
    let form = match () {
        () if pronoun => MentionForm::Pronoun,
        () if named => MentionForm::Name,
        () => MentionForm::Nominal,
    };
    let title = name_span.and_then(|n| title(tree, &words, n));
    let kind = match form {
        MentionForm::Pronoun => pronoun_kind(tree, head),
        _ => name_behind.map_or(kind, |n| Some(n.kind)),
    };
    let plural = tree.token(core).has("Number=Plur")
        || tree.token(core).has("Number=Ptan")
        || tree.token(head).has("Number=Plur");
    let count = count_of(tree, figures, head);
    let counted_many = count.as_ref().is_some_and(|c| c.low.is_none_or(|l| l >= 2.0));
    Mention {
        sentence: tree.index,
        head,
        span,
        form,
        kind,
        name: name_text,
        title,
        lemma: tree.lemma(core).to_string(),
        number: match () {
            () if plural || counted_many => Number::Plural,
            () if tree.token(core).has("Number=Sing") || named => Number::Singular,
            () => Number::Unknown,
        },
        gender: gender_of(tree, head, kind, gender, &words, lexicon),
        definite: is_definite(tree, head) || named,
        countries,
        sectors,
        same_as: None,
        members: Vec::new(),
        owner: None,
        count,
    }
}

/// The person's name right behind the noun that says who it is, where the tree has the noun as head ("singer *Ada Brook*").
fn name_behind<'n>(tree: &Tree, head: usize, names: &[&'n Name]) -> Option<&'n Name> {
    let one = tree.upos(head) == Upos::Noun && !tree.token(head).has("Number=Plur");
    let behind = |n: &&&Name| {
        n.kind == NameKind::Person
            && n.tokens.0 == head + 1
            && tree.rel(head + 1) == "flat"
            && tree.head(head + 1) == Some(head)
    };
    names.iter().find(behind).copied().filter(|_| one)
}

/// The core name, or for nominals the phrase without determiner and number; the span when it is a name.
fn name_text(tree: &Tree, head: usize, core: usize, words: &[usize], name: Option<&Name>) -> (String, Option<Span>) {
    let of = |span: Span| span.of(tree.text).split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(name) = name {
        return (of(name.span), Some(name.span));
    }
    if tree.upos(core) == Upos::Propn {
        let run: Vec<usize> = words
            .iter()
            .copied()
            .filter(|&w| {
                w == core
                    || (tree.upos(w) == Upos::Propn
                        && !phrase::is_time(tree, w)
                        && tree.above(w).contains(&core)
                        && matches!(tree.rel(w), "flat" | "compound" | "amod" | "goeswith" | "case"))
            })
            .collect();
        let run = match run.iter().position(|&w| w == core) {
            Some(at) => {
                let mut from = at;
                while from > 0 && run[from - 1] + 1 == run[from] {
                    from -= 1;
                }
                let mut to = at;
                while to + 1 < run.len() && run[to] + 1 == run[to + 1] {
                    to += 1;
                }
                run[from..=to].to_vec()
            }
            None => vec![core],
        };
        let span = tree.cover(&run);
        return (of(span), Some(span));
    }
    let outer: Vec<usize> = tree
        .kids(head)
        .iter()
        .copied()
        .filter(|&k| k < head && (matches!(tree.rel(k), "det" | "nummod") || tree.deprel(k) == "nmod:poss"))
        .flat_map(|k| tree.below(k, |_| true))
        .collect();
    let plain: Vec<usize> = words.iter().copied().filter(|w| !outer.contains(w)).collect();
    (of(tree.cover(if plain.is_empty() { words } else { &plain })), None)
}

/// The words of the phrase before the name, determiners left out ("Peruvian President").
fn title(tree: &Tree, words: &[usize], name: Span) -> Option<Span> {
    let before: Vec<usize> = words
        .iter()
        .copied()
        .filter(|&w| tree.token(w).span.end <= name.start)
        .skip_while(|&w| tree.rel(w) == "det")
        .collect();
    let span = tree.tight(&before);
    (!span.is_empty()).then_some(span)
}

fn is_definite(tree: &Tree, head: usize) -> bool {
    tree.kids(head).iter().any(|&k| {
        tree.deprel(k) == "nmod:poss"
            || (tree.rel(k) == "det" && matches!(tree.lemma(k), "the" | "this" | "that" | "these" | "those" | "both"))
    }) || (tree.upos(head) == Upos::Pron
        && (tree.token(head).has("PronType=Prs") || tree.token(head).has("PronType=Dem")))
}

fn pronoun_kind(tree: &Tree, head: usize) -> Option<NameKind> {
    match tree.lemma(head) {
        "he" | "she" | "i" | "we" | "who" | "whom" | "his" | "her" | "my" | "our" | "himself" | "herself"
        | "someone" | "everyone" | "anyone" | "nobody" | "everybody" | "somebody" => Some(NameKind::Person),
        _ => None,
    }
}

/// Gender by the grammar, by a title ("Mrs", "king", "spokeswoman"), by what is known of the words.
fn gender_of(
    tree: &Tree,
    head: usize,
    kind: Option<NameKind>,
    known: Option<Gender>,
    words: &[usize],
    lexicon: &Lexicon,
) -> Gender {
    let t = tree.token(head);
    if t.has("Gender=Masc") {
        return Gender::Masculine;
    }
    if t.has("Gender=Fem") {
        return Gender::Feminine;
    }
    let body = matches!(kind, Some(NameKind::Organisation | NameKind::Place));
    let title = words
        .iter()
        .filter(|&&w| !body && tree.deprel(w) != "nmod:poss")
        .find_map(|&w| lexicon.actors.title_gender(&tree.low(w)));
    match (title, known, kind) {
        (Some(gender), ..) => gender,
        (_, Some(gender), _) if gender != Gender::Unknown => gender,
        _ if body => Gender::Neuter,
        _ if t.has("Gender=Neut") => Gender::Neuter,
        _ => Gender::Unknown,
    }
}
