//! What the publisher makes, looked at from outside: markup, the content API, the published folder, the server.
//!
//! One test program, because each further one links the whole publisher again.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics has failed, which is what it is for"
)]

mod analytics;
mod api_check;
mod bad_content;
mod catalog;
mod contract;
mod deploying;
mod display;
mod displays_list;
mod editors_day;
mod editors_documents;
mod embedding;
mod following;
mod found;
mod hostile;
mod kiosk;
mod messages;
mod object_storage;
mod preview;
mod properties;
mod published;
mod publishing;
mod reading;
mod reading_again;
mod rendering;
mod serving;
mod shell;
mod translations;
mod wordpress;
mod worker;
mod workshop;
