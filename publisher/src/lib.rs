//! The publisher: from a folder of articles to a site that any web server can serve.
//!
//! `source` reads the content folder, `html` makes blocks of bodies, `catalog` works out what stands where, `publish`
//! writes the site through `shell` (documents), `release` (files, swapped in at once) and `deploy` (for web servers),
//! `search` makes what readers can find, `serve` serves it, `preview` to those who write it.

mod analytics;
mod asset;
mod catalog;
mod compress;
pub mod contract;
pub mod deploy;
mod drawing;
mod embed;
mod feeds;
mod head;
pub mod html;
mod icons;
pub mod new;
pub mod preview;
pub mod problem;
mod progress;
pub mod publish;
mod qr_code;
pub mod release;
pub mod search;
pub mod serve;
mod share_files;
pub mod share_picture;
mod shell;
mod sitemap;
pub mod source;
mod svg;
mod theme;
mod words;
