//! The one table of weights by which two statements are judged, in steps of log-odds, set by hand.
//!
//! A pair's score is [`START`] plus the weights of the features that hold; above [`THRESHOLD`] it speaks for one event.
//! They were chosen by reading errors on development stories and checked on ECB+ (see `cargo xtask quality`); no
//! training data went into them.

/// A pair of which nothing is known: most pairs tell two events.
pub(crate) const START: f32 = -1.3;
/// Average score of two clusters' pairs above which they are one event.
pub(crate) const THRESHOLD: f32 = 0.0;

/// Score of two clusters' wholes above which they are one event: what is usual in a cluster is surer than what one statement says.
pub(crate) const WHOLE_THRESHOLD: f32 = 1.0;

/// Both tell the same sense ("arrest", "detention").
pub(crate) const SAME_SENSE: f32 = 1.7;
/// Both tell that something began, grew or ended, but not the same thing.
pub(crate) const OTHER_MATTER: f32 = 0.5;
/// Both use the same predicate, on top of the sense or where the sense is unknown.
pub(crate) const SAME_WORD: f32 = 0.5;
/// The same predicate where neither has a sense.
pub(crate) const SAME_UNKNOWN: f32 = 1.7;
/// The same where it is a verb of saying: people say many things.
pub(crate) const SAME_SAYING: f32 = 0.3;
/// Senses that often tell one happening from two sides ("kill", "die").
pub(crate) const NEAR_SENSE: f32 = 1.3;
/// The same predicate read in two senses.
pub(crate) const SAME_WORD_OTHER_SENSE: f32 = 0.6;
/// One or both senses known, not the same, and the one's word can mean what the other is read to tell ("struck" read as "beat",
/// "hit").
pub(crate) const MAYBE_SENSE: f32 = 0.8;
/// Two senses that have nothing to do with each other.
pub(crate) const OTHER_SENSE: f32 = -1.0;

/// Per unit of cosine of the triggers' meanings above or below [`TRIGGER_MIDDLE`].
pub(crate) const TRIGGER_MEANING: f32 = 3.0;
/// Cosine of two triggers that speaks neither way.
pub(crate) const TRIGGER_MIDDLE: f32 = 0.5;
/// Per unit of likeness of two different words, each by itself, above or below [`WORD_MIDDLE`], where a sense is unknown; chosen on ECB+'s development
/// topics. Read in its sentence a word takes on what stands around it, and any two verbs about one post come to lie near
/// each other; by itself "nominate" lies nearer to "nominee" than to "leave".
pub(crate) const WORD_LIKENESS: f32 = 4.0;
/// Likeness of two words that speaks neither way.
pub(crate) const WORD_MIDDLE: f32 = 0.35;
/// Per unit of cosine of the clauses' meanings above or below [`CLAUSE_MIDDLE`].
pub(crate) const CLAUSE_MEANING: f32 = 3.0;
/// Cosine of two clauses that speaks neither way.
pub(crate) const CLAUSE_MIDDLE: f32 = 0.45;
/// Share of the clauses' content words, rare ones weighing more, that both have: times this.
pub(crate) const SHARED_WORDS: f32 = 1.6;

/// Weight that what surrounds two everyday verbs (words, people, day, place) must have for them to stand for themselves:
/// people leave, raise and replace many things.
pub(crate) const SURROUNDED: f32 = 0.25;
/// Per unit of weight that is short of that, at most one; more helps news clusters and costs links of ECB+.
pub(crate) const BARE: f32 = -0.7;

/// Likeness of what stands around two statements of two reports from which on they meet (`meet`). Chosen by reading links
/// between reports of seven clusters of other news, checked on seven more.
pub(crate) const MET: f32 = 0.06;
/// The same where one stands for a type of event: fewer happenings share such a word.
pub(crate) const MET_OF_TYPE: f32 = 0.04;

