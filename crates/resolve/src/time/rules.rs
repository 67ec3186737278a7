//! The grammar of `data/time/rules.tsv`: patterns over words and word classes, matched everywhere, the longest first.

use super::expression::{Expression, Kind, build};
use super::lex::Word;
use super::tables::Tables;
use parallax_model::Span;
use std::collections::BTreeMap;

/// One row of the grammar.
pub struct Rule {
    layer: u8,
    /// Words and classes it can begin with.
    first: Vec<Choice>,
    pattern: Vec<Part>,
    operation: String,
    fixed: Vec<(String, Value)>,
}

enum Part {
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
enum Choice {
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
struct Item {
    word: Word,
    node: Option<Expression>,
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
    words: BTreeMap<String, Vec<usize>>,
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
    let mut items: Vec<Item> =
        super::lex::words(text, offset).into_iter().map(|word| Item { word, node: None }).collect();
    for layer in [1, 2, 2] {
        items = pass(tables, layer, items);
    }
    items
        .into_iter()
        .filter_map(|item| Some(Found { span: item.word.span, expression: item.node? }))
        .filter(|found| found.expression != Expression::Nothing)
        .collect()
}

/// One pass: all matches of a layer, the longest at the earliest place first, put in place of their words.
fn pass(tables: &Tables, layer: u8, items: Vec<Item>) -> Vec<Item> {
    let mut matches: Vec<(usize, usize, Expression)> = Vec::new();
    let Some(starts) = tables.starts.get(usize::from(layer)) else { return items };
    for start in 0..items.len() {
        for rule in beginning(tables, starts, &items, start) {
            let mut state = Match { tables, items: &items, begin: start, end: None, best: None, rule };
            state.go(&mut Vec::new(), &rule.pattern.iter().collect::<Vec<_>>(), start);
            matches.extend(state.best);
        }
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
            out.push(Item { word, node: Some(expression) });
        }
        next = end;
    }
    out.extend_from_slice(items.get(next..).unwrap_or_default());
    out
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
        || !tables.forms(&item.word.lower).is_empty();
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

struct Match<'m> {
    tables: &'m Tables,
    items: &'m [Item],
    rule: &'m Rule,
    begin: usize,
    end: Option<usize>,
    best: Option<(usize, usize, Expression)>,
}

impl Match<'_> {
    /// Matches `rest` from item `at` on, every way; keeps the longest that means something.
    fn go(&mut self, captured: &mut Vec<(String, Value)>, rest: &[&Part], at: usize) {
        let Some((part, rest)) = rest.split_first() else {
            let end = self.end.unwrap_or(at);
            if self.best.as_ref().is_none_or(|best| best.1 < end) {
                let captures: Captures = self.rule.fixed.iter().cloned().chain(captured.iter().cloned()).collect();
                if let Some(expression) = build(&self.rule.operation, &captures) {
                    self.best = Some((self.begin, end, expression));
                }
            }
            return;
        };
        match part {
            Part::Begin => {
                let old = std::mem::replace(&mut self.begin, at);
                self.go(captured, rest, at);
                // What was found keeps the place it began at.
                self.begin = old;
            }
            Part::End => {
                self.end = Some(at);
                self.go(captured, rest, at);
                self.end = None;
            }
            Part::Group(inner) => {
                let with: Vec<&Part> = inner.iter().chain(rest.iter().copied()).collect();
                self.go(captured, &with, at);
                self.go(captured, rest, at);
            }
            Part::One(choices, optional) => {
                for choice in choices {
                    for (length, value) in self.choice(choice, at) {
                        let key = match choice {
                            Choice::Class(_, key) => Some(key.clone()),
                            Choice::Literal(word, _) => modifier_word(word),
                        };
                        let value = match (choice, &key) {
                            (Choice::Literal(word, _), Some(_)) => Value::Code(word.clone()),
                            _ => value,
                        };
                        let depth = captured.len();
                        captured.extend(key.map(|key| (key, value)));
                        self.go(captured, rest, at + length);
                        captured.truncate(depth);
                    }
                }
                if *optional {
                    self.go(captured, rest, at);
                }
            }
        }
    }

