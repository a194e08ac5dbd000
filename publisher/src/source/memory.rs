//! What files gave when they were last read, for who reads a folder again and again: of ten thousand files one has changed.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The times of the last writing and of the last change of any kind, in nanoseconds, and the length.
///
/// Two edits of the same length are told apart as finely as the file system keeps its times: ext4, XFS, Btrfs and NFS
/// 4 by the kernel's tick (4 ms at most), NTFS shares by less; FAT by two seconds of writing. The inode's number is not
/// compared: some network file systems give a file another one at will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    written: (i64, i64),
    changed: (i64, i64),
    bytes: u64,
}

impl Stamp {
    /// `None` for a file that is not there.
    pub fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        Some(Self {
            written: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            bytes: metadata.len(),
        })
    }
}

/// What files gave, by their paths. Without anything in it, it remembers nothing.
#[derive(Debug)]
pub struct Memory<T>(Option<Mutex<Readings<T>>>);

#[derive(Debug)]
struct Readings<T> {
    /// Of the reading before, and of this one: what is in neither is forgotten.
    before: HashMap<PathBuf, Reading<T>>,
    now: HashMap<PathBuf, Reading<T>>,
}

#[derive(Debug)]
struct Reading<T> {
    stamp: Stamp,
    /// Of all that decides what the file gives besides the file.
    context: u64,
    given: T,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(Some(Mutex::new(Readings { before: HashMap::new(), now: HashMap::new() })))
    }
}

impl<T: Clone> Memory<T> {
    /// For who reads a folder once.
    pub fn none() -> Self {
        Self(None)
    }

    /// A new reading of the folder begins.
    pub fn turn(&self) {
        if let Some(readings) = &self.0 {
            let mut readings = lock(readings);
            readings.before = std::mem::take(&mut readings.now);
        }
    }

    /// What a file gives: what it gave the last time where neither the file nor `context` has changed.
    pub fn recall(&self, file: &Path, context: u64, read: impl FnOnce() -> T) -> T {
        let Some(readings) = &self.0 else { return read() };
        // Taken before it is read: what is written meanwhile has another one.
        let Some(stamp) = Stamp::of(file) else { return read() };
        let known = lock(readings).before.remove(file);
        let known = known.filter(|known| known.stamp == stamp && known.context == context);
        let given = known.map_or_else(read, |known| known.given);
        let kept = Reading { stamp, context, given: given.clone() };
        lock(readings).now.insert(file.to_owned(), kept);
        given
    }
}

/// A thread that panicked while it held it left whole readings.
fn lock<T>(readings: &Mutex<Readings<T>>) -> MutexGuard<'_, Readings<T>> {
    readings.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_or_what_it_is_read_with_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        let memory = Memory::default();
        let read = |context| {
            memory.turn();
            let mut is_read = false;
            let text = memory.recall(&file, context, || {
                is_read = true;
                fs::read_to_string(&file).ok()
            });
            (text, is_read)
        };
        assert_eq!(read(1), (None, true));
        fs::write(&file, "một").unwrap();
        assert_eq!(read(1), (Some("một".to_owned()), true));
        assert_eq!(read(1), (Some("một".to_owned()), false));
        assert_eq!(read(2), (Some("một".to_owned()), true));
        fs::write(&file, "một hai").unwrap();
        assert_eq!(read(2), (Some("một hai".to_owned()), true));
        fs::remove_file(&file).unwrap();
        assert_eq!(read(2), (None, true));
        memory.turn();
        fs::write(&file, "một hai").unwrap();
        assert!(read(2).1, "what was gone for a reading is forgotten");
        let forgetful = Memory::none();
        let reads = (0..2).filter(|_| forgetful.recall(&file, 1, || true)).count();
        assert_eq!(reads, 2, "who reads once keeps nothing");
    }
}
