//! What the app shows: the content API's documents, and the one client that fetches them.

#[cfg(feature = "hydrate")]
pub mod client;
pub mod decode;
pub mod error;
pub mod model;
pub mod page_data;
