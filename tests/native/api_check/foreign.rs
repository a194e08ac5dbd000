//! The content API that others wrote, running; and the command that checks it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use regex::Regex;

use crate::published::repository;

/// `tests/fixtures/foreign-api.mjs`; ended when dropped.
pub struct ForeignApi {
    child: Child,
    pub base: String,
}

/// What `portal api-check` said.
pub struct Said {
    /// With what differs from run to run left out.
    pub text: String,
    pub code: Option<i32>,
}

impl ForeignApi {
    pub fn start(breaks: &[&str]) -> Self {
        let mut command = Command::new("node");
        command.arg(repository().join("tests/fixtures/foreign-api.mjs")).args(["--port", "0"]);
        for name in breaks {
            command.args(["--break", name]);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut base = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut base).unwrap();
        assert!(!base.is_empty(), "{breaks:?}: it does not start");
        Self { child, base: base.trim().to_owned() }
    }
}

impl Drop for ForeignApi {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Checks an API.
pub fn check(base: &str, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_portal")).args(["api-check", base]).args(arguments).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    Said { text: masked(&String::from_utf8(output.stdout).unwrap()), code: output.status.code() }
}

/// Checks the foreign API with something broken.
pub fn check_broken(breaks: &[&str], arguments: &[&str]) -> Said {
    let api = ForeignApi::start(breaks);
    check(&api.base, arguments)
}

/// Ports and times are of one run.
fn masked(text: &str) -> String {
    let text = Regex::new(r"127\.0\.0\.1:\d+").unwrap().replace_all(text, "127.0.0.1:PORT").into_owned();
    Regex::new(r"\d+ ms(?: \([^)]*\))?").unwrap().replace_all(&text, "N ms").into_owned()
}
