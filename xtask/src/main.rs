//! `cargo xtask …`: set-up, build and test, the same on a developer's machine and where changes are checked.
//!
//! This file reads the command line; each command is a module. What a command needs and the machine lacks,
//! `tools` installs, or says how to.

mod app;
mod bench;
mod check;
mod dev;
mod dist;
mod fuzz;
mod licences;
mod project;
mod remap;
mod rooms;
mod site;
mod size;
mod steps;
mod supply;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::tools::open_project;

const HELP: &str = "\
Usage: cargo xtask <command>

  serve [-- flags of `portal serve`]  install what is missing, build, publish content/ and serve it
  test                                everything that has to pass: check, builds, browser tests, sizes
  build                               everything built; the published site is left in target/site
  check                               formatting, lints, and the tests that need no browser
  dev [-- flags of `portal serve`]    serve a debug build; rebuild, republish and reload on change
  dist [--try | --twice]              packages to install, in target/dist; tried in a bare Debian; built twice and compared
  soak                                a display, its time wound on: 10,000 screens, 2,000 pictures, 500 articles; its box for half an hour
  fuzz [SECONDS [TARGET]]             made-up input for everything that reads what others wrote; 60 s a target
  load                                `portal serve` and nginx under load, measured, the site published meanwhile
  bench [--quick] [part...]           pages in Chromium beside the same without scripts: target/bench.md, target/bench.json
  bench publish [--quick] [articles...]  what publishing 1,000, 10,000, 100,000 articles costs, beside Hugo: target/bench-publish.md, .json
  xss [engine...]                     content that wants to do harm, each attack on a page of its own, in three browser engines
  faults                              what a reader sees of every fault of every page and file, in three engines: target/faults.md
  supply [--update]                   what we depend on: sources, terms, advisories; public/licences.txt
  size [--update]                     bytes of every shipped file against xtask/size-budget.toml

Environment: PORTAL_TOOLS names the folder for build tools (else portal-tools in the user's cache folder);
CARGO_TARGET_DIR moves everything that is built, the site included.";

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<ExitCode> {
    match *arguments {
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        ["serve", ref flags @ ..] => site::serve(&open_project()?, flags_after_dashes(flags)?)?,
        ["test"] => return Ok(test::run(&open_project()?)),
        ["build"] => site::build(&open_project()?)?,
        ["check"] => return Ok(check::run(&open_project()?)),
        ["dev", ref flags @ ..] => dev::run(&open_project()?, flags_after_dashes(flags)?)?,
        ["dist"] => dist::run(&open_project()?)?,
        ["dist", "--try"] => dist::test(&open_project()?)?,
        ["dist", "--twice"] => dist::run_twice(&open_project()?)?,
        ["fuzz"] => fuzz::run(&open_project()?, 60, None)?,
        ["fuzz", seconds] => fuzz::run(&open_project()?, seconds.parse()?, None)?,
        ["fuzz", seconds, target] => fuzz::run(&open_project()?, seconds.parse()?, Some(target))?,
        ["bench", "publish", ref flags @ ..] => bench::publish(&open_project()?, flags)?,
        ["bench", ref flags @ ..] => bench::run(&open_project()?, flags)?,
        ["load"] => test::measure_load(&open_project()?)?,
        ["soak"] => soak(&open_project()?)?,
        ["xss", ref engines @ ..] => xss(&open_project()?, engines)?,
        ["faults"] => faults(&open_project()?)?,
        ["supply"] => supply::check(&open_project()?)?,
        ["supply", "--update"] => supply::update(&open_project()?)?,
        ["size"] => size::check(&open_project()?)?,
        ["size", "--update"] => size::update(&open_project()?)?,
        _ => bail!("`{}` is not a command\n\n{HELP}", arguments.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

fn flags_after_dashes<'a>(arguments: &'a [&'a str]) -> Result<&'a [&'a str]> {
    match arguments {
        [] => Ok(&[]),
        ["--", flags @ ..] => Ok(flags),
        _ => bail!("`{}` is not understood here: flags of `portal serve` come after `--`", arguments.join(" ")),
    }
}

/// The long form of what `test` does in short.
fn faults(project: &Project) -> Result<()> {
    tools::ensure_all(project)?;
    site::publish_embedded(project)?;
    test::test_faults(project, &["--all"])
}

/// The long form of what `test` does in short.
fn soak(project: &Project) -> Result<()> {
    tools::ensure_all(project)?;
    site::publish_embedded(project)?;
    test::soak_display(project, &["10000", "2000", "500"])?;
    test::test_box(project, &["30"])
}

fn xss(project: &Project, engines: &[&str]) -> Result<()> {
    tools::ensure_all(project)?;
    site::publish_embedded(project)?;
    test::test_hostile(project, &[&["--every"], engines].concat())
}
