//! The tree of what is installed: `bin`, `lib` and `share`, which the Debian package has below `/usr`, and `etc`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use super::sbom;
use crate::project::Project;
use crate::{licences, remap, site};

/// Files from the checkout, and where they are installed.
pub(super) const FILES: &[(&str, &str)] = &[
    ("publisher/packaging/portal.service", "lib/systemd/system/portal.service"),
    ("publisher/packaging/portal-follow.service", "lib/systemd/system/portal-follow.service"),
    ("publisher/packaging/portal.sysusers", "lib/sysusers.d/portal.conf"),
    ("publisher/packaging/portal-display.service", "lib/systemd/system/portal-display.service"),
    ("publisher/packaging/portal-display.sysusers", "lib/sysusers.d/portal-display.conf"),
    ("publisher/packaging/portal-display.default", "etc/default/portal-display"),
    ("README.md", "share/doc/portal/README.md"),
    ("LICENSE", "share/doc/portal/LICENSE"),
];

/// What `THIRD-PARTY` begins with.
const THIRD_PARTY: &str = "\
Others' work in `portal` and in the app it publishes, and the terms of each. The standard library of Rust is in both as well:
copyright the Rust Project contributors, Apache License 2.0 or MIT License, as below.";

/// Lays it out anew, below Cargo's folder of the profile: that is where `cargo deb` looks for what is built.
pub fn lay_out(project: &Project, app: &Path, portal: &Path) -> Result<PathBuf> {
    let tree = project.target.join("native/package");
    if tree.exists() {
        fs::remove_dir_all(&tree).with_context(|| tree.display().to_string())?;
    }
    copy(project, portal, &tree.join("bin/portal"))?;
    copy(project, app, &tree.join("share/portal/app"))?;
    copy(project, &project.root.join("docs"), &tree.join("share/doc/portal/docs"))?;
    for (from, to) in FILES {
        copy(project, &project.root.join(from), &tree.join(to))?;
    }
    site::write_manual(project, &tree.join("share"))?;
    let pages = project.shell.read_dir(tree.join("share/man/man1"))?;
    cmd!(project.shell, "gzip --no-name --best {pages...}").quiet().run()?;
    let terms = licences::terms(project, THIRD_PARTY, licences::OF_BOTH, &["publisher/packaging/libwebp-licence.txt"])?;
    fs::write(tree.join("share/doc/portal/THIRD-PARTY"), terms)?;
    for (file, crates) in sbom::BILLS {
        fs::write(tree.join(file), sbom::write(project, file, crates)?)?;
    }
    check_paths(project, &tree)?;
    Ok(tree)
}

fn copy(project: &Project, from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("everything is installed in a folder")?;
    project.shell.create_dir(folder)?;
    Ok(cmd!(project.shell, "cp --recursive --no-target-directory {from} {to}").quiet().run()?)
}

/// Fails where something names a folder of this machine: elsewhere it would be other bytes.
fn check_paths(project: &Project, tree: &Path) -> Result<()> {
    let paths = remap::machine_paths(project)?.into_iter().flat_map(|path| ["--regexp".into(), path.into_os_string()]);
    let search = ["--recursive", "--text", "--fixed-strings", "--only-matching"];
    let found = cmd!(project.shell, "grep {search...}").args(paths).arg(tree).quiet().ignore_status().read()?;
    if let Some(first) = found.lines().next() {
        bail!(
            "a path of this machine is in what would be packed, {} times: {first}\nHave it replaced in \
             xtask/src/remap.rs, or leave it out",
            found.lines().count()
        );
    }
    Ok(())
}
