//! Small files that are asked for often, kept in memory: their bytes, their time and length.
//!
//! Nothing is answered from here unseen. Each time the kernel is asked, through the release's own descriptor, whether the path
//! still leads to the same unchanged file; so a publish and a rollback are seen at once, and a file that releases share is
//! read once. Which file answers a request is not decided here.

use std::fs::Metadata;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::body::Bytes;
use cap_std::fs::Dir;
use lru::LruCache;
use rustix::fs::{AtFlags, fstat, statat};

use super::identity::{Identity, identity_if_any};

/// The most that is kept, in bytes. Beyond this, what was asked for longest ago is forgotten.
const MOST_KEPT: usize = 32 * 1024 * 1024;

/// The most that is kept or still on its way to a slow reader. Beyond this, files are sent from the disk.
const MOST_HELD: usize = 2 * MOST_KEPT;

/// The largest file that is kept: the app itself is, a film is not.
const LARGEST: u64 = 512 * 1024;

/// What is counted for what is known of a file, beside its path and bytes.
const OF_ONE: usize = 400;

/// What is kept of the files of a site.
pub(super) struct Memory {
    limits: MemoryLimits,
    kept: Mutex<Kept>,
    held: Arc<AtomicUsize>,
}

struct MemoryLimits {
    kept: usize,
    held: usize,
    file: u64,
}

struct Kept {
    /// By the path below the web root. `None` is a file that was not there.
    files: LruCache<String, Option<Arc<KeptFile>>>,
    bytes: usize,
}

/// A file, unchanged since it was read.
pub(super) struct KeptFile {
    pub(super) identity: Identity,
    pub(super) metadata: Metadata,
    /// `None` where nobody has asked for them, or it is too large.
    pub(super) bytes: Option<Bytes>,
    pub(super) is_large: bool,
}

/// What is known of a path without reading anything.
pub(super) enum Known {
    File(Arc<KeptFile>),
    /// There is no such file.
    Absent,
    /// It has to be looked at first.
    Unknown,
}

/// Bytes that count as held until nobody has them any more.
struct Held {
    bytes: Vec<u8>,
    reserved: usize,
    all: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.fetch_sub(self.reserved, Ordering::Relaxed);
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::with_limits(MemoryLimits { kept: MOST_KEPT, held: MOST_HELD, file: LARGEST })
    }
}

impl Memory {
    fn with_limits(limits: MemoryLimits) -> Self {
        let kept = Kept { files: LruCache::unbounded(), bytes: 0 };
        Self { limits, kept: Mutex::new(kept), held: Arc::default() }
    }

    /// What is known of a path. Never waits for the disk: only files that have been looked at lately are asked after.
    pub(super) fn look(&self, www: &Dir, path: &str) -> Known {
        let Some(kept) = self.lock().files.get(path).cloned() else { return Known::Unknown };
        // A link that leads out of the web root leads to another file than the one that was opened below it.
        match (identity_if_any(statat(www, path, AtFlags::empty())), kept) {
            (Ok(Some(identity)), Some(file)) if identity == file.identity => Known::File(file),
            (Ok(None), _) => Known::Absent,
            _ => Known::Unknown,
        }
    }

