//! The same event across reports, against gold: event coreference on ECB+ with gold mentions, and reports of several
//! happenings given at once.
//!
//! ECB+ (Cybulska and Vossen 2014), development topics, sentences that were validated. Every gold event mention becomes
//! one statement: the one `extract` found at that word, else a bare one of the word itself, with the source that `extract`
//! gives where it is a word of reporting; entities, days, places and links are Parallax's own. The scores stand beside the
//! baseline that joins all mentions of one head lemma in a topic, computed on the same lemmas in the same run. Singletons
//! count.

use crate::Row;
use crate::metrics::{Conll, conll};
use anyhow::{Context, Result};
use parallax::lexicon::Lexicon;
use parallax::lexicon::events::Pos;
use parallax::model::{
    Account, Code, Document, Report, ReportId, Sentence, Span, Statement, StatementRef, Status, Tense, Upos,
};
use parallax::parse::{Reader, conllu};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Scores the sets that are there; `None` when none is.
pub fn score(data: &Path) -> Result<Option<Vec<Row>>> {
    let mut rows = Vec::new();
    if let Some(docs) = lines(&data.join("crossdoc/ecbplus/dev.jsonl"))? {
        rows.extend(ecb(&docs)?);
    }
    if let Some(docs) = lines(&data.join("crossdoc/news_cluster/dev.jsonl"))? {
        rows.extend(news(&docs)?);
    }
    rows.extend(crate::timelines::score(data)?);
    Ok((!rows.is_empty()).then_some(rows))
}

/// The lines of a file of JSON; `None` when it is not there.
pub fn lines(path: &Path) -> Result<Option<Vec<Value>>> {
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path)?;
    text.lines().map(|line| serde_json::from_str(line).context("a line of JSON")).collect::<Result<_>>().map(Some)
}

/// One document of ECB+ with its gold event mentions as statements.
struct Annotated {
    topic: String,
    subtopic: String,
    text: String,
    document: Document,
    account: Account,
    /// `[statement]` → gold cluster; `None` for a mention that stands alone.
    clusters: Vec<Option<String>>,
    /// `[statement]` → the words of its gold mention, in its sentence.
    words: Vec<Vec<usize>>,
    /// What `extract` alone found in the validated sentences.
    found: Account,
}

fn ecb(docs: &[Value]) -> Result<Vec<Row>> {
    let annotated: Vec<Annotated> = docs.iter().map(annotate).collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for (level, key) in
        [("topic", (|d| d.topic.clone()) as fn(&Annotated) -> String), ("subtopic", |d| d.subtopic.clone())]
    {
        let mut groups: BTreeMap<String, Vec<&Annotated>> = BTreeMap::new();
        for doc in &annotated {
            groups.entry(key(doc)).or_default().push(doc);
        }
        let (mut ours, mut lemma, mut alone, mut mentions) = (Conll::default(), Conll::default(), Conll::default(), 0);
        for docs in groups.values() {
            let (gold, linked, same) = clusterings(docs);
            mentions += gold.iter().map(Vec::len).sum::<usize>();
            ours.add(conll(&gold, &linked));
            lemma.add(conll(&gold, &same));
            alone.add(conll(&gold, &predicted(docs)));
        }
        let row = |measure: String, value: f64| Row {
            set: "crossdoc/ecbplus".into(),
            measure,
            value: 100.0 * value,
            of: mentions,
            note: "gold event mentions, validated sentences, singletons count".into(),
        };
        rows.push(row(format!("event coreference by {level}, CoNLL F1"), ours.f1()));
        rows.push(row(format!("event coreference by {level}, MUC F1"), ours.muc.f1()));
        rows.push(row(format!("event coreference by {level}, B³ F1"), ours.b_cubed.f1()));
        rows.push(row(format!("event coreference by {level}, CEAF-e F1"), ours.ceaf_e.f1()));
        rows.push(row(format!("the same, joining equal head lemmas, by {level}, CoNLL F1"), lemma.f1()));
        rows.push(Row {
            note:
                "statements as `extract` finds them in validated sentences; those no gold mention holds count as wrong"
                    .into(),
            ..row(format!("the same, mentions predicted, by {level}, CoNLL F1"), alone.f1())
        });
    }
    Ok(rows)
}

