//! The home page.

use portal_app::content::page_data::PageData;
use scraper::Html;
use serde_json::{Value, json};

use super::{all, decode, merge, one, render, render_on, site_json, summary_json, texts};

fn home(fields: Value) -> Html {
    let home = merge(json!({ "lead": [], "sections": [], "latest": [] }), fields);
    render(Some("/"), PageData::Home(decode(&home)))
}

fn task(label: &str, href: &str) -> Value {
    json!({ "label": label, "href": href, "drawing": "M6 3h8" })
}

#[test]
fn it_begins_with_what_the_organisation_does_a_search_and_tasks() {
    let described = merge(task("Dịch vụ công", "https://dichvucong.gov.vn"), json!({ "description": "Cổng quốc gia" }));
    let html = home(json!({ "intro": "Sở làm việc ấy.", "tasks": [described, task("Liên hệ", "/trang/lien-he/")] }));
    assert_eq!(texts(&html, "h1"), ["Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu"]);
    assert_eq!(texts(&html, "main p").first().map(String::as_str), Some("Sở làm việc ấy."));
    let form = one(&html, "main form[role='search']");
    assert_eq!((form.attr("action"), form.attr("method")), (Some("/tim-kiem/"), Some("get")));
    let field = one(&html, "main form input");
    assert_eq!((field.attr("name"), field.attr("type")), (Some("q"), Some("search")));
    assert_eq!(one(&html, "main form label").attr("for"), field.attr("id"));
    let tasks = "nav[aria-label='Truy cập nhanh'] > ul > li > a";
    assert_eq!(texts(&html, tasks), ["Dịch vụ công Cổng quốc gia", "Liên hệ"]);
    let links = all(&html, tasks).into_iter().map(|link| (link.attr("href"), link.attr("rel"))).collect::<Vec<_>>();
    assert_eq!(links, [(Some("https://dichvucong.gov.vn"), Some("noopener")), (Some("/trang/lien-he/"), None)]);
    let drawings = all(&html, "nav a > svg[aria-hidden='true'] > path").into_iter().map(|path| path.attr("d"));
    assert_eq!(drawings.collect::<Vec<_>>(), [Some("M6 3h8"); 2]);
}

#[test]
fn the_news_follow_then_the_sections_then_how_to_reach_the_organisation() {
    let lead = merge(
        summary_json(1, "2021-03-12"),
        json!({ "summary": "Tóm tắt.", "image": { "src": "/media/a.png", "alt": "", "width": 4, "height": 3 } }),
    );
    let told = merge(summary_json(3, "2021-03-10"), json!({ "summary": "Kể." }));
    let named = merge(summary_json(4, "2021-03-09"), json!({ "summary": "Không kể." }));
    let html = home(json!({
        "lead": [lead], "latest": [summary_json(2, "2021-03-11")],
        "sections": [{ "section": { "slug": "tin-tuc", "name": "Tin tức" }, "articles": [told, named] }]
    }));
    assert_eq!(texts(&html, "main section h2"), ["Tin nổi bật", "Tin mới", "Tin tức", "Liên hệ"]);
    assert_eq!(texts(&html, "main h3"), ["Bài 1", "Bài 2", "Bài 3", "Bài 4"]);
    assert_eq!(one(&html, ".home-page__section h2 a").attr("href"), Some("/chuyen-muc/tin-tuc/"));
    assert_eq!(one(&html, "main img").attr("loading"), Some("eager"), "the lead's picture is the first thing seen");
    // Of a section the first is told, the others are named.
    assert_eq!(texts(&html, "main article p"), ["Tóm tắt.", "Kể."]);
    assert_eq!(texts(&html, "main a[href='/tin-moi/']"), ["Xem tất cả tin mới"]);
    assert_eq!(texts(&html, "main address a"), ["02133.798.989", "sonoivu@laichau.gov.vn"]);
}

#[test]
fn what_there_is_none_of_does_not_show() {
    let html = home(json!({}));
    assert_eq!(texts(&html, "main h2"), ["Liên hệ"]);
    assert!(all(&html, "main nav, main article, .empty-notice").is_empty());
    assert_eq!(all(&html, "main form[role='search']").len(), 1);
    let lead = json!({ "lead": [summary_json(1, "2021-03-12")] });
    assert!(all(&home(lead), "main article img, main article div").is_empty());
}

#[test]
fn hours_show_where_they_are_known() {
    let mut site = site_json();
    let page = || PageData::Home(decode(&json!({ "lead": [], "sections": [], "latest": [] })));
    assert!(!texts(&render_on(&site, Some("/"), page()), "main address p").join(" ").contains("Giờ làm việc"));
    site["organization"]["hours"] = json!("7 giờ 30 đến 17 giờ");
    let html = render_on(&site, Some("/"), page());
    assert!(texts(&html, "main address p").contains(&"Giờ làm việc: 7 giờ 30 đến 17 giờ".to_owned()));
}
