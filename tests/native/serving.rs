//! `portal serve`, asked over the wire.

pub mod answers;
mod attacks;
pub mod exchange;
pub mod limits;
mod logs;
pub mod metrics;
pub mod process;
mod starting;
pub mod tiny_site;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{fs, thread};

use answers::{Abilities, check_answers, check_validators};
use exchange::ask;
use portal_publisher::delivery;
use portal_publisher::delivery::serve::{
    Clock, Limits, ServeOptions, ServeState, parse_network, router, serve_connections,
};
use socket2::{Domain, Socket, Type};
use tiny_site::{OEMBED, publish, routes};

/// A server in a thread of its own; stopped when dropped.
pub struct Server {
    pub address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    log: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    pub fn start(site: &Path, trust_proxy: &[&str]) -> Self {
        Self::start_with_clock(site, trust_proxy, Arc::new(Instant::now))
    }

    fn start_with_clock(site: &Path, trust_proxy: &[&str], clock: Clock) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let trust_proxy = trust_proxy.iter().map(|text| parse_network(text).unwrap()).collect();
        let site = site.to_owned();
        let options = ServeOptions { trust_proxy, ..ServeOptions::new(address, site) };
        Self::start_service(Limits::default(), |_| router(ServeState::new(&options, clock)))
    }

    /// Serves on a free port what `service` makes of its address.
    pub fn start_service(limits: Limits, service: impl FnOnce(SocketAddr) -> axum::Router) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
        // As many may wait as with `portal serve`; the standard library lets 128.
        socket.listen(1_024).unwrap();
        let listener = std::net::TcpListener::from(socket);
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let service = service(address);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = Log(Arc::clone(&log));
        let thread = thread::spawn(move || {
            let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || lines.clone()).finish();
            let _guard = tracing::subscriber::set_default(subscriber);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                serve_connections(listener, service, limits, async { drop(stopped.await) }).await;
            });
        });
        Self { address, stop: Some(stop), thread: Some(thread), log }
    }

    pub fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }

    pub fn log(&self) -> String {
        String::from_utf8(self.log.lock().unwrap().clone()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

#[derive(Clone)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Seconds of a test's own clock.
fn clock() -> (Arc<AtomicU64>, Clock) {
    let (start, seconds) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let shown = Arc::clone(&seconds);
    (seconds, Arc::new(move || start + Duration::from_secs(shown.load(Ordering::SeqCst))))
}

#[test]
fn portal_serve_answers_as_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    // What has just been written is sent from the disk, later from memory, and then with a head that is kept.
    for _ in 0..3 {
        check_answers(server.address, &Abilities { brotli: true });
        check_validators(server.address);
        settle();
    }
}

/// Waits until a server may keep in memory what has just been written.
pub fn settle() {
    thread::sleep(Duration::from_millis(200));
}

#[test]
fn oembed_finds_an_article_by_any_of_its_addresses_and_keeps_to_the_size_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    let asked = |query: &str| ask(server.address, "GET", &format!("/embed/v1/oembed{query}"), &[]);
    for address in [
        "https://portal.example/tin-tuc/hoi-thi-k7q2m9/",
        "http%3A%2F%2FPORTAL.example%2Ftin-tuc%2Fsai-ten-k7q2m9%3Fa%3Db%23c",
        "https://portal.example/bai-cu",
        "https://portal.example/Bai-Cu/?x=1",
    ] {
        let answer = asked(&format!("?url={address}"));
        assert_eq!((answer.status, answer.text().as_str()), (200, OEMBED), "{address}");
        assert_eq!(answer.header("Content-Type").as_deref(), Some("application/json; charset=utf-8"));
        assert_eq!(answer.header("Access-Control-Allow-Origin").as_deref(), Some("*"));
    }
    let article = "url=https://portal.example/tin-tuc/hoi-thi-k7q2m9/";
    for (query, width, height) in [
        (format!("?{article}&maxwidth=320"), 320, 190),
        (format!("?{article}&maxheight=100&maxwidth=9999&format=json"), 600, 100),
        (format!("?{article}&maxwidth=0&maxheight=-5"), 600, 190),
        (format!("?{article}&maxwidth=3e2&maxheight="), 600, 190),
        ("/k7q2m9.json?maxwidth=320&maxheight=150".to_owned(), 320, 150),
        ("/k7q2m9.json?v=1".to_owned(), 600, 190),
        (format!("?{article}&maxwidth=%33%32%30&maxwidth=20&url=x"), 320, 190),
    ] {
        let answer = asked(&query);
        let document: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
        assert_eq!((document["width"].as_u64(), document["height"].as_u64()), (Some(width), Some(height)), "{query}");
        let html = document["html"].as_str().unwrap();
        assert!(html.contains(&format!(r#" width="{width}" height="{height}" "#)), "{query}: {html}");
    }
    for (query, status) in [
        ("?url=https://portal.example/tin-tuc/hoi-thi-k7q2m9/&format=xml".to_owned(), 501),
        ("/k7q2m9.json?format=xml".to_owned(), 501),
        ("/khongco.json?maxwidth=3".to_owned(), 404),
        (String::new(), 400),
        ("?url=https://other.example/tin-tuc/hoi-thi-k7q2m9/".to_owned(), 404),
        ("?url=https://portal.example/tin-tuc/khong-co-abcdef/".to_owned(), 404),
        ("?url=https://portal.example/tin-moi/".to_owned(), 404),
        ("?url=https://portal.example/tin-tuc/%252e%252e/x-k7q2m9/".to_owned(), 404),
        ("?url=k7q2m9".to_owned(), 404),
        ("?url=".to_owned(), 404),
        // It has an address, and no answer.
        ("?url=https://portal.example/en/tin-tuc/hello-e2n4q6/".to_owned(), 404),
    ] {
        let answer = asked(&query);
        assert_eq!(answer.status, status, "{query}");
        assert_eq!(answer.header("Access-Control-Allow-Origin").as_deref(), Some("*"), "{query}");
    }
    // A copy of the site at another address answers for that one too.
    let host = server.address.to_string();
    let target = format!("/embed/v1/oembed?url=http://{host}/tin-tuc/hoi-thi-k7q2m9/");
    assert_eq!(ask(server.address, "GET", &target, &[("Host", &host)]).status, 200);
    let head = ask(server.address, "HEAD", &format!("/embed/v1/oembed?{article}"), &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn people_online_are_counted_for_five_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let (seconds, clock) = clock();
    let server = Server::start_with_clock(&publish(folder.path(), true), &["127.0.0.1"], clock);
    let visit = |path: &str, address: &str| {
        ask(server.address, "GET", path, &[("X-Forwarded-For", address), ("User-Agent", "a")])
    };
    for _ in 0..2 {
        visit("/", "203.0.113.1");
        visit("/tin-moi/", "203.0.113.2");
        visit("/tools/share.js", "203.0.113.3");
        visit("/khong-co/", "203.0.113.4");
    }
    let answer = visit("/api/v1/online.json", "203.0.113.5");
    assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"online":3}"#));
    assert_eq!(answer.header("Cache-Control").as_deref(), Some("no-store"));
    assert_eq!(answer.header("Access-Control-Allow-Origin").as_deref(), Some("*"));
    seconds.store(299, Ordering::SeqCst);
    assert_eq!(visit("/api/v1/online.json", "203.0.113.5").text(), r#"{"online":3}"#);
    seconds.store(301, Ordering::SeqCst);
    assert_eq!(visit("/api/v1/online.json", "203.0.113.5").text(), r#"{"online":1}"#);
}

#[test]
fn an_untrusted_reader_cannot_pretend_to_be_many() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), true), &[]);
    for last in 0..10 {
        ask(server.address, "GET", "/", &[("X-Forwarded-For", &format!("203.0.113.{last}"))]);
    }
    assert_eq!(ask(server.address, "GET", "/api/v1/online.json", &[]).text(), r#"{"online":1}"#);
}

#[test]
fn without_the_setting_nobody_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    assert_eq!(ask(server.address, "GET", "/api/v1/online.json", &[]).status, 404);
}

#[test]
fn health_names_the_release_or_says_that_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let server = Server::start(&site, &[]);
    let health = ask(server.address, "GET", "/healthz", &[]);
    assert_eq!((health.status, health.text().as_str()), (200, "ok 1\n"));
    fs::remove_file(&site).unwrap();
    for path in ["/healthz", "/", "/api/v1/online.json"] {
        assert_eq!(ask(server.address, "GET", path, &[]).status, 503, "{path}");
    }
    assert!(server.log().contains("the site cannot be read"), "{}", server.log());
}

