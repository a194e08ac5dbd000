//! What runs until it is stopped: its log, and its runtime, with as many open files as it may have.

mod log;

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

pub(super) use log::{LogFormat, Logged};

/// Runs it, with its log.
///
/// # Errors
/// When the system gives it no threads.
pub(super) fn run_until_stopped<T>(log: LogFormat, work: impl Future<Output = T>) -> io::Result<T> {
    log::start(log);
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(work);
    // A disk that does not answer must not hold up the stop.
    runtime.shutdown_background();
    Ok(result)
}

/// A shell's usual 1,024 open files are fewer than the readers we take. As many as the system allows is not always enough
/// either; then the server says so and goes on.
pub(super) fn allow_open_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current < maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}
