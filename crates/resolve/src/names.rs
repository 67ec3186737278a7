//! Whether two names can be of one thing: persons by their parts, bodies by words, initials and joined spelling.

use crate::words::{bones_of, edits, is_small, sound, words};

/// How two names relate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Likeness {
    /// They are one name, by this rule and so sure.
    Same(&'static str, f32),
    /// One is a part of the other (a surname alone, a shortened title); which rule and how sure when nobody else fits.
    Part(&'static str, f32),
    /// They name two.
    Different,
    /// Nothing can be said from the names alone.
    Open,
}

/// Particles between given and family name, not compared ("al-", "van der", "bin").
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ad", "as", "ash", "an", "bin", "ibn", "ben", "bint", "abd", "de", "der", "den", "van", "von",
    "da", "dos", "du", "di", "la", "le",
];
/// Endings of a person's name that are no family name.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "md", "qc", "kc"];

/// Parts that one person's name has at most, particles left out.
const MOST_PARTS: usize = 5;

/// The parts of a person's name that count, in order.
pub fn person_parts(name: &str) -> Vec<String> {
    let all: Vec<String> =
        words(name).into_iter().filter(|w| !is_small(w) && !SUFFIXES.contains(&w.as_str())).collect();
    // A particle counts when nothing else is left, or as the first word ("Al Gore" is written apart, "al-Masri" joined).
    let kept: Vec<String> = all
        .iter()
        .enumerate()
        .filter(|(i, w)| *i == 0 && all.len() == 2 && !name.contains('-') || !PARTICLES.contains(&w.as_str()))
        .map(|(_, w)| w.clone())
        .collect();
    if kept.is_empty() { all } else { kept }
}

