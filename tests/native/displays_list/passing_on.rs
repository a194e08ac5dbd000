//! What `docs/displays.md` tells nginx and Caddy to pass on, tried with both.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::hall::{Hall, heartbeat, post};
use crate::deploying::servers::{WebServer, adapt, free_address, nginx_main};
use crate::serving::exchange::ask;

/// The configuration between the fences of a language.
fn written(language: &str) -> &'static str {
    let page = include_str!("../../../docs/displays.md");
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

fn start_nginx(folder: &Path, portal: SocketAddr) -> WebServer {
    let address = free_address();
    let text = adapt(
        written("nginx"),
        &[
            ("listen 443 ssl;", &format!("listen {address};")),
            ("    ssl_certificate     /etc/ssl/portal/fullchain.pem;\n", ""),
            ("    ssl_certificate_key /etc/ssl/portal/privkey.pem;\n", ""),
            ("127.0.0.1:8080", &portal.to_string()),
        ],
    );
    WebServer::start(nginx_main(folder, &text), address, folder)
}

fn start_caddy(folder: &Path, portal: SocketAddr) -> WebServer {
    let address = free_address();
    let site = format!("{{\n\tadmin off\n}}\n\nhttp://:{} {{\n\tbind 127.0.0.1", address.port());
    let text =
        adapt(written("caddyfile"), &[("https://displays.the-site {", &site), ("127.0.0.1:8080", &portal.to_string())]);
    fs::write(folder.join("Caddyfile"), text).unwrap();
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    WebServer::start(command, address, folder)
}

fn check(start: fn(&Path, SocketAddr) -> WebServer) {
    let hall = Hall::open();
    let proxy = start(hall.folder.path(), hall.address());
    let told = serde_json::to_vec(&heartbeat("a", 0)).unwrap();
    let [display, operator] = [&hall.display_token, &hall.operator_token].map(|token| format!("Bearer {token}"));
    let hear = |token: &str, body: &[u8]| post(proxy.address, "/displays/heartbeats", Some(token), &[], body).status;
    assert_eq!(hear(&display, &told), 200);
    assert_eq!(hear(&operator, &told), 401);
    assert_eq!(hear(&operator, &[b' '; 120_000]), 401, "the answer comes through, however long the body");
    // Refused unread: a server in front that is still passing it on says for itself that the connection broke.
    let refused = hear(&display, &vec![b' '; 200_000]);
    assert!([413, 502].contains(&refused), "{refused}");
    assert_eq!(ask(proxy.address, "GET", "/displays/", &[]).status, 401);
    let list = ask(proxy.address, "GET", "/displays/", &[("Authorization", &operator)]);
    assert_eq!((list.status, list.header("Refresh").as_deref()), (200, Some("30")));
    assert!(list.header("Content-Security-Policy").unwrap().starts_with("default-src 'none'; style-src 'sha256-"));
    let reload =
        |headers: &[(&str, &str)]| post(proxy.address, "/displays/a/reload", Some(&operator), headers, b"").status;
    assert_eq!(reload(&[("Host", "displays.the-site:8443"), ("Origin", "https://displays.the-site:8443")]), 303);
    assert_eq!(reload(&[("Host", "displays.the-site:8443"), ("Origin", "https://the-site")]), 403);
    assert_eq!(ask(proxy.address, "GET", "/", &[]).status, 404, "nothing else is passed on");
}

#[test]
fn nginx_passes_displays_on_as_the_documentation_says() {
    check(start_nginx);
}

#[test]
fn caddy_passes_displays_on_as_the_documentation_says() {
    check(start_caddy);
}
