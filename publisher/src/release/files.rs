//! The files of a release while it is written. Files with the same key or bytes in the last release are linked, after a
//! comparison with what that release recorded; the rest are written, with their compressed forms.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::compress::compress;
use super::error::{ReleaseError, at};
use super::keys::Key;
use super::record::{Content, FileRecord, Record};

/// The files of a release being written. Paths are below the web root and begin with no slash.
pub struct Files {
    www: PathBuf,
    previous: Option<Previous>,
    compresses: bool,
    /// `None` for a file that is still being written.
    written: Mutex<BTreeMap<String, Option<FileRecord>>>,
}

/// The currently published release.
struct Previous {
    www: PathBuf,
    record: Record,
}

impl Files {
    /// Files for the empty folder `www`; `previous` is the folder of the currently published release.
    pub(super) fn new(www: PathBuf, previous: Option<&Path>, compresses: bool) -> Self {
        let previous = previous.map(|release| Previous { www: release.join("www"), record: Record::read(release) });
        Self { www, previous, compresses, written: Mutex::default() }
    }

    /// Writes a file.
    ///
    /// # Errors
    /// `Twice` when the release has a file at this path already.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), ReleaseError> {
        self.claim(path)?;
        self.write(path, None, bytes)
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
        self.claim(path)?;
        if !self.keep(path, key)? {
            self.write(path, Some(key), &make()?)?;
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
        let last = last.map(|(previous, (path, file))| (path, file, previous.www.join(path))).collect::<Vec<_>>();
        if !last.is_empty() && last.iter().all(|(_, file, source)| file.content.is_at(source)) {
            return last.into_iter().try_for_each(|(path, file, source)| {
                self.claim(path)?;
                Ok(self.take_over(path, Some(key), file, &source)?)
            });
        }
        make()?.iter().try_for_each(|(path, bytes)| {
            self.claim(path)?;
            Ok(self.write(path, Some(key), bytes)?)
        })
    }

    /// The length and the SHA-256 (in hex) of a file of this release; `None` for one that is not written yet.
    pub fn content_of(&self, path: &str) -> Option<(u64, String)> {
        let written = self.lock();
        let content = &written.get(path)?.as_ref()?.content;
        Some((content.bytes, content.sha256.clone()))
    }

    /// The bytes of a file of the last release, if they are still what was written.
    pub fn last_bytes(&self, path: &str) -> Option<Vec<u8>> {
        let (previous, file) = self.last(path)?;
        fs::read(previous.www.join(path)).ok().filter(|bytes| Content::of(bytes) == file.content)
    }

    /// Links what an earlier release kept for pages that are still open, unless this release has such a file.
    pub(super) fn keep_open(&self, earlier: &Path) -> Result<(), ReleaseError> {
        let Record { files, .. } = Record::read(earlier);
        for (path, file) in files.into_iter().filter(|(path, _)| is_kept_open(path)) {
            let (source, target) = (earlier.join("www").join(&path), self.www.join(&path));
            if !target.exists() && file.content.is_at(&source) {
                self.link(&source, &target)?;
                self.link_forms(&file, &source, &target)?;
            }
        }
        Ok(())
    }

    /// What was written, for the record.
    pub(super) fn into_records(self) -> BTreeMap<String, FileRecord> {
        let written = self.written.into_inner().unwrap_or_else(PoisonError::into_inner);
        written.into_iter().filter_map(|(path, file)| Some((path, file?))).collect()
    }

    fn claim(&self, path: &str) -> Result<(), ReleaseError> {
        match self.lock().insert(path.to_owned(), None) {
            None => Ok(()),
            Some(_) => Err(ReleaseError::Twice(path.to_owned())),
        }
    }

