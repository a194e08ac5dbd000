//! What a monitoring system is told, and where.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Command;

use super::exchange::{Answer, ask};
use super::process::Process;
use super::tiny_site::publish;

/// Asks as a monitoring system does.
pub fn ask_metrics(address: SocketAddr) -> Answer {
    ask(address, "GET", "/metrics", &[("Host", &address.to_string())])
}

/// Where a server's log says that its metrics are.
pub fn address_of_metrics(server: &Process) -> SocketAddr {
    let log = server.wait_for("metrics are at http://");
    let rest = log.split("metrics are at http://").nth(1).unwrap();
    rest.split('/').next().unwrap().parse().unwrap()
}

/// Each sample by its name with labels, checked against the grammar of OpenMetrics: every sample belongs to a metric that has
/// been described before it, and the text has an end.
pub fn parse_metrics(text: &str) -> BTreeMap<String, f64> {
    let mut described = "";
    let mut samples = BTreeMap::new();
    assert!(text.ends_with("# EOF\n"), "{text}");
    for line in text.lines() {
        match line.strip_prefix("# ") {
            Some("EOF") => {}
            Some(comment) => {
                let mut words = comment.split(' ');
                let keyword = words.next().unwrap();
                assert!(["HELP", "TYPE", "UNIT"].contains(&keyword), "{line}");
                described = words.next().unwrap();
            }
            None => {
                let (name, value) = line.rsplit_once(' ').unwrap();
                assert!(name.starts_with(described), "{line} is not of {described}");
                assert!(samples.insert(name.to_owned(), value.parse().unwrap()).is_none(), "{line} is there twice");
            }
        }
    }
    samples
}

#[test]
fn prometheus_is_told_of_requests_connections_release_and_process() {
    let folder = tempfile::tempdir().unwrap();
    let displays = folder.path().join("displays");
    let flags = ["--metrics", "127.0.0.1:0", "--displays", displays.to_str().unwrap()];
    let server = Process::start(&publish(folder.path(), true), &flags);
    for (path, status) in
        [("/", 200), ("/tin-moi/", 200), ("/tin-moi", 301), ("/khong-co/", 404), ("/api/v1/khong-co.json", 404)]
    {
        assert_eq!(ask(server.address, "GET", path, &[]).status, status, "{path}");
    }
    let metrics = address_of_metrics(&server);
    let answer = ask_metrics(metrics);
    assert_eq!(answer.header("Content-Type").unwrap(), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = answer.text();
    let samples = parse_metrics(&text);
    let requests = |status: &str, class: &str| {
        samples.get(&format!("portal_http_requests_total{{status=\"{status}\",class=\"{class}\"}}")).copied()
    };
    assert_eq!([requests("2xx", "document"), requests("3xx", "other")], [Some(2.0), Some(1.0)], "{text}");
    assert_eq!([requests("4xx", "api"), requests("4xx", "document")], [Some(1.0); 2], "{text}");
    for (name, expected) in [
        ("portal_http_request_duration_seconds_count", 5.0),
        ("portal_connections_refused_total", 0.0),
        ("portal_people_online", 1.0),
        ("portal_release_number", 1.0),
        ("portal_displays{state=\"silent\"}", 0.0),
        ("portal_displays{state=\"active\"}", 0.0),
        (&format!("portal_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1.0),
    ] {
        assert_eq!(samples.get(name), Some(&expected), "{name}: {text}");
    }
    for name in [
        "portal_connections_opened_total",
        "portal_http_response_bytes_total",
        "portal_release_timestamp_seconds",
        "process_resident_memory_bytes",
    ] {
        assert!(samples[name] > 0.0, "{name}: {text}");
    }
    // What is not so is left out.
    assert!(!text.contains("portal_publish"), "{text}");
    assert!(!text.contains("tin-moi") && !text.contains("khong-co"), "no path is in it: {text}");
}

#[test]
fn metrics_are_nowhere_but_where_no_proxy_leads() {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    let server = Process::start(&site, &["--metrics", "127.0.0.1:0"]);
    assert_eq!(ask(server.address, "GET", "/metrics", &[]).status, 404);
    let metrics = address_of_metrics(&server);
    assert_eq!(ask_metrics(metrics).status, 200);
    // A page of another site whose name leads here.
    assert_eq!(ask(metrics, "GET", "/metrics", &[("Host", "evil.example")]).status, 421);
    for path in ["/", "/healthz", "/tin-moi/"] {
        assert_eq!(ask(metrics, "GET", path, &[("Host", &metrics.to_string())]).status, 404, "{path}");
    }
    for address in ["0.0.0.0:9464", "[::]:9464", "192.0.2.1:9464"] {
        let refused =
            Command::new(env!("CARGO_BIN_EXE_portal")).args(["serve", "--metrics", address]).output().unwrap();
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains("only this machine may reach it"), "{said}");
        assert!(said.contains("127.0.0.1:9464"), "{said}");
    }
}
