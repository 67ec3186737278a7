//! Decides which names, places and dates are the same, within and across reports.
//!
//! Accounts in, one [`Cast`] out.
#![warn(missing_docs)]

pub mod across;
pub mod clusters;
pub mod corrections;
pub mod entities;
pub mod groups;
pub mod names;
pub mod place;
pub mod pronouns;
pub mod rank;
pub mod time;
pub mod view;
pub mod within;
pub mod words;

use parallax_lexicon::Lexicon;
use parallax_model::{Account, Cast, Correction, Document, Location, Report};
use rank::Ranker;
use within::{Grounds, Scene};

/// Who, where and when, over all reports.
///
/// `documents` and `accounts` stand in the order of `reports`; what is missing at the end is taken as empty.
pub fn cast(
    reports: &[Report],
    documents: &[Document],
    accounts: &[Account],
    lexicon: &Lexicon,
    corrections: &[Correction],
) -> Cast {
    let located = place::ground(reports, documents, accounts, lexicon);
    // What is only known to lie somewhere is shown there, and decides nothing.
    let known = |list: &Vec<Option<Location>>| list.iter().map(|l| l.clone().filter(Location::is_known)).collect();
    let places: Vec<Vec<Option<Location>>> = located.iter().map(known).collect();
    let acts = place::acts(reports, documents, accounts, &places);
    let scenes: Vec<Scene> = reports
        .iter()
        .zip(documents)
        .zip(accounts)
        .enumerate()
        .map(|(r, ((report, document), account))| {
            let grounds = Grounds {
                places: places.get(r).map_or(&[], Vec::as_slice),
                acts: acts.get(r).map_or(&[], Vec::as_slice),
            };
            within::resolve(report, document, account, grounds, lexicon, corrections, Ranker::bundled())
        })
        .collect();
    let mut stage = across::Stage::new(&scenes);
    corrections::forbid_across(&mut stage, corrections);
    corrections::force(&mut stage, corrections);
    across::by_name(&mut stage);
    across::by_description(&mut stage);
    across::by_members(&mut stage);
    let (mut entities, of_mention) = entities::build(&stage);
    entities::surround(&mut entities, &of_mention, &located);
    let place = place::of_statements(reports, documents, accounts, &of_mention, &places, lexicon);
    let times = time::resolve(reports, documents, accounts, lexicon);
    Cast { entities, of_mention, times: times.mentions, when: times.when, place, published: times.published }
}
