//! The second build for `cargo xtask dist --twice`: the commit, from nothing, in another folder.

use anyhow::{Result, bail};
use xshell::cmd;

use super::packages;
use crate::project::Project;

/// Fails unless the packages made here are those of the commit.
pub fn check_committed(project: &Project) -> Result<()> {
    if !cmd!(project.shell, "git status --porcelain").quiet().read()?.is_empty() {
        bail!("the second build is of the last commit: commit what has changed, or stash it");
    }
    Ok(())
}

/// Builds and packs the commit there, and compares with `target/dist`. It takes some ten minutes.
pub fn build_and_compare(project: &Project) -> Result<()> {
    let sh = &project.shell;
    let other = project.target.join("dist-twice");
    if other.exists() {
        cmd!(sh, "git worktree remove --force {other}").run()?;
    }
    cmd!(sh, "git worktree add --detach {other}").run()?;
    {
        let _there = sh.push_dir(&other);
        cmd!(sh, "cargo xtask dist").env_remove("CARGO_TARGET_DIR").env_remove("CARGO_BUILD_BUILD_DIR").run()?;
    }
    // Where they differ, both stay to be looked at.
    packages::check_same(project, &project.target.join("dist"), &other.join("target/dist"))?;
    cmd!(sh, "git worktree remove --force {other}").run()?;
    eprintln!("the same bytes from both folders");
    Ok(())
}
