//! `reports`: one row a report.

use super::View;
use crate::cell::Cell;
use sha2::{Digest, Sha256};

pub(super) fn rows(view: &View) -> Vec<Vec<Cell>> {
    let row = |(i, report): (usize, &parallax_model::Report)| {
        let known = view.story.cast.published.get(i);
        let by = known.and_then(|p| p.given.map(|_| "input").or(p.inferred.map(|_| "concluded")));
        let own = view.story.notices.iter().filter(|n| n.subject == report.path);
        let mut notices: Vec<String> = report.notices.iter().chain(own).map(|n| n.code.to_string()).collect();
        notices.sort();
        notices.dedup();
        let digest = Sha256::digest(report.text.as_bytes());
        vec![
            view.report(i).into(),
            view.ids.origins.get(i).cloned().into(),
            report.outlet.clone().into(),
            report.title.clone().into(),
            report.url.clone().into(),
            view.published(i).into(),
            by.into(),
            report.text.split_whitespace().count().into(),
            report.text.len().into(),
            view.story.accounts.get(i).map_or(0, |a| a.statements.len()).into(),
            digest.iter().map(|b| format!("{b:02x}")).collect::<String>().into(),
            report.path.as_str().into(),
            notices.into(),
        ]
    };
    view.story.reports.iter().enumerate().map(row).collect()
}
