//! The user's actors and agents, laid over the bundled ones.

use super::{Actors, Organisation, article_off, role, sectors};
use crate::own::Tables;
use crate::places::fold;
use crate::table::{Row, rows};
use parallax_model::NameKind;

/// Codes of actors that belong to no country (PLOVER).
const STATELESS: [&str; 4] = ["IGO", "NGO", "MNC", "IMG"];

/// Lays the user's tables over the bundled ones; returns the rows that could not be read.
pub(super) fn lay(actors: &mut Actors, own: &Tables) -> Vec<String> {
    let mut bad = Vec::new();
    for row in rows(own.of("actors.tsv")) {
        match organisation(actors, &row) {
            Ok(actor) => add(actors, &row, actor),
            Err(why) => bad.push(format!("actors.tsv:{}: {why}", row.line)),
        }
    }
    for row in rows(own.of("agents.tsv")) {
        match (bad_sector(&row, 1), role(&row)) {
            (None, Some(role)) => {
                let noun = row.cell(0).to_lowercase();
                actors.past_roles.remove(&noun);
                actors.roles.insert(noun, role);
            }
            (Some(why), _) => bad.push(format!("agents.tsv:{}: {why}", row.line)),
            (None, None) => bad.push(format!(
                "agents.tsv:{}: no kind {:?}; want a word, sectors, and person, organisation, place or other",
                row.line,
                row.cell(2)
            )),
        }
    }
    bad
}

/// Columns: name, further names, country or IGO, NGO, MNC, IMG, sectors, kind (organisation as usual).
fn organisation(actors: &Actors, row: &Row) -> Result<Organisation, String> {
    if row.len() < 3 || row.cell(0).is_empty() {
        return Err("want a name, further names, country and sectors, parted by tabs".to_string());
    }
    let code = row.cell(2);
    if !code.is_empty() && !STATELESS.contains(&code) && actors.country_by_code(code).is_none() {
        return Err(format!("no country {code:?}; want ISO 3166-1 alpha-3 (NOR), IGO, NGO, MNC, IMG, or . for none"));
    }
    if let Some(why) = bad_sector(row, 3) {
        return Err(why);
    }
    let kind = match row.cell(4) {
        "" | "organisation" => NameKind::Organisation,
        "person" => NameKind::Person,
        other => return Err(format!("no kind {other:?}; want organisation or person")),
    };
    Ok(Organisation { name: row.cell(0).to_string(), code: code.to_string(), sectors: sectors(row, 3), kind })
}

/// What is wrong with the sectors of a cell: codes are three capital letters, the user's own among them.
fn bad_sector(row: &Row, column: usize) -> Option<String> {
    let odd = |code: &&str| code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase());
    let code = row.list(column, ',').into_iter().find(odd)?;
    Some(format!("no sector {code:?}; want codes of three capitals, as GOV, parted by commas"))
}

/// Every name of the actor now means the actor, and no country, people or seat of power.
fn add(actors: &mut Actors, row: &Row, actor: Organisation) {
    for name in row.list(1, ';').into_iter().chain([row.cell(0)]) {
        let name = article_off(name);
        actors.organisation_names.insert(name.to_string(), actors.organisations.len());
        for table in [&mut actors.country_names, &mut actors.nationalities] {
            table.remove(name);
            table.remove(&fold(name));
        }
        actors.seats.remove(name);
        actors.peoples.remove(name);
    }
    actors.organisations.push(actor);
}
