//! Single texts.

use chrono_tz::Asia::Ho_Chi_Minh;
use portal_app::path::AppPath;
use portal_app::path::word::{ArticleId, Href, SitePath, Slug};
use portal_app::text::Lang;
use portal_publisher::delivery::OldAddress;
use portal_publisher::source::html::{parse_html, parse_markdown};
use portal_publisher::source::media::MediaFolder;
use portal_publisher::source::slug::fold_slug;
use portal_publisher::source::time::Clock;

use crate::blocks;

fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// HTML as editors paste it.
pub fn html(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (read, _) = parse_html(text, Lang::Vi, &MediaFolder::default());
    blocks::check(&read);
}

/// Markdown as editors write it.
pub fn markdown(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (read, _) = parse_markdown(text, Lang::Vi, &MediaFolder::default());
    blocks::check(&read);
}

/// Times in every form: what is read is read again from how it is written.
pub fn times(input: &[u8]) {
    let Some(text) = text(input) else { return };
    for lang in Lang::ALL {
        let clock = Clock { zone: Ho_Chi_Minh, lang };
        let _ = clock.parse_end(text);
        let Ok(moment) = clock.parse_time(text) else { continue };
        let Ok(serde_json::Value::String(written)) = serde_json::to_value(moment) else {
            panic!("{text:?} is no text")
        };
        assert_eq!(clock.parse_time(&written).ok(), Some(moment), "{text:?} is written {written:?}");
    }
}

/// Addresses, and the words they are made of: what is taken is written as it can be taken again.
pub fn words(input: &[u8]) {
    let Some(text) = text(input) else { return };
    if let Some(path) = AppPath::parse(text) {
        let written = path.to_string();
        assert_eq!(AppPath::parse(&written), Some(path), "{text:?} is written {written:?}");
    }
    if let Some(path) = SitePath::new(text) {
        assert!(path.as_str().starts_with('/') && !path.as_str().starts_with("//"), "{text:?}");
    }
    if let Some(slug) = fold_slug(text) {
        assert_eq!(Slug::new(slug.as_str()).as_ref(), Some(&slug), "{text:?}");
    }
    let _ = ArticleId::new(text);
    let _ = Href::new(text.to_owned());
    let _ = OldAddress::read(text);
}
