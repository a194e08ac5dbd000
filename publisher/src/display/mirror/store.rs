//! The editions on disk.
//!
//! ```text
//! editions/{id}.json   lists; the newest of which every file is there is the one that is shown
//! files/{sha256}       what they list, each file once
//! files/{sha256}.part  what has come of a file so far
//! ```
//!
//! A file gets its name once it is whole and on the disk, and a list gets its name once all of its files have theirs: so
//! whichever write the mains cut short, what was there before is still there. Nothing is trusted for being there: every
//! file is read against its hash when the store is opened, when an edition is taken, and when it is sent.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, FixedOffset};

use crate::display::edition::{Edition, EditionFile};
use crate::display::fault::{Fault, Kind};
use crate::release::keys::sha256_hex;

/// The shown edition, and the one before it.
const KEPT_EDITIONS: usize = 2;
/// How the name of a file ends that is not whole yet.
const PART: &str = ".part";

/// The editions that a folder keeps.
pub struct Store {
    folder: PathBuf,
    /// The edition on screen.
    shown: RwLock<Option<Arc<Edition>>>,
}

/// What becomes of what has come of files that are not whole yet.
#[derive(Clone, Copy, Debug)]
pub enum Parts {
    Stay,
    Go,
}

/// How closely files are looked at.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    AtLengths,
    AtBytes,
}

impl Store {
    /// Opens what a folder keeps; with what was found to be damaged. A folder that cannot be read keeps nothing.
    pub fn open(folder: PathBuf) -> (Self, Option<Fault>) {
        let store = Self { folder, shown: RwLock::default() };
        let mut damage = None;
        let lists = store.lists();
        for edition in &lists {
            match store.missing(edition, Look::AtBytes).first() {
                None => {
                    store.show(edition.clone());
                    break;
                }
                Some(file) => {
                    let detail = format!("edition {}: {} is missing or damaged", edition.id, file.path);
                    damage.get_or_insert(Fault::new(Kind::Damaged, detail));
                }
            }
        }
        // What an edition before the last has left, when the mains were cut before it was deleted.
        if damage.is_none() {
            store.prune(Parts::Stay);
        }
        // Better most of an edition than nothing: what is missing comes with the next check.
        if store.shown().is_none()
            && let Some(newest) = lists.into_iter().next()
        {
            store.show(newest);
        }
        (store, damage)
    }

