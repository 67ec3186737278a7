//! What can go wrong with a library, in words that say what to do.

/// What can go wrong: the disk, or a library of a newer Parallax.
#[derive(Debug)]
pub struct Error(pub(crate) String);

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for Error {}

/// What is said when there is no room, and when the disk refuses otherwise: a quota, a limit on files.
const FULL: &str = "the disk is full; nothing kept before is lost";
const REFUSED: &str =
    "the disk could not be written or read (is it full, or the file too large for it?); nothing kept before is lost";

impl Error {
    /// Whether the disk refused: no room, a quota, a limit on files.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        self.0.starts_with(FULL) || self.0.starts_with(REFUSED)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DiskFull, NotADatabase, ReadOnly, SystemIoFailure,
        };
        let help = match error.sqlite_error_code() {
            Some(DiskFull) => FULL,
            Some(SystemIoFailure) => REFUSED,
            Some(CannotOpen) => "the library's file cannot be opened or made",
            Some(DatabaseBusy) => "another program holds the library; try again when it is done",
            Some(NotADatabase | DatabaseCorrupt) => "this file is not a library that can be read",
            Some(ReadOnly) => "the library may not be written to",
            _ => return Error(error.to_string()),
        };
        Error(format!("{help} ({error})"))
    }
}
