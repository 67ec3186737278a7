//! The user's own tables, laid over the bundled ones: types, verbs, nouns, adjectives, classes, actors, agents.
//!
//! The format is that of the tables under `data/`, so that a row can be copied from there; `docs/reference/ontology.md`
//! explains it. Reading never fails: a row that cannot be read is left out and named with its file and line.

use crate::{Lexicon, actors, cues, events, places};
use std::collections::BTreeMap;

/// The files that an ontology may hold; each may be missing.
pub const FILES: [&str; 9] = [
    "types.tsv",
    "verbs.tsv",
    "nouns.tsv",
    "adjectives.tsv",
    "classes.tsv",
    "light.tsv",
    "compose.tsv",
    "actors.tsv",
    "agents.tsv",
];

/// The texts of the user's tables, by file name.
#[derive(Clone, Default, Debug)]
pub struct Tables(BTreeMap<&'static str, String>);

impl Tables {
    /// Takes in the text of a table. `false` when no table has that name (see [`FILES`]).
    pub fn add(&mut self, file: &str, text: String) -> bool {
        let known = FILES.into_iter().find(|known| *known == file);
        known.is_some_and(|file| {
            self.0.insert(file, text);
            true
        })
    }
    /// Whether there is no table at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The text of that table; empty when the user has none.
    pub(crate) fn of(&self, file: &str) -> &str {
        self.0.get(file).map_or("", String::as_str)
    }
}

impl Lexicon {
    /// The bundled tables with the user's laid over them, and the user's rows that could not be read, each as
    /// `file:line: what is wrong; what to write instead`.
    pub fn with(own: &Tables) -> (Lexicon, Vec<String>) {
        let (events, mut bad) = events::Events::with(own);
        let (actors, of_actors) = actors::Actors::with(own);
        bad.extend(of_actors);
        (Lexicon { events, cues: cues::Cues::bundled(), actors, places: places::Gazetteer::bundled() }, bad)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Pos;
    use parallax_model::{NameKind, Plover};

    fn tables(files: &[(&str, &str)]) -> Tables {
        let mut tables = Tables::default();
        for (file, text) in files {
            assert!(tables.add(file, text.to_string()), "{file}");
        }
        tables
    }

    #[test]
    fn own_rows_stand_before_bundled_ones() {
        let own = tables(&[
            ("types.tsv", "port_call\t9001\tCONSULT\tvisit\t.\ta ship calls at a port\nidle\tX1\t-\n"),
            ("verbs.tsv", "moor|Berth\t.\tport_call\tsubj\tat\narrest\tobj=%ship\tport_call\n"),
            ("classes.tsv", "ship\tcoracle\n"),
        ]);
        let (lexicon, bad) = Lexicon::with(&own);
        assert_eq!(bad, Vec::<String>::new());
        let moor = &lexicon.events.frames("moor", Pos::Verb)[0];
        assert_eq!((moor.id.as_str(), moor.plover), ("verb:moor@verbs.tsv:1", Some(Plover::Consult)));
        assert_eq!((moor.mode.as_deref(), moor.cameo.as_deref()), (Some("visit"), Some("9001")));
        assert_eq!(lexicon.events.frames("berth", Pos::Verb)[0].sense, "port_call");
        let arrest = lexicon.events.frames("arrest", Pos::Verb);
        let bundled = Lexicon::bundled().events.frames("arrest", Pos::Verb);
        assert_eq!((arrest[0].sense.as_str(), arrest.len()), ("port_call", bundled.len() + 1));
        assert_eq!(&arrest[1..], bundled);
        assert!(lexicon.events.in_class("coracle", "ship") && lexicon.events.in_class("ferry", "ship"));
        assert!(lexicon.events.is_own("idle") && !lexicon.events.is_own("arrest"));
        assert_eq!(lexicon.events.sense("idle").and_then(|s| s.plover), None);
    }

    #[test]
    fn a_bundled_type_put_otherwise_changes_its_rows() {
        let (lexicon, bad) = Lexicon::with(&tables(&[("types.tsv", "arrest\t9002\tSANCTION\t.\tcharge\tour own\n")]));
        assert_eq!(bad, Vec::<String>::new());
        let arrest = lexicon.events.frames("arrest", Pos::Verb).last();
        let arrest = arrest.map(|f| (f.plover, f.mode.as_deref(), f.cameo.as_deref()));
        assert_eq!(arrest, Some((Some(Plover::Sanction), None, Some("9002"))));
    }

    #[test]
    fn own_actors_and_agents() {
        let own = tables(&[
            (
                "actors.tsv",
                "Harbour Watch\tHW;the Watch\tNOR\tCOP\nAnna Berg\t.\tSWE\tGOV,ELI\tperson\nGeorgia\t.\tUSA\t.\n",
            ),
            ("agents.tsv", "Wharf Steward\tLAB\tperson\t.\n"),
        ]);
        let (lexicon, bad) = Lexicon::with(&own);
        assert_eq!(bad, Vec::<String>::new());
        let actors = &lexicon.actors;
        assert_eq!(actors.organisation("Watch").map(|(name, code, _)| (name, code)), Some(("Harbour Watch", "NOR")));
        assert_eq!(actors.organisation_kind("Anna Berg"), Some(NameKind::Person));
        assert_eq!(actors.organisation_kind("HW"), Some(NameKind::Organisation));
        assert!(actors.country("Georgia").is_none(), "the user's name goes before the country's");
        assert_eq!(actors.role("wharf steward").map(|r| r.sectors[0].0.as_str()), Some("LAB"));
    }

    #[test]
    fn rows_that_cannot_be_read_are_named_and_the_rest_stands() {
        let cases: &[(&str, &str, &str)] = &[
            ("types.tsv", "call 9001 CONSULT", "types.tsv:1: one cell only"),
            ("types.tsv", "call\t9001\t.\t.\t.\tx", "types.tsv:1: no CAMEO code \"9001\""),
            ("types.tsv", "# c\n\ncall\t9001\tTALK", "types.tsv:3: no PLOVER type \"TALK\""),
            ("types.tsv", "call\t.\t-\t.\tgreet", "types.tsv:1: call is near greet"),
            ("verbs.tsv", "moor", "verbs.tsv:1: want lemmas"),
            ("verbs.tsv", "moor\t.\tport_cal", "verbs.tsv:1: no type \"port_cal\""),
            ("verbs.tsv", "moor\tobj\tarrest", "verbs.tsv:1: need \"obj\""),
            ("verbs.tsv", "moor\tobj=%hull\tarrest", "verbs.tsv:1: no class %hull"),
            ("verbs.tsv", "moor\t.\tarrest\tsubject", "verbs.tsv:1: no slot \"subject\""),
            ("nouns.tsv", "mooring\t.\tarrest\t.\t.\t9999", "nouns.tsv:1: no CAMEO code \"9999\""),
            ("classes.tsv", "hull", "classes.tsv:1: want a class"),
            ("light.tsv", "lay\t.\tobj\tsubj\t.\tmaybe", "light.tsv:1: no aspect \"maybe\""),
            ("compose.tsv", "agreed\t06\t031", "compose.tsv:1: no type \"agreed\""),
            ("actors.tsv", "Harbour Watch", "actors.tsv:1: want a name"),
            ("actors.tsv", "Harbour Watch\t.\tNORWAY\tCOP", "actors.tsv:1: no country \"NORWAY\""),
            ("actors.tsv", "Harbour Watch\t.\tNOR\tcops", "actors.tsv:1: no sector \"cops\""),
            ("actors.tsv", "Harbour Watch\t.\tNOR\tCOP\tperson-like", "actors.tsv:1: no kind \"person-like\""),
            ("agents.tsv", "pilot\tBUS", "agents.tsv:1: no kind \"\""),
            ("agents.tsv", "pilot\tBus\tperson", "agents.tsv:1: no sector \"Bus\""),
        ];
        for (file, rows, want) in cases {
            let good = if *file == "verbs.tsv" { "\nberth\t.\tarrest" } else { "" };
            let (lexicon, bad) = Lexicon::with(&tables(&[(file, &format!("{rows}{good}"))]));
            assert!(bad.len() == 1 && bad[0].starts_with(want), "{file} {rows:?}: {bad:?}");
            assert!(good.is_empty() || !lexicon.events.frames("berth", Pos::Verb).is_empty());
            let of_moor = lexicon.events.frames("moor", Pos::Verb);
            assert_eq!(of_moor, Lexicon::bundled().events.frames("moor", Pos::Verb), "{file} {rows:?}");
        }
        assert!(!Tables::default().add("verb.tsv", String::new()));
    }
}