#[test]
fn a_link_out_of_the_web_root_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    for (target, name) in [
        ("../../../secret.txt", "relative.txt"),
        ("/etc/passwd", "absolute.txt"),
        ("robots.txt", "inside.txt"),
        ("../../..", "folder"),
    ] {
        std::os::unix::fs::symlink(target, site.join(name)).unwrap();
    }
    let server = Server::start(&site, &[]);
    for (path, status) in [
        ("/relative.txt", 404),
        ("/absolute.txt", 404),
        ("/inside.txt", 200),
        ("/folder/secret.txt", 404),
        ("/folder/site/robots.txt", 404),
    ] {
        let answer = ask(server.address, "GET", path, &[]);
        assert_eq!(answer.status, status, "{path}");
        assert!(!answer.text().contains("secret") && !answer.text().contains("root:"), "{path}");
    }
}

/// Each release's page and policy contain its number, so an answer mixed from two releases would show.
#[test]
fn publishing_while_serving_never_shows_an_error_or_a_mixture() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let server = Server::start(&site, &[]);
    let is_over = Arc::new(AtomicBool::new(false));
    release(folder.path(), 2);
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let (address, is_over, answers) = (server.address, Arc::clone(&is_over), Arc::new(AtomicUsize::new(0)));
            let counter = Arc::clone(&answers);
            let reader = thread::spawn(move || {
                while !is_over.load(Ordering::SeqCst) {
                    let answer = ask(address, "GET", "/", &[]);
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    let policy = answer.header("Content-Security-Policy").unwrap();
                    assert_eq!(policy, format!("default-src 'sha256-{}'", answer.text()));
                    counter.fetch_add(1, Ordering::SeqCst);
                }
            });
            (reader, answers)
        })
        .collect();
    for number in 3..60 {
        release(folder.path(), number);
        // The last three stay, as with `portal publish`; a busy machine must not make four of what a request spans.
        let before = readers.iter().map(|(_, answers)| answers.load(Ordering::SeqCst)).collect::<Vec<_>>();
        let has_answered = |(place, (reader, answers)): (usize, &(thread::JoinHandle<()>, Arc<AtomicUsize>))| {
            reader.is_finished() || answers.load(Ordering::SeqCst) >= before[place] + 2
        };
        while !readers.iter().enumerate().all(has_answered) {
            thread::sleep(Duration::from_millis(1));
        }
        let _ = fs::remove_dir_all(folder.path().join(format!("site.releases/{}", number - 3)));
    }
    is_over.store(true, Ordering::SeqCst);
    readers.into_iter().for_each(|(reader, _)| reader.join().unwrap());
}

