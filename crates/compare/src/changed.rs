//! Figures that stand otherwise where two reports share their words: "at least 12" in one copy of a wire text, "15" in the next.
//!
//! Copies are one origin and contradict nobody, but a toll that one of them brought up to date is worth knowing. Their
//! sentences are laid side by side with every figure left blank; where two then read alike, figures at the same place of both
//! are held against each other.

use parallax_lexicon::Lexicon;
use parallax_lexicon::cues::NumberKind;
use parallax_model::{Account, Changed, Document, Figure, Quantity, Report, Sentence, Span, Token, Upos};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the longer sentence's words, figures left blank, that must stand in the other in the same order.
const ALIKE: f32 = 0.5;
/// The same of the shorter one's: a copy adds and cuts more than it rewords.
const KEPT: f32 = 0.75;
/// Words, a blank among them, that two sentences must have in common at least: "12 killed" is said of everything.
const LEAST: usize = 5;
/// Words beyond which a sentence is not laid beside others: lists and tables.
const LONGEST: usize = 150;

/// A sentence that gives figures, each left blank.
pub(crate) struct Blanked {
    sentence: Span,
    words: Vec<Word>,
}

struct Word {
    /// Lower case; empty for a figure.
    form: String,
    name: bool,
    figure: Option<Amount>,
}

/// Least and greatest value; `None` where it is open.
type Bounds = (Option<f64>, Option<f64>);

struct Amount {
    span: Span,
    /// Its bounds, where they are known.
    bounds: Option<Bounds>,
    /// Its words, to be compared where nothing else is known of it.
    plain: String,
}

impl Amount {
    fn differs(&self, other: &Amount) -> bool {
        self.plain != other.plain && (self.bounds.is_none() || self.bounds != other.bounds)
    }
}

/// The sentences of a report that give figures.
pub(crate) fn blanked(report: &Report, document: &Document, account: &Account, lexicon: &Lexicon) -> Vec<Blanked> {
    let mut counted: BTreeMap<usize, Vec<&Quantity>> = BTreeMap::new();
    // What a mention counts is one figure each; a statement may add them up.
    for mention in &account.mentions {
        counted.entry(mention.sentence).or_default().extend(&mention.count);
    }
    for statement in &account.statements {
        counted.entry(statement.sentence).or_default().extend(&statement.quantities);
    }
    let sentence = |(i, sentence): (usize, &Sentence)| {
        let quantities = counted.get(&i).map_or(&[][..], Vec::as_slice);
        let words = words(report, sentence, quantities, lexicon);
        let figures = words.iter().any(|w| w.figure.is_some());
        (figures && words.len() <= LONGEST).then_some(Blanked { sentence: sentence.span, words })
    };
    document.sentences.iter().enumerate().filter_map(sentence).collect()
}

fn words(report: &Report, sentence: &Sentence, quantities: &[&Quantity], lexicon: &Lexicon) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let is_number =
        |t: &Token| t.upos == Upos::Num || t.span.of(&report.text).starts_with(|c: char| c.is_ascii_digit());
    // The number itself, not all that a sum was added up from.
    let holding =
        |t: &Token| quantities.iter().filter(|q| q.span.contains(t.span)).min_by_key(|q| q.span.len()).copied();
    let mut at: Option<Span> = None;
    for token in &sentence.tokens {
        let form = token.span.of(&report.text).to_lowercase();
        let quantity = holding(token);
        if quantity.is_some_and(|q| at == Some(q.span)) {
            continue;
        }
        at = quantity.map(|q| q.span);
        let figure = match quantity {
            Some(q) => {
                Some(Amount { span: q.span, bounds: Some((q.low, q.high)), plain: plain(q.span.of(&report.text)) })
            }
            None if is_number(token) => {
                Some(Amount { span: token.span, bounds: value(&form, lexicon), plain: plain(&form) })
            }
            None => None,
        };
        let name = token.upos == Upos::Propn;
        match figure {
            Some(_) => found.push(Word { form: String::new(), name: false, figure }),
            None if form.contains(char::is_alphanumeric) => found.push(Word { form, name, figure }),
            None => {}
        }
    }
    found
}

/// The value of a number that counts nothing ("for *three* days", "at *9*").
fn value(form: &str, lexicon: &Lexicon) -> Option<Bounds> {
    let digits = form.replace(',', "").parse().ok();
    let mut words = lexicon.cues.number_words().iter();
    let word = || words.find(|n| n.kind == NumberKind::Value && n.words == form).and_then(|n| n.low);
    digits.or_else(word).map(|value| (Some(value), Some(value)))
}

