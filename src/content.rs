//! What the app shows: the content API's documents, and the one client that fetches them.

pub mod model;
pub mod moment;
pub mod word;