/// Publishes a site of one page the way publish does: beside, then an atomic rename.
fn release(folder: &Path, number: u32) {
    let release = folder.join(format!("site.releases/{number}"));
    fs::create_dir_all(release.join("www")).unwrap();
    fs::write(release.join("www/index.html"), number.to_string()).unwrap();
    let mut routes = routes(false);
    routes.content_security_policy = format!("default-src 'sha256-{number}'");
    delivery::write(&release.join("deploy"), &routes, &folder.join("site")).unwrap();
    switch_to(folder, number);
}

/// As publish and rollback do.
fn switch_to(folder: &Path, number: u32) {
    std::os::unix::fs::symlink(format!("site.releases/{number}/www"), folder.join("site.next")).unwrap();
    fs::rename(folder.join("site.next"), folder.join("site")).unwrap();
}

/// Pages that have been asked for before come from memory, and only as long as they are the release's own.
#[test]
fn what_is_kept_in_memory_follows_a_publish_and_a_rollback_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let server = Server::start(&site, &[]);
    for number in [2, 3] {
        release(folder.path(), number);
        let www = folder.path().join(format!("site.releases/{number}/www"));
        fs::create_dir(www.join("assets")).unwrap();
        // Releases share what has not changed; of what has, the length may be the same.
        fs::hard_link(folder.path().join("site.releases/1/www/robots.txt"), www.join("robots.txt")).unwrap();
        fs::write(www.join(format!("assets/only-{number}.js")), "only()").unwrap();
        fs::write(www.join("404.html"), missing(number)).unwrap();
    }
    settle();
    for number in [2, 3, 2, 3, 3, 2] {
        switch_to(folder.path(), number);
        // First, and then out of memory.
        for _ in 0..3 {
            let page = ask(server.address, "GET", "/", &[("Accept-Encoding", "gzip, br")]);
            let policy = page.header("Content-Security-Policy").unwrap();
            assert_eq!((page.status, page.text()), (200, number.to_string()));
            assert_eq!(policy, format!("default-src 'sha256-{number}'"));
            let tag = page.header("ETag").unwrap();
            assert_eq!(ask(server.address, "GET", "/", &[("If-None-Match", &tag)]).status, 304);
            for other in [2, 3] {
                let asset = ask(server.address, "GET", &format!("/assets/only-{other}.js"), &[]);
                let expected = if other == number { (200, "only()".to_owned()) } else { (404, missing(number)) };
                assert_eq!((asset.status, asset.text()), expected, "of {other} in {number}");
            }
            assert_eq!(ask(server.address, "GET", "/robots.txt", &[]).text(), "User-agent: *");
            assert_eq!(ask(server.address, "GET", "/tin-moi/", &[]).text(), missing(number));
            assert_eq!(ask(server.address, "GET", "/healthz", &[]).text(), format!("ok {number}\n"));
        }
    }
}

