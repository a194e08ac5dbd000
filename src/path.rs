//! Every address of the site, once: whoever writes or reads one, in the browser or natively, does it by this module.
//!
//! `page` has the app's pages (the document behind each is `content::page_data`'s affair), `folder`, `feed`, `widget`,
//! `shared` and `api` what is published beside them, `saved` the page of saved articles, `reserved` what no alias may hide, `qr_code` an address as a drawing, `word` what they are
//! made of.

pub mod api;
pub mod feed;
pub mod folder;
pub mod qr_code;
pub mod reserved;
pub mod saved;
pub mod shared;
pub mod widget;
pub mod word;

mod page;

pub use page::{AppPath, PagePath};
