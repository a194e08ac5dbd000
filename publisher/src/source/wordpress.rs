//! A WordPress as a source: read over its REST API as any visitor may, into a store that publishing reads.
//!
//! `client` asks it and `crawl` learns what has changed; `convert` makes texts in the content folder's own format of what
//! came, `shortcodes` what plugins have left in them; `store` keeps the last whole state. When it is read is for
//! `commands::sync`; how the store is read is for `folder`.

pub mod answers;
pub mod client;
pub mod convert;
pub mod crawl;
pub mod fault;
pub mod media;
pub mod post;
pub mod removals;
pub mod settings;
pub mod shortcodes;
pub mod store;
pub mod survey;
pub mod sync;
