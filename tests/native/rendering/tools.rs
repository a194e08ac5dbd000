//! The reader's tools as markup: what works without scripts, and the words that scripts take from it.

use portal_app::content::page_data::PageData;
use scraper::{ElementRef, Html};
use serde_json::{Value, json};

use super::{
    ARTICLE_PATH, all, article_json, decode, merge, one, render_article, render_on, site_json, text_of, texts,
};

const YOUTUBE: &str = "https://www.youtube.com/watch?v=abcDEF123_-";

fn render_with_site(site: Value, fields: Value) -> Html {
    let article = PageData::Article(Box::new(decode(&article_json(fields))));
    render_on(&merge(site_json(), site), Some(ARTICLE_PATH), article)
}

fn labels<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    all(html, selector)
}

#[test]
fn settings_offer_every_size_and_theme_and_begin_with_the_usual() {
    let html = render_article(json!({}));
    let groups = texts(&html, "header fieldset legend");
    assert_eq!(groups, ["Cỡ chữ", "Màu nền và chữ"]);
    let choices = labels(&html, "header fieldset label").into_iter().map(|label| {
        let radio = label.child_elements().next().unwrap();
        (text_of(label), radio.attr("name").unwrap(), radio.attr("value").unwrap_or_default(), radio.attr("checked"))
    });
    let expected = [
        ("Nhỏ", "text-size", "s", None),
        ("Vừa", "text-size", "", Some("")),
        ("Lớn", "text-size", "l", None),
        ("Rất lớn", "text-size", "xl", None),
        ("Cực lớn", "text-size", "xxl", None),
        ("Theo thiết bị", "theme", "", Some("")),
        ("Sáng", "theme", "light", None),
        ("Tối", "theme", "dark", None),
        ("Tương phản cao", "theme", "contrast", None),
    ];
    let expected = expected.map(|(label, name, value, checked)| (label.to_owned(), name, value, checked));
    assert_eq!(choices.collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_script_writes_into_is_empty() {
    let html = render_article(json!({}));
    let slots = all(&html, "[data-slot]");
    assert!(slots.len() >= 2);
    for slot in slots {
        assert_eq!(slot.children().count(), 0, "{}", slot.html());
    }
}

#[test]
fn every_button_that_needs_a_script_says_what_to_do_without_it() {
    let html = render_with_site(
        json!({ "providers": [{ "name": "youtube", "origin": "https://www.youtube-nocookie.com" }] }),
        json!({ "body": [{ "kind": "external", "provider": "youtube", "url": YOUTUBE, "title": "Phim" }] }),
    );
    for button in all(&html, "button[data-tool]") {
        let is_only_stopping = button.attr("data-action") == Some("stop");
        assert!(button.attr("data-failed").is_some() || is_only_stopping, "{}", button.html());
        assert_eq!(button.attr("type"), Some("button"));
    }
}

#[test]
fn a_recording_stands_in_the_place_of_a_voice() {
    let html = render_article(json!({ "audio": { "src": "/media/giong-doc.mp3", "media_type": "audio/mpeg" } }));
    let audio = one(&html, "article audio");
    assert_eq!((audio.attr("src"), audio.attr("preload")), (Some("/media/giong-doc.mp3"), Some("none")));
    assert!(all(&html, "[data-tool='read-aloud']").is_empty());
    assert_eq!(all(&render_article(json!({})), "[data-tool='read-aloud']").len(), 2);
}

#[test]
fn share_links_carry_the_sites_own_address() {
    let html = render_article(json!({ "title": "Một & \"hai\"" }));
    let href = |label: &str| {
        let links = all(&html, ".share a");
        links.into_iter().find(|link| text_of(*link) == label).unwrap().attr("href").unwrap().to_owned()
    };
    assert_eq!(
        href("Facebook"),
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fsonv.laichau.gov.vn%2Ftin-tuc%2Fbai-a1b2c3%2F"
    );
    assert!(href("Zalo").starts_with("https://sp.zalo.me/share_inline?d="));
    let mail = href("Thư điện tử");
    assert!(mail.starts_with("mailto:?subject=M%E1%BB%99t%20%26%20%22hai%22&body="), "{mail}");
    assert_eq!(
        one(&html, "[data-action='copy']").attr("data-url"),
        Some("https://sonv.laichau.gov.vn/tin-tuc/bai-a1b2c3/")
    );
}

#[test]
fn a_code_for_cameras_shows_where_there_is_one() {
    let html = render_article(json!({ "qr_code": "/share/bai-0123abcd.svg" }));
    let code = one(&html, ".share img");
    assert_eq!((code.attr("src"), code.attr("loading")), (Some("/share/bai-0123abcd.svg"), Some("lazy")));
    assert_eq!(code.attr("alt"), Some("Mã QR của địa chỉ bài viết"));
    assert!(all(&render_article(json!({})), ".share img").is_empty());
}

#[test]
fn an_error_is_reported_to_the_organisation() {
    let html = render_article(json!({}));
    let href = one(&html, ".error-report a").attr("href").unwrap();
    assert!(href.starts_with("mailto:sonoivu@laichau.gov.vn?subject=B%C3%A1o%20l%E1%BB%97i"), "{href}");
    assert!(href.contains("%2Ftin-tuc%2Fbai-a1b2c3%2F"), "{href}");
}

#[test]
fn a_withdrawn_article_has_no_tools_but_the_report() {
    let html = render_article(json!({ "withdrawn": { "at": "2021-08-02T08:00:00+07:00", "note": "Lý do gỡ." } }));
    assert!(all(&html, ".article-tools").is_empty());
    assert_eq!(all(&html, ".error-report a").len(), 1);
}

#[test]
fn the_history_names_what_happened_and_a_correction_stands_open() {
    let entry = |kind: &str, note: Value| json!({ "at": "2021-08-01", "kind": kind, "note": note });
    let quiet =
        render_article(json!({ "history": [entry("published", json!(null)), entry("updated", json!("Thêm ảnh"))] }));
    assert_eq!(texts(&quiet, ".article-history li"), ["Đăng: 01/08/2021", "Cập nhật: 01/08/2021Thêm ảnh"]);
    assert_eq!(one(&quiet, ".article-history").attr("open"), None);
    let grave =
        render_article(json!({ "history": [entry("corrected", json!("Sửa tên")), entry("withdrawn", json!(null))] }));
    assert_eq!(texts(&grave, ".article-history li"), ["Đính chính: 01/08/2021Sửa tên", "Gỡ bài: 01/08/2021"]);
    assert_eq!(one(&grave, ".article-history").attr("open"), Some(""));
    assert!(all(&render_article(json!({})), ".article-history").is_empty());
}

#[test]
fn views_show_where_somebody_counts() {
    assert!(text_of(one(&render_article(json!({ "views": 1234 })), ".article__times")).contains("1.234 lượt xem"));
    assert!(!text_of(one(&render_article(json!({})), ".article__times")).contains("lượt xem"));
}

#[test]
fn a_player_is_offered_only_of_a_provider_that_the_site_names() {
    let body = json!({ "body": [{ "kind": "external", "provider": "youtube", "url": YOUTUBE, "title": "Đoạn phim" }] });
    let named = json!({ "providers": [{ "name": "youtube", "origin": "https://www.youtube-nocookie.com" }] });
    let html = render_with_site(named, body.clone());
    let button = one(&html, "button[data-tool='external']");
    assert_eq!(button.attr("data-embed"), Some("https://www.youtube-nocookie.com/embed/abcDEF123_-?autoplay=1"));
    assert_eq!(button.attr("data-title"), Some("Đoạn phim"));
    assert!(all(&html, "iframe").is_empty());
    assert!(all(&render_with_site(json!({}), body), "button[data-tool='external']").is_empty());
}
