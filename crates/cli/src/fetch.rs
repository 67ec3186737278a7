//! Addresses among the inputs: fetched when their turn comes, and said.

use crate::args::{Common, Reading};
use parallax::model::Notice;
use parallax::read::{self, Fetched};
use parallax_fetch::{Fetcher, Options};
use std::time::Duration;

/// Largest page or feed fetched, in bytes: that of a file read whole.
const MOST: u64 = 64_000_000;
/// Longest time for one address.
const PATIENCE: Duration = Duration::from_secs(120);

/// What fetches the addresses of a run.
pub(crate) fn fetcher(options: Reading, common: &Common) -> read::Fetcher {
    let fetcher = Fetcher::new(Options { allow_private: options.allow_private, most: MOST, patience: PATIENCE });
    let quiet = common.quiet;
    read::Fetcher::new(move |address| {
        if !quiet {
            eprintln!("fetching {}", parallax::tell::printable(address));
        }
        let page = fetcher.fetch(address).map_err(|why| Notice {
            code: "P015",
            subject: address.to_string(),
            message: why.what,
            help: Some(why.next.to_string()),
        })?;
        Ok(Fetched { url: page.url, content_type: page.content_type, bytes: page.bytes })
    })
}
