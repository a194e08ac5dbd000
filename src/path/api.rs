//! Where the content API's documents are.

/// The folder of the documents below the web root.
pub const FOLDER: &str = "api/v1";
/// Where the number of people online is asked for.
pub const ONLINE: &str = "/api/v1/online.json";
