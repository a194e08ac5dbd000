//! What is shown at which moment, and what never is.

use std::fs;

use chrono::DateTime;
use portal_app::path::word::SitePath;
use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::delivery::Routes;
use portal_publisher::site::due::DueKind;
use scraper::Selector;

use crate::published::{GENERATED, Site, case_id, files_below, write_files};
use crate::workshop::Workshop;

/// Whether any file of the release, those for web servers included, holds a text.
fn mentions(site: &Site, text: &str) -> Vec<String> {
    let release = fs::canonicalize(&site.root).unwrap().parent().unwrap().to_owned();
    let files = files_below(&release).into_iter();
    files
        .filter(|file| {
            let bytes = fs::read(release.join(file)).unwrap();
            file.contains(text) || bytes.windows(text.len()).any(|window| window == text.as_bytes())
        })
        .collect()
}

fn latest(site: &Site) -> Vec<String> {
    let listing = site.json("latest/newest.json");
    listing["articles"].as_array().unwrap().iter().map(|article| article["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_waits_what_has_expired_and_what_is_a_draft_appears_nowhere() {
    assert_eq!(mentions(&GENERATED, "KHONG-DUOC-HIEN"), Vec::<String>::new());
    for name in ["draft", "scheduled", "expired"] {
        assert_eq!(mentions(&GENERATED, &case_id(name)), Vec::<String>::new(), "{name}");
    }
    assert_eq!(mentions(&GENERATED, "ban-nhap"), Vec::<String>::new());
    assert!(!mentions(&GENERATED, &case_id("scheduled-and-due")).is_empty());
}

#[test]
fn an_article_appears_at_its_moment_and_goes_at_its_moment() {
    let workshop = Workshop::new(&[
        ("thuong", "published_at = \"2021-03-12\""),
        ("hengio", "publish_at = \"2026-05-01T06:00:00+07:00\""),
        ("hethan", "published_at = \"2021-03-10\"\nexpires_at = \"2026-05-01T06:00:00+07:00\""),
    ]);
    for (at, shown) in [
        ("2026-05-01T05:59:59+07:00", vec!["thuong", "hethan"]),
        ("2026-05-01T06:00:00+07:00", vec!["hengio", "thuong"]),
        // The same moment in another time zone.
        ("2026-04-30T22:59:59+00:00", vec!["thuong", "hethan"]),
        ("2026-04-30T23:00:00+00:00", vec!["hengio", "thuong"]),
    ] {
        let site = workshop.publish_at(at);
        assert_eq!(latest(&site), shown, "{at}");
        let hidden = if shown.contains(&"hethan") { "hengio" } else { "hethan" };
        assert_eq!(mentions(&site, hidden), Vec::<String>::new(), "{at}");
    }
    let site = workshop.publish_at("2026-05-01T06:00:00+07:00");
    assert_eq!(site.json("articles/hengio.json")["published_at"], "2026-05-01T06:00:00+07:00");
}

#[test]
fn an_article_of_the_future_waits_for_its_day_unless_it_says_when_it_appears() {
    let workshop = Workshop::new(&[
        ("thuong", "published_at = \"2021-03-12\""),
        ("ngaymai", "published_at = \"2026-05-02\""),
        ("ngaygio", "published_at = \"2026-05-01T06:00:00+07:00\""),
        ("truocngay", "published_at = \"2026-05-02\"\npublish_at = \"2026-04-01\""),
        ("saungay", "published_at = \"2021-03-11\"\npublish_at = \"2026-05-02\""),
    ]);
    for (at, shown) in [
        ("2015-01-01T00:00:00Z", vec![]),
        ("2021-03-12T00:00:00+07:00", vec!["thuong"]),
        ("2026-05-01T05:59:59+07:00", vec!["truocngay", "thuong"]),
        ("2026-05-01T06:00:00+07:00", vec!["truocngay", "ngaygio", "thuong"]),
        ("2026-05-01T16:59:59Z", vec!["truocngay", "ngaygio", "thuong"]),
        ("2026-05-01T17:00:00Z", vec!["ngaymai", "truocngay", "ngaygio", "thuong", "saungay"]),
    ] {
        assert_eq!(latest(&workshop.publish_at(at)), shown, "{at}");
    }
}

#[test]
fn a_publish_says_what_is_due_and_when() {
    let workshop = Workshop::new(&[
        ("thuong", "published_at = \"2021-03-12\"\nexpires_at = \"2026-07-01T06:00:00+07:00\""),
        ("ngaymai", "published_at = \"2026-05-02\""),
        ("hengio", "publish_at = \"2026-05-01T06:00:00+07:00\"\nexpires_at = \"2026-06-01T00:00:00+07:00\""),
        ("bannhap", "published_at = \"2026-05-02\"\ndraft = true"),
    ]);
    let at = DateTime::parse_from_rfc3339("2026-05-01T06:00:00+07:00").unwrap();
    let due = publish(&PublishOptions { at, ..workshop.options() }).unwrap_or_else(|error| panic!("{error}")).due;
    let told = due.iter().map(|due| (due.at.to_rfc3339(), due.kind)).collect::<Vec<_>>();
    let expected = [
        ("2026-05-02T00:00:00+07:00", DueKind::Appears),
        ("2026-06-01T00:00:00+07:00", DueKind::Expires),
        ("2026-07-01T06:00:00+07:00", DueKind::Expires),
    ];
    assert_eq!(told, expected.map(|(at, kind)| (at.to_owned(), kind)));
}

#[test]
fn an_alias_leads_to_the_page_only_while_the_page_is_shown() {
    let workshop =
        Workshop::new(&[("hengio", "publish_at = \"2026-05-01T06:00:00+07:00\"\naliases = [\"/bai-cu.html\"]")]);
    let page = "+++\ntitle = \"Nháp\"\ndraft = true\naliases = [\"/nhap-cu.html\"]\n+++\nx\n";
    write_files(&workshop.content(), &[("pages/nhap.md", page)]);
    for (at, redirects) in [("2026-05-01T05:59:59+07:00", 0), ("2026-05-01T06:00:00+07:00", 1)] {
        workshop.publish_at(at);
        let routes = fs::read(workshop.out().with_file_name("site.deploy").join("routes.json")).unwrap();
        let routes: Routes = serde_json::from_slice(&routes).unwrap();
        assert_eq!((routes.redirects.len(), routes.articles.len()), (redirects, redirects), "{at}");
        let target = routes.redirects.get(&SitePath::new("/bai-cu.html").unwrap());
        assert_eq!(target.map(SitePath::as_str), (redirects == 1).then_some("/tin-tuc/bai-hengio-hengio/"), "{at}");
    }
}

#[test]
fn a_scheduled_article_is_not_related_before_its_time() {
    let workshop = Workshop::new(&[
        ("thuong", "published_at = \"2021-03-12\"\nrelated = [\"hengio\"]"),
        ("hengio", "publish_at = \"2026-05-01T06:00:00+07:00\""),
    ]);
    let related = |site: &Site| site.json("articles/thuong.json")["related"].as_array().map_or(0, Vec::len);
    assert_eq!(related(&workshop.publish_at("2026-05-01T05:59:59+07:00")), 0);
    assert_eq!(related(&workshop.publish_at("2026-05-01T06:00:00+07:00")), 1);
}

#[test]
fn nothing_that_content_brought_can_run_or_ask_for_a_password() {
    let foreign = "iframe, object, embed, form:not([role='search'], portal-widgets form), .article-body :is(input, svg:not(.icon)), main script, main style";
    let foreign = Selector::parse(foreign).unwrap();
    for (address, page) in GENERATED.pages() {
        let found = page.select(&foreign).map(|element| element.html()).collect::<Vec<_>>();
        assert_eq!(found, Vec::<String>::new(), "{address}");
    }
}
