//! Dictionary forms: a lexicon of (form, part of speech) first, spelling rules behind it.
//!
//! The lexicon comes from the treebanks' training parts and holds what the rules would miss; the rules are the inverse of
//! English inflection as school grammars give it (-s, -es, -ies, -ed, -ing, -er, -est; doubled consonants; silent e).

use parallax_model::Upos;
use std::collections::{HashMap, HashSet};

const IRREGULAR: &str = include_str!("../../../data/parse/irregular.tsv");
const VERBS: &str = include_str!("../../../data/parse/verbs.txt");

/// The lemma lexicon.
pub struct Lemmas {
    forms: HashMap<(&'static str, Upos), &'static str>,
    /// Verbs seen as lemmas: they tell whether "-ed" hides a silent e.
    verbs: HashSet<&'static str>,
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.is_empty() && !l.starts_with("# "))
}

fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, Upos, &'static str)> {
    lines(table).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, Upos::named(columns.next()?), columns.next()?))
    })
}

impl Lemmas {
    /// Reads lines of form, UPOS and lemma; they win over the list of irregular forms but
    /// for verbs.
    pub fn new(table: &'static str) -> Lemmas {
        let mut lemmas = Lemmas { forms: HashMap::new(), verbs: lines(VERBS).collect() };
        for (form, upos, lemma) in entries(IRREGULAR).chain(entries(table)) {
            // A treebank's slip ("fled" from "flead") must not override a verb that any grammar lists.
            let known = lemmas.forms.entry((form, upos));
            let lemma = if upos == Upos::Verb { *known.or_insert(lemma) } else { *known.insert_entry(lemma).get() };
            if matches!(upos, Upos::Verb | Upos::Aux) {
                lemmas.verbs.insert(lemma);
            }
        }
        lemmas
    }

    /// The dictionary form of a word with its part of speech and Penn tag.
    pub fn lemma(&self, form: &str, upos: Upos, xpos: &str) -> String {
        let lower = form.to_lowercase();
        if lower == "her" && xpos == "PRP" {
            // "saw her": the lexicon knows the commoner "her house".
            return "she".into();
        }
        if let Some(&lemma) = self.forms.get(&(lower.as_str(), upos)) {
            return if matches!(xpos, "NNP" | "NNPS") { like(form, lemma) } else { as_common(form, lemma) };
        }
        match (upos, xpos) {
            (Upos::Propn, "NNPS") => plural(form).unwrap_or_else(|| form.to_string()),
            (Upos::Propn | Upos::X | Upos::Sym | Upos::Punct, _) => mark(form),
            (Upos::Adj | Upos::Adv, "NNP" | "NNPS") => form.to_string(),
            (Upos::Verb, "NNP") => {
                like(form, &self.stem(&lower, "ing").or_else(|| self.stem(&lower, "ed")).unwrap_or(lower))
            }
            (Upos::Noun, "NNS") => plural(&lower).unwrap_or(lower),
            (Upos::Verb | Upos::Aux, "VBZ") => plural(&lower).unwrap_or(lower),
            (Upos::Verb | Upos::Aux, "VBD" | "VBN") => self.stem(&lower, "ed").unwrap_or(lower),
            (Upos::Verb | Upos::Aux, "VBG") => self.stem(&lower, "ing").unwrap_or(lower),
            (Upos::Adj | Upos::Adv, "JJR" | "RBR") => degree(&lower, "er").unwrap_or(lower),
            (Upos::Adj | Upos::Adv, "JJS" | "RBS") => degree(&lower, "est").unwrap_or(lower),
            // An acronym is a name for its thing: NGO, not ngo.
            (Upos::Noun, _) if form.chars().all(|c| c.is_uppercase()) && form.len() > 1 => form.to_string(),
            (Upos::Num, "CD") => lower.replace(',', ""),
            _ => lower,
        }
    }

