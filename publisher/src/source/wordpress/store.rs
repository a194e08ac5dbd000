//! What was read of a source, on the disk: `content/.synced/NAME/`.
//!
//! `now` is a link to one of the folders `a` and `b`, the last whole state; the next one is made in the other, and the link
//! replaced in one step. So whatever breaks off leaves the state that was there. `coming` has what was read for a state that
//! is not whole yet. `read.json` says when it was last read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use portal_app::path::word::Slug;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

/// The folder of all stores, below the content folder.
pub const FOLDER: &str = ".synced";
/// The link to the last whole state.
pub const NOW: &str = "now";
pub const ARTICLES: &str = "articles";
pub const PAGES: &str = "pages";
pub const MEDIA: &str = "media";
/// A file that is written whenever a store has another state, for who waits for that.
pub const CHANGED: &str = "changed";
/// What is remembered of a state beside its texts and media.
pub const STATE: &str = "state.json";
const RECEIVED: &str = "received";
const COMING: &str = "coming";

/// The store of a source.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Where the last whole state is.
    now: Option<PathBuf>,
    /// Nobody else writes while it is open.
    _lock: File,
}

/// What came of each thing, by its id.
pub type Items = BTreeMap<u64, Item>;

/// What came of a thing, and when that was changed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub stamp: String,
    pub file: PathBuf,
}

/// What is remembered of a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// Of all that decided about it beside what was received: names, settings, this program.
    pub inputs: String,
    /// Of the settings alone.
    pub settings: String,
    /// By the ids of posts.
    pub articles: BTreeMap<u64, Text>,
    pub pages: BTreeMap<u64, Text>,
    /// Files of `media/`, by where they are from and when they were changed there.
    pub media: BTreeMap<String, String>,
    /// The id of the article that leads the home page.
    pub lead: Option<String>,
    /// Whether something could not be had that may be there another time.
    pub is_partial: bool,
}

/// A text of the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub file: String,
    /// The files of `media/` that it names.
    pub media: BTreeSet<String>,
}

/// When it was last read, and since when it cannot be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LastRead {
    pub at: Option<String>,
    pub failing_since: Option<String>,
    pub reason: Option<String>,
    /// How much was left out or altered when it was read last.
    pub warnings: usize,
}

/// Where the last whole state of a source is, for who reads it.
pub fn current(content: &Path, name: &Slug) -> Option<PathBuf> {
    let folder = content.join(FOLDER).join(name.as_str());
    let generation = fs::read_link(folder.join(NOW)).ok()?;
    // A link that leads elsewhere is none of ours.
    let generation = GENERATIONS.iter().find(|known| Path::new(known) == generation)?;
    Some(folder.join(generation)).filter(|folder| folder.is_dir())
}

/// The id of the article that leads the home page, in a state.
pub fn lead_of(state: &Path) -> Option<String> {
    read_state(state).lead
}

fn read_state(folder: &Path) -> State {
    fs::read(folder.join(STATE)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

/// Puts a file in its place whole, whatever breaks off; not through to the disk, since a state is when it is finished.
///
/// # Errors
/// When it cannot be written.
pub fn put(file: &Path, content: &[u8]) -> io::Result<()> {
    let part = file.with_extension("part");
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&part, content)?;
    fs::rename(part, file)
}

const GENERATIONS: [&str; 2] = ["a", "b"];

impl Store {
    /// Opens the store of a source, which is made where there is none.
    ///
    /// # Errors
    /// When it cannot be written. `WouldBlock`: somebody else writes.
    pub fn open(content: &Path, name: &Slug) -> io::Result<Self> {
        let folder = content.join(FOLDER).join(name.as_str());
        fs::create_dir_all(&folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
            TryLockError::Error(error) => error,
        })?;
        Ok(Self { now: current(content, name), folder, _lock: lock })
    }

    pub fn has_state(&self) -> bool {
        self.now.is_some()
    }

    pub fn state(&self) -> State {
        self.now.as_deref().map(read_state).unwrap_or_default()
    }

    /// What was received of a kind, by id.
    pub fn received(&self, kind: &str) -> Items {
        self.now.as_ref().map(|now| list(&now.join(RECEIVED).join(kind))).unwrap_or_default()
    }

    /// What has come of a thing for a state that is not whole yet.
    pub fn coming(&self, kind: &str, id: u64, stamp: &str) -> Option<Item> {
        let file = self.coming_file(kind, &format!("{id}-{stamp}.json"));
        file.is_file().then(|| Item { stamp: stamp.to_owned(), file })
    }

    pub fn coming_file(&self, kind: &str, name: &str) -> PathBuf {
        self.folder.join(COMING).join(kind).join(name)
    }

    /// A file of the last whole state.
    pub fn file(&self, kind: &str, name: &str) -> Option<PathBuf> {
        self.now.as_ref().map(|now| now.join(kind).join(name))
    }

    /// Begins the next state.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(&self) -> io::Result<Next<'_>> {
        let is_free = |name: &&&str| self.now.as_ref().is_none_or(|now| !now.ends_with(name));
        let name = GENERATIONS.iter().find(is_free).copied().unwrap_or_default();
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for part in [ARTICLES, PAGES, MEDIA] {
            fs::create_dir_all(folder.join(part))?;
        }
        Ok(Next { store: self, name, folder })
    }

    pub fn last_read(&self) -> LastRead {
        let text = fs::read(self.folder.join("read.json")).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// # Errors
    /// When it cannot be written.
    pub fn note_read(&self, read: &LastRead) -> io::Result<()> {
        put(&self.folder.join("read.json"), &serde_json::to_vec(read)?)
    }
}

