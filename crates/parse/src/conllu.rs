//! Reads and writes CoNLL-U, <https://universaldependencies.org/format.html>.

use crate::spelling::Spelling;
use crate::{Reader, Unread, annotate};
use parallax_model::{Document, NameKind, Sentence, Span};
use std::fmt::Write;

/// A sentence of a CoNLL-U file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tree {
    /// `# sent_id`, or empty.
    pub id: String,
    /// Whether a new paragraph (or document) begins with it.
    pub new_paragraph: bool,
    /// Whether a new document begins with it.
    pub new_document: bool,
    /// Syntactic words; empty nodes are left out.
    pub words: Vec<Word>,
    /// Multi-word tokens: index of the first and last word, surface form.
    pub ranges: Vec<(usize, usize, String)>,
}

/// One line of a CoNLL-U file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "the names are the standard's")]
pub struct Word {
    pub form: String,
    pub lemma: String,
    pub upos: String,
    pub xpos: String,
    pub feats: String,
    /// 0 is the root; words count from 1.
    pub head: usize,
    pub deprel: String,
    pub misc: String,
    /// Whether white space follows (a multi-word token's mark counts for its last word).
    pub space_after: bool,
}

/// The sentences of a CoNLL-U text. Lines that are no CoNLL-U are passed over.
pub fn read(text: &str) -> Vec<Tree> {
    let (mut out, mut tree) = (Vec::new(), Tree::default());
    let mut range: Option<(usize, bool)> = None;
    for line in text.lines().chain([""]) {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if !tree.words.is_empty() {
                out.push(std::mem::take(&mut tree));
            }
            range = None;
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim();
            tree.new_document |= comment.starts_with("newdoc");
            tree.new_paragraph |= comment.starts_with("newpar") || comment.starts_with("newdoc");
            if let Some(id) = comment.strip_prefix("sent_id").map(|rest| rest.trim_start_matches([' ', '='])) {
                tree.id = id.to_string();
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns[..] else { continue };
            let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
            if let Some((first, last)) = id.split_once('-') {
                let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else { continue };
                if first > 0 && first <= last {
                    tree.ranges.push((first - 1, last - 1, form.to_string()));
                    range = Some((last, space_after));
                }
            } else if let Ok(id) = id.parse::<usize>() {
                let space_after = match range {
                    Some((last, _)) if id < last => false,
                    Some((last, space)) if id == last => space,
                    _ => space_after,
                };
                let [form, lemma, upos, xpos, feats, deprel, misc] =
                    [form, lemma, upos, xpos, feats, deprel, misc].map(str::to_string);
                let head = head.parse().unwrap_or(0);
                tree.words.push(Word { form, lemma, upos, xpos, feats, head, deprel, misc, space_after });
            }
        }
    }
    out
}

/// The raw text of sentences, and for each sentence the spans of its words in it: blanks by `SpaceAfter`, a blank line
/// before each new paragraph.
pub fn text(trees: &[Tree]) -> (String, Vec<Vec<Span>>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for tree in trees {
        if tree.new_paragraph && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        let mut words = Vec::with_capacity(tree.words.len());
        for word in &tree.words {
            let start = text.len();
            text.push_str(&word.form);
            words.push(Span::new(start, text.len()));
            if word.space_after {
                text.push(' ');
            }
        }
        spans.push(words);
    }
    text.truncate(text.trim_end().len());
    (text, spans)
}

/// Tags and parses a CoNLL-U text anew, keeping its sentences and words; gives the raw text and its document.
pub fn annotate_pretokenized(conllu: &str, reader: &Reader) -> (String, Document) {
    let trees = read(conllu);
    let (text, spans) = text(&trees);
    let mut paragraph = 0;
    let sentences = trees.iter().zip(spans).enumerate().map(|(i, (tree, words))| {
        paragraph += usize::from(tree.new_paragraph && i > 0);
        Unread { words, paragraph, title: false }
    });
    let sentences = sentences.collect();
    let document = annotate(&text, sentences, reader);
    (text, document)
}