    /// Looks at a file, and reads it where its bytes are wanted; waits for the disk. Returns whether it is known now.
    pub(super) fn take_in(&self, www: &Dir, path: &str, wants_bytes: bool) -> bool {
        let file = match www.open(path) {
            Ok(file) => self.read(file.into_std(), wants_bytes).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        // Whatever is wrong with it is told by whoever sends it from the disk.
        file.is_ok_and(|file| {
            let is_whole = file.as_ref().is_none_or(|file| file.bytes.is_some() || file.is_large || !wants_bytes);
            self.keep(path, file.map(Arc::new));
            is_whole
        })
    }

    fn read(&self, mut file: std::fs::File, wants_bytes: bool) -> io::Result<KeptFile> {
        let identity = Identity::from(fstat(&file)?);
        let metadata = file.metadata()?;
        if !identity.is_file() || identity.is_fresh(SystemTime::now()) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let is_large = metadata.len() > self.limits.file;
        let mut bytes = None;
        if wants_bytes && !is_large {
            let length = usize::try_from(metadata.len()).map_err(io::Error::other)?;
            if let Some(mut held) = self.reserve(length) {
                file.by_ref().take(metadata.len()).read_to_end(&mut held.bytes)?;
                if held.bytes.len() != length || Identity::from(fstat(&file)?) != identity {
                    return Err(io::ErrorKind::ResourceBusy.into());
                }
                bytes = Some(Bytes::from_owner(held));
            }
        }
        Ok(KeptFile { identity, metadata, bytes, is_large })
    }

    /// Room for a file, unless slow readers hold all there is.
    fn reserve(&self, length: usize) -> Option<Held> {
        let reserved = self.held.fetch_add(length, Ordering::Relaxed) + length;
        let mut held = Held { bytes: Vec::new(), reserved: length, all: Arc::clone(&self.held) };
        (reserved <= self.limits.held).then(|| {
            held.bytes.reserve_exact(length);
            held
        })
    }

    fn keep(&self, path: &str, file: Option<Arc<KeptFile>>) {
        let mut kept = self.lock();
        kept.bytes += weight(path, file.as_deref());
        if let Some((path, former)) = kept.files.push(path.to_owned(), file) {
            kept.bytes = kept.bytes.saturating_sub(weight(&path, former.as_deref()));
        }
        while kept.bytes > self.limits.kept {
            let Some((path, oldest)) = kept.files.pop_lru() else { break };
            kept.bytes = kept.bytes.saturating_sub(weight(&path, oldest.as_deref()));
        }
    }

    /// A thread that panicked while keeping a file has at most miscounted it.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn weight(path: &str, file: Option<&KeptFile>) -> usize {
    OF_ONE + path.len() + file.and_then(|file| file.bytes.as_ref()).map_or(0, Bytes::len)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;

    use cap_std::ambient_authority;

    use super::*;

    const KB: usize = 1_000;

    /// A folder of files of 10 kB, `0` to `19`, that are not fresh any more.
    fn folder() -> (tempfile::TempDir, Dir) {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..20 {
            fs::write(folder.path().join(number.to_string()), vec![number; 10 * KB]).unwrap();
        }
        thread::sleep(Duration::from_millis(100));
        let www = Dir::open_ambient_dir(folder.path(), ambient_authority()).unwrap();
        (folder, www)
    }

    fn memory() -> Memory {
        Memory::with_limits(MemoryLimits { kept: 100 * KB, held: 150 * KB, file: 20 * KB as u64 })
    }

    fn bytes(memory: &Memory, www: &Dir, path: &str) -> Option<Bytes> {
        match memory.look(www, path) {
            Known::File(file) => file.bytes.clone(),
            Known::Absent | Known::Unknown => None,
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_file_asked_for_longest_ago_goes_first() {
        let ((_folder, www), memory) = (folder(), memory());
        for number in 0..20 {
            assert!(memory.take_in(&www, &number.to_string(), true), "{number}");
            assert!(bytes(&memory, &www, "0").is_some(), "asked for again and again");
        }
        let (held, kept) = (memory.held.load(Ordering::Relaxed), memory.lock().bytes);
        assert!(held <= kept && kept <= 100 * KB, "{held} {kept}");
        assert!(bytes(&memory, &www, "1").is_none() && bytes(&memory, &www, "19").is_some());
        for number in 0..10_000 {
            memory.take_in(&www, &format!("none-{number}"), false);
        }
        assert!(memory.lock().bytes <= 100 * KB && memory.lock().files.len() <= 250);
    }

    #[test]
    fn what_slow_readers_hold_is_bounded_too() {
        let ((_folder, www), memory) = (folder(), memory());
        let taken = (0..20).filter_map(|number| {
            let path = number.to_string();
            memory.take_in(&www, &path, true).then(|| bytes(&memory, &www, &path)).flatten()
        });
        let taken = taken.collect::<Vec<_>>();
        assert_eq!(taken.len(), 15, "the rest is sent from the disk");
        assert_eq!(memory.held.load(Ordering::Relaxed), 150 * KB);
        drop(taken);
        assert!(memory.take_in(&www, "19", true) && bytes(&memory, &www, "19").is_some());
    }

    #[test]
    fn a_file_that_has_changed_is_looked_at_again() {
        let ((folder, www), memory) = (folder(), memory());
        let (inside, outside) = (folder.path().join("0"), tempfile::NamedTempFile::new().unwrap());
        let read = |path: &str| {
            memory.take_in(&www, path, true);
            bytes(&memory, &www, path)
        };
        assert!(read("0").is_some());
        let known = |path: &str| !matches!(memory.look(&www, path), Known::Unknown);
        let changes: [&dyn Fn(&Path); 4] = [
            &|file| fs::write(file, vec![9; 10 * KB]).unwrap(),
            &|file| fs::rename(folder.path().join("1"), file).unwrap(),
            &|file| fs::File::open(file).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap(),
            &|file| {
                fs::remove_file(file).unwrap();
                std::os::unix::fs::symlink(outside.path(), file).unwrap();
            },
        ];
        for change in changes {
            change(&inside);
            assert!(!known("0"));
            thread::sleep(Duration::from_millis(100));
            read("0");
        }
        assert!(!known("0"), "a link out of the folder leads nowhere");
        fs::remove_file(&inside).unwrap();
        assert!(matches!(memory.look(&www, "0"), Known::Absent));
    }

    #[test]
    fn a_file_that_is_being_written_is_not_kept() {
        let ((folder, www), memory) = (folder(), memory());
        fs::write(folder.path().join("new"), "a").unwrap();
        assert!(!memory.take_in(&www, "new", true));
        thread::sleep(Duration::from_millis(100));
        assert!(memory.take_in(&www, "new", true));
    }

    #[test]
    fn of_a_large_file_only_time_and_length_are_kept() {
        let ((folder, www), memory) = (folder(), memory());
        fs::write(folder.path().join("film"), vec![0; 30 * KB]).unwrap();
        thread::sleep(Duration::from_millis(100));
        assert!(memory.take_in(&www, "film", true));
        let Known::File(film) = memory.look(&www, "film") else { panic!("it is unknown") };
        assert!(film.is_large && film.bytes.is_none() && film.metadata.len() == 30 * KB as u64);
    }
}
