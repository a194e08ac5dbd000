//! `cargo xtask check`: formatting, the order of the rooms, lints for both targets, types and lints of the scripts, and the tests that need no browser.
//!
//! The app is compiled two ways that must never meet in one build (`ssr` natively, `hydrate` for the browser), so
//! each way is named and `--all-features` is not used anywhere.

use std::process::ExitCode;

use anyhow::Result;
use xshell::cmd;

use crate::project::Project;
use crate::rooms;
use crate::steps::{self, Step};
use crate::tools;

/// The native build's features of the app; the publisher's dependency asks for the same.
pub const NATIVE: &str = "portal-app/ssr,portal-app/schema";

pub const STEPS: &[Step] = &[
    ("Formatting", check_formatting),
    ("Rooms", rooms::check),
    ("Lints, native", lint_native),
    ("Lints, browser", lint_browser),
    ("Scripts: types, lints, tests", check_scripts),
    ("Tests without a browser", test_native),
];

pub fn run(project: &Project) -> ExitCode {
    steps::run(project, &[&[("Tools", tools::ensure_check_tools as _)], STEPS].concat())
}

fn check_formatting(project: &Project) -> Result<()> {
    Ok(cmd!(project.shell, "cargo fmt --all --check").run()?)
}

fn lint_native(project: &Project) -> Result<()> {
    Ok(cmd!(project.shell, "cargo clippy --workspace --all-targets --features {NATIVE} -- -D warnings").run()?)
}

fn lint_browser(project: &Project) -> Result<()> {
    let browser = ["-p", "portal-app", "--target", "wasm32-unknown-unknown", "--features", "hydrate"];
    Ok(cmd!(project.shell, "cargo clippy {browser...} -- -D warnings").run()?)
}

/// What a browser runs of `public/`, and what runs the browsers: `tests/package.json` says by which commands.
fn check_scripts(project: &Project) -> Result<()> {
    let _in_tests = project.shell.push_dir("tests");
    for script in ["types", "lint", "test"] {
        cmd!(project.shell, "npm run --silent {script}").run()?;
    }
    Ok(())
}

fn test_native(project: &Project) -> Result<()> {
    Ok(cmd!(project.shell, "cargo test --workspace --features {NATIVE}").run()?)
}