/// The events that Parallax links the statements of some documents to, as statements.
fn linked(docs: &[&Annotated], account: impl Fn(&Annotated) -> &Account) -> Vec<Vec<StatementRef>> {
    let mut documents: Vec<Document> = docs.iter().map(|d| d.document.clone()).collect();
    let mut accounts: Vec<Account> = docs.iter().map(|d| account(d).clone()).collect();
    let reports: Vec<Report> =
        docs.iter().enumerate().map(|(i, d)| report(i, format!("{i:03}"), d.text.clone(), None)).collect();
    for (i, (document, account)) in documents.iter_mut().zip(&mut accounts).enumerate() {
        (document.report, account.report) = (ReportId(i), ReportId(i));
    }
    let lexicon = Lexicon::bundled();
    let cast = parallax::resolve::cast(&reports, &documents, &accounts, lexicon, &[]);
    let linked = parallax::link::events(&reports, &documents, &accounts, &cast, lexicon, &[]);
    linked.events.into_iter().map(|event| event.statements).collect()
}

/// The clusters of what `extract` found, each statement under the number of the gold mention that holds its word.
fn predicted(docs: &[&Annotated]) -> Vec<Vec<u32>> {
    let before: Vec<usize> = docs.iter().map(|d| d.clusters.len()).collect();
    let all: usize = before.iter().sum();
    let mut unheld = all as u32;
    let mut of_statement = |at: &StatementRef| -> Option<u32> {
        let doc = docs.get(at.report.0)?;
        let statement = doc.found.statements.get(at.index)?;
        let held = doc
            .account
            .statements
            .iter()
            .zip(&doc.words)
            .position(|(gold, words)| gold.sentence == statement.sentence && words.contains(&statement.head));
        let first: usize = before.iter().take(at.report.0).sum();
        Some(held.map_or_else(
            || {
                unheld += 1;
                unheld
            },
            |index| (first + index) as u32,
        ))
    };
    // Two statements in one gold mention are one mention.
    let mut taken = BTreeSet::new();
    let events = linked(docs, |d| &d.found);
    events
        .iter()
        .map(|event| event.iter().filter_map(&mut of_statement).filter(|&n| taken.insert(n)).collect())
        .filter(|event: &Vec<u32>| !event.is_empty())
        .collect()
}

/// Gold, linked, and same-lemma clusters of the mentions of some documents, numbered through.
#[allow(clippy::type_complexity, reason = "three clusterings of one kind")]
fn clusterings(docs: &[&Annotated]) -> (Vec<Vec<u32>>, Vec<Vec<u32>>, Vec<Vec<u32>>) {
    let mut number: BTreeMap<StatementRef, u32> = BTreeMap::new();
    let (mut gold, mut same): (BTreeMap<String, Vec<u32>>, BTreeMap<String, Vec<u32>>) = Default::default();
    for (d, doc) in docs.iter().enumerate() {
        for (index, cluster) in doc.clusters.iter().enumerate() {
            let n = number.len() as u32;
            number.insert(StatementRef { report: ReportId(d), index }, n);
            gold.entry(cluster.clone().unwrap_or_else(|| format!("alone {n}"))).or_default().push(n);
            let lemma = doc.account.statements.get(index).map_or("", |s| s.predicate.as_str());
            same.entry(lemma.to_lowercase()).or_default().push(n);
        }
    }
    let events = linked(docs, |d| &d.account)
        .iter()
        .map(|event| event.iter().filter_map(|s| number.get(s).copied()).collect())
        .collect();
    (gold.into_values().collect(), events, same.into_values().collect())
}

/// A text as a report of a topic.
pub fn report(id: usize, path: String, text: String, published: Option<&str>) -> Report {
    let body = Span::new(0, text.len());
    let published = published.and_then(|day| day.get(..10)?.parse().ok());
    Report { id: ReportId(id), path, outlet: None, title: None, url: None, published, text, body, notices: Vec::new() }
}

