//! Small stories in a readable table, turned into the values that `link` and `compare` take: no reader needed.
//!
//! A case is `--- title`, lines, `===`, expected lines. Lines before it:
//! - `place NAME COUNTRY LAT LON`, `person NAME [COUNTRY]`, `body NAME [COUNTRY]`: who and where names stand for
//!   (`=` for a space inside a name). Whatever else is told of is a group.
//! - `alike WORD WORD …`: words that mean the like by themselves; words of two such lines do not, though in
//!   their sentences all of them do a little.
//! - `A: SENTENCE | TRIGGER=SENSE | ACTOR > RECIPIENT | DAY | PLACE | further`, one statement each, where A is the
//!   report. Cells may be empty. Further: `killed 7 seven` (what is counted, how many, words; `50+` is open above),
//!   `denied`, `alleged`, `planned`, `part 1` (of statement 1), `because WORDS`, `noun`, `cause 2 1` (a relation).

#![allow(dead_code, reason = "each test uses its part")]

use parallax_model::*;
use std::collections::BTreeMap;

/// A story as the stages before `link` would hand it on.
#[derive(Default)]
pub struct Story {
    pub reports: Vec<Report>,
    pub documents: Vec<Document>,
    pub accounts: Vec<Account>,
    pub cast: Cast,
    /// Statements in the order of the lines.
    pub statements: Vec<StatementRef>,
    entities: BTreeMap<String, EntityId>,
    /// What words mean by themselves.
    words: BTreeMap<String, Vec<i8>>,
}

/// A case of a suite file: its title, its lines, its expectations.
pub struct Case {
    pub title: String,
    pub lines: Vec<String>,
    pub expected: Vec<String>,
}

/// The cases of a suite file.
pub fn cases(text: &str) -> Vec<Case> {
    let mut found: Vec<Case> = Vec::new();
    let mut expecting = false;
    for line in text.lines().map(str::trim_end).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(title) = line.strip_prefix("--- ") {
            found.push(Case { title: title.to_string(), lines: Vec::new(), expected: Vec::new() });
            expecting = false;
        } else if line == "===" {
            expecting = true;
        } else if let Some(case) = found.last_mut() {
            if expecting { case.expected.push(line.to_string()) } else { case.lines.push(line.to_string()) }
        }
    }
    found
}

impl Story {
    /// The story of a case's lines.
    pub fn of(lines: &[String]) -> Story {
        let mut story = Story::default();
        for line in lines {
            match line.split_once(": ") {
                Some((report, rest)) if report.len() == 1 => story.statement(report, rest),
                _ => story.declare(line),
            }
        }
        for (i, report) in story.reports.iter_mut().enumerate() {
            report.body = Span::new(0, report.text.len());
            story.cast.published.push(Publication::default());
            story.cast.times.push(Vec::new());
            assert_eq!(report.id, ReportId(i));
            story.documents[i].words = story.words.clone();
        }
        story
    }

    fn declare(&mut self, line: &str) {
        let cells: Vec<String> = line.split_whitespace().map(|c| c.replace('=', " ")).collect();
        let cell = |i: usize| cells.get(i).cloned();
        if cells[0] == "alike" {
            let mut vector = vec![0; document::WORD];
            vector[self.words.len()] = 127;
            self.words.extend(cells.into_iter().skip(1).map(|word| (word, vector.clone())));
            return;
        }
        let name = cell(1).expect("a name");
        let kind = match cells[0].as_str() {
            "place" => EntityKind::Place,
            "person" => EntityKind::Person,
            "body" => EntityKind::Organisation,
            other => panic!("unknown line {other}"),
        };
        let number = |i: usize| cell(i).and_then(|c| c.parse::<f64>().ok());
        let location = number(3).zip(number(4)).map(|(lat, lon)| Location {
            name: name.clone(),
            lat,
            lon,
            within: None,
            geonames_id: None,
            country: cell(2).unwrap_or_default(),
            precision: PlacePrecision::City,
        });
        let location = location.or((kind == EntityKind::Place).then(|| Location {
            name: name.clone(),
            lat: 0.0,
            lon: 0.0,
            within: None,
            geonames_id: None,
            country: cell(2).unwrap_or_default(),
            precision: PlacePrecision::Country,
        }));
        let id = self.entity(&name, kind);
        self.cast.entities[id.0].country = cell(2);
        self.cast.entities[id.0].location = location;
    }

