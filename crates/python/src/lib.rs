//! The Python package `parallax`: the native half. What users call stands in `python/parallax/__init__.py`, with its types
//! and its examples; here is what that needs, with tables handed over as Arrow.
#![warn(missing_docs)]

mod arrow;
mod code;
mod input;
mod spread;
mod story;
mod work;

use pyo3::prelude::*;

pyo3::create_exception!(parallax, ParallaxError, pyo3::exceptions::PyException, "What Parallax could not do, and why.");
pyo3::create_exception!(parallax, ReadError, ParallaxError, "No report could be read from what was given.");

/// The native half of the package.
#[pymodule]
#[pyo3(name = "_parallax")]
mod native {
    #[pymodule_export]
    use super::arrow::Table;
    #[pymodule_export]
    use super::code::{Batches, code, code_folder};
    #[pymodule_export]
    use super::spread::{Step, step_columns};
    #[pymodule_export]
    use super::story::{Story, read, story};
    #[pymodule_export]
    use super::{ParallaxError, ReadError};
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