    /// The verb that `ending` was added to.
    fn stem(&self, form: &str, ending: &str) -> Option<String> {
        let stem = form.strip_suffix(ending).filter(|s| s.chars().any(is_vowel_or_y) && s.len() >= 2)?;
        if ending == "ed" && stem.ends_with('i') && stem.len() > 2 {
            return Some(format!("{}y", &stem[..stem.len() - 1]));
        }
        let silent = format!("{stem}e");
        let single = undoubled(stem);
        let single_l = stem.strip_suffix('l').filter(|s| s.ends_with('l'));
        let candidates = [Some(stem), Some(silent.as_str()), single, single_l];
        for candidate in candidates.into_iter().flatten() {
            if self.verbs.contains(candidate) {
                return Some(candidate.to_string());
            }
        }
        Some(match single {
            Some(single) => single.to_string(),
            None if wants_e(stem) => silent,
            None => stem.to_string(),
        })
    }
}

/// `lemma` with the capitals of `form`, as far as they agree.
fn like(form: &str, lemma: &str) -> String {
    let mut chars = lemma.chars();
    match (form.chars().next(), chars.next()) {
        (Some(f), Some(l)) if f.is_uppercase() && l.is_lowercase() => l.to_uppercase().chain(chars).collect(),
        _ => lemma.to_string(),
    }
}

/// The lemma of a common word: capitals that only a name's form taught are dropped (national, not National).
fn as_common(form: &str, lemma: &str) -> String {
    let common = ["al", "ic", "ed", "ive", "ous", "ble"].iter().any(|ending| lemma.ends_with(ending));
    if common && form.starts_with(char::is_lowercase) { lemma.to_lowercase() } else { lemma.to_string() }
}

/// The treebanks' dictionary forms of typographic marks.
fn mark(form: &str) -> String {
    match form {
        "“" | "”" | "''" | "``" | "„" | "«" | "»" => "\"",
        "‘" | "’" | "`" | "´" => "'",
        "–" | "‑" => "-",
        _ => form,
    }
    .to_string()
}

/// The singular of a regular plural; also third persons (goes, carries).
fn plural(form: &str) -> Option<String> {
    let stem = form.strip_suffix(['s', 'S']).filter(|s| s.len() > 1)?;
    if let Some(root) = stem.strip_suffix("ie") {
        // lies, dies, ties keep their e; parties, carries had a y.
        return Some(if root.len() <= 1 { stem.to_string() } else { format!("{root}y") });
    }
    for sibilant in ["sse", "she", "che", "xe", "zze", "oe"] {
        if stem.ends_with(sibilant) && !matches!(stem, "ache" | "cache" | "shoe" | "toe" | "axe" | "foe" | "niche") {
            return Some(stem[..stem.len() - 1].to_string());
        }
    }
    if stem.ends_with('s') || stem.ends_with("'") || stem.ends_with('’') {
        return None;
    }
    Some(stem.to_string())
}

/// The positive of a comparative or superlative.
fn degree(form: &str, ending: &str) -> Option<String> {
    let stem = form.strip_suffix(ending).filter(|s| s.len() >= 2)?;
    if let Some(root) = stem.strip_suffix('i') {
        return Some(format!("{root}y"));
    }
    Some(match undoubled(stem) {
        Some(single) => single.to_string(),
        None if wants_e(stem) => format!("{stem}e"),
        None => stem.to_string(),
    })
}

/// The stem without its doubled consonant (stopp → stop), where inflection doubled it; ll, ss, zz, ff are a stem's own.
fn undoubled(stem: &str) -> Option<&str> {
    let mut back = stem.bytes().rev();
    let (last, before) = (back.next()?, back.next()?);
    let doubles = last == before && b"bdgmnprt".contains(&last) && !matches!(stem, "add" | "err");
    (doubles && stem.len() > 3).then(|| &stem[..stem.len() - 1])
}

