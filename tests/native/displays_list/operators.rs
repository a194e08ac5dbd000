//! What operators see and do.

use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal_publisher::delivery::displays::message::{Fault, Heartbeat, OrderKind, ShownEdition};
use scraper::{Html, Selector};

use super::hall::{Hall, heartbeat};

/// What an element says, in one line.
fn texts(page: &Html, selector: &str) -> Vec<String> {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.select(&Selector::parse(selector).unwrap()).map(|found| words(found.text().collect())).collect()
}

fn page(hall: &Hall, path: &str) -> Html {
    let answer = hall.get(path);
    assert_eq!((answer.status, answer.header("Content-Type").as_deref()), (200, Some("text/html; charset=utf-8")));
    Html::parse_document(&answer.text())
}

/// The smallest JPEG that says a size.
fn jpeg() -> Vec<u8> {
    vec![0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 180, 1, 64, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9]
}

#[test]
fn the_list_says_how_each_display_is_and_silent_ones_come_first() {
    let hall = Hall::open();
    assert_eq!(texts(&page(&hall, "/displays/"), ".none"), ["Chưa có màn hình nào."]);
    hall.post(&heartbeat("b-im-lang", 0));
    hall.seconds.fetch_add(299, Ordering::SeqCst);
    let fault =
        Fault { at: "2026-11-02T01:02:00Z".to_owned(), kind: "disk-full".to_owned(), detail: "còn 0 byte".to_owned() };
    let faults_now = vec!["disk-full".to_owned(), "khac".to_owned()];
    hall.post(&Heartbeat { fault: Some(fault), faults_now, restarts: 3, ..heartbeat("c-co-loi", 0) });
    let picture = Some(STANDARD.encode(jpeg()));
    hall.post(&Heartbeat { picture, ..heartbeat("d-tot", 0) });
    let list = page(&hall, "/displays/");
    assert_eq!(texts(&list, ".summary"), ["3 màn hình, 1 có lỗi"]);
    hall.seconds.fetch_add(1, Ordering::SeqCst);
    let list = page(&hall, "/displays/");
    assert_eq!(texts(&list, ".summary"), ["3 màn hình, 1 im lặng, 1 có lỗi"]);
    assert_eq!(texts(&list, "h2"), ["b-im-lang", "c-co-loi", "d-tot"]);
    assert_eq!(texts(&list, ".mark"), ["Im lặng", "Có lỗi", "Đang hoạt động"]);
    assert_eq!(
        texts(&list, "li:nth-child(2) .fact"),
        [
            "Đang có lỗiổ đĩa đầy; khac",
            "Liên lạc gần nhấtvừa xong",
            "Nội dung đang chiếutạo 35 phút trước (1f2e3d)",
            "Bộ nhớ430 MB, còn trống 900 MB",
            "Trình duyệt chạy lại3 lần",
            "Phiên bản1.4.0",
            "Lỗi gần nhấtổ đĩa đầy, 3 phút trước: còn 0 byte",
        ]
    );
    assert_eq!(texts(&list, "li:nth-child(1) .fact")[0], "Liên lạc gần nhất5 phút trước");
    let time = Selector::parse("li:nth-child(1) time").unwrap();
    let time = list.select(&time).next().unwrap().value();
    assert_eq!(
        (time.attr("datetime"), time.attr("title")),
        (Some("2026-11-02T08:00:00+07:00"), Some("02/11/2026 08:00"))
    );

    let picture = Selector::parse("img").unwrap();
    let sources: Vec<_> = list.select(&picture).filter_map(|img| img.value().attr("src")).collect();
    assert_eq!(sources, ["/displays/d-tot/screen.jpg"]);
    let picture = hall.get(sources[0]);
    assert_eq!((picture.status, picture.body), (200, jpeg()));
    assert_eq!(hall.get("/displays/c-co-loi/screen.jpg").status, 404);
    let answer = hall.get("/displays/d-tot/screen.jpg");
    assert_eq!(answer.header("Content-Type").as_deref(), Some("image/jpeg"));
    assert_eq!(answer.header("Cache-Control").as_deref(), Some("no-store"));
    hall.post(&heartbeat("d-tot", 0));
    assert_eq!(hall.get("/displays/d-tot/screen.jpg").status, 200, "the last picture stays");
}

