//! Which pages a story has, where each stands, and what it is called.

use jiff::civil::Date;
use parallax_model::{FieldKind, Span, State, Story};
use parallax_tell::letter;

/// A page about a story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the names are the pages' titles")]
pub enum Page {
    Overview,
    Timeline,
    /// One event, by its index.
    Event(usize),
    /// Two reports, or three, by their indices.
    Compare(usize, usize, Option<usize>),
    Differences,
    Only,
    People,
    /// One person, organisation or other entity, by its index.
    Entity(usize),
    Network,
    Map,
    Reports,
    /// One report, by its index.
    Report(usize),
    Search,
    Ledger,
    Export,
    Corrections,
    Review,
    Method,
}

/// What a page is asked to show of itself: the part of an address after `?`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Query {
    /// Only events in this state.
    pub state: Option<State>,
    /// Only what this report (by index) tells.
    pub report: Option<usize>,
    /// Only differences of this kind.
    pub kind: Option<FieldKind>,
    /// The words looked for.
    pub words: String,
    /// Which part of a long list, from 0.
    pub part: usize,
    /// The passage of a report to be marked, in bytes.
    pub mark: Option<Span>,
    /// The reports to be laid side by side, from the left.
    pub beside: [Option<usize>; 3],
    /// What the lanes of the timeline stand for.
    pub lanes: Lanes,
    /// Only what may have happened on this day or later, and on this day or earlier.
    pub days: (Option<Date>, Option<Date>),
}

/// What the lanes of the timeline stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Lanes {
    #[default]
    Account,
    Place,
    Actor,
}

impl Lanes {
    /// All, with the words for them.
    pub const ALL: [(Lanes, &'static str); 3] =
        [(Lanes::Account, "account"), (Lanes::Place, "place"), (Lanes::Actor, "actor")];

    /// The lanes of that name, by account where it is none.
    pub fn named(name: &str) -> Lanes {
        Lanes::ALL.into_iter().find(|(_, n)| *n == name).map_or(Lanes::Account, |(lanes, _)| lanes)
    }
}

impl Page {
    /// The pages the header leads to.
    pub const HEADER: [Page; 14] = [
        Page::Overview,
        Page::Timeline,
        Page::Compare(0, 1, None),
        Page::Differences,
        Page::Only,
        Page::People,
        Page::Network,
        Page::Map,
        Page::Reports,
        Page::Ledger,
        Page::Review,
        Page::Corrections,
        Page::Export,
        Page::Method,
    ];

    /// Its name in the header.
    pub fn name(self) -> &'static str {
        match self {
            Page::Overview => "Overview",
            Page::Timeline => "Timeline",
            Page::Event(_) => "Event",
            Page::Compare(..) => "Side by side",
            Page::Differences => "Differences",
            Page::Only => "Only one",
            Page::People | Page::Entity(_) => "People",
            Page::Network => "Network",
            Page::Map => "Map",
            Page::Reports => "Reports",
            Page::Report(_) => "Report",
            Page::Search => "Search",
            Page::Ledger => "Ledger",
            Page::Export => "Export",
            Page::Corrections => "Corrections",
            Page::Review => "Review",
            Page::Method => "Method",
        }
    }

    /// The key that leads to it, where it has one.
    pub fn key(self) -> Option<&'static str> {
        Some(match self {
            Page::Overview => "g",
            Page::Timeline => "t",
            Page::Compare(..) => "c",
            Page::Differences => "d",
            Page::People => "p",
            Page::Network => "n",
            Page::Map => "m",
            Page::Search => "/",
            Page::Method => "?",
            _ => return None,
        })
    }

    /// Its address under that of the story, without query.
    pub fn path(self, story: &Story) -> String {
        match self {
            Page::Overview => String::new(),
            Page::Event(i) => format!("e/{}", story.events.get(i).map_or("", |e| &e.id)),
            Page::Compare(a, b, c) => format!("compare/{}", letters(a, b, c).join("-")),
            Page::Entity(i) => format!("actor/n{}", i + 1),
            Page::Report(i) => format!("r/r{}", i + 1),
            page => page.name().to_lowercase().replace("only one", "only"),
        }
    }

