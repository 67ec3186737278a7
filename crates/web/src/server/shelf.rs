//! The library with its stories read, as the server needs them.

use parallax::corrections;
use parallax_model::{Correction, Notice, Report, State, Story};
use parallax_store::{Decision, Entry, Kept, Library, StoryId, Summary};
use parallax_tell::events;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// What is told, a line each, of how far the reading of a story is.
pub type Say<'a> = &'a (dyn Fn(String) + Sync);
/// Makes reports of what was kept, and their story under the user's corrections: the whole of Parallax as one function.
pub type Rebuild = Box<dyn Fn(&[Kept], Vec<Correction>, Say) -> Story + Send + Sync>;
/// Makes a report of uploaded bytes, or says why it cannot.
pub type Take = Box<dyn Fn(&str, &[u8]) -> Result<Report, String> + Send + Sync>;

/// A story read, and its JSON.
pub(crate) struct Told {
    pub story: Story,
    pub json: Value,
    pub decisions: Vec<Decision>,
}

/// A decision as a form asks for it (see `corrections::change`).
pub(crate) struct Asked {
    pub op: String,
    pub a: Vec<String>,
    pub b: Vec<String>,
    pub field: String,
    pub value: String,
    pub note: String,
}

/// A library, and the stories of it that were read since the start.
pub struct Shelf {
    library: Mutex<Library>,
    told: Mutex<BTreeMap<StoryId, Arc<Told>>>,
    version: Mutex<i64>,
    /// How far the stories are that are being told now.
    progress: Mutex<BTreeMap<StoryId, Vec<String>>>,
    /// Held while a story is told: several pages asked for at once wait for one telling.
    telling: Mutex<()>,
    rebuild: Rebuild,
    take: Take,
    token: String,
}

