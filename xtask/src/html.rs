//! Main text out of news pages: the article extraction benchmark, by its own measure.

use crate::quality::Row;
use anyhow::Context;
use parallax::read::{Meta, report};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Words that make a shingle.
const SHINGLE: usize = 4;

/// Precision and recall over the multisets of 4-word shingles, averaged over pages, and the F1 of the two averages
/// (scrapinghub/article-extraction-benchmark, `evaluate.py`).
pub fn score(data: &Path) -> anyhow::Result<Option<Vec<Row>>> {
    let folder = data.join("html/article_extraction_benchmark");
    let truth = folder.join("ground-truth.jsonl");
    if !truth.exists() {
        return Ok(None);
    }
    let (mut precision, mut recall, mut dated) = (Vec::new(), Vec::new(), 0);
    for line in std::fs::read_to_string(truth)?.lines() {
        let gold: serde_json::Value = serde_json::from_str(line).context("a line is no JSON")?;
        let id = gold["id"].as_str().context("a page without id")?;
        let mut page = Vec::new();
        let file = std::fs::File::open(folder.join(format!("html/{id}.html.gz")))?;
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut page)?;
        let read = report("page.html", &page, &Meta::default()).ok();
        dated += usize::from(read.as_ref().is_some_and(|r| r.published.is_some()));
        let text = read.map(|r| r.text).unwrap_or_default();
        let (p, r) = overlap(gold["articleBody"].as_str().unwrap_or(""), &text);
        if std::env::var_os("PARALLAX_MISSES").is_some() && p.unwrap_or(0.0).min(r) < 0.9 {
            eprintln!("{:.2} {r:.2} {} {}", p.unwrap_or(0.0), id.get(..8).unwrap_or(id), gold["url"]);
        }
        precision.extend(p);
        recall.push(r);
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
    let (p, r, of) = (mean(&precision), mean(&recall), recall.len());
    let row = |measure: &str, value: f64, note: &str| Row {
        set: "Article extraction benchmark".into(),
        measure: measure.into(),
        value: 100.0 * value,
        of,
        note: note.into(),
    };
    Ok(Some(vec![
        row("precision", p, "4-word shingles, mean over pages"),
        row("recall", r, "4-word shingles, mean over pages"),
        row("F1", 2.0 * p * r / (p + r), "of the two means, as the benchmark's own program does"),
        row(
            "publication date found",
            dated as f64 / of.max(1) as f64,
            "share of pages; not checked against gold, which has no dates",
        ),
    ]))
}

/// Precision (none where nothing was found) and recall of one page's shingles.
fn overlap(truth: &str, found: &str) -> (Option<f64>, f64) {
    let (truth, found) = (shingles(truth), shingles(found));
    let shared: usize = truth.iter().map(|(s, n)| (*n).min(found.get(s).copied().unwrap_or(0))).sum();
    let size = |all: &BTreeMap<Vec<String>, usize>| all.values().sum::<usize>();
    let precision = (size(&found) > 0).then(|| shared as f64 / size(&found) as f64);
    (precision, shared as f64 / size(&truth).max(1) as f64)
}

/// The shingles of a text with how often each occurs; a text shorter than one shingle is one.
fn shingles(text: &str) -> BTreeMap<Vec<String>, usize> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).map(str::to_string).collect();
    let mut out = BTreeMap::new();
    for shingle in words.windows(SHINGLE.min(words.len()).max(1)) {
        *out.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shingles_are_counted_as_often_as_they_occur() {
        assert_eq!(overlap("a b c d", "a b c d"), (Some(1.0), 1.0));
        assert_eq!(overlap("a b c d e", "a b c d"), (Some(1.0), 0.5));
        assert_eq!(overlap("a b c d", ""), (None, 0.0));
        assert_eq!(overlap("a b", "a b"), (Some(1.0), 1.0));
    }
}
