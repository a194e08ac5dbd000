//! `cargo xtask bench`: what the pages cost a reader's browser, beside the same pages without scripts; `cargo xtask bench publish`:
//! what publishing costs.
//!
//! Builds and publishes; the measuring is `tests/bench`. Nothing here passes or fails: a time belongs to the machine it was
//! measured on, and bytes are held by `size`.

use anyhow::Result;
use xshell::cmd;

use crate::app::{self, Build};
use crate::project::Project;
use crate::site::{self, Profile, Site};
use crate::test;
use crate::tools;

/// As many as make 500 navigations through different ones.
const ARTICLES: &str = "300";

/// `flags` are those of `bench.mjs`.
pub fn run(project: &Project, flags: &[&str]) -> Result<()> {
    tools::ensure_bench(project)?;
    let content = test::generate_content(project, "bench-content", ARTICLES)?;
    let app = app::build(project, Build::Release)?;
    let portal = site::build_publisher(project, Profile::Native)?;
    let out = project.target.join("bench-site/www");
    let of = Site { content: &content, app: &app, out: &out, at: Some(test::TEST_AT), is_compressed: true };
    site::publish(project, &portal, &of)?;

    let _in_tests = project.shell.push_dir("tests");
    cmd!(project.shell, "node bench/bench.mjs {flags...}")
        .env("PORTAL_BENCH_SITE", out)
        .env("PORTAL_BENCH_RESULTS", project.target.join("bench"))
        .env("PORTAL_CHROMIUM", tools::chromium(project)?)
        .run()?;
    Ok(())
}

/// `flags` are those of `publish.mjs`.
pub fn publish(project: &Project, flags: &[&str]) -> Result<()> {
    tools::ensure_publish_bench(project)?;
    let app = app::build(project, Build::Release)?;
    let portal = site::build_publisher(project, Profile::Native)?;
    cmd!(project.shell, "cargo build -p portal-fixtures --bin generate-content").run()?;

    let _in_tests = project.shell.push_dir("tests");
    cmd!(project.shell, "node bench/publish.mjs {flags...}")
        .env("PORTAL_BIN", portal)
        .env("PORTAL_APP", app)
        .env("PORTAL_GENERATE", project.target.join("debug/generate-content"))
        .env("PORTAL_TEST_AT", test::TEST_AT)
        .env("PORTAL_BENCH_RESULTS", project.target.join("bench-publish"))
        .env("PORTAL_BENCH_FOLDER", &project.target)
        .run()?;
    Ok(())
}
