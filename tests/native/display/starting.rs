//! What a machine may lack at the start: one clear line says what, and how to get it.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use super::player::Player;

/// How `portal display` ends with these options and this environment: what it says.
fn refusal(options: &[&str], environment: &[(&str, &str)]) -> String {
    refusal_in(tempfile::tempdir().unwrap().path(), options, environment)
}

fn refusal_in(data: &Path, options: &[&str], environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["display", "--site", "http://127.0.0.1:9", "--name", "a", "--data"]).arg(data);
    command.args(options).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").envs(environment.iter().copied());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "one line: {said}");
    said
}

#[test]
fn what_is_missing_is_said_in_one_line() {
    let said = refusal(&[], &[]);
    assert!(said.contains("neither DISPLAY nor WAYLAND_DISPLAY") && said.contains("apt-get install"), "{said}");
    let said = refusal(&[], &[("DISPLAY", ":4711")]);
    assert!(said.contains("no X server answers at DISPLAY=:4711") && said.contains("xinit"), "{said}");
    // What Chromium draws on by Wayland is its own matter.
    let said = refusal(&[], &[("WAYLAND_DISPLAY", "wayland-9"), ("PATH", "/nowhere")]);
    assert!(said.contains("chromium") && said.contains("apt-get install chromium"), "{said}");
    let said = refusal(&["--browser", "/nowhere/browser"], &[("WAYLAND_DISPLAY", "wayland-9")]);
    assert!(said.contains("/nowhere/browser") && said.contains("--browser"), "{said}");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = refusal(&["--no-browser", "--address", &address], &[]);
    assert!(said.contains(&address) && said.contains("is taken") && said.contains("--address"), "{said}");
    let said = refusal(
        &["--no-browser", "--report", "http://127.0.0.1:9/displays/heartbeats", "--token-file", "/nowhere/token"],
        &[],
    );
    assert!(said.contains("/nowhere/token"), "{said}");
}

#[test]
fn an_option_that_means_nothing_is_refused_by_name() {
    let refused = |options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        let output = command.arg("display").args(options).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (site, name) in [
        ("portal.example", "a"),
        ("ftp://portal.example", "a"),
        ("https://portal.example/kiosk/", "a"),
        ("https://user@portal.example", "a"),
        ("https://portal.example", "Sảnh tầng 1"),
        ("https://portal.example", ""),
    ] {
        let said = refused(&["--site", site, "--name", name]);
        assert!(said.contains("https://portal.example") || said.contains("sanh-tang-1"), "{site} {name}: {said}");
    }
    let well = ["--site", "https://portal.example", "--name", "a"];
    for option in [["--address", "0.0.0.0:80"], ["--screen-off", "night"], ["--rotate", "up"], ["--check-seconds", "0"]]
    {
        assert!(refused(&[&well[..], &option].concat()).contains(option[0]), "{option:?}");
    }
}

#[test]
fn a_variable_that_is_empty_counts_as_none() {
    let empty = ["ROTATE", "SCREEN_OFF", "REPORT", "TOKEN_FILE", "BROWSER", "MEMORY_MB", "CHECK_SECONDS"];
    let empty = empty.map(|name| format!("PORTAL_DISPLAY_{name}"));
    let empty = empty.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>();
    // So far that the first thing is missing.
    assert!(refusal(&[], &empty).contains("neither DISPLAY nor WAYLAND_DISPLAY"));
}

#[test]
fn two_displays_do_not_share_a_folder() {
    let data = tempfile::tempdir().unwrap();
    let _first = Player::start("http://127.0.0.1:9", data.path(), &[]);
    let said = refusal_in(data.path(), &["--no-browser", "--address", "127.0.0.1:0"], &[]);
    assert!(said.contains("another display runs"), "{said}");
}
