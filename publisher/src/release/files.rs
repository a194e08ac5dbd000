//! The files of a release while it is written. Files with the same key or bytes in the last release are linked, after a
//! comparison with what that release recorded; the rest are written, with their compressed forms.

use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use super::compress::{Read, compress};
use super::disk::{Disk, make_parent, modified, set_modified};
use super::error::{ReleaseError, at};
use super::file_record::{Content, FileRecord, Forms};
use super::group::{self, Group};
use super::keys::Key;
use super::making::Making;
use super::members::Members;
use super::noted::Noted;
use super::open_pages;
use super::record::Record;
use super::spare::{InPlace, Spare};
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
    noted: Noted,
}

/// All files of a release.
pub(super) struct Written {
    pub www: PathBuf,
    pub number: u64,
    pub files: Table,
    /// The record of the currently published release, where that was taken over: of its own files those that open pages load.
    pub last: Option<Record>,
    pub spare: Option<Spare>,
    pub disk: Disk,
    pub spent: Spent,
}

/// The currently published release.
struct Previous {
    www: PathBuf,
    record: Record,
    members: Members,
}

/// What a file is made of, and how often it is read.
#[derive(Clone, Copy)]
struct Origin {
    key: Option<Key>,
    group: Option<group::Name>,
    read: Read,
}

/// A file that is being written, and no other has its path.
#[derive(Clone, Copy)]
struct Claimed<'a> {
    path: &'a str,
    last: Option<Last<'a>>,
}

/// A file of the last release.
#[derive(Clone, Copy)]
struct Last<'a> {
    previous: &'a Previous,
    /// Which of its own files it is; `None` for one that it keeps of earlier releases.
    index: Option<usize>,
    file: &'a FileRecord,
}

/// What a file is once it is written or taken over.
enum Taken {
    /// What it is in the last release, of whose own files it has this number.
    AsItWas(usize),
    As(FileRecord),
}

impl Origin {
    /// Of a file that costs nothing to make.
    const UNKNOWN: Self = Self { key: None, group: None, read: Read::Often };

    fn of(key: Key) -> Self {
        Self { key: Some(key), ..Self::UNKNOWN }
    }