fn plain(words: &str) -> String {
    let kept = words.chars().filter(|c| *c != ',').flat_map(char::to_lowercase);
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The figures of `here` that stand otherwise in `there`, in text order. Sentences are paired one to one, those most alike first.
pub(crate) fn between(here: &[Blanked], there: &[Blanked]) -> Vec<Changed> {
    let mut pairs: Vec<(f32, usize, usize, Vec<(usize, usize)>)> = Vec::new();
    for (i, a) in here.iter().enumerate() {
        for (j, b) in there.iter().enumerate() {
            if let Some((alike, meet)) = laid_beside(a, b) {
                pairs.push((alike, i, j, meet));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut taken, mut given) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    for (_, i, j, meet) in pairs {
        if taken.contains(&i) || given.contains(&j) {
            continue;
        }
        taken.insert(i);
        given.insert(j);
        let (a, b) = (&here[i], &there[j]);
        let figures =
            meet.into_iter().filter_map(|(x, y)| Some((a.words[x].figure.as_ref()?, b.words[y].figure.as_ref()?)));
        found.extend(figures.filter(|(x, y)| x.differs(y)).map(|(x, y)| Changed {
            here: Figure { words: x.span, sentence: a.sentence },
            there: Figure { words: y.span, sentence: b.sentence },
        }));
    }
    found.sort_by_key(|c| c.here.words);
    found
}

/// How alike two sentences read, 0 to 1, and at which words of both they meet; `None` where they are not one sentence.
fn laid_beside(a: &Blanked, b: &Blanked) -> Option<(f32, Vec<(usize, usize)>)> {
    let (shorter, longer) = (a.words.len().min(b.words.len()), a.words.len().max(b.words.len()));
    let enough = |common: usize| {
        common >= LEAST && common as f32 >= ALIKE * longer as f32 && common as f32 >= KEPT * shorter as f32
    };
    let forms: BTreeSet<&str> = a.words.iter().map(|w| w.form.as_str()).collect();
    // No more can meet than both have at all.
    if !enough(b.words.iter().filter(|w| forms.contains(w.form.as_str())).count()) {
        return None;
    }
    let meet = common(&a.words, &b.words);
    // Where one has a name and the other another name, they tell of two matters: "in Bonn" is not "in Mainz".
    let mut from = (0, 0);
    for &(x, y) in meet.iter().chain([&(a.words.len(), b.words.len())]) {
        let named = |words: &[Word]| words.iter().any(|w| w.name);
        if named(&a.words[from.0..x]) && named(&b.words[from.1..y]) {
            return None;
        }
        from = (x + 1, y + 1);
    }
    enough(meet.len()).then(|| (meet.len() as f32 / longer as f32, meet))
}

/// The longest common subsequence, as places in both.
fn common(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    // `[x * width + y]`: the most words that `a[x..]` and `b[y..]` have in common.
    let mut most = vec![0u16; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            most[x * width + y] = match a[x].form == b[y].form {
                true => most[(x + 1) * width + y + 1] + 1,
                false => most[(x + 1) * width + y].max(most[x * width + y + 1]),
            };
        }
    }
    let (mut x, mut y, mut meet) = (0, 0, Vec::new());
    while x < a.len() && y < b.len() {
        if a[x].form == b[y].form {
            meet.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if most[(x + 1) * width + y] >= most[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    meet
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of a sentence a line; words with a digit are figures, words with a capital are names.
    fn report(text: &str) -> Vec<Blanked> {
        let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let span = |part: &str| Span::new(at(part), at(part) + part.len());
        let word = |part: &str| {
            let figure = part.contains(|c: char| c.is_ascii_digit());
            Word {
                form: if figure { String::new() } else { part.to_lowercase() },
                name: part.starts_with(char::is_uppercase),
                figure: figure.then(|| Amount { span: span(part), bounds: None, plain: plain(part) }),
            }
        };
        let line = |line| Blanked { sentence: span(line), words: line.split(' ').map(word).collect() };
        text.lines().map(line).collect()
    }

    fn told(here: &str, there: &str) -> Vec<String> {
        let found = between(&report(here), &report(there));
        found.iter().map(|c| format!("{} {}", c.here.words.of(here), c.there.words.of(there))).collect()
    }

    #[test]
    fn figures_that_copies_changed() {
        let nothing: &[&str] = &[];
        for (here, there, expected) in [
            ("police say 15 people died in the blast", "police say 12 people died in the blast", &["15 12"][..]),
            // Some words are added, others left out.
            (
                "at least 15 people died and 40 were hurt in the blast at a market",
                "some 12 people died in the blast at a market",
                &["15 12"],
            ),
            ("police say 1,200 people left the town", "police say 1200 people left the town", nothing),
            // Two matters told in the same words.
            ("police say 15 people died in Bonn on a bus", "police say 12 people died in Mainz on a bus", nothing),
            // Each goes with the sentence it is most alike.
            (
                "police say 15 people died in the blast\npolice say 2 people died in the fire",
                "police say 2 people died in the fire\npolice say 15 people died in the blast",
                nothing,
            ),
            ("15 people died", "12 people died", nothing),
            ("15 people were shot by troops at a checkpoint", "12 people were drowned by waves at a lake", nothing),
        ] {
            assert_eq!(told(here, there), expected, "{here}");
            let turned: Vec<String> = told(there, here).iter().rev().cloned().collect();
            assert_eq!(turned.len(), expected.len(), "the other way round: {here}");
        }
    }

    #[test]
    fn the_same_value_in_other_words_is_not_changed() {
        let amount = |plain: &str, bounds| Amount { span: Span::default(), bounds, plain: plain.to_string() };
        let twelve = Some((Some(12.0), Some(12.0)));
        assert!(!amount("12", twelve).differs(&amount("twelve", twelve)));
        assert!(amount("12", twelve).differs(&amount("at least 12", Some((Some(12.0), None)))));
    }
}
