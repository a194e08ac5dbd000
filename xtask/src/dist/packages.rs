//! The Debian package, the archive and their checksums. Times are the commit's, names are in order, everything is root's:
//! the same files give the same bytes.

use std::env;
use std::env::consts::ARCH;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::project::Project;

/// Where checksums are, beside what they are of.
pub const SUMS: &str = "SHA256SUMS";

/// Packs `tree` into `folder`, which has nothing else then.
pub fn pack(project: &Project, tree: &Path, folder: &Path) -> Result<()> {
    let sh = &project.shell;
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    sh.create_dir(folder)?;
    let time = commit_time(project)?;

    let deb =
        ["--package", "portal-publisher", "--profile", "native", "--no-build", "--no-strip", "--locked", "--quiet"];
    cmd!(sh, "cargo deb {deb...} --output {folder}/").env("SOURCE_DATE_EPOCH", &time).quiet().run()?;

    let name = archive_root();
    let archive = archive(folder);
    // No name of a user or group, and no mode that this user's umask decides.
    let same = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "--format=gnu"];
    let packing = ["--use-compress-program=gzip --no-name --best", "--create", "--file"];
    cmd!(sh, "tar {same...} --mtime=@{time} --transform=s,^[.],{name}, {packing...} {archive} --directory {tree} .")
        .quiet()
        .run()?;

    let _there = sh.push_dir(folder);
    let files = sh.read_dir(folder)?;
    let names = files.iter().filter_map(|file| file.file_name());
    let sums = cmd!(sh, "sha256sum --").args(names).quiet().read()?;
    Ok(sh.write_file(folder.join(SUMS), sums + "\n")?)
}

/// Fails unless the same tree, packed a second time, gives the same bytes.
pub fn check_packed_again(project: &Project) -> Result<()> {
    let (first, again) = (project.target.join("dist"), project.target.join("dist-again"));
    pack(project, &project.target.join("native/package"), &again)?;
    check_same(project, &first, &again)
}

/// Fails unless two folders of packages are the same.
pub fn check_same(project: &Project, one: &Path, other: &Path) -> Result<()> {
    let [first, second] = [one, other].map(|folder| project.shell.read_file(folder.join(SUMS)));
    let (first, second) = (first?, second?);
    if first != second {
        bail!(
            "what was packed differs:\n{}:\n{first}{}:\n{second}`diffoscope` shows where",
            one.display(),
            other.display()
        );
    }
    Ok(())
}

/// The Debian package in a folder.
pub fn debian_package(project: &Project, folder: &Path) -> Result<PathBuf> {
    let files = project.shell.read_dir(folder)?;
    let found = files.into_iter().find(|file| file.extension().is_some_and(|extension| extension == "deb"));
    found.with_context(|| format!("there is no Debian package in {}", folder.display()))
}

/// The archive in a folder.
pub fn archive(folder: &Path) -> PathBuf {
    folder.join(format!("{}-{ARCH}-linux.tar.gz", archive_root()))
}

/// The one folder in the archive. All of the workspace has one version.
pub fn archive_root() -> String {
    format!("portal-{}", env!("CARGO_PKG_VERSION"))
}

/// When the commit was made, in seconds since 1970: the time of every packed file.
fn commit_time(project: &Project) -> Result<String> {
    if let Ok(time) = env::var("SOURCE_DATE_EPOCH") {
        return Ok(time);
    }
    let sh = &project.shell;
    let time = cmd!(sh, "git log --max-count=1 --format=%ct").quiet().read();
    let time = time.context("packages have the time of their commit, and git knows none: set SOURCE_DATE_EPOCH")?;
    if !cmd!(sh, "git status --porcelain").quiet().read()?.is_empty() {
        eprintln!("The checkout has changes that are not committed: the packages are not those of its commit.");
    }
    Ok(time)
}
