//! What can go wrong between the content API and the page, as the reader will meet it.

/// Why a document could not be loaded. Each case has a screen of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// No network, no answer in time, or a broken connection: offer "try again".
    Unreachable,
    /// The API says there is no such document (404, 410): no retry.
    NotFound,
    /// The API answered with another failure: offer "try again".
    Refused { status: u16 },
    /// The document breaks the contract: theirs or ours to fix. The reason goes to the console in full.
    Malformed { endpoint: String, reason: String },
}
