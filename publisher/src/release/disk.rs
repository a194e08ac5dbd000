//! What earlier releases have on the disk: whether it is still what was written, and how it is taken over.

use std::collections::BTreeSet;
use std::fs::{self, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::error::{ReleaseError, at};
use super::file_record::{Content, FileRecord};
use super::making::Looks;
use super::turn::Turn;

/// Takes files of earlier releases over.
pub struct Disk {
    /// Which files are compared with what was recorded, byte by byte; of others, or of all where there is none, the lengths are.
    compared: Option<Turn>,
    /// Of which files the length is compared even where they are taken over by doing nothing.
    seen: Turn,
    /// Whether others than the owner may read what is written.
    is_for_others: bool,
    /// What was found to be other than it was written.
    damaged: Mutex<BTreeSet<PathBuf>>,
}

impl Disk {
    /// For files to be put below `www`.
    pub fn new(www: &Path, believes_nothing: bool) -> Self {
        let is_for_others = fs::metadata(www).is_ok_and(|folder| may_others_read(&folder));
        let compared = believes_nothing.then_some(Turn::ALL);
        Self { compared, seen: Turn::ALL, is_for_others, damaged: Mutex::default() }
    }

    /// Of very many files each release compares a part, so that all have been compared after some releases.
    pub fn look_in_turn(&mut self, files: usize, looks: Looks, release: u64) {
        self.compared = self.compared.map(|_| Turn::of(files, looks.compared, release));
        self.seen = Turn::of(files, looks.seen, release);
    }

    /// Whether it is a file's turn to be looked at though nothing has to be done with it.
    pub fn is_due(&self, content: &Content) -> bool {
        self.is_compared(content) || self.seen.is_of(content.sha256.first())
    }

    fn is_compared(&self, content: &Content) -> bool {
        self.compared.is_some_and(|turn| turn.is_of(content.sha256.first()))
    }

    /// Whether a file is still what was written, as far as that matters; one that is not is remembered.
    pub fn is_whole(&self, content: &Content, file: &Path) -> bool {
        let is_whole = match self.is_compared(content) {
            true => content.is_at(file),
            false => content.is_as_long_as(file),
        };
        if !is_whole {
            self.note_damage(file);
        }
        is_whole
    }

    /// Remembers a file that is not what was written.
    pub fn note_damage(&self, file: &Path) {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned());
    }

    /// What was found to be other than it was written, in the order of the paths.
    pub fn into_damaged(self) -> Vec<PathBuf> {
        self.damaged.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }

    /// Links a file; copies it with its time where the file system has no hard links, and where a publish under an umask
    /// of 077 has left a file that no web server may read.
    pub fn link(&self, source: &Path, target: &Path) -> Result<(), ReleaseError> {
        let is_hidden = || self.is_for_others && fs::metadata(source).is_ok_and(|file| !may_others_read(&file));
        // Most folders are there already: they are made only where one is missing.
        let link = || {
            fs::hard_link(source, target).or_else(|error| match (error.kind(), target.parent()) {
                (io::ErrorKind::NotFound, Some(parent)) => {
                    fs::create_dir_all(parent)?;
                    fs::hard_link(source, target)
                }
                _ => Err(error),
            })
        };
        // What is there may be a link to the very file, so it must never be written into.
        let again = || fs::remove_file(target).and_then(|()| fs::hard_link(source, target));
        let copy = || {
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            let _ = fs::remove_file(target);
            fs::write(target, fs::read(source)?)?;
            set_modified(target, modified(source)?)
        };
        let linked = if is_hidden() { copy() } else { link().or_else(|_| again()).or_else(|_| copy()) };
        linked.map_err(at(target))
    }

    /// Has `link` link the compressed forms of a file that are not there; none of them where one is no longer what it was. Returns
    /// whether all are there.
    pub fn link_forms(
        &self,
        file: &FileRecord,
        source: &Path,
        target: &Path,
        is_there: impl Fn(&str) -> bool,
        link: impl Fn(&Path, &Path) -> Result<(), ReleaseError>,
    ) -> Result<bool, ReleaseError> {
        let is_whole = |suffix: &str, content: &Content| {
            is_there(suffix) && !self.is_due(content) || self.is_whole(content, &with_suffix(source, suffix))
        };
        if !file.forms().all(|(suffix, content)| is_whole(suffix, content)) {
            return Ok(false);
        }
        let mut missing = file.forms().map(|(suffix, _)| suffix).filter(|suffix| !is_there(suffix));
        missing.try_for_each(|suffix| link(&with_suffix(source, suffix), &with_suffix(target, suffix)))?;
        Ok(true)
    }
}

pub fn make_parent(file: &Path) -> Result<(), ReleaseError> {
    let parent = file.parent().unwrap_or(file);
    fs::create_dir_all(parent).map_err(at(parent))
}

pub fn modified(file: &Path) -> io::Result<SystemTime> {
    fs::metadata(file)?.modified()
}

pub fn set_modified(file: &Path, time: SystemTime) -> io::Result<()> {
    OpenOptions::new().write(true).open(file)?.set_modified(time)
}

fn may_others_read(file: &Metadata) -> bool {
    file.mode() & 0o044 != 0
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKS: Looks = Looks { compared: 10, seen: 20, listed: 0 };

    #[test]
    fn of_very_many_files_each_is_compared_in_its_turn_and_of_few_always() {
        let folder = tempfile::tempdir().unwrap();
        let files = (0..60).map(|number| {
            let (file, text) = (folder.path().join(number.to_string()), format!("trang {number}"));
            // As long as it was, and another text.
            fs::write(&file, text.replace("trang", "trAng")).unwrap();
            (Content::of(text.as_bytes()), file)
        });
        let files = files.collect::<Vec<_>>();
        let damaged = |recorded: usize, release: u64| {
            let mut disk = Disk::new(folder.path(), true);
            disk.look_in_turn(recorded, LOOKS, release);
            let whole = files.iter().filter(|(content, file)| disk.is_whole(content, file)).count();
            let found = disk.into_damaged();
            assert_eq!(found.len() + whole, files.len());
            found
        };
        assert_eq!(damaged(LOOKS.compared, 7).len(), 60);
        let turns = [7, 8, 9].map(|release| damaged(2 * LOOKS.compared + 1, release));
        assert!(turns.iter().all(|found| (5..40).contains(&found.len())), "about a third each time");
        assert_eq!(turns.concat().into_iter().collect::<BTreeSet<_>>().len(), 60, "all of them in three publishes");
        let cut = Content { bytes: 1, ..Content::of(b"") };
        let mut disk = Disk::new(folder.path(), true);
        disk.look_in_turn(10 * LOOKS.compared, LOOKS, 1);
        assert!(
            !disk.is_whole(&cut, &folder.path().join("1")),
            "where something is to be done with it the length is always compared"
        );
    }

    #[test]
    fn of_very_many_files_each_is_seen_in_its_turn_and_none_less_often_than_it_is_compared() {
        let contents = (0..100).map(|number: u8| Content::of(&[number])).collect::<Vec<_>>();
        let due = |release: u64| {
            let mut disk = Disk::new(Path::new("/"), true);
            disk.look_in_turn(contents.len(), LOOKS, release);
            contents.iter().map(|content| disk.is_due(content)).collect::<Vec<_>>()
        };
        let turns = (0..5).map(due).collect::<Vec<_>>();
        assert!((0..100).all(|number| turns.iter().any(|due| due[number])));
        assert!(turns.iter().all(|due| (5..60).contains(&due.iter().filter(|due| **due).count())));
    }
}
