//! `cargo xtask fuzz`: made-up input for everything that reads what others wrote, guided by coverage.
//!
//! `fuzz/` is a package of this workspace, compiled with counters in our own code (`fuzz/instrument.sh`) by the compiler that
//! builds the rest: no other toolchain, and what we depend on is compiled once for all. Each target starts from its committed
//! corpus, and keeps what it finds new in `target/fuzz`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xshell::cmd;

use crate::check::NATIVE;
use crate::project::Project;

/// Each target, with what else it starts from.
const TARGETS: &[(&str, &[&str])] = &[
    ("html", &["tests/reading-cases"]),
    ("markdown", &["tests/reading-cases"]),
    ("article", &["tests/reading-cases"]),
    ("settings", &[]),
    ("pictures", &["content/media"]),
    ("times", &[]),
    ("words", &[]),
    ("documents", &[]),
    ("requests", &[]),
];

/// Seconds a target as a check: the corpus, and a little more.
const SHORT: u32 = 4;

/// The largest made-up input, in bytes.
const LARGEST: &str = "16384";

/// The short form: the same input each time, so that it fails for what was changed and not by chance.
pub fn test(project: &Project) -> Result<()> {
    throw_at(project, &["-seed=1", &format!("-max_total_time={SHORT}")], None)
}

/// Throws input at each target, or at one, for so many seconds. Fails where a target does, naming the input.
pub fn run(project: &Project, seconds: u32, only: Option<&str>) -> Result<()> {
    throw_at(project, &[&format!("-max_total_time={seconds}")], only)
}

fn throw_at(project: &Project, flags: &[&str], only: Option<&str>) -> Result<()> {
    let known = |name: &str| TARGETS.iter().any(|(target, _)| *target == name);
    if let Some(name) = only.filter(|name| !known(name)) {
        let names = TARGETS.iter().map(|(target, _)| *target).collect::<Vec<_>>().join(", ");
        bail!("`{name}` is none of the targets: {names}");
    }
    let program = build(project)?;
    for (target, more) in TARGETS.iter().filter(|(target, _)| only.is_none_or(|only| only == *target)) {
        throw(project, &program, target, more, flags)?;
    }
    Ok(())
}

/// Compiles the program with counters; its path.
fn build(project: &Project) -> Result<PathBuf> {
    let wrapper = project.root.join("fuzz/instrument.sh");
    let built = cmd!(
        project.shell,
        "cargo test --workspace --features {NATIVE} --test portal-fuzz --no-run --message-format=json-render-diagnostics"
    )
    .env("RUSTC_WORKSPACE_WRAPPER", wrapper)
    .read()?;
    let messages = built.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?)));
    programs.next_back().context("cargo names no program that it has compiled")
}

fn throw(project: &Project, program: &PathBuf, target: &str, more: &[&str], flags: &[&str]) -> Result<()> {
    let (corpus, found) = (project.root.join("fuzz/corpus").join(target), project.target.join("fuzz").join(target));
    fs::create_dir_all(&found)?;
    let more = more.iter().map(|folder| project.root.join(folder));
    // A target without inputs of its own starts from `more` alone: git keeps no empty folders.
    let starts = std::iter::once(corpus).filter(|corpus| corpus.exists()).chain(more).collect::<Vec<_>>();
    let artifacts = format!("{}/failed-{target}-", project.target.join("fuzz").display());
    let limits = ["-timeout=60", "-rss_limit_mb=4096"];
    cmd!(
        project.shell,
        "{program} {flags...} {limits...} -max_len={LARGEST} -verbosity=0 -print_final_stats=1 -artifact_prefix={artifacts} {found} {starts...}"
    )
    .env("PORTAL_FUZZ", target)
    .run()
    .with_context(|| {
        format!(
            "`{target}` fails; the input is the newest file {artifacts}…: PORTAL_FUZZ={target} {} FILE shows it again",
            program.display()
        )
    })
}
