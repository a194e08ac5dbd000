//! What costs much to make, beside the releases: it outlives them, whatever build of the program made it.
//!
//! An entry is a folder of files, named for all that decides them, with `made.json` beside them. It comes into being whole or
//! not at all, and is believed only as far as its files are still what was written. What no publish has used for 30 days
//! goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::{modified, set_modified};
use super::error::{ReleaseError, at};
use super::file_record::Content;

/// For how long an entry stays that nothing uses.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3_600);
/// How often it is noted that an entry is used.
const NOTED: Duration = Duration::from_secs(24 * 3_600);

const RECORD: &str = "made.json";
/// At the end of the name of one that is being written.
const UNFINISHED: &str = ".new";

/// A folder of entries. Only who holds the lock of the releases writes into it.
pub struct Store {
    folder: PathBuf,
}

/// An entry: files by name, and what else is known of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry<T> {
    #[serde(skip)]
    folder: PathBuf,
    pub files: BTreeMap<String, Content>,
    pub note: T,
}

impl<T> Entry<T> {
    /// Where one of its files is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Store {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The entry of a key that is a file name; `None` where there is none, or one that is damaged.
    pub fn find<T: DeserializeOwned>(&self, key: &str) -> Option<Entry<T>> {
        let folder = self.folder.join(key);
        let entry: Entry<T> = serde_json::from_slice(&fs::read(folder.join(RECORD)).ok()?).ok()?;
        let entry = Entry { folder, ..entry };
        entry.files.iter().all(|(name, content)| content.is_at(&entry.path(name))).then_some(entry)
    }

    /// Keeps files under a key, in the place of what was there.
    pub fn keep<T: Serialize>(
        &self,
        key: &str,
        files: &BTreeMap<String, Vec<u8>>,
        note: T,
    ) -> Result<Entry<T>, ReleaseError> {
        let (folder, fresh) = (self.folder.join(key), self.folder.join(format!("{key}{UNFINISHED}")));
        let contents = files.iter().map(|(name, bytes)| (name.clone(), Content::of(bytes)));
        let entry = Entry { folder, files: contents.collect(), note };
        let write = || {
            remove(&fresh);
            fs::create_dir_all(&fresh)?;
            files.iter().try_for_each(|(name, bytes)| fs::write(fresh.join(name), bytes))?;
            fs::write(fresh.join(RECORD), serde_json::to_vec(&entry)?)?;
            remove(&entry.folder);
            fs::rename(&fresh, &entry.folder)
        };
        // What is left of it would take room on a full disk.
        write().inspect_err(|_| remove(&fresh)).map_err(at(&fresh))?;
        Ok(entry)
    }

    /// Notes which entries are used, and removes those that have long been used by none. What cannot be removed does no harm.
    pub fn sweep(&self, used: &BTreeSet<String>, now: SystemTime) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for entry in entries {
            let (record, name) = (entry.path().join(RECORD), entry.file_name());
            let key = name.to_str().filter(|name| !name.ends_with(UNFINISHED));
            let age = key.and_then(|_| modified(&record).ok()).map(|used| now.duration_since(used).unwrap_or_default());
            match age {
                Some(age) if key.is_some_and(|key| used.contains(key)) => {
                    let _ = (age > NOTED).then(|| set_modified(&record, now));
                }
                Some(age) if age <= KEPT => {}
                _ => remove(&entry.path()),
            }
        }
    }
}

fn remove(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_whole_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join(".pictures"));
        assert!(store.find::<u8>("a").is_none(), "a store that is not there is empty");
        let files = BTreeMap::from([("480.webp".to_owned(), b"picture".to_vec())]);
        store.keep("a", &files, 7_u8).unwrap();
        let entry = store.find::<u8>("a").unwrap();
        assert_eq!((entry.note, entry.files.len()), (7, 1));
        fs::write(entry.path("480.webp"), b"pictura").unwrap();
        assert!(store.find::<u8>("a").is_none(), "a failing disk has changed it");
        store.keep("a", &files, 8_u8).unwrap();
        assert_eq!(store.find::<u8>("a").map(|entry| entry.note), Some(8));
        let impossible = BTreeMap::from([("1.webp".to_owned(), Vec::new()), ("no/folder.webp".to_owned(), Vec::new())]);
        store.keep("a", &impossible, 9_u8).unwrap_err();
        assert_eq!(store.find::<u8>("a").map(|entry| entry.note), Some(8), "it is as it was");
        assert!(!folder.path().join(".pictures/a.new").exists(), "nothing is left of the other");
    }

    #[test]
    fn what_nothing_uses_goes_after_a_month() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        for key in ["used", "unused"] {
            store.keep(key, &BTreeMap::new(), ()).unwrap();
        }
        store.keep("cut-off.new", &BTreeMap::new(), ()).unwrap();
        let there = || ["used", "unused", "cut-off.new"].map(|key| folder.path().join(key).exists());
        let used = BTreeSet::from(["used".to_owned()]);
        let days = |days: u64| SystemTime::now() + Duration::from_secs(days * 24 * 3_600);
        store.sweep(&used, days(29));
        assert_eq!(there(), [true, true, false]);
        store.sweep(&used, days(31));
        assert_eq!(there(), [true, false, false]);
        store.sweep(&BTreeSet::new(), days(50));
        assert_eq!(there(), [true, false, false], "it was used on the 31st day");
    }
}
