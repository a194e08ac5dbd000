//! Writes a whole release beside the published one and swaps it in at once.
//!
//! `{out}` is a symlink to `{out}.releases/{n}/www`, `{out}.deploy` to `{out}.releases/{n}/deploy`. Until the swap
//! nobody sees a new file; a publish that fails or is killed changes nothing. Everything is synced to the disk before
//! the swap, so that a power loss leaves the old site or the new one. Unchanged files are hard links, so they keep
//! their modification time, and with it their `ETag`. Hashed files of earlier releases stay for pages that are still open.

pub mod asset;
pub mod compress;
pub mod files;
pub mod group;
pub mod keys;
pub mod making;
pub mod record;
pub mod spent;
pub mod store;

mod disk;
mod error;
mod file_record;
mod folders;
mod listing;
mod members;
mod noted;
mod open_pages;
mod published;
mod spare;
mod table;
mod turn;

use std::fs::{self, File};
use std::io;
use std::path::{self, Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use self::disk::Disk;
use self::error::at;
pub use self::error::{ReleaseError, Unconfirmed};
pub use self::file_record::{Content, FileRecord, Forms};
use self::files::{Files, Written};
use self::folders::Folders;
use self::making::Making;
use self::open_pages::Earlier;
pub use self::open_pages::Kept;
pub use self::published::{PublishedFiles, published_files};
use self::record::Record;
use self::spare::Spare;
use self::spent::{Spent, Times, Work};
use self::store::Store;
use self::table::Table;

/// Releases kept: the current one and those that `rollback` can return to.
const KEPT_RELEASES: usize = 3;
/// Of how many earlier releases the hashed files stay however old they are.
const OPEN_PAGES_RELEASES: usize = 2;

/// A release being written.
pub struct Release {
    pub files: Files,
    folders: Folders,
    /// The finished releases, oldest first.
    numbers: Vec<u64>,
    /// Held while writing, so that two processes never write at once.
    _lock: File,
}

/// What came of a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    pub release: u64,
    /// What stays of earlier releases for pages that are still open.
    pub kept: Kept,
    /// Files of the last release that were not what it had written, and were made again.
    pub damaged: Vec<PathBuf>,
    /// Old releases that could not be removed: another user's.
    pub remains: Vec<PathBuf>,
    /// What its threads spent their time on.
    pub spent: Times,
    /// Where the disk did not confirm the swap of a release that is to last.
    pub unconfirmed: Option<Unconfirmed>,
}

impl Finished {
    /// An error where the disk did not confirm what is published all the same.
    pub fn confirmed(self) -> Result<(), ReleaseError> {
        self.unconfirmed.map_or(Ok(()), |unconfirmed| Err(ReleaseError::Unconfirmed(unconfirmed)))
    }
}

impl Release {
    /// Begins a release for the site at `out`.
    pub fn begin(out: &Path, making: Making) -> Result<Self, ReleaseError> {
        let folders = Folders::of(out)?;
        folders.check_links()?;
        folders.prepare()?;
        let lock = folders.lock()?;
        let (files, numbers) = Self::begin_in(&folders, making).inspect_err(|_| folders.clear(None))?;
        Ok(Self { files, folders, numbers, _lock: lock })
    }

    /// The files of a release that is to follow those in `folders`, and their numbers.
    fn begin_in(folders: &Folders, making: Making) -> Result<(Files, Vec<u64>), ReleaseError> {
        folders.align()?;
        let (staging, www) = (folders.staging(), folders.staging().join("www"));
        if staging.exists() {
            fs::remove_dir_all(&staging).map_err(at(&staging))?;
        }
        fs::create_dir_all(&www).map_err(at(&staging))?;
        folders.open_to_others(&www)?;
        let numbers = folders.numbers().map_err(at(folders.all()))?;
        let (number, earlier) = (next(&numbers), numbers.iter().map(|number| folders.release(*number)).collect());
        let last = folders.current().map(|number| folders.release(number)).filter(|folder| folder.exists());
        Ok((Files::new(www, number, earlier, last.as_deref(), making), numbers))
    }