#[test]
fn the_pages_are_private_and_the_list_looks_again_unless_it_is_held() {
    let hall = Hall::open();
    hall.post(&heartbeat("a", 0));
    for path in ["/displays/", "/displays/a/", "/displays/list.json", "/displays/khong-co/", "/displays/a/b/c"] {
        let answer = hall.get(path);
        for (name, value) in [
            ("Cache-Control", "no-store"),
            ("X-Robots-Tag", "noindex"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name).as_deref(), Some(value), "{name} of {path}");
        }
        let policy = answer.header("Content-Security-Policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
        assert!(!answer.text().contains("<script"), "{path}");
    }
    let refresh = |path: &str| hall.get(path).header("Refresh");
    assert_eq!(refresh("/displays/").as_deref(), Some("30"));
    assert_eq!(refresh("/displays/?refresh=off"), None);
    assert_eq!(refresh("/displays/a/"), None, "somebody may be writing");
    for (path, status) in [
        ("/displays", 301),
        ("/displays/khong-co/", 404),
        ("/displays/a", 404),
        ("/displays/a/khong-co", 404),
        ("/displays/A/", 404),
        ("/displays/..%2f/", 404),
        ("/displays/a/reload", 405),
    ] {
        assert_eq!(hall.get(path).status, status, "{path}");
    }
    assert_eq!(hall.act("khong-co", "reload", "").status, 404);
}

#[test]
fn an_order_is_pending_until_the_display_has_done_it() {
    let hall = Hall::open();
    hall.post(&heartbeat("a", 0));
    assert_eq!(texts(&page(&hall, "/displays/a/"), ".orders li"), [] as [&str; 0]);
    let answer = hall.act("a", "message", "text=+H%E1%BB%8Dp%0D%0A+l%C3%BAc+9+gi%E1%BB%9D+&until=today");
    assert_eq!((answer.status, answer.header("Location").as_deref()), (303, Some("/displays/a/#orders")));
    hall.act("a", "reload", "");
    assert_eq!(
        texts(&page(&hall, "/displays/a/"), ".orders li"),
        [
            "Hiện thông báo “Họp lúc 9 giờ” đến 02/11/2026 23:59: đang chờ màn hình nhận",
            "Tải lại: đang chờ màn hình nhận"
        ]
    );
    hall.post(&heartbeat("a", 2));
    let shown = page(&hall, "/displays/a/");
    assert_eq!(texts(&shown, ".orders li"), [] as [&str; 0]);
    assert!(
        texts(&shown, "section p").contains(&"Thông báo đang hiện: “Họp lúc 9 giờ” đến 02/11/2026 23:59".to_owned())
    );
    hall.seconds.fetch_add(86_400, Ordering::SeqCst);
    assert!(!hall.get("/displays/a/").text().contains("Họp lúc 9 giờ"), "its time is over");
}

#[test]
fn a_message_that_cannot_be_shown_is_said_at_its_field_and_stays_written() {
    let hall = Hall::open();
    hall.post(&heartbeat("a", 0));
    let long = "%E1%BB%87".repeat(201);
    for (form, problem) in [
        ("text=+%0A+&until=cleared".to_owned(), "Thông báo chưa có chữ nào."),
        (format!("text={long}&until=cleared"), "Thông báo có 201 ký tự, nhiều nhất là 200."),
        (String::new(), "Thông báo chưa có chữ nào."),
    ] {
        let answer = hall.act("a", "message", &form);
        assert_eq!(answer.status, 422);
        let page = Html::parse_document(&answer.text());
        assert_eq!(texts(&page, "#problem"), [problem]);
        let chosen = Selector::parse("input[checked]").unwrap();
        let chosen = page.select(&chosen).next().unwrap().value().attr("value");
        assert_eq!(chosen, Some(if form.is_empty() { "hour" } else { "cleared" }));
        if form.len() > 100 {
            assert_eq!(texts(&page, "textarea"), ["ệ".repeat(201)]);
        }
    }
    assert_eq!(hall.orders("a", 0), []);
    // A letter in two parts counts as one.
    assert_eq!(hall.act("a", "message", &format!("text={}", "e%CC%82%CC%A3".repeat(200))).status, 303);
    assert!(matches!(&hall.orders("a", 0)[0].kind, OrderKind::Message { text, .. } if *text == "ệ".repeat(200)));
}