    fn choice(&self, choice: &Choice, at: usize) -> Vec<(usize, Value)> {
        let Some(item) = self.items.get(at) else { return Vec::new() };
        match choice {
            Choice::Literal(word, capital) => {
                let fits = item.node.is_none() && item.word.lower == *word && (!capital || item.word.capital);
                if fits { vec![(1, Value::Int(0))] } else { Vec::new() }
            }
            Choice::Class(class, _) => self.class(class, at),
        }
    }

    /// All readings of the items from `at` on as `class`: how many items, and the value.
    fn class(&self, class: &str, at: usize) -> Vec<(usize, Value)> {
        let Some(item) = self.items.get(at) else { return Vec::new() };
        if let Some(node) = &item.node {
            let fits = match class {
                "DATE" => node.kind() == Kind::Date,
                "TIME" => node.kind() == Kind::Time,
                "DUR" => node.kind() == Kind::Duration,
                _ => false,
            };
            return if fits { vec![(1, Value::Node(Box::new(node.clone())))] } else { Vec::new() };
        }
        let lower = item.word.lower.as_str();
        let digits = lower.bytes().all(|b| b.is_ascii_digit()).then_some(lower).filter(|d| d.len() < 10);
        let number = |range: std::ops::RangeInclusive<i64>, width: std::ops::RangeInclusive<usize>| {
            let n = digits.filter(|d| width.contains(&d.len()))?.parse().ok().filter(|n| range.contains(n))?;
            Some(vec![(1, Value::Int(n))])
        };
        let listed = |class: &str| self.listed(class, at);
        let plural = |forms: Vec<(usize, Value)>| if lower.ends_with('s') { forms } else { Vec::new() };
        match class {
            "YEAR" => number(1000..=2199, 4..=4).filter(|_| self.can_be_year(at)).unwrap_or_default(),
            "YEAR3" => number(100..=999, 3..=3).filter(|_| self.can_be_year(at)).unwrap_or_default(),
            "MM" => number(1..=12, 1..=2).unwrap_or_default(),
            "DD" => number(1..=31, 1..=2).unwrap_or_default(),
            "YY" => number(0..=99, 2..=2).unwrap_or_default(),
            "HOUR" => number(0..=24, 1..=2).unwrap_or_else(|| {
                self.number(at).into_iter().filter(|(_, v)| matches!(v, Value::Int(1..=12))).collect()
            }),
            "MIN" | "SEC" => number(0..=59, 2..=2).unwrap_or_default(),
            "HHMM" => number(0..=2359, 4..=4).unwrap_or_default(),
            "DAY" => number(1..=31, 1..=2).unwrap_or_else(|| ordinal_digits(lower, 31)),
            "ORD" => {
                let mut found = ordinal_digits(lower, 99);
                found.extend(listed("ordinal"));
                found
            }
            "DECADE" => match lower.strip_suffix('s').and_then(|d| d.parse::<i64>().ok()).filter(|n| n % 10 == 0) {
                Some(n @ (0..=99 | 1000..=2190)) => vec![(1, Value::Int(n))],
                _ => Vec::new(),
            },
            "QUARTER" => match lower.strip_prefix('q').and_then(|d| d.parse().ok()) {
                Some(n @ 1..=4) if item.word.capital => vec![(1, Value::Int(n))],
                _ => Vec::new(),
            },
            "NUM" => self.number(at),
            "UNITPL" => plural(listed("unit")),
            "UNIT1" if lower.ends_with('s') => Vec::new(),
            "UNIT1" => listed("unit"),
            "UNITL" => listed("unit").into_iter().filter(|(_, v)| is_code(v, &["decade", "century"])).collect(),
            "UNITD" => {
                listed("unit").into_iter().filter(|(_, v)| is_code(v, &["day", "week", "month", "year"])).collect()
            }
            "MONTH" => self.dotted(listed("month"), at),
            "MONTHX" => match lower {
                "may" | "march" | "mar" | "april" | "june" | "jan" | "august" => Vec::new(),
                _ => listed("month"),
            },
            "WDAY" => {
                let mut found = listed("weekday");
                found.extend(self.dotted(listed("wd"), at));
                found
            }
            "WEEKDAYS" => listed("weekdays"),
            "DECADEW" => listed("decade"),
            _ => listed(&class.to_lowercase()),
        }
    }