fn annotate(doc: &Value) -> Result<Annotated> {
    let words: Vec<&str> = doc["tokens"].as_array().context("tokens")?.iter().filter_map(Value::as_str).collect();
    let pair = |v: &Value| Some((v[0].as_u64()? as usize, v[1].as_u64()? as usize));
    let sentences: Vec<(usize, usize)> =
        doc["sentences"].as_array().context("sentences")?.iter().filter_map(pair).collect();
    let mut lines = String::new();
    for &(from, to) in &sentences {
        for (i, word) in words.get(from..to).unwrap_or(&[]).iter().enumerate() {
            let word =
                if word.trim().is_empty() { "_".to_string() } else { word.split_whitespace().collect::<String>() };
            lines.push_str(&format!("{}\t{word}{}\n", i + 1, "\t_".repeat(8)));
        }
        lines.push('\n');
    }
    let (text, document) = conllu::annotate_pretokenized(&lines, Reader::bundled());
    let whole = report(0, "ecb".into(), text.clone(), None);
    let lexicon = Lexicon::bundled();
    let mut account = parallax::extract::account(&whole, &document, lexicon);
    let validated: BTreeSet<usize> = doc["validated_sentences"]
        .as_array()
        .context("validated sentences")?
        .iter()
        .filter_map(|v| Some(v.as_u64()? as usize))
        .collect();
    let mut found: BTreeMap<(usize, usize), (Statement, (Option<String>, Vec<usize>))> = BTreeMap::new();
    for mention in doc["mentions"].as_array().context("mentions")? {
        let kind = mention["type"].as_str().unwrap_or("");
        if !kind.starts_with("ACTION") && !kind.starts_with("NEG_ACTION") {
            continue;
        }
        let tokens: Vec<usize> =
            mention["tokens"].as_array().context("tokens")?.iter().filter_map(|v| Some(v.as_u64()? as usize)).collect();
        let Some(first) = tokens.first() else { continue };
        let Some(s) = sentences.iter().position(|&(from, to)| (from..to).contains(first)) else { continue };
        let (Some(sentence), true) = (document.sentences.get(s), validated.contains(&s)) else { continue };
        let start = sentences.get(s).map_or(0, |x| x.0);
        let local: Vec<usize> = tokens.iter().map(|t| t - start).filter(|&t| t < sentence.tokens.len()).collect();
        let statement = statement(&account, sentence, s, &local, lexicon);
        let cluster = mention["cluster"].as_str().map(str::to_string);
        if let Some(statement) = statement {
            // Two gold mentions of one word would be two statements of one place; the second is kept behind the first.
            let mut head = statement.head;
            while found.contains_key(&(s, head)) {
                head += 1000;
            }
            found.insert((s, head), (statement, (cluster, local)));
        }
    }
    // Relations and parts speak of statements by their index.
    account.relations.clear();
    let kept = account.statements.iter().filter(|s| validated.contains(&s.sentence));
    let kept = kept.map(|s| Statement { part_of: None, ..s.clone() }).collect();
    let alone = Account { statements: kept, ..account.clone() };
    let (statements, gold): (Vec<_>, Vec<_>) = found.into_values().unzip();
    let (clusters, words) = gold.into_iter().unzip();
    account.statements = statements;
    let name = |key: &str| doc[key].as_str().map_or_else(|| doc[key].to_string(), str::to_string);
    Ok(Annotated {
        topic: name("topic"),
        subtopic: name("subtopic"),
        text,
        document,
        account,
        clusters,
        words,
        found: alone,
    })
}

/// The statement `extract` found at a mention, else a bare one.
fn statement(
    account: &Account,
    sentence: &Sentence,
    s: usize,
    words: &[usize],
    lexicon: &Lexicon,
) -> Option<Statement> {
    let outside = |w: usize| sentence.tokens.get(w).is_some_and(|t| t.head.is_none_or(|h| !words.contains(&h)));
    let head = words.iter().copied().find(|&w| outside(w)).or(words.last().copied())?;
    let known = account.statements.iter().filter(|x| x.sentence == s && words.contains(&x.head));
    let exact = known.clone().find(|x| x.head == head).or_else(|| known.clone().next());
    if let Some(statement) = exact {
        return Some(Statement { part_of: None, ..statement.clone() });
    }
    let token = sentence.tokens.get(head)?;
    let pos = match token.upos {
        Upos::Verb | Upos::Aux => Pos::Verb,
        Upos::Adj | Upos::Adv => Pos::Adj,
        _ => Pos::Noun,
    };
    let lemma = token.lemma.to_lowercase();
    let reported = account.attributions.iter().find(|a| a.sentence == s && a.cue.contains(token.span));
    let code = lexicon.events.frames(&lemma, pos).iter().find(|frame| frame.needs.is_empty()).map(|frame| Code {
        plover: frame.plover,
        mode: frame.mode.clone(),
        cameo: frame.cameo.clone(),
        sense: frame.sense.clone(),
        rule: frame.id.clone(),
        confidence: 0.5,
    });
    Some(Statement {
        sentence: s,
        head,
        clause: sentence.cover(&sentence.subtree(head, |_| true)),
        trigger: token.span,
        predicate: lemma,
        nominal: pos == Pos::Noun,
        code,
        actors: reported.and_then(|a| a.source).into_iter().collect(),
        recipients: Vec::new(),
        modifiers: Vec::new(),
        quantities: Vec::new(),
        details: Vec::new(),
        status: Status::Asserted,
        said_by: None,
        tense: Tense::None,
        part_of: None,
    })
}

