//! The cases of `tests/suite/labels.tsv`: what the events of a report are called.

use parallax::read::{self, Meta};
use parallax::{World, reconstruct};

#[test]
fn events_are_called_as_a_headline_would() {
    let world = World::bundled();
    let lines = include_str!("../../../tests/suite/labels.tsv").lines().filter(|l| !l.starts_with('#'));
    let (mut count, mut wrong) = (0, Vec::new());
    for line in lines {
        let (text, expected) = line.split_once('\t').expect("a text and its labels");
        let report = read::report("a.txt", text.as_bytes(), &Meta::default()).expect("a readable text");
        let story = reconstruct(vec![report], &world, &|_| ());
        let labels: Vec<String> = story.events.into_iter().map(|e| e.label).collect();
        for label in expected.split('|') {
            count += 1;
            let (wanted, label) = label.strip_prefix("FIXME ").map_or((true, label), |miss| (false, miss));
            if labels.iter().any(|l| l == label) != wanted {
                wrong.push(format!("{text}: “{label}” should be {wanted}; labels: {labels:?}"));
            }
        }
    }
    assert!(count > 10, "{count} labels");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
