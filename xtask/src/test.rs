//! `cargo xtask test`: everything that must pass, from formatting to three browser engines.
//!
//! The browser tests are in `tests/` and start `portal serve` themselves, on a free port. Their environment:
//!
//! | variable | |
//! |---|---|
//! | `PORTAL_BIN` | the binary `portal` |
//! | `PORTAL_APP` | the app as shipped |
//! | `PORTAL_GENERATE` | the binary `generate-content` |
//! | `PORTAL_SITE` | web root: `content/`, with the app as shipped |
//! | `PORTAL_TEST_SITE` | web root: generated content, with the app as shipped |
//! | `PORTAL_TEST_SITE_DEBUG` | web root: generated content, with a debug build of the app |
//! | `PORTAL_LARGE_SITE` | web root: 2,000 generated articles, to search in |
//! | `PORTAL_TEST_CONTENT` | generated content |
//! | `PORTAL_TEST_AT` | the moment the generated content is published as of, for the browser's clock |
//! | `PORTAL_CHROMIUM`, `PORTAL_FIREFOX` | the browsers' binaries; of Chromium its headless shell where a thousand pages are opened |
//!
//! `chromedriver`, `geckodriver` and `WebKitWebDriver` are on `PATH`, `nginx` and `caddy` too.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use xshell::{Cmd, cmd};

use crate::app::{self, Build};
use crate::check;
use crate::dist;
use crate::fuzz;
use crate::project::Project;
use crate::site::{self, Profile, Site};
use crate::size;
use crate::steps::{self, Step};
use crate::supply;
use crate::tools;

/// Published as of one moment, so that the generated sites are the same bytes every time.
pub const TEST_AT: &str = "2026-11-02T08:00:00+07:00";

const PREPARE: &[Step] = &[("Tools", ensure_tools), ("Rights", require_rights)];

const IN_BROWSERS: &[Step] = &[
    ("What we depend on", supply::check),
    ("Made-up input, in short", fuzz::test),
    ("App as shipped, and content/ published with it", publish_embedded),
    ("Packages, installed in a bare Debian", dist::test),
    ("App for finding faults", build_debug_app),
    ("Generated content, published with both", publish_generated),
    ("Hydration of every page", test_hydration),
    ("Journeys", test_journeys),
    ("Three browser engines", test_engines),
    ("A content API that is somebody else's", test_foreign_api),
    ("Under load", |project| test_load(project, &[])),
    ("A display, its time wound on", |project| soak_display(project, &[])),
    ("The box under a display", |project| test_box(project, &[])),
    ("Sizes", size::check),
];

pub fn run(project: &Project) -> ExitCode {
    steps::run(project, &[PREPARE, check::STEPS, IN_BROWSERS].concat())
}

fn ensure_tools(project: &Project) -> Result<()> {
    tools::ensure_bare_debian(project)?;
    tools::ensure_all(project)?;
    tools::ensure_packaging_tools(project)
}

/// As root, who may do anything here, no test may leave out what it has no right to.
fn require_rights(project: &Project) -> Result<()> {
    let is_root = tools::require_administrator(project)?.is_empty();
    if is_root && std::env::var_os("PORTAL_REQUIRE").is_none() {
        project.shell.set_var("PORTAL_REQUIRE", "root,ptrace");
    }
    Ok(())
}

fn publish_embedded(project: &Project) -> Result<()> {
    site::publish_embedded(project).map(drop)
}

fn build_debug_app(project: &Project) -> Result<()> {
    app::build(project, Build::Debug).map(drop)
}

fn publish_generated(project: &Project) -> Result<()> {
    let content = generate_content(project, "test-content", "170")?;
    let portal = site::build_publisher(project, Profile::Native)?;
    for (build, out) in [(Build::Release, test_site(project)), (Build::Debug, test_site_debug(project))] {
        let app = app::build(project, build)?;
        // A debug build's wasm is many times as big as what is shipped.
        let is_compressed = build == Build::Release;
        site::publish(
            project,
            &portal,
            &Site { content: &content, app: &app, out: &out, at: Some(TEST_AT), is_compressed },
        )?;
    }
    let content = generate_content(project, "large-content", "2000")?;
    let app = app::build(project, Build::Release)?;
    let (out, at) = (large_site(project), Some(TEST_AT));
    site::publish(project, &portal, &Site { content: &content, app: &app, out: &out, at, is_compressed: false })
}

/// The folder of generated content, without anything of earlier runs.
pub fn generate_content(project: &Project, name: &str, articles: &str) -> Result<PathBuf> {
    let content = project.target.join(name);
    if content.exists() {
        fs::remove_dir_all(&content)?;
    }
    let generate = ["-p", "portal-fixtures", "--bin", "generate-content"];
    cmd!(project.shell, "cargo run {generate...} -- --out {content} --seed 1 --articles {articles}").run()?;
    Ok(content)
}

