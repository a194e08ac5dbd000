//! The program itself: what it keeps from one start to the next, and what it does about a folder that is not as it was.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use portal_publisher::delivery::displays::message::{Order, OrderKind, Orders};

use super::hall::{heartbeat, post};
use crate::serving::exchange::ask;
use crate::serving::process::Process;
use crate::serving::tiny_site::publish;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        publish(folder.path(), false);
        Self(folder)
    }

    fn site(&self) -> std::path::PathBuf {
        self.0.path().join("site")
    }

    fn displays(&self) -> std::path::PathBuf {
        self.0.path().join("displays")
    }

    fn start(&self) -> Process {
        Process::start(&self.site(), &["--displays", &self.displays().to_string_lossy()])
    }

    fn token(&self, name: &str) -> String {
        format!("Bearer {}", fs::read_to_string(self.displays().join(name)).unwrap().trim())
    }

    fn orders(&self, server: &Process, name: &str, done: u64) -> Vec<Order> {
        let body = serde_json::to_vec(&heartbeat(name, done)).unwrap();
        let token = self.token("display-token");
        let answer = post(server.address, "/displays/heartbeats", Some(&token), &[], &body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice::<Orders>(&answer.body).unwrap().orders
    }

    fn reload(&self, server: &Process, name: &str) {
        let own = [("Sec-Fetch-Site", "same-origin")];
        let token = self.token("operator-token");
        assert_eq!(post(server.address, &format!("/displays/{name}/reload"), Some(&token), &own, b"").status, 303);
    }
}

#[test]
fn a_restart_keeps_the_list_and_ids_count_on() {
    let folder = Folder::new();
    let server = folder.start();
    folder.orders(&server, "a", 0);
    folder.reload(&server, "a");
    folder.orders(&server, "a", 1);
    folder.orders(&server, "b", 0);
    let (status, _, log) = server.stop();
    assert!(status.success(), "{log}");
    let files = [folder.displays().join("display-token"), folder.displays().join("operator-token")];
    for part in files.iter().map(|file| file.to_string_lossy().into_owned()).chain(["serving".to_owned()]) {
        assert!(log.contains(&part), "{part} is not in\n{log}");
    }
    for file in &files {
        assert!(!log.contains(fs::read_to_string(file).unwrap().trim()), "a token is in the log");
    }

    let server = folder.start();
    let token = folder.token("operator-token");
    let list = ask(server.address, "GET", "/displays/list.json", &[("Authorization", &token)]).text();
    assert!(list.contains(r#""name":"a""#) && list.contains(r#""name":"b""#), "{list}");
    folder.reload(&server, "a");
    assert_eq!(folder.orders(&server, "a", 1), [Order { id: 2, kind: OrderKind::Reload }]);
}

#[test]
fn an_id_that_was_given_survives_a_kill() {
    let folder = Folder::new();
    let server = folder.start();
    folder.orders(&server, "a", 0);
    folder.reload(&server, "a");
    drop(server);
    let server = folder.start();
    folder.reload(&server, "a");
    assert_eq!(folder.orders(&server, "a", 0), [Order { id: 2, kind: OrderKind::Reload }]);
}

#[test]
fn a_damaged_list_is_set_aside_and_told() {
    let folder = Folder::new();
    drop(folder.start());
    fs::write(folder.displays().join("displays.json"), "{\"displays\":{\"a\":").unwrap();
    let server = folder.start();
    assert_eq!(folder.orders(&server, "b", 0), []);
    let (status, _, log) = server.stop();
    assert!(status.success() && log.contains("was damaged and is set aside"), "{log}");
    let damaged = fs::read_to_string(folder.displays().join("displays.json.damaged")).unwrap();
    assert_eq!(damaged, "{\"displays\":{\"a\":");
    assert!(fs::read_to_string(folder.displays().join("displays.json")).unwrap().contains("\"b\""));
}

#[test]
fn a_disk_that_takes_nothing_stops_nothing_and_is_told_once() {
    let folder = Folder::new();
    let server = folder.start();
    let [display, operator] = ["display-token", "operator-token"].map(|name| folder.token(name));
    fs::remove_dir_all(folder.displays()).unwrap();
    let own = [("Sec-Fetch-Site", "same-origin")];
    let body = serde_json::to_vec(&heartbeat("a", 0)).unwrap();
    for id in 1..4 {
        assert_eq!(post(server.address, "/displays/heartbeats", Some(&display), &[], &body).status, 200);
        assert_eq!(post(server.address, "/displays/a/reload", Some(&operator), &own, b"").status, 303);
        let answer = post(server.address, "/displays/heartbeats", Some(&display), &[], &body);
        assert!(answer.text().contains(&format!(r#""id":{id}"#)), "{}", answer.text());
    }
    let (status, _, log) = server.stop();
    assert!(status.success(), "{log}");
    assert_eq!(log.matches("goes on in memory").count(), 1, "{log}");
}

#[test]
fn a_folder_that_cannot_be_used_is_one_clear_line() {
    let folder = Folder::new();
    let file = folder.0.path().join("tep");
    fs::write(&file, "").unwrap();
    let refused = |displays: &Path| {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(["serve", "--address", &address.to_string(), "--site"]).arg(folder.site());
        let output = command.arg("--displays").arg(displays).output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        let lines: Vec<_> = said.lines().filter(|line| !line.contains(" INFO ")).map(str::to_owned).collect();
        assert_eq!(lines.len(), 1, "{said}");
        lines[0].clone()
    };
    let said = refused(&file);
    assert!(said.starts_with("--displays ") && said.contains("Give a folder that this program may write"), "{said}");
    let said = refused(Path::new("/proc/man-hinh"));
    assert!(said.starts_with("--displays /proc/man-hinh: "), "{said}");
    fs::create_dir(folder.displays()).unwrap();
    fs::write(folder.displays().join("operator-token"), "123456\n").unwrap();
    let said = refused(&folder.displays());
    assert!(said.contains("operator-token is shorter than 32 characters: remove the file"), "{said}");

    let preview = ["serve", "--preview", "--displays", "x"];
    let output = Command::new(env!("CARGO_BIN_EXE_portal")).args(preview).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "a preview lists no displays");
}

#[test]
fn a_local_server_lists_displays_at_its_own_address_alone() {
    let folder = Folder::new();
    let server = Process::start(&folder.site(), &["--local", "--displays", &folder.displays().to_string_lossy()]);
    let (host, token) = (server.address.to_string(), folder.token("operator-token"));
    let asked =
        |host: &str| ask(server.address, "GET", "/displays/", &[("Host", host), ("Authorization", &token)]).status;
    assert_eq!((asked(&host), asked("evil.example")), (200, 421));
}
