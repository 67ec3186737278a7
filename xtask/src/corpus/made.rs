//! A made-up corpus that knows which reports tell of one happening.
//!
//! A day has its happenings; each is told by one to six reports, in other words, now and then with another figure, on the day
//! itself or the next. Every third happening has a twin that differs in one thing only: the town, or the day and who it
//! befell. Around what happened stand sentences of background, and in every third report what happened some days before.

use super::chance::Chance;
use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;
use std::io::Write as _;
use std::path::Path;

/// Reports published on one day: a corpus grows by days, as news does.
pub const A_DAY: usize = 500;
const BEGIN: Date = date(2020, 1, 6);

const TOWNS: [&str; 48] = [
    "Oslo",
    "Bergen",
    "Lisbon",
    "Porto",
    "Turku",
    "Ghent",
    "Aarhus",
    "Gdansk",
    "Riga",
    "Vilnius",
    "Tallinn",
    "Varna",
    "Sofia",
    "Skopje",
    "Tirana",
    "Sarajevo",
    "Zagreb",
    "Ljubljana",
    "Graz",
    "Brno",
    "Kosice",
    "Debrecen",
    "Cluj",
    "Odesa",
    "Lviv",
    "Kharkiv",
    "Tbilisi",
    "Yerevan",
    "Baku",
    "Ankara",
    "Izmir",
    "Aleppo",
    "Mosul",
    "Basra",
    "Isfahan",
    "Kabul",
    "Karachi",
    "Lahore",
    "Dhaka",
    "Yangon",
    "Hanoi",
    "Manila",
    "Jakarta",
    "Nairobi",
    "Kampala",
    "Khartoum",
    "Lagos",
    "Accra",
];
const LANDS: [&str; 24] = [
    "Norway",
    "Finland",
    "Poland",
    "Latvia",
    "Bulgaria",
    "Albania",
    "Croatia",
    "Austria",
    "Hungary",
    "Romania",
    "Ukraine",
    "Georgia",
    "Armenia",
    "Turkey",
    "Iraq",
    "Iran",
    "Pakistan",
    "Bangladesh",
    "Vietnam",
    "Indonesia",
    "Kenya",
    "Uganda",
    "Nigeria",
    "Ghana",
];
const FIRST: [&str; 24] = [
    "Anna", "Jonas", "Maria", "Ilse", "Peter", "Nadia", "Omar", "Leila", "Victor", "Helena", "Marek", "Sofia",
    "Daniel", "Irina", "Samuel", "Amina", "Thomas", "Yusuf", "Clara", "Andrei", "Grace", "Joseph", "Elena", "Martin",
];
const BODIES: [&str; 8] = ["Group", "Union", "Bank", "Energy", "Shipping", "Council", "Mining", "Railways"];
const SYLLABLES: [&str; 24] = [
    "ba", "den", "fi", "gor", "hal", "ka", "lin", "mar", "ne", "or", "pel", "ri", "san", "tol", "ul", "va", "wen",
    "yar", "zo", "bren", "dal", "ves", "lo", "mi",
];
/// How many reports tell of a happening.
const TELLERS: [usize; 8] = [1, 1, 1, 2, 2, 3, 4, 6];

/// Kinds of happenings with their tellings, and sentences of background.
pub struct Texts {
    kinds: Vec<Vec<&'static str>>,
    background: Vec<&'static str>,
}

impl Texts {
    /// The tables beside this file.
    pub fn own() -> Texts {
        let lines = |text: &'static str| text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        let mut kinds: Vec<Vec<&str>> = Vec::new();
        for line in lines(include_str!("texts/happenings.txt")) {
            match (line.starts_with("== "), kinds.last_mut()) {
                (false, Some(kind)) => kind.push(line),
                _ => kinds.push(Vec::new()),
            }
        }
        Texts { kinds, background: lines(include_str!("texts/background.txt")).collect() }
    }
}

