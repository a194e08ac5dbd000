//! Reads and checks what the site is made from: each kind of source has `read() -> Source`, and every problem it
//! finds names file, line, field, value and how to fix it.
//!
//! `folder` is the content folder; `wordpress` brings what a WordPress has into its format; `theme` is the agency's look;
//! `html` makes blocks of bodies; `http` asks other servers. What is listed where, what
//! is due and how it is published is left to `site` and `output`.

mod address;
pub mod article_id;
pub mod body;
pub mod content_api;
pub mod drawing;
pub mod edition;
pub mod folder;
pub mod html;
pub mod http;
pub mod kiosk;
pub mod letters;
pub mod limits;
pub mod media;
pub mod memory;
pub mod messages;
pub mod near;
pub mod problem;
pub mod security;
pub mod slug;
pub mod spam;
pub mod theme;
pub mod time;
pub mod wordpress;
pub mod words;

mod encoded;
pub(crate) mod files;
mod kept_text;
mod svg;
mod texts;

pub use self::edition::{ArticleSource, Edition, HomeSource, PageSource, Scope, SectionSource, Source};
pub use self::kiosk::{DisplaySource, KioskSource};
pub use self::security::SecuritySource;
