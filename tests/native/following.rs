//! `portal follow` as a service: what changes and what comes due is published by itself.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{Duration as Span, FixedOffset, SecondsFormat, Utc};

use rustix::process::{Pid, Signal, kill_process};

use crate::published::write_files;
use crate::serving::exchange::ask;
use crate::serving::metrics::{address_of_metrics, ask_metrics, parse_metrics};
use crate::serving::process::Process;
use crate::workshop::Workshop;

const ORDINARY: &str = "published_at = \"2021-03-12\"";

pub fn follow(workshop: &Workshop, flags: &[&str]) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.arg("follow").arg("--content").arg(workshop.content()).arg("--app").arg(workshop.app());
    command.arg("--out").arg(workshop.out()).args(flags);
    Process::start_command(command)
}

/// The page of an article that `Workshop` has named.
fn address_of(id: &str) -> String {
    format!("/tin-tuc/bai-{id}-{id}/")
}

/// Waits until a page is answered so.
fn wait_for_status(server: &Process, path: &str, status: u16) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while ask(server.address, "GET", path, &[]).status != status {
        assert!(Instant::now() < deadline, "{path} is not {status}:\n{}", server.log());
        thread::sleep(Duration::from_millis(50));
    }
}

pub fn health(server: &Process) -> String {
    let answer = ask(server.address, "GET", "/healthz", &[]);
    assert_eq!(answer.status, 200);
    answer.text()
}

#[test]
fn what_changes_is_published_and_a_mistake_leaves_the_site_until_it_is_corrected() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    let server = follow(&workshop, &["--metrics", "127.0.0.1:0"]);
    wait_for_status(&server, &address_of("motmot"), 200);
    server.wait_for("bản 1");
    assert_eq!(health(&server), "ok 1\nfollowing\n");

    workshop.write_article("haihai", ORDINARY);
    wait_for_status(&server, &address_of("haihai"), 200);

    workshop.write_article("haihai", "published_at = \"hôm qua\"");
    let log = server.wait_for("chưa đăng: còn 1 lỗi");
    assert!(
        log.lines().any(|line| line.contains("ERROR") && line.contains("haihai.md:") && line.contains("hôm qua")),
        "{log}"
    );
    assert_eq!(ask(server.address, "GET", &address_of("haihai"), &[]).status, 200, "the site stays");
    let told = health(&server);
    assert!(told.starts_with("ok 2\npublishing fails since 20") && told.ends_with("Z: content\n"), "{told}");
    let samples = parse_metrics(&ask_metrics(address_of_metrics(&server)).text());
    assert_eq!(samples["portal_publish_failing"], 1.0);
    assert!(
        samples["portal_publish_last_failure_timestamp_seconds"]
            > samples["portal_publish_last_success_timestamp_seconds"]
    );

    // Another change does not make the same mistake a new one.
    workshop.write_article("bababa", "published_at = \"hôm kia\"");
    let log = server.wait_for("chưa đăng: còn 2 lỗi");
    assert_eq!(log.matches("published_at = \"hôm qua\"").count(), 1, "{log}");

    for id in ["haihai", "bababa"] {
        workshop.write_article(id, ORDINARY);
    }
    wait_for_status(&server, &address_of("bababa"), 200);
    server.wait_for("bản 3");
    assert_eq!(health(&server), "ok 3\nfollowing\n");
    let samples = parse_metrics(&ask_metrics(address_of_metrics(&server)).text());
    assert_eq!((samples["portal_publish_failing"], samples["portal_release_number"]), (0.0, 3.0));
    assert!(samples["portal_publish_duration_seconds"] > 0.0);
    let (status, took, log) = server.stop();
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}\n{log}");
}

/// Writes an article that has something due soon, and waits until the service has taken it in before that moment, however
/// slow the machine is; `due` is what its log says then.
fn write_due(workshop: &Workshop, server: &Process, id: &str, field: &str, due: &str) {
    for seconds in [2, 8, 30] {
        let releases = server.log().matches("đã đăng").count();
        let at = Utc::now() + Span::seconds(seconds);
        let written = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        workshop.write_article(id, &format!("{ORDINARY}\n{field} = \"{written}\""));
        let moment = at.with_timezone(&FixedOffset::east_opt(7 * 3_600).unwrap());
        let line = format!("sắp tới: {} {due}", moment.format("%H:%M ngày %d/%m/%Y"));
        server.wait_until(|log| log.matches("đã đăng").count() > releases);
        let metrics = parse_metrics(&ask_metrics(address_of_metrics(server)).text());
        let next = metrics.get("portal_publish_next_due_timestamp_seconds");
        // It is told right after that; or it has come already, after it was told.
        if next.is_some_and(|next| *next as i64 == at.timestamp()) || server.log().contains(&line) {
            server.wait_for(&line);
            return;
        }
    }
    panic!("nothing is due:\n{}", server.log());
}

