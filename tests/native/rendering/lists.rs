//! Pages that list articles, and standing pages.

use portal_app::content::page_data::PageData;
use scraper::Html;
use serde_json::{Value, json};

use super::{all, decode, merge, one, render, summary_json, text_of, texts};

fn section(path: &str, fields: Value) -> Html {
    let listing = json!({
        "section": { "slug": "tin-tuc", "name": "Tin tức", "breadcrumb": [{ "label": "Trang chủ", "path": "/" }] },
        "total": 0, "months": [], "articles": []
    });
    render(Some(path), PageData::Section(decode(&merge(listing, fields))))
}

fn latest(path: &str, fields: Value) -> Html {
    let listing = json!({ "articles": [summary_json(1, "2021-04-07T16:36:43+07:00"), summary_json(2, "2021-03-12")] });
    render(Some(path), PageData::Latest(decode(&merge(listing, fields))))
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
    let [newest, first, second] = ["/tin-moi/", "/tin-moi/trang-1/", "/tin-moi/trang-2/"];
    for (path, fields, links) in [
        (newest, json!({ "total": 60, "older": second }), vec![("next", second)]),
        (second, json!({ "page": 2, "newer": newest, "older": first }), vec![("prev", newest), ("next", first)]),
        (first, json!({ "page": 1, "newer": second }), vec![("prev", second)]),
        (newest, json!({ "total": 2 }), vec![]),
    ] {
        let html = latest(path, fields);
        let found = all(&html, "nav[aria-label='Các trang'] a");
        let found =
            found.into_iter().map(|link| (link.attr("rel").unwrap(), link.attr("href").unwrap())).collect::<Vec<_>>();
        assert_eq!(found, links, "{path}");
    }
}

#[test]
fn a_page_says_of_which_days_it_is() {
    let html = latest("/tin-moi/trang-1234/", json!({ "page": 1_234, "newer": "/tin-moi/" }));
    assert_eq!(texts(&html, "nav[aria-label='Các trang'] span"), ["12/03/2021 – 07/04/2021"]);
    assert_eq!(texts(&html, "h1"), ["Tin mới - Trang 1.234 (12/03/2021 – 07/04/2021)"]);
    assert!(!text_of(one(&html, "main")).contains("bài viết"));
    let html = latest(
        "/tin-moi/trang-3/",
        json!({ "articles": [summary_json(1, "2021-03-12"), summary_json(2, "2021-03-12")] }),
    );
    assert_eq!(texts(&html, "h1"), ["Tin mới - Trang 3 (12/03/2021)"]);
    let html = latest("/tin-moi/", json!({ "total": 1_234, "older": "/tin-moi/trang-60/" }));
    assert_eq!(texts(&html, "nav[aria-label='Các trang'] span"), ["12/03/2021 – 07/04/2021"]);
    assert_eq!(texts(&html, "h1"), ["Tin mới"]);
    assert!(text_of(one(&html, "main")).contains("1.234 bài viết"));
    assert_eq!(texts(&section("/chuyen-muc/tin-tuc/2021-12/", json!({})), "h1"), ["Tin tức - Tháng 12/2021"]);
}

#[test]
fn a_part_of_a_list_leads_up_to_it() {
    let crumbs = |html: &Html| -> Vec<(String, String)> {
        let links = all(html, "nav[aria-label='Bạn đang ở'] a").into_iter();
        links.map(|link| (text_of(link), link.attr("href").unwrap().to_owned())).collect()
    };
    let crumb = |label: &str, href: &str| (label.to_owned(), href.to_owned());
    let home = crumb("Trang chủ", "/");
    for path in ["/chuyen-muc/tin-tuc/trang-1/", "/chuyen-muc/tin-tuc/2021-12/"] {
        let found = crumbs(&section(path, json!({})));
        assert_eq!(found, [home.clone(), crumb("Tin tức", "/chuyen-muc/tin-tuc/")], "{path}");
    }
    assert_eq!(crumbs(&section("/chuyen-muc/tin-tuc/", json!({}))), std::slice::from_ref(&home));
    assert_eq!(crumbs(&latest("/tin-moi/trang-1/", json!({}))), [home, crumb("Tin mới", "/tin-moi/")]);
    assert_eq!(crumbs(&latest("/tin-moi/", json!({}))), []);
}

#[test]
fn a_section_leads_to_its_months() {
    let months = json!([{ "month": "2021-12", "count": 1_200 }, { "month": "2020-01", "count": 1 }]);
    let html = section("/chuyen-muc/tin-tuc/", json!({ "months": months }));
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
        "total": 1, "months": [], "articles": [summary_json(1, "2021-03-12")],
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
