//! One cast across reports, against gold: entity coreference over all reports of a topic.
//!
//! MEANTIME (Minard et al. 2016), English, entities of its two development topics, and NewsWCL50 (Hamborg et al. 2019),
//! actors, countries and groups of its events. All reports of a topic are read as one story from raw text; every mention
//! is Parallax's own. A gold mention is matched with the predicted mention whose head lies inside it, the one that
//! overlaps it best; each predicted mention is matched once. Neither set marks everything that a report speaks of: the
//! first figure therefore leaves out what matches no gold mention, the second (MEANTIME only) counts it as wrong unless it
//! stands alone. Gold mentions without a match count against recall in both. Gold singletons count in the first only.

use crate::Row;
use crate::metrics::{Conll, conll};
use anyhow::Result;
use parallax::lexicon::Lexicon;
use parallax::model::{Account, Document, Report, Span};
use parallax::parse::Reader;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One report of a topic: its text and its gold mentions with their clusters.
struct Annotated {
    text: String,
    gold: Vec<(Span, String)>,
}

/// Scores both sets as far as they are there.
pub fn score(data: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut topics = Vec::new();
    for topic in ["airbus", "apple"] {
        let path = data.join(format!("crossdoc/meantime_en/corpus_{topic}.jsonl"));
        if let Some(docs) = crate::crossdoc::lines(&path)? {
            topics.push(docs.iter().map(meantime).collect());
        }
    }
    rows.extend(measure("crossdoc/meantime_en", &topics, true));
    if let Some(docs) = crate::crossdoc::lines(&data.join("crossdoc/newswcl50/dev.jsonl"))? {
        let mut events: BTreeMap<String, Vec<Annotated>> = BTreeMap::new();
        for doc in &docs {
            events.entry(doc["event"].to_string()).or_default().push(newswcl50(doc));
        }
        rows.extend(measure("crossdoc/newswcl50", &events.into_values().collect::<Vec<_>>(), false));
    }
    Ok(rows)
}

fn measure(set: &str, topics: &[Vec<Annotated>], whole: bool) -> Vec<Row> {
    let (mut judged, mut all, mut gold, mut found) = (Conll::default(), Conll::default(), 0, 0);
    for topic in topics {
        let matched = Matched::new(topic);
        gold += matched.gold.iter().map(Vec::len).sum::<usize>();
        found += matched.found;
        judged.add(conll(&matched.gold, &matched.judged));
        all.add(conll(&several(&matched.gold), &several(&matched.all)));
    }
    if gold == 0 {
        return Vec::new();
    }
    let row = |measure: String, value: f64, note: &str| Row {
        set: set.into(),
        measure,
        value: 100.0 * value,
        of: gold,
        note: note.into(),
    };
    let note = "predicted mentions that match a gold one by head; singletons count";
    let mut rows = vec![
        row("gold entity mentions found".into(), found as f64 / gold as f64, "a predicted mention's head lies inside"),
        row("entity coreference by topic, CoNLL F1".into(), judged.f1(), note),
        row("entity coreference by topic, MUC F1".into(), judged.muc.f1(), note),
        row("entity coreference by topic, B³ F1".into(), judged.b_cubed.f1(), note),
        row("entity coreference by topic, CEAF-e F1".into(), judged.ceaf_e.f1(), note),
    ];
    if whole {
        let note = "every predicted mention counts, though only some things are annotated; no singletons";
        rows.push(row("entity coreference by topic, all mentions, CoNLL F1".into(), all.f1(), note));
    }
    rows
}

/// Clusters of more than one mention.
fn several(clusters: &[Vec<u32>]) -> Vec<Vec<u32>> {
    clusters.iter().filter(|c| c.len() > 1).cloned().collect()
}

/// The clusters of a topic, mentions numbered through: a matched mention has its gold mention's number.
struct Matched {
    gold: Vec<Vec<u32>>,
    /// Predicted clusters of matched mentions.
    judged: Vec<Vec<u32>>,
    /// Predicted clusters of all mentions.
    all: Vec<Vec<u32>>,
    found: usize,
}

impl Matched {
    fn new(topic: &[Annotated]) -> Matched {
        let lexicon = Lexicon::bundled();
        let reports: Vec<Report> = topic
            .iter()
            .enumerate()
            .map(|(i, d)| crate::crossdoc::report(i, format!("{i:03}"), d.text.clone(), None))
            .collect();
        let documents: Vec<Document> =
            reports.iter().map(|r| parallax::parse::document(r, Reader::bundled())).collect();
        let accounts: Vec<Account> =
            reports.iter().zip(&documents).map(|(r, d)| parallax::extract::account(r, d, lexicon)).collect();
        let cast = parallax::resolve::cast(&reports, &documents, &accounts, lexicon, &[]);
        let mut number_of: BTreeMap<(usize, usize), u32> = BTreeMap::new();
        let mut gold: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut next = 0;
        for (d, doc) in topic.iter().enumerate() {
            let mut taken = BTreeSet::new();
            for (span, cluster) in &doc.gold {
                gold.entry(cluster).or_default().push(next);
                if let Some(mention) = matching(&documents[d], &accounts[d], *span, &taken) {
                    taken.insert(mention);
                    number_of.insert((d, mention), next);
                }
                next += 1;
            }
        }
        let found = number_of.len();
        let mut judged = Vec::new();
        let mut all = Vec::new();
        for entity in &cast.entities {
            let members = entity.mentions.iter().map(|m| (m.report.0, m.index));
            judged.push(members.clone().filter_map(|m| number_of.get(&m).copied()).collect());
            let number = |m: (usize, usize)| {
                number_of.get(&m).copied().unwrap_or_else(|| {
                    next += 1;
                    next - 1
                })
            };
            all.push(members.map(number).collect());
        }
        Matched { gold: gold.into_values().collect(), judged, all, found }
    }
}