    /// The page at `path`; `None` when the story has none there.
    pub fn at(path: &str, story: &Story) -> Option<Page> {
        let number = |text: &str, kind: char, most: usize| {
            text.strip_prefix(kind)?.parse::<usize>().ok()?.checked_sub(1).filter(|&i| i < most)
        };
        if let Some(id) = path.strip_prefix("e/") {
            return story.events.iter().position(|e| e.id == id).map(Page::Event);
        }
        if let Some(id) = path.strip_prefix("actor/") {
            return number(id, 'n', story.cast.entities.len()).map(Page::Entity);
        }
        if let Some(id) = path.strip_prefix("r/") {
            // A report is also found by what it says, wherever new reports put it in the row.
            let same = || story.reports.iter().position(|r| parallax_link::report_id(r) == id);
            return number(id, 'r', story.reports.len()).or_else(same).map(Page::Report);
        }
        if let Some(pair) = path.strip_prefix("compare/") {
            let reports: Vec<usize> = pair.split('-').map(|r| report(r, story)).collect::<Option<_>>()?;
            return match reports.as_slice() {
                &[a, b] => Some(Page::Compare(a, b, None)),
                &[a, b, c] => Some(Page::Compare(a, b, Some(c))),
                _ => None,
            };
        }
        let plain = [Page::Search].into_iter().chain(Page::HEADER).filter(|p| !matches!(p, Page::Compare(..)));
        plain.into_iter().find(|p| p.path(story) == path)
    }

    /// Its title, without that of the story.
    pub fn title(self, story: &Story) -> String {
        match self {
            Page::Event(i) => story.events.get(i).map_or(String::new(), |e| parallax_tell::words::cut(&e.label, 90)),
            Page::Compare(a, b, c) => format!("{} side by side", letters(a, b, c).join(" and ")),
            Page::Entity(i) => {
                story.cast.entities.get(i).map_or(String::new(), |e| parallax_tell::words::cut(&e.name, 90))
            }
            Page::Report(i) => format!("Report {}", letter(i)),
            Page::People => "People and organisations".to_string(),
            Page::Only => "Only one account".to_string(),
            page => page.name().to_string(),
        }
    }
}

fn letters(a: usize, b: usize, c: Option<usize>) -> Vec<String> {
    [a, b].into_iter().chain(c).map(letter).collect()
}

/// The index of the report with that letter.
pub(crate) fn report(name: &str, story: &Story) -> Option<usize> {
    (0..story.reports.len()).find(|&i| letter(i) == name)
}

/// The state of that name.
pub(crate) fn state(name: &str) -> Option<State> {
    [State::Corroborated, State::Single, State::Contradicted, State::Unclear].into_iter().find(|s| s.name() == name)
}

impl Query {
    /// Reads the part of an address after `?`; what it does not know it leaves out.
    pub fn new(pairs: &[(String, String)], story: &Story) -> Query {
        let mut query = Query::default();
        for (key, value) in pairs {
            match key.as_str() {
                "state" => query.state = state(value),
                "report" => query.report = report(value, story),
                "kind" => query.kind = crate::pages::kind_named(value),
                "q" => query.words = value.chars().take(200).collect(),
                "part" => query.part = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                "a" => query.beside[0] = report(value, story),
                "b" => query.beside[1] = report(value, story),
                "c" => query.beside[2] = report(value, story),
                "lanes" => query.lanes = Lanes::named(value),
                "from" => query.days.0 = value.parse().ok(),
                "to" => query.days.1 = value.parse().ok(),
                "t" => {
                    let ends = value.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                    query.mark = ends.map(|(a, b)| Span::new(a, b));
                }
                _ => {}
            }
        }
        query
    }
}
