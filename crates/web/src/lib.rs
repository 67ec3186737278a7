//! Shows a story on this machine.
