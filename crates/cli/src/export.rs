//! `parallax export`: a story in a form to be handed on.

use crate::args::{Common, Export};
use crate::{End, form, input};
use anyhow::Context;
use parallax::tell::Selection;

pub(crate) fn run(options: &Export, common: &Common) -> anyhow::Result<End> {
    form::check(&options.form)?;
    let form = form::of(&options.form)?.context("say which form, such as --to html; `parallax formats` lists them")?;
    let (story, end) = input::story(&options.input, common)?;
    form::write(&story, form, &options.form, &Selection { all: true, ..Selection::default() }, options.full_text)?;
    Ok(end)
}