    /// Is to be called before the first file is written, and when nothing is wrong with the content any more: what there is of a
    /// release that nobody goes back to is not linked again.
    pub fn take_spare(&self) {
        if !self.files.making.rebuilds {
            self.files.begin_with(|last| Spare::take(&self.folders, last, self.files.making.looks));
        }
    }

    /// The deploy folder of this release, to be written into.
    pub fn deploy_folder(&self) -> PathBuf {
        self.folders.staging().join("deploy")
    }

    /// The deploy folder of the release that is published now.
    pub fn published_deploy_folder(&self) -> Option<PathBuf> {
        self.folders.published_deploy()
    }

    /// Makes the release the published one; `moment` is what the site is shown as of. When that fails, nothing of it is left.
    pub fn finish(self, moment: DateTime<FixedOffset>) -> Result<Finished, ReleaseError> {
        let Self { files, folders, numbers, _lock } = self;
        let making = files.making;
        let Written { www, number, files, last, spare, disk, spent } = files.into_written();
        let finished = || {
            let round = spare.as_ref().map_or(0, Spare::round);
            let record = record(&folders, &numbers, last, (&disk, &www, files), moment, making)?;
            let record = Record { round, ..record };
            if let Some(spare) = &spare {
                spent.time(Work::Removing, || spare.leave(&www, &record)).map_err(at(&www))?;
            }
            let (before, kept) = (record.before, Kept::of(&record.kept));
            let unconfirmed = publish(&folders, number, record, making, &spent)?;
            Ok((before, kept, unconfirmed))
        };
        let (before, kept, unconfirmed) = finished().inspect_err(|_| folders.clear(Some(number)))?;
        let excess = (numbers.len() + 1).saturating_sub(KEPT_RELEASES);
        // Remains of an old release do no harm; the next publish tries again.
        let old = numbers.into_iter().take(excess).filter(|old| Some(*old) != before).map(|old| folders.release(old));
        let remains = spent.time(Work::Removing, || folders.retire(old.collect(), making.lasts));
        let damaged = if making.lasts { disk.into_damaged() } else { Vec::new() };
        let unconfirmed = unconfirmed.filter(|_| making.lasts);
        Ok(Finished { release: number, kept, damaged, remains, spent: spent.times(), unconfirmed })
    }

    /// Gives up: removes what was written and leaves what is published.
    pub fn abandon(self) {
        self.folders.clear(None);
    }
}

/// The number of the release that follows these, the last one last.
fn next(numbers: &[u64]) -> u64 {
    numbers.last().map_or(1, |last| last + 1)
}

/// Adds to what was written what open pages may still load, and records all of it.
fn record(
    folders: &Folders,
    numbers: &[u64],
    mut of_current: Option<Record>,
    (disk, www, files): (&Disk, &Path, Table),
    moment: DateTime<FixedOffset>,
    making: Making,
) -> Result<Record, ReleaseError> {
    let current = folders.current();
    // After a rollback the published release may not be among the last ones.
    let last = numbers.iter().rev().take(OPEN_PAGES_RELEASES).copied().filter(|number| Some(*number) != current);
    let earlier = current.into_iter().chain(last).filter_map(|number| {
        let folder = folders.release(number);
        // The published one comes first, and was read when it was taken over.
        let record = of_current.take().or_else(|| Record::read_folder(&folder, open_pages::FOLDER))?;
        Some(Earlier { www: folder.join("www"), record, is_current: Some(number) == current })
    });
    let kept = open_pages::keep(disk, www, &files, &earlier.collect::<Vec<_>>(), moment, making.keeps)?;
    Ok(Record { before: current, at: Some(moment), files, kept, ..Record::default() })
}

/// Makes what is written release `number`, and the published one.
fn publish(
    folders: &Folders,
    number: u64,
    record: Record,
    making: Making,
    spent: &Spent,
) -> Result<Option<Unconfirmed>, ReleaseError> {
    let (staging, folder) = (folders.staging(), folders.release(number));
    record.write(&staging).map_err(at(&staging))?;
    if making.lasts {
        spent.time(Work::Syncing, || write_through(&staging)).map_err(at(&staging))?;
    }
    fs::rename(&staging, &folder).map_err(at(&folder))?;
    folders.point_to(number)
}

