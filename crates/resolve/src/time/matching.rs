//! Matching one row of the grammar against words from a place on, every way it can be read.

use super::expression::{Expression, Kind, build};
use super::rules::{Captures, Choice, Item, Part, Rule, Value};
use super::tables::Tables;

/// A row on its way through the items.
pub(super) struct Match<'m> {
    pub tables: &'m Tables,
    pub items: &'m [Item],
    pub rule: &'m Rule,
    /// Where the expression begins, once its context is passed.
    pub begin: usize,
    /// Where it ends, where context follows.
    pub end: Option<usize>,
    /// The longest that means something: first item, one past the last, meaning.
    pub best: Option<(usize, usize, Expression)>,
}

impl Match<'_> {
    /// Matches `rest` from item `at` on, every way; keeps the longest that means something.
    pub fn go(&mut self, captured: &mut Vec<(String, Value)>, rest: &[&Part], at: usize) {
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
    pub fn class(&self, class: &str, at: usize) -> Vec<(usize, Value)> {
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
        item.forms
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
