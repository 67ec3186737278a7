//! `--ontology DIR`: the user's own tables, or PETRARCH's dictionary files as they are.

use anyhow::{Context, bail};
use parallax::World;
use parallax::lexicon::petrarch::{Dictionaries, Files};
use parallax::lexicon::{Lexicon, own};
use parallax::tell::printable;
use std::path::{Path, PathBuf};

/// What a folder holds.
pub(crate) enum Ontology {
    /// Tables in our format, laid over the bundled ones.
    Own(World),
    /// PETRARCH's dictionaries.
    Petrarch(Box<Dictionaries>),
}

/// Reads a folder, and whether all of its rows could be read; those that could not are named on standard error.
pub(crate) fn read(folder: &Path) -> anyhow::Result<(Ontology, bool)> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read the ontology {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    let dictionary = |f: &&PathBuf| name(f).contains("verbs") && name(f).ends_with(".txt");
    if files.iter().any(|f| dictionary(&f)) { petrarch(folder, &files) } else { tables(folder, &files) }
}

fn petrarch(folder: &Path, files: &[PathBuf]) -> anyhow::Result<(Ontology, bool)> {
    let joined = |part: &str| -> anyhow::Result<String> {
        let named = files.iter().filter(|f| name(f).contains(part) && name(f).ends_with(".txt"));
        Ok(named.map(|f| text(f)).collect::<anyhow::Result<Vec<_>>>()?.join("\n"))
    };
    let (verbs, actors) = (joined("verbs")?, joined("actors")?);
    let (agents, discards) = (joined("agents")?, joined("discard")?);
    let (own, bad) = Dictionaries::read(Files { verbs: &verbs, actors: &actors, agents: &agents, discards: &discards });
    bad.iter().for_each(|b| say(folder, &format!("{}:{}: {}", b.file, b.line, b.why)));
    Ok((Ontology::Petrarch(Box::new(own)), bad.is_empty()))
}

fn tables(folder: &Path, files: &[PathBuf]) -> anyhow::Result<(Ontology, bool)> {
    let mut tables = own::Tables::default();
    let (known, other): (Vec<_>, Vec<_>) = files
        .iter()
        .filter(|file| name(file).ends_with(".tsv"))
        .partition(|file| own::FILES.contains(&name(file).as_str()));
    for file in known {
        tables.add(&name(file), text(file)?);
    }
    if tables.is_empty() {
        bail!(
            "{} holds no ontology; it needs some of {}, or PETRARCH's dictionaries (a .txt file with “verbs” in its name)",
            folder.display(),
            own::FILES.join(", ")
        );
    }
    for file in &other {
        say(folder, &format!("{}: no table has this name; want one of {}", name(file), own::FILES.join(", ")));
    }
    let (lexicon, bad) = Lexicon::with(&tables);
    bad.iter().for_each(|why| say(folder, why));
    // One lexicon a run, and the run ends with it: the world borrows it for as long as the process lives.
    let lexicon = Box::leak(Box::new(lexicon));
    Ok((Ontology::Own(World { lexicon, ..World::bundled() }), other.is_empty() && bad.is_empty()))
}

/// The world that a story is told in, and whether the whole ontology could be read. Our own format only: a story needs
/// more of an event than dictionaries of triples say.
pub(crate) fn world(folder: Option<&Path>) -> anyhow::Result<(World, bool)> {
    match folder.map(read).transpose()? {
        None => Ok((World::bundled(), true)),
        Some((Ontology::Own(world), whole)) => Ok((world, whole)),
        Some((Ontology::Petrarch(_), _)) => {
            bail!("PETRARCH's dictionaries code single texts: use parallax code FILE.jsonl --ontology DIR")
        }
    }
}

fn name(file: &Path) -> String {
    file.file_name().map_or(String::new(), |n| n.to_string_lossy().to_lowercase())
}

fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {} as UTF-8 text", file.display()))
}

/// A row that was left out. Said even when quiet: what the user wrote does not hold.
fn say(folder: &Path, why: &str) {
    eprintln!("error: ontology {}/{}", printable(&folder.display().to_string()), printable(why));
}
