//! What is broken is told: of which kind, where, what is there.

use serde_json::Value;

use super::foreign::{ForeignApi, check, check_broken};

/// What is broken, and lines that the report has: the kind, and a place with what is there.
const ERRORS: [(&str, &str, &str); 29] = [
    ("missing-field", "missing-field", "  - articles/v002.json /title"),
    ("wrong-type", "wrong-type", "  - sections/tin-thu/2021-03.json /total: `hai mươi lăm` không phải là số nguyên"),
    (
        "missing-page",
        "missing-page",
        "  - sections/tin-thu/newest.json /older: \"/chuyen-muc/tin-thu/trang-1/\" → http://127.0.0.1:PORT/api/v1/sections/tin-thu/1.json (404)",
    ),
    ("wrong-total", "wrong-total", "  - sections/tin-thu/newest.json /total: total 60, articles 45"),
    ("wrong-step", "wrong-step", "  - latest/1.json /newer: ∅ ≠ /tin-moi/"),
    (
        "wrong-step",
        "wrong-step",
        "  - sections/tin-thu/2021-04.json /older: /chuyen-muc/tin-thu/2021-04/ ≠ /chuyen-muc/tin-thu/2021-03/",
    ),
    ("short-page", "short-page", "  - latest/1.json /articles: 19"),
    (
        "wrong-months",
        "wrong-months",
        "  - sections/tin-thu/newest.json /months/0/count: 2021-04: count 21, articles 20",
    ),
    ("duplicate-article", "duplicate", "  - sections/tin-thu/1.json /articles/0/id: v024"),
    ("duplicate-article", "not-listed", "  - articles/v025.json /section: sections/tin-thu"),
    (
        "unsorted",
        "unsorted",
        "  - latest/newest.json /articles/1/published_at: 2021-03-27T09:30:00+07:00 < 2021-03-28T09:30:00+07:00",
    ),
    ("capital-id", "bad-id", "  - articles/v005.json /id: `V005` không phải là mã bài (a-z và 0-9)"),
    ("dead-path", "no-route", "  - site.json /navigation/3/path: \"/lich-cong-tac/\""),
    (
        "dead-path",
        "dead-path",
        "  - site.json /navigation/4/path: \"/trang/khong-co/\" → http://127.0.0.1:PORT/api/v1/pages/khong-co.json (404)",
    ),
    ("soft-404", "soft-not-found", "  - articles/khongcobaithu0.json: 200"),
    ("html", "html", "  - articles/v001.json: Thử"),
    ("no-cors", "no-cors", "  - site.json: ∅"),
    ("no-etag", "no-etag", "  - site.json: ETag: ∅"),
    (
        "local-time",
        "bad-time",
        "  - articles/v004.json /published_at: `2021-04-16T09:30:00` không phải là thời điểm có múi giờ hoặc ngày",
    ),
    (
        "stale-related",
        "stale-related",
        "  - articles/v010.json /related/9/path: \"/tin-tuc/bai-thu-dagobo/\" → http://127.0.0.1:PORT/api/v1/articles/dagobo.json (404)",
    ),
    (
        "missing-translation",
        "missing-translation",
        "  - pages/gioi-thieu.json /translations/0/path: \"/en/trang/khong-co/\" → http://127.0.0.1:PORT/api/v1/en/pages/khong-co.json (404)",
    ),
    ("wrong-lang", "wrong-lang", "  - en/home.json /lang: \"vi\""),
    ("truncated", "truncated", "  - home.json: 2479 B"),
    ("latin", "bad-utf8", "  - home.json"),
    ("oversized", "too-large", "  - articles/v008.json: > 5 MB"),
    ("login-redirect", "login-redirect", "  - articles/v000.json: → http://127.0.0.1:PORT/dang-nhap?tu=api"),
    ("flat-picture", "bad-picture-size", "  - kiosk.json /stories/0/image/height: /media/anh-thu.svg"),
    (
        "absolute-picture",
        "bad-path",
        "  - kiosk.json /stories/0/image/src: `http://127.0.0.1:PORT/media/anh-thu.svg` không phải là đường dẫn của trang web \
         hoặc địa chỉ https",
    ),
    ("server-error", "refused", "  - tags/thu-nghiem.json: 500"),
];

const NOTES: [(&str, &str, &str); 8] = [
    ("one-way", "one-way", "  - articles/v005.json /previous: v006: next = ∅"),
    ("unknown", "unknown", "  - articles/v007.json: khối loại hologram, mood"),
    ("no-kiosk", "no-kiosk", "  - kiosk.json: 404"),
    ("large", "large", "  - articles/v008.json: 628 kB"),
    ("bom", "bom", "  - home.json: EF BB BF"),
    ("plain-type", "media-type", "  - site.json: text/plain"),
    ("no-cache-control", "no-cache-control", "  - site.json"),
    ("not-packed", "no-compression", "  - home.json: 4957 B"),
];

/// The lines of the report from a kind on, until the next.
fn group<'a>(text: &'a str, weight: &str, kind: &str) -> Vec<&'a str> {
    let title = format!("{weight} {kind}: ");
    text.lines().skip_while(|line| !line.starts_with(&title)).take_while(|line| !line.is_empty()).collect()
}

