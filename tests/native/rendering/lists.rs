//! Pages that list articles, and standing pages.

use portal_app::content::page_data::PageData;
use scraper::Html;
use serde_json::{Value, json};

use super::{all, decode, merge, one, render, summary_json, text_of, texts};

fn section(path: &str, fields: Value) -> Html {
    let listing = json!({
        "section": { "slug": "tin-tuc", "name": "Tin tức", "breadcrumb": [{ "label": "Trang chủ", "path": "/" }] },
        "page": 1, "page_count": 1, "total": 0, "months": [], "articles": []
    });
    render(Some(path), PageData::Section(decode(&merge(listing, fields))))
}

fn latest(path: &str, page: u32, page_count: u32) -> Html {
    let listing = json!({
        "page": page, "page_count": page_count, "total": 1_234, "months": [], "articles": [summary_json(1, "2021-03-12")]
    });
    render(Some(path), PageData::Latest(decode(&listing)))
}

#[test]
fn an_empty_list_says_so() {
    let html = section("/chuyen-muc/tin-tuc/", json!({}));
    assert_eq!(texts(&html, ".empty-notice"), ["Chưa có bài viết nào ở đây."]);
    assert_eq!(texts(&html, "h1"), ["Tin tức"]);
    assert!(all(&html, "nav[aria-label='Các trang'], .month-archive").is_empty());
}

#[test]
fn an_item_shows_headline_time_summary_and_picture() {
    let item = merge(
        summary_json(1, "2021-04-07T16:36:43+07:00"),
        json!({ "summary": "Tóm tắt.", "image": { "src": "/media/a.png", "alt": "", "width": 4, "height": 3 } }),
    );
    let html = section("/chuyen-muc/tin-tuc/", json!({ "articles": [item, summary_json(2, "2021-03-12")] }));
    assert_eq!(texts(&html, "main article h3 a"), ["Bài 1", "Bài 2"]);
    assert_eq!(texts(&html, "main article time"), ["07/04/2021 16:36", "12/03/2021"]);
    assert_eq!(texts(&html, "main article p"), ["Tóm tắt."]);
    assert_eq!(one(&html, "main article img").attr("loading"), Some("lazy"));
    assert!(all(&html, ".empty-notice").is_empty());
}

#[test]
fn pages_lead_to_the_newer_and_the_older_one() {
    for (page, page_count, path, links) in [
        (1, 3, "/tin-moi/", vec![("next", "/tin-moi/trang-2/")]),
        (2, 3, "/tin-moi/trang-2/", vec![("prev", "/tin-moi/"), ("next", "/tin-moi/trang-3/")]),
        (3, 3, "/tin-moi/trang-3/", vec![("prev", "/tin-moi/trang-2/")]),
        (1, 1, "/tin-moi/", vec![]),
    ] {
        let html = latest(path, page, page_count);
        let found = all(&html, "nav[aria-label='Các trang'] a");
        let found =
            found.into_iter().map(|link| (link.attr("rel").unwrap(), link.attr("href").unwrap())).collect::<Vec<_>>();
        assert_eq!(found, links, "page {page} of {page_count}");
    }
    let html = latest("/tin-moi/trang-2/", 2, 1_000);
    assert_eq!(texts(&html, "nav[aria-label='Các trang'] span"), ["Trang 2 / 1.000"]);
    assert_eq!(texts(&html, "h1"), ["Tin mới - Trang 2 / 1.000"]);
    assert!(text_of(one(&html, "main")).contains("1.234 bài viết"));
}

#[test]
fn a_section_leads_to_its_months() {
    let months = json!([{ "month": "2021-12", "count": 1_200 }, { "month": "2020-01", "count": 1 }]);
    let html = section("/chuyen-muc/tin-tuc/2021-12/", json!({ "months": months }));
    assert_eq!(texts(&html, "h1"), ["Tin tức - Tháng 12/2021"]);
    assert_eq!(texts(&html, ".month-archive h2"), ["Lưu trữ theo tháng"]);
    assert_eq!(texts(&html, ".month-archive li"), ["Tháng 12/2021 1.200 bài viết", "Tháng 01/2020 1 bài viết"]);
    let links = all(&html, ".month-archive a").into_iter().map(|link| link.attr("href").unwrap()).collect::<Vec<_>>();
    assert_eq!(links, ["/chuyen-muc/tin-tuc/2021-12/", "/chuyen-muc/tin-tuc/2020-01/"]);
}

