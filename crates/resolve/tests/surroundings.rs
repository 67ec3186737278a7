//! Places that the gazetteer does not know: what the words beside their names say they lie in.

use parallax_lexicon::Lexicon;
use parallax_model::Span;
use parallax_resolve::place;

/// The names in brackets, with the text without them.
fn marked(text: &str) -> (String, Vec<Span>) {
    let (mut plain, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in text.chars() {
        match c {
            '[' => start = plain.len(),
            ']' => spans.push(Span::new(start, plain.len())),
            other => plain.push(other),
        }
    }
    (plain, spans)
}

#[test]
fn unknown_places_lie_where_the_words_beside_them_say() {
    for (text, name, expected) in [
        ("Smoke rose over [Lima]’s [Zarvalle] quarter.", "Zarvalle", "Lima PER city"),
        ("Snow cut off the villages of [Zorbek] and [Temurla] in [Dagestan].", "Zorbek", "Dagestan RUS province"),
        ("Snow cut off the villages of [Zorbek] and [Temurla] in [Dagestan].", "Temurla", "Dagestan RUS province"),
        ("The mill of [Zorbekan], [Azerbaijan], stood still.", "Zorbekan", "Azerbaijan AZE country"),
        ("Trains from [Zorbekan], [Azerbaijan] and [Armenia] were late.", "Zorbekan", "-"),
        ("A hall of [Lisbon Central Station] was shut.", "Lisbon Central Station", "Lisbon PRT city"),
        ("Nobody came to [Zarvalle]. In [Lima], people slept.", "Zarvalle", "-"),
        // A town of that name is far away.
        ("Smoke rose over [Lima]'s [Ystad] quarter.", "Ystad", "Lima PER city"),
        // A place that is known is not put into another.
        ("She flew from [Lyon] in [France] to [Lima].", "Lyon", "Lyon"),
    ] {
        let (plain, spans) = marked(text);
        let found = place::locate(&plain, &spans, Lexicon::bundled());
        let place = spans.iter().zip(found).find(|(span, _)| span.of(&plain) == name).and_then(|(_, place)| place);
        let told = place.map_or("-".to_string(), |place| match &place.within {
            Some(within) => format!("{within} {} {}", place.country, place.precision.name()),
            None => place.name,
        });
        assert_eq!(told, expected, "{name} in {text}");
    }
}
