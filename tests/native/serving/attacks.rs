//! Requests that no browser sends, byte by byte: the answer is calm, nothing follows that nobody asked for, and the server
//! answers the next reader.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use super::exchange::ask;
use super::tiny_site::publish;
use super::{Server, settle};

const MEDIUM: &str = "/media/anh-01234567.png";

/// What comes back for some bytes, until the server ends the connection or is silent for a while.
fn exchange(server: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    // What is refused at its head need not be taken to its end.
    let _ = stream.write_all(bytes);
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received);
    String::from_utf8_lossy(&received).into_owned()
}

/// The statuses of all answers in what came back.
fn statuses(received: &str) -> Vec<u16> {
    let answers = received.split("HTTP/1.1 ").skip(1);
    answers.map(|answer| answer.get(..3).and_then(|status| status.parse().ok()).unwrap_or_default()).collect()
}

#[test]
fn a_request_names_one_possible_host() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    let status = |head: &str| statuses(&exchange(server.address, format!("{head}\r\n\r\n").as_bytes()));
    let close = "Connection: close";
    assert_eq!(status(&format!("GET / HTTP/1.1\r\n{close}")), [400], "none");
    assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n{close}")), [400], "two");
    assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n{close}")), [400], "two");
    for host in ["", "a b", "a/b", "u@a", "a:99999", "[::1", "a,b", "a?b", "a\\b", "a\u{e9}", "a\0"] {
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{close}")), [400], "{host:?}");
    }
    for host in ["a", "a.example:8080", "127.0.0.1", "[::1]:80"] {
        assert_eq!(status(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{close}")), [200], "{host}");
    }
    assert_eq!(status(&format!("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n{close}")), [200]);
    assert_eq!(status(&format!("GET http://u@a.example/ HTTP/1.1\r\nHost: a.example\r\n{close}")), [400]);
    // HTTP/1.0 knows no hosts.
    assert!(exchange(server.address, b"GET / HTTP/1.0\r\n\r\n").contains(" 200 OK"));
}

#[test]
fn a_part_that_is_understood_is_sent_and_any_other_is_the_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    check_parts(&server);
    settle();
    // What is asked for again comes from memory.
    check_parts(&server);
    check_parts(&server);
}

fn check_parts(server: &Server) {
    for (range, status, body) in [
        ("bytes=-999999", 206, "0123456789"),
        ("bytes=-99999999999999999999999999", 206, "0123456789"),
        ("bytes=-10", 206, "0123456789"),
        ("bytes=-3", 206, "789"),
        ("bytes=007-", 206, "789"),
        ("BYTES=2-4", 206, "234"),
        ("bytes=8-99999999999999999999999999", 206, "89"),
        ("bytes=-0", 416, ""),
        ("bytes=10-", 416, ""),
        ("pages=1-2", 200, "0123456789"),
        ("items=0-", 200, "0123456789"),
        ("bytes=4-2", 200, "0123456789"),
        ("bytes=x", 200, "0123456789"),
        ("bytes", 200, "0123456789"),
        ("bytes=1-2,4-5,7-", 200, "0123456789"),
    ] {
        let answer = ask(server.address, "GET", MEDIUM, &[("Range", range)]);
        assert_eq!((answer.status, answer.text().as_str()), (status, body), "{range}");
    }
    let twice = ask(server.address, "GET", MEDIUM, &[("Range", "bytes=0-1"), ("Range", "bytes=5-6")]);
    assert_eq!((twice.status, twice.body.len()), (200, 10));
    // A compressed form is shorter than the page: the last bytes are those of what is sent.
    for length in [5, 40, 100_000] {
        let range = format!("bytes=-{length}");
        let answer = ask(server.address, "GET", "/", &[("Range", &range), ("Accept-Encoding", "gzip")]);
        assert_eq!(answer.status, 206, "{range}: {}", answer.text());
        assert!("gz of index.html".ends_with(&answer.text()), "{range}: {}", answer.text());
    }
    let many = format!("bytes={}", (0..2_000).map(|at| format!("{at}-{at}")).collect::<Vec<_>>().join(","));
    assert!(ask(server.address, "GET", MEDIUM, &[("Range", &many)]).body.len() <= 10);
}

#[test]
fn validators_in_several_lines_are_one_list() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    let tag = ask(server.address, "GET", MEDIUM, &[]).header("ETag").unwrap();
    let status = |lines: &[&str]| {
        let sent = lines.iter().map(|line| ("If-None-Match", *line)).collect::<Vec<_>>();
        ask(server.address, "GET", MEDIUM, &sent).status
    };
    assert_eq!(status(&["\"other\"", &tag]), 304);
    assert_eq!(status(&["\"a\", \"b\"", "\"c\"", &format!("W/{tag}")]), 304);
    assert_eq!(status(&["\"other\"", "\"another\""]), 200);
}