/// The same one did it.
pub(crate) const SAME_ACTOR: f32 = 0.9;
/// It was done to the same.
pub(crate) const SAME_RECIPIENT: f32 = 1.5;
/// Actors that may be the same ("Russian police", "the FSB").
pub(crate) const ALIKE_ACTOR: f32 = 0.4;
/// Recipients that may be the same ("seven Russian nationals", "two Russian citizens").
pub(crate) const ALIKE_RECIPIENT: f32 = 1.2;
/// Actors that cannot be the same.
pub(crate) const OTHER_ACTOR: f32 = -0.7;
/// The same where all that is told is that they said something: two people's words are two sayings.
pub(crate) const OTHER_SPEAKER: f32 = -1.5;
/// Both only say something, and those who say it go by words that neither match nor exclude each other.
pub(crate) const OTHERWISE_CALLED: f32 = -0.5;
/// Recipients that cannot be the same.
pub(crate) const OTHER_RECIPIENT: f32 = -1.0;
/// What one does to the other the other does to the one.
pub(crate) const SWAPPED: f32 = -2.0;
/// Each further name that stands in both clauses, at most [`AROUND_MOST`] of them, times its rarity.
pub(crate) const AROUND: f32 = 0.5;
/// How many further names count.
pub(crate) const AROUND_MOST: usize = 2;

/// The same day.
pub(crate) const SAME_DAY: f32 = 0.8;
/// Days that overlap without being the same single day.
pub(crate) const OVERLAPPING_DAYS: f32 = 0.2;
/// Days that lie next to each other: time zones, night and morning.
pub(crate) const NEXT_DAY: f32 = -0.5;
/// Days further apart.
pub(crate) const OTHER_DAY: f32 = -1.4;
/// Days by which reports differ about the day of one happening without telling of two.
pub(crate) const CONFUSED: i64 = 1;
/// Days by which a weekday may be misread.
pub(crate) const WEEK: i64 = 7;
/// Days between two dates of the reports' own words from which on they are never one happening.
pub(crate) const LONG_APART: i64 = 60;
/// One has no day, and the reports appeared more than [`LONG_APART`] days from each other.
pub(crate) const OTHER_TIMES: f32 = -0.8;
/// The same place.
pub(crate) const SAME_PLACE: f32 = 0.6;
/// One place may lie in the other.
pub(crate) const PLACE_WITHIN: f32 = 0.1;
/// Two places apart.
pub(crate) const OTHER_PLACE: f32 = -1.8;

/// Share of the larger figure from which on the smaller is much the same, where their ranges meet.
pub(crate) const ONE_FIGURE: f64 = 0.6;
/// Share of the larger figure below which two figures of one report count two things.
pub(crate) const FAR_FIGURE: f64 = 0.5;
/// A number of the same thing is the same.
pub(crate) const SAME_NUMBER: f32 = 1.0;
/// A number of the same thing differs: what accounts of one event do, so it weighs little.
pub(crate) const OTHER_NUMBER: f32 = -0.2;

/// A definite noun ("the raid") after another statement of the same report with the same or a near sense.
pub(crate) const REFERS_BACK: f32 = 0.9;
/// Both are full clauses of one report: reports seldom tell a thing twice in full.
pub(crate) const TOLD_TWICE: f32 = -0.8;
/// One of two in the same report says it is another ("also", "four other", "a second").
pub(crate) const SAYS_ANOTHER: f32 = -1.0;
/// Both stand in one sentence.
pub(crate) const ONE_SENTENCE: f32 = -1.2;
/// One is planned or only possible, the other has happened.
pub(crate) const OTHER_STATUS: f32 = -0.4;

/// Per unit of likeness of the two reports' subjects above or below [`SUBJECT_MIDDLE`].
pub(crate) const SUBJECT: f32 = 50.0;
/// Likeness of two reports from which on their subject may be one: reports of one story seldom lie below.
pub(crate) const SUBJECT_MIDDLE: f32 = 0.13;
/// The two reports belong to groups of reports that tell of two matters, whatever the words in common.
pub(crate) const TWO_MATTERS: f32 = -4.0;
