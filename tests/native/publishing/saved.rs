//! The page of saved articles: a document of every edition that scripts fill, and that no app takes over.

use super::pages::{all, attribute};
use crate::published::{EMBEDDED, sites};

#[test]
fn the_page_of_saved_articles_answers_for_any_address_so_no_app_takes_it_over() {
    for (address, other) in [("/da-luu/", "/en/da-luu/"), ("/en/da-luu/", "/da-luu/")] {
        let page = EMBEDDED.page(address);
        assert!(all(&page, "#page-data, script[data-module], script[data-wasm]").is_empty(), "{address}");
        // The reader's settings and the tools are as everywhere.
        assert_eq!(all(&page, "script").len(), all(&page, "script[src]").len(), "{address}");
        assert_eq!(attribute(&page, "portal-saved", "data-page"), [address]);
        assert_eq!(attribute(&page, "meta[name='robots']", "content"), ["noindex"], "{address}");
        assert!(attribute(&page, "header a[hreflang]", "href").contains(&other), "{address}");
        assert!(!EMBEDDED.text("sitemap.xml").contains("da-luu"));
    }
}

#[test]
fn every_page_leads_to_what_the_reader_saved_in_its_language() {
    for (name, site) in sites() {
        for (address, page) in site.pages() {
            let saved = if address.starts_with("/en/") { "/en/da-luu/" } else { "/da-luu/" };
            assert!(attribute(&page, "footer a", "href").contains(&saved), "{name}: {address}");
            assert!(site.root.join(format!("{}index.html", &saved[1..])).is_file(), "{name}: {address}");
        }
    }
}
