//! Why Trunk's output is no shell.

use std::path::PathBuf;

/// Why Trunk's output is no shell.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    #[error(
        "{path}: {source}. It is no built app: leave --app out where the package is installed, or build it in a checkout: cargo xtask build"
    )]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}: `{place}` is in it {count} times, not once. The shell and the publisher disagree: fix index.html")]
    Place { path: PathBuf, place: &'static str, count: usize },
    #[error("{path}: it names a file of its folder that is not there: {name}. Build the app again: cargo xtask build")]
    Missing { path: PathBuf, name: String },
    #[error("{path}: {reason}")]
    Style { path: PathBuf, reason: String },
}
