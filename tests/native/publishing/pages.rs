//! What holds for every page of every site.

use std::collections::BTreeSet;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal_publisher::delivery::Routes;
use scraper::{ElementRef, Html, Selector};
use sha2::{Digest, Sha256};
use unicode_normalization::is_nfc;

use crate::published::{Site, sites};

pub fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

pub fn attribute<'a>(html: &'a Html, selector: &str, name: &str) -> Vec<&'a str> {
    all(html, selector).into_iter().filter_map(|element| element.attr(name)).collect()
}

/// Every document of a site: its pages, the not-found page, the shell.
pub fn documents(site: &Site) -> Vec<(String, Html)> {
    let whole = ["404.html", "app.html", "da-luu/index.html"].map(|file| (format!("/{file}"), site.html(file)));
    site.pages().into_iter().chain(whole).collect()
}

pub fn routes(site: &Site) -> Routes {
    let file = fs::canonicalize(&site.root).unwrap().with_file_name("deploy").join("routes.json");
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn every_page_has_one_heading_a_language_a_title_a_policy_and_its_own_address() {
    for (name, site) in sites() {
        let origin = routes(site).origin;
        for (address, page) in site.pages() {
            let place = format!("{name}: {address}");
            assert_eq!(all(&page, "h1").len(), 1, "{place}");
            let lang = if address.starts_with("/en/") { "en" } else { "vi" };
            assert_eq!(attribute(&page, "html", "lang"), [lang], "{place}");
            let titles =
                all(&page, "head title").into_iter().map(|title| title.text().collect::<String>()).collect::<Vec<_>>();
            assert!(titles.len() == 1 && !titles[0].trim().is_empty(), "{place}: {titles:?}");
            assert_eq!(all(&page, "head meta[http-equiv='Content-Security-Policy']").len(), 1, "{place}");
            assert_eq!(
                attribute(&page, "head link[rel='canonical']", "href"),
                [format!("{origin}{address}")],
                "{place}"
            );
            assert_eq!(all(&page, "main").len(), 1, "{place}");
        }
    }
}

#[test]
fn headings_never_skip_a_level_down_from_the_title() {
    for (name, site) in sites() {
        for (address, page) in site.pages() {
            let levels = all(&page, "h1, h2, h3, h4, h5, h6")
                .into_iter()
                .map(|heading| heading.value().name().as_bytes()[1] - b'0');
            let levels = levels.collect::<Vec<_>>();
            assert!(
                levels.windows(2).all(|pair| pair[1] <= pair[0] + 1) && levels[0] == 1,
                "{name}: {address}: {levels:?}"
            );
        }
    }
}

#[test]
fn no_two_pages_share_a_title_but_articles_that_do() {
    for (name, site) in sites() {
        let mut seen = BTreeSet::new();
        for (address, page) in site.pages().into_iter().filter(|(address, _)| !address.starts_with("/tin-tuc/")) {
            let title = all(&page, "title")[0].text().collect::<String>();
            assert!(seen.insert(title.clone()), "{name}: {address}: {title}");
        }
    }
}

#[test]
fn an_id_stands_once_in_a_page() {
    for (name, site) in sites() {
        for (address, page) in documents(site) {
            let mut seen = BTreeSet::new();
            assert!(attribute(&page, "[id]", "id").into_iter().all(|id| seen.insert(id)), "{name}: {address}");
        }
    }
}

#[test]
fn nothing_stands_in_a_page_that_its_policy_would_stop() {
    for (name, site) in sites() {
        for (address, page) in documents(site) {
            let place = format!("{name}: {address}");
            for script in all(&page, "script") {
                // Data is no script to a browser, and the policy says nothing of it.
                let is_data = match script.attr("type") {
                    Some("application/json") => script.attr("id") == Some("page-data"),
                    kind => kind == Some("application/ld+json"),
                };
                assert!(
                    is_data
                        || script.attr("src").is_some_and(|src| src.starts_with('/')) && script.inner_html().is_empty(),
                    "{place}"
                );
            }
            let attributes = all(&page, "*").into_iter().flat_map(|element| element.value().attrs());
            let unsafe_ones = attributes.filter(|(name, value)| {
                *name == "style"
                    || name.starts_with("on")
                    || value.trim_start().to_ascii_lowercase().starts_with("javascript:")
            });
            assert_eq!(unsafe_ones.collect::<Vec<_>>(), [], "{place}");
            assert!(
                all(&page, "iframe, object, embed, base, form:not([role='search'], portal-widgets form), link[rel='stylesheet']:not([media='print'][href^='/assets/portal-'])").is_empty(),
                "{place}"
            );
        }
    }
}

#[test]
fn nothing_of_a_third_party_loads_by_itself() {
    for (name, site) in sites() {
        for (address, page) in documents(site) {
            for attribute_name in ["src", "srcset", "poster", "data-module", "data-wasm"] {
                for value in attribute(&page, &format!("[{attribute_name}]"), attribute_name) {
                    assert!(value.starts_with('/') && !value.starts_with("//"), "{name}: {address}: {value}");
                }
            }
            let loading = attribute(&page, "link:not([rel='canonical'], [rel='alternate'])", "href");
            assert!(
                loading.iter().all(|href| href.starts_with('/') && !href.starts_with("//")),
                "{name}: {address}: {loading:?}"
            );
        }
    }
}

#[test]
fn the_one_style_is_the_one_the_pages_policy_names_and_no_style_is_in_the_header() {
    // A server reads the header's policy once, and must not refuse what later pages have.
    let always = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                  font-src 'self'; manifest-src 'self'; worker-src 'self'";
    for (name, site) in sites() {
        for (address, page) in documents(site) {
            let styles = all(&page, "style");
            assert_eq!(styles.len(), 1, "{name}: {address}");
            let hash = STANDARD.encode(Sha256::digest(styles[0].text().collect::<String>()));
            let policy = attribute(&page, "meta[http-equiv='Content-Security-Policy']", "content")[0];
            // Where the page has a part of it, the whole sheet is named beside it.
            let own = if all(&page, "link[rel='stylesheet']").is_empty() { "" } else { "'self' " };
            assert!(policy.contains(&format!("style-src {own}'sha256-{hash}';")), "{name}: {address}: {policy}");
            // What `default-src` says already is not said again.
            let here = always.replace("object-src 'none'; ", "");
            assert!(policy.starts_with(&format!("default-src 'none'; {here}; ")), "{name}: {address}: {policy}");
            assert!(!policy.contains("unsafe-inline"), "{name}: {address}: {policy}");
        }
        let types = "require-trusted-types-for 'script'; trusted-types default";
        assert_eq!(
            routes(site).content_security_policy,
            format!("{always}; frame-ancestors 'self'; {types}"),
            "{name}"
        );
    }
}

#[test]
fn the_policy_stands_before_anything_it_is_to_rule() {
    for (name, site) in sites() {
        for (address, page) in documents(site) {
            let order = all(&page, "head > *").into_iter().map(|element| element.value().name()).collect::<Vec<_>>();
            assert_eq!(order[..3], ["meta", "meta", "meta"], "{name}: {address}");
            assert!(all(&page, "head > *")[2].attr("http-equiv").is_some(), "{name}: {address}");
        }
    }
}

#[test]
fn what_is_not_to_be_found_says_so() {
    for (name, site) in sites() {
        for file in ["404.html", "app.html"] {
            let page = site.html(file);
            assert_eq!(attribute(&page, "meta[name='robots']", "content"), ["noindex"], "{name}: {file}");
            assert!(all(&page, "link[rel='canonical']").is_empty(), "{name}: {file}");
            assert_eq!(attribute(&page, "html", "lang"), ["vi"], "{name}: {file}");
        }
        let not_found = site.html("404.html");
        let headings =
            all(&not_found, "h1").into_iter().map(|heading| heading.text().collect::<String>()).collect::<Vec<_>>();
        assert_eq!(headings, ["Không tìm thấy trang"], "{name}");
        assert!(all(&site.html("app.html"), "#page-data").is_empty(), "{name}: the shell belongs to no page");
    }
    let withdrawn = sites()[1].1.json(&format!("articles/{}.json", crate::published::case_id("withdrawn")));
    let page = sites()[1].1.page(withdrawn["path"].as_str().unwrap());
    assert_eq!(attribute(&page, "meta[name='robots']", "content"), ["noindex"]);
    assert!(!page.html().contains("KHONG-DUOC-HIEN"));
}

#[test]
fn every_text_is_composed_unicode_without_marks_of_the_system_it_came_from() {
    let is_text = |file: &String| ![".ico", ".png", ".wasm", ".woff2"].iter().any(|end| file.ends_with(end));
    for (name, site) in sites() {
        for file in site.files().into_iter().filter(|file| !file.starts_with("media/")).filter(is_text) {
            let text = site.text(&file);
            assert!(is_nfc(&text), "{name}: {file} is not NFC");
            assert!(!text.starts_with('\u{feff}') && !text.contains('\r'), "{name}: {file}");
            assert!(is_nfc(&file), "{name}: {file}");
        }
    }
}