/// One happening.
#[derive(Clone)]
struct Happening {
    number: usize,
    kind: usize,
    day: Date,
    town: &'static str,
    land: &'static str,
    person: String,
    group: String,
    figure: usize,
}

impl Happening {
    fn new(texts: &Texts, number: usize, day: Date, chance: &mut Chance) -> Happening {
        Happening {
            number,
            kind: chance.below(texts.kinds.len()),
            day,
            town: chance.one(&TOWNS),
            land: chance.one(&LANDS),
            person: person(chance),
            group: group(chance),
            figure: 2 + chance.below(300),
        }
    }

    /// The same kind of happening, but for one thing.
    fn twin(&self, number: usize, chance: &mut Chance) -> Happening {
        let mut twin = Happening { number, ..self.clone() };
        if chance.below(2) == 0 {
            let others: Vec<&str> = TOWNS.into_iter().filter(|t| *t != self.town).collect();
            twin.town = chance.one(&others);
        } else {
            twin.day = self.day.saturating_sub(2.days());
            (twin.person, twin.figure) = (person(chance), 2 + chance.below(300));
        }
        twin
    }

    fn filled(&self, line: &str, figure: usize, day: &str) -> String {
        let last = self.person.split(' ').next_back().unwrap_or("");
        let town = line.replace("{town}", self.town).replace("{land}", self.land).replace("{person}", &self.person);
        let who = town.replace("{last}", last).replace("{group}", &self.group).replace("{n}", &figure.to_string());
        let day = if day.is_empty() { who.replace(" {day}", "") } else { who.replace("{day}", day) };
        let mut chars = day.chars();
        chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
    }
}

fn name(chance: &mut Chance) -> String {
    let made: String = (0..2 + chance.below(2)).map(|_| chance.one(&SYLLABLES)).collect();
    made[..1].to_uppercase() + &made[1..]
}
fn person(chance: &mut Chance) -> String {
    format!("{} {}", chance.one(&FIRST), name(chance))
}
fn group(chance: &mut Chance) -> String {
    format!("{} {}", name(chance), chance.one(&BODIES))
}

/// How a report of `published` speaks of a day.
fn spoken(day: Date, published: Date, chance: &mut Chance) -> String {
    let apart = (published - day).get_days();
    if apart < 6 && chance.below(3) > 0 {
        day.strftime("on %A").to_string()
    } else {
        day.strftime("on %-d %B").to_string()
    }
}

/// What a report says of a happening, and where in its text (code points).
pub struct Telling {
    /// Which happening.
    pub happening: usize,
    /// First code point.
    pub start: usize,
    /// After the last.
    pub end: usize,
}

/// One report of a made-up corpus.
pub struct Made {
    title: String,
    text: String,
    published: Date,
    outlet: usize,
    /// What it tells.
    pub tells: Vec<Telling>,
}

/// The reports of one day, of about `words` words each.
pub fn day(texts: &Texts, index: usize, words: usize) -> anyhow::Result<Vec<Made>> {
    let today = BEGIN.checked_add((index as i64).days())?;
    let mut chance = Chance::of(index, 1);
    let mut happenings: Vec<(Happening, usize)> = Vec::new();
    let mut reports = 0;
    while reports < A_DAY {
        let number = index * 2 * A_DAY + happenings.len();
        let before = happenings.last().map(|(h, _)| h.clone()).filter(|_| chance.below(3) == 0);
        let happening = match before {
            Some(h) => h.twin(number, &mut chance),
            None => Happening::new(texts, number, today, &mut chance),
        };
        let tellers = TELLERS[chance.below(TELLERS.len())].min(A_DAY - reports);
        reports += tellers;
        happenings.push((happening, tellers));
    }
    let mut made = Vec::new();
    for (at, (happening, tellers)) in happenings.iter().enumerate() {
        for teller in 0..*tellers {
            let earlier = at.checked_sub(40).and_then(|i| happenings.get(i)).filter(|_| chance.below(3) == 0);
            let published = today.checked_add((chance.below(2) as i64).days())?;
            let line = (teller + at) % texts.kinds[happening.kind].len();
            made.push((
                chance.below(1 << 20),
                report(texts, happening, earlier.map(|(h, _)| h), line, published, words, &mut chance),
            ));
        }
    }
    // Reports of one happening do not come one after another.
    made.sort_by_key(|(place, _)| *place);
    Ok(made.into_iter().map(|(_, report)| report).collect())
}

