//! Widgets as published: the frames that other sites show, and what oEmbed says about them.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use super::found::{HostileText, hostile_texts, site_saying};
use super::published::{GENERATED, case_id, sites, write_files};
use super::workshop::Workshop;

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text_of(page: &Html, selector: &str) -> String {
    all(page, selector).iter().flat_map(|element| element.text()).collect()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    all(page, selector).first()?.attr(name).map(str::to_owned)
}

#[test]
fn there_is_a_frame_for_everything_that_can_be_chosen() {
    for (name, site) in sites() {
        let frames = site.frames().into_iter().map(|(address, _)| address).collect::<BTreeSet<_>>();
        let mut wanted = BTreeSet::new();
        for (endpoint, _) in site.documents() {
            let (prefix, below) = match endpoint.strip_prefix("en/") {
                Some(below) => ("/embed/v1/en", below),
                None => ("/embed/v1", endpoint.as_str()),
            };
            let id = below.split(['/', '.']).nth(1).unwrap_or_default();
            match below.split('/').next().unwrap_or_default() {
                "site.json" => wanted.extend([format!("{prefix}/latest/"), format!("{prefix}/notice/")]),
                "sections" => wanted.extend([format!("{prefix}/section/{id}/")]),
                "articles" => wanted.extend([format!("{prefix}/article/{id}/"), format!("{prefix}/related/{id}/")]),
                _ => {}
            }
        }
        assert_eq!(frames, wanted, "{name}");
    }
}

#[test]
fn a_frame_is_a_whole_small_document_without_the_app() {
    for (name, site) in sites() {
        let origin = site.json("site.json")["url"].as_str().unwrap().to_owned();
        for (address, frame) in site.frames() {
            let at = format!("{name}: {address}");
            assert_eq!(all(&frame, "main").len(), 1, "{at}");
            assert_eq!(all(&frame, "h1").len(), 1, "{at}");
            let scripts =
                all(&frame, "script").iter().map(|script| script.attr("src").unwrap_or_default()).collect::<Vec<_>>();
            assert!(matches!(scripts.as_slice(), [only] if only.starts_with("/assets/frame-")), "{at}: {scripts:?}");
            assert_eq!(attribute(&frame, "base", "target").as_deref(), Some("_blank"), "{at}");
            assert_eq!(attribute(&frame, "meta[name=robots]", "content").as_deref(), Some("noindex"), "{at}");
            let policy = attribute(&frame, "meta[http-equiv]", "content").unwrap();
            assert!(policy.starts_with("default-src 'none'; script-src 'self' "), "{at}: {policy}");
            assert!(!policy.contains("sandbox") && !policy.contains("frame-ancestors"), "{at}: {policy}");
            assert_eq!(policy.matches("://").count(), policy.matches(&origin).count(), "{at}: {policy}");
            assert!(!policy.contains("connect-src") && !policy.contains("wasm"), "{at}: {policy}");
            let canonical = attribute(&frame, "link[rel=canonical]", "href").unwrap();
            assert!(canonical.starts_with("https://"), "{at}: {canonical}");
            let shown = all(&frame, ".widget__story:not([hidden])").len();
            assert!(shown <= 5 && all(&frame, ".widget__story").len() <= 20, "{at}");
            assert!(shown > 0 || !text_of(&frame, ".widget__sentence").trim().is_empty(), "{at}: it shows nothing");
            assert!(all(&frame, ".widget__source a[href]").len() == 1, "{at}: no source");
        }
    }
}

#[test]
fn every_link_of_a_frame_leads_to_a_page_of_the_site() {
    for (name, site) in sites() {
        let pages = site.pages().into_iter().map(|(address, _)| address).collect::<BTreeSet<_>>();
        let origin = site.json("site.json")["url"].as_str().unwrap().to_owned();
        for (address, frame) in site.frames() {
            for link in all(&frame, "body a[href]") {
                let href = link.attr("href").unwrap();
                let path = href.strip_prefix(&origin).unwrap_or(href);
                assert!(pages.contains(path), "{name}: {address} leads to {href}");
            }
        }
    }
}

#[test]
fn a_frame_lists_what_its_page_lists_and_in_that_order() {
    let site = &GENERATED;
    let latest = site.json("latest/newest.json");
    let titles = latest["articles"].as_array().unwrap().iter().map(|article| article["title"].as_str().unwrap());
    let frame = site.page("/embed/v1/latest/");
    let shown =
        all(&frame, ".widget__headline").iter().map(|title| title.text().collect::<String>()).collect::<Vec<_>>();
    // A frame has twenty at most, its page up to thirty-nine.
    assert_eq!(shown, titles.take(20).collect::<Vec<_>>());
}

#[test]
fn a_withdrawn_article_has_a_frame_that_says_so_and_nothing_of_what_it_said() {
    let id = case_id("withdrawn");
    let frame = GENERATED.page(&format!("/embed/v1/article/{id}/"));
    assert_eq!(all(&frame, ".widget__story").len(), 0);
    assert!(text_of(&frame, ".widget__sentence").contains("đã được gỡ"));
    assert!(!GENERATED.files().contains(&format!("embed/v1/oembed/{id}.json")));
}