fn missing(number: u32) -> String {
    format!("not found in {number}")
}

#[test]
fn a_graceful_stop_finishes_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let bytes = 30_000_000;
    fs::write(site.join("media/phim-01234567.mp4"), vec![7; bytes]).unwrap();
    let mut server = Server::start(&site, &[]);
    let mut reader = TcpStream::connect(server.address).unwrap();
    reader.write_all(b"GET /media/phim-01234567.mp4 HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut received = vec![0; 1_000];
    reader.read_exact(&mut received).unwrap();
    let idle = TcpStream::connect(server.address).unwrap();
    let reading = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        reader.read_to_end(&mut received).unwrap();
        received.len()
    });
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(8), "an idle connection must not hold up the stop");
    assert!(reading.join().unwrap() > bytes);
    drop(idle);
    assert!(TcpStream::connect(server.address).is_err());
}

#[test]
fn the_access_log_says_what_was_asked_and_never_who_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(&publish(folder.path(), false), &["127.0.0.1"]);
    ask(
        server.address,
        "GET",
        "/tin-moi/?q=b%C3%AD-m%E1%BA%ADt",
        &[("X-Forwarded-For", "203.0.113.77"), ("User-Agent", "Secret/1")],
    );
    server.stop();
    let log = server.log();
    let line = log.lines().find(|line| line.contains("/tin-moi/")).unwrap_or_else(|| panic!("no line in {log}"));
    for part in ["portal::access", "method=GET", "path=\"/tin-moi/\"", "status=200", "bytes=15", "ms="] {
        assert!(line.contains(part), "{part} is missing in {line}");
    }
    for part in ["127.0.0.1", "203.0.113.77", "Secret", "m%E1"] {
        assert!(!log.contains(part), "{part} is in {log}");
    }
}

#[test]
fn a_part_is_sent_only_when_it_fits_for_sure() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    let answer =
        ask(server.address, "GET", "/media/anh-01234567.png", &[("Range", "bytes=2-4"), ("If-Range", "\"other\"")]);
    assert_eq!((answer.status, answer.text().as_str()), (200, "0123456789"));
}

#[test]
fn a_head_beyond_all_measure_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&publish(folder.path(), false), &[]);
    assert_eq!(ask(server.address, "GET", "/", &[("X-Long", &"a".repeat(200_000))]).status, 431);
}
