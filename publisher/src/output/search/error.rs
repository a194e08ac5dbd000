//! What may be wrong with the search index.

use crate::release::ReleaseError;

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(
        "the search index cannot be made: {0}. Publish without it (--no-search); readers are told so and shown the sections"
    )]
    Index(String),
}
