//! The word lists of `data/parse`, indexed.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// What must follow an abbreviation for its full stop to be part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Nothing: it always is.
    Nothing,
    /// A number ("No. 5").
    Number,
    /// A capital letter or a number ("Mr. Smith").
    Name,
}

/// Facts of English spelling.
pub struct Spelling {
    abbreviations: HashMap<&'static str, Need>,
    prefixes: HashSet<&'static str>,
    units: HashSet<&'static str>,
    emoticons: HashSet<&'static str>,
    endings: HashSet<&'static str>,
    contractions: HashMap<&'static str, Vec<usize>>,
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|l| !l.is_empty() && !l.starts_with("# "))
}

impl Spelling {
    /// The lists that are compiled in, indexed on first use.
    pub fn bundled() -> &'static Spelling {
        static SPELLING: OnceLock<Spelling> = OnceLock::new();
        SPELLING.get_or_init(|| {
            let abbreviations = lines(include_str!("../../../data/parse/abbreviations.txt")).map(|line| {
                let (word, need) = line.split_once('\t').unwrap_or((line, ""));
                let need = match need {
                    "number" => Need::Number,
                    "name" => Need::Name,
                    _ => Need::Nothing,
                };
                (word.trim_end_matches('.'), need)
            });
            let contractions = lines(include_str!("../../../data/parse/contractions.tsv")).filter_map(|line| {
                let mut columns = line.split('\t');
                Some((columns.next()?, columns.map(str::len).collect()))
            });
            Spelling {
                abbreviations: abbreviations.collect(),
                prefixes: lines(include_str!("../../../data/parse/prefixes.txt")).collect(),
                units: lines(include_str!("../../../data/parse/units.txt")).collect(),
                emoticons: lines(include_str!("../../../data/parse/emoticons.txt")).collect(),
                endings: lines(include_str!("../../../data/parse/endings.txt")).collect(),
                contractions: contractions.collect(),
            }
        })
    }

    /// What an abbreviation (without its full stop) needs after it; `None` if it is no abbreviation.
    pub fn abbreviation(&self, word: &str) -> Option<Need> {
        if let Some(&need) = self.abbreviations.get(word) {
            return Some(need);
        }
        // Headlines in capitals: MR. SMITH.
        if word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase()) {
            let title = format!("{}{}", &word[..1], word[1..].to_ascii_lowercase());
            return self.abbreviations.get(title.as_str()).copied().filter(|&need| need != Need::Nothing);
        }
        None
    }
    /// Whether the word stays with the next over a hyphen.
    pub fn prefix(&self, word: &str) -> bool {
        self.prefixes.contains(word.to_lowercase().as_str())
    }
    /// Whether the word is a unit written against a number.
    pub fn unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }
    /// Whether the marks make one sign.
    pub fn emoticon(&self, marks: &str) -> bool {
        self.emoticons.contains(marks)
    }
    /// Whether a name may end in `.word`.
    pub fn ending(&self, word: &str) -> bool {
        self.endings.contains(word.to_ascii_lowercase().as_str())
    }
    /// The lengths of the words in a contraction without apostrophe.
    pub fn contraction(&self, word: &str) -> Option<Vec<usize>> {
        if !(2..=8).contains(&word.len()) || !word.is_ascii() {
            return None;
        }
        self.contractions.get(word.to_ascii_lowercase().as_str()).cloned()
    }
}