/// A state that is being made.
pub struct Next<'a> {
    store: &'a Store,
    name: &'static str,
    folder: PathBuf,
}

impl Next<'_> {
    /// Writes a file, or links it where the last state has the same.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, kind: &str, name: &str, content: &[u8]) -> io::Result<()> {
        let before = self.store.file(kind, name).filter(|before| fs::read(before).is_ok_and(|known| known == content));
        match before {
            Some(before) => self.link(kind, name, &before),
            None => fs::write(self.folder.join(kind).join(name), content),
        }
    }

    /// Takes a file over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn link(&self, kind: &str, name: &str, from: &Path) -> io::Result<()> {
        let to = self.folder.join(kind).join(name);
        // Where the file system has no links.
        fs::hard_link(from, &to).or_else(|_| fs::copy(from, &to).map(drop))
    }

    /// Takes what was received over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, kind: &str, items: &Items) -> io::Result<()> {
        let folder = Path::new(RECEIVED).join(kind);
        fs::create_dir_all(self.folder.join(&folder))?;
        let folder = folder.to_string_lossy().into_owned();
        items.iter().try_for_each(|(id, item)| self.link(&folder, &format!("{id}-{}.json", item.stamp), &item.file))
    }

    /// Makes it the last whole state.
    ///
    /// # Errors
    /// When it cannot be written: then the state is what it was.
    pub fn finish(self, state: &State) -> io::Result<()> {
        let Self { store, name, folder } = self;
        fs::write(folder.join(STATE), serde_json::to_vec(state)?)?;
        rustix::fs::syncfs(File::open(&folder)?)?;
        let link = store.folder.join("now.part");
        let _ = fs::remove_file(&link);
        symlink(name, &link)?;
        fs::rename(&link, store.folder.join(NOW))?;
        File::open(&store.folder)?.sync_all()?;
        if let Some(stores) = store.folder.parent() {
            let _ = fs::write(stores.join(CHANGED), name);
        }
        // All that came is in it.
        let _ = fs::remove_dir_all(store.folder.join(COMING));
        Ok(())
    }
}

/// The files `ID-STAMP.json` of a folder.
fn list(folder: &Path) -> Items {
    let files = WalkDir::new(folder).min_depth(1).max_depth(1).into_iter().filter_map(Result::ok);
    let items = files.filter_map(|file| {
        let name = file.file_name().to_str()?.strip_suffix(".json")?;
        let (id, stamp) = name.split_once('-')?;
        Some((id.parse().ok()?, Item { stamp: stamp.to_owned(), file: file.path().to_owned() }))
    });
    items.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(content: &Path) -> Store {
        Store::open(content, &Slug::new("wp").unwrap()).unwrap()
    }

    #[test]
    fn the_next_state_takes_the_place_of_the_last_in_one_step() {
        let content = tempfile::tempdir().unwrap();
        let name = Slug::new("wp").unwrap();
        let make = |text: &str, finishes: bool| {
            let store = open(content.path());
            let next = store.begin().unwrap();
            next.write(ARTICLES, "1.html", text.as_bytes()).unwrap();
            if finishes {
                next.finish(&State { inputs: text.to_owned(), ..State::default() }).unwrap();
            }
        };
        let now = || fs::read_to_string(current(content.path(), &name).unwrap().join("articles/1.html")).unwrap();
        assert_eq!(current(content.path(), &name), None);
        make("một", true);
        assert_eq!(now(), "một");
        make("hai", false);
        assert_eq!(now(), "một", "what is broken off changes nothing");
        make("hai", true);
        assert_eq!((now().as_str(), open(content.path()).state().inputs.as_str()), ("hai", "hai"));
        let first = fs::metadata(current(content.path(), &name).unwrap().join("articles/1.html")).unwrap();
        make("hai", true);
        let second = fs::metadata(current(content.path(), &name).unwrap().join("articles/1.html")).unwrap();
        use std::os::unix::fs::MetadataExt as _;
        assert_eq!(first.ino(), second.ino(), "what has not changed is one file");
    }

    #[test]
    fn what_came_before_an_interruption_is_found_again_and_gone_when_it_is_in_a_state() {
        let content = tempfile::tempdir().unwrap();
        let store = open(content.path());
        let file = store.coming_file("posts", "7-2021.json");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, "{}").unwrap();
        let item = store.coming("posts", 7, "2021").unwrap();
        assert_eq!(store.coming("posts", 7, "2022"), None);
        let next = store.begin().unwrap();
        next.keep("posts", &[(7, item)].into()).unwrap();
        next.finish(&State::default()).unwrap();
        drop(store);
        let store = open(content.path());
        assert_eq!(store.received("posts").keys().collect::<Vec<_>>(), [&7]);
        assert_eq!(store.coming("posts", 7, "2021"), None);
    }

    #[test]
    fn two_do_not_write_at_once() {
        let content = tempfile::tempdir().unwrap();
        let _store = open(content.path());
        let error = Store::open(content.path(), &Slug::new("wp").unwrap()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
    }

    #[test]
    fn a_link_that_leads_elsewhere_is_not_followed() {
        let content = tempfile::tempdir().unwrap();
        let folder = content.path().join(FOLDER).join("wp");
        fs::create_dir_all(&folder).unwrap();
        symlink("/etc", folder.join(NOW)).unwrap();
        assert_eq!(current(content.path(), &Slug::new("wp").unwrap()), None);
    }
}
