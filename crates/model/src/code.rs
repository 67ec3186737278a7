//! The field's event ontologies: PLOVER types and modes, CAMEO codes, actor sectors.

/// A PLOVER event type (2021 codebook, <https://github.com/openeventdata/PLOVER>).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the codebook's")]
pub enum Plover {
    Agree,
    Consult,
    Support,
    Cooperate,
    Aid,
    Concede,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl Plover {
    /// All sixteen, from cooperation to conflict as the codebook orders them.
    pub const ALL: [Plover; 16] = [
        Plover::Agree,
        Plover::Consult,
        Plover::Support,
        Plover::Cooperate,
        Plover::Aid,
        Plover::Concede,
        Plover::Retreat,
        Plover::Request,
        Plover::Accuse,
        Plover::Reject,
        Plover::Threaten,
        Plover::Protest,
        Plover::Sanction,
        Plover::Mobilize,
        Plover::Coerce,
        Plover::Assault,
    ];
    /// The codebook's name ("COERCE").
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 16] = [
            "AGREE",
            "CONSULT",
            "SUPPORT",
            "COOPERATE",
            "AID",
            "CONCEDE",
            "RETREAT",
            "REQUEST",
            "ACCUSE",
            "REJECT",
            "THREATEN",
            "PROTEST",
            "SANCTION",
            "MOBILIZE",
            "COERCE",
            "ASSAULT",
        ];
        NAMES[self as usize]
    }
    /// The type of that name, also under the older names YIELD, DEMAND, DISAPPROVE, INVESTIGATE and FIGHT.
    pub fn named(name: &str) -> Option<Plover> {
        let name = match name {
            "YIELD" => "CONCEDE",
            "DEMAND" => "REQUEST",
            "DISAPPROVE" | "INVESTIGATE" => "ACCUSE",
            "FIGHT" => "ASSAULT",
            other => other,
        };
        Plover::ALL.into_iter().find(|t| t.name() == name)
    }
    /// Whether it is conflict (REQUEST onwards), not cooperation.
    pub fn is_conflict(self) -> bool {
        self >= Plover::Request
    }
    /// Whether it is words (verbal) and not deeds (material).
    pub fn is_verbal(self) -> bool {
        use Plover::*;
        matches!(self, Agree | Consult | Support | Request | Accuse | Reject | Threaten)
    }
}

/// How an event is coded, and what decided so.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    /// PLOVER type; `None` outside the ontology (accidents, deaths by accident, plain statements).
    pub plover: Option<Plover>,
    /// PLOVER mode ("arrest"), where the type has modes.
    pub mode: Option<String>,
    /// CAMEO code ("173").
    pub cameo: Option<String>,
    /// Family of meaning that statements of one event share whatever their words: "arrest", "die", "raid", "call".
    pub sense: String,
    /// What decided: a row of the lexicon ("verb:arrest#1"), the classifier, or the user's ontology.
    pub rule: String,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// The four families of acts, CAMEO's quad classes: words or deeds, of cooperation or of conflict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Quad {
    VerbalCooperation,
    MaterialCooperation,
    VerbalConflict,
    MaterialConflict,
}

impl Quad {
    /// Its number in event data, 1 to 4.
    pub fn number(self) -> i64 {
        self as i64 + 1
    }
    /// In words ("conflict, deeds").
    pub fn words(self) -> &'static str {
        ["cooperation, words", "cooperation, deeds", "conflict, words", "conflict, deeds"][self as usize]
    }
}

impl Code {
    /// Its quad class, by the first two digits of the CAMEO code (codebook 1.1b3); where there is none, by the PLOVER type.
    pub fn quad(&self) -> Option<Quad> {
        let root = self.cameo.as_deref().and_then(|c| c.get(..2)?.parse::<u8>().ok());
        Some(match (root, self.plover) {
            (Some(1..=5), _) => Quad::VerbalCooperation,
            (Some(6..=8), _) => Quad::MaterialCooperation,
            (Some(9..=13), _) => Quad::VerbalConflict,
            (Some(14..=20), _) => Quad::MaterialConflict,
            (_, plover) => match plover.map(|p| (p.is_conflict(), p.is_verbal()))? {
                (false, true) => Quad::VerbalCooperation,
                (false, false) => Quad::MaterialCooperation,
                (true, true) => Quad::VerbalConflict,
                (true, false) => Quad::MaterialConflict,
            },
        })
    }
}

/// Sector of an actor: the primary role codes of PLOVER and CAMEO ("GOV", "MIL", "COP" …), as upper-case letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Sector(pub String);