    /// Links a file of the last release that has the same key; returns whether there was one.
    fn keep(&self, path: &str, key: &Key) -> Result<bool, ReleaseError> {
        let Some((previous, file)) = self.last(path).filter(|(_, file)| file.key.as_ref() == Some(key)) else {
            return Ok(false);
        };
        let source = previous.www.join(path);
        if !file.content.is_at(&source) {
            return Ok(false);
        }
        self.take_over(path, Some(key), file, &source)?;
        Ok(true)
    }

    fn write(&self, path: &str, key: Option<&Key>, bytes: &[u8]) -> Result<(), ReleaseError> {
        let content = Content::of(bytes);
        if let Some((previous, file)) = self.last(path).filter(|(_, file)| file.content == content) {
            let source = previous.www.join(path);
            // Compared, because the disk may not hold what was written.
            if fs::read(&source).is_ok_and(|old| old == bytes) {
                return self.take_over(path, key, file, &source);
            }
        }
        let target = self.place(path)?;
        fs::write(&target, bytes).map_err(at(&target))?;
        let forms = self.write_forms(path, &target, bytes)?;
        self.note(path, FileRecord { key: key.cloned(), content, forms });
        Ok(())
    }

    /// Links a whole file of the last release; compressed forms that it lacks, or that are broken, are made.
    fn take_over(&self, path: &str, key: Option<&Key>, file: &FileRecord, source: &Path) -> Result<(), ReleaseError> {
        let target = self.place(path)?;
        self.link(source, &target)?;
        let mut forms = self.link_forms(file, source, &target)?;
        if self.compresses && (forms.is_empty() || forms.len() < file.forms.len()) {
            let bytes = fs::read(source).map_err(at(source))?;
            forms = self.write_forms(path, &target, &bytes)?;
        }
        self.note(path, FileRecord { key: key.cloned(), content: file.content.clone(), forms });
        Ok(())
    }

    /// Links the compressed forms that are still what they were.
    fn link_forms(
        &self,
        file: &FileRecord,
        source: &Path,
        target: &Path,
    ) -> Result<BTreeMap<String, Content>, ReleaseError> {
        let mut linked = BTreeMap::new();
        for (suffix, content) in &file.forms {
            let (from, to) = (with_suffix(source, suffix), with_suffix(target, suffix));
            if content.is_at(&from) {
                self.link(&from, &to)?;
                linked.insert(suffix.clone(), content.clone());
            }
        }
        Ok(linked)
    }

    fn write_forms(&self, path: &str, target: &Path, bytes: &[u8]) -> Result<BTreeMap<String, Content>, ReleaseError> {
        let mut forms = BTreeMap::new();
        if self.compresses {
            for (suffix, compressed) in compress(path, bytes).map_err(at(target))? {
                let file = with_suffix(target, suffix);
                // The existing file may be a link to the last release's, so it must never be written into.
                let _ = fs::remove_file(&file);
                fs::write(&file, &compressed).map_err(at(&file))?;
                forms.insert(suffix.to_owned(), Content::of(&compressed));
            }
        }
        Ok(forms)
    }

    fn last(&self, path: &str) -> Option<(&Previous, &FileRecord)> {
        let previous = self.previous.as_ref()?;
        Some((previous, previous.record.files.get(path)?))
    }

    /// Where a file is written; its folder exists.
    fn place(&self, path: &str) -> Result<PathBuf, ReleaseError> {
        let target = self.www.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        Ok(target)
    }

    /// Some file systems have no hard links.
    fn link(&self, source: &Path, target: &Path) -> Result<(), ReleaseError> {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        let linked: io::Result<()> = fs::hard_link(source, target).or_else(|_| fs::copy(source, target).map(drop));
        linked.map_err(at(target))
    }

    fn note(&self, path: &str, file: FileRecord) {
        self.lock().insert(path.to_owned(), Some(file));
    }

    /// A thread that panicked while writing has ended the publish anyway.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Option<FileRecord>>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an already open page still loads: the app and its style. Never files of articles: what was taken back must not
/// stay reachable.
fn is_kept_open(path: &str) -> bool {
    path.starts_with("assets/")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
