//! The security headers of every class of answer, value by value: `portal serve`, nginx and Caddy say the same ones.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portal_publisher::delivery::serve::{Limits, Maker, ServeOptions, ServeState, router};
use portal_publisher::delivery::{self, Routes};

use super::servers::{start_caddy, start_nginx};
use crate::serving::Server;
use crate::serving::exchange::{Answer, ask, send_through};
use crate::serving::metrics::{address_of_metrics, ask_metrics};
use crate::serving::process::Process;
use crate::serving::tiny_site::{EMBED_POLICY, KIOSK_POLICY, POLICY, publish, routes};

/// What an answer has of these is compared; any other of them it must not have.
const ALL: [&str; 12] = [
    "Content-Security-Policy",
    "Reporting-Endpoints",
    "Permissions-Policy",
    "X-Frame-Options",
    "Origin-Agent-Cluster",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "X-Content-Type-Options",
    "Referrer-Policy",
    // Plain HTTP: a browser has to pass over it there (RFC 6797, 7.2). Over TLS: `examples`.
    "Strict-Transport-Security",
];

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";
const MEDIA_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

type Headers = Vec<(&'static str, String)>;

/// Of everything.
fn own() -> Headers {
    [
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .into()
}

/// Of what other origins may read.
fn open() -> Headers {
    let mut headers = own();
    headers[0].1 = "cross-origin".to_owned();
    headers.push(("Access-Control-Allow-Origin", "*".to_owned()));
    headers
}

fn of_document(policy: &str, framing: &str) -> Headers {
    let reported = format!("{policy}; report-uri /csp-reports; report-to csp");
    let more = [
        ("Content-Security-Policy", reported.as_str()),
        ("Reporting-Endpoints", "csp=\"/csp-reports\""),
        ("Permissions-Policy", PERMISSIONS),
        ("X-Frame-Options", framing),
        ("Origin-Agent-Cluster", "?1"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    own().into_iter().chain(more.map(|(name, value)| (name, value.to_owned()))).collect()
}

fn document() -> Headers {
    of_document(POLICY, "SAMEORIGIN")
}

fn embed() -> Headers {
    let more = [
        ("Content-Security-Policy", EMBED_POLICY),
        ("Permissions-Policy", PERMISSIONS),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
    ];
    open().into_iter().chain(more.map(|(name, value)| (name, value.to_owned()))).collect()
}

fn media() -> Headers {
    open().into_iter().chain([("Content-Security-Policy", MEDIA_POLICY.to_owned())]).collect()
}

/// A request, and the class that its answer is of.
struct Row(&'static str, &'static str, &'static [(&'static str, &'static str)], u16, fn() -> Headers);

const GET: &str = "GET";

fn table() -> Vec<Row> {
    let any = &[("If-None-Match", "*")];
    vec![
        Row(GET, "/", &[], 200, document),
        Row(GET, "/", any, 304, document),
        Row("HEAD", "/tin-moi/", &[], 200, document),
        Row(GET, "/app.html", &[], 200, document),
        Row(GET, "/kiosk/", &[], 200, || of_document(KIOSK_POLICY, "DENY")),
        Row(GET, "/embed/v1/latest/", &[], 200, embed),
        Row(GET, "/embed/v1/khong-co/", &[], 404, embed),
        Row(GET, "/api/v1/site.json", &[], 200, open),
        Row(GET, "/api/v1/site.json", any, 304, open),
        Row(GET, "/api/v1/khong-co.json", &[], 404, open),
        Row(GET, "/api/v1/online.json", &[], 200, open),
        Row(GET, "/rss.xml", &[], 200, open),
        Row(GET, "/chuyen-muc/tin-tuc/atom.xml", &[], 200, open),
        Row(GET, "/feed.json", &[], 200, open),
        Row(GET, "/assets/portal-app-0123.js", &[], 200, open),
        Row(GET, "/assets/portal-app-0123_bg.wasm", &[("Accept-Encoding", "gzip")], 200, open),
        Row(GET, "/media/anh-01234567.svg", &[], 200, media),
        Row(GET, "/media/anh-01234567.png", &[("Range", "bytes=2-4")], 206, media),
        Row(GET, "/media/anh-01234567.png", &[("Range", "bytes=90-")], 416, media),
        Row(GET, "/kiosk/sw.js", &[], 200, own),
        Row(GET, "/kiosk/edition.json", &[], 200, own),
        Row(GET, "/tools/share.js", &[], 200, own),
        Row(GET, "/en/pagefind/pagefind.js", &[], 200, own),
        Row(GET, "/robots.txt", &[], 200, own),
        Row(GET, "/sitemap.xml", &[], 200, own),
        Row(GET, "/manifest.webmanifest", &[], 200, own),
        Row(GET, "/.well-known/security.txt", &[], 200, own),
        Row(GET, "/khong-co/", &[], 404, document),
        Row(GET, "/en/nothing", &[], 404, document),
        Row(GET, "/media/khong-co.svg", &[], 404, document),
        Row(GET, "/.env", &[], 404, document),
        Row(GET, "/tin-moi", &[], 301, document),
        Row(GET, "/Default.aspx", &[], 301, document),
        Row(GET, "/tin-tuc/sai-ten-k7q2m9/", &[], 301, document),
        Row("POST", "/", &[], 405, document),
        Row("DELETE", "/api/v1/site.json", &[], 405, document),
    ]
}

fn sorted(mut headers: Headers) -> Headers {
    headers.sort();
    headers
}

fn found(answer: &Answer) -> Headers {
    sorted(ALL.into_iter().filter_map(|name| Some((name, answer.header(name)?))).collect())
}

/// The tiny site, whose settings ask for reports and for the number of people online.
fn publish_reporting(folder: &Path) -> std::path::PathBuf {
    let site = publish(folder, true);
    let routes = Routes { csp_reports: Some("/csp-reports".to_owned()), ..routes(true) };
    delivery::write(&folder.join("site.releases/1/deploy"), &routes, &site).unwrap();
    site
}

fn serve(site: &Path, csp_reports: bool) -> Server {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let trust_proxy = vec!["127.0.0.1".parse::<std::net::IpAddr>().unwrap().into()];
    let options = ServeOptions { csp_reports, trust_proxy, ..ServeOptions::new(address, site.to_owned()) };
    Server::start_service(Limits::default(), |_| router(ServeState::new(&options, Arc::new(Instant::now))))
}

#[test]
fn every_class_of_answer_has_the_same_security_headers_on_every_server() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish_reporting(folder.path());
    let portal = serve(&site, true);
    let (nginx, caddy) =
        (start_nginx(folder.path(), Some(portal.address)), start_caddy(folder.path(), Some(portal.address)));
    let mut differences = String::new();
    for (server, address) in [("portal serve", portal.address), ("nginx", nginx.address), ("Caddy", caddy.address)] {
        for Row(method, target, sent, status, class) in table() {
            let answer = ask(address, method, target, sent);
            let (expected, found) = (sorted(class()), found(&answer));
            // Of a copy that is still good a server may leave out what the browser has (RFC 9110, 15.4.5), but not say otherwise.
            let is_right = match status {
                304 => found.iter().all(|header| expected.contains(header)),
                _ => found == expected,
            };
            let is_policy_of_its_own = server == "portal serve" && status == 405;
            if answer.status != status || !(is_right || is_policy_of_its_own) {
                let _ =
                    writeln!(differences, "{server}: {method} {target}: {}\n{found:#?}\n{expected:#?}", answer.status);
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Checks an answer that is no file of the site: its status, that it may load nothing, and who may keep it.
fn check_locked_up(answer: &Answer, status: u16, kept: &str) {
    let mut expected = of_document("", "SAMEORIGIN");
    expected.retain(|(name, _)| *name != "Reporting-Endpoints");
    let policy = expected.iter_mut().find(|(name, _)| *name == "Content-Security-Policy").unwrap();
    policy.1 = "default-src 'none'".to_owned();
    assert_eq!((answer.status, found(answer)), (status, sorted(expected)));
    assert_eq!(answer.header("Cache-Control").as_deref(), Some(kept));
}

#[test]
fn an_answer_of_no_site_at_all_is_locked_up_too() {
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&folder.path().join("site"), false);
    check_locked_up(&ask(server.address, "GET", "/", &[]), 503, "no-cache");
    check_locked_up(&ask(server.address, "GET", "/healthz", &[]), 503, "no-store");
}

#[test]
fn what_monitoring_asks_for_is_locked_up_and_kept_by_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&publish(folder.path(), false), &["--metrics", "127.0.0.1:0"]);
    let health = ask(server.address, "GET", "/healthz", &[]);
    check_locked_up(&health, 200, "no-store");
    assert_eq!(health.header("Content-Type").as_deref(), Some("text/plain; charset=utf-8"));
    let metrics = address_of_metrics(&server);
    check_locked_up(&ask_metrics(metrics), 200, "no-store");
    let host = metrics.to_string();
    for (method, path, host, status) in
        [("GET", "/", host.as_str(), 404), ("POST", "/metrics", &host, 405), ("GET", "/metrics", "evil.example", 421)]
    {
        check_locked_up(&ask(metrics, method, path, &[("Host", host)]), status, "no-store");
    }
}

/// A disk that does not answer: one page of the site is made for as long as the test wants.
#[test]
fn an_answer_that_takes_too_long_is_locked_up_too() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let options = ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], 0)), site);
    let disk = Arc::new(Mutex::new(()));
    let of_server = Arc::clone(&disk);
    let maker: Maker = Arc::new(move |_, path| {
        let _answers = path.starts_with("cham/").then(|| of_server.lock());
        None
    });
    let server = Server::start_service(Limits::default(), |_| {
        let state = ServeState::new(&options, Arc::new(Instant::now)).making(&options, maker);
        router(state.answering_within(Duration::from_millis(500)))
    });
    let silent = disk.lock().unwrap();
    let answer = ask(server.address, "GET", "/cham/", &[]);
    check_locked_up(&answer, 503, "no-cache");
    assert_eq!(answer.text(), "503 Service Unavailable\n");
    drop(silent);
    assert_eq!(ask(server.address, "GET", "/cham/", &[]).status, 404);
    assert!(server.log().contains("path=\"/cham/\" status=503"), "{}", server.log());
}