    /// Forms of a class of the tables.
    fn listed(&self, class: &str, at: usize) -> Vec<(usize, Value)> {
        let Some(item) = self.items.get(at) else { return Vec::new() };
        let fits = |words: &[String]| {
            words.iter().enumerate().all(|(i, word)| {
                self.items.get(at + i).is_some_and(|item| item.node.is_none() && item.word.lower == *word)
            })
        };
        self.tables
            .forms(&item.word.lower)
            .iter()
            .filter(|form| form.class == class && (!form.capital || item.word.capital) && fits(&form.words))
            .map(|form| {
                let value = match form.value.parse() {
                    // Zones are codes though "+01:00" begins like a number; "X" stands for an uncounted number.
                    Ok(n) if class != "zone" => Value::Int(n),
                    _ if form.value == "X" => Value::Some,
                    _ => Value::Code(form.value.clone()),
                };
                (form.words.len(), value)
            })
            .collect()
    }

    /// Abbreviations with and without their dot.
    fn dotted(&self, found: Vec<(usize, Value)>, at: usize) -> Vec<(usize, Value)> {
        let dot = |n: usize| self.items.get(at + n).is_some_and(|item| item.word.lower == ".");
        found
            .into_iter()
            .flat_map(|(n, value)| {
                let with = dot(n).then(|| (n + 1, value.clone()));
                with.into_iter().chain([(n, value)])
            })
            .collect()
    }

    /// Cardinal numbers in digits or words ("5,000", "twenty-five", "two hundred", "several").
    fn number(&self, at: usize) -> Vec<(usize, Value)> {
        let Some(item) = self.items.get(at).filter(|item| item.node.is_none()) else { return Vec::new() };
        let plain: String = item.word.lower.chars().filter(|&c| c != ',').collect();
        if plain.bytes().all(|b| b.is_ascii_digit()) {
            return plain
                .parse()
                .ok()
                .filter(|&n| n < 1_000_000_000)
                .map(|n| vec![(1, Value::Int(n))])
                .unwrap_or_default();
        }
        if let Some((whole, _)) = plain.split_once('.')
            && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        {
            return whole.parse().ok().map(|n| vec![(1, Value::Int(n))]).unwrap_or_default();
        }
        let mut found = self.listed("number", at);
        let mut further = Vec::new();
        for (length, value) in &found {
            let Value::Int(n) = *value else { continue };
            let next = at + length;
            let hyphen = usize::from(self.items.get(next).is_some_and(|item| item.word.lower == "-"));
            for (more, value) in self.listed("number", next + hyphen) {
                match value {
                    Value::Int(m @ 1..=9) if (20..100).contains(&n) => {
                        further.push((length + hyphen + more, Value::Int(n + m)))
                    }
                    Value::Int(m @ (100 | 1000)) if hyphen == 0 && n < m => {
                        further.push((length + more, Value::Int(n * m)))
                    }
                    _ => {}
                }
            }
        }
        found.extend(further);
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found
    }

    /// Whether a four-digit number may be a year: no amount, no count, no number of a thing.
    fn can_be_year(&self, at: usize) -> bool {
        let word = |i: Option<usize>| i.and_then(|i| self.items.get(i)).map_or("", |item| item.word.lower.as_str());
        let before = word(at.checked_sub(1));
        let (next, after) = (word(Some(at + 1)), word(Some(at + 2)));
        let is = |class: &str, word: &str| self.tables.forms(word).iter().any(|form| form.class == class);
        let unlikely_before = is("noyear-after", before);
        let counted = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && !is("year-before", next);
        let measured = is("noyear-before", next);
        let decimal = (next == "." || next == ",") && after.len() == 3 && after.bytes().all(|b| b.is_ascii_digit());
        !unlikely_before && !counted && !measured && !decimal
    }
}

fn is_code(value: &Value, codes: &[&str]) -> bool {
    matches!(value, Value::Code(code) if codes.contains(&code.as_str()))
}

fn ordinal_digits(lower: &str, most: i64) -> Vec<(usize, Value)> {
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = lower.get(digits.len()..).unwrap_or("");
    match digits.parse() {
        Ok(n) if (1..=most).contains(&n) && matches!(suffix, "st" | "nd" | "rd" | "th") => vec![(1, Value::Int(n))],
        _ => Vec::new(),
    }
}

/// Literal words that say which part of a stretch is meant are captured as `edge`.
fn modifier_word(word: &str) -> Option<String> {
    matches!(word, "early" | "mid" | "late" | "earlier" | "later" | "middle" | "midway").then(|| "edge".to_string())
}
