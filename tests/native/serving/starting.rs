//! What is said when a server cannot start.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use super::tiny_site::publish;

fn run(flags: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portal")).args(flags).current_dir(folder).output().unwrap()
}

#[test]
fn an_address_in_use_is_told_with_what_uses_it() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), false);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let everywhere = format!("0.0.0.0:{}", taken.local_addr().unwrap().port());
    let free = "127.0.0.1:0";
    for flags in [
        ["serve", "--site", "site", "--address", &address, "--log", "plain"],
        ["serve", "--site", "site", "--address", &everywhere, "--log", "plain"],
        ["serve", "--address", free, "--site", "site", "--metrics", &address],
    ] {
        let output = run(&flags, folder.path());
        assert_eq!(output.status.code(), Some(1), "{flags:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        let last = said.lines().last().unwrap();
        let holder = format!("(process {}): stop that, or name another address", std::process::id());
        assert!(last.contains(":") && last.contains("is in use by ") && last.ends_with(&holder), "{said}");
    }
}

#[test]
fn an_address_that_is_not_this_machines_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&["serve", "--site", "site", "--address", "192.0.2.1:8080"], folder.path());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.ends_with("192.0.2.1:8080 is no address of this machine: `ip address` lists them\n"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}
