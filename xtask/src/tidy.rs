//! The invariants of ARCHITECTURE.md that a program can check in the sources.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Crates that turn a noun into a noun: no input or output, no clock, no failure, and no knowledge of one another.
const STAGES: [&str; 6] = ["parse", "extract", "resolve", "link", "compare", "tell"];
/// What no stage may name: disk, network, environment, clock, randomness.
const FORBIDDEN: [&str; 8] =
    ["std::fs", "std::net", "std::env", "std::io::std", "SystemTime", "Instant::now", "Zoned::now", "rand::"];
/// Longest file of a crate, in lines.
const LONGEST: usize = 450;

/// Checks the repository and fails with everything found.
pub fn run(root: &Path) -> Result<()> {
    let mut found = Vec::new();
    for stage in STAGES {
        stage_is_pure(root, stage, &mut found)?;
        stage_stands_alone(root, stage, &mut found)?;
    }
    model_is_plain(root, &mut found)?;
    one_reaches_the_network(root, &mut found)?;
    files_are_short(root, &mut found)?;
    notices_are_explained(root, &mut found)?;
    knowledge_has_an_origin(root, &mut found)?;
    dependencies_have_reasons(root, &mut found)?;
    links_lead_somewhere(root, &mut found)?;
    if !found.is_empty() {
        bail!("not tidy:\n  {}", found.join("\n  "));
    }
    println!("tidy: {} stages, model, notices, data, dependencies, links: all as promised", STAGES.len());
    Ok(())
}

fn stage_is_pure(root: &Path, stage: &str, found: &mut Vec<String>) -> Result<()> {
    for (path, text) in sources(&root.join("crates").join(stage).join("src"))? {
        // Test modules stand last in a file and may read what they like.
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for word in FORBIDDEN.iter().filter(|w| code.contains(**w)) {
            found.push(format!("{}: a stage may not use {word}", path.display()));
        }
    }
    Ok(())
}

fn stage_stands_alone(root: &Path, stage: &str, found: &mut Vec<String>) -> Result<()> {
    let manifest = read(&root.join("crates").join(stage).join("Cargo.toml"))?;
    let own = manifest.split("[dev-dependencies]").next().unwrap_or("");
    for other in STAGES.iter().filter(|s| **s != stage) {
        if own.lines().any(|l| l.starts_with(&format!("parallax-{other}"))) {
            found.push(format!("crates/{stage} depends on crates/{other}: only the façade composes stages"));
        }
    }
    Ok(())
}

fn one_reaches_the_network(root: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        let manifest = read(&folder.join("Cargo.toml"))?;
        let own = manifest.split("[dev-dependencies]").next().unwrap_or("");
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name != "fetch" && own.lines().any(|l| l.starts_with("ureq")) {
            found.push(format!("crates/{name} depends on ureq: only crates/fetch reaches the network"));
        }
        if name != "cli" && own.lines().any(|l| l.starts_with("parallax-fetch")) {
            found.push(format!("crates/{name} depends on crates/fetch: only the command fetches"));
        }
    }
    Ok(())
}

fn model_is_plain(root: &Path, found: &mut Vec<String>) -> Result<()> {
    if read(&root.join("crates/model/Cargo.toml"))?.contains("serde") {
        found.push("crates/model knows serde: wire forms belong to tell".into());
    }
    Ok(())
}

fn files_are_short(root: &Path, found: &mut Vec<String>) -> Result<()> {
    for (path, text) in sources(&root.join("crates"))?.into_iter().chain(sources(&root.join("xtask"))?) {
        let lines = text.lines().count();
        if lines > LONGEST {
            found.push(format!("{}: {lines} lines; split it by concept (at most {LONGEST})", path.display()));
        }
    }
    Ok(())
}

fn notices_are_explained(root: &Path, found: &mut Vec<String>) -> Result<()> {
    let page = read(&root.join("docs/reference/notices.md"))?;
    for (path, text) in sources(&root.join("crates"))? {
        for code in
            text.split('"').filter(|w| w.len() == 4 && w.starts_with('P') && w[1..].bytes().all(|b| b.is_ascii_digit()))
        {
            if !page.contains(&format!("## {code}")) {
                found.push(format!("{}: notice {code} is not explained in docs/reference/notices.md", path.display()));
            }
        }
    }
    Ok(())
}

fn knowledge_has_an_origin(root: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(root.join("data"))? {
        let folder = entry?.path();
        if folder.is_dir() && !folder.join("ORIGIN.md").is_file() {
            found.push(format!("{}: no ORIGIN.md", folder.display()));
        }
    }
    Ok(())
}

/// Every outside crate is named, with its reason, in the table of `docs/design.md`.
fn dependencies_have_reasons(root: &Path, found: &mut Vec<String>) -> Result<()> {
    let design = read(&root.join("docs/design.md"))?;
    let table = design.split("## Dependencies").nth(1).unwrap_or("");
    let manifests = std::fs::read_dir(root.join("crates"))?.map(|entry| Ok(entry?.path().join("Cargo.toml")));
    for manifest in manifests.chain([Ok(root.join("xtask/Cargo.toml"))]).collect::<Result<Vec<_>>>()? {
        let text = read(&manifest)?;
        let sections =
            text.split("\n[").filter(|section| section.starts_with("dependencies") || section.starts_with("dev-dep"));
        for line in sections.flat_map(|section| section.lines().skip(1)) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or("");
            let ours = name.is_empty() || name.starts_with(['#', ' ', ']']) || name.starts_with("parallax");
            if !ours && !table.contains(&format!("`{name}`")) {
                found.push(format!("{}: {name} has no reason in docs/design.md", manifest.display()));
            }
        }
    }
    Ok(())
}

/// Links of documents to files of the repository.
fn links_lead_somewhere(root: &Path, found: &mut Vec<String>) -> Result<()> {
    let mut pages = files(&root.join("docs"), "md")?;
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|page| root.join(page)) {
        pages.push((page.clone(), read(&page)?));
    }
    for (page, text) in pages {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or("");
            let outside = target.is_empty() || target.contains("://") || target.contains(char::is_whitespace);
            if !outside && !page.with_file_name(target).exists() {
                found.push(format!("{}: the link to {link} leads nowhere", page.display()));
            }
        }
    }
    Ok(())
}

/// All Rust files below a folder, in order of their paths.
fn sources(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    files(folder, "rs")
}

/// All files of that ending below a folder, with what they hold, in order of their paths.
fn files(folder: &Path, ending: &str) -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    let mut next = vec![folder.to_path_buf()];
    while let Some(at) = next.pop() {
        for entry in std::fs::read_dir(&at).with_context(|| at.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                next.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                files.push((path.clone(), read(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}
