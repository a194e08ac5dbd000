//! Writes a whole release beside the published one and swaps it in at once.
//!
//! `{out}` is a symlink to `{out}.releases/{n}/www`, `{out}.deploy` to `{out}.releases/{n}/deploy`. Until the swap
//! nobody sees a new file; a publish that fails or is killed changes nothing. Everything is synced to the disk before
//! the swap, so that a power loss leaves the old site or the new one. Unchanged files are hard links, so they keep
//! their modification time, and with it their `ETag`.

pub mod asset;
pub mod files;
pub mod keys;
pub mod making;

mod compress;
mod error;
mod folders;
mod record;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

pub use self::error::ReleaseError;
use self::error::at;
use self::files::Files;
use self::folders::Folders;
use self::making::Making;
use self::record::Record;

/// Releases kept: the current one and those that `rollback` can return to.
const KEPT_RELEASES: usize = 3;
/// For how many earlier releases the app's files are kept, for pages that are still open.
const OPEN_PAGES_RELEASES: usize = 2;

/// A release being written.
pub struct Release {
    pub files: Files,
    folders: Folders,
    /// Held while writing, so that two processes never write at once.
    _lock: File,
}

impl Release {
    /// Begins a release for the site at `out`.
    pub fn begin(out: &Path, making: Making) -> Result<Self, ReleaseError> {
        let folders = Folders::of(out)?;
        folders.check_links()?;
        folders.prepare()?;
        let lock = folders.lock()?;
        let (staging, www) = (folders.staging(), folders.staging().join("www"));
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(at(&staging))?;
        }
        fs::create_dir_all(&www).map_err(at(&staging))?;
        folders.open_to_others(&www)?;
        let earlier = folders.numbers().map_err(at(folders.all()))?;
        let earlier = earlier.into_iter().map(|number| folders.release(number)).collect();
        let last = folders.current().map(|number| folders.release(number)).filter(|folder| folder.exists());
        let files = Files::new(www, earlier, last.as_deref(), making);
        Ok(Self { files, folders, _lock: lock })
    }

    /// The deploy folder of this release, to be written into.
    pub fn deploy_folder(&self) -> PathBuf {
        self.folders.staging().join("deploy")
    }

    /// The deploy folder of the release that is published now.
    pub fn published_deploy_folder(&self) -> Option<PathBuf> {
        self.folders.published_deploy()
    }

    /// Makes the release the published one, and returns its number; `moment` is what the site is shown as of.
    pub fn finish(self, moment: DateTime<FixedOffset>) -> Result<u64, ReleaseError> {
        let Self { files, folders, _lock } = self;
        let lasts = files.lasts;
        let staging = folders.staging();
        let numbers = folders.numbers().map_err(at(folders.all()))?;
        // After a rollback the published release may not be among the last ones.
        let open = numbers.iter().rev().take(OPEN_PAGES_RELEASES).copied().chain(folders.current());
        open.map(|number| folders.release(number)).try_for_each(|earlier| files.keep_open(&earlier))?;
        let record = Record { before: folders.current(), at: Some(moment), files: files.into_records() };
        let path = staging.join("release.json");
        let json = serde_json::to_vec(&record).map_err(io::Error::from).map_err(at(&path))?;
        fs::write(&path, json).map_err(at(&path))?;
        if lasts {
            write_through(&staging).map_err(at(&staging))?;
        }

        let number = numbers.last().map_or(1, |last| last + 1);
        let folder = folders.release(number);
        fs::rename(&staging, &folder).map_err(at(&folder))?;
        folders.point_to(number)?;
        let excess = (numbers.len() + 1).saturating_sub(KEPT_RELEASES);
        for old in numbers.into_iter().take(excess).filter(|old| Some(*old) != record.before) {
            // Remains of an old release do no harm; the next publish tries again.
            let _ = fs::remove_dir_all(folders.release(old));
        }
        Ok(number)
    }

    /// Gives up: removes what was written and leaves what is published.
    pub fn abandon(self) {
        let _ = fs::remove_dir_all(self.folders.staging());
    }
}

/// The number of the release that is published at `out`.
pub fn published(out: &Path) -> Option<u64> {
    Folders::of(out).ok()?.current()
}

/// Checks that `out` can be a web root, or is one.
pub fn check(out: &Path) -> Result<(), ReleaseError> {
    Folders::of(out)?.check_links()
}

/// The folder of all releases of the site at `out`.
pub fn releases_folder(out: &Path) -> Result<PathBuf, ReleaseError> {
    Ok(Folders::of(out)?.all().to_owned())
}

/// What web servers are told of the release that is published at `out`.
pub fn deploy_folder(out: &Path) -> Result<Option<PathBuf>, ReleaseError> {
    Ok(Folders::of(out)?.published_deploy())
}

/// Makes the release before the published one the published one, and returns its number.
pub fn rollback(out: &Path) -> Result<u64, ReleaseError> {
    let folders = Folders::of(out)?;
    folders.check_links()?;
    let current = || folders.current().ok_or_else(|| ReleaseError::NothingPublished(out.to_owned()));
    // Before anything is locked: a web root that is not there leaves no traces.
    current()?;
    let _lock = folders.lock()?;
    let before = Record::read(&folders.release(current()?)).before.filter(|before| folders.release(*before).is_dir());
    let before = before.ok_or_else(|| ReleaseError::NothingBefore(out.to_owned()))?;
    folders.point_to(before)?;
    Ok(before)
}

/// The moment that the site published at `out` is shown as of, where it is known.
pub fn published_moment(out: &Path) -> Result<Option<DateTime<FixedOffset>>, ReleaseError> {
    let folders = Folders::of(out)?;
    Ok(folders.current().and_then(|number| Record::moment(&folders.release(number))))
}

/// Waits until everything that was written to the folder's file system is on the disk: one call, where a call for each
/// of ten thousand files would take minutes.
#[cfg(target_os = "linux")]
fn write_through(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Waits until every file below the folder is on the disk.
#[cfg(not(target_os = "linux"))]
fn write_through(folder: &Path) -> io::Result<()> {
    walkdir::WalkDir::new(folder).into_iter().try_for_each(|entry| File::open(entry?.path())?.sync_all())
}
