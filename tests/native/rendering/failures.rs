//! What is shown in a page's place: each failure says one calm sentence and offers one thing to do.

use leptos::prelude::*;
use portal_app::components::failure_notice;
use portal_app::content::error::ContentError;
use portal_app::content::page_data::PageData;
use portal_app::markup::Markup;
use scraper::Html;

use super::{all, one, render, text_of, texts};

fn notice(error: ContentError) -> Html {
    notice_after(0, error)
}

fn notice_after(tries: u32, error: ContentError) -> Html {
    let owner = Owner::new();
    let html = owner.with(|| Markup::from(failure_notice(&error, tries, || ())).to_html());
    Html::parse_fragment(&html)
}

#[test]
fn each_failure_is_a_screen_of_its_own() {
    let malformed = ContentError::Malformed {
        endpoint: "articles/bi-mat.json".to_owned(),
        reason: "missing field `title`".to_owned(),
    };
    for (error, title, sentence, action) in [
        (
            ContentError::Unreachable,
            "Chưa kết nối được",
            "Chưa tải được nội dung. Bạn hãy kiểm tra kết nối mạng rồi thử lại.",
            ("button", "Thử lại"),
        ),
        (
            ContentError::NotFound,
            "Không tìm thấy trang",
            "Địa chỉ này không có trên trang, hoặc nội dung đã được gỡ.",
            ("a", "Về trang chủ"),
        ),
        (
            ContentError::Refused { status: 503, retry_secs: None },
            "Máy chủ đang gặp sự cố",
            "Máy chủ chưa trả lời được yêu cầu này. Bạn hãy thử lại sau ít phút.",
            ("button", "Thử lại"),
        ),
        (
            ContentError::Intercepted { endpoint: "articles/bi-mat.json".to_owned() },
            "Mạng chưa cho vào trang này",
            "Mạng bạn đang dùng có thể cần đăng nhập. Bạn hãy đăng nhập rồi thử lại.",
            ("button", "Thử lại"),
        ),
        (
            malformed,
            "Nội dung bị lỗi",
            "Nội dung nhận được không đọc được. Lỗi này ở phía trang, không phải do bạn.",
            ("button", "Thử lại"),
        ),
    ] {
        let html = notice(error);
        assert_eq!((texts(&html, "h1"), texts(&html, "h1 + p")), (vec![title.to_owned()], vec![sentence.to_owned()]));
        let action_found = one(&html, ".failure-notice__action");
        assert_eq!((action_found.value().name(), text_of(action_found).as_str()), action);
        // What went wrong inside is the operator's, not the reader's.
        let text = text_of(one(&html, ".failure-notice"));
        assert!(!text.contains("503") && !text.contains("bi-mat") && !text.contains("field"), "{text}");
    }
}

#[test]
fn a_server_that_says_when_to_come_back_is_believed_within_reason() {
    let sentence = |retry_secs| {
        let html = notice(ContentError::Refused { status: 429, retry_secs });
        text_of(one(&html, ".failure-notice__sentence"))
    };
    let in_minutes = |minutes| format!("Máy chủ đang bận. Bạn hãy thử lại sau {minutes} phút.");
    assert_eq!([Some(1), Some(60), Some(61), Some(3600)].map(sentence), [1, 1, 2, 60].map(in_minutes));
    for odd in [None, Some(0), Some(3601), Some(u32::MAX)] {
        assert_eq!(sentence(odd), "Máy chủ chưa trả lời được yêu cầu này. Bạn hãy thử lại sau ít phút.");
    }
}

#[test]
fn what_can_be_tried_again_is_a_button_and_what_cannot_leads_home() {
    let button = notice(ContentError::Unreachable);
    assert_eq!(one(&button, "button").attr("type"), Some("button"));
    let link = notice(ContentError::NotFound);
    assert_eq!(one(&link, "a").attr("href"), Some("/"));
}

#[test]
fn who_found_nothing_can_search() {
    let html = render(None, PageData::NotFound);
    let form = one(&html, "main form[role='search']");
    assert_eq!((form.attr("action"), form.attr("method")), (Some("/tim-kiem/"), Some("get")));
    assert_eq!(one(&html, "main form input[type='search']").attr("name"), Some("q"));
    assert!(all(&notice(ContentError::Unreachable), "form").is_empty());
}

#[test]
fn a_try_in_vain_is_told_each_time() {
    assert!(texts(&notice(ContentError::Unreachable), "h1 ~ p").iter().all(|words| !words.contains("lần")));
    for tries in [1, 2] {
        let words = texts(&notice_after(tries, ContentError::Unreachable), "h1 + p + p");
        assert_eq!(words, [format!("Đã thử lại {tries} lần, vẫn chưa được.")]);
    }
}

#[test]
fn the_not_found_page_keeps_masthead_and_footer() {
    let html = render(None, PageData::NotFound);
    assert_eq!(texts(&html, "main h1"), ["Không tìm thấy trang"]);
    assert_eq!(all(&html, "header nav, footer address").len(), 2);
}
