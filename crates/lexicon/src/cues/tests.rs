use super::*;

#[test]
fn every_row_parses() {
    let (_, bad) = load::cues();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn words_tell_how_they_put_it() {
    let cues = Cues::bundled();
    let verbs: &[(&str, Status, bool)] = &[
        ("say", Status::Asserted, false),
        ("accuse", Status::Alleged, false),
        ("deny", Status::Denied, false),
        ("vow", Status::Planned, false),
        ("reveal", Status::Asserted, true),
    ];
    for &(lemma, status, factive) in verbs {
        let cue = cues.reporting_verb(lemma).unwrap_or_else(|| panic!("{lemma}"));
        assert_eq!((cue.lemma.as_str(), cue.status, cue.factive), (lemma, status, factive));
    }
    assert_eq!(cues.hedge("allegedly"), Some(Status::Alleged));
    assert_eq!(cues.modal("may"), Some(Status::Possible));
    assert_eq!(cues.modal("not"), None);
    assert!(cues.is_negation("not") && !cues.is_negation("may"));
}

#[test]
fn negation_turns_implicatives_round() {
    let cues = Cues::bundled();
    assert_eq!(
        (cues.governor("manage"), cues.governor_negated("manage")),
        (Some(Governor::Holds), Some(Governor::Fails))
    );
    assert_eq!((cues.governor("fail"), cues.governor_negated("fail")), (Some(Governor::Fails), Some(Governor::Holds)));
    assert_eq!(cues.governor("plan"), Some(Governor::Planned));
}

#[test]
fn connectives_point_the_right_way() {
    let cues = Cues::bundled();
    let cases: &[(&str, RelationKind, bool)] = &[
        ("in response to", RelationKind::Response, false),
        ("prompting", RelationKind::Cause, false),
        ("because of", RelationKind::Cause, true),
        ("after", RelationKind::Before, true),
        ("before", RelationKind::Before, false),
        ("as part of", RelationKind::PartOf, false),
    ];
    for &(words, kind, reversed) in cases {
        let found = cues.connectives().iter().find(|c| c.words == words);
        assert_eq!(found.map(|c| (c.kind, c.reversed)), Some((kind, reversed)), "{words}");
    }
    assert!(cues.connectives().windows(2).all(|pair| pair[0].words.len() >= pair[1].words.len()));
    let trigger = &cues.links("trigger")[0];
    assert_eq!((trigger.a.as_str(), trigger.b.as_str(), trigger.reversed), ("subj", "obj", false));
}

#[test]
fn numbers_have_bounds() {
    let cues = Cues::bundled();
    let word = |words: &str| cues.number_words().iter().find(|n| n.words == words).map(|n| (n.kind, n.low, n.high));
    assert_eq!(word("twelve"), Some((NumberKind::Value, Some(12.0), Some(12.0))));
    assert_eq!(word("dozens"), Some((NumberKind::Vague, Some(24.0), Some(99.0))));
    assert_eq!(word("at least"), Some((NumberKind::Bound, Some(1.0), None)));
    assert_eq!(word("up to"), Some((NumberKind::Bound, None, Some(1.0))));
    assert_eq!(cues.quantity_attribute("die"), Some("killed"));
    assert_eq!(cues.quantity_attribute("wounded"), Some("injured"));
}

#[test]
fn rival_names_share_a_set() {
    let cues = Cues::bundled();
    assert_eq!(cues.naming_set("terrorist"), cues.naming_set("militant"));
    assert!(cues.naming("terrorist").is_some_and(|naming| naming.tone < 0));
    assert_eq!(cues.naming_set("teapot"), None);
}
