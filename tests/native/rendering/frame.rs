//! What is around every page: the skip link, the masthead with its navigation, the footer.

use portal_app::content::page_data::PageData;
use scraper::Html;
use serde_json::json;

use super::{all, article_json, decode, merge, one, render, render_article, render_on, site_json, text_of, texts};
use crate::published::EMBEDDED;

/// Links of the navigation that are marked as current: label, mark.
fn current(html: &Html) -> Vec<(String, String)> {
    let links = all(html, "nav[aria-label='Điều hướng chính'] a[aria-current]").into_iter();
    links.map(|link| (text_of(link), link.attr("aria-current").unwrap().to_owned())).collect()
}

fn mark(label: &str, mark: &str) -> (String, String) {
    (label.to_owned(), mark.to_owned())
}

fn crumbs() -> serde_json::Value {
    json!([
        { "label": "Trang chủ", "path": "/" },
        { "label": "Tin tức sự kiện", "path": "/chuyen-muc/tin-tuc-su-kien/" },
        { "label": "Công tác thanh niên", "path": "/chuyen-muc/cong-tac-thanh-nien/" }
    ])
}

/// A page of the section that the navigation has on its second level.
fn section(path: &str) -> Html {
    let listing = json!({
        "section": { "slug": "cong-tac-thanh-nien", "name": "Công tác thanh niên", "breadcrumb": [crumbs()[0], crumbs()[1]] },
        "articles": []
    });
    render(Some(path), PageData::Section(decode(&listing)))
}

#[test]
fn the_first_link_leads_past_the_navigation() {
    let html = render_article(json!({}));
    let first = all(&html, "a")[0];
    assert_eq!((text_of(first).as_str(), first.attr("href")), ("Đến nội dung chính", Some("#main")));
    let main = one(&html, "main#main");
    assert_eq!((main.attr("tabindex"), main.attr("aria-busy")), (Some("-1"), Some("false")));
}

#[test]
fn the_navigation_has_two_levels_that_open_without_the_app() {
    let html = render_article(json!({}));
    assert_eq!(one(&html, "header > div > a").attr("href"), Some("/"));
    let top = texts(
        &html,
        "nav[aria-label='Điều hướng chính'] > ul > li > a, nav[aria-label='Điều hướng chính'] > ul > li > details > summary",
    );
    assert_eq!(top, ["Trang chủ", "Tin tức sự kiện", "Liên hệ"]);
    let below =
        all(&html, "nav details > ul > li > a").into_iter().map(|link| (text_of(link), link.attr("href").unwrap()));
    assert_eq!(
        below.collect::<Vec<_>>(),
        [
            ("Tất cả: Tin tức sự kiện".to_owned(), "/chuyen-muc/tin-tuc-su-kien/"),
            ("Công tác thanh niên".to_owned(), "/chuyen-muc/cong-tac-thanh-nien/")
        ]
    );
    assert_eq!(one(&html, "nav details").attr("open"), None, "a group is closed until it is asked for");
}

#[test]
fn the_navigation_marks_the_page_and_the_sections_above_it() {
    let article = render_article(json!({ "breadcrumb": crumbs() }));
    assert_eq!(current(&article), [mark("Tất cả: Tin tức sự kiện", "true"), mark("Công tác thanh niên", "true")]);
    assert_eq!(one(&article, "nav summary").attr("aria-current"), Some("true"), "it is seen while its group is closed");

    let section = section("/chuyen-muc/cong-tac-thanh-nien/");
    assert_eq!(current(&section), [mark("Tất cả: Tin tức sự kiện", "true"), mark("Công tác thanh niên", "page")]);

    let home = json!({ "lead": [], "sections": [], "latest": [] });
    assert_eq!(current(&render(Some("/"), PageData::Home(decode(&home)))), [mark("Trang chủ", "page")]);

    let standing = json!({ "slug": "lien-he", "title": "Liên hệ", "body": [] });
    let standing = render(Some("/trang/lien-he/"), PageData::Standing(decode(&standing)));
    assert_eq!(current(&standing), [mark("Liên hệ", "page")]);
    assert_eq!(one(&standing, "nav summary").attr("aria-current"), None);

    assert_eq!(current(&render(None, PageData::NotFound)), []);
}

#[test]
fn further_pages_and_months_of_a_section_stand_below_it() {
    for path in ["/chuyen-muc/cong-tac-thanh-nien/trang-2/", "/chuyen-muc/cong-tac-thanh-nien/2021-03/"] {
        assert_eq!(
            current(&section(path)),
            [mark("Tất cả: Tin tức sự kiện", "true"), mark("Công tác thanh niên", "true")],
            "{path}"
        );
    }
}