fn test_hydration(project: &Project) -> Result<()> {
    run_in_shell(project, cmd!(project.shell, "node browser/hydration.mjs"))
}

fn test_journeys(project: &Project) -> Result<()> {
    run_in_shell(project, cmd!(project.shell, "npx --no-install playwright test -c e2e/playwright.config.ts"))
}

fn test_engines(project: &Project) -> Result<()> {
    run_in_tests(project, cmd!(project.shell, "node browser/smoke.mjs"))?;
    run_in_tests(project, cmd!(project.shell, "node browser/embedding.mjs"))?;
    run_in_tests(project, cmd!(project.shell, "node browser/trusted-types.mjs"))?;
    run_in_tests(project, cmd!(project.shell, "node browser/theme-without-reload.mjs"))?;
    run_in_tests(project, cmd!(project.shell, "node browser/foreign-nodes.mjs"))?;
    run_in_tests(project, cmd!(project.shell, "node browser/walks.mjs"))?;
    test_hostile(project, &[])?;
    test_faults(project, &[])
}

/// Content that wants to do harm; `--every`: each attack on a page of its own.
pub fn test_hostile(project: &Project, flags: &[&str]) -> Result<()> {
    cmd!(project.shell, "cargo build -p portal-fixtures --bin generate-content").run()?;
    run_in_tests(project, cmd!(project.shell, "node browser/xss.mjs {flags...}"))
}

/// What a reader sees when something fails; with `--all` every fault of every page and file in every engine.
pub fn test_faults(project: &Project, flags: &[&str]) -> Result<()> {
    let table = project.target.join("faults.md");
    run_in_tests(project, cmd!(project.shell, "node browser/faults.mjs {flags...}").env("PORTAL_FAULTS_TABLE", table))
}

/// The app in front of a content API that is somebody else's.
fn test_foreign_api(project: &Project) -> Result<()> {
    run_in_tests(project, cmd!(project.shell, "node browser/foreign-api.mjs"))
}

/// The site under load, and published meanwhile; `seconds` a measure, without them as a check alone.
pub fn test_load(project: &Project, seconds: &[&str]) -> Result<()> {
    run_in_tests(project, cmd!(project.shell, "node load/load.mjs {seconds...}"))
}

/// The same, measured.
pub fn measure_load(project: &Project) -> Result<()> {
    tools::ensure_load(project)?;
    publish_generated(project)?;
    test_load(project, &["10"])
}

/// Months of a display in minutes: `screens`, `pictures`, `articles`; without numbers the short form.
pub fn soak_display(project: &Project, numbers: &[&str]) -> Result<()> {
    run_in_tests(project, cmd!(project.shell, "node browser/kiosk-soak.mjs {numbers...}"))
}

/// Everything that can happen to the browser of `portal display`; then a life of that many minutes.
pub fn test_box(project: &Project, minutes: &[&str]) -> Result<()> {
    run_in_tests(project, cmd!(project.shell, "node browser/display-box.mjs {minutes...}"))
}

/// Runs a command in `tests/`, where its packages are, with the environment of the browser tests.
fn run_in_tests(project: &Project, command: Cmd) -> Result<()> {
    run_with(project, tools::chromium(project)?, command)
}

/// The same with a Chromium that has no windows, for what opens a thousand pages; the whole one is among the three engines.
fn run_in_shell(project: &Project, command: Cmd) -> Result<()> {
    run_with(project, tools::chromium_shell(project)?, command)
}

fn run_with(project: &Project, chromium: PathBuf, command: Cmd) -> Result<()> {
    let _in_tests = project.shell.push_dir("tests");
    command
        .env("PORTAL_BIN", site::binary(project, Profile::Native))
        .env("PORTAL_APP", project.target.join("app"))
        .env("PORTAL_GENERATE", project.target.join("debug/generate-content"))
        .env("PORTAL_SITE", project.site())
        .env("PORTAL_TEST_SITE", test_site(project))
        .env("PORTAL_TEST_SITE_DEBUG", test_site_debug(project))
        .env("PORTAL_LARGE_SITE", large_site(project))
        .env("PORTAL_TEST_CONTENT", project.target.join("test-content"))
        .env("PORTAL_TEST_AT", TEST_AT)
        .env("PORTAL_CHROMIUM", chromium)
        .env("PORTAL_FIREFOX", tools::firefox(project)?)
        .run()?;
    Ok(())
}

// Each below a folder of its own: publishing writes beside the web root as well.
fn test_site(project: &Project) -> PathBuf {
    project.target.join("test-site/www")
}

fn test_site_debug(project: &Project) -> PathBuf {
    project.target.join("test-site-debug/www")
}

fn large_site(project: &Project) -> PathBuf {
    project.target.join("large-site/www")
}
