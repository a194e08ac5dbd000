//! A file of long texts.

use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Of bytes that chance may have changed, and nobody on purpose.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// A file that texts are only ever added to.
#[derive(Debug)]
pub(super) struct TextFile {
    file: File,
    path: PathBuf,
    end: AtomicU64,
    /// Whether a text of it could not be read.
    is_damaged: AtomicBool,
}

/// How the names of such files begin.
const PREFIX: &str = "texts-";

impl TextFile {
    /// A new one.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let (file, path) =
            tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?.keep().map_err(io::Error::from)?;
        Ok(Self { file, path, end: AtomicU64::new(0), is_damaged: AtomicBool::new(false) })
    }

    /// One that is there.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let file = File::options().read(true).write(true).open(&path)?;
        let end = AtomicU64::new(file.metadata()?.len());
        Ok(Self { file, path, end, is_damaged: AtomicBool::new(false) })
    }

    /// Whether a file of this name is one.
    pub fn has_name(name: &str) -> bool {
        name.starts_with(PREFIX) && !name.contains('/')
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    pub fn end(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Begins behind what others have added meanwhile.
    pub fn reach_end(&self) {
        if let Ok(metadata) = self.file.metadata() {
            self.end.fetch_max(metadata.len(), Ordering::Relaxed);
        }
    }

    pub fn add(&self, text: &[u8]) -> io::Result<u64> {
        let at = self.end.fetch_add(text.len() as u64, Ordering::Relaxed);
        self.file.write_all_at(text, at)?;
        Ok(at)
    }

    /// The text that was added there.
    ///
    /// # Errors
    /// The file system's, and `InvalidData` where there is another one.
    pub fn read(&self, at: u64, bytes: usize, sum: u64) -> io::Result<String> {
        let mut text = vec![0; bytes];
        let read = self.file.read_exact_at(&mut text, at);
        let text = read.and_then(|()| match checksum(&text) == sum {
            true => String::from_utf8(text).map_err(|_| io::ErrorKind::InvalidData.into()),
            false => Err(io::ErrorKind::InvalidData.into()),
        });
        text.inspect_err(|_| self.is_damaged.store(true, Ordering::Relaxed))
    }
}