#[test]
fn an_article_appears_and_expires_when_its_moment_comes() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    let server = follow(&workshop, &["--metrics", "127.0.0.1:0"]);
    wait_for_status(&server, &address_of("motmot"), 200);

    write_due(&workshop, &server, "sausau", "publish_at", "đăng “Bài sausau”");
    wait_for_status(&server, &address_of("sausau"), 200);

    write_due(&workshop, &server, "motmot", "expires_at", "hết hạn “Bài motmot”");
    wait_for_status(&server, &address_of("motmot"), 404);

    // Far ahead: told, and not waited for.
    workshop.write_article("xaxaxa", &format!("{ORDINARY}\npublish_at = \"2099-05-01T06:00:00+07:00\""));
    server.wait_for("sắp tới: 06:00 ngày 01/05/2099 đăng “Bài xaxaxa”");
    let text = ask_metrics(address_of_metrics(&server)).text();
    assert_eq!(parse_metrics(&text)["portal_publish_next_due_timestamp_seconds"], 4_081_273_200.0, "{text}");
}

/// The number of the published release.
fn release(workshop: &Workshop) -> String {
    let target = fs::read_link(workshop.out()).unwrap();
    target.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_restart_publishes_nothing_that_is_published_and_undoes_no_rollback() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    let server = follow(&workshop, &[]);
    server.wait_for("bản 1");
    workshop.write_article("haihai", ORDINARY);
    server.wait_for("bản 2");
    server.kill();

    let server = follow(&workshop, &[]);
    server.wait_for("nothing has changed since it was published");
    assert_eq!((health(&server).as_str(), release(&workshop).as_str()), ("ok 2\nfollowing\n", "2"));
    server.stop();

    portal_publisher::release::rollback(&workshop.out()).unwrap();
    let server = follow(&workshop, &[]);
    server.wait_for("nothing has changed since it was published");
    assert_eq!(release(&workshop), "1");
    server.stop();

    // What changed while nobody followed is published at the start; so is what somebody else replaced.
    workshop.write_article("bababa", ORDINARY);
    let server = follow(&workshop, &[]);
    server.wait_for("bản 3");
    server.stop();
    workshop.publish_at(&Utc::now().to_rfc3339());
    let server = follow(&workshop, &[]);
    server.wait_for("bản 5");
}

#[test]
fn what_holds_publishing_up_is_tried_again_by_itself() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    workshop.publish_at(&Utc::now().to_rfc3339());
    let lock = File::create(workshop.releases().join(".lock")).unwrap();
    lock.try_lock().unwrap();
    let server = follow(&workshop, &["--lang", "en"]);
    server.wait_for("another publish is running");
    let told = health(&server);
    assert!(told.starts_with("ok 1\npublishing fails since ") && told.ends_with(": busy\n"), "{told}");
    drop(lock);
    let log = server.wait_for("published ");
    assert_eq!(log.matches("another publish is running").count(), 1, "{log}");
    server.wait_for("as release 2");
    assert_eq!(health(&server), "ok 2\nfollowing\n");
}

/// Puts a pipe in a file's place, which is read until somebody closes its other end.
fn block(file: &Path) -> File {
    let pipe = file.with_extension("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::rename(&pipe, file).unwrap();
    // Opening it waits for the reader.
    fs::OpenOptions::new().write(true).open(file).unwrap()
}

#[test]
fn a_stop_while_publishing_leaves_the_site_whole() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    let server = follow(&workshop, &[]);
    server.wait_for("bản 1");
    let settings = workshop.content().join("site.toml");
    let text = fs::read_to_string(&settings).unwrap();
    let reading = block(&settings);
    let (status, took, log) = server.stop();
    assert!(status.success() && log.contains("stopped while publishing"), "{status} after {took:?}\n{log}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    drop(reading);
    assert_eq!(release(&workshop), "1");
    assert!(workshop.out().join("index.html").is_file());

    fs::remove_file(&settings).unwrap();
    write_files(&workshop.content(), &[("site.toml", &text)]);
    let server = follow(&workshop, &[]);
    server.wait_for("bản 2");
    server.kill();
    assert!(workshop.out().join("index.html").is_file());
}

/// Ended when dropped.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn without_a_server_it_publishes_all_the_same() {
    let workshop = Workshop::new(&[("motmot", ORDINARY)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["follow", "--no-serve", "--content"]).arg(workshop.content()).arg("--app").arg(workshop.app());
    let mut child = Ended(command.arg("--out").arg(workshop.out()).stderr(Stdio::null()).spawn().unwrap());
    let deadline = Instant::now() + Duration::from_secs(120);
    while !workshop.out().join("index.html").exists() {
        assert!(Instant::now() < deadline && child.0.try_wait().unwrap().is_none(), "nothing is published");
        thread::sleep(Duration::from_millis(50));
    }
    kill_process(Pid::from_child(&child.0), Signal::TERM).unwrap();
    assert!(child.0.wait().unwrap().success());
}

#[test]
fn a_folder_that_is_not_there_is_an_error_at_once() {
    let workshop = Workshop::new(&[]);
    let (content, app) = (workshop.content(), workshop.app());
    let missing = workshop.content().join("khong-co");
    for (content, app, expected) in [(&missing, &app, "--content "), (&content, &missing, "the built app is not in ")] {
        let output = Command::new(env!("CARGO_BIN_EXE_portal"))
            .args(["follow", "--address", "127.0.0.1:0", "--content"])
            .arg(content)
            .arg("--app")
            .arg(app)
            .arg("--out")
            .arg(workshop.out())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.lines().count()), (Some(1), 1), "{said}");
        assert!(said.starts_with(expected) && said.contains("khong-co"), "{said}");
    }
}