/// Whether two parts of a person's name are one: spelt alike, sounding alike, or one the initial of the other.
fn same_part(a: &str, b: &str) -> Option<(&'static str, f32)> {
    if a == b {
        return Some(("same name", 1.0));
    }
    let (sa, sb) = (sound(a), sound(b));
    if sa == sb {
        return Some(("transliteration", 0.95));
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    if short.chars().count() == 1 {
        return long.starts_with(short).then_some(("initial", 0.9));
    }
    // Other vowels, as many: only for words long enough that few others have the same consonants.
    let bones = bones_of(&sa);
    if short.chars().count() >= 5
        && bones == bones_of(&sb)
        && bones.chars().count() >= 3
        && sa.chars().count() == sb.chars().count()
        && edits(&sa, &sb) <= 2
        && gender_ending(a) == gender_ending(b)
    {
        return Some(("transliteration", 0.85));
    }
    None
}

/// Slavic family names tell husband from wife by their ending, which is no matter of spelling.
fn gender_ending(word: &str) -> bool {
    word.ends_with('a')
}

/// How two persons' names relate.
///
/// A name is read as given names and family name in either order (Hungarian, Chinese and Korean names put the family
/// first). Two names of two parts or more are one when the shorter is an ordered part of the longer that keeps its last
/// or first two parts; they are different when their given names differ. A single part can only be *part* of a longer name.
pub fn persons(a: &str, b: &str) -> Likeness {
    let (a, b) = (person_parts(a), person_parts(b));
    let (long, short) = if a.len() >= b.len() { (&a, &b) } else { (&b, &a) };
    if short.is_empty() {
        return Likeness::Open;
    }
    if short.concat() == long.concat() {
        return Likeness::Same("same name", 1.0);
    }
    // So long a name is a list of people without commas, and none of them.
    if long.len() > MOST_PARTS {
        return Likeness::Different;
    }
    let Some((matched, rule, score)) = in_order(short, long) else {
        if long.len() == 2
            && short.len() == 2
            && same_part(&long[0], &short[1]).is_some()
            && same_part(&long[1], &short[0]).is_some()
        {
            return Likeness::Same("family name first", 0.9);
        }
        return Likeness::Different;
    };
    let ends_alike = matched.last() == Some(&(long.len() - 1));
    match (short.len(), long.len()) {
        (1, 1) => {
            if rule == "initial" {
                Likeness::Different
            } else {
                Likeness::Same(rule, score)
            }
        }
        (1, _) if rule == "initial" => Likeness::Open,
        (1, _) if ends_alike => Likeness::Part("surname alone", 0.9 * score),
        (1, _) if matched.first() == Some(&0) => Likeness::Part("given name alone", 0.7 * score),
        (1, _) => Likeness::Part("part of the name", 0.6 * score),
        (n, m) if n == m => Likeness::Same(rule, score),
        _ if ends_alike => Likeness::Same("shorter name", 0.95 * score),
        _ if matched.iter().take(2).copied().eq([0, 1]) => Likeness::Same("shorter name", 0.85 * score),
        _ => Likeness::Different,
    }
}

/// Where the parts of `short` stand in `long`, in order; with the weakest rule that was needed.
fn in_order(short: &[String], long: &[String]) -> Option<(Vec<usize>, &'static str, f32)> {
    let (mut matched, mut weakest) = (vec![0; short.len()], ("same name", 1.0f32));
    let mut end = long.len();
    // From the right: the family name decides first.
    for (s, part) in short.iter().enumerate().rev() {
        let (at, rule) = (0..end).rev().find_map(|l| same_part(part, long.get(l)?).map(|rule| (l, rule)))?;
        if rule.1 < weakest.1 {
            weakest = rule;
        }
        matched[s] = at;
        end = at;
    }
    Some((matched, weakest.0, weakest.1))
}

/// How two bodies' (or works', or unknown things') names relate.
pub fn bodies(a: &str, b: &str) -> Likeness {
    let (all_a, all_b) = (words(a), words(b));
    let content = |all: &[String]| -> Vec<String> { all.iter().filter(|w| !is_small(w)).cloned().collect() };
    let (wa, wb) = (content(&all_a), content(&all_b));
    if wa.is_empty() || wb.is_empty() {
        return Likeness::Open;
    }
    if wa == wb {
        return Likeness::Same("same name", 1.0);
    }
    if number_of(&wa).is_some() && number_of(&wb).is_some() && number_of(&wa) != number_of(&wb) {
        return Likeness::Different;
    }
    if (wa.concat() == wb.concat() || all_a.concat() == all_b.concat()) && wa.concat().chars().count() >= 4 {
        return Likeness::Same("joined spelling", 0.95);
    }
    if is_acronym_of(a, &all_b) || is_acronym_of(b, &all_a) {
        return Likeness::Same("acronym", 0.9);
    }
    let (long, short) = if wa.len() >= wb.len() { (&wa, &wb) } else { (&wb, &wa) };
    if long.len() == short.len() {
        let differing: Vec<(&String, &String)> = long.iter().zip(short).filter(|(x, y)| sound(x) != sound(y)).collect();
        return match differing.as_slice() {
            [] => Likeness::Same("transliteration", 0.9),
            // A slip of the pen in a name of several words.
            [(x, y)]
                if long.len() >= 2
                    && x.chars().count().min(y.chars().count()) >= 4
                    && edits(x, y) == 1
                    && number_of(std::slice::from_ref(*x)).is_none() =>
            {
                Likeness::Same("spelling", 0.8)
            }
            _ => Likeness::Open,
        };
    }
    let number = number_of(long);
    if let (Some(number), None) = (number, number_of(short)) {
        // A maker is not what it makes: "Boeing 767", "Airbus A380". A ship may be told without its small number.
        if number.chars().count() >= 3 || number.chars().any(char::is_alphabetic) {
            return Likeness::Different;
        }
        let bare: String =
            long.iter().filter(|w| number_of(std::slice::from_ref(*w)).is_none()).map(String::as_str).collect();
        if bare == short.concat() && bare.chars().count() >= 4 {
            return Likeness::Part("without its number", 0.8);
        }
    }
    let Some((matched, _, score)) = in_order_exact(short, long) else { return Likeness::Open };
    let ends_alike = matched.last() == Some(&(long.len() - 1));
    match short.len() {
        1 if ends_alike => Likeness::Part("last word alone", 0.5 * score),
        1 if matched.first() == Some(&0) => Likeness::Part("first word alone", 0.6 * score),
        1 => Likeness::Open,
        _ if ends_alike || matched.first() == Some(&0) => Likeness::Part("shorter name", 0.8 * score),
        _ => Likeness::Part("words of the name", 0.5 * score),
    }
}

fn in_order_exact(short: &[String], long: &[String]) -> Option<(Vec<usize>, &'static str, f32)> {
    let (mut matched, mut end) = (vec![0; short.len()], long.len());
    for (s, part) in short.iter().enumerate().rev() {
        let at = (0..end).rev().find(|&l| long.get(l).is_some_and(|w| w == part || sound(w) == sound(part)))?;
        matched[s] = at;
        end = at;
    }
    Some((matched, "same words", 1.0))
}

/// The number in a name ("Flight 243", "Gang 1"), which tells like-named things apart.
fn number_of(words: &[String]) -> Option<&String> {
    words.iter().find(|w| {
        w.chars().all(|c| c.is_ascii_digit()) || (w.chars().any(|c| c.is_ascii_digit()) && w.chars().count() <= 4)
    })
}

/// Whether a name is made of the initials of words: all of them, or those with content ("FBI", "UNHCR" by any subset in
/// order is not enough: every letter must be an initial and every content word must give one, articles and prepositions may).
pub fn is_acronym_of(short: &str, long: &[String]) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let n = letters.chars().count();
    let looks = (2..=8).contains(&n)
        && !short.trim().contains(' ')
        && (letters.chars().filter(|c| c.is_uppercase()).count() * 2 > n
            || n <= 4 && letters.chars().all(char::is_lowercase));
    if !looks || long.len() < 2 {
        return false;
    }
    let letters = letters.to_lowercase();
    let initials = |small: bool| -> String {
        long.iter().filter(|w| small || !is_small(w)).filter_map(|w| w.chars().next()).collect()
    };
    letters == initials(true) || letters == initials(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_by_their_parts() {
        let same = |a, b| assert!(matches!(persons(a, b), Likeness::Same(..)), "{a} = {b}: {:?}", persons(a, b));
        let part = |a, b| assert!(matches!(persons(a, b), Likeness::Part(..)), "{a} ~ {b}: {:?}", persons(a, b));
        let two = |a, b| assert_eq!(persons(a, b), Likeness::Different, "{a} / {b}");
        same("Oleksandr Tarasovskyy", "Oleksandr Tarasovskiy");
        same("Haji Omar Farouk", "Omar Farouk");
        same("Muhammad Darwish", "Mohammed Darwish");
        same("Lina Abu Nkosi", "Lina Abu");
        same("J. Smith", "John Smith");
        same("Pak Jong-il", "Pak Jong Il");
        same("Abu Omar al-Masri", "Abu Omar Masri");
        part("Smith", "John Smith");
        part("Pak", "Pak Jong Il");
        two("Anna Smith", "John Smith");
        two("Ivan Petrov", "Ivan Pavlov");
        two("Smith", "Jones");
        two("Anna Smith Bela Jones Carla Wilms", "Anna Smith");
        two("Anna Smith Bela Jones Carla Wilms", "Wilms");
        same("Hamad bin Khalid bin Omar Al Farouk Nasser", "Hamad bin Khalid Nasser");
        assert_eq!(persons("Kelly", "K. Stevens"), Likeness::Open);
        two("Williams", "Carla Wilms");
        two("Pyotr Ivanov", "Pyotr Ivanova");
    }

    #[test]
    fn bodies_by_words_initials_and_spelling() {
        let same = |a, b| assert!(matches!(bodies(a, b), Likeness::Same(..)), "{a} = {b}: {:?}", bodies(a, b));
        same("Committee for the Blue Cross", "Committee of the Blue Cross");
        same("World Peace Council", "WPC");
        same("dpg", "Deutsche Presse Gruppe");
        same("#SaveOurLakes", "Save Our Lakes");
        same("U.N.", "UN");
        assert!(matches!(bodies("UN Security Council", "Security Council"), Likeness::Part(..)));
        assert!(matches!(bodies("Mar Azul 1", "Marazul"), Likeness::Part(..)));
        assert_eq!(bodies("Mar Azul 1", "Mar Azul 2"), Likeness::Different);
        assert_eq!(bodies("Condor", "Condor 340"), Likeness::Different);
        assert_eq!(bodies("Condor", "Condor C90"), Likeness::Different);
        assert_eq!(bodies("Ministry of Health", "Ministry of Defence"), Likeness::Open);
    }
}