#[test]
fn the_notice_is_shown_while_there_is_one() {
    let workshop = Workshop::new(&[]);
    let site = workshop.publish();
    assert!(text_of(&site.page("/embed/v1/notice/"), ".widget__sentence").contains("Hiện không có thông báo."));
    let settings =
        site_settings_with(&workshop, "[notice]\ntext = \"Nghỉ lễ\"\nlevel = \"urgent\"\npath = \"/tin-moi/\"\n");
    write_files(&workshop.content(), &[("site.toml", &settings)]);
    let frame = workshop.publish().page("/embed/v1/notice/");
    assert!(text_of(&frame, ".widget__sentence--urgent").contains("Nghỉ lễ"));
    assert_eq!(attribute(&frame, ".widget__sentence a", "href").as_deref(), Some("https://portal.example/tin-moi/"));
    assert_eq!(attribute(&frame, ".widget__sentence", "data-until"), None);
    write_files(
        &workshop.content(),
        &[(
            "site.toml",
            &settings.replace("level = \"urgent\"", "level = \"info\"\nuntil = \"2027-06-01T00:00:00+07:00\""),
        )],
    );
    let frame = workshop.publish().page("/embed/v1/notice/");
    assert!(all(&frame, ".widget__sentence--urgent").is_empty());
    assert_eq!(attribute(&frame, ".widget__sentence", "data-until").as_deref(), Some("2027-06-01T00:00:00+07:00"));
}

fn site_settings_with(workshop: &Workshop, more: &str) -> String {
    format!("{}{more}", std::fs::read_to_string(workshop.content().join("site.toml")).unwrap())
}

#[test]
fn what_is_not_there_has_a_frame_as_well() {
    for (name, site) in sites() {
        let frame = site.html("embed/v1/404.html");
        assert!(text_of(&frame, ".widget__sentence").contains("không còn"), "{name}");
        assert!(attribute(&frame, ".widget__sentence a", "href").unwrap().ends_with("/tin-moi/"), "{name}");
    }
}

#[test]
fn who_may_embed_stands_in_the_header_and_nowhere_else() {
    let workshop = Workshop::new(&[]);
    let policy = |workshop: &Workshop| {
        let _ = workshop.publish();
        let routes =
            std::fs::read(std::fs::canonicalize(workshop.out()).unwrap().with_file_name("deploy").join("routes.json"));
        let routes: Value = serde_json::from_slice(&routes.unwrap()).unwrap();
        routes["embed_policy"].as_str().unwrap().to_owned()
    };
    let open = policy(&workshop);
    assert!(open.contains("; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; "), "{open}");
    assert!(open.ends_with("; frame-ancestors *; require-trusted-types-for 'script'; trusted-types 'none'"), "{open}");
    let settings = std::fs::read_to_string(workshop.content().join("site.toml")).unwrap();
    let named = format!("frame_origins = [\"https://laichau.gov.vn/\", \"https://*.LaiChau.gov.vn\"]\n{settings}");
    write_files(&workshop.content(), &[("site.toml", &named)]);
    let listed = policy(&workshop);
    assert!(listed.contains("; frame-ancestors 'self' https://laichau.gov.vn https://*.laichau.gov.vn; "), "{listed}");
    for bad in ["http://a.vn", "https://*", "*", "https://a.vn/x", "https://*.a.vn; script-src *"] {
        write_files(&workshop.content(), &[("site.toml", &format!("frame_origins = [\"{bad}\"]\n{settings}"))]);
        assert!(workshop.try_publish().is_err(), "{bad}");
    }
}

#[test]
fn an_articles_head_leads_to_its_answer_for_oembed() {
    for (name, site) in sites() {
        let mut found = 0;
        for (address, page) in site.pages() {
            let Some(href) = attribute(&page, r#"link[type="application/json+oembed"]"#, "href") else { continue };
            let file = href.split_once("://").and_then(|(_, rest)| rest.split_once('/')).unwrap().1;
            let answer: Value = serde_json::from_str(&site.text(file)).unwrap();
            assert_eq!((answer["version"].as_str(), answer["type"].as_str()), (Some("1.0"), Some("rich")), "{address}");
            assert!(answer["width"].is_u64() && answer["height"].is_u64(), "{address}");
            let html = Html::parse_fragment(answer["html"].as_str().unwrap());
            let src = attribute(&html, "iframe", "src").unwrap();
            let frame = src.split_once("://").and_then(|(_, rest)| rest.split_once('/')).unwrap().1;
            assert_eq!(attribute(&html, "iframe", "title").as_deref(), answer["title"].as_str(), "{address}");
            assert!(!text_of(&site.page(&format!("/{frame}")), "h1").is_empty(), "{address}");
            assert_eq!(all(&html, "*").len(), all(&html, "html, iframe").len(), "{address}");
            found += 1;
        }
        assert!(found > 3, "{name}: {found}");
    }
}

#[test]
fn hostile_texts_are_texts_in_frames_too() {
    for HostileText { written, said, .. } in hostile_texts() {
        let workshop = site_saying(&written);
        let site = workshop.publish_at("2021-03-12T08:00:00+07:00");
        let frame = site.page("/embed/v1/latest/");
        assert_eq!(text_of(&frame, ".widget__headline").trim(), said.trim());
        assert_eq!(all(&frame, "script").len(), 1);
        assert_eq!(all(&frame, "b, script + script, body script").len(), 0);
    }
}
