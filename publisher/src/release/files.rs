//! The files of a release while it is written. Files with the same key or bytes in the last release are linked, after a
//! comparison with what that release recorded; the rest are written, with their compressed forms.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use super::compress::{Read, compress};
use super::disk::{Disk, make_parent, modified, set_modified};
use super::error::{ReleaseError, at};
use super::file_record::{Content, FileRecord, Forms};
use super::keys::Key;
use super::making::Making;
use super::record::Record;
use super::spare::Spare;
use super::spent::{Spent, Work};
use super::table::Table;

/// The files of a release being written. Paths are below the web root and begin with no slash.
pub struct Files {
    www: PathBuf,
    /// The number of the release.
    number: u64,
    /// What there is in the folder already.
    spare: OnceLock<Spare>,
    /// The folders of all releases that are kept.
    earlier: Vec<PathBuf>,
    /// What is taken over; `None` where nothing is.
    previous: Option<Previous>,
    pub(super) making: Making,
    disk: Disk,
    spent: Spent,
    /// `None` for a file that is still being written.
    written: Mutex<BTreeMap<String, Option<FileRecord>>>,
}

/// All files of a release.
pub(super) struct Written {
    pub www: PathBuf,
    pub number: u64,
    pub files: Table,
    /// The record of the currently published release, where that was taken over.
    pub last: Option<Record>,
    pub spare: Option<Spare>,
    pub disk: Disk,
    pub spent: Spent,
}

/// The currently published release.
struct Previous {
    www: PathBuf,
    record: Record,
}

impl Files {
    /// Files of release `number` for the empty folder `www`; `last` is the folder of the currently published release.
    pub(super) fn new(www: PathBuf, number: u64, earlier: Vec<PathBuf>, last: Option<&Path>, making: Making) -> Self {
        let mut disk = Disk::new(&www, making.lasts);
        let previous = last.filter(|_| !making.rebuilds).and_then(|release| {
            let record = Record::read(release);
            if record.is_none() {
                disk.note_damage(&Record::path(release));
            }
            Some(Previous { www: release.join("www"), record: record? })
        });
        if let Some(previous) = &previous {
            disk.compare_in_turn(previous.record.files.len(), number);
        }
        let (spare, spent, written) = (OnceLock::new(), Spent::default(), Mutex::default());
        Self { www, number, spare, earlier, previous, making, disk, spent, written }
    }

    /// Is to be called before anything is written.
    pub(super) fn begin_with(&self, take: impl FnOnce() -> Option<Spare>) {
        if let Some(spare) = self.spent.time(Work::TakingOver, take) {
            let _ = self.spare.set(spare);
        }
    }

