//! RSS 2.0, Atom 1.0, JSON Feed 1.1.

use std::collections::BTreeMap;
use std::fs;

use chrono::DateTime;
use feed_rs::model::FeedType;
use feed_rs::parser;
use roxmltree::{Document, Node};
use serde_json::Value;

use super::{HostileText, hostile_texts, items, site_saying};
use crate::published::{GENERATED, Site, case_id, sites, write_files};
use crate::workshop::Workshop;

const FILES: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Every feed of a site, by its path.
fn feeds(site: &Site) -> Vec<String> {
    let is_feed = |file: &String| FILES.contains(&file.rsplit('/').next().unwrap());
    site.files().into_iter().filter(is_feed).collect()
}

fn read(site: &Site, file: &str) -> feed_rs::model::Feed {
    parser::parse(site.text(file).as_bytes()).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn texts<'a>(document: &'a Document<'_>, path: &[&str]) -> Vec<&'a str> {
    let mut nodes = vec![document.root()];
    for name in path {
        nodes = nodes
            .into_iter()
            .flat_map(|node| node.children().filter(|child| is_own(child, name)).collect::<Vec<_>>())
            .collect();
    }
    nodes.into_iter().map(|node| node.text().unwrap_or_default()).collect()
}

/// RSS has no namespace of its own, and `has_tag_name` takes any for that.
fn is_own(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().namespace().is_none() && node.tag_name().name() == name
}

#[test]
fn the_site_and_every_section_have_all_three_feeds() {
    for (name, site) in sites() {
        let found = feeds(site);
        for file in FILES {
            assert!(found.contains(&file.to_owned()), "{name}: {file}");
        }
        let of_sections = |start: &str| {
            let all = site.files().into_iter().filter(move |file| file.starts_with(start));
            all.filter(|file| file.matches('/').count() == 2 && file.ends_with("index.html")).collect::<Vec<_>>()
        };
        for page in of_sections("chuyen-muc/") {
            let folder = page.trim_end_matches("index.html");
            for file in FILES {
                assert!(found.contains(&format!("{folder}{file}")), "{name}: {folder}{file}");
            }
        }
    }
}

#[test]
fn another_parser_finds_the_same_articles_in_all_three() {
    for (name, site) in sites() {
        for file in feeds(site).into_iter().filter(|file| file.ends_with("rss.xml")) {
            let folder = file.trim_end_matches("rss.xml");
            let feeds = FILES.map(|file| read(site, &format!("{folder}{file}")));
            assert_eq!(
                feeds.each_ref().map(|feed| feed.feed_type.clone()),
                [FeedType::RSS2, FeedType::Atom, FeedType::JSON],
                "{name}: {folder}"
            );
            let [rss, others @ ..] = feeds;
            for feed in others {
                assert_eq!(feed.title.map(|text| text.content), rss.title.clone().map(|text| text.content));
                assert_eq!(feed.language, rss.language, "{name}: {folder}");
                assert_eq!(feed.entries.len(), rss.entries.len(), "{name}: {folder}");
                for (one, other) in feed.entries.iter().zip(&rss.entries) {
                    assert_eq!(
                        (&one.id, one.published, one.links.first().map(|link| &link.href)),
                        (&other.id, other.published, other.links.first().map(|link| &link.href)),
                        "{name}: {folder}"
                    );
                    assert_eq!(
                        one.title.as_ref().map(|text| &text.content),
                        other.title.as_ref().map(|text| &text.content)
                    );
                }
            }
        }
    }
}

#[test]
fn a_feed_has_the_newest_twenty_of_its_list_and_no_withdrawn_one() {
    let listed = |endpoint: &str| {
        let document = GENERATED.json(endpoint);
        items(&document["articles"])
            .iter()
            .take(20)
            .map(|article| article["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (file, endpoint) in
        [("rss.xml", "latest/newest.json"), ("chuyen-muc/cai-cach/atom.xml", "sections/cai-cach/newest.json")]
    {
        let ids = read(&GENERATED, file).entries.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
        let ends = ids.iter().map(|id| id.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ends, listed(endpoint), "{file}");
        assert_eq!(ends.len(), 20, "{file}");
    }
    let withdrawn = case_id("withdrawn");
    for file in feeds(&GENERATED) {
        assert!(!GENERATED.text(&file).contains(&withdrawn), "{file}");
    }
}

#[test]
fn an_empty_section_has_valid_feeds_and_an_empty_edition_none() {
    let empty = |file: &str| read(&GENERATED, &format!("chuyen-muc/muc-trong/{file}"));
    for file in FILES {
        assert_eq!(empty(file).entries.len(), 0, "{file}");
    }
    // RFC 4287, 4.1.1: an id, a title and a time there always are.
    let atom = GENERATED.text("chuyen-muc/muc-trong/atom.xml");
    let atom = Document::parse(&atom).unwrap();
    for name in ["id", "title", "updated", "author"] {
        assert!(atom.root_element().children().any(|node| node.has_tag_name((ATOM, name))), "{name}");
    }
    for (name, site) in sites() {
        let english = feeds(site).into_iter().filter(|file| file.starts_with("en/")).collect::<Vec<_>>();
        for file in &english {
            assert!(!read(site, file).entries.is_empty(), "{name}: {file}");
        }
        for (address, page) in site.pages().into_iter().filter(|(address, _)| address.starts_with("/en/")) {
            let links = super::heads::attributes(&page, "link[rel='alternate'][type]:not([type*='oembed'])", "href");
            assert!(links.iter().all(|href| english.contains(&href.trim_start_matches('/').to_owned())), "{address}");
        }
    }
}

#[test]
fn rss_has_what_its_specification_requires() {
    for (name, site) in sites() {
        for file in feeds(site).into_iter().filter(|file| file.ends_with("rss.xml")) {
            let place = format!("{name}: {file}");
            let text = site.text(&file);
            let rss = Document::parse(&text).unwrap();
            assert_eq!(rss.root_element().attribute("version"), Some("2.0"), "{place}");
            for field in ["title", "link", "description", "language", "managingEditor", "copyright"] {
                let found = texts(&rss, &["rss", "channel", field]);
                assert!(matches!(found.as_slice(), [text] if !text.is_empty()), "{place}: {field} is {found:?}");
            }
            let own = rss.descendants().find(|node| node.has_tag_name((ATOM, "link"))).unwrap();
            assert_eq!(own.attribute("rel"), Some("self"), "{place}");
            assert!(own.attribute("href").unwrap().ends_with(&format!("/{file}")), "{place}");
            for item in rss.descendants().filter(|node| node.has_tag_name("item")) {
                let child = |name: &str| item.children().find(|child| child.has_tag_name(name));
                let guid = child("guid").unwrap();
                assert_eq!(guid.attribute("isPermaLink"), Some("false"), "{place}");
                let time = child("pubDate").unwrap().text().unwrap();
                assert!(DateTime::parse_from_rfc2822(time).is_ok() && time.ends_with("+0700"), "{place}: {time}");
                assert!(child("link").unwrap().text().unwrap().starts_with("https://"), "{place}");
                assert!(child("title").is_some() && child("description").is_some(), "{place}");
                // `author` would have to be an e-mail address.
                assert!(child("author").is_none(), "{place}");
                assert!(item.children().filter(|child| child.has_tag_name("enclosure")).count() <= 1, "{place}");
            }
        }
    }
}

fn lang_of(file: &str) -> &'static str {
    if file.starts_with("en/") { "en" } else { "vi" }
}

#[test]
fn atom_has_what_its_specification_requires() {
    for (name, site) in sites() {
        for file in feeds(site).into_iter().filter(|file| file.ends_with("atom.xml")) {
            let place = format!("{name}: {file}");
            let text = site.text(&file);
            let atom = Document::parse(&text).unwrap();
            let feed = atom.root_element();
            assert_eq!(
                feed.attribute(("http://www.w3.org/XML/1998/namespace", "lang")),
                Some(lang_of(&file)),
                "{place}"
            );
            let links = |node: Node<'_, '_>, rel: &str| {
                let links = node.children().filter(|child| child.has_tag_name((ATOM, "link")));
                links.filter(|link| link.attribute("rel") == Some(rel)).count()
            };
            assert_eq!((links(feed, "self"), links(feed, "alternate")), (1, 1), "{place}");
            let mut ids = vec![];
            for entry in atom.descendants().filter(|node| node.has_tag_name((ATOM, "entry")) || *node == feed) {
                for field in ["id", "title", "updated"] {
                    let count = entry.children().filter(|child| child.has_tag_name((ATOM, field))).count();
                    assert_eq!(count, 1, "{place}: {field}");
                }
                let text =
                    |name| entry.children().find(|child| child.has_tag_name((ATOM, name))).unwrap().text().unwrap();
                assert!(DateTime::parse_from_rfc3339(text("updated")).is_ok(), "{place}");
                ids.push(text("id").to_owned());
                assert_eq!(links(entry, "alternate"), 1, "{place}");
                for link in entry.children().filter(|child| child.attribute("rel") == Some("enclosure")) {
                    assert!(link.attribute("length").unwrap().parse::<u64>().unwrap() > 0, "{place}");
                }
            }
            assert!(ids.iter().all(|id| id.starts_with("tag:") && id.contains(",2026:/")), "{place}: {ids:?}");
            let count = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), count, "{place}");
        }
    }
}

#[test]
fn json_feed_has_what_its_specification_requires() {
    for (name, site) in sites() {
        for file in feeds(site).into_iter().filter(|file| file.ends_with("feed.json")) {
            let place = format!("{name}: {file}");
            let feed: Value = serde_json::from_str(&site.text(&file)).unwrap();
            assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1", "{place}");
            assert!(feed["feed_url"].as_str().unwrap().ends_with(&format!("/{file}")), "{place}");
            assert!(feed["title"].is_string() && feed["language"] == lang_of(&file), "{place}");
            for item in items(&feed["items"]) {
                assert!(item["id"].as_str().is_some_and(|id| id.starts_with("tag:")), "{place}: {item}");
                assert!(item["content_text"].as_str().is_some_and(|text| !text.is_empty()), "{place}: {item}");
                let time = item["date_published"].as_str().unwrap();
                assert!(DateTime::parse_from_rfc3339(time).is_ok(), "{place}: {time}");
            }
        }
    }
}

#[test]
fn an_article_keeps_its_id_whatever_its_slug_and_a_bare_day_becomes_its_midnight() {
    let workshop = Workshop::new(&[("baimot", "slug = \"ten-cu\"\npublished_at = \"2021-03-12\"")]);
    let before = read(&workshop.publish(), "rss.xml").entries.remove(0);
    workshop.write_article(
        "baimot",
        "slug = \"ten-moi\"\npublished_at = \"2021-03-12\"\nupdated_at = \"2021-03-13T08:00:00+07:00\"",
    );
    let site = workshop.publish();
    let after = read(&site, "rss.xml").entries.remove(0);
    assert_eq!((&before.id, before.id.as_str()), (&after.id, "tag:portal.example,2026:/tin-tuc/baimot"));
    assert_ne!(before.links[0].href, after.links[0].href);
    assert!(site.text("rss.xml").contains("<pubDate>Fri, 12 Mar 2021 00:00:00 +0700</pubDate>"));
    let atom = site.text("atom.xml");
    assert!(atom.contains("<published>2021-03-12T00:00:00+07:00</published>"), "{atom}");
    assert!(atom.contains("<updated>2021-03-13T08:00:00+07:00</updated>"), "{atom}");
}

#[test]
fn a_picture_is_enclosed_with_its_type_and_its_size_in_bytes() {
    let workshop =
        Workshop::new(&[("baimot", "published_at = \"2021-03-12\"\nimage = { src = \"anh.svg\", alt = \"Ảnh\" }")]);
    let picture = r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>"#;
    write_files(&workshop.content(), &[("media/anh.svg", picture)]);
    let site = workshop.publish();
    let text = site.text("rss.xml");
    let rss = Document::parse(&text).unwrap();
    let enclosure = rss.descendants().find(|node| node.has_tag_name("enclosure")).unwrap();
    let attributes =
        enclosure.attributes().map(|attribute| (attribute.name(), attribute.value())).collect::<BTreeMap<_, _>>();
    assert_eq!(attributes["length"], picture.len().to_string());
    assert_eq!(attributes["type"], "image/svg+xml");
    let file = attributes["url"].strip_prefix("https://portal.example/").unwrap();
    assert_eq!(fs::read_to_string(site.root.join(file)).unwrap(), picture);
    let json: Value = serde_json::from_str(&site.text("feed.json")).unwrap();
    assert_eq!(json["items"][0]["image"], attributes["url"]);
}

#[test]
fn hostile_texts_stay_texts_and_forbidden_characters_go() {
    for HostileText { written, said, in_xml } in hostile_texts() {
        let workshop = site_saying(&written);
        let site = workshop.publish();
        let atom = site.text("atom.xml");
        let atom = Document::parse(&atom).unwrap();
        let titles = atom.descendants().filter(|node| node.has_tag_name((ATOM, "title")));
        let titles = titles.map(|title| title.text().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(titles, [in_xml.clone(), in_xml.clone()]);
        let rss = site.text("rss.xml");
        let rss = Document::parse(&rss).unwrap();
        assert_eq!(texts(&rss, &["rss", "channel", "item", "title"]), [&in_xml]);
        // A description is HTML: read as such, it is the text again and holds no element.
        let description = texts(&rss, &["rss", "channel", "item", "description"])[0];
        let html = scraper::Html::parse_fragment(description);
        assert_eq!(html.root_element().text().collect::<String>(), in_xml);
        assert_eq!(html.root_element().child_elements().count(), 0, "{description:.200}");
        let json: Value = serde_json::from_str(&site.text("feed.json")).unwrap();
        assert_eq!(
            (&json["items"][0]["title"], &json["items"][0]["content_text"]),
            (&said.clone().into(), &said.into())
        );
        for file in FILES {
            assert_eq!(read(&site, &format!("chuyen-muc/con/{file}")).entries.len(), 1, "{file}");
        }
    }
}
