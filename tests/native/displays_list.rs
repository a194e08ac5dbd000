//! `portal serve --displays`, asked over the wire: by displays, by operators, by strangers.

pub mod hall;
mod operators;
mod passing_on;
mod restarts;

use std::net::TcpStream;
use std::sync::Barrier;
use std::sync::atomic::Ordering;
use std::thread;

use hall::{Hall, heartbeat};
use portal_publisher::delivery::displays::message::{Heartbeat, Order, OrderKind};
use serde_json::json;

use super::serving::exchange::{ask, send_through};
use super::serving::limits::connect_from;
use super::serving::process::allow_open_files;

#[test]
fn a_heartbeat_is_answered_with_the_orders_above_done() {
    let hall = Hall::open();
    assert_eq!(hall.orders("sanh-1", 0), []);
    assert_eq!(hall.act("sanh-1", "reload", "").status, 303);
    assert_eq!(hall.act("sanh-1", "message", "text=m%E1%BB%99t&until=cleared").status, 303);
    assert_eq!(hall.act("sanh-1", "message", "text=hai&until=cleared").status, 303);
    let message = OrderKind::Message { text: "hai".to_owned(), until: None };
    let both = [Order { id: 1, kind: OrderKind::Reload }, Order { id: 3, kind: message }];
    assert_eq!(hall.orders("sanh-1", 0), both);
    assert_eq!(hall.orders("sanh-1", 0), both, "until they are done");
    assert_eq!(hall.orders("sanh-1", 1), both[1..]);
    assert_eq!(hall.orders("sanh-1", 3), []);
    assert_eq!(hall.act("sanh-1", "clear-message", "").status, 303);
    assert_eq!(hall.orders("sanh-1", 3), [Order { id: 4, kind: OrderKind::ClearMessage }]);
    assert_eq!(hall.orders("sanh-2", 0), [], "another display's are its own");

    // The display knows more than the list.
    assert_eq!(hall.orders("sanh-1", 70), []);
    hall.act("sanh-1", "reload", "");
    assert_eq!(hall.orders("sanh-1", 70), [Order { id: 71, kind: OrderKind::Reload }]);
}

