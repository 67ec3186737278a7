//! A story, and one report, as Python holds them.

use crate::arrow::Table;
use crate::input::{Reading, Source, each};
use crate::{ReadError, work};
use parallax::lexicon::Lexicon;
use parallax::model::{Notice, Report};
use parallax::tell::{self, Selection};
use parallax::{World, parse};
use parallax_tables::{own, profile, schema};
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use rayon::prelude::*;

/// A notice as Python gets it: code, subject, message, help.
type Told = (String, String, String, Option<String>);

/// A story told by reports.
#[pyclass(frozen, module = "parallax._parallax")]
pub(crate) struct Story {
    story: parallax::model::Story,
    skipped: Vec<Notice>,
}

fn told(notice: &Notice) -> Told {
    (notice.code.to_string(), notice.subject.clone(), notice.message.clone(), notice.help.clone())
}

#[pymethods]
impl Story {
    #[getter]
    fn title(&self) -> &str {
        &self.story.title
    }
    /// What must be said of the reports.
    #[getter]
    fn notices(&self) -> Vec<Told> {
        self.story.reports.iter().flat_map(|r| &r.notices).chain(&self.story.notices).map(told).collect()
    }
    /// Inputs that gave no report.
    #[getter]
    fn skipped(&self) -> Vec<Told> {
        self.skipped.iter().map(told).collect()
    }
    /// Path, title, outlet, address, day of publication and text of each report.
    #[getter]
    fn texts(&self) -> Vec<(String, Option<String>, Option<String>, Option<String>, Option<String>, String)> {
        let published = |i: usize| self.story.cast.published.get(i).and_then(|p| p.date()).map(|d| d.to_string());
        let text = |(i, r): (usize, &Report)| {
            (r.path.clone(), r.title.clone(), r.outlet.clone(), r.url.clone(), published(i), r.text.clone())
        };
        self.story.reports.iter().enumerate().map(text).collect()
    }
    /// An own table, or one in the columns of a profile.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let sheet = py.detach(|| {
            let sheets = own::sheets(&self.story, &own::Ids::of(&self.story));
            let profile = profile::sheet(name, &sheets, Lexicon::bundled());
            sheets.into_iter().find(|s| s.table.name == name).or(profile)
        });
        Table::new(&sheet.ok_or_else(|| no_table(name))?)
    }
    /// The story as text of that form.
    fn written(&self, py: Python<'_>, form: &str, full_text: bool) -> PyResult<String> {
        let all = Selection { all: true, ..Selection::default() };
        let story = &self.story;
        py.detach(|| match form {
            "json" => Ok(tell::json(story)),
            "text" => Ok(tell::text(story, &all)),
            "markdown" => Ok(tell::markdown(story, &all)),
            "html" => Ok(parallax_web::file(story, full_text)),
            "annotated" => Ok(tell::annotated(story, false)),
            "timelinejs" => Ok(parallax_tables::timeline(story)),
            "geojson" => Ok(parallax_tables::geojson(story)),
            "graphml" => Ok(parallax_tables::graphml(story)),
            "conllu" => {
                let write = |(r, d): (&Report, _)| parse::conllu::write(d, &r.text);
                Ok(story.reports.iter().zip(&story.documents).map(write).collect())
            }
            _ => Err(PyValueError::new_err(format!("there is no form {form:?}"))),
        })
    }
    /// An event, entity or report with its sentences, or the reasons behind it.
    fn detail(&self, py: Python<'_>, id: &str, reasons: bool) -> PyResult<String> {
        let text = py.detach(|| if reasons { tell::explain(&self.story, id) } else { tell::show(&self.story, id) });
        text.ok_or_else(|| PyKeyError::new_err(format!("nothing in this story is called {id:?}")))
    }
}

pub(crate) fn no_table(name: &str) -> PyErr {
    let (own, profiles) = (schema::OWN.join(", "), schema::PROFILES.join(", "));
    PyValueError::new_err(format!("there is no table {name:?}; the tables are {own}, {profiles}"))
}

/// Reports → the story they tell.
#[pyfunction]
#[pyo3(signature = (source, reading, threads=None))]
pub(crate) fn story(py: Python<'_>, source: Source, reading: Reading, threads: Option<usize>) -> PyResult<Story> {
    let (options, by_path) = reading.settled()?;
    let given = if let Source::Paths(paths) = &source { paths.join(" ") } else { "the table".to_string() };
    let (story, skipped) = work::run(py, threads, |stop| {
        let (mut reports, mut skipped) = (Vec::new(), Vec::new());
        each(source, &options, &by_path, &mut |item| {
            match item {
                Ok(report) => reports.push(report),
                Err(why) => skipped.push(why),
            }
            !stop.asked()
        })?;
        let world = World::bundled();
        let read = |report| (!stop.asked()).then(|| parallax::Reading::new(report, &world));
        let readings: Vec<parallax::Reading> = reports.into_par_iter().filter_map(read).collect();
        let story = (!readings.is_empty()).then(|| parallax::weave(readings, &world, &|_| ()));
        Ok((story, skipped))
    })?;
    let story = story.ok_or_else(|| nothing_read(&given, &skipped))?;
    Ok(Story { story, skipped })
}

/// One report from its bytes.
#[pyfunction]
#[pyo3(signature = (name, bytes, reading))]
pub(crate) fn read(py: Python<'_>, name: String, bytes: Vec<u8>, reading: Reading) -> PyResult<Story> {
    let (options, _) = reading.settled()?;
    let read = parallax::read::report(&name, &bytes, &parallax::read::Meta::default());
    let report = read.map_err(|why| nothing_read(&name, &[why]))?;
    let report = Report { published: report.published.or(options.published), ..report };
    let story = work::run(py, Some(1), |_| Ok(parallax::reconstruct(vec![report], &World::bundled(), &|_| ())))?;
    Ok(Story { story, skipped: Vec::new() })
}

fn nothing_read(given: &str, skipped: &[Notice]) -> PyErr {
    let why = |n: &Notice| {
        let help = n.help.as_deref().map_or(String::new(), |h| format!(" ({h})"));
        format!("\n  {} {}{help}", n.subject, n.message)
    };
    ReadError::new_err(format!("no report could be read from {given}{}", skipped.iter().map(why).collect::<String>()))
}
