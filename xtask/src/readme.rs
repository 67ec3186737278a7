//! Puts the real output of the sample story on the README's first screen.

use anyhow::{Context, Result};
use parallax::{World, read, reconstruct, tell};
use std::path::Path;

/// Lines of output shown.
const LINES: usize = 40;
/// What stands above the output in the README.
const PROMPT: &str = "```text\n$ parallax compare examples/harbour\n";

/// Rewrites the block under the prompt, or with `check` fails when it is not what the program prints.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path)?;
    let (before, rest) = readme.split_once(PROMPT).context("README.md has no sample prompt")?;
    let after = rest.find("```").map_or("", |i| &rest[i..]);
    let folder = root.join("examples/harbour").to_string_lossy().into_owned();
    let mut input = read::reports(&[folder], &read::Options::default());
    // Paths as a user sees them who stands in the repository.
    let prefix = format!("{}/", root.display());
    input.reports.iter_mut().for_each(|r| r.path = r.path.replace(&prefix, ""));
    let story = reconstruct(input.reports, &World::bundled(), &|_| ());
    let text = tell::text(&story, &tell::Selection::default());
    let mut shown: Vec<&str> = text.lines().take(LINES).collect();
    if text.lines().count() > LINES {
        shown.push("…");
    }
    let new = format!("{before}{PROMPT}{}\n{after}", shown.join("\n"));
    if check {
        anyhow::ensure!(new == readme, "README.md does not show what the program prints: run `cargo xtask readme`");
    } else if new != readme {
        std::fs::write(&path, new)?;
    }
    Ok(())
}
