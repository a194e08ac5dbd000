//! Files of the site: pages, the content API, feeds, the sitemap, the search index, widgets' frames, share pictures,
//! icons, and what displays show. Each module makes one kind of file from what `site` derives, and writes it into the release.

pub mod api;
pub mod embed;
pub mod error;
pub mod feeds;
pub mod icons;
pub mod kiosk;
pub mod lazy_page;
pub mod media;
pub mod on_demand;
pub mod page;
pub mod pages;
pub mod pictures;
pub mod search;
pub mod security_txt;
pub mod share;
pub mod sitemap;

mod drawing;
mod plain_text;
mod policy;
pub mod progress;
