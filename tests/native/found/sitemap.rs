//! The sitemap and `robots.txt`. How it is split is tested beside it, where its limits are.

use roxmltree::{Document, Node};

use super::{HostileText, hostile_texts, site_saying};
use crate::published::{AT, sites};
use crate::workshop::Workshop;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

fn child<'a>(node: Node<'a, 'a>, namespace: &'static str, name: &'static str) -> Option<&'a str> {
    node.children().find(|child| child.has_tag_name((namespace, name))).and_then(|child| child.text())
}

fn urls<'a>(document: &'a Document<'_>) -> Vec<Node<'a, 'a>> {
    document.root_element().children().filter(|node| node.has_tag_name((SITEMAP, "url"))).collect()
}

#[test]
fn entries_have_only_what_their_schemas_know_in_the_order_they_want() {
    for (name, site) in sites() {
        let text = site.text("sitemap.xml");
        let document = Document::parse(&text).unwrap();
        assert!(document.root_element().has_tag_name((SITEMAP, "urlset")), "{name}");
        for url in urls(&document) {
            let names = url.children().map(|node| (node.tag_name().namespace().unwrap(), node.tag_name().name()));
            let names = names.collect::<Vec<_>>();
            assert_eq!(names[0], (SITEMAP, "loc"), "{name}: {names:?}");
            // What the protocol doesn't know follows what it knows.
            let foreign = names.iter().position(|(namespace, _)| *namespace != SITEMAP).unwrap_or(names.len());
            assert!(names[foreign..].iter().all(|(namespace, _)| *namespace != SITEMAP), "{name}: {names:?}");
            let known = [(SITEMAP, "loc"), (SITEMAP, "lastmod"), (XHTML, "link"), (IMAGE, "image"), (NEWS, "news")];
            assert!(names.iter().all(|name| known.contains(name)), "{name}: {names:?}");
            for picture in url.children().filter(|node| node.has_tag_name((IMAGE, "image"))) {
                assert!(child(picture, IMAGE, "loc").unwrap().starts_with("https://"), "{name}");
            }
        }
        assert!(name != "generated" || text.contains("<image:loc>"), "{name}");
    }
}

#[test]
fn an_article_is_news_for_two_days_before_the_publishing() {
    let workshop = Workshop::new(&[
        ("baimoi", "published_at = \"2026-12-31T08:00:00+07:00\""),
        ("bainay", "published_at = \"2026-12-30\""),
        ("baicucu", "published_at = \"2026-12-29T23:59:59+07:00\""),
        ("saunay", "published_at = \"2027-01-02T08:00:00+07:00\""),
        ("baigobo", "published_at = \"2026-12-31\"\nwithdrawn = { at = \"2026-12-31\", note = \"Gỡ.\" }"),
    ]);
    let text = workshop.publish_at(AT).text("sitemap.xml");
    let document = Document::parse(&text).unwrap();
    let news = document.descendants().filter(|node| node.has_tag_name((NEWS, "news"))).collect::<Vec<_>>();
    let titles = news.iter().map(|news| child(*news, NEWS, "title").unwrap()).collect::<Vec<_>>();
    assert_eq!(titles, ["Bài baimoi", "Bài bainay"]);
    assert_eq!(child(news[1], NEWS, "publication_date"), Some("2026-12-30"));
    let publication = news[0].children().find(|node| node.has_tag_name((NEWS, "publication"))).unwrap();
    assert_eq!(child(publication, NEWS, "name"), Some("Cổng thử nghiệm"));
    assert_eq!(child(publication, NEWS, "language"), Some("vi"));
    assert!(!text.contains("-baigobo/"));
}

#[test]
fn versions_in_other_languages_name_each_other_and_the_default() {
    let workshop = Workshop::new(&[]);
    workshop.add_english();
    let site = workshop.publish();
    let text = site.text("sitemap.xml");
    let document = Document::parse(&text).unwrap();
    let expected = [
        ("en", "https://portal.example/en/"),
        ("vi", "https://portal.example/"),
        ("x-default", "https://portal.example/"),
    ];
    for address in ["/", "/en/"] {
        let absolute = format!("https://portal.example{address}");
        let home = urls(&document).into_iter().find(|url| child(*url, SITEMAP, "loc") == Some(absolute.as_str()));
        let links = home.unwrap().children().filter(|node| node.has_tag_name((XHTML, "link")));
        let links = links.map(|link| (link.attribute("hreflang").unwrap(), link.attribute("href").unwrap()));
        assert_eq!(links.collect::<Vec<_>>(), expected, "{address}");
        let page = site.page(address);
        let langs = super::heads::attributes(&page, "link[hreflang]", "hreflang");
        let hrefs = super::heads::attributes(&page, "link[hreflang]", "href");
        assert_eq!(langs.into_iter().zip(hrefs).collect::<Vec<_>>(), expected, "{address}");
    }
    assert!(!text.contains("tim-kiem"), "the search page is not to be found");
}

#[test]
fn hostile_texts_leave_it_well_formed() {
    for HostileText { written, in_xml, .. } in hostile_texts() {
        let workshop = site_saying(&written);
        let sitemap = workshop.publish_at("2021-03-12T08:00:00+07:00").text("sitemap.xml");
        let document = Document::parse(&sitemap).unwrap();
        let title = document.descendants().find(|node| node.has_tag_name((NEWS, "title")));
        assert_eq!(title.and_then(|title| title.text()), Some(in_xml.as_str()));
    }
}

#[test]
fn robots_may_read_all_and_are_told_where_the_sitemap_is() {
    for (name, site) in sites() {
        let robots = site.text("robots.txt");
        assert!(robots.starts_with("User-agent: *\nAllow: /\n") && !robots.contains("Disallow"), "{name}: {robots}");
        let noindex = super::heads::attributes(&site.page("/tim-kiem/"), "meta[name='robots']", "content").concat();
        assert_eq!(noindex, "noindex", "{name}");
    }
}
