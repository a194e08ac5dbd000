//! The forms of the log, as programs read them.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::DateTime;
use regex::Regex;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::exchange::ask;
use super::process::Process;
use super::tiny_site::publish;

/// What is never to be found in a log.
const SECRETS: [(&str, &str); 2] = [("X-Forwarded-For", "203.0.113.77"), ("User-Agent", "Secret/1")];

fn ask_around(server: SocketAddr) {
    assert_eq!(ask(server, "GET", "/tin-moi/?q=secret", &SECRETS).status, 200);
    assert_eq!(ask(server, "HEAD", "/tin-moi/", &SECRETS).status, 200);
    assert_eq!(ask(server, "GET", "/khong-\"co/", &SECRETS).status, 404);
}

fn check_nobody_is_named(text: &str) {
    for secret in ["203.0.113.77", "Secret", "secret"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[test]
fn the_common_log_format_has_requests_alone_on_the_standard_output_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&publish(folder.path(), false), &["--log", "common", "--trust-proxy", "127.0.0.1"]);
    ask_around(server.address);
    let (_, _, log, output) = server.stop_with_output();
    check_nobody_is_named(&(log.clone() + &output));
    assert!(log.contains("INFO") && log.contains("serving") && !log.contains("/tin-moi/"), "{log}");
    let common = r#"^- - - \[\d{2}/[A-Z][a-z]{2}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\] "(GET|HEAD) (/[^" ]*) HTTP/1\.1" (\d{3}) (\d+|-)$"#;
    let common = Regex::new(common).unwrap();
    let lines = output.lines().map(|line| common.captures(line).unwrap_or_else(|| panic!("{line}")));
    let seen = lines.map(|line| [1, 2, 3, 4].map(|field| line[field].to_owned())).collect::<Vec<_>>();
    assert_eq!(seen[0], ["GET", "/tin-moi/", "200", "15"]);
    assert_eq!(seen[1], ["HEAD", "/tin-moi/", "200", "-"]);
    assert_eq!(seen[2][..3], ["GET", "/khong-%22co/", "404"]);
    assert_eq!(seen.len(), 3);
}

#[test]
fn each_line_of_json_is_an_object_with_time_level_and_fields() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&publish(folder.path(), false), &["--log", "json", "--trust-proxy", "127.0.0.1"]);
    ask_around(server.address);
    let (_, _, log, output) = server.stop_with_output();
    check_nobody_is_named(&log);
    assert_eq!(output, "");
    let lines =
        log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}")));
    let lines = lines.collect::<Vec<_>>();
    for line in &lines {
        assert!(DateTime::parse_from_rfc3339(line["timestamp"].as_str().unwrap()).is_ok(), "{line}");
        assert!(["INFO", "WARN", "ERROR"].contains(&line["level"].as_str().unwrap()), "{line}");
    }
    assert_eq!(lines[0]["message"], "serving");
    let request = lines.iter().find(|line| line["target"] == "portal::access").unwrap();
    assert_eq!(
        (&request["path"], &request["status"], &request["bytes"]),
        (&"/tin-moi/".into(), &200.into(), &15.into())
    );
}

/// What a server writes to a file that it takes for the journal, or for none.
fn log_in_file(form: &str, is_journal: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log");
    let log = File::create(&file).unwrap();
    let metadata = log.metadata().unwrap();
    let inode = metadata.ino() + u64::from(!is_journal);
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(["serve", "--log", form, "--address", &address.to_string(), "--site"])
        .arg(folder.path().join("site"))
        .env("JOURNAL_STREAM", format!("{}:{inode}", metadata.dev()))
        .stderr(log)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < deadline, "it does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ask(address, "GET", "/", &[]).status, 503);
    kill_process(Pid::from_child(&server), Signal::TERM).unwrap();
    assert!(server.wait().unwrap().success());
    fs::read_to_string(file).unwrap()
}

#[test]
fn in_the_journal_lines_have_a_priority_and_no_time() {
    let log = log_in_file("plain", true);
    for start in ["<6>", "<4>", "<3>"] {
        assert!(log.lines().any(|line| line.starts_with(start)), "{start}: {log}");
    }
    for line in log.lines() {
        assert!(line.starts_with('<') && !line.contains("INFO"), "{line}");
        // The journal has times of its own. (Digits alone prove nothing: a port may hold any.)
        let is_time = |word: &str| DateTime::parse_from_rfc3339(word).is_ok();
        assert!(!line[3..].split_whitespace().any(is_time), "{line}");
    }
    let log = log_in_file("json", true);
    for line in log.lines() {
        let (priority, object) = line.split_at(3);
        let level = serde_json::from_str::<Value>(object).unwrap()["level"].as_str().unwrap().to_owned();
        assert_eq!(
            priority,
            match level.as_str() {
                "ERROR" => "<3>",
                "WARN" => "<4>",
                _ => "<6>",
            },
            "{line}"
        );
    }
    // A program that a service has started inherits the variable, and perhaps another stream.
    let log = log_in_file("plain", false);
    assert!(log.contains("INFO") && !log.contains('<'), "{log}");
}