    fn entity(&mut self, name: &str, kind: EntityKind) -> EntityId {
        if let Some(&id) = self.entities.get(name) {
            return id;
        }
        let id = EntityId(self.cast.entities.len());
        self.cast.entities.push(Entity {
            name: name.to_string(),
            kind,
            names: vec![name.to_string()],
            country: None,
            sectors: Vec::new(),
            mentions: Vec::new(),
            location: None,
            merges: Vec::new(),
        });
        self.entities.insert(name.to_string(), id);
        id
    }

    fn report(&mut self, letter: &str) -> usize {
        if let Some(r) = self.reports.iter().position(|r| r.path == letter) {
            return r;
        }
        let id = ReportId(self.reports.len());
        self.reports.push(Report {
            id,
            path: letter.to_string(),
            outlet: None,
            title: None,
            url: None,
            published: None,
            text: String::new(),
            body: Span::default(),
            notices: Vec::new(),
        });
        self.documents.push(Document { report: id, ..Document::default() });
        self.accounts.push(Account { report: id, ..Account::default() });
        self.cast.of_mention.push(Vec::new());
        self.cast.when.push(Vec::new());
        self.cast.place.push(Vec::new());
        id.0
    }

    fn mention(&mut self, r: usize, sentence: usize, words: &str, from: usize) -> usize {
        let text = &self.reports[r].text;
        let start = from + text[from..].find(words).unwrap_or_else(|| panic!("{words:?} is not in the sentence"));
        let span = Span::new(start, start + words.len());
        let known = self.entities.contains_key(words);
        let entity = self.entity(words, EntityKind::Group);
        let head =
            self.documents[r].sentences[sentence].tokens.iter().rposition(|t| span.contains(t.span)).unwrap_or(0);
        let lemma = words.split_whitespace().last().unwrap_or("").to_lowercase();
        let index = self.accounts[r].mentions.len();
        self.cast.entities[entity.0].mentions.push(MentionRef { report: ReportId(r), index });
        self.cast.of_mention[r].push(vec![entity]);
        self.accounts[r].mentions.push(Mention {
            sentence,
            head,
            span,
            form: if known && self.cast.entities[entity.0].kind != EntityKind::Group {
                MentionForm::Name
            } else {
                MentionForm::Nominal
            },
            kind: None,
            name: words.to_string(),
            title: None,
            lemma,
            number: Number::Unknown,
            gender: Gender::Unknown,
            definite: false,
            countries: Vec::new(),
            sectors: Vec::new(),
            same_as: None,
            members: Vec::new(),
            owner: None,
            count: None,
        });
        index
    }

    fn statement(&mut self, letter: &str, rest: &str) {
        let cells: Vec<&str> = rest.split('|').map(str::trim).collect();
        let cell = |i: usize| cells.get(i).copied().unwrap_or("");
        let r = self.report(letter);
        let start = self.reports[r].text.len();
        self.reports[r].text.push_str(cell(0));
        self.reports[r].text.push_str(".\n");
        let clause = Span::new(start, start + cell(0).len());
        let (trigger, sense) = cell(1).split_once('=').unwrap_or((cell(1), ""));
        let sentence = self.documents[r].sentences.len();
        let tokens: Vec<Token> = words(cell(0), start).map(|(span, form)| token(span, form)).collect();
        let head = tokens
            .iter()
            .position(|t| t.span.of(&self.reports[r].text) == trigger)
            .unwrap_or_else(|| panic!("no trigger {trigger:?}"));
        let vectors = if self.words.is_empty() { Vec::new() } else { self.read(&tokens) };
        let trigger = tokens[head].span;
        let predicate = tokens[head].lemma.clone();
        self.documents[r].sentences.push(Sentence { span: clause, paragraph: sentence, title: false, tokens, vectors });
        let (actor, recipient) = cell(2).split_once('>').unwrap_or((cell(2), ""));
        let mut told = |words: &str| -> Vec<usize> {
            words
                .split(',')
                .map(str::trim)
                .filter(|w| !w.is_empty())
                .map(|w| self.mention(r, sentence, w, start))
                .collect()
        };
        let (actors, recipients) = (told(actor), told(recipient));
        let place = (!cell(4).is_empty()).then(|| self.mention(r, sentence, cell(4), start));
        self.cast.place[r].push(place.map(|index| Placed {
            entity: self.cast.of_mention[r][index][0],
            evidence: Evidence::new(&self.reports[r], self.accounts[r].mentions[index].span).unwrap(),
            how: "clause",
        }));
        self.cast.when[r].push((!cell(3).is_empty()).then(|| dated(cell(3), clause)));
        let mut statement = Statement {
            sentence,
            head,
            clause,
            trigger,
            predicate,
            nominal: false,
            code: (!sense.is_empty()).then(|| Code {
                plover: None,
                mode: None,
                cameo: None,
                sense: sense.to_string(),
                rule: "test".to_string(),
                confidence: 1.0,
            }),
            actors,
            recipients,
            modifiers: Vec::new(),
            quantities: Vec::new(),
            details: Vec::new(),
            status: Status::Asserted,
            said_by: None,
            tense: Tense::Past,
            part_of: None,
        };
        for further in cells.iter().skip(5) {
            self.further(r, &mut statement, further);
        }
        let index = self.accounts[r].statements.len();
        self.accounts[r].statements.push(statement);
        self.statements.push(StatementRef { report: ReportId(r), index });
    }

