//! Files that several pages share, each published under a hash of all that decides it, so that it never changes.

use crate::path::folder::{MEDIA, SHARE};
use crate::path::word::{ArticleId, SitePath};

/// A page's share picture; `name` tells which page it is of.
pub fn share_picture(name: &str, hash: &str) -> Option<SitePath> {
    SitePath::new(format!("{SHARE}{name}-{hash}.png"))
}

/// The QR code of an article's address.
pub fn qr_code(id: &ArticleId, hash: &str) -> Option<SitePath> {
    SitePath::new(format!("{SHARE}{id}-{hash}.svg"))
}

/// A picture or file of the content folder.
pub fn medium(stem: &str, hash: &str, extension: &str) -> Option<SitePath> {
    SitePath::new(format!("{MEDIA}{stem}-{hash}.{extension}"))
}