impl Shelf {
    /// A shelf over `library`.
    ///
    /// # Errors
    /// When the system has no random numbers for the token.
    pub fn new(library: Library, rebuild: Rebuild, take: Take) -> Result<Shelf, String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|e| e.to_string())?;
        let token = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let version = Mutex::new(library.version().map_err(|e| e.to_string())?);
        Ok(Shelf {
            library: Mutex::new(library),
            told: Mutex::default(),
            version,
            progress: Mutex::default(),
            telling: Mutex::default(),
            rebuild,
            take,
            token,
        })
    }

    /// What every form carries.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Whether that is our token; takes the same time wherever it differs.
    pub(crate) fn is_token(&self, given: &str) -> bool {
        given.len() == self.token.len()
            && given.bytes().zip(self.token.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    }

    /// The list of stories.
    pub(crate) fn stories(&self) -> Result<Vec<Entry>, String> {
        self.library().stories().map_err(|e| e.to_string())
    }

    /// A story, read now if it was not yet.
    pub(crate) fn story(&self, id: StoryId) -> Result<Option<Arc<Told>>, String> {
        // What another process decided or added is seen here too.
        let version = self.library().version().map_err(|e| e.to_string())?;
        if std::mem::replace(&mut *lock(&self.version), version) != version {
            lock(&self.told).clear();
        }
        if let Some(told) = lock(&self.told).get(&id) {
            return Ok(Some(told.clone()));
        }
        let _alone = lock(&self.telling);
        if let Some(told) = lock(&self.told).get(&id) {
            return Ok(Some(told.clone()));
        }
        let (kept, corrections, decisions, revision) = {
            let library = self.library();
            let error = |e: parallax_store::Error| e.to_string();
            (
                library.reports(id).map_err(error)?,
                library.corrections(id).map_err(error)?,
                library.decisions(id).map_err(error)?,
                library.revision(id).map_err(error)?,
            )
        };
        if kept.is_empty() {
            return Ok(None);
        }
        let say = |line: String| lock(&self.progress).entry(id).or_default().push(line);
        let story = (self.rebuild)(&kept, corrections, &say);
        lock(&self.progress).remove(&id);
        let text = parallax_tell::json(&story);
        // A list of stories without its last line is no reason to show no story: a full disk is told when something is decided.
        let _ = self.library().keep_result(id, revision, PROGRAM, &summary(&story), &text);
        let json = serde_json::from_str(&text).unwrap_or_default();
        let told = Arc::new(Told { json, decisions, story });
        lock(&self.told).insert(id, told.clone());
        Ok(Some(told))
    }

    /// Tells a story before its first page is asked for, and gives its notices; what goes wrong is said on the page.
    pub fn prepare(&self, id: StoryId) -> Vec<Notice> {
        self.story(id).ok().flatten().map_or(Vec::new(), |told| told.story.notices.clone())
    }

    /// Whether a story was told since the start and its last change here.
    pub(crate) fn is_told(&self, id: StoryId) -> bool {
        lock(&self.told).contains_key(&id)
    }

    /// How far a story is that is being told, a line for each thing done.
    pub(crate) fn progress(&self, id: StoryId) -> Vec<String> {
        lock(&self.progress).get(&id).cloned().unwrap_or_default()
    }

    /// Adds reports to the story of that name, which is made where there is none. Says which could not be read and why;
    /// the others are added.
    pub(crate) fn add(&self, name: &str, files: &[(String, Vec<u8>)]) -> Result<(StoryId, Vec<String>), String> {
        let (mut taken, mut bad) = (Vec::new(), Vec::new());
        for (path, bytes) in files {
            match (self.take)(path, bytes) {
                Ok(report) => taken.push(kept(&report)),
                Err(why) => bad.push(why),
            }
        }
        if taken.is_empty() {
            return Err(bad.join(" "));
        }
        let mut library = self.library();
        let id = library.add(name).map_err(|e| e.to_string())?;
        library.put(id, &taken).map_err(|e| e.to_string())?;
        drop(library);
        lock(&self.told).remove(&id);
        Ok((id, bad))
    }

    /// Takes a decision; the story is told again when it is next asked for.
    pub(crate) fn decide(&self, id: StoryId, asked: &Asked) -> Result<(), String> {
        let told = self.story(id)?.ok_or("There is no such story.")?;
        let change = corrections::change(&told.story, &asked.op, &asked.a, &asked.b, &asked.field, &asked.value)?;
        self.changed(id, |library| library.decide(id, &change, &asked.note).map(|_| ()))
    }

    /// Undoes a decision, the last where no number is given.
    pub(crate) fn undo(&self, id: StoryId, number: Option<i64>) -> Result<(), String> {
        self.changed(id, |library| library.undo(id, number).map(|_| ()))
    }

    /// Takes over a list of decisions.
    pub(crate) fn apply(&self, id: StoryId, lines: &str) -> Result<(), String> {
        let list = Decision::lines(lines).map_err(|e| e.to_string())?;
        self.changed(id, |library| library.apply(id, &list).map(|_| ()))
    }

    fn changed(
        &self,
        id: StoryId,
        work: impl FnOnce(&mut Library) -> Result<(), parallax_store::Error>,
    ) -> Result<(), String> {
        work(&mut self.library()).map_err(|e| e.to_string())?;
        lock(&self.told).remove(&id);
        Ok(())
    }

    fn library(&self) -> MutexGuard<'_, Library> {
        lock(&self.library)
    }
}

/// A lock whose holder panicked still holds whole values here: everything is changed in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Who tells: part of what is kept with a result.
const PROGRAM: &str = concat!("parallax ", env!("CARGO_PKG_VERSION"));

/// The story in one line, for the list of stories.
pub fn summary(story: &Story) -> Summary {
    Summary {
        title: story.title.clone(),
        period: events::period(story).unwrap_or_default(),
        events: story.events.len(),
        differing: events::count(story, State::Contradicted),
    }
}

/// Keeps what was told of a story that had that revision.
///
/// # Errors
/// When the library cannot be written.
pub fn keep_result(library: &mut Library, id: StoryId, revision: i64, story: &Story) -> Result<(), String> {
    let text = parallax_tell::json(story);
    library.keep_result(id, revision, PROGRAM, &summary(story), &text).map_err(|e| e.to_string())
}

/// A report as the library keeps it.
pub fn kept(report: &Report) -> Kept {
    Kept {
        path: report.path.clone(),
        outlet: report.outlet.clone(),
        title: report.title.clone(),
        url: report.url.clone(),
        published: report.published.map(|d| d.to_string()),
        text: report.text.clone(),
    }
}
