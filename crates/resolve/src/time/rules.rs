//! The grammar of `data/time/rules.tsv`: patterns over words and word classes, matched everywhere, the longest first.

use super::expression::Expression;
use super::lex::Word;
use super::matching::Match;
use super::tables::{Form, Tables};
use parallax_model::Span;
use std::collections::{BTreeMap, HashMap};

/// One row of the grammar.
pub struct Rule {
    layer: u8,
    /// Words and classes it can begin with.
    first: Vec<Choice>,
    pub(super) pattern: Vec<Part>,
    pub(super) operation: String,
    pub(super) fixed: Vec<(String, Value)>,
}

pub(super) enum Part {
    /// One of several words or classes; whether it may be left out.
    One(Vec<Choice>, bool),
    /// A group that may be left out.
    Group(Vec<Part>),
    /// Before it: context; the expression begins here.
    Begin,
    /// Behind it: context; the expression ends here.
    End,
}

#[derive(Clone)]
pub(super) enum Choice {
    Literal(String, bool),
    Class(&'static str, String),
}

/// A captured value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// A number.
    Int(i64),
    /// A code of the tables.
    Code(String),
    /// An expression found by layer 1.
    Node(Box<Expression>),
    /// An uncounted number ("several").
    Some,
}

/// What a match captured, by name.
pub type Captures = BTreeMap<String, Value>;

/// A word, or an expression already found.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub word: Word,
    /// Forms of the tables that begin with the word.
    pub forms: &'static [Form],
    pub node: Option<Expression>,
}

const CLASSES: [(&str, &str); 40] = [
    ("YEAR", "year"),
    ("YEAR3", "year"),
    ("MM", "month"),
    ("DD", "day"),
    ("MONTH", "month"),
    ("MONTHX", "month"),
    ("DAY", "day"),
    ("ORD", "ord"),
    ("WDAY", "weekday"),
    ("WEEKDAY", "weekday"),
    ("WEEKDAYS", "weekday"),
    ("YY", "yy"),
    ("NUM", "n"),
    ("UNIT", "unit"),
    ("UNITPL", "unit"),
    ("UNITL", "unit"),
    ("UNITD", "unit"),
    ("UNIT1", "unit"),
    ("SEASON", "season"),
    ("FALL", "season"),
    ("PART", "part"),
    ("DAWN", "part"),
    ("HOLIDAY", "holiday"),
    ("PERIOD", "period"),
    ("ZONE", "zone"),
    ("DECADE", "decade"),
    ("DECADEW", "decade"),
    ("HOUR", "hour"),
    ("MIN", "minute"),
    ("SEC", "second"),
    ("HHMM", "hhmm"),
    ("AMPM", "ampm"),
    ("QUARTER", "quarter"),
    ("DATE", "date"),
    ("TIME", "time"),
    ("DUR", "duration"),
    ("WDAY2", "weekday2"),
    ("YEAR2", "year2"),
    ("MONTH2", "month2"),
    ("DAY2", "day2"),
];
const SECOND: [(&str, &str); 3] = [("NUM2", "n2"), ("UNIT2", "unit2"), ("DATE2", "date2")];

fn class(name: &str) -> Option<(&'static str, String)> {
    let (base, key) = CLASSES.iter().chain(&SECOND).find(|(class, _)| *class == name)?;
    Some((base.trim_end_matches('2'), (*key).to_string()))
}

/// A row as a rule; `None` when it has not four columns.
pub fn rule(row: &[&str]) -> Option<Rule> {
    let [layer, _name, pattern, meaning] = row else { return None };
    let mut words = pattern.split(' ').filter(|word| !word.is_empty());
    let pattern = parts(&mut words);
    let mut meaning = meaning.split(' ');
    let operation = meaning.next()?.to_string();
    let fixed = meaning
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| {
            let value = match value.parse() {
                Ok(n) => Value::Int(n),
                Err(_) if value == "X" => Value::Some,
                Err(_) => Value::Code(value.to_string()),
            };
            (key.to_string(), value)
        })
        .collect();
    let mut first = Vec::new();
    firsts(&pattern, &mut first);
    Some(Rule { layer: layer.parse().ok()?, first, pattern, operation, fixed })
}

/// Collects what a pattern can begin with; whether it can be passed without taking a word.
fn firsts(pattern: &[Part], found: &mut Vec<Choice>) -> bool {
    for part in pattern {
        let passable = match part {
            Part::One(choices, optional) => {
                found.extend(choices.iter().cloned());
                *optional
            }
            Part::Group(inner) => {
                firsts(inner, found);
                true
            }
            Part::Begin | Part::End => true,
        };
        if !passable {
            return false;
        }
    }
    true
}

/// The rules of one layer by what they can begin with, so that most words of a text are passed over at once.
#[derive(Default)]
pub struct Starts {
    words: HashMap<String, Vec<usize>>,
    classes: BTreeMap<&'static str, Vec<usize>>,
}

