//! Piece by piece, the same is linked as at once.

use super::*;
use parallax_tables::schema;
use std::collections::BTreeSet;

/// A small generator of our own (SplitMix64): the same cases on every run.
struct Chance(u64);
impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (z ^ (z >> 29)) % n
    }
}

/// Reports of few names, places and phrases on few days, some without a day, so that much is linked and copied.
fn corpus(seed: u64) -> Vec<Piece> {
    let mut chance = Chance(seed);
    let report = |i: usize| {
        let day = (chance.below(12) > 0).then(|| chance.below(14) as i32 - 3);
        let signal = |j: usize, chance: &mut Chance| {
            let mut meaning = vec![0i8; 128];
            meaning[chance.below(2) as usize] = 127;
            let name = format!("name{}", chance.below(3));
            Signal {
                event: format!("e{i}.{j}"),
                kind: ["COERCE", "PROTEST", "CONSULT"][chance.below(3) as usize].into(),
                sense: ["arrest", "detain"][chance.below(2) as usize].into(),
                days: day.map(|d| (d, d)),
                place: (chance.below(2) == 0).then(|| format!("town{}", chance.below(2))),
                land: (chance.below(2) == 0).then(|| "NOR".to_string()),
                recipients: if chance.below(2) == 0 { BTreeSet::new() } else { BTreeSet::from([name.clone()]) },
                names: BTreeSet::from([name]),
                figures: vec![("held".into(), chance.below(9) as f64, 9.0)],
                meaning,
            }
        };
        let signals = (0..1 + chance.below(4) as usize).map(|j| signal(j, &mut chance)).collect();
        let from = chance.below(6) * 10;
        let sketch = (from..from + 8 + chance.below(12)).collect();
        let reports = schema::table("reports").unwrap();
        let mut row = vec![Cell::Null; reports.columns.len()];
        row[reports.at("report_id").unwrap()] = Cell::from(format!("r{i}"));
        row[reports.at("outlet").unwrap()] = Cell::from(format!("paper {}", i % 5));
        let mut rows = vec![Vec::new(); schema::OWN.len()];
        rows[own("reports")] = vec![row];
        Piece { path: format!("news.jsonl#{i}"), coded: Coded { day, rows, signals, sketch, text: None } }
    };
    (0..80).map(report).collect()
}

/// Copies with their origin; events with what they are; events with what was counted.
type Told = (BTreeMap<String, String>, BTreeMap<String, String>, BTreeMap<String, Vec<Cell>>);

/// As a run does it: everything in order, day by day.
fn at_once(pieces: &[Piece]) -> Told {
    let (mut linker, mut origins, mut told) = (Linker::default(), Origins::default(), Told::default());
    for piece in pieces {
        if let Some(today) = piece.day() {
            origins.forget(today);
            linker.forget(today);
        }
        let coded = &piece.coded;
        let known = known(coded, |id| origins.report(id, coded.day, &coded.sketch));
        if known.origin != known.id {
            told.0.insert(known.id.to_string(), known.origin.to_string());
        }
        told.1.extend(linker.report(&coded.signals, &known));
    }
    let counted = linker.outcomes.into_values().flatten();
    told.2 = counted.map(|(event, outcome)| (event, outcome.cells())).collect();
    told
}

/// By type, with everything packed and unpacked in between.
fn by_type(pieces: &mut [Piece]) -> Told {
    let last = pieces.iter().filter_map(Piece::day).max();
    let (mut sources, mut links, mut told) = (Sources::default(), Links::default(), Told::default());
    let mut waiting: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for piece in pieces {
        let sketch = piece.sketch();
        let origin = sources.take(&piece.id(), piece.day(), &sketch);
        for (kind, events) in Piece::unpack(&piece.pack().unwrap()).unwrap().waiting(origin.as_deref()) {
            waiting.entry(kind).or_default().push(events.pack().unwrap());
        }
        told.0.extend(origin.map(|origin| (piece.id(), origin)));
    }
    let mut found = Vec::new();
    for (kind, events) in &waiting {
        found.extend(events.iter().flat_map(|e| links.take(kind, Waiting::unpack(e).unwrap(), last)));
    }
    found.extend(links.finish());
    for link in found.iter().map(|link| Link::unpack(&link.pack().unwrap()).unwrap()) {
        match link.found {
            Found::Is(is) => drop(told.1.insert(link.event, is)),
            Found::Counted(cells) => {
                assert!(link.event.starts_with(&link.report.replace('r', "e")), "{} in {}", link.event, link.report);
                assert!(told.2.insert(link.event, cells).is_none(), "counted twice");
            }
        }
    }
    told
}

#[test]
fn by_type_the_same_is_linked_as_at_once() {
    for seed in 0..60 {
        let mut pieces = corpus(seed);
        pieces.sort_by_key(Piece::place);
        let told = at_once(&pieces);
        assert!(told.0.len() > 5 && told.1.len() > 5, "too little to compare: {} {}", told.0.len(), told.1.len());
        assert_eq!(by_type(&mut pieces), told, "seed {seed}");
    }
}

#[test]
fn places_sort_as_a_run_orders_its_reports() {
    let files = [
        "a.txt",
        "a/b.jsonl",
        "a/b.jsonl.gz",
        "a-b.txt",
        "a/b/c.txt",
        "/a.txt",
        "../b.txt",
        "./b.txt",
        "z.txt",
        "é.txt",
    ];
    let days = [Some(-2), Some(1), Some(300), None];
    let mut all = Vec::new();
    for (file, day) in files.into_iter().flat_map(|file| days.map(|day| (file, day))) {
        let told = |number| (day.is_none(), day, Path::new(file), number);
        all.push((told(0), place(day, file)));
        all.extend([2, 10, 300].map(|n| (told(n), place(day, &format!("{file}#{n}")))));
    }
    for ((of_run, here), (of_other, other)) in all.iter().flat_map(|one| all.iter().map(move |other| (one, other))) {
        assert_eq!(here.cmp(other), of_run.cmp(of_other), "{of_run:?} and {of_other:?}");
    }
}
