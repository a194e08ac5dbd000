//! Which file it is that a path leads to, told by one question to the kernel and without opening it.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{FileType, Stat};

/// A file or folder as it is at a moment. Whatever is written into it, or put in its place, has another identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    inode: u64,
    bytes: i64,
    /// Seconds since 1970, and nanoseconds.
    modified: (i64, i64),
    /// The same; nobody can set this time back.
    changed: (i64, i64),
    is_file: bool,
}

/// Coarser than any clock that a kernel dates files by.
const TICK: Duration = Duration::from_millis(50);

impl Identity {
    pub(super) fn is_file(&self) -> bool {
        self.is_file
    }

    /// Whether it has changed so lately that it may change once more and keep its times.
    pub(super) fn is_fresh(&self, now: SystemTime) -> bool {
        let (seconds, nanos) = (u64::try_from(self.changed.0), u32::try_from(self.changed.1));
        let (Ok(seconds), Ok(nanos)) = (seconds, nanos) else { return false };
        let changed = UNIX_EPOCH + Duration::new(seconds, nanos);
        now.duration_since(changed).unwrap_or_else(|ahead| ahead.duration()) < TICK
    }
}

impl From<Stat> for Identity {
    fn from(stat: Stat) -> Self {
        Self {
            device: stat.st_dev,
            inode: stat.st_ino,
            bytes: stat.st_size,
            modified: (stat.st_mtime, stat.st_mtime_nsec as i64),
            changed: (stat.st_ctime, stat.st_ctime_nsec as i64),
            is_file: FileType::from_raw_mode(stat.st_mode).is_file(),
        }
    }
}

/// `None` where there is nothing.
pub(super) fn identity_if_any(stat: rustix::io::Result<Stat>) -> io::Result<Option<Identity>> {
    match stat {
        Ok(stat) => Ok(Some(stat.into())),
        Err(rustix::io::Errno::NOENT) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
