//! What the tree tells of a mention, and of how two mentions of one sentence stand to each other.

use super::Scene;
use crate::rank::{Kept, Part, part};

/// What surrounds an anaphor, for the question whether it is one at all.
pub struct Shape {
    /// Clausal dependents of its governor ("it is likely *that* …").
    pub complement: &'static str,
    /// Part of speech of its governor.
    pub governor_pos: &'static str,
    /// Part of speech of the next word.
    pub next: &'static str,
    /// Whether a relative clause modifies it.
    pub relative: bool,
    /// Whether a phrase with *of* modifies it.
    pub of: bool,
}

/// Steps of a path that are told.
const LONGEST_WAY: usize = 5;

impl Scene<'_> {
    /// What surrounds a mention.
    pub fn shape(&self, mention: usize) -> Shape {
        let none = Shape { complement: "-", governor_pos: "-", next: "-", relative: false, of: false };
        let Some(view) = self.views.get(mention) else { return none };
        let Some(sentence) = self.document.sentences.get(view.sentence) else { return none };
        let token = |i: usize| sentence.tokens.get(i);
        let clause = view.governed_by.and_then(|g| {
            sentence.children(g).find_map(|i| match token(i)?.relation() {
                "csubj" => Some("csubj"),
                "ccomp" => Some("ccomp"),
                "xcomp" => Some("xcomp"),
                "advcl" => Some("advcl"),
                _ => None,
            })
        });
        let of = sentence
            .child(view.head, "nmod")
            .and_then(|n| sentence.child(n, "case"))
            .is_some_and(|c| sentence.form(c, &self.report.text).eq_ignore_ascii_case("of"));
        Shape {
            complement: if token(view.head).is_some_and(|t| t.relation() == "expl") {
                "expl"
            } else {
                clause.unwrap_or("-")
            },
            governor_pos: view.governed_by.and_then(token).map_or("-", |t| t.upos.name()),
            next: token(view.head + 1).map_or("-", |t| t.upos.name()),
            relative: sentence.child(view.head, "acl").is_some(),
            of,
        }
    }
    /// The relations that lead from the head of one mention up to what holds both and, behind a slash, those from the
    /// other up to the same; only the slash where one way is long. `None` for mentions of two sentences. Behind `name`.
    pub fn path<'s>(&'s self, name: Part<'s>, from: usize, to: usize) -> Option<Vec<Part<'s>>> {
        let (a, b) = (self.views.get(from)?, self.views.get(to)?);
        let sentence = self.document.sentences.get(a.sentence).filter(|_| a.sentence == b.sentence)?;
        let way = |head: usize| {
            let mut steps = [None; LONGEST_WAY + 1];
            let above = std::iter::successors(Some(head), |&i| sentence.tokens.get(i)?.head);
            steps.iter_mut().zip(above).for_each(|(to, step)| *to = Some(step));
            steps
        };
        let (up, down) = (way(a.head), way(b.head));
        let meeting = up.iter().flatten().find(|step| down.contains(&Some(**step)));
        let relations = |way: [Option<usize>; LONGEST_WAY + 1]| {
            let below = way.into_iter().flatten().take_while(move |step| meeting.is_some_and(|top| top != step));
            below.filter_map(|step| Some(Part::of(sentence.tokens.get(step)?.relation())))
        };
        let mut path = Vec::with_capacity(2 * LONGEST_WAY + 2);
        path.push(name);
        path.extend(relations(up).chain([part!("/")]).chain(relations(down)));
        Some(path)
    }
    /// Relations from a mention up to the root of its sentence, at most three.
    pub(super) fn chain_of(&self, mention: usize) -> Kept {
        let view = &self.views[mention];
        let Some(sentence) = self.document.sentences.get(view.sentence) else { return Kept::of(String::new()) };
        let above = std::iter::successors(Some(view.head), |&i| sentence.tokens.get(i)?.head);
        let relations: Vec<&str> = above.take(3).filter_map(|i| Some(sentence.tokens.get(i)?.relation())).collect();
        Kept::of(relations.join(">"))
    }
}