/// How many happenings are given at once, and at most how many reports of each.
const AT_ONCE: (usize, usize) = (5, 4);

fn news(docs: &[Value]) -> Result<Vec<Row>> {
    let mut events: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for doc in docs {
        events
            .entry(doc["event_id"].as_str().map_or_else(|| doc["event_id"].to_string(), str::to_string))
            .or_default()
            .push(doc);
    }
    let groups: Vec<Vec<&Value>> = events
        .into_values()
        .filter(|docs| docs.len() > 1)
        .map(|docs| docs.into_iter().take(AT_ONCE.1).collect())
        .collect();
    let (mut statements, mut reports) = (Pairs::default(), Pairs::default());
    let mut read = 0;
    for batch in groups.chunks(AT_ONCE.0).filter(|b| b.len() == AT_ONCE.0) {
        let given = batch.iter().enumerate().flat_map(|(happening, docs)| docs.iter().map(move |d| (happening, *d)));
        let mut of_path: BTreeMap<String, usize> = BTreeMap::new();
        let mut all = Vec::new();
        for (i, (happening, doc)) in given.enumerate() {
            let text = format!("{}\n\n{}", doc["title"].as_str().unwrap_or(""), doc["text"].as_str().unwrap_or(""));
            let path = format!("{i:03}");
            of_path.insert(path.clone(), happening);
            all.push(report(i, path, text, doc["date_publish"].as_str()));
        }
        read += all.len();
        let story = parallax::reconstruct(all, &parallax::World::bundled(), &|_| ());
        let happening =
            |r: usize| story.reports.get(r).and_then(|r| of_path.get(&r.path)).copied().unwrap_or(usize::MAX);
        let mut linked: BTreeSet<(usize, usize)> = BTreeSet::new();
        for event in &story.events {
            for (i, a) in event.statements.iter().enumerate() {
                for b in event.statements.iter().skip(i + 1).filter(|b| b.report != a.report) {
                    let right = happening(a.report.0) == happening(b.report.0);
                    statements.add(right, true);
                    linked.insert((a.report.0.min(b.report.0), a.report.0.max(b.report.0)));
                }
            }
        }
        for a in 0..story.reports.len() {
            for b in a + 1..story.reports.len() {
                reports.add(happening(a) == happening(b), linked.contains(&(a, b)));
            }
        }
    }
    let row = |measure: &str, value: f64| Row {
        set: "crossdoc/news_cluster".into(),
        measure: measure.into(),
        value: 100.0 * value,
        of: read,
        note: format!("{} happenings with up to {} reports each given at once", AT_ONCE.0, AT_ONCE.1),
    };
    Ok(vec![
        row("linked statements of two reports that are of one happening", statements.precision()),
        row("pairs of reports that share an event, by happening, F1", reports.f1()),
    ])
}

/// Counts of pairs: (right and found, found, right).
#[derive(Default)]
struct Pairs(f64, f64, f64);

impl Pairs {
    fn add(&mut self, right: bool, found: bool) {
        self.0 += f64::from(right && found);
        self.1 += f64::from(found);
        self.2 += f64::from(right);
    }
    fn precision(&self) -> f64 {
        if self.1 > 0.0 { self.0 / self.1 } else { 0.0 }
    }
    fn f1(&self) -> f64 {
        if self.1 + self.2 > 0.0 { 2.0 * self.0 / (self.1 + self.2) } else { 0.0 }
    }
}
