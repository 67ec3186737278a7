//! A story of any number of reports about one affair, made up: for measuring pages and commands on a story as varied as
//! real ones. Every report tells a part of the happenings, in its own order and words, with its own forms of names and
//! days, some numbers of its own, and voices that no other report has. The same seed gives the same story everywhere.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use parallax::model::Report;
use parallax::read::{self, Meta};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../data/affair.tsv");
/// The Monday from which days are counted.
const BEGIN: Date = date(2025, 3, 3);
/// Parts of names of people whom one report alone quotes.
const GIVEN: [&str; 12] =
    ["Anna", "Jon", "Mira", "Pavel", "Ines", "Olaf", "Dana", "Rolf", "Vera", "Emil", "Lotta", "Karim"];
const FIRST: [&str; 10] = ["Berg", "Lind", "Hag", "Stor", "Vik", "Alm", "Ros", "Sand", "Fors", "Ny"];
const SECOND: [&str; 10] = ["strom", "holt", "berg", "mark", "qvist", "gren", "dahl", "feldt", "lund", "ved"];
const VOICES: [&str; 8] = [
    "\"We were afraid,\" said {who}, a {trade} from {town}.",
    "{who}, a {trade}, said {day} that the town had lost {n} jobs.",
    "{who} of {town} blamed the government {day}.",
    "{day}, {who} led a vigil of {n} people in {town}.",
    "{who}, a {trade} in {town}, was fined {n} crowns {day}.",
    "A petition by {who} gathered {n} signatures {day}.",
    "{who} told this newspaper that she had seen {n} officers at the gate.",
    "Schools in {town} stayed closed {day}, {who} said.",
];
const TRADES: [&str; 8] = ["teacher", "baker", "sailor", "nurse", "driver", "shopkeeper", "fisherman", "student"];
const TOWNS: [&str; 8] = ["Varnholm", "Sandvik", "Karlsund", "Ostmark", "Lillehamn", "Grenna", "Tolby", "Nordfors"];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }
    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

/// So many reports of the affair.
pub fn reports(count: usize, seed: u64) -> Vec<Report> {
    (0..count).filter_map(|i| report(i, seed)).collect()
}

fn report(i: usize, seed: u64) -> Option<Report> {
    let mut chance = Chance(seed ^ (i as u64 + 1).wrapping_mul(0xff51_afd7_ed55_8ccd));
    let rows = || TABLE.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    let names: BTreeMap<&str, Vec<&str>> = rows()
        .filter_map(|l| l.strip_prefix('=')?.split_once('\t'))
        .map(|(key, forms)| (key, forms.split('|').collect()))
        .collect();
    let happenings: Vec<Vec<&str>> = rows().filter(|l| !l.starts_with('=')).map(|l| l.split('|').collect()).collect();
    // Later reports know more days; each leaves out a part of what it could know.
    let known = happenings.len() * (10 + chance.below(11)) / 20;
    let kept = 11 + chance.below(7);
    let mut told: Vec<&Vec<&str>> = happenings.iter().take(known).filter(|_| chance.below(20) < kept).collect();
    for k in 0..told.len() / 4 {
        let (a, b) = (chance.below(told.len()), k);
        told.swap(a, b);
    }
    let mut sentences: Vec<String> =
        told.iter().map(|wordings| filled(chance_of(&mut chance, wordings), &names, &mut chance)).collect();
    for _ in 0..4 + chance.below(5) {
        let at = chance.below(sentences.len() + 1);
        sentences.insert(at, voice(&mut chance));
    }
    let paragraphs: Vec<String> = sentences.chunks(3).map(|s| s.join(" ")).collect();
    let mut meta = Meta::published(BEGIN.checked_add(((known / 2) as i64 + 1).days()).ok());
    meta.outlet = Some(format!("{} {}", chance.of(&TOWNS), ["Courier", "Tribune", "Post", "Wire", "Times"][i % 5]));
    read::report(&format!("{i:03}.txt"), paragraphs.join("\n\n").as_bytes(), &meta).ok()
}

fn chance_of<'t>(chance: &mut Chance, wordings: &[&'t str]) -> &'t str {
    chance.of(wordings)
}

/// The sentence with its names, days and numbers put in; the first letter a capital.
fn filled(wording: &str, names: &BTreeMap<&str, Vec<&str>>, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((key, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        match (key.split_at(1), names.get(key)) {
            (_, Some(forms)) => out.push_str(chance.of(forms)),
            (("d", n), _) => out.push_str(&day(n.parse().unwrap_or(0), chance)),
            ((_, n), _) => out.push_str(&number(n.parse().unwrap_or(1), chance)),
        }
        rest = tail;
    }
    out.push_str(rest);
    capital(&out)
}

fn day(after: i64, chance: &mut Chance) -> String {
    let date = BEGIN.checked_add(after.days()).unwrap_or(BEGIN);
    let weekday = WEEKDAYS[(after.rem_euclid(7)) as usize];
    match chance.below(3) {
        0 => format!("on {weekday}"),
        1 => format!("on March {}", date.day()),
        _ => format!("on {weekday}, March {}", date.day()),
    }
}

/// Most reports give the number; some are vague, some have another.
fn number(n: usize, chance: &mut Chance) -> String {
    match chance.below(8) {
        0 => format!("at least {}", n - n / 5),
        1 => format!("{}", n + 1 + chance.below(n / 3 + 1)),
        2 => format!("more than {}", n - n / 10 - 1),
        _ => n.to_string(),
    }
}

fn voice(chance: &mut Chance) -> String {
    let who = format!("{} {}{}", chance.of(&GIVEN), chance.of(&FIRST), chance.of(&SECOND));
    let after = chance.below(12) as i64;
    let number = 3 + chance.below(600);
    let text = chance.of(&VOICES).replace("{who}", &who).replace("{trade}", chance.of(&TRADES));
    let text = text.replace("{town}", chance.of(&TOWNS)).replace("{day}", &day(after, chance));
    capital(&text.replace("{n}", &number.to_string()))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    #[test]
    fn reports_are_the_same_every_time_and_not_the_same_as_each_other() {
        let (one, two) = (super::reports(20, 7), super::reports(20, 7));
        assert_eq!(one.len(), 20);
        assert!(one.iter().zip(&two).all(|(a, b)| a.text == b.text));
        for (i, a) in one.iter().enumerate() {
            assert!(!a.text.contains(['{', '}', '|']), "{}", a.text);
            let sentences = |t: &str| t.split(". ").map(str::to_string).collect::<std::collections::BTreeSet<_>>();
            for b in &one[i + 1..] {
                let (x, y) = (sentences(&a.text), sentences(&b.text));
                assert!(x.intersection(&y).count() * 2 < x.len(), "{} and {} are near-copies", a.path, b.path);
            }
        }
    }
}
