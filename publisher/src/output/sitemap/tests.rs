//! How the sitemap is split. Its contents are tested on published sites, in `tests/native/found`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use std::collections::BTreeMap;

use roxmltree::Document;

use super::*;
use crate::site::catalog::Audience;
use crate::source::{KioskSource, SecuritySource, folder};

const AT: &str = "2027-01-01T00:00:00+07:00";

/// The generated site's sitemap.
fn generated(limits: Limits) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    portal_fixtures::write(&portal_fixtures::generate(1, 120), folder.path()).unwrap();
    let at = DateTime::parse_from_rfc3339(AT).unwrap();
    let plan = Plan::new(folder::read(folder.path()).unwrap(), at, Audience::Public).unwrap();
    super::sitemaps(&plan, limits).unwrap()
}

/// The addresses that a file lists.
fn addresses(file: &[u8]) -> Vec<String> {
    let document = Document::parse(std::str::from_utf8(file).unwrap()).unwrap();
    let locations = document.descendants().filter(|node| node.has_tag_name((SITEMAP_NAMESPACE.1, "loc")));
    locations.map(|location| location.text().unwrap().to_owned()).collect()
}

#[test]
fn one_file_is_enough_for_a_small_site() {
    let files = generated(LIMITS);
    assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["sitemap.xml"]);
}

#[test]
fn too_many_pages_or_bytes_are_split_and_none_is_lost() {
    let whole = addresses(&generated(LIMITS)[0].1);
    for limits in [Limits { pages: 50, ..LIMITS }, Limits { bytes: 10_000, ..LIMITS }] {
        let files = generated(limits);
        let (index, parts) = files.split_first().unwrap();
        assert!(parts.len() > 2, "{limits:?}");
        assert_eq!(index.0, "sitemap.xml");
        let text = String::from_utf8(index.1.clone()).unwrap();
        let document = Document::parse(&text).unwrap();
        assert!(document.root_element().has_tag_name((SITEMAP_NAMESPACE.1, "sitemapindex")));
        let listed = addresses(&index.1);
        let mut pages = Vec::new();
        for (address, (name, bytes)) in listed.iter().zip(parts) {
            assert!(address.ends_with(&format!("/{name}")), "{address} is not {name}");
            assert!(bytes.len() <= limits.bytes, "{limits:?}: {name} has {} bytes", bytes.len());
            let below = addresses(bytes);
            assert!((1..=limits.pages).contains(&below.len()), "{limits:?}: {name} has {} pages", below.len());
            pages.extend(below);
        }
        assert_eq!((listed.len(), pages), (parts.len(), whole.clone()), "{limits:?}");
    }
}

#[test]
fn news_are_split_by_their_own_limit() {
    let entry = |is_news: bool| Entry { xml: b"<url/>".to_vec(), is_news };
    let entries = [entry(true), entry(false), entry(true), entry(true), entry(false)];
    let parts = split(&entries, Limits { news: 2, ..LIMITS }).unwrap();
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn a_site_without_a_page_has_an_empty_sitemap() {
    let at = DateTime::parse_from_rfc3339(AT).unwrap();
    let (editions, pages, media) = (Vec::new(), Vec::new(), BTreeMap::new());
    let (kiosk, security) = (KioskSource::default(), SecuritySource::default());
    let nothing = Plan { editions, pages, media, kiosk, security, at, due: Vec::new() };
    let files = super::sitemaps(&nothing, LIMITS).unwrap();
    assert_eq!((files.len(), addresses(&files[0].1)), (1, Vec::new()));
}

#[test]
fn an_entry_larger_than_a_file_may_be_stands_alone() {
    let entries = [1, 5_000, 1].map(|length| Entry { xml: vec![b' '; length], is_news: false });
    let parts = split(&entries, Limits { bytes: 1_000, ..LIMITS }).unwrap();
    assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1]);
}
