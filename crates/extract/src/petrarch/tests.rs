//! Sentences and dictionaries of our own writing.

use super::{Switches, code};
use parallax_lexicon::petrarch::{Dictionaries, Files};
use parallax_model::{Report, ReportId, Span};
use parallax_parse::Reader;

const VERBS: &str = "\
&WEAPONS
+CANNON
+FIRE_SHIP
--- CRITICISE [111] ---
CRITICISE
- HARSHLY * [112]
--- SEND [---] ---
SEND {SENT}
- * &WEAPONS [072]
- * AID [070]
--- VISIT [042:043] ---
VISIT
--- MEET [040:040] ---
MEET {MET}
- % * [046]
--- ARREST [173] ---
ARREST
";
const ACTORS: &str =
    "NORWAY [NOR]\n+NORWEGIAN\nSPAIN [ESP]\n+SPANISH\nCHILE [CHL]\nMADRID [ESPGOV >20000101]\n\t[ESP]\n";
const AGENTS: &str = "POLICE {} [~COP]\nSTUDENT [~EDU]\nPRESIDENT [~GOV]\nCHARITY [NGO~]\n";

fn coded(text: &str) -> Vec<String> {
    let files = Files { verbs: VERBS, actors: ACTORS, agents: AGENTS, discards: "REGATTA" };
    let (own, bad) = Dictionaries::read(files);
    assert!(bad.is_empty(), "{bad:?}");
    let report = Report {
        id: ReportId(0),
        path: "-".into(),
        outlet: None,
        title: None,
        url: None,
        published: None,
        text: text.into(),
        body: Span::new(0, text.len()),
        notices: Vec::new(),
    };
    let document = parallax_parse::document(&report, Reader::bundled());
    let found = code(&report, &document, &own, Some(20240501), Switches::default());
    found.into_iter().map(|t| format!("{}>{}:{}", t.source, t.target, t.code)).collect()
}

#[test]
fn source_target_and_code() {
    assert_eq!(coded("Norway criticised Spain on Tuesday."), ["NOR>ESP:111"]);
    assert_eq!(coded("Norway harshly criticised Spain on Tuesday."), ["NOR>ESP:112"]);
    assert_eq!(coded("Spain was criticised by Norway."), ["NOR>ESP:111"]);
    assert_eq!(coded("Norway sent two cannons to Chile."), ["NOR>CHL:072"]);
    assert_eq!(coded("Norway sent a letter to Chile."), [""; 0]);
}

#[test]
fn agents_and_compounds() {
    assert_eq!(coded("Spanish police arrested Norwegian students in Madrid."), ["ESPCOP>NOREDU:173"]);
    assert_eq!(coded("Police from Spain arrested two students."), ["ESPCOP>---EDU:173"]);
    assert_eq!(coded("Norway and Chile criticised Spain."), ["NOR>ESP:111", "CHL>ESP:111"]);
    assert_eq!(coded("The presidents of Norway and Chile criticised Spain."), ["NORGOV>ESP:111", "CHLGOV>ESP:111"]);
}

#[test]
fn both_ways() {
    assert_eq!(coded("The Norwegian president visited Madrid."), ["NORGOV>ESPGOV:042", "ESPGOV>NORGOV:043"]);
    assert_eq!(coded("Norway and Chile met on Monday."), ["NOR>CHL:046", "CHL>NOR:046"]);
}

#[test]
fn discards() {
    assert_eq!(coded("Norway criticised Spain after the regatta."), [""; 0]);
}