/// Whether a stem without its ending must have lost an e: after c, s (not ss), u, v, z; after a consonant and l (handl);
/// after a long vowel's single consonant (arriv, lat, schedul), as far as spelling tells.
fn wants_e(stem: &str) -> bool {
    let b = stem.as_bytes();
    let Some(&last) = b.last() else { return false };
    let at = |i: usize| b.len().checked_sub(i).and_then(|i| b.get(i)).copied().unwrap_or(b' ');
    let vowel = |c: u8| b"aeiou".contains(&c);
    match last {
        b'c' | b'v' | b'u' => true,
        b'z' => at(2) != b'z',
        b's' => at(2) != b's' && !(at(2) == b'u' && b.len() > 4 && !vowel(at(3)) && at(3) != b'c' && at(3) != b'f'),
        b'g' => {
            matches!(at(2), b'r' | b'd' | b'l' | b'a' | b'u')
                || at(2) == b'n' && matches!(at(3), b'a' | b'e') && b.len() > 4
        }
        b'l' => !vowel(at(2)) && !matches!(at(2), b'l' | b'r' | b'w') || at(2) == b'i' && b.len() <= 3,
        b't' => at(2) == b'a' && at(3) != b'e' && at(3) != b'o' || at(2) == b'u' && !vowel(at(3)),
        b'd' => matches!(at(2), b'i' | b'u' | b'a') && !vowel(at(3)),
        b'r' => {
            matches!(at(2), b'i' | b'u') && (!vowel(at(3)) || at(3) == b'u')
                || at(2) == b'a' && matches!(at(3), b'l' | b'p' | b'h' | b'c' | b'd')
        }
        b'n' => at(2) == b'i' && matches!(at(3), b'm' | b'b' | b'f' | b'l' | b'h') || at(2) == b'u',
        b'm' => matches!(at(2), b'u' | b'a') && !vowel(at(3)),
        b'b' => matches!(at(2), b'i' | b'o' | b'u') && !vowel(at(3)) && b.len() > 3,
        b'k' => matches!(at(2), b'a' | b'o' | b'i') && !vowel(at(3)),
        b'p' => matches!(at(2), b'a' | b'i' | b'o' | b'y') && !vowel(at(3)) && b.len() > 3 && at(3) != b'l',
        _ => false,
    }
}

fn is_vowel_or_y(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_lexicon() {
        let lemmas = Lemmas::new("went\tVERB\tgo\nneeded\tVERB\tneed\nstate\tVERB\tstate\nisrael\tPROPN\tIsrael\n");
        let cases = [
            ("went", Upos::Verb, "VBD", "go"),
            ("Announced", Upos::Verb, "VBD", "announce"),
            ("detained", Upos::Verb, "VBN", "detain"),
            ("stopped", Upos::Verb, "VBD", "stop"),
            ("stated", Upos::Verb, "VBD", "state"),
            ("denied", Upos::Verb, "VBD", "deny"),
            ("killing", Upos::Verb, "VBG", "kill"),
            ("accusing", Upos::Verb, "VBG", "accuse"),
            ("arrived", Upos::Verb, "VBD", "arrive"),
            ("condemns", Upos::Verb, "VBZ", "condemn"),
            ("parties", Upos::Noun, "NNS", "party"),
            ("clashes", Upos::Noun, "NNS", "clash"),
            ("larger", Upos::Adj, "JJR", "large"),
            ("biggest", Upos::Adj, "JJS", "big"),
            ("heavier", Upos::Adj, "JJR", "heavy"),
            ("Netherlands", Upos::Propn, "NNP", "Netherlands"),
            ("NGO", Upos::Noun, "NN", "NGO"),
            ("1,000", Upos::Num, "CD", "1000"),
            ("”", Upos::Punct, "''", "\""),
        ];
        for (form, upos, xpos, lemma) in cases {
            assert_eq!(lemmas.lemma(form, upos, xpos), lemma);
        }
    }
}
