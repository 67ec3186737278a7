//! Paragraphs of a part of a page, and which of them are surroundings.

use crate::words::{BLOCKS, SKIPPED, SURROUNDINGS};
use dom_query::NodeRef;
use parallax_lexicon::page;

/// Longest line that can be an aside, in characters.
const LONGEST_ASIDE: usize = 160;

/// A paragraph, heading or item.
pub(crate) struct Block {
    pub(crate) text: String,
    /// Letters of it that stand in links.
    linked: usize,
    heading: bool,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    /// Behind a block.
    Close,
    /// Behind a link.
    Unlink,
}

/// Depth and number of the nodes below one, found without recursion.
pub(crate) fn size(root: NodeRef) -> (usize, usize) {
    let (mut next, mut deepest, mut number) = (vec![(root, 0)], 0, 0);
    while let Some((node, depth)) = next.pop() {
        (deepest, number) = (deepest.max(depth), number + 1);
        next.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    (deepest, number)
}

/// The paragraphs below a node, in reading order, surroundings left out.
pub(crate) fn walk(root: NodeRef) -> Vec<Block> {
    let mut out = Vec::new();
    let (mut text, mut linked, mut links, mut heading) = (String::new(), 0, 0usize, false);
    let mut next = vec![Step::Enter(root)];
    while let Some(step) = next.pop() {
        match step {
            Step::Unlink => links = links.saturating_sub(1),
            Step::Close => close(&mut out, &mut text, &mut linked, &mut heading),
            Step::Enter(node) if node.is_text() => {
                let piece: String = node.text().chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
                linked += if links > 0 { piece.chars().filter(|c| c.is_alphanumeric()).count() } else { 0 };
                text.push_str(&piece);
            }
            Step::Enter(node) if node.is_element() => {
                let name = node.node_name().unwrap_or_default();
                if SKIPPED.contains(&*name) || is_surrounding(&node, &name) {
                    continue;
                }
                match &*name {
                    "br" => text.push('\n'),
                    "a" => {
                        links += 1;
                        next.push(Step::Unlink);
                    }
                    block if BLOCKS.contains(block) => {
                        close(&mut out, &mut text, &mut linked, &mut heading);
                        heading = matches!(block.as_bytes(), [b'h', b'1'..=b'6']);
                        next.push(Step::Close);
                    }
                    _ => {}
                }
                next.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Enter(node) => next.extend(node.children_it(true).map(Step::Enter)),
        }
    }
    close(&mut out, &mut text, &mut linked, &mut heading);
    out
}

/// Ends a paragraph; two line breaks in it end one too.
fn close(out: &mut Vec<Block>, text: &mut String, linked: &mut usize, heading: &mut bool) {
    let lines: Vec<String> = text.split('\n').map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for part in lines.split(String::is_empty) {
        let text = part.join(" ");
        if text.chars().any(char::is_alphanumeric) {
            out.push(Block { text, linked: *linked, heading: *heading });
        }
    }
    text.clear();
    (*linked, *heading) = (0, false);
}

/// Whether an element's names tell that it holds something else than the report.
fn is_surrounding(node: &NodeRef, name: &str) -> bool {
    if matches!(name, "html" | "body" | "article" | "main") {
        return false;
    }
    let names =
        [node.class(), node.id_attr()].into_iter().flatten().map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
    let hidden = node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|v| &*v == "true");
    hidden || words(&names).any(|w| SURROUNDINGS.contains(w.as_str()))
}

/// The words of names such as `article-shareBar_top`.
fn words(names: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::with_capacity(names.len() + 8);
    let mut small = false;
    for c in names.chars() {
        if c.is_uppercase() && small {
            spaced.push(' ');
        }
        small = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    spaced
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The lines of the report: link lists, asides, the title's repetition and headings over nothing are left out.
pub(crate) fn tidy(blocks: Vec<Block>, title: Option<&str>) -> Vec<String> {
    let title = title.map(plain);
    let mut kept: Vec<Block> = blocks
        .into_iter()
        .enumerate()
        .filter(|(i, b)| !(is_aside(b) || *i < 3 && title.as_ref() == Some(&plain(&b.text))))
        .map(|(_, b)| b)
        .collect();
    while kept.last().is_some_and(|b| b.heading) {
        kept.pop();
    }
    kept.into_iter().map(|b| b.text).collect()
}

fn is_aside(block: &Block) -> bool {
    let letters = block.text.chars().filter(|c| c.is_alphanumeric()).count();
    let short = block.text.chars().count() <= LONGEST_ASIDE;
    short && block.linked * 10 > letters * 8 || page::is_aside(&block.text)
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
