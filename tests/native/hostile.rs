//! Content that wants to do harm: addresses, and what `portal check --links` says of texts.

use std::process::Command;

use portal_app::path::word::{Href, MediaAddress, SitePath};
use portal_fixtures::hostile::attacks;
use serde_json::Value;
use url::Url;

use crate::published::write_files;
use crate::workshop::Workshop;

#[test]
fn every_address_that_is_admitted_leads_where_it_says() {
    let base = Url::parse("https://portal.example/tin-tuc/a/").unwrap();
    let mut admitted = 0;
    for collection in ["urls", "file-names", "srcset", "markdown", "html", "svg"] {
        for text in attacks(collection) {
            for text in
                [text.clone(), format!("/{text}"), format!("https://portal.example/{text}"), format!("mailto:{text}")]
            {
                // What no browser understands leads nowhere.
                let led = base.join(&text).ok();
                if let (Some(href), Some(led)) = (Href::new(text.as_str()), &led) {
                    admitted += 1;
                    assert!(["http", "https", "mailto", "tel"].contains(&led.scheme()), "{text:?} leads to {led}");
                    assert_eq!(href.is_site_path(), text.starts_with('/'), "{text:?}");
                }
                if let (Some(_), Some(led)) = (SitePath::new(text.as_str()), &led) {
                    assert_eq!(led.origin(), base.origin(), "{text:?} leads to {led}");
                }
                if let (Some(_), Some(led)) = (MediaAddress::new(text.as_str()), &led) {
                    assert_eq!(led.scheme(), "https", "{text:?} is loaded from {led}");
                }
            }
        }
    }
    assert!(admitted > 300, "{admitted}");
}

/// What `portal check --links` tells of an article with that body, by code and line, and the hosts that it leads to.
fn told(body: &str) -> (Vec<(String, u64)>, Vec<String>) {
    let workshop = Workshop::new(&[]);
    let front_matter =
        "+++\nid = \"baimot\"\ntitle = \"Bài một\"\npublished_at = \"2021-03-12\"\nsection = \"con\"\n+++\n";
    write_files(&workshop.content(), &[("articles/mot.html", &(front_matter.to_owned() + body))]);
    let content = workshop.content();
    let output = Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(["check", "--links", "--format", "json", "--lang", "en", "--content"])
        .arg(&content)
        .output()
        .unwrap();
    let report = serde_json::from_slice::<Value>(&output.stdout).unwrap();
    let list = |name: &str| report[name].as_array().unwrap().clone();
    let problems =
        list("problems").into_iter().filter(|problem| problem["file"].as_str().unwrap().ends_with("mot.html"));
    let of_links = ["P956", "P957", "P958", "P959"];
    let problems =
        problems.map(|problem| (problem["code"].as_str().unwrap().to_owned(), problem["line"].as_u64().unwrap()));
    let hosts = list("hosts").into_iter().map(|host| host["host"].as_str().unwrap().to_owned()).collect();
    (problems.filter(|(code, _)| of_links.contains(&code.as_str())).collect(), hosts)
}

#[test]
fn hidden_text_advertisements_and_farms_are_told_with_their_lines() {
    let (problems, hosts) = told(
        "<p>Đây là bài thử nghiệm.</p>\n<div style=\"display:none\">tài xỉu <a href=\"https://a.example/\">xem</a></div>\n\
         <p>Xem <a href=\"https://b.example/\">nhà cái uy tín</a></p>\n\
         <p>Cổng game bài đổi thưởng uy tín số 1, nạp rút nhanh, tải app ngay</p>",
    );
    let expected = [("P956", 8), ("P958", 8), ("P957", 9), ("P958", 10)].map(|(code, line)| (code.to_owned(), line));
    let (mut problems, mut expected) = (problems, expected.to_vec());
    problems.sort();
    expected.sort();
    assert_eq!(problems, expected);
    assert_eq!(hosts, ["a.example", "b.example"]);
    let farm = (0..14)
        .map(|number| format!("<a href=\"https://site{number}.example/\">trang số {number}</a> "))
        .collect::<String>();
    assert_eq!(told(&format!("<p>Xem</p><p>{farm}</p>")).0, [("P959".to_owned(), 7)]);
}

#[test]
fn reports_on_gambling_and_ordinary_texts_are_not_told() {
    for body in [
        "<p>Công an tỉnh triệt phá đường dây đánh bạc, cá độ bóng đá; xem <a href=\"https://bao.example/danh-bac\">tin về vụ đánh bạc</a>.</p>",
        "<p>Kế hoạch phòng, chống tệ nạn cờ bạc: <a href=\"https://congan.laichau.gov.vn/\">cờ bạc</a></p>",
        "<p>Khánh thành nhà cai nghiện; đăng ký, hotline 0213.</p><p style=\"color:#fff;background:#a00\">Chú ý</p>",
    ] {
        assert_eq!(told(body).0, [], "{body}");
    }
}