fn report(
    texts: &Texts,
    happening: &Happening,
    earlier: Option<&Happening>,
    line: usize,
    published: Date,
    words: usize,
    chance: &mut Chance,
) -> Made {
    let lines = &texts.kinds[happening.kind];
    let mut made = Made {
        title: happening.filled(lines[0], happening.figure, "").trim_end_matches('.').to_string(),
        text: String::new(),
        published,
        outlet: chance.below(40),
        tells: Vec::new(),
    };
    // Every fourth report has another figure.
    let figure = if chance.below(4) == 0 { happening.figure + 1 + chance.below(9) } else { happening.figure };
    let spoken_day = spoken(happening.day, published, chance);
    made.tell(happening, &happening.filled(lines[line], figure, &spoken_day));
    let mut left: Vec<&str> = texts.background.clone();
    let mut count = made.text.split(' ').count();
    let mut sentences = 1;
    while count < words {
        made.text.push_str(if sentences % 3 == 0 { "\n\n" } else { " " });
        sentences += 1;
        if let Some(earlier) = earlier.filter(|_| sentences == 4) {
            let lines = &texts.kinds[earlier.kind];
            let day = earlier.day.strftime("on %-d %B").to_string();
            made.tell(earlier, &earlier.filled(chance.one(&lines[1..]), earlier.figure, &day));
            count += 14;
            continue;
        }
        if left.is_empty() {
            left = texts.background.clone();
        }
        let line = left.swap_remove(chance.below(left.len()));
        // Half of the background is about other people and places.
        let near = Happening { figure: 2 + chance.below(90), ..happening.clone() };
        let about = if chance.below(2) == 0 { near } else { Happening::new(texts, 0, happening.day, chance) };
        let other = person(chance);
        let sentence = line.replace("{person}", &other).replace("{m}", &(200 + chance.below(4000)).to_string());
        let sentence = about.filled(&sentence, about.figure, "");
        count += sentence.split(' ').count();
        made.text.push_str(&sentence);
    }
    made
}

impl Made {
    fn tell(&mut self, happening: &Happening, sentence: &str) {
        let start = self.text.chars().count();
        self.text.push_str(sentence);
        self.tells.push(Telling { happening: happening.number, start, end: self.text.chars().count() });
    }

    /// The words of a telling.
    pub fn words(&self, telling: &Telling) -> String {
        self.text.chars().skip(telling.start).take(telling.end - telling.start).collect()
    }

    /// As a line that `parallax code` reads; what it tells stands beside, where no reader looks.
    fn line(&self, id: usize) -> String {
        let tells: Vec<_> =
            self.tells.iter().map(|t| json!({"happening": t.happening, "start": t.start, "end": t.end})).collect();
        json!({
            "id": id, "title": self.title, "text": self.text, "date": self.published.to_string(),
            "outlet": format!("Paper {}", self.outlet), "tells": tells,
        })
        .to_string()
    }
}

/// Writes `count` reports of about `words` words as JSON Lines.
pub fn write(texts: &Texts, count: usize, words: usize, out: &Path) -> anyhow::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).with_context(|| out.display().to_string())?);
    for index in 0..count.div_ceil(A_DAY) {
        for (i, made) in day(texts, index, words)?.iter().enumerate().take(count - index * A_DAY) {
            writeln!(file, "{}", made.line(index * A_DAY + i))?;
        }
    }
    Ok(file.flush()?)
}
