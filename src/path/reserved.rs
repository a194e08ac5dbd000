//! Reserved names at the root of the site, which no alias may hide.

/// Folders in use, now or according to the design.
pub const FOLDERS: &[&str] = &[
    "api",
    "assets",
    "chuyen-muc",
    "da-luu",
    "embed",
    "icons",
    "kiosk",
    "fonts",
    "media",
    "ngoai-tuyen",
    "nhung",
    "share",
    "so-do-trang",
    "style",
    "the",
    "tim-kiem",
    "tin-moi",
    "tools",
    ".well-known",
];

/// Files at the root, now or according to the design.
pub const FILES: &[&str] = &[
    "404.html",
    "app.html",
    "atom.xml",
    "boot.js",
    "favicon.ico",
    "apple-touch-icon.png",
    "favicon.svg",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
    "icon.svg",
    "feed.json",
    "healthz",
    "index.html",
    "kiosk.html",
    "manifest.webmanifest",
    "oembed.json",
    "robots.txt",
    "rss.xml",
    "settings.js",
    "sitemap.xml",
    "sw.js",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::feed::FeedFormat;
    use crate::path::folder;
    use crate::path::page::ADDRESSES;
    use crate::path::saved::saved_path;
    use crate::text::Lang;

    #[test]
    fn no_alias_hides_a_page_or_a_file_of_the_site() {
        let folders =
            folder::ALL.iter().chain(&ADDRESSES).filter_map(|address| address.trim_matches('/').split('/').next());
        // An article's and a standing page's folder may hold old addresses, too; a language's is checked as such.
        for name in folders.filter(|name| !["", "en", "tin-tuc", "trang"].contains(name)) {
            assert!(FOLDERS.contains(&name), "{name}");
        }
        assert!(FOLDERS.contains(&saved_path(Lang::AT_ROOT).trim_matches('/')));
        for feed in FeedFormat::ALL {
            assert!(FILES.contains(&feed.file_name()), "{feed:?}");
        }
    }
}
