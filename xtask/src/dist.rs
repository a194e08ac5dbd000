//! `cargo xtask dist`: what an operator installs without a compiler, in `target/dist`: a Debian package, an archive of the
//! same files for any other Linux, and their checksums. The same commit gives the same bytes.
//!
//! `tree` lays out what is installed, `packages` packs it. `bare_debian` installs and runs it for `cargo xtask test`,
//! `twice` builds it in another folder and compares.

mod bare_debian;
mod packages;
mod sbom;
mod tree;
mod twice;
mod units;

use std::path::PathBuf;

use anyhow::Result;

use crate::app::{self, Build};
use crate::project::Project;
use crate::site::{self, Profile};
use crate::tools;

/// Builds and packs everything.
pub fn run(project: &Project) -> Result<()> {
    let folder = project.target.join("dist");
    packages::pack(project, &lay_out(project)?, &folder)?;
    eprintln!("packed: {}", folder.display());
    Ok(())
}

/// `cargo xtask dist --try`, and a step of `cargo xtask test`: what is packed is the same each time, and works where
/// nothing else is installed.
pub fn test(project: &Project) -> Result<()> {
    // First, because it may need the developer's help.
    tools::ensure_bare_debian(project)?;
    run(project)?;
    packages::check_packed_again(project)?;
    bare_debian::try_packages(project)
}

/// `cargo xtask dist --twice`: the same bytes from two folders.
pub fn run_twice(project: &Project) -> Result<()> {
    twice::check_committed(project)?;
    run(project)?;
    twice::build_and_compare(project)
}

/// Builds what is installed, and gives the folder with all of it.
fn lay_out(project: &Project) -> Result<PathBuf> {
    tools::ensure_packaging_tools(project)?;
    let app = app::build(project, Build::Release)?;
    let portal = site::build_publisher(project, Profile::Native)?;
    tree::lay_out(project, &app, &portal)
}
