//! The pronouns of English and the nouns for people, from `data/coref/`.

use parallax_model::{Gender, Number};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Kinds of pronouns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Kind {
    Personal,
    Possessive,
    Reflexive,
    Relative,
    Demonstrative,
    Reciprocal,
    Indefinite,
}

/// What a pronoun's form says of what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pronoun {
    /// Its form, lower case.
    pub form: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// 1, 2 or 3.
    pub person: u8,
    /// Its number.
    pub number: Number,
    /// Its gender.
    pub gender: Gender,
    /// Whether it stands for people (`Some(false)`: never).
    pub animate: Option<bool>,
}

impl Pronoun {
    /// The subject form of its series ("them", "their", "theirs", "themselves" → "they").
    pub fn series(&self) -> &'static str {
        match (self.kind, self.person, self.number, self.gender) {
            (Kind::Personal | Kind::Possessive | Kind::Reflexive, person, number, gender) => {
                match (person, number, gender) {
                    (1, Number::Singular, _) => "i",
                    (1, ..) => "we",
                    (2, ..) => "you",
                    (_, Number::Singular, Gender::Masculine) => "he",
                    (_, Number::Singular, Gender::Feminine) => "she",
                    (_, Number::Singular, Gender::Neuter) => "it",
                    _ => "they",
                }
            }
            _ => self.form,
        }
    }
}

/// The pronoun of that form (any case).
pub fn pronoun(form: &str) -> Option<Pronoun> {
    static TABLE: OnceLock<BTreeMap<&'static str, Pronoun>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        rows(include_str!("../../../data/coref/pronouns.tsv")).filter_map(|c| Some((*c.first()?, read(&c)?))).collect()
    });
    table.get(form.to_lowercase().replace('’', "'").as_str()).copied()
}

/// The natural gender of a noun for people; `None` when the noun is none of the table.
pub fn person_noun(lemma: &str) -> Option<Gender> {
    static TABLE: OnceLock<BTreeMap<&'static str, Gender>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        rows(include_str!("../../../data/coref/people.tsv"))
            .filter_map(|c| Some((*c.first()?, gender(c.get(1)?))))
            .collect()
    });
    table.get(lemma).copied()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('\t').map(str::trim).collect())
}

fn gender(cell: &str) -> Gender {
    match cell {
        "f" => Gender::Feminine,
        "m" => Gender::Masculine,
        "n" => Gender::Neuter,
        _ => Gender::Unknown,
    }
}

fn read(cells: &[&'static str]) -> Option<Pronoun> {
    let &[form, kind, person, number, sex, animate] = cells else { return None };
    Some(Pronoun {
        form,
        kind: match kind {
            "personal" => Kind::Personal,
            "possessive" => Kind::Possessive,
            "reflexive" => Kind::Reflexive,
            "relative" => Kind::Relative,
            "demonstrative" => Kind::Demonstrative,
            "reciprocal" => Kind::Reciprocal,
            "indefinite" => Kind::Indefinite,
            _ => return None,
        },
        person: person.parse().ok()?,
        number: match number {
            "sing" => Number::Singular,
            "plur" => Number::Plural,
            _ => Number::Unknown,
        },
        gender: gender(sex),
        animate: match animate {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines = rows(include_str!("../../../data/coref/pronouns.tsv")).count();
        assert_eq!(rows(include_str!("../../../data/coref/pronouns.tsv")).filter(|c| read(c).is_some()).count(), lines);
        assert_eq!(pronoun("Theirs").map(|p| p.series()), Some("they"));
        assert_eq!(person_noun("widow"), Some(Gender::Feminine));
        assert_eq!(person_noun("table"), None);
    }
}
