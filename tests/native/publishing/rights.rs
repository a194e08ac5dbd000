//! What some tests need of the machine that not every machine gives, and what becomes of a test where it is missing.
//!
//! It leaves that part out and says so, or fails where `PORTAL_REQUIRE=root,ptrace` names the right: `cargo xtask test` does when
//! it is run as root.

use std::io::{self, Write as _};
use std::process::Command;
use std::thread;

use rustix::process::geteuid;

/// Whether this is root, with the right to mount what it alone sees.
pub fn has_root() -> bool {
    let mounts = ["-m", "mount", "-t", "tmpfs", "none", "/tmp"];
    has("root", geteuid().is_root() && succeeds(Command::new("unshare").args(mounts)))
}

/// Whether a program that is started here may be traced.
pub fn has_ptrace() -> bool {
    has("ptrace", succeeds(Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"])))
}

fn succeeds(command: &mut Command) -> bool {
    let status = command.status();
    status.unwrap_or_else(|error| panic!("{command:?}, which `cargo xtask check` installs: {error}")).success()
}

fn has(right: &str, is_given: bool) -> bool {
    if is_given {
        return true;
    }
    let required = std::env::var("PORTAL_REQUIRE").unwrap_or_default();
    assert!(!required.split(',').any(|one| one == right), "PORTAL_REQUIRE={required}: there is no {right} here");
    let current = thread::current();
    // Of a test that passes, nothing is shown that is printed.
    let line = format!("without {right}, left out of {}\n", current.name().unwrap_or_default());
    let _ = io::stderr().write_all(line.as_bytes());
    false
}