    pub fn shown(&self) -> Option<Arc<Edition>> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn show(&self, edition: Edition) {
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(edition));
    }

    /// All lists that can be read, the newest first.
    fn lists(&self) -> Vec<Edition> {
        let mut lists = names(&self.editions())
            .filter(|name| name.ends_with(".json"))
            .filter_map(|name| Edition::parse(&fs::read(self.editions().join(name)).ok()?).ok())
            .collect::<Vec<_>>();
        lists.sort_by_key(|edition| std::cmp::Reverse(edition.made_at));
        lists
    }

    /// The files of an edition that are not there as they have to be.
    pub fn missing(&self, edition: &Edition, look: Look) -> Vec<EditionFile> {
        let mut seen = HashSet::new();
        let files = edition.files().iter().filter(|file| seen.insert(file.sha256.as_str()));
        let is_there = |file: &EditionFile| match look {
            Look::AtLengths => fs::metadata(self.file(file)).is_ok_and(|kept| kept.len() == file.bytes),
            Look::AtBytes => self.load(file).is_some(),
        };
        files.filter(|file| !is_there(file)).cloned().collect()
    }

    /// A file as the edition says it is; nothing where it is missing or damaged.
    pub fn load(&self, file: &EditionFile) -> Option<Vec<u8>> {
        let path = self.file(file);
        let length = fs::metadata(&path).ok()?.len();
        let bytes = if length == file.bytes { fs::read(&path).ok()? } else { Vec::new() };
        if is_true(&bytes, file) {
            return Some(bytes);
        }
        // Then the next check fetches it again.
        let _ = fs::remove_file(path);
        None
    }

    /// How much of a file has come.
    pub fn part_bytes(&self, file: &EditionFile) -> u64 {
        fs::metadata(self.part(file)).map_or(0, |part| part.len())
    }

    /// Goes on with a file at `from`; what has come beyond that is dropped.
    pub fn open_part(&self, file: &EditionFile, from: u64) -> io::Result<File> {
        fs::create_dir_all(self.files())?;
        let mut part = OpenOptions::new().create(true).truncate(false).write(true).open(self.part(file))?;
        part.set_len(from)?;
        part.seek(SeekFrom::End(0))?;
        Ok(part)
    }

    /// Keeps a file that has come; `false` when it isn't what the edition says.
    pub fn finish_part(&self, file: &EditionFile) -> io::Result<bool> {
        let path = self.part(file);
        let part = File::open(&path)?;
        if !is_true(&fs::read(&path)?, file) {
            fs::remove_file(&path)?;
            return Ok(false);
        }
        part.sync_all()?;
        fs::rename(&path, self.file(file))?;
        Ok(true)
    }

    /// Makes an edition of which every file is there the shown one, and forgets what is older than the one before.
    pub fn keep(&self, edition: Edition) -> io::Result<()> {
        sync(&self.files())?;
        let folder = self.editions();
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{}.json", edition.id));
        write_whole(&path, &serde_json::to_vec(&edition)?)?;
        sync(&folder)?;
        self.show(edition);
        self.prune(Parts::Go);
        Ok(())
    }

    /// An edition that is shown was published again, with nothing in it changed.
    pub fn date(&self, made_at: DateTime<FixedOffset>) -> io::Result<()> {
        match self.shown() {
            Some(shown) if shown.made_at < made_at => {
                let mut edition = Edition::clone(&shown);
                edition.made_at = made_at;
                self.keep(edition)
            }
            _ => Ok(()),
        }
    }

    /// Deletes everything but the last editions and their files.
    pub fn prune(&self, parts: Parts) {
        let parts_stay = matches!(parts, Parts::Stay);
        let lists = self.lists();
        let shown = self.shown();
        let last = lists.get(..KEPT_EDITIONS).unwrap_or(&lists);
        let kept = last.iter().chain(shown.as_deref()).collect::<Vec<_>>();
        let files = kept.iter().flat_map(|edition| edition.files()).map(|file| file.sha256.as_str());
        let files = files.collect::<HashSet<_>>();
        let ids = kept.iter().map(|edition| format!("{}.json", edition.id)).collect::<HashSet<_>>();
        // What cannot be deleted now is deleted the next time.
        for name in names(&self.editions()).filter(|name| !ids.contains(name)) {
            let _ = fs::remove_file(self.editions().join(name));
        }
        let is_part = |name: &str| parts_stay && name.ends_with(PART);
        for name in names(&self.files()).filter(|name| !files.contains(name.as_str()) && !is_part(name)) {
            let _ = fs::remove_file(self.files().join(name));
        }
    }

    fn editions(&self) -> PathBuf {
        self.folder.join("editions")
    }

    fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    fn file(&self, file: &EditionFile) -> PathBuf {
        self.files().join(&file.sha256)
    }

    fn part(&self, file: &EditionFile) -> PathBuf {
        self.files().join(format!("{}{PART}", file.sha256))
    }
}

/// What kind of fault an error of the disk is, and what to do about it.
pub fn disk_fault(folder: &Path, error: &io::Error) -> Fault {
    let folder = folder.display();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Fault::new(Kind::DiskFull, format!("{folder}: {error}; make room there"))
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            Fault::new(Kind::DiskReadOnly, format!("{folder}: {error}; this user has to be able to write there"))
        }
        _ => Fault::new(Kind::Disk, format!("{folder}: {error}")),
    }
}

/// Writes a file beside its place and puts it there whole, on the disk.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

fn is_true(bytes: &[u8], file: &EditionFile) -> bool {
    bytes.len() as u64 == file.bytes && sha256_hex(bytes) == file.sha256
}

/// Makes names of a folder outlive a cut of the mains.
fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn names(folder: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
}
