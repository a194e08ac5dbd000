//! `cargo xtask supply`: what we depend on. Where it comes from, under which terms, whether something is known against it, and
//! that readers are given the terms of what their browsers get.
//!
//! `deny.toml` says what is allowed. Advisories need the internet: where it cannot be reached that is said, and is no failure.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::project::Project;
use crate::{licences, tools};

const CONFIG: &str = "xtask/deny.toml";

/// Published with every site, at `/licences.txt`.
const LICENCES: &str = "public/licences.txt";

const HEAD: &str = "\
Others' work in what this site gives a browser, and the terms of each: the app, its search, its fonts. The standard library of Rust is
in it as well: copyright the Rust Project contributors, Apache License 2.0 or MIT License, as below.";

/// Folders with a lock file of npm's.
const NPM: [&str; 3] = ["tests", "tests/bench", "xtask"];

/// How long a database of advisories is waited for, in seconds.
const PATIENCE: &str = "60";

/// Everything that has to hold, advisories where they can be had.
pub fn check(project: &Project) -> Result<()> {
    prepare(project)?;
    check_lock_files(project)?;
    cmd!(project.shell, "cargo deny --offline --workspace --config {CONFIG} check bans licenses sources").run()?;
    check_licences(project)?;
    look_up_crates(project)?;
    NPM.into_iter().try_for_each(|folder| look_up_npm(project, folder))
}

/// Writes what `check` compares.
pub fn update(project: &Project) -> Result<()> {
    prepare(project)?;
    Ok(project.shell.write_file(project.root.join(LICENCES), read_licences(project)?)?)
}

/// The tools, and every crate of the lock file: also those of other systems, which no build here has asked for.
fn prepare(project: &Project) -> Result<()> {
    tools::ensure_supply_tools(project)?;
    Ok(cmd!(project.shell, "cargo fetch --locked").run()?)
}

fn check_lock_files(project: &Project) -> Result<()> {
    for folder in NPM {
        let path = project.root.join(folder).join("package-lock.json");
        let lock = project.shell.read_file(&path)?;
        if let Some(line) = address_in(&lock) {
            bail!(
                "{}:{line}: a download address, which another machine may not reach: `npm config set \
                 omit-lockfile-registry-resolved true`, delete the file, and `npm install`",
                path.display()
            );
        }
        let _in_folder = project.shell.push_dir(project.root.join(folder));
        // A package that asks for another's latest puts a lock file out of step without anybody touching it.
        cmd!(project.shell, "npm ci --dry-run --no-audit --no-fund").ignore_stdout().run()?;
    }
    Ok(())
}

/// The first line of npm's lock file that names an address to download from, counted from 1.
fn address_in(lock: &str) -> Option<usize> {
    lock.lines().position(|line| line.trim_start().starts_with("\"resolved\":")).map(|line| line + 1)
}

/// The terms of all that a browser is given.
fn read_licences(project: &Project) -> Result<String> {
    let search = "publisher/packaging/pagefind-licence.txt";
    // Some were written on Windows.
    Ok(licences::terms(project, HEAD, licences::OF_APP, &[search])?.replace('\r', ""))
}

fn check_licences(project: &Project) -> Result<()> {
    let written = project.shell.read_file(project.root.join(LICENCES)).unwrap_or_default();
    if written != read_licences(project)? {
        bail!("{LICENCES} is not what the lock file says: `cargo xtask supply --update` writes it");
    }
    Ok(())
}

fn look_up_crates(project: &Project) -> Result<()> {
    let fetch =
        cmd!(project.shell, "timeout {PATIENCE} cargo deny --config {CONFIG} fetch db").env("GIT_TERMINAL_PROMPT", "0");
    if fetch.ignore_status().output()?.status.success() {
        return Ok(
            cmd!(project.shell, "cargo deny --workspace --config {CONFIG} check --disable-fetch advisories").run()?
        );
    }
    eprintln!("note: advisories against crates were not looked up: their database cannot be reached from here");
    Ok(())
}

fn look_up_npm(project: &Project, folder: &str) -> Result<()> {
    let _in_folder = project.shell.push_dir(project.root.join(folder));
    let audit =
        cmd!(project.shell, "timeout {PATIENCE} npm audit --json --audit-level=high").ignore_status().output()?;
    if audit.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&audit.stdout).into_owned();
    let report = serde_json::from_str::<serde_json::Value>(&told).unwrap_or_default();
    if report.get("vulnerabilities").is_some() {
        bail!("{folder}: something is known against what it installs\n{told}");
    }
    eprintln!(
        "note: advisories against the packages of {folder}/ were not looked up: npm's registry does not answer it here"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_with_an_address_is_told_by_its_line() {
        let lock = "{\n  \"node_modules/a\": {\n    \"version\": \"1.0.0\",\n    \"integrity\": \"sha512-x\"\n  }\n}";
        assert_eq!(address_in(lock), None);
        let with =
            lock.replace("\"integrity\"", "\"resolved\": \"https://registry.example/a.tgz\",\n    \"integrity\"");
        assert_eq!(address_in(&with), Some(4));
    }
}
