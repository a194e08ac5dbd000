//! The examples beside the web root, with real TLS: an operator sets certificates, starts, publishes, reloads.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use portal_publisher::commands::publish::{PublishOptions, Published, publish};

use super::over_tls::{Answer, ask, make_certificate};
use super::servers::{WebServer, adapt, caddy_main, free_address, nginx_settings};
use crate::published::write_files;
use crate::workshop::Workshop;

const HOST: &str = "portal.example";
const HSTS: &str = "max-age=31536000";
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// A server that was set up by an example.
pub struct Running {
    pub server: WebServer,
    http: SocketAddr,
    has_brotli: bool,
    machine: PathBuf,
    reload: fn(&WebServer, &Path),
}

impl Running {
    /// What a browser gets at the site's own address, by TLS.
    pub fn ask(&self, target: &str, headers: &[&str]) -> Answer {
        ask(self.server.address, Some(&self.machine.join("ssl")), HOST, target, headers).unwrap()
    }

    /// Lets the server read its configuration again.
    pub fn reload(&self) {
        (self.reload)(&self.server, &self.machine);
    }
}

/// A place for certificates, logs and a server's own files, beside what is published.
fn machine(workshop: &Workshop) -> PathBuf {
    let folder = workshop.out().with_file_name("machine");
    make_certificate(&folder.join("ssl"), HOST);
    folder
}

fn publish_whole(workshop: &Workshop) -> Published {
    publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap_or_else(|error| panic!("{error}"))
}

/// As an operator does, in the file itself: the paths of the certificate; and as only a test does, ports above 1024.
pub fn set_up_nginx(example: &Path, machine: &Path, https: SocketAddr, http: SocketAddr) {
    let text = fs::read_to_string(example).unwrap();
    let host = text.split_once("/etc/ssl/").unwrap().1.split_once('/').unwrap().0.to_owned();
    let text = adapt(
        &text,
        &[
            ("    listen 80;", &format!("    listen {http};")),
            ("    listen 443 ssl http2;", &format!("    listen {https} ssl http2;")),
            (&format!("/etc/ssl/{host}/"), &format!("{}/ssl/", machine.display())),
            ("/var/log/nginx/", &format!("{}/", machine.display())),
        ],
    );
    fs::write(example, text).unwrap();
}

pub fn start_nginx(workshop: &Workshop) -> Running {
    let machine = machine(workshop);
    let (https, http) = (free_address(), free_address());
    let example = workshop.out().with_file_name("site.nginx.conf");
    set_up_nginx(&example, &machine, https, http);
    let has_brotli = Path::new(BROTLI).exists();
    if has_brotli {
        let text = fs::read_to_string(&example).unwrap();
        fs::write(&example, adapt(&text, &[("# brotli_static on;", "brotli_static on;")])).unwrap();
    }
    let includes = format!(
        "include {}/nginx/http.conf;\ninclude {};",
        workshop.out().with_file_name("site.deploy").display(),
        example.display()
    );
    let module = if has_brotli { format!("load_module {BROTLI};\n") } else { String::new() };
    fs::write(machine.join("nginx.conf"), module + &nginx_settings(&machine, &includes)).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-c").arg(machine.join("nginx.conf"));
    let server = WebServer::start(command, https, &machine);
    let reload = |server: &WebServer, _: &Path| server.reload_nginx();
    Running { server, http, has_brotli, machine, reload }
}