    /// Writes a file.
    ///
    /// # Errors
    /// `Twice` when the release has a file at this path already.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        self.claim(path)?;
        self.write(path, None, Read::Often, bytes)
    }

    /// Writes a file that is costly to make: `make` is called only when the last release has none with the same key.
    ///
    /// # Errors
    /// As `put`, and any error of `make`.
    pub fn make<E: From<ReleaseError>>(
        &self,
        path: &str,
        key: &Key,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        self.make_page(path, key, Read::Often, make)
    }

    /// As `make`, and the compressed forms cost what it is worth for a page that is read so often.
    ///
    /// # Errors
    /// As `make`.
    pub fn make_page<E: From<ReleaseError>>(
        &self,
        path: &str,
        key: &Key,
        read: Read,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        self.claim(path)?;
        if !self.keep(path, key, read)? {
            self.write(path, Some(key), read, &make()?)?;
        }
        Ok(())
    }

    /// Writes files that are made together, all below `folder`, unless the last release has them with the same key.
    ///
    /// # Errors
    /// As `make`.
    pub fn make_folder<E: From<ReleaseError>>(
        &self,
        folder: &str,
        key: &Key,
        make: impl FnOnce() -> Result<Vec<(String, Vec<u8>)>, E>,
    ) -> Result<(), E> {
        let last =
            self.previous.iter().flat_map(|previous| previous.record.files.iter().map(move |file| (previous, file)));
        let last = last.filter(|(_, (path, file))| path.starts_with(folder) && file.key.as_ref() == Some(key));
        let last = last.map(|(previous, (path, file))| (&**path, file, previous.www.join(&**path))).collect::<Vec<_>>();
        if !last.is_empty() && last.iter().all(|(_, file, source)| self.disk.is_whole(&file.content, source)) {
            return last.into_iter().try_for_each(|(path, file, source)| {
                self.claim(path)?;
                Ok(self.take_over(path, Some(key), Read::Often, file, &source)?)
            });
        }
        make()?.iter().try_for_each(|(path, bytes)| {
            self.claim(path)?;
            Ok(self.write(path, Some(key), Read::Often, bytes)?)
        })
    }

    /// The length and the SHA-256 (in hex) of a file of this release; `None` for one that is not written yet.
    pub fn content_of(&self, path: &str) -> Option<(u64, String)> {
        let written = self.lock();
        let content = &written.get(path)?.as_ref()?.content;
        Some((content.bytes, content.sha256.to_string()))
    }

    /// A file's bytes in each of the releases that are kept, those taken back by a rollback included. Nothing says that
    /// they are still what was written.
    pub fn earlier_bytes(&self, path: &str) -> impl Iterator<Item = Vec<u8>> {
        self.earlier.iter().filter_map(move |release| fs::read(release.join("www").join(path)).ok())
    }

    /// What was written, and what was met on the way.
    pub(super) fn into_written(self) -> Written {
        let Self { www, number, spare, previous, disk, spent, written, .. } = self;
        let written = written.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = written.into_iter().filter_map(|(path, file)| Some((path.into(), file?))).collect();
        let last = previous.map(|previous| previous.record);
        Written { www, number, files, last, spare: spare.into_inner(), disk, spent }
    }

    fn claim(&self, path: &str) -> Result<(), ReleaseError> {
        match self.lock().insert(path.to_owned(), None) {
            None => Ok(()),
            Some(_) => Err(ReleaseError::Twice(path.to_owned())),
        }
    }

    /// Links a file of the last release that has the same key; returns whether there was one.
    fn keep(&self, path: &str, key: &Key, read: Read) -> Result<bool, ReleaseError> {
        let Some((previous, file)) = self.last(path).filter(|(_, file)| file.key.as_ref() == Some(key)) else {
            return Ok(false);
        };
        let source = previous.www.join(path);
        if !self.spent.time(Work::TakingOver, || self.disk.is_whole(&file.content, &source)) {
            return Ok(false);
        }
        self.take_over(path, Some(key), read, file, &source)?;
        Ok(true)
    }

    fn write(&self, path: &str, key: Option<&Key>, read: Read, bytes: &[u8]) -> Result<(), ReleaseError> {
        let content = Content::of(bytes);
        if let Some((previous, file)) = self.last(path).filter(|(_, file)| file.content == content) {
            let source = previous.www.join(path);
            // Compared, because the disk may not hold what was written.
            if fs::read(&source).is_ok_and(|old| old == bytes) {
                return self.take_over(path, key, read, file, &source);
            }
            self.disk.note_damage(&source);
        }
        self.spent.time(Work::Writing, || self.place(path, bytes))?;
        let forms = self.write_forms(path, read, bytes)?;
        let (made, pressed) = (self.number, self.number);
        self.note(path, FileRecord { key: key.copied(), content, forms, read, made, pressed });
        Ok(())
    }

    /// Links a whole file of the last release; compressed forms that it lacks, that are broken, or that were made for a page
    /// that is read more or less often are made if any are.
    fn take_over(
        &self,
        path: &str,
        key: Option<&Key>,
        read: Read,
        file: &FileRecord,
        source: &Path,
    ) -> Result<(), ReleaseError> {
        let (target, compresses) = (self.www.join(path), self.making.compresses);
        let spare = self.spare.get();
        if !spare.is_some_and(|spare| spare.has(path, file)) {
            self.spent.time(Work::TakingOver, || self.make_way(&target, || self.disk.link(source, &target)))?;
        }
        let (mut forms, mut made_for, mut pressed) = (None, read, file.pressed);
        if file.read == read || !compresses {
            let is_there = |suffix: &str| spare.is_some_and(|spare| spare.has_form(path, file, suffix));
            let link = || self.disk.link_forms(file, source, &target, is_there);
            let linked = self.spent.time(Work::TakingOver, || self.make_way(&target, link))?;
            (forms, made_for) = (linked, file.read);
        }
        if compresses && forms.is_none() {
            let bytes = fs::read(source).map_err(at(source))?;
            (forms, made_for, pressed) = (self.write_forms(path, read, &bytes)?, read, self.number);
        }
        let (key, content) = (key.copied(), file.content);
        self.note(path, FileRecord { key, content, forms, read: made_for, made: file.made, pressed });
        Ok(())
    }

    /// Does something with a file, a second time where what the folder has had before is in its way: a file where a folder is
    /// to be, or the other way round.
    fn make_way<T>(&self, target: &Path, act: impl Fn() -> Result<T, ReleaseError>) -> Result<T, ReleaseError> {
        match act() {
            Err(error) if self.spare.get().is_some() => {
                let above = target.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.www));
                let is_cleared = above.filter(|folder| !folder.is_dir()).any(|file| fs::remove_file(file).is_ok())
                    || target.is_dir() && fs::remove_dir_all(target).is_ok();
                if is_cleared { act() } else { Err(error) }
            }
            done => done,
        }
    }

    /// `None` where none are made.
    fn write_forms(&self, path: &str, read: Read, bytes: &[u8]) -> Result<Option<Forms>, ReleaseError> {
        if !self.making.compresses {
            return Ok(None);
        }
        let compressed = self.spent.time(Work::Compressing, || compress(path, read, bytes));
        let compressed = compressed.map_err(at(&self.www.join(path)))?.into_iter();
        let forms = compressed.map(|(suffix, compressed)| {
            self.spent.time(Work::Writing, || self.place(&format!("{path}{suffix}"), &compressed))?;
            Ok((suffix, Content::of(&compressed)))
        });
        Ok(Some(forms.collect::<Result<_, ReleaseError>>()?))
    }

    fn last(&self, path: &str) -> Option<(&Previous, &FileRecord)> {
        let previous = self.previous.as_ref()?;
        Some((previous, previous.record.find(path)?))
    }

    /// Writes a file that no release has. Its time is later than that of any file there has been at its address: an
    /// `ETag` is time and length, and two publishes may fall into one second, or the clock may have been set back.
    fn place(&self, path: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        let target = self.www.join(path);
        let earlier = self.earlier.iter().filter_map(|release| modified(&release.join("www").join(path)).ok()).max();
        let write = || {
            // What is there may be a link to the last release's, so it must never be written into.
            let _ = fs::remove_file(&target);
            fs::write(&target, bytes)?;
            match earlier {
                Some(earlier) if whole_second(modified(&target)?) <= whole_second(earlier) => {
                    set_modified(&target, whole_second(earlier) + Duration::from_secs(1))
                }
                _ => Ok(()),
            }
        };
        self.make_way(&target, || {
            make_parent(&target)?;
            write().map_err(at(&target))
        })
    }

    fn note(&self, path: &str, file: FileRecord) {
        self.lock().insert(path.to_owned(), Some(file));
    }

    /// A thread that panicked while writing has ended the publish anyway.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Option<FileRecord>>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As web servers tell the time of a file. Files are of no time before 1970.
fn whole_second(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}
