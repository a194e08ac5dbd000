//! nginx and Caddy, started in a test's own folder.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// A web server; ended when dropped.
pub struct WebServer {
    process: Child,
    pub address: SocketAddr,
}

impl WebServer {
    /// Starts a program and waits until it listens.
    pub fn start(mut command: Command, address: SocketAddr, folder: &Path) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let log = folder.join("server.log");
        let process = command.stdin(Stdio::null()).stderr(fs::File::create(&log).unwrap()).spawn();
        let process = process.unwrap_or_else(|error| {
            panic!("{name} could not be started ({error}): install it, on Debian `apt install nginx caddy`")
        });
        let mut server = Self { process, address };
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).is_err() {
            assert!(
                server.process.try_wait().unwrap().is_none(),
                "{name} refused its configuration:\n{}",
                fs::read_to_string(&log).unwrap()
            );
            assert!(Instant::now() < deadline, "{name} does not listen");
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Lets nginx read its configuration again, until no worker is left that has the one before: it would break off a
    /// connection that it has only just taken.
    pub fn reload_nginx(&self) {
        let before = self.workers();
        kill_process(Pid::from_child(&self.process), Signal::HUP).unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        let is_left = |workers: &[String]| workers.is_empty() || workers.iter().any(|worker| before.contains(worker));
        while is_left(&self.workers()) {
            assert!(Instant::now() < deadline, "nginx has not read its configuration again");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The processes that nginx answers by.
    fn workers(&self) -> Vec<String> {
        let id = self.process.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
        children.split_whitespace().map(str::to_owned).collect()
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        // With SIGTERM first: nginx's master ends its workers.
        let _ = kill_process(Pid::from_child(&self.process), Signal::TERM);
        let deadline = Instant::now() + Duration::from_secs(5);
        while self.process.try_wait().is_ok_and(|ended| ended.is_none()) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An address that is free at this moment, and that no connection takes before the server does: below the ports that Linux
/// gives by itself, of which the tests with thousands of readers take many.
pub fn free_address() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let start = std::process::id().wrapping_mul(31);
    let ports = std::iter::repeat_with(|| 20_000 + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000);
    let mut addresses = ports.take(12_000).map(|port| SocketAddr::from(([127, 0, 0, 1], port as u16)));
    addresses.find(|address| TcpListener::bind(address).is_ok()).unwrap()
}

/// Replaces the parts an operator adapts by hand; each must be present.
pub fn adapt(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in\n{text}");
        text.replace(from, to)
    })
}

/// nginx without TLS, its ports and names in a `server {}` of its own.
pub fn start_nginx(folder: &Path, counter: Option<SocketAddr>) -> WebServer {
    let address = free_address();
    let deploy = folder.join("site.deploy");
    let counter = counter.map_or_else(String::new, |counter| {
        let maps = fs::read_to_string(deploy.join("nginx/maps.conf")).unwrap();
        let name = maps.split_once("map $host ").unwrap().1.split_once(' ').unwrap().0;
        format!("set {name} {counter};\n")
    });
    let site = format!(
        "include {deploy}/nginx/http.conf;\ninclude {deploy}/nginx/maps.conf;\nserver {{\nlisten {address};\n\
         root {root};\n{counter}include {deploy}/nginx/server.conf;\n}}\n",
        deploy = deploy.display(),
        root = folder.join("site").display(),
    );
    WebServer::start(nginx_main(folder, &site), address, folder)
}

/// nginx in the foreground with this in `http { }`, and nothing outside the folder.
pub fn nginx_main(folder: &Path, site: &str) -> Command {
    fs::write(folder.join("site.conf"), site).unwrap();
    let main = folder.join("main.conf");
    let text = nginx_settings(folder, &format!("include {}/site.conf;", folder.display()));
    fs::write(&main, format!("master_process off;\n{text}")).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-c").arg(&main);
    command
}

/// The same with a master, which can be told to read its configuration again.
pub fn nginx_settings(folder: &Path, http: &str) -> String {
    let folder = folder.display();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};\n"))
        .collect();
    format!(
        "daemon off;\npid {folder}/nginx.pid;\nerror_log stderr warn;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{http}\n}}\n"
    )
}

/// Caddy without TLS, its port in a site block of its own.
pub fn start_caddy(folder: &Path, counter: Option<SocketAddr>) -> WebServer {
    let address = free_address();
    let text = format!(
        "{{\n\tadmin off\n}}\n\nhttp://:{port} {{\n\tbind 127.0.0.1\n\troot * {root}\n{counter}\timport {root}.deploy/caddy/site.caddy\n}}\n",
        port = address.port(),
        root = folder.join("site").display(),
        counter = counter.map_or_else(String::new, |counter| format!("\tvars portal_counter {counter}\n")),
    );
    WebServer::start(caddy_main(folder, &text), address, folder)
}

/// Caddy in the foreground with this configuration, and nothing outside the folder.
pub fn caddy_main(folder: &Path, text: &str) -> Command {
    fs::write(folder.join("Caddyfile"), text).unwrap();
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    // Its state stays in the test's own folder.
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    command
}
