//! A story made by hand: two reports of one arrest, numbers that differ, any words put in everywhere a report reaches.

use parallax_model::*;

/// Where each thing stands in the text of a report.
fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn mention(text: &str, words: &str) -> Mention {
    Mention {
        sentence: 0,
        head: 0,
        span: span(text, words),
        form: MentionForm::Name,
        kind: Some(NameKind::Organisation),
        name: words.to_string(),
        title: None,
        lemma: "police".into(),
        number: Number::Plural,
        gender: Gender::Unknown,
        definite: true,
        countries: vec![],
        sectors: vec![],
        same_as: None,
        members: vec![],
        owner: None,
        count: None,
    }
}

fn code() -> Code {
    Code {
        plover: Some(Plover::Coerce),
        mode: Some("arrest".into()),
        cameo: Some("173".into()),
        sense: "arrest".into(),
        rule: "verb:arrest#1".into(),
        confidence: 0.9,
    }
}

/// One report: `who` arrested `number` `whom` in `town`.
fn one(id: usize, [who, whom, town, outlet]: [&str; 4], number: &str) -> (Report, Document, Account) {
    let text = format!("{who} arrested {number} {whom} in {town} on Tuesday.");
    let whole = Span::new(0, text.len());
    let report = Report {
        id: ReportId(id),
        path: format!("some/folder/{id}.txt"),
        outlet: Some(outlet.into()),
        title: Some(who.into()),
        url: Some(outlet.into()),
        published: None,
        text: text.clone(),
        body: whole,
        notices: vec![],
    };
    let sentence = Sentence { span: whole, ..Sentence::default() };
    let document = Document { report: ReportId(id), sentences: vec![sentence], ..Document::default() };
    let statement = Statement {
        sentence: 0,
        head: 1,
        clause: whole,
        trigger: span(&text, "arrested"),
        predicate: "arrest".into(),
        nominal: false,
        code: Some(code()),
        actors: vec![0],
        recipients: vec![1],
        modifiers: vec![],
        quantities: vec![Quantity {
            of: "arrested".into(),
            low: number.parse().ok(),
            high: number.parse().ok(),
            unit: None,
            span: span(&text, number),
        }],
        details: vec![Detail { kind: DetailKind::Manner, span: span(&text, "on Tuesday") }],
        status: Status::Alleged,
        said_by: Some(0),
        tense: Tense::Past,
        part_of: None,
    };
    let said = Attribution {
        sentence: 0,
        cue: span(&text, "arrested"),
        source: Some(0),
        source_span: Some(span(&text, who)),
        content: whole,
        status: Status::Alleged,
        within: None,
    };
    let mentions = vec![mention(&text, who), mention(&text, whom), mention(&text, town)];
    let account = Account {
        report: ReportId(id),
        mentions,
        statements: vec![statement],
        attributions: vec![said],
        relations: vec![],
    };
    (report, document, account)
}

/// Two reports that differ in the number.
pub fn story(words: [&str; 4]) -> Story {
    let parts = [one(0, words, "12"), one(1, words, "9")];
    let of = |index| vec![MentionRef { report: ReportId(0), index }, MentionRef { report: ReportId(1), index }];
    let entity = |index: usize, kind| Entity {
        name: words[index].into(),
        kind,
        names: vec![words[index].into(), "also".into()],
        country: Some("NOR".into()),
        sectors: vec![Sector("COP".into())],
        mentions: of(index),
        location: (kind == EntityKind::Place).then(|| Location {
            name: words[2].into(),
            lat: 59.9,
            lon: 10.7,
            within: None,
            geonames_id: None,
            country: "NOR".into(),
            precision: PlacePrecision::City,
        }),
        merges: vec![Merge { a: of(index)[0], b: of(index)[1], rule: "same name", score: 0.9 }],
    };
    let town = Evidence::new(&parts[0].0, parts[0].2.mentions[2].span).unwrap();
    let placed = Placed { entity: EntityId(2), evidence: town, how: "clause" };
    let day = jiff::civil::date(2025, 3, 4);
    let when = When { start: day, end: jiff::civil::date(2025, 3, 6), precision: Precision::Span, inferred: true };
    let cast = Cast {
        entities: vec![entity(0, EntityKind::Organisation), entity(1, EntityKind::Group), entity(2, EntityKind::Place)],
        of_mention: vec![vec![vec![EntityId(0)], vec![EntityId(1)], vec![EntityId(2)]]; 2],
        times: vec![vec![]; 2],
        when: vec![vec![Some(Dated { when, evidence: Some(parts[0].2.statements[0].trigger), how: "clause" })]; 2],
        place: vec![vec![Some(placed.clone())]; 2],
        published: vec![
            Publication { inferred: Some(day), reasons: vec![words[0].into()], ..Publication::default() };
            2
        ],
    };
    let at = |report| StatementRef { report: ReportId(report), index: 0 };
    let event = Event {
        id: "e3m9".into(),
        label: format!("{} arrested {}", words[0], words[1]),
        code: Some(code()),
        when: Some(when),
        place: Some(placed),
        actors: vec![EntityId(0)],
        recipients: vec![EntityId(1)],
        statements: vec![at(0), at(1)],
        reasons: vec![LinkReason { a: at(0), b: at(1), score: 1.5, because: vec![words[3].into()] }],
    };
    let evidence = |r: usize| Evidence::new(&parts[r].0, parts[r].2.statements[0].quantities[0].span).unwrap();
    let value = |r: usize| Value { text: format!("{} {}", words[1], r), evidence: vec![evidence(r)] };
    let finding = Finding {
        id: "d1".into(),
        event: EventId(0),
        kind: FieldKind::Number,
        attribute: "arrested".into(),
        state: State::Contradicted,
        compatible: Compatibility::No,
        values: vec![value(0), value(1)],
        weight: 1.0,
    };
    let notice = Notice { code: "P011", subject: "some/folder/0.txt".into(), message: words[3].into(), help: None };
    let [a, b] = parts;
    Story {
        title: words[0].into(),
        reports: vec![a.0, b.0],
        documents: vec![a.1, b.1],
        accounts: vec![a.2, b.2],
        cast,
        events: vec![event],
        relations: vec![Relation {
            from: EventId(0),
            to: EventId(0),
            kind: RelationKind::Response,
            evidence: Evidence::new(&one(0, words, "12").0, Span::new(0, 3)).unwrap(),
        }],
        findings: vec![finding],
        states: vec![State::Contradicted],
        origins: vec![0, 1],
        copies: vec![None, None],
        corrections: vec![],
        notices: vec![notice],
    }
}
