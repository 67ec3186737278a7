//! `--ontology DIR`: the user's own tables, or PETRARCH's dictionary files as they are.

use anyhow::{Context, bail};
use parallax::World;
use parallax::lexicon::petrarch::{Dictionaries, Files};
use parallax::lexicon::{Lexicon, own};
use std::path::{Path, PathBuf};

/// What a folder holds.
pub(crate) enum Ontology {
    /// Tables in our format, laid over the bundled ones.
    Own(World),
    /// PETRARCH's dictionaries.
    Petrarch(Box<Dictionaries>),
}

/// Reads a folder. Rows that cannot be read are named on standard error.
pub(crate) fn read(folder: &Path, quiet: bool) -> anyhow::Result<Ontology> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
    files.sort();
    let named = |part: &str| files.iter().filter(move |f| name(f).contains(part) && name(f).ends_with(".txt"));
    let own = |table: &str| files.iter().find(|f| name(f) == table);
    let text = |file: &Path| std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    let joined = |part: &str| -> anyhow::Result<String> { named(part).map(|f| text(f)).collect::<Result<Vec<_>, _>>().map(|t| t.join("\n")) };
    if named("verbs").next().is_some() {
        let (verbs, actors, agents, discards) = (joined("verbs")?, joined("actors")?, joined("agents")?, joined("discard")?);
        let (own, bad) = Dictionaries::read(Files { verbs: &verbs, actors: &actors, agents: &agents, discards: &discards });
        report(bad.iter().map(|b| format!("{} line {}: {}", b.file, b.line, b.why)), quiet);
        return Ok(Ontology::Petrarch(Box::new(own)));
    }
    // The lexicon lives as long as the run, and so do the user's tables under it.
    let table = |name: &str| -> anyhow::Result<&'static str> {
        Ok(own(name).map(|f| text(f)).transpose()?.map_or("", |text| Box::leak(text.into_boxed_str())))
    };
    let tables = own::Tables {
        types: table("types.tsv")?, verbs: table("verbs.tsv")?, nouns: table("nouns.tsv")?, actors: table("actors.tsv")?,
        agents: table("agents.tsv")?,
    };
    if [tables.types, tables.verbs, tables.nouns, tables.actors, tables.agents].iter().all(|t| t.is_empty()) {
        bail!("{} holds neither tables (types.tsv, verbs.tsv, nouns.tsv, actors.tsv, agents.tsv) nor PETRARCH's verbs", folder.display());
    }
    let (lexicon, bad) = Lexicon::with(&tables);
    report(bad.into_iter(), quiet);
    Ok(Ontology::Own(World { lexicon: Box::leak(Box::new(lexicon)), ..World::bundled() }))
}

/// The world that a story is told in: our own format only, for a story needs more than triples.
pub(crate) fn world(folder: Option<&Path>, quiet: bool) -> anyhow::Result<World> {
    match folder.map(|folder| read(folder, quiet)).transpose()? {
        None => Ok(World::bundled()),
        Some(Ontology::Own(world)) => Ok(world),
        Some(Ontology::Petrarch(_)) => bail!("PETRARCH's dictionaries code single texts: use parallax code FILE --ontology DIR"),
    }
}

fn name(file: &Path) -> String {
    file.file_name().map_or(String::new(), |n| n.to_string_lossy().to_lowercase())
}

fn report(bad: impl Iterator<Item = String>, quiet: bool) {
    if !quiet {
        bad.for_each(|why| eprintln!("note: ontology: {why}"));
    }
}
