//! Progress on standard error: a line that is rewritten on a terminal, one line every ten seconds elsewhere, or JSON.

use crate::args::Progress;
use parallax::Step;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Shown only when the work takes longer than this.
const PATIENCE: Duration = Duration::from_millis(300);

pub(crate) struct Bar {
    kind: Kind,
    total: usize,
    state: Mutex<State>,
}

struct State {
    done: usize,
    began: Instant,
    said: Instant,
    shown: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    None,
    Line,
    Lines,
    Json,
}

impl Bar {
    pub(crate) fn new(wish: Progress, quiet: bool, total: usize) -> Bar {
        let kind = match wish {
            Progress::Json => Kind::Json,
            Progress::Never => Kind::None,
            Progress::Auto if quiet => Kind::None,
            _ if std::io::stderr().is_terminal() => Kind::Line,
            _ => Kind::Lines,
        };
        let now = Instant::now();
        Bar { kind, total, state: Mutex::new(State { done: 0, began: now, said: now, shown: false }) }
    }

    pub(crate) fn step(&self, step: Step) {
        let Ok(mut state) = self.state.lock() else { return };
        state.done += usize::from(step == Step::Read);
        let (done, total) = (state.done, self.total);
        let name = match step {
            Step::Read => "parsing",
            Step::Resolve => "resolving",
            Step::Compare => "comparing",
        };
        match self.kind {
            Kind::Line if state.began.elapsed() > PATIENCE => {
                eprint!("\r\x1b[K{name} · {done}/{total} reports");
                let _ = std::io::stderr().flush();
                state.shown = true;
            }
            Kind::Lines if state.said.elapsed() > Duration::from_secs(10) => {
                eprintln!("{name} · {done}/{total} reports");
                state.said = Instant::now();
            }
            Kind::Json => eprintln!("{{\"stage\":\"{name}\",\"done\":{done},\"total\":{total}}}"),
            _ => {}
        }
    }

    /// So many of so many things (0: nobody knows) are done, so many skipped.
    pub(crate) fn count(&self, name: &str, done: usize, total: usize, skipped: usize) {
        let Ok(mut state) = self.state.lock() else { return };
        let of = if total > 0 { format!("/{total}") } else { String::new() };
        let rate = done as f64 / state.began.elapsed().as_secs_f64().max(1e-9);
        let aside = if skipped > 0 { format!(" · {skipped} skipped") } else { String::new() };
        let line = format!("{name} · {done}{of} · {rate:.0}/s{aside}");
        match self.kind {
            Kind::Line if state.began.elapsed() > PATIENCE => {
                eprint!("\r\x1b[K{line}");
                let _ = std::io::stderr().flush();
                state.shown = true;
            }
            Kind::Lines if state.said.elapsed() > Duration::from_secs(10) => {
                eprintln!("{line}");
                state.said = Instant::now();
            }
            Kind::Json => eprintln!("{{\"stage\":\"{name}\",\"done\":{done},\"total\":{total},\"skipped\":{skipped}}}"),
            _ => {}
        }
    }

    /// Takes the line away.
    pub(crate) fn end(&self) {
        if self.kind == Kind::Line && self.state.lock().is_ok_and(|s| s.shown) {
            eprint!("\r\x1b[K");
        }
    }
}
