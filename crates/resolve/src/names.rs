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

/// A name taken apart once, to be compared with many.
#[derive(Clone, PartialEq, Debug)]
pub struct Spelling {
    name: String,
    /// All its words.
    all: Vec<String>,
    /// Those that are not small, and how each sounds.
    content: Vec<Word>,
    /// What counts of it when it is a person's.
    parts: Vec<Word>,
    /// Its content words in one, and all in one.
    joined: (String, String),
}

/// A word of a name.
#[derive(Clone, PartialEq, Debug)]
struct Word {
    text: String,
    sound: String,
    length: usize,
}

impl Word {
    fn of(text: &str) -> Word {
        Word { sound: sound(text), length: text.chars().count(), text: text.to_string() }
    }
}

impl Spelling {
    /// Takes a name apart.
    pub fn of(name: &str) -> Spelling {
        let all = words(name);
        let content: Vec<Word> = all.iter().filter(|w| !is_small(w)).map(|w| Word::of(w)).collect();
        let joined = (joined(&content), all.concat());
        Spelling { parts: person_parts(name, &content), name: name.to_string(), all, content, joined }
    }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|w| w.text.as_str()).collect()
}

/// The parts of a person's name that count, in order.
fn person_parts(name: &str, content: &[Word]) -> Vec<Word> {
    let all: Vec<&Word> = content.iter().filter(|w| !SUFFIXES.contains(&w.text.as_str())).collect();
    // A particle counts when nothing else is left, or as the first word ("Al Gore" is written apart, "al-Masri" joined).
    let counts =
        |i: usize, w: &Word| i == 0 && all.len() == 2 && !name.contains('-') || !PARTICLES.contains(&w.text.as_str());
    let kept: Vec<&Word> = all.iter().enumerate().filter(|(i, w)| counts(*i, w)).map(|(_, w)| *w).collect();
    (if kept.is_empty() { all } else { kept }).into_iter().cloned().collect()
}

/// Whether two parts of a person's name are one: spelt alike, sounding alike, or one the initial of the other.
fn same_part(a: &Word, b: &Word) -> Option<(&'static str, f32)> {
    if a.text == b.text {
        return Some(("same name", 1.0));
    }
    let (sa, sb) = (a.sound.as_str(), b.sound.as_str());
    if sa == sb {
        return Some(("transliteration", 0.95));
    }
    let (short, long) = if a.length <= b.length { (a, b) } else { (b, a) };
    if short.length == 1 {
        return long.text.starts_with(&short.text).then_some(("initial", 0.9));
    }
    // Other vowels, as many: only for words long enough that few others have the same consonants.
    if short.length >= 5
        && sa.chars().count() == sb.chars().count()
        && gender_ending(&a.text) == gender_ending(&b.text)
        && edits(sa, sb) <= 2
        && bones_of(sa) == bones_of(sb)
        && bones_of(sa).chars().count() >= 3
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
pub fn persons(a: &Spelling, b: &Spelling) -> Likeness {
    let (a, b) = (&a.parts, &b.parts);
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Likeness::Open;
    }
    if short.iter().flat_map(|w| w.text.bytes()).eq(long.iter().flat_map(|w| w.text.bytes())) {
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
fn in_order(short: &[Word], long: &[Word]) -> Option<(Vec<usize>, &'static str, f32)> {
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
pub fn bodies(a: &Spelling, b: &Spelling) -> Likeness {
    let (wa, wb) = (&a.content, &b.content);
    if wa.is_empty() || wb.is_empty() {
        return Likeness::Open;
    }
    if wa == wb {
        return Likeness::Same("same name", 1.0);
    }
    let (na, nb) = (number_of(wa), number_of(wb));
    if na.is_some() && nb.is_some() && na != nb {
        return Likeness::Different;
    }
    if (a.joined.0 == b.joined.0 || a.joined.1 == b.joined.1) && a.joined.0.chars().count() >= 4 {
        return Likeness::Same("joined spelling", 0.95);
    }
    if is_acronym_of(&a.name, &b.all) || is_acronym_of(&b.name, &a.all) {
        return Likeness::Same("acronym", 0.9);
    }
    let (long, short) = if wa.len() >= wb.len() { (a, b) } else { (b, a) };
    let (long_words, short_words) = (&long.content, &short.content);
    if wa.len() == wb.len() {
        let mut differing = wa.iter().zip(wb).filter(|(x, y)| x.sound != y.sound);
        return match (differing.next(), differing.next()) {
            (None, _) => Likeness::Same("transliteration", 0.9),
            // A slip of the pen in a name of several words.
            (Some((x, y)), None)
                if wa.len() >= 2 && x.length.min(y.length) >= 4 && !is_number(x) && edits(&x.text, &y.text) == 1 =>
            {
                Likeness::Same("spelling", 0.8)
            }
            _ => Likeness::Open,
        };
    }
    if let (Some(number), None) = (number_of(long_words), number_of(short_words)) {
        // A maker is not what it makes: "Boeing 767", "Airbus A380". A ship may be told without its small number.
        if number.length >= 3 || number.text.chars().any(char::is_alphabetic) {
            return Likeness::Different;
        }
        let bare = long_words.iter().filter(|w| !is_number(w)).flat_map(|w| w.text.chars());
        if bare.clone().eq(short.joined.0.chars()) && bare.count() >= 4 {
            return Likeness::Part("without its number", 0.8);
        }
    }
    let Some(matched) = in_order_exact(short_words, long_words) else { return Likeness::Open };
    let ends_alike = matched.last() == Some(&(long_words.len() - 1));
    match short_words.len() {
        1 if ends_alike => Likeness::Part("last word alone", 0.5),
        1 if matched.first() == Some(&0) => Likeness::Part("first word alone", 0.6),
        1 => Likeness::Open,
        _ if ends_alike || matched.first() == Some(&0) => Likeness::Part("shorter name", 0.8),
        _ => Likeness::Part("words of the name", 0.5),
    }
}

/// Where the words of `short` stand in `long`, in order.
fn in_order_exact(short: &[Word], long: &[Word]) -> Option<Vec<usize>> {
    let (mut matched, mut end) = (vec![0; short.len()], long.len());
    for (s, part) in short.iter().enumerate().rev() {
        let at = (0..end).rev().find(|&l| long.get(l).is_some_and(|w| w.sound == part.sound))?;
        matched[s] = at;
        end = at;
    }
    Some(matched)
}

/// The number in a name ("Flight 243", "Gang 1"), which tells like-named things apart.
fn number_of(words: &[Word]) -> Option<&Word> {
    words.iter().find(|w| is_number(w))
}

fn is_number(word: &Word) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    word.text.chars().all(digit) || word.length <= 4 && word.text.chars().any(digit)
}

/// Whether a name is made of the initials of words: all of them, or those with content ("FBI", "UNHCR" by any subset in
/// order is not enough: every letter must be an initial and every content word must give one, articles and prepositions may).
pub fn is_acronym_of(short: &str, long: &[String]) -> bool {
    if long.len() < 2 || short.trim().contains(' ') {
        return false;
    }
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let n = letters.chars().count();
    let looks = (2..=8).contains(&n)
        && (letters.chars().filter(|c| c.is_uppercase()).count() * 2 > n
            || n <= 4 && letters.chars().all(char::is_lowercase));
    if !looks {
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

    fn persons(a: &str, b: &str) -> Likeness {
        super::persons(&Spelling::of(a), &Spelling::of(b))
    }

    fn bodies(a: &str, b: &str) -> Likeness {
        super::bodies(&Spelling::of(a), &Spelling::of(b))
    }

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
