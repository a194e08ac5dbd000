//! The site's addresses, typed: every link inside the site is written by `AppPath`, every address is read by it.
//!
//! Addresses never change once published, so a new one is a new variant here and a line in this module's test. Where the
//! document of each page is, `content::page_data` says.

use std::fmt;

use crate::path::word::{ArticleId, SitePath, Slug};
use crate::text::Lang;
use crate::text::moment::Month;

/// An address of the app: which page, in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppPath {
    pub lang: Lang,
    pub page: PagePath,
}

/// Which page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagePath {
    Home,
    /// A section, its newest articles.
    Section {
        slug: Slug,
    },
    /// A full page of a section; 1 = oldest.
    SectionPage {
        slug: Slug,
        page: u32,
    },
    /// A section's archive of a month.
    SectionMonth {
        slug: Slug,
        month: Month,
    },
    /// The newest of everything.
    Latest,
    /// A full page of everything; 1 = oldest.
    LatestPage {
        page: u32,
    },
    /// The id decides; the slug is for people.
    Article {
        slug: Slug,
        id: ArticleId,
    },
    Tag {
        slug: Slug,
    },
    /// A standing page.
    Standing {
        slug: Slug,
    },
    Search,
    /// The site map for people.
    SiteMap,
    /// Widgets for other sites.
    Widgets,
}

impl PagePath {
    /// The page in a language.
    pub fn in_lang(self, lang: Lang) -> AppPath {
        AppPath { lang, page: self }
    }
}

impl AppPath {
    /// Reads an address' path (no query, no fragment). A missing final slash is forgiven; `None` is no page of the app.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/')?;
        let mut segments = path.split('/').collect::<Vec<_>>();
        if segments.last() == Some(&"") {
            segments.pop();
        }
        let lang = Self::lang_of(path);
        if !lang.prefix().is_empty() {
            segments.remove(0);
        }
        let page = match *segments.as_slice() {
            [] => PagePath::Home,
            ["chuyen-muc", slug] => PagePath::Section { slug: Slug::new(slug)? },
            ["chuyen-muc", slug, part] => match parse_page_number(part) {
                Some(page) => PagePath::SectionPage { slug: Slug::new(slug)?, page },
                None => PagePath::SectionMonth { slug: Slug::new(slug)?, month: Month::parse(part)? },
            },
            ["tin-moi"] => PagePath::Latest,
            ["tin-moi", part] => PagePath::LatestPage { page: parse_page_number(part)? },
            ["tin-tuc", name] => {
                let (slug, id) = name.rsplit_once('-')?;
                PagePath::Article { slug: Slug::new(slug)?, id: ArticleId::new(id)? }
            }
            ["the", slug] => PagePath::Tag { slug: Slug::new(slug)? },
            ["trang", slug] => PagePath::Standing { slug: Slug::new(slug)? },
            ["tim-kiem"] => PagePath::Search,
            ["so-do-trang"] => PagePath::SiteMap,
            ["nhung"] => PagePath::Widgets,
            _ => return None,
        };
        Some(page.in_lang(lang))
    }

    /// The language of an address, whether such a page exists or not.
    pub fn lang_of(path: &str) -> Lang {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        Lang::from_tag(first).filter(|lang| !lang.prefix().is_empty()).unwrap_or_default()
    }

    /// The list that a numbered page or a month belongs to, at its own address; `None` for other pages.
    pub fn list(&self) -> Option<Self> {
        let page = match &self.page {
            PagePath::SectionPage { slug, .. } | PagePath::SectionMonth { slug, .. } => {
                PagePath::Section { slug: slug.clone() }
            }
            PagePath::LatestPage { .. } => PagePath::Latest,
            _ => return None,
        };
        Some(page.in_lang(self.lang))
    }
}

/// Reads `trang-2`.
fn parse_page_number(segment: &str) -> Option<u32> {
    let digits = segment.strip_prefix("trang-")?;
    if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

impl fmt::Display for AppPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.lang.prefix())?;
        match &self.page {
            PagePath::Home => Ok(()),
            PagePath::Section { slug } => write!(f, "chuyen-muc/{slug}/"),
            PagePath::SectionPage { slug, page } => write!(f, "chuyen-muc/{slug}/trang-{page}/"),
            PagePath::SectionMonth { slug, month } => write!(f, "chuyen-muc/{slug}/{month}/"),
            PagePath::Latest => f.write_str("tin-moi/"),
            PagePath::LatestPage { page } => write!(f, "tin-moi/trang-{page}/"),
            PagePath::Article { slug, id } => write!(f, "tin-tuc/{slug}-{id}/"),
            PagePath::Tag { slug } => write!(f, "the/{slug}/"),
            PagePath::Standing { slug } => write!(f, "trang/{slug}/"),
            PagePath::Search => f.write_str("tim-kiem/"),
            PagePath::SiteMap => f.write_str("so-do-trang/"),
            PagePath::Widgets => f.write_str("nhung/"),
        }
    }
}

impl From<AppPath> for SitePath {
    /// Every address of the app begins with one slash, so the fallback is never taken.
    fn from(path: AppPath) -> Self {
        SitePath::new(path.to_string()).unwrap_or_else(SitePath::root)
    }
}

/// Every address of the site, in its one canonical form.
#[cfg(test)]
pub(super) const ADDRESSES: [&str; 16] = [
    "/",
    "/chuyen-muc/tin-tuc-su-kien/",
    "/chuyen-muc/tin-tuc-su-kien/trang-1/",
    "/chuyen-muc/tin-tuc-su-kien/2021-03/",
    "/tin-moi/",
    "/tin-moi/trang-3/",
    "/tin-tuc/ke-hoach-to-chuc-hoi-thi-k7q2m9/",
    "/the/bau-cu/",
    "/trang/gioi-thieu/",
    "/tim-kiem/",
    "/so-do-trang/",
    "/nhung/",
    "/en/",
    "/en/tin-moi/trang-3/",
    "/en/trang/about/",
    "/en/tim-kiem/",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_reads_back_as_itself() {
        for address in ADDRESSES {
            assert_eq!(AppPath::parse(address).map(|path| path.to_string()).as_deref(), Some(address));
        }
    }

    #[test]
    fn a_missing_final_slash_is_forgiven() {
        for address in ADDRESSES {
            let bare = address.strip_suffix('/').filter(|bare| !bare.is_empty()).unwrap_or("/");
            assert_eq!(AppPath::parse(bare), AppPath::parse(address), "{bare}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for path in [
            "",
            "//",
            "//evil.example/",
            "/../etc/passwd",
            "/chuyen-muc/",
            "/chuyen-muc/A/",
            "/chuyen-muc/a/trang-0/",
            "/chuyen-muc/a/trang-/",
            "/chuyen-muc/a/trang-02/",
            "/chuyen-muc/a/trang-99999999999/",
            "/chuyen-muc/a/2021-13/",
            "/chuyen-muc/a/b/c/",
            "/tin-tuc/khong-co/x/",
            "/tin-tuc/abc/",
            "/tin-tuc/-/",
            "/trang/%2e%2e/",
            "/trang/a\0/",
            "/api/v1/site.json",
            "/trang//",
            "/vi/",
            "/en/en/",
            "/fr/tin-moi/",
        ] {
            assert_eq!(AppPath::parse(path), None, "{path:?}");
        }
    }
}
