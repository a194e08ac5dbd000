//! Installs npm packages as their folder's lock file says.

use std::fs;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::project::Project;

/// `npm ci` in a folder of the project, unless what is installed there is newer than the lock file.
pub fn ensure_packages(project: &Project, folder: &str) -> Result<()> {
    let path = project.root.join(folder);
    let locked = fs::metadata(path.join("package-lock.json")).with_context(|| format!("{folder}/package-lock.json"))?;
    // npm writes it last, so it also shows that the installation was not interrupted.
    if let Ok(installed) = fs::metadata(path.join("node_modules/.package-lock.json"))
        && installed.modified()? >= locked.modified()?
    {
        return Ok(());
    }
    let _in_folder = project.shell.push_dir(path);
    cmd!(project.shell, "npm ci --no-audit --no-fund")
        // The tests drive the system's browsers.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run()
        .with_context(|| format!("the packages of {folder}/ could not be installed"))
}
