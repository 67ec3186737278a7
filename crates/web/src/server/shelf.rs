//! The library with its stories read, as the server needs them.

use parallax_model::{Correction, Report, Story};
use parallax_store::{Decision, Entry, Kept, Library, Op, StoryId};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Makes reports of what was kept, and their story under the user's corrections: the whole of Parallax as one function.
pub type Rebuild = Box<dyn Fn(&[Kept], Vec<Correction>) -> Story + Send + Sync>;
/// Makes a report of uploaded bytes, or says why it cannot.
pub type Take = Box<dyn Fn(&str, &[u8]) -> Result<Report, String> + Send + Sync>;

/// A story read, and its JSON.
pub(crate) struct Told {
    pub story: Story,
    pub json: Value,
    pub decisions: Vec<String>,
}

/// A library, and the stories of it that were read since the start.
pub struct Shelf {
    library: Mutex<Library>,
    told: Mutex<BTreeMap<StoryId, Arc<Told>>>,
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
        Ok(Shelf { library: Mutex::new(library), told: Mutex::default(), rebuild, take, token })
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
        if let Some(told) = lock(&self.told).get(&id) {
            return Ok(Some(told.clone()));
        }
        let (kept, corrections, decisions) = {
            let library = self.library();
            let error = |e: parallax_store::Error| e.to_string();
            (
                library.reports(id).map_err(error)?,
                library.corrections(id).map_err(error)?,
                library.decisions(id).map_err(error)?,
            )
        };
        if kept.is_empty() {
            return Ok(None);
        }
        let story = (self.rebuild)(&kept, corrections);
        let json = serde_json::from_str(&parallax_tell::json(&story)).unwrap_or_default();
        let told = Arc::new(Told { json, decisions: decisions.iter().map(said).collect(), story });
        lock(&self.told).insert(id, told.clone());
        Ok(Some(told))
    }

    /// Puts a story there that was read already.
    pub fn keep(&self, id: StoryId, story: Story) {
        let json = serde_json::from_str(&parallax_tell::json(&story)).unwrap_or_default();
        let decisions = self.library().decisions(id).map_or(Vec::new(), |all| all.iter().map(said).collect());
        lock(&self.told).insert(id, Arc::new(Told { story, json, decisions }));
    }

    /// Adds reports to the story of that name, which is made where there is none.
    pub(crate) fn add(&self, name: &str, files: &[(String, Vec<u8>)]) -> Result<StoryId, String> {
        let mut taken = Vec::new();
        for (path, bytes) in files {
            taken.push(kept(&(self.take)(path, bytes)?));
        }
        let mut library = self.library();
        let id = library.add(name).map_err(|e| e.to_string())?;
        library.put(id, &taken).map_err(|e| e.to_string())?;
        drop(library);
        lock(&self.told).remove(&id);
        Ok(id)
    }

    /// Takes a decision; the story is read again when it is next asked for.
    pub(crate) fn decide(&self, id: StoryId, op: Op, a: &str, b: &str) -> Result<(), String> {
        let mut library = self.library();
        match op {
            Op::Undo => library.undo(id).map(|_| ()),
            op => library.decide(id, op, a, b),
        }
        .map_err(|e| e.to_string())?;
        drop(library);
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

/// A decision as a sentence.
fn said(d: &Decision) -> String {
    let what = match d.op {
        Op::SameName => format!("“{}” and “{}” are the same", d.a, d.b),
        Op::DifferentName => format!("“{}” and “{}” are not the same", d.a, d.b),
        Op::SameEvent => format!("{} and {} are one event", d.a, d.b),
        Op::DifferentEvent => format!("{} and {} are two events", d.a, d.b),
        Op::Undo => format!("number {} undone", d.a),
    };
    format!("{} (number {}, {})", parallax_tell::printable(&what), d.id, d.at)
}