#[test]
fn an_answer_is_as_the_contract_writes_it() {
    let hall = Hall::open();
    hall.orders("a", 0);
    hall.act("a", "reload", "");
    hall.act("a", "message", "text=%C4%90%C3%B3ng+c%E1%BB%ADa&until=hour");
    let answer = hall.post(&heartbeat("a", 0));
    assert_eq!(answer.header("Content-Type").as_deref(), Some("application/json"));
    assert_eq!(answer.header("Cache-Control").as_deref(), Some("no-store"));
    let told: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
    // The clock stands at 2026-11-02T08:00:00+07:00.
    let until = "2026-11-02T09:00:00+07:00";
    let orders = json!({ "orders": [
        { "id": 1, "kind": "reload" },
        { "id": 2, "kind": "message", "text": "Đóng cửa", "until": until },
    ]});
    assert_eq!(told, orders);
    hall.act("a", "message", "text=x&until=today");
    assert!(hall.post(&heartbeat("a", 0)).text().contains(r#""until":"2026-11-02T23:59:59+07:00""#));
}

#[test]
fn strangers_are_told_nothing_and_the_log_tells_of_them_once_a_minute() {
    let hall = Hall::open();
    let body = serde_json::to_vec(&heartbeat("a", 0)).unwrap();
    for authorization in [None, Some("Bearer x".to_owned()), Some(format!("Bearer {}", hall.operator_token))] {
        let answer = hall.post_as(authorization.as_deref(), &body);
        assert_eq!((answer.status, answer.text().as_str()), (401, ""), "{authorization:?}");
    }
    for path in ["/displays/", "/displays/list.json", "/displays/a/", "/displays/a/screen.jpg", "/displays/x/y/z"] {
        let wrong = format!("Bearer {}", hall.display_token);
        for headers in [&[][..], &[("Authorization", wrong.as_str())]] {
            let answer = ask(hall.address(), "GET", path, headers);
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.header("WWW-Authenticate").unwrap().starts_with("Basic realm="), "{path}");
        }
    }
    assert_eq!(hall.names(), [] as [&str; 0]);
    let lines = |hall: &Hall| hall.log().matches("refused below /displays/").count();
    assert_eq!(lines(&hall), 1);
    hall.seconds.fetch_add(61, Ordering::SeqCst);
    hall.post_as(None, &body);
    assert_eq!(lines(&hall), 2);
    let log = hall.log();
    assert!(log.contains("/displays/heartbeats"), "the access log has its line\n{log}");
    for token in [&hall.display_token, &hall.operator_token] {
        assert!(!log.contains(token.as_str()), "a token is in the log");
    }
}

#[test]
fn too_large_is_refused_unread_and_malformed_by_its_field() {
    let hall = Hall::open();
    let token = format!("Bearer {}", hall.display_token);
    // Its length says so: nothing of it is sent, and yet it is answered.
    let headers = [("Authorization", token.as_str()), ("Content-Length", "10000000")];
    assert_eq!(ask(hall.address(), "POST", "/displays/heartbeats", &headers).status, 413);
    // Its length is not said.
    let chunk = [b"10000\r\n".to_vec(), vec![b' '; 0x10000], b"\r\n".to_vec()].concat();
    let headers = [("Authorization", token.as_str()), ("Transfer-Encoding", "chunked")];
    let stream = TcpStream::connect(hall.address()).unwrap();
    assert_eq!(send_through(stream, "POST", "/displays/heartbeats", &headers, &chunk.repeat(3)).status, 413);

    for (body, reason) in [
        ("", "EOF"),
        ("[]", "invalid"),
        ("\u{0}", "expected value"),
        (r#"{"display":"a","site":1}"#, "site: invalid type: integer `1`, expected a string"),
        (r#"{"display":"a"}"#, "missing field `site`"),
    ] {
        let answer = hall.post_as(Some(&token), body.as_bytes());
        assert_eq!((answer.status, answer.text().contains(reason)), (400, true), "{}", answer.text());
    }
    let hostile = Heartbeat { display: "<script>alert(1)</script>".to_owned(), ..heartbeat("a", 0) };
    let answer = hall.post(&hostile);
    assert_eq!((answer.status, answer.text().starts_with("display: not a slug")), (400, true));
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let answer = ask(hall.address(), method, "/displays/heartbeats", &[("Authorization", &token)]);
        assert_eq!((answer.status, answer.header("Allow").as_deref()), (405, Some("POST")), "{method}");
    }
    assert_eq!(hall.names(), [] as [&str; 0]);
}

#[test]
fn a_thousand_displays_at_once_leave_the_list_right_and_a_further_one_is_refused() {
    allow_open_files();
    let hall = Hall::open();
    let name = |number: u64| format!("sanh-{number:04}");
    let told = |number: u64| Heartbeat { restarts: number, ..heartbeat(&name(number), 0) };
    let together = Barrier::new(1_000);
    thread::scope(|scope| {
        for number in 0..1_000 {
            let (hall, together) = (&hall, &together);
            scope.spawn(move || {
                // One address may hold 512 connections.
                let stream = connect_from([127, 0, 0, (number % 4) as u8 + 1], hall.address());
                together.wait();
                let answer = hall.post_through(stream, &told(number));
                assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"orders":[]}"#));
            });
        }
    });
    // Operators and displays at once.
    thread::scope(|scope| {
        for number in (0..1_000).step_by(20) {
            let hall = &hall;
            scope.spawn(move || {
                assert_eq!(hall.act(&name(number), "reload", "").status, 303);
                let orders = hall.post(&told(number)).text();
                assert_eq!(orders, r#"{"orders":[{"id":1,"kind":"reload"}]}"#);
                assert_eq!(hall.post(&Heartbeat { done: 1, ..told(number) }).text(), r#"{"orders":[]}"#);
            });
        }
    });
    let list = hall.list();
    let displays = list["displays"].as_array().unwrap();
    assert_eq!(displays.len(), 1_000);
    for (number, display) in displays.iter().enumerate() {
        let expected = (name(number as u64), Some(number as u64), json!([]));
        let restarts = display["heartbeat"]["restarts"].as_u64();
        let found = (display["name"].as_str().unwrap().to_owned(), restarts, display["orders"].clone());
        assert_eq!(found, expected);
    }
    let further = hall.post(&heartbeat("sanh-moi", 0));
    assert_eq!((further.status, further.text().contains("as many displays as may be")), (507, true));
    assert_eq!(hall.post(&heartbeat("sanh-0007", 1)).status, 200, "a known one is heard");
}

#[test]
fn without_displays_the_addresses_are_the_sites() {
    let folder = tempfile::tempdir().unwrap();
    let site = super::serving::tiny_site::publish(folder.path(), false);
    let server = super::serving::Server::start(&site, &[]);
    for path in ["/displays/", "/displays/list.json", "/displays/heartbeats"] {
        let answer = ask(server.address, "GET", path, &[]);
        assert_eq!((answer.status, answer.text().as_str()), (404, "<h1>not found</h1>"), "{path}");
        assert_eq!(ask(server.address, "POST", path, &[]).status, 405, "{path}");
    }
    let hall = Hall::open();
    assert_eq!(ask(hall.address(), "GET", "/", &[]).text(), "<h1>home</h1>", "the site is served as ever");
    assert_eq!(ask(hall.address(), "POST", "/", &[]).status, 405);
    assert_eq!(ask(hall.address(), "POST", "/healthz", &[]).status, 405);
}
