//! The folders at the root of the site that hold files instead of pages, as addresses: with a slash on either side.

/// The content API, in every version.
pub const API: &str = "/api/";
/// What is published under the hash of its content.
pub const ASSETS: &str = "/assets/";
/// What partners embed, in every version.
pub const EMBED: &str = "/embed/";
/// The display of a public hall: its document, its worker, its edition.
pub const KIOSK: &str = "/kiosk/";
/// Pictures and files of articles.
pub const MEDIA: &str = "/media/";
/// Share pictures and QR codes.
pub const SHARE: &str = "/share/";
/// Scripts that are loaded when they are first used.
pub const TOOLS: &str = "/tools/";

/// All of them.
pub const ALL: [&str; 7] = [API, ASSETS, EMBED, KIOSK, MEDIA, SHARE, TOOLS];
