//! `cargo xtask dist --twice`: the commit, built once here and once in another folder from nothing, has to give the same
//! packages. It takes some ten minutes.

use anyhow::{Result, bail};
use xshell::cmd;

use super::{packages, run};
use crate::project::Project;

pub fn build_twice(project: &Project) -> Result<()> {
    let sh = &project.shell;
    if !cmd!(sh, "git status --porcelain").quiet().read()?.is_empty() {
        bail!("the second build is of the last commit: commit what has changed, or stash it");
    }
    run(project)?;

    let other = project.target.join("dist-twice");
    if other.exists() {
        cmd!(sh, "git worktree remove --force {other}").run()?;
    }
    cmd!(sh, "git worktree add --detach {other}").run()?;
    {
        let _there = sh.push_dir(&other);
        cmd!(sh, "cargo xtask dist").env_remove("CARGO_TARGET_DIR").run()?;
    }
    // Where they differ, both stay to be looked at.
    packages::check_same(project, &project.target.join("dist"), &other.join("target/dist"))?;
    cmd!(sh, "git worktree remove --force {other}").run()?;
    eprintln!("the same bytes from both folders");
    Ok(())
}
