//! Keeps this machine's paths out of what is shipped, so that it is the same bytes wherever it is built.
//!
//! Rust names source files in the messages of panics: those of the checkout, of crates and of the standard library.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::project::Project;

/// The variable for Cargo that has the paths replaced, and its value; `target` is the host where none is named. Cargo
/// joins these flags to those of `.cargo/config.toml`.
pub fn environment(project: &Project, target: Option<&str>) -> Result<(String, String)> {
    // Only then is it known where the crates' sources are.
    cmd!(project.shell, "cargo fetch").quiet().run()?;
    let rust = Rust::read(project)?;
    let target = target.unwrap_or(&rust.host).to_uppercase().replace('-', "_");
    Ok((format!("CARGO_TARGET_{target}_RUSTFLAGS"), flags(project, &rust)?))
}

fn flags(project: &Project, rust: &Rust) -> Result<String> {
    let Project { root, target, build, .. } = project;
    // The last that fits counts: the target folder may lie within the checkout.
    let mut names = vec![(root.clone(), ".".to_owned())];
    names.extend([target, build].map(|folder| (folder.clone(), "./target".to_owned())));
    // Each folder in there is named after a registry's host.
    let registries = cargo_home()?.join("registry/src");
    for registry in fs::read_dir(&registries).with_context(|| registries.display().to_string())? {
        names.push((registry?.path(), "crates".to_owned()));
    }
    // As the standard library's files are named where its sources are not installed.
    names.push((rust.sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", rust.commit)));
    let flags = names.iter().map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()));
    Ok(flags.collect::<Vec<_>>().join(" "))
}

/// Where this machine's paths begin: nothing that is shipped may name one.
pub fn machine_paths(project: &Project) -> Result<Vec<PathBuf>> {
    let home = env::home_dir().context("no home folder")?;
    let paths = [&project.root, &project.target, &project.build, &cargo_home()?, &Rust::read(project)?.sysroot, &home];
    // With a slash at the end: the name of root's home folder alone may well be meant.
    Ok(paths.map(|path| path.join("")).into())
}

fn cargo_home() -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    home.context("no CARGO_HOME and no home folder")
}

/// The compiler, as it tells of itself.
struct Rust {
    host: String,
    commit: String,
    sysroot: PathBuf,
}

impl Rust {
    fn read(project: &Project) -> Result<Self> {
        let text = cmd!(project.shell, "rustc --verbose --version").quiet().read()?;
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.map(str::to_owned).with_context(|| format!("rustc --verbose --version has no `{name}`"))
        };
        let sysroot = cmd!(project.shell, "rustc --print sysroot").quiet().read()?.into();
        Ok(Self { host: field("host")?, commit: field("commit-hash")?, sysroot })
    }
}