/// Writes a document as CoNLL-U: `# newpar`, `# sent_id`, `# text`; contractions as multi-word tokens; `SpaceAfter=No`
/// and names (`NER=B-PER`, IOB2, types PER ORG LOC MISC) in MISC.
pub fn write(document: &Document, text: &str) -> String {
    let mut out = String::new();
    let mut names = document.names.iter().peekable();
    for (index, sentence) in document.sentences.iter().enumerate() {
        let mut tags = vec![None; sentence.tokens.len()];
        while let Some(name) = names.next_if(|n| n.sentence == index) {
            for (i, tag) in tags.iter_mut().enumerate().take(name.tokens.1).skip(name.tokens.0) {
                *tag = Some((if i == name.tokens.0 { 'B' } else { 'I' }, name.kind));
            }
        }
        let previous = index.checked_sub(1).and_then(|i| document.sentences.get(i));
        let opens = previous.is_none_or(|p| p.paragraph != sentence.paragraph);
        let flat = sentence.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let title = if sentence.title { "# title = yes\n" } else { "" };
        let paragraph = if opens { "# newpar\n" } else { "" };
        let _ = write!(out, "{paragraph}# sent_id = {}\n{title}# text = {flat}\n", index + 1);
        let follower = document.sentences.get(index + 1).and_then(|next| next.tokens.first()).map(|t| t.span.start);
        sentence_lines(&mut out, sentence, text, &tags, follower);
        out.push('\n');
    }
    out
}

fn sentence_lines(
    out: &mut String,
    sentence: &Sentence,
    text: &str,
    tags: &[Option<(char, NameKind)>],
    follower: Option<usize>,
) {
    let starts = |i: usize| sentence.tokens.get(i).map(|t| t.span.start).or(follower);
    let mut ranges = contractions(sentence, text).into_iter().peekable();
    let mut inside = 0;
    for (i, token) in sentence.tokens.iter().enumerate() {
        let spaced = |end: usize, next: usize| starts(next) != Some(end);
        if let Some((first, last)) = ranges.next_if(|r| r.0 == i) {
            let span = token.span.cover(sentence.tokens[last].span);
            let misc = if spaced(span.end, last + 1) { "_" } else { "SpaceAfter=No" };
            let _ = writeln!(out, "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", first + 1, last + 1, span.of(text));
            inside = last + 1;
        }
        let mut misc = Vec::new();
        if let Some((place, kind)) = tags.get(i).copied().flatten() {
            misc.push(format!("NER={place}-{}", label(kind)));
        }
        if i >= inside && !spaced(token.span.end, i + 1) {
            misc.push("SpaceAfter=No".to_string());
        }
        let misc = if misc.is_empty() { "_".to_string() } else { misc.join("|") };
        let head = token.head.map_or(0, |h| h + 1);
        let _ = writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
            i + 1,
            token.span.of(text),
            token.lemma,
            token.upos.name(),
            token.xpos,
            token.feats,
            token.deprel,
        );
    }
}

fn label(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Other => "MISC",
    }
}

/// Words written together that are one token of the surface: do|n't, Baku|'s, can|not (first and last word).
fn contractions(sentence: &Sentence, text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, pair) in sentence.tokens.windows(2).enumerate() {
        let (first, second) = (pair[0].span, pair[1].span);
        if first.end == second.start && is_contraction(first.of(text), second.of(text), &pair[1].xpos) {
            match out.last_mut() {
                Some(last) if last.1 == i => last.1 = i + 1,
                _ => out.push((i, i + 1)),
            }
        }
    }
    out
}

fn is_contraction(first: &str, second: &str, xpos: &str) -> bool {
    let second = second.to_lowercase().replace(['’', '`', '´'], "'");
    let clitic = ["n't", "'s", "'m", "'d", "'re", "'ve", "'ll"].contains(&second.as_str());
    let possessive = second == "'" && xpos == "POS";
    let word = first.ends_with(char::is_alphanumeric) || first.ends_with('.');
    word && (clitic || possessive)
        || Spelling::bundled().contraction(&format!("{first}{second}")).is_some_and(|p| p[0] == first.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = a\n# sent_id = a-1\n# text = They can't stay.\n\
        1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_\n\
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tca\tcan\tAUX\tMD\t_\t4\taux\t_\t_\n\
        3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n\
        3.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t_\t_\n\
        4\tstay\tstay\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n";

    #[test]
    fn reads_ranges_and_spaces() {
        let trees = read(SAMPLE);
        assert_eq!(trees.len(), 1);
        assert_eq!(trees[0].ranges, [(1, 2, "can't".to_string())]);
        assert_eq!(text(&trees).0, "They can't stay.");
    }

    #[test]
    fn keeps_words_and_writes_them_back() {
        let (text, document) = annotate_pretokenized(SAMPLE, Reader::bundled());
        let written = write(&document, &text);
        let again = read(&written);
        assert_eq!(again[0].ranges, read(SAMPLE)[0].ranges);
        let forms = |trees: &[Tree]| trees[0].words.iter().map(|w| (w.form.clone(), w.space_after)).collect::<Vec<_>>();
        assert_eq!(forms(&again)[..4], forms(&read(SAMPLE))[..4]);
    }

    #[test]
    fn survives_nonsense() {
        assert!(read("1\t2\t3\n\nx\n#\n# sent_id\n5-4\ta\t_\t_\t_\t_\t_\t_\t_\t_\n").is_empty());
    }
}