#[test]
fn forms_of_other_sites_are_refused() {
    let hall = Hall::open();
    hall.post(&heartbeat("a", 0));
    for (headers, status) in [
        (&[][..], 403),
        (&[("Sec-Fetch-Site", "cross-site")], 403),
        (&[("Sec-Fetch-Site", "same-site"), ("Origin", "http://portal.example")], 403),
        (&[("Sec-Fetch-Site", "none")], 403),
        (&[("Origin", "null")], 403),
        (&[("Origin", "https://evil.example")], 403),
        (&[("Origin", "https://portal.example.evil.example")], 403),
        (&[("Origin", "https://portal.example:8443")], 403),
        (&[("Origin", "https://portal.example")], 303),
        (&[("Sec-Fetch-Site", "same-origin")], 303),
    ] {
        for act in ["reload", "message", "clear-message"] {
            let answer = hall.act_from("a", act, "text=x&until=hour", headers);
            assert_eq!(answer.status, status, "{act} {headers:?}");
        }
        assert_eq!(hall.orders("a", 0).is_empty(), status == 403, "{headers:?}");
    }
}

#[test]
fn only_a_silent_display_can_be_forgotten() {
    let hall = Hall::open();
    hall.post(&heartbeat("a", 0));
    let forms = |hall: &Hall| hall.get("/displays/a/").text().matches("/displays/a/forget").count();
    assert_eq!(forms(&hall), 0);
    let answer = hall.act("a", "forget", "");
    assert_eq!((answer.status, answer.text().contains("đang liên lạc nên chưa bỏ")), (409, true));
    hall.seconds.fetch_add(300, Ordering::SeqCst);
    assert_eq!(forms(&hall), 1);
    let answer = hall.act("a", "forget", "");
    assert_eq!((answer.status, answer.header("Location").as_deref()), (303, Some("/displays/")));
    assert_eq!(hall.names(), [] as [&str; 0]);
}

#[test]
fn whatever_a_display_tells_is_text() {
    let hall = Hall::open();
    let hostile = "\"'></bdi></dd><script>alert(1)</script>{{ words }}{% if %}<b>\u{202e}gnp\u{202c}&lt;".to_owned();
    let time = "2026-11-02T08:00:00+07:00".to_owned();
    hall.post(&Heartbeat {
        site: hostile.clone(),
        version: hostile.clone(),
        edition: Some(ShownEdition { id: hostile.clone(), made_at: "0000-01-01T00:00:00+23:59".to_owned() }),
        contact_seconds: Some(u64::MAX),
        seconds_up: u64::MAX,
        restarts: u64::MAX,
        fault: Some(Fault {
            at: "9999-12-31T23:59:60-23:59".to_owned(),
            kind: hostile.clone(),
            detail: hostile.clone(),
        }),
        faults_now: vec![hostile.clone(); 50],
        screen: Some(hostile.clone()),
        at: time,
        ..heartbeat("a", (1 << 53) - 1)
    });
    hall.act("a", "message", "text=%3Cscript%3E%22%27%3C%2Fbdi%3E&until=cleared");
    for path in ["/displays/", "/displays/a/"] {
        let answer = hall.get(path);
        assert_eq!(answer.status, 200);
        for word in ["<script", "<b>", "words }}\" "] {
            assert!(!answer.text().contains(word), "{word} in {path}");
        }
        let page = Html::parse_document(&answer.text());
        assert_eq!(page.select(&Selector::parse("script, b").unwrap()).count(), 0);
        // The text is there as it was told, isolated.
        assert!(
            texts(&page, "bdi").iter().any(|text| hostile.starts_with(text.trim_end_matches('…')) && text.len() > 20)
        );
        let outside: String = page.select(&Selector::parse("dd").unwrap()).map(|dd| dd.html()).collect();
        let isolated = outside.matches('\u{202e}').count();
        let in_bdi: usize = texts(&page, "dd bdi").iter().map(|text| text.matches('\u{202e}').count()).sum();
        assert_eq!(isolated, in_bdi);
    }
}