    fn in_group(group: Group) -> Self {
        Self { group: Some(group.name), ..Self::of(group.key) }
    }
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
            let record = record?;
            Some(Previous { www: release.join("www"), members: Members::of(&record.files), record })
        });
        let files = previous.as_ref().map_or(0, |previous| previous.record.files.len());
        disk.look_in_turn(files, making.looks, number);
        let (spare, spent, noted) = (OnceLock::new(), Spent::default(), Noted::new(files));
        Self { www, number, spare, earlier, previous, making, disk, spent, noted }
    }

    /// Is to be called before anything is written. `take` is given what the last release has.
    pub(super) fn begin_with(&self, take: impl FnOnce(&Table) -> Option<Spare>) {
        let Some(previous) = &self.previous else { return };
        if let Some(spare) = self.spent.time(Work::TakingOver, || take(&previous.record.files)) {
            let _ = self.spare.set(spare);
        }
    }

    /// Writes a file.
    ///
    /// # Errors
    /// `Twice` when the release has a file at this path already.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        self.write(self.claim(path)?, Origin::UNKNOWN, bytes)
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
        self.make_of(path, Origin::of(*key), make)
    }

    /// Takes over the files of a group that the last release has with the same key. Returns whether that is all of them; else
    /// each is to be made by `make_in`.
    ///
    /// # Errors
    /// `Twice` when this release has one of them already.
    pub fn take_group(&self, group: Group) -> Result<bool, ReleaseError> {
        let Some(previous) = &self.previous else { return Ok(false) };
        let files =
            previous.members.places(group.name).filter_map(|place| Some((place, previous.record.files.at(place)?)));
        let mut taken = Vec::new();
        for (place, (path, file)) in files {
            let (origin, last) =
                (Origin { read: file.read, ..Origin::in_group(group) }, Last { previous, index: Some(place), file });
            let is_same = file.key == origin.key;
            let Some(file) = is_same.then(|| self.take_over(path, origin, last)).transpose()?.flatten() else {
                return Ok(false);
            };
            taken.push((path, last, file));
        }
        let is_any = !taken.is_empty();
        for (path, last, file) in taken {
            self.note(self.claim_as(path, Some(last))?.path, file);
        }
        Ok(is_any)
    }

    /// Writes a file of a group, as `make` does; its compressed forms cost what it is worth for one that is read so often.
    ///
    /// # Errors
    /// As `make`.
    pub fn make_in<E: From<ReleaseError>>(
        &self,
        group: Group,
        path: &str,
        read: Read,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        self.make_of(path, Origin { read, ..Origin::in_group(group) }, make)
    }

    fn make_of<E: From<ReleaseError>>(
        &self,
        path: &str,
        origin: Origin,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let claimed = self.claim(path)?;
        if !self.keep(claimed, origin)? {
            self.write(claimed, origin, &make()?)?;
        }
        Ok(())
    }

    /// Writes a group of files that are made at once, unless the last release has them with the same key.
    ///
    /// # Errors
    /// As `make`.
    pub fn make_group<E: From<ReleaseError>>(
        &self,
        group: Group,
        make: impl FnOnce() -> Result<Vec<(String, Vec<u8>)>, E>,
    ) -> Result<(), E> {
        if self.take_group(group)? {
            return Ok(());
        }
        make()?
            .iter()
            .try_for_each(|(path, bytes)| Ok(self.write(self.claim(path)?, Origin::in_group(group), bytes)?))
    }

    /// The bytes of a file of this release; `None` for one that it has not, or that is not what was written.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        let content = self.content(path)?;
        fs::read(self.www.join(path)).ok().filter(|bytes| Content::of(bytes) == content)
    }

    /// The length and the SHA-256 (in hex) of a file of this release; `None` for one that is not written yet.
    pub fn content_of(&self, path: &str) -> Option<(u64, String)> {
        self.content(path).map(|content| (content.bytes, content.sha256.to_string()))
    }

    fn content(&self, path: &str) -> Option<Content> {
        let last = self.last(path).filter(|last| last.index.is_some_and(|index| self.noted.is_taken_over(index)));
        last.map(|last| last.file.content).or_else(|| self.noted.content(path))
    }

    /// A file's bytes in each of the releases that are kept, those taken back by a rollback included. Nothing says that
    /// they are still what was written.
    pub fn earlier_bytes(&self, path: &str) -> impl Iterator<Item = Vec<u8>> {
        self.earlier.iter().filter_map(move |release| fs::read(release.join("www").join(path)).ok())
    }

    /// What was written, and what was met on the way.
    pub(super) fn into_written(self) -> Written {
        let Self { www, number, spare, previous, disk, spent, noted, .. } = self;
        let mut last = previous.map(|previous| previous.record);
        let files = last.as_mut().map(|last| mem::take(&mut last.files)).unwrap_or_default();
        if let Some(last) = &mut last {
            let loaded = files.iter().filter(|(path, _)| path.starts_with(open_pages::FOLDER));
            last.files = loaded.map(|(path, file)| (path.into(), file.clone())).collect();
        }
        Written { www, number, files: noted.into_table(files), last, spare: spare.into_inner(), disk, spent }
    }

    fn claim<'a>(&'a self, path: &'a str) -> Result<Claimed<'a>, ReleaseError> {
        self.claim_as(path, self.last(path))
    }

    fn claim_as<'a>(&self, path: &'a str, last: Option<Last<'a>>) -> Result<Claimed<'a>, ReleaseError> {
        let is_first = self.noted.claim(path, last.and_then(|last| last.index));
        is_first.then_some(Claimed { path, last }).ok_or_else(|| ReleaseError::Twice(path.to_owned()))
    }

    /// Takes a file of the last release over that has the same key; returns whether there was one.
    fn keep(&self, claimed: Claimed<'_>, origin: Origin) -> Result<bool, ReleaseError> {
        let Claimed { path, last } = claimed;
        let Some(last) = last.filter(|last| last.file.key == origin.key) else { return Ok(false) };
        let taken = self.take_over(path, origin, last)?;
        Ok(taken.map(|taken| self.note(path, taken)).is_some())
    }

    fn write(&self, claimed: Claimed<'_>, origin: Origin, bytes: &[u8]) -> Result<(), ReleaseError> {
        let (Claimed { path, last }, content) = (claimed, Content::of(bytes));
        let same = last.filter(|last| last.file.content == content);
        if let Some(taken) = same.map_or(Ok(None), |last| self.take_over(path, origin, last))? {
            self.note(path, taken);
            return Ok(());
        }
        self.spent.time(Work::Writing, || self.place(path, bytes))?;
        let Origin { key, group, read } = origin;
        let forms = self.write_forms(path, read, bytes)?;
        let (made, pressed) = (self.number, self.number);
        self.note(path, Taken::As(FileRecord { key, content, forms, read, made, pressed, group }));
        Ok(())
    }

    /// Whether a file of the last release is still what was written. Where the folder has it already it is looked at in its
    /// turn, since nothing has to be done.
    fn is_whole(&self, path: &str, last: Last<'_>) -> bool {
        let Last { previous, file, .. } = last;
        self.in_place(last).file && !self.disk.is_due(&file.content)
            || self.spent.time(Work::TakingOver, || self.disk.is_whole(&file.content, &previous.www.join(path)))
    }

    /// Links a file of the last release; compressed forms that it lacks, that are broken, or that were made for a page that is
    /// read more or less often are made if any are. `None` where it is no longer what was written.
    fn take_over(&self, path: &str, origin: Origin, last: Last<'_>) -> Result<Option<Taken>, ReleaseError> {
        let (Last { previous, index, file }, compresses) = (last, self.making.compresses);
        let Origin { key, group, read } = origin;
        if !self.is_whole(path, last) {
            return Ok(None);
        }
        if !self.in_place(last).file {
            let (source, target) = (previous.www.join(path), self.www.join(path));
            self.spent.time(Work::TakingOver, || self.link(&source, &target))?;
        }
        let keeps_forms = (file.read == read || !compresses) && self.take_forms_over(path, last)?;
        let (forms, read, pressed) = match (keeps_forms, index) {
            (true, Some(index)) if (file.key, file.group) == (key, group) => return Ok(Some(Taken::AsItWas(index))),
            (true, _) => (file.forms.clone(), file.read, file.pressed),
            (false, _) if !compresses => (None, file.read, file.pressed),
            (false, _) => {
                let source = previous.www.join(path);
                let bytes = fs::read(&source).ok().filter(|bytes| Content::of(bytes) == file.content);
                let Some(bytes) = bytes else {
                    self.disk.note_damage(&source);
                    return Ok(None);
                };
                (self.write_forms(path, read, &bytes)?, read, self.number)
            }
        };
        let (content, made) = (file.content, file.made);
        Ok(Some(Taken::As(FileRecord { key, content, forms, read, made, pressed, group })))
    }

    /// Links compressed forms of a file of the last release. Returns whether they are what there is to be.
    fn take_forms_over(&self, path: &str, last: Last<'_>) -> Result<bool, ReleaseError> {
        let (Last { previous, file, .. }, are_there) = (last, self.in_place(last).forms);
        match &file.forms {
            None => Ok(!self.making.compresses),
            Some(forms) if are_there && !forms.iter().any(|(_, form)| self.disk.is_due(form)) => Ok(true),
            Some(_) => {
                let (source, target) = (previous.www.join(path), self.www.join(path));
                let link = |source: &Path, target: &Path| self.link(source, target);
                let link = || self.disk.link_forms(file, &source, &target, are_there, link);
                self.spent.time(Work::TakingOver, link)
            }
        }
    }

    fn note(&self, path: &str, taken: Taken) {
        match taken {
            Taken::AsItWas(index) => self.noted.take_over(index),
            Taken::As(file) => self.noted.note(path, file),
        }
    }

    /// What the folder had of a file of the last release before it was written into.
    fn in_place(&self, last: Last<'_>) -> InPlace {
        let spare = self.spare.get();
        spare.zip(last.index).map_or(InPlace::default(), |(spare, index)| spare.in_place(index))
    }

    fn link(&self, source: &Path, target: &Path) -> Result<(), ReleaseError> {
        self.make_way(target, || self.disk.link(source, target))
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

    fn last(&self, path: &str) -> Option<Last<'_>> {
        let previous = self.previous.as_ref()?;
        let own = previous.record.files.find(path).map(|(index, file)| (Some(index), file));
        let (index, file) = own.or_else(|| Some((None, previous.record.find(path)?)))?;
        Some(Last { previous, index, file })
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
}

/// As web servers tell the time of a file. Files are of no time before 1970.
fn whole_second(time: SystemTime) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs())
}