impl Starts {
    /// Indexes the rules of `layer`.
    pub fn new(rules: &[Rule], layer: u8) -> Starts {
        let mut starts = Starts::default();
        for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.layer == layer) {
            for choice in &rule.first {
                match choice {
                    Choice::Literal(word, _) => starts.words.entry(word.clone()).or_default().push(index),
                    Choice::Class(class, _) => starts.classes.entry(class).or_default().push(index),
                }
            }
        }
        starts
    }
}

fn parts<'p>(words: &mut impl Iterator<Item = &'p str>) -> Vec<Part> {
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        match word {
            ")?" => break,
            "(" => found.push(Part::Group(parts(words))),
            "<" => found.push(Part::Begin),
            ">" => found.push(Part::End),
            _ => {
                let optional = word.len() > 1 && word.ends_with('?');
                let choices = word.strip_suffix('?').filter(|_| optional).unwrap_or(word);
                let choices = choices.split('|').map(|choice| match class(choice) {
                    Some((class, key)) => Choice::Class(class, key),
                    // A word in capitals ("AD") must stand in capitals.
                    None => Choice::Literal(
                        choice.to_lowercase(),
                        choice.len() > 1 && choice.starts_with(char::is_uppercase),
                    ),
                });
                found.push(Part::One(choices.collect(), optional));
            }
        }
    }
    found
}

/// An expression found in a stretch of text.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// Its words.
    pub span: Span,
    /// What it means, before anchoring.
    pub expression: Expression,
}

/// The time expressions of `text`, whose first byte stands at `offset`, in text order.
pub fn find(text: &str, offset: usize) -> Vec<Found> {
    let tables = Tables::get();
    let words = super::lex::words(text, offset).into_iter();
    let items = words.map(|word| Item { forms: tables.forms(&word.lower), word, node: None }).collect();
    let (items, _) = pass(tables, 1, items);
    let (mut items, found) = pass(tables, 2, items);
    if found {
        (items, _) = pass(tables, 2, items);
    }
    items
        .into_iter()
        .filter_map(|item| Some(Found { span: item.word.span, expression: item.node? }))
        .filter(|found| found.expression != Expression::Nothing)
        .collect()
}

/// One pass: all matches of a layer, the longest at the earliest place first, put in place of their words; and whether
/// there was one.
fn pass(tables: &Tables, layer: u8, items: Vec<Item>) -> (Vec<Item>, bool) {
    let mut matches: Vec<(usize, usize, Expression)> = Vec::new();
    let Some(starts) = tables.starts.get(usize::from(layer)) else { return (items, false) };
    for start in 0..items.len() {
        for rule in beginning(tables, starts, &items, start) {
            let mut state = Match { tables, items: &items, begin: start, end: None, best: None, rule };
            state.go(&mut Vec::new(), &rule.pattern.iter().collect::<Vec<_>>(), start);
            matches.extend(state.best);
        }
    }
    if matches.is_empty() {
        return (items, false);
    }
    // Stable: of equal matches the earlier row stays first.
    matches.sort_by_key(|&(begin, end, _)| (begin, std::cmp::Reverse(end)));
    let (mut out, mut next) = (Vec::with_capacity(items.len()), 0);
    for (begin, end, expression) in matches {
        if begin < next || end <= begin {
            continue;
        }
        out.extend_from_slice(items.get(next..begin).unwrap_or_default());
        if let (Some(first), Some(last)) = (items.get(begin), items.get(end - 1)) {
            let word = Word { span: first.word.span.cover(last.word.span), lower: String::new(), capital: false };
            out.push(Item { word, forms: &[], node: Some(expression) });
        }
        next = end;
    }
    out.extend_from_slice(items.get(next..).unwrap_or_default());
    (out, true)
}

/// The rules that can begin at an item, in their own order.
fn beginning<'t>(tables: &'t Tables, starts: &Starts, items: &[Item], at: usize) -> Vec<&'t Rule> {
    let Some(item) = items.get(at) else { return Vec::new() };
    let Some(any) = tables.rules.first() else { return Vec::new() };
    let probe = Match { tables, items, rule: any, begin: at, end: None, best: None };
    let mut found: Vec<usize> = match &item.node {
        None => starts.words.get(&item.word.lower).cloned().unwrap_or_default(),
        Some(_) => Vec::new(),
    };
    // A class of words begins with a number, or with a word the tables know.
    let known = item.node.is_some()
        || item.word.lower.starts_with(|c: char| c.is_ascii_digit() || c == 'q')
        || !item.forms.is_empty();
    if known {
        for (class, rules) in &starts.classes {
            if !probe.class(class, at).is_empty() {
                found.extend(rules);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|index| tables.rules.get(index)).collect()
}