/// The predicted mention for a gold span: its head lies inside, and it overlaps best of those not taken yet.
fn matching(document: &Document, account: &Account, span: Span, taken: &BTreeSet<usize>) -> Option<usize> {
    let head = |i: usize| {
        let m = &account.mentions[i];
        Some(document.sentences.get(m.sentence)?.tokens.get(m.head)?.span)
    };
    let fits = (0..account.mentions.len()).filter(|i| !taken.contains(i) && head(*i).is_some_and(|h| span.contains(h)));
    // Of those that overlap alike the tightest, then the first.
    fits.max_by_key(|&i| {
        let own = account.mentions[i].span;
        (own.overlap(span), usize::MAX - own.len(), usize::MAX - i)
    })
}

/// A text put together from words, and where each word stands.
#[derive(Default)]
struct Written {
    text: String,
    words: Vec<Span>,
}

impl Written {
    fn word(&mut self, word: &str) {
        let tight = matches!(word, "," | "." | ":" | ";" | "?" | "!" | ")" | "%" | "n't") || word.starts_with('\'');
        let open = self.text.ends_with(['\n', '(', '$', '£', '€']);
        if !tight && !open && !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.words.push(Span::new(start, self.text.len()));
    }
    fn line(&mut self) {
        self.text.push('\n');
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A document of MEANTIME: a sentence a line.
fn meantime(doc: &Value) -> Annotated {
    let mut written = Written::default();
    let mut starts = Vec::new();
    for sentence in list(&doc["sentences"]) {
        starts.push(written.words.len());
        list(sentence).filter_map(Value::as_str).for_each(|w| written.word(w));
        written.line();
    }
    let mention = |m: &Value| {
        let start = *starts.get(m["sent"].as_u64()? as usize)?;
        let words = list(&m["tokens"]).filter_map(|t| written.words.get(start + t.as_u64()? as usize));
        let span = words.copied().reduce(Span::cover)?;
        Some((span, m["cluster"].as_str()?.to_string()))
    };
    let gold = list(&doc["mentions"]).filter(|m| m["kind"] == "entity").filter_map(mention).collect();
    Annotated { gold, text: written.text }
}

/// A document of NewsWCL50. Its annotations count words of other sentences than it has, so a mention is found by its
/// letters: as many times as a paragraph's annotations have them, in order.
fn newswcl50(doc: &Value) -> Annotated {
    let mut written = Written::default();
    let mut paragraphs = vec![0];
    for word in list(&doc["sentences"]).flat_map(list).filter_map(Value::as_str) {
        if word.trim() == "\\n" || word.trim().is_empty() {
            written.line();
            paragraphs.push(written.words.len());
        } else {
            written.word(word);
        }
    }
    paragraphs.push(written.words.len());
    let number = |v: &Value| v.as_str().and_then(|s| s.parse::<usize>().ok());
    let mut wanted: Vec<(usize, usize, usize, &str, &str)> = list(&doc["annotations"])
        .filter(|a| matches!(a["code_type"].as_str(), Some("ACTOR" | "COUNTRY" | "GROUP")))
        .filter_map(|a| {
            let at = (number(&a["paragraph"])?, number(&a["sentence"])?, number(&a["start"])?);
            Some((at.0, at.1, at.2, a["code_mention"].as_str()?, a["code_name"].as_str()?))
        })
        .collect();
    wanted.sort_unstable();
    let mut from: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut gold = Vec::new();
    for (paragraph, _, _, mention, cluster) in wanted {
        let (Some(&a), Some(&b)) = (paragraphs.get(paragraph), paragraphs.get(paragraph + 1)) else { continue };
        let begin = from.get(&(paragraph, mention)).copied().unwrap_or(a);
        if let Some((first, last)) = find(&written, begin..b, mention) {
            from.insert((paragraph, mention), last + 1);
            gold.push((written.words[first].cover(written.words[last]), cluster.to_string()));
        }
    }
    Annotated { gold, text: written.text }
}

/// The first run of words in a range that spells a mention, spaces not counted.
fn find(written: &Written, range: std::ops::Range<usize>, mention: &str) -> Option<(usize, usize)> {
    let letters: String = mention.split_whitespace().collect();
    range.clone().find_map(|first| {
        let mut spelled = String::new();
        for last in first..range.end {
            spelled.push_str(written.words[last].of(&written.text));
            if !letters.starts_with(&spelled) {
                return None;
            }
            if spelled == letters {
                return Some((first, last));
            }
        }
        None
    })
}
