//! What `sources.toml` says of a WordPress. Reading the file is for `folder`.

use portal_app::path::word::Slug;
use reqwest::Url;

/// A `[[source]]` of kind `wordpress`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordpressSource {
    /// Of its folder in the store.
    pub name: Slug,
    /// Its home page, with a slash at the end.
    pub url: Url,
    /// The slugs of its categories, decoded, and the sections they become; of several the first counts.
    pub sections: Vec<(String, Slug)>,
    pub pages: Pages,
    /// Whether its newest sticky post leads the home page, where the editor has not said what does.
    pub sticky_leads: bool,
    /// Whether media may come from private addresses beside those of `url` itself.
    pub allows_private: bool,
    /// Further hosts that media may come from.
    pub media_hosts: Vec<String>,
}

/// Which of its pages are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pages {
    All,
    /// By their slugs, decoded.
    Named(Vec<String>),
}

impl Pages {
    pub fn is_none(&self) -> bool {
        matches!(self, Self::Named(slugs) if slugs.is_empty())
    }

    pub fn takes(&self, slug: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(slugs) => slugs.iter().any(|named| named == slug),
        }
    }
}

impl WordpressSource {
    /// The section of a post with these categories.
    pub fn section_of(&self, categories: &[&str]) -> Option<&Slug> {
        self.sections.iter().find(|(category, _)| categories.contains(&category.as_str())).map(|(_, section)| section)
    }

    /// Whether a file at `url` may be asked for: of the WordPress itself, or of a host that is named.
    pub fn may_have_media(&self, url: &Url) -> bool {
        self.is_own(url) || url.host_str().is_some_and(|host| self.media_hosts.iter().any(|named| named == host))
    }

    /// Whether an address is of the WordPress: its origin, or the same host by the other of the two usual schemes.
    pub fn is_own(&self, url: &Url) -> bool {
        let is_usual = |url: &Url| matches!(url.scheme(), "http" | "https") && url.port().is_none();
        url.origin() == self.url.origin()
            || url.host_str() == self.url.host_str() && is_usual(url) && is_usual(&self.url)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn source() -> WordpressSource {
        WordpressSource {
            name: Slug::new("wp").unwrap(),
            url: Url::parse("http://wp.example/").unwrap(),
            sections: vec![
                ("thông-báo".to_owned(), Slug::new("thong-bao").unwrap()),
                ("tin-tuc".to_owned(), Slug::new("tin-tuc").unwrap()),
            ],
            pages: Pages::All,
            sticky_leads: true,
            allows_private: false,
            media_hosts: vec!["anh.example".to_owned()],
        }
    }

    #[test]
    fn of_several_categories_the_first_of_the_table_is_the_section() {
        let section = |categories: &[&str]| source().section_of(categories).map(ToString::to_string);
        assert_eq!(section(&["tin-tuc", "thông-báo"]).as_deref(), Some("thong-bao"));
        assert_eq!(section(&["khac", "tin-tuc"]).as_deref(), Some("tin-tuc"));
        assert_eq!(section(&["khac"]), None);
        assert_eq!(section(&[]), None);
    }

    #[test]
    fn only_named_hosts_are_asked_for_media() {
        for (url, may) in [
            ("http://wp.example/a.jpg", true),
            ("https://wp.example/a.jpg", true),
            ("http://wp.example:8080/a.jpg", false),
            ("https://anh.example/a.jpg", true),
            ("http://127.0.0.1/a.jpg", false),
            ("http://wp.example.evil.example/a.jpg", false),
        ] {
            assert_eq!(source().may_have_media(&Url::parse(url).unwrap()), may, "{url}");
        }
    }
}
