use super::*;

fn bundled() -> Events {
    load::events(&crate::own::Tables::default()).0
}

#[test]
fn every_row_parses() {
    let (_, bad) = load::events(&crate::own::Tables::default());
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn every_sense_is_used() {
    let events = bundled();
    let unused: Vec<_> =
        events.senses().filter(|s| !events.all_frames().any(|f| f.sense == s.name)).map(|s| &s.name).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn more_needs_stand_first() {
    let events = bundled();
    let counts: Vec<usize> = events.frames("take", Pos::Verb).iter().map(|f| f.needs.len()).collect();
    assert!(counts.windows(2).all(|pair| pair[0] >= pair[1]), "{counts:?}");
    assert!(counts.len() > 3);
}

#[test]
fn unknown_words_give_nothing() {
    let events = bundled();
    assert!(events.frames("", Pos::Verb).is_empty());
    assert!(events.frames("\u{0}gluon", Pos::Noun).is_empty());
    assert!(events.lights("gluon").is_empty());
    assert!(events.cameo("é").is_none() && events.cameo("").is_none());
    assert!(!events.near("arrest", "arrest"));
}

#[test]
fn acts_of_words_compose() {
    let events = bundled();
    let cases: &[(&str, &str, &str)] = &[
        ("threaten", "cut_relations", "1313"),
        ("demand", "release", "1053"),
        ("plan", "visit", "036"),
        ("plan", "bomb", "1383"),
        ("refuse", "meet", "125"),
        ("agree", "ceasefire", "0356"),
        ("accuse", "spy", "1125"),
        ("suspend", "fund", "1621"),
    ];
    for &(outer, inner, code) in cases {
        let inner_code = events.sense(inner).and_then(|sense| sense.cameo.as_deref());
        let whole = events.compose(outer, inner).or_else(|| events.compose(outer, inner_code?));
        assert_eq!(whole.map(|c| c.code.as_str()), Some(code), "{outer} + {inner}");
    }
    assert!(events.compose("praise", "042").is_none());
    assert!(events.compose("agree", "die").is_none());
}

/// Lemma, part of speech, what stands beside it, sense.
type Case = (&'static str, Pos, &'static [(&'static str, &'static str)], &'static str);

/// The sense of the first frame whose needs are met by `beside` (slot, lemma).
fn sense_of(events: &Events, lemma: &str, pos: Pos, beside: &[(&str, &str)]) -> String {
    let met = |need: &Need| beside.iter().any(|(slot, word)| *slot == need.slot && events.satisfies(need, word));
    let frame = events.frames(lemma, pos).iter().find(|frame| frame.needs.iter().all(met));
    frame.map_or(String::new(), |frame| frame.sense.clone())
}

#[test]
fn what_stands_beside_a_predicate_tells_its_sense() {
    let events = bundled();
    let cases: &[Case] = &[
        ("take", Pos::Verb, &[("into", "custody"), ("obj", "teacher")], "arrest"),
        ("take", Pos::Verb, &[("to", "hospital"), ("obj", "driver")], "hospitalise"),
        ("fire", Pos::Verb, &[("obj", ":per")], "dismiss"),
        ("fire", Pos::Verb, &[("obj", "rocket"), ("at", "village")], "airstrike"),
        ("call", Pos::Verb, &[("prt", "off"), ("obj", "strike")], "call_off_protest"),
        ("strike", Pos::Verb, &[("subj", "ferry"), ("obj", "pier")], "collide"),
        ("lift", Pos::Verb, &[("obj", "curfew")], "lift_curfew"),
        ("break", Pos::Verb, &[("prt", "off"), ("obj", "relation")], "cut_relations"),
        ("kill", Pos::Verb, &[("subj", "landslide"), ("obj", "farmer")], "die"),
        ("kill", Pos::Verb, &[("subj", "gunman"), ("obj", "farmer")], "kill"),
        ("strike", Pos::Noun, &[("compound", "hunger")], "hunger_strike"),
        ("strike", Pos::Noun, &[("compound", "air")], "airstrike"),
        ("call", Pos::Noun, &[("for", "talk")], "call_on"),
        ("call", Pos::Noun, &[("amod", "telephonic")], "call"),
        ("release", Pos::Noun, &[("of", "hostage")], "release"),
        ("release", Pos::Noun, &[("of", "report")], "publish"),
        ("dead", Pos::Adj, &[], "die"),
        ("accused", Pos::Adj, &[("of", "fraud")], "accuse"),
    ];
    for &(lemma, pos, beside, sense) in cases {
        assert_eq!(sense_of(&events, lemma, pos, beside), sense, "{lemma} {beside:?}");
    }
}

#[test]
fn types_and_modes_come_from_the_code() {
    let events = bundled();
    let of = |lemma: &str, pos| events.frames(lemma, pos).last().cloned().unwrap_or_else(|| panic!("{lemma}"));
    let arrest = of("arrest", Pos::Verb);
    assert_eq!(
        (arrest.plover, arrest.mode.as_deref(), arrest.cameo.as_deref()),
        (Some(Plover::Coerce), Some("arrest"), Some("173"))
    );
    let die = of("die", Pos::Verb);
    assert_eq!((die.plover, die.cameo), (None, None));
    assert!(die.actor.is_empty() && die.recipient == ["subj"]);
    let meet = of("meet", Pos::Verb);
    assert!(meet.reciprocal && !arrest.reciprocal);
    assert_eq!(events.cameo("1733").map(|c| c.code.as_str()), Some("173"));
    assert!(events.near("kill", "die") && events.near("die", "kill") && !events.near("die", "visit"));
}

#[test]
fn light_verbs_carry_their_noun() {
    let events = bundled();
    let carry = events.lights("carry").iter().find(|light| light.needs.iter().any(|need| need.words == ["out"]));
    assert_eq!(carry.map(|light| (light.noun.as_str(), light.actor.clone())), Some(("obj", vec!["subj".to_string()])));
    assert!(events.lights("come").iter().any(|light| light.noun == "under" && light.recipient == ["subj"]));
}
