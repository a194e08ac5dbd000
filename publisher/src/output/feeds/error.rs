//! Why a feed could not be made.

/// A feed could not be written down.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct FeedError {
    pub file: String,
    pub reason: String,
}
