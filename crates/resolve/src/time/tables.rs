//! The tables of `data/time/`, indexed once.

use super::calendar::Feast;
use super::rules::{self, Rule, Starts};
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Words, feasts, periods and rules.
pub struct Tables {
    /// First word (lower case) → forms that begin with it, longest first.
    forms: HashMap<String, Vec<Form>>,
    /// Feasts, by row.
    pub feasts: Vec<(Feast, i64)>,
    /// Named periods, by row: first and last day or year as written.
    pub periods: Vec<(String, String)>,
    /// The grammar.
    pub rules: Vec<Rule>,
    /// `[layer]` → its rules by what they can begin with.
    pub starts: Vec<Starts>,
    /// What a word says of the time of what it stands with, and the word.
    says: BTreeSet<(&'static str, &'static str)>,
}

/// One form of a word class.
#[derive(Debug)]
pub struct Form {
    /// "month", "unit", "holiday" …
    pub class: &'static str,
    /// Its value as written in the table; row number for feasts and periods.
    pub value: String,
    /// Lower-case words.
    pub words: Vec<String>,
    /// Whether the first word must begin with a capital.
    pub capital: bool,
}

impl Tables {
    /// The bundled tables.
    pub fn get() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(Tables::read)
    }

    /// Forms that begin with `word`, longest first.
    pub fn forms(&self, word: &str) -> &[Form] {
        self.forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a lower-case word says that of the time of what it stands with ("ahead", "setting").
    pub fn says(&self, what: &str, word: &str) -> bool {
        self.says.contains(&(what, word))
    }

    fn read() -> Tables {
        let mut forms: HashMap<String, Vec<Form>> = HashMap::new();
        let mut add = |class: &'static str, value: &str, names: &str| {
            for name in names.split('|') {
                let words: Vec<String> = super::lex::words(name, 0).into_iter().map(|word| word.lower).collect();
                // A form written with a capital keeps it, "Spring" beside "spring" apart.
                let capital = name.starts_with(char::is_uppercase) && !matches!(class, "ampm" | "season" | "fall");
                if let Some(first) = words.first() {
                    let form = Form { class, value: value.to_string(), words: words.clone(), capital };
                    forms.entry(first.clone()).or_default().push(form);
                }
            }
        };
        for row in rows(include_str!("../../../../data/time/words.tsv")) {
            if let [class, value, names] = row[..] {
                add(class, value, names);
            }
        }
        let (mut feasts, mut periods) = (Vec::new(), Vec::new());
        for row in rows(include_str!("../../../../data/time/holidays.tsv")) {
            if let [names, rule, length] = row[..]
                && let Some(feast) = feast(rule)
            {
                add("holiday", &feasts.len().to_string(), names);
                feasts.push((feast, length.parse().unwrap_or(1)));
            }
        }
        for row in rows(include_str!("../../../../data/time/periods.tsv")) {
            if let [names, from, to] = row[..] {
                add("period", &periods.len().to_string(), names);
                periods.push((from.to_string(), to.to_string()));
            }
        }
        forms.values_mut().for_each(|list| list.sort_by_key(|form| std::cmp::Reverse(form.words.len())));
        let rules: Vec<Rule> =
            rows(include_str!("../../../../data/time/rules.tsv")).filter_map(|row| rules::rule(&row)).collect();
        let starts = (0..=2).map(|layer| Starts::new(&rules, layer)).collect();
        let says = include_str!("../../../../data/time/says.tsv").lines().filter(|l| !l.starts_with('#'));
        let says = says.filter_map(|l| l.split_once('\t')).collect();
        Tables { forms, feasts, periods, rules, starts, says }
    }
}

/// The rows of a table, comments and blank lines left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

fn feast(rule: &str) -> Option<Feast> {
    let parts: Vec<&str> = rule.split([' ', '-']).collect();
    let signed: Vec<i64> = rule.split(' ').skip(1).filter_map(|n| n.parse().ok()).collect();
    let small = |i: usize| signed.get(i).and_then(|&n| i8::try_from(n).ok());
    Some(match *parts.first()? {
        "fixed" => Feast::Fixed(parts.get(1)?.parse().ok()?, parts.get(2)?.parse().ok()?),
        "easter" => Feast::Easter(*signed.first()?),
        "orthodox" => Feast::Orthodox(*signed.first()?),
        "nth" => Feast::Nth(small(0)?, small(1)?, small(2)?),
        "islamic" => Feast::Islamic(*signed.first()?, *signed.get(1)?),
        "lunar" => Feast::Lunar,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let tables = Tables::get();
        let count = |table| rows(table).count();
        assert_eq!(tables.feasts.len(), count(include_str!("../../../../data/time/holidays.tsv")));
        assert_eq!(tables.periods.len(), count(include_str!("../../../../data/time/periods.tsv")));
        assert_eq!(tables.rules.len(), count(include_str!("../../../../data/time/rules.tsv")));
        for row in rows(include_str!("../../../../data/time/words.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
        }
    }
}
