//! The same page in other languages, for `hreflang` in heads and in the sitemap.

use std::collections::BTreeMap;

use portal_app::content::model::Site;
use portal_app::content::page_data::PageData;
use portal_app::pages::translations;
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;

/// One language version of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// A BCP 47 tag, or `x-default`.
    pub lang: String,
    /// Absolute.
    pub address: String,
}

/// All versions of a page, itself among them as search engines want it; none where it has no other.
pub fn alternates(site: &Site, path: &AppPath, page: &PageData) -> Vec<Alternate> {
    // Lists in another language hold other articles, and a form has no content: only pages that say the same count.
    if matches!(path.page, PagePath::Latest | PagePath::LatestPage { .. } | PagePath::Search) {
        return Vec::new();
    }
    let mut versions: BTreeMap<String, String> = translations(&site.translations, path, page)
        .into_iter()
        .filter(|other| is_language_tag(&other.lang) && other.lang != path.lang.tag())
        .map(|other| (other.lang, format!("{}{}", site.url, other.path)))
        .collect();
    if versions.is_empty() {
        return Vec::new();
    }
    versions.insert(path.lang.tag().to_owned(), format!("{}{path}", site.url));
    // For readers of any other language: the main edition.
    let default = versions.get(Lang::AT_ROOT.tag()).cloned();
    let all = versions.into_iter().chain(default.map(|address| ("x-default".to_owned(), address)));
    all.map(|(lang, address)| Alternate { lang, address }).collect()
}

fn is_language_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
