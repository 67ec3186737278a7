//! Dictionaries of our own writing.

use super::{Dictionaries, Files, Kind};

const VERBS: &str = "\
<!-- a comment
over two lines -->
&METALS
+COPPER
+WHITE_GOLD

--- BARTER [071] ---
BARTER
+SWAP_AWAY {+SWAPPED_AWAY}
- * FOR &METALS [072]  # metals
- SAID WOULD_NOT_* $ [112:113]
- no star here
";

#[test]
fn verbs_and_patterns() {
    let (own, bad) = Dictionaries::read(Files { verbs: VERBS, ..Files::default() });
    assert_eq!(bad.len(), 1);
    assert_eq!((bad[0].file, bad[0].line), ("verbs", 12));
    let barter = &own.verbs["BARTERED"][0];
    assert_eq!(barter.code.as_deref(), Some("071"));
    assert_eq!(own.verbs["SWAPPED"][0].after, ["AWAY"]);
    let patterns = &own.blocks[barter.block];
    assert_eq!(patterns[0].after[1].kind, Kind::Synset("METALS".into()));
    let before: Vec<_> = patterns[1].before.iter().map(|e| (e.kind.clone(), e.tight)).collect();
    let word = |w: &str| Kind::Word(w.into());
    assert_eq!(before, [(word("NOT"), true), (word("WOULD"), true), (word("SAID"), false)]);
    assert!(own.synsets["METALS"].contains(&vec!["WHITE".to_string(), "GOLDS".to_string()]));
    assert_eq!(own.codes().into_iter().collect::<Vec<_>>(), ["071", "072", "112", "113"]);
}

#[test]
fn actors_by_day() {
    let text = "LADY_VEX [NRD]\n+THE VEX\n\t[NRDGOV <20100301]\n\t[NRDOPP 20100301-20110101]\nODD [A 12-]\n";
    let (own, bad) = Dictionaries::read(Files { actors: text, ..Files::default() });
    assert_eq!(bad.len(), 1);
    let vex = &own.actors["LADY"][0];
    assert_eq!(vex.code(Some(20100228)), Some("NRDGOV"));
    assert_eq!(vex.code(Some(20100301)), Some("NRDOPP"));
    assert_eq!(vex.code(Some(20200101)), Some("NRD"));
    assert_eq!(vex.code(None), Some("NRD"));
    assert_eq!(own.actors["THE"][0].codes, vex.codes);
}

#[test]
fn agents_with_macros_and_plurals() {
    let text = "!WHO! = MAN, WOMAN\nFERRY!WHO! [~TRA]\nGUILD {GUILDEN} [~BUS]\nCREW {} [~TRA]\nABBEY [REL~]\n";
    let (own, bad) = Dictionaries::read(Files { agents: text, ..Files::default() });
    assert!(bad.is_empty());
    for form in ["FERRYWOMAN", "GUILD", "GUILDEN", "CREW", "ABBEYS"] {
        assert!(own.agents.contains_key(form), "{form}");
    }
    assert!(!own.agents.contains_key("CREWS"));
    assert!(own.agents["ABBEY"][0].first);
}

#[test]
fn discards() {
    let (own, _) = Dictionaries::read(Files { discards: "+CUP FINAL\nREGATTA # sport\n", ..Files::default() });
    assert_eq!(own.discards, [(vec!["CUP".into(), "FINAL".into()], true), (vec!["REGATTA".into()], false)]);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in "[-+*&$%^_ \\[\\]{}!<>#~a-z0-9\n\t]{0,200}") {
        let files = Files { verbs: &text, actors: &text, agents: &text, discards: &text };
        let _ = Dictionaries::read(files);
    }
}