    /// Vectors of words in their sentence: a part that all words of `alike` lines share, a part of the line's own.
    fn read(&self, tokens: &[Token]) -> Vec<f32> {
        let mut vectors = vec![0.0; tokens.len() * document::MEANING];
        for (row, token) in vectors.chunks_exact_mut(document::MEANING).zip(tokens) {
            let Some(line) = self.words.get(&token.lemma).and_then(|v| v.iter().position(|&x| x > 0)) else { continue };
            (row[0], row[1 + line]) = (0.58f32.sqrt(), 0.42f32.sqrt());
        }
        vectors
    }

    fn further(&mut self, r: usize, statement: &mut Statement, further: &str) {
        let words: Vec<&str> = further.split_whitespace().collect();
        let in_text = |words: &str| {
            let clause = statement.clause.of(&self.reports[r].text);
            let at = clause.find(words).unwrap_or_else(|| panic!("{words:?} is not in {clause:?}"));
            Span::new(statement.clause.start + at, statement.clause.start + at + words.len())
        };
        let line = |n: &str| self.statements[n.parse::<usize>().expect("a line") - 1];
        match words.as_slice() {
            ["denied"] => statement.status = Status::Denied,
            ["alleged"] => statement.status = Status::Alleged,
            ["planned"] => statement.status = Status::Planned,
            ["noun"] => statement.nominal = true,
            ["part", n] => statement.part_of = Some(line(n).index),
            ["because", rest @ ..] => {
                statement.details.push(Detail { kind: DetailKind::Cause, span: in_text(&rest.join(" ")) })
            }
            ["how", rest @ ..] => {
                statement.details.push(Detail { kind: DetailKind::Manner, span: in_text(&rest.join(" ")) })
            }
            [kind @ ("cause" | "response"), n] => {
                let relation = StatedRelation {
                    from: self.accounts[r].statements.len(),
                    to: line(n).index,
                    kind: if *kind == "cause" { RelationKind::Cause } else { RelationKind::Response },
                    evidence: statement.clause,
                };
                self.accounts[r].relations.push(relation);
            }
            [of, many, rest @ ..] => {
                let low = many.trim_end_matches('+').parse::<f64>().expect("a number");
                statement.quantities.push(Quantity {
                    of: (*of).to_string(),
                    low: Some(low),
                    high: (!many.ends_with('+')).then_some(low),
                    unit: None,
                    span: in_text(&rest.join(" ")),
                });
            }
            other => panic!("unknown {other:?}"),
        }
    }
}

fn words(sentence: &str, start: usize) -> impl Iterator<Item = (Span, &str)> {
    let mut at = 0;
    sentence.split_whitespace().map(move |word| {
        let begin = at + sentence[at..].find(word).unwrap_or(0);
        at = begin + word.len();
        let bare = word.trim_end_matches([',', '.']);
        (Span::new(start + begin, start + begin + bare.len()), bare)
    })
}

fn token(span: Span, form: &str) -> Token {
    let common = form.chars().all(|c| c.is_lowercase()) && form.len() > 3;
    Token {
        span,
        lemma: form.to_lowercase().trim_end_matches('s').to_string(),
        upos: if common { Upos::Noun } else { Upos::X },
        xpos: String::new(),
        feats: "_".to_string(),
        head: None,
        deprel: "dep".to_string(),
    }
}

fn dated(day: &str, span: Span) -> Dated {
    let (first, last) = day.split_once('/').unwrap_or((day, day));
    let date = |text: &str| text.parse().unwrap_or_else(|_| panic!("{text:?} is no date"));
    let (start, end) = (date(first), date(last));
    let precision = if start == end { Precision::Day } else { Precision::Span };
    Dated { when: When { start, end, precision, inferred: false }, evidence: Some(span), how: "clause" }
}