#[test]
fn a_year_of_months_is_in_view_and_those_before_it_unfold() {
    let months = (1..=12).rev().map(|month| json!({ "month": format!("2021-{month:02}"), "count": 1 }));
    let months = months.chain([json!({ "month": "2020-12", "count": 2 })]).collect::<Vec<_>>();
    let html = section("/chuyen-muc/tin-tuc/", json!({ "months": months[..12] }));
    assert_eq!((all(&html, ".month-archive > ul > li").len(), all(&html, ".month-archive details").len()), (12, 0));
    let html = section("/chuyen-muc/tin-tuc/", json!({ "months": months }));
    assert_eq!(all(&html, ".month-archive > ul > li").len(), 12);
    assert_eq!(texts(&html, ".month-archive details summary"), ["Cũ hơn"]);
    assert_eq!(texts(&html, ".month-archive details li"), ["Tháng 12/2020 2 bài viết"]);
}

#[test]
fn beside_every_list_is_what_leads_on() {
    let listing = json!({
        "page": 1, "page_count": 1, "total": 1, "months": [], "articles": [summary_json(1, "2021-03-12")],
        "sections": [{ "slug": "tin-tuc", "name": "Tin tức" }]
    });
    let html = render(Some("/tin-moi/"), PageData::Latest(decode(&listing)));
    let aside = ".page-with-aside > .page-with-aside__aside";
    assert_eq!(one(&html, &format!("{aside} .section-links a")).attr("href"), Some("/chuyen-muc/tin-tuc/"));
    let tag = json!({ "tag": { "slug": "bau-cu", "name": "Bầu cử" }, "articles": [] });
    let tag = render(Some("/the/bau-cu/"), PageData::Tag(decode(&tag)));
    for html in [html, section("/chuyen-muc/tin-tuc/", json!({})), tag] {
        assert_eq!(texts(&html, &format!("{aside} address a")), ["02133.798.989", "sonoivu@laichau.gov.vn"]);
    }
}

#[test]
fn a_card_says_the_date_first_and_is_one_link() {
    let item = merge(
        summary_json(1, "2021-03-12"),
        json!({ "summary": "Tóm tắt.", "image": { "src": "/media/a.png", "alt": "", "width": 4, "height": 3 } }),
    );
    let html = section("/chuyen-muc/tin-tuc/", json!({ "articles": [item] }));
    let parts = one(&html, "main article").child_elements().map(|part| part.value().name()).collect::<Vec<_>>();
    assert_eq!(parts, ["span", "h3", "div", "p"]);
    assert_eq!(texts(&html, "main article a"), ["Bài 1"]);
}

#[test]
fn a_tag_and_a_standing_page_say_what_they_are() {
    let tag = json!({ "tag": { "slug": "bau-cu", "name": "Bầu cử" }, "articles": [summary_json(1, "2021-03-12")] });
    let html = render(Some("/the/bau-cu/"), PageData::Tag(decode(&tag)));
    assert_eq!((texts(&html, "h1"), texts(&html, "h3")), (vec!["Thẻ: Bầu cử".to_owned()], vec!["Bài 1".to_owned()]));

    let page = json!({
        "slug": "lien-he", "title": "Liên hệ", "updated_at": "2026-11-02",
        "body": [{ "kind": "paragraph", "spans": [{ "text": "Thân trang" }] }]
    });
    let html = render(Some("/trang/lien-he/"), PageData::Standing(decode(&page)));
    assert_eq!(
        (texts(&html, "h1"), texts(&html, ".article-body p")),
        (vec!["Liên hệ".to_owned()], vec!["Thân trang".to_owned()])
    );
    assert_eq!(texts(&html, ".publication-time"), ["Cập nhật: 02/11/2026"]);
}
