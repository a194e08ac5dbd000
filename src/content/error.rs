//! What can go wrong between the content API and the page, as the reader will meet it.

use std::fmt;

use crate::text::{Failure, Text};

/// Why a document could not be loaded. Each case has a screen of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// No network, no answer in time, or a broken connection: offer "try again".
    Unreachable,
    /// The API says there is no such document (404, 410): no retry.
    NotFound,
    /// The API answered with another failure: offer "try again". `retry_secs` is when it says that this makes sense (Retry-After).
    Refused { status: u16, retry_secs: Option<u32> },
    /// A page came in place of a document, as from a network that wants its users to sign in: offer "try again". The endpoint goes
    /// to the console, as a server may have answered so.
    Intercepted { endpoint: String },
    /// The document breaks the contract: theirs or ours to fix. The reason goes to the console in full.
    Malformed { endpoint: String, reason: String },
}

impl ContentError {
    /// What a reader is told.
    pub fn words<'a>(&self, text: &'a Text) -> &'a Failure {
        match self {
            Self::Unreachable => &text.unreachable,
            Self::NotFound => &text.not_found,
            Self::Refused { .. } => &text.refused,
            Self::Intercepted { .. } => &text.intercepted,
            Self::Malformed { .. } => &text.malformed,
        }
    }
}

/// For the operator.
impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("no answer"),
            Self::NotFound => f.write_str("no such document"),
            Self::Refused { status, .. } => write!(f, "status {status}"),
            Self::Intercepted { endpoint } => write!(f, "{endpoint}: a page, no JSON"),
            Self::Malformed { endpoint, reason } => write!(f, "{endpoint}: {reason}"),
        }
    }
}
