//! Work without Python's lock, on threads of this process, that Ctrl-C stops.

use crate::ParallaxError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Deep trees of dependencies are walked recursively in places, and pages nest deeply.
pub(crate) const STACK: usize = 16 << 20;
/// How long Ctrl-C waits to be seen.
const BEAT: Duration = Duration::from_millis(50);

/// Whether the work is to be stopped.
#[derive(Clone, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Process and number of threads → the threads.
static POOLS: Mutex<BTreeMap<(u32, usize), Arc<ThreadPool>>> = Mutex::new(BTreeMap::new());

/// The threads of this process, as many as asked for, else one a core. A forked process begins its own: threads do not
/// survive a fork.
fn pool(threads: Option<usize>) -> Result<Arc<ThreadPool>, rayon::ThreadPoolBuildError> {
    let key = (std::process::id(), threads.unwrap_or(0));
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pool) = pools.get(&key) {
        return Ok(pool.clone());
    }
    let pool = Arc::new(ThreadPoolBuilder::new().num_threads(key.1).stack_size(STACK).build()?);
    pools.insert(key, pool.clone());
    Ok(pool)
}

/// Does `work` on the threads of Parallax while other threads of Python go on.
///
/// # Errors
/// What the handler of a signal raised (`KeyboardInterrupt`), after the work has seen [`Stop`] and ended; what the work says.
pub(crate) fn run<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    work: impl FnOnce(&Stop) -> anyhow::Result<T> + Send,
) -> PyResult<T> {
    let pool = pool(threads).map_err(|e| failed(&e.into()))?;
    let stop = Stop::default();
    std::thread::scope(|scope| {
        let (give, take) = sync_channel(1);
        let asked = stop.clone();
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
            // The receiver is gone when the call was interrupted: nobody wants the result then.
            let _ = give.send(pool.install(|| work(&asked)));
        });
        worker.map_err(|e| failed(&e.into()))?;
        let take = Mutex::new(take);
        loop {
            let got = py.detach(|| take.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(BEAT));
            match got {
                Ok(done) => return done.map_err(|e| failed(&e)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(ParallaxError::new_err("the work ended without a result: a mistake of Parallax"));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(interrupt) = py.check_signals() {
                        stop.0.store(true, Ordering::Relaxed);
                        // What is under way ends first; other threads of Python must not wait for it.
                        py.detach(|| {
                            let _ = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        });
                        return Err(interrupt);
                    }
                }
            }
        }
    })
}

/// The error with its causes, as one sentence.
pub(crate) fn failed(error: &anyhow::Error) -> PyErr {
    ParallaxError::new_err(format!("{error:#}"))
}