fn assert_told(text: &str, weight: &str, (broken, kind, place): (&str, &str, &str)) {
    let lines = group(text, weight, kind);
    assert!(lines.contains(&place), "{broken}: `{place}` is not told as {kind}:\n{text}");
    for said in ["  Người đọc thấy: ", "  Cách sửa: "] {
        assert!(lines.iter().any(|line| line.len() > said.len() + 10 && line.starts_with(said)), "{broken}:\n{text}");
    }
}

#[test]
fn what_breaks_the_contract_is_told_with_its_place_and_what_a_reader_sees_and_fails() {
    for case in ERRORS {
        let said = check_broken(&[case.0], &[]);
        assert_told(&said.text, "lỗi", case);
        assert_eq!(said.code, Some(1), "{}", said.text);
        assert!(said.text.contains("\nChưa đúng đặc tả: "), "{}", said.text);
    }
}

#[test]
fn what_breaks_nothing_is_a_note_and_does_not_fail() {
    for case in NOTES {
        let said = check_broken(&[case.0], &[]);
        assert_told(&said.text, "lưu ý", case);
        assert_eq!(said.code, Some(0), "{}", said.text);
        assert!(said.text.contains("\nĐúng đặc tả: 0 loại lỗi, 1 loại lưu ý."), "{}", said.text);
    }
}

#[test]
fn decomposed_letters_are_told_once_and_not_as_another_title() {
    let said = check_broken(&["decomposed"], &[]);
    assert!(
        said.text.contains("lỗi decomposed: Chữ tiếng Việt ở dạng tổ hợp (NFD), không phải NFC (1 chỗ)"),
        "{}",
        said.text
    );
    assert!(said.text.contains("  - articles/v000.json /title: "), "{}", said.text);
    assert!(said.text.ends_with("Chưa đúng đặc tả: 1 loại lỗi, 0 loại lưu ý.\n"), "{}", said.text);
}

#[test]
fn a_picture_that_is_not_there_is_told_and_one_at_a_private_address_is_not_asked_for() {
    let said = check_broken(&["missing-picture"], &[]);
    let place = "image/src: http://127.0.0.1:PORT/media/khong-co.svg: 404";
    let lines = group(&said.text, "lỗi", "missing-picture");
    assert!(lines.iter().any(|line| line.ends_with(place)), "{}", said.text);
    let said = check_broken(&["private-picture"], &[]);
    let lines = group(&said.text, "lưu ý", "not-checked");
    assert!(lines.iter().any(|line| line.ends_with("image/src: http://10.0.0.1/anh.svg: private")), "{}", said.text);
}

#[test]
fn an_etag_that_is_never_recognised_is_told() {
    let said = check_broken(&["deaf-etag"], &[]);
    let lines = group(&said.text, "lỗi", "no-etag");
    let place = lines.iter().find(|line| line.starts_with("  - home.json: If-None-Match: \""));
    assert!(place.is_some_and(|line| line.ends_with(" → 200")), "{}", said.text);
}

#[test]
fn several_faults_are_told_together_the_worst_first() {
    let said = check_broken(&["bom", "missing-field", "no-etag", "truncated"], &[]);
    let told = ["lỗi truncated", "lỗi missing-field", "lỗi no-etag"].map(|title| said.text.find(title));
    assert!(told.iter().all(Option::is_some) && told.is_sorted(), "{}", said.text);
}

#[test]
fn as_json_every_place_is_there() {
    let said = check_broken(&["no-cors", "unknown"], &["--format", "json", "--lang", "en"]);
    let document = serde_json::from_str::<Value>(&said.text).unwrap();
    let [cors, unknown] = document["findings"].as_array().unwrap().as_slice() else { panic!("{}", said.text) };
    assert_eq!((&cors["kind"], &cors["severity"]), (&Value::from("no-cors"), &Value::from("error")));
    assert_eq!(cors["count"].as_u64(), document["read"]["documents"].as_u64());
    assert_eq!(cors["places"].as_array().unwrap().len() as u64, cors["count"].as_u64().unwrap());
    assert_eq!(cors["places"][0]["url"], "http://127.0.0.1:PORT/api/v1/site.json");
    assert_eq!((&unknown["kind"], &unknown["severity"]), (&Value::from("unknown"), &Value::from("note")));
    assert_eq!((&document["keeps_the_contract"], said.code), (&Value::from(false), Some(1)));
}

#[test]
fn the_sites_origin_decides_what_cors_and_settings_have_to_say() {
    let api = ForeignApi::start(&["no-cors"]);
    let own = api.base.strip_suffix("/api/v1").unwrap();
    let said = check(&api.base, &["--origin", own]);
    assert!(!said.text.contains("no-cors"), "its own pages need none: {}", said.text);
    assert!(group(&said.text, "lưu ý", "other-origin").contains(&"  - site.json /url: https://portal.example"));
}

#[test]
fn articles_are_read_up_to_a_number_and_the_report_says_so() {
    let api = ForeignApi::start(&[]);
    let said = check(&api.base, &["--articles", "10"]);
    assert!(said.text.contains(", 10 trong 51 bài của các danh sách,"), "{}", said.text);
    assert_eq!(said.code, Some(0), "{}", said.text);
}