/// Whatever a proxy before us takes such a request for, nothing of its body is a request of its own to us.
#[test]
fn what_a_body_holds_is_no_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(&publish(folder.path(), false), &[]);
    let hidden = "GET /tools/share.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let length = hidden.len();
    let chunks = format!("{length:x}\r\n{hidden}\r\n0\r\n\r\n");
    let of_length = [
        format!("Content-Length: {length}"),
        format!("Content-Length: {length}\r\nContent-Length: {length}"),
        format!("Content-Length: {length}\r\nContent-Length: 0"),
        format!("Content-Length: 0\r\nContent-Length: {length}"),
        format!("Content-Length: {length}, 0"),
        format!("Content-Length: +{length}"),
        "Content-Length: -1".to_owned(),
        format!("Content-Length : {length}"),
        format!("Content-Length: {length}\r\n ,0"),
        format!("Content-Length: {length}\r\nExpect: 100-continue"),
    ];
    let of_chunks = [
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 4",
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding\t: chunked",
        "Transfer-Encoding: \u{b}chunked",
        "Transfer-Encoding:\n chunked",
        "X: a\nTransfer-Encoding: chunked",
        "X: a\rTransfer-Encoding: chunked",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\nTransfer-Encoding: chunked",
    ];
    let of_length = of_length.iter().map(|head| (head.as_str(), hidden));
    let cases = of_length.chain(of_chunks.map(|head| (head, chunks.as_str())));
    thread::scope(|scope| {
        for (head, body) in cases {
            for method in ["GET", "POST", "HEAD"] {
                let request = format!("{method} / HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n{body}");
                scope.spawn(move || {
                    let received = exchange(server.address, request.as_bytes());
                    let answers = statuses(&received).into_iter().filter(|status| *status != 100).count();
                    assert!(!received.contains("share()") && answers <= 1, "{request}\n→\n{received}");
                });
            }
        }
    });
    assert_eq!(ask(server.address, "GET", "/", &[]).status, 200);
    server.stop();
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

#[test]
fn what_no_browser_sends_is_refused_and_the_next_reader_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(&publish(folder.path(), false), &[]);
    let lines = |count: usize| (0..count).map(|at| format!("X-{at}: a\r\n")).collect::<String>();
    let request = |first: &str, rest: &str| format!("{first} HTTP/1.1\r\nHost: a\r\n{rest}Connection: close\r\n\r\n");
    let long = |length: usize| "a".repeat(length);
    for (bytes, expected) in [
        (request("GET /", &format!("X: {}\r\n", long(10_000))), &[200][..]),
        (request("GET /", &format!("X: {}\r\n", long(1_000_000))), &[431]),
        (request("GET /", &lines(90)), &[200]),
        (request("GET /", &lines(10_000)), &[431]),
        (request(&format!("GET /{}", long(10_000)), ""), &[404]),
        (request(&format!("GET /{}", long(100_000)), ""), &[414, 431]),
        (request("get /", ""), &[405]),
        (request("TRACE /", ""), &[405]),
        (request("CONNECT a:80", ""), &[404, 405]),
        (request("OPTIONS *", ""), &[404, 405]),
        (request("GET *", ""), &[404]),
        (request("GET /\u{7f}", ""), &[400, 404]),
        (request("GET /tin-moi", "X: a\r\n b\r\n"), &[400]),
        (request("GET /", "X: a\0b\r\n"), &[400]),
        (request("GET /", "X\0: a\r\n"), &[400]),
        (request("GET /", "X: a\r\nno colon\r\n"), &[400]),
        (request("GET /", "Upgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n"), &[200]),
        ("GET /\r\n\r\n".to_owned(), &[400]),
        ("GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_owned(), &[400, 505]),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), &[]),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}".to_owned(), &[400]),
        ("\0".repeat(100_000), &[400, 431]),
    ] {
        let answered = statuses(&exchange(server.address, bytes.as_bytes()));
        let is_right = match answered.as_slice() {
            [] => expected.is_empty(),
            [status] => expected.contains(status),
            _ => false,
        };
        assert!(is_right, "{:.120?}: {answered:?} instead of one of {expected:?}", bytes);
    }
    // As many as come at once, each answered in its turn.
    let one = "GET /tools/share.js HTTP/1.1\r\nHost: a\r\n\r\n".repeat(99) + &request("GET /", "");
    assert_eq!(statuses(&exchange(server.address, one.as_bytes())), [200; 100]);
    assert_eq!(ask(server.address, "GET", "/", &[]).status, 200);
    server.stop();
    assert!(!server.log().contains("panicked"), "{}", server.log());
}
