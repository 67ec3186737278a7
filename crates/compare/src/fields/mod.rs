//! One file per kind of field: what each report gives for it, and how two values of it stand to each other.

pub(crate) mod attribution;
pub(crate) mod cause;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod manner;
pub(crate) mod means;
pub(crate) mod naming;
pub(crate) mod number;
pub(crate) mod place;
pub(crate) mod role;
pub(crate) mod status;
pub(crate) mod time;
