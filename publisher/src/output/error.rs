//! Why a file of the site could not be made or written.

use std::path::PathBuf;

use super::drawing::DrawError;
use super::feeds::error::FeedError;
use super::search::SearchError;
use crate::release::ReleaseError;

/// Why a file of the site could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("the document of {path} cannot be written as JSON: {source}")]
    Document { path: String, source: serde_json::Error },
    #[error(transparent)]
    Drawing(#[from] DrawError),
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// A fault of this program.
    #[error("{0} belongs to what displays keep, and was not written")]
    NotWritten(String),
    #[error("{0} changed while it was being published; the published site is as it was. Publish again.")]
    Changed(PathBuf),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
}
