//! Keeps reports, stories and corrections on one machine.
