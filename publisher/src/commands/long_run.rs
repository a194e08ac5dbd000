//! What runs until it is stopped: its log, and its runtime.

use std::io;

use tracing::Level;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// Runs it, with its log on the standard error stream.
///
/// # Errors
/// When the system gives it no threads.
pub fn run_until_stopped<T>(work: impl Future<Output = T>) -> io::Result<T> {
    start_log();
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(work);
    // A disk that does not answer must not hold up the stop.
    runtime.shutdown_background();
    Ok(result)
}

fn start_log() {
    // Where nobody takes the log any more, the work goes on; to complain about that would panic.
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false).log_internal_errors(false);
    // What libraries wonder about is not for whoever reads this; a browser that ends is told of by the display.
    let ours = Targets::new().with_target("portal", Level::INFO).with_default(Level::ERROR);
    let ours = ours.with_target("chromiumoxide", LevelFilter::OFF);
    tracing_subscriber::registry().with(lines.with_filter(ours)).init();
}
