//! Where the releases of a site are, and the two links that say which one is published.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{ReleaseError, at};

/// The folders of one site.
pub struct Folders {
    out: PathBuf,
    deploy: PathBuf,
    releases: PathBuf,
}

impl Folders {
    pub fn of(out: &Path) -> Self {
        let mut releases = out.as_os_str().to_owned();
        releases.push(".releases");
        Self { out: out.to_owned(), deploy: out.with_file_name("deploy"), releases: releases.into() }
    }

    /// The folder of all releases.
    pub fn all(&self) -> &Path {
        &self.releases
    }

    /// The folder of one release, whether it exists or not.
    pub fn release(&self, number: u64) -> PathBuf {
        self.releases.join(number.to_string())
    }

    /// Where a release is written.
    pub fn staging(&self) -> PathBuf {
        self.releases.join(".staging")
    }

    /// The numbers of the finished releases, oldest first.
    pub fn numbers(&self) -> io::Result<Vec<u64>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.releases)? {
            numbers.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The number of the published release.
    pub fn current(&self) -> Option<u64> {
        let target = fs::read_link(&self.out).ok()?;
        target.parent()?.file_name()?.to_str()?.parse().ok()
    }

    /// Locked by the process that writes.
    pub fn lock(&self) -> Result<File, ReleaseError> {
        fs::create_dir_all(&self.releases).map_err(at(&self.releases))?;
        let path = self.releases.join(".lock");
        let file = File::create(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(ReleaseError::Busy(path)),
            Err(fs::TryLockError::Error(source)) => Err(ReleaseError::Io { path, source }),
        }
    }

    /// Checks that both links are links or do not exist yet.
    pub fn check_links(&self) -> Result<(), ReleaseError> {
        match [&self.out, &self.deploy].into_iter().find(|link| link.exists() && !link.is_symlink()) {
            Some(link) => Err(ReleaseError::NotALink(link.clone())),
            None => Ok(()),
        }
    }

    /// Makes both links lead to release `number`; each changes in one step, the web root last.
    pub fn point_to(&self, number: u64) -> Result<(), ReleaseError> {
        self.check_links()?;
        sync_folder(&self.releases)?;
        let releases = self.releases.file_name().map(PathBuf::from).unwrap_or_default();
        for (link, part) in [(&self.deploy, "deploy"), (&self.out, "www")] {
            let mut fresh = link.as_os_str().to_owned();
            fresh.push(".new");
            let fresh = PathBuf::from(fresh);
            let _ = fs::remove_file(&fresh);
            std::os::unix::fs::symlink(releases.join(number.to_string()).join(part), &fresh).map_err(at(&fresh))?;
            fs::rename(&fresh, link).map_err(at(link))?;
        }
        sync_folder(self.out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    }
}

/// Syncs a folder's entries to the disk.
fn sync_folder(folder: &Path) -> Result<(), ReleaseError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}
