//! The tools the commands need: which, in which version, and how to get them.
//!
//! Build tools go to a folder of this project's tools in the user's cache, a version each, so that nothing a
//! developer has installed is touched and a checkout can be thrown away. Browsers come from the system
//! (`tools::system`). When everything is installed, nothing here takes time.

mod cargo;
mod npm;
mod system;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::project::Project;

pub use system::{chromium, chromium_shell, ensure_bare_debian, ensure_load, firefox, require_administrator};

/// Major and minor: the first that knows a module by its `import`s and `export`s, which the scripts of `public/` are tested by.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// What building and serving need.
pub fn ensure_build_tools(project: &Project) -> Result<()> {
    ensure_node(project)?;
    ensure_wasm_target(project)?;
    npm::ensure_packages(project, "xtask")?;
    cargo::ensure_installed(project, &cargo::build_tools(&project.root)?)
}

/// What building and packing need.
pub fn ensure_packaging_tools(project: &Project) -> Result<()> {
    system::ensure_packaging(project)?;
    ensure_build_tools(project)?;
    cargo::ensure_installed(project, &cargo::packaging_tools())
}

/// What looks after our dependencies.
pub fn ensure_supply_tools(project: &Project) -> Result<()> {
    ensure_node(project)?;
    cargo::ensure_installed(project, &cargo::supply_tools())
}

/// What the tests that need no browser need.
pub fn ensure_check_tools(project: &Project) -> Result<()> {
    system::ensure_native(project)?;
    ensure_wasm_target(project)?;
    ensure_node(project)?;
    // What puts the service workers together, which are tested without a browser.
    npm::ensure_packages(project, "xtask")?;
    npm::ensure_packages(project, "tests")
}

/// What measuring pages needs: a web server, Chromium and Lighthouse.
pub fn ensure_bench(project: &Project) -> Result<()> {
    system::ensure_bench(project)?;
    ensure_build_tools(project)?;
    npm::ensure_packages(project, "tests")?;
    npm::ensure_packages(project, "tests/bench")
}

/// What measuring publishing needs.
pub fn ensure_publish_bench(project: &Project) -> Result<()> {
    system::ensure_publish_bench(project)?;
    ensure_build_tools(project)
}

/// What the whole of `cargo xtask test` needs, but for the packages.
pub fn ensure_all(project: &Project) -> Result<()> {
    // First, because it may need the developer's help: better asked for now than after ten minutes of compiling.
    system::ensure_all(project)?;
    ensure_build_tools(project)?;
    npm::ensure_packages(project, "tests")?;
    cargo::ensure_installed(project, &cargo::test_tools())
}

/// What the browser's build is compiled for and with. Rustup reads both in `rust-toolchain.toml`; where it is set not to install
/// automatically, they are still missing.
fn ensure_wasm_target(project: &Project) -> Result<()> {
    let sh = &project.shell;
    let rust = PathBuf::from(cmd!(sh, "rustc --print sysroot").quiet().read()?).join("lib/rustlib");
    for (folder, kind, name) in [
        ("wasm32-unknown-unknown/lib", "target", "wasm32-unknown-unknown"),
        ("src/rust/library/std", "component", "rust-src"),
    ] {
        if rust.join(folder).exists() {
            continue;
        }
        if which::which("rustup").is_err() {
            bail!("this Rust has no {name}, and there is no rustup to add it: install Rust by rustup");
        }
        cmd!(sh, "rustup {kind} add {name}").run()?;
    }
    Ok(())
}

/// The project, whose shell finds the project's tools before the machine's.
pub fn open_project() -> Result<Project> {
    let project = Project::open()?;
    project.shell.set_var("PATH", search_path(&project.root)?);
    Ok(project)
}

fn search_path(root: &Path) -> Result<OsString> {
    let mut folders = Vec::new();
    let tools = cargo::test_tools().into_iter().chain(cargo::packaging_tools()).chain(cargo::supply_tools());
    for tool in cargo::build_tools(root)?.into_iter().chain(tools) {
        folders.push(cargo::folder(&tool)?.join("bin"));
    }
    folders.push(root.join("xtask/node_modules/.bin"));
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    // Debian keeps nginx where only root looks.
    folders.push("/usr/sbin".into());
    Ok(std::env::join_paths(folders)?)
}

fn ensure_node(project: &Project) -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let needed = format!("Node {major}.{minor} or newer is needed (nodejs.org, or the system's package manager)");
    let Ok(version) = cmd!(project.shell, "node --version").quiet().ignore_stderr().read() else {
        bail!("{needed}, and there is none on PATH");
    };
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse::<u32>().ok());
    if numbers.next().zip(numbers.next()).is_none_or(|version| version < OLDEST_NODE) {
        bail!("{needed}, and the one on PATH is {version}");
    }
    cmd!(project.shell, "npm --version")
        .quiet()
        .ignore_stdout()
        .ignore_stderr()
        .run()
        .context("npm comes with Node, but is not on PATH")
}
