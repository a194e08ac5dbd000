//! Where there is no content API, one clear line says so.

use std::net::TcpListener;

use super::foreign::{check, check_broken};

#[test]
fn what_is_no_content_api_is_one_line() {
    for (broken, begins) in [
        ("website", "http://127.0.0.1:PORT/api/v1/site.json: Trang thử: Trả lời bằng HTML thay vì JSON. "),
        (
            "login",
            "http://127.0.0.1:PORT/api/v1/site.json: → http://127.0.0.1:PORT/dang-nhap: API chuyển hướng sang trang đăng nhập. ",
        ),
        (
            "other-api",
            "http://127.0.0.1:PORT/api/v1/site.json: description, name, namespaces, routes: Đây là API khác, không phải API nội dung của \
             cổng. ",
        ),
    ] {
        let said = check_broken(&[broken], &[]);
        assert!(said.text.starts_with(begins), "{}", said.text);
        assert_eq!((said.text.lines().count(), said.code), (1, Some(1)), "{}", said.text);
    }
}

#[test]
fn a_host_that_does_not_answer_is_one_line() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = check(&format!("http://{address}"), &["--lang", "en"]);
    assert!(said.text.starts_with("http://127.0.0.1:PORT/api/v1/site.json: "), "{}", said.text);
    assert!(said.text.contains("There is no connection, or it broke off. "), "{}", said.text);
    assert_eq!((said.text.lines().count(), said.code), (1, Some(1)), "{}", said.text);
}

#[test]
fn an_address_at_which_nothing_is_is_one_line() {
    let api = super::foreign::ForeignApi::start(&[]);
    let said = check(&api.base.replace("/api/v1", "/api/v9"), &[]);
    assert!(said.text.starts_with("http://127.0.0.1:PORT/api/v9/site.json: 404: Đây là API khác"), "{}", said.text);
    assert_eq!((said.text.lines().count(), said.code), (1, Some(1)), "{}", said.text);
}