#[test]
fn reports_of_what_a_policy_refused_are_taken_through_every_server_and_nowhere_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish_reporting(folder.path());
    let portal = serve(&site, true);
    let (nginx, caddy) =
        (start_nginx(folder.path(), Some(portal.address)), start_caddy(folder.path(), Some(portal.address)));
    let send = |address: SocketAddr, method: &str, kind: &str, body: &str| {
        let length = body.len().to_string();
        let headers = [("Content-Type", kind), ("Content-Length", length.as_str())];
        let stream = std::net::TcpStream::connect(address).unwrap();
        send_through(stream, method, "/csp-reports", &headers, body.as_bytes())
    };
    let old = "application/csp-report";
    for (server, address) in [("serve", portal.address), ("nginx", nginx.address), ("caddy", caddy.address)] {
        let report = format!(
            r#"{{"csp-report":{{"document-uri":"https://portal.example/{server}/?q=bimat","effective-directive":"script-src","blocked-uri":"inline\u000a\u001b[31m"}}}}"#
        );
        let answer = send(address, "POST", old, &report);
        assert_eq!((answer.status, answer.text().as_str()), (204, ""), "{server}");
        assert_eq!(answer.header("X-Content-Type-Options").as_deref(), Some("nosniff"), "{server}");
        let news = r#"[{"type":"csp-violation","body":{"documentURL":"https://portal.example/x/","effectiveDirective":"img-src"}}]"#;
        assert_eq!(send(address, "POST", "application/reports+json; charset=utf-8", news).status, 204, "{server}");
        for (method, kind, body, status) in [
            ("GET", old, "", 405),
            ("PUT", old, "{}", 405),
            ("POST", "text/plain", "{}", 415),
            ("POST", old, "{", 400),
            ("POST", old, &format!("\"{}\"", "x".repeat(40_000)), 413),
        ] {
            let answered = send(address, method, kind, body).status;
            // Caddy says of a body that grew too large for it that the server behind did not take it.
            let is_cut_off = (server, status, answered) == ("caddy", 413, 502);
            assert!(answered == status || is_cut_off, "{server}: {method} {kind} {body:.20}: {answered}");
        }
    }
    let log = portal.log();
    for server in ["serve", "nginx", "caddy"] {
        let lines = log.lines().filter(|line| line.contains(&format!("https://portal.example/{server}/"))).count();
        assert_eq!(lines, 1, "{server}\n{log}");
    }
    assert!(!log.contains("bimat") && !log.contains('\u{1b}') && log.contains("img-src"), "{log}");

    assert_eq!(send(serve(&site, false).address, "POST", old, "{}").status, 405);
    let silent = tempfile::tempdir().unwrap();
    publish(silent.path(), false);
    for address in
        [start_nginx(silent.path(), None), start_caddy(silent.path(), None)].each_ref().map(|one| one.address)
    {
        assert_eq!(send(address, "POST", old, "{}").status, 405);
        assert!(ask(address, "GET", "/", &[]).header("Reporting-Endpoints").is_none());
    }
}
