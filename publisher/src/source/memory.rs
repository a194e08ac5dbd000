//! What files gave when they were last read, for who reads a folder again and again: of ten thousand files one has changed.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::encoded::encoded;

/// The times of the last writing and of the last change of any kind, in nanoseconds, and the length.
///
/// Two edits of the same length are told apart as finely as the file system keeps its times: ext4, XFS, Btrfs and NFS
/// 4 by the kernel's tick (10 ms at most), NTFS shares by less; FAT by two seconds of writing. So a file that has been
/// changed a moment ago is not believed: the next change may leave it the same times. The inode's number is not
/// compared: some network file systems give a file another one at will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    written: Time,
    changed: Time,
    bytes: u64,
}

/// Since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    seconds: i64,
    nanoseconds: i64,
}

encoded! {
    Stamp { written, changed, bytes }
    Time { seconds, nanoseconds }
}

/// How long two changes may have the same time, where a file system keeps parts of a second and where it does not.
const TICK: Duration = Duration::from_millis(20);
const COARSE_TICK: Duration = Duration::from_secs(3);

impl Stamp {
    /// `None` for a file that is not there.
    pub fn of(file: &Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        Some(Self {
            written: Time { seconds: metadata.mtime(), nanoseconds: metadata.mtime_nsec() },
            changed: Time { seconds: metadata.ctime(), nanoseconds: metadata.ctime_nsec() },
            bytes: metadata.len(),
        })
    }

    /// Whether every change after `now` gives the file another one.
    fn is_settled(&self, now: SystemTime) -> bool {
        let is_coarse = self.written.nanoseconds == 0 && self.changed.nanoseconds == 0;
        let tick = if is_coarse { COARSE_TICK } else { TICK };
        [self.written, self.changed].iter().all(|time| {
            match (u64::try_from(time.seconds), u32::try_from(time.nanoseconds)) {
                (Ok(seconds), Ok(nanoseconds)) => {
                    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds));
                    time.and_then(|time| now.duration_since(time).ok()).is_some_and(|age| age > tick)
                }
                // Before 1970.
                _ => true,
            }
        })
    }
}

/// What files gave, by their paths. Without anything in it, it remembers nothing.
#[derive(Debug)]
pub struct Memory<T>(Option<Mutex<Readings<T>>>);

#[derive(Debug)]
struct Readings<T> {
    turn: u64,
    by_file: HashMap<PathBuf, Reading<T>>,
}

/// What a file gave.
#[derive(Debug)]
pub(super) struct Reading<T> {
    pub stamp: Stamp,
    pub given: Arc<T>,
    /// Whether it is in a file, and need not be written again.
    pub is_saved: bool,
    /// The last turn that it was asked for in, from 1 on: what a turn has not asked for is forgotten.
    turn: AtomicU64,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self(Some(Mutex::new(Readings { turn: 1, by_file: HashMap::new() })))
    }
}

impl<T: Send + Sync> Memory<T> {
    /// For who reads a folder once.
    pub fn none() -> Self {
        Self(None)
    }

    /// What each file gives: what it gave the last time, where the file has not changed and that `still_holds`.
    pub fn recall(
        &self,
        files: &[PathBuf],
        still_holds: impl Fn(&T) -> bool + Sync,
        read: impl Fn(&Path) -> T + Sync,
    ) -> Vec<Arc<T>> {
        let Some(readings) = &self.0 else { return files.par_iter().map(|file| Arc::new(read(file))).collect() };
        let mut readings = lock(readings);
        let Readings { turn, by_file } = &mut *readings;
        let given = files.par_iter().map(|file| {
            // Taken before it is read: what is written meanwhile has another one.
            let (now, stamp) = (SystemTime::now(), Stamp::of(file));
            let known = by_file.get(file).filter(|known| Some(known.stamp) == stamp && still_holds(&known.given));
            if let Some(known) = known {
                known.turn.store(*turn, Ordering::Relaxed);
                return (Arc::clone(&known.given), None);
            }
            (Arc::new(read(file)), stamp.filter(|stamp| stamp.is_settled(now)))
        });
        let given = given.collect::<Vec<_>>();
        for (file, (given, stamp)) in files.iter().zip(&given) {
            if let Some(stamp) = *stamp {
                by_file.insert(file.clone(), Reading::new(stamp, Arc::clone(given), false, *turn));
            }
        }
        given.into_iter().map(|(given, _)| given).collect()
    }

