//! The project as the commands see it: where things are, and a shell that runs commands there.
//!
//! Which tools that shell finds, and whether they are installed, is `tools`' matter.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::Shell;

/// The checkout, and where what is built from it goes.
pub struct Project {
    /// Runs commands in `root`.
    pub shell: Shell,
    pub root: PathBuf,
    /// Cargo's target folder: sites are published below it as well.
    pub target: PathBuf,
    /// Where Cargo compiles: the target folder, unless `CARGO_BUILD_BUILD_DIR` names one that several checkouts share.
    pub build: PathBuf,
}

impl Project {
    pub fn open() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is in the project's folder")?;
        let target = root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        let build = std::env::var_os("CARGO_BUILD_BUILD_DIR").map_or_else(|| target.clone(), |build| root.join(build));

        let shell = Shell::new()?;
        shell.change_dir(root);
        shell.set_var("CARGO_TARGET_DIR", &target);
        Ok(Self { shell, root: root.to_owned(), target, build })
    }

    /// The published site.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }
}
