//! Heads: descriptions, Open Graph, structured data, links to feeds.

use std::fs;

use portal_publisher::commands::publish::{PublishOptions, publish};
use scraper::{Html, Selector};
use serde_json::Value;

use super::{HostileText, hostile_texts, items, site_saying};
use crate::published::{EMBEDDED, GENERATED, Site, case_id, sites};
use crate::workshop::Workshop;

pub fn attributes<'a>(page: &'a Html, selector: &str, name: &str) -> Vec<&'a str> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(name)).collect()
}

fn property<'a>(page: &'a Html, name: &str) -> Vec<&'a str> {
    attributes(page, &format!("head meta[property='{name}']"), "content")
}

/// The things a page's structured data describes.
fn graph(page: &Html) -> Vec<Value> {
    let selector = Selector::parse("head script[type='application/ld+json']").unwrap();
    let scripts = page.select(&selector).collect::<Vec<_>>();
    assert_eq!(scripts.len(), 1);
    let data: Value = serde_json::from_str(&scripts[0].text().collect::<String>()).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    items(&data["@graph"]).to_vec()
}

fn thing(page: &Html, kind: &str) -> Value {
    let graph = graph(page);
    let found = graph.iter().find(|thing| thing["@type"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {graph:?}")).clone()
}

fn is_withdrawn(address: &str) -> bool {
    address.contains(&case_id("withdrawn"))
}

#[test]
fn every_page_but_a_withdrawn_one_has_a_description_and_a_preview() {
    for (name, site) in sites() {
        for (address, page) in site.pages().into_iter().filter(|(address, _)| !is_withdrawn(address)) {
            let place = format!("{name}: {address}");
            let descriptions = attributes(&page, "meta[name='description']", "content");
            assert!(matches!(descriptions.as_slice(), [text] if text.chars().count() > 5), "{place}: {descriptions:?}");
            assert_eq!(property(&page, "og:description"), descriptions, "{place}");
            assert_eq!(property(&page, "og:url"), attributes(&page, "link[rel='canonical']", "href"), "{place}");
            for required in ["og:title", "og:type", "og:site_name", "og:locale"] {
                assert_eq!(property(&page, required).len(), 1, "{place}: {required}");
            }
            assert_eq!(attributes(&page, "meta[name='twitter:card']", "content").len(), 1, "{place}");
            let images = property(&page, "og:image");
            assert!(images.iter().all(|src| src.starts_with("https://")), "{place}: {images:?}");
            graph(&page);
        }
    }
}

#[test]
fn a_withdrawn_article_and_the_not_found_page_offer_nothing() {
    let path = GENERATED.json(&format!("articles/{}.json", case_id("withdrawn")))["path"].clone();
    for page in [GENERATED.page(path.as_str().unwrap()), GENERATED.html("404.html"), GENERATED.html("app.html")] {
        assert_eq!(attributes(&page, "meta[property], script[type='application/ld+json']", "content"), [""; 0]);
    }
}

#[test]
fn every_page_points_to_the_feeds_and_a_section_to_its_own_first() {
    let page = EMBEDDED.page("/chuyen-muc/huong-dan-su-dung/");
    let types = attributes(&page, "link[rel='alternate'][type]", "type");
    let one = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
    assert_eq!(types, [one, one].concat());
    let hrefs = attributes(&page, "link[rel='alternate'][type]", "href");
    let section = ["rss.xml", "atom.xml", "feed.json"].map(|file| format!("/chuyen-muc/huong-dan-su-dung/{file}"));
    assert_eq!(hrefs[..3], section);
    assert_eq!(hrefs[3..], ["/rss.xml", "/atom.xml", "/feed.json"]);
    for (name, site) in sites() {
        for (address, page) in site.pages() {
            for href in attributes(&page, "link[rel='alternate'][type]:not([type*='oembed'])", "href") {
                assert!(site.root.join(&href[1..]).is_file(), "{name}: {address}: {href}");
            }
        }
    }
}

#[test]
fn news_articles_have_what_search_engines_require() {
    for (name, site) in sites() {
        for (address, page) in site.pages().into_iter().filter(|(address, _)| address.starts_with("/tin-tuc/")) {
            if is_withdrawn(&address) {
                continue;
            }
            let place = format!("{name}: {address}");
            let article = thing(&page, "NewsArticle");
            let id = address.trim_end_matches('/').rsplit('-').next().unwrap();
            let document = site.json(&format!("articles/{id}.json"));
            assert_eq!(article["headline"], document["title"], "{place}");
            assert_eq!(article["datePublished"], document["published_at"], "{place}");
            // Only a change that was recorded is one.
            assert_eq!(article["dateModified"], document["updated_at"], "{place}");
            assert_eq!(article["articleSection"], document["section"]["name"], "{place}");
            assert_eq!(article["inLanguage"], "vi", "{place}");
            assert_eq!(article["publisher"]["@type"], "GovernmentOrganization", "{place}");
            assert!(article["author"]["name"].is_string() && article["publisher"]["name"].is_string(), "{place}");
            assert_eq!(article["mainEntityOfPage"], attributes(&page, "link[rel='canonical']", "href")[0], "{place}");
            if document["image"].is_object() {
                assert!(article["image"][0]["url"].as_str().unwrap().starts_with("https://"), "{place}");
            }
            if document["source"].is_object() {
                assert_eq!(article["sourceOrganization"]["name"], document["source"]["name"], "{place}");
            }
            assert_eq!(property(&page, "article:published_time"), [document["published_at"].as_str().unwrap()]);
            assert_eq!(
                property(&page, "article:modified_time"),
                document["updated_at"].as_str().into_iter().collect::<Vec<_>>()
            );
            let tags = document["tags"].as_array().map_or(0, Vec::len);
            assert_eq!(property(&page, "article:tag").len(), tags, "{place}");
        }
    }
}

#[test]
fn breadcrumbs_lead_from_home_to_the_page_itself() {
    for (name, site) in sites() {
        for (address, page) in site.pages() {
            if is_withdrawn(&address) || ["/", "/en/"].contains(&address.as_str()) {
                continue;
            }
            let place = format!("{name}: {address}");
            let list = thing(&page, "BreadcrumbList");
            let steps = items(&list["itemListElement"]);
            let canonical = attributes(&page, "link[rel='canonical']", "href")[0];
            for (position, step) in steps.iter().enumerate() {
                assert_eq!(
                    (&step["@type"], &step["position"]),
                    (&"ListItem".into(), &(position + 1).into()),
                    "{place}"
                );
                assert!(step["name"].as_str().is_some_and(|name| !name.is_empty()), "{place}");
            }
            assert!(steps.len() >= 2, "{place}");
            assert_eq!(steps.last().unwrap()["item"], canonical, "{place}");
            assert!(steps[0]["item"].as_str().unwrap().ends_with('/'), "{place}");
        }
    }
}

#[test]
fn home_says_who_the_agency_is_and_how_to_search() {
    let page = EMBEDDED.page("/");
    let agency = thing(&page, "GovernmentOrganization");
    assert_eq!(agency["name"], "Sở Nội vụ tỉnh Lai Châu");
    assert_eq!(agency["address"]["streetAddress"], EMBEDDED.json("site.json")["organization"]["address"]);
    assert_eq!(agency["contactPoint"][0]["telephone"], "02133.798.989");
    assert!(agency["logo"].as_str().unwrap().starts_with("https://"));
    let site = thing(&page, "WebSite");
    assert_eq!(site["publisher"]["@id"], agency["@id"]);
    let action = &site["potentialAction"];
    assert_eq!(action["target"]["urlTemplate"], "https://sonv.laichau.gov.vn/tim-kiem/?q={search_term_string}");
    assert_eq!(action["query-input"], "required name=search_term_string");
}

#[test]
fn an_article_without_a_summary_is_described_by_its_first_sentences() {
    let workshop = Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")]);
    let page = workshop.publish().page("/tin-tuc/bai-baimot-baimot/");
    assert_eq!(attributes(&page, "meta[name='description']", "content"), ["Thân bài baimot."]);
}

#[test]
fn hostile_texts_stay_texts_in_tags_and_structured_data() {
    for HostileText { written, said: text, .. } in hostile_texts() {
        let workshop = site_saying(&written);
        let site = workshop.publish();
        let (_, page) = site.pages().into_iter().find(|(address, _)| address.starts_with("/tin-tuc/")).unwrap();
        assert_eq!(property(&page, "og:title"), [&text]);
        assert_eq!(property(&page, "article:tag"), [&text]);
        let article = thing(&page, "NewsArticle");
        for value in [
            &article["headline"],
            &article["description"],
            &article["author"]["name"],
            &article["publisher"]["name"],
            &article["sourceOrganization"]["name"],
            &article["keywords"][0],
        ] {
            assert_eq!(*value, text, "{value:.100}");
        }
        let home = thing(&site.page("/"), "GovernmentOrganization");
        assert_eq!(home["contactPoint"][1]["name"], text);
        let elements = |page: &Html| attributes(page, "head script:not([src]):not([type])", "class").len();
        assert_eq!((elements(&page), elements(&site.page("/"))), (0, 0));
    }
}

#[test]
fn a_share_picture_comes_first_and_the_articles_own_after_it() {
    let workshop = Workshop::new(&[(
        "baimot",
        "published_at = \"2021-03-12\"\nimage = { src = \"anh.png\", alt = \"Ảnh \\\"họp\\\"\" }",
    )]);
    let picture = &portal_fixtures::generate(1, 0)["media/hinh-nho.png"];
    fs::create_dir_all(workshop.content().join("media")).unwrap();
    fs::write(workshop.content().join("media/anh.png"), picture).unwrap();
    publish(&PublishOptions { draws_pictures: true, ..workshop.options() }).unwrap();
    let site = Site { root: workshop.out() };
    let page = site.page("/tin-tuc/bai-baimot-baimot/");
    let images = property(&page, "og:image");
    let [shared, own] = images.as_slice() else { panic!("{images:?}") };
    assert!(shared.contains("/share/baimot-") && own.contains("/media/anh-"), "{images:?}");
    for image in &images {
        assert!(site.root.join(image.strip_prefix("https://portal.example/").unwrap()).is_file(), "{image}");
    }
    assert_eq!((property(&page, "og:image:width")[0], property(&page, "og:image:height")[0]), ("1200", "630"));
    assert_eq!(property(&page, "og:image:alt")[1], "Ảnh \"họp\"");
    assert_eq!(property(&page, "og:image:type"), ["image/png"]);
    assert_eq!(attributes(&page, "meta[name='twitter:card']", "content"), ["summary_large_image"]);
    let article = thing(&page, "NewsArticle");
    let listed = items(&article["image"]).iter().map(|image| image["url"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(listed, [*own, *shared]);
}