/// The lines of the department's own page, in its own order; capitals are the style sheet's.
#[test]
fn the_footer_says_what_the_departments_own_page_says() {
    let address = EMBEDDED.json("articles/hwi3cbr3.json")["path"].as_str().unwrap().to_owned();
    let html = EMBEDDED.page(&address);
    assert_eq!(
        texts(&html, "body footer.site-footer p"),
        [
            "Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu",
            "Địa chỉ: Tầng 1, 2 nhà D khu Trung tâm hành chính, chính trị tỉnh Lai Châu",
            "Người chịu trách nhiệm: Vừ A Tiến - Giám đốc",
            "Số điện thoại: 02133.798.989",
            "Email: sonoivu@laichau.gov.vn",
            "Về trang này",
            "Liên kết",
            "Ghi rõ nguồn www.sonv.laichau.gov.vn khi sử dụng thông tin trên website này.",
            "",
        ]
    );
    let seed_line = "TRANG THÔNG TIN ĐIỆN TỬ SỞ NỘI VỤ TỈNH LAI CHÂU";
    assert_eq!(texts(&html, ".site-footer__name")[0].to_uppercase(), seed_line);
}

#[test]
fn phone_and_mail_tap_through() {
    let html = render_article(json!({}));
    let links = all(&html, "footer address a").into_iter().map(|link| (text_of(link), link.attr("href").unwrap()));
    assert_eq!(
        links.collect::<Vec<_>>(),
        [
            ("02133.798.989".to_owned(), "tel:02133798989"),
            ("sonoivu@laichau.gov.vn".to_owned(), "mailto:sonoivu@laichau.gov.vn")
        ]
    );
}

#[test]
fn the_footer_shows_what_there_is_of_the_rest() {
    let mut site = merge(
        site_json(),
        json!({
            "online": { "url": "/api/v1/online.json" },
            "footer_links": [{ "label": "Quyền riêng tư", "path": "/trang/quyen-rieng-tu/" }],
            "partner_links": [{ "label": "Cổng khác", "url": "https://example.org/" }]
        }),
    );
    site["organization"]["fax"] = json!("02133.000.000");
    site["organization"]["hours"] = json!("7:30–17:00");
    let html = render_on(&site, None, PageData::Article(Box::new(decode(&article_json(json!({}))))));
    let footer = texts(&html, "footer p");
    assert!(
        footer.contains(&"Fax: 02133.000.000".to_owned()) && footer.contains(&"Giờ làm việc: 7:30–17:00".to_owned()),
        "{footer:?}"
    );
    assert_eq!(texts(&html, "nav[aria-label='Về trang này'] a[href='/trang/quyen-rieng-tu/']"), ["Quyền riêng tư"]);
    assert_eq!(one(&html, "nav[aria-label='Liên kết'] a[href='https://example.org/']").attr("rel"), Some("noopener"));
    // How many people are online is known only in the browser; its line keeps its place.
    assert_eq!(texts(&html, ".people-online"), [""]);

    let bare = render_article(json!({}));
    assert_eq!(texts(&bare, "footer nav a"), ["Sơ đồ trang", "Bài đã lưu"]);
    assert!(all(&bare, ".people-online").is_empty());
}

#[test]
fn the_footer_names_whom_readers_may_turn_to_and_where_the_place_is() {
    let mut site = site_json();
    site["organization"]["map_url"] = json!("https://maps.example/?q=22.39,103.47&z=15");
    site["organization"]["officials"] = json!([
        { "name": "Người Một", "title": "Chánh Văn phòng", "unit": "Văn phòng", "phone": "+84 213 3798 989", "email": "mot@portal.example" },
        { "name": "<b>Người Hai</b>", "title": "\u{202e}Chức danh" }
    ]);
    let html = render_on(&site, None, PageData::Article(Box::new(decode(&article_json(json!({}))))));
    assert_eq!(
        texts(&html, "footer ul[aria-label='Cán bộ đầu mối'] > li > p"),
        [
            "Người Một - Chánh Văn phòng, Văn phòng",
            "Số điện thoại: +84 213 3798 989",
            "Email: mot@portal.example",
            "<b>Người Hai</b> - \u{202e}Chức danh"
        ]
    );
    let links =
        all(&html, "footer ul[aria-label='Cán bộ đầu mối'] a").into_iter().map(|link| link.attr("href").unwrap());
    assert_eq!(links.collect::<Vec<_>>(), ["tel:+842133798989", "mailto:mot@portal.example"]);
    let map = one(&html, "footer address a[rel='noopener']");
    assert_eq!(
        (text_of(map).as_str(), map.attr("href")),
        ("Xem trên bản đồ", Some("https://maps.example/?q=22.39,103.47&z=15"))
    );

    let bare = render_article(json!({}));
    assert!(all(&bare, "footer address ul, footer address a[rel='noopener']").is_empty());
}