    /// The end of a reading of the folder: forgets what was not asked for.
    pub fn turn(&self) {
        if let Some(readings) = &self.0 {
            let Readings { turn, by_file } = &mut *lock(readings);
            by_file.retain(|_, reading| reading.turn.load(Ordering::Relaxed) == *turn);
            *turn += 1;
        }
    }

    /// Shows or changes all that is remembered.
    pub(super) fn with<R>(&self, see: impl FnOnce(&mut HashMap<PathBuf, Reading<T>>) -> R) -> Option<R> {
        self.0.as_ref().map(|readings| see(&mut lock(readings).by_file))
    }
}

impl<T> Reading<T> {
    /// One that is in a file.
    pub fn saved(stamp: Stamp, given: T) -> Self {
        Self::new(stamp, Arc::new(given), true, 0)
    }

    fn new(stamp: Stamp, given: Arc<T>, is_saved: bool, turn: u64) -> Self {
        Self { stamp, given, is_saved, turn: AtomicU64::new(turn) }
    }
}

/// A thread that panicked while it held it left whole readings.
fn lock<T>(readings: &Mutex<Readings<T>>) -> MutexGuard<'_, Readings<T>> {
    readings.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::thread;

    use super::*;

    #[test]
    fn a_file_is_read_again_when_it_or_what_it_is_read_with_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        let write = |text| {
            fs::write(&file, text).unwrap();
            thread::sleep(TICK * 2);
        };
        let memory = Memory::default();
        let read = |context: u8| {
            let reads = AtomicUsize::new(0);
            let given = memory.recall(
                std::slice::from_ref(&file),
                |(known, _)| *known == context,
                |file| {
                    reads.fetch_add(1, Ordering::Relaxed);
                    (context, fs::read_to_string(file).ok())
                },
            );
            memory.turn();
            (given[0].1.clone(), reads.into_inner() == 1)
        };
        assert_eq!(read(1), (None, true));
        write("một");
        assert_eq!(read(1), (Some("một".to_owned()), true));
        assert_eq!(read(1), (Some("một".to_owned()), false));
        assert_eq!(read(2), (Some("một".to_owned()), true));
        write("một hai");
        assert_eq!(read(2), (Some("một hai".to_owned()), true));
        fs::remove_file(&file).unwrap();
        assert_eq!(read(2), (None, true));
        write("một hai");
        assert!(read(2).1, "what was gone for a reading is forgotten");
        let forgetful = Memory::none();
        let reads = AtomicUsize::new(0);
        for _ in 0..2 {
            forgetful.recall(
                std::slice::from_ref(&file),
                |()| true,
                |_| {
                    reads.fetch_add(1, Ordering::Relaxed);
                },
            );
        }
        assert_eq!(reads.into_inner(), 2, "who reads once keeps nothing");
    }

    #[test]
    fn a_file_that_was_changed_a_moment_ago_is_not_believed() {
        let time = |seconds, nanoseconds| Time { seconds, nanoseconds };
        let at = |milliseconds| SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds);
        let stamp = |written, changed| Stamp { written, changed, bytes: 1 };
        let fine = stamp(time(5, 1_000_000), time(10, 1_000_000));
        assert!(!fine.is_settled(at(10_001)) && !fine.is_settled(at(10_015)) && fine.is_settled(at(10_030)));
        assert!(!fine.is_settled(at(9_000)), "the clock was set back");
        let coarse = stamp(time(10, 0), time(10, 0));
        assert!(!coarse.is_settled(at(12_000)) && coarse.is_settled(at(13_500)));
        assert!(stamp(time(-5, 7), time(1, 0)).is_settled(at(5_000)));
    }
}