pub fn start_caddy(workshop: &Workshop) -> Running {
    let machine = machine(workshop);
    let (https, http) = (free_address(), free_address());
    let example = workshop.out().with_file_name("site.Caddyfile");
    let ssl = machine.join("ssl");
    let text = fs::read_to_string(&example).unwrap();
    let text = adapt(&text, &[("# tls ", "tls "), ("/etc/ssl/portal.example", &ssl.to_string_lossy())]);
    fs::write(&example, text).unwrap();
    let main = format!(
        "{{\n\tadmin unix/{machine}/admin.sock\n\tdefault_bind 127.0.0.1\n\thttp_port {}\n\thttps_port {}\n}}\nimport {}\n",
        http.port(),
        https.port(),
        example.display(),
        machine = machine.display(),
    );
    let server = WebServer::start(caddy_main(&machine, &main), https, &machine);
    let reload = |_: &WebServer, machine: &Path| {
        let output = Command::new("caddy")
            .args(["reload", "--adapter", "caddyfile", "--config"])
            .arg(machine.join("Caddyfile"))
            .arg("--address")
            .arg(format!("unix/{}/admin.sock", machine.display()))
            .env("HOME", machine)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    Running { server, http, has_brotli: true, machine, reload }
}

fn check_example(example: &str, start: fn(&Workshop) -> Running) {
    let workshop = Workshop::new(&[("baimot", "published_at = \"2021-03-12\"\naliases = [\"/bai-mot.aspx\"]")]);
    assert!(!publish_whole(&workshop).needs_reload, "there is nothing to be reloaded yet");
    let running = start(&workshop);
    let example = workshop.out().with_file_name(example);
    let set_up = fs::read_to_string(&example).unwrap();
    let secure = |target: &str, headers: &[&str]| running.ask(target, headers);

    // Everybody comes to the one address, by TLS.
    let plain = ask(running.http, None, HOST, "/tin-moi/?a=b", &[]).unwrap();
    assert_eq!(plain.header("Location"), "https://portal.example/tin-moi/?a=b");
    assert!(matches!(plain.status, 301 | 308) && plain.header("Strict-Transport-Security").is_empty());
    let www =
        ask(running.server.address, Some(&running.machine.join("ssl")), "www.portal.example", "/tin-moi/?a=b", &[]);
    let www = www.unwrap();
    assert_eq!((www.status, www.header("Location").as_str()), (301, "https://portal.example/tin-moi/?a=b"));

    let check = |style: &str| {
        let home = secure("/", &[]);
        assert_eq!((home.status, home.version.as_str()), (200, "2"));
        assert_eq!(home.header("Strict-Transport-Security"), HSTS);
        assert!(home.header("Content-Security-Policy").starts_with("script-src 'self' 'wasm-unsafe-eval'; "));
        assert!(home.body.contains(style), "{}", home.body);
        let encodings = if running.has_brotli { &["gzip", "br"][..] } else { &["gzip"] };
        for encoding in encodings {
            let packed = secure("/", &[&format!("Accept-Encoding: {encoding}")]);
            assert_eq!(
                (packed.header("Content-Encoding").as_str(), packed.header("Vary").as_str()),
                (*encoding, "Accept-Encoding")
            );
        }
        let moved = secure("/Bai-Mot.aspx?a=b", &[]);
        assert_eq!((moved.status, moved.header("Location").as_str()), (301, "/tin-tuc/bai-baimot-baimot/?a=b"));
        assert_eq!(moved.header("Strict-Transport-Security"), HSTS);
        let missing = secure("/khong-co/", &[]);
        assert_eq!((missing.status, missing.header("Strict-Transport-Security").as_str()), (404, HSTS));
        assert!(missing.body.contains("<h1"), "{}", missing.body);
    };
    check("<style>");

    // Another look needs no reload; another address does.
    write_files(&workshop.content(), &[("theme/theme.css", ":root { --red-70: #123456 }")]);
    assert!(!publish_whole(&workshop).needs_reload);
    check("--red-70:#123456");
    workshop.write_article("baihai", "published_at = \"2021-03-13\"\naliases = [\"/bai-hai.aspx\"]");
    assert!(publish_whole(&workshop).needs_reload);
    running.reload();
    until("the new old address is not known", || secure("/bai-hai.aspx", &[]).status == 301);
    check("--red-70:#123456");
    assert_eq!(fs::read_to_string(&example).unwrap(), set_up, "what the operator has set is as it was");
}

/// Waits for what a reload brings.
pub fn until(complaint: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < deadline, "{complaint}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_example_for_nginx_serves_over_tls_and_outlives_every_publish() {
    check_example("site.nginx.conf", start_nginx);
}

#[test]
fn the_example_for_caddy_serves_over_tls_and_outlives_every_publish() {
    check_example("site.Caddyfile", start_caddy);
}

#[test]
fn an_example_that_the_operator_has_removed_or_replaced_by_a_link_is_not_written_through() {
    let workshop = Workshop::new(&[]);
    let file = workshop.out().with_file_name("site.nginx.conf");
    std::os::unix::fs::symlink("elsewhere/nginx.conf", &file).unwrap();
    workshop.publish();
    assert_eq!(fs::read_link(&file).unwrap(), Path::new("elsewhere/nginx.conf"));
    assert!(!file.exists(), "nothing was written where the link leads");
}