/// The number of the release that is published at `out`.
pub fn published(out: &Path) -> Option<u64> {
    Folders::of(out).ok()?.current()
}

/// Checks that `out` can be a web root, or is one.
pub fn check(out: &Path) -> Result<(), ReleaseError> {
    Folders::of(out)?.check_links()
}

/// Checks that a site's releases are no part of its content.
pub fn check_outside(out: &Path, content: &Path) -> Result<(), ReleaseError> {
    Folders::of(out)?;
    let all = path::absolute(out).map_err(at(out))?;
    // What is not there yet is not linked from elsewhere either.
    let there = all.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
    match (there, content.canonicalize()) {
        (Some(there), Ok(folder)) if there.starts_with(&folder) => {
            Err(ReleaseError::InContent { out: out.to_owned(), content: content.to_owned() })
        }
        _ => Ok(()),
    }
}

/// What costs much to make and is kept beside the releases of the site at `out`, under a name of its kind.
pub fn store(out: &Path, kind: &str) -> Result<Store, ReleaseError> {
    Ok(Store::new(Folders::of(out)?.all().join(format!(".{kind}"))))
}

/// The folder of all releases of the site at `out`.
pub fn releases_folder(out: &Path) -> Result<PathBuf, ReleaseError> {
    Ok(Folders::of(out)?.all().to_owned())
}

/// What web servers are told of the release that is published at `out`.
pub fn deploy_folder(out: &Path) -> Result<Option<PathBuf>, ReleaseError> {
    Ok(Folders::of(out)?.published_deploy())
}

/// Makes the release before the published one the published one, and returns its number. What pages of the one that is
/// taken back may still load is put into it first.
///
/// # Errors
/// With all but `Unconfirmed` the published release is the one that was.
pub fn rollback(out: &Path) -> Result<u64, ReleaseError> {
    let folders = Folders::of(out)?;
    folders.check_links()?;
    let current = || folders.current().ok_or_else(|| ReleaseError::NothingPublished(out.to_owned()));
    // Before anything is locked: a web root that is not there leaves no traces.
    current()?;
    let _lock = folders.lock()?;
    let number = current()?;
    let folder = folders.release(number);
    let record = Record::read_folder(&folder, open_pages::FOLDER);
    let record = record.ok_or_else(|| ReleaseError::NoRecord(Record::path(&folder)))?;
    let before = record.before.filter(|before| folders.release(*before).is_dir());
    let before = before.ok_or_else(|| ReleaseError::NothingBefore(out.to_owned()))?;
    let leaving = Earlier { www: folder.join("www"), record, is_current: true };
    bring_back(&leaving, &folders.release(before))?;
    let unconfirmed = folders.point_to(before).inspect_err(|_| folders.clear(None))?;
    unconfirmed.map_or(Ok(before), |unconfirmed| Err(ReleaseError::Unconfirmed(unconfirmed)))
}

/// Readies a release to follow the one that is `leaving`.
fn bring_back(leaving: &Earlier, folder: &Path) -> Result<(), ReleaseError> {
    // Without its record it is told from none what it has of its own; the next publish makes all of it anew.
    let Some(record) = Record::read_folder(folder, open_pages::FOLDER) else { return Ok(()) };
    let mut back = Earlier { www: folder.join("www"), record, is_current: false };
    open_pages::hand_over(&Disk::new(&back.www, true), leaving, &mut back)?;
    write_through(folder).map_err(at(folder))?;
    Record::replace_kept(folder, back.record.kept).map_err(at(&Record::path(folder)))
}

/// Keeps others from following the content of the site at `out`, as long as what it returns lives.
///
/// # Errors
/// `Followed` when somebody else does; any of the file system.
pub fn claim_following(out: &Path) -> Result<File, ReleaseError> {
    let folders = Folders::of(out)?;
    folders.prepare()?;
    folders.lock_following()
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
