//! Training data of the sentence splitter: features of every gap between words, and whether a sentence ends there.

use crate::treebank::documents;
use parallax_model::Span;
use parallax_parse::{conllu, layout, sentences::Context, tokens};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

/// Writes `<set>-<part>.bin` for both treebanks: for every gap a u32 answer (1 = a sentence ends), then its features
/// (u32 each, always the same number), little endian; `fields` tells how many numbers that is.
pub fn write(data: &Path, out: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(out)?;
    let mut features = Vec::new();
    for set in ["ewt", "gum"] {
        for part in ["train", "dev"] {
            let path = data.join(format!("treebank/{set}/en_{set}-ud-{part}.conllu"));
            let gold = conllu::read(&std::fs::read_to_string(path)?);
            let mut file = std::io::BufWriter::new(std::fs::File::create(out.join(format!("{set}-{part}.bin")))?);
            for document in documents(&gold) {
                let (text, spans) = conllu::text(document);
                let ends: BTreeSet<usize> = spans.iter().filter_map(|s| s.last()).map(|s| s.end).collect();
                for paragraph in layout::paragraphs(&text, Span::new(0, text.len())) {
                    let words = tokens::words(&text, paragraph.span);
                    let context = Context::new(&text, &words);
                    let mut start = 0;
                    for gap in 0..words.len().saturating_sub(1) {
                        let end = ends.contains(&words[gap].end);
                        context.features(gap, start, &mut features);
                        file.write_all(&u32::from(end).to_le_bytes())?;
                        for feature in &features {
                            file.write_all(&feature.to_le_bytes())?;
                        }
                        start = if end { gap + 1 } else { start };
                    }
                }
            }
        }
    }
    std::fs::write(out.join("fields"), (features.len() + 1).to_string())?;
    Ok(())
}
