//! What one report states: mentions, statements, attributions, and the relations it tells between statements.

use crate::{Code, NameKind, ReportId, Sector, Span};

/// All that one report states.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Account {
    /// The report's index in the story.
    pub report: ReportId,
    /// Everything spoken of: names, nominals, pronouns, groups; in text order of their heads.
    pub mentions: Vec<Mention>,
    /// The happenings told, in text order of their triggers.
    pub statements: Vec<Statement>,
    /// Who is given as the source of what.
    pub attributions: Vec<Attribution>,
    /// Relations between statements as the text tells them.
    pub relations: Vec<StatedRelation>,
}

/// A noun phrase or pronoun that speaks of someone or something.
#[derive(Clone, PartialEq, Debug)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the head word in the sentence.
    pub head: usize,
    /// The phrase, tight: determiner to last restrictive modifier, without relative clauses and appositions.
    pub span: Span,
    /// Name, nominal, pronoun or group.
    pub form: MentionForm,
    /// What kind of thing, as far as the words tell.
    pub kind: Option<NameKind>,
    /// For names: the name alone ("Anna Berg"); for nominals the phrase without determiner ("militant group").
    pub name: String,
    /// For names: the title or description before or around it ("Norwegian minister").
    pub title: Option<Span>,
    /// Lower-case lemma of the head word ("brother").
    pub lemma: String,
    /// Grammatical number.
    pub number: Number,
    /// Gender, as far as the words tell.
    pub gender: Gender,
    /// "the", "this", "these", possessive: points back to something known.
    pub definite: bool,
    /// ISO 3166-1 alpha-3 codes of countries the words themselves give ("Norwegian prosecutors" → NOR).
    pub countries: Vec<String>,
    /// Sectors the words themselves give (prosecutors → JUD).
    pub sectors: Vec<Sector>,
    /// Index of the mention it is an apposition or predicate of ("Berg, *editor of …*"): the same thing.
    pub same_as: Option<usize>,
    /// Indices of the members, for coordinations ("Anna and Jonas Berg") and groups with named members.
    pub members: Vec<usize>,
    /// Index of the owner in a possessive ("*Norway's* ambassador", "*their* release").
    pub owner: Option<usize>,
    /// How many, when the phrase is counted.
    pub count: Option<Quantity>,
}

/// How a mention speaks of its thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MentionForm {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun (personal, possessive, relative, reflexive, demonstrative).
    Pronoun,
    /// Several coordinated things taken together.
    Group,
}

/// Grammatical number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Number {
    Singular,
    Plural,
    Unknown,
}

/// Gender as far as the words tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Gender {
    Feminine,
    Masculine,
    Neuter,
    Unknown,
}

/// One report's telling of one happening.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the trigger's head word in the sentence.
    pub head: usize,
    /// The clause that tells it, tight.
    pub clause: Span,
    /// The trigger word or words ("carried out … raids" → "raids").
    pub trigger: Span,
    /// Lemma of the predicate, with particle ("call off").
    pub predicate: String,
    /// Whether a noun tells it ("the arrest of").
    pub nominal: bool,
    /// How it is coded; `None` when neither lexicon nor classifier knows the predicate.
    pub code: Option<Code>,
    /// Who did it: indices of mentions.
    pub actors: Vec<usize>,
    /// To whom: indices of mentions.
    pub recipients: Vec<usize>,
    /// Oblique modifiers with their prepositions, for time, place, instrument.
    pub modifiers: Vec<Modifier>,
    /// Numbers bound to it.
    pub quantities: Vec<Quantity>,
    /// Manner, charge, demand, cause: further fields with their words.
    pub details: Vec<Detail>,
    /// How the report puts it.
    pub status: Status,
    /// Index of the attribution it stands under.
    pub said_by: Option<usize>,
    /// Grammatical time.
    pub tense: Tense,
    /// Index of the statement that this one is a member or part of ("the detainees include A").
    pub part_of: Option<usize>,
}

/// How a report puts a happening.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Status {
    Asserted,
    Alleged,
    Denied,
    Planned,
    Possible,
    Quoted,
}

impl Status {
    /// Its name in the formats ("asserted").
    pub fn name(self) -> &'static str {
        ["asserted", "alleged", "denied", "planned", "possible", "quoted"][self as usize]
    }
}

/// Grammatical time of a statement's verb.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Tense {
    Past,
    Present,
    Future,
    None,
}

/// An oblique or nominal modifier of a trigger.
#[derive(Clone, PartialEq, Debug)]
pub struct Modifier {
    /// Its preposition, lower case ("in", "because of"); empty for bare adverbials ("Monday", "last week").
    pub preposition: String,
    /// Index of its head word in the sentence.
    pub head: usize,
    /// Its words, preposition included.
    pub span: Span,
    /// The mention it holds, if it is one.
    pub mention: Option<usize>,
}

/// A number with what it counts.
#[derive(Clone, PartialEq, Debug)]
pub struct Quantity {
    /// What is counted, as an attribute of the event: "killed", "injured", "arrested", "amount" …; else the counted noun's lemma.
    pub of: String,
    /// Least value; `None` when open below.
    pub low: Option<f64>,
    /// Greatest value; `None` when open above ("at least 40").
    pub high: Option<f64>,
    /// Unit, for money and measures ("USD", "km", "%").
    pub unit: Option<String>,
    /// The words of the number ("more than 50").
    pub span: Span,
}

/// A further field of a statement, in the report's words.
#[derive(Clone, PartialEq, Debug)]
pub struct Detail {
    /// Which field.
    pub kind: DetailKind,
    /// Its words.
    pub span: Span,
}

/// The further fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DetailKind {
    /// How: "beaten to death", "during a raid", "by drone".
    Manner,
    /// On what charge or allegation.
    Charge,
    /// What is demanded or promised.
    Demand,
    /// Why: "because of", "over", "due to".
    Cause,
    /// With what: "with a knife", "air defence systems".
    Instrument,
}

/// Someone given as the source of something.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribution {
    /// Index of the sentence of the cue.
    pub sentence: usize,
    /// The reporting word ("said", "according to", "allegedly").
    pub cue: Span,
    /// Index of the source's mention; `None` when nobody is named ("reportedly").
    pub source: Option<usize>,
    /// The source's words; `None` when nobody is named.
    pub source_span: Option<Span>,
    /// What is attributed.
    pub content: Span,
    /// How the report puts the content.
    pub status: Status,
    /// Index of the attribution this one is nested in ("Reuters quoted a diplomat as saying").
    pub within: Option<usize>,
}

/// A relation between two statements of one report, as its words tell it.
#[derive(Clone, PartialEq, Debug)]
pub struct StatedRelation {
    /// Index of the statement the relation starts from (see [`crate::RelationKind`] for the reading).
    pub from: usize,
    /// Index of the other statement.
    pub to: usize,
    /// Which relation.
    pub kind: crate::RelationKind,
    /// The words that tell it.
    pub evidence: Span,
}
